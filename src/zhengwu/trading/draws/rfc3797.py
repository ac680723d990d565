"""Selection after RFC 3797, to verify draws that others held by it.

The n-th selection takes the place MD5(i ‖ key ‖ i) mod (what is left), with i = n − 1 in two bytes, from the list
without those already selected. `zhengwu.trading.draws.tickets` says why this project draws otherwise.

>>> key = key_of([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]])
>>> key, select(25, 5, key)
('9319./2.5.8.10.12./9.18.26.34.41.45./', (17, 7, 2, 16, 25))
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from zhengwu.errors import ZhengwuError

__all__ = ["key_of", "select"]

_MOST = 1 << 16  # the counter has two bytes


def key_of(sources: Iterable[Iterable[int | Decimal]]) -> str:
    """The key string of the sources in the order announced; the numbers of one source are sorted (RFC 3797 section 4).

    Raises `ZhengwuError` for a float, or a number below zero.
    """
    checked = [[_checked(number) for number in source] for source in sources]
    return "".join("".join(f"{_plain(number)}." for number in sorted(source)) + "/" for source in checked)


def select(pool: int, count: int, key: str) -> tuple[int, ...]:
    """`count` places, from 1 to `pool`, in the order selected. Raises `ZhengwuError` for more than there are.

    >>> select(3, 4, "1./")
    Traceback (most recent call last):
    zhengwu.errors.ZhengwuError: count (抽取数量): 4 is not a number of the pool (expected 0 to 3)
    """
    if type(pool) is not int or not 0 <= pool < _MOST:
        raise ZhengwuError("is not the size of a pool", field="pool", value=pool, expected=f"0 to {_MOST - 1}")
    if type(count) is not int or not 0 <= count <= pool:
        raise ZhengwuError(
            "is not a number of the pool", field="count (抽取数量)", value=count, expected=f"0 to {pool}"
        )
    left = list(range(1, pool + 1))
    text = key.encode("utf-8")
    found = []
    for number in range(count):
        counter = number.to_bytes(2, "big")
        # The RFC prescribes MD5; the outcome is compared with a published one, nothing is protected by it.
        hashed = hashlib.md5(counter + text + counter, usedforsecurity=False).digest()
        found.append(left.pop(int.from_bytes(hashed, "big") % len(left)))
    return tuple(found)


def _checked(number: int | Decimal) -> int | Decimal:
    given: object = number
    if isinstance(given, bool) or not isinstance(given, int | Decimal) or not Decimal(given).is_finite() or given < 0:
        raise ZhengwuError("is not a number of a source", field="sources", value=number, expected="0 or more, exact")
    return number


def _plain(number: int | Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Rounding has a name: five modes, all symmetric about zero, in pure integer arithmetic.

    mode        2.4   2.5   2.6   3.5   -2.5     as
    HALF_UP     2     3     3     4     -3       四舍五入, Excel ROUND: ties go away from zero
    HALF_EVEN   2     2     3     4     -2       四舍六入五成双, IEEE 754, Python round()
    HALF_DOWN   2     2     3     3     -2       五舍六入: ties go towards zero
    TRUNC       2     2     2     3     -2       截断, Excel TRUNC and ROUNDDOWN
    UP          3     3     3     4     -3       进一法, Excel ROUNDUP

There is no floor and no ceiling: published figures are rounded by size, then signed.

>>> round_ratio(182231, 1972307, 4, Rounding.HALF_UP), round_ratio(182231, 1972307, 4, Rounding.TRUNC)
(924, 923)
"""

from __future__ import annotations

import enum
from typing import Final

from zhengwu.errors import UndefinedRateError, UnknownNameError

__all__ = ["Rounding", "printing_as", "round_ratio"]


class Rounding(enum.Enum):
    """How a value becomes printed digits. `zh` is the name an office would use.

    >>> Rounding("half_up") is Rounding.HALF_UP, Rounding.TRUNC.zh
    (True, '截断')
    >>> Rounding.HALF_UP
    Rounding.HALF_UP
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    TRUNC = "trunc"
    UP = "up"

    # Members are singletons; object's hash spares a Python call wherever a mode is a key.
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"Rounding.{self.name}"

    @property
    def zh(self) -> str:
        """The Chinese name of the mode."""
        return _ZH[self]


_ZH: Final = {
    Rounding.HALF_UP: "四舍五入",
    Rounding.HALF_EVEN: "四舍六入五成双",
    Rounding.HALF_DOWN: "五舍六入",
    Rounding.TRUNC: "截断",
    Rounding.UP: "进一法",
}
_HALF_UP: Final = Rounding.HALF_UP
_HALF_EVEN: Final = Rounding.HALF_EVEN
_HALF_DOWN: Final = Rounding.HALF_DOWN
_TRUNC: Final = Rounding.TRUNC
_UP: Final = Rounding.UP


def round_ratio(numerator: int, denominator: int, places: int, rounding: Rounding) -> int:
    """The integer ``n`` for which ``n / 10**places`` is the rounded value of ``numerator / denominator``.

    `places` may be negative: -2 rounds to hundreds. Raises `UndefinedRateError` when the denominator is zero.

    >>> round_ratio(-5, 2, 0, Rounding.HALF_UP), round_ratio(12345, 1, -2, Rounding.UP)
    (-3, 124)
    """
    if denominator <= 0:
        if denominator == 0:
            raise UndefinedRateError("a ratio needs a denominator other than zero")
        numerator, denominator = -numerator, -denominator
    if places > 0:
        numerator *= 10**places
    elif places < 0:
        denominator *= 10**-places
    if rounding is _HALF_UP and numerator >= 0:  # nearly every call
        return (2 * numerator + denominator) // (2 * denominator)
    return (
        _round_size(numerator, denominator, rounding)
        if numerator >= 0
        else -_round_size(-numerator, denominator, rounding)
    )


def _round_size(size: int, denominator: int, rounding: Rounding) -> int:
    """A ratio that is not negative, rounded to an integer."""
    if rounding is _HALF_UP:
        return (2 * size + denominator) // (2 * denominator)
    if rounding is _TRUNC:
        return size // denominator
    if rounding is _UP:
        return -(-size // denominator)
    if rounding is _HALF_EVEN:
        quotient, rest = divmod(size, denominator)
        return quotient + (2 * rest + (quotient & 1) > denominator)
    if rounding is _HALF_DOWN:
        return -((denominator - 2 * size) // (2 * denominator))
    raise UnknownNameError("is not a rounding", value=rounding, expected="a member of Rounding, such as HALF_UP")


def printing_as(size: int, rounding: Rounding) -> tuple[int, int, bool, bool]:
    """The values that round to the integer `size`, in halves: the ends, and which of them are left out.

    >>> printing_as(923, Rounding.HALF_UP), printing_as(923, Rounding.TRUNC), printing_as(-2, Rounding.UP)
    ((1845, 1847, False, True), (1846, 1848, False, True), (-4, -2, False, True))
    """
    if size < 0:
        low, high, low_open, high_open = printing_as(-size, rounding)
        return -high, -low, high_open, low_open
    middle = 2 * size
    if rounding is _HALF_UP:
        return middle - 1, middle + 1, size == 0, True
    if rounding is _TRUNC:
        return (middle, middle + 2, False, True) if size else (-2, 2, True, True)
    if rounding is _UP:
        return (middle - 2, middle, True, False) if size else (0, 0, False, False)
    if rounding is _HALF_EVEN:
        is_open = size % 2 == 1
        return middle - 1, middle + 1, is_open, is_open
    if rounding is _HALF_DOWN:
        return middle - 1, middle + 1, size != 0, False
    raise UnknownNameError("is not a rounding", value=rounding, expected="a member of Rounding, such as HALF_UP")

"""What a figure in doubt may have been meant to be: the values left to it, each with the slip that explains the print.

>>> from zhengwu.exact.figure import Figure
>>> printed = Figure.parse("1790.76")
>>> [(r.number, r.why) for r in readings(printed, 1790074, 1790077, decimals=2)]
[('17900.76', 'why.typo.dropped'), ('17900.75', ''), ('17900.77', ''), ('17900.74', '')]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

import attrs

from zhengwu.auditing.causes.evidence import SHARES, TYPING, anything, mistyped, neighbours
from zhengwu.exact.figure import Figure
from zhengwu.exact.number import parse_number, plain_text
from zhengwu.findings import FindingKind

__all__ = ["Reading", "readings"]

_MOST_TRIED = 60
_FACTORS = {4: Fraction(5, 10), 8: Fraction(2, 10), 3: Fraction(1, 10), 2: Fraction(1, 10), 1: Fraction(1, 10)}
"""The powers of ten between units, and how often each is mistaken: 元 and 万元 most."""
_NONE: Mapping[str, str] = MappingProxyType({})


@attrs.frozen
class Reading:
    """One value that may have been meant (`coefficient` in the last of `decimals`), and the slip behind the print.

    `weight` is the chance of the slip, given that some value in the range was meant. `why` is "" where no known slip
    leads from one to the other.
    """

    coefficient: int
    decimals: int
    kind: FindingKind
    why: str
    weight: Fraction
    values: Mapping[str, str] = _NONE

    @property
    def number(self) -> str:
        """The value as plain digits."""
        return plain_text(self.coefficient, self.decimals)


def readings(
    printed: Figure | None, low: int, high: int, *, decimals: int, beside: Collection[Figure] = (), most: int = 8
) -> list[Reading]:
    """The likeliest values between `low` and `high` (in the last of `decimals`), best first; equals by nearness.

    `printed` is None for a blank. `beside` are the figures around it, which may have been copied.
    """
    size = high - low + 1
    if size <= 0:
        return []
    if size <= _MOST_TRIED:
        tried = set(range(low, high + 1))
    else:
        middle = (low + high) // 2
        tried = {middle, low, high} | {n for n in _suggested(printed, decimals) if low <= n <= high}
    same = _as_coefficient(printed, decimals)
    found = [_reading(printed, n, decimals, size, beside) for n in tried if n != same]
    middle_twice = low + high
    return sorted(found, key=lambda r: (-r.weight, abs(2 * r.coefficient - middle_twice), -r.coefficient))[:most]


def _as_coefficient(printed: Figure | None, decimals: int) -> int | None:
    if printed is None or printed.decimals > decimals:
        return None
    return int(printed.coefficient * 10 ** (decimals - printed.decimals))


def _suggested(printed: Figure | None, decimals: int) -> Iterator[int]:
    """What one slip can have made the print of, where the range is too wide to try every value."""
    if printed is None:
        return
    sign = -1 if printed.coefficient < 0 else 1
    for text in neighbours(plain_text(abs(printed.coefficient), printed.decimals)):
        number = parse_number(text)
        if number is not None and number[1] <= decimals:
            yield sign * number[0] * int(10 ** (decimals - number[1]))
    exact = Fraction(printed.coefficient) * Fraction(10) ** (decimals - printed.decimals)
    for factor in (*(Fraction(10) ** k for k in _FACTORS), *(Fraction(1, 10**k) for k in _FACTORS), Fraction(-1)):
        yield round(exact * factor)


def _reading(printed: Figure | None, n: int, decimals: int, size: int, beside: Collection[Figure]) -> Reading:
    """The likeliest slip from a value to the print; the weights of all that fit are added up."""
    ways = list(_slips(printed, n, decimals, beside))
    kind, why, _, values = max(ways, key=lambda way: way[2])
    return Reading(n, decimals, kind, why, sum((way[2] for way in ways), Fraction(0)) / size, values)


def _slips(
    printed: Figure | None, n: int, decimals: int, beside: Collection[Figure]
) -> Iterator[tuple[FindingKind, str, Fraction, Mapping[str, str]]]:
    if printed is None:
        # A blank that hides a number is weighed against blanks that hide nothing, which are common.
        chance = min(10 * anything(len(str(abs(n)))), Fraction(1))
        yield FindingKind.BLANK, "why.blank", SHARES[FindingKind.BLANK] * chance, _NONE
        return
    p, meant = plain_text(abs(printed.coefficient), printed.decimals), plain_text(abs(n), decimals)
    digits = sum(c != "." for c in p)
    yield FindingKind.UNEXPLAINED, "", SHARES[FindingKind.UNEXPLAINED] * anything(digits), _NONE
    if (printed.coefficient < 0) == (n < 0) and (error := mistyped(meant, p)) is not None:
        how, chance = error
        yield FindingKind.TYPO, f"why.typo.{how}", SHARES[FindingKind.TYPO] * TYPING[how] * chance, _NONE
    if printed.coefficient and p == meant and (printed.coefficient < 0) != (n < 0):
        why = "why.sign.lost" if n < 0 else "why.sign.minus"
        yield FindingKind.SIGN, why, SHARES[FindingKind.SIGN], _NONE
    if (factor := _factor(printed, n, decimals)) is not None:
        share = SHARES[FindingKind.UNIT] * _FACTORS[factor] / 2
        yield FindingKind.UNIT, "why.unit", share, {"factor": str(10**factor)}
    if digits > 1 and any(_is_same(printed, other) for other in beside):
        yield FindingKind.COPIED, "why.copied", SHARES[FindingKind.COPIED] / 4, _NONE


def _factor(printed: Figure, n: int, decimals: int) -> int | None:
    """The exponent of ten between print and value, where the print is the value in another unit."""
    if not n or not printed.coefficient:
        return None
    off = len(str(abs(printed.coefficient))) - printed.decimals - len(str(abs(n))) + decimals
    for k in (off, off - 1, off + 1):
        if abs(k) not in _FACTORS:
            continue
        # The value in the other unit, in last printed digits, and how far its own rounding can move it.
        power = k + printed.decimals - decimals
        exact, slack = Fraction(n) * Fraction(10) ** power, 0 if printed.counted else Fraction(10) ** power / 2
        if abs(exact - printed.coefficient) <= Fraction(1, 2) + (slack if power > 0 else 0):
            # A figure of few digits left is any number's: at least two of them must agree.
            return abs(k) if min(len(str(abs(printed.coefficient))), len(str(abs(n)))) > 1 else None
    return None


def _is_same(one: Figure, other: Figure) -> bool:
    return (one.coefficient, one.decimals) == (other.coefficient, other.decimals)

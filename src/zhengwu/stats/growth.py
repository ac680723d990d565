"""Growth, compression, successive rates and percentage points: what compares two periods or two states.

    growth = (current − base) ÷ base                   同比 with last year's period as base, 环比 with the previous one
    compression = (before − after) ÷ before            压缩率
    successive cuts = 1 − (1 − r₁)(1 − r₂) …           a second cut is taken from what the first one left

>>> growth_rate("47.22", "30.72").percent(), compression_rate(19, 12).percent()
('53.71%', '36.84%')
>>> compound("27.33%", "13.35%").percent()                  # 宿迁, 2014 and 2015
'37.03%'
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from zhengwu.errors import AmountError, UndefinedRateError, UnknownNameError
from zhengwu.exact import Rate, Rounding, exact_pair, round_ratio
from zhengwu.exact.number import Exact, finite_decimals, plain_text
from zhengwu.stats.rates import Quantity

__all__ = ["PercentagePoints", "compound", "compression_rate", "growth_rate", "percentage_points"]

RateLike: TypeAlias = Rate | Exact | str
"""A Rate, a text such as "27.33%" or "3/16", or an exact number (0.2733 as a Decimal)."""

_CURRENT_AND_BASE = ("current (本期)", "base (基期)")
_BEFORE_AND_AFTER = ("before (压缩前)", "after (压缩后)")
_MOST_PLACES = 100


def growth_rate(current: Quantity, base: Quantity) -> Rate:
    """Growth (同比, 环比) of `current` over `base`, the figure of the period compared with.

    Both are money of one currency or plain numbers. Raises `UndefinedRateError` when the base is missing (reason
    ``missing``), zero (``zero_base``) or negative (``not_applicable``), `InexactError` for a float, `UnitError` for
    arguments of two kinds. Two rates are not compared by growth but in `percentage_points`.
    Source: approval.md §8 A16–A17; window table of 武进区, 2017 Q1.

    >>> growth_rate(13932, 16130).percent(), growth_rate(25521, 13932).percent()
    ('-13.63%', '83.18%')
    >>> growth_rate(36, 0)
    Traceback (most recent call last):
    zhengwu.errors.UndefinedRateError: base (基期): growth needs a base above zero (print a blank or /, not 0%)
    """
    n, d = exact_pair(current, base, fields=_CURRENT_AND_BASE)
    if d > 0:
        return Rate._make(n - d, d)
    reason = "zero_base" if d == 0 else "not_applicable"
    problem = "growth needs a base above zero (print a blank or /, not 0%)"
    raise UndefinedRateError(problem, reason=reason, field=_CURRENT_AND_BASE[1])


def compression_rate(before: Quantity, after: Quantity) -> Rate:
    """Compression rate (压缩率): how much of steps, documents or days was cut. Negative where it grew.

    Raises what `growth_rate` raises. Source: annual report of 武进区, 2017: 19 → 12, 126 → 61, 60 → 42.

    >>> [compression_rate(before, after).percent() for before, after in ((19, 12), (126, 61), (60, 42))]
    ['36.84%', '51.59%', '30.00%']
    """
    n, d = exact_pair(before, after, fields=_BEFORE_AND_AFTER)
    if n > 0:
        return Rate._make(n - d, n)
    reason = "zero_base" if n == 0 else "not_applicable"
    problem = "a compression rate needs something to compress (print a blank, not 0%)"
    raise UndefinedRateError(problem, reason=reason, field=_BEFORE_AND_AFTER[0])


def compound(*rates: RateLike, of: Literal["cut", "growth"] = "cut") -> Rate:
    """Successive rates as one: of cuts 1 − ∏(1 − r), of growth ∏(1 + r) − 1. No rates compound to 0.

    Each rate counts on what the one before it left, which is what 在…基础上再 says; the plain sum would count it on the
    first base. Raises `AmountError` for a cut (or a fall) of more than 100 %, and what `Rate` raises.
    Source: approval.md §7; report of 宿迁, 2015: 27.33 % and then 13.35 %.

    >>> compound(Rate("27.33%"), Rate("13.35%")).percent(), compound("10%", "10%", of="growth").percent()
    ('37.03%', '21.00%')
    """
    if of not in ("cut", "growth"):
        raise UnknownNameError("is not a way to compound", field="of", value=of, expected="cut, growth")
    sign = 1 if of == "growth" else -1
    left = Rate(1)
    for value in rates:
        factor = Rate(value) * sign + 1
        if factor < 0:
            raise AmountError("takes away more than there is", field="rate", value=value, expected="at most 100%")
        left = left * factor
    return (left - 1) * sign


@attrs.frozen(order=True)
class PercentagePoints:
    """A difference of two rates, in percentage points (百分点). `points` is their exact number: 23/10 for 2.3个百分点.

    >>> difference = PercentagePoints(Fraction(-23, 10))
    >>> str(difference), difference.text(0), f"{difference:.2}"
    ('-2.3个百分点', '-2个百分点', '-2.30个百分点')
    """

    points: Fraction

    def text(self, places: int = 2, rounding: Rounding = Rounding.HALF_UP) -> str:
        """The difference with `places` decimals, rounded once."""
        if not 0 <= places <= _MOST_PLACES:
            raise AmountError("is not a number of decimals", field="places", value=places, expected="0 to 100")
        number = round_ratio(self.points.numerator, self.points.denominator, places, rounding)
        return f"{plain_text(number, places)}个百分点"

    def __format__(self, spec: str) -> str:
        digits = spec.removeprefix(".")
        if not spec:
            return str(self)
        if digits == spec or not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
            raise AmountError("is not a format for percentage points", value=spec, expected="such as .1")
        return self.text(int(digits))

    def __str__(self) -> str:
        places = finite_decimals(self.points.denominator)
        return f"{self.points}个百分点" if places is None else self.text(places)


def percentage_points(current: RateLike, base: RateLike) -> PercentagePoints:
    """How many percentage points `current` is above `base` (百分点差); exact, and no growth rate.

    Raises what `Rate` raises. Source: approval.md §8 A21.

    >>> str(percentage_points("97.3%", "95%"))
    '2.3个百分点'
    >>> percentage_points(Rate("5617/5773"), Rate("95%")).text(2)
    '2.30个百分点'
    """
    return PercentagePoints((Rate(current, field="current") - Rate(base, field="base")).as_fraction() * 100)

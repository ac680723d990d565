"""Intervals with exact ends: a printed figure stands for all values that print that way.

Ends are ints or Fractions, each open or closed, or absent (unbounded). Arithmetic returns the smallest interval that
holds every result, with the openness of each end exact; there is no tolerance anywhere.

>>> budget, deal = Interval.point(100), Interval(Fraction("82.925"), Fraction("82.935"), high_open=True)
>>> print((budget - deal) / budget)
(0.17065, 0.17075]
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import attrs

from zhengwu.errors import FigureError, UndefinedRateError
from zhengwu.exact.number import Exact, finite_decimals, plain_text, to_ratio

__all__ = ["Interval"]

End: TypeAlias = int | Fraction
# Ends in the order of the number line: (-1, 0 or 1 for -∞, finite, ∞; value; tie). Of two low ends at one value the
# open one lies higher, of two high ends the open one lies lower.
_Key: TypeAlias = tuple[int, End, bool]


def _end(value: Exact | None) -> End | None:
    if value is None or type(value) is int or (type(value) is Fraction and value.denominator != 1):
        return value
    numerator, denominator = to_ratio(value, field="interval")
    return numerator if denominator == 1 else Fraction(numerator, denominator)


@attrs.frozen
class Interval:
    """All numbers from `low` to `high`; None means there is no end on that side, which then counts as open.

    Raises `FigureError` when nothing lies between the ends, `InexactError` for a float.

    >>> Interval(1, 3, high_open=True).contains(3), Interval(1, 3).contains(3)
    (False, True)
    """

    low: End | None = attrs.field(converter=_end)
    high: End | None = attrs.field(converter=_end)
    low_open: bool = False
    high_open: bool = False

    def __attrs_post_init__(self) -> None:
        low, high = self.low, self.high
        if low is None:
            object.__setattr__(self, "low_open", True)
        if high is None:
            object.__setattr__(self, "high_open", True)
        elif low is not None and (low > high or (low == high and (self.low_open or self.high_open))):
            raise FigureError("is an empty interval", value=str(self), expected="a low end below the high end")

    @classmethod
    def point(cls, value: Exact) -> Interval:
        """The interval that holds one value only."""
        return cls(value, value)

    @classmethod
    def everything(cls) -> Interval:
        """The interval without ends."""
        return cls(None, None)

    @property
    def is_point(self) -> bool:
        """True when the interval holds one value only."""
        return self.low is not None and self.low == self.high

    @property
    def width(self) -> End | None:
        """The distance between the ends; None when an end is absent."""
        return None if self.low is None or self.high is None else self.high - self.low

    def contains(self, value: Exact) -> bool:
        """True when the value lies inside."""
        number = _end(value)
        if number is None:
            return False
        low, high = self.low, self.high
        return not (
            (low is not None and (number < low or (self.low_open and number == low)))
            or (high is not None and (number > high or (self.high_open and number == high)))
        )

    def meets(self, other: Interval) -> bool:
        """True when some number lies in both.

        >>> Interval(1, 2).meets(Interval(2, 3)), Interval(1, 2, high_open=True).meets(Interval(2, 3))
        (True, False)
        """
        return _reaches(self, other) and _reaches(other, self)

    def intersect(self, other: Interval) -> Interval | None:
        """The numbers that lie in both; None when there are none."""
        if not self.meets(other):
            return None
        return _between(max(_low(self), _low(other)), min(_high(self), _high(other)))

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        return _between(min(_low(self), _low(other)), max(_high(self), _high(other)))

    def __contains__(self, value: Exact) -> bool:
        return self.contains(value)

    def __neg__(self) -> Interval:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)

    def __add__(self, other: Interval | Exact) -> Interval:
        other = _as_interval(other)
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    __radd__ = __add__

    def __sub__(self, other: Interval | Exact) -> Interval:
        return self + -_as_interval(other)

    def __rsub__(self, other: Interval | Exact) -> Interval:
        return -self + other

    def __mul__(self, other: Interval | Exact) -> Interval:
        other = _as_interval(other)
        low, high = _low(self), _high(self)
        corners = [
            _corner(x, x_open, y, y_open)
            for x, x_open in ((low, self.low_open), (high, self.high_open))
            for y, y_open in ((_low(other), other.low_open), (_high(other), other.high_open))
        ]
        # A product is linear in each factor, so both ends of the result are products of ends.
        return _between(min(corners), max((side, value, not is_open) for side, value, is_open in corners))

    __rmul__ = __mul__

    def __truediv__(self, other: Interval | Exact) -> Interval:
        return self * _reciprocal(_as_interval(other))

    def __rtruediv__(self, other: Interval | Exact) -> Interval:
        return _reciprocal(self) * other

    def __str__(self) -> str:
        low = "-∞" if self.low is None else _text(self.low)
        high = "∞" if self.high is None else _text(self.high)
        return f"{'(' if self.low_open else '['}{low}, {high}{')' if self.high_open else ']'}"


def _low(interval: Interval) -> _Key:
    low = interval.low
    return (-1, 0, True) if low is None else (0, low, interval.low_open)


def _high(interval: Interval) -> _Key:
    high = interval.high
    return (1, 0, False) if high is None else (0, high, not interval.high_open)


def _between(low: _Key, high: _Key) -> Interval:
    return Interval(None if low[0] else low[1], None if high[0] else high[1], low[2], not high[2])


def _reaches(one: Interval, other: Interval) -> bool:
    """True when the low end of one is not above the high end of the other."""
    if one.low is None or other.high is None or one.low < other.high:
        return True
    return one.low == other.high and not one.low_open and not other.high_open


def _corner(x: _Key, x_open: bool, y: _Key, y_open: bool) -> _Key:
    """The product of two ends, with its openness. A closed zero times anything, even ∞, is a zero that is reached."""
    x_zero, y_zero = not x[0] and not x[1], not y[0] and not y[1]
    if x_zero or y_zero:
        return (0, 0, not ((x_zero and not x_open) or (y_zero and not y_open)))
    if x[0] or y[0]:
        negative = (x[0] < 0 or x[1] < 0) != (y[0] < 0 or y[1] < 0)
        return (-1 if negative else 1, 0, True)
    return (0, x[1] * y[1], x_open or y_open)


def _reciprocal(divisor: Interval) -> Interval:
    if divisor.contains(0):
        raise UndefinedRateError("cannot divide by an interval that contains zero", value=str(divisor))
    low, high = divisor.low, divisor.high
    return Interval(
        0 if high is None else None if high == 0 else Fraction(1, high),
        0 if low is None else None if low == 0 else Fraction(1, low),
        divisor.high_open,
        divisor.low_open,
    )


def _as_interval(value: Interval | Exact) -> Interval:
    return value if isinstance(value, Interval) else Interval.point(value)


def _text(end: End) -> str:
    decimals = finite_decimals(end.denominator)
    if decimals is None:
        return str(end)
    return plain_text(end.numerator * 10**decimals // end.denominator, decimals)

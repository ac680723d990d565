"""Outliers by the fences of Tukey's box plot, on exact ratios: quartiles less and plus 1.5 times their distance.

The quartiles are those of linear interpolation between order statistics, at a quarter and three quarters of the way
from the first to the last (Hyndman and Fan 1996, definition 7).

>>> found = fences([(5, 100), (5, 100), (6, 100), (7, 100), (7, 100)])
>>> print(found.first, found.third, found.low, found.high)
1/20 7/100 1/50 1/10
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

__all__ = ["Fences", "fences"]

_REACH = Fraction(3, 2)  # Tukey 1977, Exploratory Data Analysis, 2D
_FINE = 96  # bits of the keys that ratios are sorted by; equal keys are compared exactly


@attrs.frozen
class Fences:
    """The quartiles of so many values, and the fences beyond which a value is an outlier; on a fence it counts as one.

    Where all the values between the quartiles are equal the fences tell nothing: `is_degenerate`.
    """

    count: int
    first: Fraction
    third: Fraction

    @property
    def low(self) -> Fraction:
        """The lower fence."""
        return self.first - _REACH * (self.third - self.first)

    @property
    def high(self) -> Fraction:
        """The upper fence."""
        return self.third + _REACH * (self.third - self.first)

    @property
    def is_degenerate(self) -> bool:
        """Whether both quartiles are one value, so that every other would be an outlier."""
        return self.first == self.third


def fences(ratios: Iterable[tuple[int, int]], *, least: int = 4) -> Fences | None:
    """The fences of these ratios, each a numerator and a denominator above zero; None for fewer than `least` of them.

    >>> fences([(1, 2), (1, 3)]) is None
    True
    """
    given = list(ratios)
    if len(given) < max(least, 1):
        return None
    keys = [(n << _FINE) // d for n, d in given]
    ordered = sorted(keys)
    return Fences(len(given), _quantile(given, keys, ordered, 1), _quantile(given, keys, ordered, 3))


def _quantile(given: Sequence[tuple[int, int]], keys: list[int], ordered: list[int], quarter: int) -> Fraction:
    below, rest = divmod((len(given) - 1) * quarter, 4)
    low = _ranked(given, keys, ordered, below)
    return low if not rest else low + (_ranked(given, keys, ordered, below + 1) - low) * Fraction(rest, 4)


def _ranked(given: Sequence[tuple[int, int]], keys: list[int], ordered: list[int], place: int) -> Fraction:
    """The value of this rank. Keys are cut off, so that values under one key still have to be put in order."""
    key = ordered[place]
    alike = sorted(Fraction(n, d) for (n, d), one in zip(given, keys, strict=True) if one == key)
    return alike[place - bisect_left(ordered, key)]

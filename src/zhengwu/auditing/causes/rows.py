"""Relations as exact linear rows over the hidden values of figures.

Every figure is a hidden value within the ends that print the way it is printed. Ends that are left out are an
infinitesimal away from their number; a value is therefore kept as ``number * FINE + infinitesimals`` in one integer, so
that sums and comparisons are exact and strict ends need no flags. A sum is a row that must be able to come to zero, a
rate two inequalities that fall away while the rate itself is in doubt.

>>> printed = [39, 12, 23]
>>> row = row_of({0: -1, 1: 1, 2: 1}, printed, printed, case=0, is_equal=True)
>>> row.variables, row.holds
((0, 1, 2), False)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import cast

import attrs

from zhengwu.auditing.bounds import ONE, Box
from zhengwu.reference.forms import Ratio, Terms

__all__ = ["FINE", "UNBOUNDED", "Row", "added", "ends_of_box", "row_of", "row_of_others", "sides", "whole"]

FINE = 1 << 80
"""How many infinitesimals make up one: more than any sum of coefficients."""

UNBOUNDED = 1 << 400
"""Farther from zero than any figure stands."""

_UNITS = {1, -1}


@attrs.frozen(eq=False)
class Row:
    """One relation as a linear row: Σ coefficient · value = `least`, or ≥ `least` if not `is_equal`.

    `case` is the position of the relation. `guard` is the rate that the row was made from: the row says nothing while
    the rate is in doubt. A row with `others` is of a form that is not linear: it fails as printed, and says nothing
    once one of them is in doubt. `low` and `high` are the least and the greatest sum of the figures as printed, those
    apart that have no end (`open_low`, `open_high` say how many), `bits` the figures as the bits of a number.
    """

    coefficients: Mapping[int, int]
    is_equal: bool
    case: int
    guard: int | None
    least: int
    others: tuple[int, ...]
    low: int
    high: int
    open_low: int
    open_high: int
    bits: int

    @property
    def terms(self) -> tuple[tuple[int, int], ...]:
        """The figures with their coefficients."""
        return tuple(self.coefficients.items())

    @property
    def variables(self) -> tuple[int, ...]:
        """The figures of the row, its guard last."""
        own = self.others or tuple(self.coefficients)
        return own if self.guard is None else (*own, self.guard)

    @property
    def holds(self) -> bool:
        """Whether values that print as the figures do can satisfy the row."""
        return self.reaches(self.low, self.high, self.open_low, self.open_high)

    def reaches(self, low: int, high: int, open_low: int, open_high: int) -> bool:
        """Whether sums from `low` to `high`, and beyond where some are open, satisfy the row."""
        return bool(open_high or high >= self.least) and bool(not self.is_equal or open_low or low <= self.least)

    def without(self, figures: Iterable[int], low: Sequence[int], high: Sequence[int]) -> list[int]:
        """The sums of the other figures: least, greatest, and how many have no end on either side.

        `low` and `high` are the ends of all figures as printed.
        """
        sums = [self.low, self.high, self.open_low, self.open_high]
        for j in figures:
            c = self.coefficients[j]
            added(sums, c, low[j], high[j], -1)
        return sums


def added(sums: list[int], c: int, low: int, high: int, times: int = 1) -> None:
    """Add a figure between two ends, with its coefficient, to the sums of a row."""
    if c < 0:
        low, high = high, low
    if -UNBOUNDED < low < UNBOUNDED:
        sums[0] += times * c * low
    else:
        sums[2] += times
    if -UNBOUNDED < high < UNBOUNDED:
        sums[1] += times * c * high
    else:
        sums[3] += times


def row_of(
    coefficients: Mapping[int, int],
    low: Sequence[int],
    high: Sequence[int],
    *,
    case: int,
    is_equal: bool,
    guard: int | None = None,
    least: int = 0,
) -> Row:
    """The row of some figures; `low` and `high` are the ends of all figures as printed."""
    least_sum = greatest = open_low = open_high = 0
    bits = 0 if guard is None else 1 << guard
    for j, c in coefficients.items():
        bits |= 1 << j
        a, b = (low[j], high[j]) if c > 0 else (high[j], low[j])
        if -UNBOUNDED < a < UNBOUNDED:
            least_sum += c * a
        else:
            open_low += 1
        if -UNBOUNDED < b < UNBOUNDED:
            greatest += c * b
        else:
            open_high += 1
    return Row(coefficients, is_equal, case, guard, least, (), least_sum, greatest, open_low, open_high, bits)


def row_of_others(others: tuple[int, ...], *, case: int) -> Row:
    """The row of a relation that is not linear and fails."""
    return Row({}, False, case, None, 1, others, 0, 0, 0, 0, sum(1 << j for j in set(others)))


def ends_of_box(box: Box) -> tuple[int, int]:
    """The ends of a hidden value in infinitesimals."""
    low, high, low_open, high_open = box
    return (
        -UNBOUNDED if low is None else math.floor(low * FINE) + low_open,
        UNBOUNDED if high is None else math.ceil(high * FINE) - high_open,
    )


def sides(form: Ratio, box: Box, scale: int) -> Iterator[tuple[Terms, int]]:
    """The two inequalities of a rate that lies in a box, each with the infinitesimals its sum must reach.

    low · denominator ≤ numerator ≤ high · denominator, on the scale of the figures.
    """
    for end, is_open, sign in ((box.low, box.low_open, 1), (box.high, box.high_open, -1)):
        if end is not None:
            numerator = tuple((name, sign * c * scale) for name, c in form.numerator)
            yield (*numerator, *((name, -sign * c * end) for name, c in form.denominator)), int(is_open)


def whole(terms: Terms) -> tuple[dict[str, int], int]:
    """The terms of each name together, coefficients made whole numbers without a common factor; and that of the one.

    >>> whole((("a", Fraction(1, 2)), ("b", 3), ("a", 1), ("1", 6)))
    ({'a': 1, 'b': 2}, 4)
    """
    summed: dict[str, int | Fraction] = dict(terms)
    if len(summed) == len(terms) and ONE not in summed and set(summed.values()) == _UNITS:
        return cast("dict[str, int]", summed), 0  # most of them
    summed = {}
    for name, c in terms:
        summed[name] = summed.get(name, 0) + c
    units = [c for c in summed.values() if c]
    if any(type(c) is not int for c in units):
        common = math.lcm(*(c.denominator for c in units))
        summed = {name: int(c * common) for name, c in summed.items()}
    numbers = {name: int(c) for name, c in summed.items() if c}
    factor = math.gcd(*numbers.values())
    if factor > 1:
        numbers = {name: c // factor for name, c in numbers.items()}
    return numbers, numbers.pop(ONE, 0)

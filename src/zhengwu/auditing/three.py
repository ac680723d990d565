"""Three hidden values bound by one sum, such as savings = budget − deal: what a ratio of them can come to.

The values fill a flat polygon: the box of the three intervals cut by the plane of the sum. A linear function is
greatest at a corner of it, where two of the values stand at ends of their intervals: one of twelve candidates. A ratio
with a positive base takes every value between its extremes on the polygon, so two one-sided tests decide.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple, TypeAlias

from zhengwu.auditing.bounds import Bounds, Box, Mode
from zhengwu.auditing.relations import Given
from zhengwu.reference.forms import Ratio

__all__ = ["Three"]

_Number: TypeAlias = int | Fraction
_Ends: TypeAlias = tuple[_Number, _Number]


class Three(NamedTuple):
    """The corners of the polygon: values of (result, first term, second term). None are left where it is empty."""

    names: tuple[str, str, str]
    corners: tuple[tuple[_Number, _Number, _Number], ...]
    is_flat: bool

    @classmethod
    def of(cls, form: Ratio, given: Given, bounds: Bounds, mode: Mode) -> Three | None:
        """The polygon of one given sum of two terms, each once, that the ratio is made of; None for anything else."""
        if len(given) != 1:
            return None
        result, terms = given[0]
        if len(terms) != 2 or terms[0][1] not in (1, -1) or terms[1][1] not in (1, -1):
            return None
        (first, a), (second, b) = terms
        names = (result, first, second)
        if not all(name in names for name in form.operands):
            return None
        ends = [_ends(bounds.box(name, mode)) for name in names]
        x, y, z = ends
        if x is None or y is None or z is None:
            return None
        return cls(names, tuple(_corners(x, y, z, int(a), int(b))), any(low == high for low, high in (x, y, z)))

    @property
    def is_possible(self) -> bool:
        """Whether the polygon has an inside; one that is a point or a line is for the general method to judge."""
        return not self.is_flat and len(set(self.corners)) > 2

    def has_ratio(self, form: Ratio, target: Box, scale: int) -> bool | None:
        """Whether the ratio can lie within the target; None where only an end decides, which may be left out."""
        top, base = dict(form.numerator), dict(form.denominator)
        found: bool | None = True
        for end, sign in ((target.low, 1), (target.high, -1)):
            if end is None:
                continue
            c = [sign * (top.get(name, 0) * scale - end * base.get(name, 0)) for name in self.names]
            most = max((c[0] * x + c[1] * y + c[2] * z for x, y, z in self.corners), default=None)
            if most is None or most == 0:
                found = None
            elif most < 0:
                return False
        return found


def _corners(x: _Ends, y: _Ends, z: _Ends, a: int, b: int) -> list[tuple[_Number, _Number, _Number]]:
    """Where two values stand at ends and the third, x = a·y + b·z, within its own."""
    found = []
    for one in y:
        for other in z:
            value = a * one + b * other
            if x[0] <= value <= x[1]:
                found.append((value, one, other))
    for whole in x:
        for one in y:
            value = b * (whole - a * one)
            if z[0] <= value <= z[1]:
                found.append((whole, one, value))
        for other in z:
            value = a * (whole - b * other)
            if y[0] <= value <= y[1]:
                found.append((whole, value, other))
    return found


def _ends(box: Box) -> _Ends | None:
    return None if box.low is None or box.high is None else (box.low, box.high)

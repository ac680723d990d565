"""Three hidden values bound by one sum, such as savings = budget − deal: what a ratio of them can come to, at once.

The values fill a flat polygon: the box of the three intervals cut by the plane of the sum. A linear function is greatest
at a corner of it, where two of the values stand at ends of their intervals; twelve candidates are all there are. A
ratio with a positive base takes every value between its extremes on the polygon, so two one-sided tests decide.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from zhengwu.auditing.bounds import Bounds, Box, Mode
from zhengwu.auditing.relations import Given
from zhengwu.reference.forms import Ratio

__all__ = ["Three"]

_Number = int | Fraction


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
        x, y, z = (bounds.box(name, mode) for name in names)
        if None in (x.low, x.high, y.low, y.high, z.low, z.high):
            return None
        return cls(names, tuple(_corners(x, y, z, int(a), int(b))), _is_flat(x, y, z))

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


def _is_flat(*boxes: Box) -> bool:
    return any(box.low == box.high for box in boxes)


def _corners(x: Box, y: Box, z: Box, a: int, b: int) -> list[tuple[_Number, _Number, _Number]]:
    """Where two values stand at ends and the third, x = a·y + b·z, within its own."""
    (xl, xh), (yl, yh), (zl, zh) = ((_end(box.low), _end(box.high)) for box in (x, y, z))
    found = []
    for one in (yl, yh):
        for other in (zl, zh):
            value = a * one + b * other
            if xl <= value <= xh:
                found.append((value, one, other))
    for whole in (xl, xh):
        for one in (yl, yh):
            value = b * (whole - a * one)
            if zl <= value <= zh:
                found.append((whole, one, value))
        for other in (zl, zh):
            value = a * (whole - b * other)
            if yl <= value <= yh:
                found.append((whole, value, other))
    return found


def _end(value: _Number | None) -> _Number:
    assert value is not None  # unbounded values were turned away before
    return value

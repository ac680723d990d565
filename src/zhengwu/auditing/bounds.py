"""The interval of every figure as integers on one scale, so that deciding is integer arithmetic.

The scale is twice the finest last printed digit: every end of every interval, half a digit away or a whole one, is then
an integer.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from zhengwu.exact.figure import Figure
from zhengwu.exact.interval import Interval
from zhengwu.exact.rounding import Rounding, printing_as
from zhengwu.reference.forms import Form, Linear, Product, Ratio, Repeat, Terms

__all__ = ["ONE", "Bounds", "Box", "Mode", "value_of"]


class Mode(enum.Enum):
    """How the figures of a relation are supposed to have been printed.

    CUT is the charitable reading of truncation: the result was cut off, the inputs were rounded half up or cut off.
    The others round every figure the same way.
    """

    HALF_UP = "half_up"
    CUT = "trunc"
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"
    UP = "up"

    # Members are singletons; object's hash spares a Python call wherever a mode is a key.
    __hash__ = object.__hash__

    @property
    def rounding(self) -> Rounding:
        """The rounding of the result."""
        return _ROUNDINGS[self]


class Box(NamedTuple):
    """The ends of an interval on the scale; None is unbounded, `low_open` and `high_open` leave the end out."""

    low: int | Fraction | None
    high: int | Fraction | None
    low_open: bool = False
    high_open: bool = False


_ROUNDINGS = {mode: Rounding(mode.value) for mode in Mode}
ONE = "1"
"""The operand of a form that stands for the number one."""


class Bounds:
    """The intervals of the figures of one document, on its scale, each computed when it is first asked for.

    `derived` are forms whose values other forms use as operands, by name.
    """

    __slots__ = ("_boxes", "_figures", "_texts", "derived", "qualified", "scale", "steps", "styles", "values")

    def __init__(self, figures: Mapping[str, Figure], derived: Mapping[str, Form] | None = None) -> None:
        self._figures = figures
        self.derived = derived or {}
        self.styles: Mapping[str, str | None] = {}
        self._texts: dict[str, str] | None = None
        printed = list(figures.values())
        places = [figure.decimals - figure.magnitude for figure in printed]
        self.scale = 2 * _power(max(max(places, default=0), 0))
        self._boxes: dict[tuple[str, Mode, bool], Box] = {}
        units = {p: self.scale // _power(p) if p >= 0 else self.scale * _power(-p) for p in set(places)}
        steps = [units[p] for p in places]
        self.values: dict[str, int | Fraction] = dict(
            zip(figures, [figure.coefficient * step for figure, step in zip(printed, steps, strict=True)], strict=True)
        )
        exact = [0 if figure.counted else step for figure, step in zip(printed, steps, strict=True)]
        self.steps: dict[str, int] = dict(zip(figures, exact, strict=True))
        self.values[ONE], self.steps[ONE] = self.scale, 0
        self.qualified = {name for name, figure in figures.items() if figure.qualifier is not None}
        self.qualified.update(self.derived)

    def figure(self, name: str) -> Figure:
        """The figure of that identifier."""
        return self._figures[name]

    @property
    def texts(self) -> Mapping[str, str]:
        """What every figure prints, without blanks around it."""
        if self._texts is None:
            self._texts = {name: figure.text.strip() for name, figure in self._figures.items()}
        return self._texts

    def printed_figure(self, name: str) -> Figure | None:
        """The figure of that identifier; None for a derived value."""
        return self._figures.get(name)

    def is_exact(self, *names: str) -> bool:
        """Whether none of these figures was rounded, so that the way of printing makes no difference."""
        return all(
            name == ONE or ((figure := self._figures.get(name)) is not None and (figure.counted or figure.qualifier))
            for name in names
        )

    def printed(self, name: str) -> int | Fraction:
        """The printed number itself, on the scale; of a derived value what the printed numbers give."""
        value = self.values.get(name)
        return self.printed_sum(((name, 1),)) if value is None else value

    def printed_sum(self, terms: Terms) -> int | Fraction:
        """What the printed numbers of a linear combination come to, on the scale."""
        printed = self.values
        total: int | Fraction = 0
        for name, coefficient in terms:
            if name not in printed:
                top, base = value_of(self.derived[name], self) or (0, 1)
                printed[name] = _whole(Fraction(top, base) * self.scale)
            total += coefficient * printed[name]
        return total

    def farthest(self, terms: Terms) -> int | Fraction:
        """How far the hidden values of a combination can be from the printed ones, under any mode, on the scale.

        No rounding moves a number by more than one unit of its last printed place. Not for qualified figures.
        """
        far: int | Fraction = 0
        for name, coefficient in terms:
            far += (coefficient if coefficient > 0 else -coefficient) * self.steps[name]
        return far

    def box(self, name: str, mode: Mode, *, target: bool = False) -> Box:
        """The interval of a figure under a mode; `target` tells whether it is the result of the relation."""
        key = (name, mode, target)
        box = self._boxes.get(key)
        if box is None:
            box = self._boxes[key] = self._box(name, mode, target)
        return box

    def _box(self, name: str, mode: Mode, target: bool) -> Box:
        figure = self._figures.get(name)
        if figure is None:
            return Box(self.scale, self.scale) if name == ONE else self._scaled(self._derived(self.derived[name], mode))
        if figure.qualifier is not None:
            return self._scaled(figure.interval())
        if figure.counted:
            return Box(self.values[name], self.values[name])
        low, high, low_open, high_open = printing_as(figure.coefficient, mode.rounding)
        if mode is Mode.CUT and not target:
            # An input may have been rounded as well: the hull of both, whose ends further out are the wider ones.
            lower, higher, lower_open, higher_open = printing_as(figure.coefficient, Rounding.HALF_UP)
            low, low_open = (lower, lower_open) if lower < low else (low, low_open)
            high, high_open = (higher, higher_open) if higher > high else (high, high_open)
        places = figure.decimals - figure.magnitude
        half = self.scale // (2 * _power(places)) if places >= 0 else self.scale // 2 * _power(-places)
        return Box(low * half, high * half, low_open, high_open)

    def _derived(self, form: Form, mode: Mode) -> Interval:
        """The interval of a derived value, by interval arithmetic: it may be wider than what is possible."""
        match form:
            case Linear(terms):
                return self._sum(terms, mode)
            case Ratio(numerator, denominator):
                return self._sum(numerator, mode) / self._sum(denominator, mode)
            case Product(cuts):
                left = Interval.point(1)
                for name in cuts:
                    left = left * (1 - self._interval(name, mode))
                return 1 - left
        return Interval.everything()

    def _sum(self, terms: Terms, mode: Mode) -> Interval:
        total = Interval.point(0)
        for name, coefficient in terms:
            total = total + self._interval(name, mode) * coefficient
        return total

    def _interval(self, name: str, mode: Mode) -> Interval:
        low, high, low_open, high_open = self.box(name, mode)
        return Interval(
            None if low is None else Fraction(low) / self.scale,
            None if high is None else Fraction(high) / self.scale,
            low_open,
            high_open,
        )

    def _scaled(self, interval: Interval) -> Box:
        return Box(
            None if interval.low is None else _whole(interval.low * self.scale),
            None if interval.high is None else _whole(interval.high * self.scale),
            interval.low_open,
            interval.high_open,
        )


def value_of(form: Form, bounds: Bounds) -> tuple[int, int] | None:
    """What the printed numbers give, in the base unit, as numerator and positive denominator.

    None where the form computes no value or its base is zero.
    """
    match form:
        case Linear(terms):
            return _ratio(bounds.printed_sum(terms), bounds.scale)
        case Repeat(same_as):
            return _ratio(bounds.printed(same_as), bounds.scale)
        case Ratio(numerator, denominator):
            base = bounds.printed_sum(denominator)
            return _ratio(bounds.printed_sum(numerator), base) if base else None
        case Product(cuts):
            left = Fraction(1)
            for name in cuts:
                left *= 1 - Fraction(bounds.printed(name)) / bounds.scale
            return (1 - left).as_integer_ratio()
    return None


def _ratio(top: int | Fraction, base: int | Fraction) -> tuple[int, int]:
    numerator, denominator = top.numerator * base.denominator, base.numerator * top.denominator
    return (numerator, denominator) if denominator > 0 else (-numerator, -denominator)


def _whole(value: int | Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _power(exponent: int) -> int:
    """Ten to a power that is not negative, as an integer for the type checker too."""
    return int(10**exponent)

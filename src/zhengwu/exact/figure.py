"""A number as somebody printed it: its digits, decimals, unit and qualifier, and all the values that print that way.

The number of printed decimals is information: 17.07% stands for every rate that prints as 17.07%, so two figures
disagree only when their intervals cannot. A blank is not a zero, and 2767余 is not 2767.

>>> figure = Figure.parse("1790.76万元")
>>> figure.value, figure.decimals, figure.magnitude, figure.unit
(Decimal('17907600'), 2, 4, '元')
>>> print(Figure.parse("17.07", unit="%").interval())
[0.17065, 0.17075)
"""

from __future__ import annotations

import enum
import re
from decimal import Decimal
from fractions import Fraction

import attrs

from zhengwu.errors import FigureError
from zhengwu.exact.interval import Interval
from zhengwu.exact.number import NUMBER, Exact, parse_number, plain_text, to_ratio
from zhengwu.exact.rounding import Rounding, printing_as, round_ratio
from zhengwu.exact.units import LONGEST_TEXT, MAGNITUDE, MAGNITUDES, RELATIVE, UNIT, is_measured, narrow, split_unit
from zhengwu.exact.where import Where

__all__ = ["Figure", "FigureState", "Qualifier", "narrow"]


class FigureState(enum.Enum):
    """What stands in a place where a figure is due: a number, nothing, or a stroke. None of the last three is zero."""

    NUMBER = "number"
    BLANK = "blank"
    SLASH = "slash"
    DASH = "dash"


class Qualifier(enum.Enum):
    """A word beside a number that says how it relates to the true value; the value of a member is the word itself."""

    AND_ODD = "余"
    AND_MORE = "多"
    AND_ABOVE = "以上"
    EXCEEDING = "超"
    SURPASSING = "突破"
    MORE_THAN = "超过"
    NEARLY = "近"
    AND_BELOW = "以下"
    WITHIN = "以内"
    LESS_THAN = "不足"
    ABOUT = "约"
    AROUND = "左右"
    APPROXIMATELY = "大约"


_AT_LEAST = frozenset({Qualifier.AND_ODD, Qualifier.AND_MORE, Qualifier.AND_ABOVE})
_ABOVE = frozenset({Qualifier.EXCEEDING, Qualifier.SURPASSING, Qualifier.MORE_THAN})
_AT_MOST = frozenset({Qualifier.NEARLY, Qualifier.AND_BELOW, Qualifier.WITHIN})

_WORDS = {power: zh for zh, power in reversed(MAGNITUDES.items())}  # the first word of a power, where it has several
_NO_NUMBER = {"": FigureState.BLANK, "/": FigureState.SLASH} | dict.fromkeys(
    ("-", "--", "—", "——", "–", "−"), FigureState.DASH
)
_ODD = re.compile("[余多]")
_AFTER = ("以上", "以下", "以内", "左右")
_EXPECTED = "a number with at most a unit, such as 12.5%"

_SHAPE = re.compile(
    rf"(?P<before>大约|约|超过|超|突破|近|不足)?\s*(?P<number>[+\-−–]?\s*(?:{NUMBER}))\s*"
    rf"(?P<odd>[余多])?\s*(?P<magnitude>{MAGNITUDE})?\s*(?P<odd_after>[余多])?\s*"
    rf"(?:(?P<unit>{UNIT})|\(\s*(?P<bracket>{MAGNITUDE}{UNIT}?|{UNIT})\s*\))??\s*(?P<after>以上|以下|以内|左右)?"
)


@attrs.frozen
class Figure:
    """One printed figure. Its value is ``coefficient * 10**(magnitude - decimals)`` in `unit`.

    `text` is kept verbatim. `magnitude` is the power of ten that was printed as a word: 千 3, 万 4, 百万 6, 千万 7,
    亿 8, 万亿 12, % -2, ‰ -3, else 0. `unit` is the base unit without it ("元", "件", "%", "百分点"), None when nothing
    tells it. `counted` says that the number is a count, hence exact; a caller that knows better uses ``attrs.evolve``.
    `where` is outside equality.
    Several figures in one text are the caller's to take apart, words before a number too.
    """

    text: str
    state: FigureState = FigureState.NUMBER
    coefficient: int = 0
    decimals: int = 0
    magnitude: int = 0
    unit: str | None = None
    qualifier: Qualifier | None = None
    counted: bool = False
    where: Where | None = attrs.field(default=None, eq=False)

    @classmethod
    def parse(cls, text: str, *, unit: str | None = None, where: Where | None = None) -> Figure:
        """The figure that a text is. `unit` is the unit of its column ("万元", "%", "件"), for texts that print none.

        Full-width digits, signs and separators are read as their narrow forms. Raises `FigureError` for a text that is
        not one figure: words, dates, malformed separators, more than 40 digits.

        >>> figure = Figure.parse("2767余件")
        >>> figure.coefficient, figure.unit, figure.qualifier
        (2767, '件', <Qualifier.AND_ODD: '余'>)
        >>> Figure.parse("—").state, Figure.parse("\u3000").is_blank, Figure.parse("0.00%").is_zero
        (<FigureState.DASH: 'dash'>, True, True)
        >>> Figure.parse("12,34件")
        Traceback (most recent call last):
        zhengwu.errors.FigureError: '12,34件' is not a figure (expected a number with at most a unit, such as 12.5%)
        """
        column_magnitude, column_unit = split_unit(unit)
        plain = narrow(text) if len(text) <= LONGEST_TEXT else "…"
        if plain in _NO_NUMBER:
            return cls(text, _NO_NUMBER[plain], magnitude=column_magnitude, unit=column_unit, where=where)
        match = _SHAPE.fullmatch(plain)
        number = parse_number(match["number"]) if match else None
        if match is None or number is None or _ODD.match(match["unit"] or match["bracket"] or ""):  # 5多万/人
            raise FigureError("is not a figure", value=text, expected=_EXPECTED, where=where)
        magnitude, base = column_magnitude, column_unit
        if printed := (match["magnitude"] or "") + (match["unit"] or match["bracket"] or ""):
            try:
                magnitude, base = split_unit(printed)
            except FigureError:  # two magnitudes, as in 45万(万元)
                raise FigureError("is not a figure", value=text, expected=_EXPECTED, where=where) from None
            if base is None and column_unit not in RELATIVE:
                base = column_unit
        coefficient, decimals = number
        counted = decimals == 0 and magnitude == 0 and not is_measured(base)
        qualifier = _qualifier(match, text, where)
        return cls(text, FigureState.NUMBER, coefficient, decimals, magnitude, base, qualifier, counted, where)

    @property
    def is_number(self) -> bool:
        """True when digits were printed."""
        return self.state is FigureState.NUMBER

    @property
    def is_blank(self) -> bool:
        """True when nothing was printed. A stroke is not nothing."""
        return self.state is FigureState.BLANK

    @property
    def is_zero(self) -> bool:
        """True when a zero was printed, with any number of decimals."""
        return self.state is FigureState.NUMBER and self.coefficient == 0

    @property
    def value(self) -> Decimal:
        """The printed number in the base unit: 17.07% is 0.1707. Raises `FigureError` when no number was printed."""
        self._require_number()
        exponent = self.magnitude - self.decimals
        if exponent > 0:
            return Decimal(self.coefficient * 10**exponent)
        return Decimal(f"{self.coefficient}E{exponent}")

    @property
    def unit_text(self) -> str:
        """Magnitude and unit as a column would name them: ``万元``, ``%``, ``件``; empty when there is none.

        >>> Figure.parse("1790.76", unit="万元").unit_text
        '万元'
        """
        word = _WORDS.get(self.magnitude, "")
        return word if word in RELATIVE else word + (self.unit or "")

    def interval(self, rounding: Rounding = Rounding.HALF_UP) -> Interval:
        """All values, in the base unit, that print as this figure under the rounding.

        A counted figure is a point. A qualifier decides alone: 余, 多, 以上 from the number up; 超, 突破, 超过 above;
        近, 以下, 以内 up to it; 不足 below it; 约, 左右, 大约 within half a unit of the last digit that is not zero.
        Raises `FigureError` when no number was printed.

        >>> print(Figure.parse("0.00%").interval(), Figure.parse("9.23%").interval(Rounding.TRUNC))
        (-0.00005, 0.00005) [0.0923, 0.0924)
        >>> print(Figure.parse("约400万元").interval(), Figure.parse("2767余件").interval())
        [3500000, 4500000] [2767, ∞)
        """
        self._require_number()
        exponent = self.magnitude - self.decimals
        if self.qualifier is not None:
            return _qualified(self.coefficient, exponent, self.qualifier)
        if self.counted:
            return Interval(self.coefficient, self.coefficient)
        low, high, low_open, high_open = printing_as(self.coefficient, rounding)
        return Interval(_scaled(low, exponent), _scaled(high, exponent), low_open, high_open)

    def print(self, value: Exact | str, rounding: Rounding = Rounding.HALF_UP) -> str:
        """Another exact value, given in the base unit, in the style of this figure: its decimals, its magnitude, its %.

        Units other than % and ‰, separators and qualifiers are left out. Raises `InexactError` for a float and
        `FigureError` when no number was printed here.

        >>> Figure.parse("1790.76万元").print(179007600), Figure.parse("9.23%").print(Fraction(182231, 1972307))
        ('17900.76', '9.24%')
        """
        return self.print_ratio(*to_ratio(value, field="value"), rounding)

    def print_ratio(self, numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> str:
        """The same for the value ``numerator / denominator``, without making a fraction of it.

        >>> Figure.parse("9.23%").print_ratio(182231, 1972307)
        '9.24%'
        """
        self._require_number()
        size = round_ratio(numerator, denominator, self.decimals - self.magnitude, rounding)
        sign = self.unit if self.unit in RELATIVE and self.unit in narrow(self.text) else ""
        return f"{plain_text(size, self.decimals)}{sign}"

    def __str__(self) -> str:
        return self.text

    def _require_number(self) -> None:
        if self.state is not FigureState.NUMBER:
            raise FigureError("no number was printed here", value=self.text, where=self.where)


def _qualifier(match: re.Match[str], text: str, where: Where | None) -> Qualifier | None:
    words = [word for word in match.group("before", "odd", "odd_after", "after") if word]
    words += [word for word in _AFTER if (match["unit"] or "").endswith(word)]  # 5以上以下 is no number of 以上
    if len(words) > 1 and not (words[0] in ("约", "大约") and words[1:] == ["左右"]):
        raise FigureError("carries two qualifiers", value=text, expected="at most one, such as 约 or 余", where=where)
    return Qualifier(words[0]) if words else None


def _qualified(coefficient: int, exponent: int, qualifier: Qualifier) -> Interval:
    value = _scaled(2 * coefficient, exponent)
    if qualifier in _AT_LEAST:
        return Interval(value, None)
    if qualifier in _ABOVE:
        return Interval(value, None, low_open=True)
    if qualifier in _AT_MOST:
        return Interval(None, value)
    if qualifier is Qualifier.LESS_THAN:
        return Interval(None, value, high_open=True)
    zeros = len(digits := str(abs(coefficient))) - len(digits.rstrip("0")) if coefficient else 0
    half = _scaled(1, exponent + zeros)
    return Interval(value - half, value + half)


def _scaled(halves: int, exponent: int) -> int | Fraction:
    """``halves / 2 * 10**exponent``."""
    if exponent > 0:
        return halves * 5 * int(10 ** (exponent - 1))
    return Fraction(halves, 2 * 10**-exponent)

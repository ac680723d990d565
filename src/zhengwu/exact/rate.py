"""Rates: exact fractions that are rounded only when somebody prints them, by a rounding with a name.

>>> from zhengwu.exact.money import wan
>>> rate = Rate.of(wan("19723.07") - wan("17900.76"), wan("19723.07"))
>>> rate
Rate("182231/1972307")
>>> rate.percent(2, Rounding.HALF_UP), rate.percent(2, Rounding.TRUNC), f"{rate:.1%}"
('9.24%', '9.23%', '9.2%')
>>> rate.roundings_for("9.23%")
{Rounding.TRUNC}
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any, NoReturn, SupportsIndex, TypeAlias, final, overload

from zhengwu.errors import AmountError, FigureError, InexactError, UndefinedRateError, UnitError
from zhengwu.exact.figure import Figure
from zhengwu.exact.money import Money
from zhengwu.exact.number import HUNDREDTHS, MOST_PLACES, Exact, parse_number, refuse_float, to_ratio
from zhengwu.exact.printing import rounded_text
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.exact.together import exact_pair
from zhengwu.exact.units import narrow

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Rate", "exact_ratio"]

Operand: TypeAlias = "Rate | Exact"

_HALF_UP = Rounding.HALF_UP
_LONGEST_TEXT = 2 * MOST_PLACES + 3  # two integers with a sign, as the repr of a rate prints them
_EXPECTED = 'a fraction such as "3/16" or a percentage such as "12.5%"'
_FORMAT = re.compile(r"(?P<pad>(?:.?[<>^])?[0-9]*)(?P<plus>\+?)(?:\.(?P<places>[0-9]{1,3}))?(?P<style>[%‰f])")
_POWERS = {"%": (2, "%"), "‰": (3, "‰"), "f": (0, "")}
_SIGNS = {"%": 2, "‰": 3}


class _Draft:
    """A rate while it is made: attributes may be set until its class is. See `zhengwu.exact.money`."""

    __slots__ = ("_denominator", "_numerator")
    _numerator: int
    _denominator: int


@final
class Rate(_Draft):
    """An exact fraction. Equal to every Rate, Fraction, int or Decimal of the same value; immutable and hashable.

    Takes "182231/1972307", "17.07%", "2.5‰", or an exact number; a bare "17.07" is refused, since it does not say of
    what. Raises `FigureError` for other texts, `UndefinedRateError` for a zero denominator, `InexactError` for a float.

    >>> Rate("17.07%"), Rate("4/12"), Rate(2)
    (Rate("1707/10000"), Rate("1/3"), Rate("2/1"))
    """

    __slots__ = ()

    def __new__(cls, value: str | Operand | Money, *, field: str = "rate") -> Rate:
        if isinstance(value, str):
            return _parse(value, field)
        if isinstance(value, Rate):
            return value
        if isinstance(value, Money):
            raise UnitError("is an amount, not a rate", field=field, value=value, expected=_EXPECTED)
        return cls._make(*to_ratio(value, field=field))

    @staticmethod
    def _make(numerator: int, denominator: int) -> Rate:
        """A rate of two integers, `denominator` above zero; neither is checked nor reduced. For this library only."""
        rate = _Draft()
        rate._numerator = numerator
        rate._denominator = denominator
        rate.__class__ = Rate
        return rate  # type: ignore[return-value]

    @staticmethod
    def of(numerator: Money | Exact | str, denominator: Money | Exact | str) -> Rate:
        """The ratio of two exact numbers of one kind: both Money of one currency, or both plain.

        >>> Rate.of(380, 1134), Rate.of(Money("1.5万元"), Money("45万元"))
        (Rate("190/567"), Rate("1/30"))
        """
        return exact_ratio(numerator, denominator)

    @property
    def numerator(self) -> int:
        """The numerator in lowest terms."""
        return self._numerator // gcd(self._numerator, self._denominator)

    @property
    def denominator(self) -> int:
        """The denominator in lowest terms, above zero."""
        return self._denominator // gcd(self._numerator, self._denominator)

    def as_fraction(self) -> Fraction:
        """The same value as a Fraction."""
        return Fraction(self._numerator, self._denominator)

    def percent(self, places: int = 2, rounding: Rounding = _HALF_UP) -> str:
        """The rate as a percentage with `places` decimals: "17.07%".

        >>> Rate("1/3").percent(), Rate("-1/16").percent(1, Rounding.TRUNC), Rate("2/3").percent(0)
        ('33.33%', '-6.2%', '67%')
        """
        numerator = self._numerator
        if places == 2 and rounding is _HALF_UP and numerator >= 0:
            denominator = self._denominator
            hundredths = (20000 * numerator + denominator) // (2 * denominator)
            return f"{hundredths // 100}{HUNDREDTHS[hundredths % 100]}%"
        return rounded_text(numerator, self._denominator, places, rounding, power=2) + "%"

    def rounded(self, places: int, rounding: Rounding = _HALF_UP) -> Decimal:
        """The rate as a Decimal with `places` decimals: 0.1707 for 17.07%, at four places."""
        return Decimal(rounded_text(self._numerator, self._denominator, places, rounding))

    def roundings_for(self, text: str) -> set[Rounding]:
        """The roundings under which this rate prints as the text; the empty set when none does.

        Raises `FigureError` for a text that is not a number without a qualifier.

        >>> sorted(rounding.value for rounding in Rate("1/8").roundings_for("13%"))
        ['half_up', 'up']
        """
        figure = Figure.parse(text)
        if not figure.is_number or figure.qualifier is not None:
            raise FigureError("is not a printed rate", field="rate", value=text, expected='such as "12.5%"')
        places = figure.decimals - figure.magnitude
        return {
            rounding
            for rounding in Rounding
            if round_ratio(self._numerator, self._denominator, places, rounding) == figure.coefficient
        }

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        match = _FORMAT.fullmatch(spec)
        if match is None:
            raise AmountError("is not a format for a rate", value=spec, expected="such as .2%, +.1% or .4f")
        power, sign = _POWERS[match["style"]]
        text = rounded_text(self._numerator, self._denominator, int(match["places"] or 2), _HALF_UP, power=power)
        plus = "+" if match["plus"] and text[0] != "-" else ""
        return format(f"{plus}{text}{sign}", match["pad"])

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"

    def __repr__(self) -> str:
        return f'Rate("{self}")'

    def __add__(self, other: Operand) -> Rate:
        n, d = _parts(other)
        return Rate._make(self._numerator * d + n * self._denominator, self._denominator * d)

    __radd__ = __add__

    def __sub__(self, other: Operand) -> Rate:
        n, d = _parts(other)
        return Rate._make(self._numerator * d - n * self._denominator, self._denominator * d)

    def __rsub__(self, other: Operand) -> Rate:
        return -self + other

    @overload
    def __mul__(self, other: Money) -> Money: ...
    @overload
    def __mul__(self, other: Operand) -> Rate: ...
    def __mul__(self, other: Operand | Money) -> Rate | Money:
        """A rate of a rate or number; a rate of an amount is an amount, if it is a finite decimal."""
        if isinstance(other, Money):
            return other * self.as_fraction()
        n, d = _parts(other)
        return Rate._make(self._numerator * n, self._denominator * d)

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> Rate:
        return _divide(self._numerator, self._denominator, *_parts(other))

    def __rtruediv__(self, other: Operand) -> Rate:
        return _divide(*_parts(other), self._numerator, self._denominator)

    def __neg__(self) -> Rate:
        return Rate._make(-self._numerator, self._denominator)

    def __pos__(self) -> Rate:
        return self

    def __abs__(self) -> Rate:
        return Rate._make(abs(self._numerator), self._denominator)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rate):
            return self._numerator * other._denominator == other._numerator * self._denominator
        if isinstance(other, int | Fraction | Decimal):
            return self.as_fraction() == other
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.as_fraction())

    def __lt__(self, other: Operand) -> bool:
        return self._difference(other) < 0

    def __le__(self, other: Operand) -> bool:
        return self._difference(other) <= 0

    def __gt__(self, other: Operand) -> bool:
        return self._difference(other) > 0

    def __ge__(self, other: Operand) -> bool:
        return self._difference(other) >= 0

    def __bool__(self) -> bool:
        return self._numerator != 0

    def _difference(self, other: Operand) -> int:
        n, d = _parts(other)
        return self._numerator * d - n * self._denominator

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"Rate is immutable: cannot set {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"Rate is immutable: cannot delete {name}")

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self._numerator, self._denominator)

    def __copy__(self) -> Rate:
        return self

    def __deepcopy__(self, memo: object) -> Rate:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads and writes a rate: as the text of its fraction, so that JSON loses nothing."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _from_outside, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "examples": ["3/16", "12.5%"]}


def exact_ratio(
    numerator: Money | Exact | str,
    denominator: Money | Exact | str,
    *,
    fields: tuple[str, str] = ("numerator", "denominator"),
) -> Rate:
    """`Rate.of` with names for the messages. Raises what `exact_pair` raises, and `UndefinedRateError` for a zero base.

    >>> exact_ratio(0, 0, fields=("completed", "accepted (受理数)"))
    Traceback (most recent call last):
    zhengwu.errors.UndefinedRateError: accepted (受理数): a rate needs a base other than zero (print a blank, not 0%)
    """
    n, d = exact_pair(numerator, denominator, fields=fields)
    if d > 0:
        return Rate._make(n, d)
    if d == 0:
        raise UndefinedRateError("a rate needs a base other than zero (print a blank, not 0%)", field=fields[1])
    return Rate._make(-n, -d)


def _parse(text: str, field: str) -> Rate:
    plain = narrow(text) if len(text) <= _LONGEST_TEXT else ""
    upper, slash, lower = plain.partition("/")
    if slash:
        n, d = parse_number(upper, most_digits=MOST_PLACES), parse_number(lower, most_digits=MOST_PLACES)
        if n is not None and d is not None:
            return _divide(n[0], 10 ** n[1], d[0], 10 ** d[1])
    elif plain[-1:] in _SIGNS:
        n = parse_number(plain[:-1])
        if n is not None:
            return Rate._make(n[0], 10 ** (n[1] + _SIGNS[plain[-1]]))
    raise FigureError("is not a rate", field=field, value=text, expected=_EXPECTED)


def _parts(value: Operand) -> tuple[int, int]:
    if isinstance(value, Rate):
        return value._numerator, value._denominator
    if isinstance(value, int | Decimal | Fraction | SupportsIndex):
        return to_ratio(value)
    raise refuse_float(value) or UnitError(
        "does not go together with a rate", value=value, expected="a Rate, an int, a Fraction or a Decimal"
    )


def _divide(n: int, d: int, by_n: int, by_d: int) -> Rate:
    if by_n == 0:
        raise UndefinedRateError("a rate needs a base other than zero")
    sign = -1 if by_n < 0 else 1
    return Rate._make(sign * n * by_d, sign * d * by_n)


def _from_outside(value: str | Operand) -> Rate:
    try:
        return Rate(value, field="")
    except (InexactError, UnitError, UndefinedRateError) as error:  # no ValueErrors, so pydantic would not collect them
        raise FigureError(error.problem, value=error.value, expected=error.expected) from error


def _restore(numerator: int, denominator: int) -> Rate:
    return Rate._make(numerator, denominator)

"""Money: exact amounts with a currency, in the unit they were written in.

An amount is an integer of hundredths (of finer decimals where it has them), so nothing is ever rounded before it is
printed. The unit is for printing only: 1.65亿元 equals 16500万元.

>>> yi("1.65") + yi("26.86") + yi("90.02") + yi("0.0084")   # printed as 118.54亿元
Money("118.5384亿元")
>>> Money("1.65亿元") == wan("16500")
True
>>> (wan("19723.07") - wan("17900.76")).format("元", places=2)
'18223100.00元'
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any, NoReturn, SupportsIndex, final, overload

from zhengwu.errors import AmountError, InexactError, UndefinedRateError, UnitError
from zhengwu.exact.currency import Kind, kind_of, read_amount, unit_of
from zhengwu.exact.number import MOST_DIGITS, Exact, finite_decimals, parse_number, refuse_float, to_digits, to_ratio
from zhengwu.exact.printing import exact_text, grouped, rounded_text
from zhengwu.exact.rounding import Rounding
from zhengwu.exact.units import LONGEST_TEXT, narrow

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    from zhengwu.exact.rate import Rate

__all__ = ["Money", "aligned", "digits_of", "make", "wan", "yi", "yuan"]

_YUAN = unit_of("元")
_WAN = unit_of("万元")
_YI = unit_of("亿元")
_COMMON = {"万元": _WAN, "亿元": _YI}
_POWERS = tuple(10**power for power in range(2 * MOST_DIGITS))
_LIMIT = 10 ** (2 * MOST_DIGITS)
_FORMAT = re.compile(r"(?P<comma>,)?(?:\.(?P<places>[0-9]{1,2}))?(?P<unit>[^.,0-9]*)")


class _Draft:
    """Money while it is made: attributes may be set until its class is. Three times as fast as slot descriptors."""

    __slots__ = ("_kind", "_units")
    _kind: Kind
    _units: int


@final
class Money(_Draft):
    """An exact amount of one currency. Immutable, hashable; equality and order look at the amount, not at the unit.

    Takes a text with its unit ("1.65亿元", "12,345.60元", "¥1,234.50", "1.5万美元", "CNY 5"), or with `currency`, an
    ISO 4217 code, also an exact number in its main unit. `field` names the argument in messages. Raises `AmountError`
    for what is not an amount, `InexactError` for a float, `UnitError` for currencies that disagree.

    >>> Money("１２３．４５万元"), Money("100", currency="USD"), Money("人民币80万元整")
    (Money("123.45万元"), Money("100美元"), Money("80万元"))
    >>> Money("5万")
    Traceback (most recent call last):
    zhengwu.errors.AmountError: amount: '5万' is not an amount of money (expected a number followed by 元, 万元 or 亿元)
    >>> Money("1元") + Money("1美元")
    Traceback (most recent call last):
    zhengwu.errors.UnitError: cannot join CNY and USD (expected amounts of one currency)
    """

    __slots__ = ()

    def __new__(cls, text: str | Exact | Money, *, currency: str | None = None, field: str = "amount") -> Money:
        if currency is not None and not _is_code(currency):
            raise UnitError(
                "is not a currency code", field="currency", value=currency, expected="ISO 4217, such as USD"
            )
        if isinstance(text, str):
            plain = _plain(text) if currency is None else None
            return plain if plain is not None else _build(*read_amount(text, currency=currency, field=field))
        if type(text) is Money:
            if currency not in (None, text.currency):
                raise UnitError("is of another currency", field=field, value=text, expected=f"an amount in {currency}")
            return text
        if currency is None:
            raise refuse_float(text, field=field) or AmountError(
                "has no unit", field=field, value=text, expected="a text with its unit, or yuan(…), wan(…), yi(…)"
            )
        return _convert(text, unit_of("", currency=currency), field)

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""
        return self._kind.currency

    @property
    def unit(self) -> str:
        """The unit the amount was written in, which is the one it prints in."""
        return self._kind.unit

    @property
    def amount(self) -> Decimal:
        """The amount in the main unit (元)."""
        return Decimal(exact_text(self._units, self._kind.scale))

    @property
    def is_positive(self) -> bool:
        """Whether the amount is above zero."""
        return self._units > 0

    @property
    def fen(self) -> int:
        """The amount as an integer of 分. Raises `AmountError` when it has a part smaller than that."""
        if self._kind.currency != "CNY":
            raise UnitError("has no 分", value=self, expected="an amount in CNY")
        if self._kind.scale != 2:
            raise AmountError("is not a whole number of 分", value=self)
        return self._units

    def in_unit(self, unit: str) -> Decimal:
        """The exact number of units: ``in_unit("万元")``. Raises `UnitError` for a unit of another currency."""
        return Decimal(exact_text(self._units, self._kind.scale + unit_of(unit, currency=self._kind.currency).power))

    def to(self, unit: str) -> Money:
        """The same amount, printing in another unit.

        >>> wan("16500").to("亿元")
        Money("1.65亿元")
        """
        kind = unit_of(unit, currency=self._kind.currency)
        return make(self._units, kind_of(kind.currency, self._kind.scale, kind.unit, kind.power))

    def format(
        self,
        unit: str | None = None,
        *,
        places: int | None = None,
        rounding: Rounding = Rounding.HALF_UP,
        separator: str = "",
    ) -> str:
        """The amount as text, in its own unit or in `unit`, exactly or rounded to `places`.

        As a format specification: ``f"{money:,.2万元}"``.

        >>> wan("1790.765").format(), wan("1790.765").format("元", places=2, separator=",")
        ('1790.765万元', '17,907,650.00元')
        """
        own = self._kind
        kind = own if unit is None or unit == own.unit else unit_of(unit, currency=own.currency)
        decimals = own.scale + kind.power
        if places is None:
            text = exact_text(self._units, decimals)
        else:
            text = rounded_text(self._units, _POWERS[decimals], places, rounding)
        if separator:
            text = grouped(text, separator)
        return text + kind.suffix

    def __format__(self, spec: str) -> str:
        match = _FORMAT.fullmatch(spec)
        if match is None:
            raise AmountError("is not a format for money", value=spec, expected="such as 万元, .2万元 or ,.2元")
        places = int(match["places"]) if match["places"] else None
        return self.format(match["unit"] or None, places=places, separator=match["comma"] or "")

    def __str__(self) -> str:
        return self.format()

    def __repr__(self) -> str:
        return f'Money("{self.format()}")'

    def __add__(self, other: Money) -> Money:
        if type(other) is not Money:
            _refuse(other)
        kind = self._kind
        if other._kind is kind and kind.scale == 2:
            return make(self._units + other._units, kind)
        ours, theirs, scale = aligned(self, other)
        return _normal(ours + theirs, scale, kind)

    def __radd__(self, other: int) -> Money:
        if type(other) is not int or other != 0:  # the built-in sum() starts from 0
            _refuse(other)
        return self

    def __sub__(self, other: Money) -> Money:
        if type(other) is not Money:
            _refuse(other)
        kind = self._kind
        if other._kind is kind and kind.scale == 2:
            return make(self._units - other._units, kind)
        ours, theirs, scale = aligned(self, other)
        return _normal(ours - theirs, scale, kind)

    def __rsub__(self, other: object) -> Money:
        _refuse(other)

    def __neg__(self) -> Money:
        return make(-self._units, self._kind)

    def __pos__(self) -> Money:
        return self

    def __abs__(self) -> Money:
        return -self if self._units < 0 else self

    def __mul__(self, factor: Exact | Rate) -> Money:
        """The exact product. Raises `AmountError` when it has no end as a decimal, as a third of 1元 has none."""
        if not isinstance(factor, int | Decimal | Fraction | SupportsIndex):
            if type(factor).__name__ == "Rate":
                return NotImplemented  # Rate.__rmul__ knows how
            _refuse(factor, expected="an int, a Decimal, a Fraction or a Rate")
        numerator, denominator = to_ratio(factor, field="factor")
        return _scaled(self, numerator, denominator)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, other: Money) -> Rate: ...
    @overload
    def __truediv__(self, other: Exact) -> Money: ...
    def __truediv__(self, other: Money | Exact) -> Rate | Money:
        if type(other) is Money:
            from zhengwu.exact.rate import exact_ratio

            return exact_ratio(self, other)
        if not isinstance(other, int | Decimal | Fraction | SupportsIndex):
            _refuse(other, expected="Money, an int, a Decimal or a Fraction")
        numerator, denominator = to_ratio(other, field="divisor")
        if numerator == 0:
            raise UndefinedRateError("an amount cannot be divided by zero", field="divisor", value=other)
        return _scaled(self, denominator, numerator)

    def __eq__(self, other: object) -> bool:
        if type(other) is not Money:
            return NotImplemented
        return self._units == other._units and self._kind.base == other._kind.base

    def __hash__(self) -> int:
        return hash((self._units, self._kind.base))

    def __lt__(self, other: Money) -> bool:
        ours, theirs, _ = aligned(self, other)
        return ours < theirs

    def __le__(self, other: Money) -> bool:
        ours, theirs, _ = aligned(self, other)
        return ours <= theirs

    def __gt__(self, other: Money) -> bool:
        ours, theirs, _ = aligned(self, other)
        return ours > theirs

    def __ge__(self, other: Money) -> bool:
        ours, theirs, _ = aligned(self, other)
        return ours >= theirs

    def __bool__(self) -> bool:
        return self._units != 0

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"Money is immutable: cannot set {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"Money is immutable: cannot delete {name}")

    def __reduce__(self) -> tuple[object, ...]:
        kind = self._kind
        return _restore, (self._units, kind.currency, kind.scale, kind.unit)

    def __copy__(self) -> Money:
        return self

    def __deepcopy__(self, memo: object) -> Money:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads and writes an amount: as text with its unit, so that JSON loses nothing."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _from_outside, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "examples": ["1.5万元"]}


def yuan(value: str | Exact, *, field: str = "amount") -> Money:
    """An amount in 元. Takes digits as text, an int, a Decimal, or a Fraction that is a finite decimal; never a float.

    >>> yuan("12,345.60")
    Money("12345.6元")
    """
    return _convert(value, _YUAN, field)


def wan(value: str | Exact, *, field: str = "amount") -> Money:
    """An amount in 万元, the unit of most published tables. Takes what `yuan` takes.

    >>> wan("55000.92").fen
    55000920000
    >>> wan(55000.92)
    Traceback (most recent call last):
    zhengwu.errors.InexactError: amount: 55000.92 is a float and may already be rounded (write it as text: "55000.92")
    """
    return _convert(value, _WAN, field)


def yi(value: str | Exact, *, field: str = "amount") -> Money:
    """An amount in 亿元. Takes what `yuan` takes.

    >>> yi("1.65").amount
    Decimal('165000000')
    """
    return _convert(value, _YI, field)


def make(units: int, kind: Kind) -> Money:
    """Money of so many units of a kind, at its scale; nothing is checked. For this package only."""
    money = _Draft()
    money._units = units
    money._kind = kind
    money.__class__ = Money
    return money  # type: ignore[return-value]


def aligned(one: Money, other: Money) -> tuple[int, int, int]:
    """Two amounts of one currency as integers on one scale, and that scale."""
    if type(other) is not Money:
        _refuse(other)
    ours, theirs = one._kind, other._kind
    if ours.currency != theirs.currency:
        raise UnitError(f"cannot join {ours.currency} and {theirs.currency}", expected="amounts of one currency")
    scale = max(ours.scale, theirs.scale)
    return one._units * _POWERS[scale - ours.scale], other._units * _POWERS[scale - theirs.scale], scale


def digits_of(text: str, kind: Kind) -> Money | None:
    """An amount in the form nearly all have, which needs no pattern: digits, decimals down to 分 at most; else None.

    >>> digits_of("438.5", unit_of("万元")), digits_of("4,385", unit_of("万元"))
    (Money("438.5万元"), None)
    """
    whole, point, decimals = text.partition(".")
    digits = whole + decimals
    spare = 2 + kind.power - len(decimals)
    if spare >= 0 and len(digits) <= MOST_DIGITS and digits.isdigit() and digits.isascii() and (decimals or not point):
        money = _Draft()  # as `make` does, without the call
        money._units = int(digits) * _POWERS[spare]
        money._kind = kind
        money.__class__ = Money
        return money  # type: ignore[return-value]
    return None


def _plain(text: str) -> Money | None:
    """Such digits and one of the three common units; None for every other text."""
    kind = _COMMON.get(text[-2:])
    if kind is not None:
        return digits_of(text[:-2], kind)
    return digits_of(text[:-1], _YUAN) if text[-1:] == "元" else None


def _convert(value: object, kind: Kind, field: str) -> Money:
    found = digits_of(value, kind) if type(value) is str else None
    if found is not None:
        return found
    if isinstance(value, Money):
        raise UnitError("is an amount already", field=field, value=value, expected="a number; .to(…) changes the unit")
    number = parse_number(narrow(value)) if isinstance(value, str) and len(value) <= LONGEST_TEXT else None
    return _build(*(number or to_digits(value, field=field)), kind)


def _build(coefficient: int, decimals: int, kind: Kind) -> Money:
    """``coefficient / 10**decimals`` units."""
    scale = decimals - kind.power
    if scale <= 2:
        return make(coefficient * _POWERS[2 - scale], kind)
    return _normal(coefficient, scale, kind)


def _normal(units: int, scale: int, kind: Kind) -> Money:
    """Money at the coarsest scale that holds it, hundredths at most, so that equal amounts have equal parts."""
    while scale > 2 and units % 10 == 0:
        units, scale = units // 10, scale - 1
    if not -_LIMIT < units < _LIMIT or scale > MOST_DIGITS:
        raise AmountError("is too large or too fine an amount", expected=f"at most {MOST_DIGITS} decimals")
    return make(units, kind_of(kind.currency, scale, kind.unit, kind.power))


def _scaled(money: Money, numerator: int, denominator: int) -> Money:
    units = money._units * numerator
    common = gcd(units, denominator) * (-1 if denominator < 0 else 1)
    units, denominator = units // common, denominator // common
    decimals = finite_decimals(denominator)
    if decimals is None:
        raise AmountError("the result has no end as a decimal", value=money, expected="a Rate, which stays exact")
    return _normal(units * 10**decimals // denominator, money._kind.scale + decimals, money._kind)


def _restore(units: int, currency: str, scale: int, unit: str) -> Money:
    kind = unit_of(unit, currency=currency)
    return make(units, kind_of(currency, scale, kind.unit, kind.power))


def _from_outside(value: str | Money) -> Money:
    try:
        return Money(value, field="")
    except (InexactError, UnitError) as error:  # TypeErrors, which pydantic does not collect
        raise AmountError(error.problem, value=error.value, expected=error.expected) from error


def _is_code(currency: object) -> bool:
    return (
        isinstance(currency, str)
        and len(currency) == 3
        and currency.isascii()
        and currency.isalpha()
        and currency.isupper()
    )


def _refuse(value: object, *, expected: str = 'an amount such as yuan("5")') -> NoReturn:
    raise refuse_float(value) or UnitError("does not go together with money", value=value, expected=expected)

"""Exact numbers together: two of one kind for a ratio, many of one kind for a total.

Amounts go with amounts of the same currency, plain numbers with plain numbers; a float goes with nothing.

>>> exact_pair("1.65亿元", Money("16000万元")), exact_pair("35", 40)
((16500000000, 16000000000), (35, 40))
>>> total([None, None, 0]), total([None, None, None])       # 0 was printed; nothing was printed
(0, None)
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from zhengwu.errors import UndefinedRateError, UnitError
from zhengwu.exact.money import Money, aligned, make
from zhengwu.exact.number import Exact, parse_number, plain_text, to_ratio
from zhengwu.exact.units import LONGEST_TEXT, narrow

__all__ = ["exact_pair", "total"]

Summand = TypeVar("Summand", int, Decimal, Fraction, Money)

_FIELDS = ("numerator", "denominator")


def exact_pair(
    one: Money | Exact | str, other: Money | Exact | str, *, fields: tuple[str, str] = _FIELDS
) -> tuple[int, int]:
    """Two exact numbers of one kind as integers on one common scale: both money of one currency, or both plain.

    A text with a unit is money, one without is a plain number. `fields` names the two in messages. Raises
    `InexactError` for a float, `AmountError` for NaN, infinity or a text that is no number, `UnitError` for a mixture,
    `UndefinedRateError` with the reason ``missing`` for None.

    >>> exact_pair("3万元", 5, fields=("budget", "deal"))
    Traceback (most recent call last):
    zhengwu.errors.UnitError: budget is money and deal is a plain number (expected two amounts or two plain numbers)
    """
    if type(one) is Money and type(other) is Money:
        ours, theirs = one._kind, other._kind
        if ours is theirs or ours.base is theirs.base:
            return one._units, other._units
        return aligned(one, other)[:2]
    if type(one) is int and type(other) is int:
        return one, other
    if type(one) is Decimal and type(other) is Decimal and -99 < one.adjusted() < 99 and -99 < other.adjusted() < 99:
        try:
            a, b = one.as_integer_ratio()
            c, d = other.as_integer_ratio()
        except (ValueError, OverflowError):  # NaN or infinite, and told so below
            pass
        else:
            return (a, c) if b == d else (a * d, c * b)
    first, second = _number(one, fields[0]), _number(other, fields[1])
    if isinstance(first, Money) and isinstance(second, Money):
        return aligned(first, second)[:2]
    if isinstance(first, Money) or isinstance(second, Money):
        money, plain = fields if isinstance(first, Money) else fields[::-1]
        raise UnitError(f"{money} is money and {plain} is a plain number", expected="two amounts or two plain numbers")
    (a, b), (c, d) = first, second
    return (a, c) if b == d else (a * d, c * b)


def total(values: Iterable[Summand | None]) -> Summand | None:
    """The exact sum of what was printed, skipping None; None when nothing was. A printed 0 counts as printed.

    All values must be of one kind, money of one currency or plain; the sum of money keeps the unit of the first.
    Raises `UnitError` for a mixture, `InexactError` for a float.

    >>> total([Money("55000.92万元"), None, Money("0元")]), total([Decimal("0.10"), Decimal("0.2")])
    (Money("55000.92万元"), Decimal('0.30'))
    """
    printed = [value for value in values if value is not None]
    if not printed:
        return None
    first = printed[0]
    if not isinstance(first, Money):
        result: Summand = _plain_total(printed)
        return result
    kind = first._kind
    try:
        units = [value._units for value in printed if value._kind is kind]
    except AttributeError:
        units = []
    if len(units) == len(printed) and kind.scale == 2:
        return make(sum(units), kind)
    return sum(printed[1:], first)


def _plain_total(values: list[Any]) -> Any:
    if all(type(value) is int for value in values):
        return sum(values)
    ratios = [to_ratio(value, field="total") for value in values]
    exact = sum((Fraction(*ratio) for ratio in ratios), Fraction(0))
    if any(isinstance(value, Fraction) for value in values):
        return exact
    # As Decimal addition would print it, with the decimals of the finest summand, but never rounded to a context.
    decimals = max(_decimals(value) for value in values)
    return Decimal(plain_text(int(exact * 10**decimals), decimals))


def _decimals(value: int | Decimal | str) -> int:
    exponent = Decimal(value if not isinstance(value, str) else value.replace(",", "")).as_tuple().exponent
    return max(0, -int(exponent))


def _number(value: object, field: str) -> Money | tuple[int, int]:
    if value is None:
        raise UndefinedRateError("is missing", reason="missing", field=field)
    if isinstance(value, Money):
        return value
    if isinstance(value, str) and parse_number(narrow(value[:LONGEST_TEXT])) is None:
        return Money(value, field=field)
    return to_ratio(narrow(value) if isinstance(value, str) else value, field=field)

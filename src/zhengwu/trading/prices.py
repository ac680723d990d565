"""Price forms (价格形式): an amount, a rate, a unit price or something else, of which only amounts are added.

>>> PriceForm("2"), PriceForm("金额").is_amount
(<PriceForm.RATE: '费率'>, True)
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from zhengwu.errors import AmountError
from zhengwu.exact.number import parse_number, refuse_float
from zhengwu.exact.units import LONGEST_TEXT, narrow
from zhengwu.records.base import Record
from zhengwu.records.checks import refusal
from zhengwu.records.words import Word

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["PriceForm", "Quantity", "price_of_form", "read_quantity"]


class PriceForm(Word):
    """In which form a price is told; the codes are those of the national data norm (trading.md §2, §5)."""

    AMOUNT = "金额", "1"
    RATE = "费率", "2", "费率/比率/优惠率/合格率等", "下浮率", "优惠率"
    UNIT_PRICE = "单价", "3"
    OTHER = "其他形式", "9", "其他"

    @property
    def is_amount(self) -> bool:
        """Whether it enters sums, savings and comparisons with a ceiling."""
        return self is PriceForm.AMOUNT


def price_of_form(amount: str) -> Callable[[Record], None]:
    """A check that a price stands in the field of its form and in no other: a rate is never an amount.

    `amount` is the field of amounts; `rate`, `unit_price` and `other_price` hold the other forms, `form` says which.
    """
    fields = {
        PriceForm.AMOUNT: amount,
        PriceForm.RATE: "rate",
        PriceForm.UNIT_PRICE: "unit_price",
        PriceForm.OTHER: "other_price",
    }
    values_of = attrgetter(*fields.values())

    def check(record: Record) -> None:
        values = values_of(record)
        if values[1] is values[2] is values[3] is None and record.form is PriceForm.AMOUNT:  # type: ignore[attr-defined]
            return
        form: PriceForm = record.form  # type: ignore[attr-defined]
        for (own, name), value in zip(fields.items(), values, strict=True):
            if value is not None and own is not form:
                expected = f"{fields[form]}, or the form {own.zh}"
                raise refusal(record, name, f"stands beside the price form {form.zh}", expected=expected)

    return check


def read_quantity(value: object) -> Decimal:
    """A quantity of a priced bill: an exact number, or the text of one. Raises `AmountError` for anything else.

    >>> read_quantity("1,250.5"), read_quantity(3)
    (Decimal('1250.5'), Decimal('3'))
    """
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if type(value) is int:
        return Decimal(value)
    if isinstance(value, str):
        number = parse_number(narrow(value)) if len(value) <= LONGEST_TEXT else None
        if number is not None:
            return Decimal(number[0]).scaleb(-number[1])
    refused = refuse_float(value)
    if refused is not None:
        raise AmountError(refused.problem)
    raise AmountError("is not a quantity", value=value, expected="such as 1250.5")


class _QuantitySchema:
    """Tells pydantic how a quantity is read and written."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        written = core_schema.plain_serializer_function_ser_schema(
            lambda value: f"{value:f}", return_schema=core_schema.str_schema(), when_used="json"
        )
        return core_schema.no_info_plain_validator_function(read_quantity, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string"}


Quantity: TypeAlias = Annotated[Decimal, _QuantitySchema()]
"""An exact quantity; outside data may write it as text."""

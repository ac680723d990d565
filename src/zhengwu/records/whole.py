"""Whole numbers at the door: counts as numbers or texts, never a float.

>>> read_whole("1,193"), read_whole(35)
(1193, 35)
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Annotated, Any, SupportsIndex, TypeAlias, cast

from zhengwu.errors import AmountError
from zhengwu.exact.number import parse_number, refuse_float
from zhengwu.exact.units import LONGEST_TEXT, narrow

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Whole", "read_whole"]


def read_whole(value: object) -> int:
    """A whole number, or the text of one. Raises `AmountError` for a float, a truth value and everything else.

    >>> read_whole(35.0)
    Traceback (most recent call last):
    zhengwu.errors.AmountError: 35.0 is a float and may already be rounded (write it as text: "35.0")
    """
    if type(value) is int:
        return value
    if isinstance(value, str):
        number = parse_number(narrow(value)) if len(value) <= LONGEST_TEXT else None
        coefficient, decimals = number or (1, 1)
        whole, rest = divmod(coefficient, int(10**decimals))
        if rest == 0:
            return whole
    elif not isinstance(value, bool):
        refused = refuse_float(value)
        if refused is not None:
            raise AmountError(refused.problem)
        try:
            return operator.index(cast("SupportsIndex", value))  # numpy's integers; others are refused
        except TypeError:
            pass
    raise AmountError("is not a whole number", value=value, expected="such as 35")


class _WholeSchema:
    """Tells pydantic how a whole number is read."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(read_whole)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer"}


Whole: TypeAlias = Annotated[int, _WholeSchema()]
"""An int; outside data may write it as text."""

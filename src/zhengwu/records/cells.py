"""What stands in a cell, as the door takes it: blanks and strokes are nothing, amounts carry the unit of their column.

>>> from zhengwu.records.columns import Column
>>> from zhengwu.records.party import Party
>>> price = Column("预算金额（万元）", ("budget",), Party, Money, "万元")
>>> read_cell("438 ", price, None), read_cell("0.5亿元", price, None), read_cell("　", price, None)
('438万元', '0.5亿元', None)
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhengwu.exact.money import Money
from zhengwu.exact.number import parse_number
from zhengwu.exact.units import LONGEST_TEXT, narrow
from zhengwu.records.base import Record
from zhengwu.records.columns import Column
from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import fold

__all__ = ["is_blank", "read_cell", "total_words"]

_STROKES = frozenset({"/", "-", "--", "—", "——", "–", "−"})
_TRUTH = {"是": True, "否": False, "有": True, "无": False}


def is_blank(value: object) -> bool:
    """Whether nothing stands there: None, white space, or the missing value of a dataframe (which is not itself)."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    try:
        return bool(value != value)  # noqa: PLR0124  NaN and NaT
    except (TypeError, ValueError):  # pandas.NA, arrays
        return type(value).__name__ == "NAType"


def read_cell(value: object, column: Column, unit: str | None) -> object:
    """The value of a cell as its field takes it, None where nothing stands there; `unit` is that of the whole table.

    A stroke (/, —) is nothing, except in a text. A number without a unit takes the unit of its column, then that of the
    table; a unit beside the number wins. Nothing is rounded, and what cannot be read is left for the door to refuse.
    """
    if is_blank(value):
        return None
    if isinstance(value, str):
        return _read_text(value.strip(), column, unit)
    if column.kind is Money and (named := column.unit or unit) and type(value) in (int, Decimal):
        return f"{value:f}{named}" if isinstance(value, Decimal) else f"{_digits(value)}{named}"
    return _digits(value) if column.kind is str and type(value) is int else value


def total_words() -> frozenset[str]:
    """What a row of totals is called: 合计, 小计, 总计 …

    >>> sorted(total_words() & {"合计", "小计", "其他"})
    ['合计', '小计']
    """
    terms = glossary().of_kind("total", "subtotal")
    return frozenset(fold(word) for term in terms for word in term.wordings if word.endswith("计"))


def _read_text(text: str, column: Column, unit: str | None) -> object:
    kind = column.kind
    if kind is str:
        return text
    if text in _STROKES:
        return None
    if kind is bool:
        return _TRUTH.get(text, text)
    if kind is Money and (named := column.unit or unit) and _is_number(text):
        return f"{narrow(text)}{named}"
    return {"name": text} if issubclass(kind, Record) else text


def _is_number(text: str) -> bool:
    return len(text) <= LONGEST_TEXT and parse_number(narrow(text)) is not None


def _digits(value: Any) -> str:
    try:
        return str(value)
    except ValueError:  # more than 4300 digits: the door refuses the text instead
        return "9" * LONGEST_TEXT

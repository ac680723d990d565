"""What to show of a record: its columns with their official terms, and each value as text.

>>> from zhengwu.exact.money import wan
>>> text_of((True, wan("438"), None)), is_figure(wan("438"))
('是、438万元、', True)
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.exact.figure import Figure
from zhengwu.exact.money import Money
from zhengwu.exact.rate import Rate
from zhengwu.periods import Period
from zhengwu.records.base import Record, part_of
from zhengwu.records.party import Source
from zhengwu.reference.glossary import glossary

__all__ = ["Shown", "are_records", "is_figure", "shown_of", "text_of"]

_QUANTITIES = ("amount", "count", "rate", "score")  # kinds of terms


@attrs.frozen
class Shown:
    """A field of a record, or a value derived from its fields, with its official term."""

    name: str
    label: str
    is_derived: bool = False

    def of(self, record: Record) -> object:
        """The value; None where there is none, or none can be computed."""
        try:
            value = getattr(record, self.name)
        except ZhengwuError:  # a rate without a base, a sum of two currencies
            return None
        return None if isinstance(value, str) and not value else value


def shown_of(kind: type[Record], lang: str) -> tuple[Shown, ...]:
    """What to show of a class: its fields, but none that may identify a citizen, then what it derives.

    Derived are quantities of the glossary, and what it says of its parts under the name of one of their fields.
    """
    columns = [Shown(field.name, _label(field, lang)) for field in _public(kind) if field.eq]
    terms, parts = glossary().terms, part_of(kind, kind.PARTS) if kind.PARTS else None
    of_parts = {field.name: _label(field, lang) for field in _public(parts)} if parts else {}
    members = {name: member for base in reversed(kind.__mro__) for name, member in vars(base).items()}
    for name, member in members.items():
        if isinstance(member, property):
            term = terms.get(name)
            if term is not None and term.kind in _QUANTITIES:
                columns.append(Shown(name, term.en if lang == "en" else term.zh, is_derived=True))
            elif name in of_parts:
                columns.append(Shown(name, of_parts[name], is_derived=True))
    # What takes no part in equality, where a record came from, says least about it.
    return (*columns, *(Shown(field.name, _label(field, lang)) for field in _public(kind) if not field.eq))


def text_of(value: object) -> str:
    """A value as text, the way a Chinese table prints it; "" for what is blank."""
    if isinstance(value, enum.Enum):
        return str(getattr(value, "zh", value.value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, Period):
        return value.zh
    if isinstance(value, Rate):
        return value.percent()
    return "" if value is None else _gathered(value)


def is_figure(value: object) -> bool:
    """Whether a value stands flush right: a number, a day, a number of parts."""
    if isinstance(value, tuple | list):
        return are_records(value)
    return isinstance(value, int | Decimal | Money | Rate | Figure | date) and not isinstance(value, bool)


def are_records(values: Iterable[object]) -> bool:
    """Whether all of them are records."""
    return all(isinstance(value, Record) for value in values)


def _gathered(value: object) -> str:
    """What holds several values, in one line: parts as their number, a party as its name."""
    if isinstance(value, Mapping):
        return "；".join(f"{text_of(key)} {text_of(item)}" for key, item in value.items())
    if isinstance(value, list | tuple | frozenset | set):
        return str(len(value)) if are_records(value) else "、".join(text_of(item) for item in value)
    return _brief(value) if isinstance(value, Record) else str(value)


def _brief(record: Record) -> str:
    """A record in one cell: its first text, such as its name or title, else all it holds; a source with its row."""
    if isinstance(record, Source):
        return record.name if record.row is None else f"{record.name}:{record.row}"
    values = [value for column in shown_of(type(record), "zh") if (value := column.of(record)) is not None]
    return next((value for value in values if isinstance(value, str)), "、".join(map(text_of, values)))


def _public(kind: type[Record]) -> list[Any]:
    return [field for field in attrs.fields(kind) if not field.metadata.get("private")]


def _label(field: Any, lang: str) -> str:
    """The official term of a field, or its name where it has none."""
    term = field.metadata.get("term")
    if lang == "en" and term is not None:
        return glossary().term(term).en
    return str(field.metadata.get("zh") or field.name)

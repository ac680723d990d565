"""Records as HTML for a notebook: one as its official terms and values, several as a table with a row each.

No script, no style sheet, nothing to install; every text is escaped, and colours suit light and dark ground. What a
record leaves blank is named below its values and never shown as a zero; what may identify a citizen is not shown.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.exact.figure import Figure
from zhengwu.exact.money import Money
from zhengwu.exact.rate import Rate
from zhengwu.periods import Period
from zhengwu.records.base import Record, part_of
from zhengwu.reference.glossary import glossary
from zhengwu.reference.messages import message
from zhengwu.table.html import CELL, FIGURE, FRAME, HEADER, LABEL, LANGUAGE, QUIET, TABLE, escaped

if TYPE_CHECKING:
    from zhengwu.records.faults import Fault
    from zhengwu.records.rows import Loaded

__all__ = ["loaded_html", "record_html", "records_html"]

_LABEL = f"{HEADER};text-align:left;vertical-align:top"
_CAPTION = "caption-side:top;text-align:left;font-weight:600;color:inherit;padding:.2em 0"
_INNER = f"{TABLE};margin:0"
_MOST = 100
_QUANTITIES = ("amount", "count", "rate", "score")  # kinds of terms


def record_html(record: Record, *, lang: str = "zh") -> str:
    """One record as a fragment of HTML: a table of two columns, official term and value.

    Records inside it are tables of their own; what the class derives from its fields follows them. `lang` (``zh`` or
    ``en``) is the language of the terms.

    >>> from zhengwu.records.party import Party
    >>> text = record_html(Party(name="某某公司", role="中标人", phone="12345"))
    >>> "角色</th>" in text, ">中标人</td>" in text, "未填：主体类别" in text, "12345" in text
    (True, True, True, False)
    """
    return _framed([_one(record, lang, caption=type(record).__name__)], lang)


def records_html(records: Iterable[Record], *, most: int = _MOST, lang: str = "zh") -> str:
    """Records as a fragment of HTML: a table for each class, a row for each record.

    A column that every record leaves blank is named below. Of more than `most` records the rest is only counted.

    >>> records_html([]).count("<table")
    0
    """
    kinds: dict[type[Record], list[Record]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record)
    return _framed([_several(kind, group, lang, most=most) for kind, group in kinds.items()], lang)


def loaded_html(loaded: Loaded[Any], *, lang: str = "zh") -> str:
    """What became of the rows of a file, as a fragment of HTML: how many, the faults, the records."""
    numbers = {"records": str(len(loaded.records)), "faults": str(len(loaded.faults))}
    parts = [f"<p>{escaped(message('loaded.summary', numbers, lang=lang))}</p>"]
    if loaded.faults:
        names = [message(name, lang=lang) for name in ("fault.row", "fault.column", "fault.message")]
        head = "".join(f'<th scope="col" style="{HEADER}">{escaped(name)}</th>' for name in names)
        parts.append(f'<table style="{TABLE}">\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>')
        parts += [_fault(fault) for fault in loaded.faults[:_MOST]]
        parts.append("</tbody>\n</table>")
        parts += [_note(_more(len(loaded.faults) - _MOST, lang))] if len(loaded.faults) > _MOST else []
    return _framed([*parts, records_html(loaded.records, lang=lang)], lang)


def _framed(parts: Iterable[str], lang: str) -> str:
    return "\n".join([f'<div lang="{LANGUAGE.get(lang, lang)}" style="{FRAME}">', *parts, "</div>"])


def _one(record: Record, lang: str, *, caption: str = "") -> str:
    lines = [f'<table style="{TABLE if caption else _INNER}">']
    lines += [f'<caption style="{_CAPTION}">{escaped(caption)}</caption>'] if caption else []
    blank = []
    for column in _columns(type(record), lang):
        value = column.of(record)
        if value is not None:
            label, shown = escaped(column.label), _inside(value, lang)
            lines.append(f'<tr><th scope="row" style="{_LABEL}">{label}</th><td style="{CELL}">{shown}</td></tr>')
        elif not column.is_derived:
            blank.append(column.label)
    if blank and caption:  # of a part only what is known matters
        lines.append(f'<tr><td colspan="2" style="{CELL};{QUIET}">{_blank(blank, lang)}</td></tr>')
    return "\n".join([*lines, "</table>"])


def _several(
    kind: type[Record], records: Sequence[Record], lang: str, *, most: int | None, caption: bool = True
) -> str:
    shown = records if most is None else records[:most]
    columns = _columns(kind, lang)
    filled = [column for column in columns if any(column.of(record) is not None for record in shown)]
    lines = [f'<table style="{TABLE if caption else _INNER}">']
    lines += [f'<caption style="{_CAPTION}">{escaped(kind.__name__)} × {len(records)}</caption>'] if caption else []
    head = "".join(f'<th scope="col" style="{HEADER}">{escaped(column.label)}</th>' for column in filled)
    lines += ["<thead>", f"<tr>{head}</tr>", "</thead>", "<tbody>"]
    for record in shown:
        values = [column.of(record) for column in filled]
        cells = [
            f'<td style="{FIGURE if _is_figure(value) else CELL}">{escaped(_text(value))}</td>' for value in values
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines += ["</tbody>", "</table>"]
    blank = [column.label for column in columns if column not in filled and not column.is_derived]
    notes = [_blank(blank, lang)] if blank and caption else []
    notes += [_more(len(records) - len(shown), lang)] if len(shown) < len(records) else []
    return "\n".join([*lines, *map(_note, notes)])


def _fault(fault: Fault) -> str:
    row = "" if fault.row is None else str(fault.row)
    said = f"{fault.field}: {fault.message}" if fault.field else fault.message
    cells = ((FIGURE, row), (LABEL, fault.column or ""), (CELL, said))
    return "<tr>" + "".join(f'<td style="{style}">{escaped(text)}</td>' for style, text in cells) + "</tr>"


def _inside(value: object, lang: str) -> str:
    """A value inside its cell: records and lists of records as tables, anything else as text."""
    if isinstance(value, Record):
        return _one(value, lang)
    if isinstance(value, list | tuple) and value and _are_records(value):
        kinds = dict.fromkeys(type(item) for item in value)
        groups = [[item for item in value if type(item) is kind] for kind in kinds]
        return "\n".join(_several(type(group[0]), group, lang, most=None, caption=False) for group in groups)
    return escaped(_text(value))


def _text(value: object) -> str:
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


def _gathered(value: object) -> str:
    """What holds several values, in one line: parts as their number, a party as its name."""
    if isinstance(value, Mapping):
        return "；".join(f"{_text(key)} {_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple | frozenset | set):
        return str(len(value)) if _are_records(value) else "、".join(_text(item) for item in value)
    return _brief(value) if isinstance(value, Record) else str(value)


def _brief(record: Record) -> str:
    """A record in one cell: its first text, such as its name or title, else all it holds."""
    values = [value for column in _columns(type(record), "zh") if (value := column.of(record)) is not None]
    return next((value for value in values if isinstance(value, str)), "、".join(map(_text, values)))


@attrs.frozen
class _Column:
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


def _more(count: int, lang: str) -> str:
    return escaped(message("table.more", {"count": str(count)}, lang=lang))


def _note(text: str) -> str:
    return f'<p style="{QUIET};font-size:.92em;margin:-.7em 0 1em">{text}</p>'


def _columns(kind: type[Record], lang: str) -> tuple[_Column, ...]:
    """What to show of a class: its fields, but none that may identify a citizen, then what it derives.

    Derived are quantities of the glossary, and what it says of its parts under the name of one of their fields.
    """
    columns = [_Column(field.name, _label(field, lang)) for field in _public(kind)]
    terms, parts = glossary().terms, part_of(kind, kind.PARTS) if kind.PARTS else None
    of_parts = {field.name: _label(field, lang) for field in _public(parts)} if parts else {}
    members = {name: member for base in reversed(kind.__mro__) for name, member in vars(base).items()}
    for name, member in members.items():
        if isinstance(member, property):
            term = terms.get(name)
            if term is not None and term.kind in _QUANTITIES:
                columns.append(_Column(name, term.en if lang == "en" else term.zh, is_derived=True))
            elif name in of_parts:
                columns.append(_Column(name, of_parts[name], is_derived=True))
    return tuple(columns)


def _public(kind: type[Record]) -> list[Any]:
    return [field for field in attrs.fields(kind) if not field.metadata.get("private")]


def _label(field: Any, lang: str) -> str:
    """The official term of a field, or its name where it has none."""
    term = field.metadata.get("term")
    if lang == "en" and term is not None:
        return glossary().term(term).en
    return str(field.metadata.get("zh") or field.name)


def _blank(labels: Iterable[str], lang: str) -> str:
    names = message("list.pause", lang=lang).join(labels)
    return escaped(message("record.blank", {"names": names}, lang=lang))


def _are_records(values: Iterable[object]) -> bool:
    return all(isinstance(value, Record) for value in values)


def _is_figure(value: object) -> bool:
    """Whether a value stands flush right: a number, a day, a number of parts."""
    if isinstance(value, tuple | list):
        return _are_records(value)
    return isinstance(value, int | Decimal | Money | Rate | Figure | date) and not isinstance(value, bool)

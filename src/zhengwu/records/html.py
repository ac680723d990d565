"""Records as HTML for a notebook: one as its official terms and values, several as a table with a row each.

No script, no style sheet, nothing to install; every text is escaped, and colours suit light and dark ground. What a
record leaves blank is named below its values and never shown as a zero; what may identify a citizen is not shown.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from zhengwu.exact.figure import Figure
from zhengwu.exact.money import Money
from zhengwu.exact.rate import Rate
from zhengwu.periods import Period
from zhengwu.reference.glossary import glossary
from zhengwu.reference.messages import message
from zhengwu.table.html import CELL, FIGURE, FONT, FRAME, HEADER, LANGUAGE, QUIET, TABLE, escaped

__all__ = ["record_html", "records_html"]

_LABEL = f"{HEADER};text-align:left;vertical-align:top"
_CAPTION = "caption-side:top;text-align:left;font-weight:600;color:inherit;padding:.2em 0"
_INNER = f"{TABLE};margin:0"


def record_html(record: object, *, lang: str = "zh") -> str:
    """One record as a fragment of HTML: a table of two columns, official term and value.

    Records inside it are tables of their own. `lang` ``en`` writes the English terms.

    >>> import attrs
    >>> @attrs.frozen
    ... class Lot:
    ...     budget: Money | None = attrs.field(metadata={"zh": "预算金额", "term": "budget"})
    ...     deal: Money | None = attrs.field(default=None, metadata={"zh": "成交金额", "term": "deal"})
    >>> text = record_html(Lot(Money("438万元")))
    >>> "预算金额</th>" in text, ">438万元</td>" in text, "未填：成交金额" in text
    (True, True, True)
    """
    return _framed([_one(record, lang, caption=type(record).__name__)], lang)


def records_html(records: Iterable[object], *, most: int = 100, lang: str = "zh") -> str:
    """Records as a fragment of HTML: a table for each class, a row for each record.

    A column that every record leaves blank is named below. Of more than `most` records the rest is only counted.

    >>> records_html([]).count("<table")
    0
    """
    kinds: dict[type, list[object]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record)
    return _framed([_several(kind, group, lang, most=most) for kind, group in kinds.items()], lang)


def _framed(parts: Iterable[str], lang: str) -> str:
    return "\n".join([f'<div lang="{LANGUAGE.get(lang, lang)}" style="{FONT};{FRAME}">', *parts, "</div>"])


def _one(record: object, lang: str, *, caption: str = "") -> str:
    fields = _fields(type(record))
    blank = [_label(field, lang) for field in fields if _is_blank(getattr(record, field.name))]
    lines = [f'<table style="{TABLE if caption else _INNER}">']
    lines += [f'<caption style="{_CAPTION}">{escaped(caption)}</caption>'] if caption else []
    for field in fields:
        value = getattr(record, field.name)
        if not _is_blank(value):
            label = escaped(_label(field, lang))
            shown = _inside(value, lang)
            lines.append(f'<tr><th scope="row" style="{_LABEL}">{label}</th><td style="{CELL}">{shown}</td></tr>')
    if blank:
        lines.append(f'<tr><td colspan="2" style="{CELL};{QUIET}">{_blank(blank, lang)}</td></tr>')
    return "\n".join([*lines, "</table>"])


def _several(kind: type, records: Sequence[object], lang: str, *, most: int | None, caption: bool = True) -> str:
    fields = [field for field in _fields(kind) if any(not _is_blank(getattr(one, field.name)) for one in records)]
    blank = [field for field in _fields(kind) if field not in fields]
    lines = [f'<table style="{TABLE if caption else _INNER}">']
    lines += [f'<caption style="{_CAPTION}">{escaped(kind.__name__)} × {len(records)}</caption>'] if caption else []
    head = "".join(f'<th scope="col" style="{HEADER}">{escaped(_label(field, lang))}</th>' for field in fields)
    lines += ["<thead>", f"<tr>{head}</tr>", "</thead>", "<tbody>"]
    shown = records if most is None else records[:most]
    for record in shown:
        values = [getattr(record, field.name) for field in fields]
        cells = "".join(
            f'<td style="{FIGURE if _is_figure(value) else CELL}">{escaped(_text(value))}</td>' for value in values
        )
        lines.append(f"<tr>{cells}</tr>")
    lines += ["</tbody>", "</table>"]
    notes = [_blank([_label(field, lang) for field in blank], lang)] if blank else []
    if len(shown) < len(records):
        notes.append(escaped(message("table.more", {"count": str(len(records) - len(shown))}, lang=lang)))
    return "\n".join([*lines, *(f'<p style="{QUIET};margin:.2em 0">{note}</p>' for note in notes)])


def _inside(value: object, lang: str) -> str:
    """A value inside its cell: records and lists of records as tables, anything else as text."""
    if _is_record(value):
        return _one(value, lang)
    if isinstance(value, list | tuple) and all(_is_record(item) for item in value):
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
    """What holds several values, in one line; anything else as its own text."""
    if isinstance(value, Mapping):
        return "；".join(f"{_text(key)} {_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple | frozenset | set):
        return "、".join(_text(item) for item in value)
    return _brief(value) if _is_record(value) else str(value)


def _brief(record: object) -> str:
    """A record in one cell: its first text, such as its name or title, else all it holds."""
    values = [getattr(record, field.name) for field in _fields(type(record))]
    texts = [_text(value) for value in values if not _is_blank(value)]
    return next((value for value in values if isinstance(value, str) and value), "、".join(texts))


def _fields(kind: type) -> list[Any]:
    """The fields of a class, without those that may identify a citizen."""
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


def _is_record(value: object) -> bool:
    kind = type(value)
    return attrs.has(kind) and any("zh" in field.metadata for field in attrs.fields(kind))


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str | list | tuple | frozenset | set | Mapping) and not value)


def _is_figure(value: object) -> bool:
    return isinstance(value, int | Decimal | Money | Rate | Figure | date) and not isinstance(value, bool)

"""Records as HTML for a notebook: one as its official terms and values, several as a table with a row each.

No script, no style sheet, nothing to install; every text is escaped, and colours suit light and dark ground. What a
record leaves blank is named below its values and never shown as a zero; what may identify a citizen is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from zhengwu.records.base import Record
from zhengwu.records.shown import are_records, is_figure, shown_of, text_of
from zhengwu.reference.messages import message
from zhengwu.table.html import CELL, FIGURE, FRAME, HEADER, LABEL, LANGUAGE, QUIET, TABLE, escaped
from zhengwu.table.layout import display_width

if TYPE_CHECKING:
    from zhengwu.records.faults import Fault
    from zhengwu.records.rows import Loaded

__all__ = ["loaded_html", "record_html", "records_html"]

_LABEL = f"{HEADER};text-align:left;vertical-align:top"
_CAPTION = "caption-side:top;text-align:left;font-weight:600;color:inherit;padding:.2em 0"
_INNER = f"{TABLE};margin:0"
_MOST = 100
_SHORT = 30  # columns of text that stand on one line


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
    for column in shown_of(type(record), lang):
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
    columns = shown_of(kind, lang)
    filled = [column for column in columns if any(column.of(record) is not None for record in shown)]
    lines = [f'<table style="{TABLE if caption else _INNER}">']
    lines += [f'<caption style="{_CAPTION}">{escaped(kind.__name__)} × {len(records)}</caption>'] if caption else []
    head = "".join(f'<th scope="col" style="{HEADER}">{escaped(column.label)}</th>' for column in filled)
    lines += ["<thead>", f"<tr>{head}</tr>", "</thead>", "<tbody>"]
    for record in shown:
        values = [column.of(record) for column in filled]
        lines.append(f"<tr>{''.join(map(_cell, values))}</tr>")
    lines += ["</tbody>", "</table>"]
    left = [column for column in columns if column not in filled and not column.is_derived]
    blank = [column.label for column in left if all(column.of(record) is None for record in records)]
    notes = [_blank(blank, lang)] if blank and caption else []
    notes += [_more(len(records) - len(shown), lang)] if len(shown) < len(records) else []
    return "\n".join([*lines, *map(_note, notes)])


def _cell(value: object) -> str:
    text = text_of(value)
    style = FIGURE if is_figure(value) else CELL if display_width(text) > _SHORT else f"{CELL};white-space:nowrap"
    return f'<td style="{style}">{escaped(text)}</td>'


def _fault(fault: Fault) -> str:
    row = "" if fault.row is None else str(fault.row)
    said = f"{fault.field}: {fault.message}" if fault.field else fault.message
    cells = ((FIGURE, row), (LABEL, fault.column or ""), (CELL, said))
    return "<tr>" + "".join(f'<td style="{style}">{escaped(text)}</td>' for style, text in cells) + "</tr>"


def _inside(value: object, lang: str) -> str:
    """A value inside its cell: records and lists of records as tables, anything else as text."""
    if isinstance(value, Record):
        return _one(value, lang)
    if isinstance(value, list | tuple) and value and are_records(value):
        kinds = dict.fromkeys(type(item) for item in value)
        groups = [[item for item in value if type(item) is kind] for kind in kinds]
        return "\n".join(_several(type(group[0]), group, lang, most=None, caption=False) for group in groups)
    return escaped(text_of(value))


def _more(count: int, lang: str) -> str:
    return escaped(message("table.more", {"count": str(count)}, lang=lang))


def _note(text: str) -> str:
    return f'<p style="{QUIET};font-size:.92em;margin:-.7em 0 1em">{text}</p>'


def _blank(labels: Iterable[str], lang: str) -> str:
    names = message("list.pause", lang=lang).join(labels)
    return escaped(message("record.blank", {"names": names}, lang=lang))

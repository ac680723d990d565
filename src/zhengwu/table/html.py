"""A table as HTML: the grid as it was printed, spans and blanks kept, figures flush right, totals bold.

A fragment for a notebook or a page: no script, no link, no style sheet. Every text of the document is escaped. Colours
are translucent and text keeps the colour around it, so the same fragment reads well on light and on dark ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

import attrs

from zhengwu.reference.messages import message
from zhengwu.table.grid import Cell
from zhengwu.table.layout import clean
from zhengwu.table.model import ColumnKind, Table
from zhengwu.table.text import caption_of, shown

__all__ = [
    "CELL",
    "FIGURE",
    "FONT",
    "FRAME",
    "HEADER",
    "LABEL",
    "LANGUAGE",
    "QUIET",
    "TABLE",
    "Mark",
    "escaped",
    "table_html",
]

FONT = "font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;line-height:1.5"
"""The style of a whole fragment."""

FRAME = f"{FONT};overflow-x:auto"
"""The style around a table: one that is too wide scrolls by itself."""

TABLE = "border-collapse:collapse;table-layout:auto;width:auto;margin:.3em 0 1em;font-size:.92em"
"""The style of a table; it says again what notebooks change for every table."""

CELL = "border:1px solid rgba(128,128,128,.45);padding:.2em .55em;text-align:left;font-weight:400"
"""The style of a cell of text."""

LABEL = f"{CELL};word-break:keep-all"
"""The style of a label: where room is short, a Chinese word in it is not broken."""

FIGURE = f"{CELL};text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"
"""The style of a cell of figures."""

HEADER = f"{LABEL};background:rgba(128,128,128,.15);font-weight:600;text-align:center"
"""The style of a cell of the header."""

QUIET = "opacity:.75"
"""The style of what need not be read first."""

LANGUAGE: Mapping[str, str] = MappingProxyType({"zh": "zh-CN", "en": "en"})
"""The language tag of every language there are messages in."""

_CAPTION = "caption-side:top;text-align:left;font-weight:600;color:inherit;padding:.2em 0"
_BOLD = ";font-weight:600"


@attrs.frozen
class Mark:
    """What makes one cell stand out: more style, and the text shown when the pointer rests on it."""

    style: str
    title: str = ""


def table_html(
    table: Table,
    *,
    caption: str | None = None,
    marks: Mapping[tuple[int, int], Mark] = MappingProxyType({}),
    most_rows: int | None = None,
    lang: str = "zh",
) -> str:
    """A table as a fragment of HTML.

    `caption` replaces the title; the unit line follows it. `marks` are the cells to point out, by row and column over
    the body; a computed figure tells how it came about when the pointer rests on it. Of more than `most_rows` rows the
    rest is only counted. `lang` (``zh`` or ``en``) is the language of the words around the table.

    >>> from zhengwu.table.grid import Grid
    >>> from zhengwu.table.structure import recognise
    >>> table = recognise(Grid.of([["窗口", "1月"], ["甲", "3"], ["合计", "3"]], caption="服务情况表", unit="件"))
    >>> text = table_html(table)
    >>> "服务情况表（单位：件）</caption>" in text, text.count("</th>")
    (True, 4)
    """
    grid = table.grid
    height = grid.height if most_rows is None else min(grid.height, table.header_height + most_rows)
    marks = {**_explanations(table, lang), **marks}
    rows = [_row(table, r, height, marks) for r in range(height)]
    head, body = rows[: table.header_height], rows[table.header_height :]
    title = escaped(caption_of(table, title=caption, lang=lang))
    lines = [f'<div lang="{LANGUAGE.get(lang, lang)}" style="{FRAME}">', f'<table style="{TABLE}">']
    lines += [f'<caption style="{_CAPTION}">{title}</caption>'] if title else []
    # A header cell that reaches into the body would be cut off at the end of a thead.
    lines += ["<tbody>", *head] if _header_spills(table) else ["<thead>", *head, "</thead>", "<tbody>"]
    lines += [*body, "</tbody>", "</table>"]
    if height < grid.height:
        lines.append(_note(message("table.more", {"count": str(grid.height - height)}, lang=lang)))
    lines += [_note(note) for note in grid.notes]
    return "\n".join([*lines, "</div>"])


def escaped(text: str) -> str:
    """A text as HTML shows it: markup escaped, control characters gone, runs of blanks one.

    >>> escaped('甲 <b title="x">')
    '甲 &lt;b title=&quot;x&quot;&gt;'
    """
    return escape(clean(text), quote=True)


def _explanations(table: Table, lang: str) -> dict[tuple[int, int], Mark]:
    computed = table.computation.cells if table.computation is not None else {}
    return {at: Mark("", cell.text(lang)) for at, cell in computed.items()}


def _row(table: Table, r: int, height: int, marks: Mapping[tuple[int, int], Mark]) -> str:
    cells = []
    for c in range(table.grid.width):
        cell = table.grid.rows[r][c]
        if cell is not None:
            cells.append(_cell(table, cell, (r - table.header_height, c), min(cell.row_span, height - r), marks))
        elif table.grid.owner(r, c) is None:
            cells.append(f'<td style="{CELL}"></td>')
    return f"<tr>{''.join(cells)}</tr>"


def _cell(table: Table, cell: Cell, at: tuple[int, int], row_span: int, marks: Mapping[tuple[int, int], Mark]) -> str:
    """One cell, `at` counting rows over the body: above it, a negative row, stands the header."""
    row, column = at
    spans = (f' rowspan="{row_span}"' if row_span > 1 else "") + (
        f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    )
    if row < 0:
        scope = "colgroup" if cell.column_span > 1 else "col"
        return f'<th scope="{scope}"{spans} style="{HEADER}">{escaped(cell.text)}</th>'
    tag, style = ("td", FIGURE) if at in table.cells else ("td", CELL)
    if table.columns[column].kind is ColumnKind.LABEL and at not in table.cells and cell.text.strip():
        tag, style = f'th scope="{"rowgroup" if row_span > 1 else "row"}"', LABEL
    if table.rows[row].is_sum or (at in table.cells and table.columns[column].total is not None):
        style += _BOLD
    mark = marks.get(at)
    title = f' title="{escaped(mark.title)}"' if mark is not None and mark.title else ""
    style += f";{mark.style}" if mark is not None and mark.style else ""
    text = escaped(shown(table, row + table.header_height, column, cell.text))
    return f'<{tag}{spans} style="{style}"{title}>{text}</{tag[:2]}>'


def _header_spills(table: Table) -> bool:
    rows = table.grid.rows[: table.header_height]
    return any(cell and r + cell.row_span > len(rows) for r, row in enumerate(rows) for cell in row)


def _note(text: str) -> str:
    return f'<p style="{QUIET};font-size:.92em;margin:.2em 0">{escaped(text)}</p>'

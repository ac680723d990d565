"""A table as plain text: columns aligned by the width Chinese takes on a terminal, figures flush right.

>>> from zhengwu.table.grid import Grid
>>> from zhengwu.table.structure import recognise
>>> rows = [["窗口名称", "1月", "合计"], ["甲窗口", "1180", "1180"], ["乙", "", ""]]
>>> print(table_text(recognise(Grid.of(rows, caption="服务情况表", unit="件"))))
服务情况表（单位：件）
窗口名称   1月  合计
--------------------
甲窗口    1180  1180
乙
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengwu.reference.messages import message
from zhengwu.table.layout import clean, display_width, pad, shortened
from zhengwu.table.model import HIDDEN, ColumnKind, Table

__all__ = ["caption_of", "shown", "table_text"]

_GAP = 2
_WIDEST = 40  # a longer text loses its middle; a figure never does


def table_text(table: Table, *, lang: str = "zh") -> str:
    """A table as lines of text: title and unit, header, a rule, the rows, the notes.

    A merged cell stands in the first of its places and leaves the others blank. `lang` (``zh`` or ``en``) is the
    language of the words around the table.
    """
    rows = [_texts(table, r) for r in range(table.grid.height)]
    widths = _widths(rows, table.grid.width)
    lines = [_line(table, r, texts, widths) for r, texts in enumerate(rows)]
    lines.insert(table.header_height, "-" * (sum(widths) + _GAP * (len(widths) - 1)))
    caption = clean(caption_of(table, lang=lang))
    return "\n".join([*([caption] if caption else []), *lines, *map(clean, table.grid.notes)])


def caption_of(table: Table, *, title: str | None = None, lang: str = "zh") -> str:
    """A title, by default the table's own, with the unit; one that stands as a row of the grid is not said twice.

    >>> from zhengwu.table.grid import Grid
    >>> from zhengwu.table.structure import recognise
    >>> caption_of(recognise(Grid.of([["窗口", "1月"], ["甲", "3"]], caption="服务情况表", unit="件")), lang="en")
    '服务情况表 (件)'
    """
    header = {cell.text.strip() for row in table.grid.rows[: table.header_height] for cell in row if cell}
    unit = table.grid.unit
    if title is None:
        title = "" if table.title.strip() in header else table.title
    return title + message("table.unit", {"unit": unit}, lang=lang) if unit else title


def shown(table: Table, row: int, column: int, text: str) -> str:
    """What may be shown of a cell, by its place in the grid: what identifies a citizen is not."""
    is_hidden = row >= table.header_height and text.strip() and table.columns[column].is_private
    return HIDDEN if is_hidden else text


def _texts(table: Table, row: int) -> dict[int, tuple[int, str]]:
    """The cells that begin in a row, by column: how many columns each covers, and its text as it will stand there."""
    found = {}
    for column, cell in enumerate(table.grid.rows[row]):
        if cell is not None:
            text = clean(shown(table, row, column, cell.text))
            is_figure = (row - table.header_height, column) in table.cells
            if not is_figure and cell.column_span < table.grid.width:
                text = shortened(text, _WIDEST)
            found[column] = cell.column_span, text
    return found


def _widths(rows: Sequence[Mapping[int, tuple[int, str]]], count: int) -> list[int]:
    """The width of every column: what its own cells need, then what merged cells need beyond that."""
    widths = [0] * count
    cells = [(column, span, text) for row in rows for column, (span, text) in row.items()]
    for column, span, text in cells:
        if span == 1:
            widths[column] = max(widths[column], display_width(text))
    for column, span, text in cells:
        # A cell over the whole width is a title or a note: it may run on.
        if 1 < span < count:
            room = sum(widths[column : column + span]) + _GAP * (span - 1)
            widths[column + span - 1] += max(0, display_width(text) - room)
    return widths


def _line(table: Table, row: int, texts: Mapping[int, tuple[int, str]], widths: Sequence[int]) -> str:
    parts = []
    column = 0
    while column < len(widths):
        span, text = texts.get(column, (1, ""))
        width = sum(widths[column : column + span]) + _GAP * (span - 1)
        blank = pad(text, width)[0]
        parts.append(blank + text if _is_right(table, row, column, span) else text + blank)
        column += span
    return (" " * _GAP).join(parts).rstrip()


def _is_right(table: Table, row: int, column: int, span: int) -> bool:
    """Whether a cell stands flush right: figures, and the header of one column of figures."""
    body = row - table.header_height
    if body < 0:
        return span == 1 and table.columns[column].kind is ColumnKind.FIGURE
    return (body, column) in table.cells

"""Rows of cells and the lines around them to grids: title, unit and notes recognised, short rows filled up.

Every reader reduces its file to lines and blocks of rows in their order; `lay_out` does the rest. Word tables and
exported sheets often carry their title, unit and notes as rows of the table itself; those rows are lifted out of it.

>>> rows = [[Cell("情况表"), Cell("单位：件")], [Cell("窗口"), Cell("1月")], [Cell("发改局"), Cell("36")]]
>>> (grid,), _ = lay_out([Block(rows)], file="a.txt")
>>> grid.caption, grid.unit, grid.height
('情况表', '件', 2)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where
from zhengwu.io.captions import Heading, heading, is_form, is_note, is_title, split_unit, unit_line
from zhengwu.io.document import Paragraph
from zhengwu.table.grid import Cell, Grid

__all__ = ["MOST_CELLS", "Block", "Row", "filled", "is_blank", "is_title_row", "lay_out"]

MOST_CELLS = 1_000_000
Row = list[Cell | None]
_MOST_TITLE_ROWS = 3
_MOST_NOTES = 5


@attrs.frozen
class Block:
    """The rows of one table. `above` are the lines over a table inside a cell; None: the lines before it are.

    `header_rows` is how many leading rows the file marks as header.
    """

    rows: Sequence[Row]
    where: Where | None = None
    header_rows: int | None = None
    above: Sequence[str] | None = None


def lay_out(items: Sequence[Paragraph | Block], *, file: str) -> tuple[tuple[Grid, ...], tuple[Paragraph, ...]]:
    """The grids of these lines and blocks, and the lines that belong to none of them.

    Raises `ReadError` when a table has more than a million places or its merged cells overlap.
    """
    grids: list[Grid] = []
    paragraphs: list[Paragraph] = []
    since = 0  # paragraphs from here on stand after the last table
    notes: set[int] = set()
    for position, item in enumerate(items):
        if not isinstance(item, Block):
            if position not in notes:
                paragraphs.append(item)
            continue
        own = item.above is not None
        above = item.above if item.above is not None else [text for text, _ in paragraphs[since:]]
        below = [] if own else list(_notes_below(items, position))
        grid, taken = _grid(item, above, [text for _, text in below], file)
        grids.append(grid)
        notes.update(at for at, _ in below)
        if not own:
            del paragraphs[len(paragraphs) - taken :]
            since = len(paragraphs)
    return tuple(grids), tuple(paragraphs)


def is_blank(cell: Cell | None) -> bool:
    """Whether there is no cell, or nothing in it but blanks."""
    return cell is None or not cell.text.strip()


def is_title_row(row: Row) -> bool:
    """Whether a row says something of the table instead of in it: its title, its unit, who filled it in."""
    return _title_row(row, Heading()) is not None


def filled(rows: Sequence[Row], *, where: object) -> tuple[tuple[Cell | None, ...], ...]:
    """The rows, all as long as the longest; what a short one lacks is None.

    Raises `ReadError` before the filling when that makes too many cells: one long row among many short ones is a bomb.
    """
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:
        shown = f"{len(rows)} × {width}"
        raise ReadError("is too large a table", value=shown, expected=f"at most {MOST_CELLS} cells", where=where)
    return tuple(tuple(row) + (None,) * (width - len(row)) for row in rows)


def _notes_below(items: Sequence[Paragraph | Block], position: int) -> Iterable[tuple[int, str]]:
    for at in range(position + 1, min(position + 1 + _MOST_NOTES, len(items))):
        item = items[at]
        if isinstance(item, Block):
            if item.above is None:
                return
        elif is_note(item[0]):
            yield at, item[0].strip()
        else:
            return


def _grid(block: Block, above: Sequence[str], below: Sequence[str], file: str) -> tuple[Grid, int]:
    """The grid of a block, and how many of the lines above it belong to it."""
    inside, lifted = _lift_titles(block.rows)
    rows, notes = _lift_notes(block.rows[lifted:])
    outside = heading(above)
    taken = outside.taken
    if inside.caption and outside.caption:  # the nearer title wins; the line above stays with the prose
        outside, taken = attrs.evolve(outside, caption=""), taken - 1
    header_rows = max(0, (block.header_rows or 0) - lifted) or None
    cells = filled(rows, where=block.where or file)
    grid = Grid(
        cells,
        caption=inside.caption or outside.caption,
        unit=inside.unit or outside.unit,
        notes=(*outside.notes, *inside.notes, *notes, *below),
        header_rows=header_rows if header_rows is None or header_rows < len(cells) else None,
        source=Path(file).name,
        where=block.where,
    )
    return grid, taken


def _lift_titles(rows: Sequence[Row]) -> tuple[Heading, int]:
    """What the leading rows that are no header say of the table, and how many they are."""
    found = Heading()
    lifted = 0
    while lifted < _MOST_TITLE_ROWS and len(rows) - lifted > 2:
        following = _title_row(rows[lifted], found)
        if following is None:
            break
        found, lifted = following, lifted + 1
    # What follows a title is a header, and a header names at least two columns.
    if lifted and sum(not is_blank(cell) for cell in rows[lifted]) < 2:
        return Heading(), 0
    return found, lifted


def _title_row(row: Row, found: Heading) -> Heading | None:
    printed = [(column, cell) for column, cell in enumerate(row) if cell is not None and not is_blank(cell)]
    if any(cell is not None and cell.row_span > 1 for cell in row):
        return None
    titles = 0
    for column, cell in printed:
        alone = unit_line(cell.text)
        title, behind = split_unit(cell.text)
        if alone and not found.unit:
            found = attrs.evolve(found, unit=alone)
        elif is_form(cell.text):
            found = attrs.evolve(found, notes=(*found.notes, title), unit=found.unit or behind)
        elif column == 0 and not alone and not found.caption and is_title(cell.text):
            found = attrs.evolve(found, caption=title, unit=found.unit or behind)
            titles += 1
        else:
            return None
    return found if len(printed) > titles or len(printed) == 1 else None


def _lift_notes(rows: Sequence[Row]) -> tuple[Sequence[Row], tuple[str, ...]]:
    end = len(rows)
    while end > 2 and _note_row(rows[end - 1]) is not None:
        end -= 1
    lifted = rows[end:]
    reach = max((r + cell.row_span for r, row in enumerate(rows[:end]) for cell in row if cell), default=0)
    if not lifted or reach > end:  # a merged cell runs down into the notes
        return rows, ()
    return rows[:end], tuple(text for row in lifted if (text := _note_row(row)))


def _note_row(row: Row) -> str | None:
    printed = [(column, cell.text) for column, cell in enumerate(row) if cell is not None and not is_blank(cell)]
    return printed[0][1].strip() if len(printed) == 1 and printed[0][0] == 0 and is_note(printed[0][1]) else None

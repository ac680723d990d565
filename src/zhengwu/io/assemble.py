"""Rows of cells and the lines around them to a `Grid`: short rows filled up, title, unit and notes recognised.

Word tables and exported sheets often carry their title, their unit and their notes as rows of the table itself; those
rows are lifted out of it.

>>> rows = [[Cell("情况表")], [Cell("单位：件")], [Cell("窗口"), Cell("1月")], [Cell("发改局"), Cell("36")]]
>>> grid = assemble(rows, file="a.txt").grid
>>> grid.caption, grid.unit, grid.height
('情况表', '件', 2)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where
from zhengwu.io.captions import heading, is_note, is_title, split_unit, unit_line
from zhengwu.table.grid import Cell, Grid

__all__ = ["MOST_CELLS", "Assembled", "Row", "assemble", "is_blank"]

MOST_CELLS = 1_000_000
Row = list[Cell | None]
_MOST_TITLE_ROWS = 3


@attrs.frozen
class Assembled:
    """A grid, and how many of the lines right above and right below it belong to it."""

    grid: Grid
    above: int
    below: int


def assemble(
    rows: Sequence[Row], *, file: str, above: Sequence[str] = (), below: Sequence[str] = (), where: Where | None = None
) -> Assembled:
    """A grid of `rows`; the non-empty lines `above` (nearest last) and `below` (nearest first) may be part of it.

    Raises `ReadError` when the table has more than a million places.
    """
    caption, unit, body = _lift_titles(rows)
    body, notes = _lift_notes(body)
    head = heading(above)
    if caption and head.caption:  # the title inside the table is the nearer one: leave the line above to the prose
        head = attrs.evolve(head, caption="", taken=head.taken - 1)
    under = 0
    while under < len(below) and is_note(below[under]):
        under += 1
    grid = Grid(
        _filled(body, file),
        caption=caption or head.caption,
        unit=unit or head.unit,
        notes=(*head.notes, *notes, *(line.strip() for line in below[:under])),
        source=Path(file).name,
        where=where,
    )
    return Assembled(grid, head.taken, under)


def is_blank(cell: Cell | None) -> bool:
    """Whether there is no cell, or nothing in it but blanks."""
    return cell is None or not cell.text.strip()


def _filled(rows: Sequence[Row], file: str) -> tuple[tuple[Cell | None, ...], ...]:
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_CELLS:  # asked before the filling: one long row among many short ones is a bomb
        raise ReadError(
            "is too large a table", value=f"{len(rows)} × {width}", expected=f"at most {MOST_CELLS} cells", where=file
        )
    return tuple(tuple(row) + (None,) * (width - len(row)) for row in rows)


def _lift_titles(rows: Sequence[Row]) -> tuple[str, str, Sequence[Row]]:
    caption = unit = ""
    lifted = 0
    while lifted < _MOST_TITLE_ROWS and len(rows) - lifted > 2:
        only = _only_cell(rows[lifted])
        if only is None:
            break
        column, text = only
        alone = unit_line(text)
        if alone and not unit:
            unit = alone
        elif column == 0 and not caption and is_title(text) and not alone:
            caption, behind = split_unit(text)
            unit = unit or behind
        else:
            break
        lifted += 1
    # What follows a title is a header, and a header names at least two columns.
    if lifted and sum(not is_blank(cell) for cell in rows[lifted]) < 2:
        return "", "", rows
    return caption, unit, rows[lifted:]


def _lift_notes(rows: Sequence[Row]) -> tuple[Sequence[Row], tuple[str, ...]]:
    end = len(rows)
    notes: list[str] = []
    while end > 2:
        only = _only_cell(rows[end - 1])
        if only is None or only[0] != 0 or not is_note(only[1]):
            break
        notes.insert(0, only[1].strip())
        end -= 1
    return rows[:end], tuple(notes)


def _only_cell(row: Row) -> tuple[int, str] | None:
    found = None
    for column, cell in enumerate(row):
        if cell is None or is_blank(cell):
            continue
        if found is not None or cell.row_span > 1:
            return None
        found = column, cell.text
    return found

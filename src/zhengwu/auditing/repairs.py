"""Repairs applied to the tables they were found in: other texts in cells, values moved to their labels.

>>> from zhengwu.exact.where import Where
>>> from zhengwu.findings import Change
>>> table = recognise(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]]))
>>> change = Change(where=Where(table=0, row=2, column=1), before="8", after="7")
>>> applied(table, [Repair(changes=(change,))]).cells[2, 1].figure.text
'7'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.findings import Change, Finding, Move, Repair
from zhengwu.table.cells import read_cells
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.model import ColumnKind, Table
from zhengwu.table.structure import recognise

__all__ = ["agreed", "applied", "unique_repairs"]

_Place: TypeAlias = tuple[int, int]


def unique_repairs(findings: Iterable[Finding]) -> tuple[Repair, ...]:
    """The repairs that are the only ones as good: the first of every finding that is `unique`."""
    return tuple(finding.repairs[0] for finding in findings if finding.unique and finding.repairs)


def agreed(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The repairs that no other one contradicts; of two that want different things of one cell or row, neither.

    >>> from zhengwu.exact.where import Where
    >>> one, other = (Repair(changes=(Change(where=Where(table=0, row=2, column=1), before="8", after=text),))
    ...               for text in ("7", "9"))
    >>> agreed([one, one]) == (one, one), agreed([one, other])
    (True, ())
    """
    wanted = [(repair, dict(_wants(repair))) for repair in repairs]
    answers: dict[tuple[object, ...], set[object]] = {}
    for _, wants in wanted:
        for what, value in wants.items():
            answers.setdefault(what, set()).add(value)
    return tuple(repair for repair, wants in wanted if all(len(answers[what]) == 1 for what in wants))


def applied(table: Table, repairs: Iterable[Repair]) -> Table:
    """The table with these repairs, recognised anew; the same table where none concerns it.

    Places are those of the page as it was printed: a change without moves mends the cell that prints the wrong text,
    and a mended value moves with its row. In a repair that has moves, changes fill the page after the moves. A row
    whose values all moved away prints blanks unless another row's values, or changes, come in. Labels, columns of text
    and every other cell stay as they are; cells keep their place in the source. Of repairs that contradict each
    other none is applied. Changes of figures in prose and of other tables are passed over.

    Raises `UnknownNameError` for a place that the table does not have.
    """
    own = [mine for repair in agreed(repairs) if (mine := _of_table(repair, table)) != Repair()]
    if not own:
        return table
    mended = _with_texts(table, table.grid, _texts(repair for repair in own if not repair.moves))
    moved = _with_texts(table, mended, _moved(table, mended, [move for repair in own for move in repair.moves]))
    grid = _with_texts(table, moved, _texts(repair for repair in own if repair.moves))
    found = recognise(grid, index=table.index)
    if (found.header_height, len(found.columns)) != (table.header_height, len(table.columns)):
        # A first row left blank would pass for one of the header; the labels have not changed.
        cells, unread = read_cells(grid, table.header_height, table.columns, table.rows, table.index)
        return attrs.evolve(table, grid=grid, cells=cells, unread=tuple(unread), computation=None)
    return attrs.evolve(found, title=table.title)


def _wants(repair: Repair) -> Iterator[tuple[tuple[object, ...], object]]:
    """What a repair wants of every place it touches."""
    for change in repair.changes:
        where = change.where
        yield (bool(repair.moves), where.table, where.row, where.column, where.figure), change.after
    for move in repair.moves:
        yield ("from", move.table, move.row), move.label_row
        yield ("to", move.table, move.label_row), move.row


def _of_table(repair: Repair, table: Table) -> Repair:
    """The part of a repair that concerns the body of this table."""
    return Repair(
        changes=tuple(change for change in repair.changes if _place(change, table) is not None),
        moves=tuple(move for move in repair.moves if move.table == table.index),
    )


def _place(change: Change, table: Table) -> _Place | None:
    where = change.where
    if where.table != table.index or where.row is None or where.column is None:
        return None
    return where.row, where.column


def _texts(repairs: Iterable[Repair]) -> dict[_Place, str]:
    return {
        (change.where.row, change.where.column): change.after
        for repair in repairs
        for change in repair.changes
        if change.where.row is not None and change.where.column is not None
    }


def _moved(table: Table, grid: Grid, moves: list[Move]) -> dict[_Place, str]:
    """What the figure columns print once every row of values stands at its label."""
    columns = [column.index for column in table.columns if column.kind is ColumnKind.FIGURE]
    top = table.header_height
    texts = {(move.row, column): "" for move in moves for column in columns}
    for move in moves:
        for column in columns:
            cell = grid.cell(*_inside(table, move.row, column))
            texts[move.label_row, column] = cell.text if cell is not None else ""
    # A blank that stays a blank does not make a cell where the source has none.
    return {(r, c): text for (r, c), text in texts.items() if text or grid.text(r + top, c)}


def _with_texts(table: Table, grid: Grid, texts: Mapping[_Place, str]) -> Grid:
    """The grid with other texts in cells of the body; merged cells stay merged."""
    rows = [list(row) for row in grid.rows]
    for (row, column), text in texts.items():
        place = _inside(table, row, column)
        r, c = grid.owner(*place) or place
        cell = rows[r][c]
        rows[r][c] = attrs.evolve(cell, text=text) if cell is not None else Cell(text)
    return attrs.evolve(grid, rows=tuple(tuple(row) for row in rows))


def _inside(table: Table, row: int, column: int) -> _Place:
    """The place in the grid of a cell of the body."""
    if not (0 <= row < len(table.rows) and 0 <= column < len(table.columns)):
        size = f"rows 0 to {len(table.rows) - 1}, columns 0 to {len(table.columns) - 1}"
        raise UnknownNameError(
            "is not in the table", field="where", value=f"t{table.index}r{row}c{column}", expected=size
        )
    return row + table.header_height, column

"""From the texts of cells to figures: blanks kept, marks inside a cell read, what is no figure listed.

>>> read_figure("1,033", "万元").value, read_figure("1月", None) is None, read_figure("", "件").is_blank
(Decimal('10330000'), True, True)
"""

from __future__ import annotations

import functools
import re

import attrs

from zhengwu.errors import FigureError
from zhengwu.exact.figure import Figure
from zhengwu.exact.where import Where
from zhengwu.periods import find_period
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.table.grid import Grid
from zhengwu.table.model import HIDDEN, Column, ColumnKind, Printed, Row, RowKind, Unread

__all__ = ["is_figure", "read_cells", "read_figure"]

_PERSONAL = re.compile(r"(?:\+?86)?1[3-9]\d{9}|\d{17}[\dXx]")  # a mobile or an identity number (GB 11643)


def is_figure(text: str) -> bool:
    """Whether a cell text prints a number (not a period such as 1月, and no marks or words)."""
    return (figure := read_figure(text, None)) is not None and figure.is_number


@functools.lru_cache(maxsize=4096)
def read_figure(text: str, unit: str | None) -> Figure | None:
    """The figure a cell prints, a blank one included; None if the text is something else."""
    if _is_period(text):
        return None
    try:
        return Figure.parse(text, unit=unit)
    except FigureError:
        return None


def _is_period(text: str) -> bool:
    found = find_period(text.strip(), year=2000) if text.strip()[-1:].isalpha() else None
    return found is not None and found[1] == (0, len(text.strip()))


def read_cells(
    grid: Grid, top: int, columns: tuple[Column, ...], rows: tuple[Row, ...], index: int
) -> tuple[dict[tuple[int, int], Printed], list[Unread]]:
    """Every cell of the figure columns as a figure, and the cells that could not be read as one.

    `top` is the row of the grid where the body begins, `index` the number of the table in its document.
    """
    cells: dict[tuple[int, int], Printed] = {}
    unread: list[Unread] = []

    def refuse(row: int, column: int, text: str, reason: str) -> None:
        cell = grid.cell(row + top, column)
        place = cell.where if cell is not None and cell.where is not None else Where(file=grid.source)
        shown = HIDDEN if _PERSONAL.fullmatch(text.strip()) else text.strip()
        unread.append(Unread(where=attrs.evolve(place, table=index, row=row, column=column), text=shown, reason=reason))

    for row in rows:
        for column in columns:
            r, c = row.index + top, column.index
            cell = grid.cell(r, c)
            if cell is None or grid.owner(r, c) != (r, c):
                continue
            if column.kind is ColumnKind.TEXT:
                continue
            if column.kind is ColumnKind.LABEL:
                if column.role != "serial_number" and is_figure(cell.text) and row.kind is not RowKind.NOTE:
                    refuse(row.index, c, cell.text, "figure_among_labels")
                continue
            if row.kind is RowKind.NOTE:
                continue
            printed = _read_cell(cell.text, column if row.role is None else _across(column, row))
            if printed is None:
                refuse(row.index, c, cell.text, "not_a_figure")
            else:
                cells[row.index, c] = printed
    return _with_counterparts(cells, columns), unread


def _across(column: Column, row: Row) -> Column:
    """The column as this row reads it: quantity and unit are the row's."""
    return attrs.evolve(column, role=row.role, unit=row.unit)


def _read_cell(text: str, column: Column) -> Printed | None:
    figure = read_figure(text, column.unit)
    if figure is not None:
        return Printed(figure=_as_measure(figure, column.role), role=column.role)
    mark = glossary().mark(text)
    if mark is None:
        return None
    figure = read_figure(mark.rest, "%" if mark.term.kind == "rate" else column.unit)
    if figure is None or not figure.is_number:
        return None
    figure = attrs.evolve(figure, text=text)
    return Printed(figure=_as_measure(figure, mark.term.id), role=mark.term.id, mark=mark.wording)


def _as_measure(figure: Figure, role: str | None) -> Figure:
    """An amount printed without decimals is rounded, not counted: 64338 in a column of 万元, and also in one of 元."""
    if figure.counted and role is not None and glossary().term(role).kind in ("amount", "rate"):
        return attrs.evolve(figure, counted=False)
    return figure


def _with_counterparts(
    cells: dict[tuple[int, int], Printed], columns: tuple[Column, ...]
) -> dict[tuple[int, int], Printed]:
    """Where a mark turns a row from buying to selling, its other cells change with it (a budget is a start price)."""
    roles = {column.index: column.role for column in columns}
    swaps: dict[int, dict[str, str]] = {}
    for (row, column), cell in cells.items():
        if cell.mark and (swap := _swap(roles[column], cell.role)):
            swaps[row] = swap
    for (row, column), cell in cells.items():
        if row in swaps and cell.role in swaps[row]:
            cells[row, column] = attrs.evolve(cell, role=swaps[row][cell.role])
    return cells


def _swap(role: str | None, marked: str | None) -> dict[str, str]:
    """Which quantity stands in place of which when a cell measures `marked` in a column of `role`.

    Both are declared: savings is budget − deal, premium is deal − start price, so the start price takes the place of
    the budget.
    """
    declared = declarations()
    if role is None or marked is None or not {role, marked} <= set(declared):
        return {}
    old, new = (set(declared[name].variant().quantities) for name in (role, marked))
    gone, come = old - new, new - old
    return {gone.pop(): come.pop()} if len(gone) == len(come) == 1 else {}

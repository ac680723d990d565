"""Writing the filled form: sums of several blocks, and the rows as a grid with the structure they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from zhengwu.periods import Period
from zhengwu.stats.cells import Layout
from zhengwu.stats.headers import headers_of
from zhengwu.table.cells import read_cells
from zhengwu.table.computed import Computation, ComputedCell, Summed, Uncounted
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.labels import read_label
from zhengwu.table.model import Row, RowKind, Table

__all__ = ["Written", "joined", "table_of"]

_HEADS = ("项目类别", "方式")
_ADDED = 3  # counts, budgets with start prices, deals: the columns that are added over blocks of both directions


@attrs.frozen
class Written:
    """A row before it is written: its labels, its kind and its cells."""

    block: str
    label: str
    kind: RowKind
    cells: Sequence[ComputedCell]


def joined(parts: Sequence[Sequence[ComputedCell]], layout: Layout) -> list[ComputedCell]:
    """Counts, budgets with start prices, and deals, added up; savings and premiums never are."""
    found = []
    for number, (measure, unit) in enumerate(zip(layout.measures, layout.units, strict=True)):
        cells = [cells[number] for cells in parts] if number < _ADDED else []
        values: list[Any] = [cell.value for cell in cells if cell.is_defined]
        records = [part for cell in cells for part in cell.parts]
        taking_part = sum(cell.taking_part for cell in cells)
        if not values:
            found.append(ComputedCell(measure=measure.term, value=None, printed="", unit=unit, parts=records))
            continue
        value = sum(values[1:], start=values[0])
        printed = layout.style.text(value, measure.term, unit, layout.style.places(measure))
        found.append(
            ComputedCell(
                measure=measure.term,
                value=value,
                printed=printed,
                unit=unit,
                rounding=layout.style.rounding,
                parts=records,
                taking_part=taking_part,
                arithmetic=Summed(term=measure.term, count=taking_part, value=f"{printed}{unit}"),
            )
        )
    return found


def table_of(
    written: Sequence[Written], layout: Layout, caption: str, time: Period, uncounted: Sequence[Uncounted]
) -> Table:
    """The table of these rows, a block's label once above its first."""
    headers = headers_of(_HEADS, layout.measures, layout.units, layout.slots, caption)
    body: list[tuple[Cell, ...]] = []
    rows: list[Row] = []
    computed: dict[tuple[int, int], ComputedCell] = {}
    above = ""
    for index, line in enumerate(written):
        shown = "" if line.block == above else line.block
        texts = (line.label, "") if not line.block else (shown, line.label)
        above = line.block
        body.append((*map(Cell, texts), *(Cell(cell.printed) for cell in line.cells)))
        computed.update(((index, len(_HEADS) + number), cell) for number, cell in enumerate(line.cells))
        labels = (line.label, "") if not line.block else (line.block, line.label)
        group = (line.block,) if line.block else ()
        rows.append(Row(index=index, kind=line.kind, labels=labels, own=read_label(line.label), group=group))
    grid = Grid((*headers.rows, *body), caption=caption, header_rows=len(headers.rows))
    figures, _ = read_cells(grid, len(headers.rows), headers.columns, tuple(rows), 0)
    return Table(
        title=caption,
        columns=headers.columns,
        rows=tuple(rows),
        cells=figures,
        period=time,
        grid=grid,
        header_height=len(headers.rows),
        computation=Computation(cells=computed, uncounted=tuple(uncounted)),
    )

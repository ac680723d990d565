"""Rows of a roll-up: items, subtotals and the total in their order, written out as a grid and kept as a table.

The table is built with the structure it has by construction, not recognised from its wording; the wording is such that
a reader recognises the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from zhengwu.stats.cells import Layout, cells_of
from zhengwu.stats.headers import headers_of
from zhengwu.stats.keys import Path
from zhengwu.stats.tally import Bucket
from zhengwu.table.cells import read_cells
from zhengwu.table.computed import Computation, ComputedCell, Uncounted
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.labels import read_label
from zhengwu.table.model import Row, RowKind, Table

__all__ = ["Line", "lines_of", "tabulate"]


@attrs.frozen
class Line:
    """One row before it is written: what it sums (`path`: all groups below it), its kind and its label."""

    path: Path
    kind: RowKind
    label: str


def lines_of(paths: Sequence[Path], depth: int, *, total: str, subtotals: str) -> Iterator[Line]:
    """The rows of groups that stand in order: items, a subtotal after each group of a hierarchy, the total last.

    `depth` is the number of keys; an empty `total` or `subtotals` leaves that row out.

    >>> [line.label for line in lines_of([("甲", "一"), ("甲", "二"), ("乙", "一")], 2, total="合计", subtotals="小计")]
    ['一', '二', '小计', '一', '小计', '合计']
    """
    for number, path in enumerate(paths):
        yield Line(path, RowKind.ITEM, path[-1])
        following = paths[number + 1] if number + 1 < len(paths) else ()
        for level in range(depth - 1, 0, -1):
            if subtotals and following[:level] != path[:level]:
                yield Line(path[:level], RowKind.SUBTOTAL, subtotals)
    if total:
        yield Line((), RowKind.TOTAL, total)


def tabulate(
    lines: Sequence[Line],
    labels: Sequence[str],
    buckets: Sequence[Bucket],
    layout: Layout,
    *,
    title: str,
    uncounted: Sequence[Uncounted],
) -> Table:
    """The table of these rows."""
    headers = headers_of(labels, layout.measures, layout.units, layout.slots, title)
    under: dict[Path, list[Bucket]] = {}
    for bucket in buckets:
        for depth in range(len(labels) + 1):
            under.setdefault(bucket.path[:depth], []).append(bucket)
    body: list[tuple[Cell, ...]] = []
    rows: list[Row] = []
    computed: dict[tuple[int, int], ComputedCell] = {}
    above: Path = ()
    for index, line in enumerate(lines):
        printed, full = _labels(line, above, len(labels))
        above = line.path if line.kind is RowKind.ITEM else above
        cells = [cell for column in cells_of(under.get(line.path, ()), layout) for cell in column]
        computed.update(((index, len(labels) + number), cell) for number, cell in enumerate(cells))
        body.append((*map(Cell, printed), *(Cell(cell.printed) for cell in cells)))
        group = line.path[:-1] if line.kind is RowKind.ITEM else line.path
        rows.append(Row(index=index, kind=line.kind, labels=full, own=read_label(line.label), group=group))
    grid = Grid((*headers.rows, *body), caption=title, unit=headers.unit, header_rows=len(headers.rows), source=None)
    figures, _ = read_cells(grid, len(headers.rows), headers.columns, tuple(rows), 0)
    return Table(
        title=title,
        columns=headers.columns,
        rows=tuple(rows),
        cells=figures,
        period=layout.slots.total or (layout.slots.printed[0] if len(layout.slots.printed) == 1 else None),
        grid=grid,
        header_height=len(headers.rows),
        computation=Computation(cells=computed, uncounted=tuple(uncounted)),
    )


def _labels(line: Line, above: Path, depth: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of a row as printed (a group once, above its first row), and in full."""
    own = len(line.path) - (line.kind is RowKind.ITEM)
    full = (*line.path[:own], line.label, *[""] * (depth - own - 1))
    repeated = 0
    while repeated < own and above[: repeated + 1] == line.path[: repeated + 1]:
        repeated += 1
    return (*[""] * repeated, *full[repeated:]), full

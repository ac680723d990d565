"""From a grid to a table: header, label columns, units, roles, periods, totals, recognised and not configured.

The wording is the glossary's, the shape is the grid's. Nothing here knows a document.

>>> from zhengwu.table.grid import Grid
>>> table = recognise(Grid.of([["窗口名称", "1月", "2月", "合计"], ["甲窗口", "3", "", "3"], ["合计", "3", "", "3"]],
...                           caption="2017年服务情况表", unit="件"))
>>> [column.kind.value for column in table.columns], [row.kind.value for row in table.rows]
(['label', 'figure', 'figure', 'figure'], ['item', 'total'])
>>> table.columns[1].period, table.columns[1].unit
(Period("2017-01"), '件')
"""

from __future__ import annotations

from zhengwu.periods import find_period
from zhengwu.table.cells import is_figure, read_cells
from zhengwu.table.columns import read_columns
from zhengwu.table.grid import Grid
from zhengwu.table.labels import read_label
from zhengwu.table.model import Table
from zhengwu.table.rows import read_rows

__all__ = ["recognise"]


def recognise(grid: Grid, *, index: int = 0) -> Table:
    """The table in a grid. `index` is its number within the document.

    Never fails on odd content: what cannot be read is listed in `Table.unread`.
    """
    top, caption, unit = _titles(grid)
    found = find_period(caption)
    period = found[0] if found else None
    height = _header_height(grid, top)
    body = range(top + height, grid.height)
    columns = read_columns(grid, range(top, top + height), body, unit=unit, period=period)
    rows = read_rows(grid, range(top, top + height), body, columns, unit=unit)
    cells, unread = read_cells(grid, body.start, columns, rows, index)
    return Table(
        title=caption,
        columns=columns,
        rows=rows,
        cells=cells,
        period=period,
        unread=tuple(unread),
        grid=grid,
        header_height=body.start,
        index=index,
    )


def _titles(grid: Grid) -> tuple[int, str, str]:
    """How many leading rows are titles inside the grid, the caption, and the unit."""
    caption, unit, top = grid.caption, grid.unit, 0
    while top < grid.height - 1 and grid.width > 1 and grid.header_rows is None:
        texts = {grid.owner(top, c): grid.text(top, c) for c in range(grid.width)}
        filled = [text for text in texts.values() if text]
        cell = grid.cell(top, 0)
        if len(filled) != 1 or not (cell is None or cell.text.strip()) or (cell and cell.row_span > 1):
            break
        label = read_label(filled[0])
        if label.text.startswith("单位:"):
            unit = unit or label.text.removeprefix("单位:")
        else:
            caption = caption or filled[0]
        top += 1
    return top, caption, unit


def _header_height(grid: Grid, top: int) -> int:
    if grid.header_rows is not None:
        return min(max(grid.header_rows, 1), grid.height - top)
    height = 1
    while top + height < grid.height - 1 and _continues_header(grid, top + height):
        height += 1
    return min(height, grid.height - top)


def _continues_header(grid: Grid, row: int) -> bool:
    """A row belongs to the header if it prints no figure and stands under a cell that spans, or under its own blank."""
    texts = [grid.text(row, c) for c in range(grid.width)]
    if any(is_figure(text) for text in texts) or not any(texts):
        return False
    above = grid.cell(row - 1, 0)
    if grid.owner(row, 0) == grid.owner(row - 1, 0) and above is not None and above.row_span > 1:
        return True
    spans = any((cell := grid.cell(row - 1, c)) is not None and cell.column_span > 1 for c in range(grid.width))
    blanks_above = any(not grid.text(row - 1, c) and texts[c] for c in range(1, grid.width))
    return spans or (not texts[0] and blanks_above and len([text for text in texts if text]) > 1)

"""The published tables, and the ways of printing the same facts differently, for the tests that hold laws on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.from_published import grid_of_table
from zhengwu.auditing.report import Report
from zhengwu.findings import Verdict
from zhengwu.reference.published import document
from zhengwu.table import Grid, recognise

__all__ = ["TABLES", "Rows", "audited", "decided", "published_grid", "texts", "with_cells", "with_rows"]

TABLES = (0, 1)
"""The window table and the trading table of the 2017 first quarter."""

Rows = list[list[str | None]]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def published_grid(number: int) -> Grid:
    """One of the two published tables, as printed."""
    return grid_of_table(document("wujin-2017q1").tables[number])


def texts(grid: Grid) -> Rows:
    """The texts of a grid without spans; None where there is no cell."""
    return [[None if cell is None else cell.text for cell in row] for row in grid.rows]


def with_rows(grid: Grid, rows: Sequence[Sequence[str | None]], *, header_rows: int = 1) -> Grid:
    """The same caption and unit over other rows."""
    return Grid.of(rows, caption=grid.caption, unit=grid.unit, header_rows=header_rows)


def with_cells(grid: Grid, change: Callable[[int, int, str], str | None]) -> Grid:
    """The same grid with every cell of the body changed: `change` gets row, column and text."""
    rows = texts(grid)
    body = [[None if t is None else change(r, c, t) for c, t in enumerate(row)] for r, row in enumerate(rows[1:])]
    return with_rows(grid, [rows[0], *body])


def shifted(text: str, places: int) -> str:
    """Every number of a text with its decimal point moved to the left: the same digits, the same precision."""

    def move(match: re.Match[str]) -> str:
        whole, _, decimals = match[0].partition(".")
        digits = whole.zfill(places + 1)
        return f"{digits[:-places]}.{digits[-places:]}{decimals}"

    return _NUMBER.sub(move, text)


def audited(grid: Grid) -> Report:
    """The audit of one grid."""
    return audit_tables([recognise(grid)])


def decided(grid: Grid) -> dict[tuple[str, str, str], Verdict]:
    """Every verdict by the labels of its row, the header of its column and the rule: what does not depend on places."""
    table = recognise(grid)
    found = {}
    for result in audit_tables([table]).relations:
        row, column = result.where.row, result.where.column
        assert row is not None
        assert column is not None
        found[table.label(row), table.columns[column].header, result.rule] = result.verdict
    return found

"""Strategies of grids and tables: any grid, consistent tables of the published shapes, and labelled corruptions.

Those of tables take `rounding`, how the figures were printed: one `Rounding` or a strategy of them, any by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from hypothesis import strategies as st

from zhengwu.exact.rounding import Rounding
from zhengwu.findings import FindingKind
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.choices import Drawn
from zhengwu.testing.corrupting import checked_kinds, corrupt, corrupt_many
from zhengwu.testing.corruption import Corruption
from zhengwu.testing.shapes import SHAPES
from zhengwu.testing.sound import SoundTable

__all__ = [
    "corrupted", "corrupted_often", "grids", "growth_tables", "nested_tables", "ratings_tables", "shares_tables",
    "trading_tables", "window_tables",
]  # fmt: skip

_Roundings: TypeAlias = Rounding | st.SearchStrategy[Rounding] | None

_SCRAPS = (
    "", "　", "/", "—", "0", "0.00%", "合计", "小计（甲+乙）", "其中：甲", "甲", "预算金额（万元）", "节约率", "1月",
    "一季度合计", "增值额0.5", "12,345.60", "约440万元", "90%以上",
)  # fmt: skip
_CAPTIONS = ("", "2017年第一季度情况表", "单位：万元")
_UNITS = ("", "件", "万元", "件、万元")


@st.composite
def grids(draw: st.DrawFn, *, max_rows: int = 7, max_columns: int = 6, merged: bool = True) -> Grid:
    """Any grid: texts of tables in no order, stray texts, absent cells, merged cells; nothing in it need make sense.

    For the test that a reader, a writer or an audit never fails.

    >>> from hypothesis import find
    >>> find(grids(), lambda grid: grid.height > 1 and grid.text(1, 0) == "合计").height
    2
    """
    width = draw(st.integers(1, max_columns))
    texts = st.one_of(
        st.sampled_from(_SCRAPS),
        st.integers(-5, 10**6).map(str),
        st.decimals(-100, 10**6, places=2).map(str),
        st.text(max_size=8),
    )
    rows = draw(st.lists(st.lists(st.none() | texts, min_size=width, max_size=width), min_size=1, max_size=max_rows))
    cells: list[list[str | Cell | None]] = [list(row) for row in rows]
    if merged and draw(st.booleans()):
        _merge(draw, cells)
    header = draw(st.none() | st.integers(1, len(rows)))
    caption, unit = draw(st.sampled_from(_CAPTIONS)), draw(st.sampled_from(_UNITS))
    return Grid.of(cells, caption=caption, unit=unit, header_rows=header)


@st.composite
def window_tables(draw: st.DrawFn) -> SoundTable:
    """Consistent tables of cases per window: months, quarters and half-years in many layouts, with totals. Counts only.

    >>> from hypothesis import find
    >>> table = find(window_tables(), lambda table: table.grid.header_rows == 2)
    >>> table.grid.width, table.grid.text(0, 1), table.grid.text(1, 1)
    (10, '一季度', '1月')
    """
    return SHAPES["window"](Drawn(draw), Rounding.HALF_UP)


def trading_tables(rounding: _Roundings = None) -> st.SearchStrategy[SoundTable]:
    """Consistent tables of budgets, deals, savings and rates by class and method, with subtotals and totals.

    >>> from hypothesis import find
    >>> find(trading_tables(Rounding.TRUNC), lambda table: len(table.rates) > 1).rounding
    Rounding.TRUNC
    """
    return _tables("trading", rounding)


def nested_tables(rounding: _Roundings = None) -> st.SearchStrategy[SoundTable]:
    """Consistent trading tables of class, method and year, with a subtotal at every level.

    >>> from hypothesis import find
    >>> find(nested_tables(), lambda table: True).grid.text(0, 2)
    '年度'
    """
    return _tables("nested", rounding)


def ratings_tables(rounding: _Roundings = None) -> st.SearchStrategy[SoundTable]:
    """Consistent hotline tables: cases by unit, how many were done, in time and found satisfactory, and the rates.

    >>> from hypothesis import find
    >>> find(ratings_tables(Rounding.HALF_EVEN), lambda table: len(table.rates) > 3).rounding
    Rounding.HALF_EVEN
    """
    return _tables("ratings", rounding)


def shares_tables(rounding: _Roundings = None) -> st.SearchStrategy[SoundTable]:
    """Consistent tables of categories, their counts or amounts and their shares, which need not add up to 100.

    >>> from hypothesis import find
    >>> find(shares_tables(), lambda table: True).grid.width
    3
    """
    return _tables("shares", rounding)


def growth_tables(rounding: _Roundings = None) -> st.SearchStrategy[SoundTable]:
    """Consistent tables of a year beside the one before, and the growth between them.

    >>> from hypothesis import find
    >>> find(growth_tables(), lambda table: len(table.rates) > 1).grid.width
    4
    """
    return _tables("growth", rounding)


@st.composite
def corrupted(
    draw: st.DrawFn,
    tables: st.SearchStrategy[SoundTable] | None = None,
    *,
    kinds: Sequence[FindingKind | str] | None = None,
) -> tuple[Grid, Corruption]:
    """A table of `tables` (any of the shapes above by default) with one mistake in it, and what the mistake is.

    `kinds` narrows the kinds of `CORRUPTIONS`; what each does, and what an audit must say of it, stands in
    `zhengwu.testing.corruption`. A table that offers none of the kinds is passed over. Raises `UnknownNameError` for a
    kind that is no corruption.

    >>> from hypothesis import find
    >>> grid, corruption = find(corrupted(window_tables(), kinds=["sign"]), lambda pair: True)
    >>> corruption.how, corruption.after == ("-" + corruption.before[0],)
    ('minus', True)
    """
    wanted = list(checked_kinds(None if kinds is None else tuple(kinds)))
    table = draw(_any_table() if tables is None else tables)
    choices = Drawn(draw)
    while wanted:
        kind = choices.one_of(wanted)
        made = corrupt(table, kind, choices)
        if made is not None:
            return made
        wanted.remove(kind)
    return draw(st.nothing())  # this example is not counted


@st.composite
def corrupted_often(
    draw: st.DrawFn,
    tables: st.SearchStrategy[SoundTable] | None = None,
    *,
    kinds: int | Sequence[FindingKind | str] = 2,
) -> tuple[Grid, tuple[Corruption, ...]]:
    """A table with several mistakes at once, on cells that do not overlap: one of each of `kinds`, or so many of any.

    A table that does not offer them all is passed over. Raises `UnknownNameError` for a kind that is no corruption.

    >>> from hypothesis import find
    >>> grid, made = find(corrupted_often(window_tables(), kinds=["typo", "sign"]), lambda pair: True)
    >>> [corruption.kind.value for corruption in made]
    ['typo', 'sign']
    """
    count = kinds if isinstance(kinds, int) else len(checked_kinds(tuple(kinds)))
    grid, made = corrupt_many(draw(_any_table() if tables is None else tables), kinds, Drawn(draw))
    return (grid, made) if len(made) == count else draw(st.nothing())


@st.composite
def _tables(draw: st.DrawFn, shape: str, rounding: _Roundings) -> SoundTable:
    if rounding is None:
        rounding = st.sampled_from(Rounding)
    return SHAPES[shape](Drawn(draw), rounding if isinstance(rounding, Rounding) else draw(rounding))


def _any_table() -> st.SearchStrategy[SoundTable]:
    return st.one_of(window_tables(), *(_tables(shape, None) for shape in SHAPES if shape != "window"))


def _merge(draw: st.DrawFn, cells: list[list[str | Cell | None]]) -> None:
    """Let one cell cover a block of the grid."""
    height, width = len(cells), len(cells[0])
    row, column = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
    row_span, column_span = draw(st.integers(1, height - row)), draw(st.integers(1, width - column))
    text = cells[row][column]
    for r in range(row, row + row_span):
        for c in range(column, column + column_span):
            cells[r][c] = None
    cells[row][column] = Cell(text if isinstance(text, str) else "", row_span=row_span, column_span=column_span)

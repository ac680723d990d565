"""Strategies for tables of the published shapes that are consistent by construction, printed under any rounding."""

from __future__ import annotations

from fractions import Fraction

import attrs
from hypothesis import strategies as st

from zhengwu.exact import Rounding, round_ratio
from zhengwu.exact.number import plain_text
from zhengwu.table import Grid

__all__ = ["ANY_ROUNDING", "Sound", "trading_tables", "window_tables"]

ANY_ROUNDING = st.sampled_from(Rounding)
_NAMES = "甲乙丙丁戊己庚辛壬癸"
_CLASSES = ("工程建设", "政府采购", "产权交易", "医药采购")
_METHODS = ("公开招标", "邀请招标", "竞争性谈判", "询价", "单一来源")


@attrs.frozen
class Sound:
    """A consistent table: the grid, the rounding it was printed under, and the figure cells of its body."""

    grid: Grid
    rounding: Rounding
    cells: tuple[tuple[int, int], ...]


@st.composite
def window_tables(draw: st.DrawFn) -> Sound:
    """Cases per window by month, with row totals and a total row; zero may be printed or left blank."""
    windows = draw(st.integers(1, len(_NAMES)))
    counts = [draw(st.lists(st.integers(0, 99_999), min_size=3, max_size=3)) for _ in range(windows)]
    rows = [["窗口名称", "1月", "2月", "3月", "一季度合计"]]
    for name, months in zip(_NAMES, counts, strict=False):
        shown = ["" if count == 0 and draw(st.booleans()) else str(count) for count in months]
        rows.append([f"{name}窗口", *shown, str(sum(months))])
    columns = [sum(months[i] for months in counts) for i in range(3)]
    rows.append(["合计", *map(str, columns), str(sum(columns))])
    grid = Grid.of(rows, caption="2017年第一季度办件情况表", unit="件", header_rows=1)
    return Sound(grid, Rounding.HALF_UP, _body(rows, 1))


@st.composite
def trading_tables(draw: st.DrawFn, roundings: st.SearchStrategy[Rounding] = ANY_ROUNDING) -> Sound:
    """Budgets, deals, savings and rates by class and method, with subtotals and a total, rounded once from 分."""
    rounding = draw(roundings)
    classes = draw(st.lists(st.sampled_from(_CLASSES), min_size=1, max_size=3, unique=True))
    rows = [["项目类别", "方式", "项目个数", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]]
    total = (0, 0, 0)
    for name in classes:
        subtotal = (0, 0, 0)
        methods = draw(st.lists(st.sampled_from(_METHODS), min_size=1, max_size=4, unique=True))
        for i, method in enumerate(methods):
            budget = draw(st.integers(10**6, 10**12))
            deal = draw(st.integers(budget // 2, budget))
            item = (draw(st.integers(1, 999)), budget, deal)
            subtotal = _add(subtotal, item)
            rows.append([name if i == 0 else "", method, *_printed(item, rounding)])
        total = _add(total, subtotal)
        rows.append(["", "小计", *_printed(subtotal, rounding)])
    rows.append(["合计", "", *_printed(total, rounding)])
    return Sound(Grid.of(rows, caption="交易情况表", header_rows=1), rounding, _body(rows, 2))


def _add(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _printed(item: tuple[int, int, int], rounding: Rounding) -> list[str]:
    count, budget, deal = item
    amounts = [plain_text(round_ratio(fen, 10**6, 2, rounding), 2) for fen in (budget, deal, budget - deal)]
    rate = Fraction(budget - deal, budget)
    return [str(count), *amounts, plain_text(round_ratio(rate.numerator, rate.denominator, 4, rounding), 2) + "%"]


def _body(rows: list[list[str]], first: int) -> tuple[tuple[int, int], ...]:
    return tuple((r, c) for r in range(len(rows) - 1) for c in range(first, len(rows[0])) if rows[r + 1][c])

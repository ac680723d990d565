"""Consistent tables in the odd layouts that publishers use, with the relations that are true in them.

Each layout takes `Choices` and returns a grid and its truths: the place of a figure (row and column of the body) and
the places it is the sum of. Nothing here is printed wrongly; figures are rounded half up from exact values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from zhengwu.exact.number import plain_text
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.choices import Choices, some_of

__all__ = ["LAYOUTS", "Layout"]

Place = tuple[int, int]
Line = list[str | Cell | None]
_NAMES = tuple(f"{a}{b}" for a in "东西南北中" for b in "岭湖江桥")
_CLASSES = ("道路", "供水", "绿化", "照明", "排水", "消防", "环卫")
_MOST = (9, 99, 9_999, 999_999)


@attrs.frozen(kw_only=True)
class Layout:
    """A grid, the sums that are true in it, and the places of rates that are true of something."""

    grid: Grid
    sums: frozenset[tuple[Place, frozenset[Place]]] = frozenset()


@attrs.frozen
class _Body:
    """Lines under construction: a table is built line by line and knows the row it is at."""

    lines: list[Line] = attrs.field(factory=list)
    sums: set[tuple[Place, frozenset[Place]]] = attrs.field(factory=set)

    def add(self, labels: Sequence[str], figures: Sequence[str]) -> int:
        self.lines.append([*labels, *figures])
        return len(self.lines) - 1

    def sum_rows(self, whole: int, parts: Sequence[int], columns: Sequence[int]) -> None:
        self.sums.update({((whole, c), frozenset((p, c) for p in parts)) for c in columns})

    def sum_columns(self, whole: int, parts: Sequence[int], rows: Sequence[int]) -> None:
        self.sums.update({((r, whole), frozenset((r, p) for p in parts)) for r in rows})

    def layout(self, header: Sequence[Line], *, caption: str = "2021年情况表", unit: str = "件") -> Layout:
        grid = Grid.of([*header, *self.lines], caption=caption, unit=unit, header_rows=len(header))
        return Layout(grid=grid, sums=frozenset(self.sums))


def _counts(choices: Choices, width: int, *, least: int = 0) -> list[int]:
    most = choices.one_of(_MOST)
    return [choices.integer(least, most) for _ in range(width)]


def _texts(numbers: Sequence[int]) -> list[str]:
    return [str(number) for number in numbers]


def _added(rows: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _percent(part: int, whole: int, places: int, sign: str = "") -> str:
    if whole == 0:
        return "/"
    return plain_text(round_ratio(100 * part, whole, places, Rounding.HALF_UP), places) + sign


def _items(choices: Choices, width: int, *, least: int = 2) -> tuple[list[str], list[list[int]]]:
    names = some_of(choices, _NAMES, least=least, most=12)
    return names, [_counts(choices, width) for _ in names]


def total_on_top(choices: Choices) -> Layout:
    """The total row stands above its parts."""
    width = choices.integer(1, 5)
    names, rows = _items(choices, width)
    body = _Body()
    body.add([choices.one_of(("合计", "总计", "全区合计"))], _texts(_added(rows)))
    parts = [body.add([name], _texts(row)) for name, row in zip(names, rows, strict=True)]
    body.sum_rows(0, parts, range(1, width + 1))
    return body.layout([["地区", *(f"{_CLASSES[c]}类" for c in range(width))]])


def total_on_the_left(choices: Choices) -> Layout:
    """The total column stands before its parts."""
    width = choices.integer(2, 5)
    names, rows = _items(choices, width, least=4)
    body = _Body()
    for name, row in zip(names, rows, strict=True):
        body.add([name], _texts([sum(row), *row]))
    total = _added(rows)
    body.add(["合计"], _texts([sum(total), *total]))
    body.sum_rows(len(names), range(len(names)), range(1, width + 2))
    word = choices.one_of(("合计", "总计", "受理总量", "总数"))
    return body.layout([["地区", word, *(f"{_CLASSES[c]}类" for c in range(width))]])


def of_which_rows(choices: Choices) -> Layout:
    """Rows contained in the row above them; the enumeration may go on without the word."""
    width = choices.integer(1, 4)
    names, rows = _items(choices, width)
    goes_on = choices.integer(0, 1) == 1
    complete = choices.integer(0, 1) == 1
    body = _Body()
    items = []
    for name, row in zip(names, rows, strict=True):
        items.append(body.add([name], _texts(row)))
        if choices.integer(0, 2) == 0:
            first = [choices.integer(0, n) for n in row]
            rest = [n - m for n, m in zip(row, first, strict=True)]
            body.add(["其中：网上"], _texts(first))
            if goes_on:
                body.add(["电话"], _texts(rest if complete else [choices.integer(0, n) for n in rest]))
    whole = body.add(["合计"], _texts(_added(rows)))
    if not goes_on:
        body.sum_rows(whole, items, range(1, width + 1))
    return body.layout([["地区", *(f"{_CLASSES[c]}类" for c in range(width))]])


def of_which_columns(choices: Choices) -> Layout:
    """Columns contained in the column before them, under 其中."""
    names, _ = _items(choices, 1, least=3)
    body = _Body()
    two_levels = choices.integer(0, 1) == 1
    rows = []
    for name in names:
        one, two = _counts(choices, 2)
        part, other = choices.integer(0, one), choices.integer(0, one)
        rows.append([one, part, other, two, one + two])
        body.add([name], _texts(rows[-1]))
    body.add(["合计"], _texts(_added(rows)))
    body.sum_columns(5, (1, 4), range(len(names) + 1))
    body.sum_rows(len(names), range(len(names)), range(1, 6))
    if two_levels:
        top: Line = [Cell("地区", row_span=2), Cell("道路类", row_span=2), Cell("其中", column_span=2), None]
        top += [Cell("供水类", row_span=2), Cell("合计", row_span=2)]
        return body.layout([top, [None, None, "网上", "电话", None, None]])
    return body.layout([["地区", "道路类", "其中：网上", "其中：电话", "供水类", "合计"]])


def nested_groups(choices: Choices) -> Layout:
    """Groups whose labels stand once, with subtotals below, above, or bearing the name of the group."""
    width = choices.integer(1, 4)
    style = choices.one_of(("below", "above", "named", "none"))
    body = _Body()
    columns = range(2, width + 2)
    everything: list[list[int]] = []
    items: list[int] = []
    subtotals: list[int] = []
    for group in some_of(choices, _CLASSES, least=2, most=4):
        names, rows = _items(choices, width)
        label = [f"{group}类", *[""] * len(names)]
        total = _texts(_added(rows))
        if style in ("above", "named"):
            subtotals.append(body.add([label.pop(0), "小计" if style == "above" else ""], total))
            label.append("")
        own = [body.add([label.pop(0), name], _texts(row)) for name, row in zip(names, rows, strict=True)]
        if style == "below":
            subtotals.append(body.add([label.pop(0), "小计"], total))
        if style in ("above", "below"):
            body.sum_rows(subtotals[-1], own, columns)
        items += own
        everything += rows
    whole = body.add(["合计", ""], _texts(_added(everything)))
    if style != "named":
        body.sum_rows(whole, subtotals or items, columns)
    return body.layout([["类别", "地区", *(f"第{c + 1}项" for c in range(width))]])


def groups_without_words(choices: Choices) -> Layout:
    """Rows that sum the rows below them, told from these by nothing but their figures."""
    width = choices.integer(2, 4)
    body = _Body()
    everything = []
    for group in some_of(choices, _CLASSES, least=2, most=4):
        names, rows = _items(choices, width)
        body.add([f"{group}类"], _texts(_added(rows)))
        for name, row in zip(names, rows, strict=True):
            body.add([name], _texts(row))
        everything += rows
    body.add([choices.one_of(("合计", "总计"))], _texts(_added(everything)))
    return body.layout([["项目", *(f"第{c + 1}项" for c in range(width))]])


def periods(choices: Choices) -> Layout:
    """Months, quarters and the half-year side by side, and what has accumulated since the new year."""
    names, rows = _items(choices, 6)
    two_levels = choices.integer(0, 1) == 1
    body = _Body()
    with_last = choices.integer(0, 1) == 1

    def line(row: Sequence[int], last: int) -> list[str]:
        one, two = sum(row[:3]), sum(row[3:])
        found = [*row[:3], one, *row[3:], two, one + two]
        return [*_texts(found), *([str(last), _percent(one + two - last, last, 2)] if with_last else [])]

    lasts = [sum(row) + choices.integer(-sum(row) // 2, 99) for row in rows]
    for name, row, last in zip(names, rows, lasts, strict=True):
        body.add([name], line(row, last))
    body.add(["合计"], line(_added(rows), sum(lasts)))
    every = range(len(names) + 1)
    body.sum_columns(4, (1, 2, 3), every)
    body.sum_columns(8, (5, 6, 7), every)
    body.sum_columns(9, (4, 8), every)
    more: Line = ["去年同期", "同比（%）"] if with_last else []
    if two_levels:
        top: Line = [Cell("窗口名称", row_span=2), Cell("一季度", column_span=4), None, None, None]
        top += [Cell("二季度", column_span=4), None, None, None, Cell("上半年", row_span=2)]
        top += [Cell(str(text), row_span=2) for text in more]
        low: Line = [None, "1月", "2月", "3月", "小计", "4月", "5月", "6月", "小计", None, *[None] * len(more)]
        return body.layout([top, low], caption="2021年上半年情况表")
    header: Line = ["窗口名称", "1月", "2月", "3月", "一季度", "4月", "5月", "6月", "二季度", "上半年", *more]
    return body.layout([header], caption="2021年上半年情况表")


def ratings(choices: Choices) -> Layout:
    """People by their rating, the number of ratings and the share of the satisfied."""
    names = some_of(choices, _NAMES, least=2, most=12)
    rows = [[choices.integer(0, choices.one_of((999, 99, 9, 1))) for _ in range(5)] for _ in names]
    body = _Body()
    places = choices.integer(0, 2)
    sign = choices.one_of(("%", ""))
    for name, row in [*zip(names, rows, strict=True), ("合计", _added(rows))]:
        body.add([name], [*_texts([*row, sum(row)]), _percent(sum(row[:3]), sum(row), places, sign)])
    every = range(len(names) + 1)
    if (word := choices.one_of(("合计", "评价总数"))) == "合计":
        body.sum_columns(6, (1, 2, 3, 4, 5), every)
    body.sum_rows(len(names), range(len(names)), range(1, 7))
    header: Line = ["窗口名称", "非常满意", "满意", "基本满意", "不满意", "非常不满意", word, "满意率（%）"]
    return body.layout([header], unit="人次")


def unnamed_rates(choices: Choices) -> Layout:
    """Percentages whose headers say nothing of their base."""
    names = some_of(choices, _NAMES, least=2, most=14)
    places = choices.integer(0, 2)
    body = _Body()
    rows = []
    for name in names:
        whole = choices.integer(1, choices.one_of((99, 9_999)))
        part = choices.integer(0, whole)
        rows.append([whole, part, choices.integer(0, 999)])
        body.add([name], [*_texts(rows[-1]), _percent(part, whole, places), _percent(whole - part, whole, places, "%")])
    total = _added(rows)
    body.add(
        ["合计"],
        [*_texts(total), _percent(total[1], total[0], places), _percent(total[0] - total[1], total[0], places, "%")],
    )
    body.sum_rows(len(names), range(len(names)), range(1, 4))
    return body.layout([["单位", "应到数", "实到数", "场次", "到位比例（%）", "缺席比例"]])


def transposed(choices: Choices) -> Layout:
    """Measures downwards, units across: every row has a unit of its own."""
    names = some_of(choices, _NAMES, least=2, most=6)
    decimals = choices.integer(0, 2)
    scale = 10 ** (6 - decimals)  # 分 to 万元 with so many decimals
    budgets = [choices.integer(10**6, 10**10) for _ in names]
    deals = [budget - choices.integer(0, budget // 3) for budget in budgets]
    counts = [choices.integer(1, 99) for _ in names]
    for numbers in (budgets, deals, counts):
        numbers.append(sum(numbers))

    def money(fen: int) -> str:
        return plain_text(round_ratio(fen, scale, 0, Rounding.HALF_UP), decimals)

    unit = choices.one_of(("（万元）", ""))
    body = _Body()
    body.add(["项目数（个）"], _texts(counts))
    body.add([f"预算金额{unit}"], [money(budget) for budget in budgets])
    body.add([f"成交金额{unit}"], [money(deal) for deal in deals])
    body.add([f"节约金额{unit}"], [money(b - d) for b, d in zip(budgets, deals, strict=True)])
    body.add(["节约率（%）"], [_percent(b - d, b, 2) for b, d in zip(budgets, deals, strict=True)])
    body.sum_columns(len(names) + 1, range(1, len(names) + 1), range(4))
    return body.layout([["指标", *names, "合计"]], unit="" if unit else "万元")


def amounts(choices: Choices) -> Layout:
    """Amounts of several kinds and their total, with a share of the total row."""
    names = some_of(choices, _NAMES, least=2, most=12)
    decimals = choices.integer(0, 4)
    scale = 10 ** (6 - decimals)
    width = choices.integer(2, 4)
    rows = [[choices.integer(0, 10 ** choices.integer(6, 11)) for _ in range(width)] for _ in names]
    rows.append(_added(rows))
    body = _Body()
    for name, row in zip([*names, "合计"], rows, strict=True):
        texts = [plain_text(round_ratio(n, scale, 0, Rounding.HALF_UP), decimals) for n in (*row, sum(row))]
        body.add([name], [*texts, _percent(sum(row), sum(rows[-1]), 2)])
    body.sum_columns(width + 1, range(1, width + 1), range(len(rows)))
    body.sum_rows(len(names), range(len(names)), range(1, width + 2))
    kinds = [f"{_CLASSES[c]}支出" for c in range(width)]
    return body.layout([["单位", *kinds, "合计", "占比（%）"]], unit="万元")


def several_totals(choices: Choices) -> Layout:
    """A total of the month, what has accumulated, last year's and the growth of it, in rows of their own."""
    width = choices.integer(1, 4)
    names, rows = _items(choices, width)
    body = _Body()
    for name, row in zip(names, rows, strict=True):
        body.add([name], _texts(row))
    total = _added(rows)
    whole = body.add(["本月合计"], _texts(total))
    body.sum_rows(whole, range(whole), range(1, width + 1))
    body.add([choices.one_of(("1—5月累计", "本年累计", "累计"))], _texts([n + choices.integer(0, 9999) for n in total]))
    last = [choices.integer(1, 9999) for _ in total]
    body.add(["去年同期"], _texts(last))
    body.add(["同比增长"], [_percent(n - m, m, 2, "%") for n, m in zip(total, last, strict=True)])
    return body.layout([["地区", *(f"{_CLASSES[c]}类" for c in range(width))]])


def _numbered(layout: Layout, header: str) -> Layout:
    """With a column of running numbers in front."""
    top = layout.grid.header_rows or 0
    lines: list[Line] = []
    number = 0
    for r, row in enumerate(layout.grid.rows):
        if r < top:
            lines.append([Cell(header, row_span=top) if r == 0 else None, *row])
            continue
        number += 1
        is_sum = any(cell is not None and ("计" in cell.text) for cell in row[:2])
        lines.append(["" if is_sum else str(number), *row])
    moved = frozenset(((r, c + 1), frozenset((a, b + 1) for a, b in parts)) for (r, c), parts in layout.sums)
    return attrs.evolve(layout, grid=_like(layout.grid, lines), sums=moved)


def _remarked(layout: Layout) -> Layout:
    """With a column of remarks at the end."""
    top = layout.grid.header_rows or 0
    lines: list[Line] = []
    for r, row in enumerate(layout.grid.rows):
        remark: str | Cell | None = "含补报" if r % 2 else ""
        if r < top:
            remark = Cell("备注", row_span=top) if r == 0 else None
        lines.append([*row, remark])
    return attrs.evolve(layout, grid=_like(layout.grid, lines))


def _repeated(layout: Layout, at: int) -> Layout:
    """With the header printed once more in the body, as a page break does."""
    top = layout.grid.header_rows or 0
    at = min(at, layout.grid.height - top)
    lines: list[Line] = [list(row) for row in layout.grid.rows]
    again: list[Line] = [list(row) for row in layout.grid.rows[:top]]
    lines[top + at : top + at] = again

    def moved(place: Place) -> Place:
        return (place[0] + top, place[1]) if place[0] >= at else place

    sums = frozenset((moved(whole), frozenset(map(moved, parts))) for whole, parts in layout.sums)
    return attrs.evolve(layout, grid=_like(layout.grid, lines), sums=sums)


def _like(grid: Grid, lines: Sequence[Line]) -> Grid:
    return Grid.of(lines, caption=grid.caption, unit=grid.unit, header_rows=grid.header_rows)


_PLAIN: dict[str, Callable[[Choices], Layout]] = {
    function.__name__: function
    for function in (
        total_on_top, total_on_the_left, of_which_rows, of_which_columns, nested_groups, groups_without_words, periods,
        ratings, unnamed_rates, transposed, amounts, several_totals,
    )
}  # fmt: skip


def _dressed(make: Callable[[Choices], Layout]) -> Callable[[Choices], Layout]:
    def dressed(choices: Choices) -> Layout:
        layout = make(choices)
        if choices.integer(0, 3) == 3:
            layout = _remarked(layout)
        if choices.integer(0, 3) == 3:
            layout = _numbered(layout, choices.one_of(("序号", "", "编号")))
        if choices.integer(0, 3) == 3:
            layout = _repeated(layout, choices.integer(1, 8))
        return layout

    return dressed


LAYOUTS: dict[str, Callable[[Choices], Layout]] = {name: _dressed(make) for name, make in _PLAIN.items()}
"""Every layout by its name, now and then with running numbers, remarks, or the header repeated."""

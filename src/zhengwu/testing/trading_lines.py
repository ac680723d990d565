"""The lines of a trading table as facts: which methods of which classes, with what amounts, and what is summed in them.

Amounts are integers of 分, one entry per period. Five sorts of lines occur, because bulletins mix them in one table:
bought in competition (with savings), awarded directly (budget equals deal, no savings printed), known by the deal only,
sold above a start price (a premium in the columns of the savings), leased at the listed price.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

import attrs

from zhengwu.testing.choices import Choices, some_of

__all__ = ["Amounts", "Line", "Sort", "rows_of", "sum_of"]


class Sort(enum.Enum):
    """What a line of items measures."""

    BOUGHT = "bought"
    DIRECT = "direct"
    DEAL_ONLY = "deal_only"
    SOLD = "sold"
    LEASED = "leased"


@attrs.frozen
class Amounts:
    """Number of projects, budget (or start price) and deal of one line in one period; None is printed as a blank."""

    count: int | None
    budget: int | None
    deal: int | None

    def plus(self, other: Amounts, sign: int = 1) -> Amounts:
        """Both together; what neither knows stays unknown."""
        return Amounts(*(_plus(a, b, sign) for a, b in zip(attrs.astuple(self), attrs.astuple(other), strict=True)))


@attrs.frozen
class Line:
    """One row: its class and label, the amounts of each period, and the items it sums (none: it is an item itself)."""

    group: str
    label: str
    periods: tuple[Amounts, ...]
    sorts: frozenset[Sort]
    items: tuple[int, ...] = ()


_CLASSES = ("政府采购", "工程建设", "产权交易", "医药采购")
_METHODS = {
    "政府采购": (
        ("公开招标", Sort.BOUGHT), ("竞争性谈判", Sort.BOUGHT), ("单一来源", Sort.BOUGHT), ("询价", Sort.BOUGHT),
        ("电子竞价", Sort.BOUGHT),
    ),
    "工程建设": (("公开招标", Sort.BOUGHT), ("邀请招标", Sort.BOUGHT), ("直接发包", Sort.DIRECT)),
    "产权交易": (("网络竞价", Sort.SOLD), ("拍卖", Sort.SOLD), ("协议租赁", Sort.LEASED)),
    "医药采购": (("中药饮片", Sort.DEAL_ONLY), ("医用耗材", Sort.DEAL_ONLY), ("基本药物", Sort.DEAL_ONLY)),
}  # fmt: skip
_SHORT = {"公开招标": "公开", "邀请招标": "邀请"}


def rows_of(choices: Choices, *, periods: int, grouped: bool) -> list[Line]:
    """The lines from top to bottom: items and subtotals class by class, one or two totals at the end.

    With several periods each line has one more entry, their sum. `grouped` False: one class, no subtotal.
    """
    classes = some_of(choices, _CLASSES, most=4 if grouped else 1)
    lines: list[Line] = []
    for name in classes:
        methods = some_of(choices, _METHODS[name])
        first = len(lines)
        for method, sort in methods:
            amounts = [_amounts(choices, sort) for _ in range(periods)]
            if periods > 1:
                amounts.append(_sum(amounts))
            lines.append(Line(name if grouped else "", method, tuple(amounts), frozenset({sort})))
        if grouped:
            lines += _subtotals(choices, lines, first)
    for label, items in _totals(choices, lines, classes):
        lines.append(sum_of(lines, "", label, items))
    return lines


def sum_of(lines: Sequence[Line], group: str, label: str, items: Sequence[int]) -> Line:
    """The line that sums these items."""
    periods = zip(*(lines[item].periods for item in items), strict=True)
    sorts = frozenset(sort for item in items for sort in lines[item].sorts)
    return Line(group, label, tuple(_sum(amounts) for amounts in periods), sorts, tuple(items))


def _subtotals(choices: Choices, lines: Sequence[Line], first: int) -> list[Line]:
    """小计 over a class; with direct awards also one over what was bought in competition, the formula in its label."""
    items = list(range(first, len(lines)))
    group = lines[first].group
    labels = [_SHORT.get(lines[item].label, lines[item].label) for item in items]
    if Sort.DIRECT not in lines[items[-1]].sorts or len(items) < 3:
        return [sum_of(lines, group, choices.one_of(("小计", "小  计")), items)] if choices.integer(0, 3) < 3 else []
    competed = sum_of(lines, group, f"小计（{'+'.join(labels[:-1])}）", items[:-1])
    whole = sum_of(lines, group, f"小计（{'+'.join(labels)}）", items)
    return choices.one_of(([competed, whole], [competed], [whole]))


def _totals(choices: Choices, lines: Sequence[Line], classes: Sequence[str]) -> list[tuple[str, list[int]]]:
    items = [index for index, line in enumerate(lines) if not line.items]
    ways = [[(choices.one_of(("合计", "合    计", "总计")), items)]]
    if len(classes) > 1:
        ways.append([_by_classes(lines, some_of(choices, classes, least=2))])
        ways.append([_by_classes(lines, classes[:-1])] if len(classes) > 2 else [])
        ways[-1].append(_by_classes(lines, classes))
        bought = [i for i in items if lines[i].group == "工程建设" and lines[i].sorts == {Sort.BOUGHT}]
        if len(bought) == 2 and "政府采购" in classes:
            rest = [i for i in items if lines[i].group == "政府采购"]
            terms = [*(_SHORT[lines[item].label] for item in bought), "政府采购"]
            ways.append([(f"合计（{'+'.join(terms)}）", sorted(bought + rest))])
    return choices.one_of(ways)


def _by_classes(lines: Sequence[Line], classes: Sequence[str]) -> tuple[str, list[int]]:
    items = [index for index, line in enumerate(lines) if not line.items and line.group in classes]
    return f"合计（{'+'.join(classes)}）", items


def _amounts(choices: Choices, sort: Sort) -> Amounts:
    deal = 0 if choices.integer(0, 9) == 9 else choices.integer(10**4, 10 ** choices.integer(7, 12))
    if sort is Sort.DEAL_ONLY:
        return Amounts(None, None, deal)
    if deal == 0:
        return Amounts(0, 0, 0)
    count = choices.integer(1, 999)
    if sort in (Sort.DIRECT, Sort.LEASED):
        return Amounts(count, deal, deal)
    if sort is Sort.SOLD:
        return Amounts(count, deal - choices.integer(0, deal // 2), deal)
    # Deals above the budget happen, and no publisher's clipping of them is imitated here.
    saved = choices.integer(0, deal // 2) if choices.integer(0, 19) < 19 else -choices.integer(1, deal // 50)
    return Amounts(count, deal + saved, deal)


def _sum(amounts: Sequence[Amounts]) -> Amounts:
    total = Amounts(None, None, None)
    for item in amounts:
        total = total.plus(item)
    return total


def _plus(one: int | None, other: int | None, sign: int) -> int | None:
    if other is None:
        return one
    return sign * other if one is None else one + sign * other

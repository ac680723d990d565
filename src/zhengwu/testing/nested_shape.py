"""Classes, methods within them and years within those, with a subtotal at each level: the deeply nested trading table.

>>> from zhengwu.testing.choices import Rolled
>>> table = nested_table(Rolled.seeded(1), Rounding.HALF_UP)
>>> [cell.text for cell in table.grid.rows[0][:3] if cell]
['项目类别', '交易方式', '年度']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhengwu.exact.rounding import Rounding
from zhengwu.table.grid import Cell
from zhengwu.testing.choices import Choices, some_of
from zhengwu.testing.lines import Amounts, Row, Text, counted, ratio, table_of, total_of
from zhengwu.testing.sound import Hidden, SoundTable
from zhengwu.testing.truth import Truth

__all__ = ["nested_table"]

_CLASSES = ("政府采购", "工程建设", "医药采购")
_METHODS = ("公开招标", "邀请招标", "竞争性谈判", "询价")
_LABELS = 3


def nested_table(choices: Choices, rounding: Rounding) -> SoundTable:
    """A table of three label columns: years are summed to methods, methods to classes, classes to the total."""
    is_merged = choices.integer(0, 1) == 1
    first, count = choices.integer(2015, 2021), choices.integer(2, 3)
    rows: list[Row] = []
    for name in some_of(choices, _CLASSES):
        start = len(rows)
        for method in some_of(choices, _METHODS, most=3):
            begin = len(rows)
            years = range(first, first + count)
            rows += [Row(labels=(name, method, f"{year}年"), amounts=_amounts(choices)) for year in years]
            rows.append(total_of(rows, (name, method, "小计"), range(begin, len(rows))))
        items = [r for r in range(start, len(rows)) if not rows[r].items]
        rows.append(total_of(rows, (name, "合计", ""), items))
    rows.append(
        total_of(rows, (choices.one_of(("总计", "总  计")), "", ""), [r for r, row in enumerate(rows) if not row.items])
    )
    decimals, rate_decimals, after = choices.one_of((2, 2, 4, 0)), choices.one_of((2, 2, 1)), choices.one_of(("%", ""))

    def figures(amounts: Amounts) -> list[Hidden | None]:
        number, budget, deal = (amount or 0 for amount in amounts)
        money = [
            Hidden(value=Fraction(fen, 10**6), unit="万元", decimals=decimals) for fen in (budget, deal, budget - deal)
        ]
        rate = ratio(budget - deal, budget, decimals=rate_decimals, after=after)
        return [counted(number, "个"), *money, rate]

    def identities(row: int) -> Iterator[Truth]:
        budget, deal, savings, rate = ((row, _LABELS + c) for c in (1, 2, 3, 4))
        yield Truth(target=savings, parts=((budget, 1), (deal, -1)))
        yield Truth(target=rate, parts=((budget, 1), (deal, -1)), base=budget, other_bases=(deal,))

    header: list[Text] = [
        "项目类别",
        "交易方式",
        "年度",
        "项目个数",
        "预算金额（万元）",
        "成交金额（万元）",
        "节约金额（万元）",
        "节约率（%）",
    ]
    return table_of(
        _merged(rows) if is_merged else _once(rows),
        figures,
        header=[header],
        rounding=rounding,
        caption=f"{first}—{first + count - 1}年公共资源交易情况表",
        identities=identities,
    )


def _amounts(choices: Choices) -> tuple[int, int, int]:
    deal = choices.integer(10**4, 10 ** choices.integer(7, 12))
    return choices.integer(1, 999), deal + choices.integer(0, deal // 2), deal


def _once(rows: list[Row]) -> list[Row]:
    """Labels printed where they begin, blanks below them."""
    return [_relabelled(rows, r, "") for r in range(len(rows))]


def _merged(rows: list[Row]) -> list[Row]:
    """Labels in cells that span the rows they stand for."""
    return [_relabelled(rows, r, None) for r in range(len(rows))]


def _relabelled(rows: list[Row], row: int, below: Text) -> Row:
    labels = rows[row].labels
    shown: list[Text] = []
    for level, label in enumerate(labels):
        path = labels[: level + 1]
        if level < _LABELS - 1 and label and row and rows[row - 1].labels[: level + 1] == path:
            shown.append(below)
        elif below is None and level < _LABELS - 1 and label:
            height = sum(other.labels[: level + 1] == path for other in rows[row:])
            shown.append(Cell(str(label), row_span=height))
        else:
            shown.append(label)
    return Row(labels=tuple(shown), amounts=rows[row].amounts, items=rows[row].items)

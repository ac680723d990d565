"""A year beside the one before and the growth between them, by category or unit: the comparison table.

>>> from zhengwu.testing.choices import Rolled
>>> table = growth_table(Rolled.seeded(2), Rounding.TRUNC)
>>> table.grid.width, table.hidden[0, 3].unit
(4, '%')
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhengwu.exact.rounding import Rounding
from zhengwu.testing.choices import Choices, some_of
from zhengwu.testing.lines import Amounts, Row, Text, ratio, table_of, total_of
from zhengwu.testing.sound import Hidden, SoundTable
from zhengwu.testing.truth import Truth

__all__ = ["growth_table"]

_NAMES = tuple(f"{letter}局窗口" for letter in "甲乙丙丁戊己庚辛")
_CLASSES = ("政府采购", "工程建设", "土地出让", "产权交易", "药品采购")
_PERIODS = ("一季度", "上半年", "1-9月", "")


def growth_table(choices: Choices, rounding: Rounding) -> SoundTable:
    """A comparison table: counts or amounts of two years and their growth, rounded once under `rounding`."""
    is_money = choices.integer(0, 1) == 1
    decimals, after = choices.one_of((2, 2, 1)), choices.one_of(("%", ""))
    money_decimals = choices.one_of((2, 4, 0))
    names = some_of(choices, _CLASSES if is_money else _NAMES)
    rows = [Row(labels=(name,), amounts=_amounts(choices, is_money)) for name in names]
    rows.append(total_of(rows, (choices.one_of(("合计", "总计")),), range(len(rows))))
    year, period = choices.integer(2016, 2024), choices.one_of(_PERIODS)
    unit = "万元" if is_money else "件"
    measure = choices.one_of(("", f"成交金额（{unit}）" if is_money else "办件量"))
    ends = [f"{number}年{period}{measure}" for number in (year, year - 1)]
    header: list[Text] = ["类别", *ends, choices.one_of(("同比增长", "同比")) + ("" if after else "（%）")]

    def figures(amounts: Amounts) -> list[Hidden | None]:
        now, then = (amount or 0 for amount in amounts)
        scale, places = (10**6, money_decimals) if is_money else (1, 0)
        sizes = [Hidden(value=Fraction(number, scale), unit=unit, decimals=places) for number in (now, then)]
        return [*sizes, ratio(now - then, then, decimals=decimals, after=after)]

    def identities(row: int) -> Iterator[Truth]:
        now, then = (row, 1), (row, 2)
        yield Truth(target=(row, 3), parts=((now, 1), (then, -1)), base=then, other_bases=(now,))

    return table_of(
        rows,
        figures,
        header=[header],
        rounding=rounding,
        caption=f"{year}年{period}业务情况同比表",
        unit="" if measure else unit,
        blank=choices.one_of(("", "/", "—")),
        identities=identities,
    )


def _amounts(choices: Choices, is_money: bool) -> tuple[int, int]:
    """Now and then: seldom a beginning from nothing or an end, else up to half more or less."""
    then = choices.integer(1, 10 ** choices.integer(8, 11) if is_money else 10 ** choices.integer(1, 5))
    if choices.integer(0, 9) == 9:
        return choices.one_of(((then, 0), (0, then)))
    return then + choices.integer(-(then // 2), then // 2), then

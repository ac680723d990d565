"""Categories with their counts or amounts and their shares of the total: the composition table.

The shares are rounded one by one, so what is printed need not add up to 100.

>>> from zhengwu.testing.choices import Rolled
>>> table = shares_table(Rolled.seeded(2), Rounding.HALF_UP)
>>> table.text((table.grid.height - 2, 0)), table.text((table.grid.height - 2, 2)).rstrip("%").split(".")[0]
('合计', '100')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from zhengwu.exact.rounding import Rounding
from zhengwu.testing.choices import Choices, some_of
from zhengwu.testing.lines import Amounts, Row, Text, counted, ratio, table_of, total_of
from zhengwu.testing.sound import Hidden, SoundTable
from zhengwu.testing.truth import Place, Truth

__all__ = ["shares_table"]

_CATEGORIES = ("咨询", "求助", "投诉", "举报", "建议", "表扬", "其他")
_SECTORS = ("市政工程", "房屋建筑", "交通运输", "水利工程", "信息系统", "办公设备", "其他")


def shares_table(choices: Choices, rounding: Rounding) -> SoundTable:
    """A composition table: counts, or amounts in 万元, and their shares rounded once under `rounding`."""
    is_money = choices.integer(0, 2) == 2
    decimals, after = choices.one_of((2, 2, 1)), choices.one_of(("%", ""))
    names = some_of(choices, _SECTORS if is_money else _CATEGORIES, least=2)
    most = choices.one_of((999, 99_999) if not is_money else (10**9, 10**11))
    rows = [Row(labels=(name,), amounts=(choices.integer(1, most),)) for name in names]
    rows.append(total_of(rows, (choices.one_of(("合计", "总计")),), range(len(rows))))
    whole = rows[-1].amounts[0] or 0
    measure = "成交金额（万元）" if is_money else choices.one_of(("受理量", "数量", "件数"))
    header: list[Text] = ["类别", measure, choices.one_of(("占比", "所占比例")) + ("" if after else "（%）")]

    def figures(amounts: Amounts) -> list[Hidden | None]:
        number = amounts[0] or 0
        size = Hidden(value=Fraction(number, 10**6), unit="万元", decimals=2) if is_money else counted(number)
        return [size, ratio(number, whole, decimals=decimals, after=after)]

    def identities(row: int) -> Iterator[Truth]:
        last = len(rows) - 1
        if row < last:
            yield Truth(target=(row, 2), parts=(((row, 1), 1),), base=(last, 1))
        else:
            yield Truth(target=(last, 2), parts=tuple(((part, 2), 1) for part in range(last)))

    table = table_of(
        rows,
        figures,
        header=[header],
        rounding=rounding,
        caption=f"{choices.integer(2017, 2024)}年{choices.one_of(('一季度', '上半年', ''))}诉求分类情况表",
        identities=identities,
    )

    def stale() -> Iterator[Mapping[Place, str]]:
        """The total as it was before one category was there; the shares were computed later."""
        place = len(rows) - 1, 1
        for row in range(len(rows) - 1):
            yield {place: table.printed(place, table.hidden[place].value - table.hidden[row, 1].value)}

    return attrs.evolve(table, stale=stale)

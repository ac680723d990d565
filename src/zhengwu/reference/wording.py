"""What may stand around the wording of a quantity in a column header, and what a unit says about it.

>>> bool(CHANGES_MEANING.search("全市")), bool(CHANGES_MEANING.search("去年同期"))
(False, True)
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["ALL_TAILS", "BY_UNIT", "CHANGES_MEANING", "TAILS", "UNITS_OF_KIND"]

# What may follow the wording of a quantity in a header without changing it (办结 → 办结总数, 节约 → 节约合计).
_TOTALS = ("合计", "总计", "共计")
TAILS: Mapping[str, tuple[str, ...]] = {
    "amount": ("额", "金额", "总额", "资金", *_TOTALS),
    "count": ("数", "数量", "件数", "量", "总数", "总量", "情况", *_TOTALS),
    "rate": ("情况", "比例"),
    "dimension": ("名称",),
}
ALL_TAILS = tuple(dict.fromkeys(tail for tails in TAILS.values() for tail in tails))

# Words before a quantity that make it another: a negation, a mean or extreme, another period, a difference, a plan.
CHANGES_MEANING = re.compile(
    "[不未无非没拟待应很]$|(?:基本|非常|比较|一般)$|没有|平均|人均|户均|日均|最高|最低|最大|最小|中位|同比|环比|同期|去年|上年|上月|上季|上期|上周|前期|"
    "目标|预计|排名|较|低于|高于|高出|提高|提升|降低|下降|增加|减少"
)
# A unit that cannot measure a quantity may tell that another one is meant: 节约（%） is the savings rate.
BY_UNIT = {
    ("savings", "rate"): "savings_rate",
    ("premium", "rate"): "premium_rate",
    ("income_and_savings", "rate"): "income_and_savings_rate",
    ("item", "count"): "project_count",
}
UNITS_OF_KIND = {
    "amount": {"money"},
    "rate": {"rate"},
    "count": {"count", "time"},
    "score": {"score"},
    "dimension": set(),
}

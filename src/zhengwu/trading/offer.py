"""Offers (报价) of a sale: who offered how much, and when."""

from __future__ import annotations

from zhengwu.exact import Money
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import positive, require_count
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party
from zhengwu.records.whole import Whole

__all__ = ["Offer"]

_positive = positive("amount")


@record
class Offer(Record):
    """One offer. `round` is the round of an auction; the order of offers is that of their list.

    >>> from zhengwu.exact import wan
    >>> Offer(bidder=Party(name="甲公司"), amount=wan("26.07")).amount
    Money("26.07万元")
    """

    lot_code: str | None = field(zh="标的编号", also=("标的号",), default=None)
    bidder: Party = field(zh="竞买人", also=("竞价人", "意向方"))
    amount: Money = field(zh="竞买报价", also=("报价", "出价"))
    at: Instant | None = field(zh="报价时间", also=("出价时间",), default=None)
    round: Whole | None = field(zh="竞价轮次", default=None)
    paddle: str | None = field(zh="竞买号牌", default=None)

    def __attrs_post_init__(self) -> None:
        _positive(self)
        require_count(self, "round", least=1)

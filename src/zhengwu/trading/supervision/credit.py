"""Credit (诚信): the ledger of points with basis, effect and revocation, and what a place makes of a score.

>>> from datetime import date
>>> events = [CreditEvent(party="甲公司", points=-10, at=date(2023, 3, 1), basis="放弃中标",
...                       effect_to=date(2024, 2, 29)),
...           CreditEvent(party="甲公司", points=-5, at=date(2023, 5, 1), basis="围标", revoked_at=date(2023, 8, 1),
...                       revoked_by="行政复议决定")]
>>> [credit_score(events, "甲公司", day, start=100) for day in (date(2023, 6, 1), date(2023, 9, 1), date(2024, 3, 1))]
[85, 90, 100]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, refusal, require_text
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole

__all__ = ["CreditEvent", "credit_events", "credit_score", "credit_scores"]

_effect_in_order = in_order("effect_from", "effect_to")
_revoked_in_order = in_order("at", "revoked_at")


@record
class CreditEvent(Record):
    """One entry of the ledger, kept for ever: a revocation ends its effect and takes nothing out.

    `party` is an organisation by its name, a person (an expert, a manager) by code only.

    `points` are whole, in the smallest unit the place counts (tenths where it gives half points), negative where they
    are deducted. They count from `effect_from`, else from the day decided (`at`), until `effect_to`, both included;
    None as `effect_to` is without an end. A revocation names the paper it rests on.
    """

    event_no: str | None = field(zh="诚信记录编号", default=None)
    party: str = field(zh="单位名称", also=("市场主体", "企业名称", "专家编号"))
    points: Whole = field(zh="诚信分值", also=("扣分", "加分", "分值"))
    basis: str = field(zh="扣分依据", also=("依据", "事由"))
    at: Instant = field(zh="认定日期", also=("处理日期",))
    effect_from: Instant | None = field(zh="生效日期", default=None)
    effect_to: Instant | None = field(zh="失效日期", also=("有效期至",), default=None)
    restriction: str | None = field(zh="限制行为", default=None)
    published: bool | None = field(zh="是否公示", default=None)
    revoked_at: Instant | None = field(zh="撤销日期", default=None)
    revoked_by: str | None = field(zh="撤销依据", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {
            "credit_events": lambda one: int(one.revoked_at is None),
            "credit_points": lambda one: one.points if one.revoked_at is None else 0,
        }
    )
    COUNTED: ClassVar[str] = "credit_events"
    COUNT_UNIT: ClassVar[str] = "次"

    def __attrs_post_init__(self) -> None:
        require_text(self, "basis")
        require_text(self, "party")
        if type(self.points) is not int:
            raise refusal(self, "points", "is not a whole number of points", expected="such as -5")
        if (self.revoked_at is None) != (self.revoked_by is None):
            raise refusal(self, "revoked_by", "and the day of the revocation stand together", shown=False)
        _effect_in_order(self)
        _revoked_in_order(self)

    def is_effective(self, on: date) -> bool:
        """Whether its points and its restriction count on a day: what was not decided by then was not known."""
        begins = self.effect_from or self.at
        is_revoked = self.revoked_at is not None and not is_after(self.revoked_at, on)
        return not (is_after(begins, on) or is_after(self.at, on) or is_after(on, self.effect_to) or is_revoked)


def credit_events(events: Iterable[CreditEvent], party: str, on: date) -> tuple[CreditEvent, ...]:
    """The entries of a party that count on a day."""
    return tuple(one for one in events if one.party == party and one.is_effective(on))


def credit_score(events: Iterable[CreditEvent], party: str, on: date, *, start: int) -> int:
    """The score of a party on a day: what everybody starts with, and the points that count."""
    return start + sum(one.points for one in credit_events(events, party, on))


def credit_scores(events: Iterable[CreditEvent], on: date, *, start: int) -> Mapping[str, int]:
    """The score of every party of the ledger on a day."""
    found: dict[str, int] = {}
    for one in events:
        found[one.party] = found.get(one.party, start) + (one.points if one.is_effective(on) else 0)
    return found

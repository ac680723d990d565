"""Calls (来电): what rates of connection count. A call is no ticket, and most calls of a city never reach a district.

>>> from datetime import datetime
>>> call = Call(started_at=datetime(2017, 3, 1, 9, 0), queued_seconds=12, answered_at=datetime(2017, 3, 1, 9, 0, 14))
>>> {name: read(call) for name, read in Call.QUANTITIES.items()}
{'calls': 1, 'answered': 1, 'answered_quickly': 1}
"""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import ClassVar

from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, refusal, require_count
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole

__all__ = ["Call"]

_in_order = in_order("started_at", "answered_at", "ended_at")


@record
class Call(Record):
    """One call to the hotline. Field names and their meaning: hotline.md §3.

    `queued_seconds` is the wait for an agent as the exchange counted it; without it the wait is the time from the start
    to the answer. `abandoned` says that the caller hung up before; `is_agent_call` that the call was for an agent at
    all, not for the voice menu. The number of the caller is never shown.
    """

    started_at: Instant | None = field(zh="呼入时间", also=("来电时间", "开始时间"), default=None)
    queued_seconds: Whole | None = field(zh="等待秒数", also=("排队时长（秒）",), default=None)
    answered_at: Instant | None = field(zh="接通时间", also=("接听时间",), default=None)
    ended_at: Instant | None = field(zh="结束时间", also=("挂断时间",), default=None)
    abandoned: bool | None = field(zh="是否放弃", also=("是否主动挂断",), default=None)
    is_agent_call: bool | None = field(zh="是否转人工", default=None)
    ticket_no: str | None = field(zh="工单编号", also=("工单号",), default=None)
    agent: str | None = field(zh="话务员工号", also=("坐席工号",), default=None)
    caller_phone: str | None = field(zh="来电号码", also=("主叫号码",), default=None, private="phone")
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "calls"
    COUNT_UNIT: ClassVar[str] = "通"

    def __attrs_post_init__(self) -> None:
        require_count(self, "queued_seconds")
        _in_order(self)
        if self.abandoned and self.answered_at is not None:
            raise refusal(self, "abandoned", "goes with no answer", expected="False for a call that was answered")

    @property
    def is_answered(self) -> bool | None:
        """Whether an agent took it; None where the record does not say."""
        if self.answered_at is not None:
            return True
        return False if self.abandoned or self.ended_at is not None else None

    @property
    def wait(self) -> timedelta | None:
        """How long an answered call waited, or a call that was given up; None where nobody knows."""
        if self.queued_seconds is not None:
            return timedelta(seconds=self.queued_seconds)
        start, answer = self.started_at, self.answered_at
        if not isinstance(start, datetime) or not isinstance(answer, datetime):
            return None
        return None if (start.tzinfo is None) != (answer.tzinfo is None) else answer - start


def _answered(call: Call) -> int | None:
    return None if call.is_answered is None else int(call.is_answered)


def _answered_quickly(call: Call) -> int | None:
    if not call.is_answered:
        return _answered(call)
    return None if call.wait is None else int(call.wait <= _limit())


@functools.cache
def _limit() -> timedelta:
    """The seconds that 15 秒接通率 is named after."""
    from zhengwu.hotline.policy_files import reference_data

    (level,) = (one for one in reference_data()["service_level"] if one["id"] == "answer")
    return timedelta(seconds=level["amount"])


_QUANTITIES: Quantities = MappingProxyType(
    {"calls": lambda _: 1, "answered": _answered, "answered_quickly": _answered_quickly}
)
Call.QUANTITIES = _QUANTITIES

"""Where one case stands on a day: its limit, what was used of it, and whether it is on time.

>>> Standing(case_no="A1").status.zh
'时限不明'
"""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from zhengwu.approval.clocks import Basis
from zhengwu.approval.words import CaseType
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.instant import Instant
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word

__all__ = ["Standing", "Status"]


class Status(Word):
    """Where a case stands on a day."""

    ON_TIME = "按时办结"
    LATE = "超期办结"
    RUNNING = "在办"
    STOPPED = "中止计时"
    OVERDUE = "超期未办结"
    UNKNOWN = "时限不明"


@record
class Standing(Record):
    """One case on a day. What is not known is None: a case without a limit has no due day and is not on time or late.

    `net` is `elapsed` less `stopped`, `left` what remains of limit and extension, negative when exceeded, `overdue` by
    how much; all in the unit of the limit, where an hour that has begun counts. `accepted_at` is the receipt for a file
    accepted for want of a word.
    """

    case_no: str = field(zh="办件编号")
    item_name: str | None = field(zh="事项名称", default=None)
    window: str | None = field(term="window", default=None)
    case_type: CaseType | None = field(zh="办件类型", default=None)
    accepted_at: Instant | None = field(zh="受理时间", default=None)
    is_deemed: bool = field(zh="是否逾期视为受理", default=False)
    ended_at: Instant | None = field(zh="办结时间", default=None)
    due_at: Instant | None = field(zh="应办结日期", default=None)
    limit: Whole | None = field(zh="时限", default=None)
    extension: Whole | None = field(zh="延长", default=None)
    elapsed: Whole | None = field(zh="历时", default=None)
    stopped: Whole | None = field(zh="扣除", default=None)
    net: Whole | None = field(zh="净用时", default=None)
    left: Whole | None = field(zh="剩余", default=None)
    overdue: Whole | None = field(zh="超期", default=None)
    status: Status = field(zh="时限状态", default=Status.UNKNOWN)
    basis: Basis = field(zh="时限依据", default=Basis.PROMISED)

    COUNTED: ClassVar[str] = "case_count"
    COUNT_UNIT: ClassVar[str] = "件"

    @property
    def is_open(self) -> bool:
        """Whether it had not ended."""
        return self.ended_at is None


def _closed(row: Standing, status: Status) -> int | None:
    return int(row.status is status) if row.status in (Status.ON_TIME, Status.LATE) else None


def _days(row: Standing, days: int | None, basis: Basis | None) -> int | None:
    """Working days of a closed promised case whose limit is of that kind; A08 is over these alone."""
    counted = row.case_type is CaseType.PROMISED and _closed(row, Status.LATE) is not None
    return days if counted and basis in (None, row.basis) else None


def _allowed(row: Standing) -> int | None:
    return None if row.limit is None else row.limit + (row.extension or 0)


_QUANTITIES: Quantities = MappingProxyType(
    {
        "case_count": lambda _: 1,
        "completed": lambda row: int(not row.is_open),
        "unfinished": lambda row: int(row.is_open),
        "on_time": lambda row: _closed(row, Status.ON_TIME),
        "overdue": lambda row: _closed(row, Status.LATE),
        "actual_days": lambda row: _days(row, row.net, None),
        "promised_days": lambda row: _days(row, _allowed(row), Basis.PROMISED),
        "statutory_days": lambda row: _days(row, _allowed(row), Basis.STATUTORY),
    }
)
Standing.QUANTITIES = _QUANTITIES

"""Clocks of the law: the last day of a limit that a rule of ``trading_law`` sets, and whether it was kept.

The first day is not counted; a limit in days that ends on a rest day ends on the next working day (民法典 articles 201
and 203). What stops a clock is taken out. Where calendar or law says nothing, the clock is unknown, never guessed.

>>> from datetime import date
>>> answered = legal_clock("PD-G-20", date(2017, 3, 30), date(2017, 4, 11))        # 1 April is worked
>>> answered.due, answered.status.zh, answered.rule.cited
(datetime.date(2017, 4, 11), '按时', '《政府采购法》第53条')
>>> legal_clock("PD-W-08", date(2017, 3, 31), None, as_of=date(2017, 4, 5)).due      # 3 April is a day off, 5 is not
datetime.date(2017, 4, 5)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from zhengwu.errors import CalendarError, ZhengwuError
from zhengwu.records.clock import Stop, deadline
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.records.deadline import certainly_after
from zhengwu.records.words import Word
from zhengwu.reference.law import LegalRule, trading_law
from zhengwu.workdays import Workdays, workdays
from zhengwu.workdays.moments import local_day

__all__ = ["ClockStatus", "LegalClock", "legal_clock"]

_UNITS = {"calendar_day": ClockUnit.CALENDAR_DAYS, "working_day": ClockUnit.WORKING_DAYS}


class ClockStatus(Word):
    """Where a limit stands on a day."""

    ON_TIME = "按时"
    LATE = "逾期"
    RUNNING = "未到期"
    OVERDUE = "逾期未办"
    STOPPED = "中止计时"
    NOT_APPLICABLE = "不适用"
    UNKNOWN = "不明"

    @property
    def is_kept(self) -> bool | None:
        """Whether the limit was kept; None while it runs or nobody knows."""
        if self in (ClockStatus.LATE, ClockStatus.OVERDUE):
            return False
        return True if self is ClockStatus.ON_TIME else None


@attrs.frozen(kw_only=True)
class LegalClock:
    """A limit of the law and what became of it. `missing` says what keeps it unknown (a day, calendar, order)."""

    rule: LegalRule
    started: date | None
    due: date | None
    done: date | None
    status: ClockStatus
    missing: str = ""


def legal_clock(
    rule: str | LegalRule,
    started: date | None,
    done: date | None,
    *,
    as_of: date | None = None,
    stops: Iterable[Stop] = (),
    calendar: Workdays | None = None,
) -> LegalClock:
    """The clock of a rule with a longest period in days, by its id or as a place has it. Without `done`, on `as_of`.

    Raises `UnknownNameError` for a rule that is not declared, `ZhengwuError` for one that sets no such period.
    """
    law = trading_law().rule(rule) if isinstance(rule, str) else rule
    days, unit = law.value, _UNITS.get(law.unit)
    if law.op != "<=" or unit is None or type(days) is not int:
        raise ZhengwuError("sets no longest period in days", field="rule (规则)", value=law.id)
    if certainly_after(done, as_of):
        done = None

    def answer(status: ClockStatus, due: date | None = None, missing: str = "") -> LegalClock:
        return LegalClock(rule=law, started=started, due=due, done=done, status=status, missing=missing)

    if started is None:
        return answer(ClockStatus.UNKNOWN, missing="start")
    if not law.in_force(local_day(started)):
        return answer(ClockStatus.NOT_APPLICABLE)
    if certainly_after(started, done):
        return answer(ClockStatus.UNKNOWN, missing="order")
    try:
        due = _due(local_day(started), days, unit, stops, calendar or workdays())
    except CalendarError:
        return answer(ClockStatus.UNKNOWN, missing="calendar")
    if due is None:
        return answer(ClockStatus.STOPPED)
    if done is not None:
        return answer(ClockStatus.LATE if certainly_after(done, due) else ClockStatus.ON_TIME, due)
    if as_of is None:
        return answer(ClockStatus.UNKNOWN, due, "end")
    return answer(ClockStatus.OVERDUE if certainly_after(as_of, due) else ClockStatus.RUNNING, due)


def _due(started: date, days: int, unit: ClockUnit, stops: Iterable[Stop], calendar: Workdays) -> date | None:
    counts_working_days = unit is ClockUnit.WORKING_DAYS
    convention = Convention(unit=unit, calendar=calendar if counts_working_days else None)
    due = deadline(started, days, stops=stops, convention=convention).due
    return due if due is None or counts_working_days else calendar.on_or_after(local_day(due))

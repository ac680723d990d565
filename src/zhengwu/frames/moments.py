"""What dates the rows of a fine cell: a day that stands for all days of its period.

>>> instants_of([2017 * 4, None], Clock(column="day", mode="quarter"))[2017 * 4]
datetime.date(2017, 1, 1)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from zhengwu.errors import PeriodError, ZhengwuError
from zhengwu.frames.plan import Clock
from zhengwu.periods import Period
from zhengwu.records.instant import read_instant
from zhengwu.stats.slots import Instant

__all__ = ["instants_of"]

_ANY_DAY = date(2017, 1, 1)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def instants_of(times: Iterable[Any], clock: Clock) -> dict[Any, Instant | None]:
    """What dates the rows of each number of a period: a day that stands for all its days."""
    return {time: _instant(time, clock) for time in set(times)}


def _instant(time: Any, clock: Clock) -> Instant | None:
    if clock.column is None:
        return date.min
    if time is None:
        return None
    if clock.mode == "raw":
        return _read(time, clock.column)
    if clock.mode == "bounds":
        if not clock.bounds:
            return _ANY_DAY
        return clock.bounds[time - 1] if time else clock.bounds[0] - timedelta(1)
    parts = 12 // _MONTHS[clock.mode]
    return date(time // parts, time % parts * _MONTHS[clock.mode] + 1, 1)


def _read(value: Any, column: str) -> Instant | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | Period):
        return value
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            found = read_instant(value)
        except ZhengwuError:
            return Period(value)
        return found.date() if isinstance(found, datetime) else found
    raise PeriodError("is not a date", field=column, value=value, expected="dates, timestamps or texts of periods")

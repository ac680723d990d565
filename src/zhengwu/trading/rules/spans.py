"""Periods of rules: the first day is not counted, a longest period that ends on a rest day rolls on, a shortest never.

Source: 民法典 articles 201 to 203, trading.md §8.

>>> from datetime import date
>>> from zhengwu.workdays import workdays
>>> china = workdays()
>>> span(date(2017, 3, 30), date(2017, 5, 2), "<=", 30, unit="calendar_day", calendar=china)   # 29 April is a Saturday
Measured(holds=True, measured=33, due=datetime.date(2017, 5, 2), reason='')
>>> span(date(2017, 3, 1), date(2017, 3, 20), ">=", 20, unit="calendar_day", calendar=china)
Measured(holds=False, measured=19, due=datetime.date(2017, 3, 21), reason='')
>>> span(date(2026, 12, 30), date(2027, 1, 8), ">=", 5, unit="working_day", calendar=china).reason
'calendar'
"""

from __future__ import annotations

import calendar as months
from datetime import date, datetime, timedelta

import attrs

from zhengwu.errors import CalendarError
from zhengwu.workdays import Workdays
from zhengwu.workdays.moments import local_day, local_moment, require_comparable

__all__ = ["Measured", "add_months", "same_moment", "span"]

_LATEST = date.max.toordinal()


@attrs.frozen
class Measured:
    """Whether a period holds, None where nobody can say (`reason`); what was measured, and the day it turns on."""

    holds: bool | None
    measured: int | None = None
    due: date | None = None
    reason: str = ""


def span(
    start: date, end: date, op: str, value: int, *, unit: str, calendar: Workdays, early: bool = False
) -> Measured:
    """Whether the period from start to end is at least, or at most, so many units.

    An end before the start of a longest period is no period: nobody can say, unless `early` says that it is kept so.
    """
    if type(start) is type(end) is date:  # nearly always
        first, last = start, end
    else:
        require_comparable(start, end)
        first, last = local_day(start), local_day(end)
    if op == "<=" and last < first:
        return Measured(True, (last - first).days) if early else Measured(None, (last - first).days, None, "order")
    try:
        if unit == "working_day":
            return _working(op, value, first, last, calendar)
        if unit == "calendar_day":
            due = _shifted(first, value)
        else:
            due = add_months(first, value if unit == "month" else 12 * value)
        days = (last - first).days
        if op == "<=":
            due = due if last <= due else calendar.on_or_after(due)
            return Measured(last <= due, _told(unit, first, last, days), due)
        return Measured(last > due if op == ">" else last >= due, _told(unit, first, last, days), due)
    except CalendarError:
        return Measured(None, None, None, "calendar")


def same_moment(one: date, other: date) -> Measured:
    """Whether two moments are the same; on one day without the time of day nobody can say."""
    require_comparable(one, other)
    if isinstance(one, datetime) and isinstance(other, datetime):
        seconds = local_moment(other) - local_moment(one)
        return Measured(not seconds, seconds // timedelta(seconds=1))
    if local_day(one) != local_day(other):
        return Measured(False, (local_day(other) - local_day(one)).days * 86400)
    return Measured(None, None, None, "no_time")


def add_months(day: date, number: int) -> date:
    """The same day number so many months later, or the last day of that month (民法典 article 202).

    >>> add_months(date(2017, 1, 31), 1), add_months(date(2016, 2, 29), 12)
    (datetime.date(2017, 2, 28), datetime.date(2017, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if year > date.max.year:
        raise CalendarError("ends after the year 9999", field="limit (时限)", value=number)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _working(op: str, value: int, first: date, last: date, calendar: Workdays) -> Measured:
    counted = calendar.count(first, last)
    if op == ">=":
        return Measured(counted >= value, counted)
    due = calendar.due(first, value)
    return Measured(last <= due, counted, due)


def _shifted(day: date, days: int) -> date:
    if day.toordinal() + days > _LATEST:
        raise CalendarError("ends after the year 9999", field="limit (时限)", value=days)
    return day + timedelta(days)


def _told(unit: str, first: date, last: date, days: int) -> int:
    """The whole months or years of a period that counts them, its days else."""
    if unit == "calendar_day":
        return days
    whole = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, max(whole, 0)) > last:
        whole -= 1
    return whole if unit == "month" else whole // 12

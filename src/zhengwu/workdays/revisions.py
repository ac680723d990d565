"""Other calendars made of one: as it was published by some day, and with local closures."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import attrs

from zhengwu.errors import CalendarError
from zhengwu.workdays.days import outside
from zhengwu.workdays.moments import local_day

if TYPE_CHECKING:
    from zhengwu.reference.notices import Notice
    from zhengwu.workdays.calendar import Workdays

__all__ = ["known_at", "with_closures"]


@functools.lru_cache(maxsize=256)
def known_at(calendar: Workdays, day: date) -> Workdays:
    """The calendar as published by that day, its later years left out, later changes undone."""
    published = [notice for notice in calendar.notices if notice.dated <= day]
    years = [notice.year for notice in published if notice.year is not None]
    if not years:
        first = min((notice.dated for notice in calendar.notices if notice.year is not None), default=None)
        raise CalendarError(
            f"nothing of the working-day calendar of {calendar.name} was published by then",
            field="known_at",
            value=str(day),
            expected="a calendar with notices" if first is None else f"{first} or later",
        )
    later = [notice for notice in calendar.notices if notice.dated > day]
    if not later:
        return calendar
    worked = set(calendar.worked_ordinals)
    for notice in sorted(later, key=lambda notice: notice.dated, reverse=True):
        for change in notice.changes:
            (worked.add if change.was_workday else worked.discard)(change.day.toordinal())
    last = min(calendar.last, date(max(years), 12, 31))
    return _with(calendar, worked, f"{calendar.name} as published by {day}", last, tuple(published))


def with_closures(calendar: Workdays, days: Iterable[date], opened: Iterable[date], name: str | None) -> Workdays:
    """The calendar with these days closed and those opened, whatever a notice says of them."""
    closed, open_days = ({local_day(day) for day in each} for each in (days, opened))
    for day in sorted(closed | open_days):
        if not calendar.covers(day):
            raise outside(calendar, str(day))
    for day in sorted(closed & open_days):
        raise CalendarError("is closed and opened at once", field="day (日期)", value=str(day))
    if not closed and not open_days and name is None:
        return calendar
    worked = set(calendar.worked_ordinals).difference(day.toordinal() for day in closed)
    worked.update(day.toordinal() for day in open_days)
    kept = closed | open_days  # a local rule stands, whenever the notices said something else
    notices = tuple(
        attrs.evolve(notice, changes=tuple(change for change in notice.changes if change.day not in kept))
        for notice in calendar.notices
    )
    return _with(calendar, worked, name or f"{calendar.name}, with local closures", calendar.last, notices)


def _with(calendar: Workdays, worked: Iterable[int], name: str, last: date, notices: tuple[Notice, ...]) -> Workdays:
    ordinals = tuple(sorted(day for day in worked if day <= last.toordinal()))
    return attrs.evolve(calendar, name=name, last=last, ordinals=ordinals, notices=notices)

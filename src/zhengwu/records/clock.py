"""Clocks of limits: what has elapsed, what special procedures stopped, and whether the limit was kept.

    net = elapsed − stopped,  on time ⇔ net ≤ limit + extension

A stop (行政许可法 article 45) takes time out; an extension (article 42) adds to the limit. They are never mixed: an
extension is no stop. Overlapping stops count once, in whatever order they are given, and only inside the clock's time.

>>> from datetime import date
>>> case = clock(date(2017, 3, 30), 5, ended=date(2017, 4, 10), stops=[(date(2017, 3, 31), date(2017, 4, 7))])
>>> case.elapsed, case.stopped, case.net, case.is_on_time
(6, 4, 2, True)
>>> case.due, case.convention.zh
(datetime.date(2017, 4, 13), '按工作日计；受理当日不计；日历：中国大陆')
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from zhengwu.errors import CalendarError
from zhengwu.records.convention import Convention
from zhengwu.records.deadline import Deadline, Stop, certainly_after, deadline, merged, require_limit
from zhengwu.workdays import Workdays
from zhengwu.workdays.moments import require_comparable

__all__ = ["Clock", "Deadline", "Stop", "clock", "deadline", "net_working_days"]

Amount: TypeAlias = int | Fraction
"""A number of units: whole for days, exact for hours, minutes and seconds."""

_WORKING_DAYS = Convention()


@attrs.frozen(kw_only=True)
class Clock:
    """A limit and what was used of it, until `ended` or, while it is open, until `as_of`. Made by `clock`.

    `elapsed`, `stopped` and `net` are in the unit of the convention.
    """

    started: date
    ended: date | None
    as_of: date | None
    limit: int
    extension: int
    elapsed: Amount
    stopped: Amount
    convention: Convention
    stops: tuple[Stop, ...] = ()

    @property
    def net(self) -> Amount:
        """What counts against the limit."""
        return self.elapsed - self.stopped

    @property
    def allowed(self) -> int:
        """The limit with its extension."""
        return self.limit + self.extension

    @property
    def left(self) -> Amount:
        """What is left of the limit; negative once it is exceeded."""
        return self.allowed - self.net

    @property
    def is_open(self) -> bool:
        """Whether it had not ended yet."""
        return self.ended is None

    @property
    def is_stopped(self) -> bool:
        """Whether it is open and stands."""
        return self.is_open and any(end is None for _, end in self.stops)

    @property
    def is_overdue(self) -> bool:
        """Whether the limit is exceeded, ended or not."""
        return self.net > self.allowed

    @property
    def is_on_time(self) -> bool | None:
        """Whether it ended within the limit; None while it is open and the limit not exceeded: nobody knows yet."""
        return None if self.is_open and not self.is_overdue else not self.is_overdue

    @property
    def due(self) -> date | None:
        """The last day of the limit, stops and extension considered; None while a stop stands that would move it.

        Raises `CalendarError` where the limit ends outside the calendar.
        """
        stops = [(start, self.ended if end is None else end) for start, end in self.stops]
        return deadline(self.started, self.limit, extension=self.extension, stops=stops, convention=self.convention).due

    def to_dict(self) -> dict[str, Any]:
        """The clock with its convention as plain values, for JSON; hours that are not whole are texts like 49/2."""
        return {
            **{name: _written(getattr(self, name)) for name in ("started", "ended", "as_of")},
            **{name: _written(getattr(self, name)) for name in ("limit", "extension", "elapsed", "stopped", "net")},
            "is_on_time": self.is_on_time,
            **self.convention.to_dict(),
        }


def clock(
    started: date,
    limit: int,
    *,
    ended: date | None = None,
    as_of: date | None = None,
    stops: Iterable[Stop] = (),
    extension: int = 0,
    convention: Convention = _WORKING_DAYS,
) -> Clock:
    """The clock of a limit. Without an end it needs `as_of`; what ended after that, a stop too, had not ended then.

    Today is never consulted. Raises `CalendarError`: an end before the start, a stop that ends before it starts, a day
    outside the calendar, a negative limit; `UnitError` for datetimes with and without a time zone in one clock.

    >>> open_case = clock(date(2017, 9, 15), 5, as_of=date(2017, 9, 20))
    >>> open_case.net, open_case.left, open_case.is_on_time, open_case.due
    (3, 2, None, datetime.date(2017, 9, 22))
    >>> from datetime import datetime
    >>> ticket = datetime(2017, 9, 15, 17, 30)
    >>> hours = Convention(unit="小时")
    >>> clock(ticket, 24, ended=datetime(2017, 9, 16, 18, 0), convention=hours).net
    Fraction(49, 2)
    """
    require_limit(limit, "limit (时限)")
    require_limit(extension, "extension (延长期限)")
    given = tuple(stops)
    require_comparable(started, ended, as_of, *(moment for stop in given for moment in stop))
    if certainly_after(ended, as_of):
        ended = None
    if given and as_of is not None:
        known = [(start, end) for start, end in given if not certainly_after(start, as_of)]
        given = tuple((start, None if certainly_after(end, as_of) else end) for start, end in known)
    until = as_of if ended is None else ended
    if until is None:
        raise CalendarError(
            "is missing for a clock that has not ended", field="as_of", expected="the day to look at it"
        )
    if certainly_after(started, until):
        raise CalendarError("lies before the start of the clock", field="end", value=str(until), expected=f"{started}")
    begin, place, per_unit = convention.start_place(started), convention.place(until), convention.per_unit
    elapsed = max(0, place - begin)
    merged_stops = merged(given, convention, begin=begin, end=begin + elapsed) if given else ()
    stopped = sum(end - start for start, end in merged_stops)
    return Clock(
        started=started,
        ended=ended,
        as_of=as_of,
        limit=limit,
        extension=extension,
        elapsed=elapsed if per_unit == 1 else Fraction(elapsed, per_unit),
        stopped=stopped if per_unit == 1 else Fraction(stopped, per_unit),
        convention=convention,
        stops=given,
    )


def net_working_days(
    start: date,
    end: date,
    *,
    stops: Iterable[Stop] = (),
    calendar: Workdays | None = None,
    convention: Convention = _WORKING_DAYS,
) -> int:
    """The working days from start to end without those the clock was stopped; `calendar` replaces the convention's.

    >>> net_working_days(date(2017, 3, 30), date(2017, 4, 10))
    6
    """
    used = convention if calendar is None else attrs.evolve(convention, calendar=calendar)
    if used.calendar_name is None:
        raise CalendarError("is no clock of working days", field="convention", value=used.unit.zh)
    return int(clock(start, 0, ended=end, stops=stops, convention=used).net)


def _written(value: date | Amount | None) -> str | int | None:
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else str(value)

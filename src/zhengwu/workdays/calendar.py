"""A working-day calendar: due days, columns, earlier publications, local closures. Its table of counts: `days.py`.

>>> off, work = [date(2017, 10, 2)], [date(2017, 9, 30)]
>>> week = Workdays.of_weekdays(date(2017, 9, 25), date(2017, 10, 15), off=off, work=work)
>>> week.count(date(2017, 9, 29), date(2017, 10, 3)), week.add(date(2017, 9, 29), 2)
(2, datetime.date(2017, 10, 3))
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import TYPE_CHECKING

import attrs

from zhengwu.errors import CalendarError
from zhengwu.workdays.days import DayTable, require_whole
from zhengwu.workdays.moments import is_late, local_day

if TYPE_CHECKING:
    from zhengwu.workdays.columns import Dates, Days, Flags, Numbers, Whole

__all__ = ["Workdays"]


@attrs.frozen(repr=False, cache_hash=True)
class Workdays(DayTable):
    """The working days from `first` to `last`; immutable, compares by value. `name` is written into results.

    Everything about a day before `first` or after `last` raises `CalendarError`. Days are dates or datetimes; a
    datetime with a time zone is the day it is in China.
    """

    @classmethod
    def of_weekdays(
        cls,
        first: date,
        last: date,
        *,
        off: Iterable[date] = (),
        work: Iterable[date] = (),
        name: str = "Monday to Friday",
    ) -> Workdays:
        """Monday to Friday without the days `off`, with the days `work`. Raises `CalendarError` for days outside.

        >>> Workdays.of_weekdays(date(2017, 1, 1), date(2017, 12, 31))
        Workdays('Monday to Friday', 2017-01-01 … 2017-12-31, 260 working days)
        """
        start, end = local_day(first), local_day(last)
        if end < start:
            raise CalendarError("lies before the first day", field="last", value=str(end), expected=f"{start} or later")
        days = range(start.toordinal(), end.toordinal() + 1)
        plain = cls(name, start, end, tuple(day for day in days if (day - 1) % 7 < 5))  # day 1 was a Monday
        return plain.with_closures(off, opened=work, name=name)

    def due(
        self,
        accepted: date,
        limit: int,
        *,
        count_start_day: bool = False,
        cutoff: time | None = None,
        known_at: date | None = None,
    ) -> date:
        """The last day of a limit of working days: the `limit`-th working day after the day of acceptance.

        By default the first day is not counted (民法典 article 201; the licence law itself is silent). With
        `count_start_day` it is, if it is a working day. With `cutoff`, closing time, what is accepted later, or on a
        day off, counts as accepted on the next working day. `known_at` takes the calendar as published by that day.
        Raises `CalendarError`: outside the calendar, a negative limit, a `cutoff` but no time of day.

        >>> from zhengwu.workdays import workdays
        >>> from datetime import datetime
        >>> accepted = datetime(2017, 9, 28, 18, 30)
        >>> workdays().due(accepted, 5), workdays().due(accepted, 5, cutoff=time(17, 0))
        (datetime.date(2017, 10, 11), datetime.date(2017, 10, 12))
        >>> workdays().due(date(2020, 1, 20), 20), workdays().due(date(2020, 1, 20), 20, known_at=date(2020, 1, 20))
        (datetime.date(2020, 2, 25), datetime.date(2020, 2, 21))
        """
        require_whole(limit, "limit (时限)", least=0)
        calendar = self if known_at is None else self.known_at(known_at)
        start = calendar.start(accepted, cutoff=cutoff)
        if count_start_day and limit and calendar.is_workday(start):
            limit -= 1
        return calendar.add(start, limit)

    def start(self, accepted: date, *, cutoff: time | None = None) -> date:
        """The day that counts as the day of acceptance: the next working day after closing time and on days off.

        Without a `cutoff` it is the day itself.
        """
        day = local_day(accepted)
        if cutoff is None:
            return day
        return self.add(day, 1) if is_late(accepted, cutoff) else self.on_or_after(day)

    def are_workdays(self, days: Days) -> Flags:
        """`is_workday` for an array of days; needs numpy."""
        from zhengwu.workdays import columns

        return columns.are_workdays(self, days)

    def ordinals(self, days: Days) -> Whole:
        """`ordinal` for an array of days; needs numpy."""
        from zhengwu.workdays import columns

        return columns.ordinals(self, days)

    def counts(self, starts: Days, ends: Days) -> Whole:
        """`count` for two arrays of days; needs numpy.

        >>> import numpy as np
        >>> from zhengwu.workdays import workdays
        >>> workdays().counts(np.array(["2017-03-30", "2017-03-31"], "M8[D]"), np.datetime64("2017-04-10")).tolist()
        [6, 5]
        """
        from zhengwu.workdays import columns

        return columns.counts(self, starts, ends)

    def adds(self, days: Days, numbers: Numbers) -> Dates:
        """`add` for an array of days and a whole number or an array of them; needs numpy."""
        from zhengwu.workdays import columns

        return columns.adds(self, days, numbers)

    def dues(
        self, accepted: Days, limits: Numbers, *, count_start_day: bool = False, cutoff: time | None = None
    ) -> Dates:
        """`due` for an array of days (of datetimes, with a `cutoff`) and of limits; needs numpy.

        >>> import numpy as np
        >>> from zhengwu.workdays import workdays
        >>> workdays().dues(np.array(["2017-09-15", "2017-09-28"], "M8[D]"), np.array([20, 5])).astype(str).tolist()
        ['2017-10-19', '2017-10-11']
        """
        from zhengwu.workdays import columns

        return columns.dues(self, accepted, limits, count_start_day=count_start_day, cutoff=cutoff)

    def known_at(self, day: date) -> Workdays:
        """The calendar as it was published by that day: without later years, and before later changes.

        Raises `CalendarError` for a calendar without notices, and for a day before the first of them.

        >>> from zhengwu.workdays import workdays
        >>> workdays().known_at(date(2020, 1, 20)).is_workday(date(2020, 1, 31))    # a day off since 2020-01-26
        True
        """
        from zhengwu.workdays.revisions import known_at

        return known_at(self, local_day(day))

    def with_closures(self, days: Iterable[date], *, opened: Iterable[date] = (), name: str | None = None) -> Workdays:
        """The same calendar with some days closed, and some `opened`, as a local rule has it. Raises `CalendarError`
        for a day that is both, or outside.

        >>> from zhengwu.workdays import workdays
        >>> snow = workdays().with_closures([date(2018, 1, 4)], name="district, snow of 2018")
        >>> snow.due(date(2018, 1, 3), 1), snow.name
        (datetime.date(2018, 1, 5), 'district, snow of 2018')
        """
        from zhengwu.workdays.revisions import with_closures

        return with_closures(self, days, opened, name)

    def __repr__(self) -> str:
        return f"Workdays({self.name!r}, {self.first} … {self.last}, {len(self._ordinals)} working days)"

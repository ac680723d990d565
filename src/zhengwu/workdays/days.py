"""The table of counts behind a working-day calendar, from which every answer is a look-up.

W(d) is the number of working days from the first day of the calendar up to and including d. Then the working days that
pass from a to b are W(b) − W(a), and the n-th working day after a is the one with the ordinal W(a) + n. A start on a
day off needs no special case.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import attrs

from zhengwu.errors import CalendarError
from zhengwu.workdays.moments import local_day, require_comparable

if TYPE_CHECKING:
    from zhengwu.periods import Period
    from zhengwu.reference.notices import Notice

__all__ = ["CalendarDay", "DayTable", "outside", "require_whole"]


class CalendarDay(NamedTuple):
    """A row of the calendar table: the day, whether it is worked, and W(day), the working days up to and with it."""

    date: date
    is_workday: bool
    n_cum: int


@attrs.frozen(repr=False, cache_hash=True)
class DayTable:
    """The working days from `first` to `last`, and what their counts answer: what `Workdays` rests on."""

    name: str
    first: date
    last: date
    _ordinals: tuple[int, ...]
    notices: tuple[Notice, ...] = ()
    _origin: int = attrs.field(init=False, eq=False)
    _counts: tuple[int, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        origin = self.first.toordinal()
        worked = [0] * (self.last.toordinal() - origin + 1)
        for ordinal in self._ordinals:
            worked[ordinal - origin] = 1
        object.__setattr__(self, "_origin", origin)
        object.__setattr__(self, "_counts", tuple(accumulate(worked)))

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked.

        >>> from zhengwu.workdays import workdays
        >>> workdays().is_workday(date(2017, 4, 1))       # a Saturday, worked for 清明节
        True
        """
        index = self._index(day)
        return self._counts[index] != (self._counts[index - 1] if index else 0)

    def ordinal(self, day: date) -> int:
        """W(day): how many working days there are from the first day of the calendar to this one, itself included."""
        return self._counts[self._index(day)]

    def day(self, ordinal: int) -> date:
        """The working day with that ordinal; the inverse of `ordinal` on working days.

        >>> from zhengwu.workdays import workdays
        >>> workdays().day(workdays().ordinal(date(2017, 9, 15)) + 20)
        datetime.date(2017, 10, 19)
        """
        require_whole(ordinal, "ordinal")
        if 0 < ordinal <= len(self._ordinals):
            return date.fromordinal(self._ordinals[ordinal - 1])
        raise CalendarError(
            f"is no working day of {self._described}",
            field="ordinal",
            value=ordinal,
            expected=f"1 to {len(self._ordinals)}, which are the working days from {self.first} to {self.last}",
        )

    def count(self, start: date, end: date) -> int:
        """W(end) − W(start): the working days after `start`, up to and with `end`; negative when `end` is earlier.

        >>> from zhengwu.workdays import workdays
        >>> workdays().count(date(2017, 3, 31), date(2017, 4, 7))
        4
        """
        if type(start) is not date or type(end) is not date:
            require_comparable(start, end)
        return self._counts[self._index(end)] - self._counts[self._index(start)]

    def within(self, first: date, last: date) -> int:
        """The working days from `first` to `last`, both included. Raises `CalendarError` when `last` is earlier."""
        require_comparable(first, last)
        start, end = self._index(first), self._index(last)
        if end < start:
            raise CalendarError(
                "lies before the first day", field="last", value=str(last), expected=f"{first} or later"
            )
        return self._counts[end] - self._before(start)

    def in_period(self, period: Period) -> int:
        """The working days of a period, the base of figures per working day.

        >>> from zhengwu.periods import Period
        >>> from zhengwu.workdays import workdays
        >>> [workdays().in_period(month) for month in Period("2017-Q1").months]
        [19, 19, 23]
        """
        return self.within(period.start, period.end)

    def add(self, day: date, days: int) -> date:
        """The n-th working day after a day; before it for a negative number; the day itself for 0.

        >>> from zhengwu.workdays import workdays
        >>> workdays().add(date(2017, 9, 30), 1), workdays().add(date(2017, 10, 9), -1)
        (datetime.date(2017, 10, 9), datetime.date(2017, 9, 30))
        """
        require_whole(days, "days (工作日)")
        index = self._index(day)
        if days == 0:
            return date.fromordinal(self._origin + index)
        place = self._counts[index] + days - 1 if days > 0 else self._before(index) + days
        if 0 <= place < len(self._ordinals):
            return date.fromordinal(self._ordinals[place])
        side, edge = ("after", self.last) if days > 0 else ("before", self.first)
        raise CalendarError(
            f"working days {side} {local_day(day)} lie outside {self._described}",
            field="days (工作日)",
            value=abs(days),
            expected=f"a day {'up to' if days > 0 else 'from'} {edge}",
        )

    def on_or_after(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return local_day(day) if self.is_workday(day) else self.add(day, 1)

    def covers(self, day: date) -> bool:
        """Whether the calendar knows the day."""
        return self.first <= local_day(day) <= self.last

    def table(self) -> tuple[CalendarDay, ...]:
        """Every day with its count, for engines that know joins and no working days.

        Join it twice for a difference: ``b.n_cum - a.n_cum``. For a due day join the acceptance day, then the worked
        rows on ``n_cum = a.n_cum + limit``.

        >>> from zhengwu.workdays import workdays
        >>> workdays().table()[4775]
        CalendarDay(date=datetime.date(2017, 1, 27), is_workday=False, n_cum=3271)
        """
        days = (self.first + timedelta(number) for number in range(len(self._counts)))
        before = (0, *self._counts)
        return tuple(
            map(CalendarDay._make, zip(days, map(int.__ne__, self._counts, before), self._counts, strict=False))
        )

    @property
    def worked_ordinals(self) -> tuple[int, ...]:
        """The working days as proleptic Gregorian ordinals (`datetime.date.toordinal`), in order."""
        return self._ordinals

    @property
    def _described(self) -> str:
        return f"the working-day calendar of {self.name}"

    def _before(self, index: int) -> int:
        return self._counts[index - 1] if index else 0

    def _index(self, day: date) -> int:
        if type(day) is not date:
            day = local_day(day)
        index = day.toordinal() - self._origin
        if 0 <= index < len(self._counts):
            return index
        raise outside(self, str(day))


def outside(calendar: DayTable, value: str, *, field: str = "day (日期)") -> CalendarError:
    """The error for a day the calendar does not cover; it names both."""
    return CalendarError(
        f"lies outside the working-day calendar of {calendar.name}",
        field=field,
        value=value,
        expected=f"a day from {calendar.first} to {calendar.last}",
    )


def require_whole(value: int, field: str, *, least: int | None = None) -> None:
    """Refuse anything but a whole number, floats and booleans too. Raises `CalendarError`."""
    if type(value) is not int or (least is not None and value < least):
        expected = "a whole number" if least is None else f"a whole number, {least} or more"
        raise CalendarError("is not a number of days", field=field, value=value, expected=expected)

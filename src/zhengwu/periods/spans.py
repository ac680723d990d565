"""What a period is underneath: a kind, a first day and a last day, built and checked here.

Words become spans in `zhengwu.periods.wording`; `zhengwu.periods.Period` is the public face. Years run from 1949 to
2199, weeks are those of ISO 8601 (Monday to Sunday, week 1 holds the first Thursday).

>>> month(2017, 3)
Span(kind=<PeriodKind.MONTH: 'month'>, start=datetime.date(2017, 3, 1), end=datetime.date(2017, 3, 31))
>>> year_to_date(date(2017, 6, 30)).is_cumulative
True
"""

from __future__ import annotations

import enum
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from zhengwu.errors import PeriodError

FIRST_YEAR = 1949
LAST_YEAR = 2199
FIELD = "period (时期)"


class PeriodKind(enum.Enum):
    """How a period is named. MONTHS and DAYS are spans; a span from 1 January is a cumulative one.

    >>> PeriodKind.QUARTER.zh
    '季度'
    """

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    MONTHS = "months"
    DAYS = "days"

    @property
    def zh(self) -> str:
        """The kind in Chinese."""
        return _ZH[self]


_ZH = {
    PeriodKind.DAY: "日",
    PeriodKind.WEEK: "周",
    PeriodKind.MONTH: "月",
    PeriodKind.QUARTER: "季度",
    PeriodKind.HALF: "半年",
    PeriodKind.YEAR: "年",
    PeriodKind.MONTHS: "若干月",
    PeriodKind.DAYS: "起止日",
}


class Span(NamedTuple):
    """A kind with its first and last day, both included."""

    kind: PeriodKind
    start: date
    end: date

    @property
    def is_cumulative(self) -> bool:
        """Whether it runs from 1 January to some day of the same year (年初累计) and is not a named unit."""
        return (
            self.kind in (PeriodKind.MONTHS, PeriodKind.DAYS)
            and (self.start.month, self.start.day) == (1, 1)
            and self.start.year == self.end.year
        )

    @property
    def has_whole_months(self) -> bool:
        """Whether it begins on the first and ends on the last day of a month."""
        return self.start.day == 1 and self.end == last_day(self.end.year, self.end.month)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def ordinal(day: date) -> int:
    """The number of the month a day lies in, counted without a break over the years."""
    return day.year * 12 + day.month - 1


def check_year(number: int) -> int:
    """The year itself, if this library covers it; else `PeriodError`."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise PeriodError(
            "is not a year covered here", field=FIELD, value=number, expected=f"{FIRST_YEAR} to {LAST_YEAR}"
        )
    return number


def day_of(year: int, month: int, number: int) -> date:
    """The date, if the calendar has it; else `PeriodError`."""
    check_year(year)
    _check(month, 12, "month (月)")
    _check(number, monthrange(year, month)[1], f"day of {year:04}-{month:02} (日)")
    return date(year, month, number)


def day(when: date) -> Span:
    """One day."""
    check_year(when.year)
    return Span(PeriodKind.DAY, when, when)


def week(year: int, number: int) -> Span:
    """An ISO week; week 53 only where the year has one."""
    check_year(year)
    _check(number, 53, "week (周)")
    try:
        return Span(PeriodKind.WEEK, date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7))
    except ValueError:
        raise PeriodError(
            f"does not exist: {year} has 52 ISO weeks", field="week (周)", value=number, expected="1 to 52"
        ) from None


def month(year: int, number: int) -> Span:
    """One month."""
    _check(number, 12, "month (月)")
    return _unit(PeriodKind.MONTH, year, number)


def quarter(year: int, number: int) -> Span:
    """One quarter (季度)."""
    _check(number, 4, "quarter (季度)")
    return _unit(PeriodKind.QUARTER, year, number)


def half(year: int, number: int) -> Span:
    """One half of a year (上半年, 下半年)."""
    _check(number, 2, "half (半年)")
    return _unit(PeriodKind.HALF, year, number)


def year(number: int) -> Span:
    """One year."""
    return _unit(PeriodKind.YEAR, number, 1)


def months(first: int, last: int) -> Span:
    """The span between two month ordinals. From January it is cumulative; else one exact unit is that unit."""
    start = date(first // 12, first % 12 + 1, 1)
    end = last_day(last // 12, last % 12 + 1)
    _check_order(start, end)
    span = Span(PeriodKind.MONTHS, start, end)
    return span if span.is_cumulative else (_exact_unit(start, end) or span)


def days(start: date, end: date) -> Span:
    """The span between two days, both named. One exact month, quarter, half or year is that unit."""
    _check_order(start, end)
    span = Span(PeriodKind.DAYS, start, end)
    if start == end and not span.is_cumulative:
        return day(start)
    return _exact_unit(start, end) or span


def simplest(start: date, end: date) -> Span:
    """The plainest name for the days from `start` to `end`."""
    span = days(start, end)
    if start == end:
        return day(start)
    if span.kind is PeriodKind.DAYS and span.has_whole_months:
        return months(ordinal(start), ordinal(end))
    return span


def year_to_date(end: date) -> Span:
    """The cumulative span from 1 January to `end`: of months if `end` closes a month, else of days."""
    check_year(end.year)
    start = date(end.year, 1, 1)
    whole = end == last_day(end.year, end.month)
    return Span(PeriodKind.MONTHS if whole else PeriodKind.DAYS, start, end)


_LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


def _unit(kind: PeriodKind, year: int, number: int) -> Span:
    check_year(year)
    length = _LENGTHS[kind]
    return Span(kind, date(year, (number - 1) * length + 1, 1), last_day(year, number * length))


def _exact_unit(start: date, end: date) -> Span | None:
    for kind, length in _LENGTHS.items():
        if start.day == 1 and (start.month - 1) % length == 0:
            unit = _unit(kind, start.year, (start.month - 1) // length + 1)
            if unit.end == end:
                return unit
    return None


def _check(number: int, highest: int, field: str) -> None:
    if not 1 <= number <= highest:
        raise PeriodError("does not exist", field=field, value=number, expected=f"1 to {highest}")


def _check_order(start: date, end: date) -> None:
    check_year(start.year)
    check_year(end.year)
    if end < start:
        raise PeriodError(
            f"runs backwards: it ends on {end.isoformat()}",
            field=FIELD,
            value=start.isoformat(),
            expected="an end on or after the start",
        )

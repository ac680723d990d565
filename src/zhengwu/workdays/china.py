"""The calendar of mainland China: the days of the `holidays` library, held against the State Council's notices.

Which days are off or worked comes from `holidays`; which notice said so and when, and how many working days a year has,
from ``reference/notices.toml``. A release of the library that does not know a year yet is refused, not believed.
"""

from __future__ import annotations

import functools
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhengwu.errors import CalendarError
from zhengwu.reference.notices import notices, working_days_by_year
from zhengwu.workdays.calendar import Workdays

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["workdays"]

_NAME = "mainland China"


@functools.cache
def workdays() -> Workdays:
    """The working days of mainland China from 2004 to 2026, make-up days included; built on the first call.

    Raises `CalendarError` when the installed `holidays` library does not know one of the years.

    >>> workdays()
    Workdays('mainland China', 2004-01-01 … 2026-12-31, 5745 working days)
    """
    years = working_days_by_year()
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    days = tuple(_worked(first, last))
    found = Counter(day.year for day in days)
    for year, number in years.items():
        if found[year] != number:
            raise CalendarError(
                f"working days in {year}, not the {number} of the notice of the State Council",
                field="the installed holidays library",
                value=found[year],
                expected="a newer release: pip install -U holidays",
            )
    return Workdays(_NAME, first, last, tuple(day.toordinal() for day in days), notices())


def _worked(first: date, last: date) -> Iterator[date]:
    import holidays

    calendar = holidays.country_holidays("CN", years=range(first.year, last.year + 1))
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        if calendar.is_working_day(day):
            yield day

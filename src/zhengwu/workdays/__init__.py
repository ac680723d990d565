"""The working-day calendar of mainland China, 2004–2026, with days off and make-up days: counts, limits, due days.

A limit of the Administrative Licence Law counts working days, statutory holidays left out (行政许可法 article 82).
Which days these are, the State Council's yearly notices say: days off, and Saturdays and Sundays worked for them.

>>> from datetime import date
>>> china = workdays()
>>> china.is_workday(date(2017, 1, 27)), china.is_workday(date(2017, 2, 4))     # Spring Festival; a Saturday at work
(False, True)
>>> china.due(date(2017, 1, 20), 20), china.count(date(2017, 3, 30), date(2017, 4, 10))
(datetime.date(2017, 2, 22), 6)
>>> china.is_workday(date(2027, 1, 4))
Traceback (most recent call last):
zhengwu.errors.CalendarError: day (日期): '2027-01-04' lies outside the working-day calendar of mainland China \
(expected a day from 2004-01-01 to 2026-12-31)

`CHINA` is the same object. It is built when it is first asked for, so ``from zhengwu.workdays import CHINA`` builds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhengwu.workdays.calendar import Workdays
from zhengwu.workdays.china import workdays
from zhengwu.workdays.days import CalendarDay
from zhengwu.workdays.moments import CHINA_TIME

if TYPE_CHECKING:
    CHINA: Workdays

__all__ = ["CHINA", "CHINA_TIME", "CalendarDay", "Workdays", "workdays"]


def __getattr__(name: str) -> Any:
    if name == "CHINA":
        return workdays()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

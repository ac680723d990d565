"""What callers pass, checked: texts, dates, years and numbers."""

from __future__ import annotations

import operator
from datetime import date, datetime

from zhengwu.errors import PeriodError
from zhengwu.periods import spans
from zhengwu.periods.context import Context
from zhengwu.periods.spans import FIELD


def text_of(value: str) -> str:
    """The text itself; anything else raises `PeriodError`."""
    if not isinstance(value, str):
        raise PeriodError("is not a text", field=FIELD, value=value, expected="a text; Period.of takes two dates")
    return value


def context_of(as_of: date | None, year: int | None) -> Context:
    """What the caller knows of the document."""
    return Context(
        None if as_of is None else date_of(as_of, "as_of"),
        None if year is None else spans.check_year(integer_of(year, "year (年)")),
    )


def date_of(value: date, field: str) -> date:
    """The calendar day of a date, or the one a `datetime` prints; anything else raises `PeriodError`."""
    # datetime is a subclass of date, compares with none, and carries a time no period knows.
    try:
        day = value.date() if isinstance(value, datetime) else value
    except ValueError:  # pandas.NaT calls itself a datetime
        day = None
    if not isinstance(day, date):
        raise PeriodError("is not a date", field=field, value=value, expected="a datetime.date")
    return day


def integer_of(value: int, field: str) -> int:
    """The whole number; a bool or a float raises `PeriodError`."""
    try:
        if not isinstance(value, bool):
            return operator.index(value)
    except TypeError:
        pass
    raise PeriodError("is not a whole number", field=field, value=value, expected="an int")

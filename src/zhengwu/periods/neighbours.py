"""The periods beside a period: the same one a year before, the one just before, the year to date.

>>> from zhengwu.periods.naming import canonical
>>> canonical(last_year(spans.quarter(2017, 1))), canonical(previous(spans.quarter(2017, 1)))
('2016-Q1', '2016-Q4')
"""

from __future__ import annotations

from datetime import date, timedelta

from zhengwu.errors import PeriodError
from zhengwu.periods import spans
from zhengwu.periods.naming import canonical
from zhengwu.periods.spans import FIELD, PeriodKind, Span


def last_year(span: Span) -> Span:
    """The same span one year before: a week by its number, whole months as whole months, days by the calendar."""
    if span.kind is PeriodKind.WEEK:
        iso = span.start.isocalendar()
        return spans.week(iso.year - 1, iso.week)
    if span.has_whole_months:
        return _months_before(span, 12)
    from dateutil.relativedelta import relativedelta

    spans.check_year(span.start.year - 1)
    year = relativedelta(years=1)
    return _moved(span, span.start - year, span.end - year)


def previous(span: Span) -> Span:
    """The span of the same kind just before; a cumulative or free span has none."""
    if span.is_cumulative:
        raise without(
            span,
            "is cumulative from 1 January and has no period before it",
            ".last_year, or the difference of two cumulative figures",
        )
    if span.kind in (PeriodKind.MONTHS, PeriodKind.DAYS):
        raise without(span, "is a span and has no period before it", "a day, week, month, quarter, half or year")
    if span.kind is PeriodKind.DAY:
        return spans.day(span.start - timedelta(1))
    if span.kind is PeriodKind.WEEK:
        iso = (span.start - timedelta(weeks=1)).isocalendar()
        return spans.week(iso.year, iso.week)
    return _months_before(span, spans.ordinal(span.end) - spans.ordinal(span.start) + 1)


def cumulative(span: Span) -> Span:
    """The span from 1 January to the end of this one."""
    if span.start.year != span.end.year:
        raise without(span, "crosses the turn of the year", "a period within one year")
    return spans.year_to_date(span.end)


def without(span: Span, problem: str, expected: str) -> PeriodError:
    """The error of a period that lacks what was asked of it."""
    return PeriodError(problem, field=FIELD, value=canonical(span), expected=expected)


def _months_before(span: Span, count: int) -> Span:
    first, last = spans.ordinal(span.start) - count, spans.ordinal(span.end) - count
    spans.check_year(first // 12)
    return _moved(span, date(first // 12, first % 12 + 1, 1), spans.last_day(last // 12, last % 12 + 1))


def _moved(span: Span, start: date, end: date) -> Span:
    """The same kind of span over other days; a span stays one unless it now is one exact unit."""
    if span.kind is PeriodKind.MONTHS:
        return spans.months(spans.ordinal(start), spans.ordinal(end))
    if span.kind is PeriodKind.DAYS:
        return Span(span.kind, start, end) if span.is_cumulative else spans.days(start, end)
    return Span(span.kind, start, end)

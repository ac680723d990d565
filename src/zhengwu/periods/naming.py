"""The names of a span: canonical text, Chinese, English. The first two read back as the same span.

>>> from zhengwu.periods.spans import year_to_date
>>> span = year_to_date(date(2017, 9, 30))
>>> canonical(span), chinese(span), english(span)
('2017-01..2017-09', '2017年1—9月', 'January–September 2017')
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from zhengwu.periods import spans
from zhengwu.periods.spans import PeriodKind, Span

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINALS: Final = ("first", "second", "third", "fourth")
_NAMED: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-?(?:[Qq]([0-9])|[Hh]([0-9])|[Ww]([0-9]{1,2})))?")


def canonical(span: Span) -> str:
    """The text that reads back as the same span."""
    start, end = span.start, span.end
    match span.kind:
        case PeriodKind.DAY:
            return start.isoformat()
        case PeriodKind.WEEK:
            iso = start.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}"
        case PeriodKind.MONTH:
            return f"{start:%Y-%m}"
        case PeriodKind.QUARTER:
            return f"{start.year:04}-Q{start.month // 3 + 1}"
        case PeriodKind.HALF:
            return f"{start.year:04}-H{start.month // 6 + 1}"
        case PeriodKind.YEAR:
            return f"{start.year:04}"
        case PeriodKind.MONTHS:
            return f"{start:%Y-%m}..{end:%Y-%m}"
        case PeriodKind.DAYS:
            return f"{start.isoformat()}..{end.isoformat()}"


def from_canonical(text: str) -> Span | None:
    """The span of a canonical text, None where `text` is something else.

    >>> canonical(from_canonical("2017Q1") or spans.year(2017))
    '2017-Q1'
    """
    first_text, dots, last_text = text.partition("..")
    first, last = _NAMED.fullmatch(first_text), _NAMED.fullmatch(last_text)
    if first is None or (dots and last is None):
        return None
    if last is None:
        return _from_name(first)
    start, end = _from_name(first), _from_name(last)
    if {start.kind, end.kind} & {PeriodKind.DAY, PeriodKind.WEEK}:
        return spans.days(start.start, end.end)
    return spans.months(spans.ordinal(start.start), spans.ordinal(end.end))


def chinese(span: Span) -> str:
    """2017年3月, 2017年第一季度, 2017年1—9月, 2017年9月1日—12月31日."""
    start = span.start
    match span.kind:
        case PeriodKind.DAY:
            text = f"{_month_zh(start)}{start.day}日"
        case PeriodKind.WEEK:
            iso = start.isocalendar()
            text = f"{iso.year}年第{iso.week}周"
        case PeriodKind.MONTH:
            text = _month_zh(start)
        case PeriodKind.QUARTER:
            text = f"{start.year}年第{'一二三四'[start.month // 3]}季度"
        case PeriodKind.HALF:
            text = f"{start.year}年{'上下'[start.month // 6]}半年"
        case PeriodKind.YEAR:
            text = f"{start.year}年"
        case PeriodKind.MONTHS | PeriodKind.DAYS:
            text = _span_zh(span)
    return text


def english(span: Span) -> str:
    """March 2017, first quarter of 2017, January–September 2017, 1 September – 31 December 2017."""
    start, end = span.start, span.end
    match span.kind:
        case PeriodKind.DAY:
            text = f"{_day_en(start)} {start.year}"
        case PeriodKind.WEEK:
            iso = start.isocalendar()
            text = f"week {iso.week} of {iso.year}"
        case PeriodKind.MONTH:
            text = f"{_month_en(start)} {start.year}"
        case PeriodKind.QUARTER:
            text = f"{_ORDINALS[start.month // 3]} quarter of {start.year}"
        case PeriodKind.HALF:
            text = f"{_ORDINALS[start.month // 6]} half of {start.year}"
        case PeriodKind.YEAR:
            text = str(start.year)
        case PeriodKind.MONTHS if start.year == end.year:
            first = _month_en(start)
            text = f"{first if start.month == end.month else f'{first}–{_month_en(end)}'} {end.year}"
        case PeriodKind.MONTHS:
            text = f"{_month_en(start)} {start.year} – {_month_en(end)} {end.year}"
        case PeriodKind.DAYS:
            first = _day_en(start) if start.year == end.year else f"{_day_en(start)} {start.year}"
            text = f"{_day_en(end)} {end.year}" if start == end else f"{first} – {_day_en(end)} {end.year}"
    return text


def _from_name(match: re.Match[str]) -> Span:
    number, month_number, day_number, quarter_number, half_number, week_number = (
        None if digits is None else int(digits) for digits in match.groups()
    )
    assert number is not None  # noqa: S101  every name begins with its year
    if month_number is not None:
        return (
            spans.month(number, month_number)
            if day_number is None
            else spans.day(spans.day_of(number, month_number, day_number))
        )
    if quarter_number is not None:
        return spans.quarter(number, quarter_number)
    if half_number is not None:
        return spans.half(number, half_number)
    return spans.year(number) if week_number is None else spans.week(number, week_number)


def _span_zh(span: Span) -> str:
    start, end = span.start, span.end
    whole = span.kind is PeriodKind.MONTHS
    # A cumulative span that has only come to its first month or day: 1—1月 is nobody's wording.
    if span.is_cumulative and (start == end or (whole and end.month == 1)):
        return f"截至{_month_zh(end)}" + ("底" if whole else f"{end.day}日")
    if not whole:
        last = f"{end.month}月" if start.year == end.year else _month_zh(end)
        return f"{_month_zh(start)}{start.day}日—{last}{end.day}日"
    if start.year == end.year:
        return f"{start.year}年{start.month}—{end.month}月"
    return f"{_month_zh(start)}—{_month_zh(end)}"


def _month_zh(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _month_en(day: date) -> str:
    return _MONTHS[day.month - 1]


def _day_en(day: date) -> str:
    return f"{day.day} {_month_en(day)}"

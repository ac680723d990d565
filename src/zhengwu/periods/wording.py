"""From the wording of a source to the span it names.

Where the text leaves the year out, the year is that of the document. A document of January writes 四季度 and 12月 for
the year before: a period that would begin after the document is refused, not guessed.

>>> read("2017年1—9月", Context(None, None)).end
datetime.date(2017, 9, 30)
>>> read("四季度", Context(date(2018, 1, 10), None))
Traceback (most recent call last):
zhengwu.periods.context.UnknownYearError: period (时期): '四季度' does not say its year and would begin after the \
document's date 2018-01-10 (expected year=2017 or year=2018)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from zhengwu.errors import PeriodError
from zhengwu.periods import naming, patterns, spans
from zhengwu.periods.characters import Readable, numeral
from zhengwu.periods.context import Context, UnknownYearError
from zhengwu.periods.patterns import compiled
from zhengwu.periods.spans import FIELD, PeriodKind, Span

_FORMS_TEXT: Final = "for example 2017年第一季度, 上半年, 1—9月, 截至6月底, 2017-Q1 or 2017-01..2017-09"
_LONGEST: Final = 160
_YEARS_AGO: Final = {"今年": 0, "本年": 0, "当年": 0, "去年": 1, "上年": 1, "前年": 2}


def read(source: str, context: Context) -> Span:
    """The span that the whole of `source` names."""
    canonical = naming.from_canonical(source)
    if canonical is not None:
        return canonical
    text = Readable.of(source[: _LONGEST + 1]).text.strip("()[]:,。 ")
    if len(source) > _LONGEST or not text:
        raise _unreadable(source)
    slashed = compiled(patterns.SLASHED).fullmatch(text)
    if slashed:
        return spans.month(int(slashed["year"]), int(slashed["month"]))
    total = text.removesuffix("累计")
    for pattern, build in _FORMS:
        match = compiled(pattern).fullmatch(text) or compiled(pattern).fullmatch(total)
        if match and match.group():
            span = build(match, context)
            if match.end() == len(text):
                return span
            return _total(span, source)
    for ending, problem, expected in _NEARLY:
        if text.endswith(ending):
            raise PeriodError(problem, field=FIELD, value=source, expected=expected)
    raise _unreadable(source)


def read_at(readable: Readable, position: int, context: Context) -> tuple[int, Span | None] | None:
    """The wording that begins at `position` of a readable text: its end, and its span if it is a period.

    None where no wording begins. A span of None is a wording to step over: a bare day, an instant, a month 13.
    """
    text = readable.text
    for pattern, build in _FORMS:
        match = compiled(pattern).match(text, position)
        if match is None or match.end() == position or _breaks_line(match, readable):
            continue
        try:
            span = build(match, context)
        except UnknownYearError:
            raise
        except PeriodError:
            return match.end(), None
        end = match.end()
        if span.kind is PeriodKind.DAY or compiled(patterns.NOT_A_PERIOD).match(text, end):
            return end, None
        if not compiled(patterns.CUMULATIVE).match(text, end):
            return end, span
        try:
            return end + 2, _total(span, text[position : end + 2])
        except PeriodError:
            return end + 2, None
    return None


def _single(match: re.Match[str], context: Context) -> Span:
    return _dated(match, context, lambda year: _named(match, "a", context, year))


def _span(match: re.Match[str], context: Context) -> Span:
    def between(year: int) -> Span:
        first = _named(match, "a", context, year)
        last = _named(match, "b", context, first.start.year)
        if {first.kind, last.kind} & {PeriodKind.DAY, PeriodKind.WEEK}:
            return spans.days(first.start, last.end)
        return spans.months(spans.ordinal(first.start), spans.ordinal(last.end))

    return _dated(match, context, between)


def _units(match: re.Match[str], context: Context) -> Span:
    first, last = numeral(match["first"]), numeral(match["last"])
    if match["list"] and (last != first + 1 or _own_year(match, "a", context) is None):
        raise _unreadable(match.group())
    unit = spans.quarter if match["quarters"] else spans.month

    def between(year: int) -> Span:
        return spans.months(spans.ordinal(unit(year, first).start), spans.ordinal(unit(year, last).end))

    return _dated(match, context, between)


def _days(match: re.Match[str], context: Context) -> Span:
    month, first, last = (numeral(match[group]) for group in ("month", "first", "last"))
    return _dated(
        match, context, lambda year: spans.days(spans.day_of(year, month, first), spans.day_of(year, month, last))
    )


def _years(match: re.Match[str], _: Context) -> Span:
    first, last = spans.year(int(match["first"])), spans.year(int(match["last"]))
    return spans.months(spans.ordinal(first.start), spans.ordinal(last.end))


def _first(match: re.Match[str], context: Context) -> Span:
    last = numeral(match["last"])
    if last < 2:  # 前一季度 is the quarter before, of no year we know
        raise _unreadable(match.group())
    unit = spans.quarter if match["quarters"] else spans.month
    return _dated(match, context, lambda year: spans.year_to_date(unit(year, last).end))


def _until(match: re.Match[str], context: Context) -> Span:
    if match["today"]:
        return spans.year_to_date(context.day_counted_to(match.group()))

    def up_to(year: int) -> Span:
        named = spans.year(year) if match["close"] else _named(match, "b", context, year)
        return spans.year_to_date(named.end)

    return _dated(match, context, up_to)


def _since(match: re.Match[str], context: Context) -> Span:
    today = context.day_counted_to(match.group())
    if match["january"] or match["total"]:
        return spans.year_to_date(today)
    start = _dated(match, context, lambda year: _named(match, "a", context, year)).start
    cumulative = (start.month, start.day, start.year) == (1, 1, today.year)
    return spans.year_to_date(today) if cumulative else spans.days(start, today)


def _dated(match: re.Match[str], context: Context, build: Callable[[int], Span]) -> Span:
    """Build with the year that one end of the wording names, else with the year of the document."""
    for tag in ("a", "b"):
        own = _own_year(match, tag, context)
        if own is not None:
            return build(own)
    text = match.group()
    year = context.of_document(text, weeks=_group(match, "week_a") is not None)
    span = build(year)
    if context.year is None and context.as_of is not None and not _has_begun(span, text, context.as_of):
        raise UnknownYearError(
            f"does not say its year and would begin after the document's date {context.as_of.isoformat()}",
            field=FIELD,
            value=text,
            expected=f"year={year - 1} or year={year}",
        )
    return span


def _has_begun(span: Span, text: str, as_of: date) -> bool:
    if text == "全年":  # what a report of the first months calls so is the year before
        return as_of.month > 3
    first = span.end.replace(day=1) if span.is_cumulative else span.start
    return first <= as_of


def _own_year(match: re.Match[str], tag: str, context: Context) -> int | None:
    digits = _group(match, f"iso_{tag}") or _group(match, f"year_{tag}") or _group(match, f"short_{tag}")
    if digits is not None:
        return spans.check_year(numeral(digits))
    word = _group(match, f"word_{tag}")
    if word is not None:
        return context.of_document(match.group()) - _YEARS_AGO[word]
    return context.day(match.group()).year if _group(match, f"now_{tag}") else None


def _named(match: re.Match[str], tag: str, context: Context, year: int) -> Span:
    """The span of one name; `year` serves where it has none of its own."""
    own = _own_year(match, tag, context)
    year = year if own is None else own
    now = _group(match, f"now_{tag}")
    if now is not None:
        return _relative(now, context.day(match.group()))
    number = {
        part: numeral(digits)
        for part in ("day", "iso_m", "iso_d", *_PARTS)
        if (digits := _group(match, f"{part}_{tag}")) is not None
    }
    if "iso_d" in number:
        return spans.day(spans.day_of(year, number["iso_m"], number["iso_d"]))
    if "day" in number:
        return spans.day(spans.day_of(year, number["month"], number["day"]))
    for part, build in _PARTS.items():
        if part in number:
            return build(year, number[part])
    half = _group(match, f"half_{tag}")
    return spans.half(year, "上下".index(half) + 1) if half is not None else spans.year(year)


def _relative(word: str, today: date) -> Span:
    """本月, 上月, 本季度, 上季度, 本周, 上周, seen from the day of the document."""
    back = 1 if word.startswith("上") else 0
    if "月" in word:
        number = spans.ordinal(today) - back
        return spans.month(number // 12, number % 12 + 1)
    if "季" in word:
        number = spans.ordinal(today) // 3 - back
        return spans.quarter(number // 4, number % 4 + 1)
    iso = (today - timedelta(weeks=back)).isocalendar()
    return spans.week(iso.year, iso.week)


def _total(span: Span, text: str) -> Span:
    """What 累计 after a name means: 1—3月累计, 3月累计 and 一季度累计 are counted from 1 January."""
    if span.is_cumulative or span.kind is PeriodKind.MONTH or (span.start.month, span.start.day) == (1, 1):
        return spans.year_to_date(span.end)
    raise PeriodError(
        "is counted from 1 January or from the start of the period: the words do not tell",
        field=FIELD,
        value=text,
        expected="1—6月 or 第二季度",
    )


def _breaks_line(match: re.Match[str], readable: Readable) -> bool:
    """Whether the words between a named start and its end run over a line: then they are two statements."""
    if not _group(match, "gap"):
        return False
    start, end = readable.source_span(*match.span("gap"))
    return "\n" in readable.source[start : end + 1]


def _group(match: re.Match[str], name: str) -> str | None:
    """The text of a group, None where the pattern has no such group or it took no part."""
    text: str | None = match[name] if name in match.re.groupindex else None
    return text


def _unreadable(text: str) -> PeriodError:
    return PeriodError("is not a period", field=FIELD, value=text, expected=_FORMS_TEXT)


_NEARLY: Final = (
    ("同期", "names the same period of another year", "the period itself, then .last_year"),
    ("底", "is a moment, not a period", "截至6月底 for what was counted up to it, 6月 for the month"),
    ("末", "is a moment, not a period", "截至6月末 for what was counted up to it, 6月 for the month"),
    ("起", "has a start and no end", "9月1日起至12月底"),
)
_PARTS: Final[dict[str, Callable[[int, int], Span]]] = {
    "month": spans.month,
    "iso_month": spans.month,
    "quarter": spans.quarter,
    "iso_quarter": spans.quarter,
    "iso_half": spans.half,
    "week": spans.week,
    "iso_week": spans.week,
}
# The longest wordings first.
_FORMS: Final[tuple[tuple[str, Callable[[re.Match[str], Context], Span]], ...]] = (
    (patterns.UNTIL, _until),
    (patterns.SINCE, _since),
    (patterns.SPAN, _span),
    (patterns.DAYS, _days),
    (patterns.UNITS, _units),
    (patterns.YEARS, _years),
    (patterns.FIRST, _first),
    (patterns.SINGLE, _single),
)

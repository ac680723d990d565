"""Finding a period inside a longer text: a title, a column header, a sentence."""

from __future__ import annotations

from datetime import date
from typing import Final

from zhengwu.periods import patterns
from zhengwu.periods.arguments import context_of, text_of
from zhengwu.periods.characters import Readable
from zhengwu.periods.context import Context, UnknownYearError
from zhengwu.periods.patterns import compiled
from zhengwu.periods.spans import PeriodKind, Span
from zhengwu.periods.value import Period
from zhengwu.periods.wording import read_at

__all__ = ["find_period"]

_NEAR: Final = 24  # how many words, at most, a title puts between the year and the part of it


def find_period(
    text: str, *, as_of: date | None = None, year: int | None = None
) -> tuple[Period, tuple[int, int]] | None:
    """The first period named in `text`, with the place it stands at (start and end as for slicing), or None.

    `as_of` (the date of the document) or `year` give the year where the text leaves it out; without them such a text
    has no period to give and the answer is None. A bare date says when, not over which time, and is passed over, as
    are instants (12月底), deadlines (10月底前), issue numbers (2017年第3期) and bases of comparison (比上年).

    >>> find_period("一季度合计", year=2017)
    (Period("2017-Q1"), (0, 3))
    >>> find_period("12345热线留言办理4月份情况统计表", year=2022)
    (Period("2022-04"), (11, 14))
    >>> find_period("4月19日下午，以“三大一实干”为举措办理9个月，第十六号令400万元") is None
    True
    """
    context = context_of(as_of, year)
    readable = Readable.of(text_of(text))
    try:
        found = _first(readable, context)
    except UnknownYearError:
        return None
    if found is None:
        return None
    start, end, span = found
    return Period.from_span(span), readable.source_span(start, end)


def _first(readable: Readable, context: Context) -> tuple[int, int, Span] | None:
    text = readable.text
    start_of = compiled(patterns.START)
    position = 0
    while candidate := start_of.search(text, position):
        start = candidate.start()
        result = read_at(readable, start, context)
        if result is None:
            position = start + 1
            continue
        end, span = result
        if span is None or _is_base(text, start):
            position = end
            continue
        if span.kind is PeriodKind.YEAR:
            later = _part_of_year(readable, end, span)
            if later is not None:
                return start, *later
        return start, end, span
    return None


def _is_base(text: str, start: int) -> bool:
    """Whether the words before make it the base of a comparison: 比上年, 较1月; but not 占比, 同比, 环比."""
    before = text[max(0, start - 2) : start]
    return before.endswith("较") or (before.endswith("比") and before not in ("占比", "同比", "环比"))


def _part_of_year(readable: Readable, position: int, year: Span) -> tuple[int, Span] | None:
    """The part of the year that a title names a few words after it: 2017年全市第一季度, 2017年（1—6月）."""
    text = readable.text
    context = Context(None, year.start.year)
    bracket = text.startswith("(", position)
    for _ in range(_NEAR):
        if compiled(patterns.PART).match(text, position):
            end, span = read_at(readable, position, context) or (position, None)
            if span is None:
                return None
            return (end + 1 if bracket and text.startswith(")", end) else end), span
        gap = compiled(patterns.GAP).match(text, position)
        if gap is None:
            return None
        position = gap.end()
    return None

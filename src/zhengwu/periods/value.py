"""`Period`: the time a figure is counted over, as an immutable value."""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, final

from zhengwu.periods import naming, neighbours, spans
from zhengwu.periods.arguments import context_of, date_of, integer_of, text_of
from zhengwu.periods.context import Context
from zhengwu.periods.spans import PeriodKind, Span
from zhengwu.periods.wording import read

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Period"]


@final
@functools.total_ordering
class Period:
    """A month, quarter, half, year, ISO week, day, or a span of whole months or of days.

    Two periods are equal when they cover the same days, however they are named. A span that begins on 1 January is
    cumulative (年初累计): it has `last_year` for 同比, but no `previous` for 环比. Raises `PeriodError` for a text that
    is not a period, that needs a year, or that lies outside 1949 to 2199.

    >>> q = Period("2017年第一季度")
    >>> q
    Period("2017-Q1")
    >>> q.months
    (Period("2017-01"), Period("2017-02"), Period("2017-03"))
    >>> q.last_year, q.previous
    (Period("2016-Q1"), Period("2016-Q4"))
    >>> to_september = Period("2017年1—9月")
    >>> to_september, to_september.is_cumulative, to_september.last_year
    (Period("2017-01..2017-09"), True, Period("2016-01..2016-09"))
    >>> to_september.previous
    Traceback (most recent call last):
    zhengwu.errors.PeriodError: period (时期): '2017-01..2017-09' is cumulative from 1 January and has no period \
before it (expected .last_year, or the difference of two cumulative figures)
    """

    __slots__ = ("_span",)
    _span: Span

    def __init__(self, text: str) -> None:
        object.__setattr__(self, "_span", read(text_of(text), Context(None, None)))

    @classmethod
    def parse(cls, text: str, *, as_of: date | None = None, year: int | None = None) -> Period:
        """Read `text`; where it leaves the year out, take that of `as_of` (the date of the document) or `year`.

        A period that would begin only after `as_of` is refused: a document of January writes 12月 for the year before.

        >>> Period.parse("上半年", as_of=date(2017, 7, 5)), Period.parse("截至6月底", year=2017)
        (Period("2017-H1"), Period("2017-01..2017-06"))
        >>> Period.parse("今年以来", as_of=date(2017, 4, 19))
        Period("2017-01-01..2017-04-19")
        >>> Period.parse("9月1日起统一使用新系统，截止到12月底", year=2017)
        Period("2017-09-01..2017-12-31")
        """
        return cls.from_span(read(text_of(text), context_of(as_of, year)))

    @classmethod
    def from_span(cls, span: Span) -> Period:
        """The period of a span that `zhengwu.periods.spans` built."""
        period = object.__new__(cls)
        object.__setattr__(period, "_span", span)
        return period

    @classmethod
    def month(cls, year: int, number: int) -> Period:
        """Month 1 to 12 of a year.

        >>> Period.month(2017, 3)
        Period("2017-03")
        """
        return cls.from_span(spans.month(integer_of(year, "year (年)"), integer_of(number, "month (月)")))

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """Quarter 1 to 4 of a year.

        >>> Period.quarter(2017, 1).zh
        '2017年第一季度'
        """
        return cls.from_span(spans.quarter(integer_of(year, "year (年)"), integer_of(number, "quarter (季度)")))

    @classmethod
    def half(cls, year: int, number: int) -> Period:
        """The first (1, 上半年) or second (2, 下半年) half of a year.

        >>> Period.half(2017, 1).zh
        '2017年上半年'
        """
        return cls.from_span(spans.half(integer_of(year, "year (年)"), integer_of(number, "half (半年)")))

    @classmethod
    def week(cls, year: int, number: int) -> Period:
        """An ISO week.

        >>> Period.week(2024, 28).start
        datetime.date(2024, 7, 8)
        """
        return cls.from_span(spans.week(integer_of(year, "year (年)"), integer_of(number, "week (周)")))

    @classmethod
    def year(cls, year: int) -> Period:
        """A year.

        >>> Period.year(2017).days
        365
        """
        return cls.from_span(spans.year(integer_of(year, "year (年)")))

    @classmethod
    def of(cls, start: date, end: date) -> Period:
        """The period from `start` to `end`, both included, under its plainest name.

        >>> Period.of(date(2017, 1, 1), date(2017, 3, 31)), Period.of(date(2017, 6, 13), date(2017, 12, 31))
        (Period("2017-Q1"), Period("2017-06-13..2017-12-31"))
        """
        return cls.from_span(spans.simplest(date_of(start, "start (起)"), date_of(end, "end (止)")))

    @property
    def kind(self) -> PeriodKind:
        """How the period is named (outside equality)."""
        return self._span.kind

    @property
    def start(self) -> date:
        """The first day."""
        return self._span.start

    @property
    def end(self) -> date:
        """The last day, included."""
        return self._span.end

    @property
    def days(self) -> int:
        """The number of calendar days."""
        return (self._span.end - self._span.start).days + 1

    @property
    def is_cumulative(self) -> bool:
        """Whether it was written as a span from 1 January: 1—9月, 截至6月底, 今年以来 (outside equality)."""
        return self._span.is_cumulative

    @property
    def months(self) -> tuple[Period, ...]:
        """The months it consists of, in order. Raises `PeriodError` unless it is made of whole months."""
        if not self._span.has_whole_months:
            raise neighbours.without(
                self._span, "is not made of whole months", "a month, quarter, half, year or span of months"
            )
        numbers = range(spans.ordinal(self.start), spans.ordinal(self.end) + 1)
        return tuple(Period.from_span(spans.month(number // 12, number % 12 + 1)) for number in numbers)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters it consists of, in order. Raises `PeriodError` unless it is made of whole quarters.

        >>> Period("2017-H1").quarters
        (Period("2017-Q1"), Period("2017-Q2"))
        """
        first, last = spans.ordinal(self.start), spans.ordinal(self.end)
        if not self._span.has_whole_months or first % 3 or last % 3 != 2:
            raise neighbours.without(
                self._span, "is not made of whole quarters", "a quarter, half, year or span of whole quarters"
            )
        return tuple(
            Period.from_span(spans.quarter(number // 12, number % 12 // 3 + 1)) for number in range(first, last, 3)
        )

    @property
    def last_year(self) -> Period:
        """The same period one year before (上年同期), the base of 同比.

        A week keeps its number; a span that ends on 29 February ends on the 28th, one of whole months stays whole.
        Raises `PeriodError` for week 53 after a year without one, and before 1949.

        >>> Period("2024-W28").last_year, Period("2024-02-29").last_year
        (Period("2023-W28"), Period("2023-02-28"))
        """
        return Period.from_span(neighbours.last_year(self._span))

    @property
    def previous(self) -> Period:
        """The period of the same kind just before (上期), the base of 环比. Raises `PeriodError` for a span.

        >>> Period("2017-01").previous, Period("2024-W01").previous
        (Period("2016-12"), Period("2023-W52"))
        """
        return Period.from_span(neighbours.previous(self._span))

    @property
    def cumulative(self) -> Period:
        """The cumulative span from 1 January to the end of this period (年初累计).

        Raises `PeriodError` for a period that crosses the turn of the year.

        >>> Period("2017-Q3").cumulative
        Period("2017-01..2017-09")
        """
        return Period.from_span(neighbours.cumulative(self._span))

    @property
    def zh(self) -> str:
        """The period as a bulletin prints it; reads back as the same period.

        >>> Period("2017-Q1").zh, Period("2017-01..2017-09").zh, Period("2017-09-01..2017-12-31").zh
        ('2017年第一季度', '2017年1—9月', '2017年9月1日—12月31日')
        """
        return naming.chinese(self._span)

    @property
    def en(self) -> str:
        """The period in English.

        >>> Period("2017-Q1").en, Period("2017-01..2017-09").en, Period("2017-09-01..2017-12-31").en
        ('first quarter of 2017', 'January–September 2017', '1 September – 31 December 2017')
        """
        return naming.english(self._span)

    def contains(self, day: date) -> bool:
        """Whether a day lies in the period; of a `datetime`, the calendar day it prints.

        >>> Period("2017-Q1").contains(date(2017, 3, 31))
        True
        """
        return self.start <= date_of(day, "day (日)") <= self.end

    def covers(self, other: Period) -> bool:
        """Whether every day of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def within(self, other: Period) -> bool:
        """Whether every day of this period lies in `other`."""
        return other.covers(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._span[1:] == other._span[1:]

    def __hash__(self) -> int:
        return hash(self._span[1:])

    def __lt__(self, other: Period) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return self._span[1:] < other._span[1:]

    def __str__(self) -> str:
        return naming.canonical(self._span)

    def __repr__(self) -> str:
        return f'Period("{self}")'

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Period cannot be changed ({name})")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a Period cannot be changed ({name})")

    def __reduce__(self) -> tuple[type[Period], tuple[str]]:
        return Period, (str(self),)

    def __copy__(self) -> Period:
        return self

    def __deepcopy__(self, memo: object) -> Period:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads a period (any text that `Period` takes) and writes it (its canonical text)."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _from_outside, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "examples": ["2017-Q1", "2017-01..2017-09"]}


def _from_outside(value: str | Period) -> Period:
    return value if isinstance(value, Period) else Period(value)

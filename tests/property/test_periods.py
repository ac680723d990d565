"""Laws of periods."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, strategies as st

from zhengwu.errors import PeriodError, ZhengwuError
from zhengwu.periods import Period, PeriodKind, find_period

years = st.integers(1950, 2195)
months = st.builds(Period.month, years, st.integers(1, 12))
quarters = st.builds(Period.quarter, years, st.integers(1, 4))
halves = st.builds(Period.half, years, st.integers(1, 2))
whole_years = st.builds(Period.year, years)
weeks = st.builds(Period.week, years, st.integers(1, 52))
days = st.dates(date(1950, 1, 1), date(2195, 12, 31))
single_days = days.map(lambda day: Period.of(day, day))
day_spans = st.builds(lambda start, count: Period.of(start, start + timedelta(count)), days, st.integers(0, 300))
month_spans = st.builds(
    lambda first, count: Period.of(first.start, date(first.start.year + count, first.start.month, 1) - timedelta(1)),
    months,
    st.integers(1, 3),
) | st.builds(lambda first, last: Period.of(min(first, last).start, max(first, last).end), months, months)
cumulative_spans = days.map(lambda day: Period.of(day, day).cumulative)
whole_month_periods = st.one_of(months, quarters, halves, whole_years, month_spans)
units = st.one_of(months, quarters, halves, whole_years, weeks, single_days)
periods = st.one_of(units, day_spans, month_spans, cumulative_spans)

WORDS = "0123456789０１２〇一二三四五六七八九十两年月日号周季度半上下第前头全份底末初起至到从自截止今去本当同期累计"
MARKS = "以来目个星期、，。；—-～~.…/ \n\t\u3000QWHqwh()（）"
PIECES = [
    *WORDS,
    *MARKS,
    "2017年",
    "2017",
    "2017-",
    "一季度",
    "上半年",
    "1—9月",
    "截至",
    "6月底",
    "今年以来",
    "9月1日起",
    "第28周",
    "比",
    "较",
]
near_periods = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


class TestPrintThenParse:
    """What is printed reads back as the same period of the same kind."""

    @given(periods)
    @example(Period("2017-01-01..2017-01-01"))
    @example(Period("2017-01..2017-01"))
    @example(Period("2017-09-01..2017-12-31"))
    def test_every_printed_form(self, period: Period) -> None:
        for text in (str(period), period.zh, f" {period.zh} "):
            again = Period(text)
            assert (again, again.kind, again.is_cumulative) == (period, period.kind, period.is_cumulative)
        assert eval(repr(period), {"Period": Period}) == period  # noqa: S307

    @given(periods, st.text("甲乙丙，。 ", max_size=5), st.text("丁戊，。 ", max_size=5))
    def test_found_where_it_stands(self, period: Period, before: str, after: str) -> None:
        assume(period.kind is not PeriodKind.DAY)
        text = f"{before}{period.zh}{after}"
        found = find_period(text)
        assert found is not None
        assert found[0] == period
        assert text[slice(*found[1])] == period.zh


class TestNeighbours:
    @given(whole_month_periods)
    def test_last_year_covers_the_same_months(self, period: Period) -> None:
        before = period.last_year
        assert [(month.start.year + 1, month.start.month) for month in before.months] == [
            (month.start.year, month.start.month) for month in period.months
        ]
        assert before.is_cumulative == period.is_cumulative

    @given(cumulative_spans)
    def test_last_year_of_a_cumulative_span_is_cumulative(self, period: Period) -> None:
        assert period.last_year.is_cumulative
        assert period.last_year.end.month == period.end.month

    @given(units)
    def test_previous_ends_the_day_before(self, period: Period) -> None:
        assume(period.kind is not PeriodKind.WEEK or period.start.year > 1950)
        before = period.previous
        assert before.end + timedelta(1) == period.start
        assert before.kind is period.kind
        assert before < period

    @given(st.one_of(months, quarters, halves))
    def test_previous_often_enough_is_last_year(self, period: Period) -> None:
        before = period
        for _ in range(12 // len(period.months)):
            before = before.previous
        assert before == period.last_year

    @given(day_spans)
    def test_last_year_begins_a_year_before(self, period: Period) -> None:
        before = period.last_year
        assert before.start.year == period.start.year - 1
        assert abs(before.days - period.days) <= 1

    @given(st.one_of(units, day_spans, cumulative_spans))
    def test_the_cumulative_span_covers_the_period(self, period: Period) -> None:
        assume(period.start.year == period.end.year)
        to_date = period.cumulative
        assert to_date.is_cumulative
        assert to_date.covers(period)
        assert (to_date.start, to_date.end) == (date(period.end.year, 1, 1), period.end)
        assert to_date.cumulative == to_date


class TestParts:
    @given(whole_month_periods)
    def test_months_partition_the_period(self, period: Period) -> None:
        parts = period.months
        assert (parts[0].start, parts[-1].end) == (period.start, period.end)
        assert all(first.end + timedelta(1) == second.start for first, second in pairwise(parts))
        assert sum(part.days for part in parts) == period.days
        assert all(part.within(period) for part in parts)

    @given(quarters)
    def test_a_quarter_is_its_three_months(self, period: Period) -> None:
        assert len(period.months) == 3
        assert Period.of(period.months[0].start, period.months[-1].end) == period

    @given(st.one_of(quarters, halves, whole_years))
    def test_quarters_partition_the_period(self, period: Period) -> None:
        assert [month for quarter in period.quarters for month in quarter.months] == list(period.months)

    @given(periods, days)
    def test_contains_is_covering_the_day(self, period: Period, day: date) -> None:
        assert period.contains(day) == period.covers(Period.of(day, day))


class TestSameDays:
    @given(periods, periods)
    @example(Period("2017-Q1"), Period("2017-01..2017-03"))
    def test_equality_order_and_hash_follow_the_days(self, one: Period, other: Period) -> None:
        assert (one == other) == ((one.start, one.end) == (other.start, other.end))
        assert (one < other) == ((one.start, one.end) < (other.start, other.end))
        assert one != other or hash(one) == hash(other)
        assert (one.covers(other) and other.covers(one)) == (one == other)


class TestMalformed:
    @given(near_periods, st.none() | days, st.none() | st.integers(1940, 2210))
    @example("十十月", None, 2017)
    @example("〇〇〇〇年", None, None)
    @example("截至本月底", None, 2017)
    def test_text_near_a_period_raises_only_zhengwu_errors(
        self, text: str, as_of: date | None, year: int | None
    ) -> None:
        try:
            period = Period.parse(text, as_of=as_of, year=year)
        except ZhengwuError:
            return
        assert Period(str(period)) == period

    @given(st.text(max_size=40) | near_periods, st.none() | days)
    @example("年-1月", None)
    @example("㋀㋁", date(2017, 3, 1))
    def test_finding_never_raises(self, text: str, as_of: date | None) -> None:
        found = find_period(text, as_of=as_of)
        if found is not None:
            period, (start, end) = found
            assert 0 <= start < end <= len(text)
            assert period.kind is not PeriodKind.DAY
            # What is found reads as a period by itself too, unless words stand between the year and its part.
            words = text[start:end]
            try:
                assert Period.parse(words, as_of=as_of) == period
            except PeriodError:
                assert "年" in words

    @pytest.mark.parametrize(
        "piece",
        ["1", "一", "2017年", "2017年全", "从9月1日起", "9月1日起a", "截至", "第一", "1-", " ", "十月一", "上", "今年"],
    )
    def test_finding_takes_time_in_proportion(self, piece: str) -> None:
        """Ten times the text takes about ten times as long: no pattern backtracks without bound."""

        def cost(length: int) -> float:
            text = (piece * length)[:length]
            begin = time.process_time()
            find_period(text)
            find_period(text, year=2017)
            return time.process_time() - begin

        cost(100)
        assert cost(20_000) < 25 * cost(2_000) + 0.1

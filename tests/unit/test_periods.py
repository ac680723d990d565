"""Periods as the sources write them, one by one."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhengwu.errors import PeriodError
from zhengwu.periods import Period, PeriodKind, find_period
from zhengwu.periods.characters import Readable, numeral

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

# text, canonical text; the year, where the text leaves it out, is 2017
WORDINGS = [
    ("2017年第一季度", "2017-Q1"),
    ("2017年一季度", "2017-Q1"),
    ("2017年度第一季度", "2017-Q1"),
    ("2017第一季度", "2017-Q1"),
    ("2017一季度", "2017-Q1"),
    ("一季度", "2017-Q1"),
    ("第1季度", "2017-Q1"),
    ("２０１７年第４季度", "2017-Q4"),
    ("2017 年 第 一 季 度", "2017-Q1"),
    ("\u30002017年\n第一季度 ", "2017-Q1"),
    ("上半年", "2017-H1"),
    ("下半年", "2017-H2"),
    ("2017年上半年", "2017-H1"),
    ("2017上半年", "2017-H1"),
    ("2017年", "2017"),
    ("2017年度", "2017"),
    ("2017年全年", "2017"),
    ("全年", "2017"),
    ("二〇一七年", "2017"),
    ("二○一七年十二月", "2017-12"),
    ("二零一七年十月", "2017-10"),
    ("2017年3月", "2017-03"),
    ("2017年3月份", "2017-03"),
    ("2017年03月", "2017-03"),
    ("3月份", "2017-03"),
    ("三月", "2017-03"),
    ("十二月", "2017-12"),
    ("2017年1—9月", "2017-01..2017-09"),
    ("1—9月", "2017-01..2017-09"),
    ("1-9月", "2017-01..2017-09"),
    ("1–9月份", "2017-01..2017-09"),
    ("1－9月", "2017-01..2017-09"),
    ("1―9月", "2017-01..2017-09"),
    ("1──9月", "2017-01..2017-09"),
    ("1～9月", "2017-01..2017-09"),
    ("1~9月", "2017-01..2017-09"),
    ("1至9月", "2017-01..2017-09"),
    ("1月至9月", "2017-01..2017-09"),
    ("1月-9月", "2017-01..2017-09"),
    ("一至九月", "2017-01..2017-09"),
    ("1-9月累计", "2017-01..2017-09"),
    ("2017年1-12月", "2017-01..2017-12"),
    ("2017年1月至2017年9月", "2017-01..2017-09"),
    ("1月至2017年9月", "2017-01..2017-09"),
    ("今年1、2月份", "2017-01..2017-02"),
    ("1-3季度", "2017-01..2017-09"),
    ("第一至三季度", "2017-01..2017-09"),
    ("一季度至三季度", "2017-01..2017-09"),
    ("前三季度", "2017-01..2017-09"),
    ("2017年前3个季度", "2017-01..2017-09"),
    ("今年头11个月", "2017-01..2017-11"),
    ("前两个月", "2017-01..2017-02"),
    ("3月累计", "2017-01..2017-03"),
    ("一季度累计", "2017-01..2017-03"),
    ("截至6月底", "2017-01..2017-06"),
    ("截止6月底", "2017-01..2017-06"),
    ("截止到6月末", "2017-01..2017-06"),
    ("截至2017年6月30日", "2017-01..2017-06"),
    ("截至6月30日", "2017-01..2017-06"),
    ("截至6月5日止", "2017-01-01..2017-06-05"),
    ("截至1月底", "2017-01..2017-01"),
    ("截至1月1日", "2017-01-01..2017-01-01"),
    ("截至2017年底", "2017-01..2017-12"),
    ("截至年底", "2017-01..2017-12"),
    ("截至三季度末", "2017-01..2017-09"),
    ("2017年截至6月底", "2017-01..2017-06"),
    ("年初至6月底", "2017-01..2017-06"),
    ("4—6月", "2017-Q2"),
    ("7-12月", "2017-H2"),
    ("2—4月", "2017-02..2017-04"),
    ("2016年12月至2017年2月", "2016-12..2017-02"),
    ("2013—2017年", "2013-01..2017-12"),
    ("9月1日起至12月底", "2017-09-01..2017-12-31"),
    ("9月1日起 … 12月底", "2017-09-01..2017-12-31"),
    ("9月1日起统一使用…，截止到12月底", "2017-09-01..2017-12-31"),
    ("9月1日起统一使用市级12345一体化软件系统,截止到12月底", "2017-09-01..2017-12-31"),
    ("从6月13日至12月31日", "2017-06-13..2017-12-31"),
    ("自2016年12月5日起到2017年1月9日", "2016-12-05..2017-01-09"),
    ("2023-06-13 至 2023-12-31", "2023-06-13..2023-12-31"),
    ("2023.6.13—2023.12.31", "2023-06-13..2023-12-31"),
    ("2021年2月11日—17日", "2021-02-11..2021-02-17"),
    ("3月18-19日", "2017-03-18..2017-03-19"),
    ("2017年1月1日至6月30日", "2017-H1"),
    ("3月1日至3月31日", "2017-03"),
    ("第28周", "2017-W28"),
    ("2024年第28周", "2024-W28"),
    ("2024年第二十八周", "2024-W28"),
    ("2017年6月13日", "2017-06-13"),
    ("6月13号", "2017-06-13"),
    ("2017/06/13", "2017-06-13"),
    ("2017.6", "2017-06"),
    ("（2017年3月）", "2017-03"),
    ("今年", "2017"),
    ("今年一季度", "2017-Q1"),
    ("去年", "2016"),
    ("上年度", "2016"),
    ("去年12月", "2016-12"),
    ("前年上半年", "2015-H1"),
    ("截至去年底", "2016-01..2016-12"),
    # canonical forms
    ("2017-03", "2017-03"),
    ("2017-Q1", "2017-Q1"),
    ("2017Q1", "2017-Q1"),
    ("2017-h1", "2017-H1"),
    ("2017", "2017"),
    ("2017-01..2017-09", "2017-01..2017-09"),
    ("2017-03..2017-03", "2017-03"),
    ("2017-09-01..2017-12-31", "2017-09-01..2017-12-31"),
    ("2017-03-05..2017-03-05", "2017-03-05"),
    ("2017-W28", "2017-W28"),
    ("2017-W28..2017-W29", "2017-07-10..2017-07-23"),
    ("2017-Q1..2017-Q3", "2017-01..2017-09"),
]


class TestWordings:
    """What the sources write is read, and printed in one canonical form that reads back."""

    @pytest.mark.parametrize(("text", "canonical"), WORDINGS)
    def test_read(self, text: str, canonical: str) -> None:
        period = Period.parse(text, year=2017)
        assert str(period) == canonical
        assert repr(period) == f'Period("{canonical}")'
        assert Period(canonical) == period

    @pytest.mark.parametrize(
        ("text", "as_of", "canonical"),
        [
            ("今年以来", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("今年以来", date(2017, 6, 30), "2017-01..2017-06"),
            ("年初以来", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("年初至今", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("2017年以来", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("本年累计", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("截至目前", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("全年至今", date(2017, 4, 19), "2017-01-01..2017-04-19"),
            ("3月以来", date(2017, 4, 19), "2017-03-01..2017-04-19"),
            ("去年以来", date(2017, 4, 19), "2016-01-01..2017-04-19"),
            ("本月", date(2017, 4, 19), "2017-04"),
            ("上月", date(2017, 1, 19), "2016-12"),
            ("上个月", date(2017, 4, 19), "2017-03"),
            ("本季度", date(2017, 4, 19), "2017-Q2"),
            ("上季度", date(2017, 1, 19), "2016-Q4"),
            ("本周", date(2017, 1, 1), "2016-W52"),
            ("上周", date(2017, 1, 2), "2016-W52"),
            ("第52周", date(2017, 1, 1), "2016-W52"),
            ("截至上月底", date(2017, 4, 19), "2017-01..2017-03"),
            ("去年", date(2017, 4, 19), "2016"),
            ("上半年", date(2017, 7, 5), "2017-H1"),
            ("12月份", date(2017, 12, 31), "2017-12"),
            ("全年", date(2017, 12, 20), "2017"),
            ("截至6月30日", date(2017, 6, 28), "2017-01..2017-06"),
        ],
    )
    def test_the_date_of_the_document_tells_the_year_and_the_day(self, text: str, as_of: date, canonical: str) -> None:
        assert str(Period.parse(text, as_of=as_of)) == canonical

    @pytest.mark.parametrize(
        "text",
        [
            "一季度",
            "上半年",
            "1—9月",
            "截至6月底",
            "第28周",
            "今年以来",
            "去年",
            "本月",
            "截至目前",
            "9月1日起至12月底",
        ],
    )
    def test_without_a_year_the_error_says_what_to_pass(self, text: str) -> None:
        with pytest.raises(PeriodError, match="as_of="):
            Period(text)

    @pytest.mark.parametrize("text", ["今年以来", "本月", "上周", "截至目前"])
    def test_a_year_is_not_a_day(self, text: str) -> None:
        with pytest.raises(PeriodError, match=r"as_of= \(the date of the document\)\)$"):
            Period.parse(text, year=2017)

    @pytest.mark.parametrize(
        "text", ["四季度", "12月份", "1—9月", "截至12月31日", "9月1日起至12月底", "第52周", "全年"]
    )
    def test_a_period_after_the_document_is_refused_not_guessed(self, text: str) -> None:
        with pytest.raises(PeriodError, match="year=2017 or year=2018"):
            Period.parse(text, as_of=date(2018, 1, 10))
        assert Period.parse(text, as_of=date(2018, 1, 10), year=2017).start.year == 2017

    def test_the_year_wins_over_the_date_of_the_document(self) -> None:
        assert Period.parse("去年一季度", as_of=date(2018, 1, 10), year=2017) == Period("2016-Q1")

    def test_the_day_and_the_year_of_the_document_must_agree(self) -> None:
        assert Period.parse("今年以来", as_of=date(2017, 6, 30), year=2017) == Period("2017-H1")
        with pytest.raises(PeriodError, match="one year"):
            Period.parse("今年以来", as_of=date(2018, 1, 10), year=2017)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is not a period"),
            ("abc", "is not a period"),
            ("2017年13月", "month (月): 13 does not exist (expected 1 to 12)"),
            ("2017年0月", "month (月): 0 does not exist"),
            ("2017-00", "month (月): 0 does not exist"),
            ("2017年第5季度", "quarter (季度): 5 does not exist (expected 1 to 4)"),
            ("2017-H3", "half (半年): 3 does not exist (expected 1 to 2)"),
            ("2017-W54", "week (周): 54 does not exist (expected 1 to 53)"),
            ("2017-W53", "week (周): 53 does not exist: 2017 has 52 ISO weeks (expected 1 to 52)"),
            ("2017年2月29日", "day of 2017-02 (日): 29 does not exist (expected 1 to 28)"),
            ("2017年9-3月", "'2017-09-01' runs backwards: it ends on 2017-03-31"),
            ("2017-03-02..2017-03-01", "'2017-03-02' runs backwards: it ends on 2017-03-01"),
            ("1948年", "1948 is not a year covered here (expected 1949 to 2199)"),
            ("2200", "2200 is not a year covered here"),
            ("2017年十十月", "month (月): 0 does not exist"),
            ("2017年前一季度", "is not a period"),
            ("2017年1、3月", "is not a period"),
            ("1、2月", "is not a period"),
            ("二季度累计", "the words do not tell"),
            ("去年同期", "names the same period of another year (expected the period itself, then .last_year)"),
            ("6月底", "is a moment, not a period"),
            ("三季度末", "is a moment, not a period"),
            ("9月1日起", "has a start and no end"),
            ("12345", "is not a period"),
            ("9个月", "is not a period"),
            ("2017年" * 1000, "is not a period"),
        ],
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(PeriodError) as caught:
            Period.parse(text, year=2017)
        assert message in str(caught.value)

    @pytest.mark.parametrize("value", [None, 2017, date(2017, 1, 1), b"2017"])
    def test_only_a_text_is_read(self, value: Any) -> None:
        with pytest.raises(PeriodError, match="is not a text"):
            Period(value)
        with pytest.raises(PeriodError, match="is not a text"):
            find_period(value)

    def test_the_periods_of_the_corpus(self) -> None:
        if not CORPUS.is_dir():
            pytest.skip("the corpus is not here")
        texts = {json.loads(file.read_text("utf-8")).get("period") for file in CORPUS.rglob("*.json")}
        for text in texts:
            if isinstance(text, str) and not text.startswith("某"):
                assert Period(text).zh


class TestSamePeriod:
    """Periods are equal when they cover the same days; how they were written stays known."""

    def test_a_cumulative_span_equals_the_quarter(self) -> None:
        quarter, span = Period("2017-Q1"), Period("2017年1—3月")
        assert quarter == span == Period("2017-01..2017-03") == Period("2017-01-01..2017-03-31")
        assert len({quarter, span}) == 1
        assert (quarter.is_cumulative, span.is_cumulative) == (False, True)
        assert (quarter.kind, span.kind) == (PeriodKind.QUARTER, PeriodKind.MONTHS)

    @pytest.mark.parametrize("text", ["截至3月底", "1—3月", "前三个月", "截至3月5日", "2017-01..2017-01"])
    def test_cumulative(self, text: str) -> None:
        assert Period.parse(text, year=2017).is_cumulative

    @pytest.mark.parametrize(
        "text",
        [
            "一季度",
            "7—9月",
            "2—4月",
            "3月",
            "全年",
            "9月1日起至12月底",
            "2017-01-01",
            "2016-01..2017-06",
            "1月1日至1月31日",
        ],
    )
    def test_not_cumulative(self, text: str) -> None:
        assert not Period.parse(text, year=2017).is_cumulative

    def test_other_things_are_not_equal_and_have_no_order(self) -> None:
        other: Any = "2017-Q1"
        assert Period("2017-Q1") != other
        with pytest.raises(TypeError):
            assert Period("2017-Q1") < other

    def test_ordered_by_start_then_end(self) -> None:
        texts = ["2016", "2017-01", "2017-Q1", "2017-H1", "2017", "2017-02"]
        assert [str(period) for period in sorted(map(Period, reversed(texts)))] == texts
        assert Period("2017-Q1") <= Period("2017-01..2017-03")
        assert Period("2017") > Period("2017-Q1")

    def test_immutable(self) -> None:
        period: Any = Period("2017-Q1")
        with pytest.raises(AttributeError):
            period.start = date(2017, 1, 1)
        with pytest.raises(AttributeError):
            period._span = None
        with pytest.raises(AttributeError):
            del period._span
        with pytest.raises(AttributeError):
            period.note = "?"

    def test_copied_and_pickled(self) -> None:
        period = Period("2017年1—3月")
        assert copy.copy(period) is period
        assert copy.deepcopy([period])[0] is period
        thawed = pickle.loads(pickle.dumps(period))  # noqa: S301
        assert (thawed, thawed.kind, thawed.is_cumulative) == (period, period.kind, True)


class TestParts:
    def test_days(self) -> None:
        period = Period("2024-02")
        assert (period.start, period.end, period.days) == (date(2024, 2, 1), date(2024, 2, 29), 29)

    def test_months_and_quarters(self) -> None:
        assert Period("2017-Q2").months == (Period("2017-04"), Period("2017-05"), Period("2017-06"))
        assert Period("2017-09-01..2017-12-31").months[-1] == Period("2017-12")
        assert Period("2017-01..2017-09").quarters == tuple(Period.quarter(2017, number) for number in (1, 2, 3))

    @pytest.mark.parametrize("text", ["2017-W28", "2017-03-05", "2017-03-05..2017-04-30", "2017-03-01..2017-04-29"])
    def test_what_is_not_whole_months_has_none(self, text: str) -> None:
        with pytest.raises(PeriodError, match="is not made of whole months"):
            _ = Period(text).months
        with pytest.raises(PeriodError, match="is not made of whole quarters"):
            _ = Period(text).quarters

    @pytest.mark.parametrize("text", ["2017-03", "2017-01..2017-04", "2017-02..2017-06"])
    def test_what_is_not_whole_quarters_has_none(self, text: str) -> None:
        with pytest.raises(PeriodError, match="is not made of whole quarters"):
            _ = Period(text).quarters

    def test_contains(self) -> None:
        quarter = Period("2017-Q1")
        assert quarter.contains(date(2017, 1, 1))
        assert not quarter.contains(date(2017, 4, 1))
        assert quarter.contains(datetime(2017, 3, 31, 23, 59, 59))  # noqa: DTZ001  sources print local times
        assert quarter.contains(datetime(2017, 3, 31, 23, 59, tzinfo=UTC))
        not_a_date: Any = "2017-03-31"
        with pytest.raises(PeriodError, match="is not a date"):
            quarter.contains(not_a_date)

    def test_covers(self) -> None:
        assert Period("2017-H1").covers(Period("2017-Q2"))
        assert Period("2017-Q2").within(Period("2017-H1"))
        assert not Period("2017-Q2").covers(Period("2017-H1"))

    def test_kinds_have_labels(self) -> None:
        assert all(kind.zh for kind in PeriodKind)


class TestNeighbours:
    @pytest.mark.parametrize(
        ("text", "previous"),
        [
            ("2017-01", "2016-12"),
            ("2017-Q1", "2016-Q4"),
            ("2017-H1", "2016-H2"),
            ("2017", "2016"),
            ("2021-W01", "2020-W53"),
            ("2017-03-01", "2017-02-28"),
            ("2017年7—9月", "2017-Q2"),
            ("2017年1月1日至1月31日", "2016-12"),
        ],
    )
    def test_previous(self, text: str, previous: str) -> None:
        period = Period(text)
        assert str(period.previous) == previous
        assert period.previous.kind is period.kind

    @pytest.mark.parametrize("text", ["2017-01..2017-09", "2017年1—12月", "2017-01-01..2017-06-13"])
    def test_a_cumulative_span_has_no_previous(self, text: str) -> None:
        with pytest.raises(PeriodError, match=r"is cumulative from 1 January .*\.last_year"):
            _ = Period(text).previous

    @pytest.mark.parametrize("text", ["2017-02..2017-04", "2017-06-13..2017-12-31"])
    def test_a_span_has_no_previous(self, text: str) -> None:
        with pytest.raises(PeriodError, match="is a span and has no period before it"):
            _ = Period(text).previous

    @pytest.mark.parametrize(
        ("text", "last_year"),
        [
            ("2017-Q1", "2016-Q1"),
            ("2024-02", "2023-02"),
            ("2024-01..2024-02", "2023-01..2023-02"),
            ("2017-02..2017-04", "2016-02..2016-04"),
            ("2024-02-29", "2023-02-28"),
            ("2024-01-15..2024-02-29", "2023-01-15..2023-02-28"),
            ("2024-01-01..2024-06-13", "2023-01-01..2023-06-13"),
            ("2024-01-01..2024-02-29", "2023-01-01..2023-02-28"),
            ("2024-09-01..2025-02-28", "2023-09-01..2024-02-29"),
            ("2024-W28", "2023-W28"),
        ],
    )
    def test_last_year(self, text: str, last_year: str) -> None:
        assert str(Period(text).last_year) == last_year

    def test_week_53_may_have_no_last_year(self) -> None:
        with pytest.raises(PeriodError, match="2019 has 52 ISO weeks"):
            _ = Period("2020-W53").last_year

    @pytest.mark.parametrize(
        "text", ["1949", "1949-01", "1949-W01", "1949-01-01", "1949-02-03..1949-03-05", "1949-01..1949-09"]
    )
    def test_nothing_before_1949(self, text: str) -> None:
        with pytest.raises(PeriodError, match="1948 is not a year covered here"):
            _ = Period(text).last_year

    @pytest.mark.parametrize("text", ["1949", "1949-01", "1949-W01", "1949-01-01"])
    def test_no_previous_before_1949(self, text: str) -> None:
        with pytest.raises(PeriodError, match="1948 is not a year covered here"):
            _ = Period(text).previous

    def test_cumulative(self) -> None:
        assert str(Period("2017-Q3").cumulative) == "2017-01..2017-09"
        assert str(Period("2017-01").cumulative) == "2017-01..2017-01"
        assert str(Period("2024-W28").cumulative) == "2024-01-01..2024-07-14"
        for text in ("2020-W01", "2016-12..2017-02"):
            with pytest.raises(PeriodError, match="crosses the turn of the year"):
                _ = Period(text).cumulative


class TestBuilt:
    def test_from_numbers(self) -> None:
        assert Period.month(2017, 3) == Period("2017-03")
        assert Period.quarter(2017, 1) == Period("2017-Q1")
        assert Period.half(2017, 2) == Period("2017-H2")
        assert Period.year(2017) == Period("2017")
        assert Period.week(2024, 28) == Period("2024-W28")

    @pytest.mark.parametrize(
        ("start", "end", "canonical"),
        [
            (date(2017, 1, 1), date(2017, 3, 31), "2017-Q1"),
            (date(2017, 1, 1), date(2017, 12, 31), "2017"),
            (date(2017, 1, 1), date(2017, 9, 30), "2017-01..2017-09"),
            (date(2017, 2, 1), date(2017, 4, 30), "2017-02..2017-04"),
            (date(2017, 1, 1), date(2017, 1, 1), "2017-01-01"),
            (date(2017, 6, 13), date(2017, 12, 31), "2017-06-13..2017-12-31"),
            (datetime(2017, 1, 1, 8), datetime(2017, 3, 31, 23, 59), "2017-Q1"),  # noqa: DTZ001
        ],
    )
    def test_from_dates(self, start: date, end: date, canonical: str) -> None:
        period = Period.of(start, end)
        assert str(period) == canonical
        assert type(period.start) is date

    def test_refused(self) -> None:
        anything: Any
        for anything in (3.0, "3", None, True):
            with pytest.raises(PeriodError, match="is not a whole number"):
                Period.month(2017, anything)
        with pytest.raises(PeriodError, match="does not exist"):
            Period.quarter(2017, 5)
        with pytest.raises(PeriodError, match="runs backwards"):
            Period.of(date(2017, 2, 1), date(2017, 1, 1))
        with pytest.raises(PeriodError, match="not a year covered"):
            Period.of(date(1900, 1, 1), date(2017, 1, 1))

    def test_the_context_is_checked(self) -> None:
        anything: Any
        for anything in ("2017-01-01", 2017):
            with pytest.raises(PeriodError, match=r"as_of: .* is not a date"):
                Period.parse("一季度", as_of=anything)
        for anything in (1900, "2017", 2017.0):
            with pytest.raises(PeriodError):
                Period.parse("一季度", year=anything)
        assert Period.parse("一季度", as_of=datetime(2017, 4, 1, 9)) == Period("2017-Q1")  # noqa: DTZ001

    def test_a_time_that_is_none_is_no_date(self) -> None:
        """pandas.NaT is an instance of datetime whose date() raises ValueError."""

        class NotATime(datetime):
            def date(self) -> date:
                raise ValueError

        with pytest.raises(PeriodError, match="is not a date"):
            Period("2017").contains(NotATime(2017, 1, 1))


class TestPrinted:
    @pytest.mark.parametrize(
        ("text", "zh", "en"),
        [
            ("2017-06-13", "2017年6月13日", "13 June 2017"),
            ("2024-W28", "2024年第28周", "week 28 of 2024"),
            ("2017-03", "2017年3月", "March 2017"),
            ("2017-Q4", "2017年第四季度", "fourth quarter of 2017"),
            ("2017-H2", "2017年下半年", "second half of 2017"),
            ("2017", "2017年", "2017"),
            ("2017-01..2017-09", "2017年1—9月", "January–September 2017"),
            ("2017-01..2017-01", "截至2017年1月底", "January 2017"),
            ("2016-12..2017-02", "2016年12月—2017年2月", "December 2016 – February 2017"),
            ("2017-09-01..2017-12-31", "2017年9月1日—12月31日", "1 September – 31 December 2017"),
            ("2016-12-05..2017-01-09", "2016年12月5日—2017年1月9日", "5 December 2016 – 9 January 2017"),
            ("2017-01-01..2017-01-01", "截至2017年1月1日", "1 January 2017"),
        ],
    )
    def test_in_words(self, text: str, zh: str, en: str) -> None:
        assert (Period(text).zh, Period(text).en) == (zh, en)


class TestFound:
    """The first period of a longer text, with its place."""

    @pytest.mark.parametrize(
        ("text", "canonical", "words"),
        [
            ("2017年第一季度行政审批服务情况表", "2017-Q1", "2017年第一季度"),
            ("一、2017年上半年主要工作", "2017-H1", "2017年上半年"),
            ("12345热线留言办理4月份情况统计表", "2017-04", "4月份"),
            ("一季度合计", "2017-Q1", "一季度"),
            ("1月", "2017-01", "1月"),
            ("1-3月累计", "2017-01..2017-03", "1-3月累计"),
            ("1-3月累计办件", "2017-01..2017-03", "1-3月"),
            ("3月累计", "2017-01..2017-03", "3月累计"),
            ("3月累计办件", "2017-03", "3月"),
            ("　３ 月 份", "2017-03", "３ 月 份"),
            ("另据统计,今年1-12月份,区级", "2017-01..2017-12", "今年1-12月份"),
            ("9月1日起统一使用系统,截止到12月底共承办", "2017-09-01..2017-12-31", "9月1日起统一使用系统,截止到12月底"),
            ("9月1日起施行。截至6月底办理", "2017-01..2017-06", "截至6月底"),
            ("9月1日起施行，\n截至6月底办理", "2017-01..2017-06", "截至6月底"),
            ("截至6月底,政务服务中心", "2017-01..2017-06", "截至6月底"),
            ("2017年全市第一季度情况", "2017-Q1", "2017年全市第一季度"),
            ("2017年12345热线第一季度情况", "2017-Q1", "2017年12345热线第一季度"),
            ("2017年（1—6月）报表", "2017-01..2017-06", "2017年（1—6月）"),
            ("2017年(1—6月 报表", "2017-01..2017-06", "2017年(1—6月"),
            ("2017年办件5000件，其中一季度", "2017", "2017年"),
            ("2017年中心三大一实干13月", "2017", "2017年"),
            ("2017年公共资源交易中心第一季度情况", "2017-Q1", "2017年公共资源交易中心第一季度"),
            ("2017年人力资源和社会保障局上半年", "2017-H1", "2017年人力资源和社会保障局上半年"),
            ("2017年" + "服务" * 15 + "一季度", "2017", "2017年"),
            ("2017年一、二季度情况", "2017-01..2017-06", "2017年一、二季度"),
            ("2017年前置审批", "2017", "2017年"),
            ("2017年期间", "2017", "2017年"),
            ("简报2017年第3期 2017年一季度", "2017-Q1", "2017年一季度"),
            ("2022-12-12\n2022-12-15 2023年度", "2023", "2023年度"),
            ("2017-Q1 summary", "2017-Q1", "2017-Q1"),
            ("（2017年7月8日—14日）", "2017-07-08..2017-07-14", "2017年7月8日—14日"),
            ("占比 1月", "2017-01", "1月"),
            ("2017年十三月三月", "2017-03", "三月"),
        ],
    )
    def test_found(self, text: str, canonical: str, words: str) -> None:
        found = find_period(text, year=2017)
        assert found is not None
        period, (start, end) = found
        assert (str(period), text[start:end]) == (canonical, words)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "三大一实干",
            "12345",
            "第十六号",
            "国家发展改革委令2018年第16号",
            "400万元",
            "9个月",
            "3.5月",
            "12,345月",
            "13月",
            "2017年13月",
            "同一季度",
            "每一年",
            "五周岁",
            "第28周年",
            "4月19日下午",
            "去年6月26日,全区推进",
            "2022-12-12",
            "0795-2017-03",
            "2017-03-5",
            "9月初",
            "5月下旬",
            "10月底前",
            "2017年底前",
            "9月1日起施行",
            "比去年同期增加",
            "较上月增加",
            "比2016年增加",
            "上年结转",
            "网上年报",
            "基本年度",
            "一、二季度",
            "1、2月份",
            "前一季度",
            "二季度累计",
            "共办5\n月份",
            "中心自6月份整合运行以来",
        ],
    )
    def test_not_fooled(self, text: str) -> None:
        assert find_period(text, as_of=date(2017, 12, 31)) is None

    @pytest.mark.parametrize("text", ["一季度合计", "今年以来，2017年第一季度", "截至目前", "上月", "全年"])
    def test_an_unknown_year_is_no_period(self, text: str) -> None:
        assert find_period(text) is None

    def test_a_period_after_the_document_is_not_guessed(self) -> None:
        assert find_period("12月份情况", as_of=date(2018, 1, 10)) is None

    def test_since_the_start_of_the_year(self) -> None:
        found = find_period("今年以来，区政务办", as_of=date(2017, 4, 30))
        assert found == (Period("2017-01..2017-04"), (0, 4))


class TestCharacters:
    def test_blanks_and_forms(self) -> None:
        assert Readable.of(" ２０１７\u3000年\u200b1 ～ 9 月").text == "2017年1-9月"
        assert Readable.of("表1 3月").text == "表1 3月"
        assert Readable.of("5\n月").text == "5 月"
        assert Readable.of("㋀").text == "1月"

    @pytest.mark.parametrize(
        ("text", "number"),
        [("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("两", 2), ("〇三", 3), ("二二十", 0)],
    )
    def test_numerals(self, text: str, number: int) -> None:
        assert numeral(text) == number


def test_dateutil_is_loaded_on_first_use_only() -> None:
    code = "import sys, zhengwu.periods as p; p.Period('2017-Q1').last_year; print('dateutil' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""The worked examples E1 to E16 of the approval paper, each with the outcome it states, also where it is wrong.

The figures were published: 武进区 2017 Q1 (E1 to E3) and its annual report (E7, E8, E16), 金坛区 2017 first half (E4 to
E6), 防城港 2011-03 (E9, E10), 天津 2011 (E11), 安康 (E12), national halls 2016 (E13), 浙江 (E14), 常州 2017 (E15).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

import zhengwu as zw
from zhengwu.approval import CoverageSnapshot, UserFunnel, WindowPeriodCount, per_working_day
from zhengwu.approval.alarms import shape_alarms
from zhengwu.exact import Figure, Interval, Rate
from zhengwu.periods import Period
from zhengwu.stats import completion_rate, compression_rate, growth_rate, indicator, share
from zhengwu.stats.bases import possible_parts
from zhengwu.table import Grid

EXAMPLE = Path(__file__).parents[2] / "examples" / "wujin-2017q1.txt"
MONTHS = Period("2017-Q1").months


@pytest.fixture(scope="module")
def windows() -> zw.Table:
    return zw.read_tables(str(EXAMPLE))[0]


@pytest.fixture(scope="module")
def counts(windows: zw.Table) -> list[WindowPeriodCount]:
    """The months of every window; a blank stays a blank."""
    found = []
    for row in windows.rows[:-1]:
        for column, month in enumerate(MONTHS, 1):
            printed = windows.printed(row.index, column)
            figure = printed.figure if printed is not None else None
            count = int(figure.value) if figure is not None and figure.is_number else None
            found.append(WindowPeriodCount(window=row.labels[0], period=month, count=count))
    return found


def total_of(parts: dict[str, int], total: int) -> zw.Report:
    rows = [["类别", "数量"], *([name, str(count)] for name, count in parts.items()), ["合计", str(total)]]
    return zw.audit(Grid.of(rows, unit="件"))


class TestWujinQuarter:
    def test_e1_all_sums_are_exact(self, windows: zw.Table) -> None:
        report = zw.audit(windows)
        assert report.ok
        assert report.tables[0].held == report.tables[0].checked >= 27  # 23 rows, 4 columns
        assert [str(windows.grid.text(24, column)) for column in range(1, 5)] == ["16130", "13932", "25521", "55583"]

    def test_e1_from_records(self, counts: list[WindowPeriodCount]) -> None:
        table = zw.quarterly(counts, "window", on="period", within="2017-Q1")
        assert table.grid.text(table.grid.height - 1, 1) == "55583"

    def test_e2_per_working_day_and_month_on_month(self, counts: list[WindowPeriodCount]) -> None:
        sums = [sum(one.count or 0 for one in counts if one.period == month) for month in MONTHS]
        assert [f"{per_working_day(n, month):.1f}" for n, month in zip(sums, MONTHS, strict=True)] == [
            "848.9",
            "733.3",
            "1109.6",
        ]
        growth = [growth_rate(after, before).percent() for before, after in pairwise(sums)]
        assert growth == ["-13.63%", "83.18%"]
        police = sum(one.count or 0 for one in counts if one.window == "公安局窗口")
        assert share(police, sum(sums)).percent() == "48.95%"

    def test_e3_three_shapes_to_check_and_nothing_to_repair(
        self, windows: zw.Table, counts: list[WindowPeriodCount]
    ) -> None:
        assert [(one.window, one.before, one.after) for one in shape_alarms(counts)] == [
            ("卫计局窗口", 2, 1193),
            ("城管局窗口", 161, 161),
            ("国土局窗口", 117, 2),
        ]
        assert {one.grade.value for one in shape_alarms(counts)} == {"question"}
        assert zw.audit(windows).findings == ()

    def test_blanks_and_zeros_of_the_same_table(self, counts: list[WindowPeriodCount]) -> None:
        """approval §9: 人社局 blank, blank, 0; 水利局 1, blank, 3."""
        states = {name: [one.state.zh for one in counts if one.window == name] for name in ("人社局窗口", "水利局窗口")}
        assert states == {"人社局窗口": ["空白", "空白", "零"], "水利局窗口": ["有数", "空白", "有数"]}


class TestJintanHalfYear:
    def test_e4_the_printed_share_holds_for_every_value_behind_the_figures(self) -> None:
        instant, cases, printed = (Figure.parse(text).interval() for text in ("41.53万件", "47.22万件", "87.95%"))
        found = instant / cases
        assert found.meets(printed)
        assert (round_down(found), round_up(found)) == ("87.930%", "87.970%")
        assert indicator("instant_share").rate(instant="41.53", case_count="47.22").percent(4) == "87.9500%"

    def test_e5_growth_and_share_agree_with_a_share_that_fell(self) -> None:
        cases, instant = (Fraction(now) / (1 + Fraction(up)) for now, up in (("47.22", ".5372"), ("41.53", ".5348")))
        assert (f"{Rate.of(cases, 1):.2f}", f"{Rate.of(instant, 1):.2f}") == ("30.72", "27.06")
        assert share("27.06", "30.72").percent() == "88.09%"
        assert 0 <= instant / cases <= 1  # T10

    def test_e6_items(self) -> None:
        parts = {"即办件": 161, "承诺件": 190, "上报件": 89}
        assert total_of(parts, 440).ok
        assert not total_of(parts, 441).ok

    def test_users_of_the_portal(self) -> None:
        """A20, with the figures of both reports."""
        jintan = UserFunnel(downloads=10832, registered=3257, verified=1001)
        assert (jintan.registration_rate.percent(), jintan.verified_rate.percent()) == ("30.07%", "30.73%")
        wujin = UserFunnel(downloads=45746, registered=24834, verified=16052)
        assert (wujin.registration_rate.percent(), wujin.verified_rate.percent()) == ("54.29%", "64.64%")


class TestWujinYear:
    def test_e7_parts_of_the_bureau(self) -> None:
        parts = {"甲": 22172, "乙": 814, "丙": 61, "丁": 608}
        assert total_of(parts, 23655).ok
        assert not total_of(parts, 23645).ok

    def test_e8_the_base_of_the_no_meeting_share_is_unique(self) -> None:
        told = CoverageSnapshot(
            as_of=date(2017, 12, 31),
            scope_note="全区",
            unit_of_count="业务事项",
            numerator=1357,
            published_rate="94.37%",
        )
        assert list(told.bases) == [1438]
        assert share(1357, 1438).percent(3) == "94.367%"

    @pytest.mark.parametrize(
        ("before", "after", "cut", "factor"),
        [(19, 12, "36.84%", "1.58"), (126, 61, "51.59%", "2.07"), (60, 42, "30.00%", "1.43")],
    )
    def test_e16_steps_documents_and_time(self, before: int, after: int, cut: str, factor: str) -> None:
        rate = compression_rate(before, after)
        assert rate.percent() == cut
        assert f"{Rate.of(before, after):.2f}" == factor
        assert rate >= Fraction(1, 4)  # "a quarter or more"


class TestElsewhere:
    def test_e9_completion_is_a_flow(self) -> None:
        assert completion_rate(5497, 5610).percent() == "97.99%"
        assert completion_rate(566, 539).percent(1) == "105.0%"

    @pytest.mark.parametrize(
        ("now", "printed", "base", "whole"), [(5610, "75.42%", "3198.04", 3198), (5497, "79.11%", "3069.06", 3069)]
    )
    def test_e10_last_month_is_near_a_whole_number(self, now: int, printed: str, base: str, whole: int) -> None:
        growth = Figure.parse(printed)
        assert f"{Rate.of(now, 1 + Fraction(growth.value)):.2f}" == base
        assert growth.interval().contains(growth_rate(now, whole).as_fraction())

    @pytest.mark.parametrize(
        ("before", "after", "places", "printed"),
        [("8.3", "6.6", 1, "20.5%"), ("7.7", "5.6", 2, "27.27%"), (344, 236, 2, "31.40%")],
    )
    def test_e11_tianjin(self, before: str | int, after: str | int, places: int, printed: str) -> None:
        assert compression_rate(before, after).percent(places) == printed
        assert compression_rate("8.3", "6.6").percent() == "20.48%"

    def test_e12_numerator_or_rate_is_wrong(self) -> None:
        """659 of 836 items is 78.83 %; the printed 88.52 % fits 740 of 836 and no base of 659."""
        assert share(659, 836).percent() == "78.83%"
        assert list(possible_parts("88.52%", 836)) == [740]
        told = CoverageSnapshot(
            as_of=date(2019, 1, 1), scope_note="全市", unit_of_count="事项", numerator=659, published_rate="88.52%"
        )
        assert list(told.bases) == []

    def test_e13_documents_before_the_reform(self) -> None:
        before = Interval.point(14) / Figure.parse("60.2%").interval()
        assert before.meets(Figure.parse("23.3").interval())
        assert f"{Rate.of(34409, 14):.0f}" == "2458"

    def test_e14_so_many_dissatisfied_cannot_be_so_few(self) -> None:
        all_of_them = Figure.parse("2.6万件").interval()
        satisfied = 1 - Interval.point(175) / all_of_them
        assert not satisfied.meets(Figure.parse("99.5%").interval())
        assert Rate.of(26000 - 175, 26000).percent() == "99.33%"
        assert round_up(satisfied, places=2) == "99.34%"

    def test_e15_a_fall_above_a_hundred_percent_has_its_base_swapped(self) -> None:
        assert growth_rate(30, 110).percent(1) == "-72.7%"
        assert growth_rate(110, 30).percent(0) == "267%"


def round_down(interval: Interval, *, places: int = 3) -> str:
    assert interval.low is not None
    return Rate.of(interval.low, 1).percent(places)


def round_up(interval: Interval, *, places: int = 3) -> str:
    assert interval.high is not None
    return Rate.of(interval.high, 1).percent(places)

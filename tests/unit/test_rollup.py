"""What a roll-up counts, sums, leaves blank, refuses and tells."""

from __future__ import annotations

import enum
import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest
from tests.rolled import Count, Lot, Permit, body, lot, permits

from zhengwu.app import audit
from zhengwu.approval import Window
from zhengwu.errors import InexactError, PeriodError, UnitError, UnknownNameError, ZhengwuError
from zhengwu.exact import Money, Rate, Rounding, wan
from zhengwu.periods import Period
from zhengwu.stats.rollup import monthly, quarterly, rollup
from zhengwu.table import RowKind, Undefined, recognise
from zhengwu.trading import Tender
from zhengwu.workdays import CHINA_TIME

AMOUNTS = ["project_count", "budget", "deal", "savings", "savings_rate"]


def rolled(lots: list[Lot], by: Any = "method", **options: Any) -> Any:
    return rollup(lots, by, **{"on": "awarded_at", "period": "2017-Q1", "measures": AMOUNTS, **options})


class TestCounting:
    """A record counts once, in the period of the instant that `on` names."""

    def test_months_of_a_quarter_and_their_total(self) -> None:
        table = monthly(permits("甲", 1, 1, 3) + permits("乙", 2), "window", on="closed_at", within="2017-Q1")
        assert body(table) == [["乙", "", "1", "", "1"], ["甲", "2", "", "1", "3"], ["合计", "2", "1", "1", "4"]]
        assert [column.path for column in table.columns] == [
            ("窗口名称",), ("1月",), ("2月",), ("3月",), ("一季度合计",),
        ]  # fmt: skip
        assert (table.title, table.grid.unit) == ("2017年第一季度办件量情况表", "件")

    def test_the_last_and_the_first_day_of_a_period_belong_to_it(self) -> None:
        days = [date(2016, 12, 31), date(2017, 1, 1), date(2017, 3, 31), date(2017, 4, 1)]
        cases = [Permit(window="甲", closed_at=day) for day in days]
        table = quarterly(cases, "window", on="closed_at")
        assert [str(column.period) for column in table.columns[1:]] == [
            "2016-Q4",
            "2017-Q1",
            "2017-Q2",
            "2016-10..2017-06",
        ]
        assert body(table)[0] == ["甲", "1", "2", "1", "4"]

    @pytest.mark.parametrize(
        ("instant", "month"),
        [
            (datetime(2017, 1, 31, 23, 59), 1),  # noqa: DTZ001  local time
            (datetime(2017, 1, 31, 23, 59, tzinfo=CHINA_TIME), 1),
            (datetime(2017, 1, 31, 15, 59, tzinfo=UTC), 1),
            (datetime(2017, 1, 31, 16, 0, tzinfo=UTC), 2),
        ],
    )
    def test_an_instant_counts_on_the_day_it_has_in_china(self, instant: datetime, month: int) -> None:
        table = monthly([Permit(window="甲", closed_at=instant)], "window", on="closed_at")
        assert table.title == f"2017年{month}月办件量情况表"
        assert body(table)[0] == ["甲", "1"]

    def test_counts_reported_for_a_period_are_added_and_a_blank_is_not_zero(self) -> None:
        january, february, march = Period("2017-Q1").months
        rows = [
            Count(window="甲", period=january, count=0),
            Count(window="甲", period=february, count=None),
            Count(window="甲", period=march, count=5),
        ]
        table = monthly(rows, "window", on="period")
        assert body(table)[0] == ["甲", "0", "", "5", "5"]
        assert table.explain(0, 2).value is None
        assert table.explain(0, 2).count == 1

    def test_a_report_that_spans_two_columns_is_listed_not_counted(self) -> None:
        rows = [
            Count(window="甲", period=Period("2017-Q1"), count=9),
            *[Count(window="甲", period=Period("2017-01"), count=1)],
        ]
        table = monthly(rows, "window", on="period", within="2017-Q1")
        assert body(table)[0] == ["甲", "1", "", "", "1"]
        assert [(left.record, left.reason) for left in table.uncounted] == [(rows[0], "straddles")]

    def test_a_record_without_the_instant_is_listed_with_its_reason(self) -> None:
        lost = Permit(window="甲", closed_at=None)
        table = monthly([*permits("甲", 1), lost], "window", on="closed_at")
        (left,) = table.uncounted
        assert left.record is lost
        assert (left.text(), left.text("en")) == ("closed_at 没有填写", "closed_at is not filled in")

    def test_a_record_outside_the_period_is_listed_too(self) -> None:
        table = monthly(permits("甲", 1, 7), "window", on="closed_at", within="2017-Q1")
        assert [left.reason for left in table.uncounted] == ["outside"]

    def test_without_periods_everything_counts(self) -> None:
        table = rollup([*permits("甲", 1, 7), Permit(window="甲", closed_at=None)], "window", on=None, period=None)
        assert body(table) == [["甲", "3"], ["合计", "3"]]
        assert table.columns[1].path == ("办件量（件）",)
        assert table.title == "办件量情况表"

    def test_a_record_that_is_several_counts_as_often_as_it_says(self) -> None:
        @attrs.frozen
        class Bundle:
            lots: tuple[Lot, ...]
            QUANTITIES: ClassVar[Mapping[str, Any]] = Lot.QUANTITIES
            COUNTED: ClassVar[str] = "project_count"
            COUNT_UNIT: ClassVar[str] = "个"

            def counted(self) -> tuple[Lot, ...]:
                return self.lots

        bundles: list[Any] = [Bundle((lot("3", "2"), lot("4", "4", method="询价"))), Bundle(())]
        table = rolled(bundles)
        assert [row[:2] for row in body(table)] == [["公开招标", "1"], ["询价", "1"], ["合计", "2"]]


class TestPeriods:
    """Columns are the periods of the calendar; their total is one where they add up to one."""

    @pytest.mark.parametrize(
        ("period", "within", "expected"),
        [
            ("month", "2017-Q1", ["1月", "2月", "3月", "一季度合计"]),
            ("quarter", "2017-H1", ["一季度", "二季度", "上半年合计"]),
            ("quarter", "2017", ["一季度", "二季度", "三季度", "四季度", "2017年合计"]),
            ("half", "2017", ["上半年", "下半年", "2017年合计"]),
            ("year", "2016-01..2017-12", ["2016年", "2017年", "2016年1月—2017年12月合计"]),
            ("cumulative", "2017-Q1", ["截至2017年1月底", "1—2月", "1—3月"]),
        ],
    )
    def test_the_columns_of_a_period(self, period: str, within: str, expected: list[str]) -> None:
        table = rollup(permits("甲", 1, 2), "window", on="closed_at", period=period, within=within)
        assert [column.path[0] for column in table.columns[1:]] == expected

    def test_cumulative_columns_hold_the_year_to_date_and_have_no_total(self) -> None:
        table = rollup(permits("甲", 1, 2, 2, 3), "window", on="closed_at", period="cumulative")
        assert body(table) == [["甲", "1", "3", "4"], ["合计", "1", "3", "4"]]

    def test_one_period_is_one_column_named_by_what_it_measures(self) -> None:
        for options in ({"period": "2017-Q1"}, {"period": Period("2017-Q1")}, {"period": None, "within": "2017-Q1"}):
            table = rollup(permits("甲", 1, 7), "window", on="closed_at", **options)
            assert body(table) == [["甲", "1"], ["合计", "1"]]
            assert table.period == Period("2017-Q1")

    def test_columns_with_a_gap_between_them_have_no_total(self) -> None:
        table = quarterly(permits("甲", 1) + permits("甲", 8), "window", on="closed_at")
        assert [column.path[0] for column in table.columns[1:]] == ["一季度", "三季度"]
        assert body(table)[0] == ["甲", "1", "1"]

    def test_no_total_of_periods_on_request(self) -> None:
        table = monthly(permits("甲", 1, 2), "window", on="closed_at", period_total=False)
        assert body(table)[0] == ["甲", "1", "1"]

    def test_a_period_that_does_not_divide_is_refused(self) -> None:
        with pytest.raises(PeriodError, match="not made of whole periods"):
            quarterly([], "window", on="closed_at", within="2017-01..2017-04", measures=["case_count"])
        with pytest.raises(PeriodError, match="whole months"):
            monthly([], "window", on="closed_at", within="2017-01-05..2017-04-02", measures=["case_count"])

    def test_two_periods_at_once_are_refused(self) -> None:
        with pytest.raises(PeriodError, match="beside within"):
            rollup([], "window", on="closed_at", period="2017-Q1", within="2017", measures=["case_count"])

    @pytest.mark.parametrize("value", ["2017-01-05", 20170105, 1.5, b"2017"])
    def test_what_is_no_date_is_refused(self, value: object) -> None:
        with pytest.raises(PeriodError, match=r"on: .* is not a date"):
            monthly([Permit(window="甲", closed_at=value)], "window", on="closed_at")  # type: ignore[arg-type]

    def test_a_word_that_is_no_period_is_refused(self) -> None:
        with pytest.raises(PeriodError):
            rollup([], "window", on="closed_at", period="fortnight", measures=["case_count"])
        with pytest.raises(PeriodError, match="is not a period"):
            rollup([], "window", on="closed_at", period=7, measures=["case_count"])  # type: ignore[arg-type]

    def test_the_date_has_no_default(self) -> None:
        with pytest.raises(UnitError, match="no date is named"):
            rollup([], "window", on=None)


class TestGroups:
    """A group without records is absent unless it is expected, and then it is blank."""

    def test_expected_groups_come_first_and_blank(self) -> None:
        table = monthly(permits("甲", 1), "window", on="closed_at", expected=["丙", "甲"], within="2017-Q1")
        assert body(table)[:2] == [["丙", "", "", "", ""], ["甲", "1", "", "", "1"]]
        assert table.explain(0, 1).value is None

    def test_a_group_that_reported_zero_prints_zero(self) -> None:
        table = monthly(
            permits("甲", 1),
            "window",
            on="closed_at",
            within="2017-Q1",
            zeros=[("丁", "2017-03"), ("甲", Period("2017-02"))],
        )
        assert body(table) == [["丁", "", "", "0", "0"], ["甲", "1", "0", "", "1"], ["合计", "1", "0", "0", "1"]]

    def test_a_zero_outside_the_table_is_refused(self) -> None:
        with pytest.raises(PeriodError, match="zeros"):
            monthly([], "window", on="x", within="2017-Q1", zeros=[("丁", "2018-03")], measures=["case_count"])

    def test_groups_stand_in_the_order_of_the_glossary_then_by_name(self) -> None:
        methods = ["询价", "乙法", "公开招标", "甲法"]
        table = rolled([lot("1", "1", method=method) for method in methods])
        assert [row[0] for row in body(table)] == ["公开招标", "询价", "乙法", "甲法", "合计"]

    def test_records_that_do_not_say_stay_in_the_total(self) -> None:
        table = monthly(permits(None, 1) + permits("  ", 1) + permits("甲", 1), "window", on="closed_at")
        assert body(table) == [["甲", "1"], ["未注明", "2"], ["合计", "3"]]

    def test_a_hierarchy_has_subtotals(self) -> None:
        lots = [lot("3", "2"), lot("4", "4", method="询价"), lot("5", "1", trade_class="政府采购")]
        table = rolled(lots, ["trade_class", "method"], measures=["project_count"])
        assert body(table) == [
            ["工程建设", "公开招标", "1"],
            ["", "询价", "1"],
            ["", "小计", "2"],
            ["政府采购", "公开招标", "1"],
            ["", "小计", "1"],
            ["合计", "", "3"],
        ]
        assert [row.kind for row in table.rows].count(RowKind.SUBTOTAL) == 2

    def test_three_levels(self) -> None:
        lots = [lot("3", "2"), lot("9", "9", method="直接发包", scope="直接"), lot("4", "4", trade_class="政府采购")]
        table = rolled(lots, {"项目类别": "trade_class", "口径": "scope", "方式": "method"})
        assert [row[:4] for row in body(table)] == [
            ["工程建设", "直接", "直接发包", "1"],
            ["", "", "小计", "1"],
            ["", "竞争", "公开招标", "1"],
            ["", "", "小计", "1"],
            ["", "小计", "", "2"],
            ["政府采购", "竞争", "公开招标", "1"],
            ["", "", "小计", "1"],
            ["", "小计", "", "1"],
            ["合计", "", "", "3"],
        ]
        assert audit(table).findings == ()

    def test_totals_are_worded_as_asked_or_left_out(self) -> None:
        lots = [lot("3", "2")]
        by = ["trade_class", "method"]
        table = rolled(lots, by, total="总计", subtotals="合计（工程建设）")
        assert [row[:2] for row in body(table)][1:] == [["", "合计（工程建设）"], ["总计", ""]]
        assert len(body(rolled(lots, by, total=False, subtotals=False))) == 1

    def test_labels_come_from_codes_names_dates_and_functions(self) -> None:
        class Form(enum.Enum):
            ONLINE = 1

            @property
            def zh(self) -> str:
                return "网上"

        @attrs.frozen
        class Hall:
            name: str = "大厅"

        values = {
            "网上": Form.ONLINE,
            "大厅": Hall(),
            "是": True,
            "2017": 2017,
            "2017-05-01": date(2017, 5, 1),
            "未注明": [],
        }
        for expected, value in values.items():
            table = rollup(permits("甲", 1), lambda _, v=value: v or None, on="closed_at", period="2017")
            assert body(table)[0][0] == expected

    def test_headers_of_keys(self) -> None:
        def channel(_: object) -> str:
            return "线上"

        by_path = rollup([lot("1", "1")], "awarded_at.year", on="awarded_at", period="2017")
        assert by_path.columns[0].path == ("awarded_at.year",)
        assert rolled([lot("1", "1")]).columns[0].path == ("方式",)
        assert rollup([lot("1", "1")], channel, on="awarded_at", period="2017").columns[0].path == ("channel",)
        assert rollup([lot("1", "1")], {"渠道": channel}, on="awarded_at", period="2017").columns[0].path == ("渠道",)

    def test_a_path_that_ends_early_is_unstated(self) -> None:
        table = rollup([lot("1", "1", awarded_at=None)], "awarded_at.year", on=None, period=None)
        assert body(table)[0][0] == "未注明"

    @pytest.mark.parametrize("by", [[], (), {}])
    def test_nothing_to_group_by_is_refused(self, by: Any) -> None:
        with pytest.raises(UnknownNameError, match="nothing to group by"):
            rollup(permits("甲", 1), by, on="closed_at")

    def test_a_field_that_does_not_exist_is_named_with_those_that_do(self) -> None:
        with pytest.raises(
            UnknownNameError, match=r"by: 'windw' is not a field of Permit \(expected window, closed_at"
        ):
            rollup(permits("甲", 1), "windw", on="closed_at")
        with pytest.raises(UnknownNameError, match="on: 'closed' is not a field of Permit"):
            rollup(permits("甲", 1), "window", on="closed")

    @pytest.mark.parametrize("by", [3, "a b", "", ["window", 3]])
    def test_what_is_no_field_is_refused(self, by: Any) -> None:
        with pytest.raises(UnitError, match="is no field"):
            rollup(permits("甲", 1), by, on="closed_at")

    def test_a_group_needs_a_label_for_each_level(self) -> None:
        with pytest.raises(UnitError, match="expected 2 labels"):
            rolled([lot("1", "1")], ["trade_class", "method"], expected=["工程建设"])

    def test_a_float_names_no_group(self) -> None:
        with pytest.raises(UnitError, match="names no group"):
            rollup(permits("甲", 1), lambda _: 1.5, on="closed_at")


class TestMeasures:
    """Sums add what is there; a ratio is a ratio of sums over the records that have all it needs."""

    def test_sums_savings_and_rate(self) -> None:
        table = rolled([lot("55000.92", "45613.01"), lot("54478.28", "51714.44", method="邀请招标")])
        assert body(table) == [
            ["公开招标", "1", "55000.92", "45613.01", "9387.91", "17.07%"],
            ["邀请招标", "1", "54478.28", "51714.44", "2763.84", "5.07%"],
            ["合计", "2", "109479.20", "97327.45", "12151.75", "11.10%"],
        ]
        assert table.explain(2, 5).value == Rate.of(wan("12151.75"), wan("109479.20"))
        assert audit(table).findings == ()

    def test_a_lot_without_a_budget_is_summed_and_enters_no_rate(self) -> None:
        lots = [lot("100", "80"), lot(None, "50")]
        table = rolled(lots, partial="print")
        assert body(table)[0] == ["公开招标", "2", "100.00", "130.00", "20.00", "20.00%"]
        assert (table.explain(0, 5).taking_part, table.explain(0, 5).count) == (1, 2)

    def test_a_rate_beside_amounts_of_more_lots_is_known_but_not_printed(self) -> None:
        table = rolled([lot("100", "80"), lot(None, "50")])
        assert body(table)[0] == ["公开招标", "2", "100.00", "130.00", "", ""]
        cell = table.explain(0, 5)
        assert (cell.value, cell.withheld, cell.printed) == (Rate("1/5"), True, "")
        assert "未印出" in str(cell)
        assert audit(table).findings == ()

    def test_alone_it_is_printed(self) -> None:
        table = rolled([lot("100", "80"), lot(None, "50")], measures=["project_count", "savings_rate"])
        assert body(table)[0] == ["公开招标", "2", "20.00%"]

    def test_direct_awards_are_summed_and_never_rated(self) -> None:
        """INV-06: a subtotal with direct awards has the same savings on a larger base, and prints no rate."""
        lots = [lot("100", "80"), lot("900", "900", method="直接发包")]
        table = rolled(lots)
        assert body(table) == [
            ["公开招标", "1", "100.00", "80.00", "20.00", "20.00%"],
            ["直接发包", "1", "900.00", "900.00", "", ""],
            ["合计", "2", "1000.00", "980.00", "20.00", ""],
        ]
        assert table.explain(1, 5).value == Undefined("missing")
        assert table.explain(2, 5).value == Rate("1/5")

    def test_a_class_says_what_enters_a_rate(self) -> None:
        class Listed(Lot):
            QUANTITIES: ClassVar[Mapping[str, Any]] = {n: f for n, f in Lot.QUANTITIES.items() if n != "savings"}

            def enters(self, indicator: str) -> bool:
                return indicator != "savings_rate" or self.scope == "竞争"

        lots = [Listed(budget=wan("10"), deal=wan("5")), Listed(budget=wan("10"), deal=wan("10"), scope="直接")]
        table = rolled(list(lots), partial="print")
        assert body(table)[0] == ["公开招标", "2", "20.00", "15.00", "5.00", "50.00%"]

    def test_measures_by_official_term_and_as_one_text(self) -> None:
        by_terms = rolled([lot("100", "80")], measures=["项目个数", "节约率"])
        assert body(by_terms) == body(rolled([lot("100", "80")], measures="project_count,savings_rate"))

    def test_another_base_is_named_in_the_header(self) -> None:
        lots = [lot("100", "80", ceiling="90")]
        table = rolled(
            lots, measures=["budget", "deal", "savings_rate:ceiling", "savings_rate:deal", "savings:ceiling"]
        )
        assert [column.path[0] for column in table.columns[3:]] == [
            "对控制价节约率（%）", "对成交节约率（%）", "控制价−成交节约金额（万元）",
        ]  # fmt: skip
        assert body(table)[0][3:] == ["11.11%", "25.00%", "10.00"]
        assert table.explain(0, 3).base == "ceiling"
        assert audit(table).findings == ()

    def test_without_the_usual_base_the_next_published_one_is_used(self) -> None:
        class Works(Lot):
            QUANTITIES: ClassVar[Mapping[str, Any]] = {name: Lot.QUANTITIES[name] for name in ("ceiling", "deal")}

        table = rolled([Works(ceiling=wan("100"), deal=wan("90"))], measures=["savings_rate"])
        assert (body(table)[0][1], table.columns[1].path[0]) == ("10.00%", "对控制价节约率（%）")

    def test_a_rate_of_counts(self) -> None:
        cases = [Permit(window="甲", closed_at=date(2017, 1, 5), on_time=n) for n in (1, 1, 0)]
        table = rollup(
            cases, "window", on="closed_at", period="2017-Q1", measures=["completed", "on_time", "on_time_rate"]
        )
        assert body(table)[0] == ["甲", "3", "2", "66.67%"]
        assert audit(table).findings == ()

    def test_by_default_the_records_are_counted(self) -> None:
        assert rollup([lot("1", "1")], "method", on="awarded_at", period="2017").columns[1].path == ("项目个数（个）",)

    @pytest.mark.parametrize(
        ("measures", "message"),
        [
            (["savngs"], r"measures: 'savngs' is not a term of the glossary|is not a measure \(expected savings"),
            (["溢价"], "not a quantity of Lot|is not a measure"),
            (
                ["premium_rate"],
                r"needs start_price \(起始价\), which is not a quantity of Lot \(expected project_count, budget",
            ),
            (["bids"], "needs bids"),
            (["savings_rate:list_price"], "is not a variant of savings_rate"),
            (["budget:x"], "has no variants"),
            (["savings:start"], "is not a variant of savings"),
            (["year_on_year"], "does not say what is compared"),
            (["year_on_year:nothing"], "is not a measure"),
            (["budget", "预算金额"], "is named twice"),
            ([], "nothing is to be measured"),
            ([3], "is not a measure"),
        ],
    )
    def test_a_measure_that_cannot_be_is_refused_by_name(self, measures: list[str], message: str) -> None:
        with pytest.raises(UnknownNameError, match=message):
            rolled([lot("1", "1")], measures=measures)

    def test_without_records_a_measure_must_be_named(self) -> None:
        with pytest.raises(UnknownNameError, match="nothing is to be measured"):
            monthly([], "window", on="closed_at", within="2017-Q1")
        table = monthly([], "window", on="closed_at", within="2017-Q1", measures=["case_count"], expected=["甲"])
        assert body(table) == [["甲", "", "", "", ""], ["合计", "", "", "", ""]]


class TestZeroBase:
    """No base, no rate: the cell holds why, and prints what its publisher prints there."""

    @pytest.mark.parametrize("style", ["", "/", "—", "0.00%", "0%"])
    def test_the_style_of_the_publisher(self, style: str) -> None:
        table = rolled([lot("1", "1")], zeros=[("邀请招标", "2017-Q1")], zero_base=style)
        assert body(table)[1] == ["邀请招标", "0", "0.00", "0.00", "0.00", style]
        assert table.explain(1, 5).value == Undefined("zero_base")
        assert "基数为零" in str(table.explain(1, 5))
        assert audit(table).findings == ()

    def test_a_missing_quantity_is_never_printed_in_that_style(self) -> None:
        assert body(rolled([lot(None, "5")], zero_base="0.00%"))[0][-1] == ""

    def test_a_negative_base_is_no_base(self) -> None:
        table = rolled([lot("-3", "5")], zero_base="0.00%")
        assert table.explain(0, 5).value == Undefined("not_applicable")
        assert body(table)[0][-1] == ""

    @pytest.mark.parametrize("style", ["1.00%", "无", "0..0"])
    def test_a_style_that_says_something_else_is_refused(self, style: str) -> None:
        with pytest.raises(UnknownNameError, match="zero_base"):
            rolled([lot("1", "1")], zero_base=style)

    def test_no_reason_is_a_number(self) -> None:
        reason = Undefined("missing")
        assert not reason
        assert (reason.text(), reason.text("en")) == ("所需的数没有记录", "what it needs is not recorded")


class TestGrowth:
    """同比 and 环比 follow the calendar; where one of the two periods is missing there is no growth."""

    def test_year_on_year_looks_beyond_the_columns(self) -> None:
        cases = permits("甲", 1, 2, year=2016) + permits("甲", 1, 2, 3) + permits("乙", 1)
        table = rollup(
            cases, "window", on="closed_at", period="2017-Q1", measures=["case_count", "year_on_year:case_count"]
        )
        assert body(table) == [["乙", "1", ""], ["甲", "3", "50.00%"], ["合计", "4", "100.00%"]]
        assert table.explain(0, 2).value == Undefined("missing")
        assert str(table.explain(1, 2)) == "办件量同比 = 2017年第一季度 3 ÷ 2016年第一季度 2 − 1 = 50.00%"
        assert table.explain(1, 2).count == 5
        assert [left.reason for left in table.uncounted] == []
        assert audit(table).findings == ()

    def test_period_on_period_by_month_and_of_the_quarter(self) -> None:
        table = monthly(
            permits("甲", 1, 2, 2), "window", on="closed_at", within="2017-Q1", measures=["period_on_period:case_count"]
        )
        assert body(table)[0] == ["甲", "", "100.00%", "", ""]
        assert table.explain(0, 3).value is None
        assert table.columns[1].role == "period_on_period"

    def test_growth_of_an_amount_in_english(self) -> None:
        lots = [lot("10", "8"), lot("20", "5", awarded_at=date(2016, 2, 1))]
        table = rolled(lots, measures=["budget", "year_on_year:budget"])
        assert body(table)[0] == ["公开招标", "10.00", "-50.00%"]
        assert "2017年第一季度 10万元 ÷ 2016年第一季度 20万元" in table.explain(0, 2).text("en")

    def test_growth_on_zero_is_undefined(self) -> None:
        lots = [lot("10", "8")]
        table = rolled(
            lots, period="quarter", within="2016-01..2017-12", measures=["budget", "year_on_year:budget"],
            zeros=[("公开招标", "2016-Q1")], zero_base="/",
        )  # fmt: skip
        values = [cell.value for place, cell in table.computation.cells.items() if cell.measure == "year_on_year"]
        assert Undefined("zero_base") in values
        assert "/" in body(table)[0]

    def test_cumulative_figures_have_no_period_before_them(self) -> None:
        with pytest.raises(PeriodError, match="year_on_year"):
            rollup(
                permits("甲", 1),
                "window",
                on="closed_at",
                period="cumulative",
                measures=["period_on_period:case_count"],
            )

    def test_cumulative_figures_have_a_last_year(self) -> None:
        cases = permits("甲", 1, 2, year=2016) + permits("甲", 1, 2, 2)
        table = rollup(
            cases, "window", on="closed_at", period="cumulative", within="2017-01..2017-02",
            measures=["case_count", "year_on_year:case_count"],
        )  # fmt: skip
        assert body(table)[0] == ["甲", "1", "0.00%", "3", "50.00%"]

    def test_a_span_has_no_period_before_it(self) -> None:
        table = rollup(
            permits("甲", 2),
            "window",
            on="closed_at",
            period="2017-02..2017-04",
            measures=["period_on_period:case_count"],
        )
        assert table.explain(0, 1).value == Undefined("not_applicable")

    def test_rates_are_not_compared_by_growth(self) -> None:
        with pytest.raises(UnitError, match="percentage points"):
            rolled([lot("1", "1")], measures=["year_on_year:savings_rate"])


class TestUnits:
    """Units are never mixed, and what is printed says which it is."""

    def test_the_rate_over_the_ceiling_needs_no_budget_and_leaves_direct_awards_out(self) -> None:
        tenders = [
            Tender.single(title="x", method=method, ceiling=wan("10"), deal=wan(deal), awarded_at=date(2017, 3, 1))
            for method, deal in (("公开招标", "9"), ("公开招标", "8"), ("直接发包", "10"))
        ]
        table = rollup(tenders, "method", on="awarded_at", measures=["savings_rate:ceiling"])
        assert [table.grid.text(row.index + 1, 1) for row in table.rows] == ["15.00%", "", "15.00%"]

    def test_the_record_in_another_currency_is_named(self) -> None:
        tenders = [
            Tender.single(
                title="x", code=code, method=method, budget=Money(amount), deal=Money(deal), awarded_at=date(2017, 3, 1)
            )
            for code, method, amount, deal in (
                ("A1", "询价", "5万元", "4万元"),
                ("A2", "拍卖", "5万美元", "4万美元"),
                ("A3", "询价", "5万元", "4万美元"),
            )
        ]
        for chosen, measure, place in (((0, 1), "budget", "A2"), ((0, 2), "deal", "A3"), ((0, 2), "savings", "A3")):
            with pytest.raises(UnitError, match=rf"^Tender {place}: {measure} \("):
                rollup([tenders[n] for n in chosen], "method", on="awarded_at", measures=[measure])

    def test_two_currencies_are_refused_by_name(self) -> None:
        dollars = Lot(budget=Money("5万美元"), deal=Money("4万美元"))
        for lots in ([lot("1", "1"), dollars], [dollars, lot("1", "1", method="询价")]):
            with pytest.raises(UnitError, match=r"budget \(预算金额\): cannot join (CNY and USD|USD and CNY)"):
                rolled(lots)

    def test_one_foreign_currency_prints_in_its_unit(self) -> None:
        table = rolled([Lot(budget=Money("5.5万美元"), deal=Money("4万美元"))])
        assert table.columns[2].path == ("预算金额（美元）",)
        assert body(table)[0] == ["公开招标", "1", "55000.00", "40000.00", "15000.00", "27.27%"]

    def test_two_count_units_are_refused_by_name(self) -> None:
        class Parcel(Lot):
            COUNT_UNIT: ClassVar[str] = "宗"

        with pytest.raises(UnitError, match=r"project_count \(项目个数\): cannot add 个 \(Lot\) and 宗 \(Parcel\)"):
            rolled([lot("1", "1"), Parcel()])

    def test_classes_that_count_different_things_are_not_added(self) -> None:
        table = rollup([*permits("甲", 1), lot("1", "1")], lambda _: "全部", on=None, period=None)
        assert body(table)[0] == ["全部", "1", "1"]

    def test_units_places_and_rounding_are_the_callers(self) -> None:
        lots = [lot("55000.925", "45613.01")]
        table = rolled(lots, unit="亿元", places=3, rounding=Rounding.TRUNC)
        assert body(table)[0] == ["公开招标", "1", "5.500", "4.561", "0.938", "17.068%"]
        table = rolled(lots, unit={"budget": "元", "项目个数": ""}, places={"budget": 0, "节约率": 1})
        assert body(table)[0] == ["公开招标", "1", "550009250", "45613.01", "9387.92", "17.1%"]
        assert [column.path[0] for column in table.columns[1:3]] == ["项目个数", "预算金额（元）"]

    def test_counts_in_ten_thousands(self) -> None:
        january = Period("2017-01")
        rows = [Count(window="甲", period=january, count=472_249), Count(window="乙", period=january, count=1)]
        table = rollup(rows, "window", on="period", period="2017-Q1", unit={"case_count": "万件"})
        assert body(table) == [["乙", "0.00"], ["甲", "47.22"], ["合计", "47.23"]]
        assert table.explain(1, 1).value == 472_249

    def test_rounding_comes_once_at_the_end(self) -> None:
        lots = [lot("0.004", "0.004"), lot("0.004", "0.004", method="询价")]
        assert [row[2] for row in body(rolled(lots))] == ["0.00", "0.00", "0.01"]

    @pytest.mark.parametrize("options", [{"unit": 3}, {"places": "2"}, {"partial": "some"}, {"unit": {"budget": None}}])
    def test_choices_that_do_not_exist_are_refused(self, options: dict[str, Any]) -> None:
        with pytest.raises(UnknownNameError):
            rolled([lot("1", "1")], **options)

    def test_a_unit_of_another_currency_is_refused(self) -> None:
        with pytest.raises(ZhengwuError):
            rolled([lot("1", "1")], unit="美元")

    def test_money_and_plain_numbers_are_not_added(self) -> None:
        with pytest.raises(ZhengwuError, match="budget"):
            rolled([lot("1", "1"), Lot(budget=5)])  # type: ignore[arg-type]

    def test_a_float_is_refused(self) -> None:
        with pytest.raises(InexactError, match=r"budget \(预算金额\): 0.1 is a float"):
            rolled([Lot(budget=0.1)], measures=["budget"])  # type: ignore[arg-type]

    def test_fractions_of_a_count_print_as_they_are(self) -> None:
        january = Period("2017-01")
        rows = [Count(window="甲", period=january, count=value) for value in (Fraction(1, 2), 2)]  # type: ignore[arg-type]
        assert body(rollup(rows, "window", on="period", period="2017"))[0] == ["甲", "2.5"]


class TestRecordsOnly:
    """Records only; whatever else is handed in is named, with what to use for it."""

    @pytest.mark.parametrize("records", ["ab", {"a": 1}, 5, None])
    def test_what_holds_no_records(self, records: Any) -> None:
        with pytest.raises(UnitError, match="holds no records"):
            rollup(records, "window", on="closed_at")

    @pytest.mark.parametrize("records", [[{"window": "甲"}], [1], [None], [Window(name="甲窗口")]])
    def test_what_is_no_record(self, records: Any) -> None:
        with pytest.raises(UnitError, match="is no record that is counted"):
            rollup(records, "window", on="closed_at")

    def test_a_dataframe_is_sent_to_frames(self) -> None:
        class DataFrame:
            def __dataframe__(self) -> None: ...

        named = type("DataFrame", (), {"__module__": "polars.dataframe.frame"})
        for frame in (DataFrame(), named()):
            with pytest.raises(UnitError, match=r"is a dataframe.*zhengwu\.frames"):
                rollup(frame, "window", on="closed_at")  # type: ignore[arg-type]

    def test_views_are_records_too(self) -> None:
        class Holder:
            QUANTITIES: ClassVar[Mapping[str, Any]] = {}
            COUNTED: ClassVar[str] = "case_count"

            def counted(self) -> list[int]:
                return [1]

        with pytest.raises(UnitError, match="a int is no record that is counted"):
            rollup([Holder()], "window", on="closed_at")

    def test_any_iterable_is_taken_once(self) -> None:
        assert body(monthly(iter(permits("甲", 1)), "window", on="closed_at"))[0] == ["甲", "1"]


class TestTable:
    """The result is a table like any other, and every figure of it tells how it came about."""

    def test_a_reader_recognises_what_was_built(self) -> None:
        lots = [
            lot("3", "2"),
            lot("4", "4", method="询价"),
            lot("5", "1", trade_class="政府采购", awarded_at=date(2017, 2, 1)),
        ]
        named = {"项目类别": "trade_class", "方式": "method"}
        for options in ({}, {"period": "month", "within": "2017-Q1"}, {"period": "month", "measures": ["budget"]}):
            table = rolled(lots, named, **options)
            read = recognise(table.grid)
            assert [row.kind for row in read.rows] == [row.kind for row in table.rows]
            assert [row.labels for row in read.rows] == [row.labels for row in table.rows]
            assert [row.group for row in read.rows] == [row.group for row in table.rows]
            found = [(c.kind, c.path, c.unit, c.period, c.total) for c in read.columns]
            assert found == [(c.kind, c.path, c.unit, c.period, c.total) for c in table.columns]
            assert {place: cell.figure for place, cell in read.cells.items()} == {
                place: cell.figure for place, cell in table.cells.items()
            }

    def test_labels_that_read_as_totals_stay_items(self) -> None:
        table = monthly(permits("总计划科", 1) + permits("其中一处", 1), "window", on="closed_at")
        assert [row.kind for row in table.rows] == [RowKind.ITEM, RowKind.ITEM, RowKind.TOTAL]
        assert audit(table).findings == ()

    def test_numeric_labels_stay_labels(self) -> None:
        lots = [lot("3", "2", trade_class="320412", method="1"), lot("3", "2", trade_class="320413", method="2")]
        table = rolled(lots, {"甲": "trade_class", "乙": "method"})
        assert [column.kind.value for column in table.columns[:2]] == ["label", "label"]
        assert audit(table).findings == ()

    def test_a_cell_names_its_records(self) -> None:
        cases = permits("甲", 1, 1) + permits("乙", 1)
        table = monthly(cases, "window", on="closed_at")
        assert set(table.explain(1, 1).records) == {case for case in cases if case.window == "甲"}
        assert set(table.explain(2, 1).records) == set(cases)

    def test_the_arithmetic_of_a_rate(self) -> None:
        table = rolled([lot("34.886", "31.912")])
        assert str(table.explain(0, 5)) == (
            "节约率 = (预算金额 − 成交金额) ÷ 预算金额 = (34.886万元 − 31.912万元) ÷ 34.886万元"
            " = 2.974万元 ÷ 34.886万元 = 8.52%"
        )
        assert (
            str(table.explain(0, 4))
            == "节约金额 = 预算金额 − 成交金额 = 1 条记录之和 = 2.974万元；印作 2.97（四舍五入）"
        )
        assert table.explain(0, 2).text("en") == "budget = sum over 1 records = 34.886万元; printed as 34.89 (half up)"

    def test_only_computed_figures_can_be_explained(self) -> None:
        table = monthly(permits("甲", 1), "window", on="closed_at")
        for row, column in ((0, 0), (9, 1)):
            with pytest.raises(UnknownNameError, match="was not computed here"):
                table.explain(row, column)
        with pytest.raises(UnknownNameError, match="was not computed here"):
            recognise(table.grid).explain(0, 1)
        assert recognise(table.grid).uncounted == ()

    def test_a_table_pickles_with_its_explanations(self) -> None:
        table = rolled([lot("34.89", "31.91")])
        again = pickle.loads(pickle.dumps(table))  # noqa: S301
        assert again == table
        assert str(again.explain(0, 5)) == str(table.explain(0, 5))

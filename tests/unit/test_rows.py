"""Rows to records: headers in either language, every fault with its place, good rows kept, faulty ones handed back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhengwu.approval import Case, CaseType, CountState, WindowPeriodCount
from zhengwu.errors import UnknownNameError
from zhengwu.exact import wan, yuan
from zhengwu.hotline import HotlineTicket
from zhengwu.periods import Period
from zhengwu.records import Loaded, Party, Record, Source, load_rows
from zhengwu.records.columns import find_column, kind_of
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender


def told(loaded: Loaded[Any]) -> list[str]:
    return [str(fault) for fault in loaded.faults]


class TestColumns:
    @pytest.mark.parametrize(
        ("header", "cls", "path", "unit"),
        [
            ("预算金额（万元）", Tender, ("lots", "budget"), "万元"),
            ("budget", Tender, ("lots", "budget"), None),
            ("Budget", Tender, ("lots", "budget"), None),
            ("中标价(元)", Tender, ("lots", "deal"), "元"),
            ("采购方式", Tender, ("method",), None),
            ("项目名称", Tender, ("title",), None),
            ("code", Tender, ("code",), None),
            ("lots.code", Tender, ("lots", "code"), None),
            ("owner.name", Tender, ("owner", "name"), None),
            ("采购人", Tender, ("owner",), None),
            ("lots", Tender, ("lots",), None),
            ("成交日期", Tender, ("lots", "awarded_at"), None),
            ("起拍价（万元）", PropertyAuction, ("start",), "万元"),
            ("评估值（单位：万元）", PropertyAuction, ("appraisal",), "万元"),
            ("窗口", WindowPeriodCount, ("window",), None),
            ("办件量（件）", WindowPeriodCount, ("count",), None),
            ("时间", WindowPeriodCount, ("period",), None),
            ("受理时间", Case, ("accepted_at",), None),
            ("来源", HotlineTicket, ("channel",), None),
            ("承办单位", HotlineTicket, ("dispatches", "unit"), None),
        ],
    )
    def test_found(self, header: str, cls: type[Record], path: tuple[str, ...], unit: str | None) -> None:
        column = find_column(header, cls)
        assert column is not None
        assert (column.path, column.unit) == (path, unit)

    @pytest.mark.parametrize(
        "header",
        ["", "甲", "去年同期成交金额", "平均成交金额", "lots.", "lots.x", ".budget", "title.x", "x" * 500,
         "events.seq", "owner.name.x", "节约率", "成交金额同比"],
    )  # fmt: skip
    def test_a_header_in_doubt_is_no_column(self, header: str) -> None:
        assert find_column(header, Tender) is None

    def test_plain_types(self) -> None:
        assert kind_of(int | None) is int
        assert kind_of(tuple[Lot, ...] | None) is tuple


class TestGoodRows:
    def test_texts_as_an_office_exports_them(self) -> None:
        row = {
            "项目编号": "P1",
            "项目名称": " 道路改造　",
            "采购方式": "公开招标",
            "预算金额（万元）": "1,438.50 ",
            "中标金额(元)": "３,580,000.00",
            "最高限价": "1400万元",
            "中标人": "甲公司",
            "成交日期": "2017年3月5日",
            "投标家数": "3",
            "交易结果": "中标",
            "是否允许联合体": "否",
            "序号": "1",
        }
        loaded = load_rows([row], Tender, where="a.csv")
        assert told(loaded) == []
        (tender,) = loaded.records
        (lot,) = tender.lots
        assert (tender.code, tender.title, tender.method) == ("P1", "道路改造", "公开招标")
        assert (lot.budget, lot.deal, lot.ceiling) == (wan("1438.5"), yuan("3580000"), wan("1400"))
        assert (lot.winner, lot.awarded_at, lot.bids) == (Party(name="甲公司"), date(2017, 3, 5), 3)
        assert (lot.outcome, lot.consortium_allowed) == (Outcome.AWARDED, False)
        assert tender.source == Source(name="a.csv", row=1)
        assert loaded.aside == {"序号": ("1",)}
        assert loaded.ok

    def test_python_values(self) -> None:
        rows = [
            {"title": "a", "budget": wan("3"), "awarded_at": date(2017, 3, 1), "code": 20170301},
            {"title": "b", "budget": "3万元", "awarded_at": None, "code": "2"},
        ]
        first, second = load_rows(rows, Tender).records
        assert first.budget == second.budget == wan("3")
        assert (first.code, first.awarded_at) == ("20170301", date(2017, 3, 1))

    @pytest.mark.parametrize(
        ("value", "budget"),
        [
            ("438", wan("438")),
            ("438元", yuan("438")),
            (438, wan("438")),
            (Decimal("438.50"), wan("438.5")),
            ("—", None),
            ("/", None),
            ("　", None),
            (None, None),
            (float("nan"), None),
        ],
    )
    def test_an_amount_takes_the_unit_of_its_column(self, value: object, budget: object) -> None:
        loaded = load_rows([{"项目名称": "a", "预算金额（万元）": value}], Tender)
        assert [tender.budget for tender in loaded.records] == [budget]
        assert [
            tender.budget for tender in load_rows([{"项目名称": "a", "预算": value}], Tender, unit="万元").records
        ] == [budget]

    def test_a_blank_count_is_not_zero(self) -> None:
        rows = [{"窗口": "甲", "时间": "2017年1月", "办件量": text} for text in ("1,193", "0", " ", "/")]
        loaded = load_rows(rows, WindowPeriodCount)
        assert [row.count for row in loaded.records] == [1193, 0, None, None]
        assert [row.state for row in loaded.records][1:3] == [CountState.ZERO, CountState.BLANK]
        assert loaded.records[0].period == Period("2017-01")

    def test_rows_of_one_tender_are_its_lots(self) -> None:
        rows = [
            {"项目编号": "P1", "项目名称": "道路", "标段名称": "一标", "预算金额（万元）": "100"},
            {"项目编号": "P2", "项目名称": "桥", "标段名称": "", "预算金额（万元）": "7"},
            {"项目编号": "P1", "项目名称": "", "标段名称": "二标", "预算金额（万元）": "50"},
            {"项目编号": "", "项目名称": "零星", "标段名称": "", "预算金额（万元）": "1"},
            {"项目编号": "", "项目名称": "零星", "标段名称": "", "预算金额（万元）": "2"},
        ]
        loaded = load_rows(rows, Tender)
        assert told(loaded) == []
        assert [(tender.code, tender.budget) for tender in loaded.records] == [
            *(("P1", wan("150")), ("P2", wan("7")), (None, wan("1")), (None, wan("2")))
        ]
        assert [lot.name for lot in loaded.records[0].lots] == ["一标", "二标"]

    def test_what_the_first_row_leaves_out_the_next_may_tell(self) -> None:
        rows = [{"项目编号": "P1", "项目名称": "道路", "方式": "", "标段": "1"}]
        rows.append({**rows[0], "方式": "公开招标", "标段": "2"})
        (tender,) = load_rows(rows, Tender).records
        assert tender.method == "公开招标"

    def test_dispatches_of_a_ticket(self) -> None:
        rows = [
            {
                "工单编号": "1",
                "处理方式": "转办",
                "承办单位": "甲局",
                "办理期限": "2017-03-10",
                "办结时间": "2017-03-09",
            },
            {
                "工单编号": "1",
                "处理方式": "转办",
                "承办单位": "乙局",
                "办理期限": "2017-03-10",
                "办结时间": "2017-03-09",
            },
            {"工单编号": "2", "处理方式": "直办", "承办单位": "", "办理期限": "", "办结时间": ""},
        ]
        first, second = load_rows(rows, HotlineTicket).records
        assert [one.unit for one in first.dispatches or ()] == ["甲局", "乙局"]
        assert second.dispatches is None, "nothing was said of dispatches"

    def test_rows_without_parts_are_not_joined(self) -> None:
        rows = [{"办件编号": "1", "办件类型": "即办件"}, {"办件编号": "1", "办件类型": "承诺件"}]
        assert [case.case_type for case in load_rows(rows, Case).records] == [CaseType.INSTANT, CaseType.PROMISED]

    def test_nested_and_dotted(self) -> None:
        rows: list[object] = [
            {
                "title": "a",
                "lots": [{"budget": "3万元"}, {"budget": "4万元"}],
                "owner.name": "甲",
                "owner.role": "采购人",
            },
            {"title": "b", "lots": [{"budget": "5万元"}], "owner.name": None, "owner.role": None},
        ]
        first, second = load_rows(rows, Tender).records
        assert (first.budget, first.owner) == (wan("7"), Party(name="甲", role="采购人"))
        assert (second.budget, second.owner) == (wan("5"), None)

    def test_nested_beside_flat(self) -> None:
        rows = [{"title": "a", "lots": [{"budget": "3万元"}]}, {"title": "b", "budget": "4万元"}]
        assert [tender.budget for tender in load_rows(rows, Tender).records] == [wan("3"), wan("4")]

    def test_a_party_and_its_own_columns(self) -> None:
        row = {"title": "a", "招标人": "甲", "owner.uscc": "91320400MA1AAAAA0A"}
        (tender,) = load_rows([row], Tender).records
        assert tender.owner == Party(name="甲", uscc="91320400MA1AAAAA0A")
        wrong = load_rows([{"title": "a", "招标人": 5, "owner.uscc": "91320400MA1AAAAA0A"}], Tender)
        assert told(wrong) == ["row 1, column 招标人: owner.name (名称): 5 is not a text"]

    def test_rows_of_two_systems_may_name_a_field_differently(self) -> None:
        rows = [{"项目名称": "a", "预算金额（元）": "3"}, {"title": "b", "budget": "4万元"}]
        assert [(one.title, one.budget) for one in load_rows(rows, Tender).records] == [
            ("a", yuan("3")),
            ("b", wan("4")),
        ]

    def test_own_headers(self) -> None:
        rows = [{"标的物": "门面房", "底": "3", "价（万元）": "4", "电话": "x"}]
        headers = {"标的物": "title", "底": "起始价（元）", "价（万元）": "deal", "电话": None}
        loaded = load_rows(rows, PropertyAuction, headers=headers)
        assert told(loaded) == []
        assert (loaded.records[0].start, loaded.records[0].deal) == (yuan("3"), wan("4"))
        assert loaded.aside == {"电话": ("x",)}

    def test_blank_rows_and_no_rows(self) -> None:
        loaded = load_rows([{"名称": " "}, {"名称": "甲"}, {}, {"名称": None}], Party)
        assert (len(loaded.records), loaded.faults, loaded.rejected) == (1, (), ())
        assert load_rows([], Party) == Loaded(())

    def test_progress_is_told_now_and_then(self) -> None:
        seen: list[int] = []
        load_rows(({"名称": "甲"} for _ in range(2500)), Party, progress=seen.append)
        assert seen == [1000, 2000, 2500]

    def test_a_row_that_names_its_source_keeps_it(self) -> None:
        window = {"名称": "甲"}
        assert load_rows([window], Party, where="a.csv").records == (Party(name="甲"),)
        (tender,) = load_rows([{"title": "x", "source": "平台"}], Tender, where="a.csv").records
        assert tender.source == Source(name="平台")


class TestFaults:
    def test_every_fault_of_every_row(self) -> None:
        rows: list[dict[str, object]] = [
            {"项目编号": "P1", "项目名称": "道路", "预算金额（万元）": "五", "成交日期": "2017/13/5"},
            {"项目编号": "P2", "项目名称": "桥", "预算金额（万元）": "5", "成交日期": "2017/3/5"},
            {"项目编号": "P3", "项目名称": "", "预算金额（万元）": 438.5, "成交日期": ""},
            {"项目编号": "P4", "项目名称": "渠", "预算金额（万元）": "0", "成交日期": ""},
        ]
        loaded = load_rows(rows, Tender)
        amount = "(expected a number followed by 元, 万元 or 亿元)"
        day = "(expected such as 2017-03-05, 2017年3月5日 or 2017-03-05 09:30)"
        told_of_a_float = '438.5 is a float and may already be rounded (write it as text: "438.5")'
        told_of_zero = 'Money("0万元") is not above zero (expected None where it is unknown)'
        assert told(loaded) == [
            f"row 1, column 预算金额（万元）: budget (预算金额): '五' is not an amount of money {amount}",
            f"row 1, column 成交日期: awarded_at (中标公告时间): '2017/13/5' is not a day {day}",
            "row 3, column 项目名称: title (项目名称): is missing",
            f"row 3, column 预算金额（万元）: budget (预算金额): {told_of_a_float}",
            f"row 4, column 预算金额（万元）: budget (预算金额): {told_of_zero}",
        ]
        assert [fault.value for fault in loaded.faults] == ["五", "2017/13/5", None, "438.5", "0"]
        assert [tender.title for tender in loaded.records] == ["桥"]
        assert loaded.rejected == (rows[0], rows[2], rows[3])
        assert loaded.rejected[0] is rows[0]
        assert not loaded.ok

    def test_an_unknown_column_is_one_fault_that_names_the_nearest(self) -> None:
        rows = [{"项目名称": "a", "预算金颜": "1"}, {"项目名称": "b", "预算金颜": "2"}]
        loaded = load_rows(rows, Tender)
        assert told(loaded) == ["column 预算金颜: is not a column of Tender (left aside; expected budget (预算金额))"]
        assert loaded.aside == {"预算金颜": ("1", "2")}
        assert len(loaded.records) == 2
        assert "expected title (项目名称), lots (标段)" in told(load_rows([{"项目名称": "a", "zzz": "1"}], Tender))[0]
        assert told(load_rows([{"项目名称": "a", 5: "1"}], Tender))[0].startswith("column 5: is not a column of Tender")

    def test_a_missing_column_is_one_fault_and_other_faults_are_still_told(self) -> None:
        rows = [{"受理日期": "2017-03-01"}, {"受理日期": "x"}]
        loaded = load_rows(rows, Case)
        assert told(loaded)[0] == (
            "case_no (办件编号): has no column (expected case_no, 办件编号, 办件号, 业务编号, 项目编号, 流水号)"
        )
        assert [fault.row for fault in loaded.faults] == [None, 2]
        assert loaded.rejected == tuple(rows)
        assert loaded.records == ()

    def test_a_missing_column_of_the_parts(self) -> None:
        loaded = load_rows([{"工单编号": "1", "签收时间": "2017-03-01"}], HotlineTicket)
        assert told(loaded)[0].startswith("unit (承办单位): has no column")

    def test_two_columns_for_one_field(self) -> None:
        loaded = load_rows([{"项目名称": "a", "预算金额": "1万元", "预算价": "2万元"}], Tender)
        assert told(loaded) == ["column 预算价: is a second column for budget (预算金额), after 预算金额 (left aside)"]
        assert loaded.records[0].budget == wan("1")

    def test_a_row_of_totals_is_no_record(self) -> None:
        rows = [{"窗口": "甲", "时间": "2017-01", "办件量": "3"}, {"窗口": "合　计", "时间": "2017-01", "办件量": "3"}]
        loaded = load_rows(rows, WindowPeriodCount)
        assert len(loaded.records) == 1
        assert told(loaded) == [f"row 2, column 窗口: {rows[1]['窗口']!r} names a row of totals, which is no record"]
        assert loaded.rejected == (rows[1],)

    def test_rows_of_one_tender_that_contradict_each_other(self) -> None:
        rows = [{"项目编号": "P1", "项目名称": name, "标段": name} for name in ("道路", "桥", "道路")]
        loaded = load_rows(rows, Tender)
        assert told(loaded) == [
            "row 2, column 项目名称: title (项目名称): differs from row 1, which has the same code (招标项目编号)"
        ]
        assert [lot.name for lot in loaded.records[0].lots] == ["道路", "道路"]
        assert loaded.rejected == (rows[1],)

    @pytest.mark.parametrize("row", [5, "x", None, ["x"], ("a", "b")])
    def test_what_is_no_row(self, row: object) -> None:
        loaded = load_rows([row, {"名称": "甲"}], Party)
        assert told(loaded) == ["row 1: is not a row (expected a mapping of column names to values)"]
        assert loaded.rejected == (row,)

    def test_a_fault_inside_a_nested_list(self) -> None:
        loaded = load_rows([{"title": "a", "lots": [{"budget": "3万元"}, {"budget": "x"}]}], Tender)
        assert told(loaded)[0].startswith("row 1, column lots: lots[1].budget (预算金额): 'x' is not an amount")
        assert loaded.faults[0].value == "x"

    def test_a_citizens_data_is_handed_back_and_never_shown(self) -> None:
        phone = "13900000000"
        rows = [
            {"名称": "", "联系电话": phone, "身份证号": "320412199001010000"},
            {"名称": "张某", "联系电话": 13900000000.5},
        ]
        loaded = load_rows(rows, Party)
        shown = f"{loaded!r} {told(loaded)} {loaded.faults}"
        assert phone not in shown
        assert "320412199001010000" not in shown
        assert loaded.rejected == tuple(rows)

    def test_a_header_for_a_field_the_class_has_not(self) -> None:
        with pytest.raises(UnknownNameError, match=r"'titel' is not a field of Tender \(expected title"):
            load_rows([{"甲": "x"}], Tender, headers={"甲": "titel"})

    @pytest.mark.parametrize(
        "value",
        ["9" * 5000, 10**5000, Decimal("1e400"), "x" * 100_000, b"x", object(), [[]]],
        ids=["digits", "number", "exponent", "text", "bytes", "object", "list"],
    )
    def test_malformed_values_are_faults(self, value: object) -> None:
        loaded = load_rows([{"项目名称": "a", "预算金额（万元）": value}], Tender)
        assert [fault.field for fault in loaded.faults] == ["budget (预算金额)"]
        assert len(str(loaded.faults[0])) < 500

"""The form of the quarter: where records go, what is refused, what stays blank, and levels put together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.rolled import body

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.exact import Money, wan
from zhengwu.periods import Period
from zhengwu.records import RecordError
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender
from zhengwu.trading.orders import MedicalPurchase, SupplyOrder
from zhengwu.trading.quarter import FORM, PROCUREMENT, PROPERTY, WORKS, Form, merged, quarter_table

DAY = date(2017, 2, 1)


def works(budget: str = "100", deal: str = "90", **fields: Any) -> Tender:
    given: dict[str, Any] = {"title": "桥", "trade_class": "工程建设", "method": "公开招标", "awarded_at": DAY} | fields
    return Tender.single(budget=wan(budget), deal=wan(deal), **given)


def sale(start: str = "10", deal: str = "11", **fields: Any) -> PropertyAuction:
    given: dict[str, Any] = {"title": "门面", "trade_class": "产权交易", "method": "拍卖", "traded_at": DAY} | fields
    return PropertyAuction(start=wan(start), deal=wan(deal), **given)


def lines(trades: Any, **options: Any) -> dict[str, list[str]]:
    """The rows by their labels, figures only."""
    table = quarter_table(trades, period="2017-Q1", **options)
    return {" ".join(row.labels).strip(): line[2:] for row, line in zip(table.rows, body(table), strict=True)}


class TestRows:
    def test_other_wordings_of_a_method_and_a_class_find_their_row(self) -> None:
        order = SupplyOrder(title="纸", method="协议供货", budget=wan("2"), deal=wan("1"), ordered_at=DAY)
        found = lines([works(trade_class="工程", method="公开"), order])
        assert found["工程建设 公开招标"][0] == "1"
        assert found["政府采购 协议"] == ["1", "2.00", "1.00", "1.00", "50.00%"]

    def test_a_method_without_a_row_goes_to_the_other_row_and_into_the_formula(self) -> None:
        found = lines([works(method="竞争性磋商"), works()])
        assert found["工程建设 其他"][0] == "1"
        assert found["工程建设 小计（公开+邀请+其他）"] == ["2", "200.00", "180.00", "20.00", "10.00%"]
        assert "工程建设 其他" not in lines([works()])

    def test_land_has_rows_where_there_is_any(self) -> None:
        land = sale(trade_class="土地出让", method="挂牌")
        found = lines([works(), land])
        assert found["土地出让 挂牌"] == ["1", "10.00", "11.00", "增值额1.00", "增值率10.00%"]
        assert not any(name.startswith("土地出让") for name in lines([works()]))

    def test_a_sale_without_a_class_is_property(self) -> None:
        assert lines([sale(trade_class=None)])["产权交易 小计"][0] == "1"

    @pytest.mark.parametrize(
        ("trade", "told"),
        [
            (works(trade_class="养蜂"), "trade_class (项目类别): '养蜂' has no block in the form"),
            (works(trade_class=None), "trade_class (项目类别): has no block in the form"),
            (works(trade_class="产权交易"), "trade_class (项目类别): '产权交易' has no block in the form"),
            (sale(trade_class="工程建设"), "trade_class (项目类别): '工程建设' has no block in the form"),
            (works(method=None), "has no row in 工程建设"),
            (
                MedicalPurchase(category="疫苗", period=Period("2017-01"), deal=wan("1")),
                "category (品种类别): '疫苗' has no row in 医药采购 (expected 中药饮片, 医用耗材, 基本药物)",
            ),
            (works(trade_class="医药采购", method="公开招标"), "'公开招标' has no row in 医药采购"),
        ],
    )
    def test_what_has_no_row_is_refused(self, trade: Any, told: str) -> None:
        with pytest.raises(UnknownNameError) as caught:
            quarter_table([trade], period="2017-Q1")
        assert told in str(caught.value)

    @pytest.mark.parametrize("zero", [("养蜂", "公开招标"), ("工程建设", "拍卖")])
    def test_a_zero_of_no_row_is_refused(self, zero: tuple[str, str]) -> None:
        with pytest.raises(UnknownNameError, match="is no row of the form"):
            quarter_table([], period="2017-Q1", zeros=[zero])


class TestFigures:
    def test_blank_is_not_zero(self) -> None:
        found = lines([works()], zeros=[("工程建设", "邀请")], zero_base="0.00%")
        assert found["工程建设 邀请招标"] == ["0", "0.00", "0.00", "0.00", "0.00%"]
        assert found["工程建设 直接发包"] == [""] * 5
        assert found["政府采购 小计"] == [""] * 5

    def test_direct_awards_are_counted_and_in_no_rate(self) -> None:
        found = lines([works(), works("50", "50", method="直接发包")])
        assert found["工程建设 直接发包"] == ["1", "50.00", "50.00", "", ""]
        assert found["工程建设 小计（公开+邀请+直接发包）"] == ["2", "150.00", "140.00", "10.00", ""]

    def test_a_lot_counts_once_however_often_it_was_put_out(self) -> None:
        lots = (
            Lot(code="1", attempt=1, budget=wan("100"), outcome=Outcome.FAILED, awarded_at=date(2017, 1, 5)),
            Lot(code="1", attempt=2, budget=wan("100"), deal=wan("80"), outcome=Outcome.AWARDED, awarded_at=DAY),
        )
        tender = Tender(title="桥", trade_class="工程建设", method="公开招标", lots=lots)
        assert lines([tender])["工程建设 公开招标"] == ["1", "100.00", "80.00", "20.00", "20.00%"]

    def test_what_is_not_of_the_period_is_told(self) -> None:
        late = works(awarded_at=datetime(2017, 4, 1, 9, 0))  # noqa: DTZ001
        both = MedicalPurchase(category="中药饮片", period=Period("2016-12..2017-01"), deal=wan("1"))
        before = MedicalPurchase(category="中药饮片", period=Period("2016-Q4"), deal=wan("1"))
        table = quarter_table([works(), late, works(awarded_at=None), both, before], period="2017-Q1")
        assert [one.reason for one in table.uncounted] == ["outside", "no_instant", "straddles", "outside"]
        assert body(table)[1][2] == "1"

    def test_two_currencies_are_never_added(self) -> None:
        dollars = works().evolve(lots=(Lot(budget=Money("5万美元"), deal=Money("4万美元"), awarded_at=DAY),))
        with pytest.raises(UnitError, match="CNY and USD"):
            quarter_table([works(), dollars], period="2017-Q1")

    def test_totals_name_what_they_add(self) -> None:
        form = Form(blocks=(WORKS, PROCUREMENT, PROPERTY))
        order = SupplyOrder(title="纸", method="协议", budget=wan("2"), deal=wan("1"), ordered_at=DAY)
        found = lines([works(), order, sale()], form=form)
        assert found["合计（公开+邀请+政府采购）"] == ["2", "102.00", "91.00", "11.00", "10.78%"]
        assert found["合计（公开+邀请+直接发包+政府采购+产权交易）"] == ["3", "112.00", "102.00", "", ""]
        assert not any(name.startswith("合计") for name in lines([works()], form=Form(blocks=(WORKS,))))
        assert not any(
            name.startswith("合计") for name in lines([works()], form=Form(blocks=FORM.blocks, totals=False))
        )

    def test_an_empty_form_is_blank(self) -> None:
        assert set(map(tuple, lines([]).values())) == {("",) * 5}


class TestLevels:
    def test_what_two_levels_report_counts_once(self) -> None:
        town, city = works(code="A1"), works(code="A2")
        found = merged({"湖塘镇": [town], "雪堰镇": [works(code="A3")], "区": [town, city]})
        assert [one.code for one in found.records] == ["A1", "A3", "A2"]
        assert [(one.first, one.again, one.key[1]) for one in found.repeated] == [("湖塘镇", "区", "A1")]
        both = lines(found.records)["工程建设 公开招标"]
        assert both == ["3", "300.00", "270.00", "30.00", "10.00%"]

    def test_a_unified_code_joins_what_has_two_numbers(self) -> None:
        one, other = works(code="A1", unified_code="D01"), works(code="B7", unified_code="D01")
        assert len(merged({"区": [one], "市": [other]}).records) == 1

    def test_attempts_and_lots_are_told_apart(self) -> None:
        lots = (Lot(code="1"), Lot(code="1", attempt=2), Lot(code="2"))
        found = merged({"区": [Tender(code="A1", title="桥", lots=lots)], "市": [sale(code="S1"), sale(code="S1")]})
        assert (len(found.records), len(found.repeated)) == (4, 1)

    def test_without_a_code_nobody_can_tell(self) -> None:
        found = merged({"区": [works()], "市": [works(), sale()]})
        assert (len(found.records), len(found.unkeyed)) == (3, 3)

    @pytest.mark.parametrize(
        ("again", "told"),
        [
            (works(deal="91", code="A1"), 'deal (成交金额): Money("91万元") is told otherwise by two levels (区, 市)'),
            (works(budget="99", code="A1"), "budget (预算金额)"),
        ],
    )
    def test_levels_that_contradict_each_other_are_refused(self, again: Tender, told: str) -> None:
        with pytest.raises(RecordError) as caught:
            merged({"区": [works(code="A1")], "市": [again]})
        assert told in str(caught.value)

    def test_sales_that_contradict_each_other_are_refused(self) -> None:
        with pytest.raises(RecordError, match="start"):
            merged({"区": [sale(code="S1")], "市": [sale("9", code="S1")]})


class TestOrders:
    def test_a_direct_order_saves_nothing(self) -> None:
        order = SupplyOrder(title="纸", method="直接发包", budget=wan("2"), deal=wan("1"))
        assert SupplyOrder.QUANTITIES["savings"](order) is None
        assert not order.enters("savings_rate")
        assert order.enters("deal")
        assert order.evolve(budget=None).savings is None

    def test_rounds_count_from_one(self) -> None:
        with pytest.raises(RecordError, match="round"):
            MedicalPurchase(category="中药饮片", round=0)

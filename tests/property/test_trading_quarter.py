"""The laws of the quarter's form and of levels put together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st
from tests.rolled import body

from zhengwu.exact import Money, total, yuan
from zhengwu.trading import PropertyAuction, Tender
from zhengwu.trading.quarter import merged, quarter_table

PRICES = st.integers(1, 10**9).map(lambda fen: yuan(fen) / 100)
DAYS = st.integers(0, 89).map(lambda day: date(2017, 1, 1) + timedelta(days=day))
TENDERS = st.builds(
    lambda code, method, budget, deal, day, trade_class: Tender.single(
        code=f"T{code}",
        title="项目",
        trade_class=trade_class,
        method=method,
        budget=budget,
        deal=deal,
        awarded_at=day,
    ),
    st.integers(0, 999),
    st.sampled_from(("公开招标", "邀请招标", "直接发包", "询价", "竞争性磋商")),
    PRICES,
    PRICES,
    DAYS,
    st.sampled_from(("工程建设", "政府采购")),
)
SALES = st.builds(
    lambda code, method, start, deal, day: PropertyAuction(
        code=f"S{code}",
        title="标的",
        method=method,
        start=start,
        deal=deal,
        traded_at=day,
        trade_class="产权交易",
    ),
    st.integers(0, 999),
    st.sampled_from(("网络竞价", "拍卖", "协议租赁", "挂牌")),
    PRICES,
    PRICES,
    DAYS,
)
TRADES = st.lists(TENDERS | SALES, max_size=12, unique_by=lambda one: one.code)


def table_of(trades: Any) -> Any:
    return quarter_table(trades, period="2017-Q1")


class TestForm:
    """Every record stands in one row, whatever their order, and the last total adds them all."""

    @settings(max_examples=25)
    @given(TRADES, st.randoms(use_true_random=False))
    def test_the_order_of_records_changes_nothing(self, trades: list[Any], random: Any) -> None:
        mixed = list(trades)
        random.shuffle(mixed)
        assert body(table_of(mixed)) == body(table_of(trades))

    @settings(max_examples=25)
    @given(TRADES)
    def test_items_partition_the_records(self, trades: list[Any]) -> None:
        table = table_of(trades)
        items = [row.index for row in table.rows if not row.is_sum]
        assert sum(table.explain(row, 2).count for row in items) == len(trades)
        last = len(table.rows) - 1
        assert table.explain(last, 2).count == len(trades)
        deal = table.explain(last, 4).value
        assert (deal or Money("0元")) == (total(one.deal for one in trades) or Money("0元"))

    @settings(max_examples=25)
    @given(TRADES)
    def test_no_premium_is_among_the_savings(self, trades: list[Any]) -> None:
        bought = [one for one in trades if isinstance(one, Tender) and one.method != "直接发包"]
        table = table_of(trades)
        competed = next(row.index for row in table.rows if row.own.text.startswith("合计"))
        expected = total(one.savings for one in bought)
        assert table.explain(competed, 5).value == expected


class TestLevels:
    """However records are spread over levels, and whatever is reported twice, each counts once."""

    @settings(max_examples=25)
    @given(TRADES, st.data())
    def test_levels_put_together_are_the_whole(self, trades: list[Any], data: st.DataObject) -> None:
        towns = [data.draw(st.sampled_from(("甲镇", "乙镇"))) for _ in trades]
        again = [one for one in trades if data.draw(st.booleans())]
        levels = {
            town: [one for one, own in zip(trades, towns, strict=True) if own == town] for town in ("甲镇", "乙镇")
        }
        found = merged({**levels, "区": again})
        assert len(found.records) == len(trades)
        assert len(found.repeated) == len(again)
        assert body(table_of(found.records)) == body(table_of(trades))

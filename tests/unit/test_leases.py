"""Leases and concessions: a term, prices that may be rents, and what enters sums and rates."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import AmountError, UnitError
from zhengwu.exact import wan, yuan
from zhengwu.records import RecordError, load_rows
from zhengwu.stats.rollup import rollup
from zhengwu.trading import Outcome, PriceBasis, PropertyAuction
from zhengwu.trading.quarter import quarter_table
from zhengwu.trading.sale import premium_spread

MEASURES = ["project_count", "start_price", "deal", "premium", "premium_rate", "yearly_rent"]


def lease(start: str, deal: str, basis: PriceBasis | None = PriceBasis.YEAR, **fields: Any) -> PropertyAuction:
    prices: dict[str, Any] = {"start": yuan(start), "deal": yuan(deal)}
    return PropertyAuction(title="商铺", method="网络竞价", basis=basis, **prices, **fields)


class TestTerm:
    def test_years_and_months_together(self) -> None:
        assert lease("1", "1", term_years=3, term_months=6).term == 42
        assert lease("1", "1", term_months=18).term == 18
        assert lease("1", "1").term is None

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"term_years": 0}, "a term of no time"),
            ({"term_years": 0, "term_months": 0}, "a term of no time"),
            ({"term_years": -1}, "term_years"),
            ({"term_months": -1, "term_years": 1}, "term_months"),
        ],
    )
    def test_a_term_that_is_none(self, fields: dict[str, Any], told: str) -> None:
        with pytest.raises(RecordError, match=told):
            lease("1", "1", **fields)

    @pytest.mark.parametrize("header", ["租期（年）", "租赁期限（年）", "特许经营期限（年）", "term_years"])
    def test_from_a_spreadsheet(self, header: str) -> None:
        row = {
            "标的名称": "泊位",
            "计价方式": "元/年",
            "起始价（元）": "1500",
            "成交金额（元）": "2364.30",
            header: "5",
        }
        (lot,) = load_rows([row], PropertyAuction).records
        assert (lot.term, lot.basis, lot.premium_rate.percent()) == (60, PriceBasis.YEAR, "57.62%")


class TestOverTerm:
    def test_rent_by_term(self) -> None:
        whole = lease("20000", "25000", term_years=3, reserve=yuan("22000"), appraisal=yuan("21000")).over_term()
        assert (whole.start, whole.deal, whole.reserve, whole.appraisal) == (
            wan("6"),
            wan("7.5"),
            wan("6.6"),
            wan("6.3"),
        )
        assert whole.basis is PriceBasis.TOTAL
        assert lease("100", "110", PriceBasis.MONTH, term_years=1, term_months=1).over_term().deal == yuan("1430")
        assert lease("100", "110", term_months=6).over_term().deal == yuan("55")

    @given(
        start=st.integers(1, 10**9),
        deal=st.integers(1, 10**9),
        months=st.integers(1, 600),
        basis=st.sampled_from(PriceBasis),
    )
    def test_the_premium_rate_of_a_lot_is_the_same(self, start: int, deal: int, months: int, basis: PriceBasis) -> None:
        lot = lease(str(start * 3), str(deal * 3), basis, term_months=months)
        whole = lot.over_term()
        assert whole.premium_rate == lot.premium_rate
        assert whole.over_term() == whole
        assert lot.premium is not None
        per = basis.months
        assert whole.premium == (lot.premium if per is None else lot.premium * Fraction(months, per))

    def test_what_has_no_whole_price(self) -> None:
        with pytest.raises(RecordError, match="is missing, and the prices are rents"):
            lease("1", "2").over_term()
        with pytest.raises(AmountError, match="no end as a decimal"):
            lease("100000", "100000", term_months=7).over_term()


class TestSums:
    def test_a_rent_enters_no_sum(self) -> None:
        """A rent is a unit price; added to whole prices it would be neither."""
        lots = [
            lease("20000", "25000", term_years=3),
            lease("100000", "120000", None),
            lease("1", "9", PriceBasis.MONTH),
        ]
        table = rollup(lots, "method", on=None, period=None, measures=MEASURES, unit="元")
        told = [table.grid.text(1, column) for column in range(1, 7)]
        assert told == ["3", "100000.00", "120000.00", "20000.00", "20.00%", "25108.00"]
        whole = rollup([lot.over_term() for lot in lots[:2]], "method", on=None, period=None, measures=MEASURES)
        assert [whole.grid.text(1, column) for column in range(1, 7)] == ["2", "16.00", "19.50", "3.50", "21.88%", ""]

    def test_a_frame_of_rents_sums_as_records_do(self) -> None:
        polars = pytest.importorskip("polars")
        from zhengwu.frames import rollup as of_frame

        frame = polars.DataFrame(
            {"方式": ["网络竞价"] * 2, "计价方式": ["年租金", ""], "起始价": [200, 1000], "成交金额": [300, 1200]}
        )
        made = of_frame(frame, "方式", on=None, period=None, measures=["deal", "premium"], records="auction")
        assert made["deal"].to_list()[0] == 1200
        assert made["premium"].to_list()[0] == 200


class TestConcessions:
    def test_the_highest_premium_is_of_one_lot_whatever_the_prices_are_for(self) -> None:
        """2881 parking spaces at 442万元 with a highest premium of 57.62 % (武进 2017): a maximum, no ratio of sums."""
        yearly = [lease("300", "306", term_years=5) for _ in range(2880)] + [lease("500", "788.10", term_years=5)]
        by_year, whole = premium_spread(yearly), premium_spread([lot.over_term() for lot in yearly])
        assert (by_year.basis, whole.basis) == (PriceBasis.YEAR, PriceBasis.TOTAL)
        assert by_year.highest == whole.highest
        assert (by_year.highest.percent(), by_year.overall.percent(), by_year.lots) == ("57.62%", "2.03%", 2881)

    def test_unequal_terms_change_the_ratio_of_sums_and_not_the_highest(self) -> None:
        lots = [lease("100", "200", term_years=1), lease("100", "110", term_years=9)]
        by_year, whole = premium_spread(lots), premium_spread([lot.over_term() for lot in lots])
        assert (by_year.overall.percent(), whole.overall.percent()) == ("55.00%", "19.00%")
        assert by_year.highest == whole.highest

    def test_rents_and_whole_prices_are_not_added(self) -> None:
        with pytest.raises(UnitError, match="年租金, 总价"):
            premium_spread([lease("1", "2"), lease("1", "2", None)])


class TestTheQuarter:
    """The quarterly form has no place for a rent: it counts with its whole term, or the form is refused."""

    def test_a_rent_counts_with_its_whole_term(self) -> None:
        lots = [lease("20000", "25000", term_years=3), lease("100000", "120000", None)]
        sold = [lot.evolve(traded_at=date(2017, 2, 1), trade_class="产权交易") for lot in lots]
        table = quarter_table(sold, period="2017-Q1")
        row = next(row for row in table.rows if "网络竞价" in row.labels)
        told = [table.grid.text(row.index + 1, column) for column in range(2, 7)]
        assert told == ["2", "16.00", "19.50", "增值额3.50", "增值率21.88%"]
        assert quarter_table([lot.over_term() for lot in sold], period="2017-Q1").grid == table.grid

    def test_a_rent_without_a_term_is_refused_by_name_and_never_left_out(self) -> None:
        lot = lease("1", "2", code="S7", traded_at=date(2017, 2, 1), trade_class="产权交易")
        with pytest.raises(RecordError, match=r"S7: term_years .* is missing, and the prices are rents"):
            quarter_table([lot], period="2017-Q1")
        with pytest.raises(AmountError, match="S7"):
            quarter_table([lot.evolve(term_months=7, deal=yuan("100"))], period="2017-Q1")
        unsold = lot.evolve(deal=None, outcome=Outcome.UNSOLD)
        assert quarter_table([unsold], period="2017-Q1").uncounted == ()
        assert quarter_table([lot], period="2017-Q2").uncounted != ()

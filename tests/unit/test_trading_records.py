"""Bids, bills, evaluations, awards, contracts and their file; invariants found; objects of sales; means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhengwu.errors import AmountError, UndefinedRateError, UnknownNameError
from zhengwu.exact import Money, Rate, wan, yuan
from zhengwu.findings import Grade
from zhengwu.records import Party, RecordError
from zhengwu.records.masking import Pseudonyms, masked
from zhengwu.stats.rollup import rollup
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender
from zhengwu.trading.averages import mean_bidders
from zhengwu.trading.award import Award, Contract, Performance, Supplement
from zhengwu.trading.bid import Bid, BidMarks, DepositForm, Person
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.checks import check_file, check_offers
from zhengwu.trading.evaluation import Candidate, Committee, CommitteeMember, Evaluation, RecusalReason, Score
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.offer import Offer
from zhengwu.trading.prices import PriceForm, read_quantity
from zhengwu.trading.project import TradingProject
from zhengwu.trading.sale import AssetKind, SaleObject, floor_price, premium_spread, price_per_mu

A, B, C = (Party(name=f"{letter}公司") for letter in "甲乙丙")


def bid(party: Party = A, price: str = "90", **fields: Any) -> Bid:
    return Bid(bidder=party, price=wan(price), **fields)


class TestPrices:
    @pytest.mark.parametrize("make", [Bid, Candidate, Award, Contract])
    def test_a_price_stands_in_the_field_of_its_form(self, make: Any) -> None:
        kinds: dict[Any, dict[str, Any]] = {
            Bid: {"bidder": A},
            Candidate: {"bidder": A, "rank": 1},
            Award: {"winner": A},
            Contract: {},
        }
        needed = kinds[make]
        amount = "price" if make in (Bid, Candidate) else "amount"
        fine: list[dict[str, Any]] = [
            {amount: wan("1")},
            {"form": "费率", "rate": "85%"},
            {"form": "3", "unit_price": "8元"},
            {"form": "9"},
        ]
        assert all(make.validate({**needed, **fields}) for fields in fine)
        for fields in ({amount: "1元", "form": "费率"}, {"rate": "85%"}, {"unit_price": "8元", "form": "2"}):
            with pytest.raises(RecordError, match="stands beside the price form"):
                make.validate({**needed, **fields})

    def test_only_amounts_are_added(self) -> None:
        by_rate = Award(winner=A, form=PriceForm.RATE, rate=Rate("85%"))
        assert (by_rate.counted_amount, Award(winner=A, amount=wan("1")).counted_amount) == (None, wan("1"))
        assert Bid(bidder=A, form=PriceForm.RATE, rate=Rate("85%")).amount is None
        assert Candidate(bidder=A, rank=1, form=PriceForm.RATE, rate=Rate("85%")).amount is None
        assert Candidate(bidder=A, rank=1, price=wan("2")).amount == wan("2")

    @pytest.mark.parametrize(("value", "told"), [(1.5, "float"), ("x", "is not a quantity"), (True, "quantity")])
    def test_quantities_are_exact(self, value: object, told: str) -> None:
        with pytest.raises(AmountError, match=told):
            read_quantity(value)
        assert read_quantity(Decimal("1.50")) == Decimal("1.5")

    @pytest.mark.parametrize(
        ("fields", "name"),
        [({"duration_days": -1}, "duration_days"), ({"members": [A]}, "members"), ({"team": (A,)}, "team")],
    )
    def test_a_bid_that_cannot_be(self, fields: dict[str, Any], name: str) -> None:
        with pytest.raises(RecordError, match=name):
            bid(**fields)

    def test_a_zero_price_is_a_missing_one(self) -> None:
        with pytest.raises(RecordError, match="None where it is unknown"):
            bid(price="0")


def full() -> TenderFile:
    tender = Tender(
        code="A1",
        title="道路",
        notice=date(2017, 1, 3),
        opening=date(2017, 2, 1),
        lots=(Lot(code="1", ceiling=wan("100")), Lot(code="2", ceiling=wan("50"))),
    )
    line = PricedLine(code="0101", quantity=Decimal("12.50"), unit_price=yuan("8"), amount=yuan("100"))
    marks = (BidMarks(mac="AA-BB", ip="10.0.0.1", author="某人"),)
    return TenderFile(
        tender=tender,
        project=TradingProject(name="道路", industry="A02", state_share=Rate("100%")),
        events=(TenderEvent(event="award_notice", at=date(2017, 2, 9)),),
        bids=(
            bid(A, lot_code="1", marks=marks, bill=PricedBill(lines=(line,)), manager=Person(name="李某")),
            bid(B, "95", lot_code="1", deposit=wan("2"), deposit_form=DepositForm("电汇"), deposit_account="6222"),
            bid(C, "40", lot_code="2"),
        ),
        committees=(
            Committee(
                lot_code="1", members=(CommitteeMember(id="E1", is_expert=True), CommitteeMember(is_recused=True))
            ),
        ),
        evaluations=(
            Evaluation(lot_code="1", bidder=A, scores=(Score(factor="价格", value=Decimal("29.5")),), rank=1),
        ),
        candidates=(Candidate(lot_code="1", rank=1, bidder=A), Candidate(lot_code="1", rank=2, bidder=B)),
        awards=(Award(lot_code="1", winner=A, amount=wan("90"), noticed_at=date(2017, 2, 9)),),
        contracts=(
            Contract(
                lot_code="1", amount=wan("90"), signed_at=date(2017, 2, 20), supplements=(Supplement(amount=wan("-1")),)
            ),
        ),
        performances=(Performance(lot_code="1", settled=wan("91"), quality_met=True),),
    )


class TestFile:
    def test_it_travels_as_json(self) -> None:
        assert TenderFile.from_json(full().to_json(private=True)) == full()
        assert "6222" not in full().to_json()
        assert "清标" not in str(TenderFile.json_schema())

    def test_the_same_mark_has_the_same_pseudonym(self) -> None:
        told = masked(full(), Pseudonyms("a secret of many characters")).bids
        again = masked(full(), Pseudonyms("a secret of many characters")).bids
        assert told is not None
        assert told[0].marks is not None
        assert told[0].marks[0].mac not in (None, "AA-BB")
        assert told == again

    def test_a_lot_has_its_own_records_and_the_events_of_all(self) -> None:
        one, two = full().by_lot()
        assert [len(file.bids or ()) for file in (one, two)] == [2, 1]
        assert (one.at("award_notice"), two.at("award_notice"), two.at("opening")) == (*[date(2017, 2, 9)] * 2, None)
        assert one.bidders == (A, B)
        assert one.tender.lots == (full().tender.lots[0],)
        assert TenderFile(tender=Tender.single(title="桥")).bidders is None

    def test_lots_that_there_are_not(self) -> None:
        with pytest.raises(UnknownNameError, match="'9' is no lot of the tender \\(expected 1, 2\\)"):
            full().of_lot("9")
        with pytest.raises(RecordError, match="bids \\(开标明细\\): holds a record of the lot '9'"):
            full().evolve(bids=(bid(lot_code="9"),))
        with pytest.raises(RecordError, match="holds a record of the lot None"):
            full().evolve(bids=(bid(),))
        with pytest.raises(RecordError, match="awards"):
            full().evolve(awards=[bid(lot_code="1")])

    def test_scores_and_committees(self) -> None:
        (evaluation,) = full().evaluations or ()
        (committee,) = full().committees or ()
        assert evaluation.scored == Decimal("29.5")
        assert Evaluation(bidder=A).scored is None
        assert (committee.size, committee.experts) == (1, 1)
        assert Committee(members=(CommitteeMember(),)).experts is None
        assert RecusalReason("2") is RecusalReason.OWNER

    def test_lines_that_no_bidder_may_change(self) -> None:
        assert [kind for kind in LineKind if kind.is_provisional] == [LineKind("暂列金额"), LineKind("暂估价")]


def told(file: TenderFile) -> list[tuple[str, str]]:
    return [(breach.message, breach.key) for breach in check_file(file)]


class TestChecks:
    def test_nothing_is_wrong_with_a_sound_file(self) -> None:
        assert check_file(full()) == ()
        assert check_file(TenderFile(tender=Tender.single(title="桥"))) == ()

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"awards": (Award(lot_code="1", winner=A), Award(lot_code="1", winner=B))}, "INV-08"),
            ({"awards": (Award(lot_code="1", winner=C),)}, "INV-08.winner"),
            ({"awards": (Award(lot_code="1", winner=A, amount=wan("100.01")),), "contracts": None}, "INV-09"),
            ({"contracts": (Contract(lot_code="1", amount=wan("91")),)}, "INV-10"),
            ({"contracts": (Contract(lot_code="1", signed_at=date(2017, 2, 8)),)}, "INV-12"),
            ({"candidates": (Candidate(lot_code="1", rank=2, bidder=A),)}, "INV-14"),
            ({"candidates": (Candidate(lot_code="1", rank=1, bidder=A),) * 2}, "INV-14"),
            ({"bids": (bid(A, lot_code="1"), bid(B, lot_code="1", members=(A,)))}, "INV-15"),
        ],
    )
    def test_each_invariant_is_found(self, changes: dict[str, Any], message: str) -> None:
        file = full().evolve(**changes)
        assert told(file) == [(message, "A1 1")]
        (breach,) = check_file(file)
        assert breach.grade is Grade.ERROR
        assert str(breach).startswith(f"A1 1：{breach.rule} ")
        assert breach.text("en").startswith(f"A1 1: {breach.rule} ")

    def test_the_opening_is_the_deadline(self) -> None:
        tender = full().tender.evolve(bid_deadline=date(2017, 2, 2))
        (breach,) = check_file(full().evolve(tender=tender))
        assert (breach.message, breach.grade) == ("INV-12.opening", Grade.QUESTION)

    def test_an_award_is_compared_with_a_ceiling_only_as_an_amount(self) -> None:
        by_rate = Award(lot_code="1", winner=A, form=PriceForm.RATE, rate=Rate("98%"))
        assert check_file(full().evolve(awards=(by_rate,))) == ()

    def test_who_renounced_holds_no_award(self) -> None:
        awards = (Award(lot_code="1", winner=B, amount=wan("95"), is_renounced=True), *(full().awards or ()))
        assert check_file(full().evolve(awards=awards)) == ()

    def test_without_an_award_the_deal_of_the_lot_counts(self) -> None:
        tender = Tender.single(title="桥", ceiling=wan("9"), deal=wan("10"))
        assert told(TenderFile(tender=tender)) == [("INV-09", "桥")]

    def test_offers(self) -> None:
        lot = PropertyAuction(title="门面", code="S1", start=wan("10"), deal=wan("12"))
        offers = tuple(Offer(bidder=A, amount=wan(text)) for text in ("9", "10", "10", "10.4", "11"))
        found = [breach.message for breach in check_offers(lot, offers=offers, step=wan("0.5"))]
        assert found == ["INV-02.start", "INV-02.rise", "INV-02.step", "INV-02.last"]
        good = tuple(Offer(bidder=A, amount=wan(text)) for text in ("10", "11", "12"))
        assert check_offers(lot, offers=good, step=wan("1")) == ()
        assert check_offers(lot, offers=good) == ()


class TestSales:
    def test_areas(self) -> None:
        land = SaleObject(kind=AssetKind("土地使用权"), area=Decimal("66666.67"))
        assert land.mu == Fraction(6666667, 100) / Fraction(2000, 3)
        assert (SaleObject().mu, land.floor_area) == (None, None)
        for name in ("area", "plot_ratio"):
            with pytest.raises(RecordError, match="is not above zero"):
                SaleObject.validate({name: "0"})

    def test_prices_of_land_are_ratios_of_sums(self) -> None:
        sold = [(wan("600"), "10000"), (wan("100"), "5000"), (None, "7000"), (wan("9"), None)]
        pairs = [
            (
                PropertyAuction(title="地块", deal=deal),
                SaleObject(area=None if area is None else Decimal(area), plot_ratio=Decimal(2)),
            )
            for deal, area in sold
        ]
        assert price_per_mu(pairs).as_fraction() == Fraction(700) / Fraction(45, 2)
        assert floor_price(pairs).as_fraction() == Fraction(7_000_000, 30_000)
        with pytest.raises(UndefinedRateError, match="area"):
            price_per_mu(pairs[2:])

    def test_the_highest_premium_is_a_maximum_over_lots(self) -> None:
        sold = [
            PropertyAuction(title=f"{n}", start=wan("10"), deal=wan(d)) for n, d in enumerate(("10", "15.762", "11"))
        ]
        lease = PropertyAuction(title="租", start=wan("5"), deal=wan("5"), method="协议租赁")
        unsold = PropertyAuction(title="流", start=wan("5"), outcome=Outcome.UNSOLD)
        spread = premium_spread([*sold, lease, unsold])
        assert (spread.highest.percent(), spread.highest_lot.title) == ("57.62%", "1")
        assert (spread.median.percent(), spread.lowest.percent(), spread.overall.percent()) == (
            "10.00%",
            "0.00%",
            "22.54%",
        )
        assert (spread.lots, spread.left_out) == (3, 2)
        with pytest.raises(UndefinedRateError):
            premium_spread([lease])


class TestIndicators:
    LOTS = (
        Tender.single(title="a", method="公开招标", deal=wan("60"), bids=5, is_sme=True, is_electronic=True),
        Tender.single(title="b", method="询价", deal=wan("40"), bids=3, is_sme=False, is_electronic=False),
        Tender.single(title="c", method="直接发包", deal=wan("20"), is_sme=False, is_electronic=False),
        Tender.single(title="d", method="公开招标", bids=1, outcome=Outcome.FAILED),
    )

    def test_shares_are_of_the_deal(self) -> None:
        table = rollup(self.LOTS, "trade_class", on=None, period=None, measures=["open_share", "sme_share"])
        last = table.grid.height - 1
        assert [table.grid.text(last, column) for column in (1, 2)] == ["50.00%", "50.00%"]
        unknown = Tender.single(title="e", deal=wan("1"))
        assert [Tender.QUANTITIES[name](unknown) for name in ("open_deal", "sme_deal", "electronic_projects")] == [
            None
        ] * 3

    def test_means_leave_out_what_had_no_competition(self) -> None:
        assert mean_bidders(self.LOTS).as_fraction() == 4
        with pytest.raises(UndefinedRateError):
            mean_bidders(self.LOTS[2:])

    def test_projects_traded_electronically(self) -> None:
        assert [Tender.QUANTITIES["electronic_projects"](tender) for tender in self.LOTS] == [1, 0, 0, 0]
        assert Money("0元") == Tender.QUANTITIES["open_deal"](self.LOTS[1])

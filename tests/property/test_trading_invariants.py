"""The invariants of trading: the list of where each is held is true, and those that no other test holds, hold."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import MissingExtraError
from zhengwu.exact import Money, total, yuan
from zhengwu.records import Party, RecordError
from zhengwu.reference import divisions
from zhengwu.reference.invariants import Invariant, invariants
from zhengwu.reference.law import trading_law
from zhengwu.reference.red_flags import red_flags
from zhengwu.reference.rules import rules
from zhengwu.stats.rates import savings_rate
from zhengwu.stats.registry import indicator
from zhengwu.stats.rollup import rollup
from zhengwu.trading import (
    Award,
    Bid,
    Committee,
    CommitteeMember,
    Contract,
    Evaluation,
    Lot,
    Offer,
    Performance,
    PropertyAuction,
    Score,
    Tender,
    TenderEvent,
    TenderFile,
    TradingProject,
)
from zhengwu.trading.breaches import MESSAGES
from zhengwu.trading.checks import check_file, check_offers

TESTS = Path(__file__).parents[1]
prices = st.integers(1, 10**12).map(lambda fen: yuan(f"{fen // 100}.{fen % 100:02d}"))


class TestTheList:
    def test_it_is_whole(self) -> None:
        assert list(invariants()) == [f"INV-{number:02d}" for number in range(1, 21)]

    @pytest.mark.parametrize("one", invariants().values(), ids=lambda one: one.id)
    def test_every_place_it_names_is_there(self, one: Invariant) -> None:
        for path in (*one.refused, *one.computed):
            assert resolved(path) is not None, path
        assert set(one.found) <= set(MESSAGES)
        assert set(one.law) <= set(trading_law().rules)
        assert set(one.flagged) <= set(red_flags())
        assert set(one.audit) <= set(rules())
        assert one.refused or one.computed or one.found or one.law
        for name in one.test:
            file, _, function = name.partition("::")
            assert re.search(rf"def {function}\(", (TESTS / file).read_text(encoding="utf-8")), name

    def test_every_finding_belongs_to_an_invariant(self) -> None:
        assert {message for one in invariants().values() for message in one.found} == set(MESSAGES)


def resolved(path: str) -> Any:
    """The object that a dotted path names."""
    names = path.split(".")
    for cut in range(len(names) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(names[:cut]))
        except ModuleNotFoundError:
            continue
        for name in names[cut:]:
            found = getattr(found, name)
        return found
    return None


@given(st.lists(st.tuples(st.none() | prices, st.none() | prices), min_size=1, max_size=5))
def test_savings_are_budget_less_deal(pairs: list[tuple[Money | None, Money | None]]) -> None:
    tender = Tender(title="桥", lots=tuple(Lot(code=str(n), budget=b, deal=d) for n, (b, d) in enumerate(pairs)))
    both = [(b, d) for b, d in pairs if b is not None and d is not None]
    assert tender.savings == total(b - d for b, d in both)
    for lot, (budget, deal) in zip(tender.lots, pairs, strict=True):
        if budget is not None and deal is not None:
            assert lot.savings is not None
            assert lot.savings + deal == budget


@pytest.mark.parametrize("price", ["0元", "-1元"])
def test_a_price_of_zero_is_refused(price: str) -> None:
    for make in (
        lambda: Bid(bidder=Party(name="甲"), price=Money(price)),
        lambda: Offer(bidder=Party(name="甲"), amount=Money(price)),
        lambda: Lot(budget=Money(price)),
        lambda: PropertyAuction(title="门面", start=Money(price)),
    ):
        with pytest.raises(RecordError, match="is not above zero"):
            make()


@given(prices)
def test_identical_prices_are_no_error(price: Money) -> None:
    bids = tuple(Bid(bidder=Party(name=name), price=price) for name in "甲乙")
    assert check_file(TenderFile(tender=Tender.single(title="桥"), bids=bids)) == ()


STEPS = ("notice", "document_issue_start", "opening", "evaluation_end", "candidate_publicity_start")
LATER = ("candidate_publicity_end", "award", "contract", "finished", "settled")


def dated(days: dict[str, date]) -> TenderFile:
    """A file whose steps were on these days."""
    events = [TenderEvent(event=name, at=day) for name, day in days.items() if "_" in name]
    return TenderFile(
        tender=Tender.single(title="桥", notice=days["notice"], opening=days["opening"]),
        events=tuple(events),
        awards=(Award(winner=Party(name="甲"), noticed_at=days["award"]),),
        contracts=(Contract(signed_at=days["contract"]),),
        performances=(Performance(finished_at=days["finished"], settled_at=days["settled"]),),
    )


@given(st.lists(st.integers(0, 30), min_size=10, max_size=10), st.booleans())
def test_days_out_of_order_are_found(offsets: list[int], in_order: bool) -> None:
    """INV-12: nothing is found where the days never fall, and something where one does."""
    if in_order:
        offsets = sorted(offsets)
    days = {name: date(2017, 3, 1) + timedelta(offset) for name, offset in zip((*STEPS, *LATER), offsets, strict=True)}
    if days["opening"] < days["notice"]:
        return  # the tender itself refuses that
    found = [breach.message for breach in check_file(dated(days))]
    falls = sum(later < earlier for earlier, later in itertools.pairwise(offsets))
    assert found == ["INV-12"] * falls


def test_an_event_of_several_attempts_is_no_contradiction() -> None:
    events = tuple(TenderEvent(event="document_issue_start", at=date(2017, 3, day)) for day in (1, 20))
    tender = Tender.single(title="桥", notice=date(2017, 3, 15), opening=date(2017, 4, 15))
    assert check_file(TenderFile(tender=tender, events=events)) == ()
    (breach,) = check_file(TenderFile(tender=tender, events=events[:1]))
    assert breach.message == "INV-12"


def test_a_bid_after_the_deadline_is_rejected_or_found() -> None:
    tender = Tender.single(title="桥", bid_deadline=date(2017, 3, 1))
    late = Bid(bidder=Party(name="甲"), submitted_at=date(2017, 3, 2))
    assert [breach.message for breach in check_file(TenderFile(tender=tender, bids=(late,)))] == ["INV-12.late"]
    for good in (late.evolve(is_rejected=True), late.evolve(submitted_at=date(2017, 3, 1))):
        assert check_file(TenderFile(tender=tender, bids=(good,))) == ()


def test_who_stood_aside_and_scored_is_found() -> None:
    members = (CommitteeMember(id="Z1"), CommitteeMember(id="Z2", is_recused=True))
    score = Score.validate({"factor": "技术", "value": "30", "member_id": "Z2"})
    file = TenderFile(
        tender=Tender.single(title="桥"),
        committees=(Committee(members=members),),
        evaluations=(Evaluation(bidder=Party(name="甲"), scores=(score,)),),
    )
    assert [str(breach) for breach in check_file(file)] == ["桥：INV-13 回避的专家Z2参加了评审"]
    other = file.evolve(evaluations=(Evaluation(bidder=Party(name="甲"), scores=(score.evolve(member_id="Z1"),)),))
    assert check_file(other) == ()


def test_a_lot_and_its_award_tell_one_price() -> None:
    tender = Tender.single(title="桥", deal=yuan("5"))
    for amount, found in ((yuan("5"), []), (yuan("6"), ["INV-08.deal"]), (None, [])):
        file = TenderFile(tender=tender, awards=(Award(winner=Party(name="甲"), amount=amount),))
        assert [breach.message for breach in check_file(file)] == found


@given(st.lists(st.tuples(st.integers(1, 12), prices), min_size=1, max_size=8))
def test_periods_add_up_to_the_year_to_date(deals: list[tuple[int, Money]]) -> None:
    lots = [
        Tender.single(title="桥", method="公开招标", deal=deal, awarded_at=date(2017, month, 1))
        for month, deal in deals
    ]
    measures = ["project_count", "deal"]
    months = rollup(lots, "method", on="awarded_at", period="month", within="2017", measures=measures, unit="元")
    so_far = rollup(lots, "method", on="awarded_at", period="cumulative", within="2017", measures=measures, unit="元")
    for month in range(1, 13):
        count = sum(when <= month for when, _ in deals)
        amount = total(deal for when, deal in deals if when <= month)
        cells = [so_far.grid.text(2, 2 * month - 1), so_far.grid.text(2, 2 * month)]
        assert cells == (["", ""] if amount is None else [str(count), f"{amount.in_unit('元'):.2f}"])
    assert months.grid.text(2, 25) == so_far.grid.text(2, 23) == str(len(deals))


@given(prices, prices, prices)
def test_the_discount_is_the_savings_rate_of_the_ceiling(ceiling: Money, deal: Money, provisional: Money) -> None:
    rate = indicator("discount_rate")
    plain = rate.rate(variant="plain", ceiling=ceiling, deal=deal)
    assert plain == savings_rate(ceiling, deal, base="ceiling")
    assert plain.as_fraction() == 1 - (deal / ceiling).as_fraction()
    whole, bought = ceiling + provisional, deal + provisional
    without = rate.rate(variant="without_provisional", ceiling=whole, deal=bought, provisional=provisional)
    assert without == plain


@pytest.mark.skipif(importlib.util.find_spec("stdnum") is None, reason="python-stdnum knows the divisions")
class TestDivisions:
    """INV-20: 金坛 was 320482 until 2015 and is 320413 since (GB/T 2260)."""

    @pytest.mark.parametrize(
        ("code", "year", "found"),
        [
            ("320482", 2014, []),
            ("320482", 2015, []),
            ("320482", 2016, ["INV-20"]),
            ("320413", 2014, ["INV-20"]),
            ("320413", 2015, []),
            ("320413", 2017, []),
            ("999999", 2017, ["INV-20.none"]),
            ("金坛区", 2014, []),
            ("3204", 2014, []),
        ],
    )
    def test_a_division_code_holds_in_its_years(self, code: str, year: int, found: list[str]) -> None:
        day = date(year, 3, 1)
        file = TenderFile(tender=Tender.single(title="桥", region=code, notice=day))
        assert [breach.message for breach in check_file(file)] == found
        assert [one.message for one in check_offers(PropertyAuction(title="门", region=code, listed_from=day))] == found
        assert check_file(file, regions=False) == ()

    def test_the_codes_of_the_project_on_the_day_it_was_made(self) -> None:
        project = TradingProject(name="桥", region="320482", trading_place="320412", created_at=date(2014, 12, 1))
        file = TenderFile(tender=Tender.single(title="桥", region="320413", notice=date(2017, 3, 1)), project=project)
        assert check_file(file) == ()
        (breach,) = check_file(file.evolve(project=project.evolve(created_at=None)))
        assert str(breach) == "桥：INV-20 行政区划代码 320482 在 2017-03-01 不是有效代码（金坛市 1993–2015）"
        assert check_file(TenderFile(tender=Tender.single(title="桥", region="320482"))) == ()

    def test_without_the_extra_nothing_is_said_unless_it_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        file = TenderFile(tender=Tender.single(title="桥", region="000001", notice=date(2017, 3, 1)))
        monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
        divisions.has_divisions.cache_clear()
        assert check_file(file) == ()
        monkeypatch.undo()
        divisions.has_divisions.cache_clear()
        divisions.divisions_of.cache_clear()
        monkeypatch.setitem(__import__("sys").modules, "stdnum", None)
        with pytest.raises(MissingExtraError, match="python-stdnum"):
            check_file(file, regions=True)

"""Laws of the strategies of records: what they draw is a record, survives the door, and is what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings, strategies as st
from hypothesis.errors import Unsatisfiable

from zhengwu import testing
from zhengwu.approval import Case, CountState, WindowPeriodCount
from zhengwu.errors import UnknownNameError
from zhengwu.exact import Money, yuan
from zhengwu.hotline import Disposition, HotlineTicket
from zhengwu.periods import Period
from zhengwu.records import Record
from zhengwu.trading import Lot, PropertyAuction, Tender

Strategy = Callable[..., st.SearchStrategy[Any]]
Q1 = Period("2017-Q1")
HALF_PAST_NINE = datetime.combine(date(2017, 3, 1), time(9, 30))
EVERY: dict[str, Strategy] = {
    "windows": testing.windows,
    "window_period_counts": testing.window_period_counts,
    "cases": testing.cases,
    "tenders": testing.tenders,
    "lots": testing.lots,
    "property_auctions": testing.property_auctions,
    "parties": testing.parties,
    "hotline_tickets": testing.hotline_tickets,
}
records = st.one_of(*(strategy() for strategy in EVERY.values()))


def instants_of(record: Record) -> list[date]:
    """The instants that stand on the record itself."""
    values = (getattr(record, field.name) for field in attrs.fields(type(record)))
    return [value for value in values if isinstance(value, date)]


class TestEveryRecord:
    """A record that was drawn is one: made again from its own parts it passes its invariants and equals itself."""

    @given(records)
    def test_its_invariants_hold(self, record: Record) -> None:
        assert record.evolve() == record

    @given(records)
    def test_it_survives_json(self, record: Record) -> None:
        read = type(record).from_json(record.to_json(private=True))
        assert read == record
        assert read.to_json() == record.to_json()

    @given(records)
    def test_it_survives_the_door_as_plain_values(self, record: Record) -> None:
        assert type(record).validate(record.to_dict(private=True)) == record

    @given(records)
    def test_every_quantity_is_known_or_none(self, record: Record) -> None:
        for view in record.counted():
            for quantity in record.QUANTITIES.values():
                assert isinstance(quantity(view), int | Money | None)

    @given(st.sampled_from(sorted(EVERY)).filter(lambda n: n != "parties").flatmap(lambda n: EVERY[n](period=Q1)))
    def test_its_first_instant_lies_in_the_period(self, record: Record) -> None:
        own = [
            getattr(record, name)
            for name in ("applied_at", "received_at", "notice", "listed_from", "valid_from")
            if getattr(record, name, None) is not None
        ]
        assert all(Q1.contains(instant) for instant in own)

    @pytest.mark.parametrize("name", EVERY)
    def test_a_field_that_does_not_exist(self, name: str) -> None:
        with pytest.raises(UnknownNameError, match="is not a field of"):
            EVERY[name](applied_att=st.none())

    def test_the_nearest_fields_are_named(self) -> None:
        with pytest.raises(UnknownNameError, match="expected applied_at"):
            testing.cases(applied_att=st.none())


class TestGivenFields:
    """A strategy given for a field takes its place, and the other fields agree with it."""

    @given(testing.cases(accepted_at=st.dates(date(2017, 2, 1), date(2017, 2, 3)), window=st.just("综合窗口")))
    def test_an_instant_in_the_middle(self, case: Case) -> None:
        assert case.window == "综合窗口"
        assert case.accepted_at is not None
        assert date(2017, 2, 1) <= case.accepted_at <= date(2017, 2, 3)

    @given(testing.cases(closed_at=st.just(HALF_PAST_NINE), accepted_at=st.just(date(2017, 3, 1))))
    def test_two_instants(self, case: Case) -> None:
        assert (case.accepted_at, case.closed_at) == (date(2017, 3, 1), HALF_PAST_NINE)

    @given(testing.tenders(lots=st.tuples(testing.lots(deal=st.just(yuan("5"))))))
    def test_the_parts(self, tender: Tender) -> None:
        assert tender.deal == yuan("5")

    @given(testing.window_period_counts(period=Period("2017"), window=st.sampled_from(["甲", "乙"])))
    def test_the_months_of_a_period(self, row: WindowPeriodCount) -> None:
        assert row.period in Period("2017").months
        assert row.window in ("甲", "乙")

    def test_what_contradicts_itself_is_not_drawn(self) -> None:
        backwards = testing.windows(valid_from=st.just(date(2017, 3, 2)), valid_to=st.just(date(2017, 3, 1)))
        with pytest.raises(Unsatisfiable):
            find(backwards, lambda _: True)


class TestWhatOccurs:
    """Every fate that a roll-up treats in its own way occurs."""

    def occurs(self, strategy: st.SearchStrategy[Any], tests: dict[str, Callable[[Any], bool]]) -> set[str]:
        seen: set[str] = set()

        @given(strategy)
        @settings(max_examples=500, phases=[Phase.generate], database=None, derandomize=True)
        def collect(record: Any) -> None:
            seen.update(name for name, test in tests.items() if test(record))

        collect()
        return seen

    def test_cases(self) -> None:
        fates: dict[str, Callable[[Case], bool]] = {
            "open": lambda case: case.accepted_at is not None and case.closed_at is None,
            "closed": lambda case: case.closed_at is not None,
            "on time": lambda case: Case.QUANTITIES["on_time"](case) == 1,
            "overdue": lambda case: Case.QUANTITIES["overdue"](case) == 1,
            "evaluated": lambda case: Case.QUANTITIES["evaluated"](case) == 1,
            "timed": lambda case: any(isinstance(instant, datetime) for instant in instants_of(case)),
        }
        assert self.occurs(testing.cases(), fates) == set(fates)

    def test_trading(self) -> None:
        fates: dict[str, Callable[[Tender], bool]] = {
            "several lots": lambda tender: len(tender.lots) > 1,
            "saved": lambda tender: tender.savings is not None and tender.savings > yuan("0"),
            "overspent": lambda tender: tender.savings is not None and tender.savings < yuan("0"),
            "failed": lambda tender: any(lot.outcome is not None and lot.deal is None for lot in tender.lots),
        }
        assert self.occurs(testing.tenders(), fates) == set(fates)

    def test_auctions(self) -> None:
        fates: dict[str, Callable[[PropertyAuction], bool]] = {
            "premium": lambda lot: lot.premium is not None and lot.premium > yuan("0"),
            "unsold": lambda lot: lot.is_sold is False,
            "unknown": lambda lot: lot.is_sold is None,
        }
        assert self.occurs(testing.property_auctions(), fates) == set(fates)

    def test_counts(self) -> None:
        def is_(state: CountState) -> Callable[[WindowPeriodCount], bool]:
            return lambda row: row.state is state

        states = {state.value: is_(state) for state in CountState}
        assert self.occurs(testing.window_period_counts(), states) == set(states)

    def test_tickets(self) -> None:
        fates: dict[str, Callable[[HotlineTicket], bool]] = {
            "direct": lambda ticket: ticket.disposition is Disposition.DIRECT,
            "dispatched": lambda ticket: bool(ticket.dispatches),
            "solved": lambda ticket: HotlineTicket.QUANTITIES["solved"](ticket) == 1,
        }
        assert self.occurs(testing.hotline_tickets(), fates) == set(fates)


class TestPlausiblePrices:
    """A deal goes with its budget or start price; a failed lot has none."""

    @given(testing.lots())
    def test_lots(self, lot: Lot) -> None:
        if lot.outcome is not None and not lot.outcome.is_concluded:
            assert (lot.deal, lot.winner, lot.awarded_at) == (None, None, None)
        if lot.budget is not None and lot.deal is not None:
            assert lot.budget * 51 >= lot.deal * 50
            assert lot.budget.unit == lot.deal.unit

    @given(testing.property_auctions())
    def test_auctions(self, lot: PropertyAuction) -> None:
        assert lot.premium is None or lot.premium >= yuan("0")
        if lot.start is not None and lot.reserve is not None and lot.deal is not None:
            assert lot.start <= lot.reserve <= lot.deal


class TestShrinking:
    """The smallest counterexample says nothing that does not matter."""

    def test_a_case(self) -> None:
        case = find(testing.cases(), lambda case: case.closed_at is not None)
        told = {field.name for field in attrs.fields(Case) if getattr(case, field.name) not in (None, ())}
        assert told <= {"case_no", "applied_at", "accepted_at", "decided_at", "closed_at", "delivered_at"}

    def test_a_lot(self) -> None:
        lot = find(testing.lots(), lambda lot: lot.deal is not None)
        assert (lot.budget, lot.winner, lot.deal) == (None, None, yuan("0.01"))

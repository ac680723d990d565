"""Laws of the numbers of the hotline: pooling, scores, clocks (hotline.md §13). The lives of tickets stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, strategies as st

from zhengwu.exact import Rate
from zhengwu.hotline import Dispatch, Disposition, HotlineTicket
from zhengwu.hotline.bulletins import Bulletin, bulletin
from zhengwu.hotline.policies import ClockPolicy, Limit
from zhengwu.hotline.scores import ScoreRule
from zhengwu.hotline.standing import as_it_stood, is_overdue
from zhengwu.hotline.supervision import due_soon_list, overdue_list
from zhengwu.records.convention import ClockUnit
from zhengwu.records.deadline import certainly_after
from zhengwu.table.computed import Undefined

DAYS = st.dates(date(2017, 3, 1), date(2017, 5, 31))
UNITS = ("甲局", "乙局", "丙镇")
MEASURES = ("dispatched", "due", "completed", "completion_rate:dispatched", "completion_rate:due")


@st.composite
def tickets(draw: st.DrawFn) -> HotlineTicket:
    received = draw(st.dates(date(2017, 2, 20), date(2017, 4, 10)))
    steps = [received + timedelta(days=draw(st.integers(0, 20))) for _ in range(2)]
    finished = draw(st.sampled_from((None, *sorted(steps))))
    due_at = draw(st.sampled_from((None, steps[0], steps[1])))
    dispatch = Dispatch(unit=draw(st.sampled_from(UNITS)), dispatched_at=received, due_at=due_at, finished_at=finished)
    return HotlineTicket(
        ticket_no=str(draw(st.integers(1, 9999))),
        received_at=received,
        disposition=Disposition.DISPATCHED,
        dispatches=(dispatch,),
    )


def month_of(given_: Sequence[HotlineTicket], as_of: date) -> Bulletin:
    return bulletin(given_, "2017-03", on="received_at", as_of=as_of, units=UNITS, measures=MEASURES)


@given(st.lists(tickets(), max_size=15), st.dates(date(2017, 3, 1), date(2017, 5, 31)))
def test_pooling_units_is_counting_the_union(given_: list[HotlineTicket], as_of: date) -> None:
    """The total row is that of one unit that has every ticket: rates are pooled and never averaged."""
    found = month_of(given_, as_of)
    in_one = bulletin(
        given_, "2017-03", on="received_at", as_of=as_of, by=lambda _: "全区", units=["全区"], measures=MEASURES
    )
    last = len(found.table.rows) - 1
    for column in range(1, len(MEASURES) + 1):
        assert found.table.grid.text(last + 1, column) == in_one.table.grid.text(len(in_one.table.rows), column)


@given(st.lists(tickets(), max_size=15), DAYS)
def test_a_unit_is_in_the_table_or_below_it(given_: list[HotlineTicket], as_of: date) -> None:
    found = month_of(given_, as_of)
    shown = [row.own.text for row in found.table.rows if not row.is_sum]
    assert sorted((*shown, *found.without_tickets)) == sorted(UNITS)
    for row, unit in enumerate(shown):
        of_due = found.table.explain(row, 5).value
        assert isinstance(of_due, Undefined) == (unit in found.without_due)
        assert isinstance(of_due, Undefined) or (isinstance(of_due, Rate) and Rate(0) <= of_due <= Rate(1))


@given(st.lists(tickets(), max_size=12), DAYS)
def test_an_open_ticket_is_overdue_or_due_soon_or_without_a_limit(given_: list[HotlineTicket], as_of: date) -> None:
    late, soon = overdue_list(given_, as_of), due_soon_list(given_, as_of, within=10_000)
    stood = [one for ticket in given_ if (one := as_it_stood(ticket, as_of)) is not None]
    waiting = [one for one in stood if one.finished_at is None]
    assert len(late.items) + len(soon.items) + len(late.without_limit) == len(waiting)
    assert len(late.items) == sum(is_overdue(one, as_of) for one in waiting)
    assert all(item.distance >= 0 for item in (*late.items, *soon.items))
    assert late.without_limit == soon.without_limit


@given(tickets(), DAYS, DAYS)
def test_what_stood_then_is_what_stood_then_seen_from_later(ticket: HotlineTicket, first: date, second: date) -> None:
    early, late = sorted((first, second))
    then = as_it_stood(ticket, late)
    assert as_it_stood(ticket, early) == (None if then is None else as_it_stood(then, early))


PERCENT = st.fractions(0, 1, max_denominator=10_000).map(lambda value: Rate.of(value.numerator, value.denominator))


@given(st.integers(0, 100), st.integers(50, 100), st.fractions(0, 3, max_denominator=100), st.data())
def test_a_score_is_monotone_and_bounded(full: int, target: int, slope: Fraction, data: st.DataObject) -> None:
    rule = ScoreRule(id="x", full=full, target=target, slope=slope, floor=data.draw(st.integers(0, full)))
    low, high = sorted((data.draw(PERCENT), data.draw(PERCENT)))
    assert rule.floor <= rule.score(low) <= rule.score(high) <= rule.full
    assert rule.score("100%") == rule.full


@given(
    st.datetimes(datetime.fromisoformat("2016-12-01"), datetime.fromisoformat("2018-03-01")),
    st.integers(1, 30),
    st.integers(0, 60),
    st.booleans(),
)
def test_working_days_for_calendar_days_never_make_a_ticket_late(
    received: datetime, amount: int, taken: int, count_start_day: bool
) -> None:
    finished = received + timedelta(days=taken)
    late = []
    for unit in (ClockUnit.CALENDAR_DAYS, ClockUnit.WORKING_DAYS):
        limit = Limit(amount=amount, unit=unit, start="received")
        policy = ClockPolicy(id="x", jurisdiction="y", limits=(limit,), count_start_day=count_start_day)
        ticket = HotlineTicket(ticket_no="1", received_at=received)
        late.append(certainly_after(finished, policy.deadline(ticket).due))
    assert late != [False, True]

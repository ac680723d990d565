"""Random lives of tickets: terminal states are final, K1 to K7 hold after every step, refusals say what is allowed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import TransitionError
from zhengwu.hotline import Activity, Disposition, HotlineTicket, Role, TicketState
from zhengwu.hotline.checks import breaches
from zhengwu.hotline.handling import act, receive
from zhengwu.hotline.lifecycle import LIFECYCLE, OPEN_STATES, Step
from zhengwu.records import Satisfaction

START = datetime.fromisoformat("2017-03-01T09:00")
UNITS = ("甲局", "乙局", "丙镇")
Q = HotlineTicket.QUANTITIES

HOURS = st.sampled_from((0, 1, 5, 24, 60, -3))
# As a rule all that a step may need is given; what is missing, or too late, the guards refuse.
DETAILS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from((*UNITS, None)),
        "due": st.sampled_from((200, 90, -10)),
        "new_due": st.sampled_from((400, 200, -10)),
        "reason": st.sampled_from(("不属职责", "需要时间", None)),
        "parent": st.sampled_from(("2", "1")),
        "reached": st.sampled_from((True, False, None)),
        "satisfaction": st.sampled_from((None, *Satisfaction)),
    },
    optional={
        "assists": st.lists(st.sampled_from(UNITS), max_size=2, unique=True).map(tuple),
        "return": st.integers(-10, 60),
        "days": st.integers(1, 9),
        "solved": st.booleans(),
        "closed_at": st.sampled_from(("audit", "reply")),
    },
)
FULL: dict[str, Any] = {"unit": "甲局", "due": 300, "new_due": 900, "reason": "不属职责"}
FULL |= {"parent": "2", "reached": True, "solved": False}
# Mostly a step that the state allows, so that lives are long; now and then any step at all.
MOVES = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(Activity), HOURS, DETAILS), max_size=30)


def step_of(activity: Activity, at: datetime, details: dict[str, Any]) -> Step:
    given_ = dict(details)
    limits = {"due": "due_at", "return": "return_by", "new_due": "new_due_at"}
    times: dict[str, Any] = {limits[name]: at + timedelta(hours=given_.pop(name)) for name in limits if name in given_}
    return Step(activity=activity, at=at, **given_, **times)


def says_what_is_allowed(error: TransitionError, activity: Activity, allowed: tuple[Activity, ...]) -> None:
    assert error.allowed == allowed
    assert all(event.zh in str(error) for event in allowed)
    assert (error.reason is not None) == (activity in allowed), "a guard is asked only where the state allows the step"


def lives(moves: list[tuple[int, Activity, int, dict[str, Any]]]) -> list[HotlineTicket]:
    """Every stage of one ticket; what was refused left it as it was and said which steps are allowed."""
    ticket = receive("1", START)
    stages = [ticket]
    now = START
    for choice, any_activity, hours, details in moves:
        state = ticket.state
        assert state is not None
        allowed = LIFECYCLE.allowed(state)
        activity = allowed[choice % len(allowed)] if allowed and choice < 8 else any_activity
        step = step_of(activity, now + timedelta(hours=hours), details)
        try:
            ticket = act(ticket, step)
        except TransitionError as error:
            says_what_is_allowed(error, activity, allowed)
            continue
        assert state not in LIFECYCLE.terminal, "nothing leaves a terminal state"
        assert activity in allowed
        now = max(now, now + timedelta(hours=hours))
        stages.append(ticket)
    return stages


@given(MOVES)
def test_a_life_keeps_every_invariant(moves: list[tuple[int, Activity, int, dict[str, Any]]]) -> None:
    for ticket in lives(moves):
        assert breaches([ticket]) == ()
        assert ticket.evolve() == ticket, "K2, K7: the record's own checks"
        assert ticket.events is not None
        assert ticket.events[0].activity is Activity.RECEIVE
        assert all(one.at is not None and one.at >= START for one in ticket.events)


@given(MOVES)
def test_one_dispatch_is_open_through_returns(moves: list[tuple[int, Activity, int, dict[str, Any]]]) -> None:
    for ticket in lives(moves):
        waiting = (TicketState.RECEIVED, TicketState.PENDING_DISPATCH, TicketState.ANSWERED, *LIFECYCLE.terminal[1:])
        archived = ticket.state is TicketState.ARCHIVED and ticket.disposition is Disposition.DIRECT
        assert len(ticket.open_leads) == (0 if ticket.state in waiting or archived else 1)
        leads = [one for one in ticket.dispatches or () if one.role is Role.LEAD]
        assert [one.hop for one in leads] == list(range(1, len(leads) + 1))
        assert Q["returned"](ticket) == len(leads) - len(ticket.open_leads)


@given(st.lists(MOVES, max_size=12))
def test_every_ticket_received_is_in_one_place(several: list[list[tuple[int, Activity, int, dict[str, Any]]]]) -> None:
    tickets = [lives(moves)[-1] for moves in several]
    places: dict[str, Callable[[HotlineTicket], bool]] = {
        "direct": lambda one: one.disposition is Disposition.DIRECT,
        "dispatched": lambda one: one.disposition is Disposition.DISPATCHED,
        "rejected": lambda one: one.state is TicketState.REJECTED,
        "merged": lambda one: one.state is TicketState.MERGED,
        "pending": lambda one: one.state in (TicketState.RECEIVED, TicketState.PENDING_DISPATCH) and not one.dispatches,
    }
    assert all(sum(is_there(one) for is_there in places.values()) == 1 for one in tickets)
    counted = {name: sum(Q[name](one) == 1 for one in tickets) for name in ("direct", "dispatched", "accepted")}
    assert counted["direct"] + counted["dispatched"] <= counted["accepted"], "H04 + H05 ≤ 100 %"
    for one in tickets:
        if one.state is TicketState.MERGED:
            assert (Q["dispatched"](one), Q["completed"](one)) == (0, None), "K5: on neither side of 办结率"
        if one.closed_at is not None:
            assert one.state not in OPEN_STATES


@pytest.mark.parametrize("state", TicketState)
def test_supervision_is_possible_just_where_a_ticket_is_open(state: TicketState) -> None:
    assert (Activity.SUPERVISE in LIFECYCLE.allowed(state)) == (state in OPEN_STATES)
    assert LIFECYCLE.is_terminal(state) == (LIFECYCLE.allowed(state) == ())
    assert state in LIFECYCLE.states


def test_random_lives_reach_every_state() -> None:
    """Otherwise the laws above would be held of short lives only."""
    seen = set()
    for number in range(300):
        draw = random.Random(number)  # noqa: S311
        moves = [(draw.randrange(8), Activity.SIGN, draw.choice((0, 1, 5)), dict(FULL)) for _ in range(25)]
        seen |= {one.state for one in lives(moves)}
    assert seen == set(TicketState)

"""A ticket as it stood at a time: what came later is not known yet. Supervision and bulletins ask this, never today.

>>> from datetime import date
>>> from zhengwu.hotline.parts import Dispatch
>>> dispatch = Dispatch(unit="甲局", dispatched_at=date(2017, 3, 1), finished_at=date(2017, 3, 9))
>>> ticket = HotlineTicket(ticket_no="1", received_at=date(2017, 3, 1), dispatches=(dispatch,))
>>> [as_it_stood(ticket, date(2017, 3, day)).finished_at for day in (8, 9)]
[None, datetime.date(2017, 3, 9)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from zhengwu.errors import TransitionError
from zhengwu.hotline.lifecycle import LIFECYCLE, OPEN_STATES
from zhengwu.hotline.parts import Dispatch, TicketEvent
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, Disposition, TicketState
from zhengwu.records.base import Quantities
from zhengwu.records.deadline import certainly_after

__all__ = ["Standing", "as_it_stood", "is_open", "is_overdue"]

_CLOSING = (Activity.PASS, Activity.ANSWER)
_CLOSED = (TicketState.ANSWERED, TicketState.CLOSED, TicketState.FOLLOWED_UP)


def as_it_stood(ticket: HotlineTicket, as_of: date) -> HotlineTicket | None:
    """The ticket without what came after `as_of`; None when it had not been received.

    A day counts whole. What has no date is taken as known. The limit is the one that held then, as far as the record
    tells: an extension that was asked for later had not moved it.
    """

    def later(moment: date | None) -> bool:
        return certainly_after(moment, as_of)

    if later(ticket.received_at):
        return None
    changes: dict[str, Any] = {}
    if later(ticket.closed_at):
        changes["closed_at"] = None
    for name in ("replies", "followups", "events"):
        parts = getattr(ticket, name)
        if parts and any(later(part.at) for part in parts):
            changes[name] = tuple(part for part in parts if not later(part.at))
    if ticket.extensions and any(later(one.asked_at) for one in ticket.extensions):
        changes["extensions"] = tuple(one for one in ticket.extensions if not later(one.asked_at))
    if ticket.evaluation is not None and later(ticket.evaluation.at):
        changes["evaluation"] = None
    changes |= _dispatches_then(ticket, as_of)
    if "events" in changes:
        changes |= _state_after(changes["events"])
    elif changes and ticket.state not in (TicketState.MERGED, TicketState.REJECTED):
        changes["state"] = None
    return ticket.evolve(**changes) if changes else ticket


def is_open(ticket: HotlineTicket) -> bool:
    """Whether a unit still has to do something: dispatched, not merged, not finished.

    A ticket whose state says that it is done is not open, even where no day of closing is recorded.
    """
    if ticket.disposition is not Disposition.DISPATCHED or ticket.finished_at is not None:
        return False
    return ticket.state is None or ticket.state in OPEN_STATES


def is_overdue(ticket: HotlineTicket, as_of: date) -> bool:
    """超期: whether the limit has certainly passed, at `as_of` for an open ticket, when it was finished for another."""
    end = as_of if is_open(ticket) else ticket.finished_at
    return certainly_after(end, ticket.due_at) if ticket.due_at is not None else False


class Standing:
    """A ticket as it stood at a time, to be rolled up: it also says whether it was due (应办结).

    A ticket is due when its limit has come; before that it is neither done nor late, so it takes no part in the rates
    over due tickets.
    """

    __slots__ = ("as_of", "ticket")

    QUANTITIES: ClassVar[Quantities] = MappingProxyType({})
    COUNTED: ClassVar[str] = HotlineTicket.COUNTED
    COUNT_UNIT: ClassVar[str] = HotlineTicket.COUNT_UNIT

    def __init__(self, ticket: HotlineTicket, as_of: date) -> None:
        self.ticket = ticket
        self.as_of = as_of

    def __repr__(self) -> str:
        return f"<{self.ticket.ticket_no} at {self.as_of}>"


def _of_ticket(read: Callable[[Any], Any]) -> Callable[[Standing], Any]:
    return lambda standing: read(standing.ticket)


def _due(standing: Standing) -> int | None:
    ticket = standing.ticket
    if not HotlineTicket.QUANTITIES["dispatched"](ticket) or ticket.due_at is None:
        return None
    return None if certainly_after(ticket.due_at, standing.as_of) else 1


Standing.QUANTITIES = MappingProxyType(
    {name: _of_ticket(read) for name, read in HotlineTicket.QUANTITIES.items()} | {"due": _due}
)


def _dispatches_then(ticket: HotlineTicket, as_of: date) -> dict[str, Any]:
    """The dispatches of that time, the one that counts with the limit it had; before the first it was none."""
    before = ticket.dispatches or ()
    moved = (one for one in ticket.extensions or () if certainly_after(one.asked_at, as_of) and one.granted)
    due_at = next((one.due_at for one in moved), None)
    stood = tuple(
        _as_it_stood(one, as_of, due_at if one is ticket.dispatch else None)
        for one in before
        if not certainly_after(one.dispatched_at, as_of)
    )
    if stood == before:
        return {}
    is_not_yet = not stood and ticket.disposition is Disposition.DISPATCHED
    return {"dispatches": stood} | ({"disposition": None} if is_not_yet else {})


def _state_after(events: Iterable[TicketEvent]) -> dict[str, Any]:
    """The state these steps lead to, and when the ticket was closed if it was: a rework that came later undid that."""
    known = tuple(events)
    try:
        state = LIFECYCLE.replay(one.activity for one in known if one.activity is not Activity.RECEIVE)[-1]
    except TransitionError:  # steps of another system
        return {"state": None}
    if state not in _CLOSED:
        return {"state": state}
    return {"state": state, "closed_at": next(one.at for one in reversed(known) if one.activity in _CLOSING)}


def _as_it_stood(one: Dispatch, as_of: date, due_at: date | None) -> Dispatch:
    changes: dict[str, Any] = {
        name: None
        for name in ("signed_at", "returned_at", "contacted_at", "finished_at")
        if certainly_after(getattr(one, name), as_of)
    }
    if "returned_at" in changes:
        changes |= {"accepted_return": None, "return_reason": None}
    if due_at is not None:
        changes["due_at"] = due_at
    return one.evolve(**changes) if changes else one

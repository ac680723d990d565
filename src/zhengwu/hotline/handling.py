"""Handling a ticket step by step: each step checked by the lifecycle, its effects written into a new ticket.

>>> from datetime import datetime
>>> ticket = receive("1", datetime(2017, 3, 1, 9, 0))
>>> ticket = act(ticket, Step(activity=Activity.FILE, at=datetime(2017, 3, 1, 9, 5)))
>>> at, due_at = datetime(2017, 3, 1, 9, 10), datetime(2017, 3, 8, 18)
>>> ticket = act(ticket, Step(activity=Activity.DISPATCH, at=at, unit="城管局", due_at=due_at))
>>> ticket.state, ticket.unit, ticket.dispatch.hop
(<TicketState.DISPATCHED: '已派单'>, '城管局', 1)
>>> act(ticket, Step(activity=Activity.REPLY, at=datetime(2017, 3, 2)))
Traceback (most recent call last):
zhengwu.errors.TransitionError: ticket (工单): REPLY (答复报结) is not possible in the state DISPATCHED (已派单) \
(expected SIGN (签收), ASK_RETURN (申请退单), SUPERVISE (督办))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zhengwu.errors import TransitionError
from zhengwu.hotline.lifecycle import LIFECYCLE, Step
from zhengwu.hotline.parts import Dispatch, Extension, FollowUp, Reply, TicketEvent
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, Disposition, Role, TicketState
from zhengwu.records.instant import Instant
from zhengwu.workdays.moments import require_comparable

__all__ = ["act", "handled", "receive"]


def receive(ticket_no: str, at: Instant, **fields: Any) -> HotlineTicket:
    """A new ticket, of which nothing has been done yet. `fields` are those of `HotlineTicket`."""
    return HotlineTicket(
        ticket_no=ticket_no,
        received_at=at,
        state=LIFECYCLE.initial,
        dispatches=(),
        extensions=(),
        replies=(),
        followups=(),
        events=(TicketEvent(activity=Activity.RECEIVE, at=at),),
        **fields,
    )


def act(ticket: HotlineTicket, step: Step) -> HotlineTicket:
    """The ticket after a step.

    Raises `TransitionError` where its state does not allow it, or the guard says why not, and `UnitError` for instants
    with and without a time zone in one ticket.
    A redispatch whose step sets no `due_at` keeps the limit of the dispatch that was returned; one that sets it starts
    the clock again: which is right, the rule of the place says.
    """
    if ticket.state is None:
        raise TransitionError("its state is not known", field=LIFECYCLE.name, event=step.activity)
    limits = (step.due_at, step.sign_by, step.return_by, step.contact_by, step.new_due_at)
    require_comparable(ticket.received_at, step.at, *limits)
    target = LIFECYCLE.step(ticket.state, step.activity, (ticket, step))
    made = TicketEvent(activity=step.activity, at=step.at, unit=_acting(ticket, step))
    effect = _EFFECTS.get(step.activity)
    changes = {} if effect is None else effect(ticket, step)
    return ticket.evolve(state=target, events=(*(ticket.events or ()), made), **changes)


def handled(ticket: HotlineTicket, steps: Iterable[Step]) -> HotlineTicket:
    """The ticket after several steps. Raises `TransitionError` at the first that cannot be; `where` says which.

    >>> from datetime import date
    >>> handled(receive("1", date(2017, 3, 1)), [Step(activity=Activity.ANSWER, at=date(2017, 3, 1))]).state.zh
    '在线答复'
    """
    for number, step in enumerate(steps, 1):
        try:
            ticket = act(ticket, step)
        except TransitionError as error:
            error.where = f"step {number}"
            raise
    return ticket


_OF_CENTRE = frozenset(
    {
        *(Activity.ANSWER, Activity.REFUSE, Activity.MERGE, Activity.FILE, Activity.DISPATCH, Activity.ACCEPT_RETURN),
        *(Activity.REFUSE_RETURN, Activity.GRANT_EXTENSION, Activity.REFUSE_EXTENSION, Activity.PASS, Activity.REWORK),
        *(Activity.FOLLOW_UP, Activity.ARCHIVE, Activity.SUPERVISE),
    }
)


def _acting(ticket: HotlineTicket, step: Step) -> str | None:
    """Who did it: the unit, where it is the unit's part; None for the hotline itself."""
    return None if step.activity in _OF_CENTRE else step.unit or ticket.unit


def _answered(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    reply = Reply(at=step.at, content=step.content)
    return {"disposition": Disposition.DIRECT, "closed_at": step.at, "replies": (*(ticket.replies or ()), reply)}


def _merged(_: HotlineTicket, step: Step) -> Mapping[str, Any]:
    return {"parent_ticket": step.parent}


def _dispatched(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    before = ticket.dispatches or ()
    hop = 1 + sum(one.role is not Role.ASSIST and one.accepted_return is True for one in before)
    lead = Dispatch(
        unit=step.unit or "",
        role=Role.LEAD,
        dispatched_at=step.at,
        due_at=step.due_at or ticket.due_at,
        sign_by=step.sign_by,
        return_by=step.return_by,
        contact_by=step.contact_by,
        hop=hop,
    )
    assisting = (
        Dispatch(unit=unit, role=Role.ASSIST, dispatched_at=step.at, due_at=lead.due_at, hop=hop)
        for unit in step.assists
    )
    return {"disposition": Disposition.DISPATCHED, "dispatches": (*before, lead, *assisting)}


def _signed(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    return _lead(ticket, signed_at=step.at)


def _asked_to_return(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    return _lead(ticket, return_reason=step.reason, accepted_return=None)


def _returned(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    return _lead(ticket, returned_at=step.at, accepted_return=True)


def _kept(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    signed = ticket.dispatch.signed_at if ticket.dispatch else None
    return _lead(ticket, accepted_return=False, signed_at=signed or step.at)


def _taken_up(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    if ticket.state is TicketState.REWORK and step.due_at is not None:
        return _lead(ticket, due_at=step.due_at)
    return {}


def _asked_for_time(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    asked = Extension(asked_at=step.at, due_at=ticket.due_at, days=step.days, reason=step.reason)
    return {"extensions": (*(ticket.extensions or ()), asked)}


def _given_time(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    return {
        **_last_extension(ticket, granted=True, new_due_at=step.new_due_at),
        **_lead(ticket, due_at=step.new_due_at),
    }


def _given_no_time(ticket: HotlineTicket, _: Step) -> Mapping[str, Any]:
    return _last_extension(ticket, granted=False)


def _replied(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    reply = Reply(at=step.at, unit=step.unit or ticket.unit, content=step.content)
    return {"replies": (*(ticket.replies or ()), reply), **_lead(ticket, finished_at=step.at)}


def _closed(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    replied = ticket.dispatch.finished_at if ticket.dispatch else None
    return {"closed_at": replied if step.closed_at == "reply" and replied is not None else step.at}


def _reopened(ticket: HotlineTicket, _: Step) -> Mapping[str, Any]:
    return {"closed_at": None, **_lead(ticket, finished_at=None)}


def _followed_up(ticket: HotlineTicket, step: Step) -> Mapping[str, Any]:
    call = FollowUp(
        at=step.at, reached=bool(step.reached), satisfaction=step.satisfaction, solved=step.solved, unit=ticket.unit
    )
    return {"followups": (*(ticket.followups or ()), call)}


def _lead(ticket: HotlineTicket, **changes: Any) -> Mapping[str, Any]:
    """The dispatches with these changes to the one that counts."""
    counts = ticket.dispatch
    found = (one.evolve(**changes) if one is counts else one for one in ticket.dispatches or ())
    return {"dispatches": tuple(found)}


def _last_extension(ticket: HotlineTicket, **changes: Any) -> Mapping[str, Any]:
    *before, last = ticket.extensions or (Extension(due_at=ticket.due_at),)
    return {"extensions": (*before, last.evolve(**changes))}


_EFFECTS: Mapping[Activity, Callable[[HotlineTicket, Step], Mapping[str, Any]]] = {
    Activity.ANSWER: _answered,
    Activity.MERGE: _merged,
    Activity.DISPATCH: _dispatched,
    Activity.SIGN: _signed,
    Activity.ASK_RETURN: _asked_to_return,
    Activity.ACCEPT_RETURN: _returned,
    Activity.REFUSE_RETURN: _kept,
    Activity.HANDLE: _taken_up,
    Activity.ASK_EXTENSION: _asked_for_time,
    Activity.GRANT_EXTENSION: _given_time,
    Activity.REFUSE_EXTENSION: _given_no_time,
    Activity.REPLY: _replied,
    Activity.PASS: _closed,
    Activity.REWORK: _reopened,
    Activity.FOLLOW_UP: _followed_up,
}

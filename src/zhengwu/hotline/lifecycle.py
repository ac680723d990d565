"""The lifecycle of a ticket: what may be done in which state, and under which condition.

The closed loop of acceptance, dispatch, handling, reply, supervision, closing, follow-up and evaluation is that of
国办发〔2020〕53号; returns (退单, 改派), merging and limits by kind are those of 国办函〔2025〕66号. Names and set of
the states are this project's own: no standard of them was found. 督办 is done to any open ticket and changes no state;
超期 is no state either, but a question of time (`zhengwu.hotline.supervision`).

>>> LIFECYCLE.allowed(TicketState.SIGNED)
(<Activity.ASK_RETURN: '申请退单'>, <Activity.HANDLE: '办理'>, <Activity.SUPERVISE: '督办'>)
>>> LIFECYCLE.step(TicketState.CLOSED, Activity.REWORK)
Traceback (most recent call last):
zhengwu.errors.TransitionError: ticket (工单): REWORK (退回重办) is not possible in the state CLOSED (办结) \
(expected FOLLOW_UP (回访), ARCHIVE (归档))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import attrs

from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, TicketState
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.lifecycle import Lifecycle, Transition
from zhengwu.records.words import Satisfaction

__all__ = ["LIFECYCLE", "OPEN_STATES", "Step"]

A, S = Activity, TicketState


@attrs.frozen(kw_only=True)
class Step:
    """One thing done to a ticket: what, when, and what it brings. Which of the rest is needed depends on `activity`.

    `unit` leads and `assists` assist where it dispatches; `due_at`, `sign_by`, `return_by` and `contact_by` are the
    limits that it sets, `new_due_at` the one that an extension grants. `reason` is given for refusing, returning and
    asking for time, `parent` is the ticket it is merged into. `closed_at` says what a place calls the time of closing:
    the audit or the reply. Free texts are not shown.
    """

    activity: Activity
    at: Instant
    unit: str | None = None
    assists: tuple[str, ...] = ()
    due_at: Instant | None = None
    sign_by: Instant | None = None
    return_by: Instant | None = None
    contact_by: Instant | None = None
    new_due_at: Instant | None = None
    days: int | None = None
    reason: str | None = attrs.field(default=None, repr=False)
    content: str | None = attrs.field(default=None, repr=False)
    parent: str | None = None
    reached: bool | None = None
    satisfaction: Satisfaction | None = None
    solved: bool | None = None
    closed_at: Literal["audit", "reply"] = "audit"


Facts: TypeAlias = tuple[HotlineTicket, Step] | None
Guard: TypeAlias = Callable[[HotlineTicket, Step], str | None]

OPEN_STATES = (
    *(S.RECEIVED, S.PENDING_DISPATCH, S.DISPATCHED, S.SIGNED, S.RETURN_REQUESTED, S.IN_PROGRESS),
    *(S.EXTENSION_REQUESTED, S.REPLIED, S.UNDER_AUDIT, S.REWORK),
)
"""The states of a ticket that is not done: neither answered, closed, refused nor merged."""


def _has_reason(_: HotlineTicket, step: Step) -> str | None:
    return None if step.reason else "no reason is given"


def _names_parent(ticket: HotlineTicket, step: Step) -> str | None:
    if not step.parent:
        return "no ticket is named to merge it into"
    return "a ticket is not merged into itself" if step.parent == ticket.ticket_no else None


def _names_unit(_: HotlineTicket, step: Step) -> str | None:
    if not step.unit:
        return "no unit is named"
    return "the leading unit does not assist too" if step.unit in step.assists else None


def _in_return_window(ticket: HotlineTicket, step: Step) -> str | None:
    limit = ticket.dispatch.return_by if ticket.dispatch else None
    if is_after(step.at, limit):
        return f"the time for returns ended at {limit}"
    return _has_reason(ticket, step)


def _is_before_limit(ticket: HotlineTicket, step: Step) -> str | None:
    if ticket.due_at is None:
        return "there is no limit to extend"
    return f"the limit passed at {ticket.due_at}" if is_after(step.at, ticket.due_at) else None


def _moves_limit(ticket: HotlineTicket, step: Step) -> str | None:
    if step.new_due_at is None:
        return "no new limit is given"
    return None if is_after(step.new_due_at, ticket.due_at) else f"the new limit does not lie after {ticket.due_at}"


def _was_reached(_: HotlineTicket, step: Step) -> str | None:
    if step.reached is None:
        return "nobody says whether the caller was reached"
    told = step.satisfaction is not None or step.solved is not None
    return "a caller who was not reached tells nothing" if told and not step.reached else None


def _is_dissatisfied(ticket: HotlineTicket, _: Step) -> str | None:
    for call in reversed(ticket.followups or ()):
        if call.reached:
            is_content = call.satisfaction is None or call.satisfaction.is_satisfied
            return "the caller was satisfied" if is_content and call.solved is not False else None
    return "the caller was not reached"


def _guarded(guard: Guard | None) -> Callable[[Facts], str | None]:
    """The guard of a row: nothing is done before what was done last, and its own condition holds."""

    def check(facts: Facts) -> str | None:
        if facts is None:
            return None  # a question about states alone
        ticket, step = facts
        before = ticket.events[-1].at if ticket.events else ticket.received_at
        if is_after(before, step.at):
            return f"it would lie before the last step, of {before}"
        return None if guard is None else guard(ticket, step)

    return check


def _row(
    event: Activity, sources: tuple[TicketState, ...], target: TicketState, guard: Guard | None = None, effect: str = ""
) -> Transition[TicketState, Activity]:
    return Transition(event, sources, target, guard=_guarded(guard), effect=effect)


LIFECYCLE: Lifecycle[TicketState, Activity] = Lifecycle(
    "ticket (工单)",
    initial=S.RECEIVED,
    terminal=(S.ARCHIVED, S.REJECTED, S.MERGED),
    transitions=(
        _row(A.ANSWER, (S.RECEIVED,), S.ANSWERED, effect="counts as direct (直接办结)"),
        _row(A.REFUSE, (S.RECEIVED,), S.REJECTED, _has_reason, "another way is named to the caller"),
        _row(A.MERGE, (S.RECEIVED,), S.MERGED, _names_parent, "counts on neither side of a rate"),
        _row(A.FILE, (S.RECEIVED,), S.PENDING_DISPATCH),
        _row(A.DISPATCH, (S.PENDING_DISPATCH,), S.DISPATCHED, _names_unit, "the clocks of the unit start"),
        _row(A.SIGN, (S.DISPATCHED,), S.SIGNED, effect="the clock for signing ends"),
        _row(A.ASK_RETURN, (S.DISPATCHED, S.SIGNED), S.RETURN_REQUESTED, _in_return_window),
        _row(A.ACCEPT_RETURN, (S.RETURN_REQUESTED,), S.PENDING_DISPATCH, effect="the next dispatch is one hop further"),
        _row(A.REFUSE_RETURN, (S.RETURN_REQUESTED,), S.SIGNED),
        _row(A.HANDLE, (S.SIGNED, S.REWORK), S.IN_PROGRESS, effect="after rework: a new limit, where one is given"),
        _row(A.ASK_EXTENSION, (S.IN_PROGRESS,), S.EXTENSION_REQUESTED, _is_before_limit),
        _row(A.GRANT_EXTENSION, (S.EXTENSION_REQUESTED,), S.IN_PROGRESS, _moves_limit, "the limit moves"),
        _row(A.REFUSE_EXTENSION, (S.EXTENSION_REQUESTED,), S.IN_PROGRESS, effect="the limit stays"),
        _row(A.REPLY, (S.IN_PROGRESS,), S.REPLIED),
        _row(A.AUDIT, (S.REPLIED,), S.UNDER_AUDIT),
        _row(A.PASS, (S.UNDER_AUDIT,), S.CLOSED, effect="closed at the audit or at the reply: rule of the place"),
        _row(A.REWORK, (S.UNDER_AUDIT,), S.REWORK, effect="no longer closed"),
        _row(A.FOLLOW_UP, (S.CLOSED,), S.FOLLOWED_UP, _was_reached),
        _row(A.REWORK, (S.FOLLOWED_UP,), S.REWORK, _is_dissatisfied, "no longer closed; the first result is kept"),
        _row(A.ARCHIVE, (S.ANSWERED, S.CLOSED, S.FOLLOWED_UP), S.ARCHIVED),
        *(_row(A.SUPERVISE, (state,), state) for state in OPEN_STATES),
    ),
)
"""The transitions of a ticket. 受理 (RECEIVE) makes one and is no transition."""

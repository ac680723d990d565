"""The steps that a record tells, as an event log needs them: what was done, when, by which unit.

Fields are named one by one here, so that nothing goes out that nobody thought of; none of them is private.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from zhengwu.approval.act import CaseAct
from zhengwu.approval.case import Case, CaseEvent
from zhengwu.approval.words import SpecialKind, StepStatus
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, TicketState

__all__ = ["Step", "steps_of_act", "steps_of_case", "steps_of_ticket"]

_SPECIAL = "特别程序"
_RETURN = "退单"
_EVALUATION = "评价"
_CASE_INSTANTS = (
    ("申请", "applied_at"),
    ("受理", "accepted_at"),
    ("决定", "decided_at"),
    ("办结", "closed_at"),
    ("送达", "delivered_at"),
)


@attrs.frozen
class Step:
    """One step: its name, when it started and ended as far as that is known, and who did it."""

    activity: str
    start: date | None = None
    end: date | None = None
    resource: str | None = None

    @property
    def is_dated(self) -> bool:
        """Whether an instant of it is known."""
        return self.start is not None or self.end is not None


def steps_of_case(case: Case, *, by_handler: bool = False) -> list[Step]:
    """The steps of a case (办理过程), or its own instants without them; then special procedures and evaluations.

    >>> from datetime import date
    >>> [step.activity for step in steps_of_case(Case(case_no="A1", accepted_at=date(2017, 3, 1)))]
    ['受理']
    """
    if case.events:
        steps = [_step(event, by_handler=by_handler) for event in sorted(case.events, key=lambda one: one.seq)]
    else:
        instants = ((activity, getattr(case, name)) for activity, name in _CASE_INSTANTS)
        steps = _at((activity, instant, case.window) for activity, instant in instants if instant is not None)
    for one in case.special:
        activity = one.kind.zh if one.kind is SpecialKind.EXTENSION else _SPECIAL
        steps.append(Step(activity, one.started_at, one.ended_at))
    return steps + _at((_EVALUATION, one.at, None) for one in case.evaluations or ())


def steps_of_act(act: CaseAct) -> list[Step]:
    """An act upon a case, as one step.

    >>> from datetime import date
    >>> from zhengwu.approval.words import CaseAction
    >>> steps_of_act(CaseAct(case_no="A1", action=CaseAction.ACCEPT, at=date(2017, 3, 1)))[0].activity
    '受理'
    """
    return _at([(act.action.zh, act.at, act.body)])


def steps_of_ticket(ticket: HotlineTicket) -> list[Step]:
    """The steps of a ticket (办理过程), or without them what its parts tell: dispatches, replies, follow-ups.

    >>> steps_of_ticket(HotlineTicket(ticket_no="1"))
    []
    """
    if ticket.events:
        return _at((event.activity.zh, event.at, event.unit) for event in ticket.events)
    steps: list[tuple[str, date | None, str | None]] = []
    if ticket.received_at is not None:
        steps.append((Activity.RECEIVE.zh, ticket.received_at, None))
    for one in ticket.dispatches or ():
        steps.append((Activity.DISPATCH.zh, one.dispatched_at, one.unit))
        steps += [(Activity.SIGN.zh, one.signed_at, one.unit)] if one.signed_at is not None else []
        steps += [(_RETURN, one.returned_at, one.unit)] if one.returned_at is not None else []
        if one.finished_at is not None and not ticket.replies:  # else it is told twice
            steps.append((Activity.REPLY.zh, one.finished_at, one.unit))
    steps += [(Activity.ASK_EXTENSION.zh, one.asked_at, ticket.unit) for one in ticket.extensions or ()]
    steps += [(Activity.REPLY.zh, one.at, one.unit) for one in ticket.replies or ()]
    if ticket.closed_at is not None:
        steps.append((TicketState.CLOSED.zh, ticket.closed_at, None))
    steps += [(Activity.FOLLOW_UP.zh, one.at, one.unit) for one in ticket.followups or ()]
    if ticket.evaluation is not None:
        steps.append((_EVALUATION, ticket.evaluation.at, None))
    return _at(steps)


def _step(event: CaseEvent, *, by_handler: bool) -> Step:
    """A step of a case; an end that equals its start, or stands on a step to do, is not known to be one."""
    is_known = event.ended_at != event.started_at and event.status is not StepStatus.TO_DO
    resource = event.handler if by_handler else event.body_uscc
    return Step(event.stage_name, event.started_at, event.ended_at if is_known else None, resource)


def _at(steps: Iterable[tuple[str, date | None, str | None]]) -> list[Step]:
    """Steps that take no time: done at one instant."""
    return [Step(activity, end=instant, resource=resource) for activity, instant, resource in steps]

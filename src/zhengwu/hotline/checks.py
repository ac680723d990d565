"""What cannot have happened to a ticket as its record says: found, never refused, since records come from outside.

    K1  received ≤ dispatched ≤ replied ≤ closed ≤ followed up
    K2  a dispatched ticket has a dispatch
    K3  an extension is asked before the limit and moves it
    K4  one leading unit at a time
    K5  a merged ticket names the one it went into; it counts on neither side of a rate
    K6  the number of a dispatch counts the returns before it that were accepted

The rest holds by construction: a ticket answered at once has no dispatch (K2), signing and finishing follow the
dispatch (K1), a caller who was not reached says nothing (K7). What is not known is not a breach.
Source: hotline.md §11.

>>> from datetime import date
>>> from zhengwu.hotline.parts import Dispatch
>>> ticket = HotlineTicket(
...     ticket_no="7", received_at=date(2017, 3, 2), dispatches=(Dispatch(unit="甲局", dispatched_at=date(2017, 3, 1)),)
... )
>>> print(*breaches([ticket]))
工单 7（K1）：派单时间 2017-03-01 早于受理时间 2017-03-02
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, Disposition, Role, TicketState
from zhengwu.records.instant import Instant, is_after

__all__ = ["Breach", "breaches"]


@attrs.frozen
class Breach:
    """One contradiction inside one ticket: the invariant, the ticket, and what contradicts what, in Chinese."""

    rule: str
    ticket_no: str
    message: str

    def __str__(self) -> str:
        return f"工单 {self.ticket_no}（{self.rule}）：{self.message}"


def breaches(tickets: Iterable[HotlineTicket]) -> tuple[Breach, ...]:
    """Every breach of every ticket, in their order."""
    return tuple(
        Breach(rule, ticket.ticket_no, message)
        for ticket in tickets
        for rule, check in _CHECKS.items()
        for message in check(ticket)
    )


def _order(ticket: HotlineTicket) -> Iterator[str]:
    received = ("受理时间", ticket.received_at)
    dispatched = tuple(one.dispatched_at for one in ticket.dispatches or () if one.dispatched_at is not None)
    replied = tuple(one.at for one in ticket.replies or () if one.at is not None)
    for at in dispatched:
        yield from _before(("派单时间", at), received)
    for at in replied:
        yield from _before(("答复时间", at), received)
    if dispatched and replied:
        yield from _before(("答复时间", replied[0]), ("派单时间", dispatched[0]))
    if ticket.closed_at is not None and replied:
        yield from _before(("办结时间", ticket.closed_at), ("答复时间", replied[0]))
    if ticket.closed_at is not None and dispatched:
        yield from _before(("办结时间", ticket.closed_at), ("派单时间", dispatched[0]))
    for call in ticket.followups or ():
        yield from _before(("回访时间", call.at), received)
        if not _may_be_reopened(ticket):
            yield from _before(("回访时间", call.at), ("办结时间", ticket.closed_at))


def _before(late: tuple[str, Instant | None], early: tuple[str, Instant | None]) -> Iterator[str]:
    if is_after(early[1], late[1]):
        yield f"{late[0]} {late[1]} 早于{early[0]} {early[1]}"


def _may_be_reopened(ticket: HotlineTicket) -> bool:
    """Whether a follow-up may lie before the last closing: it was sent back to be done again, or may have been."""
    if ticket.events is not None:
        return any(one.activity is Activity.REWORK for one in ticket.events)
    calls = ticket.followups or ()
    return any(call.solved is False or (call.satisfaction and not call.satisfaction.is_satisfied) for call in calls)


def _has_dispatch(ticket: HotlineTicket) -> Iterator[str]:
    if ticket.disposition is Disposition.DISPATCHED and ticket.dispatches == ():
        yield "处理方式为派发，却没有派单记录"


def _extends(ticket: HotlineTicket) -> Iterator[str]:
    for one in ticket.extensions or ():
        if is_after(one.asked_at, one.due_at):
            yield f"申请延期时间 {one.asked_at} 晚于原办理期限 {one.due_at}"
        if one.granted is False or one.due_at is None or one.new_due_at is None:
            continue
        if one.new_due_at == one.due_at or is_after(one.due_at, one.new_due_at):
            yield f"延期后期限 {one.new_due_at} 不晚于原办理期限 {one.due_at}"


def _has_one_lead(ticket: HotlineTicket) -> Iterator[str]:
    leading = [one.unit for one in ticket.open_leads if one.role is Role.LEAD]
    if len(leading) > 1:
        yield f"同时有 {len(leading)} 个主办单位：{'、'.join(leading)}"


def _names_parent(ticket: HotlineTicket) -> Iterator[str]:
    if ticket.state is TicketState.MERGED and ticket.parent_ticket is None:
        yield "已并单，却没有并入的工单编号"
    if ticket.parent_ticket == ticket.ticket_no:
        yield "并入的工单是它自己"


def _counts_hops(ticket: HotlineTicket) -> Iterator[str]:
    accepted = 0
    for one in ticket.dispatches or ():
        if one.role is Role.ASSIST:
            continue
        if one.hop is not None and one.hop != accepted + 1:
            yield f"派单次数为 {one.hop}，而此前同意退单 {accepted} 次"
        accepted += one.accepted_return is True


_CHECKS: dict[str, Callable[[HotlineTicket], Iterator[str]]] = {
    "K1": _order,
    "K2": _has_dispatch,
    "K3": _extends,
    "K4": _has_one_lead,
    "K5": _names_parent,
    "K6": _counts_hops,
}

"""Tickets (工单) of the 12345 hotline."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from zhengwu.hotline.parts import Dispatch, Evaluation, Extension, FollowUp, Reply, TicketEvent
from zhengwu.hotline.words import Activity, Category, Disposition, Role, TicketState
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import in_order, refusal, require_parts, require_text
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.party import Source

__all__ = ["HotlineTicket"]

_in_order = in_order("received_at", "closed_at")


@record
class HotlineTicket(Record):
    """One ticket (工单). Field names and their meaning: hotline.md §3.

    `channel` is a text: places have their own. Of `dispatches` and `followups`, None means that nobody knows whether
    there were any, an empty tuple that there were none. What a caller wrote or said is never shown.

    >>> from datetime import date
    >>> ticket = HotlineTicket(ticket_no="1", received_at=date(2017, 3, 1), disposition=Disposition.DIRECT)
    >>> HotlineTicket.QUANTITIES["direct"](ticket), HotlineTicket.QUANTITIES["completed"](ticket)
    (1, None)
    """

    ticket_no: str = field(zh="工单编号", also=("工单号", "受理编号", "编号"))
    channel: str | None = field(term="channel", default=None)
    category: Category | None = field(term="demand_class", default=None)
    matter_code: str | None = field(zh="诉求分类代码", default=None)
    received_at: Instant | None = field(zh="受理时间", also=("受理日期", "来电时间", "登记时间"), default=None)
    closed_at: Instant | None = field(zh="办结时间", also=("办结日期",), default=None)
    caller_hidden: bool | None = field(zh="是否保密", default=None)
    caller_name: str | None = field(zh="诉求人", also=("来电人", "诉求人姓名", "姓名"), default=None, private="name")
    caller_phone: str | None = field(
        zh="来电号码", also=("联系电话", "来电人电话", "手机号码"), default=None, private="phone"
    )
    caller_identity_number: str | None = field(
        zh="诉求人证件号码", also=("身份证号", "身份证号码", "身份证件号码"), default=None, private="identity"
    )
    region: str | None = field(term="region", default=None)
    address: str | None = field(zh="事发地址", also=("地址",), default=None, private="address")
    content: str | None = field(zh="诉求内容", also=("工单内容", "内容"), default=None, private=True)
    disposition: Disposition | None = field(zh="处理方式", also=("办理方式", "处置方式"), default=None)
    urgency: str | None = field(zh="紧急程度", default=None)
    source_level: str | None = field(zh="工单来源", default=None)
    parent_ticket: str | None = field(zh="并入工单编号", default=None)
    repeat_of: str | None = field(zh="重复工单编号", default=None)
    dispatches: tuple[Dispatch, ...] | None = field(zh="派单记录", default=None)
    extensions: tuple[Extension, ...] | None = field(zh="延期记录", default=None)
    replies: tuple[Reply, ...] | None = field(zh="答复记录", default=None)
    followups: tuple[FollowUp, ...] | None = field(zh="回访记录", default=None)
    evaluation: Evaluation | None = field(zh="评价", default=None)
    state: TicketState | None = field(zh="工单状态", also=("状态",), default=None)
    events: tuple[TicketEvent, ...] | None = field(zh="办理过程", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "case_count"
    COUNT_UNIT: ClassVar[str] = "件"
    PARTS: ClassVar[str | None] = "dispatches"
    KEY: ClassVar[str | None] = "ticket_no"

    def __attrs_post_init__(self) -> None:
        require_text(self, "ticket_no")
        _in_order(self)
        require_parts(self, "dispatches", Dispatch)
        require_parts(self, "extensions", Extension)
        require_parts(self, "replies", Reply)
        require_parts(self, "followups", FollowUp)
        require_parts(self, "events", TicketEvent)
        if self.disposition is Disposition.DIRECT and self.dispatches:
            raise refusal(self, "disposition", "does not go with a dispatch", expected=Disposition.DISPATCHED.value)

    @property
    def dispatch(self) -> Dispatch | None:
        """The dispatch that counts: the last one to a leading unit, else the last; None where there is none."""
        dispatches = self.dispatches or ()
        leading = tuple(one for one in dispatches if one.role is not Role.ASSIST)
        return next(reversed(leading or dispatches), None)

    @property
    def open_leads(self) -> tuple[Dispatch, ...]:
        """The dispatches to leading units that stand; one at a time, as a rule (hotline.md §11 K4)."""
        return tuple(one for one in self.dispatches or () if one.role is not Role.ASSIST and one.is_open)

    @property
    def unit(self) -> str | None:
        """The unit that must act (承办单位)."""
        return self.dispatch.unit if self.dispatch else None

    @property
    def due_at(self) -> Instant | None:
        """The day by which it must be done (办理期限)."""
        return self.dispatch.due_at if self.dispatch else None

    @property
    def finished_at(self) -> Instant | None:
        """When it was done: closed, or reported as finished by the unit."""
        return self.closed_at or (self.dispatch.finished_at if self.dispatch else None)

    @property
    def is_valid(self) -> bool:
        """Whether it is a demand that counts as accepted: neither invalid nor refused."""
        return self.disposition is not Disposition.INVALID and self.state is not TicketState.REJECTED


def _of(ticket: HotlineTicket, disposition: Disposition) -> int | None:
    return None if ticket.disposition is None else int(ticket.disposition is disposition)


def _dispatched(ticket: HotlineTicket) -> int | None:
    if ticket.state is TicketState.MERGED:  # counted by its parent, on both sides of a rate (hotline.md §11 K5)
        return 0
    return _of(ticket, Disposition.DISPATCHED)


def _completed(ticket: HotlineTicket) -> int | None:
    """Whether a dispatched ticket is closed; None for others: an answer at once is 直接办结, another quantity."""
    return int(ticket.finished_at is not None) if _dispatched(ticket) else None


def _overdue(ticket: HotlineTicket) -> int | None:
    if not _completed(ticket) or ticket.due_at is None:
        return None
    return int(is_after(ticket.finished_at, ticket.due_at))


def _on_time(ticket: HotlineTicket) -> int | None:
    overdue = _overdue(ticket)
    return None if overdue is None else 1 - overdue


def _unfinished(ticket: HotlineTicket) -> int | None:
    completed = _completed(ticket)
    return None if completed is None else 1 - completed


def _last_word(ticket: HotlineTicket) -> FollowUp | None:
    """The last follow-up that reached the caller."""
    return next((call for call in reversed(ticket.followups or ()) if call.reached), None)


def _satisfied(ticket: HotlineTicket) -> int | None:
    """Of the last follow-up that asked; what a caller rated without being asked is another figure."""
    call = _last_word(ticket)
    return None if call is None or call.satisfaction is None else int(call.satisfaction.is_satisfied)


def _dissatisfied(ticket: HotlineTicket) -> int | None:
    satisfied = _satisfied(ticket)
    return None if satisfied is None else 1 - satisfied


def _evaluated(ticket: HotlineTicket) -> int | None:
    return None if ticket.followups is None else int(_satisfied(ticket) is not None)


def _solved(ticket: HotlineTicket) -> int | None:
    call = _last_word(ticket)
    return None if call is None or call.solved is None else int(call.solved)


def _unsolved(ticket: HotlineTicket) -> int | None:
    solved = _solved(ticket)
    return None if solved is None else 1 - solved


def _in_time(ticket: HotlineTicket, done: str, limit: str) -> int | None:
    """Whether the dispatch that counts was signed, or the caller contacted, in time; None where no limit is known."""
    if not _dispatched(ticket) or ticket.dispatch is None:
        return None
    at, by = getattr(ticket.dispatch, done), getattr(ticket.dispatch, limit)
    return None if by is None else int(at is not None and not is_after(at, by))


def _reworked(ticket: HotlineTicket) -> int | None:
    return None if ticket.events is None else sum(one.activity is Activity.REWORK for one in ticket.events)


HotlineTicket.QUANTITIES = MappingProxyType(
    {
        "case_count": lambda _: 1,
        "accepted": lambda ticket: int(ticket.is_valid),
        "direct": lambda ticket: _of(ticket, Disposition.DIRECT),
        "invalid": lambda ticket: _of(ticket, Disposition.INVALID),
        "dispatched": _dispatched,
        "completed": _completed,
        "unfinished": _unfinished,
        "on_time": _on_time,
        "overdue": _overdue,
        "signed_on_time": lambda ticket: _in_time(ticket, "signed_at", "sign_by"),
        "responded": lambda ticket: _in_time(ticket, "contacted_at", "contact_by"),
        "reworked": _reworked,
        "returned": lambda ticket: (
            None if ticket.dispatches is None else sum(one.returned_at is not None for one in ticket.dispatches)
        ),
        "followed_up": lambda ticket: None if ticket.followups is None else len(ticket.followups),
        "reached": lambda ticket: None if ticket.followups is None else sum(call.reached for call in ticket.followups),
        "evaluated": _evaluated,
        "satisfied": _satisfied,
        "dissatisfied": _dissatisfied,
        "solved": _solved,
        "unsolved": _unsolved,
    }
)

"""Event logs of many tickets: rows to tickets; what cannot be, a row or a whole ticket, is kept aside and counted.

>>> rows = [
...     {"工单编号": "1", "环节": "登记", "环节时间": "2017-03-01 09:00"},
...     {"工单编号": "1", "环节": "在线答复", "环节时间": "2017-03-01 09:05"},
...     {"工单编号": "2", "环节": "登记", "环节时间": "2017-03-01 09:00"},
...     {"工单编号": "2", "环节": "签收", "环节时间": "2017-03-01 10:00"},
...     {"工单编号": "3", "环节": "盖章", "环节时间": "2017-03-01 10:00"},
... ]
>>> loaded = load_lives(rows)
>>> [(ticket.ticket_no, ticket.state.zh) for ticket in loaded.tickets], dict(loaded.counts)
([('1', '在线答复')], {'tickets': 1, 'rows': 5, 'rows aside': 3, 'faulty rows': 1, 'impossible tickets': 1})
>>> for fault in loaded.faults:
...     print(str(fault).partition(" (expected")[0])
row 4: ticket 2: ticket (工单): SIGN (签收) is not possible in the state RECEIVED (受理)
row 5, column 环节: activity (环节): '盖章' is not a word of its vocabulary
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.hotline.handling import act, receive
from zhengwu.hotline.lifecycle import Step
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, Category
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import require_text
from zhengwu.records.faults import Fault
from zhengwu.records.histories import load_histories, row_of
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole
from zhengwu.records.words import Satisfaction

__all__ = ["LoadedLives", "StepRow", "load_lives"]


@record
class StepRow(Record):
    """One row of an event log: a step of a ticket with what it brings (see `zhengwu.hotline.lifecycle.Step`).

    >>> StepRow.validate({"ticket_no": "1", "activity": "签收", "at": "2017-03-01 10:00"}).activity.name
    'SIGN'
    """

    ticket_no: str = field(zh="工单编号", also=("工单号", "受理编号", "编号"))
    activity: Activity = field(zh="环节", also=("环节名称", "操作"))
    at: Instant = field(zh="环节时间", also=("操作时间", "时间"))
    category: Category | None = field(term="demand_class", default=None)
    unit: str | None = field(term="unit_name", zh="承办单位", default=None)
    due_at: Instant | None = field(zh="办理期限", also=("应办结时间", "截止时间"), default=None)
    sign_by: Instant | None = field(zh="签收期限", default=None)
    return_by: Instant | None = field(zh="退单期限", default=None)
    contact_by: Instant | None = field(zh="响应期限", default=None)
    new_due_at: Instant | None = field(zh="延期后期限", default=None)
    days: Whole | None = field(zh="延期天数", default=None)
    parent: str | None = field(zh="并入工单编号", default=None)
    reached: bool | None = field(zh="是否有效回访", also=("回访成功",), default=None)
    satisfaction: Satisfaction | None = field(zh="回访满意度", also=("满意度",), default=None)
    solved: bool | None = field(zh="是否解决", also=("解决情况",), default=None)
    reason: str | None = field(zh="理由", also=("退单理由", "延期理由"), default=None, private=True)
    content: str | None = field(zh="答复内容", also=("办理结果",), default=None, private=True)
    source: Source | None = field(zh="来源", default=None, eq=False)

    KEY: ClassVar[str | None] = "ticket_no"

    def __attrs_post_init__(self) -> None:
        require_text(self, "ticket_no")

    @property
    def step(self) -> Step:
        """The step, as the lifecycle takes it."""
        return Step(**{name: getattr(self, name) for name in _OF_STEP})


_OF_STEP = tuple(one.name for one in attrs.fields(Step) if one.name in {known.name for known in attrs.fields(StepRow)})


@attrs.frozen
class LoadedLives:
    """What became of an event log: the tickets, every fault with its row, and the rows kept aside as they came.

    A ticket whose sequence is impossible is kept aside whole, and so is one of which a row is faulty.
    """

    tickets: tuple[HotlineTicket, ...]
    faults: tuple[Fault, ...]
    rejected: tuple[object, ...] = attrs.field(repr=False)
    counts: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults


def load_lives(
    rows: Iterable[object], *, headers: Mapping[str, str | None] | None = None, where: str | None = None
) -> LoadedLives:
    """The tickets that the rows of an event log tell, step by step; never an exception for what they hold.

    The steps of a ticket stand in the order of the rows, its receipt (登记) first; a step that lies before the last one
    is impossible. `headers` and `where` are those of `zhengwu.records.load_rows`.
    """
    found = load_histories(rows, StepRow, key="ticket_no", live=_lived, headers=headers, where=where)
    return LoadedLives(tuple(found.made), found.faults, found.rejected, found.counts("tickets"))


def _lived(number: str, steps: list[StepRow]) -> HotlineTicket | Fault:
    """The ticket after these steps, or the fault of the first that cannot be."""
    first, *rest = steps
    if first.activity is not Activity.RECEIVE:
        message = (
            f"ticket {number}: begins with {first.activity.name} ({first.activity.zh}), not with its receipt (登记)"
        )
        return Fault(row=row_of(first), message=message)
    ticket = receive(number, first.at, category=first.category)
    for one in rest:
        try:
            ticket = act(ticket, one.step)
        except ZhengwuError as error:
            return Fault(row=row_of(one), message=f"ticket {number}: {error}")
    return ticket

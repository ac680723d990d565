"""Supervision lists (日督办): the open tickets whose limit has passed, or soon will, as of a time that somebody names.

>>> from datetime import date
>>> from zhengwu.hotline import Disposition, Dispatch
>>> dispatch = Dispatch(unit="甲局", dispatched_at=date(2017, 3, 1), due_at=date(2017, 3, 8))
>>> ticket = HotlineTicket(
...     ticket_no="1", received_at=date(2017, 3, 1), disposition=Disposition.DISPATCHED, dispatches=(dispatch,)
... )
>>> print(overdue_list([ticket], date(2017, 3, 13)))
超期未办结工单（截至2017-03-13，共1件）
工单编号  承办单位  诉求类型  受理时间    办理期限    超期（工作日）
--------------------------------------------------------------------
1         甲局                2017-03-01  2017-03-08               3
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

import attrs

from zhengwu.exact import Rounding
from zhengwu.exact.number import plain_text
from zhengwu.exact.rounding import round_ratio
from zhengwu.hotline.policies import ClockPolicy
from zhengwu.hotline.standing import as_it_stood, is_open
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Category
from zhengwu.records.clock import Amount, clock
from zhengwu.records.convention import Convention
from zhengwu.records.deadline import certainly_after
from zhengwu.records.shown import text_of
from zhengwu.table.grid import Grid
from zhengwu.table.model import Table
from zhengwu.table.structure import recognise

__all__ = ["Supervised", "SupervisionList", "due_soon_list", "overdue_list"]

_WORKING_DAYS = Convention()
_HEADER = ("工单编号", "承办单位", "诉求类型", "受理时间", "办理期限")


@attrs.frozen(kw_only=True)
class Supervised:
    """An open ticket on the list: `distance` is how far its limit lies behind (超期) or ahead (剩余)."""

    ticket_no: str
    unit: str | None
    category: Category | None
    received_at: date | None
    due_at: date
    distance: Amount


@attrs.frozen(kw_only=True)
class SupervisionList:
    """A list as of a time, the longest overdue or the next to be due first.

    `without_limit` are the numbers of the open tickets whose limit nobody knows: they may be late as well. `convention`
    says what the distances count.
    """

    title: str
    as_of: date
    items: tuple[Supervised, ...]
    without_limit: tuple[str, ...]
    convention: Convention
    word: str = "超期"

    @property
    def by_unit(self) -> dict[str, int]:
        """How many of them each unit has, in the order of their first."""
        units = [item.unit or "" for item in self.items]
        return {unit: units.count(unit) for unit in dict.fromkeys(units)}

    @property
    def table(self) -> Table:
        """The list as a table, to print, show or write. Nothing of it tells who called."""
        header = (*_HEADER, f"{self.word}（{self.convention.unit.zh}）")
        rows = [
            (
                *(item.ticket_no, item.unit or "", text_of(item.category)),
                *(text_of(item.received_at), text_of(item.due_at), _number(item.distance)),
            )
            for item in self.items
        ]
        caption = f"{self.title}（截至{text_of(self.as_of)}，共{len(self.items)}件）"
        notes = [f"无办理期限：{'、'.join(self.without_limit)}"] if self.without_limit else []
        return recognise(Grid.of([header, *rows], caption=caption, notes=notes, header_rows=1))

    def __str__(self) -> str:
        return str(self.table)


def overdue_list(
    tickets: Iterable[HotlineTicket],
    as_of: date,
    *,
    policy_of: Callable[[HotlineTicket], ClockPolicy] | None = None,
    convention: Convention = _WORKING_DAYS,
) -> SupervisionList:
    """The open tickets whose limit had passed at `as_of`, as the records tell it of that time.

    A ticket without a limit takes that of its policy (`Policies.of`, say), which raises `PolicyError` where there is
    none; without `policy_of` it is listed apart. `convention` counts how late each is. Raises `CalendarError` for a day
    outside the calendar, and where hours are counted and a limit names only its day.
    """
    found = _waiting(tickets, as_of, policy_of)
    items = [
        _supervised(ticket, due_at, clock(due_at, 0, as_of=as_of, convention=convention).elapsed)
        for ticket, due_at in found
        if due_at is not None and certainly_after(as_of, due_at)
    ]
    items.sort(key=lambda item: (-item.distance, item.ticket_no))
    return _listed("超期未办结工单", as_of, items, found, convention)


def due_soon_list(
    tickets: Iterable[HotlineTicket],
    as_of: date,
    *,
    within: int,
    policy_of: Callable[[HotlineTicket], ClockPolicy] | None = None,
    convention: Convention = _WORKING_DAYS,
) -> SupervisionList:
    """The open tickets whose limit had not passed at `as_of` and comes `within` so many days or hours. Else as above.

    >>> due_soon_list([], date(2017, 3, 13), within=2).items
    ()
    """
    found = _waiting(tickets, as_of, policy_of)
    items = [
        _supervised(ticket, due_at, _left(as_of, due_at, convention))
        for ticket, due_at in found
        if due_at is not None and not certainly_after(as_of, due_at)
    ]
    soon = [item for item in items if item.distance <= within]
    soon.sort(key=lambda item: (item.distance, item.ticket_no))
    return attrs.evolve(_listed("即将到期工单", as_of, soon, found, convention), word="剩余")


def _waiting(
    tickets: Iterable[HotlineTicket], as_of: date, policy_of: Callable[[HotlineTicket], ClockPolicy] | None
) -> list[tuple[HotlineTicket, date | None]]:
    """The open tickets as they stood, with the end of their limit."""
    found: list[tuple[HotlineTicket, date | None]] = []
    for ticket in tickets:
        stood = as_it_stood(ticket, as_of)
        if stood is None or not is_open(stood):
            continue
        due_at = stood.due_at
        if due_at is None and policy_of is not None:
            due_at = policy_of(stood).deadline(stood).due
        found.append((stood, due_at))
    return found


def _supervised(ticket: HotlineTicket, due_at: date, distance: Amount) -> Supervised:
    return Supervised(
        ticket_no=ticket.ticket_no,
        unit=ticket.unit,
        category=ticket.category,
        received_at=ticket.received_at,
        due_at=due_at,
        distance=distance,
    )


def _left(as_of: date, due_at: date, convention: Convention) -> Amount:
    """What is left of a limit; nothing on its last day."""
    return clock(as_of, 0, as_of=due_at, convention=convention).elapsed if certainly_after(due_at, as_of) else 0


def _listed(
    title: str,
    as_of: date,
    items: Iterable[Supervised],
    found: Iterable[tuple[HotlineTicket, date | None]],
    convention: Convention,
) -> SupervisionList:
    unknown = tuple(ticket.ticket_no for ticket, due_at in found if due_at is None)
    return SupervisionList(title=title, as_of=as_of, items=tuple(items), without_limit=unknown, convention=convention)


def _number(distance: Amount) -> str:
    """Days as they are, hours at one decimal."""
    if isinstance(distance, Fraction):
        return plain_text(round_ratio(distance.numerator, distance.denominator, 1, Rounding.HALF_UP), 1)
    return str(distance)

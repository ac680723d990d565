"""平均办理时长 (H15): how long finished tickets took, exactly, in the unit of a clock.

>>> from datetime import date
>>> received = date(2017, 3, 30)
>>> tickets = [
...     HotlineTicket(ticket_no=str(day), received_at=received, closed_at=date(2017, 4, day)) for day in (6, 10)
... ]
>>> average_handling(tickets)
Fraction(5, 1)
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from zhengwu.errors import UndefinedRateError
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.records.clock import clock
from zhengwu.records.convention import Convention

__all__ = ["average_handling"]

_WORKING_DAYS = Convention()


def average_handling(tickets: Iterable[HotlineTicket], *, convention: Convention = _WORKING_DAYS) -> Fraction:
    """The mean time from receipt to the end, over the tickets that have both; working days unless said.

    Means of classes are joined by their tickets, never as means of means. Raises `UndefinedRateError` where no ticket
    is finished, and what `zhengwu.records.clock.clock` raises.
    """
    found = [
        clock(ticket.received_at, 0, ended=ticket.finished_at, convention=convention).elapsed
        for ticket in tickets
        if ticket.received_at is not None and ticket.finished_at is not None
    ]
    if not found:
        raise UndefinedRateError("an average needs finished tickets", reason="missing", field="tickets (工单)")
    return Fraction(sum(found, Fraction(0)), len(found))

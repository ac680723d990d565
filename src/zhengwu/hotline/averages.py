"""Means of the hotline (H15, H16), exact until somebody prints them; what each divides is declared in ``means.toml``.

>>> from datetime import date
>>> from zhengwu.reference.means import mean
>>> received = date(2017, 3, 30)
>>> tickets = [
...     HotlineTicket(ticket_no=str(day), received_at=received, closed_at=date(2017, 4, day)) for day in (6, 10)
... ]
>>> mean("average_handling").text(average_handling(tickets))
'5.0工作日'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from zhengwu.errors import UndefinedRateError
from zhengwu.exact import Rate
from zhengwu.hotline.call import Call
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.periods import Period
from zhengwu.records.clock import clock
from zhengwu.records.convention import Convention

__all__ = ["average_handling", "average_wait", "seats_per_100_000", "tickets_per_day"]

_WORKING_DAYS = Convention()
_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = timedelta(seconds=1) // _MICROSECOND
_INHABITANTS = 100_000


def average_wait(calls: Iterable[Call]) -> Rate:
    """平均等待时长 (H15), the mean wait of the answered calls whose wait is known, in seconds.

    Raises `UndefinedRateError` where no such call is.

    >>> from datetime import datetime
    >>> answer = datetime(2017, 3, 1, 9, 0)
    >>> average_wait([Call(queued_seconds=10, abandoned=True), Call(queued_seconds=5, answered_at=answer)])
    Rate("5/1")
    """
    waits = [call.wait for call in calls if call.is_answered and call.wait is not None]
    if not waits:
        raise UndefinedRateError("an average wait needs answered calls", reason="missing", field="calls (来电)")
    return Rate.of(sum(waits, timedelta()) // _MICROSECOND, len(waits) * _PER_SECOND)


def average_handling(tickets: Iterable[HotlineTicket], *, convention: Convention = _WORKING_DAYS) -> Rate:
    """平均办理时长 (H15), from receipt to the end, over the tickets that have both; in working days unless said.

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
    return Rate.of(sum(found, Fraction(0)), len(found))


def seats_per_100_000(seats: int, population: int) -> Rate:
    """每十万人座席数 (H16): a number of seats, no percentage. Raises `UndefinedRateError` without a population.

    >>> seats_per_100_000(60, 1_500_000)
    Rate("4/1")
    """
    if population <= 0:
        raise UndefinedRateError("seats per 100 000 need a population", field="population (人口)")
    return Rate.of(seats * _INHABITANTS, population)


def tickets_per_day(accepted: int, period: Period) -> Rate:
    """日均受理量: by calendar days, since the hotline answers every day.

    >>> from zhengwu.reference.means import mean
    >>> mean("tickets_per_day").text(tickets_per_day(71184, Period("2024-W28")))
    '10169件'
    """
    return Rate.of(accepted, (period.end - period.start).days + 1)

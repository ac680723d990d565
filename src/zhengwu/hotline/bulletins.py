"""The bulletin (月通报, 季通报): what every unit was given and what became of it, as of a day, in a table.

Every rate says what it divides by: 办结率 over dispatched and over due tickets are two columns. Units without tickets
have no rates; they are listed below the table (无诉求), and so are units none of whose tickets was due (无应办结). The
order of the units is given, or that of their names: nobody is ranked (国办函〔2025〕66号 warns of ranking for its own
sake).

>>> from datetime import date
>>> from zhengwu.hotline import Disposition, Dispatch
>>> def ticket(number, unit, due, finished):
...     dispatch = Dispatch(unit=unit, dispatched_at=date(2017, 3, 1), due_at=due, finished_at=finished)
...     return HotlineTicket(
...         ticket_no=number, received_at=date(2017, 3, 1), disposition=Disposition.DISPATCHED, dispatches=(dispatch,)
...     )
>>> tickets = [ticket("1", "甲局", date(2017, 3, 8), date(2017, 3, 7)), ticket("2", "甲局", date(2017, 3, 20), None)]
>>> month = bulletin(
...     tickets, "2017-03", on="received_at", as_of=date(2017, 3, 15), units=["甲局", "乙局"],
...     measures=["dispatched", "due", "completed", "completion_rate:dispatched", "completion_rate:due"],
... )
>>> print(month)
2017年3月12345热线工单办理情况（截至2017-03-15）
承办单位  派发量  应办结数  办结量  对派发办结率（%）  对应办结办结率（%）
--------------------------------------------------------------------------
甲局           2         1       1             50.00%              100.00%
合计           2         1       1             50.00%              100.00%
无诉求：乙局
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter

import attrs

from zhengwu.errors import PeriodError
from zhengwu.hotline.standing import Standing, as_it_stood
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.periods import Period
from zhengwu.records.shown import text_of
from zhengwu.reference.indicators import declarations
from zhengwu.stats.rollup import rollup
from zhengwu.table.model import Column, Table

__all__ = ["MEASURES", "Bulletin", "bulletin", "name_of"]

MEASURES = (
    "dispatched",
    "due",
    "completed",
    "on_time",
    "overdue",
    "unfinished",
    "completion_rate:dispatched",
    "completion_rate:due",
    "on_time_rate:completed",
    "reached",
    "satisfied",
    "satisfaction_rate:reached",
    "solved",
    "solved_rate:reached",
)
"""What a bulletin shows unless it is told otherwise."""

_DISPATCHED = HotlineTicket.QUANTITIES["dispatched"]
_NONE = "无诉求"
_NONE_DUE = "无应办结"


@attrs.frozen(kw_only=True)
class Bulletin:
    """A table by unit, with the units that have no row in it and those that have no rate over due tickets.

    `on` is the instant that decides whether a ticket belongs to the period, `as_of` the day whose knowledge it shows.
    """

    table: Table
    period: Period
    on: str
    as_of: date
    without_tickets: tuple[str, ...]
    without_due: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines below the table."""
        return self.table.grid.notes

    def __str__(self) -> str:
        return str(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def bulletin(
    tickets: Iterable[HotlineTicket],
    period: str | Period,
    *,
    on: str,
    as_of: date,
    units: Iterable[str] | None = None,
    measures: Sequence[str] = MEASURES,
    by: str | Callable[[HotlineTicket], object] = "unit",
    title: str | None = None,
) -> Bulletin:
    """The table of a month, a quarter or any other period by unit, as the records tell it of the day `as_of`.

    A ticket belongs to the period of its `on` (``received_at``, say; a function of the ticket may tell another); those
    of other periods, invalid, refused and merged ones and those answered at once are left out. `units` gives the order
    of the units and names those that may have none. `measures` are those of `zhengwu.stats.rollup.rollup`. Raises
    `PeriodError` for an `as_of` before the period begins, and what `rollup` raises.
    """
    time = period if isinstance(period, Period) else Period(period)
    if as_of < time.start:
        raise PeriodError("lies before the period begins", field="as_of", value=str(as_of), expected=f"{time.start}")
    stood = (as_it_stood(ticket, as_of) for ticket in tickets)
    counted = [Standing(one, as_of) for one in stood if one is not None and _DISPATCHED(one)]
    unit_of, instant_of = (by if callable(by) else attrgetter(by)), attrgetter(on)
    present: dict[object, list[Standing]] = {}
    for one in counted:
        if _is_within(instant_of(one.ticket), time):
            present.setdefault(unit_of(one.ticket), []).append(one)
    order = tuple(units or ())
    table = rollup(
        counted,
        {"承办单位": lambda standing: unit_of(standing.ticket)},
        on=lambda standing: instant_of(standing.ticket),
        period=time,
        measures=measures,
        expected=[unit for unit in order if unit in present],
        partial="print",
        title=f"{time.zh}12345热线工单办理情况（截至{text_of(as_of)}）" if title is None else title,
    )
    without = tuple(unit for unit in order if unit not in present)
    due_of = Standing.QUANTITIES["due"]
    names = [row.own.text for row in table.rows if not row.is_sum]
    without_due = tuple(name for name in names if not any(due_of(one) for one in present.get(name, ())))
    notes = [f"{word}：{'、'.join(units)}" for word, units in ((_NONE, without), (_NONE_DUE, without_due)) if units]
    return Bulletin(
        table=_named(table, notes),
        period=time,
        on=on,
        as_of=as_of,
        without_tickets=without,
        without_due=without_due,
    )


def name_of(indicator: str, variant: str) -> str:
    """An indicator by a name that says its denominator, also where it is the usual one.

    >>> name_of("completion_rate", "dispatched"), name_of("on_time_rate", "completed")
    ('对派发办结率', '对办结及时办结率')
    """
    declared = declarations()[indicator]
    return f"{declared.variant(variant).zh}{declared.zh}".replace(" ", "")


def _is_within(instant: date | None, period: Period) -> bool:
    return instant is not None and period.contains(instant.date() if isinstance(instant, datetime) else instant)


def _named(table: Table, notes: Sequence[str]) -> Table:
    """The table with notes below, and the denominator in the name of every rate, also of the usual one."""
    columns = tuple(_with_denominator(column) for column in table.columns)
    last = table.header_height - 1
    rows = list(table.grid.rows)
    rows[last] = tuple(
        cell if before is after or cell is None else attrs.evolve(cell, text=after.path[-1])
        for cell, before, after in zip(rows[last], table.columns, columns, strict=True)
    )
    return attrs.evolve(table, columns=columns, grid=attrs.evolve(table.grid, rows=tuple(rows), notes=tuple(notes)))


def _with_denominator(column: Column) -> Column:
    declared = declarations().get(column.role or "")
    if declared is None or declared.kind != "ratio" or column.scope:
        return column
    variant = declared.variant().zh.replace(" ", "")
    *above, own = column.path
    return attrs.evolve(column, path=(*above, f"{variant}{own}"), scope=(variant,))

"""Where cases stand on a day: on time, overdue, due soon. Every row says which limit, which end and which convention.

>>> from datetime import date
>>> cases = [
...     Case(case_no="A1", window="发改局窗口", accepted_at=date(2017, 9, 15), promised_at=date(2017, 9, 22)),
...     Case(case_no="A2", window="民政局窗口", accepted_at=date(2017, 9, 25), promised_at=date(2017, 10, 9)),
...     Case(case_no="A3", window="民政局窗口", accepted_at=date(2017, 9, 25)),
... ]
>>> view = standings(cases, as_of=date(2017, 9, 29))
>>> [(row.case_no, row.status.zh, row.left) for row in view.rows]
[('A1', '超期未办结', -5), ('A2', '在办', 2), ('A3', '时限不明', None)]
>>> print(view.overdue.table())
超期未办结件清单（截至2017-09-29）
办件编号  窗口名称    受理时间    应办结日期  净用时  超期
----------------------------------------------------------
A1        发改局窗口  2017-09-15  2017-09-22      10     5
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.approval.case import Case
from zhengwu.approval.catalogue import Catalogue
from zhengwu.approval.clocks import Basis, End, case_clock, deemed_accepted_at, limit_of
from zhengwu.approval.listing import listing
from zhengwu.approval.standing import Standing, Status
from zhengwu.approval.words import CaseState
from zhengwu.errors import ZhengwuError
from zhengwu.records.clock import Clock
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.records.instant import is_after
from zhengwu.table import Table

__all__ = ["Standings", "standings"]

_DEFAULT = Convention()
# I9 of approval.md §11, and what takes part in no rate at all.
_OUTSIDE = (CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED, CaseState.VOIDED, CaseState.WITHDRAWN)
_COLUMNS = ("case_no", "item_name", "window", "accepted_at", "due_at", "net", "stopped")


@attrs.frozen(kw_only=True)
class Standings:
    """Rows as of a day, with what they were counted by: `basis`, `until`, `convention`.

    `aside` are the cases that could not be counted, by number, with the reason: a day outside the calendar, say.
    Cases that are never accepted, withdrawn or voided are no rows, on any day, since a state has none; those accepted
    later than the day are neither.
    """

    rows: tuple[Standing, ...]
    as_of: date
    basis: Basis
    until: End
    convention: Convention
    title: str = "办件时限情况"
    aside: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many rows there are of each status."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in Status}

    @property
    def overdue(self) -> Standings:
        """The open cases whose limit is exceeded, the longest overdue first."""
        rows = [row for row in self.rows if row.status is Status.OVERDUE]
        rows.sort(key=lambda row: (-(row.overdue or 0), row.case_no))
        return attrs.evolve(self, rows=tuple(rows), title="超期未办结件清单", aside=())

    def due_soon(self, *, within: int) -> Standings:
        """The open cases of whose limit at most `within` is left, the most urgent first; a stopped clock is not urgent.

        `within` 0 are those that are due on this day.
        """
        rows = [row for row in self.rows if row.status is Status.RUNNING and (row.left or 0) <= within]
        rows.sort(key=lambda row: (row.left or 0, row.case_no))
        return attrs.evolve(self, rows=tuple(rows), title="即将到期件清单", aside=())

    def to_dict(self) -> dict[str, Any]:
        """The rows with the convention they were counted by, as plain values for JSON."""
        return {
            "as_of": self.as_of.isoformat(),
            "basis": self.basis.zh,
            "until": self.until,
            **self.convention.to_dict(),
            "rows": [row.to_dict() for row in self.rows],
            "aside": [{"case_no": number, "why": why} for number, why in self.aside],
        }

    def table(self) -> Table:
        """The rows as a table with the official terms; what is unknown is blank."""
        used = [name for name in _COLUMNS if any(getattr(row, name) not in (None, 0) for row in self.rows)]
        last = "overdue" if any(row.overdue for row in self.rows) else "left"
        return listing(self.rows, title=f"{self.title}（截至{self.as_of}）", fields=[*(used or _COLUMNS[:1]), last])


def standings(
    cases: Iterable[Case],
    *,
    as_of: date,
    basis: Basis = Basis.PROMISED,
    until: End = "closed_at",
    catalogue: Catalogue | None = None,
    convention: Convention = _DEFAULT,
) -> Standings:
    """Where these cases stand on the day `as_of`; what happened later is not seen.

    The limit is that of the item in the `catalogue`, or the promised day of the case; see `limit_of`. Files that
    nobody answered within five working days stand as accepted on receipt. Nothing a case holds raises: what cannot be
    counted is kept aside.
    """
    rows: list[Standing] = []
    aside: list[tuple[str, str]] = []
    view = Standings(rows=(), as_of=as_of, basis=basis, until=until, convention=convention)
    for case in cases:
        if case.state in _OUTSIDE:
            continue
        try:
            row = _standing(case, view, catalogue)
        except ZhengwuError as error:
            aside.append((case.case_no, str(error)))
            continue
        if row is not None:
            rows.append(row)
    return attrs.evolve(view, rows=tuple(rows), aside=tuple(aside))


def _standing(case: Case, view: Standings, catalogue: Catalogue | None) -> Standing | None:
    as_of, until, convention = view.as_of, view.until, view.convention
    deemed = deemed_accepted_at(case, as_of, calendar=convention.calendar)
    if deemed is not None:
        case = case.evolve(accepted_at=deemed)
    accepted = case.accepted_at
    if accepted is None or is_after(accepted, as_of):
        return None
    found = limit_of(case, basis=view.basis, catalogue=catalogue, convention=convention)
    item = catalogue.find(case.implementation_code, accepted) if catalogue is not None else None
    ended: date | None = getattr(case, until)
    told: dict[str, Any] = {
        "case_no": case.case_no,
        "item_name": item.name if item is not None else None,
        "window": case.window,
        "case_type": case.case_type,
        "accepted_at": accepted,
        "is_deemed": deemed is not None,
        "ended_at": None if is_after(ended, as_of) else ended,
        "basis": view.basis,
    }
    if found is None:
        return Standing(**told)
    used = convention if found.unit is convention.unit else _in_unit(convention, found.unit)
    return Standing(**told, **_counted(case_clock(case, found.limit, until=until, as_of=as_of, convention=used)))


def _in_unit(convention: Convention, unit: ClockUnit) -> Convention:
    """The convention for a limit that is set in another unit: its first day and closing time stay where it has any."""
    if not unit.is_days:
        return Convention(unit=unit)
    return Convention(unit=unit, count_start_day=convention.count_start_day, cutoff=convention.cutoff)


def _counted(ran: Clock) -> dict[str, Any]:
    return {
        "due_at": ran.due,
        "limit": ran.limit,
        "extension": ran.extension,
        "elapsed": _begun(ran.elapsed),
        "stopped": _begun(ran.elapsed) - _begun(ran.net),
        "net": _begun(ran.net),
        "left": ran.allowed - _begun(ran.net),
        "overdue": max(0, _begun(ran.net) - ran.allowed),
        "status": _status(ran),
    }


def _begun(amount: int | Fraction) -> int:
    """Days are whole; an hour that has begun counts."""
    return -(-amount // 1)


def _status(ran: Clock) -> Status:
    if not ran.is_open:
        return Status.LATE if ran.is_overdue else Status.ON_TIME
    if ran.is_overdue:
        return Status.OVERDUE
    return Status.STOPPED if ran.is_stopped else Status.RUNNING

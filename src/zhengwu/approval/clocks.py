"""The clocks of a case: which limit runs from which instant, what stops it, what adds to it, when it ends.

Special procedures of kind 2 stop the clock (行政许可法 article 45), kind 1 extends the limit (article 42), once. Which
instant ends it is named, since platforms differ on whether 办结 is the decision or the delivery.

>>> from datetime import date
>>> from zhengwu.approval.case import SpecialProcedure
>>> hearing = SpecialProcedure(kind=SpecialKind.STOP, started_at=date(2017, 3, 31), ended_at=date(2017, 4, 7))
>>> case = Case(case_no="A1", accepted_at=date(2017, 3, 30), closed_at=date(2017, 4, 10), special=(hearing,))
>>> ran = case_clock(case, 5)
>>> ran.elapsed, ran.stopped, ran.net, ran.is_on_time
(6, 4, 2, True)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias

import attrs

from zhengwu.approval.case import Case, SpecialProcedure
from zhengwu.approval.catalogue import Catalogue
from zhengwu.approval.words import CaseState, SpecialKind
from zhengwu.errors import UnknownNameError
from zhengwu.records.base import label
from zhengwu.records.clock import Clock, Stop, clock
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import is_after
from zhengwu.records.words import Word
from zhengwu.reference.limits import StatutoryLimit, statutory_limit
from zhengwu.workdays import Workdays, workdays

__all__ = ["Basis", "CaseLimit", "End", "case_clock", "deemed_accepted_at", "limit_of", "statutory_clock", "stops_of"]

End: TypeAlias = Literal["decided_at", "closed_at", "delivered_at"]
"""The instant that ends the clock: the decision, what the platform calls 办结, or the delivery."""

_ENDS = ("decided_at", "closed_at", "delivered_at")
_DEFAULT = Convention()
_ACCEPTED = label(Case, "accepted_at")


class Basis(Word):
    """Which limit is meant, the promised or the statutory one: a rate without it says nothing."""

    PROMISED = "承诺时限", "promised_limit"
    STATUTORY = "法定时限", "statutory_limit"


@attrs.frozen
class CaseLimit:
    """A limit for a case, in the unit it is set in."""

    limit: int
    unit: ClockUnit = ClockUnit.WORKING_DAYS


def stops_of(special: Iterable[SpecialProcedure]) -> tuple[Stop, ...]:
    """What stopped the clock: the procedures of kind 2 whose start is known. An end of None stands."""
    return tuple(
        (one.started_at, one.ended_at) for one in special if one.kind is SpecialKind.STOP and one.started_at is not None
    )


def limit_of(
    case: Case,
    *,
    basis: Basis = Basis.PROMISED,
    catalogue: Catalogue | None = None,
    convention: Convention = _DEFAULT,
) -> CaseLimit | None:
    """The limit of a case: that of its item on the day of acceptance, else the days up to the promised day.

    None where neither is known. A promised day before the acceptance is no limit. Raises `CalendarError` for a
    promised day outside the calendar.

    >>> from datetime import date
    >>> limit_of(Case(case_no="A1", accepted_at=date(2017, 1, 20), promised_at=date(2017, 2, 8))).limit
    10
    """
    item = catalogue.find(case.implementation_code, case.accepted_at) if catalogue is not None else None
    if item is not None:
        promised = basis is Basis.PROMISED
        limit = item.promised_limit if promised else item.statutory_limit
        if limit is not None:
            return CaseLimit(limit, item.promised_unit if promised else item.statutory_unit)
    if basis is Basis.STATUTORY or case.promised_at is None or case.accepted_at is None:
        return None
    if is_after(case.accepted_at, case.promised_at):
        return None
    places = convention.place(case.promised_at) - convention.start_place(case.accepted_at)
    return CaseLimit(max(0, places // convention.per_unit), convention.unit)


def case_clock(
    case: Case,
    limit: int,
    *,
    extension: int | None = None,
    until: End = "closed_at",
    as_of: date | None = None,
    convention: Convention = _DEFAULT,
) -> Clock:
    """The clock of a case from its acceptance to the instant `until`, or to `as_of` while it is open.

    An extension adds `extension` units, the ten days of 行政许可法 article 42 unless said; a second one adds nothing,
    and one begun after `as_of` nothing yet. Raises `RecordError` for a case that was not accepted, `UnknownNameError`
    for another instant, `CalendarError` for an open case without `as_of` or a day outside the calendar.
    """
    if until not in _ENDS:
        raise UnknownNameError("ends no clock", field="until", value=until, expected=", ".join(_ENDS))
    if case.accepted_at is None:
        raise RecordError("is not known, so no limit runs", field=_ACCEPTED)
    added = statutory_limit("decision").extension if extension is None else extension
    ended: date | None = getattr(case, until)
    extended = any(one.kind is SpecialKind.EXTENSION and not is_after(one.started_at, as_of) for one in case.special)
    return clock(
        case.accepted_at,
        limit,
        ended=ended,
        as_of=as_of,
        stops=[
            stop for stop in stops_of(case.special) if not is_after(stop[0], ended)
        ],  # what came later stops nothing
        extension=added if extended else 0,
        convention=convention,
    )


def statutory_clock(
    case: Case, name: str, *, as_of: date | None = None, convention: Convention = _DEFAULT
) -> Clock | None:
    """A clock of 行政许可法: ``correction_notice``, ``decision``, ``joint_decision``, ``lower_review``, ``delivery``.

    The notice runs from receipt to acceptance, the delivery from the decision to grant to the delivery, the others from
    acceptance to the decision. None where it has not started. Raises what `case_clock` raises.

    >>> from datetime import date
    >>> case = Case(case_no="A1", accepted_at=date(2017, 9, 15), decided_at=date(2017, 10, 20))
    >>> statutory_clock(case, "decision").is_on_time, statutory_clock(case, "joint_decision").left
    (False, 24)
    """
    rule: StatutoryLimit = statutory_limit(name)
    if name == "correction_notice":
        return _run(case.applied_at, case.accepted_at, rule, as_of, convention)
    if name == "delivery":
        granted = None if case.state is CaseState.REFUSED else case.decided_at
        return _run(granted, case.delivered_at, rule, as_of, convention)
    if case.accepted_at is None or is_after(case.accepted_at, as_of):
        return None
    return case_clock(case, rule.days, extension=rule.extension, until="decided_at", as_of=as_of, convention=convention)


def deemed_accepted_at(case: Case, as_of: date, *, calendar: Workdays | None = None) -> date | None:
    """The day of receipt, for a file that counts as accepted because nobody said a word within five working days.

    None for a file that was answered, is not that old on `as_of`, or is in a state other than 已申请. Source:
    行政许可法 article 32(4). Raises `CalendarError` outside the calendar.

    >>> from datetime import date
    >>> case = Case(case_no="A1", state=CaseState.SUBMITTED, applied_at=date(2017, 9, 28))
    >>> deemed_accepted_at(case, date(2017, 10, 11)), deemed_accepted_at(case, date(2017, 10, 12))
    (None, datetime.date(2017, 9, 28))
    """
    received = case.applied_at
    if case.state is not CaseState.SUBMITTED or received is None or case.accepted_at is not None:
        return None
    if is_after(received, as_of):
        return None
    passed = (calendar or workdays()).count(received, as_of)
    return received if passed > statutory_limit("correction_notice").days else None


def _run(
    started: date | None, ended: date | None, rule: StatutoryLimit, as_of: date | None, convention: Convention
) -> Clock | None:
    if started is None or is_after(started, as_of):
        return None
    return clock(started, rule.days, ended=ended, as_of=as_of, convention=convention)

"""What cannot be right about a case or an item although a record can hold it: the rules of approval.md §11, found.

What the words rule out is refused when a record is made: I1 (applied ≤ accepted ≤ decided ≤ delivered), the end of a
stop before its start (I4), a level that is none (I10). What a law or a place rules is found here and changes nothing.

>>> from datetime import date
>>> case = Case(case_no="A1", case_type=CaseType.INSTANT, accepted_at=date(2017, 3, 1), closed_at=date(2017, 3, 3))
>>> print(*check_case(case))
A1：I2 即办件 2017-03-01 受理，2017-03-03 办结，不在同日
>>> print(check_item(ItemImplementation(implementation_code="X1", statutory_limit=20, promised_limit=30))[0].text("en"))
X1: I3 promised: 30, statutory: 20 (工作日)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial

from zhengwu.approval.bundle import ItemBundle
from zhengwu.approval.case import Case
from zhengwu.approval.catalogue import Catalogue
from zhengwu.approval.item import ItemImplementation
from zhengwu.approval.words import CaseState, CaseType, SpecialKind
from zhengwu.findings import Grade
from zhengwu.records.breach import Breach, breach_of
from zhengwu.records.convention import ClockUnit
from zhengwu.records.instant import is_after
from zhengwu.workdays import Workdays, workdays

__all__ = ["Breach", "check_bundle", "check_case", "check_cases", "check_item", "check_items"]

_NEVER_ACCEPTED = (CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED)
_OPEN = (
    CaseState.DRAFT,
    CaseState.SUBMITTED,
    CaseState.CORRECTION_NOTIFIED,
    CaseState.ACCEPTED,
    CaseState.IN_REVIEW,
    CaseState.SUSPENDED,
)
_MESSAGES = {
    "I1": ("承诺办结时间 {promised} 早于受理 {accepted}", "promised for {promised}, accepted {accepted}"),
    "I2": ("即办件 {accepted} 受理，{closed} 办结，不在同日", "an instant case accepted {accepted}, closed {closed}"),
    "I3": (
        "承诺时限 {promised} {unit}长于法定时限 {statutory}",
        "promised: {promised}, statutory: {statutory} ({unit})",
    ),
    "R8": (
        "套餐承诺时限 {limit} 工作日长于各事项之和 {apart}",
        "promised for {limit} working days together, {apart} one after another",
    ),
    "I3.case": (
        "承诺办结时间 {promised} 晚于法定期限 {due}",
        "promised for {promised}, after the statutory limit, {due}",
    ),
    "I4": (
        "特别程序 {start} 至 {end} 不在受理（{accepted}）与决定（{decided}）之间",
        "a stop from {start} to {end} lies outside acceptance ({accepted}) and decision ({decided})",
    ),
    "I6": ("延长审批 {count} 次，至多一次", "extended {count} times, once at most"),
    "I7.open": ("未办结而有办理结果 {result}", "a result, {result}, but no closing"),
    "I7.none": ("已于 {closed} 办结而无办理结果", "closed {closed} without a result"),
    "I7.state": ("状态为{state}而已于 {closed} 办结", "closed {closed}, yet in the state {state}"),
    "I8": ("评价时间 {at} 早于办结 {closed}", "evaluated {at}, before it was closed {closed}"),
    "I9": ("状态为{state}而有受理时间 {accepted}", "accepted {accepted}, yet in the state {state}"),
}

_breach = partial(breach_of, _MESSAGES)


def check_item(item: ItemImplementation) -> tuple[Breach, ...]:
    """What is wrong with an item: a promised limit longer than the statutory one (I3)."""
    promised, statutory = item.promised_limit, item.statutory_limit
    if item.promised_unit is not item.statutory_unit or promised is None or statutory is None or promised <= statutory:
        return ()
    unit = item.promised_unit.zh
    return (_breach("I3", item.implementation_code, promised=promised, statutory=statutory, unit=unit),)


def check_bundle(bundle: ItemBundle) -> tuple[Breach, ...]:
    """What is wrong with a bundle: its items (I3), and a limit longer than theirs one after another (R-CLK-8).

    >>> items = tuple(ItemImplementation(implementation_code=code, promised_limit=5) for code in ("A1", "A2"))
    >>> print(*check_bundle(ItemBundle(name="开餐馆", items=items, limit=12)))
    开餐馆：R8 套餐承诺时限 12 工作日长于各事项之和 10
    """
    found = check_items(bundle.items)
    apart = bundle.limit_apart
    if bundle.limit is None or apart is None or bundle.limit <= apart:
        return found
    return (*found, _breach("R8", bundle.name, limit=bundle.limit, apart=apart))


def check_items(items: Iterable[ItemImplementation]) -> tuple[Breach, ...]:
    """What is wrong with these items."""
    return tuple(breach for item in items for breach in check_item(item))


def check_case(
    case: Case,
    *,
    item: ItemImplementation | None = None,
    calendar: Workdays | None = None,
    results_known: bool = False,
) -> tuple[Breach, ...]:
    """What is wrong with a case. `item` is what it applies for, as it was when the case was accepted.

    `results_known`: the source records results, so that a closed case without one lacks it. An evaluation before the
    closing is a question, since platforms also ask at receipt, and so is a promised day before the acceptance. Raises
    `CalendarError` for a limit outside the calendar.
    """
    return (
        *_of_dates(case),
        *_of_special(case),
        *_of_result(case, results_known=results_known),
        *_of_limit(case, item, calendar),
    )


def check_cases(
    cases: Iterable[Case], *, catalogue: Catalogue | None = None, calendar: Workdays | None = None
) -> tuple[Breach, ...]:
    """What is wrong with these cases. Results count as known when any closed case has one."""
    known = tuple(cases)
    results_known = any(case.closed_at is not None and case.result_code is not None for case in known)
    found: list[Breach] = []
    for case in known:
        item = catalogue.find(case.implementation_code, case.accepted_at) if catalogue is not None else None
        found += check_case(case, item=item, calendar=calendar, results_known=results_known)
    return tuple(found)


def _of_dates(case: Case) -> Iterator[Breach]:
    accepted, closed = _day(case.accepted_at), _day(case.closed_at)
    if is_after(case.accepted_at, case.promised_at):
        yield _breach("I1", case.case_no, grade=Grade.QUESTION, promised=case.promised_at, accepted=case.accepted_at)
    if case.case_type is CaseType.INSTANT and accepted is not None and closed is not None and accepted != closed:
        yield _breach("I2", case.case_no, accepted=accepted, closed=closed)
    for one in case.evaluations or ():
        if is_after(case.closed_at, one.at):
            yield _breach("I8", case.case_no, grade=Grade.QUESTION, at=one.at, closed=case.closed_at)
    if case.state in _NEVER_ACCEPTED and case.accepted_at is not None:
        yield _breach("I9", case.case_no, state=case.state, accepted=case.accepted_at)


def _of_special(case: Case) -> Iterator[Breach]:
    decided = case.decided_at or case.closed_at
    for one in case.special:
        early = is_after(case.accepted_at, one.started_at)
        late = is_after(one.ended_at or one.started_at, decided)
        if one.kind is SpecialKind.STOP and (early or late):
            start, end, accepted = one.started_at, one.ended_at, case.accepted_at
            yield _breach("I4", case.case_no, start=start, end=end, accepted=accepted, decided=decided)
    extensions = sum(one.kind is SpecialKind.EXTENSION for one in case.special)
    if extensions > 1:
        yield _breach("I6", case.case_no, count=extensions)


def _of_result(case: Case, *, results_known: bool) -> Iterator[Breach]:
    if case.result_code is not None and case.closed_at is None and case.state in (None, *_OPEN):
        yield _breach("I7.open", case.case_no, result=case.result_code)
    if case.closed_at is None:
        return
    if results_known and case.result_code is None and case.state is not CaseState.FORWARDED:
        yield _breach("I7.none", case.case_no, closed=case.closed_at)
    if case.state in _OPEN:
        yield _breach("I7.state", case.case_no, closed=case.closed_at, state=case.state)


def _of_limit(case: Case, item: ItemImplementation | None, calendar: Workdays | None) -> Iterator[Breach]:
    """I3 of a case: it is promised for a day after the statutory limit, the stops and extensions of the case aside."""
    limit = item.statutory_limit if item is not None and item.statutory_unit is ClockUnit.WORKING_DAYS else None
    if limit is None or case.accepted_at is None or case.promised_at is None or case.special:
        return
    due = (calendar or workdays()).due(case.accepted_at, limit)
    if is_after(case.promised_at, due):
        yield _breach("I3.case", case.case_no, promised=case.promised_at, due=due)


def _day(instant: date | None) -> date | None:
    return instant.date() if isinstance(instant, datetime) else instant

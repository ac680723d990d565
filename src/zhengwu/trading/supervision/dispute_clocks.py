"""The clocks of a dispute: when it had to be raised, answered, accepted and decided.

>>> from datetime import date
>>> from zhengwu.trading.supervision.dispute import DisputeAct, DisputeAction, DisputeKind
>>> def act(action, day):
...     return DisputeAct(action=DisputeAction(action), at=date(2017, 3, day))
>>> dispute = Dispute(dispute_no="T1", kind=DisputeKind.PROCUREMENT, known_at=date(2017, 3, 1),
...                   acts=(act("提出", 3), act("答复", 15)))
>>> [(clock.rule.zh, clock.due, clock.status.zh) for clock in dispute_clocks(dispute, date(2017, 3, 31))]
[('质疑', datetime.date(2017, 3, 10), '按时'), ('质疑答复', datetime.date(2017, 3, 14), '逾期'), \
('投诉', datetime.date(2017, 4, 5), '未到期')]
"""

from __future__ import annotations

from datetime import date

from zhengwu.records.clock import Stop
from zhengwu.records.instant import is_after
from zhengwu.trading.supervision.clocks import ClockStatus, LegalClock, legal_clock
from zhengwu.trading.supervision.dispute import Dispute, DisputeAction, DisputeKind
from zhengwu.workdays import Workdays

__all__ = ["dispute_clocks"]

_A = DisputeAction


def dispute_clocks(dispute: Dispute, as_of: date, *, calendar: Workdays | None = None) -> tuple[LegalClock, ...]:
    """The clocks that had begun by a day, in the order of the stages; a stage that needs no clock has none.

    Works: a complaint within its days of knowing, the time of the answer to an objection not counted; tests and expert
    review stop the decision (招标投标法实施条例 articles 60, 61). Procurement: a complaint counts from the end of
    the time for the answer, or from an earlier answer where it came before that end (政府采购法 article 55).
    """
    acts = tuple(act for act in dispute.acts if not is_after(act.at, as_of))
    then = dispute.evolve(acts=acts)
    found = _works(then, as_of, calendar) if dispute.kind is DisputeKind.WORKS else _procurement(then, as_of, calendar)
    return tuple(clock for clock in found if clock is not None)


def _works(dispute: Dispute, as_of: date, calendar: Workdays | None) -> list[LegalClock | None]:
    raised, answered = dispute.raised_at, dispute.at(_A.ANSWER)
    complained = dispute.complained_at
    heard = dispute.at(_A.ACCEPT) or dispute.at(_A.DECLINE)
    waiting: list[Stop] = [] if raised is None else [(raised, answered or complained)]
    ends = answered or (complained if raised is not None else None) or _withdrawn(dispute, before=_A.COMPLAIN)
    return [
        None if raised is None else legal_clock("PD-W-08", raised, ends, as_of=as_of, calendar=calendar),
        None
        if complained is None
        else legal_clock("PD-W-16", dispute.known_at, complained, as_of=as_of, stops=waiting, calendar=calendar),
        _of("PD-W-17", complained, heard or _withdrawn(dispute), as_of, calendar),
        _decision("PD-W-18", dispute, dispute.at(_A.ACCEPT), as_of, calendar),
    ]


def _procurement(dispute: Dispute, as_of: date, calendar: Workdays | None) -> list[LegalClock | None]:
    raised, complained = dispute.raised_at, dispute.complained_at
    answered = dispute.at(_A.ANSWER) or _withdrawn(dispute, before=_A.COMPLAIN)
    if raised is None:
        return []
    answer = legal_clock("PD-G-20", raised, answered, as_of=as_of, calendar=calendar)
    is_over = complained is None and (dispute.at(_A.SETTLE) is not None or dispute.at(_A.WITHDRAW) is not None)
    complaint: LegalClock | None = None
    if not is_over and answer.due is not None and (complained is not None or not is_after(answer.due, as_of)):
        early = is_after(answer.due, complained) and answer.done is not None
        start = answer.done if early else answer.due  # answered at once, the complaint may come at once
        complaint = legal_clock("PD-G-21", start, complained, as_of=as_of, calendar=calendar)
        if complaint.status is ClockStatus.OVERDUE:  # a right that was not used is no limit that was missed
            complaint = None
    return [
        legal_clock("PD-G-19", dispute.known_at, raised, as_of=as_of, calendar=calendar),
        answer,
        complaint,
        _decision("PD-G-22", dispute, complained, as_of, calendar),
    ]


def _decision(
    rule: str, dispute: Dispute, started: date | None, as_of: date, calendar: Workdays | None
) -> LegalClock | None:
    if started is None or dispute.at(_A.DECLINE) is not None:
        return None
    stops: list[Stop] = []
    for act in dispute.acts:
        if act.action is _A.SUSPEND:
            stops.append((act.at, None))
        elif stops and stops[-1][1] is None:  # whatever follows a stop ends it
            stops[-1] = (stops[-1][0], act.at)
    done = dispute.decided_at or _withdrawn(dispute)
    return legal_clock(rule, started, done, as_of=as_of, stops=stops, calendar=calendar)


def _of(
    rule: str, started: date | None, done: date | None, as_of: date, calendar: Workdays | None
) -> LegalClock | None:
    return None if started is None else legal_clock(rule, started, done, as_of=as_of, calendar=calendar)


def _withdrawn(dispute: Dispute, *, before: DisputeAction | None = None) -> date | None:
    """When it was withdrawn, which ends the clock that runs; with `before`, unless that had happened."""
    return None if before is not None and dispute.at(before) is not None else dispute.at(_A.WITHDRAW)

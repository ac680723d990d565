"""Objections, challenges and complaints (异议, 质疑, 投诉): one dispute from the first letter to the decision.

Works: objection to the tenderer, then complaint to the supervisor (招标投标法实施条例 articles 22, 44, 54, 60, 61).
Procurement: challenge to the purchaser, then complaint to the finance department (政府采购法 articles 52 to 56). The
later stage needs the former one, save a complaint of works about what knows no objection.

>>> from datetime import date
>>> def act(action, day, **more):
...     return DisputeAct(action=DisputeAction(action), at=date(2017, 3, day), **more)
>>> dispute = Dispute(dispute_no="T1", kind=DisputeKind("政府采购"), known_at=date(2017, 3, 1),
...                   acts=(act("提出", 3), act("答复", 10), act("投诉", 14), act("受理", 16)))
>>> dispute.state.zh, [action.zh for action in dispute.allowed]
('投诉处理中', ['中止调查', '处理决定', '撤回'])
>>> Dispute(dispute_no="T2", kind=DisputeKind.PROCUREMENT, acts=(act("投诉", 14),))
Traceback (most recent call last):
zhengwu.errors.TransitionError: event 1: dispute (质疑投诉): COMPLAIN (投诉) is not possible in the state NONE (未提出)\
: a complaint needs a challenge before it (expected RAISE (提出), COMPLAIN (投诉))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import ClassVar

import attrs

from zhengwu.errors import TransitionError
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import refusal, require_parts, require_text
from zhengwu.records.guards import in_order
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.lifecycle import Lifecycle, Transition
from zhengwu.records.party import Party, Source
from zhengwu.trading.supervision.dispute_words import (
    DisputeAction,
    DisputeKind,
    DisputeResult,
    DisputeState,
    DisputeSubject,
)

__all__ = [
    "DISPUTE_LIFECYCLE",
    "Dispute",
    "DisputeAct",
    "DisputeAction",
    "DisputeFacts",
    "DisputeKind",
    "DisputeResult",
    "DisputeState",
    "DisputeSubject",
    "with_acts",
]


@record
class DisputeAct(Record):
    """One act. A decision has a result and a basis, a refusal a basis; `result` of an answer is the tenderer's view.

    `dispute_no` says which dispute it belongs to where acts come as rows of their own (`with_acts`).
    """

    dispute_no: str | None = field(zh="质疑投诉编号", also=("投诉编号", "质疑编号", "异议编号"), default=None)
    action: DisputeAction = field(zh="环节")
    at: Instant = field(zh="日期", also=("时间",))
    result: DisputeResult | None = field(zh="处理结果", default=None)
    basis: str | None = field(zh="依据", also=("法律依据",), default=None)
    note: str | None = field(zh="内容", default=None, private=True)


@attrs.frozen(kw_only=True)
class DisputeFacts:
    """What a guard looks at: the act, those before it, the kind and subject of the dispute."""

    act: DisputeAct
    before: tuple[DisputeAct, ...] = ()
    kind: DisputeKind = DisputeKind.WORKS
    subject: DisputeSubject | None = None


_Check = Callable[[DisputeFacts], str | None]
_NEED_OBJECTION = (
    DisputeSubject.DOCUMENTS,
    DisputeSubject.PREQUALIFICATION,
    DisputeSubject.OPENING,
    DisputeSubject.RESULT,
)


def _at_once(facts: DisputeFacts) -> str | None:
    if facts.kind is DisputeKind.PROCUREMENT:
        return "a complaint needs a challenge before it"
    if facts.subject in _NEED_OBJECTION:
        return "a complaint about this needs an objection before it"
    return None if facts.subject is not None else "what it is about is not known"


def _based(facts: DisputeFacts) -> str | None:
    return None if facts.act.basis else "no basis is named"


def _with_result(facts: DisputeFacts) -> str | None:
    return _based(facts) or (None if facts.act.result is not None else "no result is recorded")


_guard = partial(in_order, acts=lambda facts: facts.before)

_S, _A = DisputeState, DisputeAction
_OPEN = (_S.RAISED, _S.ANSWERED, _S.COMPLAINED, _S.IN_REVIEW, _S.SUSPENDED)

DISPUTE_LIFECYCLE: Lifecycle[DisputeState, DisputeAction] = Lifecycle(
    "dispute (质疑投诉)",
    initial=_S.NONE,
    terminal=(_S.DECIDED, _S.NOT_ACCEPTED, _S.WITHDRAWN, _S.SETTLED),
    transitions=(
        Transition(_A.RAISE, (_S.NONE,), _S.RAISED, guard=_guard(), effect="starts the answer; works: suspends"),
        Transition(
            _A.COMPLAIN, (_S.NONE,), _S.COMPLAINED, guard=_guard(_at_once), source="招标投标法实施条例 article 60"
        ),
        Transition(_A.ANSWER, (_S.RAISED,), _S.ANSWERED, guard=_guard(), effect="ends the answer"),
        Transition(_A.SETTLE, (_S.ANSWERED,), _S.SETTLED, guard=_guard()),
        Transition(
            _A.COMPLAIN, (_S.RAISED, _S.ANSWERED), _S.COMPLAINED, guard=_guard(), effect="starts the acceptance"
        ),
        Transition(_A.ACCEPT, (_S.COMPLAINED,), _S.IN_REVIEW, guard=_guard(), effect="starts the decision"),
        Transition(_A.DECLINE, (_S.COMPLAINED,), _S.NOT_ACCEPTED, guard=_guard(_based)),
        Transition(_A.SUSPEND, (_S.IN_REVIEW,), _S.SUSPENDED, guard=_guard(_based), effect="stops the decision"),
        Transition(_A.RESUME, (_S.SUSPENDED,), _S.IN_REVIEW, guard=_guard(), effect="resumes the decision"),
        Transition(_A.DECIDE, (_S.IN_REVIEW,), _S.DECIDED, guard=_guard(_with_result), effect="ends the decision"),
        Transition(_A.WITHDRAW, _OPEN, _S.WITHDRAWN, guard=_guard()),
    ),
)
"""The chain of trading.md §3.5; the names of the states are this project's own."""


@record
class Dispute(Record):
    """One dispute. `known_at` is when the party knew or should have known.

    Raises `TransitionError` for acts that cannot follow each other: a complaint without what the law wants before it.
    """

    dispute_no: str = field(zh="质疑投诉编号", also=("投诉编号", "质疑编号", "异议编号"))
    kind: DisputeKind = field(zh="类别", also=("质疑投诉类别",))
    subject: DisputeSubject | None = field(zh="异议类型", also=("质疑事项", "投诉事项"), default=None)
    tender_code: str | None = field(zh="招标项目编号", default=None)
    lot_code: str | None = field(zh="标段编号", default=None)
    party: Party | None = field(zh="投诉人", also=("质疑人", "异议人"), default=None)
    known_at: Instant | None = field(zh="知悉日期", default=None)
    acts: tuple[DisputeAct, ...] = field(zh="处理过程", default=())
    restriction: str | None = field(zh="限制措施", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "disputes"
    COUNT_UNIT: ClassVar[str] = "件"
    PARTS: ClassVar[str | None] = "acts"
    KEY: ClassVar[str | None] = "dispute_no"
    TOGETHER: ClassVar[bool] = True

    def __attrs_post_init__(self) -> None:
        require_text(self, "dispute_no")
        require_parts(self, "acts", DisputeAct)
        self._state()
        first = self.acts[0].at if self.acts else None
        if is_after(self.known_at, first):
            raise refusal(self, "known_at", f"lies after the first act of {first}")

    def _state(self) -> DisputeState:
        state = DISPUTE_LIFECYCLE.initial
        for number, act in enumerate(self.acts):
            facts = DisputeFacts(act=act, before=self.acts[:number], kind=self.kind, subject=self.subject)
            try:
                state = DISPUTE_LIFECYCLE.step(state, act.action, facts)
            except TransitionError as error:
                error.where = f"event {number + 1}"
                raise
        return state

    @property
    def state(self) -> DisputeState:
        """Where it stands after all its acts."""
        return self._state()

    @property
    def allowed(self) -> tuple[DisputeAction, ...]:
        """The acts that may follow."""
        return DISPUTE_LIFECYCLE.allowed(self.state)

    def at(self, action: DisputeAction) -> date | None:
        """When this was done first; None where it was not."""
        return next((act.at for act in self.acts if act.action is action), None)

    @property
    def raised_at(self) -> date | None:
        return self.at(_A.RAISE)

    @property
    def complained_at(self) -> date | None:
        return self.at(_A.COMPLAIN)

    @property
    def decided_at(self) -> date | None:
        return self.at(_A.DECIDE)

    @property
    def result(self) -> DisputeResult | None:
        """The result of the decision upon the complaint; None before it."""
        return next((act.result for act in self.acts if act.action is _A.DECIDE), None)


def with_acts(disputes: Iterable[Dispute], acts: Iterable[DisputeAct]) -> tuple[Dispute, ...]:
    """The disputes with their acts, which came as rows of their own, each with the number of its dispute.

    Raises `RecordError` for an act in no dispute, and what making a `Dispute` raises.

    >>> from datetime import date
    >>> head = Dispute(dispute_no="T1", kind=DisputeKind.WORKS)
    >>> raised = DisputeAct(dispute_no="T1", action=DisputeAction.RAISE, at=date(2017, 3, 3))
    >>> with_acts([head], [raised])[0].state.zh
    '待答复'
    """
    heads = tuple(disputes)
    done: dict[str | None, list[DisputeAct]] = {one.dispute_no: [] for one in heads}
    for act in acts:
        if act.dispute_no not in done:
            raise refusal(act, "dispute_no", "is the number of no dispute", expected="one of the disputes given")
        done[act.dispute_no].append(act)
    return tuple(one.evolve(acts=(*one.acts, *done[one.dispute_no])) for one in heads)


_QUANTITIES: Quantities = MappingProxyType(
    {
        "disputes": lambda _: 1,
        "objections": lambda one: int(one.raised_at is not None),
        "objections_answered": lambda one: int(one.at(_A.ANSWER) is not None),
        "complaints": lambda one: int(one.complained_at is not None),
        "complaints_decided": lambda one: int(one.decided_at is not None),
        "complaints_upheld": lambda one: int(one.result is not None and one.result.is_upheld),
    }
)
Dispute.QUANTITIES = _QUANTITIES

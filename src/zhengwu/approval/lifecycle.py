"""The lifecycle of a case: its states, the events that lead from one to the next, their guards and their clocks.

After 行政许可法 articles 32 to 45 and GB/T 39046-2020 tables 5 to 8. A guard looks at the facts of the step; asked
without facts, only the states decide.

>>> LIFECYCLE.allowed(CaseState.SUSPENDED)
(<CaseAction.RESUME: '特别程序结束'>, <CaseAction.WITHDRAW: '撤回'>, <CaseAction.VOID: '作废'>)
>>> LIFECYCLE.step(CaseState.DELIVERED, CaseAction.VOID)
Traceback (most recent call last):
zhengwu.errors.TransitionError: case (办件): VOID (作废) is not possible in the state DELIVERED (送达), which is \
terminal (expected no event at all)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import attrs

from zhengwu.approval.act import CaseAct
from zhengwu.approval.words import CaseAction, CaseState, CaseType, SpecialKind
from zhengwu.records.guards import act_row, told
from zhengwu.records.lifecycle import Lifecycle
from zhengwu.reference.limits import statutory_limit
from zhengwu.workdays import Workdays, workdays

__all__ = ["LIFECYCLE", "StepFacts"]

_Check = Callable[["StepFacts"], str | None]


@attrs.frozen(kw_only=True)
class StepFacts:
    """What a guard looks at: the act, those before it, and what is known of the case. None is unknown.

    `is_lower_review`: a lower body reviews and a higher one decides (行政许可法 article 43).
    """

    act: CaseAct
    acts: tuple[CaseAct, ...] = ()
    case_type: CaseType | None = None
    is_lower_review: bool | None = None
    calendar: Workdays | None = None

    def at(self, *actions: CaseAction) -> date | None:
        """When the last of these acts was, of those before."""
        return next((one.at for one in reversed(self.acts) if one.action in actions), None)

    @property
    def accepted_on(self) -> date | None:
        """The day of acceptance; of a file accepted for want of a word, the day of its receipt."""
        if any(one.action is CaseAction.DEEM_ACCEPTED for one in self.acts):
            return _day(self.at(CaseAction.SUBMIT))
        return _day(self.at(CaseAction.ACCEPT, CaseAction.CORRECT))


def _day(instant: date | None) -> date | None:
    return instant.date() if isinstance(instant, datetime) else instant


def _complete(facts: StepFacts) -> str | None:
    return "the file is not complete and in form" if facts.act.is_complete is False else None


def _without_a_word(facts: StepFacts) -> str | None:
    received = facts.at(CaseAction.SUBMIT)
    if received is None:
        return "the day of receipt is not known"
    limit = statutory_limit("correction_notice").days
    passed = (facts.calendar or workdays()).count(received, facts.act.at)
    return None if passed > limit else f"{passed} of {limit} working days have passed since receipt"


def _on_the_spot(facts: StepFacts) -> str | None:
    if facts.case_type is not CaseType.INSTANT:
        return "only an instant case (即办件) is decided without review"
    return _same_day(facts)


def _same_day(facts: StepFacts) -> str | None:
    """I2 of approval.md §11."""
    accepted = facts.accepted_on
    if facts.case_type is CaseType.INSTANT and accepted is not None and _day(facts.act.at) != accepted:
        return f"an instant case (即办件) accepted on {accepted} is decided and closed that day"
    return None


def _reviewed(facts: StepFacts) -> str | None:
    return "an instant case (即办件) is decided on the spot" if facts.case_type is CaseType.INSTANT else None


def _stops(facts: StepFacts) -> str | None:
    return None if facts.act.kind is SpecialKind.STOP else "the special procedure is not one that stops the clock"


def _extends(facts: StepFacts) -> str | None:
    if facts.act.kind not in (None, SpecialKind.EXTENSION):
        return "the special procedure is not an extension"
    if any(one.action is CaseAction.EXTEND for one in facts.acts):
        return "it was extended once already"
    return told(facts) or (None if facts.act.approved_by else "nobody is named who approved it")


def _lower_review(facts: StepFacts) -> str | None:
    return "no higher body decides this case" if facts.is_lower_review is False else None


def _with_result(facts: StepFacts) -> str | None:
    act = facts.act
    if act.result_code is None or act.result_code_set is None:
        return "no result is recorded (a result code and its code set)"
    return _same_day(facts)


_S, _A = CaseState, CaseAction
_NOT_DECIDED = (_S.SUBMITTED, _S.CORRECTION_NOTIFIED, _S.ACCEPTED, _S.IN_REVIEW, _S.SUSPENDED)
_TERMINAL = (_S.DELIVERED, _S.NOT_ACCEPTED, _S.CORRECTION_LAPSED, _S.WITHDRAWN, _S.VOIDED, _S.FORWARDED)
_OPEN = tuple(state for state in CaseState if state not in _TERMINAL)


_row = partial(act_row, called="event")

LIFECYCLE: Lifecycle[CaseState, CaseAction] = Lifecycle(
    "case (办件)",
    initial=_S.DRAFT,
    terminal=_TERMINAL,
    transitions=(
        _row(_A.SUBMIT, (_S.DRAFT,), _S.SUBMITTED, effect="starts the correction notice"),
        _row(_A.ACCEPT, (_S.SUBMITTED,), _S.ACCEPTED, _complete, effect="stops the notice, starts the decision"),
        _row(
            _A.DEEM_ACCEPTED,
            (_S.SUBMITTED,),
            _S.ACCEPTED,
            _without_a_word,
            effect="starts the decision as of receipt",
            source="行政许可法 article 32(4)",
        ),
        _row(_A.NOTIFY_CORRECTION, (_S.SUBMITTED,), _S.CORRECTION_NOTIFIED, effect="stops the correction notice"),
        _row(_A.CORRECT, (_S.CORRECTION_NOTIFIED,), _S.ACCEPTED, _complete, effect="starts the decision"),
        _row(_A.LAPSE, (_S.CORRECTION_NOTIFIED,), _S.CORRECTION_LAPSED),
        _row(_A.DECLINE, (_S.SUBMITTED,), _S.NOT_ACCEPTED, told, source="行政许可法 article 32"),
        _row(_A.START_REVIEW, (_S.ACCEPTED,), _S.IN_REVIEW, _reviewed),
        _row(_A.GRANT, (_S.ACCEPTED,), _S.GRANTED, _on_the_spot, effect="ends the decision, starts the delivery"),
        _row(_A.REFUSE, (_S.ACCEPTED,), _S.REFUSED, lambda facts: _on_the_spot(facts) or told(facts)),
        _row(
            _A.SUSPEND,
            (_S.IN_REVIEW,),
            _S.SUSPENDED,
            _stops,
            effect="stops the decision",
            source="行政许可法 article 45",
        ),
        _row(_A.RESUME, (_S.SUSPENDED,), _S.IN_REVIEW, effect="resumes the decision"),
        _row(_A.EXTEND, (_S.IN_REVIEW,), _S.IN_REVIEW, _extends, effect="adds days", source="行政许可法 article 42"),
        _row(_A.GRANT, (_S.IN_REVIEW,), _S.GRANTED, effect="ends the decision, starts the delivery"),
        _row(_A.REFUSE, (_S.IN_REVIEW,), _S.REFUSED, told, effect="ends the decision"),
        _row(
            _A.FORWARD,
            (_S.IN_REVIEW,),
            _S.FORWARDED,
            _lower_review,
            effect="ends the local clock",
            source="行政许可法 article 43",
        ),
        _row(_A.CLOSE, (_S.GRANTED, _S.REFUSED), _S.CLOSED, _with_result),
        _row(_A.DELIVER, (_S.CLOSED,), _S.DELIVERED, effect="ends the delivery", source="行政许可法 article 44"),
        _row(_A.WITHDRAW, _NOT_DECIDED, _S.WITHDRAWN),
        _row(_A.VOID, _OPEN, _S.VOIDED, effect="leaves every rate"),
    ),
)
"""The table of approval.md §5. Platforms differ on whether 办结 is the decision or the delivery: both are kept."""

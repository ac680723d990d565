"""Case files: the acts upon a case in their order, the state they lead to, and what the clocks need of them.

>>> from datetime import date
>>> def act(action, day, **facts):
...     return CaseAct(case_no="A1", action=action, at=date(2017, 3, day), **facts)
>>> file = CaseFile.of([act(CaseAction("申请"), 1), act(CaseAction("受理"), 2)])
>>> file.state.zh, file.accepted_at, [action.zh for action in file.allowed]
('受理', datetime.date(2017, 3, 2), ['审查', '准予', '不予', '撤回', '作废'])
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from zhengwu.approval.act import CaseAct
from zhengwu.approval.case import Case, SpecialProcedure
from zhengwu.approval.lifecycle import LIFECYCLE, StepFacts
from zhengwu.approval.words import CaseAction, CaseState, CaseType, SpecialKind
from zhengwu.errors import TransitionError
from zhengwu.records.faults import RecordError
from zhengwu.workdays import Workdays
from zhengwu.workdays.moments import require_comparable

__all__ = ["CaseFile"]

_A = CaseAction


@attrs.frozen(kw_only=True)
class CaseFile:
    """A case as its acts tell it. Immutable: `take` gives the file with one act more.

    `case_type` and `is_lower_review` are what guards look at, None where unknown; `calendar` counts the working days
    after which silence is acceptance (the one of China unless given).
    """

    acts: tuple[CaseAct, ...] = ()
    state: CaseState = LIFECYCLE.initial
    case_type: CaseType | None = None
    is_lower_review: bool | None = None
    calendar: Workdays | None = attrs.field(default=None, repr=False)

    @classmethod
    def of(cls, acts: Iterable[CaseAct], **facts: Any) -> CaseFile:
        """The file of these acts, in their order. Raises what `take` raises; `where` says which act."""
        file = cls(**facts)
        for number, act in enumerate(acts, 1):
            try:
                file = file.take(act)
            except TransitionError as error:
                error.where = f"case {act.case_no}, event {number}"
                raise
        return file

    def take(self, act: CaseAct) -> CaseFile:
        """The file after one more act.

        Raises `TransitionError` where the state or a guard refuses it, `RecordError` for an act upon another case,
        `UnitError` for times with and without a time zone in one file.
        """
        if self.acts and act.case_no != self.acts[0].case_no:
            raise RecordError("belongs to another case", field="case_no (办件编号)", value=act.case_no)
        require_comparable(*(one.at for one in self.acts[-1:]), act.at)
        facts = StepFacts(
            act=act,
            acts=self.acts,
            case_type=self.case_type,
            is_lower_review=self.is_lower_review,
            calendar=self.calendar,
        )
        return attrs.evolve(self, acts=(*self.acts, act), state=LIFECYCLE.step(self.state, act.action, facts))

    @property
    def allowed(self) -> tuple[CaseAction, ...]:
        """The events that may follow."""
        return LIFECYCLE.allowed(self.state)

    @property
    def is_deemed_accepted(self) -> bool:
        """Whether it was accepted because nobody said a word in time (行政许可法 article 32)."""
        return self._at(_A.DEEM_ACCEPTED) is not None

    @property
    def applied_at(self) -> date | None:
        return self._at(_A.SUBMIT)

    @property
    def accepted_at(self) -> date | None:
        """The acceptance; of a file accepted for want of a word, its receipt."""
        return self.applied_at if self.is_deemed_accepted else self._at(_A.ACCEPT, _A.CORRECT)

    @property
    def decided_at(self) -> date | None:
        return self._at(_A.GRANT, _A.REFUSE)

    @property
    def closed_at(self) -> date | None:
        """The closing; of a case passed up, the day it was."""
        return self._at(_A.CLOSE, _A.FORWARD)

    @property
    def delivered_at(self) -> date | None:
        return self._at(_A.DELIVER)

    @property
    def special(self) -> tuple[SpecialProcedure, ...]:
        """The special procedures: stops with their ends (None while one lasts, or ended with the case), extensions."""
        found: list[SpecialProcedure] = []
        for act in self.acts:
            if act.action is _A.SUSPEND:
                found.append(_procedure(act, SpecialKind.STOP))
            elif act.action is _A.EXTEND:
                found.append(_procedure(act, SpecialKind.EXTENSION).evolve(ended_at=act.at))
            elif found and found[-1].ended_at is None:  # whatever follows a stop ends it
                found[-1] = found[-1].evolve(ended_at=act.at)
        return tuple(found)

    def to_case(self, **fields: Any) -> Case:
        """The case as a record; `fields` are those that the acts do not tell (window, implementation_code …).

        Raises `RecordError` for a file without acts, whose number nobody knows.
        """
        if not self.acts:
            raise RecordError("has no acts, so its number is not known", field="case_no (办件编号)")
        closing = next((one for one in self.acts if one.action is _A.CLOSE), None)
        told = {
            "case_no": self.acts[0].case_no,
            "case_type": self.case_type,
            "applied_at": self.applied_at,
            "accepted_at": self.accepted_at,
            "decided_at": self.decided_at,
            "closed_at": self.closed_at,
            "delivered_at": self.delivered_at,
            "result_code": closing and closing.result_code,
            "result_code_set": closing and closing.result_code_set,
            "state": self.state,
            "special": self.special,
        }
        return Case(**told | fields)

    def _at(self, *actions: CaseAction) -> date | None:
        return next((act.at for act in self.acts if act.action in actions), None)


def _procedure(act: CaseAct, kind: SpecialKind) -> SpecialProcedure:
    return SpecialProcedure(kind=kind, kind_name=act.kind_name, reason=act.reason, started_at=act.at)

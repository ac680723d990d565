"""Acceptance with a paper missing (容缺受理): accepted now, the paper promised before the decision.

Whole or partial is the rule of a place; here a file may be accepted when all that is missing is marked tolerable.
Source of the wording: 江苏 "不见面审批" 标准化指引 (2018-09-08).

>>> permit = ItemImplementation(
...     implementation_code="A1",
...     materials=(Material(name="申请书", mandatory=True), Material(name="验资报告", mandatory=True, tolerable=True)),
... )
>>> intake(permit, ["申请书"])
Intake(outcome=<IntakeOutcome.TOLERATED: '容缺受理'>, missing=('验资报告',), blocking=())
>>> intake(permit, ["验资报告"]).blocking          # 补正: told once, all of them
('申请书',)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from zhengwu.approval.item import ItemImplementation, Material
from zhengwu.errors import UnknownNameError
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import in_order, refusal, require_text
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.words import Word

__all__ = ["Intake", "IntakeOutcome", "ToleratedAcceptance", "intake"]

_in_order = in_order("accepted_at", "supplied_at")


class IntakeOutcome(Word):
    """What a look at the papers leads to."""

    COMPLETE = "受理"
    TOLERATED = "容缺受理"
    CORRECTION = "补正告知"


@attrs.frozen
class Intake:
    """The outcome, all that is missing, and of it what may not be (`blocking`): the list of a correction notice."""

    outcome: IntakeOutcome
    missing: tuple[str, ...] = ()
    blocking: tuple[str, ...] = ()


def intake(item: ItemImplementation, submitted: Iterable[str]) -> Intake:
    """What to do with a file that holds these papers, named as the item names them.

    A paper that is not mandatory is never missing; one of which that is not known counts as mandatory. Raises
    `RecordError` when nobody listed the materials of the item, `UnknownNameError` for a paper it does not ask for.
    """
    if item.materials is None:
        raise RecordError("are not listed", field="materials (申请材料)", value=item.implementation_code)
    names = [one.name for one in item.materials]
    held = set(submitted)
    for name in held.difference(names):
        problem = f"is not asked for by {item.implementation_code}"
        raise UnknownNameError(problem, field="submitted (申请材料)", value=name, expected="、".join(names))
    missing = [one for one in item.materials if one.mandatory is not False and one.name not in held]
    blocking = tuple(one.name for one in missing if not _may_wait(one))
    outcome = IntakeOutcome.CORRECTION if blocking else IntakeOutcome.TOLERATED if missing else IntakeOutcome.COMPLETE
    return Intake(outcome, tuple(one.name for one in missing), blocking)


def _may_wait(material: Material) -> bool:
    return material.tolerable is True


@record
class ToleratedAcceptance(Record):
    """A case accepted with papers missing: which, until when they are promised, and when they came.

    >>> from datetime import date
    >>> kept = ToleratedAcceptance(case_no="A1", missing=("验资报告",), accepted_at=date(2017, 9, 18))
    >>> kept.is_open(date(2017, 9, 30)), kept.breaks_promise(decided_at=date(2017, 10, 9))
    (True, True)
    """

    case_no: str = field(zh="办件编号", also=("办件号",))
    missing: tuple[str, ...] = field(zh="容缺材料")
    accepted_at: Instant | None = field(zh="受理时间", default=None)
    promised_at: Instant | None = field(zh="承诺补齐日期", default=None)
    supplied_at: Instant | None = field(zh="补齐日期", default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "case_no")
        if not self.missing or not all(name.strip() for name in self.missing):
            raise refusal(self, "missing", "names no paper", expected="the names of the papers that are missing")
        _in_order(self)

    def is_open(self, as_of: date) -> bool:
        """Whether the papers were still missing on this day."""
        return self.supplied_at is None or is_after(self.supplied_at, as_of)

    def is_late(self, as_of: date) -> bool | None:
        """Whether they came, or are still missing, after the promised day; None where none was promised."""
        if self.promised_at is None:
            return None
        return is_after(as_of if self.is_open(as_of) else self.supplied_at, self.promised_at)

    def breaks_promise(self, *, decided_at: date | None) -> bool:
        """Whether the case was decided before the papers came, which the applicant had promised."""
        if decided_at is None:
            return False
        return self.supplied_at is None or is_after(self.supplied_at, decided_at)

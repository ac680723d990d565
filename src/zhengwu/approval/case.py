"""Cases (办件): one application from filing to delivery, with its steps, stops and evaluations."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import ClassVar, Self

from zhengwu.approval.act import require_result
from zhengwu.approval.parts import CaseEvent, Evaluation, SpecialProcedure
from zhengwu.approval.words import CaseState, CaseType, HandlingForm
from zhengwu.errors import CalendarError
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, require_parts, require_text
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.party import Source

__all__ = ["Case", "CaseEvent", "Evaluation", "SpecialProcedure"]

_LONGEST_NUMBER = 50  # GB/T 39046-2020, table 5
_NEVER_ACCEPTED = (CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED)  # approval.md §11 I9
_ENDED_UNDONE = (*_NEVER_ACCEPTED, CaseState.WITHDRAWN)
_NO_PARTS: tuple[()] = ()
_in_order = in_order("applied_at", "accepted_at", "decided_at", "closed_at")
_decided_to_delivered = in_order("applied_at", "accepted_at", "decided_at", "delivered_at")


@record
class Case(Record):
    """One case (办件). Field names and their meaning: approval.md §3; columns of the national exchange tables are read.

    `window` is the name of the window as printed, `promised_at` the promised day. Of `evaluations`, None means that
    nobody knows whether there were any, an empty tuple that there were none. Platforms differ in whether 办结 is the
    decision or the delivery: `closed_at` is what this one calls 办结, `decided_at` and `delivered_at` are kept apart
    where they are known. `result_code` means nothing without `result_code_set`, the name of one of
    `zhengwu.reference.codes.code_sets`; an unknown set, or a code that is not in it, is refused.

    >>> from datetime import date
    >>> case = Case(case_no="A1", case_type=CaseType.INSTANT, accepted_at=date(2017, 3, 1), closed_at=date(2017, 3, 1))
    >>> Case.QUANTITIES["instant"](case), Case.QUANTITIES["evaluated"](case)
    (1, None)
    >>> case.evolve(closed_at=date(2017, 2, 28))
    Traceback (most recent call last):
    zhengwu.records.faults.RecordError: closed_at (办结时间): '2017-02-28' lies before accepted_at (受理时间)
    """

    case_no: str = field(zh="办件编号", also=("办件号", "业务编号", "项目编号", "流水号", "project_no"))
    implementation_code: str | None = field(zh="实施编码", also=("事项编码", "实施清单编码", "task_code"), default=None)
    handling_item_code: str | None = field(zh="业务办理项编码", also=("task_handle_item",), default=None)
    case_type: CaseType | None = field(zh="办件类型", also=("project_type",), default=None)
    applicant_kind: str | None = field(zh="申请人类型", default=None)
    window: str | None = field(term="window", default=None)
    window_id: str | None = field(zh="窗口编号", default=None)
    channel: HandlingForm | None = field(zh="办理形式", also=("申请方式",), default=None)
    applied_at: Instant | None = field(
        zh="申请时间", also=("申请日期", "收件时间", "收件日期", "apply_date"), default=None
    )
    accepted_at: Instant | None = field(zh="受理时间", also=("受理日期", "accept_date"), default=None)
    accept_doc_no: str | None = field(zh="受理文书编号", default=None)
    promised_at: Instant | None = field(
        zh="承诺办结时间", also=("承诺办结日期", "承诺日期", "promise_date"), default=None
    )
    decided_at: Instant | None = field(zh="决定时间", also=("决定日期", "审批时间"), default=None)
    closed_at: Instant | None = field(zh="办结时间", also=("办结日期", "result_date"), default=None)
    delivered_at: Instant | None = field(zh="送达时间", also=("送达日期", "领取时间"), default=None)
    result_code: str | None = field(zh="办理结果代码", also=("result_type",), default=None)
    result_code_set: str | None = field(zh="办理结果代码表", default=None)
    state: CaseState | None = field(zh="办件状态", also=("办理状态",), default=None)
    region: str | None = field(term="region", default=None)
    project_code: str | None = field(zh="投资项目统一代码", also=("投资项目代码",), default=None)
    events: tuple[CaseEvent, ...] = field(zh="办理过程", default=())
    special: tuple[SpecialProcedure, ...] = field(zh="特别程序", default=())
    evaluations: tuple[Evaluation, ...] | None = field(zh="好差评", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "case_count"
    COUNT_UNIT: ClassVar[str] = "件"
    PARTS: ClassVar[str | None] = "evaluations"
    KEY: ClassVar[str | None] = "case_no"

    def __attrs_post_init__(self) -> None:
        # What holds for nearly every case is looked at here: half a million of them are made at a time.
        number, accepted, closed = self.case_no, self.accepted_at, self.closed_at
        if type(number) is not str or not 0 < len(number) <= _LONGEST_NUMBER or number.isspace():
            require_text(self, "case_no", longest=_LONGEST_NUMBER)
        if self.applied_at is not None or not (type(accepted) is type(closed) is date and accepted <= closed):
            _in_order(self)
        if self.decided_at is not None or self.delivered_at is not None:
            _in_order(self)
            _decided_to_delivered(self)
        if self.result_code_set is not None:
            require_result(self)
        if self.events is not _NO_PARTS or self.special is not _NO_PARTS or self.evaluations is not None:
            require_parts(self, "events", CaseEvent)
            require_parts(self, "special", SpecialProcedure)
            require_parts(self, "evaluations", Evaluation)

    def counted(self) -> tuple[Self, ...]:
        """The case itself; nothing for one that was voided (作废)."""
        return () if self.state is CaseState.VOIDED else (self,)

    @property
    def evaluation(self) -> Evaluation | None:
        """The last evaluation, which is the one that counts; None where there is none."""
        return max(self.evaluations, key=lambda one: one.ordinal or 0) if self.evaluations else None


def _completed(case: Case) -> int:
    return int(case.closed_at is not None and case.state not in _NEVER_ACCEPTED)


def _of_type(case: Case, case_type: CaseType) -> int | None:
    return None if case.case_type is None else int(case.case_type is case_type)


def _overdue(case: Case) -> int | None:
    """1 when closed after the promised day; None while it is open, and where no day was promised.

    What stopped the clock, or extended the limit, moves that day.
    """
    if case.promised_at is None or not _completed(case):
        return None
    return int(is_after(case.closed_at, _last_day(case)))


def _last_day(case: Case) -> date | None:
    """The promised day, moved by the special procedures of the case; as promised where the calendar ends before."""
    if not case.special or case.accepted_at is None or is_after(case.accepted_at, case.promised_at):
        return case.promised_at
    from zhengwu.approval.clocks import case_clock, limit_of

    try:
        limit = limit_of(case)
        return case.promised_at if limit is None else case_clock(case, limit.limit).due
    except CalendarError:
        return case.promised_at


def _negated(value: int | None) -> int | None:
    return None if value is None else 1 - value


def _early(case: Case) -> int | None:
    if case.case_type is not CaseType.PROMISED or _overdue(case) is None:
        return None
    return int(is_after(_last_day(case), case.closed_at))


def _satisfied(case: Case) -> int | None:
    if case.evaluations is None:
        return None
    return int(case.evaluation is not None and case.evaluation.level.is_satisfied)


def _dissatisfied(case: Case) -> int | None:
    if case.evaluations is None:
        return None
    return int(case.evaluation is not None and not case.evaluation.level.is_satisfied)


def _rectified(case: Case) -> int | None:
    bad = _dissatisfied(case)
    if not bad or case.evaluation is None:
        return bad
    return None if case.evaluation.is_rectified is None else int(case.evaluation.is_rectified)


_QUANTITIES: Quantities = MappingProxyType(
    {
        "case_count": lambda _: 1,
        "accepted": lambda case: int(case.accepted_at is not None and case.state not in _NEVER_ACCEPTED),
        "completed": _completed,
        "unfinished": lambda case: int(
            case.accepted_at is not None and case.closed_at is None and case.state not in _ENDED_UNDONE
        ),
        "on_time": lambda case: _negated(_overdue(case)),
        "overdue": _overdue,
        "early": _early,
        "instant": lambda case: _of_type(case, CaseType.INSTANT),
        "promised": lambda case: _of_type(case, CaseType.PROMISED),
        "forwarded_up": lambda case: None if case.state is None else int(case.state is CaseState.FORWARDED),
        "online_cases": lambda case: None if case.channel is None else int(case.channel.is_online),
        "evaluated": lambda case: None if case.evaluations is None else int(bool(case.evaluations)),
        "satisfied": _satisfied,
        "dissatisfied": _dissatisfied,
        "rectified": _rectified,
    }
)
Case.QUANTITIES = _QUANTITIES

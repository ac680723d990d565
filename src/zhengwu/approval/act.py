"""Acts (办件事件): what happened to a case and when, one row of its event log, with what the lifecycle looks at."""

from __future__ import annotations

from typing import ClassVar

from zhengwu.approval.words import CaseAction, SpecialKind
from zhengwu.errors import UnknownNameError
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.reference.codes import code_set

__all__ = ["CaseAct", "require_result"]


def require_result(record: Record) -> None:
    """A result code stands in its code set, and the set is a known one; a code without a set says nothing."""
    name, code = getattr(record, "result_code_set", None), getattr(record, "result_code", None)
    if name is None:
        return
    try:
        found = code_set(name)
        if code is not None:
            found.word(code)
    except UnknownNameError as error:
        where = "result_code_set" if error.value is name else "result_code"
        raise refusal(record, where, error.problem, expected=error.expected) from None


@record
class CaseAct(Record):
    """One act upon a case: the event, the instant, and the facts that its guard looks at (approval.md §5).

    `reason` is what the body wrote (why it declines, refuses, extends), `is_complete` whether the file was complete and
    in form when it was accepted (容缺 counts as complete), `kind` the kind of a special procedure, `approved_by` who
    approved an extension. None is unknown.

    >>> from datetime import date
    >>> act = CaseAct(case_no="A1", action=CaseAction.ACCEPT, at=date(2017, 3, 1))
    >>> act.action.zh, CaseAct.validate({"case_no": "A1", "action": "送达", "at": "2017-03-09"}).action.name
    ('受理', 'DELIVER')
    """

    case_no: str = field(zh="办件编号", also=("办件号", "业务编号", "项目编号", "流水号"))
    action: CaseAction = field(zh="办件事件", also=("事件", "环节", "活动"))
    at: Instant = field(zh="发生时间", also=("时间", "日期", "办理时间"))
    reason: str | None = field(zh="理由", also=("原因", "意见"), default=None, private=True)
    is_complete: bool | None = field(zh="材料是否齐全", default=None)
    kind: SpecialKind | None = field(zh="特别程序种类", default=None)
    kind_name: str | None = field(zh="特别程序名称", default=None)
    approved_by: str | None = field(zh="批准人", default=None)
    result_code: str | None = field(zh="办理结果代码", default=None)
    result_code_set: str | None = field(zh="办理结果代码表", default=None)
    body: str | None = field(zh="办理部门", also=("办理单位",), default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    KEY: ClassVar[str | None] = "case_no"

    def __attrs_post_init__(self) -> None:
        require_text(self, "case_no", longest=50)
        if not isinstance(self.action, CaseAction):
            raise refusal(self, "action", "is not an act upon a case", expected="such as CaseAction.ACCEPT")
        require_result(self)

"""Parts of a case: its steps (过程), special procedures (特别程序) and evaluations (好差评)."""

from __future__ import annotations

from zhengwu.approval.words import SpecialKind, StepAction, StepStatus
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import in_order, refusal, require_count, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.whole import Whole
from zhengwu.records.words import Satisfaction

__all__ = ["CaseEvent", "Evaluation", "SpecialProcedure"]

_start_to_end = in_order("started_at", "ended_at")


@record
class CaseEvent(Record):
    """A step (过程) of a case. Source: approval.md §3, GB/T 39046-2020 table 7.

    An end equal to its start may mean that the end is unknown, since the standard has the start written there.

    >>> CaseEvent(seq=1, stage_name="受理").stage_name
    '受理'
    """

    seq: Whole = field(zh="环节序号")
    stage_name: str = field(zh="环节名称")
    case_no: str | None = field(zh="办件编号", default=None)
    action: StepAction | None = field(zh="办理动作", default=None)
    handler: str | None = field(zh="办理人", default=None)
    body_uscc: str | None = field(zh="办理部门代码", default=None)
    started_at: Instant | None = field(zh="开始时间", default=None)
    ended_at: Instant | None = field(zh="结束时间", default=None)
    opinion: str | None = field(zh="办理意见", default=None, private=True)
    status: StepStatus | None = field(zh="办理状态", default=None)

    def __attrs_post_init__(self) -> None:
        require_count(self, "seq", least=0)
        require_text(self, "stage_name")
        _start_to_end(self)


@record
class SpecialProcedure(Record):
    """A special procedure (特别程序): an extension adds days, every other kind stops the clock. approval.md §3.

    >>> SpecialProcedure(kind=SpecialKind.STOP, kind_name="听证").kind.zh
    '除延长审批之外的情况'
    """

    kind: SpecialKind = field(zh="特别程序种类", also=("special_type",))
    kind_name: str | None = field(zh="特别程序名称", default=None)
    reason: str | None = field(zh="启动理由", default=None, private=True)
    started_at: Instant | None = field(zh="开始日期", default=None)
    ended_at: Instant | None = field(zh="结束日期", default=None)
    result: str | None = field(zh="特别程序结果", default=None)

    def __attrs_post_init__(self) -> None:
        _start_to_end(self)


@record
class Evaluation(Record):
    """An evaluation (好差评) of one service act; a case may have several. Source: approval.md §3.

    `is_rectified` tells of a bad review whether what it complains of was put right (差评整改); None is unknown.

    >>> Evaluation(level=Satisfaction(1)).level.zh
    '非常满意'
    """

    level: Satisfaction = field(zh="满意度等级", also=("评价等级", "评价结果"))
    case_no: str | None = field(zh="办件编号", default=None)
    channel: str | None = field(zh="评价渠道", default=None)
    at: Instant | None = field(zh="评价时间", default=None)
    ordinal: Whole | None = field(zh="评价次序", default=None)
    text: str | None = field(zh="评价内容", default=None, private=True)
    is_rectified: bool | None = field(zh="是否整改", also=("整改情况",), default=None)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.level, Satisfaction):
            raise refusal(self, "level", "is not a level", expected="such as Satisfaction.SATISFIED")
        require_count(self, "ordinal", least=1)

"""What happens to a ticket: dispatches, extensions, replies, follow-ups, evaluations, and every step in its order."""

from __future__ import annotations

from zhengwu.hotline.words import Activity, Role
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import in_order, refusal, require_count, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.whole import Whole
from zhengwu.records.words import Satisfaction

__all__ = ["Dispatch", "Evaluation", "Extension", "FollowUp", "Reply", "TicketEvent"]

_until_returned = in_order("dispatched_at", "signed_at", "returned_at")
_until_finished = in_order("dispatched_at", "signed_at", "finished_at")


@record
class Dispatch(Record):
    """A dispatch (派单) of a ticket to a unit that must act. Source: hotline.md §3.

    `hop` counts from 1 and grows with every return that was accepted. `sign_by` and `contact_by` are the ends of the
    clocks for signing and for the first contact with the caller (响应), `due_at` that for handling.

    >>> Dispatch(unit="城管局", role=Role.LEAD).unit
    '城管局'
    """

    unit: str = field(term="unit_name", zh="承办单位")
    role: Role | None = field(zh="承办角色", default=None)
    dispatched_at: Instant | None = field(zh="派单时间", also=("派发时间", "转办时间", "交办时间"), default=None)
    signed_at: Instant | None = field(zh="签收时间", default=None)
    returned_at: Instant | None = field(zh="退单时间", default=None)
    return_reason: str | None = field(zh="退单理由", default=None, private=True)
    accepted_return: bool | None = field(zh="是否同意退单", default=None)
    due_at: Instant | None = field(zh="办理期限", also=("应办结时间", "截止时间", "要求办结时间"), default=None)
    finished_at: Instant | None = field(zh="承办办结时间", also=("答复时间", "反馈时间"), default=None)
    hop: Whole | None = field(zh="派单次数", default=None)
    sign_by: Instant | None = field(zh="签收期限", also=("应签收时间",), default=None)
    return_by: Instant | None = field(zh="退单期限", default=None)
    contacted_at: Instant | None = field(zh="首次联系时间", also=("响应时间",), default=None)
    contact_by: Instant | None = field(zh="响应期限", also=("应联系时间",), default=None)

    @property
    def is_open(self) -> bool:
        """Whether it stands: not returned, or the return was refused."""
        return self.returned_at is None or self.accepted_return is False

    def __attrs_post_init__(self) -> None:
        require_text(self, "unit")
        _until_returned(self)
        _until_finished(self)
        require_count(self, "hop", least=1)


@record
class Extension(Record):
    """An extension (延期) that a unit asked for; `due_at` is the day of the old limit. Source: hotline.md §3.

    >>> from datetime import date
    >>> Extension(asked_at=date(2017, 3, 1), granted=True, days=3).granted
    True
    """

    asked_at: Instant | None = field(zh="申请延期时间", default=None)
    granted: bool | None = field(zh="是否同意延期", default=None)
    days: Whole | None = field(zh="延期天数", default=None)
    due_at: Instant | None = field(zh="原办理期限", default=None)
    new_due_at: Instant | None = field(zh="延期后期限", default=None)
    reason: str | None = field(zh="延期理由", default=None, private=True)

    def __attrs_post_init__(self) -> None:
        require_count(self, "days", least=1)


@record
class Reply(Record):
    """What a unit answered (答复). Its text may tell who asked, so it is private. Source: hotline.md §3.

    >>> Reply(unit="城管局", content="已修复").unit
    '城管局'
    """

    at: Instant | None = field(zh="答复时间", default=None)
    unit: str | None = field(term="unit_name", zh="答复单位", default=None)
    content: str | None = field(zh="答复内容", also=("办理结果",), default=None, private=True)


@record
class TicketEvent(Record):
    """One step of a ticket: what was done, when, and by whom (a unit or an agent's number). Source: hotline.md §12.

    >>> TicketEvent(activity=Activity.SIGN, unit="城管局").activity.zh
    '签收'
    """

    activity: Activity = field(zh="环节", also=("环节名称", "操作"))
    at: Instant | None = field(zh="环节时间", also=("操作时间",), default=None)
    unit: str | None = field(term="unit_name", zh="办理单位", default=None)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.activity, Activity):
            raise refusal(self, "activity", "is not a step of a ticket", expected="such as Activity.SIGN")


@record
class FollowUp(Record):
    """A follow-up call (回访). What the caller said is known only where the caller was reached. hotline.md §3, §11 K7.

    >>> FollowUp(reached=True, satisfaction=Satisfaction("满意"), solved=True).solved
    True
    """

    reached: bool = field(zh="是否有效回访", also=("回访成功",))
    at: Instant | None = field(zh="回访时间", default=None)
    satisfaction: Satisfaction | None = field(zh="回访满意度", also=("满意度", "回访结果"), default=None)
    solved: bool | None = field(zh="是否解决", also=("解决情况",), default=None)
    unit: str | None = field(term="unit_name", zh="回访对象单位", default=None)

    def __attrs_post_init__(self) -> None:
        for name in ("satisfaction", "solved"):
            if getattr(self, name) is not None and self.reached is False:
                raise refusal(self, name, "is told by a caller who was not reached", expected="None")


@record
class Evaluation(Record):
    """An evaluation of the agent's service or of the unit's result; the two are different figures. hotline.md §3.

    >>> Evaluation(level=Satisfaction.SATISFIED, scope="办理结果").scope
    '办理结果'
    """

    level: Satisfaction = field(zh="评价等级", also=("评价结果",))
    scope: str | None = field(zh="评价对象", default=None)
    at: Instant | None = field(zh="评价时间", default=None)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.level, Satisfaction):
            raise refusal(self, "level", "is not a level", expected="such as Satisfaction.SATISFIED")

"""The vocabularies of approval windows.

>>> CaseType("1"), CaseState("准予")
(<CaseType.INSTANT: '即办件'>, <CaseState.GRANTED: '准予'>)
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["CaseState", "CaseType", "CountState", "HandlingForm", "SpecialKind", "StepAction", "StepStatus"]


class CaseType(Word):
    """Kinds of cases. Source: GB/T 39046-2020, A.6. A case passed up (上报件) is forwarded, which is no kind."""

    INSTANT = "即办件", "1"
    PROMISED = "承诺件", "2"
    OTHER = "其他", "9"


class HandlingForm(Word):
    """How a case was filed. Source: GB/T 39046-2020, A.5."""

    WINDOW = "窗口办理", "1"
    WEB = "电脑端网上办理", "2"
    MOBILE = "移动端网上申请", "3"
    COURIER = "快递申请", "4"
    OTHER = "其他", "9"

    @property
    def is_online(self) -> bool:
        """Whether it was filed on the web or on a mobile."""
        return self in (HandlingForm.WEB, HandlingForm.MOBILE)


class CaseState(Word):
    """States of a case: this project's own set (approval.md §5), after 行政许可法 32-44 and GB/T 39046 tables 5-8."""

    DRAFT = "填报中"
    SUBMITTED = "已申请", "收件"
    CORRECTION_NOTIFIED = "补正告知"
    ACCEPTED = "受理", "已受理"
    IN_REVIEW = "审核"
    SUSPENDED = "特别程序", "挂起"
    GRANTED = "准予"
    REFUSED = "不予"
    CLOSED = "办结", "已办结"
    DELIVERED = "送达", "领取"
    NOT_ACCEPTED = "不予受理"
    CORRECTION_LAPSED = "补正不来办结"
    WITHDRAWN = "撤回", "退件"
    VOIDED = "作废"
    FORWARDED = "转报办结"


class SpecialKind(Word):
    """Kinds of special procedures: one adds days, the other stops the clock. Source: GB/T 39046-2020, A.7."""

    EXTENSION = "延长审批", "1", "A"
    STOP = "除延长审批之外的情况", "2", "B"


class StepAction(Word):
    """How a step ended. Source: GB/T 39046-2020, table 7."""

    PASSED = "通过"
    RETURNED = "退回"
    OTHER = "其他"


class StepStatus(Word):
    """Whether a step is done. Source: GB/T 39046-2020, table 7."""

    TO_DO = "待办", "1"
    DONE = "已办", "2"


class CountState(Word):
    """What stands in the cell of a window and a month: a number, a zero, nothing, or a window that was not open."""

    VALUE = "有数"
    ZERO = "零"
    BLANK = "空白"
    NOT_OPEN = "未开设"

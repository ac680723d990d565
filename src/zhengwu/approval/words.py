"""The vocabularies of approval windows.

>>> CaseType("1"), CaseState("准予")
(<CaseType.INSTANT: '即办件'>, <CaseState.GRANTED: '准予'>)
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = [
    "BodyNature",
    "CaseAction",
    "CaseState",
    "CaseType",
    "CountState",
    "ExerciseLevel",
    "HandlingForm",
    "ItemType",
    "ServiceTarget",
    "SpecialKind",
    "StepAction",
    "StepStatus",
]


class ItemType(Word):
    """Kinds of items (事项类型). Source: GB/T 39046-2020, A.1.

    Codes 11 to 19 and 21 on are left open there; 行政备案 is a kind of service item without a code of its own.
    """

    POWER = "行政权力事项", "00"
    LICENCE = "行政许可", "01"
    PENALTY = "行政处罚", "02"
    COERCION = "行政强制", "03"
    LEVY = "行政征收", "04"
    BENEFIT = "行政给付", "05"
    INSPECTION = "行政检查", "06"
    CONFIRMATION = "行政确认", "07"
    AWARD = "行政奖励", "08"
    ADJUDICATION = "行政裁决", "09"
    OTHER_POWER = "其他类别事项", "10", "其他行政权力"
    PUBLIC_SERVICE = "公共服务事项", "20", "公共服务"

    @property
    def is_on_application(self) -> bool:
        """Whether it can be a service item (政务服务事项): exercised on application, or a public service.

        Penalty, coercion, levy and inspection are powers and no service items. Source: 国发〔2022〕5号, as quoted by a
        district plan.
        """
        return self not in (ItemType.PENALTY, ItemType.COERCION, ItemType.LEVY, ItemType.INSPECTION)


class ExerciseLevel(Word):
    """Levels at which an item is exercised (行使层级). Source: GB/T 39046-2020, A.2."""

    NATIONAL = "国家级", "1", "局(署、会)", "国家级/局(署、会)"
    PROVINCE = "省级", "2", "直属", "省级/直属"
    CITY = "市级", "3", "隶属", "市级/隶属"
    COUNTY = "县级", "4"
    TOWN = "镇(乡、街道)级", "5", "镇级", "乡级", "街道级"
    VILLAGE = "村(社区)级", "6", "村级", "社区级"
    TIERED = "分级管理", "7"


class BodyNature(Word):
    """What kind of body exercises an item (实施主体性质). Source: GB/T 39046-2020, A.3."""

    STATUTORY = "法定机关", "1"
    AUTHORISED = "授权组织", "2"
    ENTRUSTED = "受委托组织", "3"
    OTHER = "其他", "9"


class ServiceTarget(Word):
    """Whom an item serves (服务对象). Source: GB/T 39046-2020, A.4; platforms use other numbers from 5 on."""

    PERSON = "自然人", "1"
    ENTERPRISE = "企业法人", "2"
    PUBLIC_INSTITUTION = "事业法人", "3"
    SOCIAL_ORGANISATION = "社会组织法人", "4"
    GOVERNMENT = "行政机关", "5"
    OTHER = "其他组织", "6"


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


class CaseAction(Word):
    """What happens to a case: the events of its lifecycle (approval.md §5, after 行政许可法 32-44)."""

    SUBMIT = "申请", "收件"
    ACCEPT = "受理"
    DEEM_ACCEPTED = "逾期视为受理"
    NOTIFY_CORRECTION = "补正告知"
    CORRECT = "补正受理"
    LAPSE = "补正逾期"
    DECLINE = "不予受理"
    START_REVIEW = "审查", "审核"
    SUSPEND = "特别程序开始", "挂起"
    RESUME = "特别程序结束", "恢复"
    EXTEND = "延长审批"
    GRANT = "准予"
    REFUSE = "不予"
    FORWARD = "转报"
    CLOSE = "办结"
    DELIVER = "送达", "领取"
    WITHDRAW = "撤回", "退件"
    VOID = "作废"

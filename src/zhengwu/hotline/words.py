"""The vocabularies of the 12345 hotline.

>>> Category("求助类"), Disposition("派发").name
(<Category.HELP: '求助'>, 'DISPATCHED')
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["Activity", "Category", "Disposition", "Role", "TicketState", "Urgency"]


class Category(Word):
    """What a caller wants, as monthly reports class it (hotline.md §3). 投诉举报 is never split where it is one."""

    CONSULT = "咨询", "咨询类"
    HELP = "求助", "求助类"
    COMPLAINT = "投诉", "投诉类"
    REPORT = "举报", "举报类"
    COMPLAINT_OR_REPORT = "投诉举报", "投诉举报类"
    SUGGEST = "建议", "建议类", "意见建议", "建议批评"
    THANKS = "感谢", "感谢类", "表扬"
    OTHER = "其他", "其它", "其他类"


class Disposition(Word):
    """What became of a ticket at intake (hotline.md §3)."""

    DIRECT = "直接办结", "在线解答", "直办", "自行处理"
    DISPATCHED = "派发", "转办", "派单", "交办"
    INVALID = "无效"


class Role(Word):
    """Whether a unit leads or assists (hotline.md §2)."""

    LEAD = "主办"
    ASSIST = "协办"


class TicketState(Word):
    """States of a ticket: this project's own set (hotline.md §4), after the closed loop of 国办发〔2020〕53号."""

    RECEIVED = "受理"
    ANSWERED = "在线答复"
    PENDING_DISPATCH = "待派单"
    DISPATCHED = "已派单", "待签收"
    SIGNED = "签收"
    RETURN_REQUESTED = "申请退单"
    IN_PROGRESS = "办理中"
    EXTENSION_REQUESTED = "申请延期"
    REPLIED = "已答复", "报结"
    UNDER_AUDIT = "办结审核"
    CLOSED = "办结", "已办结"
    FOLLOWED_UP = "已回访"
    REWORK = "重办", "退回重办"
    ARCHIVED = "归档"
    REJECTED = "不予受理"
    MERGED = "并单"


class Activity(Word):
    """What is done to a ticket: the events of its lifecycle, and 受理, with which it begins (hotline.md §4)."""

    RECEIVE = "受理登记", "登记"
    ANSWER = "在线答复", "直接答复"
    REFUSE = "不予受理"
    MERGE = "并单", "合并"
    FILE = "转派单", "提交派单"
    DISPATCH = "派单", "派发", "改派", "转办", "交办"
    SIGN = "签收"
    ASK_RETURN = "申请退单"
    ACCEPT_RETURN = "同意退单"
    REFUSE_RETURN = "驳回退单", "不同意退单"
    HANDLE = "办理"
    ASK_EXTENSION = "申请延期"
    GRANT_EXTENSION = "同意延期"
    REFUSE_EXTENSION = "驳回延期", "不同意延期"
    REPLY = "答复报结", "答复", "报结"
    AUDIT = "办结审核", "提交审核"
    PASS = "审核通过", "办结"
    REWORK = "退回重办", "重办"
    FOLLOW_UP = "回访"
    ARCHIVE = "归档"
    SUPERVISE = "督办"


class Urgency(Word):
    """How urgent a demand is, as limits tell it apart (a draft local standard of Beijing, 2021-12)."""

    EMERGENCY = "紧急", "突发", "特急"
    UTILITY = "水电气热", "公用事业"
    ORDINARY = "一般", "普通"
    COMPLEX = "疑难", "复杂", "疑难复杂"

"""The vocabularies of the 12345 hotline.

>>> Category("求助类"), Disposition("派发").name
(<Category.HELP: '求助'>, 'DISPATCHED')
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["Category", "Disposition", "Role", "TicketState"]


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

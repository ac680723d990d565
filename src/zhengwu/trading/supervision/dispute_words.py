"""The vocabularies of objections, challenges and complaints.

>>> DisputeKind("质疑"), DisputeSubject("3"), DisputeResult("驳回").is_upheld
(<DisputeKind.PROCUREMENT: '政府采购'>, <DisputeSubject.RESULT: '评标结果异议'>, False)
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["DisputeAction", "DisputeKind", "DisputeResult", "DisputeState", "DisputeSubject"]


class DisputeKind(Word):
    """Under which law: what the first stage is called, and which clocks run."""

    WORKS = "工程建设", "异议"
    PROCUREMENT = "政府采购", "质疑"


class DisputeSubject(Word):
    """What it is about. The first three with their codes: 异议类型 of a provincial platform (dictionary 10003)."""

    DOCUMENTS = "招标文件异议", "1", "采购文件", "招标文件"
    OPENING = "开标异议", "2", "开标"
    RESULT = "评标结果异议", "3", "采购结果", "中标结果", "评标结果"
    PREQUALIFICATION = "资格预审文件"
    PROCESS = "采购过程", "招标投标过程"
    OTHER = "其他"


class DisputeResult(Word):
    """How the last decision was."""

    UPHELD = "成立", "投诉成立"
    PARTLY_UPHELD = "部分成立"
    REJECTED = "不成立", "驳回", "驳回投诉"

    @property
    def is_upheld(self) -> bool:
        """Whether it was right, wholly or in part."""
        return self is not DisputeResult.REJECTED


class DisputeState(Word):
    """Where a dispute stands."""

    NONE = "未提出"
    RAISED = "待答复"
    ANSWERED = "已答复"
    COMPLAINED = "待受理"
    IN_REVIEW = "投诉处理中"
    SUSPENDED = "中止调查"
    DECIDED = "已作处理决定"
    NOT_ACCEPTED = "不予受理"
    WITHDRAWN = "已撤回"
    SETTLED = "异议质疑了结"


class DisputeAction(Word):
    """What is done in a dispute."""

    RAISE = "提出", "提出异议", "提出质疑"
    ANSWER = "答复"
    SETTLE = "了结"
    COMPLAIN = "投诉"
    ACCEPT = "受理"
    DECLINE = "不予受理"
    SUSPEND = "中止调查"
    RESUME = "恢复调查"
    DECIDE = "处理决定"
    WITHDRAW = "撤回"

"""The vocabularies of draws.

>>> DrawSubject("摇号定标"), DrawSubject("专家")
(<DrawSubject.CONTRACTOR: '承包商'>, <DrawSubject.EXPERT: '评标专家'>)
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["DrawFault", "DrawSubject"]


class DrawSubject(Word):
    """What is drawn: this project's own set (trading.md §3.5)."""

    CONTRACTOR = "承包商", "摇号定标", "施工企业", "供应商"
    EXPERT = "评标专家", "评审专家", "专家"
    AGENCY = "招标代理机构", "代理机构"
    COST_CONSULTANT = "造价咨询机构", "造价咨询"
    SUPERVISOR = "监标人员", "监督人员"
    INSPECTOR = "执法检查人员", "检查人员"
    INSPECTED = "检查对象"
    OTHER = "其他"


class DrawFault(Word):
    """What keeps a draw from being reproduced."""

    COMMITMENT = "承诺与抽取方案不符"
    SECRET = "密数与事先公布的摘要不符"  # noqa: S105  a fault of one
    PUBLIC_VALUE = "没有公开数"
    NOT_BEFORE = "公开数在承诺之前已经公布"
    RECUSAL = "递补对象或原因不符"
    ORDER = "抽取次序不能重现"
    SELECTED = "抽取结果不能重现"

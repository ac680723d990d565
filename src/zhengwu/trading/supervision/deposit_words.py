"""The vocabularies of deposits.

>>> DepositAction("退款"), DepositKind("质保金")
(<DepositAction.REFUND: '退还'>, <DepositKind.QUALITY: '质量保证金'>)
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["DepositAction", "DepositKind", "DepositState"]


class DepositKind(Word):
    """What a deposit secures."""

    BID = "投标保证金"
    PERFORMANCE = "履约保证金", "履约担保"
    AUCTION = "竞买保证金"
    QUALITY = "质量保证金", "质保金"
    WAGES = "农民工工资保证金"


class DepositState(Word):
    """Where a deposit stands."""

    AWAITED = "待缴纳"
    HELD = "已缴纳"
    REFUNDED = "已退还"
    FORFEITED = "不予退还"
    CONVERTED = "转为履约保证金"
    WAIVED = "免缴"


class DepositAction(Word):
    """What is done to a deposit."""

    PAY = "缴纳", "到账"
    REFUND = "退还", "退款"
    FORFEIT = "不予退还", "没收"
    CONVERT = "转为履约保证金", "转履约"
    WAIVE = "免缴", "减免"

"""Public resource trading (公共资源交易): tenders with their lots on the buying side, auctions on the selling side.

>>> from zhengwu.exact import Money
>>> tender = Tender.single(title="道路改造", budget=Money("438万元"), deal=Money("358万元"))
>>> Tender.QUANTITIES["savings"](tender)
Money("80万元")
"""

from __future__ import annotations

from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.draws import (
    Draw,
    DrawPlan,
    Entry,
    Quota,
    Replacement,
)
from zhengwu.trading.supervision import (
    Assessment,
    CreditEvent,
    Deposit,
    DepositMovement,
    Dispute,
    DisputeAct,
    Member,
    RefundStanding,
    SupervisedSession,
    Suspension,
    TradingFee,
)
from zhengwu.trading.tender import Lot, Tender
from zhengwu.trading.words import Outcome, QualificationReview, is_direct

__all__ = [
    "Assessment",
    "CreditEvent",
    "Deposit",
    "DepositMovement",
    "Dispute",
    "DisputeAct",
    "Draw",
    "DrawPlan",
    "Entry",
    "Lot",
    "Member",
    "Outcome",
    "PropertyAuction",
    "QualificationReview",
    "Quota",
    "RefundStanding",
    "Replacement",
    "SupervisedSession",
    "Suspension",
    "Tender",
    "TradingFee",
    "is_direct",
]

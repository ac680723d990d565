"""The kinds of records that a file may hold; each counts something, so that it can be rolled up.

>>> KINDS["deposit"].COUNTED
'deposits'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from zhengwu.approval import Case, WindowPeriodCount
from zhengwu.hotline import HotlineTicket
from zhengwu.records import Record
from zhengwu.trading import (
    Assessment,
    Award,
    Bid,
    Contract,
    CreditEvent,
    Deposit,
    Dispute,
    MedicalPurchase,
    Member,
    Performance,
    PropertyAuction,
    RefundStanding,
    SupervisedSession,
    SupplyOrder,
    Tender,
    TradingFee,
)

__all__ = ["KINDS", "Kind"]

Kind: TypeAlias = Literal[
    "window_count",
    "case",
    "tender",
    "auction",
    "ticket",
    "order",
    "medical",
    "bid",
    "award",
    "contract",
    "performance",
    "deposit",
    "dispute",
    "credit",
    "fee",
    "member",
    "assessment",
    "session",
    "refund",
]

KINDS: Mapping[str, type[Record]] = {
    "window_count": WindowPeriodCount,
    "case": Case,
    "tender": Tender,
    "auction": PropertyAuction,
    "ticket": HotlineTicket,
    "order": SupplyOrder,
    "medical": MedicalPurchase,
    "bid": Bid,
    "award": Award,
    "contract": Contract,
    "performance": Performance,
    "deposit": Deposit,
    "dispute": Dispute,
    "credit": CreditEvent,
    "fee": TradingFee,
    "member": Member,
    "assessment": Assessment,
    "session": SupervisedSession,
    "refund": RefundStanding,
}
"""What a file may hold, by the name that the command line gives it."""

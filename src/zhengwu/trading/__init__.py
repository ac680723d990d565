"""Public resource trading (公共资源交易): tenders with their lots on the buying side, auctions on the selling side.

>>> from zhengwu.exact import Money
>>> tender = Tender.single(title="道路改造", budget=Money("438万元"), deal=Money("358万元"))
>>> Tender.QUANTITIES["savings"](tender)
Money("80万元")
"""

from __future__ import annotations

from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.award import Award, Contract, Performance, Supplement
from zhengwu.trading.bid import Bid, BidMarks, DepositForm, Person
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing import Clearing, ClearingFinding, clear
from zhengwu.trading.course import BuyAct, BuyFile, SaleAct, SaleFile
from zhengwu.trading.draws import (
    Draw,
    DrawPlan,
    Entry,
    Quota,
    Replacement,
)
from zhengwu.trading.evaluation import Candidate, Committee, CommitteeMember, Evaluation, RecusalReason, Score
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.filing import FiledTenders, file_tenders
from zhengwu.trading.flags import RedFlag, Screening, screen
from zhengwu.trading.offer import Offer
from zhengwu.trading.orders import MedicalPurchase, SupplyOrder
from zhengwu.trading.prices import PriceForm
from zhengwu.trading.project import TradingProject
from zhengwu.trading.rules import (
    Answer,
    LocalTable,
    RuleBook,
    RuleReport,
    RuleResult,
    check,
    check_all,
    lawful_methods,
    rule_book,
)
from zhengwu.trading.sale import AssetKind, SaleObject
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
from zhengwu.trading.words import Outcome, PriceBasis, QualificationReview, is_direct

__all__ = [
    "Answer",
    "Assessment",
    "AssetKind",
    "Award",
    "Bid",
    "BidMarks",
    "BuyAct",
    "BuyFile",
    "Candidate",
    "Clearing",
    "ClearingFinding",
    "Committee",
    "CommitteeMember",
    "Contract",
    "CreditEvent",
    "Deposit",
    "DepositForm",
    "DepositMovement",
    "Dispute",
    "DisputeAct",
    "Draw",
    "DrawPlan",
    "Entry",
    "Evaluation",
    "FiledTenders",
    "LineKind",
    "LocalTable",
    "Lot",
    "MedicalPurchase",
    "Member",
    "Offer",
    "Outcome",
    "Performance",
    "Person",
    "PriceBasis",
    "PriceForm",
    "PricedBill",
    "PricedLine",
    "PropertyAuction",
    "QualificationReview",
    "Quota",
    "RecusalReason",
    "RedFlag",
    "RefundStanding",
    "Replacement",
    "RuleBook",
    "RuleReport",
    "RuleResult",
    "SaleAct",
    "SaleFile",
    "SaleObject",
    "Score",
    "Screening",
    "SupervisedSession",
    "Supplement",
    "SupplyOrder",
    "Suspension",
    "Tender",
    "TenderEvent",
    "TenderFile",
    "TradingFee",
    "TradingProject",
    "check",
    "check_all",
    "clear",
    "file_tenders",
    "is_direct",
    "lawful_methods",
    "rule_book",
    "screen",
]

"""What goes with a trade: deposits, credit, disputes, fees, libraries with 一标一评, sessions and their supervision.

    deposits    Deposit with its movements; refund_standing, deposit_figures by currency, shared_accounts
    credit      CreditEvent: the ledger; credit_score as of a day; CreditPolicy of a place, from a file
    disputes    Dispute with its acts (异议, 质疑, 投诉); dispute_clocks by the law; complaint_figures
    fees        TradingFee, fees_by_item
    libraries   Member, members_on, entries_of for a draw; Assessment, coverage
    sessions    SupervisedSession

All figures come by `zhengwu.rollup`; every class says what it counts.

>>> SupervisedSession(kind=SessionKind("开标"), supervisors=1).is_supervised
True
"""

from __future__ import annotations

from zhengwu.trading.supervision.clocks import ClockStatus, LegalClock, legal_clock
from zhengwu.trading.supervision.credit import CreditEvent, credit_events, credit_score, credit_scores
from zhengwu.trading.supervision.credit_policy import (
    CreditBand,
    CreditPolicy,
    parse_credit_policies,
    read_credit_policies,
)
from zhengwu.trading.supervision.deposit import (
    DEPOSIT_LIFECYCLE,
    Deposit,
    DepositAction,
    DepositKind,
    DepositMovement,
    DepositState,
    with_movements,
)
from zhengwu.trading.supervision.dispute import (
    DISPUTE_LIFECYCLE,
    Dispute,
    DisputeAct,
    DisputeAction,
    DisputeKind,
    DisputeResult,
    DisputeState,
    DisputeSubject,
    with_acts,
)
from zhengwu.trading.supervision.dispute_clocks import dispute_clocks
from zhengwu.trading.supervision.dispute_figures import ComplaintFigures, complaint_figures
from zhengwu.trading.supervision.fee import TradingFee, fees_by_item
from zhengwu.trading.supervision.libraries import (
    Assessment,
    AssessmentCoverage,
    Library,
    Member,
    Suspension,
    coverage,
    entries_of,
    members_on,
)
from zhengwu.trading.supervision.refunds import (
    DepositFigures,
    RefundStanding,
    SharedAccount,
    deposit_figures,
    refund_standing,
    shared_accounts,
)
from zhengwu.trading.supervision.session import SessionKind, SupervisedSession

__all__ = [
    "DEPOSIT_LIFECYCLE",
    "DISPUTE_LIFECYCLE",
    "Assessment",
    "AssessmentCoverage",
    "ClockStatus",
    "ComplaintFigures",
    "CreditBand",
    "CreditEvent",
    "CreditPolicy",
    "Deposit",
    "DepositAction",
    "DepositFigures",
    "DepositKind",
    "DepositMovement",
    "DepositState",
    "Dispute",
    "DisputeAct",
    "DisputeAction",
    "DisputeKind",
    "DisputeResult",
    "DisputeState",
    "DisputeSubject",
    "LegalClock",
    "Library",
    "Member",
    "RefundStanding",
    "SessionKind",
    "SharedAccount",
    "SupervisedSession",
    "Suspension",
    "TradingFee",
    "complaint_figures",
    "coverage",
    "credit_events",
    "credit_score",
    "credit_scores",
    "deposit_figures",
    "dispute_clocks",
    "entries_of",
    "fees_by_item",
    "legal_clock",
    "members_on",
    "parse_credit_policies",
    "read_credit_policies",
    "refund_standing",
    "shared_accounts",
    "with_acts",
    "with_movements",
]

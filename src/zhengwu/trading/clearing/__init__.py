"""Bid clearing (清标): priced bills beside their own arithmetic, the tender's bill, and each other.

    one bid       check_arithmetic (CL-01 to CL-03), corrected; check_against the tender's bill (CL-04 to CL-09)
    between bids  unbalanced (CL-10), level_of; similar_bills, common_factor (RF-04)
    a lot         clear: all of it, with RF-04 to RF-07 of the bids

Findings and signs are reasons to ask; none is proof, none rejects a bid.
"""

from __future__ import annotations

from zhengwu.trading.clearing.arithmetic import check_arithmetic, corrected, product
from zhengwu.trading.clearing.balance import level_of, unbalanced
from zhengwu.trading.clearing.clear import clear
from zhengwu.trading.clearing.compare import check_against
from zhengwu.trading.clearing.finding import Clearing, ClearingFinding
from zhengwu.trading.clearing.similar import common_factor, similar_bills

__all__ = [
    "Clearing",
    "ClearingFinding",
    "check_against",
    "check_arithmetic",
    "clear",
    "common_factor",
    "corrected",
    "level_of",
    "product",
    "similar_bills",
    "unbalanced",
]

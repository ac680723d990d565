"""Red flags (风险信号): signs RF-01 to RF-16 that somebody should look at a trade. None is proof.

    records     lot_views, sale_views, contract_views, sitting_views of tender files and auctions
    columns     lot_columns, sale_columns, contract_columns, sitting_columns; amounts are whole numbers of 分
    lots        single_bids, similar_prices, same_marks, same_accounts, same_people, rejections
    many lots   gaps_to_second, rejection_shares, near_thresholds, bidding_groups
    others      short_periods, zero_premiums, changed_contracts, often_met, unrepeatable_draws, unexplained_rate
    together    screen over records, screen_lots over lots

Each returns a `Screening`: flags, how much was decided, and what was not for want of which field.
`zhengwu.reference.red_flags` tells of each sign what it needs and what it does not prove.
"""

from __future__ import annotations

from zhengwu.trading.flags.columns import BID_COLUMNS, LOT_COLUMNS, ColumnError, lot_columns
from zhengwu.trading.flags.contracts import (
    CONTRACT_COLUMNS,
    ContractView,
    changed_contracts,
    contract_columns,
    contract_views,
)
from zhengwu.trading.flags.experts import SITTING_COLUMNS, SittingView, often_met, sitting_columns, sitting_views
from zhengwu.trading.flags.flag import RedFlag, Screening
from zhengwu.trading.flags.groups import bidding_groups
from zhengwu.trading.flags.lots import (
    rejections,
    same_accounts,
    same_marks,
    same_people,
    similar_prices,
    single_bids,
)
from zhengwu.trading.flags.outliers import gaps_to_second, rejection_shares
from zhengwu.trading.flags.patterns import Pattern, PatternKind, price_patterns
from zhengwu.trading.flags.records import short_periods, unexplained_rate, unrepeatable_draws
from zhengwu.trading.flags.sales import SALE_COLUMNS, SaleView, sale_columns, sale_views, zero_premiums
from zhengwu.trading.flags.screen import screen, screen_lots
from zhengwu.trading.flags.thresholds import near_thresholds
from zhengwu.trading.flags.views import LotView, lot_views

__all__ = [
    "BID_COLUMNS",
    "CONTRACT_COLUMNS",
    "LOT_COLUMNS",
    "SALE_COLUMNS",
    "SITTING_COLUMNS",
    "ColumnError",
    "ContractView",
    "LotView",
    "Pattern",
    "PatternKind",
    "RedFlag",
    "SaleView",
    "Screening",
    "SittingView",
    "bidding_groups",
    "changed_contracts",
    "contract_columns",
    "contract_views",
    "gaps_to_second",
    "lot_columns",
    "lot_views",
    "near_thresholds",
    "often_met",
    "price_patterns",
    "rejection_shares",
    "rejections",
    "sale_columns",
    "sale_views",
    "same_accounts",
    "same_marks",
    "same_people",
    "screen",
    "screen_lots",
    "short_periods",
    "similar_prices",
    "single_bids",
    "sitting_columns",
    "sitting_views",
    "unexplained_rate",
    "unrepeatable_draws",
    "zero_premiums",
]

"""Rates, growth, and the registry of declared indicators: pure functions on exact numbers, no class of any domain.

>>> from zhengwu.exact import wan
>>> savings_rate(wan("55000.92"), wan("45613.01")).percent()
'17.07%'
"""

from __future__ import annotations

from zhengwu.stats.explanation import Explanation
from zhengwu.stats.growth import PercentagePoints, compound, compression_rate, growth_rate, percentage_points
from zhengwu.stats.rates import completion_rate, on_time_rate, premium_rate, satisfaction_rate, savings_rate, share
from zhengwu.stats.registry import Indicator, indicator, indicators

__all__ = [
    "Explanation",
    "Indicator",
    "PercentagePoints",
    "completion_rate",
    "compound",
    "compression_rate",
    "growth_rate",
    "indicator",
    "indicators",
    "on_time_rate",
    "percentage_points",
    "premium_rate",
    "satisfaction_rate",
    "savings_rate",
    "share",
]

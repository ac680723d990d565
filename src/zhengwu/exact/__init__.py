"""Exact values: money, rates, roundings, and figures with the intervals they stand for. Never a float."""

from __future__ import annotations

from zhengwu.exact.figure import Figure, FigureState, Qualifier
from zhengwu.exact.interval import Interval
from zhengwu.exact.money import Money, wan, yi, yuan
from zhengwu.exact.number import Exact
from zhengwu.exact.rate import Rate, exact_ratio
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.exact.together import exact_pair, total
from zhengwu.exact.where import Where

__all__ = [
    "Exact",
    "Figure",
    "FigureState",
    "Interval",
    "Money",
    "Qualifier",
    "Rate",
    "Rounding",
    "Where",
    "exact_pair",
    "exact_ratio",
    "round_ratio",
    "total",
    "wan",
    "yi",
    "yuan",
]

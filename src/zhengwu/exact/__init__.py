"""Exact values: money, rates, roundings, and figures with the intervals they stand for. Never a float."""

from __future__ import annotations

from zhengwu.exact.figure import Figure, FigureState, Qualifier
from zhengwu.exact.interval import Interval
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.exact.where import Where

__all__ = [
    "Figure",
    "FigureState",
    "Interval",
    "Qualifier",
    "Rounding",
    "Where",
    "round_ratio",
]

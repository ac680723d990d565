"""Approval windows (行政审批): windows, what they handled in a period, and cases with their steps and evaluations.

>>> WindowPeriodCount.validate({"window": "发改局窗口", "period": "2017年1月", "count": 36}).state.zh
'有数'
"""

from __future__ import annotations

from zhengwu.approval.case import Case, CaseEvent, Evaluation, SpecialProcedure
from zhengwu.approval.window import Window, WindowPeriodCount
from zhengwu.approval.words import (
    CaseState,
    CaseType,
    CountState,
    HandlingForm,
    SpecialKind,
    StepAction,
    StepStatus,
)

__all__ = [
    "Case",
    "CaseEvent",
    "CaseState",
    "CaseType",
    "CountState",
    "Evaluation",
    "HandlingForm",
    "SpecialKind",
    "SpecialProcedure",
    "StepAction",
    "StepStatus",
    "Window",
    "WindowPeriodCount",
]

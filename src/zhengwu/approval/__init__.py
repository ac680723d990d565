"""Approval windows (行政审批): items and their catalogue, cases with their lifecycle and clocks, and their figures.

    items       ServiceItem, ItemImplementation, Material, Catalogue; bundles, transfers of powers, fees, site visits
    cases       Case as a record; CaseAct and CaseFile as what happened, by LIFECYCLE; load_files for event logs
    clocks      case_clock, statutory_clock; standings for overdue and due-soon lists as of a day
    figures     time_figures, completion, item_figures, per_working_day; everything else by `zhengwu.rollup`
    checks      check_case, check_item: what cannot be right, found; shape_alarms: what somebody should look at

>>> WindowPeriodCount.validate({"window": "发改局窗口", "period": "2017年1月", "count": 36}).state.zh
'有数'
"""

from __future__ import annotations

from zhengwu.approval.act import CaseAct
from zhengwu.approval.agency import AgencyProject, AgencyStep, BoardRow, Progress, ProgressBoard
from zhengwu.approval.alarms import ShapeAlarm, shape_alarms
from zhengwu.approval.bundle import ItemBundle
from zhengwu.approval.case import Case, CaseEvent, Evaluation, SpecialProcedure
from zhengwu.approval.casefile import CaseFile
from zhengwu.approval.catalogue import Catalogue
from zhengwu.approval.checks import Breach, check_bundle, check_case, check_cases, check_item, check_items
from zhengwu.approval.clocks import Basis, case_clock, deemed_accepted_at, limit_of, statutory_clock
from zhengwu.approval.fee import Fee, FeeFigures, fee_figures
from zhengwu.approval.figures import (
    TimeFigures,
    completion,
    per_working_day,
    promised_speedup,
    satisfaction,
    time_figures,
)
from zhengwu.approval.identifiers import Identifier, IdentifierError, read_identifier
from zhengwu.approval.item import ItemImplementation, Material, ServiceItem
from zhengwu.approval.lifecycle import LIFECYCLE
from zhengwu.approval.listing import listing
from zhengwu.approval.onenet import CoverageSnapshot, ItemFigures, UserFunnel, item_figures
from zhengwu.approval.reading import LoadedFiles, load_files
from zhengwu.approval.site_visit import SiteVisit, VisitFigures, visit_figures
from zhengwu.approval.standing import Standing, Status
from zhengwu.approval.time_view import Standings, standings
from zhengwu.approval.tolerance import Intake, IntakeOutcome, ToleratedAcceptance, intake
from zhengwu.approval.transfer import Moved, Transfer, Transfers
from zhengwu.approval.window import Window, WindowPeriodCount
from zhengwu.approval.words import (
    BodyNature,
    CaseAction,
    CaseState,
    CaseType,
    CountState,
    ExerciseLevel,
    HandlingForm,
    ItemType,
    ServiceTarget,
    SpecialKind,
    StepAction,
    StepStatus,
)

__all__ = [
    "LIFECYCLE",
    "AgencyProject",
    "AgencyStep",
    "Basis",
    "BoardRow",
    "BodyNature",
    "Breach",
    "Case",
    "CaseAct",
    "CaseAction",
    "CaseEvent",
    "CaseFile",
    "CaseState",
    "CaseType",
    "Catalogue",
    "CountState",
    "CoverageSnapshot",
    "Evaluation",
    "ExerciseLevel",
    "Fee",
    "FeeFigures",
    "HandlingForm",
    "Identifier",
    "IdentifierError",
    "Intake",
    "IntakeOutcome",
    "ItemBundle",
    "ItemFigures",
    "ItemImplementation",
    "ItemType",
    "LoadedFiles",
    "Material",
    "Moved",
    "Progress",
    "ProgressBoard",
    "ServiceItem",
    "ServiceTarget",
    "ShapeAlarm",
    "SiteVisit",
    "SpecialKind",
    "SpecialProcedure",
    "Standing",
    "Standings",
    "Status",
    "StepAction",
    "StepStatus",
    "TimeFigures",
    "ToleratedAcceptance",
    "Transfer",
    "Transfers",
    "UserFunnel",
    "VisitFigures",
    "Window",
    "WindowPeriodCount",
    "case_clock",
    "check_bundle",
    "check_case",
    "check_cases",
    "check_item",
    "check_items",
    "completion",
    "deemed_accepted_at",
    "fee_figures",
    "intake",
    "item_figures",
    "limit_of",
    "listing",
    "load_files",
    "per_working_day",
    "promised_speedup",
    "read_identifier",
    "satisfaction",
    "shape_alarms",
    "standings",
    "statutory_clock",
    "time_figures",
    "visit_figures",
]

"""Processes (审批流程): stages in a row, at once, or instead of each other; what they ask, what a reform saves.

>>> today = Seq(Stage("立项", limit=5), Stage("环评", limit=20), Stage("能评", limit=12), Stage("施工许可", limit=7))
>>> print(compress(today, in_parallel(today, ["环评", "能评"])).limit)
时限 44 → 32 个工作日，压缩 27.27%（原为现在的 1.38 倍）
"""

from __future__ import annotations

from zhengwu.approval.process.burden import Burden, Dimension, DocumentCount, burden_of, documents_of, steps_of
from zhengwu.approval.process.chart import Bar, Chart, cases_chart, process_chart
from zhengwu.approval.process.choices import as_graph, expected, taken, variants
from zhengwu.approval.process.columns import case_columns
from zhengwu.approval.process.compression import Compression, Cut, ReformBaseline, compress
from zhengwu.approval.process.durations import case_length, net_durations
from zhengwu.approval.process.figures import ProcessFigures, StageFigures, stage_figures
from zhengwu.approval.process.flowchart import mermaid
from zhengwu.approval.process.model import Alt, Graph, Par, Process, ProcessError, Seq, Stage
from zhengwu.approval.process.scheduling import Schedule, Slot, limit_of, schedule
from zhengwu.approval.process.statute import lawful_limit
from zhengwu.approval.process.successive import SuccessiveCuts, successive_cuts
from zhengwu.approval.process.whatif import cut, in_parallel, merge

__all__ = [
    "Alt",
    "Bar",
    "Burden",
    "Chart",
    "Compression",
    "Cut",
    "Dimension",
    "DocumentCount",
    "Graph",
    "Par",
    "Process",
    "ProcessError",
    "ProcessFigures",
    "ReformBaseline",
    "Schedule",
    "Seq",
    "Slot",
    "Stage",
    "StageFigures",
    "SuccessiveCuts",
    "as_graph",
    "burden_of",
    "case_columns",
    "case_length",
    "cases_chart",
    "compress",
    "cut",
    "documents_of",
    "expected",
    "in_parallel",
    "lawful_limit",
    "limit_of",
    "merge",
    "mermaid",
    "net_durations",
    "process_chart",
    "schedule",
    "stage_figures",
    "steps_of",
    "successive_cuts",
    "taken",
    "variants",
]

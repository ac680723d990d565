"""Two small sound tables with other texts put into some of their cells, and what an audit makes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.limits import limits_of_table
from zhengwu.findings import Finding, Repair
from zhengwu.table import Grid, recognise

__all__ = ["NESTED", "PURCHASES", "WINDOWS", "Rows", "changes_of", "moves_of", "put", "scene_of"]

Rows = Sequence[Sequence[str]]

WINDOWS: Rows = (
    ("窗口", "1月", "2月", "3月", "合计"),
    ("甲", "3120", "2871", "3306", "9297"),
    ("乙", "415", "97", "268", "780"),
    ("丙", "1044", "1290", "1187", "3521"),
    ("丁", "76", "102", "88", "266"),
    ("合计", "4655", "4360", "4849", "13864"),
)
"""Counts: every one of them in a sum of its row and in one of its column."""

PURCHASES: Rows = (
    ("方式", "项目个数", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"),
    ("公开招标", "215", "5130.25", "4890.10", "240.15", "4.68%"),
    ("邀请招标", "87", "12040.70", "11500.55", "540.15", "4.49%"),
    ("竞争性谈判", "31", "880.04", "801.44", "78.60", "8.93%"),
    ("合计", "333", "18050.99", "17192.09", "858.90", "4.76%"),
)
"""Amounts with their savings and rates."""

NESTED: Rows = (
    ("类别", *PURCHASES[0]),
    ("甲类", *PURCHASES[1]),
    ("甲类", *PURCHASES[2]),
    ("甲类", *PURCHASES[3]),
    ("甲类", "小计", *PURCHASES[4][1:]),
    ("乙类", "公开招标", "19", "730.00", "699.95", "30.05", "4.12%"),
    ("乙类", "邀请招标", "402", "2210.31", "2104.87", "105.44", "4.77%"),
    ("乙类", "小计", "421", "2940.31", "2804.82", "135.49", "4.61%"),
    ("丙类", "公开招标", "58", "64.15", "60.02", "4.13", "6.44%"),
    ("丙类", "邀请招标", "9", "18.20", "17.75", "0.45", "2.47%"),
    ("丙类", "小计", "67", "82.35", "77.77", "4.58", "5.56%"),
    ("合计", "", "821", "21073.65", "20074.68", "998.97", "4.74%"),
)
"""The same with subtotals."""


def put(rows: Rows, **cells: str) -> list[list[str]]:
    """The rows with other texts in the cells of these names (r0c1 is the first figure)."""
    found = [list(row) for row in rows]
    for name, text in cells.items():
        match = re.fullmatch(r"r(\d+)c(\d+)", name)
        assert match is not None
        found[int(match[1]) + 1][int(match[2])] = text
    return found


def scene_of(rows: Rows) -> Scene:
    """The document of one table, judged."""
    table = recognise(Grid.of(rows))
    figures = figures_of_table(table)
    return Scene(figures, judge(figures, [*relations_of_table(table), *limits_of_table(table)]), [table])


def changes_of(finding_or_repair: Finding | Repair) -> dict[str, str]:
    """What a repair, or the best repair of a finding, prints: texts by the names of the cells."""
    repair = finding_or_repair.repairs[0] if isinstance(finding_or_repair, Finding) else finding_or_repair
    return {change.where.cell.removeprefix("t0"): change.after for change in repair.changes if change.where.cell}


def moves_of(repair: Repair) -> list[tuple[int, int]]:
    """The rows of values with the rows of labels that they belong to."""
    return [(move.row, move.label_row) for move in repair.moves]

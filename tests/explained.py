"""A table with findings of every shape, made by hand: one repair, several changes, alternatives, moves, none."""

from __future__ import annotations

import attrs

from zhengwu.app import audit
from zhengwu.auditing.report import Report
from zhengwu.exact import Where
from zhengwu.findings import Change, Finding, FindingKind, Grade, Move, Repair
from zhengwu.table.grid import Grid

GRID = Grid.of(
    [
        ["类别", "方式", "个数", "预算", "成交", "节约"],
        ["工程", "公开", "35", "7089", "6037", "1052"],
        ["", "邀请", "2", "300", "200", "100"],
        ["", "小计", "37", "7389", "6237", "1152"],
        ["采购", "公开", "30", "1972", "179", "182"],
        ["", "询价", "3", "34", "31", "3"],
        ["", "小计", "33", "2006", "1821", "185"],
        ["合计", "", "71", "9395", "8058", "1337"],
    ],
    caption="交易情况表",
)


def cell(row: int, column: int) -> Where:
    return Where(file="a.csv", table=0, row=row, column=column)


def change(row: int, column: int, before: str, after: str) -> Change:
    return Change(where=cell(row, column), before=before, after=after)


def finding(where: Where, printed: str, kind: FindingKind, *repairs: Repair, **values: str) -> Finding:
    return Finding(
        rule="ZW121",
        grade=Grade.ERROR,
        kind=kind,
        where=where,
        printed=printed,
        unique=len(repairs) == 1,
        repairs=repairs,
        values={"printed": printed, "arithmetic": "1 + 2 = 3", "recomputed": "3", **values},
        relations=(1, 2),
    )


TYPO = attrs.evolve(
    finding(
        cell(3, 4),
        "179",
        FindingKind.TYPO,
        Repair(changes=(change(3, 4, "179", "1790"),), why="why.typo.dropped"),
        label="采购 公开·成交",
        arithmetic="1972 − 182 = 1790",
        recomputed="1790",
    ),
    rule="ZW101",
)
SWAP = finding(
    cell(0, 3),
    "7089",
    FindingKind.SWAP,
    Repair(changes=(change(0, 3, "7089", "6037"), change(0, 4, "6037", "7089")), why="why.swap"),
    label="工程 公开·预算",
    arithmetic="",
)
STALE = finding(
    cell(2, 2),
    "37",
    FindingKind.STALE_TOTAL,
    Repair(
        changes=(*(change(2, c, "37", "38") for c in (2, 3, 4, 5)), change(6, 2, "71", "72")),
        why="why.stale_total",
    ),
    label="工程 小计·个数",
)
OPEN = finding(
    cell(6, 2),
    "71",
    FindingKind.TYPO,
    Repair(changes=(change(6, 2, "71", "70"),), why="why.typo.replaced"),
    Repair(changes=(change(5, 2, "33", "34"), change(3, 2, "30", "31")), why="why.stale_total"),
    Repair(moves=(Move(table=0, row=4, label_row=5), Move(table=0, row=5, label_row=4)), why="why.shift"),
    label="合计·个数",
    arithmetic="37 + 33 = 70",
    recomputed="70",
)
SHIFT = finding(
    cell(2, 2),
    "",
    FindingKind.SHIFT,
    Repair(
        moves=tuple(Move(table=0, row=row, label_row=row - 1) for row in range(3, 7)),
        changes=(change(6, 2, "", "104"), change(6, 3, "", "2")),
        why="why.shift",
    ),
    label="工程 小计·个数",
    arithmetic="35 + 2 = 37",
)
BLANK = attrs.evolve(
    finding(
        cell(1, 2),
        "",
        FindingKind.BLANK,
        Repair(changes=(change(1, 2, "", "2"),), why="why.blank"),
        label="工程 邀请·个数",
        arithmetic="37 − 35 = 2",
        doubt="blank_part",
    ),
    grade=Grade.QUESTION,
)
REMAINDER = finding(cell(5, 2), "33", FindingKind.REMAINDER, label="采购 小计·个数", recomputed="32")
CUT = attrs.evolve(
    finding(
        cell(3, 5),
        "182",
        FindingKind.ROUNDING,
        Repair(changes=(change(3, 5, "182", "183"),), why="why.rounding"),
        label="采购 公开·节约",
        recomputed="183",
    ),
    grade=Grade.NOTE,
)


def report(*findings: Finding) -> Report:
    """The report of the table with these findings in place of its own."""
    return attrs.evolve(audit(GRID), file="a.csv", findings=findings)

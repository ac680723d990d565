"""Values in the wrong rows, found by trying whole pages; and totals that print nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhengwu.app import audit
from zhengwu.auditing.report import Report
from zhengwu.findings import FindingKind, Grade
from zhengwu.table import Grid

SHARES = [
    ["类别", "成交金额（万元）", "所占比例（%）"],
    ["市政工程", "78958.75", "26.70"],
    ["交通运输", "78725.96", "26.62"],
    ["水利工程", "26284.90", "8.89"],
    ["信息系统", "28812.57", "9.74"],
    ["办公设备", "82991.45", "28.06"],
    ["总计", "295773.63", "100.00"],
]
RATINGS = [
    ["承办单位", "转办量", "办结量", "按时办结数", "办结率（%）", "按时办结率（%）"],
    ["甲街道", "3080", "2813", "2686", "91.33", "95.49"],
    ["丙街道", "5631", "4618", "3883", "82.01", "84.08"],
    ["乙局", "3232", "3084", "2546", "95.42", "82.56"],
    ["丙镇", "58118", "49730", "49422", "85.57", "99.38"],
    ["总计", "70061", "60245", "58537", "85.99", "97.16"],
]
GROUPS = [
    ["项目类别", "方式", "项目个数", "预算金额", "成交金额", "节约金额", "节约率（%）"],
    ["政府采购", "公开招标", "120", "864833.16", "793398.27", "71434.89", "8.26"],
    ["", "询价", "14", "118269.10", "90098.26", "28170.84", "23.82"],
    ["", "小计", "134", "983102.26", "883496.53", "99605.73", "10.13"],
    ["工程建设", "公开招标", "448", "1418.85", "1325.64", "93.21", "6.57"],
    ["", "直接发包", "776", "27.96", "27.96", "", ""],
    ["", "小计", "1224", "1446.81", "1353.60", "", ""],
    ["合计", "", "1358", "984549.07", "884850.13", "", ""],
]


def audited(rows: Sequence[Sequence[str]], unit: str = "") -> Report:
    return audit(Grid.of([list(row) for row in rows], caption="2019年上半年情况统计表", unit=unit))


def slipped(rows: Sequence[Sequence[str]], column: int, empty: int, *, up: bool = False) -> list[list[str]]:
    """The rows with the values of a column pushed past an empty cell, away from the header or towards it."""
    page = [list(row) for row in rows]
    if up:
        for row in range(1, empty):
            page[row][column] = rows[row + 1][column]
    else:
        for row in range(len(rows) - 1, empty, -1):
            page[row][column] = rows[row - 1][column]
    page[empty][column] = ""
    return page


@pytest.mark.parametrize(
    ("rows", "column", "empty"),
    [(SHARES, 1, 3), (SHARES, 2, 2), (SHARES, 2, 1), (RATINGS, 3, 4), (RATINGS, 4, 2), (RATINGS, 2, 1)],
)
def test_a_column_that_slipped_is_put_back(rows: list[list[str]], column: int, empty: int) -> None:
    """Every value of the column that is still on the page goes back to its label; the others stay."""
    page = slipped(rows, column, empty)
    [finding] = audited(page).findings
    assert (finding.kind, finding.unique) == (FindingKind.SHIFT, True)
    mended = {(c.where.row, c.where.column): c.after for c in finding.repairs[0].changes}
    last = len(rows) - 2
    assert {place: text for place, text in mended.items() if place[0] != last} == {
        (row - 1, column): rows[row][column] for row in range(empty, last + 1) if rows[row][column] != page[row][column]
    }


def test_values_pulled_up_are_put_back() -> None:
    """A slip towards the header is as good: the empty cell is at the end, the first value is lost."""
    [finding] = audited(slipped(RATINGS, 3, 5, up=True)).findings
    assert finding.kind is FindingKind.SHIFT
    mended = {(c.where.row, c.where.column): c.after for c in finding.repairs[0].changes}
    assert mended.items() >= {(row - 1, 3): RATINGS[row][3] for row in range(2, 6)}.items()


@pytest.mark.parametrize(("one", "other"), [(1, 4), (3, 7), (2, 6), (5, 7), (4, 5)])
def test_rows_exchanged_are_exchanged_again(one: int, other: int) -> None:
    page = [list(row) for row in GROUPS]
    page[one][2:], page[other][2:] = GROUPS[other][2:], GROUPS[one][2:]
    findings = audited(page, "万元、个").findings
    if (one, other) == (4, 5):
        assert not findings  # two parts of one sum in each other's place contradict nothing
        return
    [finding] = findings
    assert (finding.kind, finding.unique) == (FindingKind.SWAP, True)
    assert {(move.row, move.label_row) for move in finding.repairs[0].moves} == {
        (one - 1, other - 1),
        (other - 1, one - 1),
    }


@pytest.mark.parametrize("rows", [SHARES, RATINGS, GROUPS])
@pytest.mark.parametrize("row", [1, 2, 4])
def test_a_blank_alone_is_no_slip(rows: list[list[str]], row: int) -> None:
    """A figure that is only missing moves nothing."""
    page = [list(line) for line in rows]
    page[row][-1] = ""
    assert not [finding for finding in audited(page).findings if finding.kind is FindingKind.SHIFT]


def test_a_total_without_figures_is_asked_for() -> None:
    page = [list(row) for row in GROUPS]
    page[6][2:] = [""] * 5
    [finding] = audited(page, "万元、个").findings
    assert (finding.kind, finding.grade, finding.unique) == (FindingKind.BLANK, Grade.QUESTION, False)
    assert [change.after for change in finding.repairs[0].changes] == GROUPS[6][2:5]
    assert finding.relations == ()


def test_a_total_without_figures_may_be_told_differently() -> None:
    """Below it stands what its parts come to, above it something else: both are listed."""
    rows = [
        GROUPS[0],
        ["工程建设", "公开招标", "151", "81.96", "54.92", "27.04", "33.0"],
        ["", "邀请招标", "468", "181.01", "136.42", "44.59", "24.6"],
        ["", "小计", "", "", "", "", ""],
        ["合计", "", "468", "181.01", "136.42", "44.59", "24.6"],
    ]
    [finding] = audited(rows, "万元、个").findings
    assert [repair.changes[0].after for repair in finding.repairs] == ["619", "468"]


def test_a_total_of_one_part_may_be_left_out() -> None:
    """Many pages leave out what a single part already says."""
    page = [GROUPS[0], *(list(row) for row in GROUPS[1:4]), GROUPS[4], ["", "小计", "", "", "", "", ""]]
    assert not audited(page, "万元、个").findings


def test_a_table_without_rows_is_sound() -> None:
    assert audit(Grid.of([["窗口", "1月"]])).ok

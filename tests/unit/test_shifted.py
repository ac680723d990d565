"""Values against the wrong labels as one finding, and what else is wrong on the page, told as it is printed."""

from __future__ import annotations

import pytest
from tests.scenes import NESTED, WINDOWS, Rows, changes_of, moves_of, put

from zhengwu.app import audit
from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.causes.shifted import shift_of
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.findings import FindingKind, Grade
from zhengwu.table import Grid, recognise

FIGURES = 5
TOTAL = {f"r10c{c}": NESTED[11][c] for c in range(2, 6)}


def slipped(first: int = 1, last: int = 10) -> list[list[str]]:
    """The rows from `first` on printed one label too low, down to `last`, whose own values are lost."""
    rows = [list(row) for row in NESTED]
    for row in range(first, last):
        rows[row + 2][2:] = NESTED[row + 1][2:]
    rows[first + 1][2:] = [""] * FIGURES
    return rows


def gone(lost: int = 1) -> list[list[str]]:
    """The values of a row left out, all below it one label too high."""
    figures = [list(row[2:]) for row in NESTED[1:]]
    del figures[lost]
    figures.append([""] * FIGURES)
    return [list(NESTED[0]), *([*row[:2], *values] for row, values in zip(NESTED[1:], figures, strict=True))]


MONTHS: Rows = (
    ("窗口", "1月", "2月", "3月", "合计"),
    ("甲", "3120", "2871", "3306", "9297"),
    ("乙", "415", "97", "268", "780"),
    ("丙", "1044", "1290", "1187", "3521"),
    ("丁", "76", "102", "88", "266"),
    ("戊", "5531", "4902", "6077", "16510"),
    ("己", "260", "311", "295", "866"),
    ("合计", "10446", "9573", "11221", "31240"),
)


def one_column(first: int = 1, column: int = 2) -> list[list[str]]:
    """One column with a blank, and all below it one row too low; its total is lost."""
    rows = [list(row) for row in MONTHS]
    values = [row[column] for row in MONTHS[first + 1 : -1]]
    for row, text in zip(rows[first + 1 :], ["", *values], strict=True):
        row[column] = text
    return rows


class TestFinding:
    def test_a_row_of_nothing_is_one_finding_with_the_lost_total(self) -> None:
        (finding,) = audit(Grid.of(slipped())).findings
        assert (finding.kind, finding.grade, finding.unique) == (FindingKind.SHIFT, Grade.ERROR, True)
        (repair,) = finding.repairs
        assert repair.why == "why.shift"
        assert moves_of(repair) == [(row, row - 1) for row in range(2, 11)]
        assert changes_of(repair) == TOTAL
        assert all(change.before == "" for change in repair.changes)
        assert finding.where.cell == "t0r2c2"
        assert finding.values["arithmetic"]

    def test_the_page_as_repaired_has_no_finding(self) -> None:
        report = audit(Grid.of(slipped()))
        (table,) = report.repaired()
        assert audit(table).findings == ()
        right = recognise(Grid.of(put(NESTED, r10c6="")))
        assert table.grid.rows == right.grid.rows

    def test_every_relation_that_the_moves_mend_accuses(self) -> None:
        report = audit(Grid.of(slipped()))
        failing = {n for n, result in enumerate(report.relations) if result.verdict == "inconsistent"}
        assert set(report.findings[0].relations) == failing

    def test_a_row_gone_leaves_several_readings(self) -> None:
        """Any part of the group may be the one that is lost: its values and its rate are computed in each reading."""
        (finding,) = audit(Grid.of(gone())).findings
        assert (finding.kind, finding.unique, len(finding.repairs)) == (FindingKind.SHIFT, False, 3)
        meant = next(repair for repair in finding.repairs if repair.moves[0].row == 1)
        assert changes_of(meant) == {f"r1c{c}": NESTED[2][c] for c in range(2, 7)}

    @pytest.mark.parametrize("rows", [NESTED, WINDOWS])
    def test_none_in_a_sound_table(self, rows: Rows) -> None:
        table = recognise(Grid.of(rows))
        assert shift_of(table, judge(figures_of_table(table), relations_of_table(table))) is None

    def test_two_failing_sums_are_too_few(self) -> None:
        table = recognise(Grid.of(put(WINDOWS, r0c1="320", r1c1="4150")))
        assert shift_of(table, judge(figures_of_table(table), relations_of_table(table))) is None


class TestOneColumn:
    def test_its_cells_are_written_anew(self) -> None:
        """Other columns stand where they should, so no row moves; the total that fell off is computed."""
        finding = audit(Grid.of(one_column())).findings[0]
        assert (finding.kind, finding.unique) == (FindingKind.SHIFT, True)
        (repair,) = finding.repairs
        assert repair.moves == ()
        assert changes_of(repair) == {f"r{r}c2": MONTHS[r + 1][2] for r in range(1, 7)}
        assert [change.before for change in repair.changes] == ["", "97", "1290", "102", "4902", "311"]


class TestBesides:
    """A second mistake on a page that slipped is told of the cell that prints it."""

    def test_a_wrong_figure(self) -> None:
        rows = slipped()
        rows[2 + 6][3] = "2201.31"  # printed beside the subtotal: 2210.31 of the row above it
        slip, typo = audit(Grid.of(rows)).findings
        assert slip.kind is FindingKind.SHIFT
        assert (typo.printed, typo.where.cell) == ("2201.31", "t0r7c3")
        assert typo.figures == ("t0r7c3",)
        printed = {change.where.cell for repair in typo.repairs for change in repair.changes}
        assert printed == {"t0r7c3"}

    def test_nothing_is_told_of_a_page_in_doubt(self) -> None:
        rows = gone()
        rows[8][3] = "999.99"
        assert {finding.kind for finding in audit(Grid.of(rows)).findings} == {FindingKind.SHIFT}

    def test_other_tables_are_told_as_they_are(self) -> None:
        tables = [recognise(Grid.of(rows), index=n) for n, rows in enumerate([slipped(), put(WINDOWS, r0c1="320")])]
        slip, typo = audit_tables(tables).findings
        assert (slip.kind, slip.where.table) == (FindingKind.SHIFT, 0)
        assert (typo.kind, typo.where.cell, typo.figures) == (FindingKind.TYPO, "t1r0c1", ("t1r0c1",))

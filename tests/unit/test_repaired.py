"""Repairs applied: cells mended, values moved to their labels, everything else as it was printed."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import assume, given, settings

from zhengwu.app import audit
from zhengwu.auditing.repairs import agreed, applied, unique_repairs
from zhengwu.auditing.report import Report
from zhengwu.errors import UnknownNameError
from zhengwu.exact import Where
from zhengwu.findings import Change, Finding, FindingKind, Grade, Move, Repair
from zhengwu.table import Grid, Table, recognise
from zhengwu.table.grid import Cell
from zhengwu.testing import CORRUPTIONS, Corruption, corrupted

GRID = Grid.of(
    [
        ["窗口", "1月", "2月", "备注"],
        ["甲", "3", "5", "新设"],
        ["乙", "4", "6", ""],
        ["丙", "1", "", "未报"],
        ["合计", "8", "11", ""],
    ],
    caption="服务情况表",
    unit="件",
)


def change(row: int, column: int, after: str, *, before: str = "", table: int = 0) -> Change:
    return Change(where=Where(table=table, row=row, column=column), before=before, after=after)


def move(row: int, label_row: int, *, table: int = 0) -> Move:
    return Move(table=table, row=row, label_row=label_row)


def body(table: Table) -> list[list[str]]:
    return [[table.grid.text(r, c) for c in range(table.grid.width)] for r in range(1, table.grid.height)]


def mended(*repairs: Repair, grid: Grid = GRID) -> list[list[str]]:
    return body(applied(recognise(grid), repairs))


def finding(*repairs: Repair, unique: bool = True) -> Finding:
    where = Where(table=0, row=3, column=1)
    return Finding(
        rule="ZW120",
        grade=Grade.ERROR,
        kind=FindingKind.TYPO,
        where=where,
        printed="8",
        unique=unique,
        repairs=repairs,
        values={"label": "合计·1月", "arithmetic": "3 + 4 + 1 = 8"},
    )


class TestChanges:
    def test_a_change_mends_its_cell_and_no_other(self) -> None:
        assert mended(Repair(changes=(change(3, 2, "12"),))) == [
            ["甲", "3", "5", "新设"],
            ["乙", "4", "6", ""],
            ["丙", "1", "", "未报"],
            ["合计", "8", "12", ""],
        ]

    def test_a_cell_keeps_its_place_and_its_span(self) -> None:
        where = Where(file="a.txt", line=12)
        rows: list[list[str | Cell | None]] = [
            ["窗口", "1月", "2月"],
            ["甲", Cell("3", column_span=2, where=where), None],
            ["合计", "4", "4"],
        ]
        table = applied(recognise(Grid.of(rows)), [Repair(changes=(change(0, 2, "4"),))])
        cell = table.grid.cell(1, 1)
        assert cell == Cell("4", column_span=2)
        assert cell is not None
        assert cell.where == where

    def test_a_place_without_a_cell_gets_one(self) -> None:
        grid = Grid.of([["窗口", "1月", "2月"], ["甲", "3"], ["合计", "3", "4"]])
        assert mended(Repair(changes=(change(0, 2, "4"),)), grid=grid)[0] == ["甲", "3", "4"]

    def test_figures_of_prose_and_of_other_tables_are_passed_over(self) -> None:
        table = recognise(GRID)
        prose = Change(where=Where(figure="f1"), before="1", after="2")
        assert (
            applied(table, [Repair(changes=(prose, change(3, 1, "9", table=1)), moves=(move(1, 0, table=1),))]) is table
        )

    @pytest.mark.parametrize(("row", "column"), [(4, 1), (0, 4), (-1, 1), (0, -1)])
    def test_a_place_outside_the_table_is_refused(self, row: int, column: int) -> None:
        with pytest.raises(UnknownNameError, match="is not in the table"):
            mended(Repair(changes=(change(row, column, "9"),)))


class TestMoves:
    def test_values_go_to_their_label_and_leave_blanks(self) -> None:
        repair = Repair(moves=(move(2, 1), move(3, 2)))
        assert mended(repair) == [
            ["甲", "3", "5", "新设"],
            ["乙", "1", "", ""],
            ["丙", "8", "11", "未报"],
            ["合计", "", "", ""],
        ]

    def test_changes_fill_what_the_moves_left_blank(self) -> None:
        repair = Repair(moves=(move(2, 1), move(3, 2)), changes=(change(3, 1, "12"), change(3, 2, "16")))
        assert mended(repair)[3] == ["合计", "12", "16", ""]

    def test_two_rows_can_change_places(self) -> None:
        assert [row[1:3] for row in mended(Repair(moves=(move(0, 1), move(1, 0))))[:2]] == [["4", "6"], ["3", "5"]]

    def test_a_value_mended_by_another_repair_moves_with_its_row(self) -> None:
        shift, typo = Repair(moves=(move(2, 1), move(3, 2))), Repair(changes=(change(3, 1, "9"),))
        assert mended(shift, typo) == mended(typo, shift)
        assert mended(shift, typo)[2] == ["丙", "9", "11", "未报"]

    def test_a_first_row_left_blank_stays_in_the_body(self) -> None:
        rows: list[list[str | Cell | None]] = [
            ["类别", Cell("第一季度", column_span=2), None],
            [None, "1月", "2月"],
            ["甲", "3", "5"],
            ["乙", "4", "6"],
            ["合计", "7", "11"],
        ]
        table = recognise(Grid.of(rows))
        found = applied(table, [Repair(moves=(move(0, 1), move(1, 2)))])
        assert found.header_height == table.header_height == 2
        assert [row.own.text for row in found.rows] == ["甲", "乙", "合计"]
        assert [found.grid.text(r, 1) for r in range(2, 5)] == ["", "3", "4"]
        assert not found.cells[0, 1].figure.is_number

    @pytest.mark.parametrize(("row", "label_row"), [(4, 3), (3, 4)])
    def test_a_row_outside_the_table_is_refused(self, row: int, label_row: int) -> None:
        with pytest.raises(UnknownNameError, match="rows 0 to 3"):
            mended(Repair(moves=(move(row, label_row),)))


class TestAgreement:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Repair(changes=(change(3, 1, "7"),)), Repair(changes=(change(3, 1, "9"), change(0, 1, "2")))),
            (Repair(moves=(move(2, 1),)), Repair(moves=(move(2, 0),))),
            (Repair(moves=(move(2, 1),)), Repair(moves=(move(3, 1),))),
        ],
    )
    def test_of_repairs_that_contradict_each_other_none_is_applied(self, one: Repair, other: Repair) -> None:
        table = recognise(GRID)
        assert agreed([one, other]) == ()
        assert applied(table, [one, other]) is table

    def test_the_rest_is_applied_all_the_same(self) -> None:
        one, other = (Repair(changes=(change(3, 1, text),)) for text in ("7", "9"))
        assert mended(one, other, Repair(changes=(change(2, 2, "0"),)))[2:] == [
            ["丙", "1", "0", "未报"],
            ["合计", "8", "11", ""],
        ]


class TestAReport:
    def report(self, *findings: Finding) -> Report:
        return attrs.evolve(audit([GRID, GRID]), findings=findings)

    def test_only_unique_repairs_are_applied_and_only_the_first_of_each(self) -> None:
        one, other = Repair(changes=(change(2, 2, "0"),)), Repair(changes=(change(2, 2, "7"),))
        opened = finding(Repair(changes=(change(3, 1, "9"),)), unique=False)
        assert unique_repairs([finding(one, other), opened, finding()]) == (one,)
        first, second = self.report(finding(one, other), opened).repaired()
        assert body(first)[2:] == [["丙", "1", "0", "未报"], ["合计", "8", "11", ""]]
        assert body(second) == body(recognise(GRID))

    def test_tables_keep_title_and_number_and_can_be_audited(self) -> None:
        tables = self.report(finding(Repair(changes=(change(2, 2, "0", table=1),)))).repaired()
        assert [(table.title, table.index) for table in tables] == [("服务情况表", 0), ("服务情况表", 1)]
        again = audit(tables)
        assert again.ok
        assert [item.printed for item in again.relations if item.target == "t1r3c2"] == ["11"]

    def test_a_mended_table_has_no_finding_left(self) -> None:
        wrong = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]])
        report = audit(wrong)
        assert not report.ok
        repair = Repair(changes=(change(2, 1, "7", before="8"),), why="why.typo.replaced")
        mended = attrs.evolve(report, findings=(finding(repair),)).repaired()
        assert audit(mended).findings == ()

    def test_figures_stated_in_prose_make_no_table(self) -> None:
        assert Report(file=None, regimes=(), findings=(finding(Repair(changes=(change(3, 1, "7"),))),)).repaired() == []


def printed(grid: Grid) -> list[list[str | None]]:
    return [[cell.text.strip() if cell is not None else None for cell in row] for row in grid.rows]


@settings(deadline=None)
@given(corrupted(kinds=[kind for kind in CORRUPTIONS if kind is not FindingKind.REMAINDER]))
def test_the_inverse_of_a_corruption_gives_the_consistent_table_back(drawn: tuple[Grid, Corruption]) -> None:
    grid, corruption = drawn
    sound, table = recognise(corruption.undone(grid)), recognise(grid)
    texts = zip(corruption.cells, corruption.before, strict=True)
    found = applied(table, [Repair(changes=tuple(change(*place, text) for place, text in texts))])
    assert printed(found.grid) == printed(sound.grid)
    assert (found.title, found.index, found.header_height) == (sound.title, sound.index, sound.header_height)
    assert found.rows == sound.rows


@settings(deadline=None)
@given(corrupted(kinds=[FindingKind.SHIFT]))
def test_rows_moved_back_and_what_was_lost_filled_in_give_the_consistent_table_back(
    drawn: tuple[Grid, Corruption],
) -> None:
    grid, corruption = drawn
    assume(corruption.moves and corruption.how != "column")
    sound = recognise(corruption.undone(grid))
    left = {move.row for move in corruption.moves} - {move.label_row for move in corruption.moves}
    lost = [change(*place, cell.figure.text) for place, cell in sorted(sound.cells.items()) if place[0] in left]
    found = applied(recognise(grid), [Repair(moves=corruption.moves, changes=tuple(lost))])
    assert printed(found.grid) == printed(sound.grid)

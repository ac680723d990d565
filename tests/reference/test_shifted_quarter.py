"""The trading table of the 2017 first quarter, its values beside the wrong labels; renamed, scaled, slipped anew."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from tests.transformed import Rows, audited, published_grid, shifted, texts, with_cells, with_rows

from zhengwu.auditing.alignment import Alignment, align, lost_values, realigned, strays
from zhengwu.findings import Move, Verdict
from zhengwu.table import Grid, Table, recognise

LABELS = 2
ZEROS, LAST = 2, 21
LOST = ["380", "266422.97", "252805.66", "", ""]
NAMES = {
    "工程建设": "甲类", "政府采购": "乙类", "医药采购": "丙类", "产权交易": "丁类",
    "公开招标": "子法", "公开": "子", "邀请招标": "丑法", "邀请": "丑", "直接发包": "寅法",
    "竞争性谈判": "卯法", "单一来源": "辰法", "电子竞价": "巳法", "询价": "午法", "协议": "未法",
}  # fmt: skip


@pytest.fixture(scope="module")
def table() -> Table:
    return recognise(published_grid(1), index=1)


@pytest.fixture(scope="module")
def reading(table: Table) -> Alignment:
    (only,) = align(table)
    return only


def moved(reading: Alignment) -> list[tuple[int, int]]:
    return [(move.row, move.label_row) for move in reading.moves]


def right_rows() -> Rows:
    """The table as it should have been: every row of values at its label, the last one as computed, no strays."""
    table = recognise(published_grid(1))
    rows = texts(realigned(table, align(table)[0]).grid)[1:]
    rows[LAST][LABELS:] = LOST
    return [
        ["" if c == 1 and text and re.fullmatch(r"\d+", text) else text for c, text in enumerate(row)] for row in rows
    ]


def printed(rows: Sequence[Sequence[str | None]], sources: Sequence[int | None], columns: Sequence[int]) -> Grid:
    """The rows with the figures of some columns taken from other rows; None prints blanks."""
    body = [
        [row[c] if c not in columns else "" if source is None else rows[source][c] for c in range(len(row))]
        for row, source in zip(rows, sources, strict=True)
    ]
    grid = published_grid(1)
    return with_rows(grid, [texts(grid)[0], *body])


class TestTheRealPage:
    """Read from the row of zeros on one label higher, every sum holds; nothing else is as good."""

    def test_one_reading(self, reading: Alignment) -> None:
        assert reading.moves == tuple(Move(table=1, row=row, label_row=row - 1) for row in range(ZEROS + 1, LAST + 1))
        assert (reading.unlabelled, reading.lost) == ((ZEROS,), (LAST,))
        assert reading.columns == (2, 3, 4, 5, 6)

    def test_every_sum_holds(self, reading: Alignment) -> None:
        assert (reading.held_before, reading.failed_before) == (0, 23)
        assert (reading.held, reading.failed) == (21, 0)

    def test_the_audit_agrees(self, table: Table, reading: Alignment) -> None:
        report = audited(realigned(table, reading).grid)
        sums = [result for result in report.relations if result.rule in ("ZW120", "ZW121", "ZW122")]
        assert len(sums) == reading.held
        assert {result.verdict for result in sums} == {Verdict.CONSISTENT}

    def test_what_fell_off_the_page(self, table: Table, reading: Alignment) -> None:
        lost = lost_values(table, reading)
        assert [lost[LAST, column].text for column in (2, 3, 4)] == ["380", "266422.97", "252805.66"]
        assert sorted(lost) == [(LAST, 2), (LAST, 3), (LAST, 4)]  # savings and premiums do not add up
        assert lost[LAST, 2].interval.is_point
        assert str(lost[LAST, 3].interval) == "[2664229450, 2664229950)"

    def test_three_numbers_fit_nothing(self, table: Table, reading: Alignment) -> None:
        for page in (table, realigned(table, reading)):
            found = strays(page)
            assert [(stray.text, stray.where.row, stray.where.column) for stray in found] == [
                ("346", 4, 1),
                ("600", 20, 1),
                ("880", 21, 1),
            ]
            assert not any(stray.is_explained for stray in found)

    def test_labels_stay(self, table: Table, reading: Alignment) -> None:
        page = realigned(table, reading)
        assert (page.rows, page.columns, page.title) == (table.rows, table.columns, table.title)
        assert page.where(2, 3).line == table.where(3, 3).line  # a value knows where it was printed
        assert align(page) == ()

    def test_the_window_table_stands_right(self) -> None:
        assert align(recognise(published_grid(0))) == ()


class TestTheSameFactsPrintedDifferently:
    """The reading rests on sums, not on names, units or the order of the groups."""

    @pytest.mark.parametrize("places", [1, 2, 4])
    def test_scaled(self, places: int, reading: Alignment) -> None:
        grid = with_cells(published_grid(1), lambda _, c, text: shifted(text, places) if c in (3, 4, 5) else text)
        assert [moved(r) for r in align(recognise(grid))] == [moved(reading)]

    def test_renamed(self, reading: Alignment) -> None:
        names = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))
        grid = with_cells(
            published_grid(1), lambda _, c, text: names.sub(lambda m: NAMES[m[0]], text) if c < LABELS else text
        )
        assert [moved(r) for r in align(recognise(grid))] == [moved(reading)]

    def test_groups_in_another_order(self) -> None:
        rows = right_rows()
        groups = [rows[16:20], rows[5:12], rows[12:16], rows[0:5], rows[20:]]
        rows = [list(row) for group in groups for row in group]
        assert align(recognise(printed(rows, range(22), ()))) == ()
        sources = [*range(5), None, *range(5, 21)]
        (only,) = align(recognise(printed(rows, sources, range(2, 7))))
        assert moved(only) == [(row, row - 1) for row in range(6, 22)]


class TestSlippedAnew:
    """Whatever slip of the consistent table explains enough is found; the page that was meant is among the readings."""

    rows = right_rows()
    columns = range(2, 7)

    def readings(self, sources: Sequence[int | None], columns: Sequence[int] = columns) -> list[list[tuple[int, int]]]:
        return [moved(reading) for reading in align(recognise(printed(self.rows, sources, columns)))]

    def test_nothing_slipped(self) -> None:
        assert self.readings(range(22)) == []

    @pytest.mark.parametrize("first", range(16))
    def test_from_a_row_on(self, first: int) -> None:
        found = self.readings([*range(first), None, *range(first, 21)])
        assert found == [[(row, row - 1) for row in range(first + 1, 22)]]

    @pytest.mark.parametrize("first", range(12))
    def test_two_rows_at_once(self, first: int) -> None:
        found = self.readings([*range(first), None, None, *range(first, 20)])
        assert [(row, row - 2) for row in range(first + 2, 22)] in found

    @pytest.mark.parametrize("gone", range(12))
    def test_a_row_lost(self, gone: int) -> None:
        found = self.readings([*range(gone), *range(gone + 1, 22), None])
        assert [(row, row + 1) for row in range(gone, 21)] in found

    @pytest.mark.parametrize(("first", "last"), [(0, 13), (1, 9), (2, 14), (3, 18), (5, 16)])
    def test_a_block_down(self, first: int, last: int) -> None:
        found = self.readings([*range(first), None, *range(first, last), *range(last + 1, 22)])
        assert [(row, row - 1) for row in range(first + 1, last + 1)] in found

    def test_two_rows_apart(self) -> None:
        found = self.readings([*range(2), None, *range(2, 10), None, *range(10, 20)])
        assert [*((row, row - 1) for row in range(3, 11)), *((row, row - 2) for row in range(12, 22))] in found

    @pytest.mark.parametrize("column", [2, 3, 4])
    @pytest.mark.parametrize("first", [0, 2, 5])
    def test_one_column(self, column: int, first: int) -> None:
        page = recognise(printed(self.rows, [*range(first), None, *range(first, 21)], [column]))
        found = align(page)
        assert {reading.columns for reading in found} == {(column,)}
        assert [(row, row - 1) for row in range(first + 1, 22)] in [moved(reading) for reading in found]

    def test_a_block_of_columns(self) -> None:
        found = align(recognise(printed(self.rows, [*range(2), None, *range(2, 21)], range(3, 7))))
        assert [(reading.columns, moved(reading)) for reading in found] == [
            ((3, 4, 5, 6), [(row, row - 1) for row in range(3, 22)])
        ]

    def test_a_wrong_figure_besides(self) -> None:
        rows = [list(row) for row in self.rows]
        rows[9][3] = "24.33"
        found = align(recognise(printed(rows, [*range(2), None, *range(2, 21)], self.columns)))
        assert [moved(reading) for reading in found] == [[(row, row - 1) for row in range(3, 22)]]
        assert found[0].failed == 1

    def test_a_wrong_figure_is_no_slip(self) -> None:
        for row in range(22):
            for column in (2, 3, 4):
                rows = [list(line) for line in self.rows]
                rows[row][column] = "7" + (rows[row][column] or "")
                assert align(recognise(printed(rows, range(22), ()))) == ()

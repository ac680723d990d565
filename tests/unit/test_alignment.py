"""The alignment of value rows on small tables: which evidence is enough, and what is left open."""

from __future__ import annotations

import time

import pytest

from zhengwu.auditing.alignment import MOST_READINGS, Alignment, align, lost_values, realigned, strays
from zhengwu.auditing.alignment.across import Across, across_of
from zhengwu.auditing.alignment.profile import Profile
from zhengwu.auditing.alignment.sheet import Sheet
from zhengwu.auditing.alignment.sweep import Sums
from zhengwu.table import Cell, Grid, Table, recognise

HEADER = ["类别", "方式", "项目个数", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]
RIGHT = [
    "甲类 子 215 5130.25 4890.10 240.15 4.68%",
    "甲类 丑 87 12040.70 11500.55 540.15 4.49%",
    "甲类 寅 31 880.04 801.44 78.60 8.93%",
    "甲类 小计 333 18050.99 17192.09 858.90 4.76%",
    "乙类 子 19 730.00 699.95 30.05 4.12%",
    "乙类 丑 402 2210.31 2104.87 105.44 4.77%",
    "乙类 小计 421 2940.31 2804.82 135.49 4.61%",
    "丙类 子 58 64.15 60.02 4.13 6.44%",
    "丙类 丑 9 18.20 17.75 0.45 2.47%",
    "丙类 小计 67 82.35 77.77 4.58 5.56%",
    "合计 . 821 21073.65 20074.68 998.97 4.74%",
]
ALL = tuple(range(2, 7))


def lines(rows: list[str] = RIGHT) -> list[list[str]]:
    return [["" if text == "." else text for text in row.split()] for row in rows]


def page(rows: list[list[str]]) -> Table:
    return recognise(Grid.of([HEADER, *rows], caption="2017年交易情况表", header_rows=1))


def printed(sources: list[int | None], columns: tuple[int, ...] = ALL, filler: str = "") -> Table:
    """The right table with the figures of some columns taken from other rows."""
    rows = lines()
    body = [
        [
            row[c] if c not in columns else filler if source is None else rows[source][c]
            for c in range(len(row))
        ]
        for row, source in zip(rows, sources, strict=True)
    ]  # fmt: skip
    return page(body)


def moved(reading: Alignment) -> list[tuple[int, int]]:
    return [(move.row, move.label_row) for move in reading.moves]


class TestWholeRows:
    def test_right(self) -> None:
        assert align(page(lines())) == ()

    def test_a_row_of_nothing(self) -> None:
        (only,) = align(printed([0, None, *range(1, 10)]))
        assert moved(only) == [(row, row - 1) for row in range(2, 11)]
        assert (only.unlabelled, only.lost, only.columns) == ((1,), (10,), ALL)
        assert (only.held, only.failed, only.held_before) == (12, 0, 0)

    def test_a_row_of_zeros(self) -> None:
        (only,) = align(printed([0, None, *range(1, 10)], filler="0"))
        assert (only.unlabelled, only.lost) == ((1,), (10,))

    def test_a_row_of_other_numbers(self) -> None:
        readings = align(printed([0, None, *range(1, 10)], filler="77"))
        assert [(reading.unlabelled, reading.lost) for reading in readings] == [((1,), (10,))]

    def test_a_row_printed_twice(self) -> None:
        """Which of two equal rows is the one too many cannot be told: both are read."""
        readings = align(printed([0, 1, 1, *range(2, 10)]))
        assert {reading.unlabelled for reading in readings} == {(1,), (2,)}

    def test_a_row_gone(self) -> None:
        """Any row of the group may be the one that is missing, so each is a reading, and none is the only one."""
        table = printed([0, *range(2, 11), None])
        readings = align(table)
        assert {reading.lost for reading in readings} == {(0,), (1,), (2,)}
        assert {reading.unlabelled for reading in readings} == {()}
        meant = next(reading for reading in readings if reading.lost == (1,))
        assert {place: value.text for place, value in lost_values(table, meant).items()} == {
            (1, 2): "87",
            (1, 3): "12040.70",
            (1, 4): "11500.55",
            (1, 5): "540.15",
        }

    def test_a_block(self) -> None:
        readings = align(printed([0, None, *range(1, 8), 9, 10]))
        assert [(row, row - 1) for row in range(2, 9)] in [moved(reading) for reading in readings]

    def test_evidence_for_one_sum_only(self) -> None:
        """The total fell off and one sum of three columns is mended: a row of nothing is told, a row of numbers not."""
        assert align(printed([*range(8), None, 8, 9])) != ()
        assert align(printed([*range(8), None, 8, 9], filler="5")) == ()

    def test_a_total_pushed_off_the_page(self) -> None:
        """Nothing is left to tell a slip of the last rows from a total that is missing."""
        assert align(printed([*range(10), None])) == ()


class TestOtherMistakes:
    """What another single cause explains is no slip."""

    def test_rows_that_changed_places(self) -> None:
        assert align(printed([0, 1, 3, 2, *range(4, 11)])) == ()

    def test_a_stale_subtotal(self) -> None:
        rows = lines()
        rows[3][2:] = rows[0][2:]
        assert align(page(rows)) == ()

    def test_a_column_in_another_unit(self) -> None:
        rows = lines()
        for row in rows[:10]:
            row[3] = row[3].replace(".", "") + "0"
        assert align(page(rows)) == ()

    def test_small_numbers_prove_nothing(self) -> None:
        rows = [["甲", "2"], ["乙", ""], ["小计", "1"], ["丙", "3"], ["丁", "1"], ["小计", "0"], ["合计", "1"]]
        assert align(recognise(Grid.of([["窗口", "1月"], *rows]))) == ()

    @pytest.mark.parametrize("rows", [[], [["甲", "1"]], [["甲", ""], ["合计", ""]], [["甲", "约5"], ["合计", "7余"]]])
    def test_nothing_to_compare(self, rows: list[list[str]]) -> None:
        assert align(recognise(Grid.of([["窗口", "1月"], *rows], header_rows=1))) == ()


class TestColumns:
    NAMES = ("甲局", "乙局", "丙局", "丁局", "戊局", "己局", "合计")
    MONTHS = (
        (3120, 2871, 3306), (415, 97, 268), (1044, 1290, 1187), (76, 102, 88), (5531, 4902, 6077), (260, 311, 295),
    )  # fmt: skip

    def window(self, slip: int | None = None, column: int = 2) -> Table:
        counts = [[*months, sum(months)] for months in self.MONTHS]
        counts.append([sum(column) for column in zip(*counts, strict=True)])
        texts = [[name, *map(str, row)] for name, row in zip(self.NAMES, counts, strict=True)]
        if slip is not None:
            below = [row[column] for row in texts[slip:-1]]
            texts[slip][column] = ""
            for row, text in zip(texts[slip + 1 :], below, strict=True):
                row[column] = text
        header = ["窗口", "1月", "2月", "3月", "一季度合计"]
        return recognise(Grid.of([header, *texts], caption="2017年第一季度服务情况表", unit="件", header_rows=1))

    def test_one_column(self) -> None:
        (only,) = align(self.window(1))
        assert (only.columns, moved(only)) == ((2,), [(row, row - 1) for row in range(2, 7)])
        assert (only.unlabelled, only.lost) == ((1,), (6,))

    def test_what_the_column_lost(self) -> None:
        table = self.window(1)
        (only,) = align(table)
        assert {place: value.text for place, value in lost_values(table, only).items()} == {(6, 2): "9573"}

    def test_too_few_rows(self) -> None:
        assert align(self.window(4)) == ()

    def test_one_column_of_a_trading_table(self) -> None:
        readings = align(printed([0, None, *range(1, 10)], columns=(2,)))
        assert [(reading.columns, reading.lost) for reading in readings] == [((2,), (10,))]

    def test_amounts_without_counts(self) -> None:
        readings = align(printed([0, None, *range(1, 10)], columns=(3, 4, 5, 6)))
        assert [(reading.columns, reading.lost) for reading in readings] == [((3, 4, 5, 6), (10,))]

    def test_rows_moved_whole_break_nothing_across(self) -> None:
        table = page(lines())
        sheet, within = Sheet.of(table), across_of(table)
        assert Across(sheet, within, frozenset(sheet.cells)).is_empty
        alone = Across(sheet, within, frozenset({3}))
        assert all(alone.score(row, row) > 0 for row in range(11))
        assert all(alone.score(row, row + 1) < alone.score(row, row) for row in range(10))


class TestRealigned:
    def test_merged_cells_stay(self) -> None:
        rows: list[list[str | Cell | None]] = [
            ["甲", "3", "4"],
            ["乙", Cell("7", column_span=2), None],
            ["丙", "5", "6"],
        ]
        table = recognise(Grid.of([["窗口", "1月", "2月"], *rows], header_rows=1))
        reading = Alignment(
            table=0, moves=(), columns=(1, 2), unlabelled=(), lost=(1,), held_before=0, failed_before=0, held=0,
            failed=0, gain=0,
        )  # fmt: skip
        found = realigned(table, reading)
        cell = found.grid.cell(2, 1)
        assert cell is not None
        assert (cell.text, cell.column_span) == ("", 2)

    def test_figures_are_those_of_the_right_table(self) -> None:
        table = printed([0, None, *range(1, 10)])
        found, right = realigned(table, align(table)[0]), page(lines())
        assert {(r, c): f for r, c, f in found.figures()} == {(r, c): f for r, c, f in right.figures() if r != 10}


class TestLostValues:
    def test_counts_and_amounts(self) -> None:
        table = printed([0, None, *range(1, 10)])
        lost = lost_values(table, align(table)[0])
        assert [lost[10, column].text for column in (2, 3, 4, 5)] == ["821", "21073.65", "20074.68", "998.97"]
        assert lost[10, 2].interval.is_point
        assert str(lost[10, 3].interval) == "[210736350, 210736650)"

    def test_one_lost_value_follows_from_another(self) -> None:
        table = page([row[:2] + [""] * 5 if r in (3, 10) else row for r, row in enumerate(lines())])
        reading = Alignment(
            table=0, moves=(), columns=ALL, unlabelled=(), lost=(3, 10), held_before=0, failed_before=0, held=0,
            failed=0, gain=0,
        )  # fmt: skip
        lost = lost_values(table, reading)
        assert (lost[3, 2].text, lost[10, 2].text) == ("333", "821")
        assert (lost[3, 3].text, lost[10, 3].text) == ("18050.99", "21073.65")

    def test_sums_that_contradict_tell_nothing(self) -> None:
        rows = [["甲", ""], ["乙", "41"], ["合计", "90"], ["总计", "95"]]
        table = recognise(
            Grid.of([["窗口", "1月"], *rows[:2], ["小计（甲+乙）", "90"], ["合计（甲+乙）", "95"]], unit="件")
        )
        reading = Alignment(
            table=0, moves=(), columns=(1,), unlabelled=(), lost=(0,), held_before=0, failed_before=0, held=0,
            failed=0, gain=0,
        )  # fmt: skip
        assert lost_values(table, reading) == {}


class TestStrays:
    def test_a_sum_in_another_unit(self) -> None:
        rows = [["甲类", "甲", "12.5"], ["甲类", "乙", "7.5"], ["合计", "20", ""], ["", "200000", ""], ["", "33", ""]]
        table = recognise(Grid.of([["类别", "方式", "成交金额（万元）"], *rows], header_rows=1))
        assert [(stray.text, stray.is_explained) for stray in strays(table)] == [
            ("20", True), ("200000", True), ("33", False)
        ]  # fmt: skip

    def test_a_figure_of_its_row(self) -> None:
        rows = [["甲类", "36", "36"], ["合计", "", "36"]]
        table = recognise(Grid.of([["类别", "方式", "项目个数"], *rows], header_rows=1))
        found = strays(table)
        assert [stray.figures for stray in found] in ([((0, 2),)], [])


class TestSearch:
    def test_profiles(self) -> None:
        profile = Profile(((2, 1), (6, 0)))
        assert profile.bent(4, 1).breaks == ((2, 1), (4, 2), (6, 1))
        assert profile.bent(4, 1).without(1) == profile
        assert profile.without(0) == Profile(((6, -1),))
        assert profile.with_break(1, 5).assigned(8) == [0, 1, 3, 4, 5, -1, 6, 7]
        assert not Profile(((2, 0),)).is_valid(8)
        assert not Profile(((7, -1),)).is_valid(7)
        assert not Profile(((2, 1), (2, 2))).is_valid(8)

    def test_a_sweep_is_every_reading_at_once(self) -> None:
        table = printed([0, None, *range(1, 10)])
        sheet = Sheet.of(table)
        sums = Sums(sheet, sheet.additive)
        for offset in (1, -1, 2):
            shifted = [row + offset if 0 <= row + offset < 11 else -1 for row in range(11)]
            swept = sums.sweep(range(11), shifted, gap=max(-offset, 0))
            for k in range(11 - max(-offset, 0)):
                assigned = Profile(((k, offset),)).assigned(11)
                assert swept[k] == sum(
                    min(sum(s for s in scores if s and s > 0), 24) + max(sum(s for s in scores if s and s < 0), -18)
                    for _, scores in sums.outcomes(assigned)
                )

    def test_no_more_readings_than_listed(self) -> None:
        rows = [[f"第{n}", "0", "0", "0"] for n in range(40)]
        body = [["甲", "4100", "3200", "2900"], *rows, ["乙", "", "", ""], ["小计", "5300", "6100", "7700"],
                ["合计", "9400", "9300", "10600"]]  # fmt: skip
        assert len(align(recognise(Grid.of([["窗口", "1月", "2月", "3月"], *body], header_rows=1)))) <= MOST_READINGS

    def test_a_thousand_rows(self) -> None:
        """Work grows with the rows, not with their square."""
        texts: list[list[str]] = []
        total = [0, 0, 0]
        for group in range(120):
            values = [[(group * 7 + item * 13 + c * 5) * 97 % 8999 + 1000 for c in range(3)] for item in range(7)]
            sums = [sum(column) for column in zip(*values, strict=True)]
            total = [a + b for a, b in zip(total, sums, strict=True)]
            texts += [[f"类{group}", f"法{item}", *map(str, row)] for item, row in enumerate(values)]
            texts.append([f"类{group}", "小计", *map(str, sums)])
        texts.append(["合计", "", *map(str, total)])
        slipped = [[*row[:2], *(["", "", ""] if r == 300 else texts[r - (r > 300)][2:])] for r, row in enumerate(texts)]
        table = recognise(Grid.of([["类别", "方式", "1月", "2月", "3月"], *slipped], header_rows=1))
        begun = time.perf_counter()
        (only,) = align(table)
        assert time.perf_counter() - begun < 20
        assert moved(only) == [(row, row - 1) for row in range(301, 961)]
        assert (only.unlabelled, only.lost) == ((300,), (960,))

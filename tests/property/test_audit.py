"""Laws of the audit: sound tables raise nothing, spoiled ones do, and no table at all makes it fail."""

from __future__ import annotations

import random
from math import floor

import attrs
from hypothesis import assume, given, strategies as st
from tests.transformed import audited, texts

from zhengwu.auditing.report import Report
from zhengwu.exact import Rounding
from zhengwu.findings import FindingKind, Grade, Verdict
from zhengwu.table import Cell, Grid, recognise
from zhengwu.testing import Corruption, SoundTable, corrupted, grids, trading_tables, window_tables

EXACT_KINDS = (
    FindingKind.TYPO,
    FindingKind.SIGN,
    FindingKind.UNIT,
    FindingKind.SWAP,
    FindingKind.COPIED,
    FindingKind.STALE_TOTAL,
)
sound_tables = st.one_of(window_tables(), trading_tables())


class TestSoundTables:
    """A table that is consistent raises no finding, under whatever rounding it was printed."""

    @given(sound_tables)
    def test_no_finding(self, sound: SoundTable) -> None:
        report = audited(sound.grid)
        assert report.findings == ()
        assert report.count(Verdict.INCONSISTENT) == 0
        assert report.skipped == ()

    @given(sound_tables)
    def test_every_figure_is_read(self, sound: SoundTable) -> None:
        table = recognise(sound.grid)
        assert {(row, column) for row, column, _ in table.figures()} == set(sound.cells)

    def test_rates_of_one_percent_in_a_table_printed_up(self) -> None:
        # Found by the law above: another column explained three of the rates by accident, and 进一法 was not tried.
        figures = ["个数", "预算金额（元）", "成交金额（元）", "节约金额（元）", "节约率（%）"]
        blocks = ["一季度", "二季度", "上半年合计"]
        rows = """
            网络竞价 162 53249 53254 增值额6 增值率1% 532 223431 230502 增值额7071 增值率4% 694 276679 283756 增值额7077 增值率3%
            拍卖 739 7912 7923 增值额11 增值率1% 254 622395545 622395744 增值额200 增值率1% 993 622403456 622403667 增值额211 增值率1%
            协议租赁 0 0 0 / / 40 76980 76980 / / 40 76980 76980 / /
            合计 901 61160 61176 增值额17 增值率1% 826 622695955 622703226 增值额7271 增值率1% 1727 622757115 622764401 增值额7287 增值率1%
        """  # noqa: E501  a table
        top = [cell for block in blocks for cell in (Cell(block, column_span=5), *[None] * 4)]
        grid = Grid.of(
            [[Cell("方式", row_span=2), *top], [None, *figures * 3], *map(str.split, rows.strip().splitlines())],
            caption="2017年上半年交易情况表",
            header_rows=2,
        )
        report = audited(grid)
        assert report.findings == ()
        assert report.regimes == (Rounding.UP,)

    @given(trading_tables(Rounding.HALF_UP))
    def test_half_up_stays_possible(self, sound: SoundTable) -> None:
        assert Rounding.HALF_UP in audited(sound.grid).regimes

    @given(trading_tables(Rounding.TRUNC))
    def test_truncation_stays_possible(self, sound: SoundTable) -> None:
        assert Rounding.TRUNC in audited(sound.grid).regimes

    @given(window_tables(), st.randoms(use_true_random=False))
    def test_order_of_the_windows(self, sound: SoundTable, shuffled: random.Random) -> None:
        lines = texts(sound.grid)
        rows = lines[sound.header_height : -1]
        shuffled.shuffle(rows)
        header = [list(row) for row in sound.grid.rows[: sound.header_height]]
        grid = Grid.of(
            [*header, *rows, lines[-1]],
            caption=sound.grid.caption,
            unit=sound.grid.unit,
            header_rows=sound.grid.header_rows,
        )
        assert audited(grid).count(Verdict.CONSISTENT) == audited(sound.grid).count(Verdict.CONSISTENT)


def accuses_or_doubts(report: Report) -> bool:
    """Whether there is an error; or nothing but questions, each of which says what the reader must look at first."""
    questions = [finding for finding in report.findings if finding.grade is Grade.QUESTION]
    return not report.ok or any("doubt" in finding.values or finding.repairs for finding in questions)


class TestSpoiledTables:
    """A cell changed beyond the interval that every relation on it allows raises a finding."""

    @given(corrupted(window_tables(), kinds=EXACT_KINDS))
    def test_counts_leave_no_room_for_a_mistake(self, pair: tuple[Grid, Corruption]) -> None:
        # Every count stands in a sum of its row and in one of its column, and nothing there is rounded.
        assert accuses_or_doubts(audited(pair[0]))

    @given(corrupted(window_tables(), kinds=[FindingKind.BLANK]))
    def test_a_blank_is_never_accused(self, pair: tuple[Grid, Corruption]) -> None:
        assert all(finding.grade is not Grade.ERROR for finding in audited(pair[0]).findings)

    @given(corrupted(trading_tables(), kinds=[FindingKind.STALE_TOTAL]))
    def test_a_stale_total_is_noticed_where_one_of_its_figures_is_more_than_rounded(
        self, pair: tuple[Grid, Corruption]
    ) -> None:
        grid, corruption = pair
        places = zip(corruption.cells, corruption.before, corruption.after, strict=True)
        counts = [column for (_, column), before, after in places if _is_count(grid, column) and before != after]
        assert not counts or accuses_or_doubts(audited(grid))

    @given(sound_tables, st.data())
    def test_a_changed_figure(self, sound: SoundTable, data: st.DataObject) -> None:
        # Seven more in front: more than all roundings of all relations of the cell together.
        amounts = sorted(set(sound.cells) - set(sound.rates))
        place = data.draw(st.sampled_from(amounts))
        assume(place in _connected(sound.grid))
        hidden = sound.hidden[place]
        seven = 7 * 10 ** len(str(floor(abs(hidden.value))))
        spoiled = attrs.evolve(hidden, value=hidden.value + (seven if hidden.value >= 0 else -seven))
        assert audited(sound.with_texts({place: spoiled.printed(sound.rounding)})).findings


def _connected(grid: Grid) -> set[tuple[int, int]]:
    """The places whose figures stand in a relation that was decided: a line that no total names may stand in none."""
    report = audited(grid)
    decided = [result for result in report.relations if result.verdict is not Verdict.UNVERIFIABLE]
    names = {name for result in decided for name in (result.target, *result.inputs)}
    table = recognise(grid)
    return {(row, column) for row, column, _ in table.figures() if f"t0r{row}c{column}" in names}


def _is_count(grid: Grid, column: int) -> bool:
    return grid.text((grid.header_rows or 1) - 1, column) == "项目个数"


class TestAnyTable:
    """No grid makes the recogniser or the audit fail, and nothing of it is lost."""

    @given(grids())
    def test_never_fails(self, grid: Grid) -> None:
        table = recognise(grid)
        report = audited(grid)
        assert report.checked + report.count(Verdict.UNVERIFIABLE) == len(report.relations)
        assert len(table.rows) + table.header_height == grid.height
        read = {place for place, _ in table.cells.items()}
        unread = {(item.where.row, item.where.column) for item in table.unread}
        for row in table.rows:
            for column in table.figure_columns:
                cell = grid.rows[row.index + table.header_height][column.index]
                if cell is not None and row.kind != "note":
                    assert (row.index, column.index) in read | unread

"""Laws of the alignment: labels that stand right stay, a wrong figure is no slip, a reading loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from zhengwu.auditing.alignment import MOST_READINGS, Alignment, align, lost_values, realigned, strays
from zhengwu.exact import Rounding
from zhengwu.findings import FindingKind
from zhengwu.table import Grid, Table, recognise
from zhengwu.testing import SoundTable, corrupted, grids, trading_tables, window_tables
from zhengwu.testing.choices import Rolled
from zhengwu.testing.corrupting import corrupt
from zhengwu.testing.trading_shape import trading_table

sound_tables = st.one_of(window_tables(), trading_tables())
CELL_KINDS = (FindingKind.TYPO, FindingKind.SIGN, FindingKind.COPIED, FindingKind.BLANK, FindingKind.ROUNDING)
OTHER_KINDS = (FindingKind.UNIT, FindingKind.SWAP, FindingKind.STALE_TOTAL)
SEEDS = range(40)


def rolled_table(seed: str) -> tuple[SoundTable, Rolled]:
    rolled = Rolled.seeded(seed)
    return trading_table(rolled, Rounding.HALF_UP), rolled


def restores(page: Table, reading: Alignment, right: Grid) -> bool:
    """Whether a reading brings every figure to its place, blanks where values are lost."""
    found, meant = realigned(page, reading), recognise(right)
    lost = {(row, column) for row in reading.lost for column in reading.columns}
    return all(
        found.grid.text(row + found.header_height, column.index) == meant.grid.text(row + top, column.index)
        for top in [meant.header_height]
        for row in range(len(meant.rows))
        for column in meant.figure_columns
        if (row, column.index) not in lost
    )


def holds_what_was_printed(page: Table, reading: Alignment, right: Grid) -> int:
    """How many lost values the sums determine; each allows what the right table prints."""
    meant = recognise(right)
    lost = lost_values(page, reading)
    for place, value in lost.items():
        printed = meant.printed(*place)
        assert printed is None or value.interval.meets(printed.figure.interval())
    return len(lost)


def is_in_order(pairs: Sequence[tuple[int, int]]) -> bool:
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


class TestLabelsThatStandRight:
    """A consistent table has no other reading, under whatever rounding; nor has one with a wrong figure."""

    @given(sound_tables)
    def test_sound(self, sound: SoundTable) -> None:
        assert align(recognise(sound.grid)) == ()

    @given(corrupted(kinds=CELL_KINDS))
    def test_a_wrong_figure(self, pair: tuple[Grid, object]) -> None:
        assert align(recognise(pair[0])) == ()

    @pytest.mark.parametrize("kind", OTHER_KINDS)
    def test_several_wrong_figures_with_one_cause(self, kind: FindingKind) -> None:
        for seed in SEEDS:
            sound, rolled = rolled_table(f"{kind} {seed}")
            made = corrupt(sound, kind, rolled)
            assert made is None or align(recognise(made[0])) == (), seed


class TestReadings:
    """A reading moves whole values, in order, each to one label; what it cannot place it names."""

    @given(corrupted(trading_tables(), kinds=[FindingKind.SHIFT]))
    def test_every_value_row_is_accounted_for(self, pair: tuple[Grid, object]) -> None:
        page = recognise(pair[0])
        readings = align(page)
        assert len(readings) <= MOST_READINGS
        assert [reading.gain for reading in readings] == sorted((reading.gain for reading in readings), reverse=True)
        for reading in readings:
            pairs = [(move.row, move.label_row) for move in reading.moves]
            assert is_in_order(pairs)
            assert not {label for _, label in pairs} & set(reading.lost)
            assert not {row for row, _ in pairs} & set(reading.unlabelled)
            assert reading.held >= 3
            assert reading.held > reading.failed
            assert reading.gain > 0
            found = realigned(page, reading)
            for move in reading.moves:
                for column in reading.columns:
                    text = page.grid.text(move.row + page.header_height, column)
                    assert found.grid.text(move.label_row + page.header_height, column) == text

    @pytest.mark.parametrize("how", ["", "block", "lost"])
    def test_the_slip_that_was_made(self, how: str) -> None:
        """It is among the readings; where there is only one, it is that one, and what was lost is computed right."""
        found = right = alone = known = 0
        for seed in SEEDS:
            sound, rolled = rolled_table(f"slip {how} {seed}")
            made = corrupt(sound, FindingKind.SHIFT, rolled, how=how)
            if made is None:
                continue
            page = recognise(made[0])
            readings = align(page)
            meant = [reading for reading in readings if restores(page, reading, sound.grid)]
            assert meant or len(readings) != 1, seed
            found += bool(readings)
            right += bool(meant)
            alone += len(readings) == 1
            known += sum(holds_what_was_printed(page, reading, sound.grid) for reading in meant)
        assert found >= 8
        assert right >= 0.95 * found
        assert alone > 0
        assert known >= 4


class TestAnyTable:
    """No grid makes it fail, and what it returns can be applied."""

    @given(grids())
    def test_never_fails(self, grid: Grid) -> None:
        page = recognise(grid)
        for reading in align(page):
            lost_values(page, reading)
            strays(realigned(page, reading))
        assert len(strays(page)) == sum(unread.reason == "figure_among_labels" for unread in page.unread)

    @given(grids(merged=True), st.data())
    @settings(max_examples=40)
    def test_any_reading_can_be_applied(self, grid: Grid, data: st.DataObject) -> None:
        page = recognise(grid)
        rows = len(page.rows)
        if not rows:
            return
        lost = tuple(sorted(data.draw(st.sets(st.integers(0, rows - 1)))))
        reading = Alignment(
            table=0, moves=(), columns=tuple(c.index for c in page.figure_columns), unlabelled=(), lost=lost,
            held_before=0, failed_before=0, held=0, failed=0, gain=0,
        )  # fmt: skip
        found = realigned(page, reading)
        assert found.rows == page.rows
        assert not any(found.printed(row, column) for row in lost for column in reading.columns)
        lost_values(page, reading)

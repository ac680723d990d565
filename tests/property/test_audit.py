"""Laws of the audit: sound tables raise nothing, spoiled ones do, and no table at all makes it fail."""

from __future__ import annotations

import random
import re

from hypothesis import given, strategies as st
from tests.tables import Sound, trading_tables, window_tables
from tests.transformed import audited, texts, with_cells, with_rows

from zhengwu.exact import Rounding
from zhengwu.findings import Verdict
from zhengwu.table import Grid, recognise

sound_tables = st.one_of(window_tables(), trading_tables())
scraps = st.one_of(
    st.sampled_from(
        [
            "",
            "　",
            "/",
            "—",
            "0",
            "0.00%",
            "合计",
            "小计（甲+乙）",
            "其中：甲",
            "预算金额（万元）",
            "节约率",
            "1月",
            "一季度合计",
            "增值额0.26",
        ]
    ),
    st.integers(-5, 10**6).map(str),
    st.decimals(-100, 10**6, places=2).map(str),
    st.text(max_size=8),
)
grids = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(st.none() | scraps, min_size=width, max_size=width), min_size=1, max_size=7)
)


class TestSoundTables:
    """A table that is consistent raises no finding, under whatever rounding it was printed."""

    @given(sound_tables)
    def test_no_finding(self, sound: Sound) -> None:
        report = audited(sound.grid)
        assert report.findings == ()
        assert report.count(Verdict.INCONSISTENT) == 0
        assert report.skipped == ()

    @given(trading_tables(st.just(Rounding.HALF_UP)))
    def test_half_up_stays_possible(self, sound: Sound) -> None:
        assert Rounding.HALF_UP in audited(sound.grid).regimes

    @given(trading_tables(st.just(Rounding.TRUNC)))
    def test_truncation_stays_possible(self, sound: Sound) -> None:
        assert Rounding.TRUNC in audited(sound.grid).regimes

    @given(window_tables(), st.randoms(use_true_random=False))
    def test_order_of_the_windows(self, sound: Sound, shuffled: random.Random) -> None:
        header, *rows, total = texts(sound.grid)
        shuffled.shuffle(rows)
        assert audited(with_rows(sound.grid, [header, *rows, total])).count(Verdict.CONSISTENT) == audited(
            sound.grid
        ).count(Verdict.CONSISTENT)


class TestSpoiledTables:
    """A cell changed beyond the interval that every relation on it allows raises a finding."""

    @given(sound_tables, st.data())
    def test_a_changed_figure(self, sound: Sound, data: st.DataObject) -> None:
        # A rate of one row stands in its own relation only; a count of an item in those of its column.
        place = data.draw(st.sampled_from(sound.cells))

        def spoil(row: int, column: int, text: str) -> str:
            # Seven more in front: more than all roundings of all relations of the cell together.
            return re.sub(r"\d", lambda m: f"7{m[0]}", text, count=1) if (row, column) == place else text

        if place[1] in _summed(sound.grid) or (sound.grid.width == 7 and place[1] >= 3):
            report = audited(with_cells(sound.grid, spoil))
            assert not report.ok or report.findings


def _summed(grid: Grid) -> set[int]:
    return set(range(1, grid.width)) if grid.width == 5 else {2, 3, 4, 5}


class TestAnyTable:
    """No grid makes the recogniser or the audit fail, and nothing of it is lost."""

    @given(
        grids,
        st.sampled_from(["", "2017年第一季度情况表", "单位：万元"]),
        st.sampled_from(["", "件", "万元", "件、万元"]),
    )
    def test_never_fails(self, rows: list[list[str | None]], caption: str, unit: str) -> None:
        grid = Grid.of(rows, caption=caption, unit=unit)
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

"""Printing: a table as aligned text, a report as text, and what stands in a list of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from zhengwu.app import audit
from zhengwu.auditing.text import plain, report_text
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.layout import display_width
from zhengwu.table.structure import recognise
from zhengwu.table.text import table_text

WINDOWS = Grid.of(
    [["窗口名称", "1月", "合计"], ["甲窗口", "1180", "1180"], ["市场监督管理窗口", "", ""], ["合计", "1180", "1180"]],
    caption="服务情况表",
    unit="件",
    notes=("注：含镇级",),
)


def columns_of(line: str, *texts: str) -> list[int]:
    """Where each text ends, in columns of a terminal."""
    return [display_width(line[: line.rindex(text) + len(text)]) for text in texts]


class TestATableAsText:
    def test_it_is_the_page(self) -> None:
        assert str(recognise(WINDOWS)).splitlines() == [
            "服务情况表（单位：件）",
            "窗口名称           1月  合计",
            "----------------------------",
            "甲窗口            1180  1180",
            "市场监督管理窗口",
            "合计              1180  1180",
            "注：含镇级",
        ]

    def test_print_and_the_function_say_the_same(self) -> None:
        assert str(recognise(WINDOWS)) == table_text(recognise(WINDOWS))
        assert "服务情况表 (件)" in table_text(recognise(WINDOWS), lang="en")

    @given(
        figures=st.lists(st.decimals(min_value=0, max_value=Decimal("99999.99"), places=2), min_size=1, max_size=6),
        label=st.text(alphabet="甲乙丙丁abc１", min_size=1, max_size=12),
    )
    def test_figures_of_one_column_end_at_one_column_of_the_terminal(self, figures: list[Decimal], label: str) -> None:
        rows = [["窗口", "金额（万元）"], *([label[: n + 1], str(figure)] for n, figure in enumerate(figures))]
        lines = str(recognise(Grid.of(rows))).splitlines()[2:]
        assert len({display_width(line) for line in lines}) == 1
        assert [line.split()[-1] for line in lines] == [str(figure) for figure in figures]

    def test_a_merged_header_stands_over_its_columns(self) -> None:
        grid = Grid.of(
            [
                [Cell("类别", row_span=2), Cell("第一季度公共资源交易", column_span=2), None, "备注"],
                [None, "件数", "个数", ""],
                ["甲", "3", "4", "有"],
            ]
        )
        top, below, _, body = str(recognise(grid)).splitlines()
        assert columns_of(top, "类别", "第一季度公共资源交易") == [4, 6 + 20]
        assert columns_of(below, "个数") == columns_of(body, "4") == [6 + 20]
        assert columns_of(top, "备注") == [6 + 20 + 2 + 4]

    def test_a_note_over_the_whole_width_widens_nothing(self) -> None:
        note = "注：" + "数据截至季度末最后一个工作日" * 4
        grid = Grid.of([["窗口", "1月"], ["甲", "3"], [Cell(note, column_span=2), None]])
        lines = str(recognise(grid)).splitlines()
        assert lines[1] == "-" * 9
        assert lines[-1] == note

    def test_a_long_label_loses_its_middle_and_a_long_figure_nothing(self) -> None:
        label, figure = "甲" * 60, "1" * 40
        line = str(recognise(Grid.of([["窗口", "1月"], [label, figure]]))).splitlines()[-1]
        assert "…" in line
        assert line.endswith(figure)

    def test_title_inside_the_grid_is_said_once(self) -> None:
        grid = Grid.of([["2017年服务情况表", "", ""], ["窗口", "1月", "2月"], ["甲", "3", "4"]])
        assert str(recognise(grid)).count("2017年服务情况表") == 1

    def test_what_would_move_the_cursor_is_gone(self) -> None:
        assert "\x1b" not in str(recognise(Grid.of([["窗口", "1月"], ["甲\x1b[31m", "3"]], caption="\x1b[2J")))

    @pytest.mark.parametrize("rows", [[["窗口"]], [[""]], [["窗口", "1月"]]])
    def test_a_table_of_a_header_alone_prints(self, rows: list[list[str]]) -> None:
        assert str(recognise(Grid.of(rows))).splitlines()[0] == "  ".join(rows[0])

    @given(rows=st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=2), min_size=1, max_size=4))
    def test_any_texts_print(self, rows: list[list[str]]) -> None:
        assert len(str(recognise(Grid.of(rows))).split("\n")) == len(rows) + 1


class TestAReportAsText:
    def test_print_gives_the_lines_of_the_text_report(self) -> None:
        report = audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]], caption="服务情况表"))
        assert str(report) == "\n".join(plain(line) for line in report_text(report)).strip("\n")
        assert str(report).splitlines()[1] == "核对 1 项：相符 0，不符 1"


class TestInAList:
    """A list of tables or reports stays readable where nothing draws it."""

    def test_a_table_says_its_title_and_size(self) -> None:
        assert repr([recognise(WINDOWS)]) == "[<Table '服务情况表', 3 rows × 3 columns>]"

    def test_a_report_says_its_file_and_what_it_found(self) -> None:
        report = audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]], source="a.csv"))
        assert repr(report) == "<Report 'a.csv', tables 1, checked 1, findings 1>"
        assert report._repr_html_() == report.to_html()

"""A table in a notebook: the grid as printed, spans and blanks kept, figures right, totals bold, every text escaped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st
from tests.pages import Page

from zhengwu.app import audit
from zhengwu.errors import UnknownNameError
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.html import Mark, escaped, table_html
from zhengwu.table.layout import clean
from zhengwu.table.model import Table
from zhengwu.table.structure import recognise

PLAIN = recognise(
    Grid.of(
        [["窗口", "1月", "2月", "合计"], ["甲", "3", "", "3"], ["乙", "4", "5", "9"], ["合计", "7", "5", "12"]],
        caption="服务情况表",
        unit="件",
        notes=("注：含镇级",),
    )
)
MERGED = Grid.of(
    [
        [Cell("类别", row_span=2), Cell("第一季度", column_span=2), None],
        [None, "件数", "金额（万元）"],
        [Cell("甲类", row_span=2), "3", "4.00"],
        [None, "5", "未报"],
        [Cell("注：数据截至月底", column_span=3), None, None],
    ],
    caption="合并表",
)


class TestATableInHtml:
    def test_every_cell_stands_in_its_place_blanks_too(self) -> None:
        texts = [[cell.text for cell in row] for row in Page(table_html(PLAIN)).rows]
        assert texts == [
            ["窗口", "1月", "2月", "合计"],
            ["甲", "3", "", "3"],
            ["乙", "4", "5", "9"],
            ["合计", "7", "5", "12"],
        ]

    def test_a_notebook_and_the_function_show_the_same(self) -> None:
        assert PLAIN._repr_html_() == table_html(PLAIN)

    def test_figures_stand_right_and_labels_left(self) -> None:
        label, *figures = Page(table_html(PLAIN)).row("乙")
        assert "text-align:left" in label.style
        assert all(cell.style.rindex("text-align:right") > cell.style.index("text-align:left") for cell in figures)

    def test_a_blank_figure_is_a_cell_of_figures(self) -> None:
        assert "text-align:right" in Page(table_html(PLAIN)).row("甲")[2].style

    def test_totals_are_bold_down_and_across(self) -> None:
        page = Page(table_html(PLAIN))
        assert all(cell.style.endswith("font-weight:600") for cell in page.row("合计"))
        assert [cell.style.endswith("font-weight:600") for cell in page.row("甲")] == [False, False, False, True]

    def test_the_header_and_the_row_labels_say_what_they_head(self) -> None:
        page = Page(table_html(PLAIN))
        assert {cell.attributes["scope"] for cell in page.rows[0]} == {"col"}
        assert [cell.tag for cell in page.row("甲")] == ["th", "td", "td", "td"]
        assert page.row("甲")[0].attributes["scope"] == "row"

    def test_title_unit_and_notes_stand_around_it(self) -> None:
        text = table_html(PLAIN)
        assert "服务情况表（单位：件）</caption>" in text
        assert text.index("</table>") < text.index("注：含镇级")
        assert "服务情况表 (件)</caption>" in table_html(PLAIN, lang="en")

    def test_merged_cells_keep_their_spans(self) -> None:
        rows = Page(table_html(recognise(MERGED))).rows
        spans = [
            [(cell.text, cell.attributes.get("rowspan"), cell.attributes.get("colspan")) for cell in row]
            for row in rows
        ]
        assert spans[0] == [("类别", "2", None), ("第一季度", None, "2")]
        assert spans[1] == [("件数", None, None), ("金额（万元）", None, None)]
        assert spans[2][0] == ("甲类", "2", None)
        assert [len(row) for row in spans] == [2, 2, 3, 2, 1]

    def test_a_header_cell_that_reaches_into_the_body_is_not_cut(self) -> None:
        """HTML ends a spanning cell with its thead, and every cell after it would slip to the left."""
        grid = Grid.of([[Cell("类别", row_span=2), "1月"], [None, "3"], ["乙", "4"]], header_rows=1)
        assert "<thead>" not in table_html(recognise(grid))
        assert "<thead>" in table_html(recognise(MERGED))

    def test_a_short_row_is_filled_with_empty_cells(self) -> None:
        rows = Page(table_html(recognise(Grid.of([["窗口", "1月", "2月"], ["甲", "3"]])))).rows
        assert [cell.text for cell in rows[1]] == ["甲", "3", ""]

    def test_a_title_that_the_grid_prints_itself_is_not_said_twice(self) -> None:
        table = recognise(Grid.of([["2017年服务情况表", "", ""], ["窗口", "1月", "2月"], ["甲", "3", "4"]]))
        assert table.title == "2017年服务情况表"
        assert table_html(table).count("2017年服务情况表") == 1
        assert table_html(table, caption="另一标题").count("<caption") == 1

    def test_a_table_without_title_has_no_caption(self) -> None:
        assert "<caption" not in table_html(recognise(Grid.of([["窗口", "1月"], ["甲", "3"]])))

    def test_marked_cells_stand_out_and_say_why(self) -> None:
        page = Page(table_html(PLAIN, marks={(1, 2): Mark("color:red", 'a "b"'), (0, 0): Mark("color:blue")}))
        cell = page.row("乙")[2]
        assert (cell.attributes["title"], cell.style.endswith("color:red")) == ('a "b"', True)
        assert "title" not in page.row("甲")[0].attributes
        assert page.row("甲")[0].style.endswith("color:blue")

    def test_a_long_table_is_shown_to_a_limit_and_the_rest_counted(self) -> None:
        grid = Grid.of([["窗口", "1月"], *([f"窗口{n}", str(n)] for n in range(1200))])
        text = recognise(grid)._repr_html_()
        assert text.count("<tr>") == 501
        assert "另有 700 行未显示" in text
        assert table_html(recognise(grid)).count("<tr>") == 1201

    def test_a_limit_shortens_the_cells_that_cross_it(self) -> None:
        rows = Page(table_html(recognise(MERGED), most_rows=1)).rows
        assert len(rows) == 3
        assert "rowspan" not in rows[2][0].attributes

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(UnknownNameError):
            table_html(PLAIN, lang="de")


class TestGround:
    """The same fragment reads on light and on dark ground: it sets no colour of text and no opaque background."""

    @pytest.mark.parametrize("table", [PLAIN, recognise(MERGED)])
    def test_every_colour_is_translucent(self, table: Table) -> None:
        for text in (table_html(table), audit(table).to_html()):
            assert re.findall(r"(?:background|color)[^;]*#|[;\"]color:(?!inherit)", text) == []
            assert {found.count(",") for found in re.findall(r"rgba?\(([^)]*)\)", text)} == {3}


class TestSafety:
    """Nothing of a document becomes markup."""

    @given(text=st.text(max_size=30))
    def test_every_text_stays_text(self, text: str) -> None:
        grid = Grid.of([["窗口", text], [text, "3"], ["合计", "9"]], caption=text, unit=text, notes=(text,))
        page = Page(table_html(recognise(grid)))
        assert page.rows[0][1].text == clean(text)
        assert set(page.seen) <= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"}

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onmouseover="x', "&lt;b&gt;", "']]>"])
    def test_markup_is_escaped(self, text: str) -> None:
        page = Page(table_html(recognise(Grid.of([["窗口", "1月"], ["甲", text]], caption=text))))
        assert page.rows[1][1].text == text
        assert not any(name.startswith("on") for row in page.rows for cell in row for name in cell.attributes)

    def test_it_loads_nothing(self) -> None:
        for word in ("<script", "<link", "<style", "http:", "https:", "url(", "@import", "<img"):
            assert word not in table_html(PLAIN)

    def test_control_characters_are_gone(self) -> None:
        assert escaped("甲\x1b[31m\n乙") == "甲[31m 乙"

"""How a grid becomes a table: header, labels, units, roles, periods, totals, and what is put aside."""

from __future__ import annotations

import pytest

from zhengwu.errors import ReadError
from zhengwu.periods import Period
from zhengwu.table import Cell, ColumnKind, Grid, RowKind, Table, column_parts, read_label, recognise, row_parts


def table(*rows: list[str | Cell | None], caption: str = "", unit: str = "") -> Table:
    return recognise(Grid.of(rows, caption=caption, unit=unit))


class TestGrid:
    def test_spans_cover_places(self) -> None:
        grid = Grid.of([[Cell("预算", column_span=2), None], ["1", "2"]])
        assert grid.text(0, 1) == "预算"
        assert grid.owner(0, 1) == (0, 0)
        assert Grid.of([]).width == 0

    @pytest.mark.parametrize(
        "rows",
        [
            [[Cell("a", column_span=2), "b"]],
            [[Cell("a", column_span=3), None]],
            [[Cell("a", row_span=2), None]],
            [[Cell("a", row_span=0)]],
        ],
    )
    def test_impossible_spans_are_refused(self, rows: list[list[str | Cell | None]]) -> None:
        with pytest.raises(ReadError):
            Grid.of(rows)

    def test_ragged_rows_are_refused(self) -> None:
        with pytest.raises(ReadError, match="different lengths"):
            Grid(((Cell("a"), Cell("b")), (Cell("c"),)))

    def test_a_flood_of_cells_is_refused(self) -> None:
        with pytest.raises(ReadError, match="too large"):
            Grid(((None,) * 2000,) * 501)


class TestHeader:
    def test_two_levels_with_spans(self) -> None:
        found = table(
            [Cell("单位", row_span=2), Cell("预算金额（万元）", column_span=2), None],
            [None, "1月", "2月"],
            ["甲", "1.00", "2.00"],
            caption="2017年情况表",
        )
        assert found.header_height == 2
        assert [column.role for column in found.columns] == ["unit_name", "budget", "budget"]
        assert [column.period for column in found.columns[1:]] == [Period("2017-01"), Period("2017-02")]
        assert [column.unit for column in found.columns[1:]] == ["万元", "万元"]

    def test_two_levels_without_spans(self) -> None:
        """A spreadsheet saved as text loses its merged cells; blanks stand in their places."""
        found = table(["单位", "预算金额（万元）", ""], ["", "1月", "2月"], ["甲", "1.00", "2.00"], ["乙", "3.00", ""])
        assert found.header_height == 2
        assert [column.path for column in found.columns] == [
            ("单位",),
            ("预算金额（万元）", "1月"),
            ("预算金额（万元）", "2月"),
        ]

    def test_titles_inside_the_grid(self) -> None:
        found = table(
            [Cell("2017年第一季度情况表", column_span=3), None, None],
            [Cell("单位：万元", column_span=3), None, None],
            ["单位名称", "预算金额", "成交金额"],
            ["甲", "1.00", "2.00"],
        )
        assert (found.title, found.columns[1].unit, found.header_height) == ("2017年第一季度情况表", "万元", 3)
        assert found.period == Period("2017-Q1")

    def test_a_body_row_without_figures_is_no_header(self) -> None:
        found = table(["窗口", "1月", "2月"], ["甲窗口", "", ""], ["乙窗口", "1", "2"])
        assert found.header_height == 1
        assert [row.own.text for row in found.rows] == ["甲窗口", "乙窗口"]


class TestColumns:
    def test_units_from_a_line_that_names_several(self) -> None:
        found = table(["窗口", "办件量", "成交金额"], ["甲", "3", "1.00"], unit="件、万元")
        assert [column.unit for column in found.columns[1:]] == ["件", "万元"]

    def test_an_amount_without_decimals_is_not_counted(self) -> None:
        found = table(["月份", "项目数(个)", "预算金额(万元)"], ["1月", "97", "64338"])
        count, budget = found.printed(0, 1), found.printed(0, 2)
        assert count is not None
        assert budget is not None
        assert count.figure.counted
        assert not budget.figure.counted

    def test_remarks_are_text(self) -> None:
        found = table(["窗口", "1月", "备注"], ["甲", "3", "含补报"], ["乙", "4", ""], ["丙", "5", "见附件"])
        assert found.columns[2].kind is ColumnKind.TEXT

    def test_words_beside_a_term_are_its_scope(self) -> None:
        found = table(["单位", "热线按时办结", "政民按时办结", "按时办结总计"], ["甲", "3", "4", "7"])
        assert [(c.role, c.scope) for c in found.columns[1:]] == [
            ("on_time", ("热线",)),
            ("on_time", ("政民",)),
            ("on_time", ()),
        ]
        assert column_parts(found)[0].parts == (1, 2)

    def test_half_years_from_quarters_before_months(self) -> None:
        found = table(["窗口", "1月", "2月", "3月", "一季度", "二季度", "上半年"], ["甲", *"123456"], caption="2017年")
        assert [(parts.whole, parts.parts) for parts in column_parts(found)] == [(4, (1, 2, 3)), (6, (4, 5))]

    def test_a_bare_total_sums_what_stands_left_of_it(self) -> None:
        found = table(["项目", "个人", "企业", "合计", "罚没金额(万元)"], ["甲", "1", "2", "3", "4.00"], unit="件")
        assert [(parts.whole, parts.parts, parts.how) for parts in column_parts(found)] == [(3, (1, 2), "total")]

    def test_different_quantities_are_not_summed(self) -> None:
        found = table(["单位", "受理量", "办结量", "合计"], ["甲", "1", "2", "3"], unit="件")
        assert column_parts(found) == ()


class TestRows:
    def test_group_goes_on_until_another_is_printed(self) -> None:
        found = table(
            ["类别", "方式", "个数"], ["甲类", "公开", "1"], ["", "邀请", "2"], ["", "小计", "3"],
            ["乙类", "询价", "4"], ["合计", "", "7"],
        )  # fmt: skip
        assert [row.group for row in found.rows] == [("甲类",), ("甲类",), ("甲类",), ("乙类",), ()]
        assert [(parts.whole, parts.parts) for parts in row_parts(found)] == [(2, (0, 1)), (4, (2, 3))]

    def test_total_above_its_parts(self) -> None:
        found = table(["地区", "办件量"], ["总计", "6"], ["甲", "1"], ["乙", "5"])
        assert [parts.parts for parts in row_parts(found)] == [(1, 2)]

    def test_subtotal_above_its_parts(self) -> None:
        found = table(["类别", "方式", "个数"], ["甲类", "小计", "3"], ["", "公开", "1"], ["", "邀请", "2"])
        assert [parts.parts for parts in row_parts(found)] == [(1, 2)]

    def test_second_total_sums_what_follows_the_first(self) -> None:
        found = table(["地区", "办件量"], ["甲", "1"], ["合计", "1"], ["乙", "5"], ["丙", "5"], ["合计", "10"])
        assert [parts.parts for parts in row_parts(found)] == [(0,), (2, 3)]

    def test_of_which_is_no_part(self) -> None:
        found = table(["项目", "办件量"], ["甲", "5"], ["其中：即办", "2"], ["乙", "1"], ["合计", "6"])
        assert found.rows[1].kind is RowKind.OF_WHICH
        assert [parts.parts for parts in row_parts(found)] == [(0, 2)]

    def test_formula_names_rows_and_groups(self) -> None:
        found = table(
            ["类别", "方式", "个数"],
            ["甲类", "公开", "1"], ["", "邀请", "2"], ["乙类", "公开", "3"], ["", "询价", "4"], ["", "小计", "7"],
            ["合计（甲类+乙类）", "", "10"], ["合计（邀请+乙类）", "", "9"],
            ["合计（丙类+乙类）", "", "7"], ["合计（公开+邀请）", "", "9"],
        )  # fmt: skip
        parts = {item.whole: item for item in row_parts(found)}
        assert parts[5].parts == (0, 1, 4)
        assert parts[6].parts == (1, 4)
        assert parts[7].unresolved == ("丙类",)
        assert parts[8].unresolved == ("公开",)  # two rows bear the name, and nothing says which

    def test_notes_are_no_rows_of_figures(self) -> None:
        found = table(
            ["窗口", "1月"], ["甲", "3"], ["注：含补报3件", ""], [Cell("数据来源：中心", column_span=2), None]
        )
        assert [row.kind for row in found.rows] == [RowKind.ITEM, RowKind.NOTE, RowKind.NOTE]


class TestCells:
    def test_what_is_no_figure_is_listed(self) -> None:
        found = table(["窗口", "1月"], ["甲", "3"], ["乙", "见附件"], ["丙", "4"])
        assert [(item.text, item.reason, item.where.row, item.where.column) for item in found.unread] == [
            ("见附件", "not_a_figure", 1, 1)
        ]

    def test_a_mark_without_counterpart_changes_its_cell_only(self) -> None:
        found = table(
            ["方式", "成交金额（万元）", "节约率（%）"], ["甲", "2.00", "3.00"], ["拍卖", "1.00", "增值率1.01%"]
        )
        assert found.cells[1, 2].role == "premium_rate"
        assert found.cells[1, 1].role == "deal"

    def test_one_column_table(self) -> None:
        found = table(["甲"], ["1"], ["2"])
        assert found.columns[0].kind is ColumnKind.FIGURE


class TestLabels:
    @pytest.mark.parametrize(
        ("text", "kind", "stem"),
        [
            ("合 计", "total", ""),
            ("全区合计", "total", "全区"),
            ("一、工程建设小计", "subtotal", "工程建设"),
            ("（一）合计：", "total", ""),
            ("其中：即办件", "of_which", "即办件"),
            ("会计局窗口", None, "会计局窗口"),
        ],
    )
    def test_wording(self, text: str, kind: str | None, stem: str) -> None:
        label = read_label(text)
        assert (label.kind, label.stem) == (kind, stem)

    def test_formula_after_an_equals_sign(self) -> None:
        assert read_label("合计＝甲+乙").terms == ("甲", "乙")
        assert read_label("甲（乙+丙）").terms == ()
        assert read_label("合计（乙+）").terms == ()

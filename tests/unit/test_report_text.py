"""The text report: aligned by display width, everything said once, nothing of the document can steer the terminal."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from tests.explained import BLANK, CUT, GRID, OPEN, REMAINDER, SHIFT, STALE, SWAP, TYPO, report

from zhengwu.app import audit
from zhengwu.auditing.audit import audit_relations, audit_tables
from zhengwu.auditing.listing import calculation, difference
from zhengwu.auditing.marked_table import marked_lines
from zhengwu.auditing.marks import letters, marked_cells
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.report import Report
from zhengwu.auditing.reproduction import reproduced
from zhengwu.auditing.reproduction_text import reproduction_text
from zhengwu.auditing.text import counts, regime, report_text
from zhengwu.exact import Figure, Where
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import Change, Grade, RelationKind, Repair, Skipped
from zhengwu.reference.forms import Linear
from zhengwu.reference.published import documents
from zhengwu.table import recognise
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.layout import STYLES, WIDTH, blocks, clean, columns, display_width, pad, plain, shortened

WRONG = Grid.of(
    [
        ["窗口名称", "1月", "2月", "合计"],
        ["甲窗口", "36", "5", "41"],
        ["乙窗口", "51", "17", "69"],
        ["合计", "87", "22", "109"],
    ],
    caption="2017年服务情况表",
    unit="件",
)
RATES = Grid.of(
    [
        ["方式", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率"],
        ["公开招标", "19723.07", "17900.76", "1822.31", "9.23%"],
        ["邀请招标", "0.00", "0.00", "0.00", "0.00%"],
        ["询价", "300.00", "100.00", "200.00", "66.67%"],
        ["协议", "600.00", "200.00", "400.00", "66.67%"],
    ]
)


def text_of(report: Report, *, lang: str = "zh") -> list[str]:
    return [plain(line) for line in report_text(report, lang=lang)]


class TestAReportInText:
    def test_reads_from_the_table_to_the_cell(self) -> None:
        assert text_of(audit(WRONG)) == [
            "",
            "2017年服务情况表  3 行 × 4 栏",
            "核对 6 项：相符 4，不符 2",
            "",
            "  窗口名称  1月  2月  合计",
            "  ------------------------",
            "  甲窗口     36    5    41",
            "  乙窗口     51   17  ✗ 69",
            "  合计       87   22   109",
            "",
            "                    印作  算得  相差",
            "    乙窗口  ZW110 合计栏等于各栏相加",
            "    ✗ t0r1c3  合计    69  → 68     1  印错一位数字：51 + 17（2 项关系为证）",
            "",
            "均为整数，未涉及取舍",
        ]

    def test_speaks_english_around_the_words_of_the_document(self) -> None:
        lines = text_of(audit(WRONG), lang="en")
        assert "6 checked: 4 agree, 2 disagree" in lines
        assert "    乙窗口  ZW110 a total column is the sum of its columns" in lines

    def test_says_what_was_cut_off_and_what_has_no_base(self) -> None:
        lines = text_of(audit(RATES))
        assert lines[1] == "表 1（无标题）  4 行 × 5 栏"
        assert any(line.startswith("    ≈ t0r0c4  节约率") and "9.23%" in line and "9.24%" in line for line in lines)
        assert any("基数为零，率无从计算" in line for line in lines)
        assert lines[-1] == "取舍规则：四舍五入"

    def test_names_the_place_so_that_an_editor_jumps_to_it(self) -> None:
        report = audit(WRONG)
        finding = attrs.evolve(report.findings[0], where=attrs.evolve(report.findings[0].where, line=12, column_no=3))
        lines = text_of(attrs.evolve(report, file="a/2017.txt", findings=(finding,)))
        assert lines[0] == "a/2017.txt"
        assert "  a/2017.txt:12  乙窗口  ZW110 合计栏等于各栏相加" in lines
        # The place of the finding leads to the cell; the place of a change is its own.
        assert any(line.startswith("    ✗ t0r1c3  合计") for line in lines)
        where = attrs.evolve(finding.repairs[0].changes[0].where, line=12)
        repair = Repair(changes=(attrs.evolve(finding.repairs[0].changes[0], where=where),), why="why.typo.replaced")
        lines = text_of(attrs.evolve(report, findings=(attrs.evolve(finding, repairs=(repair,)),)))
        assert any(line.startswith("    ✗ :12  合计") for line in lines)

    def test_alternatives_are_told_by_letter_beneath_what_contradicts(self) -> None:
        lines = text_of(audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]])))
        assert lines[4:9] == ["  窗口  1月", "  ---------", "  甲    b 3", "  乙    c 4", "  合计  a 8"]
        assert lines[12:17] == [
            "    ✗ t0r2c1    1月        8     7     1  3 + 4；有 4 种可能的更正，见下",
            "      a t0r2c1  1月        8   → 7     1  印错一位数字",
            "      b t0r0c1  甲·1月     3   → 4    −1  印错一位数字",
            "      c t0r1c1  乙·1月     4   → 5    −1  印错一位数字",
            "      d t0r2c1                            有未列出的项目",
        ]

    def test_a_doubt_is_said_once_below_its_rows(self) -> None:
        grid = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", ""], ["合计", "9"]])
        lines = text_of(audit(grid))
        assert "    ? 分项中有空白格，可能含未印出的数" in lines
        assert any(line.startswith("    ? t0r2c1") for line in lines)

    def test_a_document_without_tables_says_so_and_what_was_not_read(self) -> None:
        prose = Skipped(where=Where(), reason="prose_not_read", values={"paragraphs": "42", "characters": "5310"})
        lines = text_of(audit_tables([], file="a.txt", skipped=[prose]))
        assert lines == ["a.txt", "", "没有读到表格", "未读  正文 42 段 5310 字（暂不核对正文）"]

    def test_a_table_without_relations_says_that_there_is_nothing_to_check(self) -> None:
        assert "没有可核对的关系" in text_of(audit(Grid.of([["窗口", "1月"], ["甲", "3"]])))

    def test_a_long_list_says_how_much_is_left_out_and_how_to_see_it(self) -> None:
        skipped = [
            Skipped(where=Where(table=0, row=i, column=1), reason="not_a_figure", values={"text": "未报"})
            for i in range(25)
        ]
        lines = text_of(audit_tables([], skipped=skipped))
        assert lines[-1] == "  另有 5 处，用 --format json 全部列出"
        assert sum("“未报”不是数" in line for line in lines) == 20

    def test_a_finding_outside_tables_is_named_by_its_label(self) -> None:
        figures = {name: Figure.parse(text) for name, text in {"f1": "30个", "f2": "111场", "f3": "142场"}.items()}
        form = Linear((("f1", 1), ("f2", 1)))
        where = Where(figure="f3", line=15)
        relation = Relation(rule="ZW101", kind=RelationKind.SUM, target="f3", forms=((None, form),), where=where)
        lines = text_of(audit_relations(figures, [relation], labels={"f3": "进场交易"}, file="a.txt"))
        assert "  a.txt:15  ZW101 金额等于应有的和或差" in lines
        assert any("进场交易" in line and "142场" in line and "141场" in line for line in lines)

    def test_a_heading_that_would_be_too_wide_keeps_the_identifier_only(self) -> None:
        grid = Grid.of([["窗口", "1月"], ["甲" * 40, "3"], ["乙", "4"], ["小计（" + "甲" * 40 + "+乙）", "9"]])
        heading = next(line for line in text_of(audit(grid)) if "ZW122" in line)
        assert "小计" in heading
        assert heading.endswith("  ZW122")

    def test_no_text_of_the_document_can_steer_the_terminal(self) -> None:
        grid = Grid.of([["窗口", "1\x1b[2J月"], ["甲\r\n\x07乙", "3"], ["合计", "4"]], caption="\x1b]0;x\x07表")
        text = "\n".join(text_of(audit(grid)))
        assert not any(c in text for c in "\x1b\x07\r")

    def test_every_style_is_known(self) -> None:
        lines = [*report_text(audit(WRONG)), *report_text(audit(RATES))]
        assert {style for line in lines for _, style in line} <= set(STYLES)


class TestCauses:
    """Findings that say what must have been printed, why, and what else is as good."""

    def test_one_repair_stands_beside_what_was_printed(self) -> None:
        lines = text_of(report(TYPO))
        assert "  r3" not in lines[8]
        assert "  采购  公开    30  1972  ✗ 179   182" in lines
        assert "    ✗ t0r3c4  成交   179  → 1790  −1611  少印一位数字：1972 − 182（2 项关系为证）" in lines
        assert "  a.csv  采购 公开  ZW101 金额等于应有的和或差" in lines

    def test_a_repair_of_several_cells_has_a_line_for_each(self) -> None:
        lines = text_of(report(SWAP, STALE))
        at = next(number for number, line in enumerate(lines) if line.startswith("    ✗ t0r0c3"))
        assert lines[at].endswith("7089  → 6037   1052  两数印反（2 项关系为证）")
        assert lines[at + 1].split() == ["t0r0c4", "成交", "6037", "→", "7089", "−1052"]
        assert [line.split()[0] for line in lines if "→ 38" in line] == ["✗", "t0r2c3", "t0r2c4", "t0r2c5"]
        assert any(line.startswith("      t0r6c2  合计·个数") for line in lines)

    def test_alternatives_have_letters_that_stand_in_the_table_too(self) -> None:
        lines = text_of(report(OPEN))
        assert any("37 + 33；有 3 种可能的更正，见下" in line for line in lines)
        assert [line.split()[:2] for line in lines if line.startswith("      ") and line[6] in "abc"] == [
            ["a", "t0r6c2"],
            ["b", "t0r5c2"],
            ["c", "t0r6c2"],
        ]
        table = "\n".join(lines[4:14])
        assert ("a 71" in table, "b 33" in table, "b 30" in table) == (True, True, True)
        assert ("r4 c" in table, "r5 c" in table) == (True, True)
        assert any("r4 → r5  " in line and "“采购 询价”与“采购 小计”两处的数字互换" in line for line in lines)

    def test_letters_go_on_from_finding_to_finding(self) -> None:
        assert letters([OPEN, TYPO, OPEN]) == [("a", "b", "c"), (), ("d", "e", "f")]
        assert letters([attrs.evolve(OPEN, repairs=OPEN.repairs[:2] * 14)])[0][24:] == ("y", "z", "aa", "ab")

    def test_a_shift_is_said_in_one_line_and_rows_carry_arrows(self) -> None:
        lines = text_of(report(SHIFT))
        assert [line.split()[0] for line in lines if line.startswith("  r") and "↑" in line] == ["r3", "r4", "r5", "r6"]
        assert any(line.startswith("    ✗ t0r2c2  r3—r6 → r2—r5") for line in lines)
        assert any("自“采购 公开”起 4 行的数字比项目名称低 1 行，另有 2 处可以补正" in line for line in lines)
        assert [line.split() for line in lines if "→ 104" in line] == [["t0r6c2", "合计·个数", "→", "104"]]

    def test_a_question_a_note_and_a_kind_without_repair(self) -> None:
        lines = text_of(report(BLANK, CUT, REMAINDER))
        assert any(line.startswith("    ? t0r1c2") and "→ 2" in line and "漏印：37 − 35" in line for line in lines)
        assert "    ? 分项中有空白格，可能含未印出的数" in lines
        assert any(line.startswith("    ≈ t0r3c5") and "→ 183" in line for line in lines)
        assert any("可能有未列出的项目：1 + 2 = 3" in line for line in lines)

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_line_fits_the_screen(self, lang: str) -> None:
        lines = text_of(report(TYPO, SWAP, STALE, OPEN, SHIFT, BLANK, REMAINDER, CUT), lang=lang)
        assert [line for line in lines if display_width(line) > WIDTH] == []
        assert [line for line in lines if line != line.rstrip()] == []

    def test_a_long_list_of_changes_or_alternatives_is_cut(self) -> None:
        (repair,) = TYPO.repairs
        many = attrs.evolve(TYPO, repairs=(attrs.evolve(repair, changes=repair.changes * 15),))
        assert any("另有 3 处" in line for line in text_of(report(many)))
        choices = attrs.evolve(OPEN, repairs=OPEN.repairs * 4)
        assert any("另有 4 处" in line for line in text_of(report(choices)))

    def test_a_repair_of_prose_is_told_by_the_label(self) -> None:
        where = Where(figure="f3", line=15)
        changed = Repair(changes=(Change(where=where, before="1790.76万元", after="17900.76万元"),), why="")
        found = attrs.evolve(TYPO, where=where, repairs=(changed,), relations=())
        lines = text_of(Report(file="a.txt", regimes=(), findings=(found,)))
        assert any(line.startswith("    ✗ :15  采购 公开·成交  1790.76万元  → 17900.76万元") for line in lines)

    def test_a_figure_that_must_go_leaves_a_blank(self) -> None:
        (change,) = TYPO.repairs[0].changes
        found = attrs.evolve(TYPO, repairs=(Repair(changes=(attrs.evolve(change, after=""),)),))
        assert any("179  → 空白" in line for line in text_of(report(found)))

    def test_a_repair_without_changes_still_says_why(self) -> None:
        found = attrs.evolve(REMAINDER, repairs=(Repair(why="why.remainder"),), unique=True)
        assert any("✗ t0r5c2" in line and "有未列出的项目" in line for line in text_of(report(found)))


class TestTheMarkedTable:
    def wide(self, rows: int, columns: int) -> Grid:
        header = ["窗口", *(f"指标{number}" for number in range(columns))]
        body = [[f"窗口{row}", *(str(row + column) for column in range(columns))] for row in range(rows)]
        return Grid.of([header, *body], header_rows=1)

    def marked(self, grid: Grid, *cells: tuple[int, int]) -> list[str]:
        table = recognise(grid)
        found = [attrs.evolve(REMAINDER, where=Where(table=0, row=row, column=column)) for row, column in cells]
        return [plain(line) for line in marked_lines(table, found)]

    def test_of_a_long_table_only_the_rows_concerned_are_printed(self) -> None:
        lines = self.marked(self.wide(40, 2), (3, 1), (39, 2))
        assert lines == ["  窗口    指标0  指标1", "  --------------------", *lines[2:]]
        assert lines[2:] == ["  窗口3     ✗ 3      4", "  窗口39     39   ✗ 40"]

    def test_too_many_rows_are_counted(self) -> None:
        lines = self.marked(self.wide(40, 1), *((row, 1) for row in range(35)))
        assert lines[-1] == "  另有 5 行未显示"
        assert len(lines) == 2 + 30 + 1

    def test_of_a_wide_table_the_columns_nearest_to_the_marks_are_printed(self) -> None:
        lines = self.marked(self.wide(2, 40), (0, 30))
        assert max(map(display_width, lines)) <= WIDTH
        assert "✗ 29" in lines[2]
        assert ("指标28" in lines[0], "指标30" in lines[0], "指标0 " in lines[0]) == (True, True, False)
        assert lines[0].split().count("…") == lines[2].split().count("…") == 2

    def test_merged_headers_titles_in_the_grid_and_carried_labels(self) -> None:
        rows: list[list[str | Cell | None]] = [
            [Cell("交易情况表", column_span=4), None, None, None],
            [Cell("类别", row_span=2), Cell("方式", row_span=2), Cell("第一季度", column_span=2), None],
            [None, None, "1月", "2月"],
        ]
        for number in range(20):
            rows += [["工程" if number == 0 else "", f"方式{number}", "1", "2"], ["", f"其他{number}", "1", "2"]]
        table = recognise(Grid.of(rows))
        found = [attrs.evolve(REMAINDER, where=Where(table=0, row=row, column=3)) for row in (5, 30)]
        assert [plain(line) for line in marked_lines(table, found)] == [
            "  类别  方式    第一季度",
            "                1月  2月",
            "  ----------------------",
            "  工程  其他2     1  ✗ 2",
            "  工程  方式15    1  ✗ 2",
        ]

    @settings(max_examples=30)
    @given(data=st.data())
    def test_every_mark_stands_in_the_table_and_columns_line_up(self, data: st.DataObject) -> None:
        rows, columns = data.draw(st.integers(1, 35)), data.draw(st.integers(1, 24))
        place = st.tuples(st.integers(0, rows - 1), st.integers(1, columns))
        cells = data.draw(st.lists(place, min_size=1, max_size=5, unique=True))
        lines = self.marked(self.wide(rows, columns), *cells)
        assert "".join(lines).count("✗") == len(cells)
        assert len({display_width(line) for line in lines[:2]}) == 1

    def test_two_marks_on_one_cell_are_both_said(self) -> None:
        both = [OPEN, attrs.evolve(REMAINDER, where=OPEN.where), attrs.evolve(CUT, repairs=(), where=OPEN.where)]
        for found in (both, both[::-1]):
            mark = marked_cells(recognise(GRID), found)[6, 2]
            assert (mark.sign, mark.grade, len(mark.findings)) == ("✗a", Grade.ERROR, 3)


class TestCounts:
    def test_zeros_of_rare_verdicts_are_left_out(self) -> None:
        assert plain(counts(audit(WRONG).relations)) == "核对 6 项：相符 4，不符 2"

    def test_open_relations_are_not_counted_as_checked(self) -> None:
        assert plain(counts(audit(RATES).relations)) == "核对 7 项：相符 6，截尾 1，不符 0；无法核对 1"


class TestRegime:
    @pytest.mark.parametrize(
        ("regimes", "text"),
        [
            ((Rounding.HALF_UP,), "取舍规则：四舍五入"),
            ((Rounding.HALF_UP, Rounding.TRUNC), "取舍规则可能是：四舍五入、截断"),
        ],
    )
    def test_is_named_or_left_open(self, regimes: tuple[Rounding, ...], text: str) -> None:
        assert regime(Report(file=None, regimes=regimes)) == text


class TestDifference:
    @given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(0, 4))
    def test_is_exact_in_the_decimals_printed(self, one: int, other: int, decimals: int) -> None:
        printed, recomputed = (f"{Decimal(value).scaleb(-decimals):f}" for value in (one, other))
        off = difference(printed, recomputed)
        assert Decimal(off.replace("−", "-") or "0") == Decimal(printed) - Decimal(recomputed)

    @pytest.mark.parametrize("printed", ["增值额0.26", "", "/", "85"])
    def test_says_nothing_where_the_two_do_not_compare(self, printed: str) -> None:
        assert difference(printed, "0.27") == ""

    @pytest.mark.parametrize(
        ("recomputed", "arithmetic", "expected"),
        [
            ("118.54", "1.65亿元 + 26.86亿元 = 118.5384亿元", ("118.54亿元", "1.65亿元 + 26.86亿元 = 118.5384亿元")),
            ("118.5", "1 + 2 = 118.53", ("118.5", "1 + 2 = 118.53")),
            ("118", "1 + 2 = 118.53", ("118", "1 + 2 = 118.53")),
            ("141", "111场 + 30个 = 141场", ("141场", "111场 + 30个")),
            ("141", "111 + 30 = 141", ("141", "111 + 30")),
            ("-5", "1 − 6 = −5", ("-5", "1 − 6")),
            ("9.24%", "5 ÷ 7 ≈ 9.2395%", ("9.24%", "5 ÷ 7 ≈ 9.2395%")),
            ("60.00%", "3 ÷ 5 = 60.00%", ("60.00%", "3 ÷ 5")),
            ("", "0 ÷ 0", ("", "0 ÷ 0")),
        ],
    )
    def test_a_result_stands_once(self, recomputed: str, arithmetic: str, expected: tuple[str, str]) -> None:
        assert calculation(recomputed, arithmetic) == expected


class TestLayout:
    @given(st.text())
    def test_clean_text_has_no_control_characters_and_stays_clean(self, text: str) -> None:
        assert clean(clean(text)) == clean(text)
        assert clean(text).isprintable() or all(c == " " or c.isprintable() for c in clean(text))

    @given(st.text(alphabet="合计五7é(（ ", max_size=12), st.integers(0, 20))
    def test_padding_reaches_the_width(self, text: str, width: int) -> None:
        assert display_width(text + pad(text, width)[0]) == max(width, display_width(text))

    @given(st.text(alphabet="合计五7e(（", max_size=60), st.integers(8, 40))
    def test_a_shortened_text_fits(self, text: str, width: int) -> None:
        short = shortened(text, width)
        assert display_width(short) <= width
        assert short == text or "…" in short

    @given(
        st.lists(st.tuples(st.text(alphabet="合计x ", max_size=8), st.text(alphabet="0123", max_size=6)), max_size=8)
    )
    def test_columns_line_up(self, cells: list[tuple[str, str]]) -> None:
        rows = [[(clean(name), ""), (number, ""), ("end", "")] for name, number in cells]
        widths = {display_width(plain(line)) for line in columns(rows, right=[1])}
        assert len(widths) <= 1

    def test_a_last_cell_that_is_too_wide_goes_below_and_loses_no_word(self) -> None:
        words = " + ".join(str(n) for n in range(100, 140))
        (lines,) = blocks([[("✗", ""), ("合计", ""), ("5", ""), (words, "dim")]], indent=4)
        assert len(lines) > 2
        assert all(display_width(plain(line)) <= WIDTH for line in lines)
        assert " ".join(plain(line).strip() for line in lines[1:]) == words

    def test_below_a_wide_column_it_starts_at_the_second(self) -> None:
        (lines,) = blocks([[("✗", ""), ("很长的名称" * 6, ""), ("5", ""), ("甲 " * 30, "")]])
        assert plain(lines[1]).startswith("     甲")


class TestReproductionInText:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_line_fits_the_screen(self, lang: str) -> None:
        lines = reproduction_text([reproduced(document) for document in documents()], lang=lang)
        assert [text for text in map(plain, lines) if display_width(text) > WIDTH] == []

    def test_a_derived_figure_is_marked_and_not_counted_as_open(self) -> None:
        suqian = next(document for document in documents() if document.id == "suqian-2015")
        lines = [plain(line) for line in reproduction_text([reproduced(suqian)])]
        assert lines[1] == "  核对 4 项：相符 4，不符 0；无法核对 5；推算 3"
        assert any(line.startswith("  →") and "37.03%" in line for line in lines)

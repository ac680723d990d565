"""The HTML report: well-formed, without script or link, every text of the document escaped, every cell in its place."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from string import ascii_lowercase

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.explained import BLANK, OPEN, SHIFT, TYPO, report

from zhengwu.app import audit
from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.html import html_page, report_html
from zhengwu.exact import Where
from zhengwu.findings import Grade, Skipped
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.layout import clean

WRONG = Grid.of(
    [["窗口", "1月", "合计"], ["甲", "3", "3"], ["乙", "未报", ""], ["合计", "4", "4"]],
    caption="服务情况表",
    unit="件",
    notes=("注：含镇级",),
)
VOID = {"meta"}


class Page(HTMLParser):
    """Collects elements with attributes and texts, of cells also without their marks; complains about bad nesting."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.printed: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag in ("td", "th"):
            self.cells.append("")
            self.printed.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.cells[-1] += data
            self.printed[-1] += "" if "small" in self.open else data

    def marked(self) -> list[tuple[str, str]]:
        """The texts of cells with a title, and their titles."""
        found = [attributes for tag, attributes in self.elements if tag in ("td", "th")]
        return [(text, a["title"] or "") for text, a in zip(self.cells, found, strict=True) if "title" in a]


class TestAReportInHtml:
    def test_shows_the_table_as_printed(self) -> None:
        page = Page(report_html(audit(WRONG)))
        assert page.printed == ["窗口", "1月", "合计", "甲", "3", "3", "乙", "未报", "", "合计", "4", "4"]

    def test_marks_the_failing_cell_with_its_message(self) -> None:
        page = Page(report_html(audit(WRONG)))
        marked = dict(page.marked())
        assert marked.pop("未报") == "“未报”不是数"
        # Every figure in doubt carries the letters of the repairs that would change it, and what contradicts what.
        letters = [cell.removesuffix(text) for cell, text in zip(page.cells, page.printed, strict=True) if cell != text]
        (finding,) = audit(WRONG).findings
        assert set("".join(letters)) <= set(ascii_lowercase[: len(finding.repairs)])
        assert len(letters) == len(marked) == 5
        assert all(title.startswith("合计·1月 印作 4，而各行相加 3") for title in marked.values())

    def test_marks_the_only_repair_in_its_cell(self) -> None:
        rows = [["窗口", "1月", "2月", "合计"], ["甲", "36", "5", "41"], ["乙", "51", "17", "69"]]
        page = Page(report_html(audit(Grid.of([*rows, ["合计", "87", "22", "109"]]))))
        ((text, title),) = page.marked()
        assert text == "6968"  # what is printed, struck out, and what it must have been
        assert title.startswith("乙·合计 印作 69，应为 68（印错一位数字）：51 + 17 = 68")

    def test_lists_findings_and_what_was_not_read(self) -> None:
        text = report_html(audit(WRONG))
        assert text.index("核对意见") < text.index("ZW120") < text.index("未读") < text.rindex("“未报”不是数")
        assert "注：含镇级" in text
        assert "服务情况表（单位：件）" in text

    def test_speaks_english(self) -> None:
        text = report_html(audit(WRONG), lang="en")
        assert '<section lang="en"' in text
        assert "Findings" in text

    def test_keeps_merged_cells(self) -> None:
        grid = Grid.of(
            [
                [Cell("类别", row_span=2), Cell("1月", column_span=2), None],
                [None, "件数", "项数"],
                ["甲", "3", "4"],
                ["乙", "5"],
            ]
        )
        elements = Page(report_html(audit(grid))).elements
        spans = [(a.get("rowspan"), a.get("colspan")) for tag, a in elements if tag == "th"]
        assert spans[:2] == [("2", None), (None, "2")]
        assert sum(tag in ("td", "th") for tag, _ in elements) == 4 + 6

    def test_a_clean_table_says_so(self) -> None:
        text = report_html(audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "7"]])))
        assert "未发现不符" in text
        assert "title=" not in text
        assert "表 1（无标题）" in text

    def test_a_document_without_tables_says_so(self) -> None:
        prose = Skipped(where=Where(), reason="prose_not_read", values={"paragraphs": "4", "characters": "53"})
        text = report_html(audit_tables([], file="a.txt", skipped=[prose]))
        assert "没有读到表格" in text
        assert "正文 4 段 53 字" in text

    def test_a_table_without_relations_says_so(self) -> None:
        assert "没有可核对的关系" in report_html(audit(Grid.of([["窗口", "1月"], ["甲", "3"]])))

    def test_what_was_cut_off_is_amber_and_what_disagrees_is_red(self) -> None:
        report = audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]]))
        red = report_html(report)
        notes = tuple(attrs.evolve(finding, grade=Grade.NOTE) for finding in report.findings)
        amber = report_html(attrs.evolve(report, findings=notes))
        assert ("220,38,38" in red, "220,38,38" in amber) == (True, False)
        assert ("solid" in red.split("</table>")[0].rsplit("outline:")[1], "dotted" in amber) == (True, True)


class TestRepairsInHtml:
    def test_the_repaired_figure_stands_below_the_printed_one(self) -> None:
        text = report_html(report(TYPO))
        assert re.search(r"<del [^>]*>179</del><ins [^>]*>1790</ins></td>", text)
        assert ("更正</span>" in text, "<summary>更正后</summary>" in text) == (True, True)
        assert "应为 1790（少印一位数字）：1972 − 182 = 1790（2 项关系为证）" in text
        assert "--cell" not in text

    def test_a_blank_that_is_filled_shows_the_new_figure_only(self) -> None:
        blank = attrs.evolve(BLANK, where=Where(table=0, row=1, column=1))
        (repair,) = BLANK.repairs
        change = attrs.evolve(repair.changes[0], where=blank.where)
        grid = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", ""], ["合计", "5"]])
        found = attrs.evolve(blank, repairs=(attrs.evolve(repair, changes=(change,)),))
        text = report_html(attrs.evolve(audit(grid), findings=(found,)))
        assert re.search(r'"><ins [^>]*>2</ins></td>', text)

    def test_alternatives_have_letters_in_cells_legend_and_list(self) -> None:
        page = Page(report_html(report(OPEN)))
        assert [text for text in page.cells if text[0:1] in ("a", "b", "c")] == ["b30", "c3", "b33", "a71"]
        text = report_html(report(OPEN))
        assert "<b>a–c</b> 可能的更正" in text
        assert "<li>b 采购 小计·个数 33 → 34、采购 公开·个数 30 → 31（分项更正后未重算）</li>" in text
        assert "<details" not in text

    def test_rows_that_moved_carry_an_arrow_and_say_where_they_belong(self) -> None:
        page = Page(report_html(report(SHIFT)))
        marked = dict(page.marked())
        assert marked["↑30"] == marked["1972"] == "这一行的数字应属“工程 小计”"
        text = report_html(report(SHIFT))
        assert "<li>合计·个数 空白 → 104、合计·预算 空白 → 2</li>" in text
        assert "数字错行" in text
        repaired = text[text.index("<details") : text.index("</details>")] + "</details>"
        assert [cell for cell in Page(repaired).cells if cell in ("104", "2")] == ["2", "104", "2"]

    def test_findings_of_prose_are_listed_too(self) -> None:
        found = attrs.evolve(TYPO, where=Where(figure="f3", line=15))
        text = report_html(attrs.evolve(report(), findings=(found,)))
        assert "采购 公开·成交" not in text.split("核对意见")[0]
        assert "ZW101 :15</small>" in text

    def test_speaks_english(self) -> None:
        text = report_html(report(TYPO, OPEN), lang="en")
        assert ("repaired</span>" in text, "possible repairs" in text, "must be 1790 (digit dropped)" in text) == (
            True, True, True,
        )  # fmt: skip

    @given(text=st.text(max_size=20))
    def test_repairs_are_escaped_too(self, text: str) -> None:
        changed = attrs.evolve(TYPO.repairs[0].changes[0], after=text)
        found = attrs.evolve(TYPO, repairs=(attrs.evolve(TYPO.repairs[0], changes=(changed,)),))
        page = Page(report_html(report(found)))
        assert f"179{clean(text)}" in page.cells


class TestSafety:
    """Nothing of a document becomes markup."""

    @given(text=st.text(max_size=30))
    def test_every_text_stays_text(self, text: str) -> None:
        grid = Grid.of([["窗口", text], [text, "3"], ["乙", text], ["合计", "9"]], caption=text, notes=(text,))
        page = Page(report_html(attrs.evolve(audit(grid), file=text)))
        assert page.cells[1] == clean(text)
        assert {tag for tag, _ in page.elements} <= {
            "section", "div", "h2", "h3", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "b",
            "small", "span", "del", "ins", "details", "summary",
        }  # fmt: skip

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onmouseover="x', "&lt;b&gt;", "']]>"])
    def test_markup_is_escaped(self, text: str) -> None:
        page = Page(report_html(audit(Grid.of([["窗口", "1月"], ["甲", text], ["合计", "4"]], caption=text))))
        assert text in page.cells
        assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)

    def test_it_loads_nothing(self) -> None:
        text = html_page([report_html(audit(WRONG))])
        for word in ("<script", "<link", "http:", "https:", "url(", "@import", "<img"):
            assert word not in text


def test_a_page_says_its_character_set_and_title() -> None:
    page = html_page(["<p>一</p>", "<p>二</p>"], lang="en", title="a & b")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>a &amp; b</title>')
    assert [tag for tag, _ in Page(page).elements] == [
        "html", "head", "meta", "title", "meta", "meta", "body", "p", "p",
    ]  # fmt: skip

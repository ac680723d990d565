"""Tables and paragraphs of Word documents."""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

from zhengwu.errors import MissingExtraError, ReadError
from zhengwu.io import Document, read_document
from zhengwu.io.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def package(xml: str | bytes, *, name: str = "word/document.xml", kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        archive.writestr(name, xml)
    return stream.getvalue()


def document(body: str, *, namespace: str = W) -> bytes:
    return package(f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>')


def read(body: str, *, namespace: str = W) -> Document:
    grids, paragraphs = read_docx(document(body, namespace=namespace), file="a.docx")
    return Document(path="a.docx", kind="docx", grids=grids, paragraphs=paragraphs)


def p(*texts: str) -> str:
    return (
        "<w:p>"
        + "".join(text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>" for text in texts)
        + "</w:p>"
    )


def tc(content: str, marks: str = "") -> str:
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, marks: str = "") -> str:
    return (
        f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cell if cell.startswith('<') else tc(cell) for cell in cells)}</w:tr>"
    )


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
SMALL = tbl(tr("窗口", "1月"), tr("发改局", "36 "))


def texts(read: Document, table: int = 0) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in read.grids[table].rows]


def spans(read: Document, table: int = 0) -> dict[str, tuple[int, int]]:
    return {cell.text: (cell.row_span, cell.column_span) for row in read.grids[table].rows for cell in row if cell}


class TestMergedCells:
    def test_are_spans_and_their_text_stands_once(self) -> None:
        found = read(
            tbl(
                tr(tc("项目", RESTART), tc("一季度", span(2))),
                tr(tc("", CONTINUE), "预算", "成交"),
                tr("公开", "3", "2"),
            )
        )
        assert texts(found) == [["项目", "一季度", None], [None, "预算", "成交"], ["公开", "3", "2"]]
        assert spans(found)["项目"] == (2, 1)
        assert spans(found)["一季度"] == (1, 2)

    def test_a_block_merged_both_ways(self) -> None:
        found = read(tbl(tr(tc("甲", RESTART + span(2)), "1"), tr(tc("", CONTINUE + span(2)), "2")))
        assert texts(found) == [["甲", None, "1"], [None, None, "2"]]
        assert spans(found)["甲"] == (2, 2)

    def test_a_new_restart_begins_a_new_cell(self) -> None:
        found = read(tbl(tr(tc("甲", RESTART), "1"), tr(tc("乙", RESTART), "2"), tr(tc("", CONTINUE), "3")))
        assert spans(found)["乙"] == (2, 1)

    def test_a_continuation_that_fits_nothing_is_a_cell_of_its_own(self) -> None:
        found = read(
            tbl(tr(tc("甲", RESTART + span(2)), "0"), tr(tc("乙", CONTINUE), "1"), tr(tc("丙", CONTINUE), "2"))
        )
        assert spans(found) == {"甲": (1, 2), "0": (1, 1), "乙": (2, 1), "1": (1, 1), "2": (1, 1)}

    def test_the_old_horizontal_merge(self) -> None:
        found = read(
            tbl(
                tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), "1"),
                tr("2", "3", "4"),
                tr(tc("5", "<w:hMerge/>"), "6", "7"),
            )
        )
        assert texts(found)[0] == ["甲", None, "1"]
        assert texts(found)[2] == ["5", "6", "7"]

    def test_rows_that_begin_late_and_end_early(self) -> None:
        found = read(
            tbl(
                tr("甲", "乙", "丙"),
                tr("1", "2", marks='<w:gridBefore w:val="1"/>'),
                tr("3", marks='<w:gridAfter w:val="2"/>'),
            )
        )
        assert texts(found)[1:] == [[None, "1", "2"], ["3", None, None]]

    def test_header_rows_are_told(self) -> None:
        head = "<w:tblHeader/>"
        assert read(tbl(tr("甲", "乙", marks=head), tr("1", "2"))).grids[0].header_rows == 1
        assert read(tbl(tr("甲", "乙"), tr("1", "2", marks=head))).grids[0].header_rows is None
        assert read(tbl(tr("甲", "乙", marks='<w:tblHeader w:val="0"/>'), tr("1", "2"))).grids[0].header_rows is None
        titled = tbl(tr(tc("情况表", span(2)), marks=head), tr("甲", "乙", marks=head), tr("1", "2"))
        grid = read(titled).grids[0]
        assert (grid.caption, grid.header_rows, grid.height) == ("情况表", 1, 2)


class TestText:
    def test_paragraphs_tabs_and_breaks(self) -> None:
        cell = p("预算", "<w:r><w:tab/><w:t>金额</w:t><w:br/><w:noBreakHyphen/><w:t>万元</w:t></w:r>") + p("二") + p("")
        assert texts(read(tbl(tr(tc(cell), "1"), tr("2", "3"))))[0][0] == "预算\t金额\n-万元\n二"

    def test_wrappers_are_read_through(self) -> None:
        run = "<w:r><w:t>{}</w:t></w:r>"
        inline = "".join(
            f"<w:{name}>{run.format(text)}</w:{name}>"
            for name, text in [("hyperlink", "甲"), ("ins", "乙"), ("smartTag", "丙"), ("moveTo", "丁")]
        )
        controls = control(p("戊"))
        base = f"<w:rubyBase>{run.format('己')}</w:rubyBase>"
        ruby = f"<w:r><w:ruby><w:rt>{run.format('jǐ')}</w:rt>{base}</w:ruby></w:r>"
        found = read(p(inline) + controls + p(ruby))
        assert found.text == "甲乙丙丁\n戊\n己"

    def test_rows_and_cells_in_content_controls(self) -> None:
        row = control(tr("甲", control(tc("乙"))))
        assert texts(read(control(tbl(row, tr("1", "2"))))) == [
            ["甲", "乙"],
            ["1", "2"],
        ]

    def test_deletions_field_codes_and_hidden_text_are_left_out(self) -> None:
        found = read(
            p(
                "甲",
                "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>",
                "<w:moveFrom><w:r><w:t>丙</w:t></w:r></w:moveFrom>",
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>丁</w:t></w:r>",
                '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>戊</w:t></w:r>',
                "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            )
        )
        assert found.text == "甲戊"

    def test_deleted_rows_and_cells_are_left_out(self) -> None:
        found = read(
            tbl(
                tr("甲", "乙"),
                tr("1", "2", marks="<w:del/>"),
                tr("3", "4", marks="<w:hidden/>"),
                tr("5", tc("6", "<w:cellDel/>"), "7"),
            )
        )
        assert texts(found) == [["甲", "乙"], ["5", "7"]]

    def test_of_alternative_forms_the_first_is_read_and_text_boxes_once(self) -> None:
        def box(text: str) -> str:
            return f"<w:pict><w:txbxContent>{p(text)}{SMALL}</w:txbxContent></w:pict>"

        forms = f"<mc:Choice>{box('甲')}</mc:Choice><mc:Fallback>{box('乙')}</mc:Fallback>"
        group = f"<w:drawing><!-- two forms --><mc:Fallback>{box('丙')}</mc:Fallback></w:drawing>"
        found = read(
            p(
                "正文。",
                f"<w:r><mc:AlternateContent>{forms}</mc:AlternateContent><mc:AlternateContent/></w:r>",
                f"<w:r>{group}</w:r>",
            )
        )
        assert (found.text, found.grids[0].caption, len(found.grids)) == ("正文。", "甲", 1)

    def test_paragraphs_are_counted(self) -> None:
        assert [str(where) for _, where in read(p("甲") + p("") + p("乙")).paragraphs] == ["a.docx:1:1", "a.docx:3:1"]

    def test_the_strict_form_of_the_format(self) -> None:
        found = read("<!-- strict -->" + tbl(tr(tc("甲", span(2))), tr("1", "2")), namespace=STRICT)
        assert texts(found) == [["甲", None], ["1", "2"]]


class TestAround:
    def test_caption_unit_and_notes(self) -> None:
        found = read(p("一段。") + p("情况表") + p("") + p("单位：件") + SMALL + p("") + p("注：略") + p("又一段。"))
        grid = found.grids[0]
        assert (grid.caption, grid.unit, grid.notes, grid.source) == ("情况表", "件", ("注：略",), "a.docx")
        assert found.text == "一段。\n又一段。"

    def test_the_title_in_the_table_is_nearer_than_the_line_above(self) -> None:
        titled = tbl(tr(tc("情况表（单位：件）", span(2))), tr("甲", "乙"), tr("1", "2"), tr(tc("注：略", span(2))))
        found = read(p("附件") + titled)
        grid = found.grids[0]
        assert (grid.caption, grid.unit, grid.notes, grid.height, found.text) == (
            "情况表",
            "件",
            ("注：略",),
            2,
            "附件",
        )

    def test_a_title_row_that_a_merged_cell_crosses_stays(self) -> None:
        assert read(tbl(tr(tc("甲", RESTART), ""), tr(tc("", CONTINUE), "1"), tr("2", "3"))).grids[0].height == 3
        assert read(tbl(tr("甲", "乙"), tr("1", tc("", RESTART)), tr("注：略", tc("", CONTINUE)))).grids[0].notes == ()

    def test_a_title_above_one_cell_is_no_title(self) -> None:
        assert read(tbl(tr("甲", ""), tr("乙", ""), tr("丙", "1"), tr("丁", "2"))).grids[0].height == 4
        assert read(tbl(tr("甲", ""), tr("乙", ""), tr("丙", ""))).grids[0].height == 3

    def test_a_table_in_a_cell_is_a_grid_of_its_own(self) -> None:
        inner = tc(p("甲表") + p("单位：件") + SMALL + p(""))
        found = read(p("外表") + tbl(tr("甲", inner), tr("1", "2")) + p("注：略"))
        assert [(grid.caption, grid.unit, grid.notes) for grid in found.grids] == [
            ("外表", "", ("注：略",)),
            ("甲表", "件", ()),
        ]
        assert texts(found)[0] == ["甲", "甲表\n单位：件"]
        assert texts(found, 1) == [["窗口", "1月"], ["发改局", "36 "]]

    def test_a_text_box_in_a_cell_is_read_with_it(self) -> None:
        box = f"<w:r><w:drawing><w:txbxContent>{p('乙')}{SMALL}</w:txbxContent></w:drawing></w:r>"
        found = read(tbl(tr(tc(p("甲", box)), "1"), tr("2", "3")))
        assert (texts(found)[0], found.grids[1].caption) == (["甲\n乙", "1"], "乙")

    def test_what_says_nothing_is_passed_over(self) -> None:
        unknown = "<w:bookmarkStart/><mc:AlternateContent/>"
        assert read(unknown + tbl() + tbl(unknown) + p("甲", unknown)).grids == ()
        assert texts(read(tbl(tr(unknown + tc("甲"), "乙"), tr("1", unknown + tc("2")))))[1] == ["1", "2"]
        form = f"<mc:AlternateContent><mc:Choice>{p('甲')}</mc:Choice></mc:AlternateContent>"
        assert read(form).text == "甲"

    def test_a_frame_of_one_cell_is_not_there(self) -> None:
        found = read(tbl(tr(tc(p("一段。") + p("情况表") + SMALL + p("")))))
        assert (found.text, [grid.caption for grid in found.grids]) == ("一段。", ["情况表"])


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "is not a Word document (no zip archive)"),
            (b"PK\x03\x04", "is not a Word document (the zip archive is damaged)"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "is an old or encrypted Word document"),
            (package("", name="a.xml"), "is not a Word document (it has no part word/document.xml)"),
            (package(""), ": word/document.xml:1:1: is not well-formed XML: Document is empty"),
            (
                package("<a><b></a>"),
                ": word/document.xml:1:11: is not well-formed XML: Opening and ending tag mismatch",
            ),
            (package("<a/>"), ": word/document.xml: is not a Word document (its main part has no body)"),
            (package(f'<w:document xmlns:w="{W}"/>'), "(its main part has no body)"),
            (package('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares a document type"),
            (package('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "declares a document type"),
            (package("<a>" * 300 + "</a>" * 300), "is not well-formed XML: Excessive depth"),
            (package("<a/>" * 6_000_001, kind=zipfile.ZIP_STORED), "is too large a document"),
            (package(" " * (64 * 2**20 + 1), kind=zipfile.ZIP_STORED), "unpacks to too much"),
            (document(tbl(tr(tc("甲", span(9999)), "乙"))), "gridSpan: '9999' is no number of columns"),
            (document(tbl(tr(tc("甲", span(-1)), "乙"))), "gridSpan: '-1' is no number of columns"),
            (document(tbl(tr("甲", "乙", marks="<w:gridBefore/>"))), "gridBefore: '' is no number of columns"),
            (document(tbl(*[tr(tc("甲", span(1000)))] * 1001)), "'1001 × 1000' is too large a table"),
        ],
    )
    def test_in_one_sentence(self, data: bytes, message: str) -> None:
        with pytest.raises(ReadError) as caught:
            read_docx(data, file="a.docx")
        assert str(caught.value).startswith("a.docx: ")
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_bombs(self) -> None:
        with pytest.raises(ReadError, match="unpacks to too much"):
            read_docx(package(" " * 40_000_000), file="a.docx")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for number in range(10_001):
                archive.writestr(f"{number}", "")
        with pytest.raises(ReadError, match="holds too many parts"):
            read_docx(stream.getvalue(), file="a.docx")

    def test_a_size_that_lies(self) -> None:
        data = bytearray(document(p("甲" * 100)))
        directory = data.index(b"PK\x01\x02")
        data[directory + 24 : directory + 28] = struct.pack("<I", 5)
        with pytest.raises(ReadError, match="archive is damaged"):
            read_docx(bytes(data), file="a.docx")

    def test_an_encrypted_part_and_an_unknown_packing(self) -> None:
        data = bytearray(document(p("甲")))
        directory = data.index(b"PK\x01\x02")
        data[directory + 8] |= 1
        with pytest.raises(ReadError, match="is encrypted"):
            read_docx(bytes(data), file="a.docx")
        data[directory + 8] &= 0xFE
        data[directory + 10] = 99
        with pytest.raises(ReadError, match="compression method"):
            read_docx(bytes(data), file="a.docx")

    def test_tables_in_tables_without_end(self) -> None:
        body = "甲"
        for _ in range(70):
            body = tbl(tr(tc(p("甲") + body if body != "甲" else body), "1"))
        assert len(read(body).grids) == 70

    def test_a_stack_too_small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def overrun(*_: object) -> None:
            raise RecursionError

        monkeypatch.setattr("zhengwu.io.docx._rows", overrun)
        with pytest.raises(ReadError, match="nests its tables too deeply"):
            read(SMALL)

    def test_without_lxml(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "lxml", None)
        with pytest.raises(MissingExtraError) as caught:
            read(SMALL)
        assert "pip install 'zhengwu[docx]'" in str(caught.value)


def test_time_is_linear_in_the_cells() -> None:
    """56 000 cells take about a second; asking python-docx for each of them is quadratic."""
    body = tbl(*[tr(*[tc(str(number)) for number in range(28)])] * 500)
    data = document(body)
    begin = time.process_time()
    grids, _ = read_docx(data, file="a.docx")
    assert (grids[0].height, grids[0].width) == (500, 28)
    assert time.process_time() - begin < 5


def test_files_of_python_docx(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("情况表（单位：件）")
    table = made.add_table(rows=3, cols=3)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            cell.text = f"{r}{c}"
    table.cell(1, 0).merge(table.cell(2, 1)).text = "合并"
    path = tmp_path / "a.docx"
    made.save(str(path))
    found = read_document(path)
    assert (found.kind, found.encoding, found.grids[0].caption, found.grids[0].unit) == ("docx", None, "情况表", "件")
    assert texts(found) == [["00", "01", "02"], ["合并", None, "12"], [None, None, "22"]]
    assert spans(found)["合并"] == (2, 2)

"""Tables in CSV, as offices export them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengwu.errors import ReadError
from zhengwu.io import Document, read_document
from zhengwu.io.csvfile import read_csv


def read(text: str, *, delimiter: str | None = None) -> Document:
    grids, paragraphs = read_csv(text, file="a.csv", delimiter=delimiter)
    return Document(path="a.csv", kind="csv", grids=grids, paragraphs=paragraphs)


def texts(document: Document, table: int = 0) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in document.grids[table].rows]


class TestCells:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_delimiters_and_line_ends(self, delimiter: str, newline: str) -> None:
        text = newline.join(delimiter.join(row) for row in (["窗口", "1月"], ["发改局", "36 "], [""]))
        assert texts(read(text)) == [["窗口", "1月"], ["发改局", "36 "]]

    def test_thousands_separators_do_not_pass_for_delimiters(self) -> None:
        assert texts(read("项目;金额\n工程;1,234.5\n货物;2,000")) == [
            ["项目", "金额"],
            ["工程", "1,234.5"],
            ["货物", "2,000"],
        ]

    def test_quoted_cells_hold_delimiters_line_ends_and_quotes(self) -> None:
        document = read('甲,"乙\r\n丙"\n"1,234","说""好"""\n')
        assert texts(document) == [["甲", "乙\r\n丙"], ["1,234", '说"好"']]
        assert [str(cell and cell.where) for row in document.grids[0].rows for cell in row] == [
            "a.csv:1:1",
            "a.csv:1:3",
            "a.csv:3:1",
            "a.csv:3:9",
        ]

    def test_columns_count_from_the_line_a_quoted_cell_ends_on(self) -> None:
        cell = read('"甲\n乙乙",丙\n1,2').grids[0].rows[0][1]
        assert str(cell and cell.where) == "a.csv:2:5"

    def test_a_quote_inside_a_cell_is_text(self) -> None:
        assert texts(read('甲,5"管\n1,2')) == [["甲", '5"管'], ["1", "2"]]

    def test_ragged_rows_are_padded_and_empty_columns_at_the_right_dropped(self) -> None:
        assert texts(read("甲,乙,丙,\n1\n2,,,\n,3")) == [
            ["甲", "乙", "丙"],
            ["1", None, None],
            ["2", "", ""],
            ["", "3", None],
        ]

    def test_the_delimiter_may_be_declared(self) -> None:
        document = read("sep=;\r\n甲;乙,丙\r\n1;2,3")
        assert texts(document) == [["甲", "乙,丙"], ["1", "2,3"]]
        cell = document.grids[0].rows[0][0]
        assert str(cell and cell.where) == "a.csv:2:1"
        assert texts(read("a\tb,c\n1\t2", delimiter="\t")) == [["a", "b,c"], ["1", "2"]]


class TestAround:
    @pytest.mark.parametrize(
        "lead",
        [
            "情况表\n单位：万元\n",
            "情况表,,\n,,单位：万元\n",
            "\n情况表（单位：万元）\n\n",
            "情况表,,单位：万元\n",
            "情况表,,单位：万元\n\n",
        ],
    )
    def test_title_and_unit_lines(self, lead: str) -> None:
        document = read(f"{lead}方式,预算,成交\n公开,3,2\n")
        grid = document.grids[0]
        assert (grid.caption, grid.unit, grid.height, document.paragraphs) == ("情况表", "万元", 2, ())

    def test_notes_below(self) -> None:
        assert read("甲,乙\n1,2\n注：略,\n").grids[0].notes == ("注：略",)
        document = read("甲,乙\n1,2\n\n注：略\n\n以上。")
        assert (document.grids[0].notes, document.text) == (("注：略",), "以上。")

    def test_who_filled_in_the_form(self) -> None:
        grid = read("情况表,\n填报单位：政务办,单位：件\n甲,乙\n1,2").grids[0]
        assert (grid.caption, grid.unit, grid.notes) == ("情况表", "件", ("填报单位：政务办",))

    def test_a_title_and_a_header_begin_another_table(self) -> None:
        document = read("甲表\n甲,乙\n1,2\n\n注：略\n乙表\n单位：件\n丙,丁\n3,4\n\n丙表,\n戊,己\n5,6\n")
        assert [(grid.caption, grid.unit, grid.notes) for grid in document.grids] == [
            ("甲表", "", ("注：略",)),
            ("乙表", "件", ()),
            ("丙表", "", ()),
        ]

    def test_an_empty_line_inside_a_table_does_not_end_it(self) -> None:
        rows = texts(read("方式,数\n公开,3\n\n二、货物\n询价,4\n,,\n合计,7"))
        assert rows == [["方式", "数"], ["公开", "3"], ["二、货物", None], ["询价", "4"], ["合计", "7"]]

    def test_one_column_is_a_list(self) -> None:
        assert texts(read("甲\n\n乙\n")) == [["甲"], ["乙"]]
        assert read("\n,,\n").grids == ()
        assert read("").grids == ()


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('甲,乙\n1,"2\n3', "a.csv:2:3: opens a quoted cell that is not closed"),
            ('甲,"乙"丙', "a.csv:1:3: has text after the closing quote of a cell (expected quotes doubled inside)"),
            ("甲,乙" + ",1" * 2000 + "\n1,2" * 2000, "a.csv:1:1: '2001 × 2002' is too large a table"),
        ],
    )
    def test_names_the_line(self, text: str, message: str) -> None:
        with pytest.raises(ReadError) as caught:
            read(text)
        assert str(caught.value).startswith(message)


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengwu.io.csvfile.MOST_CELLS", 10)
    with pytest.raises(ReadError, match=r"a.csv:1:11: is too large a table \(expected at most 10 cells\)"):
        read("," * 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("窗口名称,一月\r\n发改局窗口,36\r\n".encode(encoding))
    document = read_document(path)
    assert (document.kind, document.encoding) == ("csv", encoding)
    assert texts(document) == [["窗口名称", "一月"], ["发改局窗口", "36"]]
    tabs = path.rename(tmp_path / "a.tsv")
    tabs.write_text("a,b\tc\n1\t2", encoding="utf-8")
    assert texts(read_document(tabs)) == [["a,b", "c"], ["1", "2"]]

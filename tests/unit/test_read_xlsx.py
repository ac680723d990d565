"""Excel workbooks: cells as Excel shows them, and nothing blank that is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.workbooks import cells, text, workbook

from zhengwu.errors import ReadError
from zhengwu.exact import wan
from zhengwu.io.package import part_names
from zhengwu.io.records import read_records
from zhengwu.io.xlsx import read_sheet


def shown(cell: str, **options: object) -> str:
    """What a sheet with this cell alone holds."""
    rows = read_sheet(workbook({"表1": cells([cell])}, **options), file="a.xlsx")  # type: ignore[arg-type]
    return rows[0][0] if rows else ""


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("<c><v>31.91</v></c>", "31.91"),
        ("<c><v>1.1000000000000001</v></c>", "1.1"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>1790.7600000000002</v></c>", "1790.76"),
        ("<c><v>1.2E6</v></c>", "1200000"),
        ("<c><v>20170300000000000</v></c>", "20170300000000000"),
        ('<c s="3"><v>12345.6</v></c>', "12345.6"),
        ('<c s="4"><v>0.17070000000000002</v></c>', "17.07%"),
        ('<c s="5"><v>0.9</v></c>', "90%"),
        ('<c s="1"><v>42795</v></c>', "2017-03-01"),
        ('<c s="2"><v>42795</v></c>', "2017-03-01"),
        ('<c s="1"><v>42795.604166666664</v></c>', "2017-03-01 14:30:00"),
        ('<c s="1"><v>42795.999999</v></c>', "2017-03-02"),
        ('<c s="1"><v>1</v></c>', "1900-01-01"),
        ('<c s="1"><v>59</v></c>', "1900-02-28"),
        ('<c s="1"><v>60</v></c>', "60"),
        ('<c s="1"><v>61</v></c>', "1900-03-01"),
        ('<c s="1"><v>0.5</v></c>', "12:00:00"),
        ('<c s="1"><v>-1</v></c>', "-1"),
        ('<c t="b"><v>1</v></c>', "是"),
        ('<c t="b"><v>0</v></c>', "否"),
        ('<c t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="d"><v>2017-03-01</v></c>', "2017-03-01"),
        ('<c t="str"><f>A1</f><v>公开招标</v></c>', "公开招标"),
        ("<c><f>SUM(A2:A3)</f><v>5</v></c>", "5"),
        ("<c><f>SUM(A2:A3)</f></c>", "=SUM(A2:A3)"),
        ("<c><v></v></c>", ""),
        ("<c><v>nan</v></c>", "nan"),
        ("<c><v>不是数</v></c>", "不是数"),
        ("<c><v>1E400</v></c>", "1E400"),
        ('<c s="9"><v>5</v></c>', "5"),
        ('<c t="s"><v>0</v></c>', "道路改造"),
        ('<c t="s"><v>9</v></c>', "9"),
    ],
)
def test_a_cell_is_what_excel_shows(cell: str, told: str) -> None:
    shared = ("<r><t>道路</t></r><rPh><t>dào lù</t></rPh><r><t>改造</t></r>",)
    assert shown(cell, shared=shared) == told


def test_the_other_count_of_days() -> None:
    assert shown('<c s="1"><v>41333</v></c>', is_1904=True) == "2017-03-01"


def test_blank_cells_and_rows_keep_their_place() -> None:
    sheet = '<row r="2"><c r="B2"><v>5</v></c></row><row r="4"><c r="A4"><v>6</v></c><c><v>7</v></c></row>'
    assert read_sheet(workbook({"表1": sheet}), file="a.xlsx") == [[], ["", "5"], [], ["6", "7"]]


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="2"/><row r="1"><c r="A1"><v>5</v></c></row><row r="1"><c r="A1"><v>5</v></c></row>',
        '<row r="1"><c r="B1"><v>5</v></c><c r="A1"><v>5</v></c></row>',
        '<row r="9999999999"><c r="A1"><v>5</v></c></row><row r="1048577"><c><v>5</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>5</v></c></row>',
    ],
)
def test_a_place_that_cannot_be(sheet: str) -> None:
    with pytest.raises(ReadError, match="out of order"):
        read_sheet(workbook({"表1": sheet}), file="a.xlsx")


def test_a_sheet_that_fills_a_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell in the last row and the last column takes a few bytes in the file and the whole sheet as a table."""
    book = workbook({"表1": '<row r="9"><c r="XFD9"><v>5</v></c></row>'})
    assert len(read_sheet(book, file="a.xlsx")[8]) == 16_384
    monkeypatch.setattr("zhengwu.io.xlsx._MOST_CELLS", 16_384)
    with pytest.raises(ReadError, match="is too large a sheet"):
        read_sheet(book, file="a.xlsx")


def test_what_is_no_archive_has_no_parts() -> None:
    assert part_names(b"PK") == frozenset()


def test_several_sheets_need_a_name() -> None:
    sheets = {"项目": cells([text("甲")]), "投标": cells([text("乙")]), "空": "", "底稿": cells([text("丙")])}
    book = workbook(sheets, states={"底稿": "hidden"})
    with pytest.raises(ReadError, match=r"holds several sheets, and none is named \(expected 项目, 投标\)"):
        read_sheet(book, file="a.xlsx")
    assert [read_sheet(book, file="a.xlsx", sheet=name) for name in sheets] == [[["甲"]], [["乙"]], [], [["丙"]]]
    with pytest.raises(ReadError, match="is no sheet of the workbook"):
        read_sheet(book, file="a.xlsx", sheet="合同")


@pytest.mark.parametrize("without", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_package_without_its_parts_is_no_workbook(without: str) -> None:
    with pytest.raises(ReadError, match="is not an Excel workbook"):
        read_sheet(workbook({"表1": ""}, without=[without]), file="a.xlsx")


def test_styles_and_shared_texts_may_be_absent() -> None:
    parts = ["xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"]
    book = workbook({"表1": cells(['<c s="1"><v>42795</v></c>']), "表2": ""}, without=parts)
    assert read_sheet(book, file="a.xlsx") == [["42795"]]


def test_records_of_a_workbook(tmp_path: Path) -> None:
    rows = cells(
        [text("2017年一季度招标项目"), text("")],
        [text("项目编号"), text("项目名称"), text("预算金额（万元）"), text("成交金额（万元）"), text("中标公告时间")],
        [text("T1"), text("桥"), "<c><v>438.00000000000006</v></c>", "<c><v>358</v></c>", '<c s="1"><v>42795</v></c>'],
        [text("T2"), text("路"), '<c t="e"><v>#N/A</v></c>', "", ""],
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"项目": rows}))
    loaded = read_records(path, "tender")
    assert [(one.code, one.budget, one.deal, one.awarded_at) for one in loaded.records] == [
        ("T1", wan("438"), wan("358"), date(2017, 3, 1))
    ]
    assert [(fault.row, fault.column) for fault in loaded.faults] == [(2, "预算金额（万元）")]
    with pytest.raises(ReadError, match="has no sheets"):
        read_records(Path("examples/tenders-2017q1.csv"), "tender", sheet="项目")

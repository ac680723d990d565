"""What a test writes, the readers read back; whatever else they are given, they read or refuse, and soon."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from functools import cache

import docx
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from zhengwu.errors import ZhengwuError
from zhengwu.io.captions import heading, is_note, is_title, split_unit, unit_line
from zhengwu.io.csvfile import read_csv
from zhengwu.io.docx import read_docx
from zhengwu.io.dump import read_dump
from zhengwu.io.jsonfile import read_json
from zhengwu.io.raw import decode, read_bytes
from zhengwu.table.grid import Grid

Texts = list[list[str]]
Merge = tuple[int, int, int, int]

PRINTED = "窗口受理合计0123456789.,，%—/-（）() 　'"
labels = st.text("窗口受理合计", min_size=1, max_size=8)


def texts(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows]


@st.composite
def tables(draw: st.DrawFn, alphabet: str = PRINTED) -> Texts:
    """A header that names every column, then rows of which none is blank: blank ones at the edge are no rows."""
    width = draw(st.integers(2, 5))
    cells = st.text(alphabet, max_size=12)
    header = draw(st.lists(labels, min_size=width, max_size=width))
    rows = st.lists(cells, min_size=width, max_size=width).filter(lambda row: any(text.strip() for text in row))
    return [header, *draw(st.lists(rows, min_size=1, max_size=6))]


@st.composite
def merged_tables(draw: st.DrawFn) -> tuple[Texts, list[Merge]]:
    """A table and disjoint rectangles of it below the header (row, column, rows, columns)."""
    table = draw(tables())
    merges: list[Merge] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(0, 3))):
        row, column = draw(st.integers(1, len(table) - 1)), draw(st.integers(0, len(table[0]) - 1))
        down, across = draw(st.integers(1, len(table) - row)), draw(st.integers(1, len(table[0]) - column))
        places = {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
        if len(places) > 1 and not places & taken:
            taken |= places
            merges.append((row, column, down, across))
    return table, merges


class TestWrittenTablesReadBack:
    """Texts stay as printed, blanks included; merged cells become spans."""

    @given(tables(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans())
    def test_cell_per_line(self, table: Texts, encoding: str, closed: bool) -> None:
        rows = "\n\n".join("\n".join(f"\t{text}" for text in row) for row in table)
        data = f"受理情况统计表\n\n{rows}\n\n{chr(9) if closed else ''}\n\n结尾的一段话。".encode(encoding)
        (grid,), paragraphs = read_dump(decode(data, file="a.txt")[0], file="a.txt")
        assert texts(grid) == table
        assert (grid.caption, [text for text, _ in paragraphs]) == ("受理情况统计表", ["结尾的一段话。"])

    @given(tables())
    def test_row_per_line(self, table: Texts) -> None:
        text = "\n".join("\t".join(row) for row in table)
        (grid,), _ = read_dump(f"{text}\n", file="a.txt")
        assert texts(grid) == table

    @given(
        tables(alphabet=PRINTED + '"\n'),
        st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
        st.sampled_from(["\n", "\r\n"]),
    )
    def test_csv(self, table: Texts, encoding: str, newline: str) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator=newline).writerows([["受理情况统计表"], ["单位：万元"], *table])
        text, _ = decode(stream.getvalue().encode(encoding), file="a.csv")
        (grid,), paragraphs = read_csv(text, file="a.csv")
        assert texts(grid) == table
        assert (grid.caption, grid.unit, paragraphs) == ("受理情况统计表", "万元", ())

    @given(tables(alphabet=PRINTED + '"\n;\t'), st.sampled_from(",;\t"))
    def test_csv_of_a_known_delimiter(self, table: Texts, delimiter: str) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows(table)
        (grid,), _ = read_csv(stream.getvalue(), file="a.csv", delimiter=delimiter)
        assert texts(grid) == table

    @given(st.lists(st.lists(st.none() | st.text(st.characters(exclude_categories=["C"])), min_size=1), max_size=5))
    def test_json(self, table: list[list[str | None]]) -> None:
        width = max(map(len, table), default=0)
        (grid,), _ = read_json(json.dumps({"rows": table}), file="a.json")
        assert texts(grid) == [[*row, *[None] * (width - len(row))] for row in table]

    @given(st.decimals(allow_nan=False, allow_infinity=False) | st.integers())
    def test_numbers_in_json_keep_every_digit(self, number: object) -> None:
        literal = str(number).replace("E+", "E")
        (grid,), _ = read_json(f'{{"rows": [[{literal}]]}}', file="a.json")
        assert grid.text(0, 0) == literal

    @settings(max_examples=25)
    @given(merged_tables())
    def test_docx(self, made: tuple[Texts, list[Merge]]) -> None:
        table, merges = made
        document = docx.Document()
        document.add_paragraph("受理情况统计表（单位：件）")
        written = document.add_table(len(table), len(table[0]))
        expected: list[list[str | None]] = [list(row) for row in table]
        for cell, text in zip(written._cells, (text for row in table for text in row), strict=True):
            cell.text = text
        for row, column, down, across in merges:
            whole = written.cell(row, column).merge(written.cell(row + down - 1, column + across - 1))
            whole.text = table[row][column]
            for r in range(row, row + down):
                expected[r][column : column + across] = [None] * across
            expected[row][column] = table[row][column]
        stream = io.BytesIO()
        document.save(stream)
        (grid,), _ = read_docx(stream.getvalue(), file="a.docx")
        assert texts(grid) == expected
        assert (grid.caption, grid.unit) == ("受理情况统计表", "件")
        for row, column, down, across in merges:
            cell = grid.rows[row][column]
            assert cell is not None
            assert (cell.row_span, cell.column_span) == (down, across)


def read(data: bytes, kind: str) -> None:
    """Read as `read_document` does, and as far as the text of an error goes."""
    try:
        if kind == "docx":
            read_docx(data, file="a.docx")
            return
        text, _ = decode(data, file=f"a.{kind}")
        {"json": read_json, "csv": read_csv, "txt": read_dump}[kind](text, file=f"a.{kind}")
    except ZhengwuError as error:
        message = str(error)
        assert message.startswith(f"a.{kind}:")
        assert "\n" not in message


@cache
def good(kind: str) -> bytes:
    if kind == "json":
        table = {"title": "情况表", "header": [["窗口", "1月"]], "rows": [["发改局", 36], [None, 1.5e3]]}
        return json.dumps({"tables": [table], "text": "一。\n二。"}, ensure_ascii=False).encode()
    if kind == "csv":
        return '情况表,,\n单位：万元\n窗口,"1月\n（件）",2月\n发改局,36,"1,234"\n\n注：略\n'.encode("gb18030")
    if kind == "txt":
        return "一段。\n情况表（单位：件）\n\n\t窗口\n\t1月\n\n\t发改局\n\t36 \n\n\t\n甲\t乙\n1\t2\n注：略\n".encode()
    document = docx.Document()
    document.add_paragraph("情况表")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "窗口"
    table.cell(2, 2).add_table(2, 2).cell(0, 0).text = "36"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        size = draw(st.integers(0, 20))
        data = data[:at] + draw(st.binary(max_size=20)) + data[at + size :]
        if draw(st.booleans()):
            data += data[draw(st.integers(0, len(data))) :]
    return data


class TestWhateverIsGiven:
    """Is read, or refused with one line that begins with the place."""

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.data(), st.sampled_from(["json", "csv", "txt", "docx"]))
    def test_damaged_files(self, data: st.DataObject, kind: str) -> None:
        read(data.draw(damaged(good(kind))), kind)

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_damaged_xml_in_a_sound_package(self, data: st.DataObject) -> None:
        with zipfile.ZipFile(io.BytesIO(good("docx"))) as archive:
            xml = archive.read("word/document.xml")
        body = xml.index(b"<w:body>")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", xml[:body] + data.draw(damaged(xml[body:])))
        read(stream.getvalue(), "docx")

    @given(st.binary() | st.text().map(str.encode), st.sampled_from(["json", "csv", "txt", "docx"]))
    def test_any_bytes(self, data: bytes, kind: str) -> None:
        read(data, kind)

    @given(st.text(st.sampled_from('[]{}:,"\\u0dNaIfinty1e.- \n')))
    def test_any_json(self, text: str) -> None:
        read(text.encode(), "json")
        read(f'{{"rows": {text}}}'.encode(), "json")

    @given(st.text(st.sampled_from('甲1,;\t\n\r" 单位：万元注')))
    def test_any_table_like_text_keeps_every_printed_character(self, text: str) -> None:
        """Nothing is silently dropped: what is printed stands in a cell, a caption, a unit, a note or a paragraph."""
        grids, paragraphs = read_dump(text, file="a.txt")
        found = "".join(line for line, _ in paragraphs)
        for grid in grids:
            found += grid.caption + grid.unit + "".join(grid.notes)
            found += "".join(cell.text for row in grid.rows for cell in row if cell)
        for character in "甲1注":
            assert found.count(character) == text.count(character)

    @given(st.lists(st.text(st.sampled_from("单位：万元、（）() 填报注表\t。"), max_size=60), max_size=6))
    def test_any_lines_above_a_table(self, lines: list[str]) -> None:
        found = heading(lines)
        assert 0 <= found.taken <= len(lines)
        for line in lines:
            title, unit = split_unit(line)
            assert title in line
            assert unit in line
            assert (unit_line(line) or "") in line
            assert {is_note(line), is_title(line)} <= {True, False}


@pytest.mark.parametrize(
    ("kind", "unit", "tail"),
    [
        ("json", "[", ""),
        ("json", '{"tables":[', ""),
        ("json", '"a",', ""),
        ("json", '{"a":1,', "NaN"),
        ("csv", '"', ""),
        ("csv", '""', '"'),
        ("csv", ',"\n', ""),
        ("csv", "甲\n\n甲,乙\n", ""),
        ("txt", "\t\n", ""),
        ("txt", "\t甲\n\n", ""),
        ("txt", "\t甲\n\t乙\n\n\t\n", ""),
        ("txt", "甲\t乙\n\n", ""),
        ("txt", "甲\n\t", ""),
        ("txt", "单位：、、", ""),
        ("txt", "单位：、、" * 30 + "\n\t甲\n\t乙\n\n\t1\n\t2\n\n\n", ""),
    ],
)
def test_time_is_bounded(kind: str, unit: str, tail: str) -> None:
    """A quarter of a megabyte of what looks like the beginning of something takes seconds at most."""
    begin = time.process_time()
    read((unit * (250_000 // len(unit.encode())) + tail).encode(), kind)
    assert time.process_time() - begin < 20


def test_a_limit_on_bytes_is_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("files") / "a.txt"
    path.write_bytes(bytes(100))
    assert len(read_bytes(path, most=100)) == 100
    with pytest.raises(ZhengwuError, match="is too large"):
        read_bytes(path, most=99)

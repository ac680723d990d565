"""Prose, and the tables in the plain text of a Word file."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengwu.errors import ReadError
from zhengwu.io import Document, read_document
from zhengwu.io.captions import Heading, heading, is_note, is_title, split_unit, unit_line
from zhengwu.io.dump import read_dump

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
ROWS = "\t窗口\n\t1月\n\n\t发改局\n\t36 \n\n\t\n"


def read(text: str) -> Document:
    grids, paragraphs = read_dump(text, file="a.txt")
    return Document(path="a.txt", kind="dump", grids=grids, paragraphs=paragraphs)


def texts(document: Document, table: int = 0) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in document.grids[table].rows]


class TestCellPerLine:
    def test_rows_are_groups_and_a_lone_tab_closes_the_table(self) -> None:
        document = read(f"情况表\n\n{ROWS}\n以上。\n")
        assert texts(document) == [["窗口", "1月"], ["发改局", "36 "]]
        assert [text for text, _ in document.paragraphs] == ["以上。"]

    def test_every_cell_knows_its_line_and_column(self) -> None:
        grid = read(f"情况表\n\n{ROWS}").grids[0]
        assert str(grid.rows[1][1] and grid.rows[1][1].where) == "a.txt:7:2"
        assert str(grid.where) == "a.txt:3:1"

    def test_a_short_row_keeps_its_cells_at_the_left_and_a_blank_cell_stays_one(self) -> None:
        assert texts(read("\t甲\n\t乙\n\t丙\n\n\t合计\n\t\n")) == [["甲", "乙", "丙"], ["合计", "", None]]

    def test_one_table_may_follow_the_other(self) -> None:
        document = read(f"甲表\n{ROWS}\n乙表\n单位：万元\n{ROWS}")
        assert [(grid.caption, grid.unit) for grid in document.grids] == [("甲表", ""), ("乙表", "万元")]
        assert document.paragraphs == ()
        assert len(read(f"{ROWS}\n{ROWS}").grids) == 2

    def test_an_empty_paragraph_closes_a_table(self) -> None:
        assert len(read("\t甲\n\t1\n\n\t乙\n\t2\n\n\n\t丙\n\t3\n\n\t丁\n\t4").grids) == 2

    def test_title_and_unit_in_rows_of_the_table_are_lifted_out(self) -> None:
        (grid,) = read(f"上一段\n\n\t情况表\n\n\t（单位：件）\n\n{ROWS}").grids
        assert (grid.caption, grid.unit, grid.height) == ("情况表", "件", 2)

    def test_a_note_below_belongs_to_the_table(self) -> None:
        document = read(f"情况表\n{ROWS}\n注：含镇级。\n说明：略\n以上。")
        assert document.grids[0].notes == ("注：含镇级。", "说明：略")
        assert document.text == "以上。"
        assert read("\t甲\n\t乙\n\n\t1\n\t2\n\n\t注：略").grids[0].notes == ("注：略",)


class TestRowPerLine:
    def test_cells_between_tabs(self) -> None:
        document = read("情况表（单位：件）\n窗口\t1月\t2月\n发改局\t36 \t5\n合计\t36\n以上。")
        assert texts(document) == [["窗口", "1月", "2月"], ["发改局", "36 ", "5"], ["合计", "36", None]]
        cell = document.grids[0].rows[1][2]
        assert str(cell and cell.where) == "a.txt:3:9"
        assert document.grids[0].unit == "件"

    def test_a_tab_before_every_row_is_no_column(self) -> None:
        assert texts(read("\t甲\t乙\t\n\t1\t2\t")) == [["甲", "乙"], ["1", "2"]]

    def test_a_blank_first_cell_is_one(self) -> None:
        assert texts(read("类别\t方式\t数\n工程\t公开\t1\n\t邀请\t2")) == [
            ["类别", "方式", "数"],
            ["工程", "公开", "1"],
            ["", "邀请", "2"],
        ]

    def test_rows_may_be_set_apart_by_empty_lines(self) -> None:
        assert len(texts(read("甲\t乙\n\n1\t2\n\n3\t4"))) == 3

    def test_rows_between_tabs_end_a_table_of_cells_per_line(self) -> None:
        assert [grid.height for grid in read("\t甲\n\t乙\n\n\t1\n\t2\n\n丙\t丁\n3\t4").grids] == [2, 2]


class TestProse:
    """A tab alone makes no table: two rows and two columns do."""

    @pytest.mark.parametrize(
        "text",
        [
            "一段。\n\t\n又一段。",
            "一段。\n\t缩进的一段。\n又一段。",
            "姓名\t日期",
            "\t甲\n\t乙\n\t丙",
            "\t甲\n\n\t乙\n\n\t丙",
            "\t\t\n\t\t",
            "\t" + "长" * 50 + "\n\t" + "长" * 60 + "\n\n\t" + "长" * 70,
        ],
    )
    def test_is_kept_as_paragraphs(self, text: str) -> None:
        document = read(text)
        assert document.grids == ()
        assert [line for line, _ in document.paragraphs] == [line for line in text.split("\n") if line.strip()]

    def test_lines_end_at_line_ends_only(self) -> None:
        assert [(text, str(where)) for text, where in read("甲\r\n\r\n乙\u2028丙\r丁").paragraphs] == [
            ("甲", "a.txt:1:1"),
            ("乙\u2028丙", "a.txt:3:1"),
            ("丁", "a.txt:4:1"),
        ]


class TestHeading:
    """The nearest line that can be a title is the caption; a sentence stays with the prose."""

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([], Heading()),
            (["情况表"], Heading("情况表", taken=1)),
            (["情况表", "单位：万元"], Heading("情况表", "万元", taken=2)),
            (["情况表  (单位：件)"], Heading("情况表", "件", taken=1)),
            (["受理59件。", "单位：件"], Heading("", "件", taken=1)),
            (["具体如下："], Heading()),
            (["情况表", "填报单位：政务办    单位：万元"], Heading("情况表", "万元", ("填报单位：政务办",), 2)),
            (["单位：件", "单位：万元"], Heading("", "万元", taken=1)),
            (["长" * 300], Heading()),
        ],
    )
    def test_of_lines(self, lines: list[str], expected: Heading) -> None:
        assert heading(lines) == expected

    @pytest.mark.parametrize(
        ("line", "unit"),
        [
            ("单位：万元", "万元"),
            ("　　单位:件　", "件"),
            ("【单位：宗；万元】", "宗；万元"),
            ("计量单位：万元、个", "万元、个"),
            ("单 位：元/平方米", "元/平方米"),
            ("单位：区政务办", None),
            ("填报单位：政务办", None),
            ("单位", None),
            ("单位：件" + " " * 300, None),
        ],
    )
    def test_unit_line(self, line: str, unit: str | None) -> None:
        assert unit_line(line) == unit

    def test_split_title_and_note(self) -> None:
        assert split_unit("情况表【单位:个】") == ("情况表", "个")
        assert split_unit("情况表（单位：区政务办）") == ("情况表（单位：区政务办）", "")
        assert not is_title("")
        assert is_note("※注1：略")
        assert not is_note("注意事项")


class TestFiles:
    def test_encodings(self, tmp_path: Path) -> None:
        text = f"情况表\n{ROWS}\n今年以来，受理五十九件。"
        for encoding, name in [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("gb18030", "gb18030"),
            ("utf-16", "utf-16-le"),
        ]:
            path = tmp_path / "a.txt"
            path.write_bytes(text.encode(encoding))
            document = read_document(path)
            assert (document.encoding, document.kind, document.name) == (name, "dump", "a.txt")
            assert texts(document)[0] == ["窗口", "1月"]
            assert document.text == "今年以来，受理五十九件。"

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"a\nb\xff\n", ":2: is neither UTF-8 nor GB18030 (byte 0xff at offset 3)"),
            ("政务服务中心受理\n".encode() + b"\xd5\xfe", ":2: is not UTF-8 throughout (byte 0xd5 at offset 25)"),
            (b"\xef\xbb\xbfab\xff", ": is not UTF-8 although its first bytes say so (byte offset 5)"),
            (b"\xff\xfea", ": is not UTF-16-LE although its first bytes say so (byte offset 2)"),
            (b"a\nb\x00", ":2:2: holds the control character U+0000: not a text"),
        ],
    )
    def test_undecodable_bytes_are_placed(self, tmp_path: Path, data: bytes, message: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(data)
        with pytest.raises(ReadError) as caught:
            read_document(path)
        assert str(caught.value) == f"{path}{message}"

    def test_what_cannot_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, message in [
            ("a.txt", "does not exist"),
            ("a.pdf", "'.pdf' is not read yet"),
            ("a.xyz", "'.xyz' is not a kind of file that can be read"),
            ("a", "'' is not a kind of file that can be read"),
            ("a\0.txt", "is not a possible file name"),
            ("x" * 300 + ".txt", "cannot be read (File name too long)"),
        ]:
            with pytest.raises(ReadError) as caught:
                read_document(tmp_path / name)
            assert message in str(caught.value)
            assert "\n" not in str(caught.value)
        (tmp_path / "d.txt").mkdir()
        with pytest.raises(ReadError, match="is a directory"):
            read_document(tmp_path / "d.txt")
        with pytest.raises(ReadError, match="is not a file name"):
            read_document(b"a.txt")  # type: ignore[arg-type]
        (tmp_path / "n.txt").symlink_to("/dev/null")
        with pytest.raises(ReadError, match="is not a regular file"):
            read_document(tmp_path / "n.txt")
        monkeypatch.setattr(Path, "open", _denied)
        (tmp_path / "p.txt").touch()
        with pytest.raises(ReadError, match="permission denied"):
            read_document(tmp_path / "p.txt")

    def test_a_file_beyond_the_limit_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as stream:
            stream.truncate(64 * 2**20 + 1)
        with pytest.raises(ReadError, match="is too large"):
            read_document(path)


def _denied(*_: object, **__: object) -> None:
    raise PermissionError


@pytest.mark.skipif(not SEEDS.exists(), reason="the source documents are not here")
def test_the_source_documents_read() -> None:
    documents = [read_document(path) for path in sorted(SEEDS.glob("*.txt"))]
    assert [(document.kind, len(document.grids)) for document in documents] == [("dump", 2), *[("text", 0)] * 4]
    windows, trading = documents[0].grids
    assert (windows.caption, windows.unit) == ("2017年第一季度行政审批服务情况表", "件")
    assert (trading.caption, trading.unit) == ("2017年第一季度公共资源交易情况表", "")
    assert (windows.height, windows.width, trading.height, trading.width) == (25, 5, 23, 7)
    assert [cell and cell.text for cell in trading.rows[2]] == [
        "", "公开招标", "35 ", "55000.92 ", "45613.01 ", "9387.91 ", "17.07%",
    ]  # fmt: skip
    assert trading.rows[-1][-1] is None

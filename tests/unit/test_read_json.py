"""Tables and texts in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhengwu.errors import ReadError
from zhengwu.io import Document, read_document
from zhengwu.io.jsonfile import read_json

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "tables"
TABLE = {"title": "情况表", "unit": "万元", "header": ["方式", "预算"], "rows": [["公开招标", "35"]]}


def read(value: object) -> Document:
    grids, paragraphs = read_json(value if isinstance(value, str) else json.dumps(value), file="a.json")
    return Document(path="a.json", kind="json", grids=grids, paragraphs=paragraphs)


def refused(value: object) -> str:
    with pytest.raises(ReadError) as caught:
        read(value)
    return str(caught.value)


class TestTable:
    def test_header_rows_come_first_and_are_counted(self) -> None:
        (grid,) = read({**TABLE, "header": [["方式", "预算"], [None, "一季度"]]}).grids
        assert [[cell and cell.text for cell in row] for row in grid.rows] == [
            ["方式", "预算"],
            [None, "一季度"],
            ["公开招标", "35"],
        ]
        assert (grid.header_rows, grid.caption, grid.unit, grid.source) == (2, "情况表", "万元", "a.json")

    def test_a_table_without_header_does_not_say_how_many_rows_it_has(self) -> None:
        (grid,) = read({"rows": [["甲", "1"]]}).grids
        assert (grid.header_rows, grid.height, grid.caption) == (None, 1, "")
        assert read({"header": [], "rows": []}).grids[0].header_rows == 0

    @pytest.mark.parametrize("literal", ["0.10", "1e3", "-0", "1" * 5000, "55000.9200000000000000001", "1E+400"])
    def test_numbers_are_their_literal_text(self, literal: str) -> None:
        assert read(f'{{"rows": [[{literal}]]}}').grids[0].text(0, 0) == literal

    def test_null_is_an_absent_cell_and_empty_text_a_blank_one(self) -> None:
        (grid,) = read({"rows": [["甲", None, ""]]}).grids
        assert grid.rows[0][1] is None
        assert grid.cell(0, 2) is not None

    def test_short_rows_are_filled_with_absent_cells(self) -> None:
        (grid,) = read({"header": ["甲", "乙", "丙"], "rows": [["1"]]}).grids
        assert [cell is None for cell in grid.rows[1]] == [False, True, True]

    def test_caption_stands_in_for_title_and_yields_its_unit(self) -> None:
        (grid,) = read({"caption": "情况表（单位：件）", "rows": [["甲", 1]]}).grids
        assert (grid.caption, grid.unit) == ("情况表", "件")
        assert read({"unit": "单位：万元", "rows": []}).grids[0].unit == "万元"

    def test_notes_place_period_and_publisher_become_notes(self) -> None:
        value = {"rows": [], "notes": ["一", "二"], "place": "某区", "period": "2017年", "publisher": "政务办"}
        assert read(value).grids[0].notes == ("一", "二", "地区：某区", "时期：2017年", "发布单位：政务办")
        assert read({"rows": [], "notes": "一"}).grids[0].notes == ("一",)

    def test_units_of_columns_are_added_to_headers_that_lack_them(self) -> None:
        header = ["方式", "项目数(个)", "预算", "说明", None, "占比"]
        value = {"header": header, "column_units": ["-", "个", "万元", "*", "%", None, "件"], "rows": []}
        texts = [cell and cell.text for cell in read(value).grids[0].rows[0]]
        assert texts == ["方式", "项目数(个)", "预算（万元）", "说明", None, "占比"]


class TestSeveral:
    def test_lists_tables_and_texts(self) -> None:
        document = read([TABLE, {"text": "一。\n\n二。"}, {"tables": [TABLE, TABLE], "text": "三。"}])
        assert len(document.grids) == 3
        assert [(text, where.line) for text, where in document.paragraphs] == [("一。", 1), ("二。", 3), ("三。", 4)]
        assert document.text == "一。\n二。\n三。"


class TestRefused:
    """What is no table is refused with the place in the file."""

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('{"rows": [[1]', "a.json:1:14: is not JSON: Expecting ',' delimiter"),
            ('{"rows":\n [["甲", NaN]]}', "a.json:2:9: holds NaN, which is no number"),
            ('{"rows": [[-Infinity]]}', "a.json:1:12: holds -Infinity, which is no number"),
            (
                '{"rows": [],\n "t": {"a": 1},\n "r\\u006fws": []}',
                "a.json:3:2: gives the key 'rows' twice in one object",
            ),
            ('{"rows": ' + "[" * 100_000, "a.json:1:73: is nested deeper than 64 levels"),
            ('{"rows": [[1, true]]}', "a.json: rows[0][1]: true or false is neither text nor a number"),
            ('{"rows": [[1], [[2]]]}', "a.json: rows[1][0]: a list is neither text nor a number"),
            ('{"rows": [[{}]]}', "a.json: rows[0][0]: an object is neither text nor a number"),
            ('{"rows": ["甲"]}', "a.json: rows[0]: '甲' is not a row (expected a list of cells)"),
            ('{"rows": {}}', "a.json: rows: an object is not a list of rows (expected a list of lists)"),
            ('{"rows": null}', "a.json: rows: is not a list of rows"),
            ('{"rows": [], "header": "甲"}', "a.json: header: '甲' is not a row"),
            ('{"rows": [], "header": [["甲"], "乙"]}', "a.json: header[0]: a list is neither text nor a number"),
            ('{"rows": [], "title": []}', "a.json: title: a list is neither"),
            (
                '{"rows": [], "header": ["甲"], "column_units": "件"}',
                "a.json: column_units: '件' is not a list of units",
            ),
            ('{"tables": 1}', "a.json: tables: '1' is not a list of tables"),
            ('{"tables": [{"rows": [[false]]}]}', "a.json: tables[0].rows[0][0]: true or false is neither"),
            ('{"title": "甲"}', "a.json: an object is no table and no text"),
            ("[1]", "a.json: [0]: '1' is no table and no text"),
            ("[[[[[[]]]]]]", "a.json: [0][0][0][0][0]: a list is nested too deeply"),
            ("null", "a.json: is no table and no text"),
            ('{"text": "\\u0000"}', "a.json: text: holds the control character U+0000"),
            ('{"rows": [["\\ud800"]]}', "a.json: rows[0][0]: holds the control character U+D800"),
        ],
    )
    def test_names_the_place(self, text: str, message: str) -> None:
        assert refused(text).startswith(message)

    def test_one_long_row_among_many_is_no_way_to_fill_the_memory(self) -> None:
        assert "is too large a table" in refused({"rows": [["1"] * 2000, *[["1"]] * 2000]})

    def test_deep_tables_in_tables(self) -> None:
        assert "is nested too deeply" in refused('{"tables": [' * 20 + "]}" * 20)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_every_table_of_the_corpus_keeps_its_cells() -> None:
    for path in CORPUS.glob("*.json"):
        value = json.loads(path.read_text(encoding="utf-8"))
        (grid,) = read_document(path).grids
        assert [[cell and cell.text for cell in row] for row in grid.rows[1:]] == value["rows"]
        assert grid.unit == value["unit"]

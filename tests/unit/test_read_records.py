"""Records from files, in every form and encoding; what cannot be read says why."""

from __future__ import annotations

import builtins
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from zhengwu.approval import Case, WindowPeriodCount
from zhengwu.errors import ReadError, UnknownNameError
from zhengwu.exact import wan
from zhengwu.hotline import HotlineTicket
from zhengwu.io import records as module
from zhengwu.io.records import KINDS, read_records
from zhengwu.records import Source
from zhengwu.trading import PropertyAuction, Tender

CSV = "窗口,时间,办件量\n甲窗口,2017年1月,36\n乙窗口,2017年1月,\n"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(name: str, content: str | bytes | object) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_every_encoding(self, write: Any, encoding: str) -> None:
        loaded = read_records(write("a.csv", CSV.encode(encoding)), "window_count")
        assert [(row.window, row.count) for row in loaded.records] == [("甲窗口", 36), ("乙窗口", None)]
        assert loaded.ok
        assert loaded.records[1].source == Source(name="a.csv", row=2)

    def test_title_and_unit_lines_above_the_header(self, write: Any) -> None:
        text = "交易情况表,,\n,单位：件、万元,\n\n项目名称,预算金额,成交金额\n道路,438,358\n桥,1亿元,\n"
        loaded = read_records(write("a.csv", text), "tender")
        assert loaded.faults == ()
        assert [tender.budget for tender in loaded.records] == [wan("438"), wan("10000")]

    def test_the_callers_unit_wins(self, write: Any) -> None:
        text = "单位：万元\n项目名称,预算金额\n道路,438\n"
        assert read_records(write("a.csv", text), Tender, unit="元").records[0].budget == wan("0.0438")

    def test_a_blank_line_keeps_the_numbers_of_the_rows(self, write: Any) -> None:
        loaded = read_records(write("a.csv", "窗口,时间,办件量\n甲,2017-01,1\n,,\n乙,x,1\n\n\n"), WindowPeriodCount)
        assert [fault.row for fault in loaded.faults] == [3]

    def test_tabs_semicolons_and_quotes(self, write: Any) -> None:
        assert len(read_records(write("a.tsv", CSV.replace(",", "\t")), "window_count").records) == 2
        text = '窗口;时间;办件量\n"甲;\n窗口";2017-01;3\n'
        assert read_records(write("a.csv", text), "window_count").records[0].window == "甲;\n窗口"

    def test_headers_twice_and_none(self, write: Any) -> None:
        loaded = read_records(write("a.csv", "名称,名称,,\n"), KINDS["window_count"])
        assert loaded.records == ()
        loaded = read_records(write("b.csv", "窗口,时间,时间,,\n甲,2017-01,2017-02,5,\n"), "window_count")
        assert [str(fault).partition(":")[0] for fault in loaded.faults] == ["column 时间 [3]", "column column 4"]
        assert loaded.aside == {"时间 [3]": ("2017-02",), "column 4": ("5",)}
        assert len(loaded.records) == 1

    def test_a_list_of_one_column(self, write: Any) -> None:
        loaded = read_records(write("a.csv", "办件编号\n1\n2\n"), Case)
        assert [case.case_no for case in loaded.records] == ["1", "2"]

    @pytest.mark.parametrize("text", ["", "\n\n", ",,,\n"])
    def test_no_table(self, write: Any, text: str) -> None:
        with pytest.raises(ReadError, match="holds no table"):
            read_records(write("a.csv", text), "case")

    def test_malformed(self, write: Any) -> None:
        with pytest.raises(ReadError, match=r"a\.csv:2:1: opens a quoted cell"):
            read_records(write("a.csv", '名称,x\n"甲'), "case")


class TestJson:
    def test_a_list_or_an_object_of_records(self, write: Any) -> None:
        rows = [{"项目名称": "道路", "预算金额": 438}, {"title": "桥", "lots": [{"budget": "1亿元"}]}]
        loaded = read_records(write("a.json", {"records": rows, "unit": "万元"}), "tender")
        assert [tender.budget for tender in loaded.records] == [wan("438"), wan("10000")]
        assert read_records(write("a.json", [{"ticket_no": 7, "caller_hidden": True}]), HotlineTicket).records == (
            HotlineTicket(ticket_no="7", caller_hidden=True),
        )

    def test_a_number_is_its_literal_text(self, write: Any) -> None:
        loaded = read_records(write("a.json", '[{"标的": "x", "起始价（万元）": 0.10}]'), "auction")
        assert loaded.records == (PropertyAuction(title="x", start=wan("0.1")),)

    def test_its_own_json_comes_back(self, write: Any) -> None:
        tender = Tender.single(title="道路", budget=wan("438"), bids=3)
        assert read_records(write("a.jsonl", tender.to_json() + "\n"), "tender").records == (tender,)
        assert read_records(write("a.json", f"[{tender.to_json()}]"), "tender").records == (tender,)

    @pytest.mark.parametrize("value", [5, "x", None, {}, {"records": 5}, {"rows": []}])
    def test_no_list_of_records(self, write: Any, value: object) -> None:
        with pytest.raises(ReadError, match="holds no list of records"):
            read_records(write("a.json", json.dumps(value)), "case")

    @pytest.mark.parametrize("text", ["", "[", '[{"a": NaN}]', "[" * 100_000, '[{"a": 1, "a": 2}]'])
    def test_malformed(self, write: Any, text: str) -> None:
        with pytest.raises(ReadError):
            read_records(write("a.json", text), "case")


class TestLines:
    def test_one_bad_line_stops_no_other(self, write: Any) -> None:
        text = '{"case_no": "1"}\n\n{"case_no": \n[1]\n{"case_no": "2"}\n'
        loaded = read_records(write("a.jsonl", text), "case")
        assert [case.case_no for case in loaded.records] == ["1", "2"]
        assert [str(fault) for fault in loaded.faults] == [
            "row 2: is not JSON: Expecting value",
            "row 3: is not a row (expected a mapping of column names to values)",
        ]
        assert loaded.rejected == ('{"case_no": ', ["1"])

    def test_no_line_of_json_is_another_file(self, write: Any) -> None:
        with pytest.raises(ReadError, match="one JSON object a line"):
            read_records(write("a.ndjson", "甲,乙\n"), "case")
        assert read_records(write("a.ndjson", "\n"), "case").records == ()


class TestFiles:
    def test_what_cannot_be_read_says_why(self, write: Any, tmp_path: Path) -> None:
        for path, reason in (
            (tmp_path / "none.csv", "does not exist"),
            (tmp_path, "holds no records that can be read"),
            (write("a.xls", b""), "holds no records that can be read"),
            (write("a.xlsx", b""), "is not an Excel workbook"),
            (write("a.csv", b"\xff\xff\x81"), "is neither UTF-8 nor GB18030"),
            (write("b.csv", "a\0b"), "holds the control character U"),
        ):
            with pytest.raises(ReadError, match=reason):
                read_records(path, "case")

    def test_the_size_is_bounded(self, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write("a.csv", CSV)
        monkeypatch.setattr(module, "read_bytes", lambda file: module.__dict__["_read_bytes"](file, most=10))
        monkeypatch.setitem(module.__dict__, "_read_bytes", read_bytes_of_raw())
        with pytest.raises(ReadError, match="is too large"):
            read_records(path, "window_count")

    @pytest.mark.parametrize("kind", ["tenders", "", None, 5])
    def test_an_unknown_kind_names_the_known(self, write: Any, kind: Any) -> None:
        with pytest.raises(UnknownNameError, match=r"expected window_count, case, tender, auction, ticket"):
            read_records(write("a.csv", CSV), kind)

    def test_the_example_of_the_repository(self) -> None:
        path = Path(__file__).parents[2] / "examples" / "tenders-2017q1.csv"
        if not path.exists():
            pytest.skip("no example")
        loaded = read_records(path, "tender")
        assert len(loaded.records) > 20
        assert all(fault.row is not None for fault in loaded.faults)


class TestProgress:
    ROWS = "\n".join(["办件编号,办件类型", *(f"{n},即办件" for n in range(1500))])

    def test_a_bar_only_on_a_terminal(self, write: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        monkeypatch.setattr(module, "_LONG", 1000)
        path = write("a.csv", self.ROWS)
        assert len(read_records(path, "case", progress=True).records) == 1500
        assert capsys.readouterr().err == ""

    def test_a_bar(self, write: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        pytest.importorskip("rich")
        monkeypatch.setattr(module, "_LONG", 1000)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        path = write("a.csv", self.ROWS)
        assert len(read_records(path, "case", progress=True).records) == 1500
        assert capsys.readouterr().out == ""

    def test_without_rich_there_is_none(self, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = builtins.__import__

        def without_rich(name: str, *arguments: Any, **options: Any) -> Any:
            if name.partition(".")[0] == "rich":
                raise ImportError(name)
            return plain(name, *arguments, **options)

        monkeypatch.setattr(module, "_LONG", 1000)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(builtins, "__import__", without_rich)
        assert len(read_records(write("a.csv", self.ROWS), "case", progress=True).records) == 1500


def read_bytes_of_raw() -> Any:
    from zhengwu.io.raw import read_bytes

    return read_bytes

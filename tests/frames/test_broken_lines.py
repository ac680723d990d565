"""Broken lines of a CSV are the same rows aside on every engine, none is dropped, and no other row suffers."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given, strategies as st
from tests.frames.brought import rows_of
from tests.frames.test_scanning import READERS, reader

from zhengwu.errors import ReadError
from zhengwu.frames import csv_dialect, csv_lines
from zhengwu.frames.csv_dialect import Dialect
from zhengwu.frames.ingest import check
from zhengwu.frames.scanners import BROKEN
from zhengwu.frames.scanning import scan

HEADER = "项目名称,成交金额（万元）,备注\n"
REASON = "the line is broken: more fields than the header or fewer, an open quotation mark, or another encoding"
A, C = ("道路", "1", "a"), ("隧道", "3", "c")
# What stands between two whole lines; the rows it gives, and the broken lines.
CASES: dict[str, tuple[str, list[tuple[str | None, ...]], list[str]]] = {
    "nothing": ("", [], []),
    "too many": ("桥梁,2,b,d,e\n", [], ["桥梁,2,b,d,e"]),
    "too few": ("桥梁,2\n", [], ["桥梁,2"]),
    "one field": ("桥梁\n", [], ["桥梁"]),
    "a mark inside": ('12"钢管,2,b\n', [('12"钢管', "2", "b")], []),
    "a text after the closing mark": ('"桥梁"x,2,b\n', [], ['"桥梁"x,2,b']),
    "an open mark": ('"桥梁,2,b\n', [], ['"桥梁,2,b']),
    "an open mark and closed ones": ('"桥梁,2,b\n"渠,道",4,"""d"""\n', [("渠,道", "4", '"d"')], ['"桥梁,2,b']),
    "a mark after a blank": ('桥梁, "2,5",b\n', [], ['桥梁, "2,5",b']),
    "blank fields": ("桥梁,,\n", [("桥梁", None, None)], []),
    "an empty line": ("\n\n", [], []),
    "lines inside marks": ('"桥\n梁","2",b\n', [("桥\n梁", "2", "b")], []),
    "lines inside marks, too few": ('"桥\n梁","2"\n', [], ['"桥\n梁","2"']),
    "two broken lines": ("x\ny,1,2,3\n", [], ["x", "y,1,2,3"]),
}


def written(folder: Path, text: str | bytes, name: str = "a.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def found(frame: Any) -> tuple[list[tuple[Any, ...]], list[str]]:
    """The rows and the broken lines, sorted."""
    rows, lines = [], []
    for row in rows_of(frame):
        line = row.pop(BROKEN, None)
        if line is None:
            rows.append(tuple(value or None for value in row.values()))
        else:
            assert set(row.values()) == {None}
            lines.append(line)
    return sorted(rows, key=str), sorted(lines)


# A read of Spark takes a second, and what is broken is found before it reads.
_FOR_SPARK = (
    "nothing",
    "too many",
    "a mark inside",
    "an open mark and closed ones",
    "lines inside marks",
    "an empty line",
)


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name in READERS for case in CASES if name != "pyspark" or case in _FOR_SPARK]
)
def test_what_is_broken(name: str, case: str, tmp_path: Path) -> None:
    text, rows, lines = CASES[case]
    whole = f"{HEADER}道路,1,a\n{text}隧道,3,c"
    frame = scan(written(tmp_path, whole), using=reader(name))
    assert found(frame) == (sorted([A, *rows, C], key=str), sorted(lines))
    if case == "too many":
        checked = check(frame, "tender")
        assert [row[BROKEN] for row in rows_of(checked.faulty)] == lines
        counted = checked.counted()
        assert (counted.rows, counted.good, counted.reasons) == (3, 2, {REASON: 1})


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", READERS)
def test_encodings(name: str, encoding: str, tmp_path: Path) -> None:
    """A folder of partitions in another encoding; a broken line keeps its partition."""
    text = HEADER + '道路,1,a\n"桥\n梁",2\n隧道,3,c\n'
    written(tmp_path / "year=2017", text.encode(encoding))
    written(tmp_path / "year=2016", (HEADER + "道路,1,a\n").encode(encoding))
    rows = rows_of(scan(tmp_path, using=reader(name), encoding=encoding))
    assert {str(row["year"]) for row in rows if row[BROKEN] is not None} == {"2017"}
    told = sorted((str(row["year"]), row["项目名称"], row["备注"]) for row in rows if row[BROKEN] is None)
    assert told == [("2016", "道路", "a"), ("2017", "道路", "a"), ("2017", "隧道", "c")]


@pytest.mark.parametrize("name", READERS)
def test_bytes_of_another_encoding(name: str, tmp_path: Path) -> None:
    """A line typed in by another program is aside, with its bytes as numbers."""
    text = HEADER.encode() + "道路,1,a\n".encode() + "桥梁,2,b\n".encode("gb18030") + "隧道,3,c\n".encode()
    using = reader(name)
    assert found(scan(written(tmp_path, text), using=using)) == ([A, C], [r"\xc7\xc5\xc1\xba,2,b"])
    text = (HEADER + "道路,1,a\n").encode("gb18030") + b"\xff\xff,2,b\n" + "隧道,3,c\n".encode("gb18030")
    assert found(scan(written(tmp_path, text), using=using, encoding="gb18030"))[0] == [A, C]


def test_a_file_elsewhere_on_spark(tmp_path: Path) -> None:
    """Spark finds broken lines itself, but for an open quotation mark, which takes what follows it with it."""
    text = (
        HEADER.encode() + "道路,1,a\n桥梁,2,b,d\n渠\n".encode() + "桥梁,2,b\n".encode("gb18030") + "隧道,3,c\n".encode()
    )
    using = reader("pyspark")
    frame = scan(written(tmp_path, text).as_uri(), using=using)
    rows, lines = [], []
    for row in rows_of(frame):
        rows.append(row["项目名称"]) if row[BROKEN] is None else lines.append(row[BROKEN])
    assert rows == ["道路", "隧道"]
    assert lines == ["桥梁,2,b,d", "渠", "\ufffd" * 4 + ",2,b"]
    assert check(frame, "tender").counted().reasons == {REASON: 3}
    with pytest.raises(ReadError, match=r"gb18030.*spark\.sql\.legacy\.javaCharsets"):
        scan(written(tmp_path, text).as_uri(), using=using, encoding="gb18030")


@pytest.mark.parametrize("name", ["polars", "duckdb"])
def test_a_file_elsewhere_is_refused_by_engines_that_do_not_tell_broken_lines(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=f"is a CSV that {name} cannot look through .*Parquet"):
        scan(written(tmp_path, HEADER).as_uri(), using=reader(name))


@pytest.mark.parametrize("name", READERS)
def test_files_are_refused_before_anything_runs(name: str, tmp_path: Path) -> None:
    using = reader(name)
    cases: dict[str, str | bytes] = {
        "has no header": "",
        "has no name for column 2": "项目名称,,备注\n",
        "names column 备注 twice": "项目名称,备注,备注\n",
        r"is not written in utf-8 .*gb18030": HEADER.encode("gb18030"),
    }
    for problem, text in cases.items():
        with pytest.raises(ReadError, match=problem):
            scan(written(tmp_path, text), using=using)
    folder = tmp_path / "several"
    written(folder, HEADER)
    written(folder, "项目名称,备注,成交金额（万元）\n", "b.csv")
    with pytest.raises(ReadError, match=r"b\.csv: has another header .*成交金额（万元）,备注"):
        scan(folder, using=using)
    with pytest.raises(ReadError, match="is no encoding"):
        scan(folder, using=using, encoding="klingon")
    with pytest.raises(ReadError, match="is no separator"):
        scan(folder, using=using, separator="，")


@pytest.mark.parametrize("name", ["polars", "duckdb"])
def test_without_line_breaks_a_line_is_a_record(name: str, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER + '道路,1,a\n"桥\n梁",2,b\n隧道,3,c\n')
    assert found(scan(file, using=reader(name), line_breaks=False)) == ([('梁"', "2", "b"), A, C], ['"桥'])


def test_a_file_that_is_whole_is_read_where_it_is(tmp_path: Path) -> None:
    file = written(tmp_path, HEADER + '道路,1,"a""\n,"\n')
    assert csv_lines.mended([(file, "a")], 3, Dialect(",", "utf-8", True)) is None
    assert "zhengwu-csv" not in scan(file).explain()
    written(tmp_path, HEADER + "道路,1\n")
    assert "zhengwu-csv" in scan(file).explain()


texts = st.text(st.sampled_from('甲a",\n \r"'), max_size=6)


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5), texts, st.integers(1, 12))
@example([["甲", 'a"']], '"', 3)
@example([], '"甲\n甲,甲\n', 1)
def test_whole_records_survive_in_blocks_of_any_size(rows: list[list[str]], rubbish: str, size: int) -> None:
    """What a program writes is whole, and read back as it was; what stands behind it is never lost."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(csv_dialect, "_BLOCK", size):
        file = written(Path(folder), text.getvalue().encode() + rubbish.encode())
        parts = list(csv_lines._parts(file, 2, Dialect(",", "utf-8", True)))
    assert b"".join(part for part, _ in parts) == text.getvalue().encode() + rubbish.encode()
    before = 0
    for part, kind in parts:
        if before < len(text.getvalue().encode()):
            assert kind == "plain", part
        before += len(part)


def test_a_mark_that_is_never_closed_costs_its_line_however_long_the_file(tmp_path: Path) -> None:
    lines = "道路,1,a\n" * 60_000
    file = written(tmp_path, HEADER + '"桥梁,2,b\n' + lines)
    frame = scan(file)
    rows, broken = found(frame)
    assert (len(rows), broken) == (60_000, ['"桥梁,2,b'])

"""Files as lazy frames: the same rows by every reader, from files, patterns and folders with partitions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.frames import spark
from tests.frames.brought import rows_of

from zhengwu.errors import ReadError, UnitError
from zhengwu.frames.ingest import check
from zhengwu.frames.scanning import scan

READERS = ("polars", "duckdb", "pyspark")
ROWS = [("道路, 一期", "1,058.40"), ("桥梁\n二期", "五万"), ("007", "2")]


def reader(name: str) -> Any:
    if name == "duckdb":
        import duckdb

        return duckdb.connect()
    return spark.session() if name == "pyspark" else name


def written(folder: Path, form: str) -> Path:
    """A folder of two partitions, in Chinese, with a file each."""
    import polars as pl

    for year in (2016, 2017):
        for region in ("武进区", "新北区"):
            place = folder / form / f"year={year}" / f"地区={region}"
            place.mkdir(parents=True)
            frame = pl.DataFrame(ROWS, schema=["项目名称", "成交金额（万元）"], orient="row")
            if form == "csv":
                frame.write_csv(place / "a.csv")
            else:
                frame.write_parquet(place / "a.parquet")
    return folder / form


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("name", READERS)
def test_a_folder_with_partitions(name: str, form: str, tmp_path: Path) -> None:
    frame = scan(written(tmp_path, form), using=reader(name))
    rows = [(row["项目名称"], row["成交金额（万元）"], str(row["year"]), row["地区"]) for row in rows_of(frame)]
    expected = [(*row, year, region) for year in ("2016", "2017") for region in ("武进区", "新北区") for row in ROWS]
    assert sorted(rows) == sorted(expected)
    checked = check(frame, "tender")
    assert checked.counted().good == 8
    assert {row["deal"] for row in rows_of(checked.good)} == {1058400000, 2000000}
    assert {row["region"] for row in rows_of(checked.good)} == {"武进区", "新北区"}


@pytest.mark.parametrize("name", READERS)
def test_a_file_and_a_pattern(name: str, tmp_path: Path) -> None:
    folder = written(tmp_path, "csv")
    using = reader(name)
    assert len(rows_of(scan(folder / "year=2017" / "地区=武进区" / "a.csv", using=using))) == 3
    assert len(rows_of(scan(f"{folder}/year=2017/*/a.csv", using=using, form="csv"))) == 6


def test_what_is_scanned_is_lazy(tmp_path: Path) -> None:
    import polars as pl

    assert isinstance(scan(written(tmp_path, "parquet")), pl.LazyFrame)


@pytest.mark.parametrize("name", ["pyspark"])
def test_a_line_with_too_many_fields_is_set_aside_whatever_is_asked(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("项目名称,成交金额（万元）,备用\n道路,1,a\n桥梁,2,3,4\n隧道\n", "utf-8")
    checked = check(scan(tmp_path, using=reader(name)), "tender")
    assert [row["title"] for row in rows_of(checked.good)] == ["道路"]
    counted = checked.counted()
    assert (counted.rows, counted.faulty) == (3, 2)
    assert counted.reasons == {"the line has more fields than the header, or fewer": 2}


@pytest.mark.parametrize("name", ["polars", "duckdb"])
def test_a_line_with_too_many_fields_is_never_dropped_silently(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("项目名称,成交金额（万元）\n道路,1\n桥梁,2,3\n", "utf-8")
    with pytest.raises(Exception, match=r"(?i)columns|fields|sniff"):
        rows_of(scan(tmp_path, using=reader(name)))


@pytest.mark.parametrize("name", READERS)
def test_gb18030(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("项目名称,成交金额（万元）\n道路,1\n".encode("gb18030"))
    using = reader(name)
    with pytest.raises(ReadError, match=f"gb18030.*{name}"):
        scan(tmp_path, using=using, encoding="gb18030")
    if name == "pyspark":
        using.conf.set("spark.sql.legacy.javaCharsets", "true")
        frame = scan(tmp_path, using=using, encoding="gb18030")
        assert [row["项目名称"] for row in rows_of(frame)] == ["道路"]
        using.conf.unset("spark.sql.legacy.javaCharsets")


def test_what_cannot_be_scanned_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="is not there"):
        scan(tmp_path / "nothing.parquet")
    with pytest.raises(ReadError, match="holds no Parquet and no CSV"):
        scan(tmp_path)
    (tmp_path / "a.csv").touch()
    (tmp_path / "a.parquet").touch()
    with pytest.raises(ReadError, match="both forms"):
        scan(tmp_path)
    with pytest.raises(ReadError, match="no form of files"):
        scan(tmp_path, form="xlsx")
    with pytest.raises(UnitError, match="pandas reads no files lazily"):
        scan(tmp_path, using="pandas")
    with pytest.raises(UnitError, match="a list reads no files"):
        scan(tmp_path, using=[])

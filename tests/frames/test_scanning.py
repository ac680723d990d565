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

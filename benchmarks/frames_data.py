"""Rows of tenders for `frames.py`: generated with a seed, as a frame of each engine or as a Parquet file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["FRAMES", "in_memory", "spark_session", "written"]

CLASSES = ["工程建设", "政府采购", "医药采购", "产权交易", "土地出让"]
METHODS = ["直接发包", "公开招标", "邀请招标", "竞争性谈判", "单一来源", "电子竞价", "询价", "协议"]
OUTCOMES = ["成交", "流标", "终止"]
WORDS = {"trade_class": CLASSES, "method": METHODS, "outcome": OUTCOMES}
CHUNK = 1_000_000
_FIRST, _LAST = (int(np.datetime64(day, "D").astype("int32")) for day in ("2018-01-01", "2026-01-01"))


def generated(rng: np.random.Generator, rows: int) -> Any:
    """A table of so many lots."""

    def words(codes: Any, names: list[str]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype("int8")), pa.array(names))

    budget = np.exp(rng.normal(16.5, 2.2, rows)).astype("int64").clip(10_000, 10**12)
    days = rng.integers(_FIRST, _LAST, rows).astype("int32")
    return pa.table(
        {
            "trade_class": words(rng.choice(5, rows, p=[0.35, 0.45, 0.08, 0.10, 0.02]), CLASSES),
            "method": words(rng.integers(0, 8, rows), METHODS),
            "budget": budget,
            "deal": (budget * rng.uniform(0.7, 1.0, rows)).astype("int64"),
            "awarded_at": pa.array(days).cast(pa.date32()),
            "outcome": words(rng.choice(3, rows, p=[0.93, 0.05, 0.02]), OUTCOMES),
        }
    )


def written(path: Path, rows: int) -> Path:
    """The same as a Parquet file, a million rows at a time."""
    rng = np.random.default_rng(20170401)
    writer = None
    for start in range(0, rows, CHUNK):
        table = generated(rng, min(CHUNK, rows - start))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=CHUNK)
    if writer is not None:
        writer.close()
    return path


def in_memory(rows: int, only: list[str], *, strings: bool, folder: Path) -> dict[str, Any]:
    """The same rows as a frame of each engine that is asked for."""
    rng = np.random.default_rng(20170401)
    table = pa.concat_tables([generated(rng, min(CHUNK, rows - start)) for start in range(0, rows, CHUNK)])
    table = table.unify_dictionaries()
    if strings:
        for name in WORDS:
            table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.string()))
    return {name: make(table, folder) for name, make in FRAMES.items() if name in only}


def spark_session() -> Any:
    """A session in local mode, on two threads."""
    from pyspark.sql import SparkSession

    made = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    made = made.config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "4")
    session = made.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.memory", "2g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _polars(table: Any, _folder: Path) -> Any:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    if frame.schema["method"] == pl.String:
        return frame.rechunk()
    return frame.with_columns(
        pl.col(name).cast(pl.String).cast(pl.Enum(names)) for name, names in WORDS.items()
    ).rechunk()


def _duckdb(table: Any, _folder: Path) -> Any:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.register("arrow", table)
    for name, names in WORDS.items():
        connection.execute(f"CREATE TYPE {name}_word AS ENUM {tuple(names)}")
    strings = str(table.schema.field("method").type) == "string"
    casts = ", ".join(f"{name}::{'VARCHAR' if strings else f'{name}_word'} AS {name}" for name in WORDS)
    connection.execute(f"CREATE TABLE lots AS SELECT {casts}, budget, deal, awarded_at FROM arrow")  # noqa: S608
    return connection.table("lots")


def _pandas(table: Any, _folder: Path) -> Any:
    frame = table.to_pandas()
    frame["awarded_at"] = frame["awarded_at"].astype("datetime64[s]")
    return frame


def _pyspark(table: Any, folder: Path) -> Any:
    """Rows that Spark holds in memory."""
    pq.write_table(table, folder / "spark.parquet", row_group_size=CHUNK)
    held = spark_session().read.parquet(str(folder / "spark.parquet")).repartition(4).cache()
    held.count()
    return held


def _dask(table: Any, _folder: Path) -> Any:
    import dask.dataframe as dd
    import pandas as pd

    for name in WORDS:
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.string()))
    return dd.from_pandas(table.to_pandas(types_mapper=pd.ArrowDtype), npartitions=4)  # type: ignore[no-untyped-call]


FRAMES: dict[str, Callable[[Any, Path], Any]] = {
    "polars": _polars,
    "duckdb": _duckdb,
    "pyarrow": lambda table, _folder: table,
    "pandas": _pandas,
    "pyspark": _pyspark,
    "dask": _dask,
}

"""The same small frame on every engine, and any frame back as rows: what the tests of ingest and working days share.

A column is a kind and its values: ``day``, ``moment`` (local, no zone), ``zoned`` (UTC), ``integer``, ``text``,
``decimal`` (two places), ``float``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import narwhals.stable.v2 as nw
from tests.frames import spark

__all__ = ["ENGINES", "LOCAL", "Columns", "frame_of", "rows_of"]

Columns = Mapping[str, tuple[str, Sequence[Any]]]

LOCAL = ("polars", "polars lazy", "pandas", "pandas arrow", "pyarrow", "duckdb")
ENGINES = (*LOCAL, "ibis", "pyspark")
_SPARK_TYPES = {
    "day": "date",
    "moment": "timestamp_ntz",
    "zoned": "timestamp",
    "integer": "bigint",
    "text": "string",
    "decimal": "decimal(38,2)",
    "float": "double",
}


def frame_of(engine: str, columns: Columns) -> Any:
    """The columns as a frame of the engine."""
    if engine == "pyspark":
        schema = ", ".join(f"`{name}` {_SPARK_TYPES[kind]}" for name, (kind, _) in columns.items())
        rows = list(zip(*(values for _, values in columns.values()), strict=True))
        return spark.session().createDataFrame(rows, schema).repartition(spark.PARTITIONS)
    import pyarrow as pa

    types = {
        "day": pa.date32(),
        "moment": pa.timestamp("us"),
        "zoned": pa.timestamp("us", "UTC"),
        "integer": pa.int64(),
        "text": pa.string(),
        "decimal": pa.decimal128(38, 2),
        "float": pa.float64(),
    }
    table = pa.table({name: pa.array(list(values), type=types[kind]) for name, (kind, values) in columns.items()})
    if engine.startswith("polars"):
        import polars as pl

        made = pl.DataFrame(table)
        return made.lazy() if engine == "polars lazy" else made
    if engine == "pandas":
        import pandas as pd

        made = table.to_pandas(integer_object_nulls=False)
        for name, (kind, _) in columns.items():
            if kind in ("day", "moment", "zoned"):
                made[name] = pd.to_datetime(made[name])
            if kind == "integer":
                made[name] = pd.array(table[name].to_pylist(), dtype="Int64")
        return made
    if engine == "pandas arrow":
        import pandas as pd

        return table.to_pandas(types_mapper=pd.ArrowDtype)
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        connection.register("held", table)
        connection.execute("create table brought as select * from held")
        return connection.table("brought")
    if engine == "ibis":
        import ibis

        connection = ibis.duckdb.connect()
        connection.con.register("held", table)
        connection.raw_sql("create table brought as select * from held")
        return connection.table("brought")
    return table


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows as plain Python values, in no order that an engine does not keep."""
    known = nw.from_native(frame)
    names = known.collect_schema().names()
    if hasattr(frame, "fetchall"):
        found: Any = frame.fetchall()
    elif known.implementation.is_spark_like():
        found = [tuple(row) for row in frame.collect()]
    else:
        held = known.collect() if isinstance(known, nw.LazyFrame) else known
        found = held.rows()
    return [dict(zip(names, map(_plain, row), strict=True)) for row in found]


def _plain(value: Any) -> Any:
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:  # noqa: PLR0124  NaN
        return None
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    return value.item() if hasattr(value, "item") and not isinstance(value, date | datetime) else value

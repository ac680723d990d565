"""A small result as a frame of each engine, on the connection or session that the data came from."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhengwu.frames.engines import Engine

if TYPE_CHECKING:
    from zhengwu.frames.results import ResultColumn

__all__ = ["dask", "duckdb", "pandas", "polars", "pyarrow", "pyspark"]

_DIGITS = 38


def polars(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """String, Int64 and Decimal(38, places); lazy where the frame was lazy."""
    pl = sys.modules["polars"]
    types = {"text": pl.String, "integer": pl.Int64}
    frame = pl.DataFrame(
        [
            pl.Series(c.name, c.values, dtype=types.get(c.form) or pl.Decimal(_DIGITS, c.places), strict=True)
            for c in columns
        ]
    )
    return frame.lazy() if engine.is_lazy else frame


def pandas(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """Text, nullable Int64 and Decimal objects; arrow types throughout where the frame had only such."""
    pd = sys.modules["pandas"]
    types = engine.frame.to_native().dtypes
    if len(types) and all(str(dtype).endswith("[pyarrow]") for dtype in types):
        made = pyarrow(engine, columns)
        return made.to_pandas(types_mapper=pd.ArrowDtype)
    return pd.DataFrame(
        {
            c.name: pd.array(c.values, dtype="Int64") if c.form == "integer" else pd.Series(c.values, dtype="object")
            for c in columns
        }
    ).astype({c.name: "str" for c in columns if c.form == "text"})


def pyarrow(_engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """string, int64 and decimal128(38, places)."""
    pa = sys.modules["pyarrow"]

    types = {"text": pa.string(), "integer": pa.int64()}
    return pa.table(
        {c.name: pa.array(c.values, type=types.get(c.form) or pa.decimal128(_DIGITS, c.places)) for c in columns}
    )


def duckdb(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """VARCHAR, BIGINT and DECIMAL(38, places): a relation on the same connection.

    The rows travel as one text of JSON, because a statement of thousands of literals takes long to read.
    """
    types = {"text": "VARCHAR", "integer": "BIGINT"}
    casts = ", ".join(
        f"CAST(r.c{i} AS {types.get(c.form) or f'DECIMAL({_DIGITS}, {c.places})'}) AS {_quoted(c.name)}"
        for i, c in enumerate(columns)
    )
    rows = [
        {f"c{i}": None if v is None else str(v) if isinstance(v, Decimal) else v for i, v in enumerate(row)}
        for row in zip(*(c.values for c in columns), strict=True)
    ]
    shape = [{f"c{i}": types.get(c.form, "VARCHAR") for i, c in enumerate(columns)}]
    source = f"from_json({_literal(rows)}, {_literal(shape)})"
    return engine.frame.to_native().query("zhengwu_rows", f"SELECT {casts} FROM (SELECT unnest({source}) AS r)")  # noqa: S608  quoted


def pyspark(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """StringType, LongType and DecimalType(38, places), in the session of the frame."""
    types = {"text": "string", "integer": "bigint"}
    schema = ", ".join(
        f"`{c.name.replace('`', '``')}` {types.get(c.form) or f'decimal({_DIGITS},{c.places})'}" for c in columns
    )
    rows = list(zip(*(c.values for c in columns), strict=True))
    return engine.frame.to_native().sparkSession.createDataFrame(rows, schema)


def dask(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """As pandas, in one partition."""
    pd, dd = sys.modules["pandas"], sys.modules["dask.dataframe"]
    return dd.from_pandas(pd.DataFrame(pyarrow(engine, columns).to_pandas(types_mapper=pd.ArrowDtype)), npartitions=1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    return "'" + json.dumps(value).replace("'", "''") + "'"

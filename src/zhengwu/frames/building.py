"""A small result as a frame of each engine, on the connection or session that the data came from."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhengwu.frames.engines import Engine

if TYPE_CHECKING:
    from zhengwu.frames.results import ResultColumn

__all__ = ["dask", "duckdb", "ibis", "pandas", "polars", "pyarrow", "pyspark", "with_decimals"]

_DIGITS = 38


def polars(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """String, Int64 and Decimal(38, places); lazy where the frame was lazy."""
    pl = sys.modules["polars"]
    types = {"text": pl.String, "integer": pl.Int64}
    made = []
    for c in columns:
        if c.form == "decimal":  # polars reads a text seven times as fast as a decimal of Python
            texts = pl.Series(c.name, [None if value is None else f"{value:f}" for value in c.values], dtype=pl.String)
            made.append(texts.cast(pl.Decimal(_DIGITS, c.places)))
        else:
            made.append(pl.Series(c.name, c.values, dtype=types[c.form], strict=True))
    frame = pl.DataFrame(made)
    return frame.lazy() if engine.is_lazy else frame


def pandas(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """Text, nullable Int64 and Decimal objects; arrow types throughout where the frame had only such."""
    pd = sys.modules["pandas"]
    if _is_arrow(engine.frame.to_native()):
        made = pyarrow(engine, columns)
        return made.to_pandas(types_mapper=pd.ArrowDtype)
    types = {"text": pd.Series((), dtype="str").dtype, "integer": "Int64"}
    return pd.DataFrame({c.name: pd.array(c.values, dtype=types.get(c.form, "object")) for c in columns}, copy=False)


def pyarrow(_engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """string, int64 and decimal128(38, places)."""
    pa = sys.modules["pyarrow"]

    types = {"text": pa.string(), "integer": pa.int64()}
    return pa.table(
        {c.name: pa.array(c.values, type=types.get(c.form) or pa.decimal128(_DIGITS, c.places)) for c in columns}
    )


def duckdb(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """VARCHAR, BIGINT and DECIMAL(38, places): a relation on the same connection.

    The values travel as a text of JSON for each column, because a statement of thousands of literals takes long to
    read, and in one step, because each step of a relation reads all of its statement.
    """
    cells: list[str] = []
    for c in columns:
        if c.form == "text":  # each label once, and its number in each row
            words = {word: number for number, word in enumerate(dict.fromkeys(c.values), 1)}
            numbers = _unnested([words[word] for word in c.values], "INTEGER")
            cell = f"({_parsed(list(words), 'VARCHAR')})[{numbers}]"
        elif c.form == "integer":
            cell = _unnested(c.values, "BIGINT")
        else:
            texts = [None if value is None else str(value) for value in c.values]
            cell = f"CAST({_unnested(texts, 'VARCHAR')} AS DECIMAL({_DIGITS}, {c.places}))"
        cells.append(f"{cell} AS {_quoted(c.name)}")
    one_row = engine.frame.to_native().limit(0).aggregate("count(*)")  # of the connection, whatever the frame holds
    return one_row.project(", ".join(cells))


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


def ibis(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """string, int64 and decimal(38, places): a table in memory, which joins with those of any connection."""
    return sys.modules["ibis"].memtable(pyarrow(engine, columns))


def with_decimals(engine: Engine, made: Mapping[str, tuple[list[Decimal | None], int]]) -> Any:
    """A frame in memory with columns of decimals, each with its places, added or replaced."""
    native = engine.frame.to_native()
    for name, (values, places) in made.items():
        if engine.name == "polars":
            pl = sys.modules["polars"]
            native = native.with_columns(pl.Series(name, values, dtype=pl.Decimal(_DIGITS, places)))
        elif engine.name == "pyarrow":
            pa = sys.modules["pyarrow"]
            column = pa.array(values, type=pa.decimal128(_DIGITS, places))
            if name in native.column_names:
                native = native.drop_columns([name])
            native = native.append_column(name, column)
        else:
            pd = sys.modules["pandas"]
            if _is_arrow(native):
                kind = pd.ArrowDtype(sys.modules["pyarrow"].decimal128(_DIGITS, places))
                native = native.assign(**{name: pd.Series(values, dtype=kind, index=native.index)})
            else:
                native = native.assign(**{name: pd.Series(values, dtype="object", index=native.index)})
    return native


def _is_arrow(frame: Any) -> bool:
    """Whether a pandas frame has columns of arrow only."""
    return len(frame.dtypes) > 0 and all(str(dtype).endswith("[pyarrow]") for dtype in frame.dtypes)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unnested(values: Sequence[Any], kind: str) -> str:
    return f"unnest({_parsed(values, kind)})"


def _parsed(values: Sequence[Any], kind: str) -> str:
    return f"from_json({_literal(values)}, {_literal([kind])})"


def _literal(values: Sequence[Any]) -> str:
    return "'" + json.dumps(list(values), ensure_ascii=False, separators=(",", ":")).replace("'", "''") + "'"

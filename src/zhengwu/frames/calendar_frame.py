"""The calendar table as a frame of each engine, for joins: small, and built where the data is.

Days are integers (20170127), which every engine joins fast and alike; the due day itself is of the engine's own type.
Two frames are made of one calendar:

    days      ``zw_day``, ``zw_n`` (working days up to and with it), ``zw_worked`` (1 or 0): a row for every day
    targets   ``zw_place``, ``zw_date``: every working day by its ordinal, and every day by its own number
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

import narwhals.stable.v2 as nw

from zhengwu.frames.engines import Engine
from zhengwu.workdays import Workdays

__all__ = ["days_of", "number_of", "targets_of"]

_Columns = dict[str, Sequence[Any]]


def number_of(day: date) -> int:
    """The day as an integer that sorts and joins.

    >>> number_of(date(2017, 1, 27))
    20170127
    """
    return day.year * 10_000 + day.month * 100 + day.day


def days_of(engine: Engine, calendar: Workdays) -> Any:
    """The frame of all days, on the engine."""
    return _made(engine, _days(calendar))


def targets_of(engine: Engine, calendar: Workdays) -> Any:
    """The frame of dates by ordinal and by number, on the engine. Ordinals are smaller than numbers of days."""
    return _made(engine, _targets(calendar))


@functools.lru_cache(maxsize=8)
def _days(calendar: Workdays) -> _Columns:
    table = calendar.table()
    return {
        "zw_day": [number_of(row.date) for row in table],
        "zw_n": [row.n_cum for row in table],
        "zw_worked": [int(row.is_workday) for row in table],
    }


@functools.lru_cache(maxsize=8)
def _targets(calendar: Workdays) -> _Columns:
    worked = [date.fromordinal(ordinal) for ordinal in calendar.worked_ordinals]
    days = [row.date for row in calendar.table()]
    return {"zw_place": [*range(1, len(worked) + 1), *map(number_of, days)], "zw_date": [*worked, *days]}


def _made(engine: Engine, columns: _Columns) -> Any:
    makers = {
        "polars": _polars,
        "pandas": _pandas,
        "pyarrow": _pyarrow,
        "duckdb": _duckdb,
        "pyspark": _pyspark,
        "dask": _dask,
        "ibis": _ibis,
    }
    return nw.from_native(makers[engine.name](engine, columns))


def _polars(engine: Engine, columns: _Columns) -> Any:
    pl = sys.modules["polars"]
    types = {name: pl.Date if name == "zw_date" else pl.Int64 for name in columns}
    frame = pl.DataFrame({name: list(values) for name, values in columns.items()}, schema=types)
    return frame.lazy() if engine.is_lazy else frame


def _pandas(engine: Engine, columns: _Columns) -> Any:
    pd = sys.modules["pandas"]
    if any(str(dtype).endswith("[pyarrow]") for dtype in engine.frame.to_native().dtypes):
        return _pyarrow(engine, columns).to_pandas(types_mapper=pd.ArrowDtype)
    return pd.DataFrame(
        {
            name: pd.array(list(values), dtype="datetime64[us]" if name == "zw_date" else "Int64")
            for name, values in columns.items()
        }
    )


def _pyarrow(_engine: Engine, columns: _Columns) -> Any:
    pa = sys.modules["pyarrow"]
    return pa.table(
        {
            name: pa.array(list(values), type=pa.date32() if name == "zw_date" else pa.int64())
            for name, values in columns.items()
        }
    )


def _duckdb(engine: Engine, columns: _Columns) -> Any:
    # One text a column: a list of literals takes the parser a hundred times as long.
    parts = ", ".join(
        f"unnest('[{', '.join(map(str, values))}]'::{'DATE' if name == 'zw_date' else 'BIGINT'}[]) AS {name}"
        for name, values in columns.items()
    )
    # A relation of its connection, whatever the relation it is asked from holds.
    return engine.frame.to_native().limit(0).query("zw_rows", f"SELECT {parts}")


def _pyspark(engine: Engine, columns: _Columns) -> Any:
    schema = ", ".join(f"{name} {'date' if name == 'zw_date' else 'bigint'}" for name in columns)
    rows = list(zip(*columns.values(), strict=True))
    session = engine.frame.to_native().sparkSession
    # Said to be small, since Spark does not know it of local rows and would shuffle the data for it.
    return session.createDataFrame(rows, schema).hint("broadcast")


def _dask(engine: Engine, columns: _Columns) -> Any:
    pd, dd = sys.modules["pandas"], sys.modules["dask.dataframe"]
    made = _pyarrow(engine, columns).to_pandas(types_mapper=pd.ArrowDtype)
    return dd.from_pandas(made, npartitions=1)


def _ibis(engine: Engine, columns: _Columns) -> Any:
    import_module("pyarrow")  # what Ibis gives its results as
    return sys.modules["ibis"].memtable(_pyarrow(engine, columns))

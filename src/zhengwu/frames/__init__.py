"""Roll-ups on any dataframe engine: polars, pandas, pyarrow, DuckDB, PySpark, and what else narwhals carries.

The engine reduces rows to sums of integers by group and period; everything that rounds, divides or decides happens
afterwards, in exact Python integers, by the code that rolls up records. So every engine gives the same figures.
"""

from __future__ import annotations

try:
    import narwhals as _narwhals  # noqa: F401
except ImportError as error:
    from zhengwu.errors import MissingExtraError

    raise MissingExtraError(
        "dataframes need narwhals", expected="pip install 'zhengwu[polars]', or [pandas], [pyarrow], [duckdb], [spark]"
    ) from error

from zhengwu.frames.indicator_columns import finished, indicator_columns
from zhengwu.frames.ingest import Checked, Counted, check
from zhengwu.frames.rolled import Rolled
from zhengwu.frames.rollup import monthly, quarterly, rolled, rollup
from zhengwu.frames.scanning import scan
from zhengwu.frames.tally import Rows
from zhengwu.frames.working_days import due_days, working_days

__all__ = [
    "Checked",
    "Counted",
    "Rolled",
    "Rows",
    "check",
    "due_days",
    "finished",
    "indicator_columns",
    "monthly",
    "quarterly",
    "rolled",
    "rollup",
    "scan",
    "working_days",
]

"""The plans of `frames.py` by hand: what somebody writes who knows the engine, what analysts write, and ours.

Each imports its own engine only, so that the memory of a process is that of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhengwu import frames

__all__ = ["BY_HAND", "ours", "pandas_as_usual"]

MEASURES = ["project_count", "budget", "deal", "savings", "savings_rate"]

SQL = """
SELECT trade_class, method, year(awarded_at) * 4 + quarter(awarded_at) - 1 AS q,
       count(*) FILTER (outcome = '成交') AS n,
       sum(budget) FILTER (outcome = '成交') AS budget,
       sum(deal) FILTER (outcome = '成交') AS deal
FROM {} GROUP BY ALL"""


def polars_by_hand(frame: Any) -> Any:
    import polars as pl

    done = pl.col("outcome") == "成交"
    quarter = pl.col("awarded_at").dt.year().cast(pl.Int32) * 4 + pl.col("awarded_at").dt.quarter() - 1
    masked = [pl.when(done).then(pl.col(name)).otherwise(0).alias(name) for name in ("budget", "deal")]
    plan = frame.lazy().select("trade_class", "method", quarter.alias("q"), done.alias("n"), *masked)
    grouped = plan.group_by("trade_class", "method", "q").agg(pl.col("n").sum(), pl.sum("budget", "deal"))
    return grouped.collect(engine="streaming")


def duckdb_by_hand(relation: Any) -> Any:
    return relation.query("lots", SQL.format("lots")).fetchall()


def pyarrow_by_hand(table: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    done = pc.equal(table["outcome"], "成交")
    day = table["awarded_at"]
    quarter = pc.subtract(pc.add(pc.multiply(pc.year(day), 4), pc.quarter(day)), 1)
    columns = {
        "trade_class": table["trade_class"],
        "method": table["method"],
        "q": quarter,
        "n": done,
        "budget": pc.if_else(done, table["budget"], 0),
        "deal": pc.if_else(done, table["deal"], 0),
    }
    grouped = pa.table(columns).group_by(["trade_class", "method", "q"])
    return grouped.aggregate([("n", "sum"), ("budget", "sum"), ("deal", "sum")])


def pandas_by_hand(frame: Any) -> Any:
    import pandas as pd

    done = frame["outcome"] == "成交"
    day = frame["awarded_at"].dt
    small = pd.DataFrame(
        {
            "trade_class": frame["trade_class"],
            "method": frame["method"],
            "q": day.year * 4 + day.quarter - 1,
            "n": done,
            "budget": frame["budget"].where(done, 0),
            "deal": frame["deal"].where(done, 0),
        }
    )
    return small.groupby(["trade_class", "method", "q"], observed=True, sort=False, dropna=False).sum()


def pandas_as_usual(frame: Any) -> Any:
    """What an analyst writes: a Grouper by quarter, a function for each group, rates of floats, a pivot."""
    frame = frame[frame["outcome"] == "成交"].copy()
    frame["savings"] = frame["budget"] - frame["deal"]
    frame["quarter"] = frame["awarded_at"].dt.to_period("Q")
    grouped = frame.groupby(["trade_class", "method", "quarter"], observed=True).agg(
        n=("budget", "size"), budget=("budget", "sum"), deal=("deal", "sum"), savings=("savings", "sum")
    )
    grouped["savings_rate"] = (grouped["savings"] / grouped["budget"] * 100).round(2)
    return grouped.reset_index()


def spark_by_hand(frame: Any) -> Any:
    from pyspark.sql import functions as f

    done = f.col("outcome") == "成交"
    masked = [f.when(done, f.col(name)).otherwise(0).alias(name) for name in ("budget", "deal")]
    quarter = f.year("awarded_at") * 4 + f.quarter("awarded_at") - 1
    small = frame.select("trade_class", "method", quarter.alias("q"), done.cast("int").alias("n"), *masked)
    return small.groupBy("trade_class", "method", "q").agg(f.sum("n"), f.sum("budget"), f.sum("deal")).collect()


def dask_by_hand(frame: Any) -> Any:
    done = frame["outcome"] == "成交"
    day = frame["awarded_at"].dt
    small = frame[["trade_class", "method"]].assign(
        q=day.year * 4 + day.quarter - 1,
        n=done.astype("int64"),
        budget=frame["budget"].where(done, 0),
        deal=frame["deal"].where(done, 0),
    )
    return small.groupby(["trade_class", "method", "q"], sort=False).sum().compute()


def ours(frame: Any) -> Any:
    return frames.rollup(frame, ["trade_class", "method"], on="awarded_at", measures=MEASURES, records="tender")


BY_HAND: dict[str, Callable[[Any], Any]] = {
    "polars": polars_by_hand,
    "duckdb": duckdb_by_hand,
    "pyarrow": pyarrow_by_hand,
    "pandas": pandas_by_hand,
    "pyspark": spark_by_hand,
    "dask": dask_by_hand,
}

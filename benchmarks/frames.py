"""What a roll-up of a frame costs: tenders by class, method and quarter, beside the same plan written by hand.

    python benchmarks/frames.py [rows …] [--rounds N] [--only polars,duckdb] [--parquet] [--strings]

Rows are generated with a seed: 8 years, 5 classes, 8 methods, outcomes, amounts in 分. Every round measures each plan
once, in another order; a ratio is the median over the rounds of ratios within a round. `best` is the faster
of the hand-written polars and DuckDB. With --parquet each plan runs in a process of its own, whose peak memory is
printed. A small frame of 100 rows shows the fixed cost. Ratios are read, not gated.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from zhengwu import frames

CLASSES = ["工程建设", "政府采购", "医药采购", "产权交易", "土地出让"]
METHODS = ["直接发包", "公开招标", "邀请招标", "竞争性谈判", "单一来源", "电子竞价", "询价", "协议"]
OUTCOMES = ["成交", "流标", "终止"]
MEASURES = ["project_count", "budget", "deal", "savings", "savings_rate"]
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


# ---- The plans by hand: what somebody writes who knows the engine -------------------------------------------------

SQL = """
SELECT trade_class, method, year(awarded_at) * 4 + quarter(awarded_at) - 1 AS q,
       count(*) FILTER (outcome = '成交') AS n,
       sum(budget) FILTER (outcome = '成交') AS budget,
       sum(deal) FILTER (outcome = '成交') AS deal
FROM {} GROUP BY ALL"""


def polars_by_hand(frame: Any) -> Any:
    done = pl.col("outcome") == "成交"
    quarter = pl.col("awarded_at").dt.year().cast(pl.Int32) * 4 + pl.col("awarded_at").dt.quarter() - 1
    masked = [pl.when(done).then(pl.col(name)).otherwise(0).alias(name) for name in ("budget", "deal")]
    plan = frame.lazy().select("trade_class", "method", quarter.alias("q"), done.alias("n"), *masked)
    grouped = plan.group_by("trade_class", "method", "q").agg(pl.col("n").sum(), pl.sum("budget", "deal"))
    return grouped.collect(engine="streaming")


def duckdb_by_hand(relation: Any) -> Any:
    return relation.query("lots", SQL.format("lots")).fetchall()


def pyarrow_by_hand(table: Any) -> Any:
    import pyarrow.compute as pc

    done = pc.equal(table["outcome"], "成交")
    day = table["awarded_at"]
    quarter = pc.add(pc.multiply(pc.year(day), 4), pc.quarter(day))
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


def ours(frame: Any) -> Any:
    return frames.rollup(frame, ["trade_class", "method"], on="awarded_at", measures=MEASURES, records="tender")


BY_HAND: dict[str, Callable[[Any], Any]] = {
    "polars": polars_by_hand,
    "duckdb": duckdb_by_hand,
    "pyarrow": pyarrow_by_hand,
    "pandas": pandas_by_hand,
}


def in_memory(rows: int, *, strings: bool) -> dict[str, Any]:
    """The same rows as a frame of each engine."""
    rng = np.random.default_rng(20170401)
    table = pa.concat_tables([generated(rng, min(CHUNK, rows - start)) for start in range(0, rows, CHUNK)])
    table = table.unify_dictionaries()
    words = ("trade_class", "method", "outcome")
    text = table
    for name in words:
        text = text.set_column(text.schema.get_field_index(name), name, text[name].cast(pa.string()))
    names = {"trade_class": CLASSES, "method": METHODS, "outcome": OUTCOMES}
    polars_text = pl.from_arrow(text)
    assert isinstance(polars_text, pl.DataFrame)
    polars_words = polars_text.with_columns(pl.col(name).cast(pl.Enum(names[name])) for name in words).rechunk()
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.register("arrow", text)
    kinds = {"trade_class": "c", "method": "m", "outcome": "o"}
    for name, kind in kinds.items():
        connection.execute(f"CREATE TYPE {kind} AS ENUM {tuple(names[name])}")
    casts = ", ".join(f"{name}::{'VARCHAR' if strings else kind} AS {name}" for name, kind in kinds.items())
    connection.execute(f"CREATE TABLE lots AS SELECT {casts}, budget, deal, awarded_at FROM arrow")  # noqa: S608
    frame = (text if strings else table).to_pandas()
    frame["awarded_at"] = frame["awarded_at"].astype("datetime64[s]")
    return {
        "polars": polars_text if strings else polars_words,
        "duckdb": connection.table("lots"),
        "pyarrow": text if strings else table,
        "pandas": frame,
    }


def seconds(call: Callable[[Any], Any], frame: Any) -> float:
    start = time.perf_counter()
    call(frame)
    return time.perf_counter() - start


def compared(plans: dict[str, tuple[Callable[[Any], Any], Any]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each plan, round by round, in another order each time."""
    for call, frame in plans.values():
        call(frame)
    found: dict[str, list[float]] = {name: [] for name in plans}
    order = list(plans)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            found[name].append(seconds(*plans[name]))
    return found


def memory(rows: int, rounds: int, only: list[str], *, strings: bool) -> None:
    """The table of ratios for frames in memory."""
    held = {name: frame for name, frame in in_memory(rows, strings=strings).items() if name in only}
    plans: dict[str, tuple[Callable[[Any], Any], Any]] = {}
    for name, frame in held.items():
        plans[f"{name} by hand"] = BY_HAND[name], frame
        plans[f"{name} zhengwu"] = ours, frame
    if "pandas" in held:
        plans["pandas as usual"] = pandas_as_usual, held["pandas"]
    found = compared(plans, rounds)
    best = [
        min(times) for times in zip(*(found[f"{n} by hand"] for n in ("polars", "duckdb") if n in held), strict=True)
    ]
    print(f"{rows:,} rows in memory, keys as {'texts' if strings else 'enums or dictionaries'}")
    for name in held:
        hand, mine = found[f"{name} by hand"], found[f"{name} zhengwu"]
        ratio = median(one / other for one, other in zip(mine, hand, strict=True))
        line = (
            f"  {name:8} by hand {median(hand) * 1000:8.1f} ms   zhengwu {median(mine) * 1000:8.1f} ms   × {ratio:.2f}"
        )
        if best:
            line += f"   of best {median(one / other for one, other in zip(mine, best, strict=True)):.2f}"
        if name == "pandas":
            usual = found["pandas as usual"]
            line += f"   as usual / zhengwu {median(u / m for u, m in zip(usual, mine, strict=True)):.1f}"
            others = [
                f"{n} {median(u / m for u, m in zip(usual, found[f'{n} zhengwu'], strict=True)):.1f}" for n in held
            ]
            line += f" ({', '.join(others)})"
        print(line)


FROM_PARQUET: dict[str, Callable[[str], Any]] = {
    "polars by hand": lambda path: polars_by_hand(pl.scan_parquet(path)),
    "polars zhengwu": lambda path: ours(pl.scan_parquet(path)),
    "duckdb by hand": lambda path: duckdb_by_hand(duckdb.read_parquet(path)),
    "duckdb zhengwu": lambda path: ours(duckdb.read_parquet(path)),
}


def one_plan(name: str, path: str) -> None:
    """Run one plan of a Parquet file, after a warm-up; print seconds, peak memory and that of the libraries, in MiB."""
    duckdb.execute("SET threads = 2")
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    FROM_PARQUET[name](path)
    spent = seconds(FROM_PARQUET[name], path)
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, loaded)


def parquet(rows: int, rounds: int, only: list[str]) -> None:
    """The table of ratios and peaks from Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "lots.parquet", rows)
        names = [name for name in FROM_PARQUET if name.partition(" ")[0] in only or name == "duckdb by hand"]
        found: dict[str, list[tuple[float, ...]]] = {name: [] for name in names}
        for _ in range(rounds):
            random.shuffle(names)
            for name in names:
                command = [sys.executable, __file__, "--plan", name, "--path", str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found[name].append(tuple(map(float, done.stdout.split())))
    print(f"{rows:,} rows from Parquet")
    for name, measured in found.items():
        ratio = median(one[0] / other[0] for one, other in zip(measured, found["duckdb by hand"], strict=True))
        spent = median(one[0] for one in measured)
        peak = max(one[1] for one in measured)
        held = f"peak {peak:5.0f} MiB (libraries {measured[0][2]:.0f})"
        print(f"  {name:16} {spent * 1000:8.1f} ms   {held}   of DuckDB SQL {ratio:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", type=int, default=[100, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default=",".join(BY_HAND))
    parser.add_argument("--parquet", action="store_true")
    parser.add_argument("--strings", action="store_true")
    parser.add_argument("--plan")
    parser.add_argument("--path")
    arguments = parser.parse_args()
    if arguments.plan:
        one_plan(arguments.plan, arguments.path)
        return
    only = arguments.only.split(",")
    for rows in arguments.rows:
        if arguments.parquet:
            parquet(rows, arguments.rounds, only)
        else:
            memory(rows, arguments.rounds, only, strings=arguments.strings)


if __name__ == "__main__":
    main()

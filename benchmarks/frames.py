"""What a roll-up of a frame costs: tenders by class, method and quarter, beside the same plan written by hand.

    python benchmarks/frames.py [rows …] [--rounds N] [--only polars,duckdb] [--parquet] [--strings]

Rows are generated with a seed: 8 years, 5 classes, 8 methods, outcomes, amounts in 分. Every round measures each plan
once, in another order; a ratio is the median over the rounds of ratios within a round. The plan by hand ends with the
sums of each group; ours goes on to subtotals, totals, savings and exact rates, and hands over a frame. `best` is the
faster of the hand-written polars and DuckDB. With --parquet each plan runs in a process of its own, whose peak memory
is printed; the file is written a million rows at a time into a temporary folder. A small frame of 100 rows shows the
fixed cost. ``--only spark,dask`` runs these where they are installed. Ratios are read, not gated.
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

from frames_plans import BY_HAND, ours, pandas_as_usual  # type: ignore[import-not-found]

USUAL = "polars,duckdb,pyarrow,pandas"


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
    from frames_data import in_memory  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as folder:
        held = in_memory(rows, only, strings=strings, folder=Path(folder))
        plans: dict[str, tuple[Callable[[Any], Any], Any]] = {}
        for name, frame in held.items():
            plans[f"{name} by hand"] = BY_HAND[name], frame
            plans[f"{name} zhengwu"] = ours, frame
        if "pandas" in held:
            plans["pandas as usual"] = pandas_as_usual, held["pandas"]
        found = compared(plans, rounds)
    hands = [found[f"{name} by hand"] for name in ("polars", "duckdb") if name in held]
    best = [min(times) for times in zip(*hands, strict=True)]
    print(f"{rows:,} rows in memory, keys as {'texts' if strings else 'enums or dictionaries'}")
    for name in held:
        hand, mine = found[f"{name} by hand"], found[f"{name} zhengwu"]
        line = f"  {name:8} by hand {median(hand) * 1000:8.1f} ms   zhengwu {median(mine) * 1000:8.1f} ms"
        line += f"   × {_ratio(mine, hand):.2f}"
        if best:
            line += f"   of best {_ratio(mine, best):.2f}"
        print(line)
    if "pandas" in held:
        usual = found["pandas as usual"]
        others = [f"{name} {_ratio(usual, found[f'{name} zhengwu']):.1f}" for name in held]
        print(f"  pandas as usual {median(usual) * 1000:8.1f} ms, times zhengwu on {', '.join(others)}")


def _ratio(times: list[float], others: list[float]) -> float:
    return median(one / other for one, other in zip(times, others, strict=True))


def _polars(path: str) -> Any:
    import polars as pl

    return pl.scan_parquet(path)


def _duckdb(path: str) -> Any:
    import duckdb

    duckdb.execute("SET threads = 2")
    return duckdb.read_parquet(path)


def _spark(path: str) -> Any:
    from frames_data import spark_session

    return spark_session().read.parquet(path)


def _dask(path: str) -> Any:
    import dask.dataframe as dd
    import pyarrow as pa

    frame = dd.read_parquet(path, dtype_backend="pyarrow", split_row_groups=True)
    texts = [name for name, kind in frame.dtypes.items() if "dictionary" in str(kind) or str(kind) == "category"]
    return frame.astype(dict.fromkeys(texts, f"{pa.string()}[pyarrow]"))


FROM_PARQUET: dict[str, Callable[[str], Any]] = {
    "polars": _polars,
    "duckdb": _duckdb,
    "pyspark": _spark,
    "dask": _dask,
}


def one_plan(name: str, path: str) -> None:
    """Run one plan of a Parquet file, after a warm-up; print seconds, and MiB at the peak and before any row."""
    engine, _, by_hand = name.partition(" ")
    plan = BY_HAND[engine] if by_hand == "by hand" else ours
    FROM_PARQUET[engine](path)
    loaded = _peak()
    plan(FROM_PARQUET[engine](path))
    start = time.perf_counter()
    plan(FROM_PARQUET[engine](path))
    print(time.perf_counter() - start, _peak(), loaded)


def _peak() -> float:
    """The peak memory of this process. The usage of a process counts what its parent held when it was made."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def parquet(rows: int, rounds: int, only: list[str]) -> None:
    """The table of ratios and peaks from Parquet. The memory of Spark is that of Python, without its Java."""
    from frames_data import written

    engines = [name for name in FROM_PARQUET if name in only]
    names = [f"{name} {whose}" for name in engines for whose in ("by hand", "zhengwu")]
    if "duckdb" not in engines:
        names.append("duckdb by hand")
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "lots.parquet", rows)
        found: dict[str, list[tuple[float, ...]]] = {name: [] for name in names}
        for _ in range(rounds):
            random.shuffle(names)
            for name in names:
                command = [sys.executable, __file__, "--plan", name, "--path", str(path)]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
                found[name].append(tuple(map(float, done.stdout.split())))
    print(f"{rows:,} rows from Parquet")
    times = {name: [one[0] for one in measured] for name, measured in found.items()}
    for name, measured in found.items():
        peak = f"peak {max(one[1] for one in measured):5.0f} MiB (libraries {measured[0][2]:.0f})"
        line = f"  {name:16} {median(times[name]) * 1000:8.1f} ms   {peak}"
        line += f"   of DuckDB SQL {_ratio(times[name], times['duckdb by hand']):.2f}"
        if name.endswith("zhengwu"):
            line += f"   × {_ratio(times[name], times[name.replace('zhengwu', 'by hand')]):.2f} by hand"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", type=int, default=[100, 1_000_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default=USUAL)
    parser.add_argument("--parquet", action="store_true")
    parser.add_argument("--strings", action="store_true")
    parser.add_argument("--plan")
    parser.add_argument("--path")
    arguments = parser.parse_args()
    if arguments.plan:
        one_plan(arguments.plan, arguments.path)
        return
    only = ["pyspark" if name == "spark" else name for name in arguments.only.split(",")]
    unknown = set(only).difference(BY_HAND)
    if unknown:
        parser.error(f"no plan for {', '.join(sorted(unknown))}; there are {', '.join(BY_HAND)}")
    for rows in arguments.rows:
        if arguments.parquet:
            parquet(rows, arguments.rounds, only)
        else:
            memory(rows, arguments.rounds, only, strings=arguments.strings)


if __name__ == "__main__":
    main()

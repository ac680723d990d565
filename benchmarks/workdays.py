"""What working days cost: a million differences and due days, beside Monday to Friday of numpy and of polars.

    python benchmarks/workdays.py [rounds [rows]]

numpy's `busday_count` and `busday_offset` and polars' `business_day_count` and `add_business_days` know Monday to
Friday, and days off, but no Saturday that is worked; the last column says in how many rows Monday to Friday is wrong.
On polars the calendar is a table: it is joined, or gathered from, and nothing else is used of this library. Both sides
of a pair are measured in turn, round by round; the ratio printed is the median over the rounds. Aim: below 1.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from zhengwu.workdays import workdays

CHINA = workdays()
FIRST, LAST = np.datetime64("2006-01-01"), np.datetime64("2025-06-30")
LIMITS = np.array([1, 5, 10, 20, 45, 60])


class Pair(NamedTuple):
    name: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]


def main(rounds: int, rows: int) -> None:
    random = np.random.default_rng(12345)
    starts = FIRST + random.integers(0, int((LAST - FIRST).astype(int)), rows)
    ends = starts + random.integers(0, 180, rows)
    limits = LIMITS[random.integers(0, len(LIMITS), rows)]
    pairs = list(numpy_pairs(starts, ends, limits))
    if importlib.util.find_spec("polars") is None:
        print("polars is not installed: its rows are left out (pip install polars)")
    else:
        pairs += polars_pairs(starts, ends, limits)
    print(f"{rows} rows{'':34}{'zhengwu':>10}{'Mon–Fri':>10}{'ratio':>8}{'Mon–Fri wrong':>16}")
    found: dict[str, list[Any]] = {}
    for name, ours, theirs in pairs:
        right, naive = np.asarray(ours()), np.asarray(theirs())
        for other in found.setdefault(name.split(",")[0], []):
            assert (right == other).all(), f"{name}: two ways, two answers"
        found[name.split(",")[0]].append(right)
        times = [(seconds(ours), seconds(theirs)) for _ in range(max(1, rounds))]
        mine, other = (median(column) * 1000 for column in zip(*times, strict=True))
        ratio = median(one / two for one, two in times)
        wrong = f"{(right != naive).mean():.1%}"
        print(f"{name:45}{mine:>7.1f} ms{other:>7.1f} ms{ratio:>8.2f}{wrong:>16}")


def numpy_pairs(starts: Any, ends: Any, limits: Any) -> Iterator[Pair]:
    yield Pair(
        "days between, numpy",
        lambda: CHINA.counts(starts, ends),
        lambda: np.busday_count(starts + 1, ends + 1),
    )
    yield Pair(
        "due after 20 days, numpy",
        lambda: CHINA.dues(starts, 20),
        lambda: np.busday_offset(starts, 20, roll="backward"),
    )
    yield Pair(
        "due after each limit, numpy",
        lambda: CHINA.dues(starts, limits),
        lambda: np.busday_offset(starts, limits, roll="backward"),
    )


def polars_pairs(starts: Any, ends: Any, limits: Any) -> Iterator[Pair]:
    pl = importlib.import_module("polars")
    table = pl.DataFrame(
        CHINA.table(), orient="row", schema={"date": pl.Date, "is_workday": pl.Boolean, "n_cum": pl.Int32}
    )
    frame = pl.DataFrame({"start": starts, "end": ends, "limit": limits.astype(np.int32)})
    days = table.select("date", "n_cum")
    worked = table.filter("is_workday").select("n_cum", due="date")
    day = pl.lit(CHINA.first)
    ordinals, dates = table["n_cum"], worked["due"]

    def places(column: str) -> Any:
        return (pl.col(column) - day).dt.total_days()

    def differences_joined() -> Any:
        joined = frame.join(days, left_on="start", right_on="date", how="left", maintain_order="left").join(
            days, left_on="end", right_on="date", how="left", maintain_order="left", suffix="_end"
        )
        return joined.select(pl.col("n_cum_end") - pl.col("n_cum")).to_series()

    def differences_gathered() -> Any:
        found = frame.select(start=places("start"), end=places("end"))
        return ordinals.gather(found["end"]) - ordinals.gather(found["start"])

    def due_joined() -> Any:
        joined = frame.join(days, left_on="start", right_on="date", how="left", maintain_order="left")
        wanted = joined.select(n_cum=pl.col("n_cum") + pl.col("limit"))
        return wanted.join(worked, on="n_cum", how="left", maintain_order="left")["due"]

    def due_gathered() -> Any:
        found = ordinals.gather(frame.select(places("start")).to_series())
        return dates.gather(found + frame["limit"] - 1)

    def differences_plain() -> Any:
        return frame.select(pl.business_day_count(pl.col("start") + one, pl.col("end") + one)).to_series()

    def due_plain() -> Any:
        return frame.select(pl.col("start").dt.add_business_days(pl.col("limit"), roll="backward")).to_series()

    one = pl.duration(days=1)
    yield Pair("days between, polars, two joins", differences_joined, differences_plain)
    yield Pair("days between, polars, two gathers", differences_gathered, differences_plain)
    yield Pair("due after each limit, polars, two joins", due_joined, due_plain)
    yield Pair("due after each limit, polars, two gathers", due_gathered, due_plain)


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:3]]
    main(given[0] if given else 7, given[1] if len(given) > 1 else 1_000_000)

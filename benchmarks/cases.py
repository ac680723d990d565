"""What cases cost: 1e5 of them built from rows of text, and their clocks computed, as objects and as columns.

    python benchmarks/cases.py [cases]

The rows are what a CSV holds: texts. Objects are checked records and standings with every figure of the overdue list;
columns are numpy arrays with the net working days, what is left and who is overdue, and nothing else: no check, no
reason, one stop a case. Both agree on every case. Times hold for this machine only.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from zhengwu.approval import Case, SpecialKind, SpecialProcedure, Standings, standings
from zhengwu.records import load_rows
from zhengwu.workdays import workdays

Result = TypeVar("Result")

CASES = 100_000
AS_OF = date(2017, 12, 29)
HEADERS = ("办件编号", "窗口名称", "办件类型", "受理时间", "承诺办结时间", "办结时间")


def rows_of_text(count: int) -> tuple[list[dict[str, str]], list[tuple[date, date] | None]]:
    """Rows with their days as texts, and beside them the stop of every tenth case."""
    made = random.Random(20170915)  # noqa: S311  a benchmark, not a secret
    rows, stops = [], []
    for number in range(count):
        accepted = date(2017, 1, 3) + timedelta(days=made.randrange(330))
        promised = accepted + timedelta(days=made.randrange(40))
        closed = accepted + timedelta(days=made.randrange(45))
        texts = (f"2017{number:06}", "综合窗口", "承诺件", str(accepted), str(promised))
        rows.append(dict(zip(HEADERS, (*texts, "" if closed > AS_OF else str(closed)), strict=True)))
        start = accepted + timedelta(days=3)
        stops.append((start, start + timedelta(days=made.randrange(9))) if number % 10 == 0 else None)
    return rows, stops


def with_stops(cases: tuple[Case, ...], stops: list[tuple[date, date] | None]) -> list[Case]:
    return [
        case
        if stop is None
        else case.evolve(special=(SpecialProcedure(kind=SpecialKind.STOP, started_at=stop[0], ended_at=stop[1]),))
        for case, stop in zip(cases, stops, strict=True)
    ]


def columns(rows: list[dict[str, str]], stops: list[tuple[date, date] | None]) -> tuple[np.ndarray, np.ndarray]:
    """Net working days and what is left of the limit, of every case."""
    calendar, as_of = workdays(), np.datetime64(AS_OF)
    accepted, promised, closed = (
        np.array([row[name] or "NaT" for row in rows], dtype="datetime64[D]") for name in HEADERS[3:]
    )
    never = np.datetime64("2004-01-01")
    starts = np.array([stop[0] if stop else never for stop in stops], dtype="datetime64[D]")
    ends = np.array([stop[1] if stop else never for stop in stops], dtype="datetime64[D]")
    until = np.minimum(np.where(np.isnat(closed), as_of, closed), as_of)
    ends = np.clip(ends, accepted, until)
    starts = np.clip(starts, accepted, ends)
    net = calendar.counts(accepted, until) - calendar.counts(starts, ends)
    return net, calendar.counts(accepted, promised) - net


def timed(call: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def agree(view: Standings, net: np.ndarray, left: np.ndarray) -> bool:
    return [(row.net, row.left) for row in view.rows] == list(zip(net.tolist(), left.tolist(), strict=True))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    rows, stops = rows_of_text(count)
    workdays()
    loaded, reading = timed(lambda: load_rows(rows, Case))
    assert loaded.ok
    cases = with_stops(loaded.records, stops)
    view, counting = timed(lambda: standings(cases, as_of=AS_OF))
    (net, left), arrays = timed(lambda: columns(rows, stops))
    assert agree(view, net, left)
    print(f"{'':40} {'seconds':>8} {'µs a case':>10}")
    for name, seconds in (
        ("rows of text to checked cases", reading),
        ("standings of cases (objects)", counting),
        ("rows of text to clocks (columns)", arrays),
    ):
        print(f"{name:40} {seconds:8.2f} {seconds / count * 1e6:10.2f}")
    print(f"overdue on {AS_OF}: {len(view.overdue.rows)} of {count}")


if __name__ == "__main__":
    main()

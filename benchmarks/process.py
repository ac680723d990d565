"""What a process costs: the figures of twelve stages over a million cases, from columns and from objects.

    python benchmarks/process.py [cases]

Both give the longest path of every case, the means and the frequencies on the critical path, equal to the last digit;
the objects are measured on a hundredth of the cases. The bare pass is numpy's maximum and plus along the same graph,
written out by hand, without unknown durations, slack or figures. Aim: the columns within a second or so.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from zhengwu.approval.process import Par, Process, Seq, Stage, as_graph, case_columns, stage_figures

Result = TypeVar("Result")

CASES = 1_000_000
NAMES = ("受理", "立项", "选址", "环评", "能评", "用地", "规划", "图审", "消防", "人防", "施工许可", "办结")


def process() -> Process:
    one = {name: Stage(name, limit=10) for name in NAMES}
    first = Par(Seq(one["选址"], one["用地"]), one["环评"], one["能评"])
    second = Par(one["图审"], one["消防"], one["人防"])
    return Seq(one["受理"], one["立项"], first, one["规划"], second, one["施工许可"], one["办结"])


def durations(count: int) -> dict[str, Any]:
    """Days from 0 to 29; one in a hundred is not known."""
    random = np.random.default_rng(20170915)
    columns = {}
    for name in NAMES:
        days = random.integers(0, 30, size=count, dtype=np.int32)
        days[random.integers(0, 100, size=count) == 0] = -1
        columns[name] = days
    return columns


def by_hand(columns: dict[str, Any]) -> Any:
    """The longest path alone, all durations taken as known."""
    graph = as_graph(process())
    ends: dict[str, Any] = {}
    for stage in graph.ordered:
        end = columns[stage.name].astype(np.int64)
        before = graph.predecessors(stage.name)
        if before:
            start = ends[before[0]]
            for name in before[1:]:
                start = np.maximum(start, ends[name])
            end = end + start
        ends[stage.name] = end
    return ends[NAMES[-1]]


def timed(call: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    columns, whole = durations(count), process()
    (lengths, figures), seconds = min(
        (timed(lambda: case_columns(whole, columns)) for _ in range(5)), key=lambda t: t[1]
    )
    _, bare = min((timed(lambda: by_hand(columns)) for _ in range(5)), key=lambda t: t[1])
    few = max(1, count // 100)
    part = {name: column[:few] for name, column in columns.items()}
    rows = [
        {name: None if days < 0 else days for name, days in zip(NAMES, row, strict=True)}
        for row in zip(*(part[name].tolist() for name in NAMES), strict=True)
    ]
    slow, objects = timed(lambda: stage_figures(whole, rows))
    assert case_columns(whole, part)[1] == slow
    assert int((lengths >= 0).sum()) == figures.complete
    print(f"{count} cases of {len(NAMES)} stages, {figures.incomplete} with a duration that is not known")
    print(f"columns       {seconds * 1000:8.1f} ms   {seconds / count * 1e9:8.1f} ns a case")
    print(f"bare maximum  {bare * 1000:8.1f} ms   {bare / count * 1e9:8.1f} ns a case   columns × {seconds / bare:.1f}")
    print(f"objects       {objects * 1000:8.1f} ms   {objects / few * 1e9:8.1f} ns a case   ({few} cases)")
    bottleneck = figures.bottleneck()
    if bottleneck is not None:
        print(f"瓶颈环节 {bottleneck.name}，平均 {bottleneck.mean.rounded(2)} 个工作日")


if __name__ == "__main__":
    main()

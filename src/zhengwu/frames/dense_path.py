"""The plan of a pandas or pyarrow frame by numpy: all keys as one small number, integers added where it points.

Rows are taken some ten thousand at a time, so that what is made of them stays in the cache of the processor: such a
grouping costs a tenth of one that has to look for its groups. Sums are 64-bit integers throughout; the extremes of each
amount are seen on the way, so that no second pass asks whether a sum could overflow. numpy is there with pandas; where
nobody has imported it, or the keys are too many for a table, the common path does the work.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import Any

import attrs

from zhengwu.frames.arrays import Coded, arrays_of, coded, pieces_of, with_patterns
from zhengwu.frames.day_numbers import coded_days
from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Cells, Plan

__all__ = ["reduced"]

_CHUNK = 1 << 15
_LARGEST = 1 << 21  # places of the table of sums
_BOUND = 2**63


def reduced(engine: Engine, plan: Plan) -> tuple[Plan, Cells] | None:
    """The fine cells, and the plan they follow: a frame without blanks needs no bits for them.

    None where numpy is not there, where this path has no words for a column, and where a sum might overflow: the common
    path then says which.
    """
    np = sys.modules.get("numpy")
    if np is None or engine.name not in ("pandas", "pyarrow") or plan.clock.mode == "raw":
        return None
    pieces = pieces_of(engine, plan)
    if pieces is None:
        return None
    made = [coded(pieces, name) for name in plan.keys]
    if plan.clock.column is not None:
        made.append(coded_days(np, pieces, plan.clock))
    keys = [key for key in made if key is not None]
    amounts = [arrays for amount in plan.amounts if (arrays := arrays_of(np, pieces, amount)) is not None]
    if len(keys) < len(made) or len(amounts) < len(plan.amounts):
        return None
    plan, patterns = with_patterns(np, pieces, plan)
    if patterns is not None:
        keys.append(patterns)
    if math.prod(len(key.words) for key in keys) > _LARGEST:
        return None
    table = _Table.empty(np, keys, len(amounts))
    for number in range(len(pieces)):
        table.add([key.codes[number] for key in keys], [arrays[number] for arrays in amounts], len(pieces[number]))
    return (plan, table.cells(plan)) if table.is_safe() else None


@attrs.define(kw_only=True)
class _Table:
    """The sums of every combination of keys, occurring or not."""

    np: Any
    keys: Sequence[Coded]
    strides: Sequence[int]
    counts: Any
    sums: Sequence[Any]
    largest: list[int]

    @classmethod
    def empty(cls, np: Any, keys: Sequence[Coded], amounts: int) -> _Table:
        strides: list[int] = []
        size = 1
        for key in reversed(keys):
            strides.insert(0, size)
            size *= len(key.words)
        return cls(
            np=np,
            keys=[key.scaled(np, stride) for key, stride in zip(keys, strides, strict=True)],
            strides=strides,
            counts=np.zeros(size, "int64"),
            sums=[np.zeros(size, "int64") for _ in range(amounts)],
            largest=[0] * amounts,
        )

    def add(self, columns: Sequence[Any], amounts: Sequence[Any], rows: int) -> None:
        """Add the rows of these codes and amounts."""
        np, size = self.np, len(self.counts)
        step = max(_CHUNK, size)
        for start in range(0, rows, step):
            part = slice(start, min(start + step, rows))
            at = None
            for key, column in zip(self.keys, columns, strict=True):
                one = key.places(np, column[part])
                at = one if at is None else np.add(at, one, out=at)
            if at is None:
                at = np.zeros(part.stop - start, "int64")
            self.counts += np.bincount(at, minlength=size)
            for i, amount in enumerate(amounts):
                values = amount[part]
                self.largest[i] = max(self.largest[i], -int(values.min()), int(values.max()))
                np.add.at(self.sums[i], at, values.astype("int64", copy=False))

    def is_safe(self) -> bool:
        """Whether no sum can have wrapped around: each group's were within bounds, were all its rows the largest."""
        return all(largest * int(self.counts.max()) < _BOUND for largest in self.largest)

    def cells(self, plan: Plan) -> Cells:
        """The combinations that occur."""
        at = self.np.flatnonzero(self.counts)
        held: list[list[Any]] = []
        for key, stride in zip(self.keys, self.strides, strict=True):
            words = key.words
            held.append([words[number] for number in (at // stride % len(words)).tolist()])
        nothing = [0] * len(at)
        patterns = held.pop() if plan.nulls or plan.pairs else nothing
        times = held.pop() if plan.clock.column is not None else nothing
        return Cells(
            keys=held,
            times=times,
            patterns=patterns,
            counts=self.counts[at].tolist(),
            sums=[sums[at].tolist() for sums in self.sums],
        )

"""The plan of a pandas or pyarrow frame by numpy: all keys as one small number, integers added where it points.

Rows are taken some ten thousand at a time, so that what is made of them stays in the cache of the processor: such a
grouping costs a tenth of one that has to look for its groups. Sums are 64-bit integers throughout; the extremes of each
amount are seen on the way, so that no second pass asks whether a sum could overflow. numpy is there with pandas; where
nobody has imported it, the common path does the work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import attrs

from zhengwu.frames.arrays import Coded, arrays_of, coded, numbered, pieces_of, with_patterns
from zhengwu.frames.day_numbers import coded_days
from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Cells, Plan

__all__ = ["reduced"]

_CHUNK = 1 << 15
_LARGEST = 1 << 21  # places of the table of sums
_BOUND = 2**63 - 1


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
    packing = _Packing.of(np, keys)
    columns = [[key.codes[number] for key in keys] for number in range(len(pieces))]
    size, found = packing.size, None
    if size > _LARGEST:  # many keys, of which few combinations occur: these are numbered first
        if size > _BOUND:
            return None
        whole = [packing.places(np, held, slice(0, len(piece))) for held, piece in zip(columns, pieces, strict=True)]
        numbers, found = numbered(engine, whole)
        size, columns = len(found), [[one] for one in numbers]
        if size > _LARGEST:
            return None
    table = _Table.empty(np, size, len(amounts))
    for number, (held, piece) in enumerate(zip(columns, pieces, strict=True)):
        rows = len(piece)
        step = max(_CHUNK, size)
        for start in range(0, rows, step):
            part = slice(start, min(start + step, rows))
            at = packing.places(np, held, part) if found is None else held[0][part]
            table.add(at, [arrays[number][part] for arrays in amounts])
    if not table.is_safe():
        return None
    at = np.flatnonzero(table.counts)
    words = packing.words(at if found is None else found[at])
    nothing = [0] * len(at)
    bits = words.pop() if patterns is not None else nothing
    times = words.pop() if plan.clock.column is not None else nothing
    sums = [sums[at].tolist() for sums in table.sums]
    return plan, Cells(keys=words, times=times, patterns=bits, counts=table.counts[at].tolist(), sums=sums)


@attrs.frozen
class _Packing:
    """All keys as one number: each has its stride."""

    keys: Sequence[Coded]
    strides: Sequence[int]
    size: int

    @classmethod
    def of(cls, np: Any, keys: Sequence[Coded]) -> _Packing:
        """The packing of these keys, the last of which changes fastest."""
        strides: list[int] = []
        size = 1
        for key in reversed(keys):
            strides.insert(0, size)
            size *= len(key.words)
        if size > _BOUND:
            return cls(keys, strides, size)
        return cls([key.scaled(np, stride) for key, stride in zip(keys, strides, strict=True)], strides, size)

    def places(self, np: Any, columns: Sequence[Any], part: slice) -> Any:
        """The numbers of some rows of these codes."""
        at = None
        for key, column in zip(self.keys, columns, strict=True):
            one = key.places(np, column[part])
            at = one if at is None else np.add(at, one, out=at)
        return np.zeros(part.stop - part.start, "int64") if at is None else at

    def words(self, at: Any) -> list[list[Any]]:
        """What the numbers mean, key by key."""
        return [
            [key.words[number] for number in (at // stride % len(key.words)).tolist()]
            for key, stride in zip(self.keys, self.strides, strict=True)
        ]


@attrs.define(kw_only=True)
class _Table:
    """The sums of every number that keys can have, occurring or not."""

    np: Any
    counts: Any
    sums: Sequence[Any]
    largest: list[int]

    @classmethod
    def empty(cls, np: Any, size: int, amounts: int) -> _Table:
        """Zeros."""
        sums = [np.zeros(size, "int64") for _ in range(amounts)]
        return cls(np=np, counts=np.zeros(size, "int64"), sums=sums, largest=[0] * amounts)

    def add(self, at: Any, amounts: Sequence[Any]) -> None:
        """Add the amounts of some rows where they belong."""
        self.counts += self.np.bincount(at, minlength=len(self.counts))
        for i, values in enumerate(amounts):
            self.largest[i] = max(self.largest[i], -int(values.min()), int(values.max()))
            self.np.add.at(self.sums[i], at, values.astype("int64", copy=False))

    def is_safe(self) -> bool:
        """Whether no sum can have wrapped around: each group's were within bounds, were all its rows the largest."""
        return all(largest * int(self.counts.max()) <= _BOUND for largest in self.largest)

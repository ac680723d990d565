"""The grouping of a `Plan` in the small language that every engine of narwhals speaks exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import narwhals.stable.v2 as nw

from zhengwu.frames.plan import Amount, Cells, Clock, Plan, bit_of

__all__ = ["cells_from", "reduced"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NEVER = -1


def reduced(frame: Any, plan: Plan, *, guarded: bool) -> Any:
    """The fine cells as a narwhals frame: keys ``k0`` …, ``t``, ``p``, ``n``, sums ``s0_``, extremes ``l0``, ``m0``."""
    keys = [f"k{i}" for i in range(len(plan.keys))]
    if plan.where and plan.columns:
        frame = frame.select(*plan.columns)
    for name, values in plan.where.items():
        frame = frame.filter(nw.col(name).is_in(list(values)))
    chosen = [nw.col(name).alias(key) for name, key in zip(plan.keys, keys, strict=True)]
    chosen += [_summand(amount).alias(f"s{i}") for i, amount in enumerate(plan.amounts)]
    clock = plan.clock
    if clock.column is not None:
        chosen.append(nw.col(clock.column).alias("t"))
    chosen += [_bit(nw.col(name).is_null(), 1 << i).alias(f"b{i}") for i, name in enumerate(plan.nulls)]
    bits = len(plan.nulls)
    for i, (left, right) in enumerate(plan.pairs):
        later, earlier = bit_of(plan, i)
        chosen.append(_bit(nw.col(left) > nw.col(right), later).alias(f"b{bits}"))
        chosen.append(_bit(nw.col(left) < nw.col(right), earlier).alias(f"b{bits + 1}"))
        bits += 2
    # One step each: engines of SQL repeat nested expressions in full.
    frame = frame.select(*chosen) if chosen else frame
    if clock.column is not None:
        for step in _time(clock, frame.implementation):
            frame = frame.with_columns(step.alias("t"))
        keys.append("t")
    if bits:
        pattern = nw.col("b0")
        for i in range(1, bits):
            pattern = pattern + nw.col(f"b{i}")
        frame = frame.with_columns(pattern.alias("p"))
        keys.append("p")
    counted = [nw.len().alias("n")]
    for i in range(len(plan.amounts)):
        counted.append(nw.col(f"s{i}").sum().alias(f"s{i}_"))
        if guarded:
            counted += [nw.col(f"s{i}").min().alias(f"l{i}"), nw.col(f"s{i}").max().alias(f"m{i}")]
    if not keys:
        return frame.select(*counted)
    return frame.group_by(*keys).agg(*counted)


def cells_from(columns: Mapping[str, Sequence[Any]], plan: Plan) -> Cells:
    """The fine cells of columns that are so named."""
    counts = list(map(int, columns["n"]))
    several = range(len(plan.amounts))
    times = columns.get("t")
    if times is None:
        times = [0] * len(counts)
    elif plan.clock.mode != "raw":
        times = [_number(time) for time in times]
    return Cells(
        keys=[columns[f"k{i}"] for i in range(len(plan.keys))],
        times=times,
        patterns=list(map(int, columns["p"])) if "p" in columns else [0] * len(counts),
        counts=counts,
        sums=[columns[f"s{i}_"] for i in several],
        least=[columns[f"l{i}"] for i in several if f"l{i}" in columns],
        most=[columns[f"m{i}"] for i in several if f"m{i}" in columns],
    )


def _number(time: Any) -> int | None:
    """The number of a period; None for a blank date, which engines number or leave blank."""
    number = _NEVER if time is None or time != time else int(time)  # noqa: PLR0124  NaN
    return None if number <= _NEVER else number


def _summand(amount: Amount) -> nw.Expr:
    column = nw.col(amount.column)
    if amount.form == "decimal" or amount.is_wide:
        return column
    if amount.form == "float":
        return (column * float(10**amount.shift)).round(0).fill_null(0).cast(nw.Int64)
    return column.cast(nw.Int64)


def _bit(condition: nw.Expr, size: int) -> nw.Expr:
    return nw.when(condition).then(nw.lit(size)).otherwise(nw.lit(0))


def _time(clock: Clock, engine: nw.Implementation) -> list[nw.Expr]:
    """The steps from an instant to the number of its period."""
    column = nw.col("t")
    if clock.mode == "raw":
        return []
    if clock.mode == "bounds":
        is_literal = clock.is_day or engine.is_pandas() or engine.is_dask()
        steps = []
        if clock.zone is not None and not engine.is_spark_like():
            steps.append(column.dt.replace_time_zone(None))
        if not is_literal:  # the day an instant prints; Spark would move a datetime from the zone of this process
            steps.append(column.dt.date())
        come = nw.lit(0)
        for bound in clock.bounds:
            first = bound if clock.is_day or not is_literal else datetime(bound.year, bound.month, bound.day)  # noqa: DTZ001  as the column
            come = come + _bit(column >= first, 1)
        return [*steps, nw.when(column.is_null()).then(nw.lit(_NEVER)).otherwise(come)]
    months = _MONTHS[clock.mode]
    year = column.dt.year().fill_null(0).cast(nw.Int32)
    if clock.mode == "year":
        return [nw.when(column.is_null()).then(nw.lit(_NEVER)).otherwise(year)]
    month = column.dt.month().fill_null(0).cast(nw.Int32)
    if months == 1:
        return [year * 12 + month - 1]
    return [year * (12 // months) + (month + (months - 1)) // months - 1]

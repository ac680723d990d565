"""The plan in polars' own words, by its streaming engine: a table of days for the calendar, one integer for all keys.

The calendar is two fifths of such a query and keys of several columns another, so days are looked up in a table and
the codes of enumerations, the period and the pattern are packed into one number.
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs

from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Amount, Cells, Plan, bit_of

__all__ = ["reduced"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = date(1949, 1, 1), date(2199, 12, 31)  # the days of the periods there are
_NO_PERIOD = 1  # of a day that lies in no period: a number of year 0 or 1, which the calendar refuses
_PACKED = 2**62
_BOUND = 2**63


def reduced(engine: Engine, plan: Plan, *, guarded: bool) -> Cells | None:
    """The fine cells, or None where this path has no words for the plan.

    Sums that could overflow are made in 128 bits, which costs a third of seeing the extremes of each amount; these are
    asked for, in a second pass, only where a sum of one group did not fit into 64 bits.
    """
    has_decimals = any(amount.form == "decimal" for amount in plan.amounts)
    wide = getattr(sys.modules["polars"], "Int128", None) if guarded and not has_decimals else None
    found = _grouped(engine, plan, wide=wide, with_extremes=guarded and wide is None)
    if found is None or wide is None or all(_fits(sums) for sums in found.sums):
        return found
    return _grouped(engine, plan, wide=None, with_extremes=True)


def _fits(sums: Sequence[Any]) -> bool:
    known = [value for value in sums if isinstance(value, int)]
    return not known or (min(known) >= -_BOUND and max(known) < _BOUND)


def _grouped(engine: Engine, plan: Plan, *, wide: Any, with_extremes: bool) -> Cells | None:
    pl = sys.modules["polars"]
    native = engine.frame.to_native()
    types = native.collect_schema() if engine.is_lazy else native.schema
    frame = native.lazy()
    for name, values in plan.where.items():
        frame = frame.filter(pl.col(name).is_in(list(values)))
    codes, loose, chosen = _keys(pl, plan, types)
    size = math.prod(len(code.words) for code in codes)
    if size >= _PACKED:
        return None
    if codes:
        loose.append("key")
        chosen.append(_packed(pl, codes).cast(_smallest(pl, size)).alias("key"))
    chosen += [_summand(pl, amount, wide).alias(f"s{i}") for i, amount in enumerate(plan.amounts)]
    counted = [pl.len().alias("n")]
    for i in range(len(plan.amounts)):
        counted.append(pl.col(f"s{i}").sum().alias(f"s{i}_"))
        if with_extremes:
            counted += [pl.col(f"s{i}").min().alias(f"l{i}"), pl.col(f"s{i}").max().alias(f"m{i}")]
    small = frame.select(*chosen) if chosen else frame
    grouped = small.group_by(*loose).agg(*counted) if loose else small.select(*counted)
    found = grouped.collect(engine="streaming").to_dict(as_series=False)
    _unpack(found, codes)
    several = range(len(plan.amounts))
    return Cells(
        keys=[found[f"k{i}"] for i in range(len(plan.keys))],
        times=found.get("t") or [0] * len(found["n"]),
        patterns=found.get("p") or [0] * len(found["n"]),
        counts=found["n"],
        sums=[found[f"s{i}_"] for i in several],
        least=[found[f"l{i}"] for i in several if with_extremes],
        most=[found[f"m{i}"] for i in several if with_extremes],
    )


def _keys(pl: Any, plan: Plan, types: Any) -> tuple[list[_Code], list[str], list[Any]]:
    """The keys that can be packed into one number, and the names and columns of the others."""
    codes: list[_Code] = []
    loose: list[str] = []
    chosen: list[Any] = []
    for i, name in enumerate(plan.keys):
        if isinstance(types[name], pl.Enum):
            codes.append(_Code(f"k{i}", pl.col(name).to_physical(), [*types[name].categories.to_list(), None]))
        else:
            loose.append(f"k{i}")
            chosen.append(pl.col(name).alias(f"k{i}"))
    if plan.clock.column is not None:
        time = _time(pl, plan, types[plan.clock.column])
        if isinstance(time, _Code):
            codes.append(time)
        else:
            loose.append("t")
            chosen.append(time.alias("t"))
    if plan.nulls or plan.pairs:
        size = 1 << (len(plan.nulls) + 2 * len(plan.pairs))
        codes.append(_Code("p", _pattern(pl, plan), range(size), may_be_null=False))
    return codes, loose, chosen


def _packed(pl: Any, codes: Sequence[_Code]) -> Any:
    packed = None
    for code in codes:
        one = code.expression.cast(pl.Int64)
        if code.may_be_null:
            one = one.fill_null(len(code.words) - 1)
        packed = one if packed is None else packed * len(code.words) + one
    return packed


@attrs.frozen
class _Code:
    """A key as a small number, and what each number means; the last is the blank."""

    name: str
    expression: Any
    words: Sequence[Any]
    may_be_null: bool = True


def _unpack(found: dict[str, Any], codes: Sequence[_Code]) -> None:
    """The keys that were packed into one number, as columns of their own."""
    if not codes:
        return
    left = found.pop("key")
    for code in reversed(codes):
        size, words = len(code.words), code.words
        found[code.name] = [words[number % size] for number in left]
        left = [number // size for number in left]


def _smallest(pl: Any, size: int) -> Any:
    return pl.UInt16 if size <= 2**16 else pl.UInt32 if size <= 2**32 else pl.Int64


def _summand(pl: Any, amount: Amount, wide: Any) -> Any:
    column = pl.col(amount.column)
    if amount.form == "float":
        column = (column * float(10**amount.shift)).round(0).cast(pl.Int64)
    if wide is not None:
        return column.cast(wide)
    return column if amount.is_wide or amount.form in ("decimal", "float") else column.cast(pl.Int64)


def _pattern(pl: Any, plan: Plan) -> Any:
    bits = [pl.when(pl.col(name).is_null()).then(1 << i).otherwise(0) for i, name in enumerate(plan.nulls)]
    for i, (left, right) in enumerate(plan.pairs):
        later, earlier = bit_of(plan, i)
        bits.append(pl.when(pl.col(left) > pl.col(right)).then(later).otherwise(0))
        bits.append(pl.when(pl.col(left) < pl.col(right)).then(earlier).otherwise(0))
    return pl.sum_horizontal(bits)


def _time(pl: Any, plan: Plan, dtype: Any) -> Any:
    """The number of the period: of days by a table, of instants by arithmetic."""
    clock = plan.clock
    column = pl.col(str(clock.column))
    if clock.mode == "raw":
        return column
    if clock.mode == "bounds":
        if clock.zone is not None:
            column = column.dt.replace_time_zone(None)
        if dtype != pl.Date:
            column = column.dt.date() if clock.bounds else column
        come = pl.sum_horizontal([(column >= bound).cast(pl.Int32) for bound in clock.bounds] or [pl.lit(0)])
        number = pl.when(column.is_null()).then(None).otherwise(come)
        return _Code("t", number, [*range(len(clock.bounds) + 1), None])
    if dtype == pl.Date:
        table, words = _days(clock.mode)
        at = (column.to_physical() - ((_FIRST - _EPOCH).days - 1)).clip(0, len(table) - 1)
        return _Code("t", pl.lit(table).gather(at), words)
    parts = 12 // _MONTHS[clock.mode]
    year = column.dt.year().cast(pl.Int32)
    if parts == 1:
        return year
    return year * parts + (column.dt.month().cast(pl.Int32) - 1) // (12 // parts)


@functools.cache
def _days(mode: str) -> tuple[Any, list[int | None]]:
    """A table of all days there are, with one before and one after, and the periods that its numbers mean."""
    pl = sys.modules["polars"]
    months = _MONTHS[mode]
    days = pl.date_range(_FIRST, _LAST, "1d", eager=True)
    numbers = (days.dt.year().cast(pl.Int32) * 12 + (days.dt.month().cast(pl.Int32) - 1)) // months
    start = int(numbers[0])
    edge = pl.Series([0], dtype=pl.UInt16)
    table = pl.concat([edge, (numbers - start + 1).cast(pl.UInt16), edge])
    return table, [_NO_PERIOD, *range(start, int(numbers[-1]) + 1), None]

"""The numbers of periods of days in memory, looked up in a table: a third of what calendar arithmetic costs.

This is for pandas and pyarrow, whose columns are numpy's or turn into them for nothing; numpy is there with pandas, and
where nobody has imported it, the engine does its own arithmetic.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.frames.arrays import Coded
from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Clock, Plan

__all__ = ["coded_days", "with_numbers"]

_COLUMN = "zhengwu_time"
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = ((day - _EPOCH).days for day in (date(1949, 1, 1), date(2199, 12, 31)))
_NEVER, _NO_PERIOD = -1, 1
_PER_DAY = {"s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
_BLANK = -(2**63)  # what numpy holds where there is no instant


def with_numbers(engine: Engine, plan: Plan) -> tuple[Engine, Plan]:
    """The frame with a column of numbers of periods, and the plan that reads it; both unchanged where there is none."""
    np = sys.modules.get("numpy")
    clock = plan.clock
    if np is None or clock.column is None or clock.mode not in _MONTHS or engine.name not in ("pandas", "pyarrow"):
        return engine, plan
    native = engine.frame.to_native()
    found = _days_of(np, native[clock.column], is_pandas=engine.name == "pandas")
    if found is None:
        return engine, plan
    days, is_blank = found
    known = days if is_blank is None else days[~is_blank]
    if not len(known):
        return engine, plan
    first, last = max(int(known.min()), _FIRST), min(int(known.max()), _LAST)
    if first > last:
        return engine, plan
    ends = np.array([_NO_PERIOD])
    table = np.concatenate([ends, _numbers(np, first, last, clock.mode), ends]).astype("int32")
    numbers = table.take(np.clip(days, first - 1, last + 1) - (first - 1))
    if is_blank is not None:
        numbers[is_blank] = _NEVER
    if engine.name == "pandas":
        native = native.assign(**{_COLUMN: numbers})
    else:
        native = native.append_column(_COLUMN, sys.modules["pyarrow"].array(numbers))
    frame = nw.from_native(native, eager_only=True)
    return attrs.evolve(engine, frame=frame), attrs.evolve(
        plan, clock=attrs.evolve(clock, column=_COLUMN, is_numbered=True)
    )


def coded_days(np: Any, pieces: Sequence[Any], clock: Clock) -> Coded | None:
    """The periods of days or local instants, by a table of the days there are; None for columns of other types."""
    read = [_instants_of(np, piece[clock.column]) for piece in pieces]
    arrays = [found[0] for found in read if found is not None]
    if len(arrays) < len(read):
        return None
    per_day = read[0][1]  # type: ignore[index]
    least, most = min(int(array.min()) for array in arrays), max(int(array.max()) for array in arrays)
    has_blanks = least == _BLANK
    if has_blanks:  # they are numbered below all days
        held = [array[array != _BLANK] for array in arrays]
        least = min((int(array.min()) for array in held if len(array)), default=0)
        most = max(most, least)
    first, last = least // per_day, most // per_day
    low, high = _range(first, last, clock)
    if low > high:
        return None
    numbers = _come(np, low, high, clock.bounds) if clock.mode == "bounds" else _numbers(np, low, high, clock.mode)
    start = int(numbers[0])
    words = [None, _NO_PERIOD, *range(start, int(numbers[-1]) + 1)]
    codes = numbers - start + 2
    below, above = (codes[:1], codes[-1:]) if clock.mode == "bounds" else (np.array([1]), np.array([1]))
    table = np.concatenate([np.array([0]), below, codes, above])
    is_clipped = (low, high) != (first, last)
    if has_blanks:
        arrays = [np.where(array == _BLANK, low - 2, np.maximum(array // per_day, low - 1)) for array in arrays]
        per_day = 1
    elif is_clipped:
        arrays = [np.maximum(array // per_day, low - 1) for array in arrays]
        per_day = 1
    return Coded(arrays, words, low - 2, table, per_day, is_clipped)


def _range(first: int, last: int, clock: Clock) -> tuple[int, int]:
    """The days that a table is made of: those of the calendar, or from the day before the first bound to the last."""
    if clock.mode != "bounds":
        return max(first, _FIRST), min(last, _LAST)
    if not clock.bounds:
        return 0, 0
    least, most = ((day - _EPOCH).days for day in (clock.bounds[0], clock.bounds[-1]))
    return min(max(first, least - 1), most), max(min(last, most), least - 1)


def _numbers(np: Any, first: int, last: int, mode: str) -> Any:
    """The numbers of the periods of all days from the first to the last, counted from 1970."""
    months = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype("int64") + 12 * 1970
    return months // _MONTHS[mode]


def _come(np: Any, first: int, last: int, bounds: Sequence[date]) -> Any:
    """How many of the bounds have come on each day."""
    days = np.array([(bound - _EPOCH).days for bound in bounds], "int64")
    return np.searchsorted(days, np.arange(first, last + 1), side="right")


def _instants_of(np: Any, column: Any) -> tuple[Any, int] | None:
    """The days or local instants of a column as integers, and how many make a day; None for columns of other types."""
    if hasattr(column, "dtype"):
        if not isinstance(column.dtype, np.dtype) or column.dtype.kind != "M":
            return None
        return column.to_numpy().view("int64"), _PER_DAY[np.datetime_data(column.dtype)[0]]
    kind = str(column.type)
    if kind == "date32[day]":
        per_day, column = 1, column.view("int32")
    elif kind.startswith("timestamp[") and "tz" not in kind:
        per_day, column = _PER_DAY[column.type.unit], column.view("int64")
    else:
        return None
    if not column.null_count:
        return column.to_numpy(), per_day
    return column.cast("int64").fill_null(_BLANK).to_numpy(), per_day


def _days_of(np: Any, column: Any, *, is_pandas: bool) -> tuple[Any, Any] | None:
    """The days since 1970 as an array, and which of them are blank (None: none); None for columns of other types."""
    if is_pandas:
        if not isinstance(column.dtype, np.dtype) or column.dtype.kind != "M":
            return None
        values = column.to_numpy().astype("datetime64[D]")
        is_blank = np.isnat(values)
        return values.astype("int64"), is_blank if is_blank.any() else None
    if str(column.type) != "date32[day]":
        return None
    is_blank = column.is_null().to_numpy() if column.null_count else None
    days = column.cast("int32").fill_null(0) if column.null_count else column.cast("int32")
    return days.to_numpy(), is_blank

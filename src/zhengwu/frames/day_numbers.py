"""The numbers of periods of days in arrays, looked up in a table: a third of what calendar arithmetic costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhengwu.frames.arrays import Coded
from zhengwu.frames.plan import Clock

__all__ = ["coded_days"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = ((day - _EPOCH).days for day in (date(1949, 1, 1), date(2199, 12, 31)))
_NO_PERIOD = 1  # of a day outside: a number of year 0 or 1, which the calendar refuses
_PER_DAY = {"s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
_BLANK = -(2**63)  # what numpy holds where there is no instant


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

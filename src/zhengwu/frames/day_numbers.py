"""The numbers of periods of days in memory, looked up in a table: a third of what calendar arithmetic costs.

This is for pandas and pyarrow, whose columns are numpy's or turn into them for nothing; numpy is there with pandas, and
where nobody has imported it, the engine does its own arithmetic.
"""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Plan

__all__ = ["with_numbers"]

_COLUMN = "zhengwu_time"
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = ((day - _EPOCH).days for day in (date(1949, 1, 1), date(2199, 12, 31)))
_NEVER, _NO_PERIOD = -1, 1


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
    months = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype("int64") + 12 * 1970
    ends = np.array([_NO_PERIOD])
    table = np.concatenate([ends, months // _MONTHS[clock.mode], ends]).astype("int32")
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

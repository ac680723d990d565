"""Working days on any engine: elapsed days and due days as columns, by joins with the calendar and no function.

>>> import polars as pl
>>> from datetime import date
>>> cases = pl.DataFrame({"受理时间": [date(2017, 3, 30), date(2017, 9, 15)], "办结时间": [date(2017, 4, 10), None]})
>>> cases = working_days(cases, "accepted_at", "closed_at", into="elapsed")
>>> due_days(cases, "accepted_at", 20, into="due").select("elapsed", "due").rows()
[(6, datetime.date(2017, 4, 28)), (None, datetime.date(2017, 10, 19))]
"""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals.stable.v2 as nw

from zhengwu.errors import CalendarError
from zhengwu.frames.calendar_frame import days_of, number_of, targets_of
from zhengwu.frames.day_columns import (
    day_number,
    joined,
    late,
    require_instant,
    require_one_clock,
    require_room,
    require_whole_column,
    resolved,
)
from zhengwu.frames.engines import Engine, engine_of, fetched
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.workdays.days import require_whole
from zhengwu.workdays.moments import local_day

__all__ = ["due_days", "working_days"]

_SHOWN = 5
_OUTSIDE = ("raise", "blank")
_DEFAULT = Convention()


def working_days(
    frame: Any,
    start: str,
    end: str,
    *,
    into: str = "working_days",
    convention: Convention = _DEFAULT,
    as_of: date | None = None,
    outside: str = "raise",
) -> Any:
    """The frame with the working days that passed from `start` to `end`: a column of 64-bit integers.

    It is what `zhengwu.records.clock.clock` calls elapsed, row by row: W(end) − W(start), by the calendar, first day
    and closing time of the `convention`. `start` and `end` are columns of dates or timestamps, by their own names or
    those of the fields they hold; a timestamp with a time zone is the day it is in China. A case that is open, with no
    end, is looked at `as_of` a day where one is given, and otherwise blank; so is a row without a start.

    A row outside the calendar, or that ends before it starts, has no answer. ``outside="raise"`` looks for such rows
    first, which runs the plan of a lazy frame for them alone; ``outside="blank"`` runs nothing and leaves them blank.

    Eager frames keep their order of rows, and pandas its index. Raises `CalendarError`, `UnknownNameError`,
    `PeriodError` for a column that holds no days, `UnitError` where only one of two columns has a time zone.
    """
    engine = engine_of(frame)
    _require(convention, outside)
    types = dict(engine.frame.collect_schema())
    first, last = resolved(start, types, "start"), resolved(end, types, "end")
    require_room(into, types)
    require_instant(engine, first, types[first], "start")
    require_instant(engine, last, types[last], "end")
    require_one_clock({name: types[name] for name in (first, last)})
    days = days_of(engine, convention.working_days)
    made = _begun(engine, first, dtype=types[first], days=days, convention=convention)
    made = made.with_columns(zw_day=day_number(last, types[last]))
    if as_of is not None:
        looked_at = nw.lit(number_of(local_day(as_of, field="as_of")))
        made = made.with_columns(zw_day=nw.when(nw.col("zw_day") == 0).then(looked_at).otherwise(nw.col("zw_day")))
    made = joined(engine, made, days.select("zw_day", nw.col("zw_n").alias("zw_end")), "zw_day")
    # By the time of day where both columns have one, else by the day.
    back = nw.col("zw_day") < nw.col("zw_start")
    if types[first] == nw.Datetime and types[last] == nw.Datetime:
        back = back | (nw.col(last) < nw.col(first)).fill_null(value=False)
    made = made.with_columns(zw_back=back)
    made = made.with_columns(zw_span=nw.col("zw_end") - nw.col("zw_begin"))
    # What starts after closing time begins on a later day than it may end.
    made = made.with_columns(zw_span=nw.col("zw_span").clip(lower_bound=0))
    made = made.with_columns(nw.when(~nw.col("zw_back")).then(nw.col("zw_span")).cast(nw.Int64).alias(into))
    if outside == "raise":
        asked = made.filter((nw.col("zw_start") > 0) & (nw.col("zw_day") > 0))
        _require_answers(asked, into, [first, last], convention, "and an end that is not before the start")
    return _finished(engine, made, [*types, into])


def due_days(
    frame: Any,
    accepted: str,
    limit: int | str,
    *,
    into: str = "due_at",
    convention: Convention = _DEFAULT,
    outside: str = "raise",
) -> Any:
    """The frame with the last day of a limit of working days, as `zhengwu.workdays.Workdays.due` says it.

    `limit` is a number of working days, or the column that holds it; `accepted` a column of dates or timestamps. The
    new column is of the date type of the engine (in pandas without arrow, which has none, a timestamp at midnight). A
    row without a day or without a limit is blank.

    A day or due day outside the calendar, and a negative limit, have no answer: `outside` says what then, as in
    `working_days`, which also says what is raised.
    """
    engine = engine_of(frame)
    _require(convention, outside)
    types = dict(engine.frame.collect_schema())
    first = resolved(accepted, types, "accepted")
    require_instant(engine, first, types[first], "accepted")
    require_room(into, types)
    shown = [first]
    if isinstance(limit, str):
        shown.append(resolved(limit, types, "limit"))
        require_whole_column(shown[1], types[shown[1]], "limit")
        steps, has_limit = nw.col(shown[1]).fill_null(-1).cast(nw.Int64), ~nw.col(shown[1]).is_null()
    else:
        require_whole(limit, "limit (时限)", least=0)
        steps, has_limit = nw.lit(limit), nw.col("zw_start") > 0
    days = days_of(engine, convention.working_days)
    made = _begun(engine, first, dtype=types[first], days=days, convention=convention)
    # A limit of no days ends on the day that counts as the first, worked or not.
    nothing = nw.col("zw_start")
    if convention.cutoff is not None:
        nothing = nw.col("zw_begin") + int(convention.count_start_day)
    made = made.with_columns(zw_limit=steps, zw_nothing=nothing)
    made = made.with_columns(zw_place=nw.col("zw_begin") + nw.col("zw_limit"))
    made = made.with_columns(
        zw_place=nw.when(nw.col("zw_limit") == 0).then(nw.col("zw_nothing")).otherwise(nw.col("zw_place"))
    )
    made = made.with_columns(zw_place=nw.when(nw.col("zw_limit") >= 0).then(nw.col("zw_place")).otherwise(nw.lit(0)))
    made = made.with_columns(zw_place=nw.col("zw_place").fill_null(0).cast(nw.Int64))
    made = joined(engine, made, targets_of(engine, convention.working_days), "zw_place")
    made = made.rename({"zw_date": into})
    if outside == "raise":
        asked = made.filter((nw.col("zw_start") > 0) & has_limit)
        _require_answers(asked, into, shown, convention, "and a limit of 0 or more that ends there")
    return _finished(engine, made, [*types, into])


def _begun(engine: Engine, column: str, *, dtype: Any, days: Any, convention: Convention) -> Any:
    """With ``zw_start``, the number of the first day, and ``zw_begin``, W where its clock stands at 0."""
    made = engine.frame.with_columns(zw_start=day_number(column, dtype))
    begun = days.select(nw.col("zw_day").alias("zw_start"), nw.col("zw_n").alias("zw_begin"), "zw_worked")
    if convention.cutoff is not None:
        made = made.with_columns(zw_late=late(column, dtype, convention.cutoff))
    made = joined(engine, made, begun, "zw_start")
    if convention.cutoff is not None:
        # Late, or on a day off: the next working day is the first.
        made = made.with_columns(zw_late=nw.when(nw.col("zw_worked") == 0).then(nw.lit(1)).otherwise(nw.col("zw_late")))
        made = made.with_columns(zw_begin=nw.col("zw_begin") + nw.col("zw_late") - int(convention.count_start_day))
    elif convention.count_start_day:
        made = made.with_columns(zw_begin=nw.col("zw_begin") - nw.col("zw_worked"))
    return made


def _finished(engine: Engine, made: Any, names: list[str]) -> Any:
    native = made.select(*names).to_native()
    if engine.name == "pandas":
        return native.set_axis(engine.frame.to_native().index, axis=0)
    return native


def _require_answers(asked: Any, into: str, shown: list[str], convention: Convention, more: str) -> None:
    """Raise `CalendarError`, naming column and rows, where a question has no answer."""
    wrong = asked.filter(nw.col(into).is_null())
    if isinstance(wrong, nw.DataFrame) and not len(wrong):
        return
    shown = list(dict.fromkeys(shown))
    texts = [nw.col(name).cast(nw.String) for name in shown]
    rows = list(zip(*fetched(wrong.select(*texts).head(_SHOWN + 1)).values(), strict=True))
    if not rows:
        return
    told = ", ".join(" … ".join(str(value) for value in row) for row in rows[:_SHOWN])
    calendar = convention.working_days
    raise CalendarError(
        f"cannot be counted by the working-day calendar of {calendar.name}: {told}"
        + (" and more" if len(rows) > _SHOWN else ""),
        field=", ".join(shown),
        expected=f'days from {calendar.first} to {calendar.last} {more}; outside="blank" leaves such rows blank',
    )


def _require(convention: Convention, outside: str) -> None:
    if convention.unit is not ClockUnit.WORKING_DAYS:
        raise CalendarError("is no clock of working days", field="convention", value=convention.unit.zh)
    if outside not in _OUTSIDE:
        raise CalendarError("says nothing", field="outside", value=outside, expected=" or ".join(_OUTSIDE))

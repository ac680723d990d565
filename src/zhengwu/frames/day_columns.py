"""Columns of days in the small language: as integers that join, with their time of day, and the joins themselves."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import time
from typing import Any

import narwhals.stable.v2 as nw

from zhengwu.errors import CalendarError, PeriodError, UnitError, UnknownNameError
from zhengwu.frames.engines import Engine
from zhengwu.frames.kinds import KINDS

__all__ = [
    "OURS",
    "day_number",
    "joined",
    "late",
    "local",
    "require_instant",
    "require_one_clock",
    "require_room",
    "require_whole_column",
    "resolved",
]

OURS = "zw_"
"""What the names of columns begin with that are made on the way."""

_CHINA = "Asia/Shanghai"
_LONGEST = 60
_ONE_ZONE = {
    "duckdb": f"SET TimeZone = '{_CHINA}'",
    "pyspark": f"spark.conf.set('spark.sql.session.timeZone', '{_CHINA}')",
}
_NO_ZONES = ("ibis",)  # narwhals has no change of time zone over it


def resolved(source: object, types: Mapping[str, Any], argument: str) -> str:
    """The column that is meant: by its own name, or as the only one that holds the same field of a record.

    >>> resolved("accepted_at", {"受理时间": nw.Date()}, "start")
    '受理时间'
    """
    if source in types:
        return str(source)
    for kind in KINDS.values():
        field = kind.find(str(source))
        held = [name for name in types if field is not None and (one := kind.find(name)) and one.path == field.path]
        if len(held) == 1:
            return held[0]
    near = difflib.get_close_matches(str(source)[:_LONGEST], list(types), n=3, cutoff=0.5)
    expected = ", ".join(near or list(types)[:8]) or "a column of the frame"
    raise UnknownNameError("is no column of the frame", field=argument, value=source, expected=expected)


def require_instant(engine: Engine, column: str, dtype: Any, argument: str) -> None:
    """Raise `PeriodError` for a column that holds no days, `UnitError` where the engine cannot bring it to China."""
    if dtype not in (nw.Date, nw.Datetime):
        raise PeriodError(
            f"is a column of {dtype}, which holds no days",
            field=f"{argument}: {column}",
            expected="dates or timestamps; zhengwu.frames.check reads texts",
        )
    zone = dtype.time_zone if dtype == nw.Datetime else None
    if engine.name in _NO_ZONES and zone not in (None, _CHINA):
        raise UnitError(
            f"is in the time zone {zone}, which {engine.name} cannot bring to China here",
            field=f"{argument}: {column}",
            expected=f"local times, or instants in {_CHINA}",
        )
    if engine.name in _ONE_ZONE and zone not in (None, _CHINA):
        raise UnitError(
            f"is read in the time zone {zone} of the session, and {engine.name} has one for all",
            field=f"{argument}: {column}",
            expected=_ONE_ZONE[engine.name],
        )


def require_one_clock(types: Mapping[str, Any]) -> None:
    """Raise `UnitError` for columns of instants with a time zone and without: neither comes before the other."""
    zones = {name: dtype.time_zone for name, dtype in types.items() if dtype == nw.Datetime}
    if len(zones) > 1 and None in zones.values() and set(zones.values()) != {None}:
        told = " and ".join(f"{name} ({zone or 'none'})" for name, zone in zones.items())
        expected = f"one zone: all of them in {_CHINA}, or all without a zone"
        raise UnitError("mix instants with and without a time zone", field=told, expected=expected)


def require_whole_column(column: str, dtype: Any, argument: str) -> None:
    """Raise `UnitError` for a column that holds no whole numbers."""
    if not dtype.is_integer():
        raise UnitError(
            f"is a column of {dtype}, which holds no numbers of days",
            field=f"{argument}: {column}",
            expected="a column of integers, or one number of working days",
        )


def require_room(into: str, types: Mapping[str, Any]) -> None:
    """Raise `UnitError` where a new column would take the place of one that is there."""
    taken = [name for name in types if name == into or name.startswith(OURS)]
    if taken:
        raise UnitError(
            "stands in the frame already", field="into", value=taken[0], expected=f"another name, not {OURS}…"
        )


def local(column: str, dtype: Any) -> nw.Expr:
    """The instants as local time: those with a time zone are brought to China."""
    if dtype == nw.Datetime and dtype.time_zone not in (None, _CHINA):
        return nw.col(column).dt.convert_time_zone(_CHINA)
    return nw.col(column)


def day_number(column: str, dtype: Any) -> nw.Expr:
    """The days as integers (20170127), 0 where there is none."""
    day = local(column, dtype).dt
    year, month, number = (part.fill_null(0).cast(nw.Int64) for part in (day.year(), day.month(), day.day()))
    return year * 10_000 + month * 100 + number


def late(column: str, dtype: Any, cutoff: time) -> nw.Expr:
    """1 where the time of day is after closing time, else 0. Raises `CalendarError` for days without a time."""
    if dtype != nw.Datetime:
        raise CalendarError(
            "has no times of day, so nobody knows what is after closing time",
            field=f"accepted (受理时间): {column}",
            expected="timestamps, or no cutoff",
        )
    moment = local(column, dtype).dt
    parts = (moment.hour(), moment.minute(), moment.second(), moment.microsecond())
    hour, minute, second, micro = (part.fill_null(0).cast(nw.Int64) for part in parts)
    seconds = hour * 3600 + minute * 60 + second
    last = (cutoff.hour * 60 + cutoff.minute) * 60 + cutoff.second
    is_late = (seconds > last) | ((seconds == last) & (micro > cutoff.microsecond))
    return nw.when(is_late).then(nw.lit(1)).otherwise(nw.lit(0))


def joined(engine: Engine, frame: Any, table: Any, key: str) -> Any:
    """The frame with the columns of a small table, found by its key; every row once, in the order it was."""
    if engine.name == "polars":
        made = frame.to_native().join(table.to_native(), on=key, how="left", maintain_order="left")
        return nw.from_native(made)
    if engine.name == "pyarrow":
        made = frame.with_row_index("zw_row").join(table, on=key, how="left")
        return made.sort("zw_row").drop("zw_row")
    return frame.join(table, on=key, how="left")

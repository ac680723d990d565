"""Raw columns to checked ones on any engine: exact integers and days, and the rows that cannot be read set aside.

>>> import polars as pl
>>> raw = pl.DataFrame({"项目名称": ["道路", "桥梁", "合计"], "成交金额（万元）": ["1,058.40", "五万", "1058.4"],
...                     "成交日期": ["2017年3月5日", "2017-02-30", None]})
>>> checked = check(raw, "tender")
>>> checked.good.rows(), checked.good.columns
([('道路', 1058400000, datetime.date(2017, 3, 5))], ['title', 'deal', 'awarded_at'])
>>> for row in checked.faulty.select("row", "reasons").rows():
...     print(*row)
2 成交金额（万元）: deal (成交金额) is no amount in units of 0.01元; 成交日期: awarded_at (中标公告时间) is no day
3 项目名称: title (项目名称) names a row of totals
>>> counted = checked.counted()
>>> counted.rows, counted.good, counted.faulty
(3, 1, 2)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.frames.day_columns import OURS, require_one_clock
from zhengwu.frames.engines import Engine, engine_of, fetched
from zhengwu.frames.faults import Fault, clock_of, flagged, own_key
from zhengwu.frames.fields import Held, held_fields
from zhengwu.frames.kinds import kind_of
from zhengwu.frames.scanners import BROKEN

__all__ = ["Checked", "Counted", "check"]


@attrs.frozen
class Counted:
    """How many rows came, how many are good and faulty, and how often each reason was given; a row may have several."""

    rows: int
    good: int
    faulty: int
    reasons: Mapping[str, int]


@attrs.frozen
class Checked:
    """What became of a frame. Every row is in `good` or in `faulty`, both of the kind that came and as lazy as it.

    `good` has the columns that are understood, under the English names of their fields and as exact values, then those
    `aside`, which no field is known for, as they came. `faulty` has all columns as they came, and `reasons`; of an
    eager frame also `row`, counted from 1. `columns` tells for each column understood the name it got.
    """

    good: Any = attrs.field(repr=False)
    columns: Mapping[str, str]
    aside: tuple[str, ...]
    _made: Any = attrs.field(repr=False)
    _engine: Engine = attrs.field(repr=False)
    _came: tuple[str, ...] = attrs.field(repr=False)
    _faults: Sequence[Fault] = attrs.field(repr=False)

    @cached_property
    def faulty(self) -> Any:
        """The rows that were set aside: all columns as they came, and `reasons`; of an eager frame `row`, from 1."""
        told = [
            nw.when(nw.col(fault.flag) == 1).then(nw.lit(f"{fault.reason}; ")).otherwise(nw.lit(""))
            for fault in self._faults
        ]
        reasons = nw.concat_str(told).str.replace_all("; $", "")
        made = self._made.filter(nw.col("zw_faulty") == 1).with_columns(reasons=reasons)
        if self._engine.is_lazy or "row" in self._came:
            return made.select(*self._came, "reasons").to_native()
        made = made.with_columns(row=nw.col("zw_row").cast(nw.Int64) + 1)
        return made.select("row", *self._came, "reasons").to_native()

    def counted(self) -> Counted:
        """Count the rows: one pass, of which one row comes to this process."""
        flags = ["zw_faulty", *(fault.flag for fault in self._faults)]
        frame = self._made.select(nw.len().alias("zw_rows"), *[nw.col(flag).sum() for flag in flags])
        found = {name: int(values[0] or 0) for name, values in fetched(frame).items()}
        reasons = {fault.reason: found[fault.flag] for fault in self._faults if found[fault.flag]}
        rows, faulty = found["zw_rows"], found["zw_faulty"]
        return Counted(rows, rows - faulty, faulty, reasons)


def check(
    frame: Any,
    records: str | type,
    *,
    columns: Mapping[str, str] | None = None,
    units: str | Mapping[str, str] | None = None,
    scale: int = 2,
    times: Sequence[str] = (),
    require: Sequence[str] = (),
    unique: Sequence[str] | None = None,
) -> Checked:
    """Read the columns of a frame as the fields of a kind of record, and set aside the rows that cannot be read.

    `records` is tender (a row for each lot), auction, case, ticket or window_count. A column is found by the English
    name of its field, by its official term or by another wording of the glossary; `columns` names those that are called
    otherwise (``{"deal": "amt"}``).

    Amounts become 64-bit integers of `scale` decimals of 元 (2 is 分). The unit beside a figure wins, then that of
    the header, as in 预算金额（万元）, then that of `units`. Texts, decimals, integers and floats are read exactly or
    set aside: no figure is rounded, and a float counts where it is the image of a decimal. Texts of days become dates;
    the fields in `times` become timestamps and must have a time of day. A blank is null, never 0. Words must be of
    their vocabulary, prices above zero, days in their order, a row of totals (合计) is no record; blank rows are set
    aside too.

    `require` names fields that must have a column and a value. A case, a ticket, a lot of a tender are there once: rows
    that share the number of the case or ticket, the code of the lot within its tender, or window and period of a count
    are set aside, all of them. `unique` names other columns that together name a row once; with ``unique=()`` none are
    looked for, which a lazy engine needs all the keys at once for.

    Nothing runs but the plan of an eager frame. Raises `UnknownNameError` for a column or field that is not there,
    naming the nearest, and `UnitError` where two columns are one field, a type cannot hold what its field does, some
    instants have a time zone and some have none, or the frame is of Dask.
    """
    engine = engine_of(frame)
    if engine.name == "dask":
        problem = "is of dask, which makes floats of integers that stand beside days"
        raise UnitError(problem, field="frame", expected="the files through zhengwu.frames.scan, or a pandas frame")
    kind = kind_of(records)
    types = dict(engine.frame.collect_schema())
    taken = [name for name in types if name.startswith(OURS) or name == "reasons"]
    if taken:
        raise UnitError("is a name of our own", field="frame", value=taken[0], expected="another name for the column")
    fields = held_fields(kind, types, columns=columns or {}, units=units, scale=scale, times=times)
    require_one_clock({held.column: clock_of(held, types) for held in fields if issubclass(held.kind, date)})
    by_name = {held.name: held for held in fields}
    required = [_named(name, by_name, kind, "require") for name in require]
    keys = own_key(kind, fields) if unique is None else [_named(name, by_name, kind, "unique") for name in unique]
    made = engine.frame
    if not engine.is_lazy:
        made = made.with_row_index("zw_row")
    if engine.name == "polars":
        made = made.lazy()  # one plan, which it runs at once for an eager frame
    made, faults = flagged(made, kind, fields, scale=scale, engine=engine, types=types, required=required, unique=keys)
    if engine.name == "polars" and not engine.is_lazy:
        made = made.collect()
    known = {BROKEN, *(held.column for held in fields)}
    aside = tuple(name for name in types if name not in known)
    good = made.filter(nw.col("zw_faulty") == 0).select(
        *[nw.col(held.value).alias(held.name) for held in fields], *aside
    )
    return Checked(
        good=good.to_native(),
        columns={held.column: held.name for held in fields},
        aside=aside,
        made=made,
        engine=engine,
        came=tuple(types),
        faults=tuple(faults),
    )


def _named(name: str, by_name: Mapping[str, Held], kind: Any, argument: str) -> Held:
    if name in by_name:
        return by_name[name]
    found = kind.find(name)
    for held in by_name.values():
        if found is not None and held.path == found.path:
            return held
    label = found.label if found is not None else name
    expected = ", ".join(by_name) + "; columns={…} says which"
    raise UnknownNameError("has no column", field=argument, value=label, expected=expected)

"""How the rows of a frame are dated: by the numbers of their periods, or by the days at which columns begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import narwhals.stable.v2 as nw

from zhengwu.frames.plan import Clock
from zhengwu.frames.schema import Schema
from zhengwu.periods import Period
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Slots

__all__ = ["clock_of"]


def clock_of(
    on: str | None,
    time: tuple[str | None, Period | None],
    measures: Sequence[Measure],
    schema: Schema,
    kind: Any,
    *,
    has_total: bool,
) -> tuple[Clock, Slots | None]:
    """How rows are dated, and the slots where they are known before the rows are."""
    unit, bounds = time
    growth = [measure.term for measure in measures if measure.kind == "growth"]
    if on is None:
        return Clock(column=None), Slots.of(None, None, days=(), growth=growth, has_total=has_total)
    column = schema.column(on, kind, "on")
    dtype = schema.instant(column, "on")
    is_day = dtype == nw.Date
    slots = None
    if unit is None or bounds is not None:
        slots = Slots.of(unit, bounds, days=(), growth=growth, has_total=has_total)
    if dtype in (nw.String, nw.Object):
        return Clock(column=column, mode="raw"), slots
    if unit is not None or slots is None:
        mode = "month" if unit == "cumulative" else str(unit)
        return Clock(column=column, mode=mode, is_day=is_day), slots
    known = [slot for slot in (*slots.printed, slots.total, *slots.bases) if slot is not None]
    days = sorted({day for slot in known for day in (slot.start, slot.end + timedelta(1))})
    zone = None if is_day else dtype.time_zone
    return Clock(column=column, mode="bounds", bounds=tuple(days), is_day=is_day, zone=zone), slots

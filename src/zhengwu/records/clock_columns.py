"""Clocks of working days for whole columns: one pass over a million cases and their stops. Needs numpy.

>>> import numpy as np
>>> started = np.array(["2017-03-30", "2017-09-15"], "datetime64[D]")
>>> ended = np.array(["2017-04-10", "2017-09-20"], "datetime64[D]")
>>> stops = Stops(rows=[0], starts=np.array(["2017-03-31"], "M8[D]"), ends=np.array(["2017-04-07"], "M8[D]"))
>>> found = clock_columns(started, ended, stops=stops)
>>> found.elapsed.tolist(), found.stopped.tolist(), found.net.tolist()
([6, 3], [4, 0], [2, 3])
"""

from __future__ import annotations

from typing import Any, NamedTuple

from zhengwu.errors import CalendarError
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.workdays import columns
from zhengwu.workdays.columns import Days, Whole

__all__ = ["ClockColumns", "Stops", "clock_columns"]

_WORKING_DAYS = Convention()


class Stops(NamedTuple):
    """When clocks were stopped: the number of the row each stop belongs to (from 0), its start and its end.

    A stop that stands ends with its case: give it the day to which the case is looked at.
    """

    rows: Any
    starts: Days
    ends: Days


class ClockColumns(NamedTuple):
    """A column each: working days elapsed, stopped, and net = elapsed − stopped."""

    elapsed: Whole
    stopped: Whole
    net: Whole


def clock_columns(
    started: Days, ended: Days, *, stops: Stops | None = None, convention: Convention = _WORKING_DAYS
) -> ClockColumns:
    """What `zhengwu.records.clock.clock` says of each row; of an open case `ended` is the day to look at it.

    On time are the rows with ``net <= limit + extension``. Raises `CalendarError` as the clock does, naming the row.
    """
    import numpy as np

    if convention.unit is not ClockUnit.WORKING_DAYS:
        raise CalendarError("is no clock of working days", field="convention", value=convention.unit.zh)
    calendar = convention.working_days
    begin = columns.start_ordinals(
        calendar, started, count_start_day=convention.count_start_day, cutoff=convention.cutoff
    )
    elapsed = np.maximum(calendar.ordinals(ended) - begin, 0)
    _require_order(started, ended, "ended")
    stopped = np.zeros_like(elapsed)
    if stops is not None and len(stops.rows):
        rows = np.asarray(stops.rows)
        if rows.dtype.kind not in "iu" or rows.min() < 0 or rows.max() >= len(elapsed):
            raise CalendarError("is not a number of a row", field="rows of stops", expected=f"0 to {len(elapsed) - 1}")
        _require_order(stops.starts, stops.ends, "ends of stops")
        first = np.maximum(calendar.ordinals(stops.starts), begin[rows])
        last = np.minimum(calendar.ordinals(stops.ends), (begin + elapsed)[rows])
        # Each row has a stretch of the line of its own, so that one running maximum unites the stops of all rows.
        order = np.lexsort((first, rows))
        apart = rows[order].astype(np.int64) * (len(calendar.worked_ordinals) + 2)
        first, last = first[order] + apart, last[order] + apart
        reached = np.maximum.accumulate(np.maximum(first, last))
        before = np.concatenate((first[:1], reached[:-1]))
        np.add.at(stopped, rows[order], np.maximum(last - np.maximum(first, before), 0))
    return ClockColumns(elapsed, stopped, elapsed - stopped)


def _require_order(starts: Days, ends: Days, field: str) -> None:
    import numpy as np

    first, last = columns.moments_of(starts, field), columns.moments_of(ends, field)
    if "datetime64[D]" in {first.dtype.name, last.dtype.name}:  # only what both know is compared
        first, last = first.astype("datetime64[D]"), last.astype("datetime64[D]")
    wrong = np.flatnonzero(last < first)
    if wrong.size:
        raise CalendarError("lies before its start", field=f"{field}[{wrong[0]}]")

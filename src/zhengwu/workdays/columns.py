"""Working days of whole columns: two gathers a row from the same table, on numpy arrays.

Days are arrays of ``datetime64``, or anything numpy makes one of; datetimes of plain local time count as their day.
The first day that the calendar does not cover is named with its place, and a missing day (NaT) is such a day.

>>> import numpy as np
>>> from zhengwu.workdays import workdays
>>> workdays().counts(np.array(["2017-03-30", "2031-01-01"], "datetime64[D]"), np.datetime64("2017-04-10"))
Traceback (most recent call last):
zhengwu.errors.CalendarError: starts[1]: '2031-01-01' lies outside the working-day calendar of mainland China \
(expected a day from 2004-01-01 to 2026-12-31)
"""

from __future__ import annotations

import functools
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from zhengwu.errors import CalendarError, MissingExtraError
from zhengwu.workdays.days import outside
from zhengwu.workdays.moments import local_day, local_moment, require_comparable, require_cutoff

try:
    import numpy as np
except ImportError as error:  # numpy is no dependency of its own: those who have columns have it
    raise MissingExtraError("numpy is not installed", field="columns of days", expected="pip install numpy") from error

if TYPE_CHECKING:
    from zhengwu.workdays.calendar import Workdays

__all__ = [
    "Dates",
    "Days",
    "Flags",
    "Numbers",
    "Whole",
    "adds",
    "are_workdays",
    "counts",
    "dues",
    "moments_of",
    "ordinals",
    "start_ordinals",
]

Whole: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Dates: TypeAlias = np.ndarray[Any, np.dtype[np.datetime64]]
Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
Days: TypeAlias = Any
"""An array of days, or one day: whatever `numpy.asarray` makes ``datetime64`` or dates of."""
Numbers: TypeAlias = Any
"""An array of whole numbers, or one."""

_EPOCH = date(1970, 1, 1).toordinal()
_MICROSECONDS_A_DAY = 86_400_000_000


class _Arrays(NamedTuple):
    origin: int  # days from 1970-01-01 to the first day
    counts: Whole  # W(day)
    worked: Flags
    days: Whole  # of every working day, from 1970-01-01


def are_workdays(calendar: Workdays, days: Days) -> Flags:
    """Whether each day is worked."""
    arrays = _arrays(calendar)
    return arrays.worked[_places(calendar, arrays, days, "days")]


def ordinals(calendar: Workdays, days: Days) -> Whole:
    """W(day) of each day."""
    arrays = _arrays(calendar)
    return arrays.counts[_places(calendar, arrays, days, "days")]


def counts(calendar: Workdays, starts: Days, ends: Days) -> Whole:
    """W(end) − W(start) of each pair."""
    arrays = _arrays(calendar)
    later = arrays.counts[_places(calendar, arrays, ends, "ends")]
    return np.asarray(later - arrays.counts[_places(calendar, arrays, starts, "starts")])


def adds(calendar: Workdays, days: Days, numbers: Numbers) -> Dates:
    """The n-th working day after each day (before it, for negative numbers; the day itself, for 0)."""
    arrays, steps = _arrays(calendar), _whole(numbers, "numbers")
    places = _places(calendar, arrays, days, "days")
    target = arrays.counts[places] + steps
    lowest = steps.min(initial=1)
    if lowest < 0:
        target += (steps < 0) & ~arrays.worked[places]  # before a day off, the first step back is on W(day) itself
    return _days(calendar, target, "days", itself=(places, steps) if lowest <= 0 else None)


def dues(
    calendar: Workdays, accepted: Days, limits: Numbers, *, count_start_day: bool = False, cutoff: time | None = None
) -> Dates:
    """The last day of each limit, as `Workdays.due` says it."""
    arrays, steps = _arrays(calendar), _whole(limits, "limits", least=0)
    places = _places(calendar, arrays, accepted, "accepted")
    if cutoff is not None:
        places = _started(calendar, arrays, accepted, places, cutoff)
    target = arrays.counts[places] + steps
    if count_start_day:
        target = target - (arrays.worked[places] & (steps > 0))
    return _days(calendar, target, "accepted", itself=(places, steps) if steps.min(initial=1) == 0 else None)


def start_ordinals(
    calendar: Workdays, accepted: Days, *, count_start_day: bool = False, cutoff: time | None = None
) -> Whole:
    """W at the moment from which each limit is counted: the limit ends on the working day W + limit."""
    arrays = _arrays(calendar)
    places = _places(calendar, arrays, accepted, "accepted")
    if cutoff is not None:
        places = _started(calendar, arrays, accepted, places, cutoff)
    return arrays.counts[places] - (arrays.worked[places] if count_start_day else 0)


def _started(calendar: Workdays, arrays: _Arrays, accepted: Days, places: Whole, cutoff: time) -> Whole:
    """The places of the days that count as those of acceptance: the next working day for what is late."""
    closing = require_cutoff(cutoff)
    moments = moments_of(accepted, "accepted")
    if moments.dtype == np.dtype("datetime64[D]"):
        raise CalendarError(
            "has no times of day, so nobody knows what is after closing time",
            field="accepted (受理时间)",
            expected="datetimes, or no cutoff",
        )
    microseconds = moments.astype("datetime64[us]").astype(np.int64) % _MICROSECONDS_A_DAY
    last = ((closing.hour * 60 + closing.minute) * 60 + closing.second) * 1_000_000 + closing.microsecond
    is_late = (microseconds > last) | ~arrays.worked[places]
    target = arrays.counts[places] + 1
    is_beyond = is_late & (target > len(arrays.days))
    if is_beyond.any():
        raise _too_far(calendar, is_beyond, "accepted")
    next_day = arrays.days[np.minimum(target, len(arrays.days)) - 1] - arrays.origin
    return np.where(is_late, next_day, places)


def _days(calendar: Workdays, target: Whole, field: str, *, itself: tuple[Whole, Whole] | None) -> Dates:
    """The working days with these ordinals. `itself`: places and steps, where a step of 0 leaves the day as it is."""
    arrays = _arrays(calendar)
    if itself is None:
        return _checked(calendar, target, field).view("datetime64[D]")
    places, steps = itself
    is_zero = np.broadcast_to(steps == 0, target.shape)
    found = _checked(calendar, np.where(is_zero, 1, target), field)
    return np.where(is_zero, places + arrays.origin, found).view("datetime64[D]")


def _checked(calendar: Workdays, target: Whole, field: str) -> Whole:
    arrays = _arrays(calendar)
    if target.size and (target.min() < 1 or target.max() > len(arrays.days)):
        raise _too_far(calendar, (target < 1) | (target > len(arrays.days)), field)
    return np.asarray(arrays.days[target - 1])


def _places(calendar: Workdays, arrays: _Arrays, days: Days, field: str) -> Whole:
    """Where each day stands in the table."""
    moments = moments_of(days, field)
    places: Whole = moments.astype("datetime64[D]", copy=False).view(np.int64) - arrays.origin
    if places.size and places.view(np.uint64).max() >= len(arrays.counts):  # a place below 0 is a great one there
        wrong = np.flatnonzero((places < 0) | (places >= len(arrays.counts)))[0]
        place = f"{field}[{wrong}]" if moments.ndim else field
        raise outside(calendar, str(moments.reshape(-1)[wrong]), field=place)
    return np.asarray(places)


def moments_of(days: Days, field: str) -> Dates:
    """The column as numpy's days or moments, in China. Raises `CalendarError` for what is no column of days."""
    if getattr(getattr(days, "dtype", None), "time_zone", None):  # polars hands such a column over as UTC
        raise CalendarError("is a column with a time zone", field=field, expected="local days, or local datetimes")
    found = np.asarray(days)
    if found.dtype.kind == "M":
        return found
    if found.dtype.kind == "O":
        return _of_objects(found, field)
    if not found.size:
        return found.astype("datetime64[D]")
    raise CalendarError(f"is a column of {found.dtype}, not of days", field=field, expected="datetime64, or dates")


def _of_objects(found: np.ndarray[Any, np.dtype[np.object_]], field: str) -> Dates:
    """Dates, or moments, of which each may have its own time zone."""
    values = found.reshape(-1).tolist()
    days = [local_day(value, field=f"{field}[{number}]") for number, value in enumerate(values)]
    require_comparable(*values)
    if values and all(isinstance(value, datetime) for value in values):
        return np.array([local_moment(value) for value in values], "datetime64[us]").reshape(found.shape)
    return np.array(days, "datetime64[D]").reshape(found.shape)


def _whole(numbers: Numbers, field: str, *, least: int | None = None) -> Whole:
    found = np.asarray(numbers)
    if found.dtype.kind not in "iu" and found.size:
        raise CalendarError(f"is a column of {found.dtype}, not of whole numbers", field=field)
    if found.size and found.max() > np.iinfo(np.int64).max:  # of unsigned numbers: it would turn negative
        raise CalendarError("is not a number of days", field=field, value=int(found.max()))
    if least is not None and found.size and found.min() < least:
        raise CalendarError("is not a number of days", field=field, value=int(found.min()), expected="0 or more")
    return found.astype(np.int64, copy=False)


def _too_far(calendar: Workdays, is_wrong: Flags, field: str) -> CalendarError:
    return CalendarError(
        f"the limit from there ends outside the working-day calendar of {calendar.name}",
        field=f"{field}[{np.flatnonzero(is_wrong)[0]}]",
        expected=f"a day from {calendar.first} to {calendar.last}",
    )


@functools.lru_cache(maxsize=32)
def _arrays(calendar: Workdays) -> _Arrays:
    counted = np.array([row.n_cum for row in calendar.table()], np.int64)
    worked = np.diff(counted, prepend=0).astype(np.bool_)
    origin = calendar.first.toordinal() - _EPOCH
    arrays = _Arrays(origin, counted, worked, np.flatnonzero(worked) + origin)
    for each in arrays[1:]:
        each.flags.writeable = False
    return arrays

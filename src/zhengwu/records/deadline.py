"""The last day of a limit, with the stops that move it.

A stop takes the days after its first up to its last out of the clock, W(end) − W(start); overlapping stops are united
before they are counted, so their order does not matter.

>>> from datetime import date
>>> deadline(date(2017, 9, 15), 20).due
datetime.date(2017, 10, 19)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeAlias

import attrs

from zhengwu.errors import CalendarError
from zhengwu.records.convention import Convention
from zhengwu.records.instant import is_after
from zhengwu.workdays.moments import local_moment, require_comparable

__all__ = ["Deadline", "Stop", "certainly_after", "deadline", "merged", "require_limit"]

Stop: TypeAlias = tuple[date, date | None]
"""When the clock was stopped and when it went on; None while it stands."""

_WORKING_DAYS = Convention()
_NEVER = 1 << 80  # beyond every place of every line: the end of a stop that stands


@attrs.frozen(kw_only=True)
class Deadline:
    """The last day (or moment) of a limit. `due` is None while a stop stands that would move it: nobody knows then."""

    started: date
    limit: int
    extension: int
    due: date | None
    convention: Convention

    def to_dict(self) -> dict[str, Any]:
        """The deadline with its convention as plain values, for JSON.

        >>> deadline(date(2017, 9, 15), 20).to_dict()["due"]
        '2017-10-19'
        """
        return {
            "started": self.started.isoformat(),
            "limit": self.limit,
            "extension": self.extension,
            "due": None if self.due is None else self.due.isoformat(),
            **self.convention.to_dict(),
        }


def deadline(
    started: date,
    limit: int,
    *,
    extension: int = 0,
    stops: Iterable[Stop] = (),
    convention: Convention = _WORKING_DAYS,
) -> Deadline:
    """The last day, or moment, at which the net time is within limit and extension.

    A stop that begins by then moves it, also one that begins on the last day. Raises as `clock` does.

    >>> deadline(date(2017, 3, 30), 5, stops=[(date(2017, 3, 31), date(2017, 4, 7))]).due
    datetime.date(2017, 4, 13)
    """
    require_limit(limit, "limit (时限)")
    require_limit(extension, "extension (延长期限)")
    given = tuple(stops)
    require_comparable(started, *(moment for stop in given for moment in stop))
    begin = convention.start_place(started)
    target = begin + (limit + extension) * convention.per_unit
    for start, end in merged(given, convention, begin=begin, end=_NEVER):
        if start > target:
            break
        if end == _NEVER:
            return Deadline(started=started, limit=limit, extension=extension, due=None, convention=convention)
        target += end - start
    is_first_day = convention.unit.is_days and target == begin
    due = convention.start_day(started) if is_first_day else convention.moment(target, like=started)
    return Deadline(started=started, limit=limit, extension=extension, due=due, convention=convention)


def certainly_after(later: date | None, earlier: date | None) -> bool:
    """Whether the first is certainly after the second, both seen from China; a day is not after its own moments."""
    if later is None or earlier is None:
        return False
    return is_after(_local(later), _local(earlier))


def merged(stops: Iterable[Stop], convention: Convention, *, begin: int, end: int) -> list[tuple[int, int]]:
    """The union of the stops between two places, in order; one that stands ends at the second."""
    found: list[tuple[int, int]] = []
    for start, stop in sorted(_places(stop, convention) for stop in stops):
        first, last = max(start, begin), min(stop, end)
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _places(stop: Stop, convention: Convention) -> tuple[int, int]:
    start, end = stop
    if certainly_after(start, end):
        raise CalendarError(
            "lies before its start", field="end of a stop (结束)", value=str(end), expected=f"{start} or later"
        )
    return convention.place(start), _NEVER if end is None else convention.place(end)


def require_limit(value: int, field: str) -> None:
    """A whole number, 0 or more. Raises `CalendarError`."""
    if type(value) is not int or value < 0:
        raise CalendarError("is not a limit", field=field, value=value, expected="a whole number, 0 or more")


def _local(moment: date) -> date:
    return local_moment(moment) if isinstance(moment, datetime) else moment

"""Instants: a day, or a day with its time of day where that is known.

Most published data knows the day only, so a missing time is not midnight: it stays unknown. Both are a `date`.

>>> read_instant("2017年3月5日"), read_instant("2017-03-05 09:30")
(datetime.date(2017, 3, 5), datetime.datetime(2017, 3, 5, 9, 30))
>>> is_after(read_instant("2017-03-05 09:30"), read_instant("2017-03-05"))      # nobody knows
False
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from zhengwu.errors import ZhengwuError
from zhengwu.exact.units import narrow

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Instant", "InstantError", "is_after", "read_instant"]

_DAY = r"(\d{4})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]|([-/.])(\d{1,2})\4(\d{1,2})|(\d{2})(\d{2}))"
_TIME = r"(\d{1,2})\s*[::时点]\s*(\d{1,2})(?:\s*分|[::]\s*(\d{1,2}))?\s*秒?"
_INSTANT = re.compile(rf"{_DAY}(?:(?:\s+|\s*T\s*|(?<=[日号]))\s*{_TIME})?")
_LONGEST = 40
_EXPECTED = "such as 2017-03-05, 2017年3月5日 or 2017-03-05 09:30"


class InstantError(ZhengwuError, ValueError):
    """A text that is neither a day nor a day with its time."""


def read_instant(value: object) -> date:
    """A date or datetime as it is; a text as the day, or the day and time, that it names.

    Raises `InstantError` for a text of another form, a day no calendar has, and for numbers: a day is no number.
    """
    if isinstance(value, date) and isinstance(value.year, int):  # that of pandas.NaT is a float
        return value
    if isinstance(value, str):
        try:
            if len(value) == 10 and value[4] == "-" == value[7]:
                return date.fromisoformat(value)
            return _read(value)
        except ValueError:
            pass
    raise InstantError("is not a day", value=value, expected=_EXPECTED)


def is_after(later: date | None, earlier: date | None) -> bool:
    """Whether the first instant is certainly after the second: only what both know is compared."""
    if type(later) is date and type(earlier) is date:  # nearly always, and the rest costs ten times as much
        return later > earlier
    if later is None or earlier is None:
        return False
    if isinstance(later, datetime) and isinstance(earlier, datetime):
        if (later.tzinfo is None) == (earlier.tzinfo is None):
            return later > earlier
        return False  # a time zone on one side only: they cannot be compared
    return _day(later) > _day(earlier)


def _written(instant: date) -> str:
    return instant.isoformat()  # with the time, where there is one


def _day(instant: date) -> date:
    return instant.date() if isinstance(instant, datetime) else instant


def _read(text: str) -> date:
    plain = narrow(text) if len(text) <= _LONGEST else ""
    match = _INSTANT.fullmatch(plain)
    if match is None:
        if "T" in plain or ":" in plain:  # fractions of a second, time zones
            return datetime.fromisoformat(plain)
        raise ValueError
    numbers = [int(group) for group in match.group(1, 2, 3, 5, 6, 7, 8) if group is not None]
    hour, minute, second = match.group(9, 10, 11)
    if hour is None:
        return date(*numbers)
    year, month, day = numbers
    return datetime(year, month, day, int(hour), int(minute), int(second or 0))  # noqa: DTZ001  as the source has it


class _InstantSchema:
    """Tells pydantic how an instant is read and written."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        written = core_schema.plain_serializer_function_ser_schema(
            _written, return_schema=core_schema.str_schema(), when_used="json"
        )
        return core_schema.no_info_plain_validator_function(read_instant, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}


Instant: TypeAlias = Annotated[date, _InstantSchema()]
"""A `date`, or a `datetime` where the time of day is known."""

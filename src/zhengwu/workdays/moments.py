"""The local day and time of a moment, and what may be compared with what.

A plain date is a day in China. A datetime without a time zone is local time there, one with a zone is brought there.

>>> from datetime import UTC
>>> local_day(datetime(2017, 1, 20, 20, 30, tzinfo=UTC))
datetime.date(2017, 1, 21)
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from zhengwu.errors import CalendarError, UnitError

__all__ = ["CHINA_TIME", "is_late", "local_day", "local_moment", "require_comparable", "require_cutoff"]

CHINA_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""UTC+8 the whole year; China has had no summer time since 1992."""


def local_day(value: object, *, field: str = "day (日期)") -> date:
    """The day of a date or a datetime, in China. Raises `CalendarError` for anything else, also for pandas' NaT."""
    if isinstance(value, date) and isinstance(value.year, int):  # that of pandas.NaT is a float
        return local_moment(value).date() if isinstance(value, datetime) else value
    raise CalendarError("is not a day", field=field, value=value, expected="a date or a datetime")


def local_moment(value: datetime) -> datetime:
    """The same moment as local time without a zone.

    >>> local_moment(datetime(2017, 1, 20, 9, 0, tzinfo=timezone(timedelta(hours=9))))
    datetime.datetime(2017, 1, 20, 8, 0)
    """
    return value if value.tzinfo is None else value.astimezone(CHINA_TIME).replace(tzinfo=None)


def require_comparable(*values: date | None) -> None:
    """Refuse datetimes with and without a time zone in one question: one of them may mean another place's time.

    A date without a time goes with both. Raises `UnitError`.

    >>> require_comparable(date(2017, 1, 20), datetime(2017, 1, 21, 9, 0))
    """
    moments = [value for value in values if isinstance(value, datetime)]
    if len(moments) > 1 and len({moment.tzinfo is None for moment in moments}) > 1:
        with_zone = next(moment for moment in moments if moment.tzinfo is not None)
        without = next(moment for moment in moments if moment.tzinfo is None)
        raise UnitError(
            f"has a time zone and {without.isoformat()} has none",
            value=with_zone.isoformat(),
            expected="a time zone on all of them, or on none",
        )


def require_cutoff(cutoff: object) -> time:
    """A time of day without a zone: closing time is local. Raises `CalendarError`."""
    if not isinstance(cutoff, time) or cutoff.tzinfo is not None:
        raise CalendarError(
            "is not a local time of day", field="cutoff (截止时刻)", value=cutoff, expected="such as time(17, 0)"
        )
    return cutoff


def is_late(moment: date, cutoff: time) -> bool:
    """Whether it is after closing time. Raises `CalendarError` for a date whose time of day nobody knows."""
    require_cutoff(cutoff)
    if not isinstance(moment, datetime):
        raise CalendarError(
            "has no time of day, so nobody knows whether it is after closing time",
            field="accepted (受理时间)",
            value=str(moment),
            expected="a datetime, or no cutoff",
        )
    return local_moment(moment).time() > cutoff

"""How a clock counts: its unit, whether the first day counts, closing time, the calendar. Written into every result.

>>> Convention().zh
'按工作日计；受理当日不计；日历：中国大陆'
>>> Convention(unit=ClockUnit.HOURS).zh
'按小时计'
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import attrs

from zhengwu.errors import CalendarError
from zhengwu.records.words import Word
from zhengwu.workdays import Workdays, workdays
from zhengwu.workdays.moments import CHINA_TIME, is_late, local_day, local_moment, require_cutoff

__all__ = ["ClockUnit", "Convention"]

_MICROSECOND = timedelta(microseconds=1)
_BEGINNING = datetime.min  # noqa: DTZ901  local time


class ClockUnit(Word):
    """What a limit counts. Hours, minutes and seconds run day and night; days count by the day, not by 24 hours.

    >>> ClockUnit("日历日") is ClockUnit("calendar days") is ClockUnit.CALENDAR_DAYS
    True
    """

    WORKING_DAYS = "工作日", "个工作日", "working"
    CALENDAR_DAYS = "自然日", "日历日", "天", "calendar"
    HOURS = "小时", "时"
    MINUTES = "分钟", "分"
    SECONDS = "秒"

    @property
    def is_days(self) -> bool:
        """Whether it counts days, so that a day without its time is enough."""
        return self in {ClockUnit.WORKING_DAYS, ClockUnit.CALENDAR_DAYS}


_MICROSECONDS = {
    ClockUnit.HOURS: timedelta(hours=1) // _MICROSECOND,
    ClockUnit.MINUTES: timedelta(minutes=1) // _MICROSECOND,
    ClockUnit.SECONDS: timedelta(seconds=1) // _MICROSECOND,
}


@attrs.frozen(kw_only=True)
class Convention:
    """The convention of a clock. The default: working days of mainland China, the first day not counted, no cut-off.

    行政许可法 says working days (article 82) and not whether the first day counts; 民法典 article 201 says it does not,
    and article 203 that the last day ends at 24:00 or at closing time. `cutoff`: what starts later, or on a day off,
    starts on the next working day (with calendar days, on the next day). A clock of hours has neither: it raises
    `CalendarError` for them. Without a `calendar` it is that of `zhengwu.workdays.workdays`.

    >>> from datetime import time
    >>> Convention(count_start_day=True, cutoff=time(17, 0)).to_dict()
    {'unit': '工作日', 'count_start_day': True, 'cutoff': '17:00', 'calendar': 'mainland China'}
    """

    unit: ClockUnit = attrs.field(default=ClockUnit.WORKING_DAYS, converter=ClockUnit)
    count_start_day: bool = False
    cutoff: time | None = None
    calendar: Workdays | None = None

    def __attrs_post_init__(self) -> None:
        if self.cutoff is not None:
            require_cutoff(self.cutoff)
        if not self.unit.is_days and (self.count_start_day or self.cutoff is not None):
            raise CalendarError(
                "runs day and night: it has no first day and no closing time",
                field="unit (计时单位)",
                value=self.unit.zh,
                expected="working days or calendar days",
            )
        if self.calendar is not None and self.unit is not ClockUnit.WORKING_DAYS:
            raise CalendarError("needs no calendar", field="unit (计时单位)", value=self.unit.zh)

    @property
    def working_days(self) -> Workdays:
        """The calendar it counts by."""
        return workdays() if self.calendar is None else self.calendar

    @property
    def calendar_name(self) -> str | None:
        """The name of the calendar; None where none is needed."""
        return self.working_days.name if self.unit is ClockUnit.WORKING_DAYS else None

    @property
    def zh(self) -> str:
        """The convention in Chinese, for the foot of a table."""
        parts = [f"按{self.unit.zh}计"]
        if self.unit.is_days:
            parts.append("受理当日计入" if self.count_start_day else "受理当日不计")
        if self.cutoff is not None:
            parts.append(f"{self.cutoff:%H:%M}后受理的顺延")
        if self.unit is ClockUnit.WORKING_DAYS:
            parts.append(f"日历：{'中国大陆' if self.calendar is None else self.calendar.name}")
        return "；".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """The convention as plain values, for JSON."""
        return {
            "unit": self.unit.zh,
            "count_start_day": self.count_start_day,
            "cutoff": None if self.cutoff is None else self.cutoff.isoformat("minutes"),
            "calendar": self.calendar_name,
        }

    # ------------------------------------------------------------------- what clocks compute with: places on one line

    @property
    def per_unit(self) -> int:
        """How many places of the line one unit takes: one a day, and one a microsecond."""
        return _MICROSECONDS.get(self.unit, 1)

    def place(self, moment: date) -> int:
        """Where the moment stands on the line of the clock: W(day), the number of the day, or microseconds.

        Raises `CalendarError` outside the calendar, and for a day without its time where hours are counted.
        """
        if self.unit is ClockUnit.WORKING_DAYS:
            return self.working_days.ordinal(moment)
        if self.unit is ClockUnit.CALENDAR_DAYS:
            return local_day(moment).toordinal()
        if not isinstance(moment, datetime):
            raise CalendarError(
                f"has no time of day, and the clock counts {self.unit.zh}", field="moment (时间)", value=str(moment)
            )
        return (local_moment(moment) - _BEGINNING) // _MICROSECOND

    def start_place(self, moment: date) -> int:
        """Where the clock stands at 0 that is started at that moment."""
        if not self.unit.is_days:
            return self.place(moment)
        day = self.start_day(moment)
        counts = self.count_start_day and (self.unit is ClockUnit.CALENDAR_DAYS or self.working_days.is_workday(day))
        return self.place(day) - counts

    def start_day(self, moment: date) -> date:
        """The day that counts as the first: the next one for what comes after closing time."""
        if self.unit is ClockUnit.WORKING_DAYS:
            return self.working_days.start(moment, cutoff=self.cutoff)
        day = local_day(moment)
        return day + timedelta(1) if self.cutoff is not None and is_late(moment, self.cutoff) else day

    def moment(self, place: int, *, like: date) -> date:
        """The day at that place, or the moment, with a time zone if `like` has one."""
        if self.unit is ClockUnit.WORKING_DAYS:
            return self.working_days.day(place)
        try:
            if self.unit is ClockUnit.CALENDAR_DAYS:
                return date.fromordinal(place)
            found = _BEGINNING + place * _MICROSECOND
        except (OverflowError, ValueError):
            raise CalendarError("ends after the year 9999", field="limit (时限)", value=self.unit.zh) from None
        has_zone = isinstance(like, datetime) and like.tzinfo is not None
        return found.replace(tzinfo=CHINA_TIME) if has_zone else found

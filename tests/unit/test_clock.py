"""Clocks of limits: worked cases, conventions, what they refuse, and what they write into results."""

# ruff: noqa: DTZ001  local times are what this is about

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from zhengwu.errors import CalendarError, UnitError
from zhengwu.records.clock import Clock, clock, deadline, net_working_days
from zhengwu.records.clock_columns import Stops, clock_columns
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.records.deadline import Stop
from zhengwu.workdays import CHINA_TIME, Workdays, workdays

START, END = date(2017, 3, 30), date(2017, 4, 10)
STOP = (date(2017, 3, 31), date(2017, 4, 7))
HOURS = Convention(unit=ClockUnit.HOURS)
CALENDAR_DAYS = Convention(unit=ClockUnit.CALENDAR_DAYS)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of September 2017."""
    return datetime(2017, 9, day, hour, minute)


class TestWorkingDays:
    """net = elapsed − stopped; on time when net ≤ limit + extension."""

    def test_the_worked_case(self) -> None:
        case = clock(START, 2, ended=END, stops=[STOP])
        assert (case.elapsed, case.stopped, case.net, case.left, case.is_on_time) == (6, 4, 2, 0, True)
        assert clock(START, 1, ended=END, stops=[STOP]).is_on_time is False
        assert net_working_days(START, END, stops=[STOP]) == 2

    def test_an_extension_adds_to_the_limit_and_stops_nothing(self) -> None:
        case = clock(START, 5, ended=END)
        longer = clock(START, 5, extension=10, ended=END)
        assert (case.is_on_time, case.is_overdue, longer.is_on_time) == (False, True, True)
        assert (case.net, case.stopped) == (longer.net, longer.stopped) == (6, 0)
        assert (longer.allowed, longer.left) == (15, 9)

    @pytest.mark.parametrize(
        ("stops", "stopped"),
        [
            ([STOP, STOP], 4),
            ([STOP, (date(2017, 4, 5), date(2017, 4, 6))], 4),
            ([(date(2017, 4, 5), date(2017, 4, 10)), STOP], 5),
            ([(date(2017, 3, 31), date(2017, 4, 1)), (date(2017, 4, 6), date(2017, 4, 7))], 2),
            ([(date(2017, 4, 2), date(2017, 4, 4))], 0),  # 清明节: days off
            ([(date(2017, 3, 1), date(2017, 5, 1))], 6),  # wider than the case itself
            ([(date(2017, 4, 7), None)], 1),  # stands until the end
            ([(date(2017, 3, 30), date(2017, 3, 30))], 0),
        ],
    )
    def test_stops_are_united_and_count_inside_only(self, stops: list[Stop], stopped: int) -> None:
        assert clock(START, 20, ended=END, stops=stops).stopped == stopped
        assert clock(START, 20, ended=END, stops=reversed(stops)).stopped == stopped

    def test_an_open_case_is_looked_at_as_of_a_day(self) -> None:
        case = clock(START, 5, as_of=date(2017, 4, 6))
        assert (case.is_open, case.net, case.left, case.is_on_time, case.is_overdue) == (True, 4, 1, None, False)
        late = clock(START, 5, as_of=date(2017, 4, 10))
        assert (late.is_on_time, late.is_overdue, late.left) == (False, True, -1)

    def test_what_ended_later_was_open_then(self) -> None:
        case = clock(START, 5, ended=END, as_of=date(2017, 4, 6), stops=[STOP, (date(2017, 4, 8), END)])
        assert (case.ended, case.is_open, case.is_stopped, case.due) == (None, True, True, None)
        assert (case.elapsed, case.stopped) == (4, 3)
        assert case.stops == ((date(2017, 3, 31), None),)
        assert clock(START, 5, ended=END, as_of=END).ended == END

    def test_a_standing_stop_leaves_the_due_day_open_unless_it_came_too_late(self) -> None:
        standing: Stop = (date(2017, 4, 5), None)
        assert clock(START, 5, as_of=END, stops=[standing]).due is None
        assert clock(START, 1, as_of=END, stops=[standing]).due == date(2017, 3, 31)
        assert deadline(START, 1, stops=[standing]).due == date(2017, 3, 31)
        ended = clock(START, 5, ended=END, stops=[standing])
        assert (ended.is_stopped, ended.due) == (False, date(2017, 4, 12))

    def test_a_local_calendar(self) -> None:
        local = workdays().with_closures([date(2017, 4, 6)], name="district")
        assert net_working_days(START, END, calendar=local) == 5
        assert clock(START, 5, ended=END, convention=Convention(calendar=local)).to_dict()["calendar"] == "district"
        weekdays = Workdays.of_weekdays(date(2017, 1, 1), date(2017, 12, 31))
        assert net_working_days(START, END, convention=Convention(calendar=weekdays)) == 7

    def test_a_promise_as_it_was_made(self) -> None:
        then = Convention(calendar=workdays().known_at(date(2020, 1, 20)))
        assert deadline(date(2020, 1, 20), 20, convention=then).due == date(2020, 2, 21)
        assert deadline(date(2020, 1, 20), 20).due == date(2020, 2, 25)


class TestConventions:
    """The convention is chosen, and changes the count as it says."""

    @pytest.mark.parametrize(
        ("started", "convention", "net", "due"),
        [
            (at(15, 18), Convention(), 1, at(18).date()),
            (at(15, 18), Convention(cutoff=time(17)), 0, at(19).date()),
            (at(15, 16), Convention(cutoff=time(17)), 1, at(18).date()),
            (at(15, 16), Convention(count_start_day=True), 2, at(15).date()),
            (at(15, 18), Convention(count_start_day=True, cutoff=time(17)), 1, at(18).date()),
            (at(16, 9), Convention(count_start_day=True), 1, at(18).date()),  # a Saturday
            (at(15, 18), CALENDAR_DAYS, 3, at(16).date()),
            (at(15, 18), Convention(unit=ClockUnit.CALENDAR_DAYS, cutoff=time(17)), 2, at(17).date()),
            (at(15, 18), Convention(unit=ClockUnit.CALENDAR_DAYS, count_start_day=True), 4, at(15).date()),
        ],
    )
    def test_days(self, started: datetime, convention: Convention, net: int, due: date) -> None:
        case = clock(started, 1, ended=at(18, 10), convention=convention)
        assert (case.net, case.due) == (net, due)

    def test_a_limit_of_nothing_is_due_at_once(self) -> None:
        assert deadline(at(16, 9), 0).due == at(16).date()
        assert deadline(at(15, 18), 0, convention=Convention(cutoff=time(17))).due == at(18).date()
        assert deadline(at(16), 0, convention=HOURS).due == at(16)

    def test_closed_after_closing_time_of_the_day_of_acceptance(self) -> None:
        case = clock(at(15, 18), 1, ended=at(15, 19), convention=Convention(cutoff=time(17)))
        assert (case.elapsed, case.is_on_time) == (0, True)

    @pytest.mark.parametrize(
        ("unit", "net"),
        [("小时", Fraction(49, 2)), ("分钟", Fraction(1470)), ("秒", Fraction(88200))],
    )
    def test_hours_run_day_and_night(self, unit: Any, net: Fraction) -> None:
        convention = Convention(unit=unit)
        case = clock(at(15, 17, 30), 24, ended=at(16, 18), convention=convention)
        assert case.net == net
        assert case.to_dict()["net"] == ("49/2" if unit == "小时" else int(net))

    def test_stops_of_hours(self) -> None:
        stops = [(at(15, 18), at(15, 20)), (at(15, 19), at(15, 21))]
        case = clock(at(15, 17), 2, extension=1, ended=at(15, 23), stops=stops, convention=HOURS)
        assert (case.elapsed, case.stopped, case.net, case.is_on_time) == (6, 3, 3, True)
        assert case.due == at(15, 23)

    def test_units_read_their_words(self) -> None:
        assert ClockUnit("个工作日") is ClockUnit("working days") is ClockUnit.WORKING_DAYS
        with pytest.raises(ValueError, match="is not a valid"):
            Convention(unit="周")

    def test_in_chinese(self) -> None:
        local = workdays().with_closures([], name="武进区")
        convention = Convention(count_start_day=True, cutoff=time(17, 30), calendar=local)
        assert convention.zh == "按工作日计\uff1b受理当日计入\uff1b17:30后受理的顺延\uff1b日历\uff1a武进区"
        assert CALENDAR_DAYS.zh == "按自然日计\uff1b受理当日不计"


class TestTimeZones:
    """Datetimes have a time zone in all places or in none; China's day counts."""

    def test_mixing_raises(self) -> None:
        zoned = datetime(2017, 9, 15, 9, tzinfo=UTC)
        with pytest.raises(UnitError, match="has a time zone and"):
            clock(zoned, 5, ended=at(18))
        with pytest.raises(UnitError, match="has a time zone and"):
            clock(at(15), 5, as_of=at(20), stops=[(zoned, None)])
        with pytest.raises(UnitError, match="has a time zone and"):
            deadline(at(15), 5, stops=[(at(15), zoned)])

    def test_the_day_is_that_of_china(self) -> None:
        friday_night = datetime(2017, 9, 14, 16, 30, tzinfo=UTC)  # Friday 00:30 in China
        assert net_working_days(friday_night, datetime(2017, 9, 17, 16, 30, tzinfo=UTC)) == 1
        assert clock(friday_night, 1, ended=datetime(2017, 9, 17, 16, 0, tzinfo=UTC), as_of=date(2017, 9, 17)).is_open

    def test_a_moment_with_a_zone_is_due_with_one(self) -> None:
        tokyo = timezone(timedelta(hours=9))
        due = deadline(datetime(2017, 9, 15, 9, tzinfo=tokyo), 2, convention=HOURS).due
        assert due == datetime(2017, 9, 15, 10, tzinfo=CHINA_TIME)
        assert isinstance(due, datetime)
        assert due.tzinfo is CHINA_TIME
        assert deadline(at(15, 9), 2, convention=HOURS).due == at(15, 11)

    def test_dates_go_with_both(self) -> None:
        assert clock(date(2017, 9, 15), 5, ended=datetime(2017, 9, 18, 9, tzinfo=UTC)).net == 1
        assert clock(date(2017, 9, 15), 5, ended=at(18, 9)).net == 1


class TestRefusals:
    """The impossible raises one clear error."""

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"limit": -1}, "limit (时限): -1 is not a limit (expected a whole number, 0 or more)"),
            ({"limit": 5.0}, "limit (时限): 5.0 is not a limit (expected a whole number, 0 or more)"),
            ({"extension": True}, "extension (延长期限): True is not a limit (expected a whole number, 0 or more)"),
            ({"ended": None}, "as_of: is missing for a clock that has not ended (expected the day to look at it)"),
            ({"ended": date(2017, 3, 29)}, "end: '2017-03-29' lies before the start of the clock (expected 2017-03-30"),
            (
                {"stops": [(END, START)]},
                "end of a stop (结束): '2017-03-30' lies before its start (expected",
            ),
            ({"ended": date(2027, 1, 4)}, "'2027-01-04' lies outside the working-day calendar of mainland China"),
            ({"convention": HOURS}, "'2017-03-30' has no time of day, and the clock counts 小时"),
        ],
    )
    def test_clock(self, more: dict[str, Any], message: str) -> None:
        given: dict[str, Any] = {"limit": 5, "ended": END} | more
        with pytest.raises(CalendarError) as caught:
            clock(START, given.pop("limit"), **given)
        assert message in str(caught.value)

    def test_due_beyond_the_calendar_is_an_error_only_where_it_is_asked_for(self) -> None:
        case = clock(date(2026, 12, 25), 20, as_of=date(2026, 12, 31))
        assert case.net == 4
        with pytest.raises(CalendarError, match="is no working day of the working-day calendar"):
            _ = case.due

    @pytest.mark.parametrize("convention", [HOURS, CALENDAR_DAYS])
    def test_beyond_the_year_9999(self, convention: Convention) -> None:
        with pytest.raises(CalendarError, match="ends after the year 9999"):
            deadline(at(15), 10**9, convention=convention)

    @pytest.mark.parametrize("more", [{"count_start_day": True}, {"cutoff": time(17)}])
    def test_hours_have_no_first_day(self, more: dict[str, Any]) -> None:
        with pytest.raises(CalendarError, match="runs day and night"):
            Convention(unit=ClockUnit.HOURS, **more)

    def test_a_calendar_goes_with_working_days(self) -> None:
        with pytest.raises(CalendarError, match="'自然日' needs no calendar"):
            Convention(unit=ClockUnit.CALENDAR_DAYS, calendar=workdays())
        with pytest.raises(CalendarError, match="'自然日' is no clock of working days"):
            net_working_days(START, END, convention=CALENDAR_DAYS)

    def test_a_cutoff_is_a_time(self) -> None:
        with pytest.raises(CalendarError, match="is not a local time of day"):
            Convention(cutoff="17:00")  # type: ignore[arg-type]


class TestResults:
    """A result says how it was counted."""

    def test_as_plain_values(self) -> None:
        case = clock(START, 5, ended=END, as_of=date(2017, 4, 30), stops=[STOP], extension=10)
        assert json.loads(json.dumps(case.to_dict(), ensure_ascii=False)) == {
            "started": "2017-03-30",
            "ended": "2017-04-10",
            "as_of": "2017-04-30",
            "limit": 5,
            "extension": 10,
            "elapsed": 6,
            "stopped": 4,
            "net": 2,
            "is_on_time": True,
            "unit": "工作日",
            "count_start_day": False,
            "cutoff": None,
            "calendar": "mainland China",
        }
        assert clock(START, 5, as_of=END).to_dict()["ended"] is None

    def test_a_deadline_as_plain_values(self) -> None:
        found = deadline(START, 5, stops=[(date(2017, 3, 31), None)]).to_dict()
        assert (found["due"], found["limit"], found["calendar"]) == (None, 5, "mainland China")

    def test_a_value(self) -> None:
        one, other = (clock(START, 5, ended=END) for _ in range(2))
        assert one == other
        assert hash(one) == hash(other)
        assert isinstance(one, Clock)


class TestColumns:
    """Columns of clocks refuse what a clock refuses, and name the row."""

    started = np.array(["2017-03-30", "2017-09-15"], "datetime64[D]")
    ended = np.array(["2017-04-10", "2017-09-20"], "datetime64[D]")

    def test_without_stops(self) -> None:
        assert clock_columns(self.started, self.ended).net.tolist() == [6, 3]
        assert clock_columns(self.started, self.ended, stops=Stops([], [], [])).stopped.tolist() == [0, 0]

    def test_closed_before_it_counts(self) -> None:
        moment = np.array(["2017-09-15T18:00"], "datetime64[m]")
        found = clock_columns(moment, moment, convention=Convention(cutoff=time(17)))
        assert found.elapsed.tolist() == [0]

    def test_an_end_before_the_start(self) -> None:
        with pytest.raises(CalendarError, match=r"ended\[1\]: lies before its start"):
            clock_columns(self.ended, np.array(["2017-04-10", "2017-09-19"], "datetime64[D]"))
        with pytest.raises(CalendarError, match=r"ends of stops\[0\]: lies before its start"):
            clock_columns(self.started, self.ended, stops=Stops([0], self.ended[:1], self.started[:1]))

    def test_only_what_both_know_is_compared(self) -> None:
        moments = np.array(["2017-09-15T18:00", "2017-09-15T09:00"], "datetime64[m]")
        days = moments.astype("datetime64[D]")
        assert clock_columns(moments, days).net.tolist() == [0, 0]
        with pytest.raises(CalendarError, match=r"ended\[0\]: lies before its start"):
            clock_columns(moments[:1], moments[1:])

    @pytest.mark.parametrize("rows", [[2], [-1], [0.5]])
    def test_a_stop_of_no_row(self, rows: list[Any]) -> None:
        with pytest.raises(CalendarError, match="is not a number of a row \\(expected 0 to 1\\)"):
            clock_columns(self.started, self.ended, stops=Stops(rows, self.started[:1], self.ended[:1]))

    def test_working_days_only(self) -> None:
        with pytest.raises(CalendarError, match="'小时' is no clock of working days"):
            clock_columns(self.started, self.ended, convention=HOURS)

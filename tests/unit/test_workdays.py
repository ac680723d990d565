"""What the working-day calendar refuses and how it says so; conventions; local closures; what columns may hold."""

# ruff: noqa: DTZ001  local times are what this is about

from __future__ import annotations

import copy
import importlib
import pickle
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import attrs
import numpy as np
import pytest

import zhengwu.workdays as package
from zhengwu.errors import CalendarError, MissingExtraError, UnitError
from zhengwu.reference.notices import notices
from zhengwu.workdays import CHINA_TIME, CalendarDay, Workdays, china, workdays

FRIDAY, SATURDAY, MONDAY = date(2017, 9, 15), date(2017, 9, 16), date(2017, 9, 18)
CALENDAR = workdays()


class TestCoverage:
    """Outside the calendar nothing is guessed: the error names the day and what is covered."""

    @pytest.mark.parametrize("day", [date(2003, 12, 31), date(2027, 1, 1), date.min, date.max])
    @pytest.mark.parametrize("ask", ["is_workday", "ordinal", "on_or_after"])
    def test_a_day_outside(self, ask: str, day: date) -> None:
        with pytest.raises(CalendarError) as caught:
            getattr(CALENDAR, ask)(day)
        assert str(day) in str(caught.value)
        assert "a day from 2004-01-01 to 2026-12-31" in str(caught.value)
        assert not CALENDAR.covers(day)

    def test_a_limit_that_ends_outside(self) -> None:
        assert CALENDAR.due(date(2026, 12, 30), 1) == date(2026, 12, 31)
        with pytest.raises(CalendarError, match="2 working days after 2026-12-30 lie outside"):
            CALENDAR.due(date(2026, 12, 30), 2)
        with pytest.raises(CalendarError, match="1 working days before 2004-01-01 lie outside"):
            CALENDAR.add(date(2004, 1, 1), -1)

    def test_the_edges_are_inside(self) -> None:
        assert CALENDAR.covers(CALENDAR.first)
        assert CALENDAR.covers(CALENDAR.last)
        assert CALENDAR.ordinal(CALENDAR.first) == 0  # New Year's Day
        assert CALENDAR.count(CALENDAR.first, CALENDAR.last) == len(CALENDAR.worked_ordinals)

    @pytest.mark.parametrize("ordinal", [0, -1, 5746])
    def test_an_ordinal_outside(self, ordinal: int) -> None:
        with pytest.raises(CalendarError, match="expected 1 to 5745"):
            CALENDAR.day(ordinal)

    def test_a_span_backwards(self) -> None:
        with pytest.raises(CalendarError, match="lies before the first day"):
            CALENDAR.within(MONDAY, FRIDAY)
        with pytest.raises(CalendarError, match="lies before the first day"):
            Workdays.of_weekdays(MONDAY, FRIDAY)

    def test_a_release_of_holidays_that_lacks_a_year_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(china, "working_days_by_year", lambda: {2025: 248, 2026: 249})
        workdays.cache_clear()
        try:
            with pytest.raises(CalendarError, match="248 working days in 2026, not the 249"):
                workdays()
        finally:
            workdays.cache_clear()


class TestArguments:
    """Days are dates, limits are whole numbers, and a cut-off needs a time of day."""

    @pytest.mark.parametrize("value", ["2017-01-20", 20170120, None, 1.5])
    def test_no_day(self, value: Any) -> None:
        with pytest.raises(CalendarError, match="is not a day"):
            CALENDAR.is_workday(value)

    def test_pandas_has_a_datetime_that_is_none(self) -> None:
        class NaT(datetime):
            year: Any = float("nan")

        with pytest.raises(CalendarError, match="is not a day"):
            CALENDAR.is_workday(NaT(2017, 1, 1))

    @pytest.mark.parametrize("limit", [1.0, "5", None, True, -1])
    def test_no_limit(self, limit: Any) -> None:
        with pytest.raises(CalendarError, match=r"limit \(时限\).*is not a number of days"):
            CALENDAR.due(FRIDAY, limit)

    @pytest.mark.parametrize("number", [1.0, True])
    def test_no_number(self, number: Any) -> None:
        with pytest.raises(CalendarError, match="is not a number of days"):
            CALENDAR.add(FRIDAY, number)
        with pytest.raises(CalendarError, match="is not a number of days"):
            CALENDAR.day(number)

    @pytest.mark.parametrize("cutoff", ["17:00", 17, time(17, tzinfo=UTC)])
    def test_no_cutoff(self, cutoff: Any) -> None:
        with pytest.raises(CalendarError, match="is not a local time of day"):
            CALENDAR.due(datetime(2017, 9, 15, 9), 1, cutoff=cutoff)

    def test_nobody_knows_whether_a_plain_day_was_late(self) -> None:
        with pytest.raises(CalendarError, match="has no time of day"):
            CALENDAR.due(FRIDAY, 1, cutoff=time(17))

    def test_time_zones_do_not_mix(self) -> None:
        local, elsewhere = datetime(2017, 9, 15, 9), datetime(2017, 9, 18, 9, tzinfo=UTC)
        for ask in (CALENDAR.count, CALENDAR.within):
            with pytest.raises(UnitError, match="2017-09-15T09:00:00 has none"):
                ask(local, elsewhere)
        assert CALENDAR.count(FRIDAY, elsewhere) == CALENDAR.count(FRIDAY, MONDAY) == 1

    def test_a_moment_elsewhere_is_the_day_it_is_in_china(self) -> None:
        assert CALENDAR.is_workday(datetime(2017, 9, 15, 15, 59, tzinfo=UTC))
        assert not CALENDAR.is_workday(datetime(2017, 9, 15, 16, 0, tzinfo=UTC))
        assert not CALENDAR.is_workday(datetime(2017, 9, 16, 0, 0, tzinfo=CHINA_TIME))


class TestConventions:
    """The day of acceptance is not counted, unless the convention says so; closing time moves it on."""

    @pytest.mark.parametrize(
        ("accepted", "limit", "counts", "cutoff", "due"),
        [
            (datetime(2017, 9, 15, 17, 0), 1, False, time(17), MONDAY),
            (datetime(2017, 9, 15, 17, 0, 1), 1, False, time(17), date(2017, 9, 19)),
            (datetime(2017, 9, 15, 17, 0, 1), 1, True, time(17), MONDAY),
            (datetime(2017, 9, 16, 9, 0), 1, False, time(17), date(2017, 9, 19)),  # a Saturday
            (datetime(2017, 9, 16, 9, 0), 1, False, None, MONDAY),
            (SATURDAY, 1, True, None, MONDAY),
            (FRIDAY, 1, True, None, FRIDAY),
            (FRIDAY, 0, True, None, FRIDAY),
            (SATURDAY, 0, False, None, SATURDAY),
            (datetime(2017, 9, 16, 9, 0), 0, False, time(17), MONDAY),
            (datetime(2017, 9, 15, 9, 30, tzinfo=UTC), 1, False, time(17), date(2017, 9, 19)),  # 17:30 in China
        ],
    )
    def test_due(self, accepted: date, limit: int, counts: bool, cutoff: time | None, due: date) -> None:
        assert CALENDAR.due(accepted, limit, count_start_day=counts, cutoff=cutoff) == due

    def test_on_or_after(self) -> None:
        assert CALENDAR.on_or_after(SATURDAY) == CALENDAR.on_or_after(MONDAY) == MONDAY
        assert CALENDAR.on_or_after(datetime(2017, 9, 15, 23)) == FRIDAY


class TestKnownAt:
    """A calendar as published by some day ends with the year announced and knows no later change."""

    @pytest.mark.parametrize(
        ("day", "known", "then"),
        [
            (date(2020, 1, 31), date(2020, 1, 25), True),
            (date(2020, 1, 31), date(2020, 1, 26), False),
            (date(2020, 2, 1), date(2020, 1, 25), True),
            (date(2019, 5, 2), date(2019, 3, 21), True),
            (date(2019, 4, 28), date(2019, 3, 21), False),
            (date(2015, 9, 3), date(2015, 5, 12), True),
            (date(2015, 9, 6), date(2015, 5, 13), True),
            (date(2018, 12, 31), date(2018, 12, 3), True),
            (date(2005, 12, 31), date(2005, 12, 16), True),
        ],
    )
    def test_a_day_that_changed(self, day: date, known: date, then: bool) -> None:
        assert CALENDAR.known_at(known).is_workday(day) is then

    def test_the_next_year_is_not_known_before_its_notice(self) -> None:
        known = CALENDAR.known_at(date(2017, 11, 29))
        assert known.last == date(2017, 12, 31)
        assert known.name == "mainland China as published by 2017-11-29"
        with pytest.raises(CalendarError, match="lie outside the working-day calendar of mainland China as published"):
            CALENDAR.due(date(2017, 12, 20), 20, known_at=date(2017, 11, 29))
        assert CALENDAR.due(date(2017, 12, 20), 20, known_at=date(2017, 11, 30)) == date(2018, 1, 18)

    def test_nothing_changes_after_the_last_notice(self) -> None:
        assert CALENDAR.known_at(date(2025, 11, 4)) is CALENDAR
        assert CALENDAR.known_at(date(2025, 11, 3)).last == date(2025, 12, 31)

    def test_before_the_first_notice(self) -> None:
        with pytest.raises(CalendarError, match="expected 2005-12-16 or later"):
            CALENDAR.known_at(date(2005, 12, 15))
        with pytest.raises(CalendarError, match="expected a calendar with notices"):
            Workdays.of_weekdays(FRIDAY, MONDAY).known_at(MONDAY)

    def test_a_closure_holds_whatever_was_known(self) -> None:
        local = CALENDAR.with_closures([date(2020, 1, 31)], opened=[date(2020, 1, 25)], name="bureau")
        then = local.known_at(date(2020, 1, 20))
        assert not then.is_workday(date(2020, 1, 31))
        assert then.is_workday(date(2020, 1, 25))
        assert then.is_workday(date(2020, 2, 1))
        assert then.name == "bureau as published by 2020-01-20"

    def test_each_change_turns_a_day_round(self) -> None:
        """What a notice says a day was before is not what the calendar says it is now."""
        changes = [change for notice in notices() for change in notice.changes]
        assert len(changes) == 17
        assert [change for change in changes if CALENDAR.is_workday(change.day) == change.was_workday] == []

    def test_every_year_has_one_notice_from_2006(self) -> None:
        assert [notice.year for notice in notices() if notice.year] == list(range(2006, 2027))
        assert all(notice.dated.year == notice.year - 1 for notice in notices() if notice.year)


class TestClosures:
    def test_due_days_move(self) -> None:
        local = CALENDAR.with_closures([MONDAY])
        assert local.due(FRIDAY, 1) == date(2017, 9, 19)
        assert local.name == "mainland China, with local closures"
        assert CALENDAR.due(FRIDAY, 1) == MONDAY
        assert local != CALENDAR
        assert CALENDAR.with_closures([]) is CALENDAR

    def test_opened(self) -> None:
        assert CALENDAR.with_closures([], opened=[SATURDAY]).due(FRIDAY, 1) == SATURDAY

    def test_both_at_once(self) -> None:
        with pytest.raises(CalendarError, match="'2017-09-18' is closed and opened at once"):
            CALENDAR.with_closures([MONDAY], opened=[MONDAY])

    def test_outside(self) -> None:
        with pytest.raises(CalendarError, match="2027-01-04"):
            CALENDAR.with_closures([date(2027, 1, 4)])


class TestValue:
    """A calendar is a value: it compares, hashes, pickles, and cannot be changed."""

    def test_equal_by_what_it_says(self) -> None:
        again = CALENDAR.with_closures([MONDAY]).with_closures([], opened=[MONDAY], name=CALENDAR.name)
        assert again.table() == CALENDAR.table()
        assert pickle.loads(pickle.dumps(CALENDAR)) == copy.deepcopy(CALENDAR) == CALENDAR  # noqa: S301  its own
        assert len({CALENDAR, copy.deepcopy(CALENDAR)}) == 1

    def test_immutable(self) -> None:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            CALENDAR.name = "x"  # type: ignore[misc]

    def test_the_default_is_built_once(self) -> None:
        assert package.CHINA is workdays() is workdays()
        with pytest.raises(AttributeError, match="JAPAN"):
            _ = package.JAPAN

    def test_holidays_are_loaded_on_first_use(self) -> None:
        program = (
            "import sys\nfrom zhengwu.workdays import Workdays, workdays\n"
            "print([name in sys.modules for name in ('holidays', 'numpy', 'tomllib')])\nworkdays()\n"
            "print([name in sys.modules for name in ('holidays', 'numpy')])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.split("\n")[:2] == ["[False, False, False]", "[True, False]"]

    def test_table(self) -> None:
        table = Workdays.of_weekdays(FRIDAY, MONDAY).table()
        assert table == (
            CalendarDay(FRIDAY, True, 1),
            CalendarDay(SATURDAY, False, 1),
            CalendarDay(date(2017, 9, 17), False, 1),
            CalendarDay(MONDAY, True, 2),
        )
        assert type(table[0].is_workday) is bool


class TestTable:
    """Any engine that joins has the counts and the due days: two joins to the table, and no function of its own."""

    def test_two_joins_in_sql(self) -> None:
        rows = [(FRIDAY, MONDAY, 20), (SATURDAY, date(2017, 10, 9), 1), (date(2017, 1, 27), date(2017, 2, 3), 20)]
        base = sqlite3.connect(":memory:")
        base.execute("create table calendar (date text primary key, is_workday int, n_cum int)")
        base.execute("create table cases (accepted text, closed text, term int)")
        base.executemany(
            "insert into calendar values (?, ?, ?)", [(str(day), *rest) for day, *rest in CALENDAR.table()]
        )
        base.executemany("insert into cases values (?, ?, ?)", [(str(a), str(b), term) for a, b, term in rows])
        found = base.execute(
            "select b.n_cum - a.n_cum, d.date from cases"
            " join calendar a on a.date = accepted join calendar b on b.date = closed"
            " join calendar d on d.is_workday and d.n_cum = a.n_cum + term order by cases.rowid"
        ).fetchall()
        base.close()
        assert found == [(CALENDAR.count(a, b), str(CALENDAR.due(a, term))) for a, b, term in rows]


class TestColumns:
    """Columns refuse what rows refuse, and say which row it was."""

    def test_the_first_row_outside_is_named(self) -> None:
        days = np.array(["2017-01-01", "2003-01-01", "2031-01-01"], "datetime64[D]")
        with pytest.raises(CalendarError, match=r"days\[1\]: '2003-01-01' lies outside"):
            CALENDAR.are_workdays(days)
        with pytest.raises(CalendarError, match=r"ends: '2031-01-01' lies outside"):
            CALENDAR.counts(days[:1], np.datetime64("2031-01-01"))

    def test_a_missing_day_is_outside(self) -> None:
        with pytest.raises(CalendarError, match=r"days\[1\]: 'NaT' lies outside"):
            CALENDAR.ordinals(np.array(["2017-01-01", "NaT"], "datetime64[D]"))

    def test_a_limit_that_ends_outside(self) -> None:
        days = np.array(["2017-01-01", "2026-12-30"], "datetime64[D]")
        for ask in (CALENDAR.adds, CALENDAR.dues):
            with pytest.raises(CalendarError, match=r"\[1\]: the limit from there ends outside"):
                ask(days, 2)
        with pytest.raises(CalendarError, match=r"days\[0\]"):
            CALENDAR.adds(np.array(["2004-01-05"], "datetime64[D]"), -3)
        with pytest.raises(CalendarError, match=r"accepted\[0\]"):
            CALENDAR.dues(np.array(["2026-12-31T18:00"], "datetime64[m]"), 1, cutoff=time(17))

    def test_every_form_of_a_day(self) -> None:
        expected = [CALENDAR.ordinal(FRIDAY), CALENDAR.ordinal(MONDAY)]
        forms: list[Any] = [
            [FRIDAY, MONDAY],
            np.array([FRIDAY, MONDAY]),
            np.array(["2017-09-15T23:59:59.999", "2017-09-18T00:00"], "datetime64[ms]"),
            np.array([datetime(2017, 9, 15, 9, tzinfo=UTC), datetime(2017, 9, 17, 16, tzinfo=UTC)], object),
        ]
        assert [CALENDAR.ordinals(form).tolist() for form in forms] == [expected] * len(forms)
        assert CALENDAR.ordinals([]).tolist() == []
        assert CALENDAR.adds([], 5).tolist() == CALENDAR.dues([], []).tolist() == []

    def test_one_start_for_many(self) -> None:
        assert CALENDAR.dues(np.datetime64("2017-09-15"), np.array([1, 20])).tolist() == [MONDAY, date(2017, 10, 19)]
        assert CALENDAR.adds(np.datetime64("2017-09-16"), np.array([0, -1])).tolist() == [SATURDAY, FRIDAY]

    @pytest.mark.parametrize("days", [[1, 2], [1.5], ["2017-01-01"]])
    def test_no_days(self, days: Any) -> None:
        with pytest.raises(CalendarError, match="not of days"):
            CALENDAR.are_workdays(days)

    def test_a_row_that_is_no_day_is_named(self) -> None:
        with pytest.raises(CalendarError, match=r"days\[1\]: is not a day"):
            CALENDAR.are_workdays(np.array([FRIDAY, None], object))

    @pytest.mark.parametrize("numbers", [[1.5], [True], ["1"]])
    def test_no_whole_numbers(self, numbers: Any) -> None:
        with pytest.raises(CalendarError, match="not of whole numbers"):
            CALENDAR.adds(np.array([FRIDAY]), numbers)

    def test_a_number_that_would_turn_negative(self) -> None:
        with pytest.raises(CalendarError, match="18446744073709551615 is not a number of days"):
            CALENDAR.adds(np.array([FRIDAY]), np.array([2**64 - 1], np.uint64))

    def test_one_day_is_a_column_of_none(self) -> None:
        friday = np.datetime64("2017-09-15")
        assert CALENDAR.dues(friday, 20) == np.datetime64("2017-10-19")
        assert CALENDAR.adds(friday, 0) == friday
        assert CALENDAR.counts(friday, np.datetime64("2017-09-18")) == 1
        assert CALENDAR.are_workdays(friday)

    def test_a_negative_limit(self) -> None:
        with pytest.raises(CalendarError, match="-1 is not a number of days"):
            CALENDAR.dues(np.array([FRIDAY]), [-1])

    def test_a_cutoff_needs_times(self) -> None:
        for days in (np.array([FRIDAY], "datetime64[D]"), [FRIDAY]):
            with pytest.raises(CalendarError, match="has no times of day"):
                CALENDAR.dues(days, 1, cutoff=time(17))

    def test_a_polars_column_with_a_time_zone_is_refused(self) -> None:
        column = SimpleNamespace(dtype=SimpleNamespace(time_zone="Asia/Shanghai"))
        with pytest.raises(CalendarError, match="is a column with a time zone"):
            CALENDAR.are_workdays(column)

    def test_moments_with_a_zone_can_be_late(self) -> None:
        tokyo = timezone(timedelta(hours=9))
        late = np.array(
            [datetime(2017, 9, 15, 18, 1, tzinfo=tokyo), datetime(2017, 9, 15, 18, 0, tzinfo=tokyo)], object
        )
        assert CALENDAR.dues(late, 1, cutoff=time(17)).tolist() == [date(2017, 9, 19), MONDAY]

    def test_moments_of_two_kinds_are_refused(self) -> None:
        with pytest.raises(UnitError, match="has a time zone"):
            CALENDAR.are_workdays([datetime(2017, 9, 15, 9), datetime(2017, 9, 15, 9, tzinfo=UTC)])
        with pytest.raises(CalendarError, match="has no times of day"):
            CALENDAR.dues([datetime(2017, 9, 15, 9), FRIDAY], 1, cutoff=time(17))

    def test_without_numpy_one_error_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "numpy", None)
        monkeypatch.delitem(sys.modules, "zhengwu.workdays.columns")
        with pytest.raises(MissingExtraError, match="pip install numpy"):
            importlib.import_module("zhengwu.workdays.columns")

    def test_the_arrays_behind_are_read_only(self) -> None:
        from zhengwu.workdays import columns

        with pytest.raises(ValueError, match="read-only"):
            columns._arrays(CALENDAR).counts[0] = 7

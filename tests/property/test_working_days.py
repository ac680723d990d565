"""Laws of the working-day calendar: W(d) is the number of working days up to d, and all else follows from it."""

# ruff: noqa: DTZ001  local times are what this is about

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
from hypothesis import example, given, strategies as st

from zhengwu.reference.notices import notices
from zhengwu.workdays import Workdays, workdays

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)
early = st.dates(FIRST, date(2024, 12, 31))  # a limit from there ends inside the calendar
limits = st.integers(1, 250)
cutoffs = st.times()
flags = st.booleans()
ONE_DAY = timedelta(1)


@st.composite
def calendars(draw: st.DrawFn) -> Workdays:
    """Any calendar of some weeks, with days closed and opened at random."""
    first = draw(st.dates(date(2000, 1, 1), date(2030, 1, 1)))
    last = first + timedelta(draw(st.integers(0, 60)))
    day = st.dates(first, last)
    off, work = draw(st.frozensets(day, max_size=20)), draw(st.frozensets(day, max_size=20))
    return Workdays.of_weekdays(first, last, off=off - work, work=work)


def day_by_day(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`, counted one by one."""
    china, count = workdays(), 0
    while start < end:
        start += ONE_DAY
        count += china.is_workday(start)
    return count


class TestCounting:
    """W(b) − W(a) is what counting day by day finds, and it adds up."""

    @given(start=days, end=days)
    @example(start=date(2017, 3, 30), end=date(2017, 4, 10))
    @example(start=FIRST, end=LAST)
    def test_agrees_with_a_loop(self, start: date, end: date) -> None:
        low, high = sorted((start, end))
        assert workdays().count(low, high) == day_by_day(low, high)
        assert workdays().count(high, low) == -workdays().count(low, high)
        assert workdays().within(low, high) == workdays().count(low, high) + workdays().is_workday(low)

    @given(a=days, b=days, c=days)
    def test_elapsed_days_add_up(self, a: date, b: date, c: date) -> None:
        count = workdays().count
        assert count(a, b) + count(b, c) == count(a, c)

    @given(a=days, b=days, c=days)
    def test_monotone_in_both_arguments(self, a: date, b: date, c: date) -> None:
        low, high = sorted((b, c))
        assert workdays().count(a, low) <= workdays().count(a, high)
        assert workdays().count(low, a) >= workdays().count(high, a)

    @given(calendar=calendars(), data=st.data())
    def test_ordinals_run_both_ways(self, calendar: Workdays, data: st.DataObject) -> None:
        day = data.draw(st.dates(calendar.first, calendar.last))
        ordinal = calendar.ordinal(day)
        if calendar.is_workday(day):
            assert calendar.day(ordinal) == day
        elif ordinal:
            assert calendar.day(ordinal) < day
        assert [row.date for row in calendar.table() if row.is_workday] == [
            calendar.day(number) for number in range(1, len(calendar.worked_ordinals) + 1)
        ]


class TestDueDays:
    """due(a, n) is a working day, and exactly n working days pass until it."""

    @given(accepted=early, limit=limits)
    @example(accepted=date(2017, 1, 27), limit=20)
    def test_elapsed_is_the_limit(self, accepted: date, limit: int) -> None:
        china = workdays()
        due = china.due(accepted, limit)
        assert china.is_workday(due)
        assert china.count(accepted, due) == limit
        assert china.day(china.ordinal(due) - limit + 1) > accepted
        assert china.add(accepted, limit) == due

    @given(accepted=early, limit=limits)
    def test_agrees_with_a_loop(self, accepted: date, limit: int) -> None:
        day, left = accepted, limit
        while left:
            day += ONE_DAY
            left -= workdays().is_workday(day)
        assert workdays().due(accepted, limit) == day

    @given(day=st.dates(date(2005, 6, 1), LAST), number=limits)
    def test_backwards_agrees_with_a_loop(self, day: date, number: int) -> None:
        before, left = day, number
        while left:
            before -= ONE_DAY
            left -= workdays().is_workday(before)
        assert workdays().add(day, -number) == before

    @given(moments=st.tuples(*[st.datetimes(datetime(2004, 1, 1), datetime(2024, 12, 31))] * 2), data=st.data())
    @example(moments=(datetime(2017, 9, 29, 18), datetime(2017, 10, 2, 9)), data=None)
    def test_later_is_never_due_earlier(self, moments: tuple[datetime, datetime], data: st.DataObject | None) -> None:
        """Also with a cut-off: what comes in on a day off is not due before what came in late on the day before."""
        early_limit, late_limit = sorted((data.draw(limits), data.draw(limits))) if data else (1, 1)
        counts, cutoff = (data.draw(flags), data.draw(st.none() | cutoffs)) if data else (False, time(17))
        first, second = sorted(moments)
        china = workdays()
        due = china.due(first, early_limit, count_start_day=counts, cutoff=cutoff)
        assert due <= china.due(second, early_limit, count_start_day=counts, cutoff=cutoff)
        assert due <= china.due(first, late_limit, count_start_day=counts, cutoff=cutoff)

    @given(accepted=early, limit=limits)
    def test_counting_the_first_day_saves_one_or_none(self, accepted: date, limit: int) -> None:
        china = workdays()
        counted = china.due(accepted, limit, count_start_day=True)
        assert counted == china.due(accepted, limit - china.is_workday(accepted))


class TestColumns:
    """A column has the answers of its rows."""

    @given(calendar=calendars(), data=st.data())
    def test_counts(self, calendar: Workdays, data: st.DataObject) -> None:
        day = st.dates(calendar.first, calendar.last)
        rows = data.draw(st.lists(st.tuples(day, day), max_size=8))
        starts, ends = (np.array([row[side] for row in rows], "datetime64[D]") for side in (0, 1))
        assert calendar.counts(starts, ends).tolist() == [calendar.count(*row) for row in rows]
        assert calendar.are_workdays(starts).tolist() == [calendar.is_workday(row[0]) for row in rows]
        assert calendar.ordinals(ends).tolist() == [calendar.ordinal(row[1]) for row in rows]

    @given(rows=st.lists(st.tuples(st.dates(date(2006, 1, 1), date(2024, 12, 31)), st.integers(-250, 250)), max_size=8))
    @example(rows=[(date(2017, 1, 27), 0), (date(2017, 1, 27), -1), (date(2017, 1, 26), -1)])
    def test_adds(self, rows: list[tuple[date, int]]) -> None:
        starts = np.array([day for day, _ in rows], "datetime64[D]")
        numbers = np.array([number for _, number in rows], np.int64)
        assert workdays().adds(starts, numbers).tolist() == [workdays().add(*row) for row in rows]

    @given(
        rows=st.lists(st.tuples(st.datetimes(datetime(2004, 1, 1), datetime(2024, 12, 31)), st.integers(0, 60))),
        counts=flags,
        cutoff=st.none() | cutoffs,
    )
    @example(rows=[(datetime(2017, 9, 29, 17, 0), 0), (datetime(2017, 9, 29, 17, 1), 0)], counts=True, cutoff=time(17))
    def test_dues(self, rows: list[tuple[datetime, int]], counts: bool, cutoff: time | None) -> None:
        accepted = np.array([moment for moment, _ in rows], "datetime64[us]")
        numbers = np.array([limit for _, limit in rows], np.int64)
        found = workdays().dues(accepted, numbers, count_start_day=counts, cutoff=cutoff)
        expected = [workdays().due(*row, count_start_day=counts, cutoff=cutoff) for row in rows]
        assert found.tolist() == expected


class TestEarlierPublications:
    """What was known on a day is the calendar of today, but for the notices that came later."""

    @given(known=st.dates(date(2005, 12, 16), LAST), day=days)
    @example(known=date(2020, 1, 25), day=date(2020, 1, 31))
    def test_only_later_notices_make_a_difference(self, known: date, day: date) -> None:
        then = workdays().known_at(known)
        changed = {change.day for notice in notices() if notice.dated > known for change in notice.changes}
        if then.covers(day):
            assert (then.is_workday(day) != workdays().is_workday(day)) == (day in changed)
        else:
            assert day.year > max(notice.year for notice in notices() if notice.dated <= known and notice.year)

    @given(known=st.dates(date(2005, 12, 16), LAST), earlier=st.dates(date(2005, 12, 16), LAST))
    def test_an_earlier_day_can_be_asked_of_a_later_one(self, known: date, earlier: date) -> None:
        first, second = sorted((earlier, known))
        assert workdays().known_at(second).known_at(first).table() == workdays().known_at(first).table()


class TestClosures:
    """A local rule settles its own days and no other."""

    @given(closed=st.frozensets(st.dates(date(2016, 12, 1), date(2017, 12, 31)), max_size=5), day=days, data=st.data())
    def test_only_its_own_days(self, closed: frozenset[date], day: date, data: st.DataObject) -> None:
        opened = data.draw(st.frozensets(st.dates(date(2017, 1, 1), date(2017, 12, 31)), max_size=5)) - closed
        local = workdays().with_closures(closed, opened=opened)
        expected = day in opened or (day not in closed and workdays().is_workday(day))
        assert local.is_workday(day) == expected
        assert local.with_closures([], opened=[]) == local
        known = local.known_at(date(2016, 12, 1))
        assert all(known.is_workday(each) == (each in opened) for each in opened | closed)

"""Laws of clocks: stops are a union, an extension is no stop, and on time means not after the due day."""

# ruff: noqa: DTZ001  local times are what this is about

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from hypothesis import assume, example, given, strategies as st

from zhengwu.records.clock import clock, deadline
from zhengwu.records.clock_columns import Stops, clock_columns
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.records.deadline import Stop

BEGIN, FINISH = datetime(2017, 1, 1), datetime(2017, 6, 30)
moments = st.datetimes(BEGIN, FINISH).map(lambda moment: moment.replace(second=0, microsecond=0))
closed_stops = st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair)))
stops = st.lists(closed_stops, max_size=4)
limits = st.integers(0, 60)
day_conventions = st.builds(
    Convention,
    unit=st.sampled_from([ClockUnit.WORKING_DAYS, ClockUnit.CALENDAR_DAYS]),
    count_start_day=st.booleans(),
    cutoff=st.none() | st.times(),
)
conventions = day_conventions | st.builds(Convention, unit=st.sampled_from([ClockUnit.HOURS, ClockUnit.MINUTES]))
spans = st.tuples(moments, moments).map(sorted)
WORKING_DAYS = Convention()
HOURS = Convention(unit=ClockUnit.HOURS)


class TestStops:
    """The union of stops is order-free, adding one never raises the net time, and net lies between 0 and elapsed."""

    @given(span=spans, given_stops=stops, data=st.data(), convention=conventions)
    def test_order_and_repetition_do_not_matter(
        self, span: list[datetime], given_stops: list[Stop], data: st.DataObject, convention: Convention
    ) -> None:
        start, end = span
        found = clock(start, 5, ended=end, stops=given_stops, convention=convention)
        again = data.draw(st.permutations(given_stops + given_stops[:1]))
        assert clock(start, 5, ended=end, stops=again, convention=convention).net == found.net
        assert 0 <= found.net <= found.elapsed

    @given(span=spans, given_stops=stops, more=closed_stops, convention=conventions)
    def test_one_more_never_raises_net(
        self, span: list[datetime], given_stops: list[Stop], more: Stop, convention: Convention
    ) -> None:
        start, end = span
        fewer = clock(start, 5, ended=end, stops=given_stops, convention=convention)
        assert clock(start, 5, ended=end, stops=[*given_stops, more], convention=convention).net <= fewer.net

    @given(span=spans, given_stops=stops)
    def test_agrees_with_a_loop_over_the_days(self, span: list[datetime], given_stops: list[Stop]) -> None:
        """A working day counts when it lies after the start, up to the end, and in no stop but as its first day."""
        start, end = (moment.date() for moment in span)
        calendar, day, net = WORKING_DAYS.working_days, start, 0
        while day < end:
            day += timedelta(1)
            stood = any(first.date() < day <= last.date() for first, last in given_stops)  # type: ignore[attr-defined, union-attr]
            net += calendar.is_workday(day) and not stood
        assert clock(start, 5, ended=end, stops=given_stops).net == net

    @given(span=spans, between=moments, given_stops=stops, convention=conventions)
    def test_net_grows_with_time(
        self, span: list[datetime], between: datetime, given_stops: list[Stop], convention: Convention
    ) -> None:
        start, middle, end = sorted([*span, between])
        first, second = (
            clock(start, 5, ended=each, stops=given_stops, convention=convention) for each in (middle, end)
        )
        assert first.net <= second.net
        assert first.stopped <= second.stopped


class TestDue:
    """On time ⇔ not after the due day; stops and extensions move it on and never back."""

    @given(span=spans, limit=limits, extension=limits, given_stops=stops, convention=conventions)
    @example(
        span=[datetime(2017, 3, 30), datetime(2017, 4, 10)],
        limit=5,
        extension=0,
        given_stops=[(datetime(2017, 4, 7), datetime(2017, 4, 10))],  # stopped on the last day
        convention=WORKING_DAYS,
    )
    @example(  # accepted late, closed before the day it counts from
        span=[datetime(2017, 3, 30, 18), datetime(2017, 3, 30, 19)],
        limit=0,
        extension=0,
        given_stops=[],
        convention=Convention(cutoff=time(17)),
    )
    def test_on_time_means_by_the_due_day(
        self, span: list[datetime], limit: int, extension: int, given_stops: list[Stop], convention: Convention
    ) -> None:
        start, end = span
        found = clock(start, limit, extension=extension, ended=end, stops=given_stops, convention=convention)
        due = deadline(start, limit, extension=extension, stops=given_stops, convention=convention).due
        assert found.due == due
        assert due is not None
        # Days off after the last working day change nothing: W stands still.
        assert found.is_on_time == (convention.place(end) <= max(convention.place(due), convention.start_place(start)))

    @given(
        start=moments,
        limit=limits,
        more=limits,
        given_stops=st.lists(closed_stops, min_size=1, max_size=4),
        convention=conventions,
    )
    def test_never_back(
        self,
        start: datetime,
        limit: int,
        more: int,
        given_stops: list[Stop],
        convention: Convention,
    ) -> None:
        *fewer, _ = given_stops
        due = convention.place(due_day(start, limit, 0, fewer, convention))
        assert due <= convention.place(due_day(start, limit, more, fewer, convention))
        assert due <= convention.place(due_day(start, limit, 0, given_stops, convention))
        assert due_day(start, limit + more, 0, given_stops, convention) == due_day(
            start, limit, more, given_stops, convention
        )

    @given(start=moments, limit=st.integers(1, 60), convention=day_conventions)
    def test_calendar_days_are_due_no_later_than_working_days(
        self, start: datetime, limit: int, convention: Convention
    ) -> None:
        counts, cutoff = convention.count_start_day, convention.cutoff
        working, plain = (
            Convention(unit=unit, count_start_day=counts, cutoff=cutoff)
            for unit in (ClockUnit.WORKING_DAYS, ClockUnit.CALENDAR_DAYS)
        )
        assert due_day(start, limit, 0, [], plain) <= due_day(start, limit, 0, [], working)

    @given(span=spans, limit=limits, given_stops=stops)
    def test_working_days_for_calendar_days_turns_no_ticket_late(
        self, span: list[datetime], limit: int, given_stops: list[Stop]
    ) -> None:
        start, end = span
        plain = clock(start, limit, ended=end, convention=Convention(unit=ClockUnit.CALENDAR_DAYS))
        if plain.is_on_time:
            assert clock(start, limit, ended=end).is_on_time
            assert clock(start, limit, ended=end, stops=given_stops).is_on_time

    @given(start=moments, hours=limits, given_stops=stops)
    def test_sixty_minutes_are_an_hour(self, start: datetime, hours: int, given_stops: list[Stop]) -> None:
        minutes = Convention(unit=ClockUnit.MINUTES)
        assert due_day(start, hours, 0, given_stops, HOURS) == due_day(start, 60 * hours, 0, given_stops, minutes)


class TestAsOf:
    """Looking back as of a day sees what had happened by then, and nothing later."""

    @given(span=spans, as_of=moments, given_stops=stops, convention=conventions)
    def test_later_events_are_unknown(
        self, span: list[datetime], as_of: datetime, given_stops: list[Stop], convention: Convention
    ) -> None:
        start, end = span
        assume(as_of >= start)
        known = [(first, last if last and last <= as_of else None) for first, last in given_stops if first <= as_of]
        expected = clock(start, 5, ended=end if end <= as_of else None, as_of=as_of, stops=known, convention=convention)
        assert clock(start, 5, ended=end, as_of=as_of, stops=given_stops, convention=convention) == expected
        if expected.is_open:
            assert expected.net == clock(start, 5, ended=as_of, stops=known, convention=convention).net


def due_day(start: datetime, limit: int, extension: int, given_stops: list[Stop], convention: Convention) -> date:
    due = deadline(start, limit, extension=extension, stops=given_stops, convention=convention).due
    assert due is not None
    return due


class TestColumns:
    """A column of clocks says what each clock says."""

    @given(
        rows=st.lists(st.tuples(spans, st.lists(closed_stops, max_size=3)), min_size=1, max_size=6),
        counts=st.booleans(),
        cutoff=st.none() | st.times(),
        order=st.randoms(use_true_random=False),
    )
    def test_agrees_with_single_clocks(
        self, rows: list[tuple[list[datetime], list[Stop]]], counts: bool, cutoff: time | None, order: Any
    ) -> None:
        convention = Convention(count_start_day=counts, cutoff=cutoff)
        flat = [(number, *stop) for number, (_, given_stops) in enumerate(rows) for stop in given_stops]
        order.shuffle(flat)
        started, ended, starts, ends = (
            np.array(column, "datetime64[us]")
            for column in (
                [span[0] for span, _ in rows],
                [span[1] for span, _ in rows],
                [start for _, start, _ in flat],
                [end for _, _, end in flat],
            )
        )
        found = clock_columns(
            started, ended, stops=Stops([number for number, _, _ in flat], starts, ends), convention=convention
        )
        expected = [clock(a, 5, ended=b, stops=given_stops, convention=convention) for (a, b), given_stops in rows]
        assert found.net.tolist() == [each.net for each in expected]
        assert found.stopped.tolist() == [each.stopped for each in expected]
        assert found.elapsed.tolist() == [each.elapsed for each in expected]

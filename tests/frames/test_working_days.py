"""Working days as columns: on every engine what the calendar and the clock say of each row, and blank where they
refuse; nothing but joins in the plan."""

# ruff: noqa: DTZ001  local time, as the columns hold it

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.frames.brought import ENGINES, LOCAL, frame_of, rows_of

from zhengwu.errors import CalendarError, PeriodError, UnitError, UnknownNameError
from zhengwu.frames.working_days import due_days, working_days
from zhengwu.records.clock import clock
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.workdays import Workdays, workdays

CHINA = workdays()
STARTS = [date(2017, 3, 30), date(2017, 9, 15), None, date(2017, 1, 28), date(2017, 9, 30), date(2004, 1, 1)]
ENDS = [date(2017, 4, 10), None, date(2017, 4, 1), date(2017, 1, 29), date(2017, 10, 9), date(2026, 12, 31)]
LIMITS = [20, 5, 1, 0, 1, None]
CONVENTIONS = {
    "plain": Convention(),
    "first day": Convention(count_start_day=True),
    "district": Convention(calendar=CHINA.with_closures([date(2017, 4, 5)], name="district")),
}
TIMED = {
    **CONVENTIONS,
    "17:00": Convention(cutoff=time(17, 0)),
    "17:00:01": Convention(cutoff=time(17, 0, 1), count_start_day=True),
}

days = st.dates(CHINA.first, CHINA.last)
limits = st.integers(-1, 300)
moments = st.datetimes(datetime(2016, 12, 20), datetime(2017, 12, 31, 23, 59, 59, 999_999))


def asked(conventions: dict[str, Convention], *, few: list[str]) -> list[Any]:
    """Every convention on every engine, but only a few on Spark, where each costs seconds."""
    return [
        pytest.param(engine, convention, id=f"{engine}, {name}")
        for engine in ENGINES
        for name, convention in conventions.items()
        if engine != "pyspark" or name in few
    ]


def cases(engine: str, **columns: list[Any]) -> Any:
    """A frame of cases, with their numbers, since not every engine keeps an order."""
    kinds = {"closed_at": "day", "limit": "integer"}
    number = range(len(columns["accepted_at"]))
    first = next((value for value in columns["accepted_at"] if value is not None), None)
    kind = "day" if not isinstance(first, datetime) else "zoned" if first.tzinfo else "moment"
    if columns.get("closed_at") and isinstance(columns["closed_at"][0], datetime):
        kinds["closed_at"] = kind
    held = {name: (kinds.get(name, kind), values) for name, values in columns.items()}
    return frame_of(engine, {"n": ("integer", list(number)), **held})


def column(frame: Any, name: str) -> list[Any]:
    """A column by the number of its row; a day where the engine has only timestamps."""
    rows = sorted(rows_of(frame), key=lambda row: row["n"])
    return [value.date() if isinstance(value, datetime) else value for value in (row[name] for row in rows)]


def elapsed(start: Any, end: Any, convention: Convention) -> Any:
    """What the clock says; None where it says nothing."""
    if start is None or end is None:
        return None
    try:
        return clock(start, 0, ended=end, convention=convention).elapsed
    except CalendarError:
        return None


def due(start: Any, limit: int | None, convention: Convention) -> date | None:
    """What the calendar says; None where it says nothing."""
    if start is None or limit is None:
        return None
    try:
        return convention.working_days.due(
            start, limit, count_start_day=convention.count_start_day, cutoff=convention.cutoff
        )
    except CalendarError:
        return None


@pytest.mark.parametrize(("engine", "convention"), asked(CONVENTIONS, few=["district"]))
class TestEveryEngineSaysWhatTheClockSays:
    def test_elapsed(self, engine: str, convention: Convention) -> None:
        frame = cases(engine, accepted_at=STARTS, closed_at=ENDS)
        found = working_days(frame, "accepted_at", "closed_at", convention=convention)
        expected = [elapsed(start, end, convention) for start, end in zip(STARTS, ENDS, strict=True)]
        assert column(found, "working_days") == expected
        assert type(found) is type(frame)

    def test_due(self, engine: str, convention: Convention) -> None:
        frame = cases(engine, accepted_at=STARTS, limit=LIMITS)
        found = due_days(frame, "accepted_at", "limit", convention=convention)
        assert column(found, "due_at") == [due(*row, convention) for row in zip(STARTS, LIMITS, strict=True)]


@pytest.mark.parametrize(("engine", "convention"), asked(TIMED, few=["plain", "17:00:01"]))
def test_closing_time_and_days_off(engine: str, convention: Convention) -> None:
    """What comes after closing time, by a microsecond, or on a day off, begins on the next working day."""
    starts = [
        datetime(2017, 9, 15, 16, 59, 59, 999_999),
        datetime(2017, 9, 15, 17, 0),
        datetime(2017, 9, 15, 17, 0, 0, 1),
        datetime(2017, 9, 15, 17, 0, 1, 1),
        datetime(2017, 9, 16, 9, 0),
        datetime(2017, 9, 30, 18, 0),
        None,
    ]
    ends = [*(start and start + timedelta(days=3) for start in starts)]
    limits = [5, 5, 5, 0, 0, 1, 1]
    frame = cases(engine, accepted_at=starts, closed_at=ends, limit=limits)
    found = due_days(frame, "accepted_at", "limit", convention=convention)
    assert column(found, "due_at") == [due(*row, convention) for row in zip(starts, limits, strict=True)]
    found = working_days(frame, "accepted_at", "closed_at", convention=convention)
    assert column(found, "working_days") == [elapsed(*row, convention) for row in zip(starts, ends, strict=True)]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_instant_with_a_time_zone_is_the_day_it_is_in_china(engine: str) -> None:
    starts = [datetime(2017, 9, 14, 15, 59, tzinfo=UTC), datetime(2017, 9, 14, 16, 0, tzinfo=UTC)]
    if engine == "pyspark":  # which reads Python's instants right only with a zone of its own
        from tests.frames import spark

        texts = [(n, start.isoformat()) for n, start in enumerate(starts)]
        made = spark.session().createDataFrame(texts, "n bigint, t string")
        frame = made.selectExpr("n", "cast(t as timestamp) as accepted_at")
    else:
        frame = cases(engine, accepted_at=starts)
    if engine == "ibis":
        with pytest.raises(UnitError, match="accepted: accepted_at: is in the time zone UTC, which ibis cannot bring"):
            due_days(frame, "accepted_at", 1)
        return
    made = due_days(frame, "accepted_at", 1)
    if engine == "duckdb":  # which hands out instants with a zone only where pytz is installed
        made = made.select("n, due_at")
    found = column(made, "due_at")
    assert found == [date(2017, 9, 15), date(2017, 9, 18)] == [CHINA.due(start, 1) for start in starts]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_open_case_is_looked_at_as_of_a_day_and_otherwise_blank(engine: str) -> None:
    frame = cases(engine, accepted_at=[date(2017, 9, 15)] * 2, closed_at=[date(2017, 9, 18), None])
    assert column(working_days(frame, "accepted_at", "closed_at"), "working_days") == [1, None]
    found = working_days(frame, "accepted_at", "closed_at", as_of=date(2017, 9, 20))
    assert column(found, "working_days") == [1, 3]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_without_an_answer_is_named_or_left_blank(engine: str) -> None:
    starts, ends = [date(2003, 12, 31), date(2017, 3, 30)], [date(2017, 1, 3), date(2017, 3, 29)]
    frame = cases(engine, accepted_at=starts, closed_at=ends, limit=[1, -1])
    with pytest.raises(CalendarError, match=r"accepted_at, closed_at: .*2003-12-31.*2026-12-31"):
        working_days(frame, "accepted_at", "closed_at")
    with pytest.raises(CalendarError, match="a limit of 0 or more"):
        due_days(frame, "accepted_at", "limit")
    with pytest.raises(CalendarError, match="2003-12-31"):
        due_days(frame, "accepted_at", 1)
    found = working_days(frame, "accepted_at", "closed_at", outside="blank")
    assert column(found, "working_days") == [None, None]
    assert column(due_days(frame, "accepted_at", "limit", outside="blank"), "due_at") == [None, None]
    assert column(due_days(frame, "accepted_at", 10**7, outside="blank"), "due_at") == [None, None]


@settings(max_examples=10)
@given(st.lists(st.tuples(days, days), min_size=1, max_size=30), st.sampled_from(list(CONVENTIONS.values())))
def test_elapsed_of_any_days(pairs: list[tuple[date, date]], convention: Convention) -> None:
    for engine in LOCAL:
        frame = cases(engine, accepted_at=[one for one, _ in pairs], closed_at=[other for _, other in pairs])
        found = working_days(frame, "accepted_at", "closed_at", convention=convention, outside="blank")
        assert column(found, "working_days") == [elapsed(*pair, convention) for pair in pairs], engine


@settings(max_examples=10)
@given(st.lists(st.tuples(moments, limits), min_size=1, max_size=30), st.sampled_from(list(TIMED.values())))
def test_due_day_of_any_moment(pairs: list[tuple[datetime, int]], convention: Convention) -> None:
    for engine in LOCAL:
        frame = cases(engine, accepted_at=[one for one, _ in pairs], limit=[limit for _, limit in pairs])
        found = due_days(frame, "accepted_at", "limit", convention=convention, outside="blank")
        assert column(found, "due_at") == [due(*pair, convention) for pair in pairs], engine


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pandas", "pandas arrow", "pyarrow"])
def test_rows_keep_their_order_and_pandas_its_index(engine: str) -> None:
    starts = [date(2017, 1, 1) + timedelta(number * 37 % 365) for number in range(500)]
    frame = cases(engine, accepted_at=starts)
    if engine.startswith("pandas"):
        frame.index = [f"r{number}" for number in range(500)]
    found = due_days(frame, "accepted_at", 3)
    assert [row["n"] for row in rows_of(found)] == list(range(500))
    if engine.startswith("pandas"):
        assert list(found.index) == list(frame.index)


class TestWhatCannotBeAskedIsSaidBeforeAnythingRuns:
    def frame(self) -> Any:
        kinds = {"受理时间": "day", "closed_at": "moment", "zone": "zoned", "window": "text"}
        return frame_of("polars lazy", {name: (kind, []) for name, kind in kinds.items()})

    def test_columns_are_found_by_the_field_they_hold(self) -> None:
        found = working_days(self.frame(), "accepted_at", "办结时间", outside="blank")
        assert found.collect_schema().names()[-1] == "working_days"

    def test_an_unknown_column_is_named_with_the_nearest(self) -> None:
        with pytest.raises(UnknownNameError, match=r"start: 'close_at'.*expected closed_at"):
            working_days(self.frame(), "close_at", "受理时间")

    def test_a_column_without_days(self) -> None:
        with pytest.raises(PeriodError, match="end: window: is a column of String"):
            working_days(self.frame(), "受理时间", "window")

    def test_a_limit_that_is_no_number(self) -> None:
        with pytest.raises(UnitError, match="limit: window"):
            due_days(self.frame(), "受理时间", "window")
        with pytest.raises(CalendarError, match="limit"):
            due_days(self.frame(), "受理时间", -1)

    def test_one_column_with_a_zone_and_one_without(self) -> None:
        with pytest.raises(UnitError, match=r"closed_at \(none\) and zone \(UTC\): mix instants"):
            working_days(self.frame(), "closed_at", "zone")

    def test_a_closing_time_of_days_without_times(self) -> None:
        with pytest.raises(CalendarError, match="has no times of day"):
            due_days(self.frame(), "受理时间", 5, convention=Convention(cutoff=time(17, 0)))

    def test_a_name_that_is_taken(self) -> None:
        for taken in ("window", "closed_at"):
            with pytest.raises(UnitError, match="stands in the frame already"):
                due_days(self.frame(), "受理时间", 5, into=taken)

    def test_a_clock_of_hours(self) -> None:
        with pytest.raises(CalendarError, match="no clock of working days"):
            due_days(self.frame(), "受理时间", 5, convention=Convention(unit=ClockUnit.HOURS))

    def test_a_wrong_word_for_what_lies_outside(self) -> None:
        with pytest.raises(CalendarError, match="expected raise or blank"):
            due_days(self.frame(), "受理时间", 5, outside="drop")


def test_an_engine_with_one_zone_for_all_is_told_which() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    with pytest.raises(UnitError, match="SET TimeZone = 'Asia/Shanghai'"):
        due_days(connection.sql("select timestamptz '2017-09-15 00:00:00' as accepted_at"), "accepted_at", 5)


def test_a_short_calendar_knows_its_last_day() -> None:
    week = Workdays.of_weekdays(date(2017, 9, 25), date(2017, 9, 29))
    frame = cases("polars", accepted_at=[date(2017, 9, 25), date(2017, 9, 26)])
    found = due_days(frame, "accepted_at", 4, convention=Convention(calendar=week), outside="blank")
    assert column(found, "due_at") == [date(2017, 9, 29), None]

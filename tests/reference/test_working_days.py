"""The working-day calendar against the State Council's notices, as two other sources carry them, and worked due days.

The table of exceptions is data of its own (``working_days.json``); `chinese_calendar` is a library of other authors.
"""

from __future__ import annotations

import importlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from zhengwu.periods import Period
from zhengwu.reference.notices import working_days_by_year
from zhengwu.workdays import Workdays, workdays

DATA: dict[str, Any] = json.loads((Path(__file__).parent / "working_days.json").read_text(encoding="utf-8"))
WRONG_ELSEWHERE = date(2005, 12, 31)
"""A Saturday worked by 国办发明电〔2005〕35号, which chinese_calendar has as a day off."""


def every_day(calendar: Workdays) -> list[date]:
    return [calendar.first + timedelta(number) for number in range((calendar.last - calendar.first).days + 1)]


def exceptions(kind: str) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for year, lists in DATA["years"].items() for day in lists[kind].split()]


class TestAgainstOtherSources:
    """Every day from 2004 to 2026 is what two independent sources say it is."""

    def test_the_table_of_exceptions(self) -> None:
        china = workdays()
        listed = Workdays.of_weekdays(china.first, china.last, off=exceptions("off"), work=exceptions("work"))
        assert [day for day in every_day(china) if listed.is_workday(day) != china.is_workday(day)] == []

    def test_the_table_lists_exceptions_only(self) -> None:
        assert all(day.weekday() < 5 for day in exceptions("off"))
        assert all(day.weekday() >= 5 for day in exceptions("work"))

    def test_another_library_differs_on_one_day_which_it_has_wrong(self) -> None:
        chinese_calendar = importlib.import_module("chinese_calendar")  # of the extra `test`; it has no types
        china = workdays()
        different = [day for day in every_day(china) if chinese_calendar.is_workday(day) != china.is_workday(day)]
        assert different == [WRONG_ELSEWHERE]
        assert china.is_workday(WRONG_ELSEWHERE)

    def test_forgetting_the_days_worked_for_others_goes_wrong(self) -> None:
        """Without make-up days one limit of 20 working days in three ends too late; days off are half of the matter."""
        china = workdays()
        no_make_up = Workdays.of_weekdays(china.first, china.last, off=exceptions("off"))
        starts = every_day(china)[:-60]
        wrong = sum(no_make_up.due(day, 20) != china.due(day, 20) for day in starts)
        assert 34 <= 100 * wrong // len(starts) <= 35


class TestCounts:
    """Working days per year and month: approval offices print the months of 2017."""

    def test_per_year(self) -> None:
        counted = {str(year): workdays().in_period(Period(str(year))) for year in range(2004, 2027)}
        assert counted == DATA["working_days_per_year"]
        assert counted == {str(year): number for year, number in working_days_by_year().items()}

    def test_per_month_of_2017(self) -> None:
        counted = [workdays().in_period(month) for month in Period("2017").months]
        assert counted == [19, 19, 23, 19, 21, 22, 21, 23, 22, 17, 22, 21]
        assert sum(counted) == 249

    def test_elapsed(self) -> None:
        assert workdays().count(date(2017, 3, 30), date(2017, 4, 10)) == 6
        assert workdays().count(date(2017, 3, 31), date(2017, 4, 7)) == 4


class TestDueDays:
    """The day of acceptance is not counted; the limit ends on its n-th working day."""

    @pytest.mark.parametrize(("accepted", "limit", "due"), DATA["due"])
    def test_due(self, accepted: str, limit: int, due: str) -> None:
        assert workdays().due(date.fromisoformat(accepted), limit) == date.fromisoformat(due)

    @pytest.mark.parametrize(
        ("accepted", "limit", "naive", "right"),
        [
            ("2017-01-20", 20, "2017-02-17", "2017-02-22"),
            ("2017-01-20", 45, "2017-03-24", "2017-03-29"),
            ("2017-09-15", 20, "2017-10-13", "2017-10-19"),
            ("2017-09-28", 5, "2017-10-05", "2017-10-11"),
        ],
    )
    def test_what_monday_to_friday_would_say(self, accepted: str, limit: int, naive: str, right: str) -> None:
        weekdays = Workdays.of_weekdays(date(2017, 1, 1), date(2017, 12, 31))
        assert str(weekdays.due(date.fromisoformat(accepted), limit)) == naive
        assert str(workdays().due(date.fromisoformat(accepted), limit)) == right

    def test_a_promise_made_before_the_calendar_changed(self) -> None:
        """In January 2020 the Spring Festival was lengthened: 01-31 and 02-01 became days off."""
        accepted = date(2020, 1, 20)
        assert workdays().due(accepted, 20) == date(2020, 2, 25)
        assert workdays().due(accepted, 20, known_at=accepted) == date(2020, 2, 21)
        assert workdays().due(accepted, 20, known_at=date(2020, 1, 26)) == date(2020, 2, 25)

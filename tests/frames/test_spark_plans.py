"""On Spark everything stays a plan over partitions: nothing but the final small table comes to the driver, there are
no functions of Python in it, and the calendar is sent to the data and not the data to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from tests.frames import spark

from zhengwu.frames.ingest import check
from zhengwu.frames.rollup import rollup
from zhengwu.frames.working_days import due_days, working_days

ROWS = 4000
GROUPS = 5
_TO_DRIVER = ("collect", "toPandas", "toArrow", "toLocalIterator", "take", "first", "tail", "head")


@pytest.fixture(scope="module")
def lots() -> Any:
    """Rows in several partitions, of few groups."""
    day = date(2017, 1, 1)
    rows = [(f"方式{i % GROUPS}", i, day + timedelta(i % 90), 5) for i in range(ROWS)]
    frame = spark.session().createDataFrame(rows, "`方式` string, deal bigint, `受理时间` date, n bigint")
    return frame.repartition(spark.PARTITIONS)


@contextmanager
def fetched() -> Iterator[list[int]]:
    """How many rows each call brought to the driver, by whatever method of a Spark frame."""
    from pyspark.sql.classic.dataframe import DataFrame

    counts: list[int] = []

    def watched(name: str) -> Any:
        original = getattr(DataFrame, name)

        def watch(self: Any, *args: Any, **options: Any) -> Any:
            found = original(self, *args, **options)
            counts.append(len(found) if hasattr(found, "__len__") else ROWS)
            return found

        return watch

    with mock.patch.multiple(DataFrame, **{name: watched(name) for name in _TO_DRIVER if hasattr(DataFrame, name)}):
        yield counts


def plan_of(frame: Any) -> str:
    return str(frame._jdf.queryExecution().executedPlan().toString())


def test_the_frame_has_several_partitions(lots: Any) -> None:
    assert lots.rdd.getNumPartitions() == spark.PARTITIONS > 1


def test_the_watch_sees_rows_that_come(lots: Any) -> None:
    with fetched() as counts:
        lots.limit(7).collect()
        lots.collect()
    assert counts[0] == 7
    assert max(counts) == ROWS


def test_a_roll_up_brings_its_groups_and_never_its_rows(lots: Any) -> None:
    with fetched() as counts:
        result = rollup(lots, "方式", on="受理时间", measures=["deal"], records="plain", where={"n": 5})
    assert sum(counts) <= 2 * GROUPS  # a group and quarter each; 90 days are two quarters at most
    rows = result.where("row_kind = 'total'").collect()
    assert [row["deal"] for row in rows] == [ROWS * (ROWS - 1) // 2]


def test_its_rows_are_added_up_in_their_partitions_first(lots: Any) -> None:
    """The plan that brings the groups: partial sums, one exchange, no Python."""
    from zhengwu.frames import engines

    plans: list[str] = []
    original = engines.fetched

    def fetched_of(frame: Any) -> Any:
        plans.append(plan_of(frame.to_native()))
        return original(frame)

    with mock.patch("zhengwu.frames.running.fetched", fetched_of, create=True):
        rollup(lots, "方式", on="受理时间", measures=["deal"], records="plain")
    (plan,) = plans
    assert "partial_sum" in plan
    assert plan.count("Exchange hashpartitioning") == 1
    assert "Python" not in plan


def test_working_days_are_joins_with_a_calendar_that_is_sent_to_the_data(lots: Any) -> None:
    with fetched() as counts:
        found = working_days(lots, "受理时间", "受理时间", outside="blank")
        found = due_days(found, "受理时间", "n", outside="blank")
    assert counts == []  # nothing ran
    plan = plan_of(found)
    assert plan.count("BroadcastHashJoin") == 4
    for word in ("SortMergeJoin", "Python", "BatchEval", "UDF", "CartesianProduct", "NestedLoop"):
        assert word not in plan
    assert found.rdd.getNumPartitions() == spark.PARTITIONS


def test_the_look_for_rows_without_an_answer_brings_those_alone(lots: Any) -> None:
    with fetched() as counts:
        due_days(lots, "受理时间", "n")
    assert sum(counts) == 0


def test_checked_columns_run_nothing_and_are_counted_by_one_row(lots: Any) -> None:
    with fetched() as counts:
        checked = check(lots.select("方式", "deal"), "tender")
    assert counts == []
    assert "Python" not in plan_of(checked.good) + plan_of(checked.faulty)
    with fetched() as counts:
        counted = checked.counted()
    assert counts == [1]
    assert (counted.rows, counted.faulty) == (ROWS, 1)  # the first deal is 0

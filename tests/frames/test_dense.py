"""Rows in memory added up by numpy: the same cells as by the engine's own grouping, and no more than it can hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings, strategies as st

from zhengwu import frames
from zhengwu.errors import AmountError
from zhengwu.frames import dense_path
from zhengwu.frames.engines import engine_of, fetched
from zhengwu.frames.plan import Amount, Cells, Clock, Plan
from zhengwu.frames.reduce import cells_from, reduced

_days = st.none() | st.dates(date(2015, 1, 1), date(2018, 12, 31)) | st.dates(date(1900, 1, 1), date(2250, 1, 1))
_words = st.none() | st.sampled_from(("甲", "乙", "丙", ""))
_amounts = st.none() | st.integers(-(2**40), 2**40)
_rows = st.lists(st.tuples(_words, _words, _amounts, _days, _days), min_size=1, max_size=12)
BOUNDS = (date(2016, 1, 1), date(2016, 4, 1), date(2017, 1, 1))


def table_of(rows: list[tuple[Any, ...]], *, chunks: int) -> pa.Table:
    """The rows in so many chunks, whose dictionaries differ."""
    types = (pa.string(), pa.dictionary(pa.int8(), pa.string()), pa.int64(), pa.date32(), pa.date32())
    step = -(-len(rows) // chunks)
    parts = []
    for start in range(0, len(rows), step):
        columns = zip(*rows[start : start + step], strict=True)
        parts.append(
            pa.table(
                {name: pa.array(list(column), kind) for name, column, kind in zip("abxyz", columns, types, strict=True)}
            )
        )
    return pa.concat_tables(parts)


def pandas_of(table: pa.Table) -> pd.DataFrame:
    frame = table.to_pandas()
    for name in "yz":
        frame[name] = frame[name].astype("datetime64[s]")
    frame["x"] = pd.array(table["x"].to_pylist(), dtype="Int64")
    return frame


def known(cells: Cells) -> set[tuple[Any, ...]]:
    """The cells as a set; a blank sum and one of nothing are the same."""
    sums = [[value or 0 for value in column] for column in cells.sums]
    found = list(zip(*cells.keys, cells.times, cells.patterns, cells.counts, *sums, strict=True))
    assert len(found) == len(set(found))
    return set(found)


def outside(row: tuple[Any, ...]) -> bool:
    return row[3] is not None and not 1949 <= row[3].year <= 2199


@settings(max_examples=40)
@given(
    rows=_rows,
    mode=st.sampled_from(("month", "quarter", "half", "year", "bounds")),
    largest=st.sampled_from((4, 1 << 21)),
    chunks=st.integers(1, 3),
    paired=st.booleans(),
)
@example(rows=[("甲", None, None, None, None)], mode="quarter", largest=1 << 21, chunks=1, paired=True)
@example(rows=[("甲", "乙", 1, date(2250, 1, 1), None)] * 2, mode="bounds", largest=1 << 21, chunks=2, paired=False)
@example(rows=[("甲", "乙", 1, date(1900, 1, 1), None)] * 2, mode="bounds", largest=1 << 21, chunks=2, paired=False)
def test_the_same_cells_as_by_grouping(
    rows: list[tuple[Any, ...]], mode: str, largest: int, chunks: int, paired: bool
) -> None:
    if mode != "bounds":
        rows = [row for row in rows if not outside(row)] or [("甲", None, None, None, None)]
    plan = Plan(
        keys=("a", "b"),
        clock=Clock(column="y", mode=mode, bounds=BOUNDS if mode == "bounds" else (), is_day=True),
        amounts=(Amount(column="x", label="x", form="integer"),),
        nulls=("x", "z"),
        pairs=(("y", "z"),) if paired else (),
    )
    table = table_of(rows, chunks=chunks)
    texts = table.set_column(1, "b", table["b"].cast(pa.string()))  # arrow groups by no dictionaries that differ
    for frame in (table, pandas_of(table), texts.to_pandas(types_mapper=pd.ArrowDtype)):
        engine = engine_of(frame)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dense_path, "_LARGEST", largest)
            found = dense_path.reduced(engine, plan)
        if largest == 4 and found is None:  # so many combinations occur
            assert len(set(rows)) > 4
            continue
        assert found is not None
        own, cells = found
        blank = {name for name, at in (("x", 2), ("z", 4)) if any(row[at] is None for row in rows)}
        assert set(own.nulls) == blank
        expected = cells_from(fetched(reduced(engine_of(texts).frame, own, guarded=False)), own)
        assert known(cells) == known(expected)


def test_days_of_no_calendar_period_are_left_out_and_counted() -> None:
    days = [date(1948, 12, 31), date(1949, 1, 1), None, date(2199, 12, 31), date(2200, 1, 1)]
    for frame in (
        pa.table({"方式": ["甲"] * 5, "at": pa.array(days, pa.date32())}),
        pd.DataFrame({"方式": ["甲"] * 5, "at": pd.array(days, dtype="datetime64[s]")}),
        pd.DataFrame({"方式": ["甲"] * 4, "at": pd.array([day for day in days if day], dtype="datetime64[s]")}),
    ):
        made = frames.rolled(frame, "方式", on="at", period="2017", measures=["case_count"], records="plain")
        assert sum(len(one.record) for one in made.tally.uncounted) == len(frame)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_an_instant_of_any_unit_counts_on_its_day(unit: str) -> None:
    moments = [datetime(1969, 12, 31, 23, 59, 59), datetime(1970, 1, 1), datetime(2016, 12, 31, 23, 59, 59)]  # noqa: DTZ001
    texts = {"方式": ["甲"] * 3}
    expected = {"1969-Q4": 1, "1970-Q1": 1, "2016-Q4": 1}
    for frame in (
        pd.DataFrame({**texts, "at": pd.array(moments, dtype=f"datetime64[{unit}]")}),
        pa.table({**texts, "at": pa.array(moments, pa.timestamp(unit))}),
    ):
        assert dense_path.reduced(engine_of(frame), Plan(keys=("方式",), clock=Clock(column="at"), amounts=()))
        columns = frames.rolled(frame, "方式", on="at", measures=["case_count"], records="plain").columns()
        found = dict(zip(columns["period"], columns["case_count"], strict=True))
        assert {period: count for period, count in found.items() if period in expected} == expected


def test_more_rows_than_a_chunk() -> None:
    count = 200_001
    days = [date(2017, 1, 1) + timedelta(i % 365) for i in range(count)]
    frame = pa.table({"方式": ["甲", "乙", "丙"] * (count // 3), "deal": range(count), "at": days})
    rolled = frames.rolled(frame, "方式", on="at", period="2017", measures=["deal", "case_count"], records="plain")
    columns = rolled.columns()
    assert columns["deal"][-1] == sum(range(count))
    assert sorted(columns["deal"][:-1]) == sorted(sum(range(i, count, 3)) for i in range(3))
    assert columns["case_count"] == [count // 3] * 3 + [count]


def test_many_keys_and_what_goes_the_common_way() -> None:
    plan = Plan(keys=("a",), clock=Clock(column=None), amounts=(Amount(column="x", label="x", form="integer"),))
    many = pa.table({"a": [str(i) for i in range(3000)], "b": [str(i) for i in range(3000)], "x": [1] * 3000})
    wide = Plan(keys=("a", "b"), clock=Clock(column=None), amounts=())
    large = pa.table({"a": ["甲"] * 2, "x": [2**62] * 2})
    days = pa.table({"a": pa.array([date(2017, 1, 1)]), "x": [1]})
    assert dense_path.reduced(engine_of(many), plan) is not None
    few = dense_path.reduced(engine_of(many), wide)  # nine million combinations, of which three thousand occur
    assert few is not None
    assert known(few[1]) == {(str(i), str(i), 0, 0, 1) for i in range(3000)}
    assert dense_path.reduced(engine_of(large), plan) is None
    assert dense_path.reduced(engine_of(days.to_pandas()), plan) is None
    assert dense_path.reduced(engine_of(many.slice(0, 0)), plan) is None
    with pytest.raises(AmountError, match="2 rows of one group"):
        frames.rollup(large, "a", on=None, period=None, measures=["deal"], columns={"deal": "x"}, records="plain")

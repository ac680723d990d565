"""One error names column, rows and remedy; on a lazy frame before anything runs, where the schema allows it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.frames.brought import ENGINES, LOCAL, frame_of, rows_of

from zhengwu import frames, rollup
from zhengwu.approval import Case
from zhengwu.errors import AmountError, InexactError, PeriodError, UnitError, UnknownNameError, ZhengwuError
from zhengwu.records import RecordError

DATA: dict[str, tuple[str, list[Any]]] = {
    "方式": ("text", ["公开招标", "直接发包"]),
    "预算金额": ("integer", [100, 200]),
    "deal": ("integer", [90, 200]),
    "outcome": ("text", ["成交", "成交"]),
    "awarded_at": ("day", [date(2017, 1, 5), date(2017, 2, 5)]),
    "opened_at": ("moment", [datetime(2017, 1, 5, 9), datetime(2017, 2, 5, 9)]),  # noqa: DTZ001
    "note": ("text", ["甲", "乙"]),
}
USUAL: dict[str, Any] = {"by": "method", "on": "awarded_at", "measures": ["budget", "savings_rate"]}

WRONG: list[tuple[dict[str, Any], type[ZhengwuError], str]] = [
    ({"by": "methd"}, UnknownNameError, r"by: 'methd' is no column of the frame \(expected method"),
    ({"by": []}, UnknownNameError, "nothing to group by"),
    ({"by": len}, UnitError, "engines run no functions"),
    ({"on": "award_at"}, UnknownNameError, r"on: 'award_at' is no column of the frame \(expected awarded_at"),
    ({"on": "deal"}, PeriodError, "on: deal: is a column of Int64, which holds no days"),
    ({"on": None}, UnitError, "no date is named"),
    ({"measures": ["savngs_rate"]}, UnknownNameError, "expected savings_rate"),
    ({"measures": ["savings_rate:ceiling"]}, UnknownNameError, r"no column holds ceiling \(最高限价\)"),
    ({"measures": ["project_count"], "records": None}, UnitError, r'expected records="tender"'),
    ({"records": "tenders"}, UnknownNameError, "expected tender, auction, case, ticket"),
    ({"columns": {"budget": "nowhere"}}, UnknownNameError, "columns: 'nowhere' is no column"),
    ({"columns": {"甲乙丙": "deal"}}, UnknownNameError, "columns: '甲乙丙' is no field"),
    ({"columns": {"budget": "note"}}, UnitError, "is a column of String, which holds no amounts"),
    ({"where": {"nothing": 1}}, UnknownNameError, "where: 'nothing' is no column"),
    ({"scale": 2.5}, AmountError, "is no number of decimals"),
    ({"units": "美元"}, ZhengwuError, "美元"),
    ({"period": "fortnight"}, PeriodError, "fortnight"),
    ({"period": "quarter", "within": "2017-02"}, PeriodError, "not made of whole periods"),
    ({"zeros": [("甲", "1999-Q1")], "within": "2017"}, PeriodError, "is in no column"),
    ({"expected": [("甲", "乙")]}, UnitError, "does not name one group"),
    ({"rounding": "half_up"}, ZhengwuError, "is not a rounding"),
    ({"zero_base": "17"}, UnknownNameError, "says nothing of a zero base"),
]


@pytest.mark.parametrize(("options", "error", "message"), WRONG)
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_wrong_question(engine: str, options: dict[str, Any], error: type[ZhengwuError], message: str) -> None:
    with pytest.raises(error, match=message):
        frames.rollup(frame_of(engine, DATA), **{**USUAL, **options})


def test_a_lazy_frame_is_refused_before_anything_runs() -> None:
    import polars as pl

    def never(_batch: Any) -> Any:
        raise AssertionError("the frame was read")

    frame = frame_of("polars", DATA).lazy().map_batches(never, schema=frame_of("polars", DATA).schema)
    assert isinstance(frame, pl.LazyFrame)
    early = [case for case in WRONG if "zeros" not in case[0]]
    for options, error, message in early:
        with pytest.raises(error, match=message):
            frames.rollup(frame, **{**USUAL, **options})


@pytest.mark.parametrize("thing", [[1, 2], "text", None, {"a": [1]}])
def test_what_is_no_frame(thing: object) -> None:
    with pytest.raises(UnitError, match="is no dataframe"):
        frames.rollup(thing, "method", on=None)


@pytest.mark.parametrize("engine", LOCAL)
def test_words_of_no_vocabulary_are_counted_and_named(engine: str) -> None:
    data = {**DATA, "outcome": ("text", ["成功", "成交"])}
    with pytest.raises(RecordError, match=r"1 rows cannot be counted: .*outcome.*'成功' is not a word .* in 1 rows"):
        frames.rollup(frame_of(engine, data), **USUAL)


def test_two_columns_of_one_field() -> None:
    data = {**DATA, "budget": ("integer", [1, 2])}
    frame = frame_of("polars", data)
    with pytest.raises(UnitError, match="stands in two columns, 预算金额 and budget"):
        frames.rollup(frame, **USUAL)
    made = frames.rollup(frame, **USUAL, columns={"budget": "budget"})
    assert made.filter(made["row_kind"] == "total")["budget"].to_list() == [3]


@pytest.mark.parametrize("engine", [engine for engine in LOCAL if engine != "duckdb"])
def test_instants_with_and_without_a_zone_are_not_compared(engine: str) -> None:
    data: dict[str, tuple[str, list[Any]]] = {
        "window": ("text", ["甲"]),
        "closed_at": ("zoned", [datetime(2017, 1, 5, tzinfo=UTC)]),
        "promised_at": ("moment", [datetime(2017, 1, 5)]),  # noqa: DTZ001
    }
    with pytest.raises(UnitError, match="closed_at and promised_at: mix instants with and without a time zone"):
        frames.rollup(frame_of(engine, data), "window", on="closed_at", measures=["on_time"], records="case")


def test_floats_without_a_unit() -> None:
    frame = frame_of("polars", {"方式": ("text", ["甲"]), "deal": ("float", [1.5])})
    with pytest.raises(
        UnitError, match=r'deal \(成交金额\): is a column of floats without a unit \(expected units="元"'
    ):
        frames.rollup(frame, "method", on=None, period=None, measures=["deal"], records="plain")


def test_objects_of_pandas_are_decimals_or_named() -> None:
    import pandas as pd

    frame = pd.DataFrame({"方式": ["甲"] * 4, "deal": [Decimal("0.1"), 3, None, Decimal("0.125")]})
    options: dict[str, Any] = {"on": None, "period": None, "measures": ["deal"], "records": "plain"}
    with pytest.raises(InexactError, match=r"row 3: Decimal\('0.125'\)"):
        frames.rollup(frame, "method", **options)
    assert frames.rollup(frame, "method", **options, scale=3)["deal"].tolist() == [3225, 3225]


def test_a_frame_of_another_engine_is_refused_by_name() -> None:
    sqlframe = pytest.importorskip("sqlframe.standalone")
    with pytest.raises(UnitError, match="sqlframe"):
        frames.rollup(sqlframe.StandaloneSession().createDataFrame([(1,)], ["deal"]), "deal", on=None)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_instant_counts_on_the_day_it_prints(engine: str) -> None:
    """23:59 on 31 March is the first quarter, of a local time in every engine."""
    late = [datetime(2017, 3, 31, 23, 59, 59), datetime(2017, 4, 1), None]  # noqa: DTZ001
    frame = frame_of(engine, {"window": ("text", ["甲"] * 3), "at": ("moment", late)})
    for period in ("quarter", "2017-Q1"):
        made = frames.rollup(frame, "window", on="at", period=period, measures=["case_count"], records="plain")
        rows = {row["period"]: row["case_count"] for row in rows_of(made)}
        assert rows["2017-Q1"] == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_an_instant_with_a_time_zone_counts_on_its_day_in_china(engine: str) -> None:
    """16:00 in UTC on 31 March is midnight of 1 April in China, in every engine and of records."""
    late = [datetime(2017, 3, 31, 15, 59, 59, tzinfo=UTC), datetime(2017, 3, 31, 16, tzinfo=UTC), None]
    frame = frame_of(engine, {"window": ("text", ["甲"] * 3), "at": ("zoned", late)})
    for period in ("quarter", "2017-Q1", "month"):
        options: dict[str, Any] = {"on": "at", "period": period, "measures": ["case_count"], "records": "plain"}
        if engine == "ibis":
            with pytest.raises(UnitError, match="on: at: is in the time zone UTC, which ibis cannot bring to China"):
                frames.rollup(frame, "window", **options)
            continue
        made = frames.rollup(frame, "window", **options)
        rows = {row["period"]: row["case_count"] for row in rows_of(made)}
        assert rows["2017-03" if period == "month" else "2017-Q1"] == 1
    cases = [Case(case_no=str(n), window="甲", accepted_at=at) for n, at in enumerate(late)]
    assert rollup(cases, "window", on="accepted_at", period="2017-Q1").grid.text(1, 1) == "1"


@pytest.mark.parametrize("engine", LOCAL)
def test_texts_of_periods_and_days_date_rows_too(engine: str) -> None:
    times = ["2017-Q1", "2017年2月", "2017-03-05", None, "2016年"]
    frame = frame_of(
        engine, {"window": ("text", ["甲"] * 5), "期": ("text", times), "n": ("integer", [1, 2, 4, 8, 16])}
    )
    made = frames.rolled(
        frame,
        "window",
        on="期",
        period="2017-Q1",
        measures=["case_count"],
        columns={"case_count": "n"},
        records="plain",
    )
    table = made.table()
    assert table.grid.text(1, 1) == "7"
    assert table.computation is not None
    assert sorted((one.reason, len(one.record)) for one in table.computation.uncounted) == [  # type: ignore[arg-type]
        ("no_instant", 1),
        ("outside", 1),
    ]

"""Every engine gives the same bits, and they are those of plain Python on Decimal."""

from __future__ import annotations

import decimal
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st
from tests.frames.brought import ENGINES, LOCAL, Columns, frame_of, rows_of

from zhengwu import frames
from zhengwu.errors import AmountError, InexactError
from zhengwu.exact import Rounding

MODES = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Rounding.TRUNC: decimal.ROUND_DOWN,
    Rounding.UP: decimal.ROUND_UP,
}
MEASURES = ["case_count", "budget", "deal", "savings", "savings_rate"]
Row = tuple[str | None, int | None, int | None, date | None]

BIG = 2**62 - 1
_amounts = st.none() | st.sampled_from((0, 1, -1, 2, 8, 16, 80000, 160000)) | st.integers(-(10**13), 10**13)
_days = st.none() | st.integers(0, 1200).map(lambda days: date(2015, 12, 1) + timedelta(days))
_rows = st.lists(st.tuples(st.sampled_from(("甲", "乙", " 乙", "", None)), _amounts, _amounts, _days), max_size=12)


def columns(rows: Sequence[Row], *, day: str = "day") -> Columns:
    times: list[Any] = [row[3] for row in rows]
    if day == "moment":
        times = [None if one is None else datetime(one.year, one.month, one.day, 23, 59, 59) for one in times]  # noqa: DTZ001
    return {
        "group": ("text", [row[0] for row in rows]),
        "budget": ("integer", [row[1] for row in rows]),
        "deal": ("integer", [row[2] for row in rows]),
        "day": (day, times),
    }


def oracle(rows: Sequence[Row], rounding: Rounding) -> set[tuple[Any, ...]]:
    """Group (None: all), quarter, rows, budget, deal, savings and rate, as an analyst with paper would."""
    sums: dict[tuple[str | None, str], list[Row]] = {}
    for row in rows:
        if row[3] is None:
            continue
        group = (row[0] or "").strip() or "未注明"
        quarter = f"{row[3].year}-Q{(row[3].month + 2) // 3}"
        for label in (group, None):
            sums.setdefault((label, quarter), []).append(row)
    found = set()
    with decimal.localcontext(prec=80):
        for (label, quarter), held in sums.items():
            budgets = [Decimal(row[1]) for row in held if row[1] is not None]
            deals = [Decimal(row[2]) for row in held if row[2] is not None]
            both = [(Decimal(row[1]), Decimal(row[2])) for row in held if row[1] is not None and row[2] is not None]
            base = sum((one for one, _ in both), Decimal(0))
            saved = sum((one - other for one, other in both), Decimal(0))
            rate = None
            if both and base > 0:
                rate = (saved / base).quantize(Decimal("0.0001"), rounding=MODES[rounding])
            found.add(
                (
                    label,
                    quarter,
                    len(held),
                    int(sum(budgets)) if budgets else None,
                    int(sum(deals)) if deals else None,
                    int(saved) if both else None,
                    rate,
                )
            )
    return found


def rolled(engine: str, rows: Sequence[Row], rounding: Rounding, **options: Any) -> set[tuple[Any, ...]]:
    frame = frame_of(engine, columns(rows, day=options.pop("day", "day")))
    result = frames.rollup(
        frame, "group", on="day", measures=MEASURES, records="plain", period_total=False, rounding=rounding, **options
    )
    names = ("group", "period", "case_count", "budget", "deal", "savings", "savings_rate")
    found = {tuple(row[name] for name in names) for row in rows_of(result)}
    assert len(found) == len(rows_of(result))
    return found


@settings(max_examples=25)
@given(rows=_rows, rounding=st.sampled_from(Rounding), day=st.sampled_from(("day", "moment")))
@example(rows=[("甲", 160000, 159992, date(2017, 3, 31))], rounding=Rounding.HALF_EVEN, day="day")  # a tie: 0.005 %
@example(rows=[("甲", 160000, 160008, date(2017, 3, 31))], rounding=Rounding.HALF_UP, day="moment")
@example(
    rows=[("甲", BIG, 1 - BIG, date(2017, 1, 1)), ("乙", -BIG, BIG, date(2017, 1, 1))], rounding=Rounding.UP, day="day"
)
@example(rows=[("甲", None, 5, date(2017, 1, 1)), ("甲", 0, 0, date(2017, 4, 1))], rounding=Rounding.TRUNC, day="day")
def test_every_engine_gives_what_decimals_give(rows: list[Row], rounding: Rounding, day: str) -> None:
    expected = oracle(rows, rounding)
    for engine in LOCAL:
        assert rolled(engine, rows, rounding, day=day) == (expected or set()), engine


def many() -> list[Row]:
    """Two thousand rows with ties, zeros, blanks and negatives."""
    made = random.Random(7)  # noqa: S311  no secret
    amounts = [None, 0, 1, -7, 80000, 159992, 160000, 160008, 10**12, -(10**12)]
    days = [None, *(date(2016, 1, 1) + timedelta(91 * i) for i in range(9))]
    return [(made.choice("甲乙丙"), made.choice(amounts), made.choice(amounts), made.choice(days)) for _ in range(2000)]


@pytest.mark.parametrize("engine", [*ENGINES, "dask"])
@pytest.mark.filterwarnings("ignore:Dask support is moving out:FutureWarning")
def test_two_thousand_rows_in_several_partitions(engine: str) -> None:
    rows = many()
    if engine == "dask":
        dd = pytest.importorskip("dask.dataframe")
        frame = dd.from_pandas(frame_of("pandas arrow", columns(rows)), npartitions=3)
        result = frames.rollup(frame, "group", on="day", measures=MEASURES, records="plain", period_total=False)
        made = result.compute()
        names = ("group", "period", "case_count", "budget", "deal", "savings", "savings_rate")
        found = {tuple(row[name] for name in names) for row in rows_of(made)}
    else:
        found = rolled(engine, rows, Rounding.HALF_UP)
    assert found == oracle(rows, Rounding.HALF_UP)


@pytest.mark.parametrize("engine", LOCAL)
def test_the_order_of_rows_does_not_matter(engine: str) -> None:
    rows = many()[:300]
    assert rolled(engine, rows, Rounding.HALF_UP) == rolled(engine, rows[::-1], Rounding.HALF_UP)


WRAPPING = [engine for engine in LOCAL if engine != "duckdb"]


@pytest.mark.parametrize("engine", WRAPPING)
def test_a_sum_that_could_overflow_is_refused(engine: str) -> None:
    rows: list[Row] = [("甲", BIG, None, date(2017, 1, 1))] * 3
    with pytest.raises(AmountError, match=r"budget \(预算金额\): is up to .* 3 rows of one group") as raised:
        rolled(engine, rows, Rounding.HALF_UP)
    assert "2**63" in str(raised.value)


def test_a_sum_of_128_bits_does_not_overflow_and_prints() -> None:
    frame = frame_of("duckdb", columns([("甲", BIG, None, date(2017, 1, 1))] * 3))
    made = frames.rolled(frame, "group", on="day", measures=["budget"], records="plain", unit="元")
    assert f"{3 * BIG // 100}.{3 * BIG % 100:02}" in str(made.table())
    with pytest.raises(AmountError, match="budget: exceeds 64 bits"):
        made.frame()


@pytest.mark.parametrize("engine", LOCAL)
def test_a_large_total_of_small_groups_is_exact(engine: str) -> None:
    """The groups fit into 64 bits, their total does not: totals are made in Python."""
    rows: list[Row] = [(name, BIG, None, date(2017, 1, 1)) for name in ("甲", "乙", "丙")]
    frame = frame_of(engine, columns(rows))
    made = frames.rolled(frame, "group", on="day", measures=["budget"], records="plain", unit="元")
    assert str(made.table()).splitlines()[-1].split()[-1] == f"{3 * BIG // 100}.{3 * BIG % 100:02}"


@pytest.mark.parametrize("engine", ENGINES)
def test_decimals_are_exact(engine: str) -> None:
    amounts = [Decimal("0.10"), Decimal("0.20"), None, Decimal("-99999999.99"), Decimal("0.05")]
    frame = frame_of(engine, {"group": ("text", ["甲"] * 5), "deal": ("decimal", amounts)})
    made = frames.rolled(frame, "group", on=None, period=None, measures=["deal"], records="plain")
    assert made.columns()["deal"] == [-9999999964] * 2
    in_wan = frames.rolled(frame, "group", on=None, period=None, measures=["deal"], records="plain", units="万元")
    assert in_wan.columns()["deal"][0] == -99999999640000


@pytest.mark.parametrize("engine", ENGINES)
def test_floats_that_are_images_of_decimals_are_taken_as_these(engine: str) -> None:
    amounts = [0.1, 0.2, None, 1234567.89, -0.01]
    frame = frame_of(engine, {"group": ("text", ["甲"] * 5), "预算金额（元）": ("float", amounts)})
    made = frames.rolled(frame, "group", on=None, period=None, measures=["budget"], records="plain")
    assert made.columns()["budget"] == [123456818] * 2


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("wrong", [0.1 + 0.2, 0.123, 1e300, float("inf")])
def test_other_floats_are_named(engine: str, wrong: float) -> None:
    frame = frame_of(engine, {"group": ("text", ["甲"] * 3), "deal": ("float", [0.1, wrong, 0.3])})
    with pytest.raises(
        InexactError, match=r"deal \(成交金额\): holds floats that are no decimals with 2 places"
    ) as raised:
        frames.rollup(frame, "group", on=None, period=None, measures=["deal"], records="plain", units="元")
    assert repr(wrong) in str(raised.value)
    if engine in ("polars", "pandas", "pandas arrow", "pyarrow"):
        assert "row 1" in str(raised.value)


@pytest.mark.parametrize("engine", LOCAL)
def test_a_finer_scale_keeps_unit_prices(engine: str) -> None:
    frame = frame_of(engine, {"group": ("text", ["甲", "甲"]), "deal": ("float", [0.1234, 0.0001])})
    made = frames.rolled(frame, "group", on=None, period=None, measures=["deal"], records="plain", units="元", scale=4)
    assert made.columns()["deal"] == [1235] * 2

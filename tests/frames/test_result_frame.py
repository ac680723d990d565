"""What the frame of a result holds, on every engine: groups, subtotals, periods that are missing, growth, filters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.frames.brought import LOCAL, frame_of, rows_of

from zhengwu import frames
from zhengwu.errors import AmountError

DATA: dict[str, tuple[str, list[Any]]] = {
    "trade_class": ("text", ["工程建设", "工程建设", "政府采购", "政府采购"]),
    "method": ("text", ["公开招标", "询价", "询价", "询价"]),
    "deal": ("integer", [300, 100, 50, 75]),
    "awarded_at": ("day", [date(2017, 1, 5), date(2017, 8, 5), date(2016, 2, 5), date(2017, 2, 5)]),
}
LEVELS = ["trade_class", "method"]


def rows(engine: str, by: Any, **options: Any) -> list[dict[str, Any]]:
    return rows_of(frames.rollup(frame_of(engine, DATA), by, on="awarded_at", records="plain", **options))


@pytest.mark.parametrize("engine", LOCAL)
def test_a_period_that_nobody_reported_of_is_missing(engine: str) -> None:
    found = rows(engine, "trade_class", measures=["deal"], within="2017", period_total=False)
    assert {(row["trade_class"], row["period"], row["deal"]) for row in found} == {
        ("工程建设", "2017-Q1", 300),
        ("工程建设", "2017-Q3", 100),
        ("政府采购", "2017-Q1", 75),
        (None, "2017-Q1", 375),
        (None, "2017-Q3", 100),
    }


@pytest.mark.parametrize("engine", LOCAL)
def test_an_expected_group_is_blank_and_a_reported_zero_is_zero(engine: str) -> None:
    found = rows(
        engine,
        "trade_class",
        measures=["deal"],
        period="2017-Q1",
        expected=["土地出让", "产权交易"],
        zeros=[("产权交易", "2017-Q1")],
    )
    held = {row["trade_class"]: (row["rows"], row["deal"]) for row in found if row["row_kind"] == "item"}
    assert held["土地出让"] == (0, None)
    assert held["产权交易"] == (0, 0)


@pytest.mark.parametrize("engine", LOCAL)
def test_growth_has_a_numerator_and_a_base(engine: str) -> None:
    found = rows(engine, LEVELS, measures=["deal", "year_on_year:deal"], period="2017-Q1")
    names = [f"year_on_year_deal{tail}" for tail in ("_numerator", "_denominator", "")]
    of_item = {tuple(row[name] for name in LEVELS): tuple(row[name] for name in names) for row in found}
    assert of_item["政府采购", "询价"] == (25, 50, Decimal("0.5000"))
    assert of_item["工程建设", "公开招标"] == (None, None, None)
    assert of_item[None, None] == (325, 50, Decimal("6.5000"))


@pytest.mark.parametrize("engine", LOCAL)
def test_only_the_rows_asked_for(engine: str) -> None:
    found = rows(engine, "method", measures=["deal"], period="2017-H1", where={"method": "询价", "deal": [75, 100]})
    assert [(row["method"], row["deal"]) for row in found] == [("询价", 75), (None, 75)]


@pytest.mark.parametrize("engine", LOCAL)
def test_by_month_and_by_quarter(engine: str) -> None:
    frame = frame_of(engine, DATA)
    months = rows_of(frames.monthly(frame, "method", on="awarded_at", measures=["deal"], records="plain"))
    quarters = rows_of(frames.quarterly(frame, "method", on="awarded_at", measures=["deal"], records="plain"))
    assert {row["period"] for row in months} >= {"2016-02", "2017-01", "2017-02", "2017-08"}
    assert {row["period"] for row in quarters} >= {"2016-Q1", "2017-Q1", "2017-Q3"}


def test_a_scale_finer_or_coarser_than_the_columns() -> None:
    frame = frame_of("polars", {"method": ("text", ["甲"]), "deal": ("decimal", [Decimal("1.23")])})
    options: dict[str, Any] = {"on": None, "period": None, "measures": ["deal"], "records": "plain"}
    assert frames.rollup(frame, "method", **options, scale=4)["deal"].to_list() == [12300, 12300]
    with pytest.raises(AmountError, match="is finer than the scale"):
        frames.rollup(frame, "method", **options, scale=1)


def test_a_quoted_label_comes_back_from_duckdb() -> None:
    frame = frame_of("duckdb", {"method": ("text", ["甲'; --", "“乙”"]), "deal": ("integer", [1, 2])})
    found = rows_of(frames.rollup(frame, "method", on=None, period=None, measures=["deal"], records="plain"))
    assert {row["method"] for row in found} == {"甲'; --", "“乙”", None}

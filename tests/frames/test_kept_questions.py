"""A question that was asked before is answered from memory, and only that one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.frames.brought import Columns, frame_of, rows_of

from zhengwu import frames
from zhengwu.errors import AmountError, UnitError
from zhengwu.frames import asked

BIG = 2**62 - 1
DATA: Columns = {
    "method": ("text", ["公开招标", "公开招标", "询价"]),
    "budget": ("integer", [300, None, 50]),
    "deal": ("integer", [200, 100, 40]),
    "outcome": ("text", ["成交", "成交", "成交"]),
    "awarded_at": ("day", [date(2017, 1, 5)] * 3),
}
USUAL: dict[str, Any] = {"by": "method", "on": "awarded_at", "measures": ["deal", "savings_rate"], "period": "year"}


def totals(engine: str, data: Columns = DATA, **options: Any) -> tuple[Any, ...]:
    made = rows_of(frames.rollup(frame_of(engine, data), **{**USUAL, **options}))
    return tuple((row["deal"], row["savings_rate_numerator"]) for row in made if row["row_kind"] == "total")


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas", "pyarrow"])
def test_filters_of_one_column_do_not_mix(engine: str) -> None:
    assert totals(engine) == ((340, 110),)
    assert totals(engine, where={"method": "询价"}) == ((40, 10),)
    assert totals(engine, where={"method": "公开招标"}) == ((300, 100),)
    assert totals(engine, where={"method": ["询价", "公开招标"], "budget": 300}) == ((200, 100),)
    assert totals(engine) == ((340, 110),)


def test_a_frame_with_blanks_follows_one_without() -> None:
    """The same columns: what a signature gives does not depend on the frame it was seen in first."""
    full: Columns = {**DATA, "budget": ("integer", [300, 100, 50])}
    for engine in ("polars", "pyarrow", "duckdb"):
        assert [totals(engine, data) for data in (full, DATA, full)] == [((340, 110),), ((340, 110),), ((340, 110),)]
        blank: Columns = {**DATA, "budget": ("integer", [None, None, 50])}
        assert totals(engine, blank) == ((340, 10),)


def test_what_is_said_otherwise_is_another_question() -> None:
    assert totals("polars", units="元") == ((34000, 11000),)
    assert totals("polars", units={"deal": "元", "budget": "元"}) == ((34000, 11000),)
    assert totals("polars") == ((340, 110),)
    with pytest.raises(AmountError, match="is no number of decimals"):
        totals("polars", scale=2.0)
    with pytest.raises(UnitError, match="is a column of String"):
        totals("polars", {**DATA, "deal": ("text", ["1", "2", "3"])})


def test_it_is_kept() -> None:
    totals("polars")
    before = asked._kept.cache_info()
    totals("polars")
    totals("polars", where={"method": "询价"})
    totals("polars", where={"method": "公开招标"})
    after = asked._kept.cache_info()
    assert after.hits - before.hits >= 2
    assert after.currsize <= (after.maxsize or 0)


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_a_sum_that_stays_in_bounds_though_its_amounts_could_leave_them(engine: str) -> None:
    """Lazy frames are added up in 128 bits: three amounts near 2**62 whose sum is one of them."""
    data: Columns = {**DATA, "deal": ("integer", [BIG, BIG, -BIG]), "method": ("text", ["询价"] * 3)}
    made = rows_of(frames.rollup(frame_of(engine, data), **{**USUAL, "measures": ["deal"]}, records="plain"))
    assert [row["deal"] for row in made] == [BIG, BIG]
    data = {**data, "deal": ("integer", [BIG, BIG, BIG])}
    with pytest.raises(AmountError):
        frames.rollup(frame_of(engine, data), **{**USUAL, "measures": ["deal"]}, records="plain")

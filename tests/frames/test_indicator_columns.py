"""Numerators and denominators of every declared indicator, the same integers on every engine."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.frames.brought import ENGINES, LOCAL, frame_of, rows_of

from zhengwu import frames
from zhengwu.errors import AmountError, UndefinedRateError, UnitError, UnknownNameError
from zhengwu.exact import Rounding
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.stats import indicator

EAGER = [engine for engine in LOCAL if engine not in ("polars lazy", "duckdb")]
_numbers = st.none() | st.integers(-3, 3) | st.integers(0, 10**12)


@settings(max_examples=20)
@given(rows=st.lists(st.tuples(_numbers, _numbers), min_size=1, max_size=6), rounding=st.sampled_from(Rounding))
def test_rates_of_rows_are_those_of_the_registry(rows: list[tuple[Any, Any]], rounding: Rounding) -> None:
    data = {"budget": ("integer", [row[0] for row in rows]), "deal": ("integer", [row[1] for row in rows])}
    expected: list[tuple[Any, ...]] = []
    for budget, deal in rows:
        try:
            rate = indicator("savings_rate").rate(budget=budget, deal=deal)
            expected.append((budget - deal, budget, rate.rounded(4, rounding)))
        except UndefinedRateError:
            known = None not in (budget, deal)
            expected.append((budget - deal if known else None, budget, None))
    for engine in EAGER:
        made = frames.indicator_columns(frame_of(engine, data), ["savings_rate"])
        found = rows_of(frames.finished(made, ["savings_rate"], rounding=rounding))
        names = ("savings_rate_numerator", "savings_rate_denominator", "savings_rate")
        assert [tuple(row[name] for name in names) for row in found] == expected, engine


@pytest.mark.parametrize("engine", ENGINES)
def test_every_indicator_of_the_registry(engine: str) -> None:
    """Each quantity is a column; each variant gives two sums of signed columns, or one."""
    chosen = [(d, v) for d in declarations().values() for v in d.variants.values()]
    quantities = sorted({name for _, variant in chosen for name in variant.quantities})
    values = {name: 1000 + 7 * i for i, name in enumerate(quantities)}
    measured = [name for name in quantities if glossary().term(name).kind in ("amount", "count")]
    named = [(d, v) for d, v in chosen if set(v.quantities) <= set(measured)]
    assert len(named) > 60
    frame = frame_of(engine, {name: ("integer", [values[name], None]) for name in measured})
    made = frames.indicator_columns(frame, [f"{d.id}:{v.id}" for d, v in named])
    rows = rows_of(made)
    full = next(row for row in rows if row[measured[0]] is not None)
    blank = next(row for row in rows if row[measured[0]] is None)
    for declaration, variant in named:
        base = declaration.id if variant.id == declaration.default else f"{declaration.id}_{variant.id}"
        sides = {f"{base}_numerator": variant.numerator, f"{base}_denominator": variant.denominator}
        for column, side in sides.items() if variant.denominator else [(base, variant.numerator)]:
            assert full[column] == sum(values[name] * sign for name, sign in side.items()), column
            assert blank[column] is None, column


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["decimal", "float"])
def test_decimals_and_floats_become_integers(engine: str, kind: str) -> None:
    amounts: list[Any] = [Decimal("34.89"), Decimal("0.10"), None]
    if kind == "float":
        amounts = [None if amount is None else float(amount) for amount in amounts]
    frame = frame_of(engine, {"budget": (kind, amounts), "deal": (kind, amounts[::-1])})
    if engine == "pyarrow" and kind == "decimal":
        assert frame.schema.field("budget").type.precision == 38  # wider than any product of its values
    made = rows_of(frames.indicator_columns(frame, ["savings"], units="万元"))
    assert sorted(row["savings"] for row in made if row["savings"] is not None) == [0]
    rate = rows_of(frames.indicator_columns(frame, ["price_ratio"], units="元", columns={"ceiling": "budget"}))
    assert {row["price_ratio_denominator"] for row in rate} == {3489, 10, None}


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb", "pyspark"])
def test_a_lazy_frame_keeps_the_two_integers(engine: str) -> None:
    frame = frame_of(engine, {"budget": ("integer", [4]), "deal": ("integer", [3])})
    made = frames.indicator_columns(frame, ["savings_rate"])
    assert type(made) is type(frame)
    with pytest.raises(UnitError, match=f"is a lazy frame of {engine.partition(' ')[0]}"):
        frames.finished(made, ["savings_rate"])


def test_what_cannot_be_is_named() -> None:
    frame = frame_of("polars", {"预算金额": ("integer", [2**62]), "deal": ("integer", [3])})
    with pytest.raises(AmountError, match=r"budget \(预算金额\): holds amounts whose sum may exceed 64 bits"):
        frames.indicator_columns(frame, ["savings_rate"])
    with pytest.raises(UnknownNameError, match=r"no column holds ceiling \(最高限价\)"):
        frames.indicator_columns(frame, ["savings_rate:ceiling"])
    with pytest.raises(UnknownNameError, match="expected savings_rate"):
        frames.indicator_columns(frame, ["saving_rate"])
    with pytest.raises(UnknownNameError, match="savings_rate_numerator"):
        frames.finished(frame, ["savings_rate"])
    with pytest.raises(UnitError, match="is a sum, not a rate"):
        frames.finished(frame, ["savings"])

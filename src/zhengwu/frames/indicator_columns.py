"""Declared indicators as columns: numerator and denominator of every row, in integers, and the exact rate of both.

>>> import polars as pl
>>> lots = pl.DataFrame({"预算金额": [3489_00, None], "成交金额": [3191_00, 5_00]})
>>> with_columns = indicator_columns(lots, ["savings_rate", "savings"])
>>> with_columns.drop("预算金额", "成交金额").rows()
[(29800, 348900, 29800), (None, None, None)]
>>> finished(with_columns, ["savings_rate"])["savings_rate"].to_list()
[Decimal('0.0854'), None]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import AmountError, UnitError, UnknownNameError
from zhengwu.exact import Rounding
from zhengwu.exact.rounding import round_ratio
from zhengwu.frames.building import with_decimals
from zhengwu.frames.engines import Engine, engine_of
from zhengwu.frames.integers import with_integers
from zhengwu.frames.plain import plain_kind
from zhengwu.frames.plan import Amount
from zhengwu.frames.schema import Schema
from zhengwu.records.cells import is_blank
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Declaration, Variant
from zhengwu.stats.registry import indicator

__all__ = ["finished", "indicator_columns"]

_HALF = 2**62


def indicator_columns(
    frame: Any,
    indicators: Iterable[str],
    *,
    columns: Mapping[str, str] | None = None,
    units: str | Mapping[str, str] | None = None,
    scale: int = 2,
) -> Any:
    """The frame with the numerator and denominator of each indicator: the same kind of frame, lazy if it was.

    An indicator is an id or official term, ``savings_rate:ceiling`` for a variant. A ratio adds ``…_numerator`` and
    ``…_denominator``, a sum one column under its own id: 64-bit integers on every engine (polars Int64, pandas Int64 or
    int64[pyarrow], arrow int64, DuckDB BIGINT, Spark LongType), amounts in units of `scale` (分). Null where a quantity
    is blank. `finished` makes rates of them in memory; a lazy frame, one of Spark too, keeps the two integers, since no
    engine divides decimals exactly.

    `columns`, `units` and `scale` are those of `rollup`. Raises `UnknownNameError` for an indicator or column that is
    not there, `UnitError` for a type that holds no amounts, `InexactError` for floats that are no decimals,
    `AmountError` where a frame in memory holds amounts of more than 2**62 units; a lazy frame may hold none larger.
    """
    engine = engine_of(frame)
    chosen = [_chosen(name) for name in indicators]
    finder = plain_kind((), counted="case_count")
    types = dict(engine.frame.collect_schema())
    schema = Schema.of(types, finder, columns=columns or {}, units=units, scale=scale)
    amounts: dict[str, Amount] = {}
    for _, variant, names in chosen:
        for quantity in variant.quantities:
            amounts[quantity] = _amount(quantity, schema, names[0])
    scales = {quantity: _to_scale(amount, scale) for quantity, amount in amounts.items()}
    own = list(types)
    held, made = with_integers(_with_copies(engine, amounts), [_copied(q, a) for q, a in amounts.items()])
    if not engine.is_lazy:
        for amount in made:
            _check_size(held, amount)
    values = {quantity: nw.col(_name(quantity)) * scales[quantity] for quantity in amounts}
    added = []
    for _, variant, names in chosen:
        for name, side in zip(names, (variant.numerator, variant.denominator), strict=False):
            added.append(reduce(add, [values[quantity] * sign for quantity, sign in side.items()]).alias(name))
    result = held.frame.with_columns(*added)
    new = [name for _, _, names in chosen for name in names]
    return result.select(*[name for name in own if name not in new], *new).to_native()


def finished(
    frame: Any,
    indicators: Iterable[str],
    *,
    places: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
) -> Any:
    """The frame with the rate of each ratio, from its numerator and denominator, rounded once in integers.

    `places` are those of the percentage that the rate prints as (as declared, mostly 2); the rate is a decimal with two
    more: polars Decimal(38, 4), arrow decimal128(38, 4), pandas decimal128 where the frame is of arrow, else objects.
    Null where a side is, and where the base is not above zero. Raises `UnitError` for a lazy frame by its engine's
    name, `UnknownNameError` where the two columns are not there.
    """
    engine = engine_of(frame)
    if engine.is_lazy:
        raise UnitError(
            f"is a lazy frame of {engine.name}, which divides no integers exactly",
            field="frame",
            expected="numerator and denominator as they are, a roll-up of them, or the collected frame",
        )
    made: dict[str, tuple[list[Decimal | None], int]] = {}
    for name in indicators:
        declaration, _, names = _chosen(name)
        if len(names) == 1:
            raise UnitError("is a sum, not a rate", field="indicators", value=name, expected="a ratio")
        for column in names:
            if column not in engine.frame.columns:
                raise UnknownNameError(
                    "is no column of the frame", field="frame", value=column, expected="indicator_columns"
                )
        asked = declaration.decimals if places is None else places
        digits = (2 if asked is None else asked) + 2
        tops, bottoms = (engine.frame[column].to_list() for column in names)
        rates = [
            None
            if is_blank(top) or is_blank(bottom) or bottom <= 0
            else Decimal(round_ratio(int(top), int(bottom), digits, rounding)).scaleb(-digits)
            for top, bottom in zip(tops, bottoms, strict=True)
        ]
        made[names[0].removesuffix("_numerator")] = rates, digits
    return with_decimals(engine, made)


def _chosen(name: object) -> tuple[Declaration, Variant, tuple[str, ...]]:
    """The indicator and variant of a name, and the columns it adds."""
    text, _, choice = str(name).partition(":")
    declaration = indicator(text).declaration
    variant = declaration.variant(choice or None)
    base = declaration.id if variant.id == declaration.default else f"{declaration.id}_{variant.id}"
    return declaration, variant, (f"{base}_numerator", f"{base}_denominator") if variant.denominator else (base,)


def _amount(quantity: str, schema: Schema, told: str) -> Amount:
    term = glossary().term(quantity)
    if (quantity,) not in schema.fields:
        near = schema.nearest(quantity, term.wordings)
        raise UnknownNameError(f"no column holds {quantity} ({term.zh})", field=told, expected=near)
    return schema.amount((quantity,), is_money=term.kind == "amount")


def _to_scale(amount: Amount, scale: int) -> int:
    """What one unit of the column is in units of the scale."""
    if not amount.is_money:
        return 1
    power = amount.power + scale
    if power < 0:
        raise AmountError("is finer than the scale", field=amount.label, expected=f"scale={-amount.power}")
    factor: int = 10**power
    return factor


def _name(quantity: str) -> str:
    return f"zhengwu_{quantity}"


def _copied(quantity: str, amount: Amount) -> Amount:
    return attrs.evolve(amount, column=_name(quantity))


def _with_copies(engine: Engine, amounts: Mapping[str, Amount]) -> Engine:
    copies = [nw.col(amount.column).alias(_name(quantity)) for quantity, amount in amounts.items()]
    return attrs.evolve(engine, frame=engine.frame.with_columns(*copies))


def _check_size(engine: Engine, amount: Amount) -> None:
    column = engine.frame[amount.column]
    ends: Sequence[Any] = [end for end in (column.min(), column.max()) if not is_blank(end)]
    if any(abs(int(end)) >= _HALF for end in ends):
        raise AmountError(
            "holds amounts whose sum may exceed 64 bits", field=amount.label, expected="below 2**62 units"
        )

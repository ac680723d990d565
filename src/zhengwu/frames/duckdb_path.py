"""The plan as one aggregation of DuckDB: enumerations stay enumerations, sums have 128 bits."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Amount, Cells, Clock, Plan, bit_of

__all__ = ["reduced"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def reduced(engine: Engine, plan: Plan) -> Cells | None:
    """The fine cells, or None where this path has no words for the plan."""
    if any(not isinstance(value, str | int) for values in plan.where.values() for value in values):
        return None
    chosen = [_quoted(name) for name in plan.keys]
    if plan.clock.column is not None:
        chosen.append(_time(plan.clock))
    count = len(plan.nulls) + 2 * len(plan.pairs)
    kind = "UTINYINT" if count < 8 else "UINTEGER"  # a short key is grouped faster
    bits = [f"({_quoted(name)} IS NULL)::{kind} * {1 << i}::{kind}" for i, name in enumerate(plan.nulls)]
    for i, (left, right) in enumerate(plan.pairs):
        for sign, bit in zip("><", bit_of(plan, i), strict=True):
            bits.append(f"coalesce({_quoted(left)} {sign} {_quoted(right)}, false)::{kind} * {bit}::{kind}")
    if bits:
        chosen.append(" + ".join(bits))
    rows = _fetched(engine.frame.to_native(), plan, chosen)
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * (len(chosen) + 1 + len(plan.amounts))
    # The same word comes as a new text in each row: one of each is kept, whose hash is known then.
    keys = [list(map(dict[Any, Any]().setdefault, column, column)) for column in columns[: len(plan.keys)]]
    rest = columns[len(plan.keys) :]
    times = rest.pop(0) if plan.clock.column is not None else [0] * len(rows)
    patterns = rest.pop(0) if bits else [0] * len(rows)
    return Cells(keys=keys, times=times, patterns=patterns, counts=rest[0], sums=rest[1:])


def _fetched(relation: Any, plan: Plan, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of the grouping. Sums of 64 bits are read twice as fast as those of 128, so they are tried first.

    One step of aggregation, since every step of a relation is bound when it is made.
    """
    if plan.where:
        relation = relation.filter(
            " AND ".join(
                f"{_quoted(name)} IN ({', '.join(map(_literal, values))})" if values else "false"
                for name, values in plan.where.items()
            )
        )
    try:
        return _aggregated(relation, plan, keys, "::BIGINT")
    except sys.modules["duckdb"].ConversionException:
        return _aggregated(relation, plan, keys, "")


def _aggregated(relation: Any, plan: Plan, keys: Sequence[str], narrow: str) -> list[tuple[Any, ...]]:
    sums = [f"sum({_summand(amount)})" + ("" if amount.form == "decimal" else narrow) for amount in plan.amounts]
    found: list[tuple[Any, ...]] = relation.aggregate(", ".join([*keys, "count(*)", *sums]), ", ".join(keys)).fetchall()
    return found


def _time(clock: Clock) -> str:
    column = _quoted(str(clock.column))
    if clock.mode == "raw":
        return column
    if clock.mode == "bounds":
        if clock.zone is not None:
            column = f"CAST({column} AS TIMESTAMP)"
        come = [f"CASE WHEN {column} >= DATE '{bound.isoformat()}' THEN 1 ELSE 0 END" for bound in clock.bounds]
        return f"CASE WHEN {column} IS NULL THEN NULL ELSE {' + '.join(come) or '0'} END"
    months = _MONTHS[clock.mode]
    if months == 12:
        return f"year({column})"
    if months == 3:
        return f"(year({column}) * 4 + quarter({column}) - 1)::INTEGER"  # a short key is grouped faster
    if months == 1:
        return f"(year({column}) * 12 + month({column}) - 1)::INTEGER"
    return f"(year({column}) * 2 + (month({column}) > 6)::INTEGER)::INTEGER"


def _summand(amount: Amount) -> str:
    column = _quoted(amount.column)
    if amount.form == "float":
        return f"CAST(round({column} * 1e{amount.shift}) AS BIGINT)"
    return column if amount.form == "decimal" or amount.is_wide else f"CAST({column} AS BIGINT)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"

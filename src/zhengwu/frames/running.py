"""Running a plan: what a frame in memory can say beforehand, then the engine's own path or the common one."""

from __future__ import annotations

from typing import Any

import attrs

from zhengwu.frames import dense_path, duckdb_path, polars_path
from zhengwu.frames.engines import Engine, fetched
from zhengwu.frames.floats import check_floats
from zhengwu.frames.integers import with_integers
from zhengwu.frames.plan import Amount, Cells, Plan
from zhengwu.frames.reduce import cells_from, reduced
from zhengwu.records.cells import is_blank

__all__ = ["run"]

_BOUND = 2**63


def run(engine: Engine, plan: Plan) -> tuple[Plan, Cells]:
    """The fine cells, and the plan that they follow: a frame in memory without blanks needs no bits for them."""
    for amount in plan.amounts:
        if amount.form == "float":
            check_floats(engine, amount)
    if any(amount.form == "object" for amount in plan.amounts):
        engine, amounts = with_integers(engine, plan.amounts, forms=("object",))
        plan = attrs.evolve(plan, amounts=amounts)
    is_guarded = engine.sums_may_wrap
    dense = dense_path.reduced(engine, plan)
    if dense is not None:
        return dense
    if not engine.is_lazy:
        plan = attrs.evolve(plan, nulls=tuple(name for name in plan.nulls if engine.frame[name].null_count()))
        is_guarded = not all(_fits(engine.frame, amount) for amount in plan.amounts)
    if engine.name == "polars":
        found = polars_path.reduced(engine, plan, guarded=is_guarded)
        if found is not None:
            return plan, found
    if engine.name == "duckdb":
        found = duckdb_path.reduced(engine, plan)
        if found is not None:
            return plan, found
    return plan, cells_from(fetched(reduced(engine.frame, plan, guarded=is_guarded)), plan)


def _fits(frame: Any, amount: Amount) -> bool:
    """Whether no sum of a column can overflow, were all its rows of the largest size."""
    if amount.form != "integer":
        return False
    column = frame[amount.column]
    low, high = column.min(), column.max()
    if is_blank(low) or is_blank(high):
        return True
    return bool(max(-int(low), int(high)) * len(frame) < _BOUND)

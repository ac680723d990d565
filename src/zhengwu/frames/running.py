"""Running a plan: what a frame in memory can say beforehand, then the engine's own path or the common one."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import InexactError
from zhengwu.frames import duckdb_path, polars_path
from zhengwu.frames.engines import Engine, fetched
from zhengwu.frames.floats import check_floats
from zhengwu.frames.plan import Amount, Cells, Plan
from zhengwu.frames.reduce import cells_from, reduced
from zhengwu.records.cells import is_blank

__all__ = ["run"]

_BOUND = 2**63
_SHOWN = 5


def run(engine: Engine, plan: Plan) -> tuple[Plan, Cells]:
    """The fine cells, and the plan that they follow: a frame in memory without blanks needs no bits for them."""
    for amount in plan.amounts:
        if amount.form == "float":
            check_floats(engine, amount)
    engine, plan = _converted(engine, plan)
    is_guarded = engine.sums_may_wrap
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


def _converted(engine: Engine, plan: Plan) -> tuple[Engine, Plan]:
    """The frame and the plan with columns of Python's decimals, as pandas holds them, made integers.

    Raises `InexactError`, naming column and rows, for what is no exact number of so many places.
    """
    found = [amount for amount in plan.amounts if amount.form == "object"]
    if not found:
        return engine, plan
    native = engine.frame.to_native()
    pandas = sys.modules["pandas"]
    columns = {}
    for amount in found:
        whole: list[int | None] = []
        wrong: list[str] = []
        for row, value in enumerate(native[amount.column]):
            units = None if is_blank(value) else _units(value, amount.shift)
            if units is None and not is_blank(value):
                wrong.append(f"row {row}: {value!r}")
            whole.append(units)
        if wrong:
            more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
            raise InexactError(
                f"holds what is no decimal with {amount.shift} places: {', '.join(wrong[:_SHOWN])}{more}",
                field=amount.label,
                expected="decimals or integers",
            )
        columns[amount.column] = pandas.array(whole, dtype="Int64")
    frame = nw.from_native(native.assign(**columns), eager_only=True)
    amounts = tuple(
        attrs.evolve(amount, form="integer", is_wide=True) if amount.form == "object" else amount
        for amount in plan.amounts
    )
    return attrs.evolve(engine, frame=frame), attrs.evolve(plan, amounts=amounts)


def _units(value: Any, places: int) -> int | None:
    """A decimal or an integer as an integer of so many places, None where it is not one or too large."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        return None
    top, bottom = value.as_integer_ratio()
    whole, rest = divmod(top * 10**places, bottom)
    return None if rest or abs(whole) >= _BOUND else int(whole)


def _fits(frame: Any, amount: Amount) -> bool:
    """Whether no sum of a column can overflow, were all its rows of the largest size."""
    if amount.form != "integer":
        return False
    column = frame[amount.column]
    low, high = column.min(), column.max()
    if is_blank(low) or is_blank(high):
        return True
    return bool(max(-int(low), int(high)) * len(frame) < _BOUND)

"""Columns of amounts as 64-bit integers of one unit, in the frame they stand in."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import InexactError
from zhengwu.frames.engines import Engine
from zhengwu.frames.floats import check_floats
from zhengwu.frames.plan import Amount
from zhengwu.records.cells import is_blank

__all__ = ["with_integers"]

_BOUND = 2**63
_SHOWN = 5
_ALL = ("integer", "decimal", "float", "object")


def with_integers(
    engine: Engine, amounts: Sequence[Amount], *, forms: Collection[str] = _ALL
) -> tuple[Engine, tuple[Amount, ...]]:
    """The frame with the columns of these amounts made integers where they have one of the forms.

    Decimals in memory are converted one by one in Python, in a lazy frame by the engine. Raises `InexactError`, naming
    column and rows, for floats that are no decimals and for what is no exact number of so many places.
    """
    made = []
    for amount in amounts:
        if amount.form not in forms or amount.is_wide:
            made.append(amount)
            continue
        if amount.form == "float":
            check_floats(engine, amount)
        if amount.form == "object" or (amount.form in ("decimal", "float") and not engine.is_lazy):
            engine = _in_python(engine, amount)
        else:
            column = nw.col(amount.column)
            if amount.form == "float":
                column = (column * float(10**amount.shift)).round(0)
            elif amount.form == "decimal":
                column = column * 10**amount.shift
            engine = attrs.evolve(engine, frame=engine.frame.with_columns(column.cast(nw.Int64).alias(amount.column)))
        made.append(attrs.evolve(amount, form="integer", is_wide=True))
    return engine, tuple(made)


def _in_python(engine: Engine, amount: Amount) -> Engine:
    """The frame with one column replaced by the integers of its values."""
    whole: list[int | None] = []
    wrong: list[str] = []
    for row, value in enumerate(engine.frame[amount.column].to_list()):
        units = None if is_blank(value) else _units(value, amount)
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
    native = engine.frame.to_native()
    module = sys.modules[engine.name]
    if engine.name == "pandas":
        is_arrow = str(native[amount.column].dtype).endswith("[pyarrow]")
        column: Any = module.array(whole, dtype="int64[pyarrow]" if is_arrow else "Int64")
        native = native.assign(**{amount.column: column})
    elif engine.name == "polars":
        native = native.with_columns(module.Series(amount.column, whole, dtype=module.Int64))
    else:
        number = native.schema.get_field_index(amount.column)
        native = native.set_column(number, amount.column, module.array(whole, type=module.int64()))
    return attrs.evolve(engine, frame=nw.from_native(native, eager_only=True))


def _units(value: Any, amount: Amount) -> int | None:
    """A value as an integer of so many places, None where it is not one or too large. Floats have been checked."""
    if amount.form == "float":
        return int(round(value * 10**amount.shift, 0))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        return None
    top, bottom = value.as_integer_ratio()
    whole, rest = divmod(top * 10**amount.shift, bottom)
    return None if rest or abs(whole) >= _BOUND else int(whole)

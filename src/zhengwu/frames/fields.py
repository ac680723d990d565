"""Which column of a frame holds which field, and how it is to be read: from names and types alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import AmountError, UnitError, UnknownNameError
from zhengwu.exact import Money
from zhengwu.exact.currency import unit_of
from zhengwu.frames.kinds import Kind
from zhengwu.frames.schema import Schema
from zhengwu.records.columns import nearest_fields
from zhengwu.records.words import Word

__all__ = ["Held", "held_fields"]


@attrs.frozen(kw_only=True)
class Held:
    """A column and the field it holds. `way` says how it is read; `power` is the unit of an amount, None without one.

    `value` is the name of the column with what was read, `name` the one it gets in the end.
    """

    column: str
    path: tuple[str, ...]
    name: str
    label: str
    kind: type
    way: str
    power: int | None = None
    value: str = ""

    @property
    def told(self) -> str:
        """How reasons name it: the column, then the field."""
        return f"{self.column}: {self.label}"


def held_fields(
    kind: Kind,
    types: Mapping[str, Any],
    *,
    columns: Mapping[str, str],
    units: str | Mapping[str, str] | None,
    scale: int,
    times: Sequence[str],
) -> list[Held]:
    """The fields of the columns that are understood. Raises what `zhengwu.frames.check` says."""
    schema = Schema.of(types, kind, columns=columns, units=units, scale=scale)
    if not schema.fields:
        near = nearest_fields(next(iter(types), ""), kind.cls)
        raise UnknownNameError(
            f"none is known of {kind.cls.__name__}",
            field="columns of the frame",
            expected=near or 'columns={"deal": …}',
        )
    moments = [kind.find(name) for name in times]
    if None in moments:
        raise UnknownNameError(
            "is no field", field="times", value=times[moments.index(None)], expected="such as accepted_at"
        )
    timed = {found.path for found in moments if found is not None}
    names: dict[str, int] = {}
    for path in schema.fields:
        names[path[-1]] = names.get(path[-1], 0) + 1
    made = []
    for path, (_, found) in schema.fields.items():
        column = schema.field_column(path)
        power = None
        if issubclass(found.kind, Money):
            unit = schema._unit(path, column, found)
            power = None if unit is None else unit_of(unit, currency="CNY").power
        way, power = _way(column, found.kind, types[column], power, scale, is_moment=path in timed, label=found.label)
        name = path[-1] if names[path[-1]] == 1 else ".".join(path)
        made.append(Held(column=column, path=path, name=name, label=found.label, kind=found.kind, way=way, power=power))
    order = list(types)
    made.sort(key=lambda held: order.index(held.column))
    return [attrs.evolve(held, value=f"zw_c{number}") for number, held in enumerate(made)]


def _way(
    column: str, kind: type, dtype: Any, power: int | None, scale: int, *, is_moment: bool, label: str
) -> tuple[str, int | None]:
    """How a column of this type is read as this field, and the unit of its figures."""
    told = f"{column}: {label}"
    if issubclass(kind, Money):
        return _way_of_amount(told, dtype, power, scale)
    if issubclass(kind, date):
        if dtype == nw.String:
            return ("moment" if is_moment else "day"), None
        if dtype in (nw.Date, nw.Datetime):
            return "as is", None
        raise UnitError(
            f"is a column of {dtype}, which holds no days", field=told, expected="dates, timestamps or texts"
        )
    if issubclass(kind, bool):
        return ("truth" if dtype == nw.String else "as is"), None
    if issubclass(kind, int):
        return _way_of_count(told, dtype)
    if dtype != nw.String:
        return "as is", None
    return ("word" if issubclass(kind, Word) else "text"), None


def _way_of_count(told: str, dtype: Any) -> tuple[str, int | None]:
    if dtype == nw.String:
        return "count", None
    if dtype.is_integer():
        return "integer", 0
    if dtype == nw.Decimal:
        return "decimal count", None
    if dtype.is_float():
        return "float", 0
    raise UnitError(f"is a column of {dtype}, which holds no counts", field=told, expected="integers or texts")


def _way_of_amount(told: str, dtype: Any, power: int | None, scale: int) -> tuple[str, int | None]:
    if dtype == nw.String:
        return "amount", power
    if dtype in (nw.Decimal, nw.Object):  # pandas without arrow holds decimals as objects
        return "decimal", 0 if power is None else power
    if dtype.is_integer():
        power = -scale if power is None else power
    elif dtype.is_float():
        if power is None:
            raise UnitError(
                "is a column of floats without a unit",
                field=told,
                expected='units="元" or 万元, or a header that says it',
            )
    else:
        raise UnitError(f"is a column of {dtype}, which holds no amounts", field=told, expected="texts or numbers")
    if power + scale < 0:
        raise AmountError(f"is finer than the scale of {scale}", field=told, expected=f"scale={-power}")
    return ("float" if dtype.is_float() else "integer"), power

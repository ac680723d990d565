"""Which column of a frame is meant, and whether its type can hold what is asked of it.

A column is found by its own name, or by any wording of the field or term it holds: ``budget``, 预算金额（万元）.
All of this needs the names and types of the columns only, so a lazy frame is refused before anything runs.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import AmountError, PeriodError, UnitError, UnknownNameError
from zhengwu.exact.currency import unit_of
from zhengwu.frames.kinds import FieldPath, Found
from zhengwu.frames.plan import Amount
from zhengwu.reference.glossary import glossary

__all__ = ["Finder", "Schema"]

_FEN = -2
_LONGEST = 60


class Finder(Protocol):
    """What knows the field that a header names."""

    def find(self, header: str) -> Found | None:
        """The field, or None."""


@attrs.frozen(kw_only=True)
class Schema:
    """The columns of a frame by name, with their types, and by the field each holds.

    `units` are the units that were stated for amounts (分, 元, 万元), by field or column, under "" for all; `scale` is
    the number of decimals of 元 that are kept.
    """

    types: Mapping[str, Any]
    fields: Mapping[FieldPath, tuple[str, Found]]
    doubled: Mapping[FieldPath, str]
    units: Mapping[str, str]
    scale: int

    @classmethod
    def of(
        cls,
        types: Mapping[str, Any],
        finder: Finder,
        *,
        columns: Mapping[str, str],
        units: str | Mapping[str, str] | None,
        scale: int,
    ) -> Schema:
        """Understand the columns of a frame. `columns` names those of fields that are called otherwise."""
        if type(scale) is not int or not 0 <= scale <= 12:
            raise AmountError("is no number of decimals", field="scale", value=scale, expected="0 to 12; 2 is 分")
        fields: dict[FieldPath, tuple[str, Found]] = {}
        for name, column in columns.items():
            found = finder.find(name)
            if found is None:
                near = ", ".join(term.id for term in glossary().nearest(name)) or "a field or its official term"
                raise UnknownNameError("is no field", field="columns", value=name, expected=near)
            if column not in types:
                raise _unknown(column, types, "columns")
            fields[found.path] = (column, attrs.evolve(found, unit=_unit_in(column)))
        taken = {column for column, _ in fields.values()}
        doubled: dict[FieldPath, str] = {}
        for column in types:
            found = finder.find(column) if column not in taken else None
            if found is None:
                continue
            if found.path in fields and fields[found.path][0] not in taken:
                doubled[found.path] = column
            fields.setdefault(found.path, (column, found))
        stated = {"": units} if isinstance(units, str) else dict(units or {})
        return cls(types=types, fields=fields, doubled=doubled, units=stated, scale=scale)

    def column(self, source: str, finder: Finder, argument: str) -> str:
        """The column a caller names, by its own name or by that of its field. Raises `UnknownNameError`."""
        if source in self.types:
            return source
        found = finder.find(source)
        if found is not None and found.path in self.fields:
            return self.field_column(found.path)
        raise _unknown(source, self.types, argument)

    def field_column(self, path: FieldPath) -> str:
        """The column of a field. Raises `UnitError` where two columns claim to be it."""
        column, found = self.fields[path]
        if path in self.doubled:
            remedy = f'columns={{"{path[-1]}": "{column}"}} to choose one'
            problem = f"stands in two columns, {column} and {self.doubled[path]}"
            raise UnitError(problem, field=found.label, expected=remedy)
        return column

    def amount(self, path: FieldPath, *, is_money: bool) -> Amount:
        """The column of an amount or a count as integers. Raises `UnitError` for a type that holds no exact numbers."""
        column = self.field_column(path)
        found = self.fields[path][1]
        dtype = self.types[column]
        label = f"{column}: {found.label}" if column != path[-1] else found.label
        if dtype in (nw.Float32, nw.Float64):
            form = "float"
        elif dtype == nw.Object:
            form = "object"
        elif dtype == nw.Decimal:
            form = "decimal"
        elif dtype == nw.Boolean or (dtype.is_integer() and dtype not in (nw.UInt64, nw.UInt128, nw.Int128)):
            form = "integer"
        else:
            expected = "64-bit integers (分), decimals, or floats that are exact images of decimals"
            raise UnitError(f"is a column of {dtype}, which holds no amounts", field=label, expected=expected)
        if not is_money:
            places = dtype.scale if form == "decimal" else 0
            wide = dtype == nw.Int64
            return Amount(column=column, label=label, form=form, shift=places, is_money=False, is_wide=wide)
        unit = self._unit(path, column, found)
        if form == "integer":
            power = _FEN if self.scale == 2 else -self.scale
            if unit is not None:
                power = _power(unit)
            return Amount(column=column, label=label, form=form, power=power, is_wide=dtype == nw.Int64)
        if form in ("float", "object"):
            if unit is None and form == "object":
                unit = "元"
            if unit is None:
                raise UnitError(
                    "is a column of floats without a unit",
                    field=label,
                    expected='units="元" or units={"'
                    + path[-1]
                    + '": "万元"}, a header such as 预算金额（万元）, or integers of 分',
                )
            shift = _power(unit) + self.scale
            if shift < 0:
                finer = f"scale={-_power(unit)}"
                raise AmountError(f"is finer than the scale of {self.scale}", field=label, expected=finer)
            return Amount(column=column, label=label, form=form, shift=shift, power=-self.scale)
        places = dtype.scale
        return Amount(column=column, label=label, form=form, shift=places, power=_power(unit or "元") - places)

    def instant(self, column: str, argument: str) -> Any:
        """The type of a column of days or instants. Raises `PeriodError` for another."""
        dtype = self.types[column]
        if dtype in (nw.Date, nw.Datetime, nw.String, nw.Object):
            return dtype
        raise PeriodError(
            f"is a column of {dtype}, which holds no days",
            field=f"{argument}: {column}",
            expected="dates or timestamps; texts are cast first, each engine has its own way",
        )

    def nearest(self, name: str, wordings: Iterable[str]) -> str:
        """The columns whose names look most like a field, as a message lists them."""
        near = [
            close
            for word in (name, *wordings)
            for close in difflib.get_close_matches(word, list(self.types), n=2, cutoff=0.5)
        ]
        return ", ".join(dict.fromkeys(near)) or f"a column {name}"

    def _unit(self, path: FieldPath, column: str, found: Found) -> str | None:
        for name in (column, ".".join(path), path[-1]):
            if name in self.units:
                return self.units[name]
        term = glossary().terms.get(path[-1])
        for name in term.wordings if term is not None else ():
            if name in self.units:
                return self.units[name]
        return found.unit or self.units.get("")


def _power(unit: str) -> int:
    """The power of ten of 元 that a unit is: 分 −2, 元 0, 万元 4."""
    return unit_of(unit, currency="CNY").power


def _unit_in(column: str) -> str | None:
    found = glossary().match(column)
    return found.unit if found is not None else None


def _unknown(name: object, types: Iterable[str], argument: str) -> UnknownNameError:
    """The error for a column that is not there: the nearest columns, and what the glossary would call it."""
    columns = list(types)
    near = difflib.get_close_matches(str(name)[:_LONGEST], columns, n=3, cutoff=0.5)
    known = [f"{term.id} ({term.zh})" for term in glossary().nearest(str(name), n=1)] if not near else []
    expected = ", ".join([*near, *known]) or ", ".join(columns[:8]) or "a column of the frame"
    return UnknownNameError("is no column of the frame", field=argument, value=name, expected=expected)

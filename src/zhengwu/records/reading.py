"""One row to one record: the first step of `zhengwu.records.rows`; `zhengwu.records.joining` is the second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from zhengwu.records.base import Record, hints_of, part_of
from zhengwu.records.cells import is_blank, read_cell, total_words
from zhengwu.records.columns import Column, required_fields
from zhengwu.records.faults import Fault
from zhengwu.records.party import Source
from zhengwu.reference.terms import fold

__all__ = ["RowReader"]

RecordType = TypeVar("RecordType", bound=Record)

_LONGEST = 60
_LONGEST_TOTAL = 12


class RowReader(Generic[RecordType]):
    """Reads the rows of one table, whose columns are known. `is_joined` says that a row describes one part.

    `parts` are, by row, the parts of records whose parts make sense only together (`Record.TOGETHER`).
    """

    def __init__(
        self,
        cls: type[RecordType],
        columns: Mapping[str, Column],
        *,
        absent: frozenset[tuple[str, ...]],
        where: str | None,
        unit: str | None,
    ) -> None:
        self._cls = cls
        self._columns = columns
        self._absent = absent
        self._unit = unit
        self._by_path: dict[tuple[str, ...], list[Column]] = {}
        for column in columns.values():
            self._by_path.setdefault(column.path, []).append(column)
        self._totals = total_words()
        self._where = where if "source" in hints_of(cls) and ("source",) not in self._by_path else None
        has_parts = any(len(path) > 1 and path[0] == cls.PARTS for path in self._by_path)
        is_nested = (cls.PARTS,) in self._by_path
        self._needs_part = cls.PARTS in required_fields(cls)
        self.is_joined = cls.PARTS is not None and (has_parts or (self._needs_part and not is_nested))
        self._first: dict[object, dict[str, Any]] = {}
        self.parts: dict[int, tuple[Record, ...]] = {}

    def read(self, row: object, number: int) -> RecordType | list[Fault] | None:
        """The record of a row, or its faults; None for a blank row. An empty list: only a column is missing."""
        from zhengwu.records import door

        if not isinstance(row, Mapping):
            return [Fault(row=number, message="is not a row (expected a mapping of column names to values)")]
        if all(is_blank(value) for value in row.values()):
            return None
        data, total = self._data(row)
        if total is not None:
            message = f"{row[total.header]!r} names a row of totals, which is no record"
            return [Fault(row=number, column=total.header, value=str(row[total.header]), message=message)]
        if self._where is not None:
            data["source"] = Source(name=self._where, row=number)
        parts = data.pop(self._cls.PARTS or "", ()) if self.is_joined and self._cls.TOGETHER else ()
        found = door.attempted(self._cls, data)
        wrong = [] if isinstance(found, Record) else found
        wrong += self._apart(parts, number)
        if isinstance(found, Record) and not wrong:
            return found
        return [self._placed(place, fault, row, number) for place, fault in wrong if place not in self._absent]

    def _apart(self, parts: Sequence[object], number: int) -> list[tuple[tuple[str, ...], Fault]]:
        """Keep the parts of a row for the joining; what is wrong with them, each by the fields that lead to it."""
        from zhengwu.records import door

        name = self._cls.PARTS or ""
        cls = part_of(self._cls, name) if parts else None
        wrong: list[tuple[tuple[str, ...], Fault]] = []
        if cls is None:
            return wrong
        for part in parts:
            found = door.attempted(cls, part)
            if isinstance(found, Record):
                self.parts[number] = (*self.parts.get(number, ()), found)
            else:
                wrong += [((name, *place), fault) for place, fault in found]
        return wrong

    def named(self, fault: Fault) -> Fault:
        """The fault of a record with the column that holds its field."""
        columns = self._by_path.get(((fault.field or "").partition(" ")[0],))
        return attrs.evolve(fault, column=columns[0].header) if columns else fault

    def _data(self, row: Mapping[Any, Any]) -> tuple[dict[str, Any], Column | None]:
        """The values of a row by field, and the column in which it calls itself a row of totals."""
        data: dict[str, Any] = {}
        part: dict[str, Any] = {}
        for name, column in self._columns.items():
            value = read_cell(row.get(name), column, self._unit)
            if value is None:
                continue
            if (
                isinstance(value, str)
                and column.kind is str
                and len(value) <= _LONGEST_TOTAL
                and fold(value) in self._totals
            ):
                return data, column
            if len(column.path) > 1 and column.path[0] == self._cls.PARTS:
                _put(part, column.path[1:], value)
            else:
                _put(data, column.path, value)
        if self.is_joined:
            key = data.get(self._cls.KEY or "")
            if isinstance(key, str):
                own = {name: value for name, value in data.items() if name != self._cls.PARTS}
                data = {**self._first.setdefault(key, own), **data}
            parts = data.get(self._cls.PARTS or "")
            if part or (self._needs_part and parts is None):
                data[self._cls.PARTS or ""] = [*(parts if isinstance(parts, list) else ()), part]
        return data, None

    def _placed(self, place: tuple[str, ...], fault: Fault, row: Mapping[Any, Any], number: int) -> Fault:
        """The fault with the column it came from, and what stands there."""
        columns = next((self._by_path[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self._by_path), None)
        if columns is None:
            return attrs.evolve(fault, row=number)
        column = next((one for one in columns if not is_blank(row.get(one.header))), columns[0])
        found = row.get(column.header)
        own = place == column.path  # and not a field of what is nested there
        shown = found[:_LONGEST] if own and isinstance(found, str) and fault.value is not None else fault.value
        shown = None if column.is_private else shown
        field = column.field if own else fault.field
        return attrs.evolve(fault, row=number, column=column.header, field=field, value=shown)


def _put(data: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        inner = data.setdefault(name, {})
        if not isinstance(inner, dict):  # an object stands where a column gives one of its fields
            inner = data[name] = {"name": inner}
        data = inner
    data[path[-1]] = value

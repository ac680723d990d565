"""One row to one record, and the rows of one record to one: the two steps of `zhengwu.records.rows`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.records.base import Record, hints_of, label, part_of
from zhengwu.records.cells import is_blank, read_cell, total_words
from zhengwu.records.columns import Column, required_fields
from zhengwu.records.faults import Fault
from zhengwu.records.party import Source
from zhengwu.reference.terms import fold

__all__ = ["RowReader", "joined"]

RecordType = TypeVar("RecordType", bound=Record)

_LONGEST = 60
_LONGEST_TOTAL = 12
_OUTSIDE = frozenset({"source"})


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


def joined(
    made: Sequence[tuple[int, RecordType]], cls: type[RecordType], apart: Mapping[int, tuple[Record, ...]]
) -> tuple[list[RecordType], list[Fault]]:
    """Records of one part each, joined where they share their key, and a fault for each row that contradicts its first.

    A record without a key stands alone. `apart` holds, by row, the parts that are not in the records. What a record
    with all its parts refuses is told at the row that brings it about; its other rows are put aside with it.
    """
    groups: dict[object, list[tuple[int, RecordType]]] = {}
    for number, one in made:
        key = getattr(one, cls.KEY or "", None)
        groups.setdefault(number if key is None else (cls.KEY, key), []).append((number, one))
    records: list[RecordType] = []
    faults: list[Fault] = []
    for rows in groups.values():
        first_number, first = rows[0]
        changes: dict[str, Any] = {}
        parts: list[tuple[int, Record]] = []
        for number, one in rows:
            wrong = _differing(first.evolve(**changes) if changes else first, one, number, first_number)
            if wrong is not None:
                faults.append(wrong)
                continue
            own = (*(getattr(one, cls.PARTS or "") or ()), *apart.get(number, ()))
            parts += [(number, part) for part in own]
            changes |= {name: value for name, value in _own(one).items() if getattr(first, name) is None}
        if len(rows) == 1 and not apart.get(first_number):
            records.append(first)
            continue
        whole = _whole(first, changes, parts, [number for number, _ in rows])
        if isinstance(whole, Record):
            records.append(whole)
        else:
            faults += whole
    return records, faults


def _whole(
    first: RecordType, changes: Mapping[str, Any], parts: Sequence[tuple[int, Record]], rows: Sequence[int]
) -> RecordType | list[Fault]:
    """The record with all its parts, or a fault for each of its rows."""
    name = first.PARTS or ""

    def made(count: int) -> RecordType | ZhengwuError:
        held = tuple(part for _, part in parts[:count]) or (() if first.TOGETHER else getattr(first, name))
        try:
            return first.evolve(**changes, **{name: held})
        except ZhengwuError as error:
            return error

    found = made(len(parts))
    if isinstance(found, Record):
        return found
    counts = range(len(parts) if first.TOGETHER else 0)
    count, error = next(((n, e) for n in counts if isinstance(e := made(n), ZhengwuError)), (len(parts), found))
    at = parts[count - 1][0] if count else rows[0]
    message = f"belongs to the same record as row {at}, which cannot be"
    return [Fault(row=row, message=str(error) if row == at else message) for row in rows]


def _put(data: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        inner = data.setdefault(name, {})
        if not isinstance(inner, dict):  # an object stands where a column gives one of its fields
            inner = data[name] = {"name": inner}
        data = inner
    data[path[-1]] = value


def _own(one: Record) -> dict[str, Any]:
    """The fields that the rows of one record share."""
    names = [attribute.name for attribute in attrs.fields(type(one))]
    return {name: getattr(one, name) for name in names if name != one.PARTS and name not in _OUTSIDE}


def _differing(first: Record, one: Record, number: int, first_number: int) -> Fault | None:
    """The fault for a row whose record is not the one of the first row with its key."""
    cls = type(first)
    for name, value in _own(one).items():
        before = getattr(first, name)
        if before is not None and value is not None and before != value:
            key = label(cls, cls.KEY or "")
            message = f"differs from row {first_number}, which has the same {key}"
            return Fault(row=number, field=label(cls, name), message=message)
    return None

"""The rows of one record to one: the second step of `zhengwu.records.rows`, after each row has been read.

>>> from zhengwu.records.party import Party
>>> [one.name for one in joined([(1, Party(name="甲公司")), (2, Party(name="乙公司"))], Party, {})[0]]
['甲公司', '乙公司']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.records.base import Record, label
from zhengwu.records.faults import Fault
from zhengwu.workdays.moments import local_day

__all__ = ["joined"]

RecordType = TypeVar("RecordType", bound=Record)

_OUTSIDE = frozenset({"source"})


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
            own = (*(getattr(one, cls.PARTS or "", None) or ()), *apart.get(number, ()))
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
    """The record with all its parts, or a fault for each of its rows.

    Parts that make sense only together are taken in the order of the rows, else in that of their days, since exports
    come with the latest row first as well.
    """
    name = first.PARTS or ""

    def made(held: Sequence[tuple[int, Record]]) -> RecordType | ZhengwuError:
        own = tuple(part for _, part in held) or (() if first.TOGETHER else getattr(first, name))
        try:
            return first.evolve(**changes, **{name: own})
        except ZhengwuError as error:
            return error

    orders = _orders(parts) if first.TOGETHER else [parts]
    tried = [made(order) for order in orders]
    for found in tried:
        if isinstance(found, Record):
            return found
    order, error = orders[-1], tried[-1]
    count = len(order)
    for short in range(count if first.TOGETHER else 0):
        found = made(order[:short])
        if isinstance(found, ZhengwuError):
            count, error = short, found
            break
    at = order[count - 1][0] if count else rows[0]
    message = f"belongs to the same record as row {at}, which cannot be"
    return [Fault(row=row, message=str(error) if row == at else message) for row in rows]


def _orders(parts: Sequence[tuple[int, Record]]) -> list[Sequence[tuple[int, Record]]]:
    """The orders the parts may stand in: that of the rows; by day, those of one day as the rows or the other way."""
    days = [getattr(part, "at", None) for _, part in parts]
    if not all(isinstance(day, date) for day in days):
        return [parts]

    def day_of(one: tuple[int, Record]) -> date:
        return local_day(one[1].at)  # type: ignore[attr-defined]  # they all have one

    other_way = list(reversed(parts))  # what stands on one day is turned round as well
    return [parts, sorted(other_way, key=day_of), sorted(parts, key=day_of)]


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

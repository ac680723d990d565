"""Bulk loading: rows of a table to records, every fault of every row at once, good rows kept.

>>> from zhengwu.records.party import Party
>>> rows = [{"名称": "甲公司", "角色": "中标人"}, {"名称": " ", "角色": "中标人"}]
>>> loaded = load_rows(rows, Party)
>>> loaded.records, loaded.rejected
((Party(name='甲公司', category=None, role='中标人', region=None),), ({'名称': ' ', '角色': '中标人'},))
>>> print(*loaded.faults)
row 2, column 名称: name (名称): is missing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.exact.money import Money
from zhengwu.records.base import Record, label, part_of
from zhengwu.records.cells import is_blank
from zhengwu.records.columns import Column, find_column, nearest_fields, required_fields, split_header, wordings_of
from zhengwu.records.faults import Fault
from zhengwu.records.joining import joined
from zhengwu.records.reading import RowReader
from zhengwu.reference.glossary import glossary

__all__ = ["Loaded", "load_rows"]

RecordType = TypeVar("RecordType", bound=Record)

_STEP = 1000
_SHOWN = 6
_LONGEST = 60
_LEFT_ALONE = frozenset({"serial_number", "remark"})


@attrs.frozen
class Loaded(Generic[RecordType]):
    """What became of rows: the records, every fault, the faulty rows as they came, and the columns that none knows.

    `rejected` and `aside` (the values of each unknown column, row by row) may hold what identifies a citizen, so repr
    leaves them out.

    >>> from zhengwu.trading import Tender
    >>> loaded = load_rows([{"项目名称": "道路", "成交金额": "3万元"}, {"项目名称": "桥梁", "成交金额": "3万"}], Tender)
    >>> len(loaded.records), [(fault.row, fault.column) for fault in loaded.faults], loaded.ok
    (1, [(2, '成交金额')], False)
    """

    records: tuple[RecordType, ...]
    faults: tuple[Fault, ...] = ()
    rejected: tuple[object, ...] = attrs.field(default=(), repr=False)
    aside: Mapping[str, tuple[object, ...]] = attrs.field(factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults

    def _repr_html_(self) -> str:
        from zhengwu.records.html import loaded_html

        return loaded_html(self)


def load_rows(
    rows: Iterable[object],
    cls: type[RecordType],
    *,
    where: str | None = None,
    headers: Mapping[str, str | None] | None = None,
    unit: str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Loaded[RecordType]:
    """The records that rows of a table describe; never an exception for what the rows hold.

    A row is a mapping of column names to texts or Python values. A column is found by the English name of the field,
    its official term, an alias of the glossary, or the field that `headers` gives for it (None: leave it alone). A
    blank is None and never 0. An amount without a unit takes the unit in the header, then `unit`. Rows that repeat the
    key of a record with parts (the code of a tender) are joined, one part each; blanks there repeat the row above.

    `where` names the file in each record's `source`; `progress` is called with the number of rows done, now and then.
    Raises `UnknownNameError` when `headers` names a field the class has not.
    """
    table = list(rows)
    columns, faults, aside = _columns(table, cls, headers or {})
    absent = _absent(cls, columns) if columns or aside else frozenset()
    faults += [_no_column(cls, path) for path in sorted(absent)]
    reader = RowReader(cls, columns, absent=absent, where=where, unit=unit)
    made: list[tuple[int, RecordType]] = []
    rejected: set[int] = set()
    for number, row in enumerate(table, 1):
        found = reader.read(row, number)
        if isinstance(found, Record):
            made.append((number, found))
        elif found is not None:
            faults += found
            rejected.add(number)
        if progress is not None and (number % _STEP == 0 or number == len(table)):
            progress(number)
    records, conflicts = joined(made, cls, reader.parts) if reader.is_joined else ([one for _, one in made], [])
    conflicts = [reader.named(conflict) for conflict in conflicts]
    rejected |= {conflict.row for conflict in conflicts if conflict.row is not None}
    return Loaded(
        tuple(records),
        tuple(sorted([*faults, *conflicts], key=lambda fault: fault.row or 0)),
        tuple(table[number - 1] for number in sorted(rejected)),
        {name: tuple(row.get(name) if isinstance(row, Mapping) else None for row in table) for name in aside},
    )


def _columns(
    table: list[object], cls: type[Record], headers: Mapping[str, str | None]
) -> tuple[dict[str, Column], list[Fault], list[str]]:
    """The columns that are understood, a fault for each that is not, and the names of those left aside."""
    names = dict.fromkeys(name for row in table if isinstance(row, Mapping) for name in row)
    columns: dict[str, Column] = {}
    faults: list[Fault] = []
    aside: list[str] = []
    taken: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        shown = str(name)[:_LONGEST]
        column = _column(name, cls, headers)
        if column is not None and not _filled_twice(table, name, taken.get(column.path, [])):
            columns[name] = column
            taken.setdefault(column.path, []).append(name)
            continue
        aside.append(name)
        if column is not None:
            message = f"is a second column for {column.field}, after {taken[column.path][0]} (left aside)"
            faults.append(Fault(column=shown, message=message))
        elif headers.get(name, "") is not None and not _is_numbering(name):
            near = nearest_fields(shown, cls) or ", ".join(label(cls, one) for one in required_fields(cls))
            message = f"is not a column of {cls.__name__} (left aside; expected {near})"
            faults.append(Fault(column=shown, message=message))
    return columns, faults, aside


def _filled_twice(table: list[object], name: object, others: list[str]) -> bool:
    """Whether a row holds something under two names of one field. Rows of two systems may name it differently."""
    return bool(others) and any(
        isinstance(row, Mapping) and not is_blank(row.get(name)) and any(not is_blank(row.get(one)) for one in others)
        for row in table
    )


def _column(name: object, cls: type[Record], headers: Mapping[str, str | None]) -> Column | None:
    if not isinstance(name, str):
        return None
    given = headers.get(name, name)
    found = find_column(given, cls) if given is not None else None
    if found is None and given is not None and name in headers:
        expected = nearest_fields(given, cls) or ", ".join(required_fields(cls))
        raise UnknownNameError(f"is not a field of {cls.__name__}", field="headers", value=given, expected=expected)
    if found is None:
        return None
    printed = split_header(name)[1] if found.kind is Money else None
    return attrs.evolve(found, header=name, unit=found.unit or printed)


def _is_numbering(name: object) -> bool:
    """序号 and the like: known, and no part of a record."""
    found = glossary().find(name) if isinstance(name, str) else None
    return found is not None and found.id in _LEFT_ALONE


def _absent(cls: type[Record], columns: Mapping[str, Column]) -> frozenset[tuple[str, ...]]:
    """The fields without a default for which there is no column."""
    paths = {column.path for column in columns.values()}
    heads = {path[0] for path in paths}
    needed: set[tuple[str, ...]] = {(name,) for name in required_fields(cls) if name != cls.PARTS and name not in heads}
    parts = part_of(cls, cls.PARTS) if cls.PARTS in heads and (cls.PARTS,) not in paths and cls.PARTS else None
    if parts is not None and cls.PARTS is not None:
        needed |= {(cls.PARTS, name) for name in required_fields(parts) if (cls.PARTS, name) not in paths}
    return frozenset(needed)


def _no_column(cls: type[Record], path: tuple[str, ...]) -> Fault:
    owner = cls if len(path) == 1 else part_of(cls, path[0]) or cls
    words = wordings_of(getattr(attrs.fields(owner), path[-1]))[:_SHOWN]
    return Fault(field=label(owner, path[-1]), message=f"has no column (expected {', '.join(words)})")

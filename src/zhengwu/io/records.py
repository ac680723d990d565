"""Records from files: .csv, .tsv and .xlsx as offices export them, .json and .jsonl as systems do.

A CSV file or sheet may begin with its title and unit lines; its header is the first row of more than one cell. A JSON
file holds a list of objects, or {"records": […]}, with a "unit" beside them where amounts name none; a .jsonl file one
object a line. Columns and keys are found as `zhengwu.records.load_rows` finds them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, overload

import attrs

from zhengwu.errors import AmountError, ReadError, UnknownNameError
from zhengwu.exact.currency import unit_of
from zhengwu.io.captions import split_unit, unit_line
from zhengwu.io.csvfile import split_rows
from zhengwu.io.jsonfile import parse_json
from zhengwu.io.kinds import KINDS, Kind
from zhengwu.io.raw import decode, read_bytes, split_lines
from zhengwu.io.xlsx import read_sheet
from zhengwu.records import Loaded, Record, load_rows

__all__ = ["KINDS", "Kind", "read_records"]

RecordType = TypeVar("RecordType", bound=Record)
_SUFFIXES = (".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson")
_LONG = 20_000
_EXPECTED = 'a list of objects, or {"records": […]}'
_SEPARATORS = re.compile("[、，,；;/]")


@overload
def read_records(
    path: str | os.PathLike[str],
    kind: type[RecordType],
    *,
    headers: Mapping[str, str | None] | None = None,
    unit: str | None = None,
    sheet: str | None = None,
    progress: bool = False,
) -> Loaded[RecordType]: ...
@overload
def read_records(
    path: str | os.PathLike[str],
    kind: str,
    *,
    headers: Mapping[str, str | None] | None = None,
    unit: str | None = None,
    sheet: str | None = None,
    progress: bool = False,
) -> Loaded[Any]: ...
def read_records(
    path: str | os.PathLike[str],
    kind: str | type[Record],
    *,
    headers: Mapping[str, str | None] | None = None,
    unit: str | None = None,
    sheet: str | None = None,
    progress: bool = False,
) -> Loaded[Any]:
    """The records of a file, with every fault of every row; good rows are kept. `kind` is one of `KINDS`, or a class.

    `headers` names the fields of columns that are called otherwise, `unit` the unit of amounts that name none; see
    `zhengwu.records.load_rows`. `sheet` names the sheet of a workbook that has several. With `progress`, a bar is drawn
    for a long file when stderr is a terminal and rich is installed. Raises `ReadError` for a file that cannot be read
    or is larger than 64 MiB, `MissingExtraError` for a .xlsx when lxml is not installed, and `UnknownNameError` for
    another kind or a field the class has not.

    >>> read_records("no-such-file.csv", "tender")
    Traceback (most recent call last):
    zhengwu.errors.ReadError: no-such-file.csv: does not exist
    """
    cls = _class_of(kind)
    file = os.fspath(path)
    suffix = Path(file).suffix.lower()
    if suffix not in _SUFFIXES:
        raise ReadError("holds no records that can be read", where=file, value=suffix, expected=", ".join(_SUFFIXES))
    if sheet is not None and suffix != ".xlsx":
        raise ReadError("has no sheets", where=file, value=sheet, expected="a sheet of a .xlsx file")
    rows, named, broken = _rows(read_bytes(file), suffix, file, sheet)
    with _bar(len(rows), wanted=progress) as hook:
        loaded = load_rows(rows, cls, where=Path(file).name, headers=headers, unit=unit or _money(named), progress=hook)
    if not broken:
        return loaded
    faults = [attrs.evolve(fault, message=broken.get(fault.row or 0, fault.message)) for fault in loaded.faults]
    return attrs.evolve(loaded, faults=tuple(faults))


def _class_of(kind: str | type[Record]) -> type[Record]:
    if isinstance(kind, type):
        return kind
    found = KINDS.get(kind)
    if found is None:
        raise UnknownNameError("is not a kind of record", field="kind", value=kind, expected=", ".join(KINDS))
    return found


def _rows(data: bytes, suffix: str, file: str, sheet: str | None) -> tuple[list[object], str, dict[int, str]]:
    """The rows of a file, the unit it names, and what is wrong with lines that are no rows."""
    if suffix == ".xlsx":
        cells = read_sheet(data, file=file, sheet=sheet)
        rows, unit = _table_rows([[cell.strip() for cell in row] for row in cells], file)
        return list(rows), unit, {}
    text, _ = decode(data, file=file)
    if suffix in (".csv", ".tsv"):
        split = split_rows(text, file=file, delimiter="\t" if suffix == ".tsv" else None)
        rows, unit = _table_rows([[cell.text.strip() if cell else "" for cell in row] for row in split], file)
        return list(rows), unit, {}
    if suffix == ".json":
        return (*_json_rows(parse_json(text, file=file), file), {})
    return _lines(text, file)


def _table_rows(texts: list[list[str]], file: str) -> tuple[list[dict[str, str]], str]:
    wide = any(sum(map(bool, row)) > 1 for row in texts)
    lead = next((n for n, row in enumerate(texts) if sum(map(bool, row)) > int(wide) and not _unit_in(row)), None)
    if lead is None:
        raise ReadError("holds no table", where=file, expected="a header and rows")
    while not any(texts[-1]):
        del texts[-1]
    unit = next(filter(None, map(_unit_in, texts[:lead])), "")
    width = max(map(len, texts[lead:]))
    names: list[str] = []
    for column in range(width):
        name = texts[lead][column] if column < len(texts[lead]) else ""
        used = any(column < len(row) and row[column] for row in texts[lead + 1 :])
        if not name:
            name = f"column {column + 1}" if used else ""
        elif name in names:  # a dict would lose the first of them
            name = f"{name} [{column + 1}]"
        names.append(name)
    body = [dict(zip(names, row, strict=False)) for row in texts[lead + 1 :]]
    for row in body:
        row.pop("", None)
    return body, unit


def _unit_in(row: list[str]) -> str:
    """The unit that a cell of a title or unit row names."""
    return next((found for cell in row if (found := unit_line(cell) or split_unit(cell)[1])), "")


def _json_rows(value: Any, file: str) -> tuple[list[object], str]:
    unit = ""
    if isinstance(value, dict) and "records" in value:
        named = value.get("unit")
        unit = named if isinstance(named, str) else ""
        value = value["records"]
    if not isinstance(value, list):
        raise ReadError("holds no list of records", where=file, expected=_EXPECTED)
    return value, unit


def _lines(text: str, file: str) -> tuple[list[object], str, dict[int, str]]:
    """One object a line. A line that is not JSON is a faulty row; when none is, the file is something else."""
    rows: list[object] = []
    broken: dict[int, str] = {}
    first: ReadError | None = None
    for line in split_lines(text):
        if not line.strip():
            continue
        try:
            rows.append(parse_json(line, file=file))
        except ReadError as error:
            rows.append(line)
            broken[len(rows)] = error.problem
            first = first or error
    if first is not None and len(broken) == len(rows):
        raise ReadError(first.problem, where=first.where, expected="one JSON object a line")
    return rows, "", broken


def _money(unit: str) -> str | None:
    """The unit of money among the units a file names ("件、万元"), or None."""
    for part in _SEPARATORS.split(unit):
        try:
            unit_of(part.strip())
        except AmountError:
            continue
        return part.strip()
    return None


@contextmanager
def _bar(rows: int, *, wanted: bool) -> Iterator[Callable[[int], object] | None]:
    if not wanted or rows < _LONG or not sys.stderr.isatty():
        yield None
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        yield None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rows", total=rows)
        yield lambda done: bar.update(task, completed=done)

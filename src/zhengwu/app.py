"""The few verbs that join everything: read tables, audit a file or a table, recompute the bundled publications.

>>> from zhengwu.table.grid import Grid
>>> audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]])).ok
False
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

from zhengwu.auditing.audit import MOST_SECONDS, audit_tables
from zhengwu.auditing.report import Report
from zhengwu.auditing.reproduction import Reproduction, reproduced
from zhengwu.errors import UnitError
from zhengwu.exact.where import Where
from zhengwu.findings import Skipped
from zhengwu.io import Document, read_document
from zhengwu.reference.published import documents
from zhengwu.table.grid import Grid
from zhengwu.table.model import Table
from zhengwu.table.structure import recognise

__all__ = ["Auditable", "Reproduction", "audit", "read_tables", "reproduce"]

Auditable: TypeAlias = "str | os.PathLike[str] | Table | Grid | Sequence[Table | Grid]"
"""What `audit` takes: the path of a file, a table or grid, or the tables of one document."""


def read_tables(path: str | os.PathLike[str]) -> list[Table]:
    """The tables of a file with their structure recognised: .docx, .csv, .tsv, .json, and text dumps (.txt).

    Raises `ReadError` for a file that cannot be read and `MissingExtraError` where a library for it is not installed.

    >>> read_tables("report.pdf")    # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zhengwu.errors.ReadError: report.pdf: '.pdf' is not read yet (expected .docx, ...)
    """
    return _tables(read_document(path))


def audit(path_or_table: Auditable, *, seconds: float = MOST_SECONDS) -> Report:
    """Recompute every figure that a document's tables allow and say which cannot be right.

    Takes the path of a file, a `Table` or `Grid`, or a list of those that belong to one document. What cannot hold is
    always found; its causes are sought for no longer than `seconds`, and the findings say where that ended it. Raises
    `ReadError` for a file that cannot be read, `UnitError` (a `TypeError`) for anything else.

    >>> audit({"预算金额": [1, 2]})
    Traceback (most recent call last):
    zhengwu.errors.UnitError: path_or_table: a dict cannot be audited (expected a path, a Table, a Grid or a list)
    """
    if isinstance(path_or_table, str | os.PathLike):
        document = read_document(path_or_table)
        return audit_tables(_tables(document), file=document.path, skipped=_prose(document), seconds=seconds)
    if isinstance(path_or_table, Table | Grid):
        return audit_tables([_numbered(path_or_table, 0)], file=_file(path_or_table), seconds=seconds)
    if isinstance(path_or_table, list | tuple) and all(isinstance(item, Table | Grid) for item in path_or_table):
        tables = [_numbered(item, index) for index, item in enumerate(path_or_table)]
        files = {_file(table) for table in tables}
        return audit_tables(tables, file=files.pop() if len(files) == 1 else None, seconds=seconds)
    kind = type(path_or_table).__name__
    raise UnitError(f"a {kind} cannot be audited", field="path_or_table", expected="a path, a Table, a Grid or a list")


def reproduce() -> list[Reproduction]:
    """Recompute every figure of the bundled publications. No verdict is stored; each is computed now.

    >>> reproduction = next(item for item in reproduce() if item.document.id == "jintan-2017h1")
    >>> result = next(item for item in reproduction.stated.relations if item.name == "completion_rate")
    >>> result.arithmetic, result.printed, result.verdict.value
    ('5617件 ÷ 5773件 ≈ 97.298%', '97.3%', 'consistent')
    """
    return [reproduced(document) for document in documents()]


def _tables(document: Document) -> list[Table]:
    return [recognise(grid, index=index) for index, grid in enumerate(document.grids)]


def _prose(document: Document) -> Iterator[Skipped]:
    """The prose that was not read, as one entry with its size."""
    if document.paragraphs:
        characters = sum(len("".join(text.split())) for text, _ in document.paragraphs)
        values = {"paragraphs": str(len(document.paragraphs)), "characters": str(characters)}
        yield Skipped(where=Where(file=document.path), reason="prose_not_read", values=values)


def _numbered(item: Table | Grid, index: int) -> Table:
    """The item as the table of that number within its document."""
    if isinstance(item, Grid):
        return recognise(item, index=index)
    if item.index == index:
        return item
    unread = tuple(attrs.evolve(cell, where=attrs.evolve(cell.where, table=index)) for cell in item.unread)
    return attrs.evolve(item, index=index, unread=unread)


def _file(item: Table | Grid) -> str | None:
    return item.source if isinstance(item, Grid) else item.grid.source

"""Word documents (.docx): tables with their merged cells, and the paragraphs around them, as Word shows them.

Insertions are read as accepted and deletions as done; hidden text, field codes and deleted rows are left out. A table
inside a cell is a grid of its own, after that of the table around it. A table of one cell is a frame: its content is
read as if the frame were not there. Lines are paragraphs, counted from 1 outside tables.

The reader works on the XML itself: one pass, linear in its size, while asking python-docx for each place of a table is
quadratic.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import attrs

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where
from zhengwu.io.assemble import MOST_CELLS, Block, Row, lay_out
from zhengwu.io.document import Paragraph
from zhengwu.io.package import parse_xml, read_part
from zhengwu.io.wordml import STRICT, TBL, TC, TCPR, TR, TRPR, VALUE, P, W, content, is_on, loosen, marks_of, paragraph
from zhengwu.table.grid import Cell, Grid

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx"]

_PART = "word/document.xml"
# Word itself stops at 63 columns.
_WIDEST = 1000
# How many paragraphs of a cell above a table in it may be its title and unit line, empty ones included.
_ABOVE = 8


def read_docx(data: bytes, *, file: str) -> tuple[tuple[Grid, ...], tuple[Paragraph, ...]]:
    """The tables and paragraphs of the bytes of a .docx file; its paragraphs in a cell are joined by a line end.

    Raises `ReadError` when the bytes are no Word document or exceed the bounds of `zhengwu.io.package`, and
    `MissingExtraError` when lxml is not installed.
    """
    root = parse_xml(read_part(data, _PART, file=file), file=file, part=_PART)
    if root.tag == f"{STRICT}document":
        loosen(root)
    body = root.find(f"{W}body")
    if root.tag != f"{W}document" or body is None:
        raise ReadError("is not a Word document (its main part has no body)", where=f"{file}: {_PART}")
    try:
        items = list(_flow(body, _Numbered(file)))
    except RecursionError:
        raise ReadError("nests its tables too deeply", where=f"{file}: {_PART}") from None
    return lay_out(items, file=file)


@attrs.define
class _Numbered:
    """Gives places to paragraphs."""

    file: str
    line: int = 0

    def next(self) -> Where:
        self.line += 1
        return Where(file=self.file, line=self.line, column_no=1)


@attrs.define
class _Open:
    """A cell whose spans may still grow."""

    text: str
    columns: int
    rows: int = 1


def _flow(parent: _Element, numbered: _Numbered) -> Iterator[Paragraph | Block]:
    for child in content(parent):
        if child.tag == P:
            where = numbered.next()
            text, boxes = paragraph(child)
            if text.strip():
                yield text, where
            for box in boxes:
                yield from _flow(box, numbered)
        elif child.tag == TBL:
            first_two = list(islice((cell for row in _rows(child) for cell, _ in _cells(row)), 2))
            if len(first_two) == 1:
                yield from _flow(first_two[0], numbered)
            elif first_two:
                yield from _table(child, numbered.file, None)


def _table(table: _Element, file: str, above: list[str] | None) -> Iterator[Block]:
    rows: list[dict[int, _Open]] = []
    nested: list[tuple[_Element, list[str]]] = []
    going_on: dict[int, _Open] = {}  # cells that a vertical merge may continue, by their first column
    header_rows = 0
    for row in _rows(table):
        of_row = marks_of(row, TRPR)
        if header_rows == len(rows) and is_on(of_row.get("tblHeader")):
            header_rows += 1
        column = _number(of_row, "gridBefore", 0, file)
        placed: dict[int, _Open] = {}
        still: dict[int, _Open] = {}
        last: _Open | None = None
        for cell, marks in _cells(row):
            columns = max(1, _number(marks, "gridSpan", 1, file)) if marks else 1
            upper = going_on.get(column)
            if last is not None and _continues(marks, "hMerge"):
                last.columns += columns
            elif upper is not None and upper.columns == columns and _continues(marks, "vMerge"):
                upper.rows += 1
                still[column] = upper
                last = None
            else:
                text, inner = _cell(cell)
                nested += inner
                last = placed[column] = still[column] = _Open(text, columns)
            column += columns
        rows.append(placed)
        going_on = still
    if any(rows):
        yield Block(_finished(rows, file), Where(file=file), header_rows or None, above)
    for element, lines in nested:
        yield from _table(element, file, lines)


def _finished(rows: list[dict[int, _Open]], file: str) -> list[Row]:
    where = Where(file=file)
    width = max((column + cell.columns for row in rows for column, cell in row.items()), default=0)
    if width * len(rows) > MOST_CELLS:
        shown = f"{len(rows)} × {width}"
        raise ReadError("is too large a table", value=shown, expected=f"at most {MOST_CELLS} cells", where=file)
    made: list[Row] = []
    for row in rows:
        line: Row = [None] * width
        for column, cell in row.items():
            line[column] = Cell(cell.text, cell.rows, cell.columns, where)
        made.append(line)
    return made


def _rows(table: _Element) -> Iterator[_Element]:
    for row in content(table):
        if row.tag == TR:
            marks = marks_of(row, TRPR)
            if "del" not in marks and not is_on(marks.get("hidden")):
                yield row


def _cells(row: _Element) -> Iterator[tuple[_Element, dict[str, _Element]]]:
    for cell in content(row):
        if cell.tag == TC:
            marks = marks_of(cell, TCPR)
            if "cellDel" not in marks:
                yield cell, marks


def _cell(cell: _Element) -> tuple[str, list[tuple[_Element, list[str]]]]:
    """The text of a cell, and the tables in it with the lines above each."""
    lines: list[str] = []
    tables: list[tuple[_Element, list[str]]] = []
    for child in content(cell):
        if child.tag == P:
            text, boxes = paragraph(child)
            lines.append(text)
            for box in boxes:
                boxed, inner = _cell(box)
                lines.append(boxed)
                tables += inner
        elif child.tag == TBL:
            tables.append((child, [line for line in lines[-_ABOVE:] if line.strip()]))
    return (lines[0] if len(lines) == 1 else "\n".join(lines)).strip("\n"), tables


def _continues(marks: dict[str, _Element], name: str) -> bool:
    merge = marks.get(name)
    return merge is not None and merge.get(VALUE, "continue") == "continue"


def _number(marks: dict[str, _Element], name: str, default: int, file: str) -> int:
    found = marks.get(name)
    if found is None:
        return default
    text = found.get(VALUE, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text) <= _WIDEST):
        expected = f"a whole number up to {_WIDEST}"
        raise ReadError("is no number of columns", field=name, value=text, where=f"{file}: {_PART}", expected=expected)
    return int(text)

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
from zhengwu.table.grid import Cell, Grid

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx"]

_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE = f"{_MC}AlternateContent"
# What only wraps content, and is read through.
_WRAPPERS = {
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
} | {f"{_MC}Choice", f"{_MC}Fallback", _W + "ruby", _W + "rubyBase"}
_PRINTED = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "ptab": "\t"}
_P, _TBL, _TR, _TC, _R, _T, _RPR, _TCPR, _TRPR, _VANISH, _VALUE = (
    _W + name for name in ("p", "tbl", "tr", "tc", "r", "t", "rPr", "tcPr", "trPr", "vanish", "val")
)
_DRAWINGS = {_W + name for name in ("drawing", "pict", "object")}
_BOX = _W + "txbxContent"
# Word itself stops at 63 columns.
_WIDEST = 1000


def read_docx(data: bytes, *, file: str) -> tuple[tuple[Grid, ...], tuple[Paragraph, ...]]:
    """The tables and paragraphs of the bytes of a .docx file; its paragraphs in a cell are joined by a line end.

    Raises `ReadError` when the bytes are no Word document or exceed the bounds of `zhengwu.io.package`, and
    `MissingExtraError` when lxml is not installed.
    """
    root = parse_xml(read_part(data, _PART, file=file), file=file, part=_PART)
    if root.tag == f"{_STRICT}document":
        _loosen(root)
    body = root.find(f"{_W}body")
    if root.tag != f"{_W}document" or body is None:
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


def _loosen(root: _Element) -> None:
    """Rename the elements of the strict form of the format to those of the transitional one."""
    for element in root.iter("*"):
        if str(element.tag).startswith(_STRICT):
            element.tag = _W + str(element.tag)[len(_STRICT) :]
        for name, value in element.attrib.items():
            if str(name).startswith(_STRICT):
                element.set(_W + str(name)[len(_STRICT) :], value)


def _flow(parent: _Element, numbered: _Numbered) -> Iterator[Paragraph | Block]:
    for child in _content(parent):
        if child.tag == _P:
            where = numbered.next()
            text, boxes = _paragraph(child)
            if text.strip():
                yield text, where
            for box in boxes:
                yield from _flow(box, numbered)
        elif child.tag == _TBL:
            first_two = list(islice((cell for row in _rows(child) for cell in _cells(row)), 2))
            if len(first_two) == 1:
                yield from _flow(first_two[0], numbered)
            else:
                yield from _table(child, numbered.file, None)


def _content(parent: _Element) -> Iterator[_Element]:
    """The children of an element, through what only wraps them."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _content(child)
        elif child.tag == _CHOICE and len(child):  # one content in several forms: Word shows the first
            yield from _content(child[0])
        else:
            yield child


def _paragraph(paragraph: _Element) -> tuple[str, list[_Element]]:
    """The text of a paragraph, and the text boxes anchored in it."""
    parts: list[str] = []
    drawings: list[_Element] = []
    _collect(paragraph, parts, drawings)
    return "".join(parts), [box for drawing in drawings for box in _outermost_boxes(drawing)]


def _collect(parent: _Element, parts: list[str], drawings: list[_Element]) -> None:
    for child in parent:
        tag = child.tag
        if tag == _T:
            parts.append(child.text or "")
        elif (tag == _R and not _is_hidden(child)) or tag in _WRAPPERS:
            _collect(child, parts, drawings)
        elif tag in _PRINTED:
            parts.append(_PRINTED[str(tag)])
        elif tag == _CHOICE and len(child):
            _collect(child[0], parts, drawings)
        elif tag in _DRAWINGS:
            drawings.append(child)


def _is_hidden(run: _Element) -> bool:
    return len(run) > 0 and run[0].tag == _RPR and _is_on(run[0].find(_VANISH))


def _outermost_boxes(element: _Element) -> Iterator[_Element]:
    if element.tag == _BOX:
        yield element
    elif element.tag != f"{_MC}Fallback":
        for child in element:
            yield from _outermost_boxes(child)


def _table(table: _Element, file: str, above: list[str] | None) -> Iterator[Block]:
    rows: list[dict[int, _Open]] = []
    nested: list[tuple[_Element, list[str]]] = []
    going_on: dict[int, _Open] = {}  # cells that a vertical merge may continue, by their first column
    header_rows = 0
    for row in _rows(table):
        marks = _marks(row, _TRPR)
        if header_rows == len(rows) and _is_on(marks.get("tblHeader")):
            header_rows += 1
        column = _number(marks, "gridBefore", 0, file)
        placed: dict[int, _Open] = {}
        still: dict[int, _Open] = {}
        last: _Open | None = None
        for cell in _cells(row):
            marks = _marks(cell, _TCPR)
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
    for row in _content(table):
        if row.tag == _TR:
            marks = _marks(row, _TRPR)
            if "del" not in marks and not _is_on(marks.get("hidden")):
                yield row


def _cells(row: _Element) -> Iterator[_Element]:
    for cell in _content(row):
        if cell.tag == _TC and "cellDel" not in _marks(cell, _TCPR):
            yield cell


def _cell(cell: _Element) -> tuple[str, list[tuple[_Element, list[str]]]]:
    """The text of a cell, and the tables in it with the lines above each."""
    lines: list[str] = []
    tables: list[tuple[_Element, list[str]]] = []
    for child in _content(cell):
        if child.tag == _P:
            text, boxes = _paragraph(child)
            lines.append(text)
            for box in boxes:
                boxed, inner = _cell(box)
                lines.append(boxed)
                tables += inner
        elif child.tag == _TBL:
            tables.append((child, [line for line in lines if line.strip()]))
    return (lines[0] if len(lines) == 1 else "\n".join(lines)).strip("\n"), tables


def _marks(element: _Element, tag: str) -> dict[str, _Element]:
    """The properties of a row or a cell by their local names."""
    for child in element:
        if child.tag == tag:
            return {str(mark.tag)[len(_W) :]: mark for mark in child}
    return {}


def _continues(marks: dict[str, _Element], name: str) -> bool:
    merge = marks.get(name)
    return merge is not None and merge.get(_VALUE, "continue") == "continue"


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and switch.get(_VALUE, "true") not in ("0", "false", "off", "none")


def _number(marks: dict[str, _Element], name: str, default: int, file: str) -> int:
    found = marks.get(name)
    if found is None:
        return default
    text = found.get(_VALUE, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text) <= _WIDEST):
        expected = f"a whole number up to {_WIDEST}"
        raise ReadError("is no number of columns", field=name, value=text, where=f"{file}: {_PART}", expected=expected)
    return int(text)

r"""CSV files as offices export them from Excel: one or more tables with their title and unit lines.

>>> (grid,), _ = read_csv("情况表\n单位：件\n窗口,1月\n发改局,36\n", file="a.csv")
>>> grid.caption, grid.unit, grid.text(1, 1), str(grid.rows[1][1].where)
('情况表', '件', '36', 'a.csv:4:5')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where
from zhengwu.io.assemble import MOST_CELLS, Block, Row, filled, is_blank, is_title_row, lay_out
from zhengwu.io.captions import is_note
from zhengwu.io.document import Paragraph
from zhengwu.io.raw import split_lines
from zhengwu.table.grid import Cell, Grid

__all__ = ["read_csv", "split_rows"]

_SAMPLE = 100_000
_DELIMITERS = ",\t;"
_QUOTED = re.compile('"[^"]*+"')
_DECLARED = re.compile("sep=([,;\t])\r?\n", re.IGNORECASE)  # Excel's own first line
_NUMBER = re.compile(r"\s*[-+−]?[\d,，.]+\s*[%％‰]?\s*")


def read_csv(text: str, *, file: str, delimiter: str | None = None) -> tuple[tuple[Grid, ...], tuple[Paragraph, ...]]:
    """The tables of a CSV text, and the lines that belong to none.

    Cells stand between commas, semicolons or tabs (`delimiter`; None: what divides the lines most evenly); a cell in
    double quotes may hold any of them, line ends, and doubled quotes. Lines of a single cell above a table are its
    title and its unit line. Empty lines do not end a table, unless a title and a header follow.

    Raises `ReadError` with the line when a quoted cell is not closed, text follows the closing quote, or the table is
    too large.
    """
    rows = split_rows(text, file=file, delimiter=delimiter)
    if not any(_printed(row) > 1 for row in rows):  # a list of one column
        rows = [row for row in rows if _printed(row)]
        return ((Grid(filled(rows, where=file), source=Path(file).name, where=Where(file=file)),) if rows else ()), ()
    return lay_out(list(_items(rows, file)), file=file)


def split_rows(text: str, *, file: str, delimiter: str | None = None) -> list[Row]:
    r"""The rows of cells of a CSV text, blank ones too. Raises what `read_csv` raises.

    >>> [[cell.text for cell in row if cell] for row in split_rows('窗口;1月\n"甲;乙";3', file="a.csv")]
    [['窗口', '1月'], ['甲;乙', '3']]
    """
    start = 0
    declared = _DECLARED.match(text)
    if declared:
        delimiter, start = delimiter or declared[1], declared.end()
    return _records(text, start, delimiter or _delimiter(text[start : start + _SAMPLE]), file)


def _delimiter(sample: str) -> str:
    lines = split_lines(_QUOTED.sub("", sample))

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        return max(((lines_alike, count) for count, lines_alike in counts.items()), default=(0, 0))

    return max(_DELIMITERS, key=evenness)


def _records(text: str, start: int, delimiter: str, file: str) -> list[Row]:
    field = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"|[^{delimiter}\r\n]*+')
    rows: list[Row] = [[]]
    line = 1 + text.count("\n", 0, start)
    position = line_start = start
    cells = 0
    while True:
        found = field.match(text, position)
        assert found is not None  # noqa: S101  the second alternative matches the empty text
        quoted = found[1]
        where = Where(file=file, line=line, column_no=position - line_start + 1)
        end = found.end()
        following = text[end : end + 1]
        if quoted is None and found[0].startswith('"'):
            raise ReadError("opens a quoted cell that is not closed", where=where)
        if quoted is not None and following not in ("", delimiter, "\r", "\n"):
            raise ReadError("has text after the closing quote of a cell", where=where, expected="quotes doubled inside")
        rows[-1].append(Cell(found[0] if quoted is None else quoted.replace('""', '"'), where=where))
        cells += 1
        if cells > MOST_CELLS:
            raise ReadError("is too large a table", where=where, expected=f"at most {MOST_CELLS} cells")
        if quoted is not None and (parts := split_lines(quoted))[1:]:
            line += len(parts) - 1
            line_start = end - 1 - len(parts[-1])
        if following == "":
            return rows
        position = end + 1
        if following != delimiter:
            position += text.startswith("\r\n", end)
            line, line_start = line + 1, position
            rows.append([])


def _items(rows: list[Row], file: str) -> Iterator[Paragraph | Block]:
    """Blocks of rows set apart by blank ones: single cells are lines, and a table goes on below a blank row."""
    table: list[Row] = []
    lines: list[Row] = []
    for block in _blocks(rows):
        if not any(map(_is_wide, block)):
            lines += block
            continue
        lead = next(index for index, row in enumerate(block) if _is_wide(row))
        titled = any(not is_note(_text(row)) for row in [*lines, *block[:lead]])
        if table and titled and not any(cell and _NUMBER.fullmatch(cell.text) for cell in block[lead]):
            yield _block(table, file)
            table = []
        if table:
            table += [*lines, *block]
        else:
            yield from _lines([*lines, *block[:lead]])
            table = block[lead:]
        lines = []
    yield _block(table, file)
    yield from _lines(lines)


def _blocks(rows: list[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if _printed(row):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _block(rows: list[Row], file: str) -> Block:
    width = max(column + 1 for row in rows for column, cell in enumerate(row) if not is_blank(cell))
    first = rows[0][0]
    return Block([row[:width] for row in rows], (first.where if first else None) or Where(file=file))


def _lines(rows: list[Row]) -> Iterator[Paragraph]:
    return ((cell.text, cell.where or Where()) for row in rows for cell in row if cell and not is_blank(cell))


def _is_wide(row: Row) -> bool:
    return _printed(row) > 1 and not is_title_row(row)


def _printed(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row)


def _text(row: Row) -> str:
    return next(cell.text for cell in row if cell is not None and not is_blank(cell))

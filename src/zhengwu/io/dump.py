r"""Text files: prose, and the tables that a Word file leaves in its plain text.

Two forms of table occur. *Cell per line*: every cell is a line that begins with one tab, rows are set apart by an empty
line, and a line of a single tab closes the table. *Row per line*: the cells of a row stand in one line, between tabs.

>>> text = "情况表（单位：件）\n\n\t窗口\n\t1月\n\n\t发改局\n\t36 \n\n\t\n\n以上。"
>>> grids, paragraphs = read_dump(text, file="a.txt")
>>> grids[0].caption, grids[0].unit, grids[0].rows[1][1].text, str(grids[0].rows[1][1].where)
('情况表', '件', '36 ', 'a.txt:7:2')
>>> [(text, str(where)) for text, where in paragraphs]
[('以上。', 'a.txt:11:1')]
"""

from __future__ import annotations

from zhengwu.exact.where import Where
from zhengwu.io.assemble import Block, Row, is_blank, lay_out
from zhengwu.io.document import Paragraph
from zhengwu.io.raw import split_lines
from zhengwu.table.grid import Cell, Grid

__all__ = ["read_dump"]

# A tab also indents paragraphs. Cells of statistics are short: the longest of the published tables has 23 characters.
_PROSE_CELL = 40


def read_dump(text: str, *, file: str) -> tuple[tuple[Grid, ...], tuple[Paragraph, ...]]:
    """The tables of a text, and its other non-empty lines. Texts of cells and lines stay as printed, blanks included.

    A table has at least two rows and two columns; a short row keeps its cells at the left. Raises `ReadError` when a
    table is too large.
    """
    lines = split_lines(text)
    items: list[Paragraph | Block] = []
    position = 0
    while position < len(lines):
        end = position + 1
        rows: list[Row] = []
        if "\t" in lines[position]:
            rows, end = _block(lines, position, file)
        if _is_table(rows):
            items.append(Block(rows, Where(file=file, line=position + 1, column_no=1)))
        else:
            items.extend(_paragraph(lines, at, file) for at in range(position, end) if lines[at].strip())
        position = end
    return lay_out(items, file=file)


def _paragraph(lines: list[str], at: int, file: str) -> Paragraph:
    return lines[at], Where(file=file, line=at + 1, column_no=1)


def _block(lines: list[str], start: int, file: str) -> tuple[list[Row], int]:
    """The rows of the block of tabbed lines that starts here, and the line after it."""
    end = _run(lines, start)
    if not all(map(_is_cell, lines[start:end])):
        while _starts_row(lines, end) and lines[end + 1].count("\t") == lines[end - 1].count("\t"):
            end = _run(lines, end + 1)
        rows = [_split(lines[at], at, file) for at in range(start, end) if lines[at].strip() or "\t" in lines[at]]
        return _trimmed(rows), end
    rows = []
    while True:
        group = [Cell(lines[at][1:], where=Where(file=file, line=at + 1, column_no=2)) for at in range(start, end)]
        if len(group) == 1 and is_blank(group[0]):
            return rows, end
        rows.append(list(group))
        if not _starts_row(lines, end):
            return rows, end
        following = _run(lines, end + 1)
        if not all(map(_is_cell, lines[end + 1 : following])):
            return rows, end
        start, end = end + 1, following


def _starts_row(lines: list[str], end: int) -> bool:
    """Whether one empty line and then a tabbed one follow. Two empty lines (an empty paragraph) close the table."""
    return end + 1 < len(lines) and not lines[end].strip() and "\t" not in lines[end] and "\t" in lines[end + 1]


def _run(lines: list[str], start: int) -> int:
    end = start
    while end < len(lines) and "\t" in lines[end]:
        end += 1
    return end


def _is_cell(line: str) -> bool:
    return line.rfind("\t") == 0


def _split(line: str, at: int, file: str) -> Row:
    row: Row = []
    column_no = 1
    for text in line.split("\t"):
        row.append(Cell(text, where=Where(file=file, line=at + 1, column_no=column_no)))
        column_no += len(text) + 1
    return row


def _trimmed(rows: list[Row]) -> list[Row]:
    """Without the empty first column of rows that all begin with a tab, and without empty columns at the right."""
    first = 1 if all(is_blank(row[0]) for row in rows) else 0
    last = max((column + 1 for row in rows for column, cell in enumerate(row) if not is_blank(cell)), default=first)
    return [row[first:last] for row in rows]


def _is_table(rows: list[Row]) -> bool:
    printed = [cell.text for row in rows for cell in row if cell is not None and not is_blank(cell)]
    wide = sum(sum(not is_blank(cell) for cell in row) >= 2 for row in rows)
    long = sum(len(text) > _PROSE_CELL for text in printed)
    return len(rows) >= 2 and wide >= 1 and 2 * long <= len(printed)

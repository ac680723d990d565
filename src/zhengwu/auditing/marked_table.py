"""The printed table with its marks, as lines of text: whole if it is short, else the rows concerned.

>>> from zhengwu.app import audit
>>> from zhengwu.table.grid import Grid
>>> rows = [["窗口", "1月", "2月", "合计"], ["甲", "3", "4", "7"], ["乙", "1", "1", "3"], ["合计", "4", "5", "9"]]
>>> report = audit(Grid.of(rows))
>>> for line in marked_lines(report.sources[0], report.findings):
...     print(plain(line))
  窗口  1月  2月  合计
  --------------------
  甲      3    4     7
  乙      1    1   ✗ 3
  合计    4    5     9
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from zhengwu.auditing.marks import MARKS, Marked, marked_cells, marked_rows
from zhengwu.findings import Finding
from zhengwu.reference.messages import message
from zhengwu.table.layout import WIDTH, Line, Segment, clean, display_width, pad, plain, shortened
from zhengwu.table.model import ColumnKind, Table
from zhengwu.table.text import shown

__all__ = ["marked_lines"]

_MOST_ROWS = 30  # a longer table shows the rows concerned only
_WIDEST = (40, 28, 20, 16, 14, 12)  # a longer text loses its middle, so that the table fits; a figure never does
_GAP = 2
_INDENT = 2


def marked_lines(table: Table, findings: Sequence[Finding], *, lang: str = "zh") -> list[Line]:
    """The table with its marks: whole up to 30 rows, else the rows concerned; a wide one, the columns that fit."""
    cells, moved = marked_cells(table, findings), marked_rows(table, findings)
    concerned = sorted({row for row, _ in cells} | set(moved))
    whole = len(table.rows) <= _MOST_ROWS
    body = list(range(len(table.rows))) if whole else concerned[:_MOST_ROWS]
    header = [r for r in range(table.header_height) if not _is_title(table, r)]
    rows = header + [row + table.header_height for row in body]
    gutter = _gutter(moved, body, len(header))
    indent = _INDENT + (max(display_width(plain(segments)) for segments in gutter) + _GAP if moved else 0)
    page = _fitting(_Page(table, cells, rows, tuple(range(table.grid.width))), WIDTH - indent)
    lines = [
        ((" " * _INDENT, ""), *(_padded(segments, indent - _INDENT) if moved else ()), *line)
        for segments, line in zip(gutter, page.lines(), strict=True)
    ]
    rule = (" " * indent, ""), ("-" * page.width, "dim")
    lines.insert(len(header), rule)
    if not whole and len(concerned) > len(body):
        rest = message("table.more", {"count": str(len(concerned) - len(body))}, lang=lang)
        lines.append(((" " * indent, ""), (rest, "dim")))
    return [tuple(segment for segment in _stripped(line) if segment[0]) for line in lines]


@attrs.frozen
class _Page:
    """Some rows and columns of a grid, with marks; a column of None stands for those left out."""

    table: Table
    marks: Mapping[tuple[int, int], Marked]
    rows: Sequence[int]
    columns: tuple[int | None, ...]
    widest: int = _WIDEST[0]

    @property
    def width(self) -> int:
        """The width of all columns with the gaps between them."""
        return sum(self.widths()) + _GAP * (len(self.columns) - 1)

    def widths(self) -> list[int]:
        """The width of every column: what its own cells need, then what merged cells need beyond that."""
        widths = [0 if column is not None else 1 for column in self.columns]
        cells = [cell for above, row in self._pairs() for cell in self._cells(row, above)]
        for start, span, segments, _ in sorted(cells, key=lambda cell: cell[1]):
            if span == 1 or span < len(self.columns):
                room = sum(widths[start : start + span]) + _GAP * (span - 1)
                widths[start + span - 1] += max(0, display_width(plain(segments)) - room)
        return widths

    def lines(self) -> Iterator[Line]:
        """Every row, its cells padded."""
        widths = self.widths()
        for above, row in self._pairs():
            line: list[Segment] = []
            for start, span, segments, is_right in self._cells(row, above):
                blank = pad(plain(segments), sum(widths[start : start + span]) + _GAP * (span - 1))
                line += [blank, *segments] if is_right else [*segments, blank]
                line.append((" " * _GAP, ""))
            yield tuple(line)

    def _pairs(self) -> Iterator[tuple[int | None, int]]:
        return zip((None, *self.rows), self.rows, strict=False)

    def _cells(self, row: int, above: int | None) -> Iterator[tuple[int, int, Line, bool]]:
        """The cells of a row: first column, how many it covers, text, and whether it stands flush right."""
        grid, i = self.table.grid, 0
        while i < len(self.columns):
            column = self.columns[i]
            if column is None:
                yield i, 1, (("…", "dim"),), False
                i += 1
                continue
            owner, j = grid.owner(row, column), i + 1
            while owner and j < len(self.columns):
                following = self.columns[j]
                if following is None or grid.owner(row, following) != owner:
                    break
                j += 1
            hidden = above is not None and owner is not None and grid.owner(above, column) == owner
            segments = () if hidden else self._text(row, column, above)
            yield i, j - i, segments, self._is_right(row, column, j - i)
            i = j

    def _text(self, row: int, column: int, above: int | None) -> Line:
        text = clean(shown(self.table, row, column, self.table.grid.text(row, column)))
        body = row - self.table.header_height
        if body < 0:
            return ((shortened(text, self.widest), "dim"),)
        mark = self.marks.get((body, column))
        if mark is not None:
            style = MARKS[mark.grade.value][1]
            return ((f"{mark.sign} {text}".rstrip(), style),)
        if not text and above is not None and above < row - 1:
            text = self._label(body, column)
        if (body, column) not in self.table.cells:
            text = shortened(text, self.widest)
        return ((text, "title" if self.table.rows[body].is_sum else ""),)

    def _label(self, body: int, column: int) -> str:
        """The label that a blank carries on from rows that are not shown."""
        labels = [found.index for found in self.table.columns if found.kind is ColumnKind.LABEL]
        texts = dict(zip(labels, self.table.rows[body].labels, strict=False))
        return clean(texts.get(column, ""))

    def _is_right(self, row: int, column: int, span: int) -> bool:
        body = row - self.table.header_height
        if body < 0:
            return span == 1 and self.table.columns[column].kind is ColumnKind.FIGURE
        return (body, column) in self.table.cells


def _is_title(table: Table, row: int) -> bool:
    """Whether a row above the body holds one text over the whole width, such as the title or the unit."""
    owners = {table.grid.owner(row, column) for column in range(table.grid.width)}
    return len(owners) == 1 < table.grid.width


def _gutter(moved: Mapping[int, tuple[Marked, int]], body: Sequence[int], above: int) -> list[Line]:
    """The number of every row, and the sign of those that moved."""
    lines: list[Line] = [()] * above
    for row in body:
        mark = moved[row][0] if row in moved else None
        sign = (f" {mark.sign}", MARKS[mark.grade.value][1]) if mark is not None else ("", "")
        lines.append(((f"r{row}", "dim"), sign))
    return lines


def _fitting(page: _Page, width: int) -> _Page:
    """The page with all columns if they fit, its texts shortened if they must be; else with some columns."""
    pages = [attrs.evolve(page, widest=widest) for widest in _WIDEST]
    whole = next((one for one in pages if one.width <= width), None)
    if whole is not None:
        return whole
    some = page
    for one in pages:
        some = _narrowed(one, width)
        if some.width <= width:
            break
    return some


def _narrowed(page: _Page, width: int) -> _Page:
    """The page with its labels, the columns with marks, and of the rest the nearest to them that fit."""
    every = tuple(range(page.table.grid.width))
    marked = sorted({column for _, column in page.marks})
    chosen = {column.index for column in page.table.columns if column.kind is ColumnKind.LABEL} | set(marked)
    narrowed = attrs.evolve(page, columns=_with_gaps(chosen, every))
    for column in sorted(every, key=lambda c: (min((abs(c - m) for m in marked), default=c), c)):
        chosen.add(column)
        wider = attrs.evolve(page, columns=_with_gaps(chosen, every))
        if wider.width > width:
            break
        narrowed = wider
    return narrowed


def _with_gaps(chosen: set[int], every: Sequence[int]) -> tuple[int | None, ...]:
    found: list[int | None] = []
    for column in every:
        if column in chosen:
            found.append(column)
        elif not found or found[-1] is not None:
            found.append(None)
    return tuple(found)


def _padded(segments: Line, width: int) -> Line:
    return (*segments, pad(plain(segments), width))


def _stripped(line: Line) -> Line:
    """A line without blanks at its end."""
    segments = list(line)
    while segments and not segments[-1][0].strip():
        segments.pop()
    return tuple(segments)

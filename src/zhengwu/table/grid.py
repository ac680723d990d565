"""A grid of cells as a document printed it: texts, spans, the caption above, the unit line, the notes below.

Readers make grids, writers take them, and a `Table` is a grid whose structure has been recognised. A grid knows
nothing about meaning.

>>> grid = Grid.of([["窗口", "1月"], ["发改局", "36"]], caption="行政审批服务情况表", unit="件")
>>> grid.height, grid.width, grid.text(1, 1)
(2, 2, '36')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where

__all__ = ["Cell", "Grid"]

_MOST_CELLS = 1_000_000


@attrs.frozen
class Cell:
    """One cell: its text exactly as printed, how many rows and columns it covers, and its place in the source.

    >>> Cell("预算金额", column_span=2).row_span
    1
    """

    text: str
    row_span: int = 1
    column_span: int = 1
    where: Where | None = attrs.field(default=None, eq=False)


@attrs.frozen
class Grid:
    """Rows of cells. A place that a spanning cell covers, or that a short row lacks, holds None.

    `caption` is the title line as printed, `unit` the text of a unit line without its label ("万元"), `notes` the
    lines that belong to the table but not to its cells, `header_rows` how many leading rows the source itself marks as
    header (None: it does not say), `source` the name of the file.
    Raises `ReadError` when spans overlap or leave the grid.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    caption: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    header_rows: int | None = None
    source: str | None = None
    where: Where | None = attrs.field(default=None, eq=False)
    _owner: dict[tuple[int, int], tuple[int, int]] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_owner", _owners(self.rows))

    @classmethod
    def of(
        cls,
        rows: Iterable[Sequence[str | Cell | None]],
        *,
        caption: str = "",
        unit: str = "",
        notes: Sequence[str] = (),
        header_rows: int | None = None,
        source: str | None = None,
    ) -> Grid:
        """A grid from rows of texts or cells; short rows are filled up with absent cells."""
        lines = [[Cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        width = max((len(line) for line in lines), default=0)
        filled = tuple(tuple(line) + (None,) * (width - len(line)) for line in lines)
        return cls(filled, caption=caption, unit=unit, notes=tuple(notes), header_rows=header_rows, source=source)

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def owner(self, row: int, column: int) -> tuple[int, int] | None:
        """The place of the cell that covers this place, or None where there is no cell."""
        return self._owner.get((row, column))

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place."""
        owner = self._owner.get((row, column))
        return self.rows[owner[0]][owner[1]] if owner else None

    def text(self, row: int, column: int) -> str:
        """The text that covers this place, without outer blanks (full-width ones included); "" where there is none."""
        cell = self.cell(row, column)
        return cell.text.strip() if cell else ""


def _owners(rows: tuple[tuple[Cell | None, ...], ...]) -> dict[tuple[int, int], tuple[int, int]]:
    height = len(rows)
    width = len(rows[0]) if rows else 0
    if height * width > _MOST_CELLS:
        raise ReadError("is too large a table", value=f"{height} × {width}", expected=f"at most {_MOST_CELLS} cells")
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        if len(row) != width:
            raise ReadError("rows of one grid have different lengths", value=(width, len(row)), where=f"row {r}")
        for c, cell in enumerate(row):
            if cell is None:
                continue
            if cell.row_span < 1 or cell.column_span < 1 or r + cell.row_span > height or c + cell.column_span > width:
                raise ReadError("a merged cell leaves the table", value=cell.text, where=cell.where or f"row {r}")
            for place in _covered(r, c, cell):
                if place in owner:
                    raise ReadError("two cells cover one place", value=cell.text, where=cell.where or f"row {r}")
                owner[place] = (r, c)
    return owner


def _covered(row: int, column: int, cell: Cell) -> Iterable[tuple[int, int]]:
    return ((r, c) for r in range(row, row + cell.row_span) for c in range(column, column + cell.column_span))

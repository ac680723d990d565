"""A table that is consistent by construction: the grid as printed, and the exact values behind its figures.

>>> Hidden(value=Fraction(182231, 19723), unit="%", decimals=2, after="%").printed(Rounding.TRUNC)
'9.23%'
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from zhengwu.exact.number import plain_text
from zhengwu.exact.printing import grouped
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.truth import Place, Truth

__all__ = ["Hidden", "Place", "SoundTable", "with_row", "with_texts", "without_row"]


@attrs.frozen(kw_only=True)
class Hidden:
    """The exact value behind a printed figure, in the unit of its column (a rate in percent), and its style.

    `unit` is that unit (件, 万元, %), whether the cell prints it or not; `before` and `after` are what the cell prints
    around the digits: a mark such as 增值额, a %, a trailing blank.
    """

    value: Fraction
    unit: str
    decimals: int = 0
    before: str = ""
    after: str = ""
    separator: str = ""

    @property
    def is_count(self) -> bool:
        """Whether the value is a number of things, which is printed without rounding."""
        return self.unit != "%" and not self.unit.endswith("元")

    def printed(self, rounding: Rounding) -> str:
        """The text of the cell under a rounding."""
        size = round_ratio(self.value.numerator, self.value.denominator, self.decimals, rounding)
        digits = plain_text(size, self.decimals)
        return f"{self.before}{grouped(digits, self.separator) if self.separator else digits}{self.after}"


@attrs.frozen(kw_only=True)
class SoundTable:
    """A consistent table. Every figure was computed from exact values and rounded once, under `rounding`.

    `hidden` holds the value behind every number that the body prints, by place; blanks and strokes have none. `truths`
    are the sums, differences and rates among them, true of the values exactly and of the figures within rounding.
    """

    grid: Grid
    rounding: Rounding
    hidden: Mapping[Place, Hidden]
    _stale: Callable[[], Iterator[Mapping[Place, str]]] = attrs.field(eq=False, repr=False)
    truths: tuple[Truth, ...] = attrs.field(default=(), repr=False)

    @property
    def header_height(self) -> int:
        """How many rows of the grid stand above the body."""
        return self.grid.header_rows or 0

    @property
    def cells(self) -> tuple[Place, ...]:
        """The places that print a number, row by row."""
        return tuple(sorted(self.hidden))

    @property
    def amounts(self) -> tuple[Place, ...]:
        """The places that print an amount of money."""
        return tuple(place for place in self.cells if self.hidden[place].unit.endswith("元"))

    @property
    def rates(self) -> tuple[Place, ...]:
        """The places that print a rate."""
        return tuple(place for place in self.cells if self.hidden[place].unit == "%")

    def text(self, place: Place) -> str:
        """The text of a cell of the body, exactly as printed; "" where there is no cell."""
        cell = self.grid.rows[place[0] + self.header_height][place[1]]
        return "" if cell is None else cell.text

    def printed(self, place: Place, value: Fraction) -> str:
        """Another value in the style of a cell, rounded as the table is."""
        return attrs.evolve(self.hidden[place], value=value).printed(self.rounding)

    def without(self, places: Collection[Place]) -> SoundTable:
        """The same table with these places taken for blanks, so that no mistake is made there."""
        hidden = {place: value for place, value in self.hidden.items() if place not in places}
        return attrs.evolve(self, hidden=hidden, stale=self._stale)

    def truncated(self) -> dict[Place, str]:
        """How the figures would print if they had been cut off, where that makes a difference."""
        cut = {place: hidden.printed(Rounding.TRUNC) for place, hidden in self.hidden.items()}
        return {place: text for place, text in sorted(cut.items()) if text != self.text(place)}

    def stale(self) -> tuple[dict[Place, str], ...]:
        """What totals would print if they had been summed before one of their parts was there, where it differs.

        Each entry is one such history: the cells of one total, or of every total above the part, rates included.
        """
        changes = (
            {place: text for place, text in new.items() if place in self.hidden and text != self.text(place)}
            for new in self._stale()
        )
        return tuple(change for change in changes if change)

    def with_texts(self, texts: Mapping[Place, str]) -> Grid:
        """The grid with other texts in some cells of the body."""
        return with_texts(self.grid, texts)


def with_texts(grid: Grid, texts: Mapping[Place, str]) -> Grid:
    """A grid with other texts in some cells of its body; spans stay.

    >>> grid = Grid.of([["窗口名称", "1月"], ["甲窗口", "36"]], header_rows=1)
    >>> with_texts(grid, {(0, 1): "63"}).text(1, 1)
    '63'
    """
    top = grid.header_rows or 0
    rows = [list(row) for row in grid.rows]
    for (row, column), text in texts.items():
        cell = rows[row + top][column]
        rows[row + top][column] = attrs.evolve(cell, text=text) if cell is not None else Cell(text)
    return attrs.evolve(grid, rows=tuple(tuple(row) for row in rows))


def without_row(grid: Grid, row: int) -> Grid:
    """A grid without one row of its body. A cell that spans it is one row shorter, and moves down if it began there.

    >>> grid = Grid.of([["类", "项"], [Cell("甲", row_span=2), "乙"], [None, "丙"]], header_rows=1)
    >>> [cell.text for cell in without_row(grid, 0).rows[1] if cell]
    ['甲', '丙']
    """
    index = row + (grid.header_rows or 0)
    rows = [list(cells) for cells in grid.rows]
    for r, cells in enumerate(grid.rows):
        for c, cell in enumerate(cells):
            if cell is not None and cell.row_span > 1 and r <= index < r + cell.row_span:
                rows[index + 1 if r == index else r][c] = attrs.evolve(cell, row_span=cell.row_span - 1)
    del rows[index]
    return attrs.evolve(grid, rows=tuple(tuple(cells) for cells in rows))


def with_row(grid: Grid, row: int, cells: Sequence[Cell | None]) -> Grid:
    """A grid with a row put back where `without_row` took it.

    >>> grid = Grid.of([["类", "项"], [Cell("甲", row_span=2), "乙"], [None, "丙"]], header_rows=1)
    >>> all(with_row(without_row(grid, r), r, grid.rows[1 + r]) == grid for r in (0, 1))
    True
    """
    index = row + (grid.header_rows or 0)
    rows: list[list[Cell | None]] = [list(line) for line in grid.rows]
    for c, cell in enumerate(cells):
        if cell is not None and cell.row_span > 1:
            rows[index][c] = None
        elif cell is None:
            above = next((r for r in range(index - 1, -1, -1) if grid.rows[r][c] is not None), None)
            spanning = grid.rows[above][c] if above is not None else None
            if above is not None and spanning is not None and above + spanning.row_span >= index:
                rows[above][c] = attrs.evolve(spanning, row_span=spanning.row_span + 1)
    rows.insert(index, list(cells))
    return attrs.evolve(grid, rows=tuple(tuple(line) for line in rows))

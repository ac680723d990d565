"""A table that is consistent by construction: the grid as printed, and the exact values behind its figures.

>>> Hidden(value=Fraction(182231, 19723), unit="%", decimals=2, after="%").printed(Rounding.TRUNC)
'9.23%'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from zhengwu.exact.number import plain_text
from zhengwu.exact.printing import grouped
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.table.grid import Cell, Grid

__all__ = ["Hidden", "Place", "SoundTable", "with_texts"]

Place: TypeAlias = tuple[int, int]
"""A row and a column of a table, counted from 0 over its body, label columns included, as in ``t0r3c2``."""


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

    def printed(self, rounding: Rounding) -> str:
        """The text of the cell under a rounding."""
        size = round_ratio(self.value.numerator, self.value.denominator, self.decimals, rounding)
        digits = plain_text(size, self.decimals)
        return f"{self.before}{grouped(digits, self.separator) if self.separator else digits}{self.after}"


@attrs.frozen(kw_only=True)
class SoundTable:
    """A consistent table. Every figure was computed from exact values and rounded once, under `rounding`.

    `hidden` holds the value behind every number that the body prints, by place; blanks and strokes have none.
    """

    grid: Grid
    rounding: Rounding
    hidden: Mapping[Place, Hidden]
    _stale: Callable[[], Iterator[Mapping[Place, str]]] = attrs.field(eq=False, repr=False)

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

    def truncated(self) -> dict[Place, str]:
        """How the figures would print if they had been cut off, where that makes a difference."""
        cut = {place: hidden.printed(Rounding.TRUNC) for place, hidden in self.hidden.items()}
        return {place: text for place, text in sorted(cut.items()) if text != self.text(place)}

    def stale(self) -> tuple[dict[Place, str], ...]:
        """What totals would print if they had been summed before one of their parts was there, where it differs.

        Each entry is one such history: the cells of one total, or of every total above the part, rates included.
        """
        changes = ({place: text for place, text in new.items() if text != self.text(place)} for new in self._stale())
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

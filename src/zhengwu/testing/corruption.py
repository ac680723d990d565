"""Labelled corruptions: one known mistake in a table that was consistent, of the kinds that offices make.

Each changes the printed text of at least one cell and leaves every other cell as it was. What breaks, and what
an audit that names causes must say (`FindingKind`; the repair is always `before`):

**typo**: one figure mistyped as people do, neighbours swapped, one digit added, dropped or replaced, the decimal
point set one or two digits off. Every sum, difference and rate through the cell breaks, unless the change stays
within rounding. The audit must name the cell where the broken relations meet; with one relation through the cell it
must list the alternatives and choose none.

**sign**: a minus added or lost. Every sum and difference through the cell breaks, by twice the figure, and with
it every rate; a rate whose own sign was changed breaks alone. The audit must say that the digits are right and
the sign is not.

**unit**: one amount (in a table of counts, one count) printed 10⁴ times too large or too small, as when 元 are
typed into a column of 万元; or every such figure of a row, or of a column. Every relation that joins the two units
breaks; sums within a column, or differences within a row, that slipped as a whole hold. The audit must say that the
digits are right and the unit is another: the repair moves the decimal point and changes no digit.

**swap**: the figures of two neighbouring cells of a row or of a column changed places. Along a row, the
identities and rates of the row and the sums of both columns break, along a column the identities and row totals
of both rows; a sum that contains both cells still holds. Or the figures of two whole rows changed places, an item and
a sum, or parts of different sums: two parts of one sum could do so unnoticed. The audit must name both cells, or both
rows as `moves`, in one finding.

**shift**: from one row on, every figure stands one label too low; a row of nothing was slipped in, and the
figures of the last row have fallen off the page. Or only down to some row (a block), or only in one column; or a row
was lost in the middle and those below it, or some of them, moved up. The sums that cross the slip break, while
identities within a row hold where each row moved whole. The audit must report the `moves` as one cause, and what was
lost, not one error for every row.

**stale_total**: a total prints what it was before one of its parts was added or corrected; one total, or every
total that contains the part. Every sum that joins a stale figure with a fresh one breaks, and nothing else:
stale figures agree among themselves, their rates too. The audit must blame the total and not its parts, all its
columns in one finding.

**copied**: a cell prints the figure of the cell above or below it instead of its own. The relations of the cell
break, those of the cell it was copied from hold. The audit must say which cell it repeats.

**blank**: a figure other than zero is missing. A sum over it is larger than what is printed, and since a blank
can hide a value the audit may only ask; where a relation determines the value, the repair must propose it. A
total or a rate that is missing leaves nothing to contradict: the audit says nothing.

**rounding**: in a table that is not cut off throughout, one figure was cut off instead of rounded. Relations with
slack hold; a rate that follows from exact figures does not, nor does a figure that is printed twice, such as a total
of one part. The audit must say that a last digit was cut off: a note where truncation alone explains the figure, and
in no case a typo.

**base**: a rate was computed over another figure of its row, the deal instead of the budget. It breaks alone; a
declared variant may explain it. The audit must name the base that explains it, where the column has another.

**forced_total**: the printed shares did not add up to 100, so the largest that allows it was changed by one last
digit and now they do. That share breaks alone, by one last digit. The audit must say that the shares were made to
close, not that a figure was mistyped.

**remainder**: a row is missing from the list, figures and label, while the sums still contain it. They break by its
figures, all columns by those of one row. The audit must say what is missing from the list, not blame a total.

>>> Corruption(kind=FindingKind.TYPO, cells=((0, 3),), before=("17900.76",), after=("1790.76",), how="dropped").how
'dropped'
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from zhengwu.findings import FindingKind, Move
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.sound import Place, with_row, with_texts
from zhengwu.testing.typing_errors import TYPOS, UNIT_WAYS

__all__ = ["CORRUPTIONS", "VARIETIES", "Corruption", "Dropped"]

VARIETIES: Mapping[FindingKind, tuple[str, ...]] = {
    FindingKind.TYPO: TYPOS,
    FindingKind.SIGN: ("minus", "lost"),
    FindingKind.UNIT: (*UNIT_WAYS, "row", "column"),
    FindingKind.SWAP: ("row", "column", "rows"),
    FindingKind.SHIFT: ("", "block", "column", "lost"),
    FindingKind.STALE_TOTAL: ("",),
    FindingKind.COPIED: ("above", "below"),
    FindingKind.BLANK: ("",),
    FindingKind.ROUNDING: ("",),
    FindingKind.BASE: ("",),
    FindingKind.FORCED_TOTAL: ("",),
    FindingKind.REMAINDER: ("",),
}
"""The varieties of each kind, as `Corruption.how` names them."""

CORRUPTIONS = tuple(VARIETIES)
"""The kinds of findings that a corruption can be the cause of."""


@attrs.frozen(kw_only=True)
class Dropped:
    """A row that is gone from the body: where it stood, and the cells that it printed."""

    row: int
    cells: tuple[Cell | None, ...]


@attrs.frozen(kw_only=True)
class Corruption:
    """What was done to a consistent table, so that an audit can be measured against it.

    `cells` are the places whose text changed, `before` and `after` their texts, in the same order. `how` is the
    variety within the kind (`VARIETIES`): ``swapped``, ``added``, ``dropped``, ``replaced``, ``point`` (typo), ``lost``
    or ``minus`` (sign), ``times``, ``over``, ``row``, ``column`` (unit), ``row``, ``column``, ``rows`` (swap),
    ``block``, ``column``, ``lost`` (shift), ``above`` or ``below`` (copied), else "". `moves` says of a shift, or of
    rows swapped, which row's figures belong to which label. Of a remainder no cell changed, `dropped` is what is gone.
    """

    kind: FindingKind
    cells: tuple[Place, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    how: str = ""
    moves: tuple[Move, ...] = ()
    dropped: Dropped | None = None

    def undone(self, grid: Grid) -> Grid:
        """The corrupted grid with the texts from before: the consistent table again."""
        restored = with_texts(grid, dict(zip(self.cells, self.before, strict=True)))
        return restored if self.dropped is None else with_row(restored, self.dropped.row, self.dropped.cells)

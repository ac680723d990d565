"""Labelled corruptions: one known mistake in a table that was consistent, of the kinds that offices make.

Each changes the printed text of at least one cell and leaves every other cell as it was. What breaks, and what
an audit that names causes must say (`FindingKind`; the repair is always `before`):

**typo**: one figure mistyped as people do, neighbours swapped, one digit added, dropped or replaced. Every sum,
difference and rate through the cell breaks, unless the change stays within rounding. The audit must name the
cell where the broken relations meet; with one relation through the cell it must list the alternatives and choose
none.

**sign**: a minus added or lost. Every sum and difference through the cell breaks, by twice the figure, and with
it every rate; a rate whose own sign was changed breaks alone. The audit must say that the digits are right and
the sign is not.

**unit**: one amount (in a table of counts, one count) printed 10⁴ times too large or too small, as when 元 are
typed into a column of 万元. Every relation through the cell breaks. The audit must say that the digits are right
and the unit is another: the repair moves the decimal point and changes no digit.

**swap**: the figures of two neighbouring cells of a row or of a column changed places. Along a row, the
identities and rates of the row and the sums of both columns break, along a column the identities and row totals
of both rows; a sum that contains both cells still holds. The audit must name both cells in one finding.

**shift**: from one row on, every figure stands one label too low; a row of nothing was slipped in, and the
figures of the last row have fallen off the page. The sums that cross the slip break, while identities within a
row hold, because each row moved whole. The audit must report the `moves` as one cause, and what was lost, not
one error for every row.

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

>>> Corruption(kind=FindingKind.TYPO, cells=((0, 3),), before=("17900.76",), after=("1790.76",), how="dropped").how
'dropped'
"""

from __future__ import annotations

import attrs

from zhengwu.findings import FindingKind, Move
from zhengwu.table.grid import Grid
from zhengwu.testing.sound import Place, with_texts

__all__ = ["CORRUPTIONS", "Corruption"]

CORRUPTIONS = (
    FindingKind.TYPO,
    FindingKind.SIGN,
    FindingKind.UNIT,
    FindingKind.SWAP,
    FindingKind.SHIFT,
    FindingKind.STALE_TOTAL,
    FindingKind.COPIED,
    FindingKind.BLANK,
    FindingKind.ROUNDING,
)
"""The kinds of findings that a corruption can be the cause of."""


@attrs.frozen(kw_only=True)
class Corruption:
    """What was done to a consistent table, so that an audit can be measured against it.

    `cells` are the places whose text changed, `before` and `after` their texts, in the same order. `how` is the
    variety within the kind: ``swapped``, ``added``, ``dropped``, ``replaced`` (typo), ``lost`` or ``minus`` (sign),
    ``times`` or ``over`` (unit), ``row`` or ``column`` (swap), ``above`` or ``below`` (copied), else "". `moves` says
    of a shift which row's figures belong to which label.
    """

    kind: FindingKind
    cells: tuple[Place, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    how: str = ""
    moves: tuple[Move, ...] = ()

    def undone(self, grid: Grid) -> Grid:
        """The corrupted grid with the texts from before: the consistent table again."""
        return with_texts(grid, dict(zip(self.cells, self.before, strict=True)))

"""The figures of a table as integers, apart from the labels they stand beside, and the sums that the labels name.

A label says which rows are its parts, whatever values stand there; so the sums belong to the labels, and the values
can be tried against them row by row and column by column.

>>> from zhengwu.table import Grid, recognise
>>> table = recognise(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", ""], ["合计", "3"]], unit="件"))
>>> sheet = Sheet.of(table)
>>> sheet.cells[1][:3], sheet.sums
([Value(number=3, step=0, kind=0), None, Value(number=3, step=0, kind=0)], (Sum(rows=(0, 1, 2), whole=2),))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import attrs

from zhengwu.exact.figure import Figure
from zhengwu.table.model import RowKind, Table
from zhengwu.table.parts import is_rate, row_parts

__all__ = ["FAILED", "LOST", "OPEN", "Cell", "Sheet", "Sum", "Value", "said", "score", "witness"]

FAILED = -6
"""What a relation that fails weighs, in bits: about one relation in sixty is wrong for a reason of its own."""

LOST = -1
"""The value row of a label whose values are not on the page."""

_MOST_BITS = 16  # one long agreement is no better than a few short ones: both may have one cause
_MOST_HELD, _MOST_FAILED = 24, -18


class Value(NamedTuple):
    """A printed number and one unit of its last printed place (0 for a count) on the scale of the sheet.

    `kind` is 0, or tells which other quantity a mark inside the cell names.
    """

    number: int
    step: int
    kind: int = 0


class _Open:
    """A place whose value nothing tells: its row is lost, or the figure is an estimate such as 约400."""

    def __repr__(self) -> str:
        return "OPEN"


OPEN = _Open()
Cell: TypeAlias = Value | _Open | None


class Sum(NamedTuple):
    """A total and its parts: labels in order, and which of them (by its position in `rows`) is the total."""

    rows: tuple[int, ...]
    whole: int


@attrs.frozen
class Sheet:
    """The value rows of a table (rows of notes left out) by column, and the sums its labels name.

    `rows` are the rows of the body that labels and values stand in; everything else here counts positions in it. A
    column of `cells` has one more entry, `OPEN`, so that the row `LOST` finds it. `additive` are the columns whose
    figures may be added. `unit` is the number one on the scale.
    """

    rows: tuple[int, ...]
    cells: dict[int, list[Cell]]
    additive: tuple[int, ...]
    sums: tuple[Sum, ...]
    unit: int
    kinds: dict[int, int]

    @classmethod
    def of(cls, table: Table) -> Sheet:
        """The sheet of a table."""
        rows = tuple(row.index for row in table.rows if row.kind is not RowKind.NOTE)
        position = {row: i for i, row in enumerate(rows)}
        finest = max((f.decimals - f.magnitude for _, _, f in table.figures()), default=0)
        finest = max(finest, 0)
        cells: dict[int, list[Cell]] = {}
        kinds: dict[int, int] = {}
        for column in table.figure_columns:
            known: dict[str | None, int] = {None: 0}
            values: list[Cell] = []
            for row in rows:
                printed = table.printed(row, column.index)
                if printed is None:
                    values.append(None)
                    continue
                kind = known.setdefault(printed.role if printed.mark else None, len(known))
                values.append(_value(printed.figure, finest, kind))
            cells[column.index] = [*values, OPEN]
            kinds[column.index] = len(known)
        sums = []
        for parts in row_parts(table):
            if not parts.unresolved and parts.whole in position:
                labels = tuple(sorted({position[part] for part in (parts.whole, *parts.parts)}))
                sums.append(Sum(labels, labels.index(position[parts.whole])))
        additive = tuple(column.index for column in table.figure_columns if not is_rate(column))
        return cls(rows, cells, additive, tuple(sums), int(10**finest), kinds)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.rows)


def score(target: Value, number: int, step: int, unit: int) -> int:
    """How much a sum says for its total: bits of agreement if it holds, `FAILED` if no rounding explains its error.

    `number` and `step` are those of the parts together. A total of zero agrees with anything that is nothing: 0 bits.

    >>> score(Value(123456, 1), 123458, 3, 100), score(Value(123456, 1), 123460, 3, 100), score(Value(0, 0), 0, 0, 1)
    (15, -6, 0)
    """
    own = target.step
    off = abs(number - target.number)
    # Half up keeps a sum within half a place of every figure, cutting off within one place of the parts or the total.
    if off and not (2 * off < step + own or off < step or off < own):
        return FAILED
    bits = (abs(target.number) // ((step + own) or unit)).bit_length()
    return min(bits, _MOST_BITS)


def witness(held: int, failed: int) -> int:
    """What one label says in several columns: its figures stand or fall together, so their number hardly counts.

    >>> witness(64, 0), witness(5, -6), witness(0, -60)
    (24, -1, -18)
    """
    return min(held, _MOST_HELD) + max(failed, _MOST_FAILED)


def said(outcomes: Sequence[int | None]) -> int:
    """What the scores of one label come to together.

    >>> said([16, None, 16, -6])
    18
    """
    known = [outcome for outcome in outcomes if outcome is not None]
    return witness(sum(o for o in known if o > 0), sum(o for o in known if o < 0))


def _value(figure: Figure, finest: int, kind: int) -> Cell:
    if figure.qualifier is not None:
        return OPEN
    step = int(10 ** (finest - figure.decimals + figure.magnitude))
    return Value(figure.coefficient * step, 0 if figure.counted else step, kind)

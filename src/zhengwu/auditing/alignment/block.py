"""The columns of a table that are read together, and what a reading of their rows is worth.

>>> from zhengwu.table import Grid, recognise
>>> rows = [["甲", "3100"], ["乙", ""], ["丙", "2200"], ["小计", "1100"], ["丁", "6400"], ["合计", "700"]]
>>> sheet = Sheet.of(recognise(Grid.of([["窗口", "1月"], *rows], unit="件")))
>>> block = Block.of(sheet, (1,), ())
>>> [(witness.label, witness.outcomes) for witness in block.witnesses(range(6))]
[(3, [-6]), (5, [-6])]
>>> block.cost(Profile(((1, 1),))), block.cost(Profile(((2, 1),)))  # without the blank row, without the row of 2200
(7, 27)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import attrs

from zhengwu.auditing.alignment.across import Across, Within
from zhengwu.auditing.alignment.profile import Profile
from zhengwu.auditing.alignment.sheet import Sheet, Value, said
from zhengwu.auditing.alignment.sweep import Sums

__all__ = ["Block", "Witness"]

_BREAK = 4
_NO_LABEL = 20
_NO_LABEL_ZERO = 3
_NO_VALUES = 3
_SMALL = 150


class Witness(NamedTuple):
    """A label whose relations were tried, and their scores; None where a relation is open."""

    label: int
    outcomes: list[int | None]

    @property
    def scores(self) -> list[int]:
        """The scores of the relations that could be tried."""
        return [outcome for outcome in self.outcomes if outcome is not None]


@attrs.frozen
class Block:
    """The columns that are read together, the additive ones among them, and what their rows share with the others."""

    sheet: Sheet
    columns: tuple[int, ...]
    sums: Sums
    others: Sums
    across: Across
    weights: list[int]
    is_whole: bool

    @classmethod
    def of(cls, sheet: Sheet, columns: tuple[int, ...], relations: Sequence[Within]) -> Block:
        """The block of these figure columns; `relations` hold within every row."""
        weights = [_weight([sheet.cells[column][row] for column in columns]) for row in range(sheet.size)]
        sums = Sums(sheet, tuple(column for column in sheet.additive if column in columns))
        others = Sums(sheet, tuple(column for column in sheet.additive if column not in columns))
        across = Across(sheet, relations, frozenset(columns))
        return cls(sheet, columns, sums, others, across, weights, len(columns) == len(sheet.cells))

    @property
    def farthest(self) -> int:
        """How far values are looked for from their label at first: 2 rows, in single columns and large tables 1."""
        size = self.sheet.size
        most = 2 if self.is_whole and size <= _SMALL else 1
        return min(most, size - 1)

    def witnesses(self, assigned: Sequence[int]) -> list[Witness]:
        """What every label says of a reading, in an order that does not depend on it."""
        found = [Witness(*pair) for pair in self.sums.outcomes(assigned)]
        if not self.across.is_empty:
            found += [Witness(label, self.across.outcomes(label, row)) for label, row in enumerate(assigned)]
        return found

    def says(self, assigned: Sequence[int]) -> int:
        """What all columns say when these are read so and the others as printed: the same measure for every block."""
        others = self.others.outcomes(range(self.sheet.size))
        sums = zip(self.sums.outcomes(assigned), others, strict=True)
        rows = (self.across.score(label, row) for label, row in enumerate(assigned))
        return sum(said([*mine, *theirs]) for (_, mine), (_, theirs) in sums) + sum(rows)

    def prints(self, row: int) -> bool:
        """Whether a value row prints anything in the block."""
        return any(self.sheet.cells[column][row] is not None for column in self.columns)

    def is_missing(self, label: int, assigned: Sequence[int]) -> bool:
        """Whether a total is blank and its parts are not: it was lost, and the blank row belongs to no label."""
        return not self.prints(assigned[label]) and any(
            item.rows[item.whole] == label and any(assigned[r] >= 0 and self.prints(assigned[r]) for r in item.rows)
            for item in self.sheet.sums
        )

    def prints_more_than_zero(self, row: int) -> bool:
        """Whether a value row prints a number other than zero in the block."""
        return self.weights[row] == _NO_LABEL

    def cost(self, profile: Profile) -> int:
        """What a reading has to be worth: its breaks, value rows that belong to no label, labels without values."""
        size, offset = self.sheet.size, profile.offset
        end = sum(self.weights[size + offset :]) if offset < 0 else _NO_VALUES * offset
        return end + sum(self.break_cost(*step) for step in profile.steps())

    def break_cost(self, label: int, above: int, offset: int) -> int:
        """What one break costs."""
        if offset > above:
            return _BREAK + sum(self.weights[label + above : label + offset])
        return _BREAK + _NO_VALUES * (above - offset)

    def sweep(self, before: Sequence[int], after: Sequence[int], *, gap: int) -> list[int]:
        """The score of every place of a break between two readings, relations within rows included."""
        scores = self.sums.sweep(before, after, gap=gap)
        if self.across.is_empty:
            return scores
        left = [0, *accumulate(self.across.score(label, row) for label, row in enumerate(before))]
        right = [0, *accumulate(self.across.score(label, row) for label, row in enumerate(after))]
        end = len(scores) - 1
        return [points + left[k] + right[end] - right[min(k + gap, end)] for k, points in enumerate(scores)]


def _weight(cells: Sequence[object]) -> int:
    """What it costs to say that a value row belongs to no label: nothing if it is blank, little if it is all zeros."""
    numbers = [cell.number for cell in cells if isinstance(cell, Value)]
    if not numbers:
        return 0
    return _NO_LABEL if any(numbers) else _NO_LABEL_ZERO

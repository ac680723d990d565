"""What the sums of the labels say of every place where two readings of the value rows may meet, in one pass.

Up to a label the values are read one way, from there on another. Moving that place over one part of a sum changes the
sum by that part, so every sum is added up once, not once for every place.

>>> from zhengwu.auditing.alignment.sheet import Sheet
>>> from zhengwu.table import Grid, recognise
>>> rows = [["甲", "3100"], ["乙", ""], ["丙", "2200"], ["小计", "1100"], ["丁", "6400"], ["合计", "700"]]
>>> sheet = Sheet.of(recognise(Grid.of([["窗口", "1月"], *rows], unit="件")))
>>> sums = Sums(sheet, (1,))
>>> sums.sweep(range(6), [1, 2, 3, 4, 5, -1])
[-6, 13, -6, -6, -6, -6, -12]
>>> sums.outcomes([0, 2, 3, 4, 5, -1])
[(3, [13]), (5, [None])]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from zhengwu.auditing.alignment.sheet import Cell, Sheet, Sum, Value, score, witness

__all__ = ["Sums"]


class Sums:
    """The sums of a sheet over some columns, each scored once for the rows it was ever read from."""

    def __init__(self, sheet: Sheet, columns: tuple[int, ...]) -> None:
        self._sheet = sheet
        self._columns = [(sheet.cells[column], sheet.kinds[column]) for column in columns]
        self._swept: list[dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]]] = [{} for _ in sheet.sums]
        self._known: list[dict[tuple[int, ...], list[int | None]]] = [{} for _ in sheet.sums]

    def outcomes(self, assigned: Sequence[int]) -> list[tuple[int, list[int | None]]]:
        """Every sum as (label, its score in each column), the labels reading the value rows `assigned`.

        None where a sum is open: nothing was printed to compare, or a figure is lost.
        """
        found = []
        for item, known in zip(self._sheet.sums, self._known, strict=True):
            read = tuple([assigned[row] for row in item.rows])
            if read not in known:
                known[read] = [_outcome(cells, read, item.whole, self._sheet.unit) for cells, _ in self._columns]
            found.append((item.rows[item.whole], known[read]))
        return found

    def sweep(self, before: Sequence[int], after: Sequence[int], *, gap: int = 0) -> list[int]:
        """The score of all sums for every k: labels above k read `before`, from k + gap on `after`, between nothing."""
        steps = [0] * (self._sheet.size + 2)
        for item, swept in zip(self._sheet.sums, self._swept, strict=True):
            rows = item.rows
            key = tuple([before[row] for row in rows]), tuple([after[row] for row in rows])
            scores = swept.get(key)
            if scores is None:
                scores = swept[key] = self._scores(item, *key)
            start = 0
            for row, points in zip(rows, scores, strict=False):
                if points and row - gap >= start:
                    steps[start] += points
                    steps[row - gap + 1] -= points
                start = row + 1
            steps[start] += scores[-1]
        return list(accumulate(steps[:-1]))

    def _scores(self, item: Sum, before: Sequence[int], after: Sequence[int]) -> list[int]:
        """What the sum says with its first 0, 1, 2 … rows read from `before` and the others from `after`."""
        held, failed = [0] * (len(before) + 1), [0] * (len(before) + 1)
        for cells, kinds in self._columns:
            left, right = [cells[row] for row in before], [cells[row] for row in after]
            for i, points in enumerate(_walk(left, right, item.whole, kinds, self._sheet.unit)):
                if points > 0:
                    held[i] += points
                else:
                    failed[i] += points
        return [witness(*pair) for pair in zip(held, failed, strict=True)]


def _walk(left: Sequence[Cell], right: Sequence[Cell], whole: int, kinds: int, unit: int) -> list[int]:
    """The score of one sum in one column for every place where it changes from `left` to `right`."""
    tally = _Tally(kinds)
    for i, cell in enumerate(right):
        if i != whole:
            tally.add(cell, 1)
    target = right[whole]
    points = tally.score(target, unit)
    found = [points]
    for i, (new, old) in enumerate(zip(left, right, strict=True)):
        if new is not old:
            if i == whole:
                target = new
            else:
                tally.add(old, -1)
                tally.add(new, 1)
            points = tally.score(target, unit)
        found.append(points)
    return found


class _Tally:
    """Parts added up, each kind of quantity for itself, and how many places nothing is known of."""

    __slots__ = ("counts", "numbers", "steps", "unknown")

    def __init__(self, kinds: int) -> None:
        self.numbers, self.steps, self.counts = [0] * kinds, [0] * kinds, [0] * kinds
        self.unknown = 0

    def add(self, cell: Cell, sign: int) -> None:
        if isinstance(cell, Value):
            number, step, kind = cell
            self.numbers[kind] += sign * number
            self.steps[kind] += sign * step
            self.counts[kind] += sign
        elif cell is not None:
            self.unknown += sign

    def score(self, target: Cell, unit: int) -> int:
        if self.unknown or not isinstance(target, Value) or not self.counts[target.kind]:
            return 0
        return score(target, self.numbers[target.kind], self.steps[target.kind], unit)


def _outcome(cells: Sequence[Cell], rows: Sequence[int], whole: int, unit: int) -> int | None:
    parts = [cells[row] for row in rows]
    target = parts.pop(whole)
    if not isinstance(target, Value) or any(part is not None and not isinstance(part, Value) for part in parts):
        return None
    same = [part for part in parts if isinstance(part, Value) and part.kind == target.kind]
    if not same:
        return None
    return score(target, sum(part.number for part in same), sum(part.step for part in same), unit)

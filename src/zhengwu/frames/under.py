"""Sums of groups to those of subtotals and totals in every column of a page, as lists of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from operator import add

import attrs

from zhengwu.frames.tally import Tally
from zhengwu.stats.keys import Path

__all__ = ["Matrix", "Under"]


@attrs.frozen
class Under:
    """The sums under every path of labels, in every slot, column by column, and where those of each stand.

    At the end of each column stands a zero, for what was not summed.
    """

    tally: Tally
    at: Mapping[tuple[Path, int], int]
    sums: Sequence[list[int]]

    @classmethod
    def of(cls, tally: Tally, depth: int) -> Under:
        """Subtotals and totals in the same pass as the groups: each level from the one below, so one addition each."""
        groups, sums = tally.groups, tally.sums
        places: dict[tuple[Path, int], int] = {}
        made: list[list[int]] = [[] for _ in sums]
        for level in range(depth, -1, -1):
            if level < depth:
                above: dict[tuple[Path, frozenset[int]], list[int]] = {}
                for number, (path, slots) in enumerate(groups):
                    above.setdefault((path[:level], slots), []).append(number)
                groups, sums = list(above), _summed(sums, above.values())
            held: dict[tuple[Path, int], list[int]] = {}
            for number, (path, slots) in enumerate(groups):
                for slot in slots:
                    held.setdefault((path, slot), []).append(number)
            places.update(zip(held, count(len(places)), strict=False))
            for column, whole in zip(_summed(sums, held.values()), made, strict=True):
                whole.extend(column)
        for whole in made:
            whole.append(0)
        return cls(tally, places, made)


def _summed(columns: Iterable[Sequence[int]], members: Iterable[Sequence[int]]) -> list[list[int]]:
    """The sums of some numbers of each column, for each of these choices of them, of which most are of one number."""
    firsts: list[int] = []
    others: list[tuple[int, Sequence[int]]] = []
    for number, held in enumerate(members):
        firsts.append(held[0])
        if len(held) > 1:
            others.append((number, held[1:]))
    made = []
    for column in columns:
        found = [*map(column.__getitem__, firsts)]
        for number, held in others:
            found[number] += sum(map(column.__getitem__, held))
        made.append(found)
    return made


@attrs.frozen
class Matrix:
    """The sums of some places, as columns."""

    places: Sequence[tuple[Path, int]]
    under: Under
    rows: Sequence[int]
    kept: dict[int, Sequence[int]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, places: Sequence[tuple[Path, int]], under: Under) -> Matrix:
        """The sums of these places; zeros where nothing was summed."""
        return cls(places, under, [under.at.get(place, -1) for place in places])

    def column(self, place: int) -> Sequence[int]:
        """One sum of a measure, see `zhengwu.frames.signature.Answer`, in each of the places."""
        made: Sequence[int] = []
        for at, factor in self.under.tally.places[place]:
            if at not in self.kept:
                self.kept[at] = [*map(self.under.sums[at].__getitem__, self.rows)]
            column = self.kept[at] if factor == 1 else [factor * value for value in self.kept[at]]
            made = [*map(add, made, column)] if made else column
        return made or [0] * len(self.places)

    def elsewhere(self, places: Sequence[tuple[Path, int]]) -> Matrix:
        """The same of other places."""
        return Matrix.of(places, self.under)

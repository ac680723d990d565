"""What is true of a made-up table by construction: which figures are sums, differences or rates of which others.

The truths are the maker's, not read from the page, so an audit can be measured against them.

>>> Truth(target=(2, 1), parts=(((0, 1), 1), ((1, 1), 1))).value({(0, 1): Fraction(3), (1, 1): Fraction(4)})
Fraction(7, 1)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

__all__ = ["Place", "Truth", "row_sums"]

Place: TypeAlias = tuple[int, int]
"""A row and a column of a table, counted from 0 over its body, label columns included, as in ``t0r3c2``."""


@attrs.frozen(kw_only=True)
class Truth:
    """`target` is the sum of `parts`, each with its sign; with a `base` it is that sum over the base, in percent.

    `other_bases` are figures of the row that a hurried hand may divide by instead.
    """

    target: Place
    parts: tuple[tuple[Place, int], ...]
    base: Place | None = None
    other_bases: tuple[Place, ...] = ()

    @property
    def is_total(self) -> bool:
        """Whether it adds parts up, so that a part that is not printed counts as nothing."""
        return self.base is None and all(sign == 1 for _, sign in self.parts)

    @property
    def places(self) -> tuple[Place, ...]:
        """The target, its parts and its base."""
        base = () if self.base is None else (self.base,)
        return (self.target, *(place for place, _ in self.parts), *base)

    def value(self, values: Mapping[Place, Fraction], *, base: Place | None = None) -> Fraction | None:
        """What the target must be if the others are these, or over another base; None where the base is zero."""
        top = sum((sign * values[place] for place, sign in self.parts), Fraction(0))
        over = base or self.base
        if over is None:
            return top
        return 100 * top / values[over] if values[over] else None


def row_sums(items: Sequence[Sequence[int]], columns: Collection[int], places: Collection[Place]) -> Iterator[Truth]:
    """The truths of rows that sum others: `items` lists for every row the rows of single items in it.

    Each sum is stated over its items and, where other sums cover them, over the widest of those.

    >>> [truth.parts for truth in row_sums([(), (), (0, 1)], [1], {(0, 1), (1, 1), (2, 1)})]
    [(((0, 1), 1), ((1, 1), 1))]
    """
    for row, own in enumerate(items):
        if not own:
            continue
        for parts in dict.fromkeys((tuple(own), _widest(row, items))):
            for column in columns:
                if (row, column) in places:
                    printed = tuple(((part, column), 1) for part in parts if (part, column) in places)
                    yield Truth(target=(row, column), parts=printed)


def _widest(row: int, items: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The fewest rows that together hold the items of a row once, the widest sums first."""
    rest = set(items[row])
    chosen: set[int] = set()
    for other in sorted(range(len(items)), key=lambda index: (-len(items[index]), index)):
        if items[other] and other != row and set(items[other]) <= rest and len(items[other]) < len(items[row]):
            rest -= set(items[other])
            chosen.add(other)
    return tuple(sorted(chosen | rest))

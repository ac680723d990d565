"""The figures of a table as integers on one scale, and how much a coincidence among them tells.

Where no wording says what a column is made of, only agreement of figures can, and agreement happens by accident: in a
text of many figures hundreds of triples satisfy a = b + c. So every instance of a supposed relation is weighed by the
odds against an accident: a sum that had a thousand places to fall on counts 1000 : 1, a sum of which all but one part
are zero counts nothing. The odds multiply over the instances, and have to outweigh the number of relations tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import comb, gcd
from typing import TypeAlias

import attrs

from zhengwu.table.model import Table

__all__ = ["SURE", "Numbers", "Place", "Support", "numbers_of"]

Place: TypeAlias = tuple[int, int]

_ENOUGH = 4  # fewer instances are too few to tell a rule from an exception
SURE = 10_000
"""The odds against an accident that have to be left when every relation tried was a chance."""
_CAP = 10**60


@attrs.frozen
class Support:
    """How a supposed relation fares: instances that hold and that fail, and the odds against an accident.

    >>> Support(held=5, failed=1, odds=10**9).is_enough(candidates=100)
    True
    >>> Support(held=3, failed=0, odds=10**9).is_enough(candidates=100)
    False
    """

    held: int = 0
    failed: int = 0
    odds: int = 1

    def plus(self, holds: bool, odds: int) -> Support:
        """With one more instance; one that could hardly fail counts neither way."""
        if not holds:
            return Support(self.held, self.failed + 1, self.odds)
        return Support(self.held + 1, self.failed, min(self.odds * odds, _CAP)) if odds > 1 else self

    @property
    def tried(self) -> int:
        """The instances that told something."""
        return self.held + self.failed

    @property
    def fails_mostly(self) -> bool:
        """Whether at least three instances fail, and two of three that were tried."""
        return self.failed >= 3 and 3 * self.failed >= 2 * self.tried

    def is_enough(self, candidates: int, *, fewest: int = _ENOUGH, sure: int = SURE) -> bool:
        """Whether the figures alone establish the relation, found among so many `candidates`.

        At most one instance in five may fail, and the odds must outweigh the choice of relations and of exceptions.
        `sure` is what has to be left of them, less where wording says part of it.
        """
        if self.held < fewest or 5 * self.failed > self.tried:
            return False
        return self.odds >= sure * max(candidates, 1) * comb(self.tried, self.failed)


class Numbers:
    """The printed numbers of a table by place: `values` on one scale, `steps` the size of the last digit.

    A counted figure has no step, being exact. Figures with a qualifier (约, 余) are left out.
    """

    __slots__ = ("_grains", "one", "scope", "steps", "values")

    def __init__(self, table: Table) -> None:
        found = {
            place: cell.figure
            for place, cell in table.cells.items()
            if cell.figure.is_number and cell.figure.qualifier is None
        }
        finest = max((figure.decimals - figure.magnitude for figure in found.values()), default=0)
        finest = max(finest, 0)
        self.one = int(10**finest)
        powers = {e: int(10 ** (finest + e)) for e in {f.magnitude - f.decimals for f in found.values()}}
        self.values: dict[Place, int] = {}
        self.steps: dict[Place, int] = {}
        grains: dict[int, int] = defaultdict(int)
        for place, figure in found.items():
            step = powers[figure.magnitude - figure.decimals]
            value = self.values[place] = figure.coefficient * step
            self.steps[place] = 0 if figure.counted else step
            grains[place[1]] = gcd(grains[place[1]], value)
        self._grains: Mapping[int, int] = grains
        self.scope = frozenset(found)

    def sum(self, terms: Mapping[Place, int]) -> tuple[bool, int]:
        """Whether Σ coefficient · figure can be zero under some rounding, and the odds that this is no accident.

        The two largest terms may cancel in any table (nearly all cases are closed in time); what is left is evidence.
        """
        total, slack, grain = 0, 0, 0
        sizes: list[int] = []
        for place, coefficient in terms.items():
            term = coefficient * self.values[place]
            total += term
            slack += abs(coefficient) * self.steps[place]
            grain = gcd(grain, self._grains[place[1]])
            sizes.append(abs(term))
        if abs(total) > slack:
            return False, 1
        sizes.sort()
        return True, max(1, sum(sizes[:-2]) // max(2 * slack, grain, 1))

    def ratio(self, target: Place, top: Mapping[Place, int], base: Mapping[Place, int]) -> tuple[bool, int] | None:
        """The same of target = Σ top ÷ Σ base; None where the base is not positive.

        A rate of 0 or 100 % fits any two figures that are zero or equal: the distance from both is evidence.
        """
        rate, step = self.values[target], self.steps[target]
        whole, loose = self._combined(base)
        if whole <= 0:
            return None
        part, free = self._combined(top)
        off = abs(part * self.one - rate * whole)
        slack = step * (whole + loose) + self.one * free + abs(rate) * loose
        if off > slack:
            return False, 1
        room = min(abs(rate), abs(self.one - rate)) * whole
        return True, max(1, room // max(2 * slack, 1))

    def whole_part(self, rate: Place, whole: Place) -> tuple[bool, int] | None:
        """Whether a whole number out of a counted `whole` can print as `rate`, and the odds that this is no accident.

        None where the whole is not counted, or so large that some whole number fits any rate.
        """
        step, count = self.steps[rate], self.values[whole] // self.one
        if self.steps[whole] or count <= 0 or not step or step * count >= self.one:
            return None
        value = self.values[rate]
        near = (value * count + self.one // 2) // self.one
        if value in (0, self.one):
            return True, 1
        return abs(near * self.one - value * count) < step * count, self.one // (2 * step * count)

    def _combined(self, terms: Mapping[Place, int]) -> tuple[int, int]:
        value = sum(coefficient * self.values[place] for place, coefficient in terms.items())
        return value, sum(abs(coefficient) * self.steps[place] for place, coefficient in terms.items())

    def weigh(self, instances: Iterable[tuple[bool, int] | None]) -> Support:
        """The support of a relation over its instances."""
        support = Support()
        for instance in instances:
            if instance is not None:
                support = support.plus(*instance)
        return support


def numbers_of(table: Table) -> Numbers:
    """The numbers of a table.

    >>> from zhengwu.table import Grid, recognise
    >>> table = recognise(Grid.of([["窗口", "1月", "2月", "3月"], ["甲", "316", "204", "520"]], unit="件"))
    >>> numbers = numbers_of(table)
    >>> numbers.sum({(0, 1): 1, (0, 2): 1, (0, 3): -1})
    (True, 51)
    """
    return Numbers(table)

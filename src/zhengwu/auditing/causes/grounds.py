"""Which certain figures a contradiction rests on: as few as the size of the contradiction allows to be told.

>>> figures_of(0b1011)
[0, 1, 3]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from zhengwu.auditing.causes.rows import UNBOUNDED, Row
from zhengwu.auditing.causes.system import System

__all__ = ["Conflict", "Why", "figures_of", "grounds", "shrunk"]

Why: TypeAlias = tuple[Row, int, bool, Sequence[tuple[int, int]]]
"""What narrowed one end of a figure: a row, the figure (−1: the row itself cannot hold), whether the others were taken
at their upper ends, and which earlier ones it used, each by its position with the coefficient of its figure."""


class Conflict(NamedTuple):
    """Figures, as bits, of which one is wrong, if those of `doubted` are in doubt: no value is left to these."""

    figures: int
    doubted: int


def figures_of(bits: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while bits:
        bit = bits & -bits
        found.append(bit.bit_length() - 1)
        bits ^= bit
    return found


def grounds(
    system: System,
    whys: Sequence[Why],
    last: Sequence[Why],
    gap: int,
    *,
    doubted: Collection[int],
    fixed: Collection[int],
) -> Conflict:
    """The certain figures that a contradiction of the size `gap` rests on, by its `last` steps and all before.

    A figure that only falls to its floor when it is doubted too, by less than the gap, is no part of it; of several
    such the gap must bear all. Each narrowing was rounded outwards, by less than one infinitesimal.
    """
    bits, left = 0, Fraction(gap)
    slack: dict[int, Fraction] = {}
    held: set[int | None] = set()
    for (row, _, upper, _), weight in _weighted(whys, last):
        held.add(row.guard)
        bits |= row.bits
        left -= weight
        for j, c in row.coefficients.items():
            if j not in doubted and j not in fixed:
                if (c > 0) == upper:
                    held.add(j)
                else:
                    slack[j] = slack.get(j, 0) + weight * abs(c) * max(0, system.low[j])
    in_doubt = sum(1 << j for j in doubted)
    certain = bits & ~in_doubt & ~sum(1 << j for j in fixed)
    loose = {j: most for j, most in slack.items() if j not in held}
    return Conflict(_without_slack(system, certain, loose, left), bits & in_doubt)


def shrunk(system: System, row: Row) -> int:
    """The figures of a failing row, as bits, of which one must be wrong.

    Those whose fall to their floor would not mend it are left out, the most of them that can be.
    """
    upper = not row.open_high and row.high < row.least
    left = row.least - row.high if upper else row.low - row.least
    slack = {j: abs(c) * max(0, system.low[j]) for j, c in row.coefficients.items() if (c > 0) != upper}
    return _without_slack(system, row.bits, slack, left)


def _without_slack(system: System, bits: int, slack: Mapping[int, int | Fraction], left: int | Fraction) -> int:
    """The figures without those that fall by no more than is left; `slack` is how far each would fall to zero."""
    for j, most in sorted(slack.items(), key=lambda pair: (pair[1], pair[0])):
        if most >= left:
            break
        if system.floors[j] > -UNBOUNDED:
            left -= most
            bits &= ~(1 << j)
    return bits


def _weighted(whys: Sequence[Why], last: Sequence[Why]) -> Sequence[tuple[Why, Fraction]]:
    """The steps that lead to a contradiction, each with how much a change of its row counts there."""
    steps: list[tuple[Why, Fraction]] = []
    weights: dict[int, Fraction] = {}

    def take(why: Why, weight: Fraction) -> None:
        row, j, _, used = why
        own = weight / abs(row.coefficients[j]) if j >= 0 else weight
        steps.append((why, own))
        for w, c in used:
            weights[w] = weights.get(w, Fraction(0)) + own * abs(c)

    for why in last:
        take(why, Fraction(1))
    while weights:
        latest = max(weights)
        take(whys[latest], weights.pop(latest))
    return steps

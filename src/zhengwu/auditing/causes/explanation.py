"""Explanations of one contradiction: sets of slips, each with what must have been printed, and how likely they are.

The smallest sets of figures come from the search over conflicts; every value they may have had is tried against the
relations by the exact engine, and weighed by the slip that would have left what is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, takewhile
from types import MappingProxyType

import attrs

from zhengwu.auditing.causes.conflicts import Range, propagated, smallest_sets
from zhengwu.auditing.causes.evidence import SLIP
from zhengwu.auditing.causes.optimiser import smallest_set
from zhengwu.auditing.causes.readings import Reading, readings
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.causes.system import FINE, UNBOUNDED
from zhengwu.exact.figure import Figure
from zhengwu.findings import FindingKind, Move

__all__ = ["Explanation", "Slip", "ends_of", "of_cells", "printable"]

_MOST_FIGURES = 6
_MOST_SECONDS = 2.0  # for the optimiser, where one is installed
_MOST_TRIED = 240  # sets of values tried for one contradiction
_MOST_READINGS = (12, 12, 6, 4, 3, 2, 2)  # of each figure, by how many are in doubt together
_NONE: Mapping[str, str] = MappingProxyType({})
_UNCHANGED: Mapping[str, Figure] = MappingProxyType({})


@attrs.frozen
class Slip:
    """One cause: the figures it touched with what they must have been, the mechanism, and the chance of it.

    `excused` are relations that the cause explains without a change: a sum whose list is not complete. `moves` tell
    which rows of values belong to which labels, `fills` what cells print that are empty after the moves.
    """

    changes: Mapping[str, Figure] = attrs.field(hash=False)
    kind: FindingKind
    why: str
    weight: Fraction
    values: Mapping[str, str] = attrs.field(default=_NONE, hash=False)
    moves: tuple[Move, ...] = ()
    excused: frozenset[int] = frozenset()
    fills: Mapping[str, Figure] = attrs.field(default=_UNCHANGED, hash=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one slip from another: where, and what must have been there."""
        numbers = (
            (name, figure.coefficient, figure.decimals)
            for name, figure in sorted({**self.changes, **self.fills}.items())
        )
        # A blank row filled and a blank cell filled are one and the same, whatever proposes them.
        return (*numbers, *self.moves, *(() if self.changes else sorted(self.excused)))


@attrs.frozen
class Explanation:
    """Slips that together leave nothing to contradict."""

    slips: tuple[Slip, ...]

    @property
    def weight(self) -> Fraction:
        """The chance of all of them."""
        weight = Fraction(1)
        for slip in self.slips:
            weight *= SLIP * slip.weight
        return weight


def of_cells(
    scene: Scene, rows: Sequence[int], *, ignored: Collection[int] = (), given: Mapping[str, Figure] = _UNCHANGED
) -> tuple[list[Explanation], bool]:
    """What wrong figures, one slip each, can explain the failing rows; and whether all smallest sets were found.

    `ignored` are rows explained elsewhere, `given` figures that another cause has changed already.
    """
    system = scene.system
    cases = {system.rows[i].case for i in rows}
    elsewhere = {system.rows[i].case for i in ignored} - cases
    bearable = (scene.failing_after(given) & elsewhere) | scene.unsystematic
    fixed = ends_of(scene, given)
    found = smallest_sets(system, rows, ignored=ignored, most=_MOST_FIGURES, fixed=fixed)
    sets = found.sets
    if not sets:
        # Too many wrong figures, or too tangled, for a search that is to find all: one set will have to do.
        least = smallest_set(system, rows, ignored=ignored, fixed=fixed, least=found.least, seconds=_MOST_SECONDS)
        sets = (least.figures,) if least is not None else ()
    explanations: list[Explanation] = []
    tried = (slips for doubted in sets for slips in _assigned(scene, doubted, frozenset(ignored), given))
    for slips in takewhile(lambda _: not scene.is_late, islice(tried, _MOST_TRIED)):
        changes = {**given, **{name: figure for slip in slips for name, figure in slip.changes.items()}}
        if scene.failing_after(changes) <= bearable:
            explanations.append(Explanation(tuple(slips)))
    return sorted(explanations, key=lambda e: -e.weight), found.is_complete and bool(found.sets)


def ends_of(scene: Scene, changes: Mapping[str, Figure]) -> dict[int, tuple[int, int]]:
    """The ends of the hidden values of changed figures, as the system keeps them."""
    index = scene.system.index
    ends = {}
    for name, figure in changes.items():
        if name in index:
            step, slack = scene.step(figure) * FINE, 0 if figure.counted else 1
            ends[index[name]] = (
                (2 * figure.coefficient - slack) * step // 2,
                (2 * figure.coefficient + slack) * step // 2,
            )
    return ends


def _assigned(
    scene: Scene, doubted: frozenset[int], ignored: frozenset[int], given: Mapping[str, Figure]
) -> Iterator[list[Slip]]:
    """Every way to give the figures in doubt likely values, one after the other, the most certain first."""
    if not doubted:
        yield []
        return
    ranges = propagated(scene.system, doubted, ignored=ignored, fixed=ends_of(scene, given))
    if not isinstance(ranges, dict):
        return
    chosen = min(doubted, key=lambda j: (_is_open(ranges[j]), ranges[j].high - ranges[j].low, j))
    name = scene.system.names[chosen]
    most = _MOST_READINGS[len(doubted)] if len(doubted) < len(_MOST_READINGS) else 1
    for reading in _readings(scene, name, ranges[chosen], given)[:most]:
        figure = scene.changed(name, reading.coefficient, reading.decimals)
        slip = Slip({name: figure}, reading.kind, reading.why, reading.weight, reading.values)
        for others in _assigned(scene, doubted - {chosen}, ignored, {**given, name: figure}):
            yield [slip, *others]


def printable(scene: Scene, style: Figure, own: Range) -> tuple[int, int]:
    """The least and the greatest number, in the last digit of a style, that prints a value of a range."""
    step = scene.step(style) * FINE
    if style.counted:
        return -(-own.low // step), own.high // step
    return -((step - 2 * own.low) // (2 * step)), (2 * own.high + step) // (2 * step)


def _is_open(own: Range) -> bool:
    return own.low <= -UNBOUNDED or own.high >= UNBOUNDED


def _readings(scene: Scene, name: str, own: Range, given: Mapping[str, Figure]) -> list[Reading]:
    style = scene.style(name)
    if style is None:
        return []
    low, high = own.low, own.high
    if _is_open(own):
        # A rate takes part in no sum: what the rest of its relation gives is all that is known of it.
        ends = scene.rate_range(name, given)
        if ends is None:
            return []
        low, high = ends
    else:
        low, high = printable(scene, style, own)
    beside = scene.beside(name).values()
    return readings(scene.figures.get(name), low, high, decimals=style.decimals, beside=beside, most=_MOST_READINGS[0])

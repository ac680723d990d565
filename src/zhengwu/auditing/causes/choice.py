"""From explanations to what can be claimed: a slip is claimed only where nothing else is nearly as likely.

>>> from fractions import Fraction
>>> marginals([Explanation(())])
{}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import Final

import attrs

from zhengwu.auditing.causes.cause import Cause
from zhengwu.auditing.causes.conflicts import clusters, packed, propagated
from zhengwu.auditing.causes.evidence import SHARES, SLIP
from zhengwu.auditing.causes.explanation import Explanation, Slip, of_cells, printable
from zhengwu.auditing.causes.operations import operations
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.causes.system import UNBOUNDED
from zhengwu.auditing.causes.trust import VAGUE, trusted
from zhengwu.findings import FindingKind

__all__ = ["CERTAIN", "causes", "marginals"]

CERTAIN: Final = Fraction(98, 100)
"""How likely a slip must be, among all explanations found, to be claimed."""

_MOST_ALTERNATIVES = 12
_MOST_PARTIAL = 8
_NEGLIGIBLE = Fraction(1, 1000)


def causes(scene: Scene) -> tuple[Cause, ...]:
    """The causes of all relations that cannot hold, in the order of the relations."""
    system = scene.system
    violated = system.violated()
    groups = clusters(system, violated)
    in_time = takewhile(lambda _: not scene.is_late, operations(scene))
    proposed = {slip: _failing(scene, slip) for slip in in_time}
    proposed = {slip: left for slip, left in proposed.items() if left < scene.failing}
    found: list[Cause] = []
    for joined in _joined(scene, groups, proposed):
        found += _of_group(scene, [groups[g] for g in joined], violated, proposed)
    return tuple(sorted(trusted(scene, found), key=lambda cause: cause.relations))


def marginals(explanations: Sequence[Explanation]) -> dict[tuple[object, ...], Fraction]:
    """How likely each slip is, by its key, if one of the explanations holds."""
    total = sum((explanation.weight for explanation in explanations), Fraction(0))
    shares: dict[tuple[object, ...], Fraction] = {}
    for explanation in explanations:
        for slip in explanation.slips:
            shares[slip.key] = shares.get(slip.key, Fraction(0)) + explanation.weight / total
    return shares


def _failing(scene: Scene, slip: Slip) -> frozenset[int]:
    return scene.failing_after(slip.changes) - slip.excused


def _joined(scene: Scene, groups: Sequence[Sequence[int]], proposed: Mapping[Slip, frozenset[int]]) -> list[list[int]]:
    """The groups of rows put together where one operation concerns several of them."""
    cases = [{scene.system.rows[i].case for i in group} for group in groups]
    parent = list(range(len(groups)))

    def root(g: int) -> int:
        while parent[g] != g:
            g = parent[g]
        return g

    for left in proposed.values():
        mended = scene.failing - left
        touched = [g for g, own in enumerate(cases) if own & mended]
        for g in touched[1:]:
            parent[root(g)] = root(touched[0])
    found: dict[int, list[int]] = {}
    for g in range(len(groups)):
        found.setdefault(root(g), []).append(g)
    return list(found.values())


def _of_group(
    scene: Scene,
    groups: Sequence[Sequence[int]],
    violated: Sequence[int],
    proposed: Mapping[Slip, frozenset[int]],
) -> list[Cause]:
    rows = [i for group in groups for i in group]
    if scene.is_late:
        return _bounded(_claimed(scene, rows, ()), False)
    whole = _with_operations(scene, rows, proposed)
    best = max((e.weight for e in whole), default=Fraction(0))
    if _most_likely(scene, rows) < best * _NEGLIGIBLE:
        return _bounded(_claimed(scene, rows, whole), not scene.is_late)
    sought = [of_cells(scene, group, ignored=set(violated) - set(group)) for group in groups]
    parts = [found for found, _ in sought]
    together = _product(parts)
    best = max((e.weight for e in (*whole, *together)), default=Fraction(0))
    likely = [e for e in whole if e.weight > best * _NEGLIGIBLE]
    if not likely:
        found_for = zip(groups, sought, strict=True)
        return [
            cause
            for group, (found, all_) in found_for
            for cause in _bounded(_claimed(scene, group, found), all_ and not scene.is_late)
        ]
    found = _claimed(scene, rows, sorted(dict.fromkeys((*likely, *together)), key=lambda e: -e.weight))
    return _bounded(found, all(all_ for _, all_ in sought) and not scene.is_late)


def _bounded(found: Sequence[Cause], is_complete: bool) -> list[Cause]:
    """The causes as they may be told: without a claim where not every way was tried."""
    return [cause if is_complete else attrs.evolve(cause, unique=False, is_complete=False) for cause in found]


def _most_likely(scene: Scene, rows: Sequence[int]) -> Fraction:
    """More than any explanation by wrong figures can weigh: one slip for each contradiction that shares no figure."""
    separate = packed([frozenset(scene.system.rows[i].variables) for i in rows])
    return (SLIP * max(SHARES.values())) ** separate


def _with_operations(scene: Scene, rows: Sequence[int], proposed: Mapping[Slip, frozenset[int]]) -> list[Explanation]:
    """Explanations that contain an operation: alone, with a second one, or with wrong figures for what it leaves."""
    cases = frozenset(scene.system.rows[i].case for i in rows)
    own = {slip: left & cases for slip, left in proposed.items() if left & cases != cases}
    alone = [Explanation((slip,)) for slip, left in own.items() if not left]
    best = max((e.weight for e in alone), default=Fraction(0))
    found = list(alone)
    partial = sorted((slip for slip, left in own.items() if left), key=lambda slip: (len(own[slip]), -slip.weight))
    for slip in takewhile(lambda _: not scene.is_late, partial[:_MOST_PARTIAL]):
        if SLIP * slip.weight * SLIP * max(SHARES.values()) < best * _NEGLIGIBLE:
            continue
        rest = [i for i in rows if scene.system.rows[i].case in own[slip]]
        found += _pairs(scene, slip, own, cases)
        if rest and SLIP * slip.weight * _most_likely(scene, rest) >= best * _NEGLIGIBLE:
            more = of_cells(scene, rest, ignored=scene.violated - set(rest), given=slip.changes)[0]
            apart = [e for e in more if not any(slip.changes.keys() & s.changes.keys() for s in e.slips)]
            found += [Explanation((slip, *e.slips)) for e in apart]
    return found


def _pairs(
    scene: Scene, slip: Slip, own: Mapping[Slip, frozenset[int]], cases: frozenset[int]
) -> Iterator[Explanation]:
    """The operation with each other one that mends what it leaves."""
    for other, left in own.items():
        if other is not slip and own[slip] - left and not _places(other) & _places(slip):
            both = {**slip.changes, **other.changes}
            if not (scene.failing_after(both) - slip.excused - other.excused) & cases:
                yield Explanation((slip, other))


def _places(slip: Slip) -> set[object]:
    """What a slip touches: two that touch the same are no two causes."""
    rows = ((move.table, row) for move in slip.moves for row in (move.row, move.label_row))
    return {*slip.changes, *slip.fills, *rows}


def _product(parts: Sequence[Sequence[Explanation]]) -> list[Explanation]:
    """One explanation of every group together, the likeliest ones."""
    together = [Explanation(())]
    for part in parts:
        together = [Explanation((*a.slips, *b.slips)) for a in together for b in part[:_MOST_ALTERNATIVES]]
        together = sorted(together, key=lambda e: -e.weight)[:64]
    return together


def _claimed(scene: Scene, rows: Sequence[int], explanations: Sequence[Explanation]) -> list[Cause]:
    """The slips that are certain, each a cause of its own; what is left as one cause with its alternatives."""
    relations = tuple(sorted({scene.system.rows[i].case for i in rows}))
    if not explanations:
        return [Cause((position,)) for position in relations]
    shares = marginals(explanations)
    certain = {slip.key: slip for slip in explanations[0].slips if shares[slip.key] >= CERTAIN}
    is_bare = len(relations) <= len(explanations[0].slips)  # nothing is left to confirm what is only computed
    found = [
        Cause(
            _accusers(scene, slip, relations),
            ((slip,),),
            _is_exact(scene, slip) and not (is_bare and slip.kind in VAGUE),
        )
        for slip in certain.values()
    ]
    rest: dict[tuple[object, ...], tuple[Slip, ...]] = {}
    for explanation in explanations:
        if not certain.keys() <= {slip.key for slip in explanation.slips}:
            continue  # ruled out with what was claimed
        open_ = tuple(slip for slip in explanation.slips if slip.key not in certain)
        if open_:
            rest.setdefault(tuple(sorted(map(repr, (slip.key for slip in open_)))), open_)
    if rest:
        used = {position for cause in found for position in cause.relations}
        left = tuple(position for position in relations if position not in used) or relations
        found.append(Cause(left, tuple(rest.values())[:_MOST_ALTERNATIVES]))
    return found


def _is_exact(scene: Scene, slip: Slip) -> bool:
    """Whether what was meant is known to the last digit: a total of rounded figures, summed anew, is not."""
    if slip.kind is not FindingKind.STALE_TOTAL:
        return True
    cases = (scene.judgement.cases[position].relation for name in slip.changes for position in scene.relations_of[name])
    if any(relation.blanks and relation.target in slip.changes for relation in cases):
        return False  # a blank among the parts may hide a number
    index, system = scene.system.index, scene.system
    doubted = [index[name] for name in slip.changes if name in index]
    ranges = propagated(system, doubted)
    if not isinstance(ranges, dict):
        return False
    for name, figure in slip.changes.items():
        own = ranges.get(index.get(name, -1))
        if own is None or own.low <= -UNBOUNDED or own.high >= UNBOUNDED:
            ends = scene.rate_range(name, slip.changes)
        else:
            ends = printable(scene, figure, own)
        if ends is None or ends[0] != ends[1]:
            return False
    return True


def _accusers(scene: Scene, slip: Slip, relations: Sequence[int]) -> tuple[int, ...]:
    """The failing relations that a slip takes part in."""
    own = {position for name in slip.changes for position in scene.relations_of.get(name, ())} | slip.excused
    return tuple(position for position in relations if position in own) or tuple(relations)

"""Which claims stand beside each other: none on doubtful ground, none that another regime or another claim denies.

What is found for one contradiction is looked at here with everything else that fails in its table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from zhengwu.auditing.causes.bases import modes_of
from zhengwu.auditing.causes.cause import Cause, changes_of
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.limits import LIMIT
from zhengwu.findings import FindingKind

__all__ = ["VAGUE", "trusted"]

VAGUE: Final = (FindingKind.UNEXPLAINED, FindingKind.STALE_TOTAL, FindingKind.BLANK, FindingKind.COPIED)
"""The kinds that only say that a figure is off."""


def trusted(scene: Scene, found: Sequence[Cause]) -> list[Cause]:
    """The causes with the claims that stand; what only follows from another cause is left out."""
    kept = [_under_any(scene, cause) for cause in map(_beside_dark(scene, found), _first_causes(scene, found))]
    return _apart(scene, _agreeing(kept))


def _first_causes(scene: Scene, found: Sequence[Cause]) -> list[Cause]:
    """The causes without those whose relations another certain one mends besides its own."""
    after = {place: scene.failing_after(changes_of(cause.ways[0])) for place, cause in enumerate(found) if cause.unique}
    mended = {place: scene.failing - left for place, left in after.items() if left <= scene.failing}
    kept: list[Cause] = []
    for place, cause in enumerate(found):
        over = [other for other, more in mended.items() if other != place and more.issuperset(cause.relations)]
        if not any(not mended.get(place, frozenset()) >= mended[other] for other in over):
            kept.append(cause)
    return kept


def _agreeing(found: Sequence[Cause]) -> list[Cause]:
    """Claims that want different numbers of one figure are no claims."""
    wanted: dict[str, set[tuple[int, int]]] = {}
    for cause in found:
        if cause.unique:
            for name, figure in changes_of(cause.ways[0]).items():
                wanted.setdefault(name, set()).add((figure.coefficient, figure.decimals))
    torn = {name for name, numbers in wanted.items() if len(numbers) > 1}
    return [
        attrs.evolve(cause, unique=False) if cause.unique and torn & changes_of(cause.ways[0]).keys() else cause
        for cause in found
    ]


def _apart(scene: Scene, found: Sequence[Cause]) -> list[Cause]:
    """No claim rests on figures that an open cause holds for wrong, nor on those of a relation that nothing explains;
    nor on a single relation of a table with an open cause.

    What moved rows and computes the rest from others rests on every figure that another cause changes.
    """
    open_ = [cause for cause in found if not cause.unique]
    claims = {name: figure for cause in found if cause.unique for name, figure in changes_of(cause.ways[0]).items()}
    told = {position for cause in found if cause.ways for position in cause.relations}
    cases = scene.judgement.cases
    asked = {position for position in scene.doubtful if cases[position].relation.doubtful != LIMIT}
    dark = scene.failing_after(claims) - asked - told
    unexplained = {name for position in dark for name in scene.members(position)}
    tables = {scene.judgement.results[position].where.table for cause in open_ for position in cause.relations}

    def apart(cause: Cause) -> Cause:
        slips = cause.ways[0] if cause.unique else ()
        others = (other for other in found if other is not cause and (not other.unique or any(s.fills for s in slips)))
        doubted = unexplained | {name for other in others for way in other.ways for name in changes_of(way)}
        members = {name for position in cause.relations for name in scene.members(position)}
        is_bare = len(cause.relations) == 1 and scene.judgement.results[cause.relations[0]].where.table in tables
        if slips and (is_bare or (members - changes_of(slips).keys()) & doubted):
            return attrs.evolve(cause, unique=False)
        return cause

    return [apart(cause) for cause in found]


def _beside_dark(scene: Scene, found: Sequence[Cause]) -> Callable[[Cause], Cause]:
    """Claims that only say that a figure is off are not made where something else of the table has no explanation."""
    dark = {scene.judgement.results[i].where.table for cause in found if not cause.ways for i in cause.relations}

    def trusted(cause: Cause) -> Cause:
        tables = {scene.judgement.results[i].where.table for i in cause.relations}
        is_vague = any(slip.kind in VAGUE or slip.moves for way in cause.ways for slip in way)
        if cause.unique and is_vague and (tables & dark or _leaves_doubt(scene, cause.ways[0])):
            return attrs.evolve(cause, unique=False)
        return cause

    return trusted


def _under_any(scene: Scene, cause: Cause) -> Cause:
    """No claim where the document may be printed in another way under which nothing is wrong, or something else."""
    changes = changes_of(cause.ways[0]) if cause.unique else {}
    usual = [mode for mode in modes_of(scene) if mode is not scene.judgement.house]
    for mode in (*usual, *scene.judgement.unruled) if changes else ():
        held = all(scene.judgement.cases[position].under(mode) for position in cause.relations)
        if held or not scene.holds_under(mode, changes):
            return attrs.evolve(cause, unique=False)
    return cause


def _leaves_doubt(scene: Scene, slips: Sequence[Slip]) -> bool:
    """Whether doubtful relations of the changed figures go on failing."""
    changes = changes_of(slips)
    own = {position for name in changes for position in scene.relations_of.get(name, ())}
    return bool(own & scene.doubtful & scene.failing_after(changes))

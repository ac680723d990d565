"""Causes that doubtful relations alone tell of: rates over a base that no header states, shares of an unstated whole.

A single one that fails says little. Where a slip of several figures makes several of them hold at once, and leaves none
through its figures that fails, they bear each other out.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Final

from zhengwu.auditing.causes.cause import Cause
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.mechanisms.exchanged import cells
from zhengwu.auditing.causes.mechanisms.scaled import columns_in_units
from zhengwu.auditing.causes.scene import Scene
from zhengwu.findings import FindingKind, RelationKind
from zhengwu.reference.forms import Linear, Terms

__all__ = ["doubted_causes"]

_FEWEST: Final = {FindingKind.UNIT: 3, FindingKind.SWAP: 2}
"""Relations that fail: two columns in each other's unit mend as much as two figures in each other's place."""


def doubted_causes(scene: Scene) -> list[Cause]:
    """The slips that mend all that fails through their figures, some of it doubtful, by the relations they mend.

    Growth between two columns tells that one of them is in another unit and not which, so there may be several ways.
    """
    if not scene.doubtful:
        return []
    found: dict[tuple[int, ...], list[Slip]] = {}
    for slip in chain(columns_in_units(scene), cells(scene)):
        through = {position for name in slip.changes for position in scene.relations_of.get(name, ())}
        failing = through & scene.failing
        if len(failing) >= _FEWEST[slip.kind] and failing & scene.doubtful and _is_telling(scene, slip, failing):
            after = scene.failing_after(slip.changes)
            mended = failing - after
            if len(mended) >= _FEWEST[slip.kind] and all(_is_indifferent(scene, slip, i) for i in after & through):
                found.setdefault(tuple(sorted(mended)), []).append(slip)
    widest = [positions for positions in found if not any(set(positions) < set(other) for other in found)]
    return [
        Cause(positions, tuple((slip,) for slip in found[positions]), unique=len(found[positions]) == 1)
        for positions in widest
    ]


def _is_indifferent(scene: Scene, slip: Slip, position: int) -> bool:
    """Whether a relation cannot tell: it adds up both of two figures that changed places."""
    relation = scene.judgement.cases[position].relation
    parts = {name for name, coefficient in _terms(scene, position) if coefficient == 1}
    return slip.kind is FindingKind.SWAP and relation.kind is RelationKind.SUM and parts.issuperset(slip.changes)


def _terms(scene: Scene, position: int) -> Terms:
    form = scene.judgement.cases[position].form[1]
    return form.terms if isinstance(form, Linear) else ()


def _is_telling(scene: Scene, slip: Slip, failing: Collection[int]) -> bool:
    """Whether figures of one column change, and no zero is among those that the relations compare: it fits anything."""
    columns = {place[::2] for name in slip.changes if (place := scene.place(name)) is not None}
    names = {name for position in failing for name in scene.members(position) if name in scene.figures}
    return len(columns) == 1 and all((slip.changes.get(name) or scene.figures[name]).coefficient for name in names)

"""Slips that touch several figures at once, as the failing relations suggest them; who uses them tries them.

Each mechanism is a module of its own with one function, from a scene to the slips it would explain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from zhengwu.auditing.causes import bases
from zhengwu.auditing.causes.explanation import Slip, ends_of
from zhengwu.auditing.causes.mechanisms import exchanged, remainder, scaled, slipped, stale
from zhengwu.auditing.causes.scene import Scene

__all__ = ["MECHANISMS", "operations"]

Mechanism: TypeAlias = Callable[[Scene], Iterator[Slip]]

MECHANISMS: Final[tuple[Mechanism, ...]] = (
    exchanged.slips,
    scaled.slips,
    stale.slips,
    remainder.slips,
    slipped.slips,
    bases.slips,
)
"""Every mechanism that touches several figures at once."""


def operations(scene: Scene) -> Iterator[Slip]:
    """Every slip of several figures that mends something and breaks nothing, as far as sums can tell."""
    for mechanism in MECHANISMS:
        for slip in mechanism(scene):
            if slip.excused or scene.system.mends(ends_of(scene, slip.changes), scene.violated):
                yield slip

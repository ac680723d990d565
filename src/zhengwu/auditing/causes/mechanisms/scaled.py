"""A whole row, or a whole column, of amounts printed in another unit than its table's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zhengwu.auditing.causes.evidence import SHARES
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.exact.units import is_measured
from zhengwu.findings import FindingKind

__all__ = ["slips"]

_POWERS: Final = (4, -4, 3, -3, 8, -8)
"""元 for 万元, 千元, 亿元, and the other way round."""


def slips(scene: Scene) -> Iterator[Slip]:
    """Every row and column with amounts in a failing relation, in each other unit."""
    lines: dict[tuple[str, int, int], list[str]] = {}
    for name, figure in scene.figures.items():
        if (place := scene.place(name)) is not None and figure.unit not in ("%", "‰"):
            kind = "money" if is_measured(figure.unit) else "count"
            lines.setdefault((f"row {kind}", place[0], place[1]), []).append(name)
            lines.setdefault((f"column {kind}", place[0], place[2]), []).append(name)
    suspects = set(scene.suspects)
    for names in lines.values():
        if len(names) < 2 or not suspects.intersection(names):
            continue
        for power in _POWERS:
            changes = _in_other_unit(scene, names, power)
            if changes:
                weight = SHARES[FindingKind.UNIT] / (4 * len(_POWERS))
                yield Slip(changes, FindingKind.UNIT, "why.unit", weight, {"factor": str(10 ** abs(power))})


def _in_other_unit(scene: Scene, names: list[str], power: int) -> dict[str, Figure]:
    """The figures times a power of ten; empty where one of them does not print so in its column."""
    changes = {}
    for name in names:
        figure = scene.figures[name]
        if not figure.coefficient:
            continue
        decimals = scene.decimals_beside(name, names)
        if decimals is None:
            return {}
        shift = decimals - figure.decimals + power
        coefficient, rest = (
            (figure.coefficient * 10**shift, 0) if shift >= 0 else divmod(figure.coefficient, 10**-shift)
        )
        if rest:
            return {}
        changes[name] = scene.changed(name, coefficient, decimals)
    return changes if len(changes) > 1 else {}

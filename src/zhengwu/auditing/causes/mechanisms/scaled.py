"""A whole row, or a whole column, of amounts printed in another unit than its table's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from zhengwu.auditing.causes.evidence import SHARES
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.exact.units import is_measured
from zhengwu.findings import FindingKind

__all__ = ["columns_in_units", "slips"]

_POWERS: Final = (4, -4, 3, -3, 8, -8)
"""元 for 万元, 千元, 亿元, and the other way round."""

_WEIGHT: Final = SHARES[FindingKind.UNIT] / (4 * len(_POWERS))


def slips(scene: Scene) -> Iterator[Slip]:
    """Every row and column with amounts in a failing relation, in each other unit."""
    rows: dict[tuple[bool, int, int], list[str]] = {}
    columns: dict[tuple[bool, int, int], list[str]] = {}
    for name, figure in scene.figures.items():
        if (place := scene.place(name)) is not None and figure.unit not in ("%", "‰"):
            rows.setdefault((is_measured(figure.unit), place[0], place[1]), []).append(name)
            columns.setdefault((is_measured(figure.unit), place[0], place[2]), []).append(name)
    suspects = set(scene.suspects)
    for names in (*rows.values(), *columns.values()):
        printed = [name for name in names if scene.figures[name].coefficient]
        if len(printed) < 2 or not suspects.intersection(printed):
            continue
        decimals = {name: _decimals(scene, name, printed) for name in printed}
        for power in _POWERS:
            changes = _in_other_unit(scene, decimals, power)
            if changes:
                yield Slip(changes, FindingKind.UNIT, "why.unit", _WEIGHT, {"factor": str(10 ** abs(power))})


def columns_in_units(scene: Scene) -> Iterator[Slip]:
    """Every column with a figure in a failing relation, in each other unit; doubtful relations count too."""
    columns: dict[tuple[int, int], list[str]] = {}
    for name, figure in scene.figures.items():
        if (place := scene.place(name)) is not None and figure.unit not in ("%", "‰") and figure.coefficient:
            columns.setdefault((place[0], place[2]), []).append(name)
    suspects = set(scene.suspects)
    for names in columns.values():
        if len(names) > 1 and suspects.intersection(names):
            decimals = {name: _decimals(scene, name, names) for name in names}
            for power in _POWERS:
                changes = _in_other_unit(scene, decimals, power)
                if changes:
                    yield Slip(changes, FindingKind.UNIT, "why.unit", _WEIGHT, {"factor": str(10 ** abs(power))})


def _decimals(scene: Scene, name: str, line: list[str]) -> int:
    style = scene.style_without(name, line)
    return style.decimals if style is not None else 0


def _in_other_unit(scene: Scene, decimals: Mapping[str, int], power: int) -> dict[str, Figure]:
    """The figures times a power of ten; empty where one of them does not print so in its column."""
    changes = {}
    for name, places in decimals.items():
        figure = scene.figures[name]
        shift = places - figure.decimals + power
        coefficient, rest = (
            (figure.coefficient * 10**shift, 0) if shift >= 0 else divmod(figure.coefficient, 10**-shift)
        )
        if rest:
            return {}
        changes[name] = scene.changed(name, coefficient, places)
    return changes

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
        decimals = _decimals(scene, printed)
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
            decimals = _decimals(scene, names)
            for power in _POWERS:
                changes = _in_other_unit(scene, decimals, power)
                if changes:
                    yield Slip(changes, FindingKind.UNIT, "why.unit", _WEIGHT, {"factor": str(10 ** abs(power))})


def _decimals(scene: Scene, line: list[str]) -> dict[str, int]:
    """How each figure of a row or column should print, as the figures outside of it tell."""
    others = frozenset(line)
    known: dict[tuple[int | None, str | None], int] = {}  # figures of one column and unit print alike
    found = {}
    for name in line:
        place = scene.place(name)
        key = (None if place is None else place[2], scene.figures[name].unit_text)
        if key not in known:
            style = scene.style_without(name, others)
            known[key] = style.decimals if style is not None else 0
        found[name] = known[key]
    return found


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

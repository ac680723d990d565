"""Two figures, or two rows of figures, printed in each other's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from zhengwu.auditing.causes.evidence import SHARES
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.mechanisms.stale import missing
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.findings import FindingKind, Move

__all__ = ["cells", "slips"]

_Line: TypeAlias = tuple[int, int]

_ROW_SUMS = ("ZW120", "ZW121", "ZW122")
_MOST_PAIRS = 60


def slips(scene: Scene) -> Iterator[Slip]:
    """Neighbouring cells of one unit exchanged, and whole rows."""
    yield from cells(scene)
    yield from _rows(scene)


def cells(scene: Scene) -> Iterator[Slip]:
    """Neighbouring cells of one unit exchanged."""
    suspects = scene.suspects
    for name in suspects:
        for other in scene.beside(name):
            # Each pair once; one of the two may stand in no failing relation.
            if other not in suspects or suspects.index(name) < suspects.index(other):
                changes = exchanged(scene, [(name, other)])
                if changes:
                    yield Slip(changes, FindingKind.SWAP, "why.swap", SHARES[FindingKind.SWAP] / 4)


def _rows(scene: Scene) -> Iterator[Slip]:
    """Whole rows: only where sums of rows fail in every column that can tell."""
    rows: dict[tuple[int, int], dict[int, str]] = {}
    for name in scene.figures:
        if (place := scene.place(name)) is not None:
            rows.setdefault(place[:2], {})[place[2]] = name
    cases = scene.judgement.cases
    sums = [position for position in sorted(scene.failing) if cases[position].relation.rule in _ROW_SUMS]
    columns = {cases[position].relation.where.column for position in sums}
    pairs = dict.fromkeys(pair for position in sums for pair in _closing(scene, position, rows))
    for one, other in list(pairs)[:_MOST_PAIRS]:
        if rows[one].keys() != rows[other].keys() or len(columns) < min(2, len(rows[one])):
            continue
        changes = exchanged(scene, [(rows[one][column], rows[other][column]) for column in rows[one]])
        if changes:
            table = one[0]
            moves = (
                Move(table=table, row=one[1], label_row=other[1]),
                Move(table=table, row=other[1], label_row=one[1]),
            )
            weight = SHARES[FindingKind.SWAP] / (4 * len(rows))
            yield Slip(changes, FindingKind.SWAP, "why.swap", weight, moves=moves)


def _closing(scene: Scene, position: int, rows: Mapping[_Line, Mapping[int, str]]) -> Iterator[tuple[_Line, _Line]]:
    """The pairs of rows that would make a failing sum hold in each other's place, each pair once."""
    relation = scene.judgement.cases[position].relation
    off, column = missing(scene, position), relation.where.column
    target = scene.figures.get(relation.target or "")
    if off is None or column is None or target is None:
        return
    slack = 0 if target.counted else len(relation.inputs) + 1
    shares = {place[:2]: 1 for name in relation.inputs if (place := scene.place(name)) is not None}
    shares |= {place[:2]: -1 for name in [relation.target or ""] if (place := scene.place(name)) is not None}
    values = {line: scene.figures[names[column]] for line, names in rows.items() if column in names}
    for one, share in shares.items():
        for other, figure in values.items():
            if one in values and one[0] == other[0] and figure.decimals == values[one].decimals == target.decimals:
                more = (share - shares.get(other, 0)) * (figure.coefficient - values[one].coefficient)
                if more and abs(more - off) <= slack:
                    yield (one, other) if one < other else (other, one)


def exchanged(scene: Scene, pairs: list[tuple[str, str]]) -> dict[str, Figure]:
    """The figures of each pair in each other's place; empty where one would not print so there, or nothing changes."""
    changes: dict[str, Figure] = {}
    for one, other in pairs:
        a, b = scene.figures[one], scene.figures[other]
        if not (_fits(scene, one, a, b) and _fits(scene, other, b, a)):
            return {}
        if (a.coefficient, a.decimals) != (b.coefficient, b.decimals):
            changes[one] = scene.changed(one, b.coefficient, b.decimals)
            changes[other] = scene.changed(other, a.coefficient, a.decimals)
    return changes


def _fits(scene: Scene, name: str, printed: Figure, other: Figure) -> bool:
    """Whether the other figure prints as this place should: a figure of the same kind, or one in its column's style."""
    if (printed.unit, printed.magnitude, printed.decimals) == (other.unit, other.magnitude, other.decimals):
        return True
    style = scene.style(name)
    return style is not None and style.decimals == other.decimals

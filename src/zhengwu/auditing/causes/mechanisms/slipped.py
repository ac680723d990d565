"""A row that prints nothing among the parts of failing totals: its values are missing, or others have slipped by it.

The totals alone cannot tell which: the empty row may stand where its values were due, or rows between it and the place
where a row was lost may have moved by one, or everything below it down to the total, whose own values are lost then. So
all these ways are proposed together; where more than the totals can tell, `zhengwu.auditing.alignment` finds it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from zhengwu.auditing.causes.evidence import SHARES
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.mechanisms.stale import by_accident, lines, missing
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.findings import FindingKind, Move

__all__ = ["slips"]

_RARE_BLANK: Final = 10
"""How much likelier a row of nothing is after a slip than on a sound page, where one row in ten may be empty."""


def slips(scene: Scene) -> Iterator[Slip]:
    """Every way in which an empty row may have come about, for each line of failing totals above it."""
    for (way, table, total), positions in lines(scene).items():
        if way == "row" and table is not None and total is not None:
            parts = _parts(scene, positions)
            for empty in parts:
                if _is_empty(scene, table, empty):
                    yield from _filled(scene, table, parts, empty, positions)
                    yield from _fallen_off(scene, table, total, empty, positions)


def _parts(scene: Scene, positions: Sequence[int]) -> list[int]:
    """The rows that one of these totals sums, the empty ones among them."""
    rows: set[int] = set()
    for position in positions:
        relation = scene.judgement.cases[position].relation
        rows.update(place[1] for name in (*relation.inputs, *relation.blanks) if (place := scene.place(name)))
    return sorted(rows)


def _is_empty(scene: Scene, table: int, row: int) -> bool:
    """Whether a row prints no figure other than zero."""
    return not any(
        figure.coefficient
        for name, figure in scene.figures.items()
        if (place := scene.place(name)) is not None and place[:2] == (table, row)
    )


def _filled(scene: Scene, table: int, parts: Sequence[int], empty: int, positions: Sequence[int]) -> Iterator[Slip]:
    """The missing values in the empty row itself, or in another part with the rows between moved by one."""
    offs = [missing(scene, position) for position in positions]
    if any(off is None or off <= 0 for off in offs):
        return
    chance = _RARE_BLANK * by_accident([off or 0 for off in offs])
    for lost in parts:
        step = 1 if lost > empty else -1
        between = range(empty + step, lost + step, step) if lost != empty else range(0)
        if any(row not in parts for row in between):
            continue
        fills = _fills(scene, table, lost, positions, offs)
        if lost == empty:
            yield Slip(fills, FindingKind.BLANK, "why.blank", SHARES[FindingKind.BLANK] * chance)
        else:
            moves = tuple(Move(table=table, row=row, label_row=row - step) for row in between)
            weight = SHARES[FindingKind.SHIFT] * chance / len(parts)
            yield _moved(moves, fills, weight, positions)


def _fallen_off(scene: Scene, table: int, total: int, empty: int, positions: Sequence[int]) -> Iterator[Slip]:
    """Everything below the empty row belongs one label higher; the values of the total have fallen off the page."""
    if empty > total or scene.last_row(table) != total:
        return
    fills: dict[str, Figure] = {}
    sizes = []
    for position in positions:
        target = scene.judgement.cases[position].relation.target or ""
        value = scene.computed(target, position, {})
        if value is None:
            return
        printed = scene.figures[target].coefficient
        fills[target] = scene.changed(target, value.coefficient + printed, value.decimals)
        sizes.append(printed)
    moves = tuple(Move(table=table, row=row, label_row=row - 1) for row in range(empty + 1, total + 1))
    yield _moved(moves, fills, SHARES[FindingKind.SHIFT] * _RARE_BLANK * by_accident(sizes), positions)


def _fills(
    scene: Scene, table: int, row: int, positions: Sequence[int], offs: Sequence[int | None]
) -> dict[str, Figure]:
    """The missing values as figures of a row."""
    fills = {}
    for position, off in zip(positions, offs, strict=True):
        relation = scene.judgement.cases[position].relation
        name = f"t{table}r{row}c{relation.where.column}"
        total = scene.figures[relation.target or ""]
        fills[name] = scene.changed(name, off or 0, total.decimals, like=total)
    return fills


def _moved(moves: tuple[Move, ...], fills: dict[str, Figure], weight: Fraction, positions: Sequence[int]) -> Slip:
    return Slip({}, FindingKind.SHIFT, "why.shift", weight, moves=moves, excused=frozenset(positions), fills=fills)

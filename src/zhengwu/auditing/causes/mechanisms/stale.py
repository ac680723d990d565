"""A total that was summed before one of its parts was added or corrected, alone or with every total above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zhengwu.auditing.causes.evidence import SHARES, anything
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.findings import FindingKind, RelationKind

__all__ = ["by_accident", "lines", "missing", "slips", "together"]

_MOST_ROUNDS = 6
_ACROSS = ("ZW110", "ZW111")
_DOWNWARD = Fraction(1, 50)  # parts are added later far oftener than they are taken away


def slips(scene: Scene) -> Iterator[Slip]:
    """Every line of failing totals computed anew, alone and with all that follows from it; and all totals together."""
    seen: set[tuple[object, ...]] = set()
    found = lines(scene)
    groups = [group for group in together(found) if _is_one_story(scene, group)]
    for group in (*groups, *_off_by_the_same(scene, found)):
        for upward in (False, True):
            changes = _computed_anew(scene, group, upward=upward)
            if len(changes) < 2:
                continue
            slip = Slip(changes, FindingKind.STALE_TOTAL, "why.stale_total", _weight(scene, group))
            if slip.key not in seen:
                seen.add(slip.key)
                yield slip


def lines(scene: Scene) -> Mapping[tuple[str, int | None, int | None], list[int]]:
    """The failing sums of one row of totals, and of one column of totals."""
    found: dict[tuple[str, int | None, int | None], list[int]] = {}
    for position in sorted(scene.failing):
        relation = scene.judgement.cases[position].relation
        where = relation.where
        if relation.kind is RelationKind.SUM and where.row is not None and position not in scene.doubtful:
            across = relation.rule in _ACROSS
            key = ("column", where.table, where.column) if across else ("row", where.table, where.row)
            found.setdefault(key, []).append(position)
    return found


def _off_by_the_same(
    scene: Scene, found: Mapping[tuple[str, int | None, int | None], list[int]]
) -> Iterator[list[int]]:
    """The totals of rows and of columns that are off by the same: those above one figure."""
    groups: dict[tuple[int | None, int | None], list[int]] = {}
    for (_, table, _), positions in found.items():
        for position in positions:
            groups.setdefault((table, missing(scene, position)), []).append(position)
    for positions in groups.values():
        if len({scene.judgement.cases[position].relation.rule in _ACROSS for position in positions}) > 1:
            yield sorted(positions)


def _is_one_story(scene: Scene, group: Sequence[int]) -> bool:
    """Whether totals of rows and of columns, if both are among them, are all off by the same: by one figure."""
    rules = {scene.judgement.cases[position].relation.rule in _ACROSS for position in group}
    return len(rules) == 1 or len({missing(scene, position) for position in group}) == 1


def together(groups: Mapping[tuple[str, int | None, int | None], list[int]]) -> list[list[int]]:
    """The lines, and after them all lines of a table together where it has several."""
    tables: dict[int | None, list[int]] = {}
    for (_, table, _), positions in groups.items():
        tables.setdefault(table, []).extend(positions)
    several = [positions for positions in tables.values() if positions not in groups.values()]
    return [*groups.values(), *several]


def missing(scene: Scene, position: int) -> int | None:
    """The total as printed minus the sum of its parts, in its last digit."""
    relation = scene.judgement.cases[position].relation
    figure = scene.figures.get(relation.target or "")
    value = scene.value(position, figure, {}) if figure is not None else None
    return None if value is None or figure is None else figure.coefficient - value


def by_accident(sizes: Sequence[int]) -> Fraction:
    """The chance of just these numbers where any might stand; one of several follows from the others."""
    chance = Fraction(1)
    for size in sizes[: max(1, len(sizes) - 1)]:
        chance *= anything(len(str(abs(size))))
    return chance


def _weight(scene: Scene, group: Sequence[int]) -> Fraction:
    """How likely totals are to be stale by just this: by exactly one part, or by anything."""
    weight = SHARES[FindingKind.STALE_TOTAL] / 2
    offs = [missing(scene, position) or 0 for position in group]
    parts = max(len(scene.judgement.cases[position].relation.inputs) for position in group)
    if _is_one_part(scene, group, offs):
        return weight / parts
    return weight * by_accident(offs) * (_DOWNWARD if any(off > 0 for off in offs) else 1)


def _is_one_part(scene: Scene, group: Sequence[int], offs: Sequence[int]) -> bool:
    """Whether every total lacks the figures of one and the same row, or all lack one figure; give or take a digit."""
    rows: set[int] | None = None
    found = False
    for position, off in zip(group, offs, strict=True):
        own = set()
        for name in scene.judgement.cases[position].relation.inputs:
            figure, place = scene.figures.get(name), scene.place(name)
            if (
                figure is not None
                and place is not None
                and off
                and abs(figure.coefficient + off) <= (not figure.counted)
            ):
                own.add(place[1])
        found = found or bool(own)
        rows = own if rows is None else rows & own
    return bool(rows) or (found and len(set(offs)) == 1)


def _computed_anew(scene: Scene, group: Sequence[int], *, upward: bool) -> dict[str, Figure]:
    """The totals of these relations from their parts, then what follows from them, until nothing more does.

    Beside them the amounts and rates of their rows; with `upward` every total above.
    """
    changes: dict[str, Figure] = {}
    cases = scene.judgement.cases
    todo = list(group)
    for _ in range(_MOST_ROUNDS):
        for position in todo:
            target = cases[position].relation.target or ""
            figure = scene.computed(target, position, changes)
            if figure is None:
                return {}
            if figure.coefficient != (changes.get(target) or scene.figures[target]).coefficient:
                changes[target] = figure
        rows = {place[:2] for name in changes if (place := scene.place(name)) is not None}
        todo = [p for p in sorted(scene.failing_after(changes)) if _follows(scene, p, changes, rows, upward=upward)]
        if any(p in scene.failing and cases[p].relation.kind is not RelationKind.SUM for p in todo):
            return {}  # stale figures agree among themselves
        if not todo:
            break
    return changes


def _follows(
    scene: Scene, position: int, changes: Mapping[str, Figure], rows: set[tuple[int, int]], *, upward: bool
) -> bool:
    relation = scene.judgement.cases[position].relation
    target = scene.place(relation.target or "")
    if target is None or relation.doubtful or not any(name in changes for name in relation.inputs):
        return False
    return target[:2] in rows or (upward and relation.kind is RelationKind.SUM)

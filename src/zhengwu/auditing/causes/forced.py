"""Shares that were bent by a last digit so that they add up to exactly 100: the commonest slip of composition tables.

Rounded one by one, shares need not add up. Where all that are printed come to 100 exactly, the rounded ones would not,
and a share is off by a last digit in the direction that closes the gap, it was made to close. Nobody is misled by much,
and many publishers do it on purpose: a question, with the rounded share as the repair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from zhengwu.auditing.bounds import value_of
from zhengwu.auditing.causes.bases import prints
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.findings import Finding, FindingKind, Grade, RelationKind, Repair
from zhengwu.reference.forms import Ratio

__all__ = ["forced_findings"]

_MOST_OFF = 2  # last digits
_FEWEST_HOLDING = 1


def forced_findings(scene: Scene, label: Callable[[str], str], taken: frozenset[int]) -> list[Finding]:
    """One finding for every column of shares that was made to close; relations in `taken` are explained already.

    `label` names a figure. It is claimed (`unique`) where each share that fails has one rounded value only.
    """
    columns: dict[tuple[int, int], list[int]] = {}
    for position, case in enumerate(scene.judgement.cases):
        relation = case.relation
        place = scene.place(relation.target or "")
        is_share = relation.kind is RelationKind.SHARE and isinstance(relation.forms[0][1], Ratio)
        if is_share and place is not None and case.open_reason is None and relation.target in scene.figures:
            columns.setdefault((place[0], place[2]), []).append(position)
    found = (_of_column(scene, positions, label, taken) for positions in columns.values())
    return [finding for finding in found if finding is not None]


def _of_column(
    scene: Scene, positions: Sequence[int], label: Callable[[str], str], taken: frozenset[int]
) -> Finding | None:
    bent = [position for position in positions if position in scene.failing and position not in taken]
    held = [position for position in positions if position not in scene.failing]
    parts = _parts(scene, positions)
    if not bent or len(held) < _FEWEST_HOLDING or len(bent) > len(held) or not parts:
        return None
    shares = [_target(scene, position) for position in bent]
    rounded = [prints(scene, position, scene.form(position)) for position in bent]
    if not all(rounded) or not set(shares) <= set(parts):
        return None
    gaps = [_gap(scene, name, figures[0]) for name, figures in zip(shares, rounded, strict=True)]
    same_way = all(gap > 0 for gap in gaps) or all(gap < 0 for gap in gaps)
    if not same_way or any(abs(gap) > _MOST_OFF for gap in gaps):
        return None
    if sum(scene.figures[name].value for name in parts) != 1 or _closes_rounded(scene, positions, parts, sum(gaps)):
        return None
    return _finding(scene, bent, shares, rounded, label)


def _target(scene: Scene, position: int) -> str:
    return scene.judgement.cases[position].relation.target or ""


def _parts(scene: Scene, positions: Sequence[int]) -> tuple[str, ...]:
    """The shares that together are the whole: those that a relation adds up, or all."""
    own = {_target(scene, position) for position in positions}
    for case in scene.judgement.cases:
        relation = case.relation
        if relation.kind is RelationKind.SUM and relation.name == "share" and own & set(relation.inputs):
            return relation.inputs
    return tuple(_target(scene, position) for position in positions)


def _gap(scene: Scene, name: str, rounded: Figure) -> int:
    """What was added to a share, in its last digits."""
    figure = scene.figures[name]
    return round((Fraction(figure.value) - Fraction(rounded.value)) * Fraction(10) ** (rounded.decimals + 2))


def _closes_rounded(scene: Scene, positions: Sequence[int], parts: Sequence[str], added: int) -> bool:
    """Whether the shares rounded as they should be would add up to the whole as well."""
    total, step = Fraction(0), Fraction(0)
    for position in positions:
        if (name := _target(scene, position)) in parts:
            figure = scene.figures[name]
            value = value_of(scene.form(position), scene.judgement.cases[position].bounds)
            is_bent = position in scene.failing
            shown = prints(scene, position, scene.form(position))[0] if is_bent and value is not None else figure
            total += Fraction(shown.value)
            step = Fraction(1, 10 ** (figure.decimals + 2))
    return total == 1 or total != 1 - added * step


def _finding(
    scene: Scene,
    bent: Sequence[int],
    shares: Sequence[str],
    rounded: Sequence[Sequence[Figure]],
    label: Callable[[str], str],
) -> Finding:
    first, result = shares[0], scene.judgement.results[bent[0]]
    changes = tuple(scene.change(name, figures[0]) for name, figures in zip(shares, rounded, strict=True))
    is_exact = all(len(figures) == 1 for figures in rounded)
    repairs = [Repair(changes=changes, why="why.forced_total")]
    if len(shares) == 1:
        repairs = [Repair(changes=(scene.change(first, f),), why="why.forced_total") for f in rounded[0]]
    return Finding(
        rule=result.rule,
        grade=Grade.QUESTION,
        kind=FindingKind.FORCED_TOTAL,
        where=result.where,
        printed=scene.text(first).strip(),
        values={
            "label": label(first),
            "printed": scene.text(first).strip(),
            "arithmetic": result.arithmetic,
            "recomputed": changes[0].after.strip(),
            "name": result.name,
        },
        unique=is_exact and not any(_is_doubted(scene, position) for position in bent),
        repairs=tuple(repairs),
        figures=tuple(shares),
        relations=tuple(bent),
    )


def _is_doubted(scene: Scene, position: int) -> bool:
    """Whether the part or the whole stands in a relation that fails, other shares aside."""
    others = {other for name in scene.form(position).operands for other in scene.relations_of.get(name, ())}
    failing = [scene.judgement.cases[other].relation for other in others & scene.failing]
    return any(relation.kind is not RelationKind.SHARE for relation in failing)

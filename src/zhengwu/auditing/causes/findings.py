"""Causes as findings: where, what accuses, and the repairs, best first.

One finding for every cause. A relation that fails for no known cause has a finding of its own, as a question if the
relation itself is doubtful; one that only truncation explains in a document that rounds half up is a note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from zhengwu.auditing.causes.bases import base_findings
from zhengwu.auditing.causes.cause import Cause, changes_of
from zhengwu.auditing.causes.choice import causes
from zhengwu.auditing.causes.doubted import doubted_causes
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.forced import forced_findings
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.limits import LIMIT
from zhengwu.exact.number import plain_text
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import Finding, FindingKind, Grade, Repair, Verdict

__all__ = ["Labels", "findings_of"]

Labels = Callable[[str], str]
"""What a figure is called, by its identifier."""

_BOUND = "search_ended"
_ONLY_QUESTIONS = (FindingKind.BLANK, FindingKind.REMAINDER)


def findings_of(scene: Scene, label: Labels) -> tuple[Finding, ...]:
    """Everything that the verdicts say is wrong, in the order of the relations that accuse."""
    bent = forced_findings(scene, label, frozenset())
    closed = frozenset(position for finding in bent for position in finding.relations)
    known = [cause for cause in _causes(scene) if not closed.issuperset(cause.relations)]
    known = _with_doubted(scene, known)
    changes = {
        name: figure
        for cause in known
        if cause.unique
        for slip in cause.ways[0]
        for name, figure in slip.changes.items()
    }
    mended = scene.failing - scene.failing_after(changes) if changes else frozenset()
    explained = frozenset(position for cause in known if cause.ways for position in cause.relations)
    vague = frozenset(position for cause in known if _is_vague(cause) for position in cause.relations)
    based = base_findings(scene, label, (explained - vague) | closed)
    taken = closed | {position for finding in based for position in finding.relations}
    accused = set(taken)
    found = [*bent, *based]
    for cause in known:
        if cause.ways and not taken.issuperset(cause.relations):
            positions = _with_mended(scene, cause, mended - explained)
            accused |= set(positions)
            found.append(_of_cause(scene, cause, positions, label))
    cut = sum(result.verdict is Verdict.TRUNCATED for result in scene.judgement.results)
    # In prose a single figure is too little to say that a document cuts off; a table may print no other that tells.
    is_slip = Rounding.HALF_UP in scene.judgement.regimes or (cut == 1 and not scene.tables)
    cut_short = {position for cause in known if not cause.is_complete for position in cause.relations}
    for position, result in enumerate(scene.judgement.results):
        if result.verdict is Verdict.INCONSISTENT and position not in accused:
            finding = _of_relation(scene, position, label)
            found.append(_with_bound(finding) if position in cut_short else finding)
        elif result.verdict is Verdict.TRUNCATED and is_slip and result.target not in changes:
            found.append(_note(scene, position, label))
    return tuple(sorted(found, key=lambda finding: finding.relations[:1]))


def _causes(scene: Scene) -> Sequence[Cause]:
    return causes(scene) if scene.failing - scene.doubtful else ()


def _with_doubted(scene: Scene, known: Sequence[Cause]) -> list[Cause]:
    """The causes, and those that doubtful relations tell of in place of what else was said of the same relations."""
    doubted = doubted_causes(scene)
    answered = {position for cause in doubted for position in cause.relations}
    return [*doubted, *(cause for cause in known if not answered.intersection(cause.relations))]


def _is_vague(cause: Cause) -> bool:
    """Whether no mechanism is known for the likeliest way."""
    return bool(cause.ways) and all(slip.kind is FindingKind.UNEXPLAINED for slip in cause.ways[0])


def _with_mended(scene: Scene, cause: Cause, mended: frozenset[int]) -> tuple[int, ...]:
    """The relations that accuse, and those of the same figures that nothing else explains and the repair mends too."""
    names = {name for way in cause.ways for slip in way for name in slip.changes}
    own = {position for name in names for position in scene.relations_of.get(name, ())}
    return (*cause.relations, *sorted(own & mended)) if cause.unique else cause.relations


def _of_cause(scene: Scene, cause: Cause, positions: Sequence[int], label: Labels) -> Finding:
    best = cause.ways[0]
    places = {name for way in cause.ways for slip in way for name in (*slip.changes, *slip.fills)}
    touched = [name for slip in best for name in slip.changes]
    is_located = all({name for slip in way for name in slip.changes} == set(touched) for way in cause.ways)
    primary = _primary(scene, positions, touched if is_located else ())
    result = scene.judgement.results[primary]
    name = touched[0] if is_located and touched and result.target not in touched else result.target
    kinds = {slip.kind for way in cause.ways for slip in way}
    kind = kinds.pop() if len(kinds) == 1 else FindingKind.UNEXPLAINED
    doubt = _doubt(scene, primary)
    doubts = [_doubt(scene, position) for position in positions]
    is_question = kind in _ONLY_QUESTIONS or all(doubts) or (doubt is not None and not cause.unique)
    repairs = (
        tuple(_repair(scene, way) for way in cause.ways) if any(slip.changes or slip.moves for slip in best) else ()
    )
    values = {
        "label": label(name),
        "printed": scene.text(name).strip(),
        "arithmetic": _arithmetic(scene, cause, primary),
        "recomputed": _after(best, name) or result.recomputed,
        "name": result.name,
    }
    if is_question and doubt:
        values["doubt"] = doubt
    if not cause.is_complete:
        values.setdefault("doubt", _BOUND)
    return Finding(
        rule=result.rule,
        grade=Grade.QUESTION if is_question else Grade.ERROR,
        kind=kind,
        where=result.where if name == result.target else scene.where(name),
        printed=scene.text(name).strip(),
        values=values,
        unique=cause.unique and bool(repairs),
        repairs=repairs,
        figures=tuple(sorted(places, key=scene.order)) or (result.target,),
        relations=tuple(positions),
    )


def _primary(scene: Scene, positions: Sequence[int], touched: Sequence[str]) -> int:
    """The relation that tells the cause best: one whose result was touched, else the first."""
    for position in positions:
        if scene.judgement.results[position].target in touched:
            return position
    return positions[0]


def _arithmetic(scene: Scene, cause: Cause, position: int) -> str:
    """The calculation of a relation as it stands, or if something is claimed as it must have been."""
    changes = changes_of(cause.ways[0])
    if not cause.unique or not changes:
        return scene.judgement.results[position].arithmetic
    return scene.arithmetic(position, changes)


def _after(slips: Sequence[Slip], name: str) -> str:
    for slip in slips:
        if name in slip.changes:
            figure = slip.changes[name]
            return plain_text(figure.coefficient, figure.decimals)
    return ""


def _repair(scene: Scene, slips: Sequence[Slip]) -> Repair:
    """All changes of several slips as one repair; rows that only moved are moved, not written anew."""
    changes = [scene.change(name, figure) for slip in slips if not slip.moves for name, figure in slip.changes.items()]
    for slip in slips:
        changes += [attrs.evolve(scene.change(name, figure), before="") for name, figure in slip.fills.items()]
    whys = dict.fromkeys(slip.why for slip in slips)
    why = next(iter(whys)) if len(whys) == 1 else ""
    values = slips[0].values if why else {}
    return Repair(
        changes=tuple(changes),
        moves=tuple(m for slip in slips for m in slip.moves),
        why=why or "why.recomputed",
        values=values,
    )


def _of_relation(scene: Scene, position: int, label: Labels) -> Finding:
    is_limit = scene.judgement.cases[position].relation.name == LIMIT
    kind = FindingKind.IMPOSSIBLE if is_limit else FindingKind.UNEXPLAINED
    return _plain(scene, position, label, Grade.QUESTION if _doubt(scene, position) else Grade.ERROR, kind)


def _with_bound(finding: Finding) -> Finding:
    """The finding with the remark that the search for its cause was cut short."""
    return attrs.evolve(finding, values={**finding.values, "doubt": finding.values.get("doubt", _BOUND)})


def _doubt(scene: Scene, position: int) -> str | None:
    """Why a relation may fail for another reason than a wrong figure."""
    doubt = scene.judgement.cases[position].relation.doubtful
    return None if doubt == LIMIT else doubt


def _note(scene: Scene, position: int, label: Labels) -> Finding:
    """A figure that was cut off, with what it prints rounded half up as the others are."""
    note = _plain(scene, position, label, Grade.NOTE, FindingKind.ROUNDING)
    name = scene.judgement.results[position].target
    rounded = scene.rounded_half_up(position)
    repairs = tuple(Repair(changes=(scene.change(name, figure),), why="why.rounding") for figure in rounded)
    return attrs.evolve(note, repairs=repairs, unique=len(repairs) == 1, figures=(name,))


def _plain(scene: Scene, position: int, label: Labels, grade: Grade, kind: FindingKind) -> Finding:
    """A finding that says no more than that a relation fails."""
    result, doubt = scene.judgement.results[position], _doubt(scene, position)
    values = {
        "label": label(result.target),
        "printed": result.printed,
        "arithmetic": result.arithmetic,
        "recomputed": result.recomputed,
        "name": result.name,
    }
    if grade is not Grade.NOTE and doubt:
        values["doubt"] = doubt
    return Finding(
        rule=result.rule,
        grade=grade,
        kind=kind,
        where=result.where,
        printed=result.printed,
        values=values,
        figures=(result.target, *result.inputs),
        relations=(position,),
    )

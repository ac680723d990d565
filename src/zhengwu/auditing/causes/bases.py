"""A rate that stands on another base than the others of its column: the deal, where they stand on the budget.

The rate is what its own base gives, to the last digit, so nothing was mistyped; and the publisher may mean it. It is a
question, with the rate on the base of the column as the repair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import attrs

from zhengwu.auditing.bounds import Bounds, Mode, value_of
from zhengwu.auditing.case import Case
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import round_ratio
from zhengwu.findings import Change, Finding, FindingKind, Grade, RelationKind, Repair
from zhengwu.reference.forms import Form, Ratio

__all__ = ["base_findings", "holds", "modes_of", "prints", "slips"]

_RATES = (RelationKind.RATE, RelationKind.GROWTH)
_FEWEST_DIGITS = 100  # a rate of two digits meets one of several bases by accident
_MOST_PRINTS = 6
_FARTHEST = 24  # last digits from what the printed figures give
_FEWEST_TELLING = 3
_SHARE = Fraction(5, 100)  # of slips; our own estimate, as those of `evidence`


def base_findings(scene: Scene, label: Callable[[str], str], taken: frozenset[int]) -> list[Finding]:
    """The rates that another base explains, in the order of the relations; those in `taken` are explained already.

    `label` names a figure. The finding is claimed (`unique`) where it is the only such rate of its column, every figure
    behind it is borne out by what else it takes part in, and only one number prints the rate on the usual base.
    """
    found = [(position, _other_base(scene, position)) for position in sorted(scene.failing - taken)]
    odd = {position: named for position, named in found if named is not None}
    columns = [_column(scene, position) for position in odd]
    return [
        _finding(scene, position, named, label, is_alone=columns.count(_column(scene, position)) == 1)
        for position, named in odd.items()
    ]


def slips(scene: Scene) -> Iterator[Slip]:
    """The same as slips among others, for the rates whose base is certain, such as growth over the period before."""
    for position in sorted(scene.failing - scene.doubtful):
        if _other_base(scene, position) is None:
            continue
        target, possible = (
            scene.judgement.cases[position].relation.target or "",
            prints(scene, position, scene.form(position)),
        )
        for figure in possible:
            yield Slip({target: figure}, FindingKind.BASE, "why.base", _SHARE / len(possible))


def prints(scene: Scene, position: int, form: Form, *, most: int = _MOST_PRINTS) -> list[Figure]:
    """The numbers that the target of a relation can print if the form is what it means, the likeliest first.

    Under every regime that the document leaves possible; of very many those nearest to what the printed figures give.
    """
    case = scene.judgement.cases[position]
    target = case.relation.target or ""
    style, value = scene.style(target), value_of(form, case.bounds)
    if style is None or value is None:
        return []
    middle = round_ratio(*value, style.decimals - style.magnitude, scene.judgement.house.rounding)
    found: list[Figure] = []
    directions = [1, -1]
    for off in range(_FARTHEST):
        for direction in tuple(directions):
            figure = scene.changed(target, middle + direction * off, style.decimals)
            if holds(scene, position, form, {target: figure}):
                found += [figure] if off or direction > 0 else []
            elif found:
                directions.remove(direction)  # what can be printed stands in one row
        if len(found) >= most or not directions:
            break
    return found[:most]


def holds(scene: Scene, position: int, form: Form, changes: Mapping[str, Figure]) -> bool:
    """Whether a form alone explains a relation once some figures are others, under a regime that is still possible."""
    case = scene.judgement.cases[position]
    relation = attrs.evolve(case.relation, forms=((None, form),), shared=())
    given = (name for result, terms in relation.given for name in (result, *(name for name, _ in terms)))
    names = dict.fromkeys((relation.target or "", *form.operands, *given))
    figures = {name: changes.get(name) or scene.figures[name] for name in names if name in scene.figures}
    if len(figures) < len(names):
        return False
    tried = Case(relation, Bounds(figures))
    return tried.open_reason is None and any(tried.under(mode) is not None for mode in modes_of(scene))


def modes_of(scene: Scene) -> tuple[Mode, ...]:
    """The ways of printing that the document leaves possible."""
    return tuple(mode for mode in Mode if mode.rounding in scene.judgement.regimes)


def _other_base(scene: Scene, position: int) -> tuple[str | None, Ratio] | None:
    """The base that explains a rate, where the one it should stand on does not."""
    relation = scene.judgement.cases[position].relation
    if relation.kind not in _RATES or relation.target not in scene.figures:
        return None
    for name, form in _others(scene, position):
        if holds(scene, position, form, {}):
            return name, form
    return None


def _others(scene: Scene, position: int) -> Iterator[tuple[str | None, Ratio]]:
    """The other bases of a rate: declared ones, then the columns of its row that hold figures of one kind with it."""
    relation = scene.judgement.cases[position].relation
    own = scene.form(position)
    if not isinstance(own, Ratio):
        return
    yield from ((name, form) for name, form in relation.forms if isinstance(form, Ratio) and form != own)
    printed = scene.figures[relation.target or ""]
    if abs(printed.coefficient) < _FEWEST_DIGITS and relation.doubtful != "other_base":
        return
    yield from ((name, form) for name, form in relation.shared if isinstance(form, Ratio) and form != own)
    place = scene.place(relation.target or "")
    if place is None:
        return
    kind = scene.figures[own.denominator[0][0]].unit_text if own.denominator[0][0] in scene.figures else None
    for name, figure in scene.figures.items():
        other = scene.place(name)
        is_beside = other is not None and other[:2] == place[:2] and name != relation.target
        if is_beside and figure.unit_text == kind and figure.coefficient > 0:
            form = Ratio(own.numerator, ((name, 1),))
            if form != own and own.numerator != ((name, 1),):
                yield None, form


def _column(scene: Scene, position: int) -> tuple[int, int] | int:
    place = scene.place(scene.judgement.cases[position].relation.target or "")
    return position if place is None else (place[0], place[2])


def _finding(
    scene: Scene, position: int, named: tuple[str | None, Ratio], label: Callable[[str], str], *, is_alone: bool
) -> Finding:
    case, result = scene.judgement.cases[position], scene.judgement.results[position]
    relation, target = case.relation, case.relation.target or ""
    usual = scene.form(position)
    changes = [scene.change(target, figure) for figure in prints(scene, position, usual)]
    peers = _peers(scene, position, named[0])
    is_certain = is_alone and len(changes) == 1 and not _is_doubted(scene, position, usual)
    if relation.doubtful == "other_base":
        is_certain = is_certain and len(peers) >= _FEWEST_TELLING
        if len(peers) == 1:  # one row against another: either may be on the wrong base
            changes += _changed_instead(scene, peers[0], named[0])
    recomputed, arithmetic = case.written(named[1], scene.judgement.house)
    return Finding(
        rule=relation.rule,
        grade=Grade.QUESTION,
        kind=FindingKind.BASE,
        where=result.where,
        printed=scene.text(target).strip(),
        values={
            "label": label(target),
            "printed": scene.text(target).strip(),
            "arithmetic": arithmetic,
            "recomputed": changes[0].after.strip() if changes else recomputed,
            "name": relation.name,
            "base": named[0] or label(named[1].denominator[0][0]),
        },
        unique=is_certain,
        repairs=tuple(Repair(changes=(change,), why="why.base") for change in changes),
        figures=tuple(dict.fromkeys((target, *usual.operands, *named[1].operands))),
        relations=(position,),
    )


def _peers(scene: Scene, position: int, base: str | None) -> list[int]:
    """The rates of the same kind in the table that hold and that this base does not explain."""
    judgement, own = scene.judgement, scene.judgement.cases[position].relation
    found = []
    for other, case in enumerate(judgement.cases):
        relation = case.relation
        same = (relation.rule, relation.name, relation.where.table) == (own.rule, own.name, own.where.table)
        if same and other != position and case.open_reason is None and other not in scene.failing:
            form = _named(scene, other, base)
            if form is not None and not holds(scene, other, form, {}):
                found.append(other)
    return found


def _named(scene: Scene, position: int, base: str | None) -> Ratio | None:
    relation = scene.judgement.cases[position].relation
    forms = (form for name, form in (*relation.forms, *relation.shared) if name == base and isinstance(form, Ratio))
    return next(forms, None)


def _changed_instead(scene: Scene, position: int, base: str | None) -> list[Change]:
    form, target = _named(scene, position, base), scene.judgement.cases[position].relation.target or ""
    return [] if form is None else [scene.change(target, figure) for figure in prints(scene, position, form)]


def _is_doubted(scene: Scene, position: int, form: Form) -> bool:
    """Whether a figure behind the rate stands in another relation that fails."""
    others = {other for name in form.operands for other in scene.relations_of.get(name, ())}
    return bool((others & scene.failing) - {position})

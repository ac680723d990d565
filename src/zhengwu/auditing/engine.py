"""From figures and relations to verdicts: exact intervals, and the rounding regime the document seems to follow.

A relation is consistent if values that print as the figures do can satisfy it. The regime is a property of the
document: the ways of printing that explain every relation that anything explains. Half up and truncation are told
apart wherever figures allow it; the rarer modes are considered only when neither of them explains the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from zhengwu.auditing.arithmetic import expression
from zhengwu.auditing.bounds import Bounds, Mode, value_of
from zhengwu.auditing.decide import base_is_zero, is_possible, whole_numbers
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import RelationResult, Verdict
from zhengwu.reference.forms import Form, HiddenWhole, Unprinted

__all__ = ["Judgement", "judge"]

_USUAL = (Mode.HALF_UP, Mode.CUT)
_RARE = (Mode.HALF_EVEN, Mode.HALF_DOWN, Mode.UP)
_MOST_CANDIDATES = 5
_FEWEST_SHARING = 3  # two rows may follow one unstated base by accident


@attrs.frozen(kw_only=True)
class Judgement:
    """The verdict on every relation, in the order given, and the regimes that remain possible (the likeliest first).

    `is_exact` says that no figure was rounded, so that the regime is of no consequence.
    """

    results: tuple[RelationResult, ...]
    regimes: tuple[Rounding, ...]
    is_exact: bool


@attrs.frozen
class _Case:
    """A relation with the modes that explain it, each with the form that does."""

    relation: Relation
    explained: Mapping[Mode, tuple[str | None, Form]]
    open_reason: str | None


def judge(figures: Mapping[str, Figure], relations: Sequence[Relation]) -> Judgement:
    """Decide every relation over the figures.

    >>> from zhengwu.findings import RelationKind
    >>> from zhengwu.reference.forms import Linear
    >>> figures = {name: Figure.parse(text) for name, text in {"a": "1.2", "b": "2.3", "c": "3.6"}.items()}
    >>> forms = ((None, Linear((("a", 1), ("b", 1)))),)
    >>> relation = Relation(rule="ZW120", kind=RelationKind.SUM, target="c", forms=forms)
    >>> judge(figures, [relation]).results[0].verdict
    <Verdict.CONSISTENT: 'consistent'>
    """
    derived = {relation.id: relation for relation in relations if relation.target is None and relation.id}
    bounds = Bounds(figures, {name: relation.forms[0][1] for name, relation in derived.items()})
    styles = {name: relation.print_as for name, relation in derived.items()}
    cases, regimes = _examined(relations, bounds)
    return Judgement(
        results=tuple(_result(case, regimes, bounds, styles) for case in cases),
        regimes=tuple(mode.rounding for mode in regimes),
        is_exact=all(figure.counted for figure in figures.values()),
    )


def _examined(relations: Sequence[Relation], bounds: Bounds) -> tuple[list[_Case], tuple[Mode, ...]]:
    """Every relation with the modes that explain it, and the regimes that explain the document."""
    cases = _with_shared([_examine(relation, bounds, _USUAL) for relation in relations], bounds)
    regimes = _common(cases, _USUAL)
    if not regimes or not all(case.explained or case.open_reason for case in cases):
        for mode in _RARE:
            rare = _under(mode, cases, bounds)
            if rare is not None:
                return rare, (mode,)
    if not regimes:
        # A document of mixed habits, or with slips: the habit that explains most of it.
        regimes = (max(_USUAL, key=lambda mode: sum(mode in case.explained for case in cases)),)
    return cases, regimes


def _under(mode: Mode, cases: Sequence[_Case], bounds: Bounds) -> list[_Case] | None:
    """The cases with a rare mode added, if it explains all that a usual mode does, and more than any of them."""
    found: list[_Case] = []
    for case in cases:
        more = {} if case.open_reason else _examine(case.relation, bounds, (mode,)).explained
        if case.explained and not more:
            return None
        found.append(attrs.evolve(case, explained={**case.explained, **more}))
    most = max(sum(usual in case.explained for case in cases) for usual in _USUAL)
    return found if sum(mode in case.explained for case in found) > most else None


def _common(cases: Sequence[_Case], modes: Sequence[Mode]) -> tuple[Mode, ...]:
    """The modes that explain every case that any mode explains."""
    decided = [case.explained for case in cases if case.explained]
    return tuple(mode for mode in modes if all(mode in explained for explained in decided))


def _examine(relation: Relation, bounds: Bounds, modes: Sequence[Mode]) -> _Case:
    if relation.target is None:
        return _Case(relation, {}, "not_printed")
    forms = [(name, form) for name, form in relation.forms if not isinstance(form, Unprinted)]
    usable = [(name, form) for name, form in forms if not base_is_zero(form, bounds)]
    if not usable:
        unprinted = next((form for _, form in relation.forms if isinstance(form, Unprinted)), None)
        return _Case(relation, {}, unprinted.reason.value if unprinted else "zero_base")
    return _Case(relation, _explained(relation, usable, bounds, modes), None)


def _explained(
    relation: Relation, forms: Sequence[tuple[str | None, Form]], bounds: Bounds, modes: Sequence[Mode]
) -> dict[Mode, tuple[str | None, Form]]:
    """The modes under which one of the forms is possible, each with the first form that is."""
    target = relation.target
    if target is None:
        return {}
    if bounds.is_exact(target, *(operand for _, form in forms for operand in form.operands)):
        # Nothing was rounded, so that every mode comes to the same.
        possible = [pair for pair in forms if is_possible(pair[1], target, relation.given, bounds, Mode.HALF_UP)]
        return dict.fromkeys(modes, possible[0]) if possible else {}
    found: dict[Mode, tuple[str | None, Form]] = {}
    for mode in modes:
        for pair in forms:
            if is_possible(pair[1], target, relation.given, bounds, mode):
                found[mode] = pair
                break
    return found


def _with_shared(cases: list[_Case], bounds: Bounds) -> list[_Case]:
    """Let a shared alternative explain a group of relations where one and the same explains them all."""
    groups: dict[str, list[int]] = {}
    for index, case in enumerate(cases):
        if case.relation.group is not None and case.open_reason is None:
            groups.setdefault(case.relation.group, []).append(index)
    found = list(cases)
    for indexes in groups.values():
        if len(indexes) < _FEWEST_SHARING or all(_is_explained(cases[index]) for index in indexes):
            continue
        for name in dict.fromkeys(name for index in indexes for name, _ in cases[index].relation.shared):
            trial = [_shared(cases[index], name, bounds) for index in indexes]
            if all(_is_explained(case) for case in trial):
                for index, case in zip(indexes, trial, strict=True):
                    found[index] = case
                break
    return found


def _is_explained(case: _Case) -> bool:
    return any(mode in case.explained for mode in _USUAL)


def _shared(case: _Case, name: str, bounds: Bounds) -> _Case:
    forms = [pair for pair in case.relation.shared if pair[0] == name and not base_is_zero(pair[1], bounds)]
    return _Case(case.relation, _explained(case.relation, forms, bounds, _USUAL), None)


def _result(case: _Case, regimes: tuple[Mode, ...], bounds: Bounds, styles: Mapping[str, str | None]) -> RelationResult:
    relation = case.relation
    verdict, mode = _verdict(case, regimes)
    forms = [(name, form) for name, form in relation.forms if not isinstance(form, Unprinted)]
    variant, form = case.explained[mode] if mode in case.explained else forms[0] if forms else relation.forms[0]
    printed = bounds.printed_figure(relation.target) if relation.target is not None else None
    print_as = relation.print_as or styles.get(relation.target or "")
    style = printed if printed is not None else Figure.parse(print_as or "0.00")
    value = value_of(form, bounds)
    recomputed = style.print(value) if value is not None else ""
    if isinstance(form, HiddenWhole) and printed is not None and relation.target is not None:
        recomputed = _candidates(whole_numbers(form.part, relation.target, bounds, mode))
    return RelationResult(
        rule=relation.rule,
        kind=relation.kind,
        target=relation.target or relation.id or "",
        inputs=relation.inputs,
        printed=printed.text.strip() if printed is not None else "",
        recomputed=recomputed,
        verdict=verdict,
        arithmetic=expression(form, relation.target, style, bounds),
        name=relation.name,
        variant=variant,
        reason=case.open_reason,
        where=relation.where,
    )


def _verdict(case: _Case, regimes: tuple[Mode, ...]) -> tuple[Verdict, Mode]:
    house = regimes[0]
    if case.open_reason is not None:
        return Verdict.UNVERIFIABLE, house
    for mode, verdict in (
        (Mode.HALF_UP, Verdict.CONSISTENT),
        (Mode.CUT, Verdict.TRUNCATED),
        (house, Verdict.CONSISTENT),
    ):
        if mode in case.explained and (mode is not Mode.CUT or house not in _RARE):
            return verdict, mode
    return Verdict.INCONSISTENT, house


def _candidates(numbers: range) -> str:
    shown = ", ".join(str(n) for n in numbers[:_MOST_CANDIDATES])
    return f"n = {shown}" + (f" … ({len(numbers)})" if len(numbers) > _MOST_CANDIDATES else "") if numbers else ""

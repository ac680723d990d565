"""From figures and relations to verdicts: exact intervals, and the rounding regime the document seems to follow.

A relation is consistent if values that print as the figures do can satisfy it. The regime is a property of the
document: the ways of printing that explain every relation that anything explains. Half up and truncation are told
apart wherever figures allow it; the rarer modes are considered only when neither of them explains the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs

from zhengwu.auditing.arithmetic import calculation
from zhengwu.auditing.bounds import Bounds, Mode
from zhengwu.auditing.decide import NO_END, base_is_zero, is_possible, under_any_mode, whole_numbers
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import RelationResult, Verdict
from zhengwu.reference.forms import Form, HiddenWhole, Reason, Unprinted

__all__ = ["Judgement", "judge"]

_Named: TypeAlias = tuple[str | None, Form]
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


class _Case:
    """A relation while it is judged: which forms can be tried, and which of them explains it under which mode.

    Nothing is decided before it is asked for: most documents are settled by half up alone.
    """

    __slots__ = ("_bounds", "_explained", "forms", "open_reason", "relation")

    def __init__(self, relation: Relation, bounds: Bounds) -> None:
        self.relation = relation
        self._bounds = bounds
        self._explained: dict[Mode, _Named | None] = {}
        self.forms = [pair for pair in relation.forms if _is_usable(pair[1], bounds)]
        self.open_reason: str | None = None
        if relation.target is None:
            self.open_reason = "not_printed"
        elif not self.forms:
            unprinted = [form for _, form in relation.forms if isinstance(form, Unprinted)]
            self.open_reason = unprinted[0].reason.value if unprinted else "zero_base"

    def under(self, mode: Mode) -> _Named | None:
        """The first form that is possible under a mode, with the name of its variant."""
        if not self._explained:
            self._settle()
        if mode not in self._explained:
            self._explained[mode] = self._first(self.forms, mode)
        return self._explained[mode]

    @property
    def is_explained(self) -> bool:
        """Whether one of the usual modes explains the relation."""
        return any(self.under(mode) for mode in _USUAL)

    def shared(self, name: str) -> list[_Named]:
        """The shared alternatives of this name that can be tried, if one of the usual modes is explained by them."""
        named = (pair for pair in self.relation.shared if pair[0] == name)
        forms: list[_Named] = [pair for pair in named if _is_usable(pair[1], self._bounds)]
        return forms if any(self._first(forms, mode) for mode in _USUAL) else []

    def try_instead(self, forms: Sequence[_Named]) -> None:
        """Judge the relation by other forms from now on."""
        self.forms = list(forms)
        self.open_reason = None
        self._explained.clear()

    def _settle(self) -> None:
        """Decide under all modes at once what the printed numbers alone decide."""
        target = self.relation.target or ""
        settled = [under_any_mode(form, target, self._bounds) for _, form in self.forms]
        if True in settled:
            self._explained = dict.fromkeys(Mode, self.forms[settled.index(True)])
        elif None not in settled:
            self._explained = dict.fromkeys(Mode)

    def _first(self, forms: Sequence[_Named], mode: Mode) -> _Named | None:
        target, given, bounds = self.relation.target, self.relation.given, self._bounds
        if target is None:
            return None
        return next((pair for pair in forms if is_possible(pair[1], target, given, bounds, mode)), None)


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
    all_cases = [_Case(relation, bounds) for relation in relations]
    regimes = _rare(all_cases, lost_too=True)
    if not regimes:
        _share_bases(all_cases, bounds)
        regimes = _rare(all_cases, lost_too=False) or _usual(all_cases)
    return Judgement(
        results=tuple(_result(case, regimes, bounds, styles) for case in all_cases),
        regimes=tuple(mode.rounding for mode in regimes),
        is_exact=all(figure.counted for figure in figures.values()),
    )


def _is_usable(form: Form, bounds: Bounds) -> bool:
    return not isinstance(form, Unprinted) and not base_is_zero(form, bounds)


def _usual(cases: Sequence[_Case]) -> tuple[Mode, ...]:
    """The usual modes that explain every case that either explains, or the one that explains most."""
    cases = [case for case in cases if case.open_reason is None]
    regimes = tuple(mode for mode in _USUAL if all(case.under(mode) or not case.is_explained for case in cases))
    # A document of mixed habits, or with slips, has no common mode.
    return regimes or (max(_USUAL, key=lambda mode: sum(case.under(mode) is not None for case in cases)),)


def _rare(cases: Sequence[_Case], *, lost_too: bool) -> tuple[Mode, ...]:
    """The rare mode that explains every case a usual one does, and what they all lose: all of it, or most."""
    cases = [case for case in cases if case.open_reason is None]
    lost = [case for case in cases if not case.is_explained]
    explained = [case for case in cases if case.is_explained]
    mixed = not any(all(case.under(mode) for case in explained) for mode in _USUAL)
    if not lost and not mixed:
        return ()
    for mode in _RARE:
        found = sum(case.under(mode) is not None for case in lost)
        enough = found == len(lost) if lost_too else 2 * found > len(lost)
        if enough and all(case.under(mode) for case in explained):
            return (mode,)
    return ()


def _share_bases(cases: Sequence[_Case], bounds: Bounds) -> None:
    """Let a shared alternative explain a group of relations where one and the same explains them all.

    A rate of zero fits any base, so it is no evidence.
    """
    groups: dict[str, list[_Case]] = {}
    for case in cases:
        if case.relation.group is not None and case.open_reason in (None, Reason.NO_BASE.value):
            groups.setdefault(case.relation.group, []).append(case)
    for group in groups.values():
        telling = sum(bounds.printed(case.relation.target or "") != 0 for case in group)
        if telling < _FEWEST_SHARING or all(case.is_explained for case in group):
            continue
        for name in dict.fromkeys(name for case in group for name, _ in case.relation.shared):
            trial = [case.shared(name) for case in group]
            if all(trial):
                for case, forms in zip(group, trial, strict=True):
                    case.try_instead(forms)
                break


def _result(case: _Case, regimes: tuple[Mode, ...], bounds: Bounds, styles: Mapping[str, str | None]) -> RelationResult:
    relation = case.relation
    verdict, mode = _verdict(case, regimes)
    variant, form = case.under(mode) or (case.forms or relation.forms)[0]
    printed = bounds.printed_figure(relation.target) if relation.target is not None else None
    print_as = relation.print_as or styles.get(relation.target or "")
    style = printed if printed is not None else Figure.parse(print_as or "0.00")
    recomputed, arithmetic = calculation(form, relation.target, style, bounds)
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
        arithmetic=arithmetic,
        name=relation.name,
        variant=variant,
        reason=case.open_reason,
        missing=form.missing if isinstance(form, Unprinted) else (),
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
        if (mode is not Mode.CUT or house not in _RARE) and case.under(mode):
            return verdict, mode
    return Verdict.INCONSISTENT, house


def _candidates(numbers: range) -> str:
    if numbers.stop == NO_END:
        return f"n ≥ {numbers.start}"
    shown = ", ".join(str(n) for n in numbers[:_MOST_CANDIDATES])
    return f"n = {shown}" + (f" … ({len(numbers)})" if len(numbers) > _MOST_CANDIDATES else "") if numbers else ""

"""From figures and relations to verdicts: exact intervals, and the rounding regime the document seems to follow.

A relation is consistent if values that print as the figures do can satisfy it. The regime is a property of the
document: the ways of printing that explain every relation that anything explains. Half up and truncation are told
apart wherever figures allow it; the rarer modes are considered only when neither of them explains the document.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

import attrs

from zhengwu.auditing.bounds import Bounds, Mode
from zhengwu.auditing.case import USUAL, Case
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import RelationResult, Verdict
from zhengwu.reference.forms import Reason

__all__ = ["Judgement", "judge"]

_RARE = (Mode.HALF_EVEN, Mode.HALF_DOWN, Mode.UP)
_FEWEST_SHARING = 3  # two rows may follow one unstated base by accident


@attrs.frozen(kw_only=True)
class Judgement:
    """The verdict on every relation, in the order given.

    `house` is the way of printing that the document seems to follow, `cases` the relations as they were judged, with
    the form that explains each. `is_exact` says that no figure was rounded, so that the regime is of no consequence.
    """

    results: tuple[RelationResult, ...]
    house: Mode
    is_exact: bool
    cases: tuple[Case, ...] = attrs.field(repr=False, eq=False)

    @functools.cached_property
    def regimes(self) -> tuple[Rounding, ...]:
        """The regimes that remain possible, the likeliest first; the verdicts rest on the first alone."""
        modes = (self.house,) if self.house in _RARE else _usual(self.cases)
        return tuple(mode.rounding for mode in modes)

    @functools.cached_property
    def unruled(self) -> tuple[Mode, ...]:
        """The rare modes that would explain far more of what the usual ones leave than they would leave themselves.

        Too little to believe that the document is printed so, enough not to claim what would then be no mistake. A slip
        may fit the usual modes by accident and no rare one, so a few may speak against it.
        """
        unsettled = [case for case in self.cases if case.settled is None]
        lost = [case for case in unsettled if not case.is_explained]
        explained = [case for case in unsettled if case.is_explained]
        return tuple(
            mode
            for mode in _RARE
            if mode is not self.house
            and sum(map(_under(mode), lost)) > 2 * sum(not holds for holds in map(_under(mode), explained))
        )


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
    derived = [relation for relation in relations if relation.target is None and relation.id]
    bounds = Bounds(figures, {relation.id or "": relation.forms[0][1] for relation in derived})
    bounds.styles = {relation.id or "": relation.print_as for relation in derived}
    cases = [Case(relation, bounds) for relation in relations]
    house = _house(cases, bounds)
    return Judgement(
        results=tuple([_result(case, house) for case in cases]),
        house=house,
        is_exact=not any(bounds.steps.values()) and not bounds.qualified,
        cases=tuple(cases),
    )


def _house(cases: Sequence[Case], bounds: Bounds) -> Mode:
    """The way of printing that explains the document best; a base that nothing states may be found on the way."""
    if not _is_half_up(cases):
        house = _rare(cases, lost_too=True)
        if house is not None:
            return house
    _share_bases(cases, bounds)
    # A base found on the way may fit under another way of printing only.
    return Mode.HALF_UP if _is_half_up(cases) else _rare(cases, lost_too=False) or _usual(cases)[0]


def _under(mode: Mode) -> Callable[[Case], bool]:
    return lambda case: case.under(mode) is not None


def _is_half_up(cases: Sequence[Case]) -> bool:
    """Whether half up explains every case that the printed numbers leave open."""
    return all(case.under(Mode.HALF_UP) is not None for case in cases if case.settled is None)


def _usual(cases: Sequence[Case]) -> tuple[Mode, ...]:
    """The usual modes that explain every case that either explains, or the one that explains most."""
    cases = [case for case in cases if case.settled is None]  # the others say the same under every mode
    regimes = tuple(mode for mode in USUAL if all(case.under(mode) or not case.is_explained for case in cases))
    # A document of mixed habits, or with slips, has no common mode.
    return regimes or (max(USUAL, key=lambda mode: sum(case.under(mode) is not None for case in cases)),)


def _rare(cases: Sequence[Case], *, lost_too: bool) -> Mode | None:
    """The rare mode that explains every case a usual one does, and what they all lose: all of it, or most."""
    unsettled = [case for case in cases if case.settled is None]
    hopeless = sum(case.settled is False and case.open_reason is None for case in cases)
    lost = [case for case in unsettled if not case.is_explained]
    if hopeless and (lost_too or hopeless >= len(lost)):
        return None
    explained = [case for case in unsettled if case.is_explained]
    mixed = not any(all(case.under(mode) for case in explained) for mode in USUAL)
    if not lost and not mixed:
        return None
    for mode in _RARE:
        found = sum(case.under(mode) is not None for case in lost)
        enough = found == len(lost) if lost_too else 2 * found > len(lost) + hopeless
        if enough and all(case.under(mode) for case in explained):
            return mode
    return None


def _share_bases(cases: Sequence[Case], bounds: Bounds) -> None:
    """Let a shared alternative explain a group of relations where one and the same explains them all.

    A rate of zero fits any base, so it is no evidence.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        relation = case.relation
        if relation.shared and relation.group is not None and case.open_reason in (None, Reason.NO_BASE.value):
            groups.setdefault(relation.group, []).append(case)
    for group in groups.values():
        if all(case.is_explained for case in group):
            continue
        telling = sum(bounds.printed(case.relation.target or "") != 0 for case in group)
        if telling < _FEWEST_SHARING:
            continue
        for name in dict.fromkeys(name for case in group for name, _ in case.relation.shared):
            trial = [case.shared(name) for case in group]
            if all(trial):
                for case, forms in zip(group, trial, strict=True):
                    case.try_instead(forms)
                break


def _result(case: Case, house: Mode) -> RelationResult:
    settled = case.settled
    if settled:
        return RelationResult(case, Verdict.CONSISTENT, *settled, Mode.HALF_UP)
    if settled is False:
        verdict = Verdict.INCONSISTENT if case.open_reason is None else Verdict.UNVERIFIABLE
        return RelationResult(case, verdict, *case.form, house)
    verdict, mode = _verdict(case, house)
    return RelationResult(case, verdict, *(case.under(mode) or case.form), mode)


def _verdict(case: Case, house: Mode) -> tuple[Verdict, Mode]:
    if case.under(Mode.HALF_UP):
        return Verdict.CONSISTENT, Mode.HALF_UP
    if house not in _RARE and case.under(Mode.CUT):
        return Verdict.TRUNCATED, Mode.CUT
    return (Verdict.CONSISTENT if case.under(house) else Verdict.INCONSISTENT), house

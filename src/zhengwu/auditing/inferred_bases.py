"""The base a whole column of rates stands on, where several are declared: one row on another base is a question.

A savings rate may stand on the budget or on the deal, and each row alone may be right; a column that stands on the
budget everywhere but once is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import attrs

from zhengwu.auditing.inferred_groups import form_instance
from zhengwu.auditing.inferred_numbers import Numbers
from zhengwu.auditing.relations import Relation
from zhengwu.reference.forms import Ratio

__all__ = ["on_one_base"]

Names: TypeAlias = frozenset[str | None]

_RULE = "ZW102"
_FEWEST_TELLING = 3


def on_one_base(numbers: Numbers, relations: Sequence[Relation]) -> list[Relation]:
    """The relations of a table; a rate that is an exception is judged by the base of the others, as a question.

    Exceptions are at most one rate in five, and at least three rates must exclude the base of the exception; a single
    exception may stand against fewer. A rate that fails is a question too if its row does not print that base.
    """
    groups: dict[str, list[int]] = {}
    for i, relation in enumerate(relations):
        if relation.rule == _RULE and isinstance(relation.forms[0][1], Ratio):
            groups.setdefault(relation.name, []).append(i)
    result = list(relations)
    for members in groups.values():
        rates = [relations[i] for i in members]
        if max(len(rate.forms) for rate in rates) > 1 and not _stand_on_first(numbers, rates):
            for i, rate in zip(members, _judged_alike(numbers, rates), strict=True):
                result[i] = rate
    return result


def _stand_on_first(numbers: Numbers, rates: Sequence[Relation]) -> bool:
    """Whether one and the same default base explains every rate; then the others need not be asked."""
    return len({rate.forms[0][0] for rate in rates}) == 1 and all(_fits_first(numbers, rate) for rate in rates)


def _judged_alike(numbers: Numbers, rates: Sequence[Relation]) -> Iterator[Relation]:
    """The rates of one kind, each by the base of the others if it is an exception."""
    fitting = [_fitting(numbers, rate) for rate in rates]
    group = [fits for fits in fitting if fits]
    usual = {fits: _usual(fits, group) for fits in set(group)}
    odd = sum(bool(usual[fits]) for fits in group)
    alone = _of_all_but_one(group, [name for name, _ in max(rates, key=lambda rate: len(rate.forms)).forms])
    common = frozenset.intersection(*group) if group else frozenset()
    exceptions = [fits for fits in group if usual[fits]]
    house = alone or (frozenset.intersection(*(usual[fits] for fits in exceptions)) if exceptions else frozenset())
    for rate, fits in zip(rates, fitting, strict=True):
        if fits and alone is not None and not fits & alone:
            yield _restricted(rate, alone, (len(group) - 1, len(group)))
        elif fits and usual[fits] and 5 * odd <= len(group):
            yield _restricted(rate, usual[fits], (len(group) - odd, len(group)))
        elif fits & house and 5 * odd <= len(group):
            # No other figure of the row may stand on the base of the exception either.
            yield _on(rate, house)
        elif not fits and common and not common & {name for name, _ in rate.forms}:
            yield attrs.evolve(rate, doubtful="other_base", evidence=(len(group), len(group)))
        else:
            yield rate


def _usual(fits: Names, fitting: Sequence[Names]) -> Names:
    """The bases of the rows that exclude all bases of an exception, if they share one; else none."""
    telling = [other for other in fitting if other and not other & fits]
    return frozenset.intersection(*telling) if len(telling) >= _FEWEST_TELLING else frozenset()


def _of_all_but_one(group: Sequence[Names], order: Sequence[str | None]) -> Names | None:
    """The bases that explain every rate but one, in the order in which they are declared; None if one explains all."""
    if any(all(base in fits for fits in group) for base in order):
        return None
    return next((frozenset({base}) for base in order if sum(base in fits for fits in group) == len(group) - 1), None)


def _fits_first(numbers: Numbers, relation: Relation) -> bool:
    """Whether the default base explains a rate; where it does everywhere, the others need not be asked."""
    instance = form_instance(numbers, relation.target or "", relation.forms[0][1])
    return instance is None or instance[0]


def _fitting(numbers: Numbers, relation: Relation) -> Names:
    """The bases that explain a rate under some rounding."""
    target = relation.target or ""
    tried = ((name, form_instance(numbers, target, form)) for name, form in relation.forms)
    return frozenset(name for name, instance in tried if instance is not None and instance[0])


def _restricted(relation: Relation, house: Names, evidence: tuple[int, int]) -> Relation:
    on_house = _on(relation, house)
    return on_house if on_house is relation else attrs.evolve(on_house, doubtful="other_base", evidence=evidence)


def _on(relation: Relation, house: Names) -> Relation:
    """The relation judged by some of its bases, the others kept in mind; itself if it has none of them."""
    own = tuple(pair for pair in relation.forms if pair[0] in house)
    if not own:
        return relation
    others = tuple((name, form) for name, form in relation.forms if name is not None and name not in house)
    return attrs.evolve(relation, forms=own, shared=(*others, *relation.shared))

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

__all__ = ["on_one_base"]

Names: TypeAlias = frozenset[str | None]

_FEWEST_TELLING = 3


def on_one_base(numbers: Numbers, relations: Sequence[Relation]) -> Iterator[Relation]:
    """The relations of a table; a rate that is an exception is judged by the base of the others, as a question.

    Exceptions are at most one rate in five, and at least three rates must exclude the base of the exception; a single
    exception may stand against fewer.
    """
    if all(_fits_first(numbers, relation) for relation in relations if len(relation.forms) > 1):
        yield from relations
        return
    groups: dict[str, list[Names]] = {}
    fitting = [_fitting(numbers, relation) if len(relation.forms) > 1 else frozenset() for relation in relations]
    for relation, fits in zip(relations, fitting, strict=True):
        if fits:
            groups.setdefault(relation.name, []).append(fits)
    usual = {name: {fits: _usual(fits, group) for fits in set(group)} for name, group in groups.items()}
    odd = {name: sum(bool(usual[name][fits]) for fits in group) for name, group in groups.items()}
    order = {relation.name: [name for name, _ in relation.forms] for relation in relations if len(relation.forms) > 1}
    single = {name: _of_all_but_one(group, order[name]) for name, group in groups.items()}
    for relation, fits in zip(relations, fitting, strict=True):
        house = usual[relation.name][fits] if fits else frozenset()
        if fits and (alone := single[relation.name]) is not None and not fits & alone:
            yield _restricted(relation, alone, (len(groups[relation.name]) - 1, len(groups[relation.name])))
        elif house and 5 * odd[relation.name] <= len(groups[relation.name]):
            tried = len(groups[relation.name])
            yield _restricted(relation, house, (tried - odd[relation.name], tried))
        else:
            yield relation


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
    own = tuple(pair for pair in relation.forms if pair[0] in house)
    if not own:
        return relation
    others = tuple((name, form) for name, form in relation.forms if name is not None and name not in house)
    shared = (*others, *relation.shared)
    return attrs.evolve(relation, forms=own, shared=shared, doubtful="other_base", evidence=evidence)

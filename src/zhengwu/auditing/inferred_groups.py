"""Relations that say the same of different rows, taken together: how they fare, and how they are read otherwise.

>>> place_of("t0r12c3")
(12, 3)
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from zhengwu.auditing.inferred_numbers import Numbers, Place, Support
from zhengwu.auditing.relations import Relation
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Form, Linear, Ratio, Terms
from zhengwu.table.model import RowKind, Table

__all__ = [
    "Groups",
    "form_instance",
    "grouped",
    "is_row_sum",
    "place_of",
    "read_as",
    "scaled_holds",
    "sum_relations",
    "support_of",
    "terms_of",
    "unconfirmed",
    "vector_of",
]

Key: TypeAlias = tuple[str, str, int]
"""What relations of one column have in common: rule, name, column of the target."""
Groups: TypeAlias = Mapping[Key, Sequence[Relation]]

_SLIPS = (-1, *(sign * 10**n for n in (1, 2, 3, 4, 8) for sign in (1, -1)))
"""Factors: −1 changes the sign, 10 and more the unit, −10 and less the unit the other way."""
_SAMPLED = 12
_ROW_SUMS = frozenset({"ZW120", "ZW121", "ZW122"})


def is_row_sum(relation: Relation) -> bool:
    """Whether a relation adds up rows of one column."""
    return relation.rule in _ROW_SUMS


@functools.lru_cache(maxsize=65536)
def place_of(name: str) -> Place:
    """The row and column of a figure by its identifier."""
    row, _, column = name.partition("r")[2].partition("c")
    return int(row), int(column)


def terms_of(terms: Terms) -> dict[Place, int]:
    """A linear combination by places; the coefficients of tables are whole."""
    return {place_of(name): int(coefficient) for name, coefficient in terms}


def grouped(relations: Iterable[Relation]) -> Groups:
    """Relations by rule, name and column of the target, in the order in which they come."""
    groups: dict[Key, list[Relation]] = defaultdict(list)
    for relation in relations:
        if relation.target is not None:
            groups[relation.rule, relation.name, place_of(relation.target)[1]].append(relation)
    return groups


def support_of(numbers: Numbers, group: Sequence[Relation], rows: Collection[int]) -> Support:
    """How a group fares in some rows. What fails where a blank may hide a value tells nothing.

    Of a large group a sample is asked first; if most of it holds, so be it.
    """
    own = [relation for relation in group if place_of(relation.target or "")[0] in rows]
    if len(own) > 2 * _SAMPLED:
        first = _support(numbers, own[:: len(own) // _SAMPLED])
        if 2 * first.failed <= first.tried:
            return first
    return _support(numbers, own)


def _support(numbers: Numbers, group: Iterable[Relation]) -> Support:
    support = Support()
    for relation in group:
        instance = _instance(numbers, relation)
        if instance is not None and (instance[0] or relation.doubtful != "blank_part"):
            support = support.plus(*instance)
    return support


def vector_of(group: Iterable[Relation]) -> dict[int, int] | None:
    """The columns of a sum and their coefficients, by the relation with most terms; None if the group is no sum."""
    best: dict[int, int] | None = None
    for relation in group:
        form = relation.forms[0][1]
        if not isinstance(form, Linear) or relation.target is None or (best and len(form.terms) < len(best)):
            continue
        row, whole = place_of(relation.target)
        terms = terms_of(form.terms)
        if all(place[0] == row for place in terms):  # measures may stand in the rows
            best = {whole: -1, **{column: c for (_, column), c in terms.items()}}
    return best


def scaled_holds(numbers: Numbers, group: Sequence[Relation]) -> bool:
    """Whether the sums of a group come out in every row once one column is taken for one of another unit or sign."""
    columns = vector_of(group) or {}
    lines = [line for relation in group if (line := _terms(numbers, relation)) is not None]
    return any(
        all(numbers.sum(_scaled(line, column, factor))[0] for line in lines)
        for column in columns
        for factor in _SLIPS
        if lines
    )


def _scaled(line: Mapping[Place, int], column: int, factor: int) -> dict[Place, int]:
    """The terms with those of one column taken `factor` times; a negative power of ten scales the others instead."""
    if factor < -1:
        return {place: c if place[1] == column else -factor * c for place, c in line.items()}
    return {place: factor * c if place[1] == column else c for place, c in line.items()}


def _terms(numbers: Numbers, relation: Relation) -> dict[Place, int] | None:
    form = relation.forms[0][1]
    if not isinstance(form, Linear) or relation.target is None:
        return None
    terms = {place_of(relation.target): -1, **terms_of(form.terms)}
    return terms if numbers.scope.issuperset(terms) else None


def unconfirmed(relation: Relation, support: Support) -> Relation:
    """The same relation as a question: its wording licenses it, the figures contradict it nearly everywhere."""
    doubt = relation.doubtful or "structure_unconfirmed"
    return attrs.evolve(relation, doubtful=doubt, evidence=(support.held, support.tried))


def read_as(numbers: Numbers, group: Sequence[Relation], vector: Mapping[int, int], support: Support) -> list[Relation]:
    """The relations of a group over other columns, where the row prints them."""
    result = []
    for relation in group:
        _, column = place_of(relation.target or "")
        form = _solved(relation.target or "", vector, column)
        if all(place_of(name) in numbers.scope for name, _ in form.terms):
            evidence = (support.held, support.tried)
            result.append(attrs.evolve(relation, forms=((None, form),), doubtful=None, evidence=evidence))
    return result


def sum_relations(
    table: Table, numbers: Numbers, vector: Mapping[int, int], support: Support, *, doubtful: str | None = "inferred"
) -> Iterator[Relation]:
    """The relations of a sum of columns that the figures establish, in every row that prints them."""
    target = _target(numbers, vector)
    marked = {row for (row, _), cell in table.cells.items() if cell.mark}
    for row in table.rows:
        places = {(row.index, column): c for column, c in vector.items()}
        if row.kind is RowKind.NOTE or row.index in marked or not numbers.scope.issuperset(places):
            continue
        name = f"t{table.index}r{row.index}c{target}"
        yield Relation(
            rule="ZW110",
            kind=RelationKind.SUM if vector[target] < 0 else RelationKind.DIFFERENCE,
            target=name,
            forms=((None, _solved(name, vector, target)),),
            name="total",
            where=table.where(row.index, target),
            doubtful=doubtful,
            evidence=(support.held, support.tried),
        )


def _target(numbers: Numbers, vector: Mapping[int, int]) -> int:
    """The column that a sum computes: its whole, or the one part that may be negative."""
    signed = {column for (_, column), value in numbers.values.items() if value < 0 and column in vector}
    whole = next(column for column, c in vector.items() if c < 0)
    return signed.pop() if len(signed) == 1 and whole not in signed else whole


def _solved(target: str, vector: Mapping[int, int], column: int) -> Linear:
    """A vector solved for one of its columns; its coefficients there are 1 or −1."""
    stem = target[: target.rindex("c") + 1]
    sign = -vector[column]
    return Linear(tuple((f"{stem}{other}", sign * c) for other, c in vector.items() if other != column))


def _instance(numbers: Numbers, relation: Relation) -> tuple[bool, int] | None:
    """Whether one of the forms of a relation holds, and the odds of the first; None where none can be tried."""
    last: tuple[bool, int] | None = None
    for _, form in relation.forms:
        found = form_instance(numbers, relation.target or "", form)
        last = found or last
        if last is not None and last[0]:
            break
    return last


def form_instance(numbers: Numbers, target: str, form: Form) -> tuple[bool, int] | None:
    """Whether a form can hold under some rounding, and the odds against an accident; None where it cannot be tried."""
    scope, whole = numbers.scope, place_of(target)
    if whole not in scope:
        return None
    if isinstance(form, Linear):
        terms = terms_of(form.terms)
        return numbers.sum({whole: -1, **terms}) if scope.issuperset(terms) else None
    if isinstance(form, Ratio) and all(name != "1" for name, _ in form.numerator):
        top, base = terms_of(form.numerator), terms_of(form.denominator)
        return numbers.ratio(whole, top, base) if scope.issuperset((*top, *base)) else None
    return None

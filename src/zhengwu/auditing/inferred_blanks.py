"""What a blank must hold by the other figures of its row, where a sum over it fails for want of just that.

A blank is no zero, so a row that does not come out because of one says nothing. But where the sum of a column lacks a
number, and the row of a blank in it says which, the two bear each other out: budget 200, deal 190, savings blank, and
the savings of all rows 10 more than those printed.

>>> from zhengwu.auditing.from_table import relations_of_table
>>> from zhengwu.table import Grid, recognise
>>> rows = [["类别", "预算金额（元）", "成交金额（元）", "节约金额（元）"], ["甲", "200", "190", ""],
...         ["乙", "70", "60", "10"], ["合计", "270", "250", "20"]]
>>> [(r.target, r.inputs, r.blanks) for r in relations_of_table(recognise(Grid.of(rows))) if "t0r0c3" in r.blanks]
[('t0r0c1', ('t0r0c2',), ('t0r0c3',)), ('t0r2c3', ('t0r1c3',), ('t0r0c3',))]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhengwu.auditing.inferred_groups import place_of, terms_of
from zhengwu.auditing.inferred_numbers import Numbers, Place, numbers_of
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.variants import plan_of
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Linear
from zhengwu.table.model import Column, Table

__all__ = ["rows_with_blanks"]


def rows_with_blanks(table: Table, relations: Sequence[Relation]) -> list[Relation]:
    """The identities of rows with one blank whose number mends a sum that fails; none where every sum comes out.

    Each has the blank among its `blanks`, and is a question (``blank_part``) as the sum is.
    """
    open_ = [relation for relation in relations if relation.blanks and relation.target is not None]
    if not open_:
        return []
    numbers = numbers_of(table)
    found: dict[str, Relation] = {}
    for relation in open_:
        missing = _missing(numbers, relation)
        if missing is None:
            continue
        for name in relation.blanks:
            for identity, terms in _identities(table, numbers, place_of(name)):
                off, slack = _combined(numbers, terms)
                if abs(missing[0] - off) <= missing[1] + slack:
                    found.setdefault(identity.target or "", identity)
    return list(found.values())


def _missing(numbers: Numbers, relation: Relation) -> tuple[int, int] | None:
    """What a sum that fails lacks, and how far rounding may move that."""
    form = relation.forms[0][1]
    if not isinstance(form, Linear):
        return None
    terms = {place_of(relation.target or ""): 1, **{place: -c for place, c in terms_of(form.terms).items()}}
    if not numbers.scope.issuperset(terms) or numbers.sum(terms)[0]:
        return None
    return _combined(numbers, terms)


def _combined(numbers: Numbers, terms: Mapping[Place, int]) -> tuple[int, int]:
    total = sum(c * numbers.values[place] for place, c in terms.items())
    return total, sum(abs(c) * numbers.steps[place] for place, c in terms.items())


def _identities(table: Table, numbers: Numbers, blank: Place) -> Iterator[tuple[Relation, dict[Place, int]]]:
    """The declared sums of a row in which this cell alone is blank, and the terms that give its number."""
    row, column = blank
    role = table.columns[column].role
    places = _row(table, table.columns[column], row)
    if role is None or places.get(role) != blank or any(table.cells[place].mark for place in places.values()):
        return
    for result in places:
        plan = plan_of(result, frozenset(places))
        for variant in plan.variants if plan is not None and not plan.is_ratio else ():
            # 0 = Σ coefficient · quantity, solved for the blank.
            zero = {**dict(variant.numerator), result: -1}
            if role not in zero or not numbers.scope.issuperset(places[name] for name in zero if name != role):
                continue
            sign = -zero.pop(role)
            terms = {places[name]: sign * c for name, c in zero.items()}
            target = next((places[name] for name in (result, *zero) if terms.get(places[name], 0) > 0), None)
            if target is not None:
                yield _relation(table, result, target, blank, terms), terms


def _row(table: Table, like: Column, row: int) -> dict[str, Place]:
    """The cells of a row by what they measure, of the columns that have scope and period in common with one."""
    found: dict[str, Place] = {}
    twice: set[str] = set()
    for column in table.figure_columns:
        if column.role is not None and (row, column.index) in table.cells and _key(column) == _key(like):
            twice |= {column.role} & found.keys()
            found[column.role] = (row, column.index)
    return {role: place for role, place in found.items() if role not in twice}


def _key(column: Column) -> tuple[object, ...]:
    return () if column.total is not None else column.scope, column.period


def _relation(table: Table, name: str, target: Place, blank: Place, terms: Mapping[Place, int]) -> Relation:
    def figure(place: Place) -> str:
        return f"t{table.index}r{place[0]}c{place[1]}"

    # The blank is what is left: target = the other terms + blank.
    others = tuple((figure(place), -c) for place, c in terms.items() if place != target)
    return Relation(
        rule="ZW101",
        kind=RelationKind.SUM if all(c > 0 for _, c in others) else RelationKind.DIFFERENCE,
        target=figure(target),
        forms=((None, Linear(others)),),
        name=name,
        where=table.where(*target),
        doubtful="blank_part",
        blanks=(figure(blank),),
    )

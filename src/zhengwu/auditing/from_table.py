"""The relations that a table's shape and wording license: totals, identities of amounts, rates, shares, growth.

Which rows and columns are parts of which is the table's knowledge (`zhengwu.table.parts`); which quantities make a
rate or an amount is declared (`zhengwu.reference.indicators`). This module only joins the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs

from zhengwu.auditing.inferred import confirmed
from zhengwu.auditing.inferred_blanks import rows_with_blanks
from zhengwu.auditing.inferred_growth import growth_of_columns
from zhengwu.auditing.inferred_numbers import numbers_of
from zhengwu.auditing.inferred_rows import support_of_rows
from zhengwu.auditing.inferred_shares import shares_of_columns
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.variants import Plan, Quantities, VariantPlan, plan_of
from zhengwu.exact.figure import Figure
from zhengwu.findings import RelationKind
from zhengwu.periods import Period
from zhengwu.reference.forms import Form, Linear, Ratio, Reason, Terms, Unprinted
from zhengwu.table.model import Printed, Row, RowKind, Table
from zhengwu.table.parts import Parts, column_parts, is_rate, is_rate_cell, row_parts

__all__ = ["figures_of_table", "relations_of_table"]

_ROW_RULES = {"total": "ZW120", "subtotal": "ZW121", "formula": "ZW122"}
_COLUMN_RULES = {"total": "ZW110", "stem": "ZW110", "period": "ZW111"}
_WHOLE_OF_MORE = "全部"  # names a whole, not the sum of the rows above it
_ACCUMULATED = "累计"  # since the new year, and not only in the rows above


def figures_of_table(table: Table) -> dict[str, Figure]:
    """Every printed number of a table by its identifier, ``t0r3c2``."""
    return {_name(table, row, column): figure for row, column, figure in table.figures()}


def relations_of_table(table: Table) -> tuple[Relation, ...]:
    """Every relation the table licenses or shows, by row, then by column of the target."""
    shares = tuple(shares_of_columns(table))
    known = {share.target for share in shares}
    identities = (relation for relation in _identities(table) if relation.target not in known)
    licensed = [*_column_totals(table), *_row_totals(table), *identities, *shares, *growth_of_columns(table)]
    found = list(confirmed(table, licensed, sum_of=_sum))
    found += rows_with_blanks(table, found)
    return tuple(sorted(found, key=lambda relation: (relation.where.row or 0, relation.where.column or 0)))


def _name(table: Table, row: int, column: int) -> str:
    return f"t{table.index}r{row}c{column}"


def _column_totals(table: Table) -> Iterator[Relation]:
    for parts in column_parts(table):
        for row in table.rows:
            if row.kind is not RowKind.NOTE and not is_rate_cell(table, row.index, parts.whole):
                places = [(row.index, part) for part in parts.parts]
                yield from _sum(table, (row.index, parts.whole), places, _COLUMN_RULES[parts.how], parts)


def _row_totals(table: Table) -> Iterator[Relation]:
    additive = [column for column in table.figure_columns if not is_rate(column)]
    for parts in row_parts(table):
        if parts.unresolved and parts.parts:
            parts = _without_missing(table, parts)  # noqa: PLW2901
        for column in additive:
            places = [(part, column.index) for part in parts.parts]
            yield from _sum(table, (parts.whole, column.index), places, _ROW_RULES[parts.how], parts)
        if len(parts.parts) == 1 and not parts.unresolved:
            yield from _repeated_rates(table, parts.whole, parts.parts[0])


def _repeated_rates(table: Table, whole: int, part: int) -> Iterator[Relation]:
    """A total of one part has its rates too, if it prints all its amounts: they come of the same values."""
    pairs = [(table.printed(whole, column.index), table.printed(part, column.index)) for column in table.figure_columns]
    amounts = [pair for column, pair in zip(table.figure_columns, pairs, strict=True) if not is_rate(column)]
    if not amounts or any(a is None or b is None or (a.figure, a.role) != (b.figure, b.role) for a, b in amounts):
        return
    for column, (one, other) in zip(table.figure_columns, pairs, strict=True):
        if is_rate(column) and one is not None and other is not None and one.role == other.role:
            yield Relation(
                rule="ZW131",
                kind=RelationKind.REPEAT,
                target=_name(table, whole, column.index),
                forms=((None, Linear(((_name(table, part, column.index), 1),))),),
                name="repeat",
                where=table.where(whole, column.index),
            )


def _without_missing(table: Table, parts: Parts) -> Parts:
    """The parts of a formula without the rows that it names and nobody prints, if the sums come out without them."""
    support = support_of_rows(table, numbers_of(table), parts.whole, parts.parts)
    return attrs.evolve(parts, unresolved=()) if support.held and not support.failed else parts


def _sum(
    table: Table, whole: tuple[int, int], places: list[tuple[int, int]], rule: str, parts: Parts
) -> Iterator[Relation]:
    target = table.printed(*whole)
    if target is None:
        return
    printed = {place: cell for place in places if (cell := table.printed(*place)) is not None}
    # A mark inside a cell says that it measures something else than its column; such cells add up among themselves.
    kind = target.role if target.mark else None
    same = [place for place, cell in printed.items() if (cell.role if cell.mark else None) == kind]
    form: Form = Linear(tuple((_name(table, *place), 1) for place in same))
    if parts.unresolved:
        form = Unprinted(parts.unresolved, Reason.LABEL_NOT_FOUND)
    elif not same:
        if not printed:
            return
        form = Unprinted((target.role or "",), Reason.OTHER_QUANTITY)
    yield Relation(
        rule=rule,
        kind=RelationKind.SUM,
        target=_name(table, *whole),
        forms=((None, form),),
        name=parts.how,
        where=table.where(*whole),
        doubtful=_doubt(table, whole, target, [printed[place] for place in same], len(printed) < len(places)),
        blanks=tuple(_name(table, *place) for place in places if place not in printed and place in table.cells),
    )


def _doubt(table: Table, whole: tuple[int, int], target: Printed, parts: list[Printed], has_blanks: bool) -> str | None:
    """Why a sum that fails may be right all the same: what is missing could stand in a blank, or in no row at all."""
    base = table.rows[whole[0]].own.base
    is_open_list = base.startswith(_WHOLE_OF_MORE) or base.endswith(_ACCUMULATED)
    if not (has_blanks or is_open_list):
        return None
    # What is missing can only add to a count; savings and premiums may be negative.
    values = [part.figure.value for part in parts]
    if not _may_be_negative(target.role) and (target.figure.value <= sum(values) or min(values, default=0) < 0):
        return None
    return "blank_part" if has_blanks else "incomplete_list"


def _may_be_negative(role: str | None) -> bool:
    """Whether a quantity is declared as a difference."""
    plan = plan_of(role, frozenset()) if role is not None else None
    return plan is not None and plan.is_signed


def _identities(table: Table) -> Iterator[Relation]:
    """Amounts and rates of one row, from the declared indicators."""
    for row in table.rows:
        for roles in _quantities(table, row.index).values():
            names = {role: _name(table, *place) for role, place in roles.items()}
            printed = frozenset(names)
            for role, place in roles.items():
                plan = plan_of(role, printed)
                if plan is not None and (plan.variants or plan.is_ratio):
                    yield _identity(table, plan, role, place, names)
    yield from _identities_of_rows(table)


def _identities_of_rows(table: Table) -> Iterator[Relation]:
    """The same where measures stand in the rows: amounts and rates of one column."""
    measured = [row for row in table.rows if row.role is not None]
    for column in table.figure_columns if measured else ():
        groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in measured:
            if table.printed(row.index, column.index) is not None:
                groups[row.group].append(row)
        for rows in groups.values():
            roles = [row.role for row in rows]
            places = {row.role: (row.index, column.index) for row in rows if row.role and roles.count(row.role) == 1}
            names = {role: _name(table, *place) for role, place in places.items()}
            for role, place in places.items():
                plan = plan_of(role, frozenset(names))
                if plan is not None and (plan.variants or plan.is_ratio):
                    yield attrs.evolve(_identity(table, plan, role, place, names), shared=(), group=None)


def _quantities(table: Table, row: int) -> Mapping[tuple[tuple[str, ...], Period | None], dict[str, tuple[int, int]]]:
    """The printed quantities of a row by what their columns have in common: the words beside them and the period.

    A quantity printed twice in one scope is left out: nothing tells which of the two is meant.
    """
    found: dict[tuple[tuple[str, ...], Period | None], dict[str, tuple[int, int]]] = defaultdict(dict)
    twice: set[tuple[tuple[tuple[str, ...], Period | None], str]] = set()
    for column in table.figure_columns if table.rows[row].role is None else ():
        cell = table.printed(row, column.index)
        if cell is None or cell.role is None:
            continue
        key = ((), column.period) if column.total is not None else (column.scope, column.period)
        if cell.role in found[key]:
            twice.add((key, cell.role))
        found[key][cell.role] = (row, column.index)
    for key, role in twice:
        del found[key][role]
    return found


def _identity(table: Table, plan: Plan, role: str, place: tuple[int, int], names: Mapping[str, str]) -> Relation:
    forms: tuple[tuple[str | None, Form], ...] = ((None, Unprinted(plan.unprinted, Reason.NO_BASE)),)
    if plan.variants:
        forms = tuple((variant.id, _form(variant, names)) for variant in plan.variants)
    return Relation(
        rule="ZW102" if plan.is_ratio else "ZW101",
        kind=_kind(plan),
        target=names[role],
        forms=forms,
        name=role,
        given=tuple((names[result], _terms(terms, names)) for result, terms in plan.given),
        group=f"t{table.index}c{place[1]}",
        shared=_other_bases(table, plan, place, names) if plan.is_ratio else (),
        doubtful=None if plan.is_verified or not plan.variants else "unverified_definition",
        where=table.where(*place),
    )


def _kind(plan: Plan) -> RelationKind:
    if plan.is_ratio:
        return RelationKind.RATE
    return RelationKind.DIFFERENCE if plan.is_signed else RelationKind.SUM


def _form(variant: VariantPlan, names: Mapping[str, str]) -> Form:
    numerator = _terms(variant.numerator, names)
    return Ratio(numerator, _terms(variant.denominator, names)) if variant.denominator else Linear(numerator)


def _other_bases(
    table: Table, plan: Plan, place: tuple[int, int], names: Mapping[str, str]
) -> tuple[tuple[str, Form], ...]:
    """The rate over every other column of counts or amounts: a publisher may mean a base that no header states."""
    if plan.numerator is None:
        return ()
    terms = _terms(plan.numerator, names)
    used = {name for name, _ in terms}
    bases = (
        (column.header, _name(table, place[0], column.index))
        for column in table.figure_columns
        if not is_rate(column) and table.printed(place[0], column.index) is not None
    )
    return tuple((header, Ratio(terms, ((base, 1),))) for header, base in bases if base not in used)


def _terms(terms: Quantities, names: Mapping[str, str]) -> Terms:
    return tuple((names[quantity], coefficient) for quantity, coefficient in terms)

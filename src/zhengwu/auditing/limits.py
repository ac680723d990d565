"""What a figure of a table cannot be by its meaning: a negative count, more than all, a part above its whole.

Only figures beyond their limit make a relation, so a table within them is not said to have been checked for more than
it was. A deal above the budget is possible, and only asked about where the row does not print the negative saving.

>>> from zhengwu.table import Grid, recognise
>>> grid = Grid.of([["窗口", "受理", "办结", "按时办结率"], ["甲", "-3", "40", "104.20%"]])
>>> [(relation.target, relation.kind.value) for relation in limits_of_table(recognise(grid))]
[('t0r0c1', 'bound'), ('t0r0c3', 'bound')]
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction

from zhengwu.auditing.relations import Relation
from zhengwu.auditing.variants import plan_of
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Bound
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.table.model import Column, Printed, RowKind, Table

__all__ = ["LIMIT", "limits_of_table"]

LIMIT = "limit"
"""Stands as doubt in a relation that fails by its own figure, and takes no part in the search for others."""

_DIFFERENCES = ("savings", "premium")
_ONE = Fraction(1)
_COUNTED = ("amount", "count")


def limits_of_table(table: Table) -> Iterator[Relation]:
    """A relation for every figure beyond a limit, row by row."""
    for row in table.rows:
        cells = {c.index: cell for c in table.figure_columns if (cell := table.printed(row.index, c.index)) is not None}
        for column in table.figure_columns:
            cell = cells.get(column.index)
            if cell is None or cell.role is None or cell.mark:
                continue
            yield from _alone(table, row.index, column, cell)
            yield from _beside(table, row.index, column, cells)


def _alone(table: Table, row: int, column: Column, cell: Printed) -> Iterator[Relation]:
    """Below zero, or above all."""
    role, figure = cell.role or "", cell.figure
    if figure.coefficient < 0 and _is_never_negative(role):
        yield _relation(table, row, column, Bound(at_least=Fraction(0)), None)
    if figure.unit == "%" and figure.value > 1 and (doubt := _over_one(role)) is not None:
        yield _relation(table, row, column, Bound(at_most=_ONE), doubt or None)


@functools.cache
def _over_one(role: str) -> str | None:
    """The doubt that remains where a rate is above 100 %: "" none, None where it may be."""
    declaration = declarations().get(role)
    if declaration is None or declaration.kind != "ratio":
        return None
    bounded = [variant.bounded for variant in declaration.variants.values()]
    if not any(bounded):
        return None
    return "" if all(bounded) or declaration.variant().bounded else "over_one"


@functools.cache
def _is_never_negative(role: str) -> bool:
    declaration = declarations().get(role)
    if declaration is not None and declaration.kind == "ratio":
        return all(c > 0 for variant in declaration.variants.values() for c in variant.numerator.values())
    plan = plan_of(role, frozenset())
    return glossary().term(role).kind in _COUNTED and not (plan is not None and plan.is_signed)


def _beside(table: Table, row: int, column: Column, cells: Mapping[int, Printed]) -> Iterator[Relation]:
    """A part above its whole, a deal above its budget."""
    own = cells[column.index]
    if own.role not in _wholes():
        return
    same = [c for c in table.figure_columns if c.index in cells and _scope(c) == _scope(column)]
    roles = {cells[c.index].role: c for c in same if not cells[c.index].mark}
    for whole, doubt in _wholes().get(own.role or "", {}).items():
        other = roles.get(whole)
        if other is None or own.figure.value <= cells[other.index].figure.value:
            continue
        if own.role == "deal" and not _is_plain_purchase(table, row):
            continue
        bound = Bound(at_most=f"t{table.index}r{row}c{other.index}")
        yield _relation(table, row, column, bound, doubt)


def _is_plain_purchase(table: Table, row: int) -> bool:
    """Whether a row buys one thing, as far as can be told, in a table that does not tell what was saved.

    A total may sum deals whose budgets are not printed; a table with premiums sells some of its items.
    """
    if table.rows[row].kind is not RowKind.ITEM or any(column.role in _DIFFERENCES for column in table.columns):
        return False
    return not any(cell.mark or cell.role == "premium" for cell in table.cells.values())


@functools.cache
def _wholes() -> Mapping[str, Mapping[str, str | None]]:
    """The quantities that contain each quantity by declaration; with the doubt that remains."""
    found: dict[str, dict[str, str | None]] = {"deal": {"budget": "over_budget"}}
    for declaration in declarations().values():
        variant = declaration.variant()
        if variant.bounded and len(variant.numerator) == len(variant.denominator) == 1:
            (part,), (whole,) = variant.numerator, variant.denominator
            found.setdefault(part, {})[whole] = None
    return found


def _scope(column: Column) -> tuple[object, ...]:
    return column.scope, column.period, column.unit


def _relation(table: Table, row: int, column: Column, bound: Bound, doubt: str | None) -> Relation:
    return Relation(
        rule="ZW130",
        kind=RelationKind.ORDER if bound.operands else RelationKind.BOUND,
        target=f"t{table.index}r{row}c{column.index}",
        forms=((None, bound),),
        name="limit",
        where=table.where(row, column.index),
        doubtful=doubt or LIMIT,
    )

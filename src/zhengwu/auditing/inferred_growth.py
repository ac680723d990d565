"""同比 and 环比 over two columns whose periods stand to each other as the calendar says.

>>> from zhengwu.table import Grid, recognise
>>> table = recognise(Grid.of([["类别", "2022年办件量", "2021年办件量", "同比（%）"], ["甲", "30", "40", "-25.00"]]))
>>> [(relation.target, relation.inputs) for relation in growth_of_columns(table)]
[('t0r0c3', ('t0r0c1', 't0r0c2'))]
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengwu.auditing.relations import Relation
from zhengwu.errors import PeriodError
from zhengwu.findings import RelationKind
from zhengwu.periods import Period
from zhengwu.reference.forms import Ratio
from zhengwu.reference.glossary import glossary
from zhengwu.table.model import Column, Table
from zhengwu.table.parts import is_rate

__all__ = ["growth_of_columns"]

_GROWTH = {"year_on_year": "last_year", "period_on_period": "previous"}


def growth_of_columns(table: Table) -> Iterator[Relation]:
    """The relations of every growth column of which exactly one pair of columns can be meant."""
    dated = [c for c in table.figure_columns if c.period is not None and not is_rate(c) and c.role not in _GROWTH]
    for column in table.figure_columns:
        step = _GROWTH.get(column.role or "")
        pairs = [
            (now, then)
            for now in dated
            for then in dated
            if step and _may_measure(column, now) and _is_step(now, then, step)
        ]
        if len(pairs) != 1:
            continue
        now, then = pairs[0]
        for row in table.rows:
            cells = [table.printed(row.index, c.index) for c in (column, now, then)]
            if None in cells:
                continue
            current, base = _name(table, row.index, now.index), _name(table, row.index, then.index)
            yield Relation(
                rule="ZW104",
                kind=RelationKind.GROWTH,
                target=_name(table, row.index, column.index),
                forms=((None, Ratio(((current, 1), (base, -1)), ((base, 1),))),),
                name=column.role or "",
                where=table.where(row.index, column.index),
            )


def _may_measure(growth: Column, now: Column) -> bool:
    """Whether a growth column can speak of this one: of its period, and of the quantity its header names, if any."""
    if growth.period is not None and growth.period != now.period:
        return False
    term = glossary().find(growth.scope[-1]) if growth.scope else None
    return term is None or term.id == now.role


def _is_step(now: Column, then: Column, step: str) -> bool:
    if now.period is None or then.period is None or (now.role, now.unit) != (then.role, then.unit):
        return False
    try:
        earlier: Period = getattr(now.period, step)
    except PeriodError:  # a span, or a cumulative period, has none before it
        return False
    return earlier == then.period


def _name(table: Table, row: int, column: int) -> str:
    return f"t{table.index}r{row}c{column}"

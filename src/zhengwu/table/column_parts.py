"""Which columns are the parts of which, and which hold rates that are never added.

A column named as a total adds up the columns before it, or the columns whose wording ends as its own; a period is the
sum of the periods that divide it.

>>> from zhengwu.table import Grid, recognise
>>> header = ["窗口", "一季度", "二季度", "上半年", "三季度", "四季度", "下半年", "合计"]
>>> table = recognise(Grid.of([header, ["甲", *"1234567"]], caption="2021年服务情况表"))
>>> [(parts.whole, parts.parts) for parts in column_parts(table)]
[(3, (1, 2)), (6, (4, 5)), (7, (3, 6))]
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import fold
from zhengwu.table.labels import read_label
from zhengwu.table.model import Column, Table

__all__ = ["Parts", "column_parts", "is_rate", "is_rate_cell", "total_runs"]


@attrs.frozen(kw_only=True)
class Parts:
    """The parts of one total: indexes of rows or columns.

    `how` tells what licenses the sum: ``formula`` (the label prints it), ``subtotal``, ``total``, ``period`` (the
    months of a quarter) or ``stem`` (按时办结总计 over every column that ends in 按时办结). `unresolved` lists the
    labels of a formula that name no row, or more than one.
    """

    whole: int
    parts: tuple[int, ...]
    how: str
    unresolved: tuple[str, ...] = ()


def column_parts(table: Table) -> tuple[Parts, ...]:
    """The parts of every column that is a total of others, in the order of the columns."""
    found = []
    for column in table.figure_columns:
        parts = _period_parts(table, column)
        how = "period"
        if not parts and column.total is not None:
            how = "stem" if column.total.stem else "total"
            parts = _stem_parts(table, column) if column.total.stem else _left_parts(table, column)
        if len(parts) > 1:
            found.append(Parts(whole=column.index, parts=parts, how=how))
    return tuple(found)


def total_runs(table: Table, column: Column) -> tuple[tuple[int, ...], ...]:
    """What a column named as a total may add up by its place: the columns before it, or those after it.

    The columns may hold different quantities (people by their rating), so the figures have to confirm it.

    >>> from zhengwu.table import Grid, recognise
    >>> table = recognise(Grid.of([["窗口", "合计", "满意", "不满意"], ["甲", "3", "2", "1"]]))
    >>> total_runs(table, table.columns[1])
    ((2, 3),)
    """
    runs = (
        _run(table, column, reversed(table.columns[: column.index])),
        _run(table, column, table.columns[column.index + 1 :]),
    )
    return tuple(run for run in runs if len(run) > 1)


def _comparable(table: Table, column: Column) -> list[Column]:
    """The other columns whose figures may be added to those of this one: one role, one unit, no rates."""
    return [
        other
        for other in table.figure_columns
        if other.index != column.index and other.unit == column.unit and not is_rate(other) and not is_rate(column)
    ]


def is_rate(column: Column) -> bool:
    """Whether a column holds rates, which are never added."""
    return column.unit == "%" or (column.role is not None and glossary().term(column.role).kind in ("rate", "score"))


def is_rate_cell(table: Table, row: int, column: int) -> bool:
    """Whether a cell holds a rate, by its column or by its row: measures may stand in the rows."""
    cell = table.cells.get((row, column))
    if cell is None or cell.role == table.columns[column].role:
        return is_rate(table.columns[column])
    return cell.figure.unit == "%" or (cell.role is not None and glossary().term(cell.role).kind in ("rate", "score"))


def _period_parts(table: Table, column: Column) -> tuple[int, ...]:
    """The columns whose periods divide the period of this one without gap or overlap."""
    whole = column.period
    if whole is None or is_rate(column):
        return ()
    parts: list[Column] = []
    for other in _comparable(table, column):
        if (other.role, other.scope) != (column.role, column.scope) or other.period is None or other.period == whole:
            continue
        if whole.covers(other.period):
            parts.append(other)
    chosen = _longest(parts)
    if sum(part.period.days for part in chosen if part.period) != whole.days:
        return ()
    return tuple(sorted(part.index for part in chosen))


def _overlap(one: Column, other: Column) -> bool:
    a, b = one.period, other.period
    return a is not None and b is not None and a.start <= b.end and b.start <= a.end


def _stem_parts(table: Table, column: Column) -> tuple[int, ...]:
    stem = column.total.stem if column.total is not None else ""
    return tuple(
        other.index
        for other in _comparable(table, column)
        if other.total is None and other.path and fold(other.path[-1]).split("(")[0].endswith(stem)
    )


def _left_parts(table: Table, column: Column) -> tuple[int, ...]:
    """A bare 合计 sums the columns to its left, if they hold one quantity."""
    parts = _run(table, column, reversed(table.columns[: column.index]))
    roles = {role for part in parts if (role := table.columns[part].role) is not None}
    return () if len(roles) > 1 else parts


def _longest(columns: Iterable[Column]) -> list[Column]:
    """The columns of the longest periods that do not overlap: a half-year for its quarters, these for months."""
    chosen: list[Column] = []
    for part in sorted(columns, key=lambda item: (-item.period.days if item.period else 0, item.index)):
        if part.period and not any(_overlap(c, part) for c in chosen):
            chosen.append(part)
    return chosen


def _run(table: Table, column: Column, others: Iterable[Column]) -> tuple[int, ...]:
    """The columns from here to the next total under the same upper header, without those contained in others (其中).

    Of periods that contain each other the longest, though they may be totals themselves.
    """
    plain: list[Column] = []
    dated: list[Column] = []
    is_plain, is_dated = True, column.period is None
    comparable = {other.index for other in _comparable(table, column)}
    for other in others:
        if any(read_label(text).kind == "of_which" for text in other.path):
            continue
        is_plain = is_plain and other.total is None
        is_dated = is_dated and other.period is not None
        if not (is_plain or is_dated) or other.index not in comparable or other.path[:-1] != column.path[:-1]:
            break
        plain += [other] if is_plain else []
        dated += [other] if is_dated else []
    parts = _longest(dated) if len(dated) >= len(plain) else plain
    return tuple(sorted(part.index for part in parts))

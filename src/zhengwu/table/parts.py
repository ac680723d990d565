"""Which rows and columns are the parts of which: from the wording of totals, their place, and formulas in labels.

A total without a formula sums what stands under it in the hierarchy: subtotals where there are any, else the items; a
subtotal sums the items of its group since the last one. A row that is contained in another (其中) is never a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import fold
from zhengwu.table.labels import read_label
from zhengwu.table.model import Column, Row, RowKind, Table

_OTHER_TIME = re.compile("同期|^(?:去年|上年|上月|上季度?|上期)$")

__all__ = ["Parts", "column_parts", "is_rate", "is_rate_cell", "row_parts", "total_runs"]


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


def row_parts(table: Table) -> tuple[Parts, ...]:
    """The parts of every total and subtotal row, in the order of the rows."""
    found: dict[int, Parts] = {}
    pending = [row for row in table.rows if row.is_sum]
    # Formulas of totals name groups by their subtotals, so the subtotals come first.
    for row in sorted(pending, key=lambda row: (row.kind is RowKind.TOTAL, row.index)):
        if row.formula:
            found[row.index] = _by_formula(table, row, found)
        elif row.kind is RowKind.SUBTOTAL:
            found[row.index] = Parts(whole=row.index, parts=_subtotal_parts(table, row), how="subtotal")
        else:
            found[row.index] = Parts(whole=row.index, parts=_total_parts(table, row, found), how="total")
    return tuple(parts for _, parts in sorted(found.items()) if parts.parts or parts.unresolved)


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


def _subtotal_parts(table: Table, row: Row) -> tuple[int, ...]:
    before: list[int] = []
    rows = [other for other in table.rows if other.kind is not RowKind.NOTE]
    at = rows.index(row)
    for other in reversed(rows[:at]):
        if other.is_sum or other.group != row.group:
            break
        before.append(other.index)
    after: list[int] = []
    if not before:
        for other in rows[at + 1 :]:
            if other.is_sum or other.group != row.group:
                break
            after.append(other.index)
    return _items(table, [*reversed(before), *after])


def _total_parts(table: Table, row: Row, found: Mapping[int, Parts]) -> tuple[int, ...]:
    previous = max((r.index for r in table.rows[: row.index] if r.kind is RowKind.TOTAL), default=-1)
    scope = range(previous + 1, row.index)
    if not scope and previous >= 0:  # 本月合计, then 本年累计: the rows between the totals are none
        return ()
    if not scope:
        following = (r.index for r in table.rows[row.index + 1 :] if r.kind is RowKind.TOTAL)
        scope = range(row.index + 1, next(following, len(table.rows)))
    return _tops(table, scope, found)


def _tops(table: Table, scope: Iterable[int], found: Mapping[int, Parts]) -> tuple[int, ...]:
    """The rows of a scope that together hold every item of it once: the widest subtotals, then the items left over."""
    items = set(_items(table, scope))
    sums = [parts for index in scope if (parts := found.get(index)) is not None and not parts.unresolved]
    covers = sorted(
        ((_covered(parts, found), parts.whole) for parts in sums), key=lambda pair: (-len(pair[0]), pair[1])
    )
    tops: set[int] = set()
    for covered, whole in covers:
        if covered and covered <= items:
            items -= covered
            tops.add(whole)
    return tuple(sorted(tops | items))


def _covered(parts: Parts, found: Mapping[int, Parts]) -> set[int]:
    covered: set[int] = set()
    for index in parts.parts:
        covered |= _covered(found[index], found) if index in found else {index}
    return covered


def _items(table: Table, indexes: Iterable[int]) -> tuple[int, ...]:
    return tuple(index for index in indexes if _is_part(table.rows[index]))


def _is_part(row: Row) -> bool:
    """Whether a row may be a part of a sum: no rates under figures of another kind, no figures of another time."""
    if row.kind is not RowKind.ITEM or _OTHER_TIME.search(row.own.base):
        return False
    return row.role is None or glossary().term(row.role).kind not in ("rate", "score")


def _by_formula(table: Table, row: Row, found: Mapping[int, Parts]) -> Parts:
    groups = {group for other in table.rows for group in other.group}
    named = {group for group in groups for term in row.formula if _same(term, group)}
    parts: list[int] = []
    unresolved: list[str] = []
    for term in row.formula:
        indexes = _named_rows(table, row, term, named, found)
        parts.extend(index for index in indexes if index not in parts)
        if not indexes:
            unresolved.append(term)
    return Parts(whole=row.index, parts=tuple(sorted(parts)), how="formula", unresolved=tuple(unresolved))


def _named_rows(table: Table, row: Row, term: str, named: set[str], found: Mapping[int, Parts]) -> tuple[int, ...]:
    """The rows that a term of a formula stands for; empty where none does, or several do."""
    if any(_same(term, group) for group in named):
        members = [r.index for r in table.rows if any(_same(term, group) for group in r.group) and r.index != row.index]
        return _tops(table, members, found)
    others = [r for r in table.rows if r.index != row.index and not r.is_sum]
    near = [r for r in others if r.group == row.group and row.group]
    for rows in (near, [r for r in others if not named & set(r.group)]):
        for matches in (
            [r.index for r in rows if _same(term, r.own.base)],
            [r.index for r in rows if r.own.base.startswith(term) or r.own.base.endswith(term)],
        ):
            if len(matches) == 1:
                return (matches[0],)
            if matches:
                return ()
    return ()


def _same(term: str, label: str) -> bool:
    """Whether two wordings name one thing: the same text, or the same term of the glossary."""
    left, right = fold(term), fold(label)
    if left == right:
        return True
    known = glossary().find(left)
    return known is not None and known == glossary().find(right)


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
    # The longest parts first: a half-year is its quarters where they are printed, else its months.
    chosen: list[Column] = []
    for part in sorted(parts, key=lambda item: (-item.period.days if item.period else 0, item.index)):
        if part.period and not any(c.period and _overlap(c, part) for c in chosen):
            chosen.append(part)
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


def _run(table: Table, column: Column, others: Iterable[Column]) -> tuple[int, ...]:
    """The columns from here to the next total under the same upper header, without those contained in others (其中)."""
    parts: list[int] = []
    comparable = {other.index for other in _comparable(table, column)}
    for other in others:
        if any(read_label(text).kind == "of_which" for text in other.path):
            continue
        if other.total is not None or other.index not in comparable or other.path[:-1] != column.path[:-1]:
            break
        parts.append(other.index)
    return tuple(sorted(parts))

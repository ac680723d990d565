"""Which rows and columns are the parts of which: from the wording of totals, their place, and formulas in labels.

A total without a formula sums what stands under it in the hierarchy: subtotals where there are any, else the items; a
subtotal sums the items of its group since the last one. A row that is contained in another (其中) is never a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import fold
from zhengwu.table.column_parts import Parts, column_parts, is_rate, is_rate_cell, total_runs
from zhengwu.table.model import Row, RowKind, Table

_OVERALL = "总计"  # stands over 合计
_OTHER_TIME = re.compile("同期|^(?:去年|上年|上月|上季度?|上期)$")

__all__ = ["Parts", "column_parts", "is_rate", "is_rate_cell", "row_parts", "total_runs"]


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
    before = [r for r in table.rows[: row.index] if r.kind is RowKind.TOTAL and len(r.group) <= len(row.group)]
    if _is_above(row, before):
        before = []
    previous = max((r.index for r in before), default=-1)
    scope = range(previous + 1, row.index)
    if not scope and previous >= 0:  # 本月合计, then 本年累计: the rows between the totals are none
        return ()
    if not scope:
        following = (r.index for r in table.rows[row.index + 1 :] if r.kind is RowKind.TOTAL)
        scope = range(row.index + 1, next(following, len(table.rows)))
    return _tops(table, scope, found)


def _is_above(row: Row, before: Sequence[Row]) -> bool:
    """Whether a total stands over those before it: 总计 right after the last of several 合计."""
    bases = {r.own.base for r in before}
    is_next = bool(before) and before[-1].index == row.index - 1
    return is_next and len(before) > 1 and bases != {_OVERALL} == {row.own.base} and len(bases) == 1


def _tops(table: Table, scope: Iterable[int], found: Mapping[int, Parts]) -> tuple[int, ...]:
    """The rows of a scope that together hold every item of it once: the widest subtotals, then the items left over."""
    items = set(_items(table, scope))
    sums = [parts for index in scope if (parts := found.get(index)) is not None and not parts.unresolved]
    covers = sorted(
        ((_covered(parts, found), parts.whole) for parts in sums),
        key=lambda pair: (-len(pair[0]), table.rows[pair[1]].kind is not RowKind.TOTAL, pair[1]),
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

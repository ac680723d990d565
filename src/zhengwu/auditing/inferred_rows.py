"""Rows that are sums of other rows: sums that no label names, and other readings of labels whose sums do not come out.

A label such as 小计 says that the row is a sum and leaves open of what. The usual reading (`zhengwu.table.parts`) is
replaced by another only where that fails in most columns and the other holds in all of them. The other readings stop
where groups, sums and the table stop: a sum short of the first row of its group is not another reading but a stale sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from zhengwu.auditing.inferred_columns import plain_rows
from zhengwu.auditing.inferred_groups import place_of, terms_of
from zhengwu.auditing.inferred_numbers import SURE, Numbers, Place, Support
from zhengwu.auditing.relations import Relation
from zhengwu.reference.forms import Linear
from zhengwu.table.model import RowKind, Table
from zhengwu.table.parts import Parts, is_rate, is_rate_cell

__all__ = ["RowSum", "SumOf", "rows_confirmed"]

SumOf: TypeAlias = Callable[[Table, Place, list[Place], str, Parts], Iterator[Relation]]
"""Makes the relation of a cell that is the sum of others: table, whole, parts, rule, and what licenses it."""

_UNCONFIRMED = "structure_unconfirmed"
_FORMULA = "ZW122"
_MOST_STEPS = 60_000
_LONGEST_BLOCK = 400
_FEWEST_COLUMNS = 2
_CERTAIN = 10**7  # odds that one column alone must give


@attrs.frozen
class RowSum:
    """A row that is the sum of others, with the columns that say so; `is_confirmed` unless that may be an accident."""

    whole: int
    parts: tuple[int, ...]
    support: Support
    is_confirmed: bool = True


def rows_confirmed(table: Table, numbers: Numbers, licensed: Sequence[Relation], sum_of: SumOf) -> list[Relation]:
    """The sums of rows after the figures have been asked: some read otherwise, and those that no label names.

    Where several sums fail and most do, the labels do not stand at their rows: what is found there says nothing.
    """
    by_row: dict[int, list[Relation]] = {}
    for relation in licensed:
        by_row.setdefault(place_of(relation.target or "")[0], []).append(relation)
    parts = {row: _parts(group) for row, group in by_row.items()}
    supports = {row: support_of_rows(table, numbers, row, parts[row]) for row in by_row}
    failing = [row for row, support in supports.items() if 2 * support.failed >= max(support.tried, 1)]
    holding = {row: parts[row] for row in by_row if row not in failing}
    is_shifted = len(failing) > 1 and 2 * len(failing) > len(by_row)
    found = [] if is_shifted else row_sums(table, numbers, holding)
    result: list[Relation] = []
    for row, group in by_row.items():
        # A formula in a label leaves nothing to read otherwise.
        is_doubtful = row in failing or (supports[row].failed and _has_details(table, parts[row]))
        if not is_doubtful or any(relation.rule == _FORMULA for relation in group):
            result += group
            continue
        reading, details = other_reading(table, numbers, row, parts[row], found)
        if reading is None:
            result += group
        elif not reading.is_confirmed:
            evidence = (supports[row].held, supports[row].tried)
            result += [attrs.evolve(r, doubtful=r.doubtful or _UNCONFIRMED, evidence=evidence) for r in group]
        else:
            found += [detail for detail in details if detail.whole not in {other.whole for other in found}]
            result += _relations(table, reading, sum_of, rule=group[0].rule, how=group[0].name, doubtful=None)
    for row_sum in found:
        result += _relations(table, row_sum, sum_of, rule="ZW120", how="total", doubtful="inferred")
    return result


def _has_details(table: Table, parts: Sequence[int]) -> bool:
    """Whether an enumeration that 其中 began may go on in the parts of a sum."""
    return bool(parts) and any(row.kind is RowKind.OF_WHICH for row in table.rows[parts[0] : parts[-1]])


def _parts(group: Sequence[Relation]) -> tuple[int, ...]:
    """The rows that a sum adds up in any column."""
    forms = [form for relation in group for _, form in relation.forms]
    return tuple(sorted({row for form in forms if isinstance(form, Linear) for row, _ in terms_of(form.terms)}))


def _relations(
    table: Table, row_sum: RowSum, sum_of: SumOf, *, rule: str, how: str, doubtful: str | None
) -> Iterator[Relation]:
    parts = Parts(whole=row_sum.whole, parts=row_sum.parts, how=how)
    for column in _additive(table):
        places = [(part, column) for part in row_sum.parts]
        for relation in sum_of(table, (row_sum.whole, column), places, rule, parts):
            evidence = (row_sum.support.held, row_sum.support.tried)
            yield attrs.evolve(relation, doubtful=doubtful or relation.doubtful, evidence=evidence)


def support_of_rows(
    table: Table, numbers: Numbers, whole: int, parts: Sequence[int], *, blanks_are_zero: bool = False
) -> Support:
    """How the sum of some rows fares over the columns; where a part is blank nothing fails, unless blanks are zero."""
    support = Support()
    for column in _additive(table):
        places = {(part, column) for part in parts}
        printed = places & numbers.scope
        if (whole, column) not in numbers.values or not printed or is_rate_cell(table, whole, column):
            continue
        terms: dict[Place, int] = {(whole, column): -1, **dict.fromkeys(printed, 1)}
        holds, odds = numbers.sum(terms)
        if holds or blanks_are_zero or len(printed) == len(places):
            support = support.plus(holds, odds)
    return support


def row_sums(table: Table, numbers: Numbers, licensed: Mapping[int, tuple[int, ...]]) -> list[RowSum]:
    """The rows without a word for a sum that are the sum of the rows just above or below, in nearly all columns.

    `licensed` are the sums whose labels say so and that hold: an item and its summands cannot both be parts of one.
    """
    columns = _additive(table)
    items = [row for row in plain_rows(table) if table.rows[row].role is None]
    if not columns or len(items) < _FEWEST_COLUMNS + 1:
        return []
    probe = max(columns, key=lambda c: sum(numbers.values.get((r, c), 0) for r in items))
    choices = len(items) ** 2
    kept: list[RowSum] = []
    for whole, parts in _blocks(numbers, probe, set(items)):
        support = support_of_rows(table, numbers, whole, parts)
        few = support.held < _FEWEST_COLUMNS and support.odds < _CERTAIN * choices
        if few or not support.is_enough(choices, fewest=1) or _counted_twice(whole, parts, licensed.values()):
            continue
        if not any({whole, *parts} & {other.whole, *other.parts} for other in kept):
            kept.append(RowSum(whole, parts, support))
    return kept


def other_reading(
    table: Table, numbers: Numbers, whole: int, usual: Sequence[int], found: Sequence[RowSum]
) -> tuple[RowSum | None, tuple[RowSum, ...]]:
    """The reading of a sum's label under which every column comes out, and the sums inside it; None if there is none.

    It is confirmed if that could hardly be an accident; else it only says that the usual reading is in doubt.
    """
    nested = {tops: inside for inside, tops in _nested(table, numbers, usual)}
    readings = [*nested, *_readings(table, whole, usual, found)]
    tried = [parts for parts in dict.fromkeys(readings) if parts and parts != tuple(usual)]
    possible = None
    for parts in tried:
        support = support_of_rows(table, numbers, whole, parts)
        if support.failed or not (support.held or parts in nested):
            continue
        inside = nested.get(parts, ())
        odds = support.odds
        for detail in inside:
            odds *= detail.support.odds
        if odds >= SURE * len(tried):
            return RowSum(whole, parts, support), inside
        if not support_of_rows(table, numbers, whole, parts, blanks_are_zero=True).failed:
            possible = possible or RowSum(whole, parts, support, is_confirmed=False)
    return possible, ()


def _nested(
    table: Table, numbers: Numbers, usual: Sequence[int]
) -> Iterator[tuple[tuple[RowSum, ...], tuple[int, ...]]]:
    """The items of a sum as a hierarchy that no label shows: a row and the rows it adds up, below it or above it."""
    items = [row for row in usual if table.rows[row].kind is RowKind.ITEM]
    for order in (items, items[::-1]) if len(items) <= _LONGEST_BLOCK else ():
        inside: list[RowSum] = []
        tops: list[int] = []
        at = 0
        while at < len(order):
            tops.append(order[at])
            block = _block(table, numbers, order, at)
            if block is not None:
                inside.append(block)
            at += 1 + (len(block.parts) if block is not None else 0)
        if inside:
            yield tuple(inside), tuple(sorted(tops))


def _block(table: Table, numbers: Numbers, order: Sequence[int], at: int) -> RowSum | None:
    """The rows after this one that add up to it in every column."""
    if not any(numbers.values.get((order[at], column)) for column in _additive(table)):
        return None  # zeros are the sum of any zeros
    for stop in range(at + 3, len(order) + 1):
        parts = tuple(sorted(order[at + 1 : stop]))
        support = support_of_rows(table, numbers, order[at], parts)
        if not support.failed:
            return RowSum(order[at], parts, support)
        if _exceeds(table, numbers, order[at], parts):
            break
    return None


def _exceeds(table: Table, numbers: Numbers, whole: int, parts: Sequence[int]) -> bool:
    values = numbers.values
    return any(
        sum(values.get((part, column), 0) for part in parts) > 2 * abs(values[whole, column])
        for column in _additive(table)
        if (whole, column) in values
    )


def _additive(table: Table) -> list[int]:
    return [column.index for column in table.figure_columns if not is_rate(column)]


def _counted_twice(whole: int, parts: Sequence[int], sums: Iterable[Sequence[int]]) -> bool:
    return any(whole in other and set(parts) & set(other) for other in sums)


def _blocks(numbers: Numbers, probe: int, items: set[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rows with the contiguous rows above or below them that add up to the same in one column."""
    values, steps = numbers.values, numbers.steps
    left = _MOST_STEPS
    for whole in sorted(items):
        target = values.get((whole, probe), 0)
        if target <= 0:
            continue
        for direction in (-1, 1):
            total = slack = 0
            parts: list[int] = []
            row = whole + direction
            while row in items and total <= target + slack and len(parts) < _LONGEST_BLOCK and left:
                left -= 1
                parts.append(row)
                total += values.get((row, probe), 0)
                slack += steps.get((row, probe), 0)
                if len(parts) > 1 and abs(total - target) <= slack + steps[whole, probe]:
                    yield whole, tuple(sorted(parts))
                row += direction


def _readings(table: Table, whole: int, usual: Sequence[int], found: Sequence[RowSum]) -> Iterator[tuple[int, ...]]:
    """What a word for a sum may mean by its place: the rows above or below it, from one boundary to another."""
    rows = table.rows
    sums = [row.index for row in rows if row.is_sum]
    own = rows[whole]
    above, below = range(whole - 1, -1, -1), range(whole + 1, len(rows))
    stretches = [
        [r for r in above if rows[r].group == own.group],
        [r for r in below if rows[r].group == own.group],
        _until(above, set(sums)),
        _until(below, set(sums)),
        _until(above, {r for r in sums if rows[r].kind is own.kind}),
        _until(below, {r for r in sums if rows[r].kind is own.kind}),
        list(above),
        list(below),
        [*above, *below],
        list(usual),
    ]
    inside = {part for row_sum in found for part in row_sum.parts}
    for stretch in stretches:
        kept = sorted(r for r in stretch if rows[r].kind is not RowKind.NOTE and r != whole)
        items = [r for r in kept if not rows[r].is_sum]
        yield tuple(r for r in items if rows[r].kind is RowKind.ITEM and r not in inside)
        yield tuple(r for r in items if rows[r].kind is RowKind.ITEM)
        yield tuple(r for r in kept if rows[r].kind is RowKind.SUBTOTAL)
        yield tuple(r for r in kept if rows[r].kind is RowKind.TOTAL)
        yield tuple(r for r in items if rows[r].kind is RowKind.OF_WHICH)
        yield tuple(items)
        yield from _without_details(table, items)


def _without_details(table: Table, items: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The items without those that go on an enumeration which 其中 began, as long as it may be."""
    marked = [i for i, row in enumerate(items) if table.rows[row].kind is RowKind.OF_WHICH]
    for length in range(1, len(items) if marked else 0):
        details = {i for first in marked for i in range(first, first + length + 1)}
        yield tuple(row for i, row in enumerate(items) if i not in details)


def _until(rows: Iterable[int], stops: set[int]) -> list[int]:
    kept: list[int] = []
    for row in rows:
        if row in stops:
            break
        kept.append(row)
    return kept

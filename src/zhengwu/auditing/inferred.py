"""Structure confirmed by the figures: what wording licenses is tested, what it leaves unsaid is read from the numbers.

In both directions. A licensed sum, difference or rate that fails in most of its instances is a wrong reading rather
than many errors: a neighbouring reading that the figures confirm takes its place, and without one a failure becomes a
question (``structure_unconfirmed``). Relations that no wording licenses but nearly all figures show are added, with
their evidence; their exceptions are questions too (``inferred``). One or two instances say nothing either way: there
wording decides. A reading that comes out once a column is taken for one of another unit or sign is right, and the
column is wrong; that a quarter is its months is no reading at all.

>>> from zhengwu.table import Grid, recognise
>>> rows = [["单位", "甲类", "乙类", "丙类"], ["一所", "31", "512", "543"], ["二所", "47", "633", "680"],
...         ["三所", "52", "418", "470"], ["四所", "66", "907", "973"], ["五所", "84", "225", "399"]]
>>> found = confirmed(recognise(Grid.of(rows, unit="件")), ())
>>> found[-1].target, found[-1].doubtful, found[-1].evidence
('t0r4c3', 'inferred', (4, 5))
"""

from __future__ import annotations

from collections.abc import Sequence

from zhengwu.auditing.inferred_columns import Span, Vector, column_sums, plain_rows, shorter_sum, worded_sums
from zhengwu.auditing.inferred_groups import (
    Groups,
    grouped,
    is_row_sum,
    read_as,
    scaled_holds,
    sum_relations,
    support_of,
    unconfirmed,
    vector_of,
)
from zhengwu.auditing.inferred_numbers import Numbers, Support, numbers_of
from zhengwu.auditing.inferred_rates import rates_of_columns
from zhengwu.auditing.inferred_rows import SumOf, rows_confirmed
from zhengwu.auditing.relations import Relation
from zhengwu.reference.forms import Linear
from zhengwu.table.model import Table

__all__ = ["confirmed"]

_FEWEST_ROWS = 4
_TOTALS = frozenset({"ZW110", "ZW111"})
_FIXED = frozenset({"ZW111"})  # the calendar says it


def confirmed(table: Table, licensed: Sequence[Relation], *, sum_of: SumOf | None = None) -> tuple[Relation, ...]:
    """The relations of a table after the figures have been asked: those `licensed`, some read otherwise, and more.

    `sum_of` makes the relation of a cell that is the sum of others; without it sums of rows are left as they are.
    """
    numbers = numbers_of(table)
    rows = plain_rows(table)
    groups = grouped(relation for relation in licensed if not is_row_sum(relation))
    supports = {key: support_of(numbers, group, frozenset(rows)) for key, group in groups.items()}
    result = _linear(table, numbers, groups, supports, rows)
    result = rates_of_columns(table, numbers, result, rows)
    sums = [relation for relation in licensed if is_row_sum(relation)]
    result += rows_confirmed(table, numbers, sums, sum_of) if sum_of is not None else sums
    return tuple(result)


def _linear(
    table: Table, numbers: Numbers, groups: Groups, supports: dict[tuple[str, str, int], Support], rows: Sequence[int]
) -> list[Relation]:
    """Sums and differences of columns: licensed ones tested, others found. Rates are passed on as they are."""
    doubted = {key for key, group in groups.items() if supports[key].fails_mostly and _is_reading(numbers, group)}
    known = Span()
    filled = {column for (_, column), value in numbers.values.items() if value}
    for column in table.figure_columns:
        if column.index not in filled:  # a column of zeros and blanks makes no difference to any sum
            known.add({column.index: 1})
    for key, group in groups.items():
        vector = vector_of(group)
        if key not in doubted and vector is not None:
            known.add(vector)
    named = {key[2] for key in groups if key[0] in _TOTALS}
    worded = [item for item in worded_sums(table, numbers, rows) if not named & _wholes(item[0]) and known.add(item[0])]
    found = column_sums(table, numbers, known) if len(rows) >= _FEWEST_ROWS else []
    result: list[Relation] = []
    used: list[Vector] = []
    for key, group in groups.items():
        if key not in doubted:
            result += group
            continue
        reading = next((item for item in found if key[2] in item[0]), None)
        vector = vector_of(group)
        if reading is None and vector is not None:
            reading = shorter_sum(numbers, vector, rows)
        if reading is None:
            result += [unconfirmed(relation, supports[key]) for relation in group]
        else:
            used.append(reading[0])
            result += read_as(numbers, group, *reading)
    for sum_, support in worded:
        result += sum_relations(table, numbers, sum_, support, doubtful=None)
    for sum_, support in found:
        if sum_ not in used:
            result += sum_relations(table, numbers, sum_, support)
    return result


def _wholes(vector: Vector) -> set[int]:
    return {column for column, c in vector.items() if c < 0}


def _is_reading(numbers: Numbers, group: Sequence[Relation]) -> bool:
    """Whether a group of sums that fail may have been read wrongly: neither the calendar nor a slip explains them."""
    is_linear = all(isinstance(form, Linear) for relation in group for _, form in relation.forms)
    return is_linear and group[0].rule not in _FIXED and not scaled_holds(numbers, group)

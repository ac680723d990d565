"""Which columns may have slipped together: all of them, neighbours whose sums fail, single columns.

>>> from zhengwu.table import Grid, recognise
>>> rows = [["甲", "3", "5"], ["乙", "4", "6"], ["合计", "8", "12"]]
>>> [block.columns for block in blocks_of(recognise(Grid.of([["窗口", "1月", "2月"], *rows], unit="件")))]
[(1, 2)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhengwu.auditing.alignment.across import Across, Within, across_of
from zhengwu.auditing.alignment.block import Block, Witness
from zhengwu.auditing.alignment.sheet import Sheet
from zhengwu.auditing.alignment.sweep import Sums
from zhengwu.table.model import Table

__all__ = ["blocks_of"]

_MOST_BLOCKS = 12
_MOST_SINGLE = 5
_MOST_NEIGHBOURS = 4
_LEAST_ROWS = 3


def blocks_of(table: Table) -> Iterator[Block]:
    """The blocks of columns to try, the whole table first; none where what fails does not look like a slip.

    Where rows have slipped, a sum fails in most of its columns; where a column has, several of its relations fail.
    """
    sheet = Sheet.of(table)
    columns = tuple(sheet.cells)
    if sheet.size < 2 or not columns:
        return
    whole = Block.of(sheet, columns, ())
    if any(_fails_broadly(witness) for witness in whole.witnesses(range(sheet.size))):
        yield whole
    relations = across_of(table)
    seen = {columns}
    for block in _candidates(sheet, columns, relations):
        if block not in seen and len(seen) <= _MOST_BLOCKS:
            seen.add(block)
            yield Block.of(sheet, block, relations)


def _fails_broadly(witness: Witness) -> bool:
    failed = sum(score < 0 for score in witness.scores)
    return failed > 0 and 2 * failed >= sum(score != 0 for score in witness.scores)


def _candidates(sheet: Sheet, columns: tuple[int, ...], relations: Sequence[Within]) -> Iterator[tuple[int, ...]]:
    failing = {column: _failing(sheet, column) for column in sheet.additive}
    doubted: dict[int, set[int]] = {}
    for relation in relations:
        rows = _failing_rows(sheet, relation)
        for column in relation.columns:
            doubted.setdefault(column, set()).update(rows)
    total = {column: len(failing.get(column, set()) | doubted.get(column, set())) for column in columns}
    likely = sorted(columns, key=lambda column: (-total[column], column))
    yield from ((column,) for column in likely[:_MOST_SINGLE] if total[column] >= _LEAST_ROWS)
    start = 0
    while start < len(columns):
        end = start
        while end < len(columns) and failing.get(columns[end], True):
            end += 1
        if any(total[column] >= _LEAST_ROWS for column in columns[start:end]):
            yield from _runs(columns[start:end])
        start = end + 1


def _failing(sheet: Sheet, column: int) -> set[int]:
    outcomes = Sums(sheet, (column,)).outcomes(range(sheet.size))
    return {label for label, scores in outcomes if any((score or 0) < 0 for score in scores)}


def _failing_rows(sheet: Sheet, relation: Within) -> set[int]:
    across = Across(sheet, [relation], frozenset({relation.target}))
    return {row for row in range(sheet.size) if any((score or 0) < 0 for score in across.outcomes(row, row))}


def _runs(run: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(run) > 1:
        yield run
    if len(run) <= _MOST_NEIGHBOURS:
        for first in range(len(run)):
            for last in range(first + 1, len(run)):
                yield run[first : last + 1]

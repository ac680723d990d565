"""Which value rows belong to which labels, where the page says otherwise.

The sums of a table belong to its labels: 小计 is the sum of the rows that its label covers, whatever values stand
there. Where many of them fail and nearly all would hold if the values from some row on belonged to the labels one row
higher, the rows have slipped; no figure is wrong. A single column, or a block of them, can slip alone; the relations
within each row tell that.

>>> from zhengwu.table import Grid, recognise
>>> rows = [["甲", "3100", "210"], ["乙", "", ""], ["小计", "2200", "350"], ["丙", "5300", "560"],
...         ["丁", "1170", "140"], ["小计", "6401", "770"], ["合计", "7571", "910"]]
>>> table = recognise(Grid.of([["窗口", "1月", "2月"], *rows], caption="2017年服务情况表", unit="件"))
>>> [reading] = align(table)
>>> [(move.row, move.label_row) for move in reading.moves], reading.unlabelled, reading.lost
([(2, 1), (3, 2), (4, 3), (5, 4), (6, 5)], (1,), (6,))
>>> (reading.held_before, reading.failed_before), (reading.held, reading.failed)
((0, 6), (4, 0))
>>> print(realigned(table, reading))
2017年服务情况表（单位：件）
窗口   1月  2月
---------------
甲    3100  210
乙    2200  350
小计  5300  560
丙    1170  140
丁    6401  770
小计  7571  910
合计
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from zhengwu.auditing.alignment.block import Block, Witness
from zhengwu.auditing.alignment.blocks import blocks_of
from zhengwu.auditing.alignment.search import MARGIN, MOST_READINGS, Scored, search
from zhengwu.auditing.alignment.sheet import LOST, said
from zhengwu.findings import Move
from zhengwu.table.cells import read_cells
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.model import Table

__all__ = ["Alignment", "align", "realigned"]

_NOTHING: Mapping[tuple[int, int], str] = MappingProxyType({})
_LEAST_FAILING = 2
_LEAST_GAIN, _LEAST_GAIN_BLANK = 28, 22
_LEAST_NEW = 3
_LEAST_MOVED, _LEAST_MOVED_BESIDES = 2, 5


@attrs.frozen(kw_only=True)
class Alignment:
    """One reading of the page: which values belong to which labels. Rows count over the body, columns over the width.

    `moves` lists the value rows that belong to another label than the one they stand beside, in the figure columns
    `columns`; `unlabelled` the value rows that belong to no label (an inserted row), `lost` the labels whose values are
    not on the page, dropped in the middle or fallen off its end. `held_before` and `failed_before` count the relations
    that decide it on the page as printed, `held` and `failed` as realigned: the sums that the labels name, and where
    only some columns moved also the relations of their rows; 0 = 0 counts for nothing. `gain` is what the reading
    explains better than the page as printed, in bits, what it assumes taken off.
    """

    table: int
    moves: tuple[Move, ...]
    columns: tuple[int, ...]
    unlabelled: tuple[int, ...]
    lost: tuple[int, ...]
    held_before: int = 0
    failed_before: int = 0
    held: int = 0
    failed: int = 0
    gain: int = 0


def align(table: Table) -> tuple[Alignment, ...]:
    """The readings of the page that explain its figures clearly better than the labels beside them, best first.

    Empty where the labels stand right, or where a slip would not explain enough: at least three relations that fail or
    are open otherwise, far more digits than accident would; in a block of columns, three labels. Readings are listed
    beside the best if they are as good as it, no more than `MOST_READINGS`. Rows are first tried up to two labels off,
    single columns and tables of more than 150 rows one; what is farther is reached where each step explains something.
    """
    found: list[Alignment] = []
    for block in blocks_of(table):
        printed = block.witnesses(range(block.sheet.size))
        if sum(score < 0 for witness in printed for score in witness.scores) < _LEAST_FAILING:
            continue
        readings = search(block)
        if _is_claimed(block, readings[0], printed):
            found += [_alignment(table, block, reading, printed) for reading in readings]
            if block.is_whole and not found[0].failed:
                break  # nothing is left for a block of columns to explain
    found.sort(key=lambda reading: (-reading.gain, -len(reading.columns)))
    return tuple([reading for reading in found if reading.gain >= found[0].gain - MARGIN][:MOST_READINGS])


def realigned(table: Table, alignment: Alignment, *, filled: Mapping[tuple[int, int], str] = _NOTHING) -> Table:
    """The table with every value at its label, blanks where values are lost; values of no label are left out.

    `filled` are the texts of cells, by row and column, that are known although they were lost.
    """
    rows = [list(row) for row in table.grid.rows]
    top = table.header_height
    sources: dict[int, int | None] = dict.fromkeys((*alignment.lost, *alignment.unlabelled))
    sources |= {move.label_row: move.row for move in alignment.moves}
    for label, row in sources.items():
        for column in alignment.columns:
            if table.grid.owner(label + top, column) in (None, (label + top, column)):
                rows[label + top][column] = _moved(table.grid, label + top, None if row is None else row + top, column)
    for (label, column), text in filled.items():
        rows[label + top][column] = attrs.evolve(rows[label + top][column] or Cell(""), text=text)
    grid = attrs.evolve(table.grid, rows=tuple(tuple(row) for row in rows))
    cells, unread = read_cells(grid, top, table.columns, table.rows, table.index)
    return attrs.evolve(table, grid=grid, cells=cells, unread=tuple(unread), computation=None)


def _moved(grid: Grid, label: int, row: int | None, column: int) -> Cell | None:
    """The cell at a label with what another row of the grid prints in that column."""
    there, here = grid.rows[label][column], None if row is None else grid.rows[row][column]
    if there is None and here is None:
        return None
    text, where = ("", None) if here is None else (here.text, here.where)
    return attrs.evolve(there or Cell(""), text=text, where=where)


def _is_claimed(block: Block, reading: Scored, printed: Sequence[Witness]) -> bool:
    """Whether what newly holds is more than accident or another mistake would make hold."""
    now = block.witnesses(reading.assigned)
    gain = reading.score - _score(printed)
    is_row_of_nothing = bool(reading.unlabelled) and not any(block.prints(row) for row in reading.unlabelled)
    if gain < (_LEAST_GAIN_BLANK if is_row_of_nothing else _LEAST_GAIN):
        return False
    new = [
        (w.label, s)
        for w, before in zip(now, printed, strict=True)
        if said(before.outcomes) <= 0 < said(w.outcomes)
        for s in w.scores
        if s > 0
    ]
    labels = {label for label, _ in new}
    if sum(s < 0 for w in now for s in w.scores) >= len(new) or len(new) < _LEAST_NEW:
        return False
    moved = _moved_values(block, reading)
    numbers = [row for row in reading.unlabelled if block.weights[row]]
    if any(block.prints_more_than_zero(row) for row in numbers) or (numbers and _loses_inside(reading)):
        # Rows that changed places, or a total wrong in all its columns, can be read as a row too many and a row lost.
        return len(labels) >= _LEAST_NEW and moved >= _LEAST_MOVED_BESIDES
    if block.is_whole:
        return not numbers or len(labels) > 1
    # In one column a blank is common, so two figures that changed places can be read as a short slip beside one.
    least = _LEAST_MOVED_BESIDES if _loses_inside(reading) else _LEAST_MOVED
    return len(labels) >= _LEAST_NEW and moved >= least


def _loses_inside(reading: Scored) -> bool:
    """Whether a label above the last value row has lost its values."""
    return LOST in reading.assigned[: reading.assigned.index(max(reading.assigned))]


def _score(witnesses: Sequence[Witness]) -> int:
    return sum(said(witness.outcomes) for witness in witnesses)


def _moved_values(block: Block, reading: Scored) -> int:
    cells = [block.sheet.cells[column] for column in block.columns]
    return sum(
        any(column[row] != column[label] and column[row] is not None for column in cells)
        for label, row in enumerate(reading.assigned)
        if row not in (LOST, label)
    )


def _alignment(table: Table, block: Block, reading: Scored, printed: Sequence[Witness]) -> Alignment:
    rows = block.sheet.rows
    before = [score for witness in printed for score in witness.scores]
    after = [score for witness in block.witnesses(reading.assigned) for score in witness.scores]
    last = max(reading.assigned)
    moved, lost = [], []
    # Blank rows below the last values are no value rows.
    unlabelled = [row for row in reading.unlabelled if row < last or block.prints(row)]
    for label, row in enumerate(reading.assigned):
        if row == LOST:
            lost.append(label)
        elif row != label and block.is_missing(label, reading.assigned):
            lost.append(label)
            unlabelled.append(row)
        elif row != label:
            moved.append(Move(table=table.index, row=rows[row], label_row=rows[label]))
    return Alignment(
        table=table.index,
        moves=tuple(moved),
        columns=block.columns,
        unlabelled=tuple(rows[row] for row in sorted(unlabelled)),
        lost=tuple(rows[label] for label in lost),
        held_before=sum(score > 0 for score in before),
        failed_before=sum(score < 0 for score in before),
        held=sum(score > 0 for score in after),
        failed=sum(score < 0 for score in after),
        gain=block.says(reading.assigned) - block.says(range(len(rows))) - block.cost(reading.profile),
    )

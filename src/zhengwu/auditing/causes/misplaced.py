"""Values that stand in the wrong rows, found by trying whole pages: a slip at an empty cell or row, rows exchanged.

Sums alone seldom tell, so every relation of the table does: each way is tried by judging the page as it would stand
then. What a slip pushed off the page is computed where something gives it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice
from typing import Final

import attrs

from zhengwu.auditing.alignment import MOST_READINGS, Alignment, lost_values, realigned
from zhengwu.auditing.case import Case
from zhengwu.auditing.causes.scene import place_of
from zhengwu.auditing.engine import Judgement, judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.findings import Move, RelationKind, Verdict
from zhengwu.reference.forms import Linear
from zhengwu.table.model import Table

__all__ = ["filled", "misplaced"]

_LEAST_DIGITS: Final = 3
"""Digits of what newly holds: one accident in a thousand, and a hundred places to look at on a page."""

_LEAST_UNLICENSED: Final = 8
"""The same where nothing fails as printed, for want of anything that licenses a relation."""

_MOST_PAGES = 80
_MOST_STARTS = 4  # empty places before what fails
_MOST_CELLS = 40_000  # judged in all, on the pages that are tried
_DOWN = ("ZW120", "ZW121", "ZW122")


@attrs.frozen
class _Told:
    """What the relations through some columns say: how many hold and in how many digits, and where others fail.

    `vouched` are the cells, by row and column, that stand in one that holds.
    """

    held: int
    failed: int
    digits: int
    rows: frozenset[int]
    vouched: frozenset[tuple[int, int]]


def misplaced(table: Table, judgement: Judgement) -> tuple[Alignment, ...]:
    """The readings that explain all that contradicts in their columns, best first; often none.

    A column that contradicts nothing because nothing in it is licensed as printed is tried too. Of a big page fewer
    places are tried, of a very big one none.
    """
    most = min(_MOST_PAGES, _MOST_CELLS // max(1, len(table.rows) * len(table.columns)))
    if not most:
        return ()
    whole = tuple(column.index for column in table.figure_columns)
    ways = [whole, *((column,) for column in whole if len(whole) > 1)]
    found: list[Alignment] = []
    pages = 0
    for columns in ways:
        before = _told(table, judgement, columns)
        if before.held and not before.failed:
            continue
        exchanged = _exchanges(table, judgement, columns) if columns == whole else ()
        for reading in islice(chain(exchanged, _slips(table, columns, before)), most - pages):
            pages += 1
            tried = _tried(table, reading, before)
            found += [tried] if tried is not None else []
    best = max((reading.gain for reading in found), default=0)
    return tuple(reading for reading in found if reading.gain == best)[:MOST_READINGS]


def filled(table: Table, reading: Alignment) -> Table:
    """The page by a reading, with what was lost as far as it can be computed."""
    lost = {place: value.text for place, value in lost_values(table, reading).items()}
    return realigned(table, reading, filled=lost)


def _tried(table: Table, reading: Alignment, before: _Told) -> Alignment | None:
    """The reading with what it explains, if nothing fails on its page and far more holds than accident would make."""
    page = filled(table, reading)
    lost = {(row, column) for row in reading.lost for column in reading.columns}
    after = _told(page, judge(figures_of_table(page), relations_of_table(page)), reading.columns, computed=lost)
    gain = after.digits - before.digits
    if after.failed or gain < (_LEAST_DIGITS if before.failed else _LEAST_UNLICENSED):
        return None
    moved = [(move.label_row, c) for move in reading.moves for c in reading.columns if page.printed(move.label_row, c)]
    if 2 * len(after.vouched.intersection(moved)) <= len(moved):
        return None  # most of it would stand where nothing says that it belongs
    return attrs.evolve(reading, held_before=before.held, failed_before=before.failed, held=after.held, gain=gain)


# -------------------------------------------------------------------------------------------------- ways to misplace


def _slips(table: Table, columns: tuple[int, ...], before: _Told) -> Iterator[Alignment]:
    """Every empty place with the values below it one label higher, or those above it one lower, long runs first."""
    printed = [row for row in range(len(table.rows)) if _prints(table, row, columns)]
    if not printed:
        return
    whole = {column.index for column in table.figure_columns}
    empty = [
        row
        for row in range(len(table.rows))
        if row not in printed and (whole == set(columns) or _prints(table, row, whole))
    ]
    for step, end in ((1, printed[-1]), (-1, printed[0])):
        first = min(before.rows, default=end) if step > 0 else max(before.rows, default=end)
        far = max(before.rows, default=end) if step > 0 else min(before.rows, default=end)
        # What fails lies between the empty place and the end of the slip: the nearest places, and the whole way down.
        starts = [row for row in empty[::-step] if (first - row) * step >= 0][:_MOST_STARTS]
        ends = [row for row in dict.fromkeys((end, far, far + step)) if row in printed and (row - far) * step >= 0]
        for last in ends:
            for row in starts:
                if (last - row) * step > 0 and row + step in printed:
                    moves = [(label + step, label) for label in range(row, last, step)]
                    yield _reading(table, columns, moves, lost=(last,))


def _exchanges(table: Table, judgement: Judgement, columns: tuple[int, ...]) -> tuple[Alignment, ...]:
    """Pairs of rows that would make a failing sum hold in each other's place, where they print different columns.

    Rows that print the same columns can be exchanged beside other mistakes: `mechanisms.exchanged` does.
    """
    pairs: dict[tuple[int, int], None] = {}
    for case, result in zip(judgement.cases, judgement.results, strict=True):
        form, column = case.form[1], result.where.column
        if result.where.table != table.index or result.verdict is not Verdict.INCONSISTENT or column is None:
            continue
        if result.rule in _DOWN and isinstance(form, Linear) and result.where.row is not None:
            pairs |= dict.fromkeys(_closing(table, case, form, column, result.where.row))
    shapes = [[table.printed(row, column) is None for column in columns] for row in range(len(table.rows))]
    different = [(one, other) for one, other in pairs if shapes[one] != shapes[other]]
    return tuple(_reading(table, columns, [(one, other), (other, one)]) for one, other in different)


def _closing(table: Table, case: Case, form: Linear, column: int, total: int) -> Iterator[tuple[int, int]]:
    """The pairs of rows, each once, whose values in each other's place close a sum of one column, blanks as nothing."""
    printed = case.bounds.values
    shares = {place[1]: int(share) for name, share in form.terms if (place := place_of(name)) is not None}
    shares |= {place[1]: 1 for name in case.relation.blanks if (place := place_of(name)) is not None}
    shares[total] = -1
    values = {row: Fraction(printed.get(f"t{table.index}r{row}c{column}", 0)) for row in range(len(table.rows))}
    off = Fraction(-sum(share * values[row] for row, share in shares.items()))
    slack = case.bounds.farthest(form.terms) + case.bounds.steps[case.relation.target or ""]
    ordered = sorted((value, row) for row, value in values.items())
    kinds = {0, *shares.values()}
    for one, share in shares.items():
        for kind in kinds - {share}:
            aim, far = values[one] + off / (share - kind), Fraction(slack) / abs(share - kind)
            start = bisect_left(ordered, (aim - far, -1))
            for value, other in islice(ordered, start, None):
                if value > aim + far:
                    break
                if value != values[one] and shares.get(other, 0) == kind and (one < other or other not in shares):
                    yield (one, other) if one < other else (other, one)


def _reading(
    table: Table, columns: tuple[int, ...], moves: Sequence[tuple[int, int]], *, lost: tuple[int, ...] = ()
) -> Alignment:
    return Alignment(
        table=table.index,
        moves=tuple(Move(table=table.index, row=row, label_row=label) for row, label in moves),
        columns=columns,
        unlabelled=(),
        lost=lost,
    )


def _prints(table: Table, row: int, columns: Collection[int]) -> bool:
    return any(table.printed(row, column) is not None for column in columns)


# ---------------------------------------------------------------------------------------------- what relations say


def _told(
    table: Table, judgement: Judgement, columns: Collection[int], *, computed: Collection[tuple[int, int]] = ()
) -> _Told:
    """What the relations say; of the sums that use a computed figure one gave it, and says nothing of it.

    Nor does one within a row where rows move as a whole: it holds wherever the row stands.
    """
    is_whole = set(columns).issuperset(column.index for column in table.figure_columns) and len(columns) > 1
    held = failed = digits = 0
    rows, vouched = set[int](), set[tuple[int, int]]()
    sums: dict[tuple[int, int], list[int]] = {}
    for case, result in zip(judgement.cases, judgement.results, strict=True):
        places = _places(case)
        if result.where.table != table.index or not any(place[2] in columns for place in places):
            continue
        if result.verdict is Verdict.INCONSISTENT:
            failed += 1
            if result.where.row is not None and result.kind is not RelationKind.SUM:
                rows.add(result.where.row)
        elif result.verdict is not Verdict.UNVERIFIABLE:
            held += 1
            uses = [place[1:] for place in places if place[1:] in computed]
            if uses and result.kind is RelationKind.SUM:
                sums.setdefault(uses[0], []).append(_digits(case))
            elif places[0][1:] not in uses and not (is_whole and len({place[1] for place in places}) == 1):
                digits += _digits(case)
                vouched |= {place[1:] for place in places}
    digits += sum(sum(of_one) - max(of_one) for of_one in sums.values())
    return _Told(held, failed, digits, frozenset(rows), frozenset(vouched))


def _places(case: Case) -> list[tuple[int, int, int]]:
    names = (case.relation.target or "", *case.relation.inputs)
    return [place for name in names if (place := place_of(name)) is not None]


def _digits(case: Case) -> int:
    """How many digits a relation that holds confirms: those of its result."""
    figure = case.bounds.printed_figure(case.relation.target or "")
    return len(str(abs(figure.coefficient))) if figure is not None and figure.coefficient else 0

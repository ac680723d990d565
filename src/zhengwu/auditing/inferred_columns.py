"""Columns that are sums or differences of other columns, by the figures alone.

Candidates come from a few rows that tell much: every pair and every run of neighbouring columns whose sum another
column prints there. Each is then tried on all rows. What licensed relations already say is not found again: only
relations that do not follow from them are kept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from zhengwu.auditing.inferred_numbers import Numbers, Support
from zhengwu.reference.glossary import glossary
from zhengwu.table.model import Row, RowKind, Table
from zhengwu.table.parts import is_rate, total_runs

__all__ = ["Span", "Vector", "as_sum", "column_sums", "plain_rows", "shorter_sum", "summands", "worded_sums"]

Vector: TypeAlias = Mapping[int, int]
"""Coefficients of columns; their combination is zero in every row. The whole of a sum has −1."""

_PROBES = 3
_MOST_SAMPLED = 60
_MOST_PAIRED = 32  # columns; in wider tables only neighbours are added up
_FEWEST_IN_RUN = 3


class Span:
    """The relations that follow from others: vectors brought to echelon form one by one.

    >>> span = Span()
    >>> span.add({1: 1, 2: 1, 3: -1}), span.add({3: 1, 4: -1, 5: -1}), span.add({1: 1, 2: 1, 4: -1, 5: -1})
    (True, True, False)
    """

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Fraction]] = {}

    def follows(self, vector: Vector) -> bool:
        """Whether a vector follows from those added."""
        return not self._rest(vector)

    def add(self, vector: Vector) -> bool:
        """Add a vector; False if it followed already."""
        rest = self._rest(vector)
        if rest:
            lead = min(rest)
            self._rows[lead] = {column: c / rest[lead] for column, c in rest.items()}
        return bool(rest)

    def _rest(self, vector: Vector) -> dict[int, Fraction]:
        """What is left of a vector once the others are taken out of it."""
        rest = {column: Fraction(c) for column, c in vector.items() if c}
        for lead in sorted({*rest, *self._rows}):
            factor = rest.get(lead)
            if factor and lead in self._rows:
                for column, c in self._rows[lead].items():
                    rest[column] = rest.get(column, Fraction(0)) - factor * c
        return {column: c for column, c in rest.items() if c}


def plain_rows(table: Table) -> tuple[int, ...]:
    """The rows whose figures are evidence: items, and none in which a mark says that cells measure something else."""
    marked = {row for (row, _), cell in table.cells.items() if cell.mark}
    kinds = (RowKind.ITEM, RowKind.OF_WHICH)
    return tuple(
        row.index for row in table.rows if row.kind in kinds and row.index not in marked and not _holds_rates(row)
    )


def _holds_rates(row: Row) -> bool:
    return row.role is not None and glossary().term(row.role).kind in ("rate", "score")


def summands(table: Table, *, fewest: int = _FEWEST_IN_RUN) -> list[list[int]]:
    """The columns that may be added up among themselves: at least so many, figures of one unit, no rates."""
    kinds: dict[str | None, list[int]] = defaultdict(list)
    units: dict[int, str | None] = {}
    for (_, column), cell in table.cells.items():
        if column not in units and cell.figure.is_number:
            units[column] = cell.figure.unit
    for figures in table.figure_columns:
        unit = units.get(figures.index, "%")
        if not is_rate(figures) and unit not in ("%", "‰"):
            kinds[unit].append(figures.index)
    return [columns for columns in kinds.values() if len(columns) >= fewest]


def column_sums(table: Table, numbers: Numbers, known: Span) -> list[tuple[Vector, Support]]:
    """The sums among columns that the figures establish and that do not follow from what is `known`, best first.

    What is found is added to `known`.
    """
    rows = plain_rows(table)
    found: list[tuple[Vector, Support]] = []
    for columns in summands(table):
        tried = dict.fromkeys(_candidates(numbers, columns, _probes(numbers, columns, rows)))
        choices = len(columns) ** 3
        for pairs in tried:
            vector: Vector = dict(pairs)
            if known.follows(vector):
                continue
            support = _support(numbers, vector, rows)
            if support.is_enough(choices):
                found.append((vector, support))
    found.sort(key=lambda item: (item[1].failed, -item[1].held, -item[1].odds, sorted(item[0].items())))
    kept: list[tuple[Vector, Support]] = []
    for vector, support in found:
        rival = any(len(vector.keys() & other.keys()) > 1 and _whole(vector) == _whole(other) for other, _ in kept)
        if not rival and known.add(vector):
            kept.append((vector, support))
    return kept


def worded_sums(table: Table, numbers: Numbers, rows: Sequence[int]) -> list[tuple[Vector, Support]]:
    """The sums of columns that a header names as totals and that its neighbours confirm, on either side of it."""
    found = []
    for column in table.figure_columns:
        runs = total_runs(table, column) if column.total is not None and not column.total.stem else ()
        for run in runs:
            vector: Vector = dict(as_sum(column.index, run))
            support = _support(numbers, vector, rows)
            if support.is_enough(len(runs), fewest=2):
                found.append((vector, support))
    return found


def _support(numbers: Numbers, vector: Vector, rows: Sequence[int]) -> Support:
    sample = _sampled(rows)
    if len(sample) < len(rows):
        first = numbers.weigh(_instances(numbers, vector, sample))
        if 5 * first.failed > first.tried:
            return first
    return numbers.weigh(_instances(numbers, vector, rows))


def _instances(numbers: Numbers, vector: Vector, rows: Iterable[int]) -> Iterator[tuple[bool, int]]:
    values = numbers.values
    for row in rows:
        terms = {(row, column): c for column, c in vector.items() if (row, column) in values}
        if len(terms) == len(vector):
            yield numbers.sum(terms)
        elif len(terms) > 1 and (row, _whole(vector)) in values:
            # A blank may hide the value that is missing.
            holds, odds = numbers.sum(terms)
            if holds:
                yield holds, odds


def _whole(vector: Vector) -> int:
    return next(column for column, c in vector.items() if c < 0)


def _sampled(rows: Sequence[int]) -> Sequence[int]:
    return rows[:: len(rows) // _MOST_SAMPLED + 1]


def _probes(numbers: Numbers, columns: Sequence[int], rows: Sequence[int]) -> list[int]:
    """The rows that tell most: those with the most figures that are not zero, then with the most digits."""

    def telling(row: int) -> tuple[int, int]:
        values = [abs(numbers.values.get((row, column), 0)) for column in columns]
        return -sum(value > 0 for value in values), -sum(value.bit_length() for value in values)

    return sorted(_sampled(rows), key=telling)[:_PROBES]


def _candidates(
    numbers: Numbers, columns: Sequence[int], probes: Sequence[int]
) -> Iterator[tuple[tuple[int, int], ...]]:
    for row in probes:
        line = [(column, numbers.values.get((row, column), 0)) for column in columns]
        by_value = sorted((value, column) for column, value in line if value)
        only = [value for value, _ in by_value]
        steps = {column: numbers.steps.get((row, column), 0) for column in columns}
        widest = max(steps.values(), default=0)
        for parts, total, slack in _sums(line, steps):
            low = bisect_left(only, total - slack - widest)
            high = bisect_right(only, total + slack + widest)
            for value, whole in by_value[low:high]:
                if whole not in parts and abs(value - total) <= slack + steps[whole]:
                    yield as_sum(whole, parts)


def as_sum(whole: int, parts: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The vector of a sum, whole first, as pairs that compare and hash."""
    return ((whole, -1), *((part, 1) for part in parts))


def _sums(line: Sequence[tuple[int, int]], steps: Mapping[int, int]) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """The sums of pairs and of runs of neighbours: their columns, the value, and how far rounding may be off."""
    fewest = _FEWEST_IN_RUN if len(line) <= _MOST_PAIRED else 2
    if len(line) <= _MOST_PAIRED:
        for i, (one, left) in enumerate(line):
            for other, right in line[i + 1 :] if left else ():
                if right:
                    yield (one, other), left + right, steps[one] + steps[other]
    for start in range(len(line) - 1):
        total = slack = 0
        for stop in range(start, len(line)):
            total, slack = total + line[stop][1], slack + steps[line[stop][0]]
            if stop - start + 1 >= fewest:
                yield tuple(column for column, _ in line[start : stop + 1]), total, slack


def shorter_sum(numbers: Numbers, vector: Vector, rows: Sequence[int]) -> tuple[Vector, Support] | None:
    """The sum of fewer of its parts that the figures confirm: one or two columns are contained in others (其中)."""
    whole = _whole(vector)
    parts = [column for column in vector if column != whole]
    for left_out in (*((one,) for one in parts), *((a, b) for i, a in enumerate(parts) for b in parts[i + 1 :])):
        shorter = {column: c for column, c in vector.items() if column not in left_out}
        if len(shorter) <= _FEWEST_IN_RUN - 1:
            continue
        support = _support(numbers, shorter, rows)
        if support.is_enough(len(parts) ** 2):
            return shorter, support
    return None

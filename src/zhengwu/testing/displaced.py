"""Figures in the wrong place: cells and rows that changed places, slips of rows, blocks, columns, rows that are gone.

>>> from zhengwu.testing.choices import Rolled
>>> from zhengwu.testing.windows_shape import window_table
>>> spoiled = shift(window_table(Rolled.seeded(5)), Rolled.seeded(1), "lost")
>>> spoiled is not None and all(move.label_row == move.row + 1 for move in spoiled.moves)
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhengwu.findings import Move
from zhengwu.testing.choices import Choices
from zhengwu.testing.corruption import Dropped
from zhengwu.testing.slips import Spoiled, next_to, not_zero
from zhengwu.testing.sound import Place, SoundTable

__all__ = ["remainder", "shift", "swap", "swap_rows"]


def swap(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """Two neighbouring cells of a ``row`` or ``column`` changed places."""
    down, right = (0, 1) if how == "row" else (1, 0)
    pairs = [
        (one, other)
        for one in table.cells
        if (other := next_to(table, one, down, right)) and table.text(one) != table.text(other)
    ]
    if not pairs:
        return None
    one, other = choices.one_of(pairs)
    return Spoiled(texts={one: table.text(other), other: table.text(one)})


def swap_rows(table: SoundTable, choices: Choices) -> Spoiled | None:
    """The figures of two whole rows changed places; not of two parts of the same sums, which nobody could notice."""
    rows, sums = sorted({row for row, _ in table.cells}), _sums_above(table)
    pairs = [(r, s) for r in rows for s in rows if r < s and sums[r] != sums[s] and _changed(table, {r: s, s: r})]
    if not pairs:
        return None
    one, other = choices.one_of(pairs)
    moves = (Move(table=0, row=one, label_row=other), Move(table=0, row=other, label_row=one))
    return Spoiled(texts=_changed(table, {one: other, other: one}), moves=moves)


def shift(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """From one row on all figures one label too low, to the end (``""``), to some row (``block``), in one ``column``
    only, or one label too high after a row was ``lost``, down to some row.
    """  # fmt: skip
    rows = range(table.grid.height - table.header_height)
    columns = _figure_columns(table)
    if how == "column" and columns:
        columns = [choices.one_of(columns)]
    ends = {"block": rows[:-1], "lost": rows}.get(how, rows[-1:])
    spans = [(first, last) for first in rows[:-1] for last in ends if last > first]
    sources = [_slipped(first, last, up=how == "lost") for first, last in spans]
    sources = [source for source in sources if _changed(table, source, columns)]
    if not sources:
        return None
    source = choices.one_of(sources)
    moves = tuple(Move(table=0, row=r, label_row=s) for r, s in source.items() if s is not None)
    return Spoiled(texts=_changed(table, source, columns), moves=() if how == "column" else moves)


def remainder(table: SoundTable, choices: Choices) -> Spoiled | None:
    """A row of items is missing, and what it was a part of still contains it."""
    rows = [row for row in sorted(_parts_of_sums(table)) if _can_go(table, row)]
    if not rows:
        return None
    row = choices.one_of(rows)
    return Spoiled(texts={}, dropped=Dropped(row=row, cells=table.grid.rows[row + table.header_height]))


def _slipped(first: int, last: int, *, up: bool) -> dict[int, int | None]:
    """Where the figures of each row between two come from; the row that nothing moves to is left blank."""
    if up:
        return {row: row + 1 if row < last else None for row in range(first, last + 1)}
    return {row: row - 1 if row > first else None for row in range(first, last + 1)}


def _changed(
    table: SoundTable, source: Mapping[int, int | None], columns: Iterable[int] | None = None
) -> dict[Place, str]:
    """The texts of the rows with the figures of others, where that changes any; {} where it changes none."""
    across = _figure_columns(table) if columns is None else columns
    texts = {(r, c): "" if s is None else table.text((s, c)) for r, s in source.items() for c in across}
    return texts if any(text.strip() != table.text(place).strip() for place, text in texts.items()) else {}


def _figure_columns(table: SoundTable) -> list[int]:
    return sorted({column for _, column in table.cells})


def _sums_above(table: SoundTable) -> dict[int, frozenset[int]]:
    """The rows that sum each row with others, by its number; of a sum itself also its own."""
    found: dict[int, set[int]] = {row: set() for row in range(table.grid.height - table.header_height)}
    for truth in table.truths:
        rows = {place[0] for place, _ in truth.parts}
        if truth.base is None and truth.target[0] not in rows:
            for row in (*rows, truth.target[0]):
                found[row].add(truth.target[0])
    return {row: frozenset(sums) for row, sums in found.items()}


def _parts_of_sums(table: SoundTable) -> set[int]:
    """The rows of items of which another row is the sum, with others, so that one is left if one goes."""
    sums = _sums_above(table)
    counts = {total: sum(total in above and row != total for row, above in sums.items()) for total in sums}
    return {row for row, above in sums.items() if row not in above and any(counts[total] > 1 for total in above)}


def _can_go(table: SoundTable, row: int) -> bool:
    """Whether the row prints anything to miss, and carries no label that the rows below it go on with."""
    top = table.header_height
    cells, below = (table.grid.rows[top + r] if top + r < table.grid.height else () for r in (row, row + 1))
    carries = any(
        cell is not None and other is not None and cell.text.strip() and not other.text.strip()
        for column, (cell, other) in enumerate(zip(cells, below, strict=False))
        if column < min(_figure_columns(table)) - 1
    )
    spans = any(cell is not None and cell.column_span > 1 for cell in cells)
    return not carries and not spans and any(place[0] == row for place in not_zero(table))

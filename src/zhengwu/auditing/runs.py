"""Moves of neighbouring rows put together: which block of values belongs how many rows further up or down."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from zhengwu.findings import Move

__all__ = ["Run", "runs"]


@attrs.frozen
class Run:
    """Neighbouring rows whose values all belong the same number of rows further down (`by`), or up where negative."""

    table: int
    first: int
    last: int
    by: int

    @property
    def exchanged(self) -> Run:
        """The run that takes the place this one leaves, and leaves the place this one takes."""
        return Run(self.table, self.first + self.by, self.last + self.by, -self.by)

    def __str__(self) -> str:
        return f"{_rows(self.first, self.last)} → {_rows(self.first + self.by, self.last + self.by)}"


def runs(moves: Sequence[Move]) -> list[Run]:
    """Moves put together where they go the same way row after row.

    >>> [str(run) for run in runs([Move(table=0, row=r, label_row=r - 1) for r in range(4, 23)])]
    ['r4—r22 → r3—r21']
    """
    found: list[Run] = []
    for move in sorted(moves, key=lambda move: (move.table, move.row)):
        by = move.label_row - move.row
        last = found[-1] if found else None
        if last is not None and (last.table, last.last + 1, last.by) == (move.table, move.row, by):
            found[-1] = attrs.evolve(last, last=move.row)
        else:
            found.append(Run(move.table, move.row, move.row, by))
    return found


def _rows(first: int, last: int) -> str:
    return f"r{first}" if first == last else f"r{first}—r{last}"

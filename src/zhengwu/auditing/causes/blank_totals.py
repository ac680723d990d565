"""A total that prints nothing at all, though its parts and other totals do: it must hold what they come to.

Nothing fails where a figure is blank, so no other search finds it. Why it is blank nobody can tell (values may have
slipped past it), so it is a question, with what its parts come to as the repair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhengwu.auditing.alignment import Alignment, lost_values
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.causes.shifted import lost_rates
from zhengwu.findings import Change, Finding, FindingKind, Grade, Repair
from zhengwu.table.model import Table
from zhengwu.table.parts import Parts, row_parts

__all__ = ["blank_totals"]

_FEWEST_PARTS = 2  # of a single part a subtotal says nothing new, and many pages leave it out


def blank_totals(scene: Scene, label: Callable[[str], str], taken: Sequence[Finding]) -> list[Finding]:
    """One question for every total of several parts that prints nothing; none where something else is said of its row.

    `label` names a figure. The repair holds what the sums of its columns give; a column where they do not agree, or
    parts are blank too, is left out.
    """
    touched = {(f.where.table, row) for f in taken for row in _rows_of(f)}
    found = []
    for table in scene.tables:
        printing = any(_prints(table, parts.whole) for parts in row_parts(table))
        for parts in (p for p in row_parts(table) if not p.unresolved and len(p.parts) >= _FEWEST_PARTS):
            is_known = sum(_prints(table, part) for part in parts.parts) >= _FEWEST_PARTS
            if printing and is_known and not _prints(table, parts.whole) and (table.index, parts.whole) not in touched:
                finding = _finding(scene, table, parts, label)
                found += [finding] if finding is not None else []
    return found


def _rows_of(finding: Finding) -> set[int | None]:
    rows = {change.where.row for repair in finding.repairs for change in repair.changes}
    return rows | {row for repair in finding.repairs for move in repair.moves for row in (move.row, move.label_row)}


def _prints(table: Table, row: int) -> bool:
    return any(table.printed(row, column.index) is not None for column in table.figure_columns)


def _finding(scene: Scene, table: Table, parts: Parts, label: Callable[[str], str]) -> Finding | None:
    """The question, with what all sums agree on, or else with what its parts and what the totals above it say."""
    row = parts.whole
    agreed = _values(table, parts, None)
    ways = (
        [agreed] if agreed else [_values(table, parts, lambda p: p.whole == row), _values(table, parts, _is_other(row))]
    )
    ways = [values for values in ways if values]
    if not ways:
        return None
    first = next(iter(ways[0]))
    names = {column: f"t{table.index}r{row}c{column}" for values in ways for column in values}
    return Finding(
        rule="ZW120",
        grade=Grade.QUESTION,
        kind=FindingKind.BLANK,
        where=table.where(row, first),
        printed="",
        values={
            "label": label(names[first]),
            "printed": "",
            "arithmetic": "",
            "recomputed": ways[0][first],
            "name": "",
        },
        repairs=tuple(
            Repair(
                changes=tuple(
                    Change(where=table.where(row, column), before=scene.text(names[column]), after=text)
                    for column, text in values.items()
                ),
                why="why.blank",
            )
            for values in ways
        ),
        figures=tuple(names.values()),
    )


def _is_other(row: int) -> Callable[[Parts], bool]:
    return lambda parts: parts.whole != row


def _values(table: Table, parts: Parts, by: Callable[[Parts], bool] | None) -> dict[int, str]:
    """What the total must hold by some sums, by column; columns in which a part is blank are left out."""
    figures = (column.index for column in table.figure_columns)
    columns = tuple(c for c in figures if all(table.printed(part, c) is not None for part in parts.parts))
    nothing = Alignment(table=table.index, moves=(), columns=columns, unlabelled=(), lost=(parts.whole,))
    sums = {place: value.text for place, value in lost_values(table, nothing, by=by).items()}
    return {place[1]: text for place, text in sorted({**sums, **lost_rates(table, nothing, sums)}.items())}

"""What an audit made of known mistakes: noticed, located, repaired, claimed wrongly. For benchmarks and tests.

>>> from zhengwu.app import audit
>>> from zhengwu.testing.choices import Rolled
>>> from zhengwu.testing.corrupting import corrupt
>>> from zhengwu.testing.windows_shape import window_table
>>> made = corrupt(window_table(Rolled.seeded(5)), "typo", Rolled.seeded(5))
>>> assert made is not None
>>> found = outcome_of(made[0], [made[1]], audit(made[0]))
>>> found.is_detected, found.is_wrong
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from zhengwu.auditing.report import Report
from zhengwu.exact.number import NUMBER, parse_number
from zhengwu.findings import Finding, FindingKind, Repair
from zhengwu.table.grid import Grid
from zhengwu.table.model import Table
from zhengwu.table.structure import recognise
from zhengwu.testing.corruption import Corruption
from zhengwu.testing.truth import Place

__all__ = ["Outcome", "outcome_of"]

_Numbers: TypeAlias = Mapping[Place, Fraction | None]
_MOST_ROUNDED = 20  # parts of a sum, each rounded by half a last digit
_FIGURE = re.compile(rf"(-?)({NUMBER})")


@attrs.frozen(kw_only=True)
class Outcome:
    """How a report stands to the truth. Figures count, not texts: a separator or a blank more is no difference.

    `is_detected`: it has a finding of any grade. `is_claimed`: its unique repairs together touch exactly the figures
    that were changed. `is_located`: one listed repair of each finding, together. `is_repaired`: the same, with the
    figures that were there before; what a slip pushed off the page may stay blank, amounts and rates that it or a stale
    total overwrote may be what rounded parts come to, and a row that is missing need only be said to be missing.
    `is_wrong`: a unique repair is not a part of that. `is_open`: something was found, nothing claimed. `is_named`:
    every mistake's kind is that of a finding, of a typing error also its variety.
    """

    is_detected: bool
    is_claimed: bool
    is_located: bool
    is_repaired: bool
    is_wrong: bool
    is_open: bool
    is_named: bool


def outcome_of(grid: Grid, corruptions: Sequence[Corruption], report: Report) -> Outcome:
    """Compare the report on a corrupted grid with what was done to it. The grid is the only table of the report."""
    claims = [finding for finding in report.findings if finding.unique and finding.repairs]
    detected = bool(report.findings)
    is_open, is_named = detected and not claims, all(_is_named(corruption, report) for corruption in corruptions)
    if any(corruption.dropped is not None for corruption in corruptions):
        located = any(_tells_of_a_row(finding) for finding in report.findings)
        return Outcome(
            is_detected=detected,
            is_claimed=any(finding.unique and finding.kind is FindingKind.REMAINDER for finding in report.findings),
            is_located=located,
            is_repaired=located,
            is_wrong=any(finding.kind is not FindingKind.REMAINDER for finding in claims),
            is_open=is_open,
            is_named=is_named,
        )
    table, printed = recognise(grid), _numbers_of(grid)
    truth, lost = _before(corruptions), set(_lost(corruptions))
    columns = {column.index for column in table.figure_columns}
    known = _Truth(truth, lost, lost | set(_stale(corruptions)), frozenset(_counted(table)))
    claimed = [[_effect(finding.repairs[0], printed, columns)] for finding in claims]
    listed = [[_effect(repair, printed, columns) for repair in finding.repairs] for finding in report.findings]
    return Outcome(
        is_detected=detected,
        is_claimed=known.is_covered(claimed, values=False),
        is_located=known.is_covered(listed, values=False),
        is_repaired=known.is_covered(listed, values=True),
        is_wrong=any(not known.has_part(changes, values=True) for (changes,) in claimed),
        is_open=is_open,
        is_named=is_named,
    )


@attrs.frozen
class _Truth:
    """What was changed, with what was there before; which of it is `lost`, which `gone` so that it can only be summed
    anew, and the columns of counts, which add up exactly.
    """

    before: _Numbers
    lost: Collection[Place]
    gone: Collection[Place]
    counts: Collection[int]

    def is_covered(self, alternatives: Sequence[Sequence[_Numbers]], *, values: bool) -> bool:
        """Whether one repair of each finding, where it is part of the truth, together make the whole of it."""
        touched: set[Place] = set()
        for repairs in alternatives:
            parts = [set(changes) for changes in repairs if self.has_part(changes, values=values)]
            touched |= max(parts, key=len, default=set())
        whole = set(self.before)
        return (whole.difference(self.lost) or whole) <= touched

    def has_part(self, changes: _Numbers, *, values: bool) -> bool:
        """Whether changes touch nothing but figures that were changed, and with `values` restore them."""
        return bool(changes) and all(
            place in self.before and (not values or self._may_be(place, number)) for place, number in changes.items()
        )

    def _may_be(self, place: Place, number: Fraction | None) -> bool:
        before = self.before[place]
        if number == before:
            return True
        if number is None or before is None:
            return number is None and place in self.lost
        off = 0 if place[1] in self.counts else _MOST_ROUNDED * _last_digit(before)
        return place in self.gone and abs(number - before) <= off


def _counted(table: Table) -> Iterator[int]:
    for column in table.figure_columns:
        figures = [cell.figure for row in table.rows if (cell := table.printed(row.index, column.index)) is not None]
        if any(figure.counted for figure in figures):
            yield column.index


def _stale(corruptions: Sequence[Corruption]) -> Iterator[Place]:
    """The cells that print what totals were before a part was changed."""
    for corruption in corruptions:
        if corruption.kind is FindingKind.STALE_TOTAL:
            yield from corruption.cells


def _before(corruptions: Sequence[Corruption]) -> dict[Place, Fraction | None]:
    """What the cells printed whose number was changed."""
    return {
        place: _number(before)
        for corruption in corruptions
        for place, before, after in zip(corruption.cells, corruption.before, corruption.after, strict=True)
        if _number(before) != _number(after)
    }


def _lost(corruptions: Sequence[Corruption]) -> Iterator[Place]:
    """The cells whose figures a slip pushed off the page."""
    for corruption in corruptions:
        if corruption.kind is FindingKind.SHIFT:
            rows = [row for row, _ in corruption.cells]
            gone = min(rows) if corruption.how == "lost" else max(rows)
            yield from (place for place in corruption.cells if place[0] == gone)


def _effect(repair: Repair, printed: _Numbers, columns: Collection[int]) -> dict[Place, Fraction | None]:
    """The numbers that a repair changes, by place, and what they become; only values move, labels stay."""
    numbers = dict(printed)
    for move in repair.moves:
        numbers |= {(move.row, column): None for column in columns}
    for move in repair.moves:
        numbers |= {(move.label_row, column): printed.get((move.row, column)) for column in columns}
    for change in repair.changes:
        if change.where.row is not None and change.where.column is not None:
            numbers[change.where.row, change.where.column] = _number(change.after)
    return {place: number for place, number in numbers.items() if number != printed.get(place)}


def _last_digit(number: Fraction) -> Fraction:
    decimals = 0
    while (number * 10**decimals).denominator != 1:
        decimals += 1
    return Fraction(1, 10**decimals)


def _tells_of_a_row(finding: Finding) -> bool:
    """Whether a finding says that a row is missing, or lists that among what may be."""
    return finding.kind is FindingKind.REMAINDER or any(r.why == "why.remainder" for r in finding.repairs)


def _is_named(corruption: Corruption, report: Report) -> bool:
    def names(finding: Finding) -> bool:
        if finding.kind is not corruption.kind:
            return False
        why = f"why.typo.{corruption.how}"
        return corruption.kind is not FindingKind.TYPO or any(repair.why == why for repair in finding.repairs[:1])

    return any(names(finding) for finding in report.findings)


def _numbers_of(grid: Grid) -> dict[Place, Fraction | None]:
    """The numbers of the body by place; of a row that prints only in part the other cells have none."""
    top = grid.header_rows or 0
    body = enumerate(grid.rows[top:])
    return {(r, c): None if cell is None else _number(cell.text) for r, row in body for c, cell in enumerate(row)}


def _number(text: str) -> Fraction | None:
    """The number that a cell prints, with its sign, whatever stands around it; None for a blank or a label."""
    match = _FIGURE.search(text)
    number = parse_number(match[2]) if match else None
    if match is None or number is None:
        return None
    return Fraction(-number[0] if match[1] else number[0], 10 ** number[1])

"""Which cells of a table its findings point at, and by which sign: the marks shared by text and HTML.

A mark is the sign of the finding's grade; where several repairs are equally possible, it is the letter of the repair
in the list of findings, counted on through the table so that every letter stands once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from types import MappingProxyType

import attrs

from zhengwu.findings import Finding, Grade, Verdict
from zhengwu.table.layout import Segment
from zhengwu.table.model import Table

__all__ = ["MARKS", "Marked", "letters", "marked_cells", "marked_rows"]

MARKS: Mapping[str, Segment] = MappingProxyType(
    {
        Grade.ERROR.value: ("✗", "error"),
        Grade.QUESTION.value: ("?", "question"),
        Grade.NOTE.value: ("≈", "note"),
        Verdict.CONSISTENT.value: ("✓", "good"),
        Verdict.TRUNCATED.value: ("≈", "note"),
        Verdict.INCONSISTENT.value: ("✗", "error"),
        Verdict.UNVERIFIABLE.value: ("?", "dim"),
    }
)
"""The mark and style of every grade and verdict."""

_SYMBOLS = "".join(MARKS[grade.value][0] for grade in Grade)
_WEIGHT = (Grade.NOTE, Grade.QUESTION, Grade.ERROR)


@attrs.frozen
class Marked:
    """What marks one cell, or one row of values that belong to another label: its sign, and the findings behind it.

    `after` is the text of the only repair; None where there is none, or more than one.
    """

    sign: str
    findings: tuple[Finding, ...]
    after: str | None = None

    @property
    def grade(self) -> Grade:
        """The gravest grade of the findings."""
        return max((finding.grade for finding in self.findings), key=_WEIGHT.index)

    def joined(self, other: Marked) -> Marked:
        """Both marks on one cell."""
        graver, lighter = (self, other) if _WEIGHT.index(self.grade) >= _WEIGHT.index(other.grade) else (other, self)
        symbol = next((mark.sign[0] for mark in (graver, lighter) if mark.sign[0] in _SYMBOLS), "")
        choices = dict.fromkeys(filter(None, (self.sign.lstrip(_SYMBOLS), other.sign.lstrip(_SYMBOLS))))
        findings = (*self.findings, *(finding for finding in other.findings if finding not in self.findings))
        return Marked(symbol + "".join(choices), findings, self.after if self.after is not None else other.after)


def letters(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """The letter of every alternative of every finding; none where there is one repair or none.

    After z comes aa.
    """
    found, count = [], 0
    for finding in findings:
        size = len(finding.repairs) if len(finding.repairs) > 1 and not finding.unique else 0
        found.append(tuple(_letter(count + i) for i in range(size)))
        count += size
    return found


def marked_cells(table: Table, findings: Sequence[Finding]) -> dict[tuple[int, int], Marked]:
    """The cells to point out, by row and column over the body: what a repair changes, else where a finding stands."""
    found: dict[tuple[int, int], Marked] = {}
    for finding, signs in zip(findings, letters(findings), strict=True):
        for (row, column), mark in _cells(table, finding, signs):
            at = row, column
            found[at] = found[at].joined(mark) if at in found else mark
    return found


def marked_rows(table: Table, findings: Sequence[Finding]) -> dict[int, tuple[Marked, int]]:
    """The rows whose values belong to another label: their mark, an arrow or a letter, and the row of that label."""
    found: dict[int, tuple[Marked, int]] = {}
    for finding, signs in zip(findings, letters(findings), strict=True):
        for repair, sign in zip(finding.repairs, signs or ("",) * len(finding.repairs), strict=True):
            for move in repair.moves:
                if move.table == table.index and 0 <= move.row < len(table.rows) and move.row not in found:
                    arrow = "↑" if move.label_row < move.row else "↓"
                    found[move.row] = Marked(sign or arrow, (finding,)), move.label_row
    return found


def _letter(number: int) -> str:
    more, letter = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[letter]


def _cells(table: Table, finding: Finding, signs: Sequence[str]) -> Iterator[tuple[tuple[int, int], Marked]]:
    """The cells that a finding marks. Changes that fill the page after moves stand in no cell of the printed one."""
    sign = MARKS[finding.grade.value][0]
    repairs = list(zip(finding.repairs, signs, strict=True)) if signs else [(one, "") for one in finding.repairs[:1]]
    touched = False
    for repair, letter in repairs:
        touched = touched or bool(repair.moves)
        for change in () if repair.moves else repair.changes:
            where = change.where
            if where.table == table.index and where.row is not None and where.column is not None:
                after = change.after if finding.unique else None
                yield (where.row, where.column), Marked(letter or sign, (finding,), after)
                touched = True
    where = finding.where
    if not touched and where.table == table.index and where.row is not None and where.column is not None:
        yield (where.row, where.column), Marked(sign, (finding,))

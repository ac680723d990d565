"""The example of the README is the published document: every cell of it, exactly as printed, and nothing else."""

from __future__ import annotations

from pathlib import Path

from zhengwu.reference.published import document

EXAMPLE = Path(__file__).parents[2] / "examples" / "wujin-2017q1.txt"
LINES = EXAMPLE.read_text(encoding="utf-8").splitlines()


def printed_rows() -> list[list[str]]:
    """A tab starts a cell, a line without one ends the row; a row of one empty cell stands between the tables."""
    rows: list[list[str]] = [[]]
    for line in LINES:
        if line.startswith("\t"):
            rows[-1].append(line[1:])
        else:
            rows.append([])
    return [row for row in rows if row not in ([], [""])]


def test_the_rows_are_those_of_both_published_tables() -> None:
    published = [row for table in document("wujin-2017q1").tables for row in (*table.header, *table.rows)]
    assert printed_rows() == [[cell for cell in row if cell is not None] for row in published]


def test_the_only_other_lines_are_the_titles() -> None:
    others = [line for line in LINES if line.strip() and not line.startswith("\t")]
    titles = [table.title for table in document("wujin-2017q1").tables]
    assert [line.startswith(title) for line, title in zip(others, titles, strict=True)] == [True, True]

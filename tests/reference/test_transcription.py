"""The facts carried over are the ones printed: every figure at its line and column, every cell of both tables.

Reads the source documents beside the repository and skips where they are absent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from zhengwu.reference.published import PublishedDocument, PublishedTable, documents

SOURCES = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not here")
every_document = pytest.mark.parametrize("document", documents(), ids=lambda document: str(document.id))


@cache
def lines_of(name: str) -> list[str]:
    return (SOURCES / name).read_bytes().decode("utf-8").split("\n")


def blocks(lines: list[str], start: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a dump: a tab and a cell on every line, an empty line after every row; from line `start` on."""
    row: list[str] = []
    for number, line in enumerate(lines[start - 1 :], start):
        if line.startswith("\t"):
            row.append(line[1:])
            continue
        if row:
            yield number - len(row), row
        if line:
            return
        row = []


def cells_of(table: PublishedTable) -> list[list[str]]:
    """The cells that are there, row by row, header first: a short row ends where its cells do."""
    return [[cell for cell in row if cell is not None] for row in (*table.header, *table.rows)]


@every_document
def test_the_source_is_the_one_that_was_read(document: PublishedDocument) -> None:
    assert hashlib.sha256((SOURCES / document.document).read_bytes()).hexdigest() == document.sha256


@every_document
def test_every_figure_stands_at_its_line_and_column(document: PublishedDocument) -> None:
    lines = lines_of(document.document)
    for figure in document.figures:
        line, start = lines[figure.line - 1], figure.column_no - 1
        end = start + len(figure.text)
        assert line[start:end] == figure.text, figure.id
        assert line[max(start - 1, 0) : start] not in tuple(".0123456789"), f"{figure.id} begins inside a number"
        assert not (figure.text[-1].isdigit() and line[end : end + 1].isdigit()), f"{figure.id} ends inside a number"


@every_document
def test_every_table_equals_the_dump_cell_by_cell(document: PublishedDocument) -> None:
    for table in document.tables:
        rows = list(blocks(lines_of(document.document), table.lines[0]))[: len(table.lines)]
        assert [number for number, _ in rows] == list(table.lines)
        assert [row for _, row in rows] == cells_of(table)
        assert all(None not in row[: len(cells)] for row, cells in zip(table.rows, cells_of(table)[1:], strict=True))


@every_document
def test_nothing_of_a_table_is_left_behind(document: PublishedDocument) -> None:
    """After the last row the dump holds no further row of more than one empty cell."""
    for table in document.tables:
        rest = list(blocks(lines_of(document.document), table.lines[0]))[len(table.lines) :]
        assert all(row == [""] for _, row in rest)


@every_document
def test_the_caption_stands_above_its_table(document: PublishedDocument) -> None:
    for table in document.tables:
        caption = lines_of(document.document)[table.lines[0] - 3]
        assert caption.startswith(table.title)
        assert table.unit in caption


@every_document
def test_cells_are_where_the_table_says(document: PublishedDocument) -> None:
    lines = lines_of(document.document)
    for table in document.tables:
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                where = table.where(r, c)
                assert where.line is not None
                assert where.column_no == 2
                if cell is not None:
                    assert lines[where.line - 1][where.column_no - 1 :] == cell


def test_all_five_sources_are_covered() -> None:
    assert {document.document for document in documents()} == {path.name for path in SOURCES.iterdir()}

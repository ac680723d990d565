"""The published tables say the same in every format that is read: Word with merged cells, two CSV encodings, JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest
from tests.transformed import TABLES, decided, published_grid, texts

from zhengwu.app import audit, read_tables
from zhengwu.findings import Verdict
from zhengwu.table import Grid


def _rows(grid: Grid) -> list[list[str]]:
    return [[text or "" for text in row] for row in texts(grid)]


def _word(grid: Grid, path: Path) -> None:
    """A Word table as an office would make it: the class of a group stands once, in a cell merged downwards."""
    document = docx.Document()
    document.add_paragraph(grid.caption)
    if grid.unit:
        document.add_paragraph(f"单位：{grid.unit}")
    rows = _rows(grid)
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text.strip()
    if len(rows[0]) > 5:
        top = 1
        for r in range(2, len(rows) + 1):
            if r == len(rows) or rows[r][0].strip():
                if r - top > 1:
                    table.cell(top, 0).merge(table.cell(r - 1, 0))
                top = r
    document.save(str(path))


def _csv(grid: Grid, path: Path, encoding: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([grid.caption])
    if grid.unit:
        writer.writerow([f"单位：{grid.unit}"])
    writer.writerows(_rows(grid))
    path.write_bytes(text.getvalue().encode(encoding))


def _json(grid: Grid, path: Path) -> None:
    header, *rows = texts(grid)
    path.write_text(json.dumps({"title": grid.caption, "unit": grid.unit, "header": header, "rows": rows}), "utf-8")


@pytest.mark.parametrize("number", TABLES)
@pytest.mark.parametrize("kind", ["docx", "utf-8-sig", "gb18030", "json"])
def test_same_verdicts(number: int, kind: str, tmp_path: Path) -> None:
    grid = published_grid(number)
    path = tmp_path / f"table.{kind if kind in ('docx', 'json') else 'csv'}"
    if kind == "docx":
        _word(grid, path)
    elif kind == "json":
        _json(grid, path)
    else:
        _csv(grid, path, kind)
    [table] = read_tables(path)
    assert decided(table.grid) == decided(grid)
    report = audit(path)
    assert report.count(Verdict.INCONSISTENT) == sum(v is Verdict.INCONSISTENT for v in decided(grid).values())
    assert [item.values.get("text") for item in report.skipped] == (["346", "600", "880"] if number else [])

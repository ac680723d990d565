"""The command ``zhengwu rollup``: records from a file into the table of a bulletin, as text, CSV or JSON.

What could not be read or counted goes to stderr, one line each; the table alone goes to stdout, so it can be piped into
``zhengwu audit``. Exit status 0: every record was read. 1: some rows were rejected. 2: see `zhengwu.cli`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path

from zhengwu.table.model import Table
from zhengwu.table.text import table_text

__all__ = ["run_rollup"]


def run_rollup(options: argparse.Namespace) -> int:
    """Read, roll up and print. Raises `ZhengwuError` for a file or an argument that makes no sense."""
    from zhengwu.io.records import read_records
    from zhengwu.stats.rollup import rollup

    loaded = read_records(options.file, options.kind, sheet=options.sheet, progress=True)
    name = Path(options.file).name
    for fault in loaded.faults:
        _tell(f"{name}: {fault}")
    table = rollup(
        loaded.records,
        _list(options.by),
        on=options.on,
        period=None if options.period == "none" else options.period,
        within=options.within,
        measures=_list(options.measures) if options.measures else None,
        unit=options.unit,
        title=options.title,
    )
    print(table_as(table, options.format, lang=options.lang))
    reasons = Counter(left.text(options.lang) for left in table.uncounted)
    for reason, count in reasons.items():
        _tell(f"{name}: {reason} ({count})")
    return 1 if loaded.rejected else 0


def table_as(table: Table, form: str, *, lang: str = "zh") -> str:
    r"""A table as ``text``, ``csv`` (header and body) or ``json`` (the form that ``zhengwu audit`` reads).

    >>> from zhengwu.table import Grid, recognise
    >>> table = recognise(Grid.of([["窗口", "1月"], ["甲", "3"]], caption="情况表", unit="件"))
    >>> table_as(table, "csv"), table_as(table, "json")
    ('窗口,1月\n甲,3', '{"title": "情况表", "unit": "件", "header": [["窗口", "1月"]], "rows": [["甲", "3"]]}')
    """
    if form == "text":
        return table_text(table, lang=lang)
    rows = [[cell.text if cell is not None else "" for cell in row] for row in table.grid.rows]
    if form == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(rows)
        return written.getvalue().removesuffix("\n")
    head = table.header_height
    facts = {"title": table.title, "unit": table.grid.unit, "header": rows[:head], "rows": rows[head:]}
    return json.dumps(facts, ensure_ascii=False)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]


def _tell(sentence: str) -> None:
    print(f"zhengwu: {' '.join(sentence.split())}", file=sys.stderr)

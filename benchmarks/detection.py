"""What share of single mistakes in consistent tables the audit notices today, kind by kind. Detection only, no repair.

    python benchmarks/detection.py [tables per kind and shape] [seed]

Tables are rolled evenly by a seeded generator, not drawn by Hypothesis, which prefers extremes; a table that offers no
mistake of a kind is passed over. `in reach` counts mistakes that touch a figure of a relation that could be decided in
the consistent table: the others cannot be noticed by any arithmetic. `found` counts those that raised at least one
finding of any grade, `error` those that raised one of grade error, `at cell` those with a finding on a relation that
contains a changed cell. The last line is the other side: findings raised by as many consistent tables.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.report import Report
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import FindingKind, Grade, Verdict
from zhengwu.table import recognise
from zhengwu.table.grid import Grid
from zhengwu.testing.choices import Rolled
from zhengwu.testing.corrupting import corrupt
from zhengwu.testing.corruption import CORRUPTIONS, Corruption
from zhengwu.testing.sound import SoundTable
from zhengwu.testing.trading_shape import trading_table
from zhengwu.testing.windows_shape import window_table

COLUMNS = ("tables", "in reach", "found", "error", "at cell")
SHAPES: dict[str, Callable[[Rolled], SoundTable]] = {
    "window": window_table,
    "trading": lambda rolled: trading_table(rolled, rolled.one_of((Rounding.HALF_UP,) * 3 + (Rounding.TRUNC,))),
}


def audited(grid: Grid) -> Report:
    """The audit of one table, from its cells on."""
    return audit_tables([recognise(grid)])


def measured(shape: str, kind: FindingKind, tables: int, seed: int) -> Counter[str]:
    """The counts of one line: so many tables of a shape, each with one mistake of the kind."""
    found: Counter[str] = Counter()
    rolled = Rolled.seeded(f"{seed} {shape} {kind.value}")
    for _ in range(20 * tables):
        table = SHAPES[shape](rolled)
        made = corrupt(table, kind, rolled)
        if made is not None:
            found.update(noticed(table, *made))
        if found["tables"] == tables:
            break
    return found


def noticed(table: SoundTable, grid: Grid, corruption: Corruption) -> list[str]:
    """The columns of the output in which this mistake counts."""
    cells = {f"t0r{row}c{column}" for row, column in corruption.cells}
    before, report = audited(table.grid), audited(grid)
    reached = {
        result.target
        for result in before.relations
        if result.verdict is not Verdict.UNVERIFIABLE and cells & {result.target, *result.inputs}
    }
    columns = {
        "tables": True,
        "in reach": bool(reached),
        "found": bool(report.findings),
        "error": any(finding.grade is Grade.ERROR for finding in report.findings),
        "at cell": any(finding.where.cell in reached for finding in report.findings),
    }
    return [name for name, holds in columns.items() if holds]


def false_alarms(shape: str, tables: int, seed: int) -> int:
    """How many of so many consistent tables raise a finding."""
    rolled = Rolled.seeded(f"{seed} {shape}")
    return sum(bool(audited(SHAPES[shape](rolled).grid).findings) for _ in range(tables))


def main(tables: int, seed: int) -> None:
    """Print one line per shape and kind, and how many consistent tables were accused."""
    print(f"{'shape':<9}{'kind':<13}" + "".join(f"{name:>10}" for name in COLUMNS) + f"{'found of reach':>16}")
    for shape in SHAPES:
        for kind in CORRUPTIONS:
            counts = measured(shape, kind, tables, seed)
            total = counts["tables"]
            if not total:
                continue
            shares = "".join(f"{100 * counts[name] / total:>9.1f}%" for name in COLUMNS[1:])
            reach = f"{100 * counts['found'] / counts['in reach']:>15.1f}%" if counts["in reach"] else f"{'—':>16}"
            print(f"{shape:<9}{kind.value:<13}{total:>10}{shares}{reach}", flush=True)
    for shape in SHAPES:
        print(f"{shape:<9}consistent tables with a finding: {false_alarms(shape, tables, seed)} of {tables}")


if __name__ == "__main__":
    main(*(int(text) for text in (sys.argv[1:3] + ["300", "1"][len(sys.argv) - 1 :])))

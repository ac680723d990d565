"""What the audit makes of labelled mistakes: noticed, located, repaired, claimed wrongly, by shape and mechanism.

    python benchmarks/localisation.py [tables per line] [seed] [shape …] [show]

Tables are rolled evenly by a seeded generator under half up, truncation and half even; a table that does not offer the
mistake is passed over. Shares are of the tables whose mistakes contradict them: no values that print as the figures do,
in whichever way the table was rounded, satisfy what its maker knows to be true. Of several mistakes at once each
contradicts the table alone.

    tables    rolled with the mistake, and how many per cent of them are contradicted
    detected  at least one finding, of any grade
    located   the changes of the repairs touch exactly the figures that were changed: of unique claims, of any listed
    right     the same with the values that were there before, of any listed repair; what a slip pushed off the page
              may stay blank, amounts and rates that it or a stale total overwrote may be what rounded parts come to,
              and of a row that is missing the finding must say so, or list it
    wrong     a finding claims a unique repair that is not part of the truth (of all tables)
    open      something was found and nothing claimed
    named     the findings name each mechanism, of typing errors also the variety
    ms        median time of the audit of the recognised table

Without a number of tables there are 25 per line, or as many as a second allows, so that all of it takes three minutes.
The last lines are the other side: consistent tables of each shape and rounding that raise a finding. `show` prints each
mistake that contradicts its table unnoticed, and each table with a wrong claim.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.report import Report
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import FindingKind
from zhengwu.table import recognise
from zhengwu.table.grid import Grid
from zhengwu.testing import (
    SHAPES,
    Corruption,
    Rolled,
    SoundTable,
    contradicts_every_regime,
    corrupt,
    corrupt_many,
    is_contradicted,
)
from zhengwu.testing.outcome import outcome_of

Mechanism = tuple[str, FindingKind | int, str | None]

TUNING_SEED, HELD_OUT_SEED = 1, 2
ROUNDINGS = (Rounding.HALF_UP, Rounding.HALF_UP, Rounding.TRUNC, Rounding.HALF_EVEN)
MECHANISMS: tuple[Mechanism, ...] = (
    ("typo dropped", FindingKind.TYPO, "dropped"),
    ("typo added", FindingKind.TYPO, "added"),
    ("typo replaced", FindingKind.TYPO, "replaced"),
    ("typo swapped", FindingKind.TYPO, "swapped"),
    ("typo point", FindingKind.TYPO, "point"),
    ("sign", FindingKind.SIGN, None),
    ("unit of a figure", FindingKind.UNIT, "over"),
    ("unit of a row", FindingKind.UNIT, "row"),
    ("unit of a column", FindingKind.UNIT, "column"),
    ("swap in a row", FindingKind.SWAP, "row"),
    ("swap in a column", FindingKind.SWAP, "column"),
    ("swap of rows", FindingKind.SWAP, "rows"),
    ("shift", FindingKind.SHIFT, ""),
    ("shift of a block", FindingKind.SHIFT, "block"),
    ("shift in a column", FindingKind.SHIFT, "column"),
    ("shift, row lost", FindingKind.SHIFT, "lost"),
    ("stale total", FindingKind.STALE_TOTAL, None),
    ("copied", FindingKind.COPIED, None),
    ("blank", FindingKind.BLANK, None),
    ("rounding", FindingKind.ROUNDING, None),
    ("base", FindingKind.BASE, None),
    ("forced total", FindingKind.FORCED_TOTAL, None),
    ("remainder", FindingKind.REMAINDER, None),
    ("two at once", 2, None),
    ("three at once", 3, None),
)
COLUMNS = ("detected", "unique", "listed", "right", "wrong", "open", "named")
LIMIT = 0.9  # seconds a line, unless a number of tables is asked for
_MOST_TRIES = 12  # tables rolled for one that offers the mistake


def main(tables: int, seed: int, shapes: Sequence[str], *, limit: float, show: bool) -> None:
    """Print a line per shape and mechanism, the sums over them, and the consistent tables that were accused."""
    use = "the seed to tune on" if seed == TUNING_SEED else "not the seed to tune on"
    print(f"seed {seed}: {use}; report figures of seed {HELD_OUT_SEED}, or of one never used before")
    print(f"{'':<28}{'tables':>7}{'contra.':>9}" + "".join(f"{name:>10}" for name in COLUMNS) + f"{'ms':>9}")
    everything = Counter[str]()
    per_mechanism: dict[str, Counter[str]] = {name: Counter() for name, _, _ in MECHANISMS}
    times: list[float] = []
    for shape in shapes:
        for mechanism in MECHANISMS:
            counts, spent = measured(shape, mechanism, tables, seed, limit=limit, show=show)
            print_line(f"{shape:<9}{mechanism[0]}", counts, spent)
            per_mechanism[mechanism[0]] += counts
            everything += counts
            times += spent
    for name, counts in per_mechanism.items():
        print_line(f"{'every':<9}{name}", counts, [])
    print_line("every    mechanism", everything, times)
    for shape in shapes:
        accused = {rounding.value: false_alarms(shape, rounding, tables, seed) for rounding in dict.fromkeys(ROUNDINGS)}
        shown = ", ".join(f"{name} {count}" for name, count in accused.items())
        print(f"{shape:<9}consistent tables with a finding, of {tables} each: {shown}", flush=True)


def measured(
    shape: str, mechanism: Mechanism, tables: int, seed: int, *, limit: float, show: bool
) -> tuple[Counter[str], list[float]]:
    """The counts of one line, and the times of its audits in milliseconds."""
    name, kind, how = mechanism
    counts, times = Counter[str](), list[float]()
    rolled, begin = Rolled.seeded(f"{seed} {shape} {name}"), time.perf_counter()
    for number in range(_MOST_TRIES * tables):
        table = SHAPES[shape](rolled, ROUNDINGS[number % len(ROUNDINGS)])
        made = corrupted(table, kind, how, rolled)
        if made is None:
            continue
        grid, corruptions = made
        recognised = recognise(grid)
        start = time.perf_counter()
        report = audit_tables([recognised])
        times.append(1000 * (time.perf_counter() - start))
        columns = set(columns_of(table, grid, corruptions, report))
        counts.update(columns)
        if show and ("wrong" in columns or ("contradicted" in columns and "detected" not in columns)):
            print_table(grid, corruptions, "wrong claim" if "wrong" in columns else "unnoticed")
        if counts["tables"] == tables or time.perf_counter() - begin > limit:
            break
    return counts, times


def corrupted(
    table: SoundTable, kind: FindingKind | int, how: str | None, rolled: Rolled
) -> tuple[Grid, tuple[Corruption, ...]] | None:
    """The table with the mistake, or with so many of any kind that each contradict it; None where it offers none."""
    if isinstance(kind, FindingKind):
        made = corrupt(table, kind, rolled, how=how)
        return None if made is None else (made[0], (made[1],))
    grid, several = corrupt_many(table, kind, rolled)
    is_enough = len(several) == kind and all(contradicts(table, each) for each in several)
    return (grid, several) if is_enough else None


def contradicts(table: SoundTable, *corruptions: Corruption) -> bool:
    """Whether no values behind the figures allow the mistakes, whichever way the table may have been printed.

    That one figure was cut off is told only where no one way of printing explains the whole table.
    """
    if [corruption.kind for corruption in corruptions] == [FindingKind.ROUNDING]:
        return all(is_contradicted(table, *corruptions, roundings=(rounding,)) for rounding in Rounding)
    return contradicts_every_regime(table, *corruptions)


def columns_of(table: SoundTable, grid: Grid, corruptions: Sequence[Corruption], report: Report) -> Iterator[str]:
    """The columns of the output in which this table counts."""
    found = outcome_of(grid, corruptions, report)
    yield "tables"
    if found.is_wrong:
        yield "wrong"
    if contradicts(table, *corruptions):
        yield "contradicted"
        held = {
            "detected": found.is_detected,
            "unique": found.is_claimed,
            "listed": found.is_located,
            "right": found.is_repaired,
            "open": found.is_open,
            "named": found.is_named,
        }
        yield from (name for name, holds in held.items() if holds)


def false_alarms(shape: str, rounding: Rounding, tables: int, seed: int) -> int:
    """How many of so many consistent tables raise a finding."""
    rolled = Rolled.seeded(f"{seed} {shape} {rounding.value}")
    return sum(bool(audit_tables([recognise(SHAPES[shape](rolled, rounding).grid)]).findings) for _ in range(tables))


def print_line(label: str, counts: Counter[str], times: Sequence[float]) -> None:
    """One line, shares in per cent; nothing where no table offered the mistake."""
    tables, contradicted = counts["tables"], counts["contradicted"]
    if not tables:
        return
    shares = "".join(f"{share(counts[name], tables if name == 'wrong' else contradicted):>10}" for name in COLUMNS)
    spent = f"{median(times):>9.2f}" if times else ""
    print(f"{label:<28}{tables:>7}{share(contradicted, tables):>9}{shares}{spent}", flush=True)


def print_table(grid: Grid, corruptions: Sequence[Corruption], fault: str) -> None:
    """A corrupted table, and what was done to it."""
    print(f"{fault}: {grid.caption} {grid.unit}")
    for row in grid.rows:
        print("    " + " | ".join("" if cell is None else cell.text for cell in row))
    for corruption in corruptions:
        changes = zip(corruption.cells, corruption.before, corruption.after, strict=True)
        told = ", ".join(f"r{row}c{column} {before!r} → {after!r}" for (row, column), before, after in changes)
        gone = f"row {corruption.dropped.row} is gone" if corruption.dropped else ""
        print(f"    {corruption.kind.value} {corruption.how}: {told}{gone}")


def share(count: int, of: int) -> str:
    """So many per cent, or a dash of nothing."""
    return f"{100 * count / of:.1f}%" if of else "—"


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
    size, seed = (numbers + [25, TUNING_SEED][len(numbers) :])[:2]
    limit = float("inf") if numbers else LIMIT
    words = [text for text in sys.argv[1:] if not text.isdigit()]
    main(size, seed, [word for word in words if word != "show"] or list(SHAPES), limit=limit, show="show" in words)

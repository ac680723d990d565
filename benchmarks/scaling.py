"""How the audit grows with the size of a table and the mistakes in it, beside reading and beside an optimiser.

    python benchmarks/scaling.py [rounds] [most cells]

Tables of 10 to 10 000 figures: classes of methods with their number, budget, deal, savings and rate, a subtotal for
each class and a total. In each so many figures are mistyped, far beyond rounding. `read` recognises the table, `audit`
is all that follows, `ratio` the one over the other: a clean table should cost little more than reading it. `search` is
the part of it that builds the system and finds the smallest sets of figures that must be wrong, all of them; `size` is
how many figures those are, with + where a limit was reached first and * where there may be more sets than are listed.
`first` ends the search at the first of them, which is as much as an optimiser finds. An audit is left out (—) once one
of that size took longer than the limit that HiGHS has as well. Times are medians over the tables; of the search and of
HiGHS the best of three.

With highspy installed (the optimiser HiGHS; the extra `solver`) the same problem, which fewest figures must
change, is given to it as a mixed-integer program: one change and one switch a figure, as large a constant as the
contradictions need, no gap. `HiGHS` is the time to make it and to a proven answer (> where it ran into the limit),
`times` that over `first`, `least` its number of figures, `off` how many of its answers are proven wrong, by needing
more figures than were mistyped, and `as few` in how many tables our sets are as small as any that is known to do.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import median
from typing import Any, NamedTuple

from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.causes.conflicts import Found, clusters, smallest_sets
from zhengwu.auditing.causes.system import System
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.table import recognise
from zhengwu.table.grid import Grid
from zhengwu.table.model import Table
from zhengwu.testing import Rolled, SoundTable, Truth
from zhengwu.testing.lines import Amounts, Row, counted, ratio, table_of, total_of
from zhengwu.testing.sound import Hidden
from zhengwu.testing.typing_errors import mistyped

Place = tuple[int, int]
Term = tuple[Place, Fraction]

SIZES, ERRORS = (10, 100, 1000, 10_000), (0, 1, 2, 4, 8)
SECONDS = 20.0
OURS = {
    "cells": 7,
    "errors": 8,
    "read ms": 10,
    "audit ms": 10,
    "ratio": 8,
    "found": 7,
    "search ms": 11,
    "size": 6,
    "first ms": 10,
}
THEIRS = {"HiGHS ms": 12, "times": 9, "least": 7, "off": 5, "as few": 8}
_FAR = 100  # a mistake changes a figure by more last digits than all its roundings together


class Spoiled(NamedTuple):
    """A table, the grid with mistakes, and where they are."""

    table: SoundTable
    grid: Grid
    wrong: tuple[Place, ...]


class Searched(NamedTuple):
    """The milliseconds of a search, how many figures its smallest sets hold together, and what is sure."""

    spent: float
    first: float
    size: int
    is_smallest: bool
    has_all: bool


def main(rounds: int, most: int) -> None:
    """Print a line per size and number of mistakes."""
    has_highs = importlib.util.find_spec("highspy") is not None
    warmed = spoiled(SIZES[0], 1, 0)
    audit_tables([recognise(warmed.grid)])  # words and declarations are read on first use
    if has_highs:
        Program(warmed).solved()
    ours = "".join(f"{name:>{width}}" for name, width in OURS.items())
    print(ours + ("".join(f"{name:>{width}}" for name, width in THEIRS.items()) if has_highs else "  (no highspy)"))
    for size in (size for size in SIZES if size <= most):
        longest = 0.0
        for errors in (errors for errors in ERRORS if 4 * errors <= size):
            tables = [spoiled(size, errors, seed) for seed in range(1 if size > 1000 else rounds)]
            longest = max(longest, print_line(tables, errors, has_highs=has_highs, audited=longest < 1000 * SECONDS))


def print_line(tables: Sequence[Spoiled], errors: int, *, has_highs: bool, audited: bool) -> float:
    """Measure tables of one size and number of mistakes; medians. The milliseconds of the longest audit."""
    reading, auditing, found, searches = [], [0.0], 0, []
    for made in tables:
        start = time.perf_counter()
        recognised = recognise(made.grid)
        between = time.perf_counter()
        reading.append(1000 * (between - start))
        if audited:
            found += bool(audit_tables([recognised]).findings)
            auditing.append(1000 * (time.perf_counter() - between))
        searches.append(searched(recognised))
    read, audit = median(reading), median(auditing[1:] or [0.0])
    search, first = (median(times) for times in zip(*((each.spent, each.first) for each in searches), strict=True))
    shown = f"{audit:>10.2f}{audit / read:>8.1f}{f'{found}/{len(tables)}':>7}" if audited else f"{'—':>10}{'':15}"
    mark = "+" if not all(each.is_smallest for each in searches) else ""
    mark += "*" if not all(each.has_all for each in searches) else ""
    size = f"{max(each.size for each in searches)}{mark}"
    line = f"{len(tables[0].table.cells):>7}{errors:>8}{read:>10.2f}{shown}{search:>11.2f}{size:>6}{first:>10.2f}"
    print(line, end="" if has_highs else "\n", flush=True)
    if has_highs:
        print_optimum(tables, searches)
    return max(auditing)


def print_optimum(tables: Sequence[Spoiled], searches: Sequence[Searched]) -> None:
    """The rest of a line: what HiGHS needs and says."""
    solved = [min([optimised(made) for _ in range(3 if len(tables) > 1 else 1)], key=_spent) for made in tables]
    times, least = median(spent for spent, _ in solved), [size for _, size in solved]
    pairs = list(zip(tables, least, strict=True))
    known = [len(made.wrong) if size is None else min(len(made.wrong), size) for made, size in pairs]
    off = sum(size is not None and size > len(made.wrong) for made, size in pairs)
    mark, shown = ">" if None in least else "", max((size for size in least if size is not None), default=None)
    agreed = sum(each.size <= other for each, other in zip(searches, known, strict=True))
    columns = f"{'—' if shown is None else shown:>7}{off:>5}{f'{agreed}/{len(tables)}':>8}"
    print(
        f"{mark + format(times, '.1f'):>12}{times / median(each.first for each in searches):>9.1f}{columns}", flush=True
    )


def optimised(made: Spoiled) -> tuple[float, int | None]:
    """The milliseconds to make and solve the program, and how few figures must change; None if not proven in time."""
    start = time.perf_counter()
    program = Program(made)
    built = 1000 * (time.perf_counter() - start)
    spent, size = program.solved()
    return built + spent, size


def _spent(solved: tuple[float, int | None]) -> float:
    return solved[0]


def searched(table: Table) -> Searched:
    """The smallest sets that the search finds, cluster by cluster of what fails."""
    spent, found = min((timed(table, sets=64) for _ in range(3)), key=lambda pair: pair[0])
    first = min(timed(table, sets=1)[0] for _ in range(3))
    sizes = [len(each.sets[0]) if each.sets else 0 for each in found]
    is_smallest = all(each.sets for each in found)
    return Searched(spent, first, sum(sizes), is_smallest, is_smallest and all(each.is_complete for each in found))


def timed(table: Table, *, sets: int) -> tuple[float, list[Found]]:
    """The milliseconds of one search from the verdicts on, and what it finds."""
    judgement = judge(figures_of_table(table), relations_of_table(table))
    start = time.perf_counter()
    system = System.of(judgement)
    found = [smallest_sets(system, group, most=max(ERRORS), sets=sets) for group in clusters(system, system.violated())]
    return 1000 * (time.perf_counter() - start), found


def spoiled(size: int, errors: int, seed: int) -> Spoiled:
    """A table of about so many figures with so many mistypings, neither in a rate nor within rounding."""
    rolled = Rolled.seeded(f"{size} {errors} {seed}")
    table = hierarchy(rolled, max(size // 5, 2))
    rates = set(table.rates)
    texts: dict[Place, str] = {}
    while len(texts) < errors:
        place = rolled.one_of([place for place in table.cells if place not in rates])
        text = table.text(place)
        made = [new for how in ("swapped", "replaced") for new in mistyped(text, how) if is_far(text, new)]
        if made and place not in texts:
            texts[place] = rolled.one_of(made)
    return Spoiled(table, table.with_texts(texts), tuple(texts))


def is_far(one: str, other: str) -> bool:
    """Whether two texts of as many decimals differ by more than roundings do."""
    return abs(int(one.replace(".", "")) - int(other.replace(".", ""))) > _FAR


def hierarchy(rolled: Rolled, height: int) -> SoundTable:
    """A table of so many rows: classes of three to seven methods with a subtotal each, and a total."""
    rows: list[Row] = []
    while len(rows) < height - 1:
        begin, name = len(rows), f"第{len(rows)}类"
        for number in range(min(rolled.integer(3, 7), height - 1 - begin)):
            deal = rolled.integer(10**8, 10**11)
            amounts = (rolled.integer(200, 9999), deal + rolled.integer(10**7, deal // 2), deal)
            rows.append(Row(labels=(name if number == 0 else "", f"方式{number}"), amounts=amounts))
        if len(rows) < height - 1:
            rows.append(total_of(rows, ("", "小计"), range(begin, len(rows))))
    rows.append(total_of(rows, ("合计", ""), [r for r, row in enumerate(rows) if not row.items]))

    def figures(amounts: Amounts) -> list[Hidden | None]:
        number, budget, deal = (amount or 0 for amount in amounts)
        money = [Hidden(value=Fraction(fen, 10**6), unit="万元", decimals=2) for fen in (budget, deal, budget - deal)]
        return [counted(number, "个"), *money, ratio(budget - deal, budget, decimals=2)]

    def identities(row: int) -> Iterator[Truth]:
        budget, deal, savings, rate = ((row, column) for column in (3, 4, 5, 6))
        yield Truth(target=savings, parts=((budget, 1), (deal, -1)))
        yield Truth(target=rate, parts=((savings, 1),), base=budget)

    header = ["类别", "方式", "项目个数", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]
    return table_of(rows, figures, header=[header], rounding=Rounding.HALF_UP, identities=identities)


class Program:
    """The table as a mixed-integer program: columns are the change of each figure, in last digits, then its switch.

    ``|change| ≤ half a digit + M · switch``, the sums and differences hold with the changes, a rate lies within its
    own interval unless its switch is set, and the fewest switches are.
    """

    def __init__(self, made: Spoiled) -> None:
        top = made.table.header_height
        texts = {place: made.grid.rows[place[0] + top][place[1]] for place in made.table.cells}
        self.printed = {place: int(cell.text.replace(".", "")) for place, cell in texts.items() if cell is not None}
        self.index = {place: number for number, place in enumerate(self.printed)}
        self.half = {place: 0.0 if made.table.hidden[place].is_count else 0.5 for place in self.printed}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        fewest: dict[Place, Truth] = {}
        rates = [truth for truth in made.table.truths if truth.base is not None]
        sums = [truth for truth in made.table.truths if truth.base is None]
        for truth in sums:  # a total over subtotals says what one over items says
            key = truth.target if truth.is_total else (-1 - truth.target[0], truth.target[1])
            if key not in fewest or len(truth.parts) < len(fewest[key].parts):
                fewest[key] = truth
        off = sum(abs(self._off(truth)) for truth in fewest.values())
        off += sum(abs(self._off_rate(truth)) for truth in rates)
        self.big = 1.01 * (1 + 2 * sum(self.half.values()) + float(off))
        for truth in fewest.values():
            terms = self._terms([*truth.parts, (truth.target, -1)])
            self.rows.append((terms, -float(self._off(truth)), -float(self._off(truth))))
        for truth in rates:
            self._rate(truth)
        for place, number in self.index.items():
            if place not in {truth.target for truth in rates}:
                switch = number + len(self.index)
                self.rows.append(({number: 1.0, switch: -self.big}, -float("inf"), self.half[place]))
                self.rows.append(({number: 1.0, switch: self.big}, -self.half[place], float("inf")))

    def solved(self) -> tuple[float, int | None]:
        """The milliseconds it took, and how few figures must change; None where that was not proven in time."""
        highspy: Any = importlib.import_module("highspy")
        numpy: Any = importlib.import_module("numpy")
        start = time.perf_counter()
        count = len(self.index)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = 2 * count, len(self.rows)
        program.col_cost_ = numpy.array([0.0] * count + [1.0] * count)
        floor = [
            -float(self.printed[place]) if self.printed[place] >= 0 else -highspy.kHighsInf for place in self.index
        ]
        program.col_lower_ = numpy.array(floor + [0.0] * count)
        program.col_upper_ = numpy.array([self.big] * count + [1.0] * count)
        program.row_lower_ = numpy.array([low for _, low, _ in self.rows])
        program.row_upper_ = numpy.array([high for _, _, high in self.rows])
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = numpy.cumsum([0, *(len(terms) for terms, _, _ in self.rows)])
        matrix.index_ = numpy.array([column for terms, _, _ in self.rows for column in terms])
        matrix.value_ = numpy.array([value for terms, _, _ in self.rows for value in terms.values()])
        kinds = highspy.HighsVarType
        program.integrality_ = [kinds.kContinuous] * count + [kinds.kInteger] * count
        solver = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "time_limit": SECONDS, "mip_rel_gap": 0.0}
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(program)
        solver.run()
        spent = 1000 * (time.perf_counter() - start)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return spent, None
        return spent, sum(value > 0.5 for value in list(solver.getSolution().col_value)[count:])

    def _off(self, truth: Truth) -> int:
        return sum(sign * self.printed[place] for place, sign in truth.parts) - self.printed[truth.target]

    def _off_rate(self, truth: Truth) -> int:
        ((part, _),) = truth.parts
        base = self.printed[truth.base or part]
        return self.printed[part] - round_ratio(self.printed[truth.target] * base, 10**4, 0, Rounding.HALF_UP)

    def _terms(self, parts: Sequence[tuple[Place, int]]) -> dict[int, float]:
        return {self.index[place]: float(sign) for place, sign in parts}

    def _rate(self, truth: Truth) -> None:
        """The two ends: low · base ≤ part ≤ high · base, in changes, unless the switch of the rate is set."""
        ((part, _),) = truth.parts
        base, printed = truth.base or part, self.printed
        switch = self.index[truth.target] + len(self.index)
        for half, side in ((-1, 1.0), (1, -1.0)):
            end = Fraction(2 * printed[truth.target] + half, 2 * 10**4)
            rest = printed[part] - end * printed[base]
            terms = {self.index[part]: side, self.index[base]: -side * float(end), switch: 2 * self.big}
            self.rows.append((terms, -side * float(rest), float("inf")))


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:3]]
    main(*(given + [3, SIZES[-1]][len(given) :]))

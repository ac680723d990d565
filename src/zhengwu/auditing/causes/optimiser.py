"""A set of figures whose change makes a tangled system possible, by an optimiser where the search over conflicts ends.

The problem is a mixed-integer program in changes: ``|change| ≤ half a digit + M · switch``, every row holds with the
changes, a rate says nothing once its own switch is set, and the fewest switches are. Changes keep the numbers small,
and no change of a smallest set exceeds what it has to repair, which bounds M. Nothing rests on the optimiser: each of
its answers is tried in exact arithmetic, and one that leaves no value to some figure is cut away by the certain figures
which that contradiction rests on, so that supersets of it stay.

HiGHS comes with the extra `solver`; without it there is no answer.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from zhengwu.auditing.causes.conflicts import packed
from zhengwu.auditing.causes.grounds import Conflict, figures_of, shrunk
from zhengwu.auditing.causes.propagation import narrowed
from zhengwu.auditing.causes.rows import UNBOUNDED
from zhengwu.auditing.causes.system import System

__all__ = ["Least", "smallest_set"]

_MOST_ROUNDS = 60
_NO_ENDS: Mapping[int, tuple[int, int]] = {}


class Least(NamedTuple):
    """Figures whose change makes the rows possible, none of them needless; `is_proven` if no set has fewer."""

    figures: frozenset[int]
    is_proven: bool


def smallest_set(
    system: System,
    violated: Sequence[int],
    *,
    ignored: Collection[int] = (),
    fixed: Mapping[int, tuple[int, int]] = _NO_ENDS,
    least: int = 0,
    seconds: float = 5.0,
) -> Least | None:
    """A set of figures, as small as the optimiser finds, whose change makes the failing rows possible and breaks none.

    `ignored` rows take no part, `fixed` are other ends for some figures, as in `smallest_sets`; `least` is the size
    below which its search has found that there is none. None where there is no optimiser, no answer in time, or none
    that exact arithmetic confirms.
    """
    if importlib.util.find_spec("highspy") is None:
        return None
    changed = sum(1 << j for j in fixed)
    failing = [system.rows[i] for i in violated]
    base = [row.bits & ~changed if row.bits & changed else shrunk(system, row) for row in failing]
    cuts = list(base)
    figures = {j for i in violated for j in system.rows[i].variables}
    rows = dict.fromkeys((*violated, *(i for j in sorted(figures) for i in system.rows_of[j] if i not in ignored)))
    end = time.monotonic() + seconds
    for _ in range(_MOST_ROUNDS):
        found = _Program(system, tuple(rows), cuts, fixed).solved(end - time.monotonic())
        if found is None:
            return None
        outcome = _tried(system, found, base, ignored, fixed)
        if outcome is None:
            figures_left = _needed(system, found, base, ignored, fixed)
            apart = packed([frozenset(figures_of(bits)) for bits in base])
            return Least(figures_left, len(figures_left) <= max(least, apart))
        cuts.append(outcome)
        rows.update(dict.fromkeys(i for j in sorted(found) for i in system.rows_of[j] if i not in ignored))
    return None


def _tried(
    system: System,
    figures: frozenset[int],
    base: Sequence[int],
    ignored: Collection[int],
    fixed: Mapping[int, tuple[int, int]],
) -> int | None:
    """Figures, as bits, of which one more must change; None if these are enough."""
    bits = sum(1 << j for j in figures)
    missed = next((conflict for conflict in base if not conflict & bits), None)
    if missed is not None:
        return missed
    outcome = narrowed(system, sorted(figures), ignored, fixed)
    return outcome.figures if isinstance(outcome, Conflict) else None


def _needed(
    system: System,
    figures: frozenset[int],
    base: Sequence[int],
    ignored: Collection[int],
    fixed: Mapping[int, tuple[int, int]],
) -> frozenset[int]:
    """The figures without those that need not change."""
    for j in sorted(figures):
        if _tried(system, figures - {j}, base, ignored, fixed) is None:
            figures -= {j}
    return figures


class _Program:
    """The mixed-integer program over some rows of a system.

    Its columns are the changes, each in half a digit of its figure, then the switches; `entries` are its rows, each
    with its ends.
    """

    def __init__(
        self, system: System, rows: Sequence[int], cuts: Sequence[int], fixed: Mapping[int, tuple[int, int]]
    ) -> None:
        self.system, self.fixed = system, fixed
        self.rows = [system.rows[i] for i in rows]
        switched = {j for row in self.rows for j in row.variables} | {j for bits in cuts for j in figures_of(bits)}
        self.figures = sorted(switched)
        self.column = {j: number for number, j in enumerate(self.figures)}
        self.middle = {j: self._middle(j) for j in self.figures}
        self.digit = {j: self._digit(j) for j in self.figures}
        self.entries: list[tuple[dict[int, float], float, float]] = []
        self.large = self._large()
        count = len(self.figures)
        for j in self.figures:
            low, high = self._ends(j)
            big, t, d = self.large / self.digit[j], self.column[j], self.column[j] + count
            if high < UNBOUNDED:
                self.entries.append(({t: 1.0, d: -big}, -_inf(), (high - self.middle[j]) / self.digit[j]))
            if low > -UNBOUNDED:
                self.entries.append(({t: 1.0, d: big}, (low - self.middle[j]) / self.digit[j], _inf()))
        for number in range(len(self.rows)):
            self._add(number)
        for bits in cuts:
            self.entries.append(({self.column[j] + count: 1.0 for j in figures_of(bits)}, 1.0, _inf()))

    def solved(self, seconds: float) -> frozenset[int] | None:
        """The figures whose switches are set; None if there is no answer in time."""
        import highspy
        import numpy as np

        if seconds <= 0:
            return None
        count = len(self.figures)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = 2 * count, len(self.entries)
        program.col_cost_ = np.array([0.0] * count + [1.0] * count)
        program.col_lower_ = np.array([self._floor(j) for j in self.figures] + [0.0] * count)
        switches = [0.0 if j in self.fixed else 1.0 for j in self.figures]
        program.col_upper_ = np.array([2 * self.large / self.digit[j] for j in self.figures] + switches)
        program.row_lower_ = np.array([low for _, low, _ in self.entries])
        program.row_upper_ = np.array([high for _, _, high in self.entries])
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        starts = [0]
        for terms, _, _ in self.entries:
            starts.append(starts[-1] + len(terms))
        matrix.start_ = np.array(starts)
        matrix.index_ = np.array([column for terms, _, _ in self.entries for column in terms])
        matrix.value_ = np.array([value for terms, _, _ in self.entries for value in terms.values()])
        kinds = highspy.HighsVarType
        program.integrality_ = [kinds.kContinuous] * count + [kinds.kInteger] * count
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        options = {"output_flag": False, "threads": 1, "time_limit": seconds, "mip_rel_gap": 0.0}
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(program)
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = list(solver.getSolution().col_value)[count:]
        return frozenset(j for j, value in zip(self.figures, values, strict=True) if value > 0.5)

    def _ends(self, j: int) -> tuple[int, int]:
        return self.fixed.get(j) or (self.system.low[j], self.system.high[j])

    def _middle(self, j: int) -> int:
        low, high = self._ends(j)
        return low if high >= UNBOUNDED else high if low <= -UNBOUNDED else (low + high) // 2

    def _digit(self, j: int) -> int:
        low, high = self._ends(j)
        return (high - low) // 2 if low < high and low > -UNBOUNDED and high < UNBOUNDED else self.system.one

    def _floor(self, j: int) -> float:
        floor = self.system.floors[j]
        return -_inf() if floor <= -UNBOUNDED else min(0, floor - self.middle[j]) / self.digit[j]

    def _large(self) -> int:
        """What no change of a smallest set exceeds: all halves of digits twice, and all that the rows are off."""
        large = self.system.one + 2 * sum(self.digit.values())
        for row in self.rows:
            if row.coefficients:
                off = abs(row.least - sum(c * self.middle[j] for j, c in row.coefficients.items()))
                if not row.holds or any(j in self.fixed for j in row.coefficients):
                    large += off // min(map(abs, row.coefficients.values()))
        return large * 101 // 100

    def _add(self, number: int) -> None:
        """One row over the changes, its greatest coefficient made one; with a guard it says nothing if that is set."""
        row, count = self.rows[number], len(self.figures)
        if row.others:
            return  # it is among the cuts
        weights = {j: c * self.digit[j] for j, c in row.coefficients.items()}
        most = max((abs(weight) for weight in weights.values()), default=1)
        terms = {self.column[j]: weight / most for j, weight in weights.items()}
        least = (row.least - sum(c * self.middle[j] for j, c in row.coefficients.items())) / most
        if row.guard is not None:
            reach = sum(abs(c) for c in row.coefficients.values()) * 2 * self.large
            terms[self.column[row.guard] + count] = abs(least) + reach / most
        self.entries.append((terms, least, least if row.is_equal else _inf()))


def _inf() -> float:
    return float("inf")

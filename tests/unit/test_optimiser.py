"""The optimiser where the search ends: its answers are verified, and no more is claimed than is proven."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from itertools import pairwise

import pytest
from tests.unit.test_conflicts import RELATIONS, SAVINGS
from tests.unit.test_system import less, rate, system_of, total

from zhengwu.auditing.causes import optimiser
from zhengwu.auditing.causes.conflicts import smallest_sets
from zhengwu.auditing.causes.optimiser import Least, smallest_set
from zhengwu.auditing.causes.propagation import propagated
from zhengwu.auditing.causes.system import System
from zhengwu.reference.forms import Product

needs_solver = pytest.mark.skipif(importlib.util.find_spec("highspy") is None, reason="needs the extra solver")


def names(system: System, least: Least | None) -> set[str]:
    assert least is not None
    return {system.names[j] for j in least.figures}


def tangled(wrong: Sequence[int]) -> System:
    """Rows of budget, deal and savings with totals, and rows of neighbours, some budgets wrong."""
    rows = range(24)
    figures = {f"b{row}": f"{9000 * (row in wrong) + 1000 + 7 * row}件" for row in rows}
    figures |= {f"d{row}": f"{900 + 5 * row}件" for row in rows} | {f"s{row}": f"{100 + 2 * row}件" for row in rows}
    sums = {column: sum(start + step * row for row in rows) for column, start, step in
            (("b", 1000, 7), ("d", 900, 5), ("s", 100, 2))}  # fmt: skip
    figures |= {column: f"{value}件" for column, value in sums.items()}
    figures |= {f"n{row}": f"{2000 + 7 * (2 * row + 1)}件" for row in rows[:-1]}
    relations = [total(column, *(f"{column}{row}" for row in rows)) for column in sums]
    relations += [less(f"s{row}", f"b{row}", f"d{row}") for row in rows]
    relations += [total(f"n{one}", f"b{one}", f"b{other}") for one, other in pairwise(rows)]
    return system_of(figures, *relations)


@needs_solver
class TestSmallestSet:
    def test_the_figure_that_two_relations_accuse(self) -> None:
        system = system_of(SAVINGS, *RELATIONS)
        found = smallest_set(system, system.violated())
        assert (names(system, found), found is not None and found.is_proven) == ({"b2"}, True)

    def test_many_mistakes_in_one_tangle(self) -> None:
        wrong = range(1, 20, 2)
        system = tangled(wrong)
        found = smallest_set(system, system.violated())
        assert names(system, found) == {f"b{row}" for row in wrong}
        assert isinstance(propagated(system, found.figures if found else ()), dict)

    def test_rates_say_nothing_while_they_are_in_doubt(self) -> None:
        figures = {"s": "10.00", "b": "100.00", "r": "35.0%", "q": "10.0%", "t": "10.00", "u": "100.00"}
        system = system_of(figures, rate("r", "s", "b"), rate("q", "s", "b"), total("t", "s"), total("u", "b"))
        assert names(system, smallest_set(system, system.violated())) == {"r"}

    def test_figures_without_an_end_and_forms_that_are_not_linear(self) -> None:
        figures = {"a": "12余件", "b": "2件", "c": "3件", "x": "10%", "y": "10%", "p": "50%", "v": "10%", "e": "近9件"}
        product = ("p", Product(("x", "y")))
        system = system_of(figures, total("a", "b", "c"), total("c", "b"), product, total("v", "x"), total("e", "b"))
        found = smallest_set(system, system.violated())
        assert found is not None
        assert len(found.figures) == smallest_sets(system, system.violated()).least

    def test_other_ends_and_ignored_rows(self) -> None:
        figures = {"a": "1件", "b": "2件", "c": "9件", "d": "9件", "e": "8件"}
        system = system_of(figures, total("c", "a", "b"), total("d", "a", "b"), total("e", "d"))
        c, one = system.index["c"], system.one
        rows = system.violated()
        left = smallest_set(system, rows[1:2], fixed={c: (3 * one, 3 * one)}, ignored=rows[2:])
        assert names(system, left) == {"d"}

    def test_what_the_search_excluded_proves_it(self) -> None:
        """Three rows that share figures two by two need two figures, of which conflicts apart prove one."""
        figures = {"a": "9件", "b": "1件", "c": "20件"}
        system = system_of(figures, total("a", "b"), total("b", "c"), total("c", "a"))
        alone, told = (smallest_set(system, system.violated(), least=least) for least in (0, 2))
        assert alone is not None
        assert told is not None
        assert (len(alone.figures), alone.is_proven, told.is_proven) == (2, False, True)

    def test_no_time(self) -> None:
        system = system_of(SAVINGS, *RELATIONS)
        assert smallest_set(system, system.violated(), seconds=0) is None

    def test_nothing_can_be_changed(self) -> None:
        system = system_of({"a": "1件", "b": "2件"}, total("a", "b"))
        a, b = system.index["a"], system.index["b"]
        fixed = {a: (0, 0), b: (system.one, system.one)}
        assert smallest_set(system, system.violated(), fixed=fixed) is None

    def test_a_wrong_answer_is_cut_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The optimiser is taken for one that first forgets, then accuses another, then too many."""
        system = system_of(SAVINGS, *RELATIONS)
        b2, s2, b = system.index["b2"], system.index["s2"], system.index["b"]
        answers = iter([{s2}, {s2, system.index["b1"]}, {b2, s2, b}])
        cuts: list[int] = []

        def solved(program: optimiser._Program, _: float) -> frozenset[int]:
            cuts.append(len(program.entries))
            return frozenset(next(answers))

        monkeypatch.setattr(optimiser._Program, "solved", solved)
        found = smallest_set(system, system.violated())
        assert found == Least(frozenset({b2}), True)
        assert len(cuts) == 3

    def test_it_gives_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        system = system_of(SAVINGS, *RELATIONS)
        monkeypatch.setattr(optimiser._Program, "solved", lambda *_: frozenset())
        assert smallest_set(system, system.violated()) is None


def test_without_the_extra_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    system = system_of(SAVINGS, *RELATIONS)
    assert smallest_set(system, system.violated()) is None

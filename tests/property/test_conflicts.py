"""The search over conflicts finds the smallest sets, and all of them: compared with trying every set of figures.

What is possible is decided by elimination, which knows nothing of bounds; narrowing bounds may leave more in rare cases
(they creep for ever, or x + y = 1 and x + y = 2), so that what is found lies between the two.
"""

from __future__ import annotations

from itertools import combinations

from hypothesis import assume, given, settings, strategies as st
from tests.unit.test_system import Stated, rate, system_of, total

from zhengwu.auditing.causes.conflicts import clusters, packed, smallest_sets
from zhengwu.auditing.causes.propagation import propagated
from zhengwu.auditing.causes.system import UNBOUNDED, System
from zhengwu.auditing.feasible import Inequality, is_feasible
from zhengwu.reference.forms import Bound, Linear

NAMES = "abcdefg"


@st.composite
def systems(draw: st.DrawFn) -> System:
    """A few figures, some of them counts, with sums, differences, rates and bounds between them."""
    texts = [f"{draw(st.integers(0, 400)) / 10:.1f}" if draw(st.booleans()) else f"{draw(st.integers(0, 40))}件"
             for _ in NAMES]  # fmt: skip
    figures = dict(zip(NAMES, texts, strict=True))
    stated: list[Stated] = []
    for number in range(draw(st.integers(2, 6))):
        target, *parts = draw(st.permutations(NAMES))[: draw(st.integers(3, 5))]
        match draw(st.sampled_from(("sum", "sum", "difference", "rate", "bound"))):
            case "sum":
                stated.append(total(target, *parts))
            case "difference":
                stated.append((target, Linear(((parts[0], 1), (parts[1], -1)))))
            case "rate":
                figures[f"r{number}"] = f"{draw(st.integers(1, 999)) / 10:.1f}%"
                stated.append(rate(f"r{number}", target, parts[0]))
            case _:
                stated.append((target, Bound(at_least=parts[0])))
    return system_of(figures, *stated)


def candidates(system: System, size: int) -> list[frozenset[int]]:
    """Every set of so many figures that meets each failing row."""
    failing = [set(system.rows[i].variables) for i in system.violated()]
    chosen = map(frozenset, combinations(range(len(system.names)), size))
    return [each for each in chosen if all(own & each for own in failing)]


def is_possible(system: System, doubted: frozenset[int]) -> bool:
    """Whether some values of these figures satisfy every row of theirs, the others being as printed."""
    order = sorted(doubted)
    found = [Inequality(tuple(int(j == k) for k in order), -system.floors[j]) for j in order
             if system.floors[j] > -UNBOUNDED]  # fmt: skip
    for i in dict.fromkeys(i for j in order for i in system.rows_of[j]):
        row = system.rows[i]
        if row.guard in doubted:
            continue
        low, high, _, _ = row.without(doubted & row.coefficients.keys(), system.low, system.high)
        own = tuple(row.coefficients.get(j, 0) for j in order)
        found.append(Inequality(own, high - row.least))
        if row.is_equal:
            found.append(Inequality(tuple(-c for c in own), row.least - low))
    return not found or is_feasible(found)


def all_named(system: System) -> System:
    for name in (*NAMES, *(f"r{number}" for number in range(6))):
        if name in system.index:
            assert system.names[system.index[name]] == name
    for j in range(len(system.names)):
        assert all(j in system.rows[i].variables for i in system.rows_of[j])
    return system


class TestSmallestSets:
    @settings(deadline=None)
    @given(systems())
    def test_they_are_all_that_can_be_and_no_smaller_ones_are(self, system: System) -> None:
        violated = all_named(system).violated()
        found = smallest_sets(system, violated, most=3)
        assume(violated and found.is_complete)
        for size in range(min(found.least, 4)):
            assert not any(is_possible(system, each) for each in candidates(system, size) if each not in found.sets)
        if found.sets:
            each_of_size = candidates(system, found.least)
            left = {each for each in each_of_size if isinstance(propagated(system, each), dict)}
            assert {each for each in left if is_possible(system, each)} <= set(found.sets) <= left

    @settings(deadline=None)
    @given(systems(), st.data())
    def test_what_narrowing_excludes_is_impossible(self, system: System, data: st.DataObject) -> None:
        figures = range(len(all_named(system).names))
        assume(figures)
        doubted = data.draw(st.frozensets(st.sampled_from(figures), min_size=1, max_size=3))
        assume(is_possible(system, doubted))
        assert isinstance(propagated(system, doubted), dict)

    @given(systems())
    def test_apart_conflicts_are_a_lower_bound(self, system: System) -> None:
        violated = system.violated()
        apart = packed([frozenset(system.rows[i].variables) for i in violated])
        found = smallest_sets(system, violated)
        assert all(len(each) >= apart for each in found.sets)
        assert found.least >= apart

    @given(systems(), st.integers(1, 8))
    def test_a_limit_is_told(self, system: System, nodes: int) -> None:
        few, all_ = smallest_sets(system, system.violated(), nodes=nodes), smallest_sets(system, system.violated())
        assert few.nodes <= nodes
        assert few.least <= all_.least or not all_.is_complete
        if few.is_complete:
            assert few == all_

    @given(systems())
    def test_every_group_of_failing_rows_is_on_its_own(self, system: System) -> None:
        groups = clusters(system, system.violated())
        figures = [{j for i in group for j in system.rows[i].variables} for group in groups]
        assert sorted(i for group in groups for i in group) == sorted(system.violated())
        assert all(not one & other for one, other in combinations(figures, 2))


class TestRanges:
    @given(systems(), st.data())
    def test_a_contradiction_names_certain_figures_and_stays_while_they_are_certain(
        self, system: System, data: st.DataObject
    ) -> None:
        figures = range(len(all_named(system).names))
        assume(figures)
        doubted = data.draw(st.frozensets(st.sampled_from(figures), min_size=1, max_size=3))
        outcome = propagated(system, doubted)
        if isinstance(outcome, frozenset):
            assert not outcome & doubted
            more = data.draw(st.frozensets(st.sampled_from(figures), max_size=2)) - outcome
            assert isinstance(propagated(system, doubted | more), frozenset)
        else:
            assert all(system.floors[j] <= own.low <= own.high <= UNBOUNDED for j, own in outcome.items())

    @given(systems(), st.data())
    def test_what_a_value_left_breaks_is_no_single_row_of_certain_figures(
        self, system: System, data: st.DataObject
    ) -> None:
        assume(all_named(system).names)
        j = data.draw(st.sampled_from(range(len(system.names))))
        outcome = propagated(system, [j])
        assume(isinstance(outcome, dict))
        assert isinstance(outcome, dict)
        own = outcome[j]
        for value in {own.low, own.high} - {-UNBOUNDED, UNBOUNDED}:
            # Ends are rounded outwards by less than an infinitesimal, which a coefficient may multiply.
            near = {j: (value - 1, value + 1)}
            assert not system.still_violated(near)

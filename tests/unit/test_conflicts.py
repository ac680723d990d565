"""The search over conflicts on documents of a few figures."""

from __future__ import annotations

from tests.unit.test_system import less, rate, system_of, total

from zhengwu.auditing.causes.conflicts import Found, clusters, packed, smallest_sets
from zhengwu.auditing.causes.grounds import Conflict, figures_of, shrunk
from zhengwu.auditing.causes.propagation import narrowed, propagated
from zhengwu.auditing.causes.system import UNBOUNDED, System
from zhengwu.reference.forms import Bound, Product

# Two rows and a total, with a difference each; the second budget lost a nought: 250 − 30 = 220.
SAVINGS = {"b1": "100件", "d1": "90件", "s1": "10件", "b2": "25件", "d2": "30件", "s2": "220件",
           "b": "350件", "d": "120件", "s": "230件"}  # fmt: skip
RELATIONS = (
    less("s1", "b1", "d1"), less("s2", "b2", "d2"), less("s", "b", "d"),
    total("b", "b1", "b2"), total("d", "d1", "d2"), total("s", "s1", "s2"),
)  # fmt: skip


def named(system: System, found: Found) -> list[set[str]]:
    return [{system.names[j] for j in each} for each in found.sets]


class TestSmallestSets:
    def test_the_figure_that_two_relations_accuse(self) -> None:
        system = system_of(SAVINGS, *RELATIONS)
        found = smallest_sets(system, system.violated())
        assert named(system, found) == [{"b2"}]
        assert (found.is_complete, found.least) == (True, 1)

    def test_nothing_fails(self) -> None:
        system = system_of(SAVINGS | {"b2": "250件"}, *RELATIONS)
        assert smallest_sets(system, system.violated()).sets == (frozenset(),)

    def test_every_set_of_equal_size_is_found(self) -> None:
        system = system_of({"a": "1件", "b": "2件", "c": "9件"}, total("c", "a", "b"))
        assert named(system, smallest_sets(system, system.violated())) == [{"c"}, {"a"}, {"b"}]

    def test_a_part_cannot_fall_below_nothing(self) -> None:
        """The first part alone is more than the total, so no other part can be the wrong one."""
        system = system_of({"a": "90件", "b": "2件", "c": "9件"}, total("c", "a", "b"))
        assert named(system, smallest_sets(system, system.violated())) == [{"c"}, {"a"}]

    def test_ignored_rows_take_no_part(self) -> None:
        system = system_of(
            {"a": "1件", "b": "2件", "c": "3件", "d": "9件"}, ("a", Bound(at_least="b")), total("d", "a")
        )
        first, second = system.violated()
        assert named(system, smallest_sets(system, [first, second])) == [{"a"}]
        assert named(system, smallest_sets(system, [second], ignored=[first])) == [{"a"}, {"d"}]

    def test_other_ends_count_as_certain(self) -> None:
        system = system_of({"a": "1件", "b": "2件", "c": "9件", "d": "9件"}, total("c", "a", "b"), total("d", "a", "b"))
        c, one = system.index["c"], system.one
        left = smallest_sets(system, system.violated()[1:], fixed={c: (3 * one, 3 * one)})
        assert named(system, left) == [{"d"}]

    def test_a_rate_in_doubt_says_nothing(self) -> None:
        figures = {"s": "10.00", "b": "100.00", "r": "35.0%", "q": "10.0%", "t": "10.00", "u": "100.00"}
        system = system_of(figures, rate("r", "s", "b"), rate("q", "s", "b"), total("t", "s"), total("u", "b"))
        assert named(system, smallest_sets(system, system.violated())) == [{"r"}]

    def test_what_is_not_linear(self) -> None:
        figures = {"c": "50.0%", "x": "10.0%", "y": "10.0%", "z": "30.0%"}
        system = system_of(figures, ("c", Product(("x", "y"))), total("z", "x"))
        assert named(system, smallest_sets(system, system.violated())) == [{"x"}]

    def test_limits_are_told(self) -> None:
        system = system_of(SAVINGS, *RELATIONS)
        assert not smallest_sets(system, system.violated(), nodes=1).is_complete
        none = smallest_sets(system, system.violated(), most=0)
        assert (none.sets, none.is_complete, none.least) == ((), True, 1)

    def test_more_sets_than_anyone_reads(self) -> None:
        parts = {f"p{number}": "1件" for number in range(80)}
        system = system_of({"t": "900件", **parts}, total("t", *parts))
        found = smallest_sets(system, system.violated())
        assert (len(found.sets), found.is_complete) == (64, False)
        first = smallest_sets(system, system.violated(), sets=1)
        assert (len(first.sets), first.is_complete, first.least) == (1, False, 1)


class TestPropagated:
    def test_what_the_rows_leave(self) -> None:
        system = system_of({"a": "1.0", "b": "2.0", "c": "9.0"}, total("c", "a", "b"))
        c = system.index["c"]
        outcome = propagated(system, [c])
        assert isinstance(outcome, dict)
        # 0.95 + 1.95, and 1.05 + 2.05 with both ends left out.
        assert (outcome[c].low * 10, outcome[c].high * 10) == (29 * system.one, 31 * system.one - 20)

    def test_a_part_without_an_end(self) -> None:
        figures = {"a": "12余件", "b": "2件", "c": "3件", "d": "4件"}
        system = system_of(figures, total("a", "b", "c"), total("d", "b"))
        outcome = propagated(system, [system.index["b"], system.index["c"]])
        assert isinstance(outcome, dict)
        assert outcome[system.index["c"]] == (8 * system.one, UNBOUNDED)

    def test_a_contradiction_within_a_row_and_between_two(self) -> None:
        system = system_of({"a": "9件", "b": "2件", "c": "3件", "d": "4件"}, total("c", "a", "b"), total("d", "b"))
        b, names = system.index["b"], system.names
        assert propagated(system, [b]) == frozenset({system.index["a"], system.index["c"]})
        two = system_of({"b": "2件", "c": "3件", "d": "4件"}, total("c", "b"), total("d", "b"))
        assert propagated(two, [two.index["b"]]) == frozenset({two.index["c"], two.index["d"]})
        assert names[b] == "b"

    def test_a_conflict_says_which_doubts_it_needs(self) -> None:
        figures = {"b": "2件", "c": "3件", "d": "4件", "e": "5件", "f": "5件"}
        system = system_of(figures, total("c", "b"), total("d", "b"), total("e", "f"))
        b, e = system.index["b"], system.index["e"]
        outcome = narrowed(system, [b, e], (), {})
        assert isinstance(outcome, Conflict)
        assert (figures_of(outcome.doubted), outcome.figures >> e & 1) == ([b], 0)

    def test_bounds_that_creep_for_ever_are_left_alone(self) -> None:
        """a ≥ 2b and b ≥ 2a drive both to no end."""
        figures = {"a": "5.0", "b": "5.0", "c": "1.0", "r": "50.0%", "q": "50.0%"}
        system = system_of(figures, rate("r", "a", "b"), rate("q", "b", "a"), ("a", Bound(at_least="c")))
        outcome = propagated(system, [system.index["a"], system.index["b"]])
        assert isinstance(outcome, dict)


class TestConflicts:
    def test_a_failing_row_without_those_that_could_not_mend_it(self) -> None:
        system = system_of({"a": "90件", "b": "2件", "e": "80件", "c": "9件"}, total("c", "a", "b", "e"))
        bits = shrunk(system, system.rows[0])
        # Either part is too much by itself; the larger one and the total remain.
        assert {system.names[j] for j in figures_of(bits)} == {"c", "a"}

    def test_groups_that_share_no_figure(self) -> None:
        figures = {name: f"{number}件" for number, name in enumerate("abcdef", 1)}
        system = system_of(figures, total("a", "b"), total("c", "d"), total("f", "d"))
        assert clusters(system, system.violated()) == [(0,), (1, 2)]

    def test_packed(self) -> None:
        assert packed([frozenset({1, 2, 3}), frozenset({1}), frozenset({2, 3})]) == 2
        assert packed([]) == 0

"""The system of rows: what is made of each kind of relation, and that it is made where it is looked at."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zhengwu.auditing.bounds import Box
from zhengwu.auditing.causes.incidence import Incidence
from zhengwu.auditing.causes.ondemand import OnDemand
from zhengwu.auditing.causes.rows import ends_of_box, whole
from zhengwu.auditing.causes.system import FINE, UNBOUNDED, System
from zhengwu.auditing.engine import judge
from zhengwu.auditing.relations import Relation
from zhengwu.exact import Figure, Where
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Bound, Form, Linear, Product, Ratio, Reason, Repeat, Unprinted

Stated = tuple[str, Form]
AMOUNTS = {"s": "10.0", "b": "100.0", "d": "80.0"}


def total(target: str, *parts: str) -> Stated:
    return target, Linear(tuple((part, 1) for part in parts))


def less(target: str, first: str, second: str) -> Stated:
    return target, Linear(((first, 1), (second, -1)))


def rate(target: str, part: str, base: str) -> Stated:
    return target, Ratio(((part, 1),), ((base, 1),))


def relation(target: str | None, form: Form, **more: object) -> Relation:
    given: dict[str, object] = {"rule": "ZW120", "kind": RelationKind.SUM, "forms": ((None, form),), **more}
    return Relation(target=target, **given)  # type: ignore[arg-type]


def system_of(figures: dict[str, str], *stated: Stated | Relation) -> System:
    relations = [one if isinstance(one, Relation) else relation(*one) for one in stated]
    return System.of(judge({name: Figure.parse(text) for name, text in figures.items()}, relations))


def failing(system: System) -> list[list[str]]:
    """The figures of every failing row."""
    return [[system.names[j] for j in system.rows[i].variables] for i in system.violated()]


def ends(system: System, name: str) -> tuple[Fraction, Fraction]:
    """The ends of a figure in the base unit, those left out with what is missing."""
    j = system.index[name]
    return Fraction(system.low[j], system.one), Fraction(system.high[j], system.one)


class TestRows:
    def test_a_sum_a_difference_and_a_repetition(self) -> None:
        figures = {"a": "1", "b": "2", "c": "4", "d": "-2", "e": "3"}
        found = system_of(figures, total("c", "a", "b"), less("d", "a", "b"), ("e", Repeat("c")))
        assert failing(found) == [["c", "a", "b"], ["d", "a", "b"], ["e", "c"]]

    def test_a_rate_fails_on_one_side(self) -> None:
        found = system_of({"s": "30.00", "b": "100.00", "r": "35%"}, rate("r", "s", "b"))
        assert ([set(names) for names in failing(found)], len(found.rows)) == ([{"s", "b", "r"}], 2)

    def test_a_bound_by_a_figure_and_by_a_number(self) -> None:
        found = system_of({"p": "5件", "w": "3件"}, ("p", Bound(at_most="w")), ("p", Bound(at_least=Fraction(6))))
        assert failing(found) == [["p", "w"], ["p"]]
        held = system_of({"p": "5件"}, ("p", Bound(at_least=Fraction(5), at_most=Fraction(5))))
        assert (failing(held), len(held.rows_of[held.index["p"]])) == ([], 2)

    def test_what_is_not_linear_fails_until_one_of_it_is_in_doubt(self) -> None:
        found = system_of({"c": "50%", "x": "10%", "y": "10%"}, ("c", Product(("x", "y"))))
        assert failing(found) == [["c", "x", "y"]]
        assert found.still_violated({found.index["x"]: (0, 0)}) == set()

    def test_what_is_not_linear_and_holds_says_nothing(self) -> None:
        found = system_of({"c": "19%", "x": "10%", "y": "10%"}, ("c", Product(("x", "y"))))
        assert found.rows_of[found.index["x"]] == ()

    def test_the_number_one_is_no_figure(self) -> None:
        growth = Ratio((("n", 1), ("o", -1)), (("o", 1), ("1", 1)))
        found = system_of({"n": "30件", "o": "20件", "g": "90%"}, ("g", growth))
        assert [set(names) for names in failing(found)] == [{"n", "o", "g"}]
        assert "1" not in found.index

    def test_a_figure_and_its_double_are_one_term(self) -> None:
        assert whole((("a", 2), ("b", Fraction(1, 2)), ("a", -2))) == ({"b": 1}, 0)
        assert whole(()) == ({}, 0)

    def test_a_rate_without_an_end_is_one_inequality(self) -> None:
        found = system_of({"s": "30.00", "b": "100.00", "r": "35%以上"}, rate("r", "s", "b"))
        assert [set(names) for names in failing(found)] == [{"s", "b", "r"}]
        assert len(found.rows) == 1

    def test_a_failing_relation_may_hold_as_a_row_of_wider_ends(self) -> None:
        """The rate that was cut off counts as cut off or rounded."""
        figures = {"a": "1件", "b": "6件", "t": "16.67%", "v": "16.66%", "w": "16.7%"}
        found = system_of(figures, rate("t", "a", "b"), rate("v", "a", "b"), rate("w", "a", "b"))
        assert found.violated() == ()
        assert len(found.rows_of[found.index["v"]]) == 2
        assert ends(found, "v") == (Fraction("0.16655"), Fraction("0.1667") - Fraction(1, found.one))


class TestEnds:
    def test_half_a_digit_with_the_upper_end_left_out(self) -> None:
        found = system_of({"a": "1.2", "b": "2.0"}, ("a", Repeat("b")))
        assert ends(found, "a") == (Fraction("1.15"), Fraction("1.25") - Fraction(1, found.one))

    def test_a_number_without_an_end(self) -> None:
        found = system_of({"a": "12余件", "b": "2件", "c": "3件"}, total("a", "b", "c"))
        j = found.index["a"]
        assert (found.low[j], found.high[j]) == (12 * found.one, UNBOUNDED)
        assert failing(found) == [["a", "b", "c"]]
        assert system_of({"a": "2余件", "b": "2件", "c": "3件"}, total("a", "b", "c")).violated() == ()
        assert ends_of_box(Box(None, Fraction(1, 3))) == (-UNBOUNDED, FINE // 3 + 1)

    def test_a_blank_is_nothing_until_it_is_in_doubt(self) -> None:
        found = system_of({"a": "1件", "c": "4件"}, relation("c", Linear((("a", 1),)), blanks=("x",)))
        assert failing(found) == [["c", "a", "x"]]
        assert ends(found, "x") == (Fraction(0), Fraction(0))

    def test_other_ends(self) -> None:
        found = system_of({"a": "1件", "b": "2余件", "c": "4件"}, total("c", "a", "b"), total("a", "c"))
        one, a, b = found.one, found.index["a"], found.index["b"]
        assert failing(found) == [["a", "c"]]
        assert found.rows[found.violated()[0]].terms == ((a, -1), (found.index["c"], 1))
        assert found.still_violated({a: (4 * one, 4 * one)}) == set(found.rows_of[b])
        assert found.still_violated({a: (4 * one, 4 * one), b: (0, 0)}) == set()

    def test_what_other_ends_mend(self) -> None:
        figures = {"a": "1件", "b": "2件", "c": "4件", "d": "4件", "s": "30.00", "r": "35%"}
        found = system_of(figures, total("c", "a", "b"), total("d", "c"), rate("r", "s", "s"))
        one, (a, c, r) = found.one, [found.index[name] for name in "acr"]
        assert found.mends({a: (2 * one, 2 * one)}, found.violated())
        assert not found.mends({a: (3 * one, 3 * one)}, found.violated())
        assert not found.mends({c: (3 * one, 3 * one)}, found.violated())
        assert found.mends({r: (one, one)}, found.violated())

    def test_a_changed_rate_is_passed_over(self) -> None:
        found = system_of({"s": "30.00", "b": "100.00", "r": "35%"}, rate("r", "s", "b"))
        assert found.still_violated({found.index["r"]: (0, 0)}) == set()


class TestSigns:
    def test_a_difference_may_be_negative_and_what_is_summed_with_it(self) -> None:
        figures = {"a": "5", "b": "3", "s": "1", "t": "2", "u": "4", "v": "9"}
        found = system_of(figures, less("s", "a", "b"), total("u", "s", "t"), total("v", "a", "b"))
        signed = {name for name in figures if found.floors[found.index[name]] == -UNBOUNDED}
        assert signed == {"s", "t", "u"}

    def test_it_spreads_through_repetitions_and_is_remembered(self) -> None:
        figures = dict.fromkeys("abstuv", "5")
        found = system_of(figures, less("s", "a", "b"), ("t", Repeat("s")), total("u", "t"), total("v", "u"))
        assert {name for name in figures if found.floors[found.index[name]] == -UNBOUNDED} == set("stuv")

    def test_a_rate_of_a_difference_may_be_negative(self) -> None:
        savings = Ratio((("b", 1), ("d", -1)), (("b", 1),))
        found = system_of({"b": "10.0", "d": "9.0", "r": "10.1%", "q": "90%"}, ("r", savings), rate("q", "d", "b"))
        assert found.floors[found.index["r"]] == -UNBOUNDED
        assert found.floors[found.index["q"]] == 0

    def test_what_was_printed_below_zero_may_be_so(self) -> None:
        found = system_of({"a": "-3件", "b": "-4件"}, total("a", "b"))
        assert found.floors[found.index["a"]] == -3 * found.one

    def test_derived_values_say_nothing(self) -> None:
        derived = relation(None, Linear((("a", 1), ("b", 1))), id="d")
        found = system_of({"a": "1", "b": "2", "c": "9"}, derived, total("c", "d"))
        assert found.floors[found.index["c"]] == 0
        assert failing(found) == [["c", "d"]] or failing(found) == [["c"]]


class TestWhatTakesPart:
    def test_only_what_is_looked_at_is_made(self) -> None:
        figures = dict.fromkeys("abcdef", "1件") | {"t": "7件"}
        found = system_of(figures, total("a", "b"), total("c", "d"), total("t", "e", "f"))
        assert (len(found.rows), found.names) == (1, ["t", "e", "f"])
        assert [found.rows[i].case for i in found.rows_of[found.index["c"]]] == [1]
        assert len(found.rows) == 2

    def test_a_sound_document_has_no_rows(self) -> None:
        found = system_of({"a": "1件", "b": "1件"}, total("a", "b"))
        assert (found.rows, found.names, found.violated(), found.left_out) == ([], [], (), frozenset())
        assert not System.of(judge({}, [])).violated()

    def test_a_doubtful_relation_is_left_out_unless_its_column_bears_it_out(self) -> None:
        figures = {f"{name}{row}": "1件" for row in range(4) for name in "ab"} | {"a0": "2件"}
        where = Where(table=0, column=1)
        sums = [Linear(((f"b{row}", 1),)) for row in range(4)]
        doubtful = [relation(f"a{row}", form, doubtful="inferred", where=where) for row, form in enumerate(sums)]
        assert failing(system_of(figures, *doubtful)) == [["a0", "b0"]]
        few = system_of(figures, *doubtful[:3])
        assert failing(few) == []
        assert few.left_out == {0}
        other = [relation(f"a{row}", form, doubtful="else", where=where) for row, form in enumerate(sums)]
        assert system_of(figures, *other).left_out == {0}

    def test_what_holds_by_another_reading_only_says_nothing(self) -> None:
        forms = (("budget", Ratio((("s", 1),), (("b", 1),))), ("deal", Ratio((("s", 1),), (("d", 1),))))
        relations = [
            relation(f"r{row}", forms[0][1], forms=tuple((v, _of_row(f, row)) for v, f in forms)) for row in range(4)
        ]
        figures = {
            f"{name}{row}": text for row in range(4) for name, text in {"s": "10.0", "b": "100.0", "d": "80.0"}.items()
        }
        rates = {"r0": "10%", "r1": "10%", "r2": "12.5%", "r3": "40%"}
        found = system_of(figures | rates, *relations)
        assert found.forms[2] == relations[2].forms[0][1]
        assert found.rows_of[found.index["r2"]] == ()
        assert {found.rows[i].case for i in found.violated()} == {3}
        assert found.forms[3] == relations[3].forms[0][1]

    def test_of_several_forms_that_which_explains_it(self) -> None:
        forms = (("budget", Ratio((("s", 1),), (("b", 1),))), ("deal", Ratio((("s", 1),), (("d", 1),))))
        found = system_of({"s": "10.0", "b": "100.0", "d": "80.0", "r": "40%"}, relation("r", forms[0][1], forms=forms))
        assert found.forms[0] == forms[0][1]
        held = system_of({"s": "10.0", "b": "100.0", "d": "80.0", "r": "9%", "q": "9%"},
                         relation("r", forms[0][1], forms=forms), ("q", Ratio((("s", 1),), (("b", 1),))))  # fmt: skip
        assert held.forms[0] == forms[0][1]

    def test_what_cannot_be_decided_has_no_form(self) -> None:
        found = system_of({"a": "1件"}, ("a", Unprinted((), Reason.NO_PARTS)))
        assert 0 not in found.forms
        with pytest.raises(KeyError):
            found.index["a"]

    def test_a_shared_base_is_the_form(self) -> None:
        share = (("other", Ratio((("s", 1),), (("d", 1),))),)
        relations = [
            relation(
                f"r{row}", _of_row(Ratio((("s", 1),), (("b", 1),)), row), group="g",
                shared=tuple((v, _of_row(f, row)) for v, f in share),
            )
            for row in range(4)
        ]  # fmt: skip
        figures = {
            f"{name}{row}": text for row in range(4) for name, text in {"s": "10.0", "b": "100.0", "d": "80.0"}.items()
        }
        found = system_of(figures | {f"r{row}": "12.5%" for row in range(4)}, *relations)
        assert found.forms[1] == relations[1].shared[0][1]


class TestOnDemand:
    def test_a_key_without_a_value(self) -> None:
        lengths = OnDemand[str, int](lambda text: {"a": 1}[text])
        assert ("a" in lengths, "b" in lengths, lengths["a"]) == (True, False, 1)

    def test_incidence_of_nothing(self) -> None:
        assert Incidence(judge({}, []), {}).positions_of("a") == ()


def _of_row(form: Form, row: int) -> Form:
    assert isinstance(form, Ratio)
    return Ratio(
        tuple((f"{name}{row}", c) for name, c in form.numerator),
        tuple((f"{name}{row}", c) for name, c in form.denominator),
    )

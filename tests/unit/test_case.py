"""A relation while it is judged: what the printed numbers settle is what every way of printing says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from zhengwu.auditing.bounds import Bounds, Mode
from zhengwu.auditing.case import Case
from zhengwu.auditing.decide import is_possible
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.exact.number import plain_text
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Bound, Form, HiddenWhole, Linear, Ratio, Reason, Repeat, Terms, Unprinted

SUM = Linear((("a", 1), ("b", 1)))
DIFFERENCE = Linear((("a", 1), ("b", -1)))
RATE = Ratio((("a", 1),), (("b", 1),))


def case(*forms: Form, target: str | None = "t", shared: tuple[tuple[str, Form], ...] = (), **texts: str) -> Case:
    named = tuple((f"v{place}", form) for place, form in enumerate(forms))
    kind = RelationKind.SUM
    relation = Relation(rule="ZW120", kind=kind, target=target, forms=named, shared=shared, print_as="0.0")
    return Case(relation, Bounds({name: Figure.parse(text) for name, text in texts.items()}))


figures = st.builds(
    lambda n, places, sign, word: Figure.parse(sign + plain_text(n, places) + word),
    st.integers(0, 40),
    st.integers(0, 2),
    st.sampled_from(["", "-"]),
    st.sampled_from(["", "", "", "余", "万"]),
)
terms: st.SearchStrategy[Terms] = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from([1, -1, 2])),
    min_size=1,
    max_size=3,
    unique_by=lambda x: x[0],
).map(tuple)
forms: st.SearchStrategy[Form] = st.one_of(
    terms.map(Linear), terms.map(Linear), st.builds(Ratio, terms, terms), st.just(Repeat("a"))
)


class TestSettled:
    @settings(max_examples=100)
    @given(st.lists(forms, min_size=1, max_size=3), st.fixed_dictionaries(dict.fromkeys("abct", figures)))
    def test_what_is_settled_is_what_every_mode_says(self, tried: list[Form], printed: dict[str, Figure]) -> None:
        bounds = Bounds(printed)
        relation = Relation(
            rule="ZW120", kind=RelationKind.SUM, target="t", forms=tuple((str(n), form) for n, form in enumerate(tried))
        )
        judged = Case(relation, bounds)
        for mode in Mode:
            possible = [pair for pair in judged.forms if is_possible(pair[1], "t", (), bounds, mode)]
            if judged.settled is None:
                assert judged.under(mode) == (possible[0] if possible else None)
            else:
                assert judged.under(mode) == (judged.settled or None)
                assert judged.settled in possible if judged.settled else not possible
        usual = [judged.under(mode) for mode in (Mode.HALF_UP, Mode.CUT)]
        assert judged.is_explained is any(found is not None for found in usual)

    def test_a_sum_that_holds_as_printed(self) -> None:
        assert case(SUM, a="3", b="4", t="7").settled == ("v0", SUM)
        assert case(SUM, DIFFERENCE, a="3", b="4", t="-1").settled == ("v1", DIFFERENCE)

    def test_a_sum_that_is_too_far_off(self) -> None:
        assert case(SUM, a="3", b="4", t="8").settled is False
        assert case(SUM, DIFFERENCE, a="3", b="4", t="8").settled is False

    def test_a_last_digit_off_is_open(self) -> None:
        assert case(SUM, a="3.1", b="4.1", t="7.3").settled is None
        assert case(SUM, DIFFERENCE, a="3.1", b="4.1", t="7.3").settled is None

    @pytest.mark.parametrize(
        ("form", "half_up", "cut"),
        [(RATE, False, True), (Repeat("a"), False, False), (Bound(at_most="a"), True, True)],
    )
    def test_other_forms_are_asked_about_each_mode(self, form: Form, half_up: bool, cut: bool) -> None:
        found = case(form, a="3.119", b="4.011", t="0.77")  # 3.119 ÷ 4.011 is 0.7776…
        assert found.settled is None
        assert (found.under(Mode.HALF_UP) is not None, found.under(Mode.CUT) is not None) == (half_up, cut)
        assert found.is_explained is (half_up or cut)


class TestOpen:
    def test_a_derived_figure_is_not_printed(self) -> None:
        judged = case(SUM, target=None, a="3", b="4")
        assert (judged.open_reason, judged.settled, judged.is_explained) == ("not_printed", False, False)
        assert judged.printed == ""
        assert judged.written(SUM, Mode.HALF_UP) == ("7.0", "3 + 4 = 7.0")

    def test_its_alternatives_explain_nothing_either(self) -> None:
        judged = case(SUM, target=None, a="3", b="4", shared=(("other", SUM),))
        judged.try_instead([("other", SUM)])
        assert judged.under(Mode.HALF_UP) is None

    def test_a_base_of_zero(self) -> None:
        judged = case(RATE, a="3", b="0", t="5%")
        assert (judged.open_reason, judged.settled) == ("zero_base", False)
        assert judged.form == ("v0", RATE)

    def test_what_is_missing_says_why(self) -> None:
        judged = case(RATE, Unprinted(("budget",), Reason.NO_BASE), a="3", b="0", t="5%")
        assert judged.open_reason == "no_base"

    def test_another_base_may_do(self) -> None:
        other = Ratio((("a", 1),), (("c", 1),))
        judged = case(RATE, other, a="3", b="0", c="60", t="5%")
        assert judged.open_reason is None
        assert judged.form == judged.under(Mode.HALF_UP) == ("v1", other)


class TestInstead:
    other = Ratio((("a", 1),), (("c", 1),))

    def test_shared_alternatives_explain_what_the_forms_do_not(self) -> None:
        judged = case(RATE, a="3", b="40", c="60", t="5%", shared=(("other", self.other), ("third", RATE)))
        assert not judged.is_explained
        assert judged.shared("other") == [("other", self.other)]
        assert judged.shared("third") == []
        judged.try_instead(judged.shared("other"))
        assert judged.under(Mode.HALF_UP) == judged.form == ("other", self.other)
        assert judged.is_explained

    def test_an_answer_is_remembered_until_other_forms_are_tried(self) -> None:
        judged = case(RATE, a="3", b="40", c="60", t="5%")
        assert judged.under(Mode.HALF_UP) is judged.under(Mode.HALF_UP) is None
        judged.try_instead([("other", self.other)])
        assert judged.under(Mode.HALF_UP) is not None


class TestWritten:
    @pytest.mark.parametrize(
        ("part", "rate", "text"),
        [
            ("1", "33%", "n = 3"),
            ("1", "0%", "n ≥ 201"),
            ("1", "1%", "n = 67, 68, 69, 70, 71 … (134)"),
            ("2", "99%", ""),
        ],
    )
    def test_whole_numbers_that_fit(self, part: str, rate: str, text: str) -> None:
        form = HiddenWhole("a")
        assert case(form, a=part, t=rate).written(form, Mode.HALF_UP)[0] == text

    def test_as_the_target_prints(self) -> None:
        judged = case(RATE, a="3", b="40", t="7.50%")
        assert judged.printed == "7.50%"
        assert judged.written(RATE, Mode.HALF_UP)[0] == "7.50%"

    def test_without_a_style_two_decimals(self) -> None:
        relation = Relation(rule="ZW120", kind=RelationKind.SUM, target=None, forms=((None, SUM),))
        judged = Case(relation, Bounds({name: Figure.parse("3") for name in "ab"}))
        assert judged.written(SUM, Mode.HALF_UP)[0] == "6.00"

    def test_a_bound_computes_nothing(self) -> None:
        form = Bound(at_most=Fraction(1))
        assert case(form, t="104.20%").written(form, Mode.HALF_UP)[0] == ""

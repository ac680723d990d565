"""The exact decisions behind a verdict: each form, at and on either side of its bound."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zhengwu.auditing.bounds import Bounds, Mode
from zhengwu.auditing.decide import NO_END, base_is_zero, is_possible, whole_numbers
from zhengwu.auditing.feasible import Inequality, is_feasible
from zhengwu.exact import Figure
from zhengwu.reference.forms import Bound, Form, HiddenWhole, Linear, Product, Ratio, Reason, Repeat, Unprinted


def bounds(**texts: str) -> Bounds:
    return Bounds({name: Figure.parse(text) for name, text in texts.items()})


def holds(form: Form, mode: Mode = Mode.HALF_UP, **texts: str) -> bool:
    return is_possible(form, "t", (), bounds(**texts), mode)


class TestLinear:
    """A sum holds if the intervals of the parts, added up, meet the interval of the total."""

    form = Linear((("a", 1), ("b", 1)))

    @pytest.mark.parametrize(("total", "possible"), [("3.4", True), ("3.5", True), ("3.6", True), ("3.7", False)])
    def test_half_up(self, total: str, possible: bool) -> None:
        # 1.2 + 2.3: the hidden values add up to 3.4 ≤ x < 3.6, and 3.4 itself prints 3.4.
        assert holds(self.form, a="1.2", b="2.3", t=total) is possible

    def test_the_open_end_is_left_out(self) -> None:
        # 15万 stands for 145000 ≤ x < 155000.
        assert holds(Linear((("a", 1),)), a="15万件", t="145000件")
        assert holds(Linear((("a", 1),)), a="15万件", t="154999件")
        assert not holds(Linear((("a", 1),)), a="15万件", t="155000件")

    def test_counts_are_exact(self) -> None:
        assert holds(self.form, a="1件", b="2件", t="3件")
        assert not holds(self.form, a="1件", b="2件", t="4件")

    def test_units_of_different_size(self) -> None:
        assert holds(self.form, a="1.65亿元", b="0.0084亿元", t="16584万元")

    @pytest.mark.parametrize(("total", "possible"), [("3.4", False), ("3.5", True), ("3.6", True), ("3.7", False)])
    def test_truncated(self, total: str, possible: bool) -> None:
        # Inputs rounded or cut lie in 1.15 ≤ a < 1.3 and 2.25 ≤ b < 2.4: the sum in 3.4 ≤ x < 3.7.
        assert holds(self.form, Mode.CUT, a="1.2", b="2.3", t=total) is (possible or total == "3.4")

    def test_a_lower_bound_is_open_above(self) -> None:
        assert holds(self.form, a="2767余件", b="1件", t="9999件")
        assert not holds(self.form, a="2767余件", b="1件", t="2767件")


class TestRatio:
    """A rate holds if some base and some part print as they do and divide into its interval."""

    form = Ratio((("a", 1),), (("b", 1),))

    @pytest.mark.parametrize(("rate", "mode", "possible"), [
        ("97.3%", Mode.HALF_UP, True),
        ("97.2%", Mode.HALF_UP, False),
        ("97.2%", Mode.CUT, True),
        ("97.4%", Mode.UP, False),
    ])  # fmt: skip
    def test_of_counts(self, rate: str, mode: Mode, possible: bool) -> None:
        assert holds(self.form, mode, a="5617件", b="5773件", t=rate) is possible

    def test_a_tie_tells_the_halves_apart(self) -> None:
        # 1 of 800 is 0.125 %.
        assert holds(self.form, Mode.HALF_UP, a="1件", b="800件", t="0.13%")
        assert not holds(self.form, Mode.HALF_UP, a="1件", b="800件", t="0.12%")
        assert holds(self.form, Mode.HALF_EVEN, a="1件", b="800件", t="0.12%")
        assert holds(self.form, Mode.HALF_DOWN, a="1件", b="800件", t="0.12%")

    def test_given_identity_narrows(self) -> None:
        """Alone 2.97 ÷ 34.89 cannot be 8.54%, nor 2.98 be 8.50%; together with 34.89 − 31.91 = 2.97 8.53% can."""
        figures = bounds(b="34.89", d="31.91", s="2.97", t="8.53%", far="8.50%")
        form = Ratio((("b", 1), ("d", -1)), (("b", 1),))
        given = (("s", (("b", Fraction(1)), ("d", Fraction(-1)))),)
        assert is_possible(form, "t", given, figures, Mode.HALF_UP)
        assert not is_possible(form, "far", given, figures, Mode.HALF_UP)
        assert is_possible(Ratio((("s", 1),), (("b", 1),)), "far", (), figures, Mode.HALF_UP)

    def test_broken_identity_leaves_either_side(self) -> None:
        """Where budget − deal = savings fails, the rate may still be that of the printed savings."""
        figures = bounds(b="19723.07", d="1790.76", s="1822.31", t="9.24%", other="90.92%", neither="50.00%")
        form = Ratio((("b", 1), ("d", -1)), (("b", 1),))
        given = (("s", (("b", Fraction(1)), ("d", Fraction(-1)))),)
        assert is_possible(form, "t", given, figures, Mode.HALF_UP)
        assert is_possible(form, "other", given, figures, Mode.HALF_UP)
        assert not is_possible(form, "neither", given, figures, Mode.HALF_UP)

    def test_zero_base(self) -> None:
        assert base_is_zero(self.form, bounds(a="0.00", b="0.00", t="0.00%"))
        assert not base_is_zero(self.form, bounds(a="0.00", b="0.01", t="0.00%"))
        assert not base_is_zero(Linear((("a", 1),)), bounds(a="0", t="0"))

    def test_the_number_one_and_derived_values(self) -> None:
        """Last year is this year over one plus the growth; its value carries on as an operand."""
        last = Ratio((("a", 1),), (("1", 1), ("g", 1)))
        figures = Bounds(
            {n: Figure.parse(t) for n, t in {"a": "150件", "g": "50%", "t": "100件", "u": "102件"}.items()}, {"r": last}
        )
        assert is_possible(Repeat("r"), "t", (), figures, Mode.HALF_UP)
        assert not is_possible(Repeat("r"), "u", (), figures, Mode.HALF_UP)


class TestOtherForms:
    def test_successive_cuts(self) -> None:
        form = Product(("a", "b"))
        assert holds(form, a="27.33%", b="13.35%", t="37.03%")
        assert holds(form, a="27.33%", b="13.35%", t="37.04%")
        assert not holds(form, a="27.33%", b="13.35%", t="37.05%")
        assert not holds(form, a="120%", b="13.35%", t="37.05%")

    def test_bounds(self) -> None:
        assert holds(Bound(at_most="a"), a="9件", t="9件")
        assert not holds(Bound(at_most="a"), a="9件", t="10件")
        assert holds(Bound(at_least=Fraction(1, 4)), t="25%")
        assert not holds(Bound(at_least=Fraction(1, 4)), t="24%")
        assert holds(Bound(at_least="a", at_most="b"), a="1件", b="3件", t="2件")
        assert holds(Bound(at_most="a"), a="80余件", t="81件")

    def test_repeats(self) -> None:
        assert holds(Repeat("a"), a="13.62%", t="13.6%")
        assert not holds(Repeat("a"), a="13.62%", t="13.7%")

    def test_hidden_whole(self) -> None:
        figures = bounds(p="1357项", t="94.37%")
        assert list(whole_numbers("p", "t", figures, Mode.HALF_UP)) == [1438]
        assert is_possible(HiddenWhole("p"), "t", (), figures, Mode.HALF_UP)
        assert not holds(HiddenWhole("p"), p="3件", t="94.37%")
        assert list(whole_numbers("p", "t", bounds(p="1件", t="33%"), Mode.HALF_UP)) == [3]
        assert not whole_numbers("p", "t", bounds(p="0件", t="33%"), Mode.HALF_UP)
        assert whole_numbers("p", "t", bounds(p="0件", t="0.00%"), Mode.HALF_UP) == range(1, NO_END)
        assert not whole_numbers("p", "t", bounds(p="5余件", t="33%"), Mode.HALF_UP)
        assert whole_numbers("p", "t", bounds(p="1件", t="0.00%"), Mode.HALF_UP) == range(20001, NO_END)

    def test_hidden_whole_at_its_ends(self) -> None:
        # 1/n prints 50% for 0.495 ≤ 1/n < 0.505, so only n = 2; rounded up 200/501 prints 40.0% too.
        assert list(whole_numbers("p", "t", bounds(p="1件", t="50%"), Mode.HALF_UP)) == [2]
        assert list(whole_numbers("p", "t", bounds(p="200件", t="40.0%"), Mode.UP)) == [500, 501]

    def test_unprinted_never_holds(self) -> None:
        assert not holds(Unprinted(("evaluated",), Reason.NO_BASE), t="99.66%")


class TestFeasible:
    """x + y ≤ 1 with x, y ≥ 0, and what strictness does at the corner."""

    square = (Inequality((1, 0), 0), Inequality((0, 1), 0), Inequality((-1, -1), 1))

    def test_corner(self) -> None:
        assert is_feasible([*self.square, Inequality((1, 1), -1)])
        assert not is_feasible([*self.square, Inequality((1, 1), -1, strict=True)])

    def test_empty_system(self) -> None:
        assert is_feasible([])
        assert not is_feasible([Inequality((0,), -1)])

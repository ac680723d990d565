"""Rates: exact fractions, printed by a named rounding, and refused where they have no base."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from zhengwu.errors import AmountError, FigureError, InexactError, UndefinedRateError, UnitError, ZhengwuError
from zhengwu.exact import Rate, Rounding, exact_ratio, wan, yuan

PUBLISHED = Rate("182231/1972307")


class TestMaking:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("182231/1972307", Fraction(182231, 1972307)),
            ("4/12", Fraction(1, 3)),
            ("-3/4", Fraction(-3, 4)),
            ("3/-4", Fraction(-3, 4)),
            ("0.5/1.5", Fraction(1, 3)),
            ("17.07%", Fraction(1707, 10000)),
            ("１７．０７％", Fraction(1707, 10000)),
            ("17.07 %", Fraction(1707, 10000)),
            ("-5%", Fraction(-1, 20)),
            ("2.5‰", Fraction(1, 400)),
        ],
    )
    def test_texts(self, text: str, value: Fraction) -> None:
        rate = Rate(text)
        assert rate.as_fraction() == value
        assert eval(repr(rate)) == rate  # noqa: S307

    @pytest.mark.parametrize(
        "text",
        [
            *("", "%", "/", "17.07", "1/", "/3", "1/2/3", "1/2%", "12,34%", "约5%", "5%以上", "5%%", "NaN%", "1e5%"),
            *("1" * 41 + "%", "9" * 5000 + "%", "½", "5\x00%", "\ud800%"),
        ],
    )
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(FigureError, match=r'is not a rate \(expected a fraction such as "3/16"') as caught:
            Rate(text, field="rate (节约率)")
        assert (caught.value.field, caught.value.value) == ("rate (节约率)", text)

    def test_numbers(self) -> None:
        assert Rate(2) == Rate(Fraction(2)) == Rate(Decimal("2.0")) == Rate(Rate(2)) == Rate("200%")

    @pytest.mark.parametrize(
        ("value", "error"),
        [
            (0.1707, InexactError),
            (True, InexactError),
            (Decimal("NaN"), AmountError),
            (None, UnitError),
            (yuan("1"), UnitError),
            pytest.param(Fraction(1, 10**1001), AmountError, id="digit flood"),
            pytest.param(Decimal("1e1000"), AmountError, id="large exponent"),
        ],
    )
    def test_what_is_no_number_is_refused(self, value: int, error: type[ZhengwuError]) -> None:
        with pytest.raises(error):
            Rate(value)

    def test_of_two_exact_numbers(self) -> None:
        assert Rate.of(wan("1822.31"), wan("19723.07")) == PUBLISHED
        assert Rate.of("1822.31万元", wan("19723.07")) == PUBLISHED
        assert Rate.of(Decimal("1822.31"), "19723.07") == PUBLISHED
        assert Rate.of(-1, -2) == Rate("1/2")
        assert Rate.of(1, -2) == Rate("-1/2")

    def test_the_sign_stands_on_the_numerator(self) -> None:
        for rate in (Rate("3/-4"), Rate.of(3, -4), Rate.of(-3, 4), 3 / Rate("-4/1")):
            assert (rate.numerator, rate.denominator) == (-3, 4)

    def test_no_rate_without_a_base(self) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: Rate("1/0"),
            lambda: Rate.of(1, 0),
            lambda: Rate("0/0"),
            lambda: Rate("1/2") / 0,
        ]
        for make in attempts:
            with pytest.raises(ZeroDivisionError) as caught:
                make()
            assert isinstance(caught.value, UndefinedRateError)
            assert caught.value.reason == "zero_base"

    def test_the_missing_base_is_named(self) -> None:
        with pytest.raises(UndefinedRateError) as caught:
            exact_ratio(wan("0"), wan("0"), fields=("savings", "budget (预算金额)"))
        assert str(caught.value) == ("budget (预算金额): a rate needs a base other than zero (print a blank, not 0%)")


class TestPrinting:
    def test_a_published_truncation(self) -> None:
        """9.23% is printed for 1822.31 of 19723.07: cut off, not rounded (seed 002)."""
        assert PUBLISHED.percent() == PUBLISHED.percent(2, Rounding.HALF_UP) == "9.24%"
        assert PUBLISHED.percent(2, Rounding.TRUNC) == "9.23%"
        assert PUBLISHED.roundings_for("9.23%") == {Rounding.TRUNC}

    @pytest.mark.parametrize(
        ("text", "places", "printed"),
        [
            ("0/1", 2, "0.00%"),
            ("1/20000", 2, "0.01%"),
            ("-1/20000", 2, "-0.01%"),
            ("1/30000", 2, "0.00%"),
            ("-1/30000", 2, "0.00%"),
            ("1/1", 2, "100.00%"),
            ("5/1", 0, "500%"),
            ("1/3", 5, "33.33333%"),
            ("-2/3", 1, "-66.7%"),
            ("1/3", 100, "33." + "3" * 100 + "%"),
        ],
    )
    def test_percent(self, text: str, places: int, printed: str) -> None:
        assert Rate(text).percent(places) == printed

    def test_rounded_is_a_decimal(self) -> None:
        assert str(PUBLISHED.rounded(4)) == "0.0924"
        assert str(PUBLISHED.rounded(4, Rounding.TRUNC)) == "0.0923"

    @pytest.mark.parametrize("places", [-1, 101, 1.5, True, "2"])
    def test_places_are_a_small_number(self, places: int) -> None:
        for ask in (PUBLISHED.percent, PUBLISHED.rounded):
            with pytest.raises(AmountError, match="places"):
                ask(places)

    def test_format_specifications(self) -> None:
        rate = Rate("1/3")
        assert f"{rate}" == str(rate) == "1/3"
        assert f"{rate:.2%}|{rate:.0%}|{rate:%}|{rate:.1‰}|{rate:.4f}" == "33.33%|33%|33.33%|333.3‰|0.3333"
        assert f"{rate:+.1%}|{-rate:+.1%}" == "+33.3%|-33.3%"
        assert f"{rate:>10.2%}|{rate:*<8.1%}|{rate:10.2%}|" == "    33.33%|33.3%***|33.33%    |"

    @pytest.mark.parametrize("spec", ["x", ".2", "d", ".2e", ".200%", "%%", "2000.2x"])
    def test_other_specifications_are_refused(self, spec: str) -> None:
        with pytest.raises(AmountError):
            format(PUBLISHED, spec)

    def test_roundings_for(self) -> None:
        assert Rate("1/8").roundings_for("12.5%") == set(Rounding)
        assert Rate("1/8").roundings_for("13") == set()
        assert Rate("1/8").roundings_for("12%") == {Rounding.HALF_EVEN, Rounding.HALF_DOWN, Rounding.TRUNC}
        assert Rate("1/8").roundings_for("0.13") == {Rounding.HALF_UP, Rounding.UP}
        assert Rate("-1/8").roundings_for("-13%") == {Rounding.HALF_UP, Rounding.UP}
        assert PUBLISHED.roundings_for("9.25%") == set()

    @pytest.mark.parametrize("text", ["", "—", "约9%", "9%以上", "abc"])
    def test_roundings_for_needs_a_printed_number(self, text: str) -> None:
        with pytest.raises(FigureError):
            PUBLISHED.roundings_for(text)


class TestArithmetic:
    def test_with_rates_and_numbers(self) -> None:
        third, half = Rate("1/3"), Rate("1/2")
        assert third + half == half + third == Rate("5/6")
        assert third - half == Rate("-1/6")
        assert third * half == Rate("1/6")
        assert third / half == Rate("2/3")
        assert 1 + third == third + 1 == Fraction(4, 3)
        assert 1 - third == Rate("2/3")
        assert 2 * third == third * Fraction(2) == third * Decimal(2) == Rate("2/3")
        assert 1 / third == 3
        assert -third == Rate("-1/3")
        assert abs(-third) == +third == third
        assert bool(third)
        assert not Rate(0)

    def test_equal_by_value_with_one_hash(self) -> None:
        assert Rate("2/4") == Rate("1/2") == Fraction(1, 2) == Rate("50%")
        assert Rate("1/2") == Decimal("0.5")
        assert Rate(3) == 3
        assert {Rate("2/4"), Rate("1/2"), Fraction(1, 2), Decimal("0.5")} == {Rate("1/2")}
        for other in (Rate("1/3"), Decimal("NaN"), "1/2", None, yuan("1"), 0.5):
            assert Rate("1/2") != other

    def test_order(self) -> None:
        assert Rate("1/3") < Rate("1/2") <= Fraction(1, 2) <= Rate("1/2")
        assert Rate("1/2") > Decimal("0.3") >= Rate("3/10")
        assert sorted([Rate("1/2"), Rate("-1/2"), Rate("1/3")]) == [Rate("-1/2"), Rate("1/3"), Rate("1/2")]

    @pytest.mark.parametrize(("other", "error"), [(0.5, InexactError), ("1/2", UnitError), (None, UnitError)])
    def test_nothing_else_goes_together_with_a_rate(self, other: int, error: type[ZhengwuError]) -> None:
        rate = Rate("1/2")
        for operation in (
            lambda: rate + other,
            lambda: other + rate,
            lambda: rate - other,
            lambda: rate * other,
            lambda: rate / other,
            lambda: rate < other,
            lambda: rate >= other,
        ):
            with pytest.raises(error):
                operation()

    def test_an_amount_is_not_added_to_a_rate(self) -> None:
        with pytest.raises(UnitError):
            Rate("1/2") + yuan("1")  # type: ignore[operator]


class TestObject:
    def test_cannot_be_changed(self) -> None:
        for name in ("numerator", "_numerator", "anything"):
            with pytest.raises(AttributeError):
                setattr(PUBLISHED, name, 5)
            with pytest.raises(AttributeError):
                delattr(PUBLISHED, name)

    def test_copies_and_pickles(self) -> None:
        assert copy.copy(PUBLISHED) is copy.deepcopy(PUBLISHED) is PUBLISHED
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            restored = pickle.Unpickler(io.BytesIO(pickle.dumps(PUBLISHED, protocol))).load()  # noqa: S301
            assert type(restored) is Rate
            assert restored == PUBLISHED

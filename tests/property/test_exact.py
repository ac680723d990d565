"""Laws of exact values: each class opens with the sentence it tests."""

from __future__ import annotations

import decimal
import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs
import pytest
from hypothesis import assume, example, given, strategies as st

from zhengwu.errors import UnitError, ZhengwuError
from zhengwu.exact import Figure, Interval, Money, Rate, Rounding, exact_pair, round_ratio, total, wan, yi, yuan

T = TypeVar("T")
DECIMAL_MODES = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Rounding.TRUNC: decimal.ROUND_DOWN,
    Rounding.UP: decimal.ROUND_UP,
}
WIDE = decimal.Context(prec=200, traps=[decimal.InvalidOperation, decimal.Overflow])

roundings = st.sampled_from(Rounding)
units = st.sampled_from(
    ["", "%", "‰", "元", "千元", "万元", "百万元", "亿元", "万亿元", "万件", "百分点", "万", "平方米"]
)
fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
tenths = st.integers(-(10**7), 10**7).map(lambda n: Fraction(n, 20))  # ties are frequent here
values = st.one_of(fractions, tenths, st.just(Fraction(0)))
digits = st.decimals(-(10**8), 10**8, places=2).map(str)
amounts = st.builds(
    lambda text, make: make(text),
    st.one_of(digits, st.decimals(-1000, 1000, places=7).map(lambda d: format(d, "f"))),
    st.sampled_from([yuan, wan, yi]),
)


@st.composite
def printed_figures(draw: st.DrawFn) -> Figure:
    """A figure that is not counted, with or without separators, signs, wide characters and a unit of its own."""
    unit = draw(units)
    coefficient, decimals = draw(st.integers(0, 10**9)), draw(st.integers(0, 6))
    text = f"{Decimal(coefficient).scaleb(-decimals, WIDE):{draw(st.sampled_from(['', ',']))}f}"
    text = (
        draw(st.sampled_from(["", "-", "+", "−"]))
        + text
        + draw(st.sampled_from(["", unit, f"({unit})" if unit else ""]))
    )
    if draw(st.booleans()):
        text = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return attrs.evolve(Figure.parse(text, unit=unit), counted=False)


def intervals() -> st.SearchStrategy[Interval]:
    ends = st.one_of(st.none(), st.integers(-4, 4), st.fractions(-3, 3, max_denominator=4))

    def build(low: Fraction | None, high: Fraction | None, low_open: bool, high_open: bool) -> Interval:
        if low is not None and high is not None:
            low, high = min(low, high), max(low, high)
            low_open, high_open = low_open and low < high, high_open and low < high
        return Interval(low, high, low_open, high_open)

    return st.builds(build, ends, ends, st.booleans(), st.booleans())


def inside(data: st.DataObject, interval: Interval) -> Fraction:
    """A value of the interval: a closed end, or something between."""
    low = Fraction(interval.low) if interval.low is not None else None
    high = Fraction(interval.high) if interval.high is not None else None
    if low is None and high is None:
        low, high = Fraction(-100), Fraction(100)
    elif low is None and high is not None:
        low = high - 100
    elif high is None and low is not None:
        high = low + 100
    assert low is not None
    assert high is not None
    share = data.draw(st.one_of(st.sampled_from([Fraction(0), Fraction(1)]), st.fractions(0, 1, max_denominator=50)))
    value = low + (high - low) * share
    assume(interval.contains(value))
    return value


class TestRounding:
    """Rounding a ratio is rounding its value, in the mode decimal arithmetic knows under another name."""

    @given(st.decimals(-(10**12), 10**12, places=6), st.integers(-3, 8), roundings)
    def test_agrees_with_quantize(self, value: Decimal, places: int, rounding: Rounding) -> None:
        quantum = Decimal(1).scaleb(-places)
        expected = value.quantize(quantum, rounding=DECIMAL_MODES[rounding], context=WIDE)
        numerator, denominator = value.as_integer_ratio()
        assert round_ratio(numerator, denominator, places, rounding) * quantum == expected

    @given(values, st.integers(-2, 4), roundings)
    def test_is_the_nearest_or_the_next_by_size(self, value: Fraction, places: int, rounding: Rounding) -> None:
        size = abs(value) * Fraction(10) ** places
        low, rest = math.floor(size), size - math.floor(size)
        half = Fraction(1, 2)
        goes_up = {
            Rounding.HALF_UP: rest >= half,
            Rounding.HALF_DOWN: rest > half,
            Rounding.HALF_EVEN: rest > half or (rest == half and low % 2 == 1),
            Rounding.TRUNC: False,
            Rounding.UP: rest > 0,
        }[rounding]
        expected = (low + goes_up) * (1 if value >= 0 else -1)
        assert round_ratio(value.numerator, value.denominator, places, rounding) == expected

    @given(values, st.integers(1, 10**6), st.integers(-2, 4), roundings)
    def test_does_not_depend_on_how_the_ratio_is_written(
        self, value: Fraction, factor: int, places: int, rounding: Rounding
    ) -> None:
        numerator, denominator = value.numerator, value.denominator
        expected = round_ratio(numerator, denominator, places, rounding)
        assert round_ratio(numerator * factor, denominator * factor, places, rounding) == expected
        assert round_ratio(-numerator, -denominator, places, rounding) == expected


class TestFigure:
    """A printed figure stands for exactly the values that print that way."""

    @given(printed_figures(), values, roundings)
    @example(Figure.parse("0.00%"), Fraction(-1, 20000), Rounding.HALF_UP)
    @example(Figure.parse("0.00%"), Fraction(-1, 20000), Rounding.HALF_DOWN)
    def test_what_is_printed_stands_for_the_value(self, style: Figure, value: Fraction, rounding: Rounding) -> None:
        again = attrs.evolve(Figure.parse(style.print(value, rounding), unit=style.unit_text), counted=False)
        assert again.interval(rounding).contains(value)
        assert (again.decimals, again.magnitude, again.unit) == (style.decimals, style.magnitude, style.unit)

    @given(printed_figures(), st.data(), roundings)
    def test_values_inside_print_that_way(self, figure: Figure, data: st.DataObject, rounding: Rounding) -> None:
        value = inside(data, figure.interval(rounding))
        assert Figure.parse(figure.print(value, rounding)).coefficient == figure.coefficient

    @given(printed_figures(), st.fractions(-3, 3, max_denominator=40), roundings)
    def test_values_outside_never_print_that_way(self, figure: Figure, steps: Fraction, rounding: Rounding) -> None:
        value = Fraction(figure.value) + steps * Fraction(10) ** (figure.magnitude - figure.decimals)
        prints_so = Figure.parse(figure.print(value, rounding)).coefficient == figure.coefficient
        assert prints_so is figure.interval(rounding).contains(value)

    @given(printed_figures(), roundings)
    def test_the_interval_is_symmetric_about_zero(self, figure: Figure, rounding: Rounding) -> None:
        mirrored = attrs.evolve(figure, coefficient=-figure.coefficient)
        assert mirrored.interval(rounding) == -figure.interval(rounding)

    @given(printed_figures(), roundings)
    def test_holds_the_value_it_prints(self, figure: Figure, rounding: Rounding) -> None:
        assert figure.interval(rounding).contains(figure.value)

    @given(printed_figures())
    def test_text_is_kept(self, figure: Figure) -> None:
        assert str(Figure.parse(str(figure))) == figure.text
        assert Figure.parse(figure.text, unit=figure.unit_text).value == figure.value

    @given(st.sampled_from(["余", "多", "以上", "左右", "以内", "以下"]), st.integers(0, 10**6), units)
    def test_a_qualifier_never_excludes_the_printed_number(self, word: str, number: int, unit: str) -> None:
        assume(unit not in ("%", "‰") or word not in ("余", "多"))
        text = f"{number}{word}{unit}" if word in ("余", "多") else f"{number}{unit}{word}"
        figure = Figure.parse(text)
        assert figure.interval().contains(figure.value)


class TestInterval:
    """Arithmetic encloses every pointwise result, and a closed end of the result is reached by some pair of values."""

    operations: st.SearchStrategy[Callable[[object, object], object]] = st.sampled_from(
        [operator.add, operator.sub, operator.mul, operator.truediv]
    )

    @given(intervals(), intervals(), operations, st.data())
    def test_encloses(
        self, x: Interval, y: Interval, operation: Callable[[object, object], object], data: st.DataObject
    ) -> None:
        try:
            result = operation(x, y)
        except ZeroDivisionError:
            assert y.contains(0)
            return
        assert isinstance(result, Interval)
        value = operation(inside(data, x), inside(data, y))
        assert isinstance(value, Fraction)
        assert result.contains(value)

    @given(intervals(), intervals(), operations)
    @example(Interval(None, 0), Interval(None, 0, high_open=True), operator.mul)
    def test_closed_ends_are_reached_and_open_ends_are_not(
        self, x: Interval, y: Interval, operation: Callable[[object, object], object]
    ) -> None:
        try:
            result = operation(x, y)
        except ZeroDivisionError:
            return
        assert isinstance(result, Interval)
        reached = [operation(a, b) for a in _members(x) for b in _members(y)]
        for end, is_open in ((result.low, result.low_open), (result.high, result.high_open)):
            assert (end in reached) is not is_open

    @given(intervals(), intervals(), st.data())
    def test_sets(self, x: Interval, y: Interval, data: st.DataObject) -> None:
        both = x.intersect(y)
        assert (both is not None) is x.meets(y) is y.meets(x)
        value = inside(data, data.draw(st.sampled_from([x, y])))
        assert x.hull(y).contains(value)
        assert (both is not None and both.contains(value)) is (x.contains(value) and y.contains(value))
        assert x.hull(y) == y.hull(x)
        assert both == y.intersect(x)

    @given(intervals())
    def test_negation_undoes_itself(self, x: Interval) -> None:
        mirrored = -x
        assert -mirrored == x


class TestMoney:
    """An amount does not depend on the unit it is written in, and addition is the addition of integers."""

    @given(amounts, st.sampled_from(["元", "万元", "亿元", "角", "分", "百万元"]))
    def test_changing_the_unit_loses_nothing(self, money: Money, unit: str) -> None:
        there = money.to(unit)
        assert there == money
        assert hash(there) == hash(money)
        assert repr(there.to(money.unit)) == repr(money)
        assert Money(str(there)) == Money(f"{money.in_unit(unit):f}{unit}") == money

    @given(digits)
    def test_units_are_powers_of_ten(self, text: str) -> None:
        number = Decimal(text)
        assert yuan(text).amount == number
        assert wan(text).amount == number * 10000
        assert yi(text).in_unit("万元") == number * 10000

    @given(amounts, amounts, amounts)
    def test_addition(self, a: Money, b: Money, c: Money) -> None:
        assert a + b == b + a
        assert hash(a + b) == hash(b + a)
        assert (a + b) + c == a + (b + c)
        assert a + b - b == a
        assert total([a, None, b, c]) == sum([a, b, c]) == a + b + c
        assert (a + b).amount == WIDE.add(a.amount, b.amount)

    @given(amounts, amounts)
    def test_budget_less_savings_is_the_deal(self, budget: Money, deal: Money) -> None:
        assert budget - (budget - deal) == deal

    @given(amounts, st.sampled_from(["USD", "HKD", "SEK"]))
    def test_other_currencies_are_refused(self, money: Money, currency: str) -> None:
        other = Money("5", currency=currency)
        for operation in (lambda: money + other, lambda: other - money, lambda: money < other, lambda: money / other):
            with pytest.raises(UnitError):
                operation()
        with pytest.raises(UnitError):
            total([money, other])

    @given(amounts, amounts)
    def test_order_is_the_order_of_amounts(self, a: Money, b: Money) -> None:
        assert (a < b, a <= b, a == b) == (a.amount < b.amount, a.amount <= b.amount, a.amount == b.amount)

    @given(amounts, st.integers(0, 8), roundings, st.sampled_from(["元", "万元", "亿元"]))
    def test_printing_is_rounding(self, money: Money, places: int, rounding: Rounding, unit: str) -> None:
        exact = money.in_unit(unit).quantize(Decimal(1).scaleb(-places), DECIMAL_MODES[rounding], WIDE)
        printed = money.format(unit, places=places, rounding=rounding)
        assert printed == f"{exact + 0:f}{unit}" if exact else f"{abs(exact):f}{unit}"
        assert Figure.parse(printed).interval(rounding).contains(money.amount)

    @given(amounts, st.integers(-(10**6), 10**6), st.integers(0, 12))
    def test_products_are_exact(self, money: Money, numerator: int, twos: int) -> None:
        factor = Fraction(numerator, 2**twos)
        assert Fraction((money * factor).amount) == Fraction(money.amount) * factor
        assert (money * factor) / factor == money if factor else money * factor == yuan(0)


class TestRate:
    """A rate is a fraction, however it is written, and is rounded only when it is printed."""

    @given(fractions, st.integers(1, 1000))
    def test_equals_its_fraction(self, value: Fraction, factor: int) -> None:
        rate = Rate._make(value.numerator * factor, value.denominator * factor)
        assert rate == value == Rate(repr(rate)[6:-2])
        assert hash(rate) == hash(value)
        assert (rate.numerator, rate.denominator) == (value.numerator, value.denominator)

    @given(amounts, amounts)
    def test_of_money_does_not_depend_on_the_unit(self, a: Money, b: Money) -> None:
        assume(b)
        assert Rate.of(a, b) == Rate.of(a.to("亿元"), b.to("分")) == Rate.of(a.amount, b.amount) == a / b

    @given(values, values)
    def test_arithmetic_is_that_of_fractions(self, a: Fraction, b: Fraction) -> None:
        assert Rate(a) + Rate(b) == Rate(a) + b == a + Rate(b) == a + b
        assert Rate(a) - Rate(b) == Rate(a) - b == a - Rate(b) == a - b
        assert Rate(a) * Rate(b) == Rate(a) * b == a * Rate(b) == a * b
        assert (Rate(a) < Rate(b), Rate(a) <= b, Rate(a) > b, Rate(a) >= b) == (a < b, a <= b, a > b, a >= b)
        if b:
            assert Rate(a) / Rate(b) == Rate(a) / b == a / Rate(b) == a / b

    @given(values, st.integers(0, 5), roundings)
    def test_percent_is_the_rounded_value(self, value: Fraction, places: int, rounding: Rounding) -> None:
        text = Rate(value).percent(places, rounding)
        expected = round_ratio(value.numerator, value.denominator, places + 2, rounding)
        assert Fraction(Decimal(text[:-1])) == Fraction(expected, 10**places)
        assert not (text.startswith("-") and expected == 0)
        assert rounding in Rate(value).roundings_for(text)

    @given(values, printed_figures())
    def test_roundings_are_those_whose_interval_holds_the_rate(self, value: Fraction, figure: Figure) -> None:
        text = figure.print(value)
        figure = attrs.evolve(Figure.parse(text), counted=False)
        explained = {rounding for rounding in Rounding if figure.interval(rounding).contains(value)}
        assert Rate(value).roundings_for(text) == explained

    @given(st.one_of(values, st.decimals(-(10**6), 10**6, places=3)), st.decimals(-100, 100, places=2))
    def test_pairs_keep_the_ratio(self, a: Fraction | Decimal, b: Decimal) -> None:
        one, other = exact_pair(a, b)
        assert Fraction(a) * other == Fraction(b) * one
        assert (other == 0) is (b == 0)


near_figures = st.text(
    st.sampled_from(
        " 0123456789,.．，+-−–—/%‰％()（）元万亿千百件个余多约近超以上左右点¥￥$人民币USDCNYeE:年月²①１２"
        "\u3000\u00a0\x00\ud800"
    ),
    max_size=14,
)
malformed = st.one_of(near_figures, st.text(max_size=20), st.text("0123456789.,", max_size=200))
anything = st.one_of(
    malformed,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.binary(max_size=3),
)


def attempt(make: Callable[..., T], *arguments: object) -> T | None:
    """The result, or None when this library refused with a message; any other exception fails the test."""
    try:
        return make(*arguments)
    except ZhengwuError as error:
        text = str(error)
    assert 0 < len(text) < 400
    return None


class TestMalformed:
    """Whatever is put in, either a value comes out that reads back, or an error of this library."""

    @given(malformed, st.one_of(st.none(), st.sampled_from(["万元", "%", "件"]), near_figures))
    @example("45万(万元)", None)
    @example("0(万)", "万")
    def test_figures(self, text: str, unit: str | None) -> None:
        figure = attempt(lambda: Figure.parse(text, unit=unit))
        if figure is not None:
            assert str(figure) == text
            assert (attempt(lambda: figure.value) is not None) is figure.is_number
        if figure is not None and figure.is_number:
            assert Figure.parse(figure.print(figure.value), unit=figure.unit_text).value == figure.value

    @given(anything, st.one_of(st.none(), st.sampled_from(["CNY", "USD", "SEK", "usd"])))
    def test_money(self, value: str, currency: str | None) -> None:
        money = attempt(lambda: Money(value, currency=currency))
        assert money is None or eval(repr(money)) == money  # noqa: S307

    @given(anything)
    def test_units_of_money(self, value: str) -> None:
        for make in (yuan, wan, yi):
            money = attempt(make, value)
            assert money is None or Money(str(money)) == money

    @given(anything)
    @example(Decimal("3.93589935077692330243E-20"))
    def test_rates(self, value: str) -> None:
        rate = attempt(Rate, value)
        assert rate is None or eval(repr(rate)) == rate  # noqa: S307

    @given(anything, anything)
    def test_pairs(self, one: str, other: str) -> None:
        pair = attempt(exact_pair, one, other)
        assert pair is None or all(type(number) is int for number in pair)

    @given(st.lists(anything, max_size=4))
    def test_totals(self, values: list[object]) -> None:
        result = attempt(total, values)
        assert result is None or any(value is not None for value in values)

    @given(near_figures)
    def test_formats(self, spec: str) -> None:
        for value in (wan("1.5"), Rate("1/3")):
            assert attempt(format, value, spec) != ""

    def test_a_flood_of_digits_is_refused_unread(self) -> None:
        for parse in (Money, Rate, Figure.parse, yuan):
            assert attempt(parse, "9" * 10**6) is None


def _members(interval: Interval) -> list[Fraction]:
    """Closed ends, zero where it belongs, and something between; of an unbounded interval something within 2."""
    low = Fraction(interval.low if interval.low is not None else (interval.high or 0) - 2)
    high = Fraction(interval.high if interval.high is not None else low + 2)
    return [value for value in {low, high, (low + high) / 2, Fraction(0)} if interval.contains(value)]

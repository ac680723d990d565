"""Laws that every rate keeps, whatever its figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from zhengwu.exact import Money, Rate, wan, yi, yuan
from zhengwu.stats import (
    compound,
    compression_rate,
    growth_rate,
    indicator,
    indicators,
    percentage_points,
    premium_rate,
    savings_rate,
    share,
)

positive = st.decimals("0.01", "9999999.99", places=2)
amounts = positive.map(lambda number: wan(str(number)))
counts = st.integers(min_value=1, max_value=10**9)
fractions_below_one = st.fractions(min_value=0, max_value=1, max_denominator=10**4)
BASES: Any = ("budget", "ceiling", "estimate", "deal_plus_savings", "deal")
VARIANTS = [(item, name) for item in indicators().values() for name in item.variants]


class TestUnit:
    """The rate does not depend on the unit the table is printed in."""

    @given(budget=amounts, deal=amounts, base=st.sampled_from(BASES))
    def test_same_in_every_unit(self, budget: Money, deal: Money, base: Any) -> None:
        rate = savings_rate(budget, deal, base=base)
        for unit in ("元", "万元", "亿元"):
            assert savings_rate(budget.to(unit), deal, base=base) == rate
            assert savings_rate(budget, deal.to(unit), base=base) == rate
            plain = savings_rate(budget.in_unit(unit), deal.in_unit(unit), base=base)
            assert plain == rate
        assert savings_rate(str(budget), str(deal), base=base) == rate

    @given(number=positive, other=positive)
    @example(number=Decimal("1.65"), other=Decimal("0.29"))
    def test_scaling_changes_nothing(self, number: Decimal, other: Decimal) -> None:
        for unit in (yuan, wan, yi):
            assert premium_rate(unit(number), unit(other)) == premium_rate(number, other)
            assert growth_rate(unit(number), unit(other)) == growth_rate(number, other)


class TestSavings:
    """Savings + deal = budget, in amounts and in shares of the budget."""

    @given(budget=amounts, deal=amounts)
    @example(budget=wan("55000.92"), deal=wan("45613.01"))
    def test_parts_of_the_budget(self, budget: Money, deal: Money) -> None:
        savings = budget - deal
        assert savings + deal == budget
        assert savings_rate(budget, deal) + share(deal, budget) == 1
        assert savings_rate(budget, deal) == share(savings, budget) == compression_rate(budget, deal)

    @given(budget=amounts, deal=amounts)
    def test_the_readings_of_the_base(self, budget: Money, deal: Money) -> None:
        """The deal base is the larger one of a saving; deal + savings is the budget."""
        on_budget, on_deal = savings_rate(budget, deal), savings_rate(budget, deal, base="deal")
        assert on_deal == share(budget - deal, deal)
        assert (on_deal >= on_budget) or budget < deal
        assert savings_rate(budget, deal, base="deal_plus_savings") == on_budget

    @given(start=amounts, deal=amounts)
    def test_a_premium_is_growth_on_the_start_price(self, start: Money, deal: Money) -> None:
        assert premium_rate(start, deal) == growth_rate(deal, start) == -savings_rate(start, deal)


class TestRatioOfSums:
    """The rate of a total lies between the extremes of the rates of its parts."""

    @given(lots=st.lists(st.tuples(counts, st.integers(0, 10**9)), min_size=1, max_size=8))
    def test_between_the_extremes(self, lots: list[tuple[int, int]]) -> None:
        rates = [savings_rate(budget, deal) for budget, deal in lots]
        together = savings_rate(sum(budget for budget, _ in lots), sum(deal for _, deal in lots))
        assert min(rates) <= together <= max(rates)

    @given(parts=st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
    def test_shares_of_all_parts_make_the_whole(self, parts: list[int]) -> None:
        shares = [share(part, sum(parts)) for part in parts]
        assert sum(shares[1:], shares[0]) == 1


class TestCompound:
    """Successive cuts: 1 − ∏(1 − r), never more than their sum, in any order."""

    @given(cuts=st.lists(fractions_below_one, max_size=5))
    def test_product(self, cuts: list[Fraction]) -> None:
        left = Fraction(1)
        for cut in cuts:
            left *= 1 - cut
        assert compound(*cuts) == 1 - left
        assert compound(*cuts) <= sum(cuts)
        assert compound(*reversed(cuts)) == compound(*cuts)

    @given(states=st.lists(counts, min_size=2, max_size=6))
    def test_growth_over_several_periods(self, states: list[int]) -> None:
        steps = [growth_rate(after, before) for before, after in pairwise(states)]
        assert compound(*steps, of="growth") == growth_rate(states[-1], states[0])

    @given(before=counts, after=counts)
    def test_growth_then_its_inverse(self, before: int, after: int) -> None:
        assert compound(growth_rate(after, before), growth_rate(before, after), of="growth") == 0
        assert growth_rate(after, before) == -compression_rate(before, after)

    @given(rates=st.tuples(fractions_below_one, fractions_below_one, fractions_below_one))
    def test_points_add_up(self, rates: tuple[Fraction, Fraction, Fraction]) -> None:
        first, second, third = rates
        steps = percentage_points(third, second).points + percentage_points(second, first).points
        assert steps == percentage_points(third, first).points == (third - first) * 100


@pytest.mark.parametrize(("item", "name"), VARIANTS, ids=lambda value: getattr(value, "id", value))
@settings(max_examples=20)
@given(data=st.data())
def test_a_variant_is_its_linear_combinations(item: Any, name: str, data: st.DataObject) -> None:
    """Registry and function give what the declared combinations are when worked out in fractions."""
    variant = item.declaration.variants[name]
    given_: dict[str, Any] = {quantity: data.draw(counts, label=quantity) for quantity in variant.quantities}
    numerator, denominator = (
        sum(Fraction(given_[quantity]) * sign for quantity, sign in side.items())
        for side in (variant.numerator, variant.denominator)
    )
    if not variant.denominator:
        assert item.explain(variant=name, **given_).result == numerator
        return
    assume(denominator > 0)
    assert item.rate(variant=name, **given_) == numerator / denominator
    missing = [quantity for quantity in variant.arguments if quantity not in given_]
    if variant.arguments and not (variant.bounded and numerator > denominator):
        if missing:  # a quantity that follows from another: the budget is deal + savings
            assert missing == ["budget"]
            given_["budget"] = given_["deal"] + given_["savings"]
        keyword = {item.declaration.selector: name} if item.declaration.selector else {}
        rate = item.function(*(given_[quantity] for quantity in variant.arguments), **keyword)
        assert rate == numerator / denominator


@given(budget=amounts, deal=amounts)
def test_the_explanation_ends_in_the_printed_rate(budget: Money, deal: Money) -> None:
    told = indicator("savings_rate").explain(budget=budget, deal=deal)
    assert str(told).endswith(f" = {savings_rate(budget, deal).percent()}")
    assert told.rate == Rate.of(budget - deal, budget)

"""The typed rates: each equals its declaration, refuses what is not exact, and says what is missing."""

from __future__ import annotations

import inspect
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest

from zhengwu.errors import AmountError, InexactError, UndefinedRateError, UnitError, UnknownNameError, ZhengwuError
from zhengwu.exact import Money, Rate, Rounding, wan, yuan
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.stats import (
    completion_rate,
    indicator,
    indicators,
    on_time_rate,
    premium_rate,
    rates,
    satisfaction_rate,
    savings_rate,
    share,
)

TYPED = tuple(item for item in indicators().values() if item.function is not None)


def named(value: object) -> str:
    return getattr(value, "id", repr(value))


class TestFaceEqualsDeclaration:
    """The typed face of an indicator has the parameters, the bases and the default that are declared."""

    @pytest.mark.parametrize("item", TYPED, ids=named)
    def test_signature(self, item: Any) -> None:
        parameters = inspect.signature(item.function).parameters.values()
        positional = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
        keywords = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        assert positional == item.declaration.parameters
        selector = item.declaration.selector
        assert keywords == ({} if selector is None else {selector: item.declaration.default})
        assert item.function.__name__ == item.declaration.function

    @pytest.mark.parametrize(
        ("name", "allowed"),
        [
            ("savings_rate", get_args(rates.SavingsBase)),
            ("completion_rate", get_args(rates.CompletionBase)),
            ("on_time_rate", get_args(rates.OnTimeBase)),
        ],
    )
    def test_bases(self, name: str, allowed: tuple[str, ...]) -> None:
        assert declarations()[name].offered == allowed

    @pytest.mark.parametrize("item", TYPED, ids=named)
    def test_value_of_every_offered_variant(self, item: Any) -> None:
        for name in item.declaration.offered:
            keyword = {} if item.declaration.selector is None else {item.declaration.selector: name}
            first, second = (89, 97) if item.declaration.variants[name].bounded else (97, 89)
            given = dict(zip(item.declaration.variants[name].arguments, (first, second), strict=True))
            assert item.function(first, second, **keyword) == item.rate(variant=name, **given)

    @pytest.mark.parametrize("item", TYPED, ids=named)
    def test_messages_use_the_official_terms(self, item: Any) -> None:
        for name in item.declaration.offered:
            keyword = {} if item.declaration.selector is None else {item.declaration.selector: name}
            for position, quantity in enumerate(item.declaration.variants[name].arguments):
                given: list[Any] = [5, 5]
                given[position] = None
                with pytest.raises(UndefinedRateError) as caught:
                    item.function(*given, **keyword)
                assert caught.value.reason == "missing"
                assert f"({glossary().term(quantity).zh})" in str(caught.value)


class TestSavingsRate:
    """Published bases give published figures."""

    def test_bases(self) -> None:
        assert savings_rate(wan("55000.92"), wan("45613.01")) == Rate("938791/5500092")
        assert savings_rate(438, 358, base="estimate").percent() == "18.26%"
        assert savings_rate(10, 8, base="ceiling") == Fraction(1, 5)
        assert savings_rate(10, 8, base="deal") == Fraction(1, 4)
        assert savings_rate(10, 8, base="deal_plus_savings") == savings_rate(10, 8)

    def test_a_negative_saving_is_never_clipped(self) -> None:
        assert savings_rate(wan("100"), wan("101")).percent() == "-1.00%"

    def test_one_kind_only(self) -> None:
        with pytest.raises(UnitError, match=r"budget \(预算金额\).*deal \(成交金额\)"):
            savings_rate(wan("3"), 2)
        with pytest.raises(UnitError, match="CNY and USD"):
            savings_rate("3万元", "2万美元")

    def test_text_with_a_unit_is_money(self) -> None:
        assert savings_rate("1.65亿元", "15000万元") == savings_rate(Money("16500万元"), yuan(150000000))
        assert savings_rate("1.65", Decimal("1.5")) == savings_rate("1.65亿元", "15000万元")

    @pytest.mark.parametrize(
        "value", [55000.92, float("nan"), float("inf"), True, "", "abc", "3件", [1], b"1", object()]
    )
    def test_malformed_input_is_refused(self, value: Any) -> None:
        with pytest.raises(ZhengwuError, match="budget"):
            savings_rate(value, 5)
        with pytest.raises(ZhengwuError, match="deal"):
            savings_rate(5, value)

    def test_a_float_is_refused_with_the_text_to_write(self) -> None:
        with pytest.raises(InexactError, match=r'budget \(预算金额\): 55000.92 is a float .* "55000.92"'):
            savings_rate(55000.92, 45613.01)  # type: ignore[arg-type]

    @pytest.mark.parametrize("base", ["price", "", None, ["budget"], 1])
    def test_unknown_base(self, base: Any) -> None:
        with pytest.raises(UnknownNameError, match=r"base: .*expected budget, ceiling, estimate"):
            savings_rate(5, 4, base=base)


class TestUndefined:
    """Without a base there is no rate; the error says why and what to print instead."""

    def test_zero_of_zero(self) -> None:
        with pytest.raises(ZeroDivisionError) as caught:
            savings_rate(wan("0.00"), wan("0.00"))
        assert str(caught.value) == "budget (预算金额): a savings rate needs a budget (print a blank, not 0%)"
        assert isinstance(caught.value, UndefinedRateError)
        assert caught.value.reason == "zero_base"

    @pytest.mark.parametrize(
        ("compute", "message"),
        [
            (lambda: savings_rate(5, 0, base="deal"), "deal (成交金额): a savings rate needs a deal"),
            (lambda: savings_rate(0, 0, base="ceiling"), "ceiling (最高限价): a savings rate needs a ceiling"),
            (lambda: savings_rate(0, 0, base="estimate"), "estimate (估算价): a savings rate needs an estimate"),
            (lambda: savings_rate(0, 5, base="deal_plus_savings"), "budget (预算金额): a savings rate needs a budget"),
            (lambda: premium_rate(0, 5), "start (起始价): a premium rate needs a start price"),
            (lambda: share(1, 0), "whole (总体): a share needs a whole"),
            (lambda: completion_rate(0, 0), "accepted (受理量): a completion rate needs accepted cases"),
            (lambda: completion_rate(0, 0, of="due"), "due (应办结数): a completion rate needs cases that are due"),
            (lambda: on_time_rate(0, 0), "completed (办结量): an on-time rate needs completed cases"),
            (
                lambda: on_time_rate(0, 0, of="dispatched"),
                "dispatched (派发量): an on-time rate needs dispatched cases",
            ),
            (lambda: satisfaction_rate(0, 0), "evaluated (评价数): a satisfaction rate needs evaluations"),
        ],
    )
    def test_zero_base(self, compute: Any, message: str) -> None:
        with pytest.raises(UndefinedRateError) as caught:
            compute()
        assert str(caught.value) == f"{message} (print a blank, not 0%)"
        assert caught.value.reason == "zero_base"

    @pytest.mark.parametrize(
        "compute",
        [
            lambda: savings_rate(-1, 0),
            lambda: premium_rate(-1, 0),
            lambda: share(1, -1),
            lambda: savings_rate(0, -1, base="deal"),
        ],
    )
    def test_a_negative_base_has_no_rate(self, compute: Any) -> None:
        with pytest.raises(UndefinedRateError) as caught:
            compute()
        assert caught.value.reason == "not_applicable"


class TestCounts:
    """Counts are whole things: no money, nothing negative, no part larger than what it is a part of."""

    def test_published(self) -> None:
        assert completion_rate(5617, 5773, of="dispatched").percent(1) == "97.3%"
        assert completion_rate("5,617", "5773", of="dispatched") == Rate("5617/5773")
        assert completion_rate("５６１７", 5773, of="due") == Rate("5617/5773")
        assert on_time_rate(2730, 2730).percent(0) == "100%"
        assert satisfaction_rate(Decimal("1.2"), Decimal("1.5")) == Fraction(4, 5)

    def test_a_flow_may_exceed_the_base(self) -> None:
        assert completion_rate(566, 539).percent(1) == "105.0%"
        assert on_time_rate(566, 539, of="accepted") > 1

    @pytest.mark.parametrize(
        "compute",
        [
            lambda: on_time_rate(2731, 2730),
            lambda: on_time_rate(6, 5, of="due"),
            lambda: satisfaction_rate(6, 5),
            lambda: completion_rate(-1, 5),
            lambda: completion_rate(1, -5),
            lambda: completion_rate("5617件", 5773),
            lambda: completion_rate(5617, "many"),
        ],
    )
    def test_impossible_counts(self, compute: Any) -> None:
        with pytest.raises(AmountError):
            compute()

    def test_impossible_counts_are_named(self) -> None:
        with pytest.raises(AmountError, match=r"on_time \(按时办结数\): 2731 is more than completed \(办结量\) 2730"):
            on_time_rate(2731, 2730)

    def test_money_is_no_count(self) -> None:
        with pytest.raises(UnitError, match=r"completed \(办结量\): Money.* not a count"):
            completion_rate(wan("5"), 6)  # type: ignore[arg-type]

    @pytest.mark.parametrize("of", ["evaluated", None, {}, "completed"])
    def test_unknown_base(self, of: Any) -> None:
        with pytest.raises(UnknownNameError, match="of: "):
            completion_rate(5, 6, of=of)

    def test_float_counts_are_refused(self) -> None:
        with pytest.raises(InexactError, match="completed"):
            completion_rate(5617.0, 5773)  # type: ignore[arg-type]


class TestExplain:
    """The calculation in words is the calculation."""

    def test_chinese(self) -> None:
        told = indicator("savings_rate").explain(budget=wan("55000.92"), deal=wan("45613.01"))
        assert str(told) == (
            "节约率 = (预算金额 − 成交金额) ÷ 预算金额 = (55000.92万元 − 45613.01万元) ÷ 55000.92万元"
            " = 9387.91万元 ÷ 55000.92万元 = 17.07%"
        )
        assert told.rate == savings_rate(wan("55000.92"), wan("45613.01"))
        assert told.formula == "(预算金额 − 成交金额) ÷ 预算金额"
        assert told.steps[-1] == told.printed == "17.07%"

    def test_english(self) -> None:
        told = indicator("completion_rate").explain(completed=5617, dispatched=5773, lang="en", places=1)
        assert str(told) == "completion rate = completed ÷ dispatched = 5617 ÷ 5773 = 97.3%"
        assert told.text("zh") == "办结率 = 办结量 ÷ 派发量 = 5617 ÷ 5773 = 97.3%"

    def test_a_quantity_may_follow_from_others(self) -> None:
        told = indicator("savings_rate").explain(budget=10, deal=8, base="deal_plus_savings")
        assert str(told) == "节约率 = 节约金额 ÷ (成交金额 + 节约金额) = 2 ÷ (8 + 2) = 2 ÷ 10 = 20.00%"

    def test_the_variant_is_found_by_what_is_given(self) -> None:
        find = indicator("savings_rate").explain
        assert find(ceiling=10, deal=8).variant.id == "ceiling"
        assert find(deal=8, savings=2).variant.id == "deal_plus_savings"
        assert find(budget=10, deal=8, ceiling=None).variant.id == "budget"
        assert find(budget=10, deal=8, variant="deal").rate == Fraction(1, 4)

    def test_rounding_by_name(self) -> None:
        told = indicator("savings_rate").explain(budget="19723.07万元", deal="17900.76万元", rounding=Rounding.TRUNC)
        assert told.printed == "9.23%"

    def test_a_sum(self) -> None:
        told = indicator("savings").explain(budget="55000.92万元", deal="45613.01万元")
        assert str(told) == "节约金额 = 预算金额 − 成交金额 = 55000.92万元 − 45613.01万元 = 9387.91万元"
        assert told.result == wan("9387.91")
        with pytest.raises(UnitError, match=r"savings.*sum"):
            _ = told.rate

    def test_plain_numbers_print_with_the_decimals_they_have(self) -> None:
        told = indicator("share").explain(part="41.53", whole=Fraction(141, 3))
        assert told.steps[2] == "41.53 ÷ 47"
        assert indicator("share").explain(part=Fraction(1, 3), whole=2).steps[2] == "1/3 ÷ 2"

    @pytest.mark.parametrize(
        ("quantities", "error", "message"),
        [
            ({"budget": 5}, UndefinedRateError, r"deal \(成交金额\): is missing"),
            ({}, UndefinedRateError, r"budget \(预算金额\): is missing"),
            (
                {"budget": 0, "deal": 0},
                UndefinedRateError,
                r"budget \(预算金额\): savings rate needs a base above zero",
            ),
            ({"budget": "0元", "deal": "0元"}, UndefinedRateError, "above zero"),
            ({"budget": 5, "deal": wan("3")}, UnitError, r"deal \(成交金额\): money and plain numbers together"),
            ({"budget": 5.5, "deal": 3}, InexactError, r"budget \(预算金额\): 5.5 is a float"),
            ({"budget": "5件", "deal": 3}, AmountError, "budget"),
            ({"price": 5}, UnknownNameError, "price.*expected budget, deal"),
            ({"budget": 5, "deal": 3, "base": "x"}, UnknownNameError, "not a variant of savings_rate"),
            ({"budget": 5, "deal": 3, "lang": "fr"}, UnknownNameError, "lang: 'fr'"),
        ],
    )
    def test_refused(self, quantities: dict[str, Any], error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            indicator("savings_rate").explain(**quantities)

    def test_reasons(self) -> None:
        with pytest.raises(UndefinedRateError) as caught:
            indicator("discount_rate").explain(ceiling=5, provisional=6, deal=5)
        assert caught.value.reason == "not_applicable"
        assert str(caught.value).startswith("ceiling (最高限价), provisional (暂列金额): ")


class TestRegistry:
    """Indicators are found by id, official term and alias."""

    @pytest.mark.parametrize("name", ["savings_rate", "节约率", "节支率", "资金节约率（％）"])
    def test_found(self, name: str) -> None:
        assert indicator(name) is indicators()["savings_rate"]

    def test_described(self) -> None:
        found = indicator("completion_rate")
        assert (found.id, found.zh, found.en) == ("completion_rate", "办结率", "completion rate")
        assert found.variants == ("accepted", "dispatched", "due", "with_direct")
        assert found.function is completion_rate
        assert indicator("discount_rate").function is None

    @pytest.mark.parametrize("name", ["saving_rat", "ωωωω", "预算金额", None, ["share"]])
    def test_unknown(self, name: Any) -> None:
        with pytest.raises(UnknownNameError, match=r"indicator: .*is not declared"):
            indicator(name)

    def test_every_indicator_explains_itself_in_both_languages(self) -> None:
        for item in indicators().values():
            for name, variant in item.declaration.variants.items():
                given: dict[str, Any] = {q: 100 if variant.denominator.get(q) == 1 else 7 for q in variant.quantities}
                told = item.explain(variant=name, **given)
                assert str(told).startswith(f"{item.zh} = ")
                assert told.text("en").startswith(f"{item.en} = ")

"""Money: which texts are amounts, exact arithmetic, units that only print, and totals."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhengwu.errors import AmountError, InexactError, UndefinedRateError, UnitError, ZhengwuError
from zhengwu.exact import Exact, Money, Rate, Rounding, exact_pair, total, wan, yi, yuan
from zhengwu.exact.currency import unit_of


class Index:
    """Stands for an integer of numpy."""

    def __index__(self) -> int:
        return 438


class TestTexts:
    @pytest.mark.parametrize(
        ("text", "amount", "printed"),
        [
            ("1.65亿元", "165000000", "1.65亿元"),
            ("12,345.60元", "12345.6", "12345.6元"),
            ("１２３．４５万元", "1234500", "123.45万元"),
            ("1，234万元", "12340000", "1234万元"),
            ("¥1,234.50", "1234.5", "1234.5元"),
            ("￥1,234.50", "1234.5", "1234.5元"),
            ("￥1.5万", "15000", "1.5万元"),
            ("人民币100万元", "1000000", "100万元"),
            ("100万元人民币", "1000000", "100万元"),
            ("100万人民币", "1000000", "100万元"),
            ("RMB 5", "5", "5元"),
            ("CNY 5", "5", "5元"),
            ("80万元整", "800000", "80万元"),
            ("-5万元", "-50000", "-5万元"),
            ("−5.5亿元", "-550000000", "-5.5亿元"),
            ("-¥5", "-5", "-5元"),
            ("¥-5", "-5", "-5元"),
            ("5角", "0.5", "5角"),
            ("30分", "0.3", "30分"),
            ("3百万元", "3000000", "3百万元"),
            ("2万亿元", "2000000000000", "2万亿元"),
            ("0.00 万元", "0", "0万元"),
            ("0.12345元", "0.12345", "0.12345元"),
        ],
    )
    def test_renminbi(self, text: str, amount: str, printed: str) -> None:
        money = Money(text)
        assert (money.amount, money.currency, str(money)) == (Decimal(amount), "CNY", printed)
        assert repr(money) == f'Money("{printed}")'
        assert eval(repr(money)) == money  # noqa: S307

    @pytest.mark.parametrize(
        ("text", "amount", "currency", "printed"),
        [
            ("1.5万美元", "15000", "USD", "1.5万美元"),
            ("1,000 USD", "1000", "USD", "1000美元"),
            ("US$5", "5", "USD", "5美元"),
            ("HK$ 5", "5", "HKD", "5港元"),
            ("3亿港币", "300000000", "HKD", "3亿港元"),
            ("2欧元", "2", "EUR", "2欧元"),
            ("€2", "2", "EUR", "2欧元"),
            ("500日元", "500", "JPY", "500日元"),
            ("£7.5万", "75000", "GBP", "7.5万英镑"),
            ("7澳元", "7", "AUD", "7澳元"),
            ("7 CHF", "7", "CHF", "7瑞士法郎"),
            ("7 SEK", "7", "SEK", "7 SEK"),
            ("7万SEK", "70000", "SEK", "7万SEK"),
        ],
    )
    def test_other_currencies(self, text: str, amount: str, currency: str, printed: str) -> None:
        money = Money(text)
        assert (money.amount, money.currency, str(money)) == (Decimal(amount), currency, printed)
        assert eval(repr(money)) == money  # noqa: S307

    @pytest.mark.parametrize(
        "text",
        [
            *("", "元", "万元", "5", "1.5万", "55000.92万", "$5", "五万元", "约5万元", "5万元以上", "5元5角", "5件"),
            *("1e400元", "NaN元", "inf元", "12,34元", "--5元", "-¥-5", "5元元", "5万万元", "5万角", "5元万", "1 000元"),
            *("1" * 41 + "元", "9" * 5000, "5\x00元", "5元\ud800", "²元", "5²元", "①元"),
        ],
    )
    def test_other_texts_are_refused_with_the_form_to_write(self, text: str) -> None:
        with pytest.raises(AmountError, match="expected a number followed by 元, 万元 or 亿元") as caught:
            Money(text, field="budget (预算金额)")
        assert (caught.value.field, caught.value.value) == ("budget (预算金额)", text)

    def test_the_message_is_one_sentence(self) -> None:
        with pytest.raises(AmountError) as caught:
            Money("55000.92万", field="budget (预算金额)")
        assert str(caught.value) == (
            "budget (预算金额): '55000.92万' is not an amount of money (expected a number followed by 元, 万元 or 亿元)"
        )

    @pytest.mark.parametrize("text", ["人民币5美元", "USD 5元", "¥5 EUR"])
    def test_two_currencies_in_one_text_are_refused(self, text: str) -> None:
        with pytest.raises(UnitError, match="another currency"):
            Money(text)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "fen"),
        [
            ("55000.92", 55000920000),
            ("55,000.92", 55000920000),
            ("５５０００．９２", 55000920000),
            (" -3.5 ", -3500000),
            (".5", 500000),
            ("0.000001", 1),
            (438, 438000000),
            (Index(), 438000000),
            (Decimal("1E+2"), 100000000),
            (Decimal("0.50"), 500000),
            (Fraction(1, 8), 125000),
        ],
    )
    def test_wan_takes_exact_numbers(self, value: str, fen: int) -> None:
        assert wan(value).fen == fen
        assert wan(value).unit == "万元"

    def test_the_three_units(self) -> None:
        assert yi("1.65") == wan("16500") == yuan(165_000_000) == Money("1.65亿元")
        assert [money.unit for money in (yi(1), wan(1), yuan(1))] == ["亿元", "万元", "元"]

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (55000.92, 'amount: 55000.92 is a float and may already be rounded (write it as text: "55000.92")'),
            (1e16, 'amount: 1e+16 is a float and may already be rounded (write it as text: "10000000000000000")'),
            (1e300, "amount: 1e+300 is a float and may already be rounded"),
        ],
    )
    def test_a_float_is_refused_with_the_text_to_write(self, value: float, message: str) -> None:
        for make in (yuan, wan, yi, Money):
            with pytest.raises(InexactError) as caught:
                make(value)  # type: ignore[arg-type]
            assert str(caught.value) == message

    @pytest.mark.parametrize(
        ("value", "error"),
        [
            (float("nan"), AmountError),
            (float("inf"), AmountError),
            (Decimal("NaN"), AmountError),
            (Decimal("sNaN"), AmountError),
            (Decimal("Infinity"), AmountError),
            (Decimal("1e400"), AmountError),
            (Decimal("1e999999999"), AmountError),
            (Decimal("1e-41"), AmountError),
            (10**40, AmountError),
            pytest.param(-(10**5000), AmountError, id="digit flood"),
            (Fraction(1, 3), AmountError),
            (Fraction(1, 2**200), AmountError),
            ("1" * 41, AmountError),
            ("9" * 5000, AmountError),
            ("1e400", AmountError),
            ("NaN", AmountError),
            ("1_000", AmountError),
            ("٣", AmountError),
            ("5.", AmountError),
            (".", AmountError),
            ("", AmountError),
            ("5万元", AmountError),
            (True, InexactError),
            (None, UnitError),
            (1j, UnitError),
            (b"5", UnitError),
            (Money("5元"), UnitError),
        ],
    )
    def test_what_is_no_exact_number_is_refused(self, value: str, error: type[ZhengwuError]) -> None:
        for make in (yuan, wan, yi):
            with pytest.raises(error) as caught:
                make(value, field="budget (预算金额)")
            assert str(caught.value).startswith("budget (预算金额): ")
            assert caught.value.value in (value, None)
            assert len(str(caught.value)) < 300

    def test_forty_digits_are_kept(self) -> None:
        digits = "9" * 38 + ".12"
        assert Money(f"{digits}亿元").format() == f"{digits}亿元"
        assert yi(digits).amount == Decimal("9" * 38 + "12000000")

    def test_a_currency_makes_a_number_an_amount(self) -> None:
        assert Money("100", currency="USD") == Money(100, currency="USD") == Money("100美元")
        assert Money("1.5万", currency="USD") == Money("1.5万美元")
        assert Money(Decimal("0.5"), currency="CNY") == yuan("0.5")
        assert Money("100美元", currency="USD") == Money(Money("100美元"), currency="USD") == Money(Money("100美元"))

    def test_a_number_alone_is_none(self) -> None:
        with pytest.raises(AmountError, match=r"5 has no unit \(expected a text with its unit, or yuan"):
            Money(5)

    @pytest.mark.parametrize("currency", ["usd", "US", "USDT", "", "元", "ＵＳＤ", 5])
    def test_a_currency_is_a_code(self, currency: str) -> None:
        with pytest.raises(UnitError, match="is not a currency code"):
            Money("5", currency=currency)

    def test_a_currency_that_disagrees_is_refused(self) -> None:
        for value in ("5元", "人民币5元", Money("5元")):
            with pytest.raises(UnitError, match="another currency"):
                Money(value, currency="USD")


class TestArithmetic:
    def test_a_published_total(self) -> None:
        """1.65 + 26.86 + 90.02 + 0.0084亿元, printed as 118.54亿元 (seed 001)."""
        parts = [yi("1.65"), yi("26.86"), yi("90.02"), yi("0.0084")]
        assert repr(sum(parts)) == repr(total(parts)) == 'Money("118.5384亿元")'

    def test_sums_keep_the_unit_of_the_left_operand(self) -> None:
        assert str(wan("1") + yi("1")) == "10001万元"
        assert str(yi("1") - wan("1")) == "0.9999亿元"
        assert str(-wan("1")) == "-1万元"
        assert str(2 * wan("1.5")) == str(wan("1.5") * 2) == "3万元"
        assert abs(wan("-1")) == +wan("1") == abs(wan("1"))

    def test_parts_finer_than_fen_cancel(self) -> None:
        fine = yuan("0.001")
        assert fine + yuan("0.009") == yuan("0.01")
        assert hash(fine + yuan("0.009")) == hash(yuan("0.01"))
        assert (fine + fine - yuan("0.002")).fen == 0
        assert yuan("1") + fine == fine + yuan("1") == yuan("1.001")

    def test_products_and_quotients_are_exact_or_refused(self) -> None:
        assert wan("438") * Fraction(1, 8) == yuan("547500")
        assert wan("438") * Decimal("0.333") == wan("145.854")
        assert wan("438") / 4 == wan("109.5")
        assert wan("3") / -2 == wan("-1.5")
        assert wan("1") * Index() == wan("438")  # type: ignore[operator]
        assert wan("3") * Rate("17.07%") == Rate("17.07%") * wan("3") == wan("0.5121")
        products: list[Callable[[], object]] = [
            lambda: wan("1") * Fraction(1, 3),
            lambda: wan("1") / 3,
            lambda: wan("1") * Rate("1/3"),
        ]
        for product in products:
            with pytest.raises(AmountError, match="no end as a decimal"):
                product()

    def test_a_product_too_long_to_hold_is_refused(self) -> None:
        with pytest.raises(AmountError, match="too large or too fine"):
            yuan(10**39) * 10**60
        with pytest.raises(AmountError, match="too large or too fine"):
            yuan("1") * Fraction(1, 2**60)

    def test_a_quotient_of_amounts_is_a_rate(self) -> None:
        assert (wan("1822.31") / wan("19723.07")).percent() == "9.24%"
        with pytest.raises(UndefinedRateError):
            wan("1") / wan("0")
        with pytest.raises(UndefinedRateError):
            wan("1") / 0
        with pytest.raises(UnitError):
            wan("1") / Money("1美元")

    @pytest.mark.parametrize("other", [5, Decimal(5), "5元", None, Money("5美元")])
    def test_nothing_else_goes_together_with_money(self, other: Money) -> None:
        money = yuan("5")
        for operation in (
            lambda: money + other,
            lambda: other + money,
            lambda: money - other,
            lambda: other - money,
            lambda: money < other,
            lambda: money <= other,
            lambda: money > other,
            lambda: money >= other,
        ):
            with pytest.raises(TypeError):
                operation()
        assert money != other

    def test_a_float_is_refused_everywhere(self) -> None:
        money = yuan("5")
        operations: list[Callable[[], object]] = [
            lambda: money + 1.5,  # type: ignore[operator]
            lambda: money * 1.5,  # type: ignore[operator]
            lambda: money / 1.5,  # type: ignore[operator]
            lambda: money < 1.5,  # type: ignore[operator]
        ]
        for operation in operations:
            with pytest.raises(InexactError, match="write it as text"):
                operation()

    @pytest.mark.parametrize("factor", ["2", None, Money("1元"), True])
    def test_factors_are_numbers(self, factor: int) -> None:
        with pytest.raises((UnitError, InexactError)):
            yuan("5") * factor

    def test_order_looks_at_the_amount(self) -> None:
        assert wan("1") < yi("1") <= wan("10000") <= yi("1")
        assert yi("1") > wan("9999.99") >= yuan("0.001")
        assert max(wan("3"), yi("1"), yuan("5")) == yi("1")

    def test_equality_and_hash_look_at_the_amount_and_the_currency(self) -> None:
        assert {yi("1"), wan("10000"), yuan("1.0e8".replace(".0e8", "00000000"))} == {yi("1")}
        assert yuan("0") != Money("0美元")
        assert not yuan("0")
        assert yuan("0.001")


class TestPrinting:
    def test_in_another_unit(self) -> None:
        money = wan("16500")
        assert repr(money.to("亿元")) == 'Money("1.65亿元")'
        assert money.to("亿元") == money
        assert money.in_unit("亿元") == Decimal("1.65")
        assert money.in_unit("分") == money.fen
        assert str(Money("5美元").to("万美元")) == "0.0005万美元"
        assert unit_of("万元").currency == "CNY"

    def test_rounded(self) -> None:
        money = wan("1790.765")
        assert money.format() == "1790.765万元"
        assert money.format(places=2) == "1790.77万元"
        assert money.format(places=2, rounding=Rounding.TRUNC) == "1790.76万元"
        assert money.format("亿元", places=2) == "0.18亿元"
        assert money.format("元", places=2, separator=",") == "17,907,650.00元"
        assert (-money).format("元", separator="，") == "-17，907，650元"
        assert wan("-0.001").format(places=2) == "0.00万元"
        assert money.format(places=5) == "1790.76500万元"
        assert Money("1234.5 SEK").format(places=0) == "1235 SEK"

    def test_format_specifications(self) -> None:
        money = wan("1790.765")
        assert f"{money}" == "1790.765万元"
        assert f"{money:元}" == "17907650元"
        assert f"{money:.2}" == "1790.77万元"
        assert f"{money:,.2元}" == "17,907,650.00元"

    @pytest.mark.parametrize("spec", [".2f", ">10", "x", "美元", ".2件", ".200元"])
    def test_other_specifications_are_refused(self, spec: str) -> None:
        with pytest.raises(ZhengwuError):
            format(wan("1"), spec)

    @pytest.mark.parametrize("places", [-1, 101, 2.0, True])
    def test_places_are_a_small_number(self, places: int) -> None:
        with pytest.raises(AmountError, match="places"):
            wan("1").format(places=places)

    @pytest.mark.parametrize("unit", ["", "件", "x" * 200])
    def test_units_are_units_of_money(self, unit: str) -> None:
        if unit:
            with pytest.raises(AmountError, match="is not a unit of money"):
                wan("1").to(unit)
        with pytest.raises(UnitError, match="another currency"):
            wan("1").to("美元")

    def test_fen_is_whole_and_renminbi(self) -> None:
        assert wan("55000.92").fen == 55000920000
        with pytest.raises(AmountError, match="whole number of 分"):
            _ = yuan("0.001").fen
        with pytest.raises(UnitError, match="has no 分"):
            _ = Money("5美元").fen


class TestObject:
    def test_cannot_be_changed(self) -> None:
        money = wan("1")
        for name in ("amount", "currency", "_units", "_kind", "anything"):
            with pytest.raises(AttributeError):
                setattr(money, name, 5)
            with pytest.raises(AttributeError):
                delattr(money, name)

    @pytest.mark.parametrize("money", [wan("55000.92"), yuan("0.001"), Money("7 SEK"), yi("-1")])
    def test_copies_and_pickles(self, money: Money) -> None:
        assert copy.copy(money) is copy.deepcopy(money) is money
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            restored = pickle.Unpickler(io.BytesIO(pickle.dumps(money, protocol))).load()  # noqa: S301
            assert type(restored) is Money
            assert (restored, repr(restored)) == (money, repr(money))


class TestTotal:
    def test_nothing_printed_is_not_zero(self) -> None:
        assert total([]) is None
        assert total([None] * 3) is None
        assert total([None, None, 0]) == 0
        assert total([None, wan("0")]) == wan("0")

    def test_money_of_several_units_and_scales(self) -> None:
        assert repr(total([wan("1"), yi("1"), None, yuan("0.001")])) == 'Money("10001.0000001万元")'
        assert repr(total([wan("1")] * 3)) == 'Money("3万元")'
        assert total([yuan("0.005"), yuan("0.005")]) == yuan("0.01")

    def test_plain_numbers(self) -> None:
        assert total([1, 2, None]) == 3
        mixed: list[Any] = [Decimal("0.10"), "0.2", 1]
        assert str(total(mixed)) == "1.30"
        assert total([Decimal("1E+30"), Decimal("1E-30")]) == Decimal("1" + "0" * 30 + "." + "0" * 29 + "1")
        assert total([Fraction(1, 3), Fraction(1, 6)]) == Fraction(1, 2)
        assert total(iter([1, None, 2])) == 3

    @pytest.mark.parametrize(
        ("values", "error"),
        [
            ([wan("1"), 1], UnitError),
            ([1, wan("1")], UnitError),
            ([wan("1"), Money("1美元")], UnitError),
            ([1, 0.5], InexactError),
            ([wan("1"), 0.5], InexactError),
            ([1, Decimal("NaN")], AmountError),
            ([1, True], InexactError),
        ],
    )
    def test_mixtures_and_floats_are_refused(self, values: list[Any], error: type[ZhengwuError]) -> None:
        with pytest.raises(error):
            total(values)


class TestExactPair:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            (wan("1"), wan("4"), Fraction(1, 4)),
            (wan("1"), yi("1"), Fraction(1, 10000)),
            (yuan("0.001"), yuan("1"), Fraction(1, 1000)),
            ("1.65亿元", wan("33000"), Fraction(1, 2)),
            (3, 4, Fraction(3, 4)),
            (Index(), 876, Fraction(1, 2)),
            (Decimal("0.1"), Decimal("0.30"), Fraction(1, 3)),
            (Decimal("0.1"), "0.3", Fraction(1, 3)),
            ("1,000", "４０００", Fraction(1, 4)),
            (Fraction(1, 3), 2, Fraction(1, 6)),
        ],
    )
    def test_one_common_scale(self, one: Exact, other: Exact, ratio: Fraction) -> None:
        numerator, denominator = exact_pair(one, other)
        assert type(numerator) is type(denominator) is int
        assert Fraction(numerator, denominator) == ratio

    @pytest.mark.parametrize(
        ("one", "other", "error", "field"),
        [
            (1.5, 1, InexactError, "budget: "),
            (wan("1"), 1.5, InexactError, "deal: "),
            (1, True, InexactError, "deal: "),
            (Decimal("NaN"), Decimal(1), AmountError, "budget: "),
            (Decimal(1), Decimal("-Infinity"), AmountError, "deal: "),
            (Decimal("1e999999999"), Decimal(1), AmountError, "budget: "),
            (Decimal(1), Decimal("1e-999999999"), AmountError, "deal: "),
            ("1.65亿", 1, AmountError, "budget: "),
            (wan("1"), 1, UnitError, "budget is money and deal is a plain number"),
            (1, "1万元", UnitError, "deal is money and budget is a plain number"),
            (wan("1"), "1美元", UnitError, "cannot join CNY and USD"),
            (None, 1, UndefinedRateError, "budget: is missing"),
            ([], 1, UnitError, "budget: "),
        ],
    )
    def test_the_message_names_the_field(self, one: Exact, other: Exact, error: type[ZhengwuError], field: str) -> None:
        with pytest.raises(error) as caught:
            exact_pair(one, other, fields=("budget", "deal"))
        assert str(caught.value).startswith(field)

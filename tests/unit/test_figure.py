"""Figures: which texts are figures, what they say, and the values they stand for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from zhengwu.errors import AmountError, FigureError, InexactError, UnknownNameError
from zhengwu.exact import Figure, FigureState, Interval, Qualifier, Rounding, Where


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value", "decimals", "magnitude", "unit"),
        [
            ("1790.76万元", "17907600", 2, 4, "元"),
            ("438万元", "4380000", 0, 4, "元"),
            ("118.54亿元", "11854000000", 2, 8, "元"),
            ("1.2万亿元", "1200000000000", 1, 12, "元"),
            ("3百万元", "3000000", 0, 6, "元"),
            ("5千万元", "50000000", 0, 7, "元"),
            ("3千米", "3000", 0, 3, "米"),
            ("100 %", "1", 0, -2, "%"),
            ("+53.72%", "0.5372", 2, -2, "%"),
            ("5.00％", "0.05", 2, -2, "%"),
            ("2.5‰", "0.0025", 1, -3, "‰"),
            ("2.3个百分点", "2.3", 1, 0, "百分点"),
            ("2.3百分点", "2.3", 1, 0, "百分点"),
            ("１２，３４５．６", "12345.6", 1, 0, None),
            ("1，234，567", "1234567", 0, 0, None),
            ("1,234,567.89", "1234567.89", 2, 0, None),
            ("−5.2", "-5.2", 1, 0, None),
            ("－5.2", "-5.2", 1, 0, None),
            ("–5.2", "-5.2", 1, 0, None),
            ("- 5.2", "-5.2", 1, 0, None),
            ("＋5.2", "5.2", 1, 0, None),
            (".5", "0.5", 1, 0, None),
            ("59(笔)", "59", 0, 0, "笔"),
            ("45（万元）", "450000", 0, 4, "元"),
            ("45万（元）", "450000", 0, 4, "元"),
            ("120.5㎡", "120.5", 1, 0, "m²"),
            ("120.5m2", "120.5", 1, 0, "m²"),
            ("3500元/平方米", "3500", 0, 0, "元/平方米"),
            ("1.5万美元", "15000", 1, 4, "美元"),
            ("\u00a047.22万件\u3000", "472200", 2, 4, "件"),
        ],
    )
    def test_reads(self, text: str, value: str, decimals: int, magnitude: int, unit: str | None) -> None:
        figure = Figure.parse(text)
        assert figure.is_number
        assert figure.value == Decimal(value)
        assert (figure.decimals, figure.magnitude, figure.unit) == (decimals, magnitude, unit)
        assert str(figure) == figure.text == text

    def test_forty_digits_keep_their_value(self) -> None:
        digits = "1234567890" * 4
        assert Figure.parse(digits).value == int(digits)
        assert str(Figure.parse(digits[:-2] + "." + digits[-2:]).value) == digits[:-2] + "." + digits[-2:]

    @pytest.mark.parametrize(
        "text",
        [
            *("增长53.72%", "共59件", "第3", "三百", "万", "元", "%", "NaN", "inf", "1e5", "0x1F", "1_000"),
            *("12,34", "1,2345", ",123", "1,,234", "1 000", "5.", "3.5.2", "--5", "+-5", "5-", "5%%", "(59)"),
            *("2017-03", "2017/03", "2017.3.1", "2017年3月", "9:30", "1/2", "1~2", "1—2", "10²", "①", "½", "٣"),
            *(
                "59(笔",
                "59笔)",
                "59(笔)(件)",
                "59笔(件)",
                "59()",
                "17.07%的",
                "59个,",
                "5万%",
                "5万(%)",
                "45万(万元)",
                "5万万元",
                "5 %6",
                "5\n6",
            ),
            *("1" * 41, "0." + "0" * 40, "9" * 5000, "5" + "件" * 13, "…", "\ud800", "5\x00"),
        ],
    )
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(FigureError) as caught:
            Figure.parse(text, where=Where(file="a.txt", line=3))
        assert caught.value.value == text
        assert caught.value.field is None
        assert caught.value.expected
        assert str(caught.value).startswith("a.txt:3: ")

    @pytest.mark.parametrize("text", ["5余余万元", "5多万/人", "5亿余万元", "59(余个)"])
    def test_a_qualifier_is_no_part_of_the_unit(self, text: str) -> None:
        """A second implementation of the vectors refused what was once read as 5 of 多万/人."""
        with pytest.raises(FigureError, match="is not a figure"):
            Figure.parse(text)

    @pytest.mark.parametrize(
        "text", ["5以上以下", "5件以上左右", "5余余件", "约300余件", "近100多", "超5%以上", "约5万余元左右"]
    )
    def test_two_qualifiers_are_refused(self, text: str) -> None:
        with pytest.raises(FigureError, match="two qualifiers"):
            Figure.parse(text)


class TestNoNumber:
    @pytest.mark.parametrize(
        ("texts", "state"),
        [
            (("", " ", "\u3000", "\u00a0\t\n"), FigureState.BLANK),
            (("/", "／", " / "), FigureState.SLASH),
            (("-", "—", "——", "–", "－", "--", "−"), FigureState.DASH),
        ],
    )
    def test_blank_slash_and_dash_are_three_things(self, texts: tuple[str, ...], state: FigureState) -> None:
        for text in texts:
            figure = Figure.parse(text, unit="万元")
            assert figure.state is state
            assert str(figure) == text
            assert figure.is_blank is (state is FigureState.BLANK)
            assert not figure.is_number
            assert not figure.is_zero
            assert (figure.magnitude, figure.unit) == (4, "元")

    def test_what_was_not_printed_has_no_value(self) -> None:
        figure = Figure.parse("—", where=Where(table=0, row=1, column=2))
        for ask in (lambda: figure.value, figure.interval, lambda: figure.print(1)):
            with pytest.raises(FigureError, match=r"t0r1c2: '—' no number"):
                ask()

    def test_zero_is_a_number(self) -> None:
        for text in ("0", "0.00%", "-0.0", "0万元"):
            assert Figure.parse(text).is_zero
            assert not Figure.parse(text).is_blank


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "column", "value", "unit"),
        [
            ("17.07", "%", "0.1707", "%"),
            ("17.07%", "%", "0.1707", "%"),
            ("1790.76", "万元", "17907600", "元"),
            ("1790.76", "（万元）", "17907600", "元"),
            ("1790.76", "亿元", "179076000000", "元"),
            ("1790.76元", "万元", "1790.76", "元"),
            ("47.22万", "件", "472200", "件"),
            ("47.22万", "万元", "472200", "元"),
            ("59", "个百分点", "59", "百分点"),
            ("5", "万", "50000", None),
            ("9.23%", "万元", "0.0923", "%"),
            ("5", "", "5", None),
        ],
    )
    def test_what_is_printed_wins_over_the_column(self, text: str, column: str, value: str, unit: str | None) -> None:
        figure = Figure.parse(text, unit=column)
        assert figure.value == Decimal(value)
        assert figure.unit == unit

    def test_a_magnitude_in_a_column_of_percentages_is_no_percentage(self) -> None:
        assert Figure.parse("5万", unit="%").unit is None

    @pytest.mark.parametrize("unit", ["12", "万元、件", "单位: 万元", "万%", "x" * 13, "9" * 200])
    def test_a_column_needs_a_unit(self, unit: str) -> None:
        with pytest.raises(FigureError, match="is not a unit"):
            Figure.parse("5", unit=unit)

    @pytest.mark.parametrize("unit", ["万元", "%", "‰", "件", "亿元", "m²", "千米", "百分点", "万", ""])
    def test_unit_text_names_the_unit_as_a_column_would(self, unit: str) -> None:
        figure = Figure.parse("5", unit=unit)
        assert figure.unit_text == unit
        assert attrs.evolve(Figure.parse("5", unit=figure.unit_text)) == figure

    @pytest.mark.parametrize(
        ("text", "counted"),
        [
            *(("35", True), ("35件", True), ("35个", True), ("2,767件", True), ("2767余件", True), ("-3件", True)),
            *(("35.0", False), ("35万件", False), ("35元", False), ("35美元", False), ("35%", False), ("35㎡", False)),
            *(("35亩", False), ("35公里", False), ("35天", False), ("35个工作日", False), ("35个百分点", False)),
            *(("35 USD", False), ("95分", False), ("3500元/平方米", False), ("3倍", False), ("", False)),
        ],
    )
    def test_whole_numbers_of_countable_things_are_counted(self, text: str, counted: bool) -> None:
        assert Figure.parse(text).counted is counted

    def test_the_place_is_outside_equality(self) -> None:
        assert Figure.parse("5", where=Where(line=3)) == Figure.parse("5")


class TestInterval:
    @pytest.mark.parametrize(
        ("rounding", "positive", "odd", "negative", "zero"),
        [
            (Rounding.HALF_UP, "[1.15, 1.25)", "[1.25, 1.35)", "(-1.25, -1.15]", "(-0.05, 0.05)"),
            (Rounding.HALF_EVEN, "[1.15, 1.25]", "(1.25, 1.35)", "[-1.25, -1.15]", "[-0.05, 0.05]"),
            (Rounding.HALF_DOWN, "(1.15, 1.25]", "(1.25, 1.35]", "[-1.25, -1.15)", "[-0.05, 0.05]"),
            (Rounding.TRUNC, "[1.2, 1.3)", "[1.3, 1.4)", "(-1.3, -1.2]", "(-0.1, 0.1)"),
            (Rounding.UP, "(1.1, 1.2]", "(1.2, 1.3]", "[-1.2, -1.1)", "[0, 0]"),
        ],
    )
    def test_ends_by_rounding(self, rounding: Rounding, positive: str, odd: str, negative: str, zero: str) -> None:
        printed = [str(Figure.parse(text).interval(rounding)) for text in ("1.2", "1.3", "-1.2", "0.0")]
        assert printed == [positive, odd, negative, zero]

    @pytest.mark.parametrize(
        ("text", "interval"),
        [
            ("17.07%", "[0.17065, 0.17075)"),
            ("438万元", "[4375000, 4385000)"),
            ("12万亿元", "[11500000000000, 12500000000000)"),
            ("2.5‰", "[0.00245, 0.00255)"),
            ("35件", "[35, 35]"),
            ("2767余件", "[2767, ∞)"),
            ("20余万元", "[200000, ∞)"),
            ("20万余元", "[200000, ∞)"),
            ("20多万元", "[200000, ∞)"),
            ("85%以上", "[0.85, ∞)"),
            ("超85%", "(0.85, ∞)"),
            ("突破3亿元", "(300000000, ∞)"),
            ("超过100件", "(100, ∞)"),
            ("近100件", "(-∞, 100]"),
            ("30个工作日以内", "(-∞, 30]"),
            ("5万元以下", "(-∞, 50000]"),
            ("不足5%", "(-∞, 0.05)"),
            ("约438万元", "[4375000, 4385000]"),
            ("约400", "[350, 450]"),
            ("约4.50%", "[0.0445, 0.0455]"),
            ("大约5", "[4.5, 5.5]"),
            ("5左右", "[4.5, 5.5]"),
            ("约5万元左右", "[45000, 55000]"),
            ("约-20", "[-25, -15]"),
            ("约0", "[-0.5, 0.5]"),
        ],
    )
    def test_ends_by_text(self, text: str, interval: str) -> None:
        assert str(Figure.parse(text).interval()) == interval

    def test_a_caller_that_knows_better_counts(self) -> None:
        figure = attrs.evolve(Figure.parse("35"), counted=False)
        assert str(figure.interval()) == "[34.5, 35.5)"

    def test_the_name_of_a_mode_is_not_a_mode(self) -> None:
        with pytest.raises(UnknownNameError):
            Figure.parse("1.5").interval("up")  # type: ignore[arg-type]

    def test_the_values_of_the_qualifiers_are_the_words(self) -> None:
        assert Figure.parse("2767余件").qualifier is Qualifier("余")
        assert all(Figure.parse(f"{q.value}5").qualifier is q for q in (Qualifier.ABOUT, Qualifier.SURPASSING))


class TestPrint:
    def test_prints_in_the_style_of_the_figure(self) -> None:
        assert Figure.parse("1790.76万元").print(179007600) == "17900.76"
        assert Figure.parse("1,790.76", unit="万元").print(Decimal(179007600)) == "17900.76"
        assert Figure.parse("9.23%").print(Fraction(182231, 1972307)) == "9.24%"
        assert Figure.parse("9.23").print("9.235", Rounding.TRUNC) == "9.23"
        assert Figure.parse("9.23", unit="%").print(Fraction(182231, 1972307)) == "9.24"
        assert Figure.parse("9.2‰").print(Decimal("0.0125")) == "12.5‰"
        assert Figure.parse("9.23％").print(Decimal("-0.00001")) == "0.00%"
        assert Figure.parse("35件").print(-36) == "-36"

    @pytest.mark.parametrize(
        ("value", "error"), [(0.5, InexactError), ("x", AmountError), (Decimal("NaN"), AmountError)]
    )
    def test_inexact_values_are_refused(self, value: Decimal, error: type[Exception]) -> None:
        with pytest.raises(error):
            Figure.parse("9.23%").print(value)

    def test_an_interval_is_what_prints_that_way(self) -> None:
        assert Figure.parse("9.23%").interval(Rounding.TRUNC).contains(Fraction(182231, 1972307))
        assert not Figure.parse("9.23%").interval().meets(Interval.point(Fraction(182231, 1972307)))

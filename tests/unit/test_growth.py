"""Growth, compression, successive rates and percentage points, on published figures and at their edges."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhengwu.errors import AmountError, FigureError, InexactError, UndefinedRateError, UnitError, UnknownNameError
from zhengwu.exact import Rate, Rounding, wan
from zhengwu.stats import PercentagePoints, compound, compression_rate, growth_rate, percentage_points


class TestGrowth:
    """Growth is measured on the base period, which must be above zero."""

    @pytest.mark.parametrize(
        ("current", "base", "printed"),
        [
            (13932, 16130, "-13.63%"),  # 武进区, February 2017 on January
            (25521, 13932, "83.18%"),
            (30, 110, "-72.73%"),  # a report printed this fall as 267 %, its bases swapped
            ("1.2亿元", "10000万元", "20.00%"),
            (0, 5, "-100.00%"),
            (-5, 5, "-200.00%"),
        ],
    )
    def test_values(self, current: Any, base: Any, printed: str) -> None:
        assert growth_rate(current, base).percent() == printed

    @pytest.mark.parametrize(("base", "reason"), [(0, "zero_base"), (-1, "not_applicable"), (None, "missing")])
    def test_no_base(self, base: Any, reason: str) -> None:
        with pytest.raises(UndefinedRateError, match=r"base \(基期\)") as caught:
            growth_rate(5, base)
        assert caught.value.reason == reason

    def test_current_missing(self) -> None:
        with pytest.raises(UndefinedRateError, match=r"current \(本期\): is missing"):
            growth_rate(None, 5)  # type: ignore[arg-type]

    def test_one_kind_only(self) -> None:
        with pytest.raises(UnitError):
            growth_rate(wan("5"), 5)
        with pytest.raises(InexactError):
            growth_rate(5.0, 5)  # type: ignore[arg-type]


class TestCompression:
    """Compression is measured on the state before."""

    def test_published(self) -> None:
        """Steps, documents and days of an approved industrial project, 武进区 2017."""
        cuts = [compression_rate(before, after).percent() for before, after in ((19, 12), (126, 61), (60, 42))]
        assert cuts == ["36.84%", "51.59%", "30.00%"]

    def test_a_rise_is_negative(self) -> None:
        assert compression_rate("2", "3") == Fraction(-1, 2)

    @pytest.mark.parametrize(("before", "reason"), [(0, "zero_base"), (-1, "not_applicable"), (None, "missing")])
    def test_nothing_before(self, before: Any, reason: str) -> None:
        with pytest.raises(UndefinedRateError, match=r"before \(压缩前\)") as caught:
            compression_rate(before, 5)
        assert caught.value.reason == reason


class TestCompound:
    """A second cut is taken from what the first one left."""

    def test_published(self) -> None:
        """宿迁: 27.33 % in 2014, then 13.35 % in 2015; 40.68 % would be the sum on one base."""
        assert compound("27.33%", "13.35%") == 1 - (1 - Fraction("0.2733")) * (1 - Fraction("0.1335"))
        assert compound(Rate("27.33%"), Decimal("0.1335")).percent() == "37.03%"
        assert compound("27.33%", "13.35%", of="growth").percent() == "44.33%"

    def test_edges(self) -> None:
        assert compound() == 0
        assert compound("17.07%") == Rate("17.07%")
        assert compound("100%", "50%") == 1
        assert compound("-50%", "10%", of="growth") == Fraction(-45, 100)

    @pytest.mark.parametrize(("rates", "of"), [(("100.01%",), "cut"), (("50%", "2/1"), "cut"), (("-101%",), "growth")])
    def test_more_than_everything(self, rates: tuple[str, ...], of: Any) -> None:
        with pytest.raises(AmountError, match="takes away more than there is"):
            compound(*rates, of=of)

    def test_refused(self) -> None:
        with pytest.raises(UnknownNameError, match="of: 'sum'"):
            compound("1%", of="sum")  # type: ignore[arg-type]
        with pytest.raises(FigureError):
            compound("17.07")
        with pytest.raises(InexactError):
            compound(0.1)  # type: ignore[arg-type]


class TestPercentagePoints:
    """The difference of two rates is no rate."""

    def test_difference(self) -> None:
        assert str(percentage_points("97.3%", "95%")) == "2.3个百分点"
        assert percentage_points("95%", "97.3%") == PercentagePoints(Fraction(-23, 10))
        assert percentage_points("97.3%", "95%") > percentage_points("1%", "1%")

    def test_printing(self) -> None:
        third = percentage_points(Rate("1/3"), 0)
        assert str(third) == "100/3个百分点"
        assert f"{third}" == str(third)
        assert f"{third:.1}" == third.text(1) == "33.3个百分点"
        assert percentage_points("2.35%", 0).text(1, Rounding.TRUNC) == "2.3个百分点"

    @pytest.mark.parametrize("spec", ["1", ".x", ".", "x", ".1%", ".9999"])
    def test_unknown_format(self, spec: str) -> None:
        with pytest.raises(AmountError, match="is not a format"):
            format(PercentagePoints(Fraction(1)), spec)

    def test_unprintable_places(self) -> None:
        with pytest.raises(AmountError, match="places"):
            PercentagePoints(Fraction(1)).text(-1)

    def test_plain_percent_numbers_are_refused(self) -> None:
        with pytest.raises(FigureError, match="current"):
            percentage_points("97.3", "95")

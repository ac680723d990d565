"""Intervals: their ends, set operations, and arithmetic with open, closed and absent ends."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zhengwu.errors import AmountError, FigureError, InexactError, UndefinedRateError, UnitError, ZhengwuError
from zhengwu.exact import Interval

UNBOUNDED = Interval.everything()


class TestEnds:
    def test_text_shows_which_ends_belong(self) -> None:
        assert str(Interval(Fraction(341, 40), Fraction(1707, 200), high_open=True)) == "[8.525, 8.535)"
        assert str(Interval(Fraction(1, 3), None)) == "[1/3, ∞)"
        assert str(Interval(None, -2, high_open=True)) == "(-∞, -2)"
        assert str(UNBOUNDED) == "(-∞, ∞)"

    def test_ends_are_ints_where_they_can_be(self) -> None:
        interval = Interval(Fraction(4, 2), Decimal("2.50"))
        assert type(interval.low) is int
        assert interval == Interval(2, Fraction(5, 2))

    def test_repr_reads_back(self) -> None:
        interval = Interval(Fraction(1, 3), 2, low_open=True)
        assert eval(repr(interval)) == interval  # noqa: S307

    @pytest.mark.parametrize(("low", "high", "is_open"), [(2, 1, False), (1, 1, True)])
    def test_nothing_between_the_ends_is_refused(self, low: int, high: int, is_open: bool) -> None:
        with pytest.raises(FigureError, match="empty interval"):
            Interval(low, high, high_open=is_open)

    @pytest.mark.parametrize(
        ("end", "error"),
        [
            (0.5, InexactError),
            (True, InexactError),
            (Decimal("NaN"), AmountError),
            (Decimal("1e9999999"), AmountError),
            (object(), UnitError),
        ],
    )
    def test_inexact_ends_are_refused(self, end: Decimal, error: type[ZhengwuError]) -> None:
        with pytest.raises(error):
            Interval(0, end)
        with pytest.raises(error):
            UNBOUNDED.contains(end)

    def test_width_and_point(self) -> None:
        assert Interval(1, 3).width == 2
        assert Interval(1, None).width is UNBOUNDED.width is None
        assert Interval.point(Decimal("0.5")).is_point
        assert not Interval(1, None).is_point
        assert not UNBOUNDED.is_point


class TestSets:
    @pytest.mark.parametrize(
        ("value", "inside"), [(1, False), (Fraction(3, 2), True), (2, True), (Decimal("2.001"), False), (0, False)]
    )
    def test_contains(self, value: Decimal, inside: bool) -> None:
        interval = Interval(1, 2, low_open=True)
        assert interval.contains(value) is inside
        assert (value in interval) is inside
        assert value in UNBOUNDED

    def test_a_missing_value_lies_nowhere(self) -> None:
        assert None not in UNBOUNDED  # type: ignore[operator]

    def test_neighbours_meet_only_in_a_closed_end(self) -> None:
        assert Interval(1, 2).meets(Interval(2, 3))
        assert not Interval(1, 2, high_open=True).meets(Interval(2, 3))
        assert not Interval(1, 2).meets(Interval(2, 3, low_open=True))
        assert not Interval(4, 5).meets(Interval(2, 3))
        assert Interval(None, 2).meets(Interval(2, None))

    def test_intersect(self) -> None:
        assert Interval(1, 3).intersect(Interval(2, 4, low_open=True)) == Interval(2, 3, low_open=True)
        assert Interval(1, 3, high_open=True).intersect(Interval(1, 3)) == Interval(1, 3, high_open=True)
        assert Interval(1, 2).intersect(UNBOUNDED) == Interval(1, 2)
        assert Interval(1, 2).intersect(Interval(3, 4)) is None

    def test_hull(self) -> None:
        assert Interval(1, 2, low_open=True).hull(Interval(4, 5, high_open=True)) == Interval(1, 5, True, True)
        assert Interval(1, 2, low_open=True).hull(Interval(1, 2, high_open=True)) == Interval(1, 2)
        assert Interval(1, 2).hull(Interval(None, 0)) == Interval(None, 2)


class TestArithmetic:
    def test_sum_and_difference_keep_open_ends(self) -> None:
        half_open = Interval(1, 2, high_open=True)
        assert half_open + Interval(10, 20) == Interval(11, 22, high_open=True)
        assert half_open - half_open == Interval(-1, 1, True, True)
        assert 5 - half_open == Interval(3, 4, low_open=True)
        assert 1 + half_open == half_open + 1 == Interval(2, 3, high_open=True)
        assert half_open + Interval(0, None) == Interval(1, None)

    def test_product_by_signs(self) -> None:
        assert Interval(-2, 3) * Interval(-5, 7, high_open=True) == Interval(-15, 21, high_open=True)
        assert -2 * Interval(1, 2, high_open=True) == Interval(-4, -2, low_open=True)
        assert Interval(1, None) * -1 == Interval(None, -1)
        assert Interval(None, -1) * Interval(None, -2) == Interval(2, None)
        assert Interval(-1, 2) * Interval(3, None) == UNBOUNDED

    def test_a_zero_that_belongs_stays_a_closed_end(self) -> None:
        assert Interval(0, 1, high_open=True) * Interval(2, 3, True, True) == Interval(0, 3, high_open=True)
        assert Interval(0, 1) * UNBOUNDED == UNBOUNDED
        assert Interval(0, 1) * Interval(0, None) == Interval(0, None)
        assert Interval(0, 1, low_open=True) * Interval(1, None) == Interval(0, None, low_open=True)
        assert Interval.point(0) * UNBOUNDED == Interval.point(0)

    def test_quotient(self) -> None:
        assert Interval(1, 2) / Interval(4, 8, high_open=True) == Interval(
            Fraction(1, 8), Fraction(1, 2), low_open=True
        )
        assert 1 / Interval(2, None) == Interval(0, Fraction(1, 2), low_open=True)
        assert 1 / Interval(0, 2, low_open=True) == Interval(Fraction(1, 2), None)
        assert 1 / Interval(-2, 0, high_open=True) == Interval(None, Fraction(-1, 2))
        assert Interval(3, 6) / 3 == Interval(1, 2)

    @pytest.mark.parametrize("divisor", [Interval(-1, 1), Interval(0, 1), UNBOUNDED, Interval.point(0)])
    def test_no_division_by_an_interval_with_zero(self, divisor: Interval) -> None:
        with pytest.raises(UndefinedRateError):
            Interval(1, 2) / divisor
        with pytest.raises(UndefinedRateError):
            1 / divisor

    def test_floats_are_refused(self) -> None:
        with pytest.raises(InexactError, match="write it as text"):
            Interval(1, 2) + 0.1  # type: ignore[operator]

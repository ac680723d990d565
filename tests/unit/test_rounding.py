"""Rounding: the table of the module, symmetry, and what is refused."""

from __future__ import annotations

import copy

import pytest

from zhengwu.errors import UndefinedRateError, UnknownNameError
from zhengwu.exact import Rounding, round_ratio

TABLE = {
    # tenths:              24, 25, 26, 35, -25
    Rounding.HALF_UP: (2, 3, 3, 4, -3),
    Rounding.HALF_EVEN: (2, 2, 3, 4, -2),
    Rounding.HALF_DOWN: (2, 2, 3, 3, -2),
    Rounding.TRUNC: (2, 2, 2, 3, -2),
    Rounding.UP: (3, 3, 3, 4, -3),
}


@pytest.mark.parametrize("rounding", Rounding)
def test_each_mode_does_what_the_table_says(rounding: Rounding) -> None:
    assert tuple(round_ratio(tenths, 10, 0, rounding) for tenths in (24, 25, 26, 35, -25)) == TABLE[rounding]


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("numerator", range(-30, 31))
def test_rounding_is_symmetric_about_zero(rounding: Rounding, numerator: int) -> None:
    assert round_ratio(-numerator, 4, 0, rounding) == -round_ratio(numerator, 4, 0, rounding)
    assert round_ratio(numerator, -4, 0, rounding) == -round_ratio(numerator, 4, 0, rounding)


@pytest.mark.parametrize("rounding", Rounding)
def test_an_exact_value_is_never_moved(rounding: Rounding) -> None:
    assert [round_ratio(number, 1, 2, rounding) for number in (-3, 0, 7)] == [-300, 0, 700]


def test_negative_places_round_to_tens_and_hundreds() -> None:
    assert round_ratio(12350, 1, -2, Rounding.HALF_UP) == 124
    assert round_ratio(12350, 1, -2, Rounding.HALF_DOWN) == 123


def test_a_published_truncation() -> None:
    """1822.31 of 19723.07 is printed 9.23%: cut off, not rounded (seed 002)."""
    assert round_ratio(182231, 1972307, 4, Rounding.TRUNC) == 923
    assert round_ratio(182231, 1972307, 4, Rounding.HALF_UP) == 924


def test_no_denominator_no_ratio() -> None:
    with pytest.raises(UndefinedRateError):
        round_ratio(1, 0, 2, Rounding.HALF_UP)


@pytest.mark.parametrize("numerator", [1, -1])
def test_the_name_of_a_mode_is_not_a_mode(numerator: int) -> None:
    with pytest.raises(UnknownNameError, match="is not a rounding"):
        round_ratio(numerator, 3, 0, "trunc")  # type: ignore[arg-type]


def test_modes_are_named_once_and_survive_copying() -> None:
    assert {rounding.value for rounding in Rounding} == {"half_up", "half_even", "half_down", "trunc", "up"}
    assert len({rounding.zh for rounding in Rounding}) == 5
    assert all(copy.deepcopy(rounding) is rounding for rounding in Rounding)
    assert repr({Rounding.TRUNC}) == "{Rounding.TRUNC}"

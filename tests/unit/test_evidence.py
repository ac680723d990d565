"""Chances of slips: which one leads from one number to another, and how many outcomes it shares its chance with."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, strategies as st

from zhengwu.auditing.causes.evidence import TYPING, anything, mistyped, neighbours
from zhengwu.exact.number import parse_number, plain_text
from zhengwu.testing.typing_errors import TYPOS, mistyped as mistaken

numbers = st.builds(plain_text, st.integers(0, 10**7), st.integers(0, 2))


def made(number: str, variety: str) -> tuple[str, ...]:
    """What a hand can make of a number; a moved point only where it needs no zero in front."""
    digits = number.replace(".", "")
    return tuple(new for new in mistaken(number, variety) if variety != "point" or new.replace(".", "") == digits)


def same(one: str, other: str) -> bool:
    return parse_number(one) == parse_number(other)


class TestMistyped:
    @pytest.mark.parametrize(
        ("meant", "printed", "how"),
        [
            ("3120", "320", "dropped"),
            ("320", "3120", "added"),
            ("2871", "2817", "swapped"),
            ("12.34", "13.24", "swapped"),  # neighbours on both sides of the point
            ("2871", "2841", "replaced"),
            ("12040.70", "1204.070", "point"),
            ("12.50", "1250", "point"),
        ],
    )
    def test_one_slip_is_named(self, meant: str, printed: str, how: str) -> None:
        found = mistyped(meant, printed)
        assert found is not None
        assert found[0] == how

    @pytest.mark.parametrize(
        ("meant", "printed"),
        [
            ("35", "35"),
            ("35", "82"),
            ("1234", "4231"),  # not neighbours
            ("1234", "12"),
            ("12", "1234"),
            ("12.34", "123.5"),  # the point and a digit
            ("1.234", "1234.5"),
            ("123", "456"),
            ("1.5", "15.2"),
            ("15", "1."),
        ],
    )
    def test_more_than_one_slip_is_none(self, meant: str, printed: str) -> None:
        assert mistyped(meant, printed) is None

    @given(numbers, st.sampled_from(TYPOS))
    def test_whatever_a_hand_makes_is_recognised_as_what_it_is(self, number: str, variety: str) -> None:
        for text in made(number, variety):
            found = mistyped(number, text)
            assert found is not None, text
            assert found[0] == variety, text

    @given(numbers, st.sampled_from(TYPOS))
    def test_the_outcomes_of_one_slip_share_one_chance(self, number: str, variety: str) -> None:
        assume(variety != "added" or "." not in number)
        chances = [found[1] for text in made(number, variety) if (found := mistyped(number, text)) is not None]
        assert sum(chances, Fraction(0)) <= 1
        assert all(chance > 0 for chance in chances)

    @given(numbers, numbers)
    def test_a_slip_leads_back(self, one: str, other: str) -> None:
        back = {"dropped": "added", "added": "dropped"}
        there, again = mistyped(one, other), mistyped(other, one)
        assert (there is None) is (again is None)
        if there is not None and again is not None:
            assert back.get(there[0], there[0]) == again[0]

    def test_longer_numbers_have_more_neighbours(self) -> None:
        short, long = mistyped("35", "36"), mistyped("353535", "353536")
        assert short is not None
        assert long is not None
        assert short[1] > long[1]


class TestNeighbours:
    @given(numbers, st.sampled_from(TYPOS))
    def test_every_mistake_can_be_undone(self, number: str, variety: str) -> None:
        for text in made(number, variety):
            assert any(same(number, meant) for meant in neighbours(text)), text

    @given(numbers)
    def test_each_is_one_slip_away(self, printed: str) -> None:
        for meant in neighbours(printed):
            number = parse_number(meant)
            if number is not None and plain_text(*number) == meant and not same(meant, printed):
                assert mistyped(meant, printed) is not None, meant


class TestChances:
    def test_typing_errors_share_one_chance(self) -> None:
        assert sum(TYPING.values()) == 1
        assert set(TYPING) == set(TYPOS)

    @given(st.integers(2, 12))
    def test_a_number_of_no_known_slip_is_one_of_all_of_its_size(self, digits: int) -> None:
        assert anything(digits) * 9 * 10 ** (digits - 1) == 1

    def test_one_digit_is_as_likely_as_two(self) -> None:
        assert anything(1) == anything(2) == Fraction(1, 90)

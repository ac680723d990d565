"""What a figure may have been meant to be: values in range only, each with the slip that explains the print."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings, strategies as st

from zhengwu.auditing.causes.readings import Reading, readings
from zhengwu.exact.figure import Figure
from zhengwu.exact.number import parse_number, plain_text
from zhengwu.findings import FindingKind
from zhengwu.testing.typing_errors import TYPOS, mistyped as mistaken

WIDE = 10**12


def found(printed: str, low: int, high: int, *, decimals: int = 0, beside: Sequence[str] = ()) -> list[Reading]:
    neighbours = [Figure.parse(text) for text in beside]
    return readings(Figure.parse(printed) if printed else None, low, high, decimals=decimals, beside=neighbours)


def first(printed: str, meant: str, *, beside: Sequence[str] = ()) -> Reading:
    """The only reading where nothing else than what was meant is left."""
    number = parse_number(meant.lstrip("-"))
    assert number is not None
    coefficient, decimals = number
    coefficient = -coefficient if meant.startswith("-") else coefficient
    (reading,) = found(printed, coefficient, coefficient, decimals=decimals, beside=beside)
    return reading


@st.composite
def cases(draw: st.DrawFn) -> tuple[Figure | None, int, int, int, int]:
    decimals = draw(st.integers(0, 2))
    places = draw(st.integers(0, decimals))
    sign = draw(st.sampled_from(["", "-"]))
    text = draw(st.none() | st.integers(0, 10**6).map(lambda n: sign + plain_text(n, places)))
    low = draw(st.integers(-(10**6), 10**6))
    width = draw(st.integers(-2, 40) | st.integers(41, 10**6))
    return (Figure.parse(text) if text else None), low, low + width, decimals, draw(st.integers(1, 12))


class TestAll:
    @given(cases())
    def test_in_range_few_likely_first_and_never_what_is_printed(
        self, case: tuple[Figure | None, int, int, int, int]
    ) -> None:
        printed, low, high, decimals, most = case
        values = readings(printed, low, high, decimals=decimals, most=most)
        assert len(values) <= most
        assert all(low <= reading.coefficient <= high for reading in values)
        assert all(0 < reading.weight <= 1 for reading in values)
        assert [reading.weight for reading in values] == sorted((r.weight for r in values), reverse=True)
        assert len({reading.coefficient for reading in values}) == len(values)
        if printed is not None:
            same = printed.coefficient * 10 ** (decimals - printed.decimals)
            assert same not in {reading.coefficient for reading in values}
        assert values == readings(printed, low, high, decimals=decimals, most=most)

    @given(st.integers(0, 59), st.integers(1000, 9000))
    def test_a_narrow_range_is_tried_wholly(self, width: int, low: int) -> None:
        values = readings(Figure.parse("1"), low, low + width, decimals=0, most=100)
        assert {reading.coefficient for reading in values} == set(range(low, low + width + 1))

    @settings(max_examples=40)
    @given(st.integers(10, 10**5), st.integers(0, 2), st.sampled_from(TYPOS), st.data())
    def test_what_one_typing_error_was_made_of_is_found_among_all_numbers(
        self, coefficient: int, decimals: int, variety: str, data: st.DataObject
    ) -> None:
        meant = plain_text(coefficient, decimals)
        digits = meant.replace(".", "")
        texts = [text for text in mistaken(meant, variety) if variety != "point" or text.replace(".", "") == digits]
        assume(texts)
        sign = data.draw(st.sampled_from([1, -1]))
        text = ("-" if sign < 0 else "") + data.draw(st.sampled_from(texts))
        assume(Figure.parse(text).coefficient)
        values = readings(Figure.parse(text), -WIDE, WIDE, decimals=decimals, most=10**4)
        assert any(reading.coefficient == sign * coefficient and reading.why for reading in values)


class TestSlips:
    @pytest.mark.parametrize(
        ("printed", "meant", "kind", "why"),
        [
            ("320", "3120", FindingKind.TYPO, "why.typo.dropped"),
            ("2817", "2871", FindingKind.TYPO, "why.typo.swapped"),
            ("2841", "2871", FindingKind.TYPO, "why.typo.replaced"),
            ("28371", "2871", FindingKind.TYPO, "why.typo.added"),
            ("1.2340", "12.340", FindingKind.TYPO, "why.typo.point"),
            ("540.15", "-540.15", FindingKind.SIGN, "why.sign.lost"),
            ("-540.15", "540.15", FindingKind.SIGN, "why.sign.minus"),
            ("-320", "-3120", FindingKind.TYPO, "why.typo.dropped"),
            ("120407000", "12040.70", FindingKind.UNIT, "why.unit"),
            ("1", "97", FindingKind.UNEXPLAINED, ""),
            ("1234", "9700", FindingKind.UNEXPLAINED, ""),
            ("0", "97", FindingKind.UNEXPLAINED, ""),
            ("", "97", FindingKind.BLANK, "why.blank"),
        ],
    )
    def test_each_is_named(self, printed: str, meant: str, kind: FindingKind, why: str) -> None:
        reading = first(printed, meant)
        assert (reading.kind, reading.why, reading.number) == (kind, why, meant)

    @pytest.mark.parametrize(
        ("printed", "meant", "factor"),
        [("46550000", "4655", "10000"), ("1.20", "12044.60", "10000"), ("120", "12.0", None), ("5", "50000", None)],
    )
    def test_the_factor_of_another_unit(self, printed: str, meant: str, factor: str | None) -> None:
        """Rounding in the other unit is allowed for; one digit that agrees proves nothing."""
        assert first(printed, meant).values.get("factor") == factor

    def test_a_neighbour_that_prints_the_same_was_copied(self) -> None:
        assert first("1290", "97", beside=["3520", "1290"]).why == "why.copied"
        assert first("1290", "97", beside=["3520", "129"]).why == ""
        assert first("9", "26", beside=["9"]).why == ""  # one digit is the same by accident

    def test_a_slip_of_the_hand_is_likelier_than_none(self) -> None:
        assert first("320", "3120").weight > first("320", "3121").weight

    def test_the_wider_the_range_the_less_each_value_is_worth(self) -> None:
        narrow, wide = found("320", 3120, 3120), found("320", 3110, 3129)
        assert wide[0].coefficient == narrow[0].coefficient == 3120
        assert wide[0].weight * 20 == narrow[0].weight


class TestNothing:
    def test_nothing_lies_in_an_empty_range(self) -> None:
        assert found("12", 5, 4) == []

    def test_what_is_printed_is_no_reading(self) -> None:
        assert found("12", 12, 12) == []
        assert found("12", 1200, 1200, decimals=2) == []

    def test_a_finer_print_than_the_style_is_read_anew(self) -> None:
        assert [reading.number for reading in found("12.34", 12, 12)] == ["12"]

    def test_a_wide_range_of_a_blank_has_its_middle_and_its_ends(self) -> None:
        assert {reading.coefficient for reading in found("", 100, 300)} == {100, 200, 300}

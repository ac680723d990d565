"""Laws of unstated bases: exactly the whole numbers that print the share, found without trying each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, strategies as st

from zhengwu.errors import AmountError, FigureError, InexactError
from zhengwu.exact import Figure, Rate, Rounding
from zhengwu.stats.bases import base_candidates, bases_with_parts, possible_bases, possible_parts

ROUNDINGS = st.sampled_from(Rounding)
PLACES = st.integers(0, 3)
LARGEST = 400


def prints(part: int, base: int, share: str, rounding: Rounding) -> bool:
    places = len(share.rstrip("%").partition(".")[2])
    return Rate.of(part, base).percent(places, rounding) == share


@given(st.integers(0, 60), st.integers(1, 60), PLACES, ROUNDINGS)
@example(0, 7, 2, Rounding.UP)
@example(1, 60, 0, Rounding.TRUNC)
def test_the_bases_are_those_that_print_the_share_and_no_others(
    part: int, base: int, places: int, rounding: Rounding
) -> None:
    share = Rate.of(part, base).percent(places, rounding)
    found = possible_bases([(part, share)], high=LARGEST, rounding=rounding)
    assert list(found) == [one for one in range(1, LARGEST + 1) if prints(part, one, share, rounding)]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=5), PLACES, ROUNDINGS, st.integers(0, 50))
def test_a_list_of_shares_keeps_its_true_base(
    counts: Sequence[int], places: int, rounding: Rounding, rest: int
) -> None:
    base = sum(counts) + rest + 1
    shares = [(count, Rate.of(count, base).percent(places, rounding)) for count in counts]
    found = possible_bases(shares, high=base + 1000, rounding=rounding)
    assert base in found
    for share in shares:
        assert set(found) <= set(possible_bases([share], high=base + 1000, rounding=rounding))


@given(st.integers(0, 150), st.integers(1, 60), PLACES, ROUNDINGS, st.booleans())
def test_the_parts_are_those_that_print_the_share_and_no_others(
    part: int, base: int, places: int, rounding: Rounding, bounded: bool
) -> None:
    share = Rate.of(part, base).percent(places, rounding)
    found = possible_parts(share, base, rounding=rounding, bounded=bounded)
    most = base if bounded else 3 * base + 200
    assert list(found) == [one for one in range(most + 1) if prints(one, base, share, rounding)]


@given(st.integers(0, 40), st.integers(1, 40), ROUNDINGS)
def test_a_rate_that_is_printed_and_read_again_leaves_the_true_pair_among_the_candidates(
    part: int, base: int, rounding: Rounding
) -> None:
    part = min(part, base)
    share = Rate.of(part, base).percent(2, rounding)
    assert base in bases_with_parts(share, high=base, rounding=rounding)
    (candidate,) = base_candidates(share, {"completed": base}, rounding=rounding)
    assert part in candidate.parts
    assert candidate.fits


def test_words_beside_a_share_widen_it() -> None:
    assert possible_parts("90%以上", 10) == range(9, 11)
    assert possible_bases([(9, "超90%")], high=20) == range(1, 10)
    assert possible_bases([(9, Figure.parse("90", unit="%"))]) == range(10, 11)
    assert possible_parts("近-5%", 10) == range(0)


def test_no_base_prints_what_is_impossible() -> None:
    assert not possible_bases([(0, "1.00%")], high=100)
    assert not possible_bases([(1, "0.00%")], high=5)
    assert not possible_bases([(3, "-1.00%")], high=100)
    assert possible_bases([(0, "0.00%")], high=5) == range(1, 6)
    assert possible_bases([(1, "100%")], low=2) == range(2)[2:]


def test_what_sets_no_end_is_told() -> None:
    with pytest.raises(FigureError, match=r"shares \(占比\): sets no upper end to the base"):
        possible_bases([(0, "0.00%")])
    with pytest.raises(FigureError, match="sets no upper end to the part"):
        possible_parts("90%以上", 10, bounded=False)
    with pytest.raises(FigureError):
        possible_bases([(1, "")])


@pytest.mark.parametrize(("count", "error"), [(-1, AmountError), (True, AmountError), (1.0, InexactError)])
def test_a_count_is_a_whole_number(count: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"count \(数量\)"):
        possible_bases([(count, "50%")])
    with pytest.raises(error, match=r"base \(基数\)"):
        possible_parts("50%", count)


def test_a_base_of_nothing_is_refused() -> None:
    with pytest.raises(AmountError, match="a whole number, 1 or more"):
        possible_parts("50%", 0)

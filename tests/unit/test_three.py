"""Three values bound by one sum, against Fourier and Motzkin's elimination."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given, settings, strategies as st

from zhengwu.auditing.bounds import Bounds, Box, Mode
from zhengwu.auditing.feasible import Inequality, is_feasible
from zhengwu.auditing.relations import Given
from zhengwu.auditing.three import Three
from zhengwu.exact.figure import Figure
from zhengwu.reference.forms import Ratio, Terms

NAMES = ("x", "y", "z")
DIFFERENCE: Given = (("x", (("y", 1), ("z", -1))),)
RATE = Ratio((("x", 1),), (("y", 1),))


class Boxes(Bounds):
    """Bounds with boxes of their own choice."""

    __slots__ = ("chosen",)

    def __init__(self, **boxes: Box) -> None:
        super().__init__({})
        self.chosen = boxes

    def box(self, name: str, mode: Mode, *, target: bool = False) -> Box:  # noqa: ARG002
        return self.chosen[name]


def by_elimination(form: Ratio, given: Given, bounds: Boxes, target: Box, scale: int, *, is_closed: bool) -> bool:
    """Whether values within the boxes satisfy the sum and the ratio, decided the general way."""
    ((result, terms),) = given
    system = []
    for place, name in enumerate(NAMES):
        axis = tuple(int(i == place) for i in range(3))
        box = bounds.chosen[name]
        assert box.low is not None
        assert box.high is not None
        system.append(Inequality(axis, -box.low, strict=box.low_open and not is_closed))
        system.append(Inequality(tuple(-c for c in axis), box.high, strict=box.high_open and not is_closed))
    of = dict(terms)
    sums = tuple(of.get(name, 0) - (name == result) for name in NAMES)
    system += [Inequality(sums, 0), Inequality(tuple(-c for c in sums), 0)]
    top, base = dict(form.numerator), dict(form.denominator)
    for end, sign, is_open in ((target.low, 1, target.low_open), (target.high, -1, target.high_open)):
        if end is not None:
            row = tuple(sign * Fraction(top.get(n, 0) * scale - end * base.get(n, 0)) for n in NAMES)
            system.append(Inequality(row, 0, strict=is_open and not is_closed))
    return is_feasible(system)


@st.composite
def boxes(draw: st.DrawFn, *, least: int = 0) -> Box:
    low = draw(st.integers(least, 12))
    width = draw(st.integers(0, 6))
    may_be_open = width > 0
    return Box(low, low + width, may_be_open and draw(st.booleans()), may_be_open and draw(st.booleans()))


@st.composite
def terms_of(draw: st.DrawFn) -> Terms:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
    return tuple((name, draw(st.sampled_from([1, 1, -1, 2]))) for name in names)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Ratio, Given, Boxes, Box, int]:
    given_: Given = (("x", (("y", draw(st.sampled_from([1, -1]))), ("z", draw(st.sampled_from([1, -1]))))),)
    # Bases are positive, as the engine sees to.
    denominator: Terms = ((draw(st.sampled_from(NAMES)), 1),)
    form = Ratio(draw(terms_of()), denominator)
    bounds = Boxes(x=draw(boxes(least=1)), y=draw(boxes(least=1)), z=draw(boxes(least=1)))
    target = draw(boxes())
    sides = draw(st.sampled_from(["both", "low", "high"]))
    if sides == "low":
        target = Box(target.low, None, target.low_open, False)
    if sides == "high":
        target = Box(None, target.high, False, target.high_open)
    return form, given_, bounds, target, draw(st.sampled_from([1, 4, 10]))


class TestAgainstElimination:
    @settings(max_examples=150)
    @given(cases())
    @example((RATE, DIFFERENCE, Boxes(x=Box(1, 3), y=Box(4, 6), z=Box(2, 4)), Box(1, 2, False, True), 2))
    def test_a_polygon_with_an_inside_decides_or_leaves_the_ends_open(
        self, case: tuple[Ratio, Given, Boxes, Box, int]
    ) -> None:
        form, given_, bounds, target, scale = case
        three = Three.of(form, given_, bounds, Mode.HALF_UP)
        assert three is not None
        found = three.has_ratio(form, target, scale)
        if not three.is_possible:
            return
        if found is not None:
            assert by_elimination(form, given_, bounds, target, scale, is_closed=False) is found
        else:  # only an end decides, which the closed polygon reaches
            assert by_elimination(form, given_, bounds, target, scale, is_closed=True)

    @settings(max_examples=50)
    @given(cases())
    def test_no_corner_where_the_sum_cannot_hold(self, case: tuple[Ratio, Given, Boxes, Box, int]) -> None:
        _, given_, bounds, _, _ = case
        free = Ratio((("x", 1),), (("y", 1),))
        three = Three.of(free, given_, bounds, Mode.HALF_UP)
        assert three is not None
        holds = by_elimination(free, given_, bounds, Box(None, None), 1, is_closed=True)
        assert bool(three.corners) is holds
        if not holds:
            assert three.has_ratio(free, Box(0, 10**9), 1) is None

    @given(cases())
    def test_every_corner_satisfies_the_sum_within_its_boxes(self, case: tuple[Ratio, Given, Boxes, Box, int]) -> None:
        form, given_, bounds, _, _ = case
        three = Three.of(form, given_, bounds, Mode.HALF_UP)
        assert three is not None
        (_, ((_, a), (_, b))) = given_[0]
        for corner in three.corners:
            assert corner[0] == a * corner[1] + b * corner[2]
            for name, value in zip(three.names, corner, strict=True):
                box = bounds.chosen[name]
                assert box.low is not None
                assert box.high is not None
                assert box.low <= value <= box.high


class TestPossible:
    def test_a_box_that_is_a_point_is_for_the_general_method(self) -> None:
        flat = Three.of(RATE, DIFFERENCE, Boxes(x=Box(1, 1), y=Box(4, 6), z=Box(2, 6)), Mode.HALF_UP)
        assert flat is not None
        assert not flat.is_possible

    def test_so_is_a_plane_that_only_touches_the_box(self) -> None:
        touching = Three.of(RATE, DIFFERENCE, Boxes(x=Box(4, 5), y=Box(4, 6), z=Box(2, 3)), Mode.HALF_UP)
        cut = Three.of(RATE, DIFFERENCE, Boxes(x=Box(3, 5), y=Box(4, 6), z=Box(2, 3)), Mode.HALF_UP)
        assert touching is not None
        assert cut is not None
        assert not touching.is_possible
        assert cut.is_possible


class TestOthers:
    """Anything but one sum of two terms, each once, that the ratio is made of is left to the general method."""

    @pytest.mark.parametrize(
        ("form", "given_"),
        [
            (RATE, ()),
            (RATE, (*DIFFERENCE, *DIFFERENCE)),
            (RATE, (("x", (("y", 1),)),)),
            (RATE, (("x", (("y", 2), ("z", -1))),)),
            (RATE, (("x", (("y", 1), ("z", 3))),)),
            (Ratio((("x", 1),), (("w", 1),)), DIFFERENCE),
        ],
    )
    def test_other_shapes(self, form: Ratio, given_: Given) -> None:
        figures = {name: Figure.parse("1.00") for name in (*NAMES, "w")}
        assert Three.of(form, given_, Bounds(figures), Mode.HALF_UP) is None

    @pytest.mark.parametrize("name", NAMES)
    def test_no_end(self, name: str) -> None:
        figures = {other: Figure.parse("2000余" if other == name else "30.00") for other in NAMES}
        assert Three.of(RATE, DIFFERENCE, Bounds(figures), Mode.HALF_UP) is None

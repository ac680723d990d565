"""Explanations by wrong figures: every one of them mends all, the likeliest first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.scenes import PURCHASES, WINDOWS, Rows, put, scene_of

from zhengwu.auditing.causes.conflicts import Range
from zhengwu.auditing.causes.evidence import SLIP
from zhengwu.auditing.causes.explanation import Explanation, Slip, ends_of, of_cells, printable
from zhengwu.auditing.causes.system import FINE
from zhengwu.exact.figure import Figure
from zhengwu.findings import FindingKind, Move

TYPO = Slip({"t0r0c1": Figure.parse("12")}, FindingKind.TYPO, "why.typo.dropped", Fraction(1, 4))


def explained(rows: Rows) -> list[Explanation]:
    scene = scene_of(rows)
    found = of_cells(scene, sorted(scene.violated))[0]
    for explanation in found:
        changes = {name: figure for slip in explanation.slips for name, figure in slip.changes.items()}
        assert not scene.failing_after(changes)
    return found


class TestOfCells:
    @pytest.mark.parametrize(
        "rows",
        [
            put(WINDOWS, r0c1="320"),
            put(WINDOWS, r0c1="320", r2c3="1178"),
            put(PURCHASES, r1c2="1240.70"),
            put(PURCHASES, r1c5="4.94%"),
        ],
    )
    def test_the_likeliest_first_and_each_mends_everything(self, rows: Rows) -> None:
        found = explained(rows)
        assert found
        assert [e.weight for e in found] == sorted((e.weight for e in found), reverse=True)

    def test_two_mistakes_are_two_slips(self) -> None:
        best = explained(put(WINDOWS, r0c1="320", r2c3="1178"))[0]
        assert {name: f.coefficient for slip in best.slips for name, f in slip.changes.items()} == {
            "t0r0c1": 3120,
            "t0r2c3": 1187,
        }
        assert [slip.why for slip in sorted(best.slips, key=lambda s: s.why)] == [
            "why.typo.dropped",
            "why.typo.swapped",
        ]

    def test_a_figure_changed_already_is_not_changed_back(self) -> None:
        scene = scene_of(put(WINDOWS, r0c1="320"))
        given = {"t0r4c1": scene.changed("t0r4c1", 1855, 0)}
        found, _ = of_cells(scene, sorted(scene.violated), given=given)
        assert all("t0r4c1" not in slip.changes for explanation in found for slip in explanation.slips)


class TestWeights:
    def test_every_slip_is_as_rare_as_the_other(self) -> None:
        assert Explanation(()).weight == 1
        assert Explanation((TYPO, TYPO)).weight == (SLIP / 4) ** 2

    def test_slips_are_told_apart_by_what_must_have_been_there(self) -> None:
        other = Slip({"t0r0c1": Figure.parse("12")}, FindingKind.UNEXPLAINED, "", Fraction(1, 9))
        moved = Slip({}, FindingKind.SHIFT, "why.shift", Fraction(1), moves=(Move(table=0, row=1, label_row=2),))
        finer = Slip({"t0r0c1": Figure.parse("12.0")}, FindingKind.TYPO, "", Fraction(1, 4))
        assert TYPO.key == other.key
        assert len({TYPO.key, moved.key, finer.key}) == 3


class TestEnds:
    def test_a_count_is_a_point_and_an_amount_half_a_digit_around(self) -> None:
        scene = scene_of(PURCHASES)
        index = scene.system.index
        ends = ends_of(scene, {name: scene.figures[name] for name in ("t0r0c1", "t0r0c2")} | {"f1": Figure.parse("1")})
        assert set(ends) <= {index["t0r0c1"], index["t0r0c2"]}
        low, high = ends[index["t0r0c1"]]
        assert low == high
        low, high = ends[index["t0r0c2"]]
        assert high - low == scene.step(scene.figures["t0r0c2"]) * FINE

    @pytest.mark.parametrize("name", ["t0r0c1", "t0r0c2"])
    def test_a_printed_figure_is_the_only_one_that_prints_its_range(self, name: str) -> None:
        scene = scene_of(PURCHASES)
        figure = scene.figures[name]
        low, high = ends_of(scene, {name: figure})[scene.system.index[name]]
        slack = 0 if figure.counted else 1
        first, last = printable(scene, figure, Range(low + slack, high - slack))
        assert first == last == figure.coefficient

"""The document around a contradiction: what becomes of it when figures change, and how another number is printed."""

from __future__ import annotations

import pytest
from tests.scenes import NESTED, PURCHASES, WINDOWS, put, scene_of

from zhengwu.app import audit
from zhengwu.auditing.causes.scene import Scene, place_of, rewritten
from zhengwu.auditing.engine import judge
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Linear
from zhengwu.table import Grid

PROSE = {"f1": Figure.parse("12件"), "f2": Figure.parse("5件"), "f3": Figure.parse("18件")}
WRONG = put(WINDOWS, r0c1="320")


def prose() -> Scene:
    total = Relation(rule="ZW120", kind=RelationKind.SUM, target="f3", forms=((None, Linear((("f1", 1), ("f2", 1)))),))
    return Scene(PROSE, judge(PROSE, [total]))


class TestFailing:
    def test_a_sound_table_has_no_suspects(self) -> None:
        scene = scene_of(WINDOWS)
        assert (scene.failing, scene.suspects, scene.violated) == (frozenset(), (), frozenset())

    def test_suspects_are_the_figures_of_what_fails(self) -> None:
        scene = scene_of(WRONG)
        assert set(scene.suspects) == {f"t0r0c{c}" for c in range(1, 5)} | {f"t0r{r}c1" for r in range(5)}

    def test_the_right_figure_leaves_nothing(self) -> None:
        scene = scene_of(WRONG)
        assert scene.failing_after({}) == scene.failing
        assert scene.failing_after({"t0r0c1": scene.changed("t0r0c1", 3120, 0)}) == frozenset()

    def test_another_figure_breaks_what_held(self) -> None:
        scene = scene_of(WRONG)
        after = scene.failing_after({"t0r4c1": scene.changed("t0r4c1", 1855, 0)})
        assert after - scene.failing
        assert scene.failing - after

    def test_a_filled_blank_is_a_part(self) -> None:
        scene = scene_of(put(WINDOWS, r1c1=""))
        assert scene.failing
        assert scene.failing_after({"t0r1c1": scene.changed("t0r1c1", 415, 0)}) == frozenset()
        assert scene.failing_after({"t0r1c1": scene.changed("t0r1c1", 416, 0)}) == scene.failing


class TestStyle:
    def test_the_decimals_of_the_column(self) -> None:
        style = scene_of(put(PURCHASES, r1c2="120407000")).style("t0r1c2")
        assert style is not None
        assert style.decimals == 2

    def test_where_the_column_is_undecided_that_of_the_unit(self) -> None:
        rows = [("窗口", "受理数"), ("甲", "3.5"), ("乙", "4")]
        scene = scene_of(rows)
        assert scene.style("t0r0c1") == scene.figures["t0r1c1"]

    def test_prose_is_its_own_style(self) -> None:
        assert prose().style("f1") == PROSE["f1"]

    def test_the_range_of_a_rate(self) -> None:
        """Rounded amounts leave a rate of two decimals one value, and a small rate of small amounts several."""
        scene = scene_of(put(PURCHASES, r1c5="4.94%"))
        assert scene.rate_range("t0r1c5", {}) == (449, 449)
        assert scene.rate_range("t0r0c1", {}) is None  # nothing gives a first count a value
        small = scene_of(put(PURCHASES, r2c2="0.80", r2c3="0.70", r2c4="0.10", r2c5="12.50%"))
        low, high = small.rate_range("t0r2c5", {}) or (0, 0)
        assert low < 1250 < high


class TestPlaces:
    def test_names(self) -> None:
        assert place_of("t2r10c3") == (2, 10, 3)
        assert place_of("f12") is None

    def test_neighbours(self) -> None:
        scene = scene_of(WINDOWS)
        assert set(scene.beside("t0r1c2")) == {"t0r0c2", "t0r2c2", "t0r1c1", "t0r1c3"}
        assert set(scene.beside("t0r0c1")) == {"t0r1c1", "t0r0c2"}
        assert prose().beside("f1") == {}

    def test_order_of_reading(self) -> None:
        scene, told = scene_of(WINDOWS), prose()
        assert sorted(["t0r1c1", "t0r0c2", "t0r0c1"], key=scene.order) == ["t0r0c1", "t0r0c2", "t0r1c1"]
        assert sorted(["f3", "f1", "f9"], key=told.order) == ["f9", "f1", "f3"]

    def test_the_last_row(self) -> None:
        assert scene_of(NESTED).last_row(0) == 10
        assert scene_of(NESTED).last_row(1) == -1

    def test_where_a_figure_of_prose_stands(self) -> None:
        assert prose().where("f1").figure == "f1"
        assert prose().where("f9").figure == "f9"
        assert prose().text("f1") == "12件"
        assert prose().text("f9") == ""


class TestPrinted:
    """Another number in a cell keeps what the cell prints beside it."""

    @pytest.mark.parametrize(
        ("cell", "number", "after"),
        [
            ("增值额0.26", "0.27", "增值额0.27"),
            ("1,033件", "1330", "1,330件"),
            ("4.94%", "4.49", "4.49%"),
            ("-540.15", "540.15", "540.15"),
            ("540.15", "-540.15", "-540.15"),
            ("−540.15", "540.15", "540.15"),
            ("12,045.70", "999.00", "999.00"),
        ],
    )
    def test_a_cell(self, cell: str, number: str, after: str) -> None:
        assert rewritten(cell, number, Figure.parse("1")) == after

    @pytest.mark.parametrize(
        ("style", "number", "after"),
        [("4.49%", "4.68", "4.68%"), ("1,033件", "2033", "2,033件"), ("35", "36", "36"), ("", "36", "36")],
    )
    def test_a_blank_is_printed_like_its_column(self, style: str, number: str, after: str) -> None:
        assert rewritten("", number, Figure.parse(style)) == after

    def test_in_a_table(self) -> None:
        rows = put(PURCHASES, r0c2="5,130.25", r1c2="12,045.70", r3c2="18,050.99")
        (finding,) = audit(Grid.of(rows)).findings
        assert [(c.before, c.after) for c in finding.repairs[0].changes] == [("12,045.70", "12,040.70")]

    def test_in_prose(self) -> None:
        change = prose().change("f3", prose().changed("f3", 17, 0))
        assert (change.before, change.after, change.where.figure) == ("18件", "17件", "f3")

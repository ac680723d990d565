"""Rates on another base than the others of their column: found, put right, and claimed only where one number fits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhengwu.auditing.causes.bases import base_findings, holds, prints, slips
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.findings import Finding, FindingKind, Grade
from zhengwu.reference.forms import Ratio
from zhengwu.table import Grid, recognise

Rows = Sequence[Sequence[str | None]]

TRADING = ["单位", "预算金额（元）", "成交金额（元）", "节约金额（元）", "节约率（%）"]
AMOUNTS = (
    (512_000_00, 481_300_00), (633_000_00, 590_700_00), (418_000_00, 366_100_00),
    (907_000_00, 841_900_00), (225_000_00, 141_300_00), (731_000_00, 636_200_00),
)  # fmt: skip


def scene_of(rows: Rows, *, caption: str = "", unit: str = "") -> Scene:
    table = recognise(Grid.of(rows, caption=caption, unit=unit))
    figures = figures_of_table(table)
    return Scene(figures, judge(figures, relations_of_table(table)), [table])


def found(scene: Scene, *, taken: frozenset[int] = frozenset()) -> list[Finding]:
    return base_findings(scene, lambda name: f"<{name}>", taken)


def trading(*on_deal: int, rows: int = 6) -> list[list[str]]:
    """Savings rates over the budget, in some rows over the deal."""
    body = []
    for i, (budget, deal) in enumerate(AMOUNTS[:rows]):
        rate = 100 * (budget - deal) / (deal if i in on_deal else budget)
        amounts = (f"{n // 100}.{n % 100:02d}" for n in (budget, deal, budget - deal))
        body.append([f"{i}所", *amounts, f"{rate:.2f}"])
    return [TRADING, *body]


class TestDeclaredBases:
    def test_one_row_on_the_deal(self) -> None:
        (finding,) = found(scene_of(trading(4)))
        assert (finding.kind, finding.grade, finding.where.cell) == (FindingKind.BASE, Grade.QUESTION, "t0r4c4")
        assert (finding.unique, finding.printed, finding.values["base"]) == (True, "59.24", "deal")
        assert finding.values["arithmetic"] == "(225000.00 − 141300.00) ÷ 141300.00 ≈ 59.2357%"
        assert [change.after for repair in finding.repairs for change in repair.changes] == ["37.20"]
        assert {repair.why for repair in finding.repairs} == {"why.base"}
        assert "t0r4c1" in finding.figures
        assert "t0r4c2" in finding.figures

    def test_all_rows_on_the_deal_are_a_habit(self) -> None:
        assert found(scene_of(trading(*range(6)))) == []

    def test_what_is_explained_already(self) -> None:
        scene = scene_of(trading(4))
        assert found(scene, taken=scene.failing) == []

    def test_two_rows_against_one_are_not_claimed(self) -> None:
        (finding,) = found(scene_of(trading(2, rows=3)))
        assert not finding.unique
        assert [r.changes[0].after for r in finding.repairs] == ["12.42"]

    def test_one_row_against_another_leaves_both_open(self) -> None:
        (finding,) = found(scene_of(trading(1, rows=2)))
        assert not finding.unique
        changes = [(c.where.cell, c.after) for r in finding.repairs for c in r.changes]
        assert changes == [("t0r1c4", "6.68"), ("t0r0c4", "6.38")]

    def test_a_slip_of_the_hand_is_no_base(self) -> None:
        rows = trading()
        rows[3][4] = "21.42"
        assert found(scene_of(rows)) == []

    def test_a_wrong_amount_in_the_row_is_not_claimed(self) -> None:
        rows = trading(4)
        rows[5][3] = "83900.00"
        assert not any(finding.unique for finding in found(scene_of(rows)))

    def test_amounts_that_leave_the_rate_open(self) -> None:
        """In whole 万元 many rates fit; those nearest to the printed figures are listed."""
        rows = [["单位", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]]
        for i, (b, d) in enumerate(((5120, 4813), (6330, 5907), (4180, 3661), (9070, 8419), (2250, 1413))):
            rows.append([f"{i}所", str(b), str(d), str(b - d), f"{100 * (b - d) / (d if i == 4 else b):.2f}"])
        (finding,) = found(scene_of(rows))
        assert not finding.unique
        assert [r.changes[0].after for r in finding.repairs][:3] == ["37.20", "37.21", "37.19"]


class TestHotline:
    rows = (
        ["单位", "受理", "办结", "按时办结", "按时办结率（%）"],
        ["甲局", "6", "5", "5", "83.33"], ["乙局", "33", "27", "23", "69.70"], ["丙局", "91", "78", "66", "72.53"],
        ["丁局", "51", "41", "34", "66.67"], ["乙镇", "25", "22", "19", "86.36"], ["丙镇", "67", "64", "62", "92.54"],
    )  # fmt: skip

    def test_completed_instead_of_accepted(self) -> None:
        (finding,) = found(scene_of(self.rows, unit="件"))
        assert (finding.where.cell, finding.values["base"]) == ("t0r4c4", "completed")
        assert finding.repairs[0].changes[0].after == "76.00"

    def test_a_row_that_does_not_print_the_base_is_not_accused(self) -> None:
        """甲局 prints 56 done in time of 57 done, 89 % of a number taken in that is blank."""
        rows = [list(row) for row in self.rows]
        rows[5][4] = "76.00"
        rows[1] = ["甲局", "", "57", "56", "89.00"]
        scene = scene_of(rows, unit="件")
        doubts = {scene.judgement.cases[position].relation.doubtful for position in scene.failing}
        assert doubts == {"other_base"}


class TestGrowth:
    rows = (
        ["类别", "2016年1-9月办件量", "2015年1-9月办件量", "同比增长"],
        ["甲", "46", "82", "-78.26%"], ["乙", "17", "20", "-15.00%"], ["丙", "81", "63", "28.57%"],
    )  # fmt: skip

    def test_growth_over_this_year(self) -> None:
        scene = scene_of(self.rows, unit="件", caption="2016年1-9月业务情况同比表")
        (finding,) = found(scene)
        assert (finding.where.cell, finding.values["base"]) == ("t0r0c3", "<t0r0c1>")
        (slip,) = slips(scene)
        assert slip.kind is FindingKind.BASE
        assert {name: figure.coefficient for name, figure in slip.changes.items()} == {"t0r0c3": -4390}

    @pytest.mark.parametrize("rate", ["-78%", "-77.26%"])
    def test_too_few_digits_or_another_number(self, rate: str) -> None:
        rows = [list(row) for row in self.rows]
        rows[1][3] = rate
        scene = scene_of(rows, unit="件", caption="2016年1-9月业务情况同比表")
        assert found(scene) == []
        assert list(slips(scene)) == []


class TestPrints:
    def test_every_number_that_can_be_meant(self) -> None:
        scene = scene_of(trading(4))
        (position,) = scene.failing
        form = scene.form(position)
        assert [figure.coefficient for figure in prints(scene, position, form)] == [3720]
        assert not holds(scene, position, form, {})

    def test_an_operand_that_is_not_printed(self) -> None:
        scene = scene_of(trading(4))
        (position,) = scene.failing
        assert not holds(scene, position, Ratio((("t0r9c1", 1),), (("t0r4c1", 1),)), {})

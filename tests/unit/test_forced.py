"""Shares: of a printed total, of all rows together, up to 100 %, and bent so that they close."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhengwu.auditing.causes.forced import forced_findings
from zhengwu.auditing.causes.scene import Scene
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.findings import Finding, FindingKind, Grade, RelationKind
from zhengwu.table import Grid, recognise

Rows = Sequence[Sequence[str | None]]

HEADER = ["类别", "件数", "占比（%）"]
# 1/752 … 274/752 round to 0.13, 51.46, 8.64, 36.44, 3.32: together 99.99.
COUNTS = (
    ("求助", 1, "0.13"),
    ("投诉", 387, "51.46"),
    ("举报", 65, "8.64"),
    ("建议", 274, "36.44"),
    ("其他", 25, "3.32"),
)


def scene_of(rows: Rows) -> Scene:
    table = recognise(Grid.of(rows, unit="件"))
    figures = figures_of_table(table)
    return Scene(figures, judge(figures, relations_of_table(table)), [table])


def rows_with(total: str | None = "100.00", **shares: str) -> list[list[str]]:
    body = [[name, str(count), shares.get(name, share)] for name, count, share in COUNTS]
    return [HEADER, *body, *([["总计", "752", total]] if total is not None else [])]


def found(scene: Scene, *, taken: frozenset[int] = frozenset()) -> list[Finding]:
    return forced_findings(scene, lambda name: f"<{name}>", taken)


def relations(rows: Rows) -> tuple[Relation, ...]:
    return relations_of_table(recognise(Grid.of(rows, unit="件")))


class TestForced:
    def test_the_largest_share_was_bent(self) -> None:
        (finding,) = found(scene_of(rows_with(投诉="51.47")))
        assert (finding.kind, finding.grade, finding.where.cell) == (FindingKind.FORCED_TOTAL, Grade.QUESTION, "t0r1c2")
        assert (finding.unique, finding.printed, finding.values["recomputed"]) == (True, "51.47", "51.46")
        assert [(r.why, r.changes[0].after) for r in finding.repairs] == [("why.forced_total", "51.46")]

    def test_without_a_total_row_too(self) -> None:
        (finding,) = found(scene_of(rows_with(None, 投诉="51.47")))
        assert finding.repairs[0].changes[0].after == "51.46"

    def test_two_shares_bent_the_same_way(self) -> None:
        """Rounded the shares come to 99.98; a hundredth was added to two of them."""
        counts, shares = (7946, 4406, 2861, 1972, 2019, 1905), (3764, 2087, 1355, 934, 956, 902)
        bent = [share + (i < 2) for i, share in enumerate(shares)]
        printed = [f"{share // 100}.{share % 100:02d}" for share in bent]
        rows = [[f"{i}类", str(count), share] for i, (count, share) in enumerate(zip(counts, printed, strict=True))]
        (finding,) = found(scene_of([HEADER, *rows, ["合计", "21109", "100.00"]]))
        (repair,) = finding.repairs
        assert [change.where.cell for change in repair.changes] == ["t0r0c2", "t0r1c2"]

    def test_shares_that_are_rounded_need_not_close(self) -> None:
        scene = scene_of(rows_with())
        assert scene.failing == frozenset()
        assert found(scene) == []

    @pytest.mark.parametrize("share", ["51.45", "51.57", "15.46"])
    def test_a_share_that_closes_nothing(self, share: str) -> None:
        assert found(scene_of(rows_with(投诉=share))) == []

    def test_what_is_explained_already(self) -> None:
        scene = scene_of(rows_with(投诉="51.47"))
        assert found(scene, taken=scene.failing) == []

    def test_a_wrong_total_is_not_the_shares_fault(self) -> None:
        rows = rows_with(投诉="51.47")
        rows[-1][1] = "753"
        assert not any(finding.unique for finding in found(scene_of(rows)))


class TestShares:
    def test_over_the_total_and_up_to_it(self) -> None:
        kinds = [(r.kind, r.doubtful) for r in relations(rows_with()) if r.rule == "ZW103"]
        assert kinds == [(RelationKind.SHARE, None)] * 5 + [(RelationKind.SUM, None)]

    def test_no_share_is_unverifiable_besides(self) -> None:
        targets = [r.target for r in relations(rows_with())]
        assert len(targets) == len(set(targets))

    def test_over_all_rows_where_no_total_is_printed(self) -> None:
        shares = [r for r in relations(rows_with(None)) if r.rule == "ZW103"]
        assert [len(r.inputs) for r in shares] == [5] * 5

    @pytest.mark.parametrize("kind", ["subtotal", "too far from 100", "two rows"])
    def test_no_whole_to_be_told(self, kind: str) -> None:
        rows = rows_with(None)
        if kind == "subtotal":
            rows.insert(3, ["小计", "388", "51.59"])
        elif kind == "two rows":
            rows = rows[:3]
        else:
            rows[2][2] = "41.46"
        assert [r for r in relations(rows) if r.rule == "ZW103"] == []

    def test_shares_of_something_else(self) -> None:
        """即办件 of each row over its own 办件量, as the figures say; the total of the column is not the whole."""
        counts = ((310, 205), (470, 301), (520, 111), (660, 645), (840, 222), (910, 388))
        rows = [["类别", "总件数", "已办", "占比（%）"]]
        rows += [[f"{i}类", str(a), str(b), f"{100 * b / a:.2f}"] for i, (a, b) in enumerate(counts)]
        rows.append(["合计", "3710", "1872", "50.46"])
        scene = scene_of(rows)
        assert scene.failing == frozenset()
        own = {case.relation.rule for case in scene.judgement.cases if (case.relation.target or "").endswith("c3")}
        assert own == {"ZW102"}

    def test_a_total_of_shares_that_is_not_one(self) -> None:
        scene = scene_of(rows_with("150.00"))
        assert [scene.judgement.results[i].target for i in scene.failing] == ["t0r5c2"]

    def test_a_blank_share_is_missing_from_the_whole(self) -> None:
        rows = rows_with(投诉="")
        (closing,) = (r for r in relations(rows) if r.kind is RelationKind.SUM and r.rule == "ZW103")
        assert (closing.doubtful, closing.blanks) == ("blank_part", ("t0r1c2",))

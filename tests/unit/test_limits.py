"""What a figure cannot be by its meaning: figures beyond a limit are told, those within make no relation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from zhengwu.app import audit
from zhengwu.auditing.limits import LIMIT, limits_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.findings import FindingKind, Grade, RelationKind
from zhengwu.table import Grid, recognise

PURCHASE = ["方式", "预算金额（万元）", "成交金额（万元）"]


def limits(*rows: Sequence[str]) -> list[Relation]:
    return list(limits_of_table(recognise(Grid.of(rows))))


def targets(*rows: Sequence[str]) -> list[str | None]:
    return [relation.target for relation in limits(*rows)]


class TestAlone:
    def test_a_count_is_not_negative(self) -> None:
        (relation,) = limits(["窗口", "受理数"], ["甲", "3"], ["乙", "-4"], ["丙", "0"])
        assert (relation.kind, relation.target, relation.doubtful) == (RelationKind.BOUND, "t0r1c1", LIMIT)
        assert relation.where.cell == "t0r1c1"

    def test_nor_is_an_amount(self) -> None:
        assert targets(PURCHASE, ["公开招标", "-10", "-12"]) == ["t0r0c1", "t0r0c2"]

    def test_savings_may_be(self) -> None:
        assert targets(["方式", "节约金额（万元）", "节约率（%）"], ["公开招标", "-2.00", "-3.20"]) == []

    def test_growth_may_be_and_may_be_more_than_all(self) -> None:
        assert targets(["窗口", "受理数", "同比（%）"], ["甲", "3", "-20.00"], ["乙", "3", "120.00"]) == []

    @pytest.mark.parametrize(("rate", "told"), [("100.00%", []), ("100.01%", ["t0r0c1"]), ("-0.01%", ["t0r0c1"])])
    def test_a_part_of_all_lies_between_none_and_all(self, rate: str, told: list[str]) -> None:
        assert targets(["窗口", "满意率"], ["甲", rate]) == told

    def test_a_rate_that_has_a_base_with_which_it_may_be_more_is_only_asked_about(self) -> None:
        (over,) = limits(["窗口", "超期率（%）"], ["甲", "103.00"], ["乙", "9.00"])
        assert (over.target, over.doubtful) == ("t0r0c1", "over_one")

    def test_a_column_without_meaning_and_a_blank_have_no_limit(self) -> None:
        assert targets(["窗口", "某某"], ["甲", "-3"]) == []
        assert targets(["窗口", "受理数"], ["甲", ""], ["乙", "/"]) == []


class TestBeside:
    @pytest.mark.parametrize(
        "header", [["窗口", "评价数", "满意数"], ["窗口", "来电量", "接通量"], ["窗口", "开标次数", "流标次数"]]
    )
    def test_a_part_is_not_above_its_whole(self, header: list[str]) -> None:
        (relation,) = limits(header, ["甲", "10", "12"], ["乙", "10", "10"], ["丙", "", "9"])
        assert (relation.kind, relation.target) == (RelationKind.ORDER, "t0r0c2")
        assert relation.inputs == ("t0r0c1",)

    def test_the_whole_of_another_year_is_not_its_whole(self) -> None:
        header = ["窗口", "2016年评价数", "2017年满意数"]
        assert targets(header, ["甲", "10", "12"]) == []

    @given(st.integers(0, 60), st.integers(0, 60))
    def test_a_relation_exactly_where_it_fails(self, whole: int, part: int) -> None:
        found = targets(["窗口", "评价数", "满意数"], ["甲", str(whole), str(part)])
        assert found == (["t0r0c2"] if part > whole else [])


class TestBudget:
    def asked(self, *rows: Sequence[str]) -> list[tuple[str | None, str | None]]:
        return [(relation.target, relation.doubtful) for relation in limits(*rows)]

    def test_a_deal_above_its_budget_is_asked_about(self) -> None:
        assert self.asked(PURCHASE, ["公开招标", "10", "12"], ["询价", "10", "10"]) == [("t0r0c2", "over_budget")]

    def test_not_where_the_table_prints_what_was_saved(self) -> None:
        header = [*PURCHASE, "节约金额（万元）"]
        assert self.asked(header, ["公开招标", "10", "12", "-2"]) == []
        assert self.asked(header, ["公开招标", "10", "12", ""]) == []

    def test_nor_for_a_total(self) -> None:
        rows = [["公开招标", "10", "9"], ["询价", "", "5"], ["合计", "10", "14"]]
        assert self.asked(PURCHASE, *rows) == []

    def test_nor_where_the_table_sells(self) -> None:
        rows = [["公开招标", "10", "12", ""], ["拍卖", "10", "12", "2"]]
        assert self.asked([*PURCHASE, "增值金额（万元）"], *rows) == []
        rows[1][3] = "增值额2"
        assert self.asked([*PURCHASE, "节约金额（万元）"], *rows) == []


class TestFindings:
    def test_what_cannot_be_is_an_error_without_a_repair(self) -> None:
        (finding,) = audit(Grid.of([["窗口", "满意率"], ["甲", "104.20%"]])).findings
        assert (finding.rule, finding.grade, finding.kind) == ("ZW130", Grade.ERROR, FindingKind.IMPOSSIBLE)
        assert (finding.printed, finding.repairs, finding.unique) == ("104.20%", (), False)
        assert "doubt" not in finding.values

    def test_what_may_be_is_a_question(self) -> None:
        (finding,) = audit(Grid.of([PURCHASE, ["公开招标", "10", "12"]])).findings
        assert (finding.grade, finding.values["doubt"]) == (Grade.QUESTION, "over_budget")
        assert finding.figures == ("t0r0c2", "t0r0c1")

    def test_a_lost_sign_elsewhere_is_one_finding(self) -> None:
        """A figure beyond a limit that a sum explains as well is told once for each relation at most."""
        rows = [["甲", "-30"], ["乙", "41"], ["合计", "71"]]
        found = audit(Grid.of([["窗口", "受理数"], *rows])).findings
        accused = [position for finding in found for position in finding.relations]
        assert len(accused) == len(set(accused)) == 2

"""Which relations a table licenses: shares, growth, rates over other bases, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Sequence

from tests.transformed import audited

from zhengwu.auditing.from_table import relations_of_table
from zhengwu.auditing.report import Report
from zhengwu.findings import Grade, RelationResult, Verdict
from zhengwu.table import Grid, recognise


def report(*rows: Sequence[str | None], caption: str = "", unit: str = "") -> Report:
    return audited(Grid.of(rows, caption=caption, unit=unit))


def by_rule(found: Report, rule: str) -> list[RelationResult]:
    return [result for result in found.relations if result.rule == rule]


class TestShares:
    rows = (
        ["渠道", "件数（件）", "占比(%)"],
        ["电话", "30", "30.0"],
        ["网络", "60", "60.0"],
        ["信件", "10", "11.0"],
        ["合计", "100", "100"],
    )

    def test_over_the_total_of_the_column_before(self) -> None:
        found = report(*self.rows)
        verdicts = [result.verdict for result in by_rule(found, "ZW103")]
        assert verdicts == ["consistent", "consistent", "inconsistent", "truncated"]  # the last: they add up to 101

    def test_an_unstated_base_makes_a_question(self) -> None:
        finding = next(f for f in report(*self.rows).findings if f.rule == "ZW103")
        assert (finding.grade, finding.values["doubt"]) == (Grade.QUESTION, "base_unstated")

    def test_without_a_total_there_is_nothing_to_share(self) -> None:
        assert by_rule(report(*self.rows[:-1]), "ZW103") == []


class TestGrowth:
    def test_year_on_year(self) -> None:
        found = report(
            ["窗口", "2017年一季度", "2016年一季度", "同比(%)"],
            ["甲", "150", "100", "50.0"],
            ["乙", "90", "100", "-10.0"],
            ["丙", "90", "100", "10.0"],
            ["丁", "90", "", "/"],
            unit="件",
        )
        assert [result.verdict for result in by_rule(found, "ZW104")] == ["consistent", "consistent", "inconsistent"]

    def test_period_on_period(self) -> None:
        found = report(
            ["窗口", "2月", "1月", "环比(%)"], ["甲", "13932", "16130", "-13.63"], caption="2017年2月", unit="件"
        )
        assert [result.verdict for result in by_rule(found, "ZW104")] == ["consistent"]

    def test_two_possible_bases_are_left_alone(self) -> None:
        found = report(
            ["窗口", "3月", "2月", "1月", "环比(%)"], ["甲", "3", "2", "1", "50.0"], caption="2017年", unit="件"
        )
        assert by_rule(found, "ZW104") == []

    def test_growth_speaks_of_the_quantity_it_names(self) -> None:
        """成交金额同比 is not the growth of the number of projects beside it."""
        found = report(
            ["类别", "2017年项目个数", "2016年项目个数", "2017年成交金额同比(%)"], ["甲", "3", "2", "10.0"], unit="个"
        )
        assert by_rule(found, "ZW104") == []

    def test_a_span_beside_its_months_is_no_base(self) -> None:
        found = report(["窗口", "3月", "2—3月", "环比(%)"], ["甲", "3", "5", "50.0"], caption="2017年", unit="件")
        assert by_rule(found, "ZW104") == []

    def test_a_cumulative_span_has_no_previous(self) -> None:
        found = report(["窗口", "1—2月", "1月", "环比(%)"], ["甲", "3", "2", "50.0"], caption="2017年", unit="件")
        assert by_rule(found, "ZW104") == []


class TestRates:
    def test_deal_as_base(self) -> None:
        """One publisher divides the savings by the deal: the declared variant explains it."""
        found = report(
            ["类别", "成交金额（亿元）", "节约金额（亿元）", "节约率（%）"], ["甲", "92.3292", "9.8814", "10.7"]
        )
        assert [(r.verdict, r.variant) for r in by_rule(found, "ZW102")] == [(Verdict.CONSISTENT, "deal")]

    def test_a_column_that_no_header_names_as_base(self) -> None:
        header = ["单位", "派遣案件总数", "热线按时办结", "不满意数", "不满意率"]
        rows = [["甲", "99", "87", "8", "9%"], ["乙", "77", "70", "6", "9%"], ["丙", "68", "66", "5", "8%"]]
        found = report(header, *rows, unit="件")
        assert {result.verdict for result in by_rule(found, "ZW102")} == {Verdict.CONSISTENT}
        spoiled = report(header, *rows[:2], ["丙", "68", "66", "5", "80%"], unit="件")
        assert {(r.verdict, r.reason) for r in by_rule(spoiled, "ZW102")} == {(Verdict.UNVERIFIABLE, "no_base")}

    def test_a_definition_nobody_fixed_makes_a_question(self) -> None:
        found = report(["类别", "应进场项目数", "进场项目数", "进场率(%)"], ["甲", "10", "5", "90"], unit="个")
        graded = {finding.grade for finding in found.findings if finding.rule == "ZW102"}
        assert graded <= {Grade.QUESTION}

    def test_a_quantity_printed_twice_is_left_out(self) -> None:
        found = report(
            ["类别", "预算金额（万元）", "采购预算（万元）", "成交金额（万元）", "节约金额（万元）"],
            ["甲", "9.00", "8.00", "7.00", "1.00"],
        )
        assert by_rule(found, "ZW101") == []

    def test_rates_are_never_added(self) -> None:
        found = report(["类别", "节约率（%）"], ["甲", "10"], ["乙", "20"], ["合计", "15"])
        assert {(r.kind, r.reason) for r in found.relations} == {("rate", "no_base")}


class TestSums:
    def test_a_whole_of_more_than_is_listed(self) -> None:
        """全部 names a whole; the rows above it may be the main ones only."""
        found = report(["渠道", "件数"], ["电话", "30"], ["网络", "60"], ["全部", "100"], unit="件")
        assert [(f.grade, f.values["doubt"]) for f in found.findings] == [(Grade.QUESTION, "incomplete_list")]
        too_small = report(["渠道", "件数"], ["电话", "30"], ["网络", "60"], ["全部", "80"], unit="件")
        assert [f.grade for f in too_small.findings] == [Grade.ERROR]

    def test_a_blank_may_hide_a_negative_saving(self) -> None:
        """A subtotal of savings below its printed parts asks; a subtotal of counts below them is wrong."""
        rows = [["甲", "1", "1028.36"], ["乙", "", ""], ["合计", "1", "992.70"]]
        found = report(["类别", "项目个数（个）", "节约金额（万元）"], *rows)
        assert [(f.grade, f.values["doubt"]) for f in found.findings] == [(Grade.QUESTION, "blank_part")]
        rows[-1][1] = "0"
        counts = report(["类别", "项目个数（个）", "节约金额（万元）"], *rows)
        assert [(f.grade, f.relations) for f in counts.findings] == [(Grade.ERROR, (0, 1))]

    def test_a_formula_that_names_nothing_is_open(self) -> None:
        found = report(["渠道", "件数"], ["电话", "30"], ["合计（电话+网络）", "100"], unit="件")
        result = found.relations[0]
        assert (result.verdict, result.reason, result.missing) == (Verdict.UNVERIFIABLE, "label_not_found", ("网络",))

    def test_figures_of_the_table_are_named_by_their_place(self) -> None:
        table = recognise(Grid.of([["渠道", "件数"], ["电话", "30"], ["合计", "30"]], unit="件"), index=3)
        assert [relation.target for relation in relations_of_table(table)] == ["t3r1c1"]

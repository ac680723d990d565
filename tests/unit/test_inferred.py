"""Structure asked of the figures: readings that fail, readings that hold instead, and relations nobody stated."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.transformed import audited

from zhengwu.auditing.from_table import relations_of_table
from zhengwu.auditing.inferred_columns import Span
from zhengwu.auditing.inferred_numbers import Support, numbers_of
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.report import Report
from zhengwu.findings import Grade, Verdict
from zhengwu.table import Grid, recognise

Rows = Sequence[Sequence[str | None]]

PAIRS = (("31", "512"), ("47", "633"), ("52", "418"), ("66", "907"), ("84", "225"), ("95", "731"))


def audit(*rows: Sequence[str | None], unit: str = "件", caption: str = "") -> Report:
    return audited(Grid.of(rows, unit=unit, caption=caption))


def relations(*rows: Sequence[str | None], unit: str = "件") -> tuple[Relation, ...]:
    return relations_of_table(recognise(Grid.of(rows, unit=unit)))


def by_target(found: Sequence[Relation]) -> dict[str, Relation]:
    return {relation.target or "": relation for relation in found}


class TestSupport:
    """Odds against an accident multiply; the choice of relations and of exceptions divides them."""

    def test_what_could_hardly_fail_counts_neither_way(self) -> None:
        assert Support().plus(True, 1) == Support()
        assert Support().plus(False, 1) == Support(0, 1, 1)
        assert Support().plus(True, 30).plus(True, 20) == Support(2, 0, 600)

    def test_mostly_failing_needs_three(self) -> None:
        assert not Support(0, 2, 1).fails_mostly
        assert Support(1, 3, 1).fails_mostly
        assert not Support(2, 3, 1).fails_mostly

    def test_exceptions_cost_odds(self) -> None:
        assert Support(5, 0, 10**5).is_enough(10)
        assert not Support(5, 1, 10**5).is_enough(10)
        assert not Support(5, 2, 10**30).is_enough(1)

    def test_rounding_widens_what_an_accident_may_hit(self) -> None:
        table = recognise(Grid.of([["窗口", "甲（万元）", "乙（万元）", "丙（万元）"], ["一", "3.16", "2.04", "5.21"]]))
        assert numbers_of(table).sum({(0, 1): 1, (0, 2): 1, (0, 3): -1}) == (True, 34)
        assert numbers_of(table).sum({(0, 1): 1, (0, 2): 2, (0, 3): -1})[0] is False

    def test_rates_near_nothing_and_everything_tell_little(self) -> None:
        table = recognise(
            Grid.of([["窗口", "甲", "乙", "率（%）"], ["一", "50", "100", "50.00"], ["二", "100", "100", "100.00"]])
        )
        numbers = numbers_of(table)
        some = numbers.ratio((0, 3), {(0, 1): 1}, {(0, 2): 1})
        every = numbers.ratio((1, 3), {(1, 1): 1}, {(1, 2): 1})
        assert (some, every) == ((True, 2500), (True, 1))
        assert numbers.ratio((0, 3), {(0, 1): 1}, {(0, 2): 0}) is None
        assert numbers.whole_part((0, 3), (0, 1)) == (True, 100)

    def test_what_follows_is_known(self) -> None:
        span = Span()
        assert span.add({1: 1, 2: 1, 3: -1})
        assert span.follows({1: 2, 2: 2, 3: -2})
        assert not span.follows({1: 1})


class TestFoundSums:
    """A column that is nearly always the sum or difference of two others."""

    rows = tuple([f"{i}所", a, b, str(int(a) + int(b))] for i, (a, b) in enumerate(PAIRS))

    def test_a_sum_nobody_named(self) -> None:
        found = relations(["单位", "甲类", "乙类", "丙类"], *self.rows)
        assert {(r.target, r.rule, r.doubtful, r.evidence) for r in found} == {
            (f"t0r{row}c3", "ZW110", "inferred", (6, 6)) for row in range(6)
        }

    def test_an_exception_is_a_question(self) -> None:
        spoiled = [*self.rows[:5], ["5所", "95", "731", "862"]]
        report = audit(["单位", "甲类", "乙类", "丙类"], *spoiled)
        assert [(f.grade, f.where.cell, f.values["doubt"]) for f in report.findings] == [
            (Grade.QUESTION, "t0r5c3", "inferred")
        ]

    def test_three_rows_are_no_evidence(self) -> None:
        assert relations(["单位", "甲类", "乙类", "丙类"], *self.rows[:3]) == ()

    def test_two_exceptions_in_six_are_no_rule(self) -> None:
        spoiled = [*self.rows[:4], ["4所", "84", "225", "300"], ["5所", "95", "731", "862"]]
        assert relations(["单位", "甲类", "乙类", "丙类"], *spoiled) == ()

    def test_small_counts_are_weak_evidence(self) -> None:
        rows = [[f"{i}所", "1", str(i), str(i + 1)] for i in range(6)]
        assert relations(["单位", "甲类", "乙类", "丙类"], *rows) == ()

    def test_a_difference_that_may_be_negative_is_the_target(self) -> None:
        rows = [[f"{i}所", a, b, str(int(a) - int(b))] for i, (a, b) in enumerate(PAIRS)]
        found = relations(["单位", "甲类", "乙类", "结余"], *rows)
        assert {(r.target, r.kind.value) for r in found} == {(f"t0r{row}c3", "difference") for row in range(6)}

    def test_a_run_of_columns_with_blanks(self) -> None:
        third = ("91", "", "78", "", "64", "57")
        rows = [
            [f"{i}所", a, b, c, str(int(a) + int(b) + int(c or 0))]
            for i, ((a, b), c) in enumerate(zip(PAIRS, third, strict=True))
        ]
        found = relations(["单位", "甲类", "乙类", "丙类", "丁类"], *rows)
        assert {(r.target, r.inputs[-1]) for r in found} == {(f"t0r{i}c4", f"t0r{i}c3") for i in (0, 2, 4, 5)}


class TestReadings:
    """A licensed sum that fails nearly everywhere is read otherwise, or becomes a question."""

    def test_a_total_of_some_columns(self) -> None:
        """丙类 is contained in 乙类, which nothing says."""
        rows = [[f"{i}所", a, b, str(int(b) // 3), str(int(a) + int(b))] for i, (a, b) in enumerate(PAIRS)]
        report = audit(["单位", "甲类", "乙类", "丙类", "合计"], *rows)
        assert report.findings == ()
        assert {result.inputs for result in report.relations if result.target == "t0r0c4"} == {("t0r0c1", "t0r0c2")}

    def test_no_reading_makes_questions(self) -> None:
        rows = [[f"{i}所", a, b, str(int(a) * int(b) % 977)] for i, (a, b) in enumerate(PAIRS)]
        report = audit(["单位", "甲类", "乙类", "合计"], *rows)
        assert {(f.grade, f.values["doubt"]) for f in report.findings} == {(Grade.QUESTION, "structure_unconfirmed")}

    def test_one_wrong_total_stays_an_error(self) -> None:
        rows = [[f"{i}所", a, b, str(int(a) + int(b))] for i, (a, b) in enumerate(PAIRS)]
        rows[2][3] = "407"
        report = audit(["单位", "甲类", "乙类", "合计"], *rows)
        assert [(f.grade, f.where.cell) for f in report.findings] == [(Grade.ERROR, "t0r2c3")]

    def test_two_rows_are_licensed_by_wording_alone(self) -> None:
        report = audit(["单位", "甲类", "乙类", "合计"], ["一所", "3", "4", "9"], ["二所", "5", "6", "12"])
        assert {f.grade for f in report.findings} == {Grade.ERROR}

    def test_a_column_in_another_unit_is_an_error(self) -> None:
        """The sums come out once 乙类 is taken ten times: the reading is right, the column is not."""
        rows = [[f"{i}所", a, b, str(int(a) + 10 * int(b))] for i, (a, b) in enumerate(PAIRS)]
        report = audit(["单位", "甲类", "乙类", "合计"], *rows)
        assert {f.grade for f in report.findings} == {Grade.ERROR}

    def test_months_of_a_quarter_are_no_reading(self) -> None:
        rows = [[f"{i}所", a, b, "5", str(int(a) * int(b) % 977)] for i, (a, b) in enumerate(PAIRS)]
        report = audit(["单位", "1月", "2月", "3月", "一季度"], *rows, caption="2021年一季度情况表")
        assert {f.grade for f in report.findings} == {Grade.ERROR}

    def test_savings_that_are_nothing_of_the_kind(self) -> None:
        rows = [[f"{i}所", b, a, f"{int(a) * 7 % 13}.5"] for i, (a, b) in enumerate(PAIRS)]
        report = audit(["单位", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）"], *rows, unit="")
        assert {f.grade for f in report.findings} == {Grade.QUESTION}

    def test_subtotals_of_the_block_below(self) -> None:
        found = audit(
            ["项目", "甲类", "乙类"],
            ["小计", "5430", "6808"], ["一所", "311", "477"], ["二所", "5119", "6331"],
            ["小计", "4702", "9733"], ["三所", "524", "661"], ["四所", "4178", "9072"],
        )  # fmt: skip
        assert found.findings == ()

    def test_groups_without_words_are_not_counted_twice(self) -> None:
        found = audit(
            ["项目", "甲类", "乙类"],
            ["道路", "543", "680"], ["一所", "31", "47"], ["二所", "512", "633"],
            ["供水", "470", "973"], ["三所", "52", "66"], ["四所", "418", "907"],
            ["合计", "1013", "1653"],
        )  # fmt: skip
        assert found.findings == ()
        assert {r.target for r in found.relations} == {f"t0r{row}c{column}" for row in (0, 3, 6) for column in (1, 2)}

    def test_ones_and_zeros_leave_the_structure_open(self) -> None:
        """Found by the law of odd layouts: figures too small to confirm the groups still cast doubt on the sum."""
        found = audit(
            ["项目", "甲类", "乙类"],
            ["道路", "0", "1"], ["一所", "0", "0"], ["二所", "0", "1"],
            ["供水", "0", "0"], ["三所", "0", "0"], ["四所", "0", "0"],
            ["合计", "0", "1"],
        )  # fmt: skip
        assert {(f.grade, f.values["doubt"]) for f in found.findings} == {(Grade.QUESTION, "structure_unconfirmed")}

    def test_a_sum_short_of_its_first_row_is_stale(self) -> None:
        report = audit(["单位", "甲类", "乙类"], *[[f"{i}所", a, b] for i, (a, b) in enumerate(PAIRS)],
                       ["合计", "344", "2914"])  # fmt: skip
        assert {f.grade for f in report.findings} == {Grade.ERROR}


class TestRates:
    """A rate whose base no header states, or whose stated base explains nothing."""

    def test_part_over_whole(self) -> None:
        rows = [[f"{i}所", a, b, f"{100 * int(a) / int(b):.2f}"] for i, (a, b) in enumerate(PAIRS)]
        found = by_target(relations(["单位", "实到", "应到", "到位比例（%）"], *rows))
        assert found["t0r0c3"].inputs == ("t0r0c1", "t0r0c2")
        assert (found["t0r0c3"].rule, found["t0r0c3"].doubtful) == ("ZW102", "inferred")

    def test_one_row_on_another_base(self) -> None:
        """Every rate stands on the budget, one on the deal: each may be right, together they are a question."""
        amounts = [(int(b) * 10, int(b) * 10 - int(a)) for a, b in PAIRS]
        bases = [b for b, _ in amounts]
        bases[4] = amounts[4][1]
        rows = [
            [f"{i}所", f"{b}.00", f"{d}.00", f"{b - d}.00", f"{100 * (b - d) / base:.3f}"]
            for i, ((b, d), base) in enumerate(zip(amounts, bases, strict=True))
        ]
        header = ["单位", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]
        report = audit(header, *rows, unit="")
        assert [(f.grade, f.where.cell, f.values["doubt"]) for f in report.findings] == [
            (Grade.QUESTION, "t0r4c4", "other_base")
        ]
        assert audit(header, *rows[:4], unit="").findings == ()
        assert [f.grade for f in audit(header, *rows[3:], unit="").findings] == [Grade.QUESTION]

    def test_growth_of_two_columns(self) -> None:
        rows = [[f"{i}所", b, a, f"{100 * (int(b) - int(a)) / int(a):.2f}"] for i, (a, b) in enumerate(PAIRS)]
        found = by_target(relations(["单位", "本期", "基期", "变动（%）"], *rows))
        assert found["t0r0c3"].inputs == ("t0r0c1", "t0r0c2")

    def test_an_exception_is_a_question(self) -> None:
        rows = [[f"{i}所", a, b, f"{100 * int(a) / int(b):.2f}"] for i, (a, b) in enumerate(PAIRS)]
        rows[3][3] = "77.28"
        report = audit(["单位", "实到", "应到", "到位比例（%）"], *rows)
        assert [(f.grade, f.where.cell) for f in report.findings] == [(Grade.QUESTION, "t0r3c3")]

    def test_equal_columns_are_both_bases(self) -> None:
        rows = [[f"{i}所", a, b, b, f"{100 * int(a) / int(b):.2f}"] for i, (a, b) in enumerate(PAIRS)]
        found = by_target(relations(["单位", "实到", "应到", "名册", "到位比例（%）"], *rows))
        assert [variant for variant, _ in found["t0r0c4"].forms] == ["应到", "名册"]

    def test_a_declared_base_that_explains_nothing(self) -> None:
        """The savings rate is printed over a column that is none of its declared bases."""
        rows = [
            [f"{i}所", f"{b}.00", f"{int(b) - int(a)}.00", f"{a}.00", f"{3 * int(b)}.00",
             f"{100 * int(a) / (3 * int(b)):.2f}"]
            for i, (a, b) in enumerate(PAIRS)
        ]  # fmt: skip
        header = ["单位", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "年度盘子（万元）", "节约率（%）"]
        report = audit(header, *rows, unit="")
        assert report.findings == ()
        rate = next(r for r in report.relations if r.target == "t0r0c5")
        assert (rate.variant, rate.verdict) == ("年度盘子（万元）", Verdict.CONSISTENT)

    @pytest.mark.parametrize(("last", "grade"), [("5.00%", None), ("5.50%", None)])
    def test_whole_numbers_of_a_counted_whole(self, last: str, grade: Grade | None) -> None:
        rows = [["一", "247", "5.26%"], ["二", "149", "4.70%"], ["三", "124", "2.42%"], ["四", "100", last]]
        rows.append(["五", "80", "3.75%"])
        report = audit(["单位", "受理案件数", "发回重办率"], *rows)
        rates = [r for r in report.relations if r.target.endswith("c2")]
        assert {r.verdict for r in rates} == {Verdict.CONSISTENT if last == "5.00%" else Verdict.UNVERIFIABLE}
        assert {f.grade for f in report.findings} == ({grade} if grade else set())


class TestMeasuresInRows:
    """Measures downwards, units across."""

    rows = (
        ["指标", "甲区", "乙区", "合计"],
        ["项目数（个）", "3", "4", "7"],
        ["预算金额（万元）", "100", "250", "350"],
        ["成交金额（万元）", "90", "200", "290"],
        ["节约金额（万元）", "10", "50", "60"],
        ["节约率（%）", "10.00", "20.00", "17.14"],
    )

    def test_sums_across_and_identities_down(self) -> None:
        report = audit(*self.rows, unit="")
        assert report.findings == ()
        rules = [result.rule for result in report.relations]
        assert (rules.count("ZW110"), rules.count("ZW101"), rules.count("ZW102")) == (4, 3, 3)

    def test_a_slip_is_an_error(self) -> None:
        spoiled = [list(row) for row in self.rows]
        spoiled[4][2] = "500"
        report = audit(*spoiled, unit="")
        failed = {(r.target, r.rule) for r in report.relations if r.verdict is Verdict.INCONSISTENT}
        assert failed == {("t0r3c2", "ZW101"), ("t0r3c3", "ZW110")}
        assert Grade.ERROR in {finding.grade for finding in report.findings}


class TestPeriods:
    """Columns of periods that contain each other are not added twice."""

    @pytest.mark.parametrize("last", ["合计", "全年", "全年合计"])
    def test_quarters_and_half_years(self, last: str) -> None:
        header = ["窗口", "一季度", "二季度", "上半年", "三季度", "四季度", "下半年", last]
        found = relations_of_table(
            recognise(Grid.of([header, ["甲", "3", "4", "7", "5", "6", "11", "18"]], caption="2021年情况表"))
        )
        assert [(r.target, r.inputs) for r in found] == [
            ("t0r0c3", ("t0r0c1", "t0r0c2")), ("t0r0c6", ("t0r0c4", "t0r0c5")), ("t0r0c7", ("t0r0c3", "t0r0c6")),
        ]  # fmt: skip

    def test_a_period_beside_the_measure(self) -> None:
        """2022年办件量 is a period and a quantity, so its growth is checked."""
        found = relations(["类别", "2022年办件量", "2021年办件量", "同比增长（%）"], ["甲", "30", "40", "-25.00"])
        assert [(r.rule, r.inputs) for r in found] == [("ZW104", ("t0r0c1", "t0r0c2"))]


class TestNestedTotals:
    """A total over the totals of classes adds those, each class once."""

    def test_totals_of_classes(self) -> None:
        found = by_target(
            relations(
                ["类别", "方式", "件数"],
                ["甲", "一", "3"], ["", "二", "4"], ["", "小计", "7"], ["", "合计", "7"],
                ["乙", "一", "5"], ["", "小计", "5"], ["", "合计", "5"],
                ["总计", "", "12"],
            )
        )  # fmt: skip
        assert found["t0r7c2"].inputs == ("t0r3c2", "t0r6c2")

    def test_a_total_of_totals_without_classes(self) -> None:
        found = by_target(
            relations(
                ["单位", "件数"], ["一", "3"], ["二", "4"], ["合计", "7"], ["三", "5"], ["合计", "5"], ["总计", "12"]
            )
        )
        assert found["t0r5c1"].inputs == ("t0r2c1", "t0r4c1")

    def test_a_cumulative_row_is_no_total_of_totals(self) -> None:
        found = by_target(relations(["单位", "件数"], ["一", "3"], ["二", "4"], ["本月合计", "7"], ["本年累计", "57"]))
        assert "t0r3c1" not in found


class TestFormulas:
    """小计（甲+乙） where nobody prints 乙."""

    @pytest.mark.parametrize(("total", "verdict"), [("7", Verdict.CONSISTENT), ("9", Verdict.UNVERIFIABLE)])
    def test_a_named_row_that_is_missing(self, total: str, verdict: Verdict) -> None:
        """It was nothing if the sum comes out without it; else nobody can tell."""
        report = audit(["项目", "件数"], ["甲", "3"], ["乙", "4"], ["小计（甲+乙+丙）", total])
        assert [(r.verdict, r.target) for r in report.relations] == [(verdict, "t0r2c1")]
        assert report.findings == ()


class TestBlanks:
    """The row of a blank says what it must hold, where the sum of its column lacks just that."""

    header = ("类别", "预算金额（元）", "成交金额（元）", "节约金额（元）")

    @pytest.mark.parametrize(
        ("row", "target", "inputs"),
        [
            (("200", "190", ""), "t0r0c1", ("t0r0c2",)),
            (("200", "", "10"), "t0r0c1", ("t0r0c3",)),
            (("", "190", "10"), "t0r0c3", ("t0r0c2",)),
        ],
    )
    def test_each_figure_of_an_identity(self, row: tuple[str, str, str], target: str, inputs: tuple[str, ...]) -> None:
        found = relations(self.header, ["甲", *row], ["乙", "70", "60", "10"], ["合计", "270", "250", "20"], unit="")
        (identity,) = (r for r in found if r.rule == "ZW101" and r.blanks)
        assert (identity.target, identity.inputs, identity.doubtful) == (target, inputs, "blank_part")

    def test_a_blank_that_no_sum_lacks_says_nothing(self) -> None:
        """Budget and deal differ, savings are left blank in the row and in the total: no relation, no finding."""
        report = audit(self.header, ["甲", "200", "190", ""], ["乙", "70", "60", "10"], ["合计", "270", "250", "10"],
                       unit="")  # fmt: skip
        assert not any(r.target == "t0r0c1" for r in report.relations)

    @pytest.mark.parametrize("row", [("200", "190", "增值额", ""), ("200", "170", "", "")])
    def test_what_the_row_says_is_not_what_the_sum_lacks(self, row: tuple[str, ...]) -> None:
        rows = [["甲", *row[:3]], ["乙", "70", "60", "10"], ["合计", "270", "250", "20"]]
        found = relations(self.header, *rows, unit="")
        assert not any(r.rule == "ZW101" and r.blanks for r in found)


def test_a_part_nobody_prints_is_written_plainly() -> None:
    """13 of 247, not 13 × 1 of 247."""
    rows = [["一", "247", "5.26%"], ["二", "149", "4.70%"], ["三", "124", "2.42%"], ["四", "100", "5.00%"]]
    report = audit(["单位", "受理案件数", "发回重办率"], *rows, ["五", "80", "3.75%"])
    assert {r.arithmetic for r in report.relations if r.target == "t0r0c2"} == {"13 ÷ 247 ≈ 5.2632%"}

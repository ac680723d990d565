"""What cannot be right about a case is found, each rule once; event logs keep aside what cannot be, with counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhengwu.approval import (
    Case,
    CaseState,
    CaseType,
    Catalogue,
    Evaluation,
    ItemImplementation,
    SpecialKind,
    SpecialProcedure,
    WindowPeriodCount,
    check_case,
    check_cases,
    check_items,
    load_files,
    shape_alarms,
)
from zhengwu.errors import AmountError
from zhengwu.findings import Grade
from zhengwu.periods import Period
from zhengwu.records import RecordError, Satisfaction
from zhengwu.records.convention import ClockUnit

DAY = date(2017, 9, 15)


def case(**fields: Any) -> Case:
    return Case(case_no="A1", **fields)


def stop(start: date | None, end: date | None = None, kind: SpecialKind = SpecialKind.STOP) -> SpecialProcedure:
    return SpecialProcedure(kind=kind, started_at=start, ended_at=end)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"case_type": CaseType.INSTANT, "accepted_at": DAY, "closed_at": date(2017, 9, 18)},
            "A1：I2 即办件 2017-09-15 受理，2017-09-18 办结，不在同日",
        ),
        (
            {"accepted_at": DAY, "closed_at": date(2017, 9, 29), "special": (stop(date(2017, 9, 14), DAY),)},
            "A1：I4 特别程序 2017-09-14 至 2017-09-15 不在受理（2017-09-15）与决定（2017-09-29）之间",
        ),
        (
            {
                "accepted_at": DAY,
                "decided_at": date(2017, 9, 20),
                "closed_at": date(2017, 9, 29),
                "special": (stop(date(2017, 9, 21)),),
            },
            "A1：I4 特别程序 2017-09-21 至 … 不在受理（2017-09-15）与决定（2017-09-20）之间",
        ),
        (
            {"accepted_at": DAY, "promised_at": date(2017, 9, 14)},
            "A1：I1 承诺办结时间 2017-09-14 早于受理 2017-09-15",
        ),
        ({"special": (stop(None, None, SpecialKind.EXTENSION),) * 2}, "A1：I6 延长审批 2 次，至多一次"),
        ({"accepted_at": DAY, "result_code": "0"}, "A1：I7 未办结而有办理结果 0"),
        ({"closed_at": DAY, "state": CaseState.IN_REVIEW}, "A1：I7 状态为审核而已于 2017-09-15 办结"),
        (
            {"closed_at": DAY, "evaluations": (Evaluation(level=Satisfaction.SATISFIED, at=date(2017, 9, 14)),)},
            "A1：I8 评价时间 2017-09-14 早于办结 2017-09-15",
        ),
        ({"accepted_at": DAY, "state": CaseState.NOT_ACCEPTED}, "A1：I9 状态为不予受理而有受理时间 2017-09-15"),
    ],
)
def test_each_rule_finds_its_breach_and_only_that(fields: dict[str, Any], text: str) -> None:
    assert [str(breach) for breach in check_case(case(**fields))] == [text]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"case_type": CaseType.INSTANT, "accepted_at": DAY, "closed_at": DAY},
        {"case_type": CaseType.PROMISED, "accepted_at": DAY, "closed_at": date(2017, 9, 18)},
        {"accepted_at": DAY, "closed_at": date(2017, 9, 29), "special": (stop(DAY, date(2017, 9, 29)),)},
        {"closed_at": DAY, "evaluations": (Evaluation(level=Satisfaction.SATISFIED, at=DAY),)},
        {"result_code": "0", "state": CaseState.GRANTED},
        {"special": (stop(None, None, SpecialKind.EXTENSION), stop(None))},
    ],
)
def test_what_keeps_the_rules_is_left_alone(fields: dict[str, Any]) -> None:
    assert check_case(case(**fields)) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"applied_at": DAY, "accepted_at": date(2017, 9, 14)},
        {"accepted_at": DAY, "decided_at": date(2017, 9, 14)},
        {"decided_at": DAY, "delivered_at": date(2017, 9, 14)},
        {"decided_at": DAY, "closed_at": date(2017, 9, 14)},
        {"applied_at": DAY, "delivered_at": date(2017, 9, 14)},
        {"result_code": "1", "result_code_set": "nobody's"},
        {"result_code": "X", "result_code_set": "result_supervision"},
    ],
)
def test_what_the_words_rule_out_is_refused(fields: dict[str, Any]) -> None:
    """I1, and codes that mean nothing."""
    with pytest.raises(RecordError):
        case(**fields)


def test_delivery_may_come_before_what_a_platform_calls_closing() -> None:
    assert case(delivered_at=DAY, closed_at=date(2017, 9, 18)).delivered_at == DAY


def test_an_early_evaluation_is_a_question() -> None:
    early = case(closed_at=DAY, evaluations=(Evaluation(level=Satisfaction.SATISFIED, at=date(2017, 9, 14)),))
    (found,) = check_case(early)
    assert found.grade is Grade.QUESTION
    assert found.text("en") == "A1: I8 evaluated 2017-09-14, before it was closed 2017-09-15"


class TestResults:
    def test_a_missing_result_is_found_where_others_have_one(self) -> None:
        """I7: where no closed case has a result, the source does not record them."""
        closed = [Case(case_no=number, closed_at=DAY) for number in ("A", "B")]
        assert check_cases(closed) == ()
        found = check_cases([closed[0].evolve(result_code="0"), closed[1]])
        assert [(one.key, one.message) for one in found] == [("B", "I7.none")]

    def test_a_case_passed_up_has_no_result_here(self) -> None:
        passed = case(closed_at=DAY, state=CaseState.FORWARDED)
        assert check_case(passed, results_known=True) == ()


class TestLimits:
    ITEM = ItemImplementation(implementation_code="X1", statutory_limit=20, promised_limit=5)

    def test_promised_after_the_statutory_limit(self) -> None:
        """I3: 20 working days after 2017-09-15 is 2017-10-19."""
        catalogue = Catalogue.of([self.ITEM])
        late = case(implementation_code="X1", accepted_at=DAY, promised_at=date(2017, 10, 20))
        assert [str(one) for one in check_cases([late], catalogue=catalogue)] == [
            "A1：I3 承诺办结时间 2017-10-20 晚于法定期限 2017-10-19"
        ]
        assert check_cases([late.evolve(promised_at=date(2017, 10, 19))], catalogue=catalogue) == ()
        assert check_cases([late.evolve(special=(stop(DAY),))], catalogue=catalogue) == ()
        assert check_case(late, item=self.ITEM.evolve(statutory_unit=ClockUnit.HOURS)) == ()

    def test_items(self) -> None:
        wrong = self.ITEM.evolve(promised_limit=21)
        other_unit = wrong.evolve(promised_unit=ClockUnit.CALENDAR_DAYS)
        assert [
            one.rule for one in check_items([self.ITEM, wrong, other_unit, self.ITEM.evolve(promised_limit=None)])
        ] == ["I3"]


class TestEventLogs:
    def row(self, number: str, event: str, at: str = "2017-03-01", **more: str) -> dict[str, str]:
        return {"办件编号": number, "事件": event, "时间": at} | more

    def test_rows_of_a_case_are_taken_in_the_order_of_their_instants(self) -> None:
        rows = [self.row("A", "受理", "2017-03-02"), self.row("A", "收件"), self.row("A", "审核", "2017-03-02")]
        (file,) = load_files(rows).files
        assert [act.action.name for act in file.acts] == ["SUBMIT", "ACCEPT", "START_REVIEW"]

    def test_times_order_a_day_only_where_all_acts_have_one(self) -> None:
        timed = [self.row("A", "受理", "2017-03-01 10:00"), self.row("A", "收件", "2017-03-01 09:00")]
        assert load_files(timed).ok
        half = [self.row("A", "受理", "2017-03-01 10:00"), self.row("A", "收件")]
        assert load_files(half).counts["impossible cases"] == 1

    def test_a_faulty_row_keeps_its_whole_case_aside(self) -> None:
        rows = [self.row("A", "收件"), self.row("A", "受理", "三月"), self.row("B", "收件"), self.row("", "收件")]
        loaded = load_files(rows)
        assert [file.acts[0].case_no for file in loaded.files] == ["B"]
        assert loaded.rejected == (rows[0], rows[1], rows[3])
        assert dict(loaded.counts) == {
            "files": 1, "rows": 4, "rows aside": 3, "faulty rows": 2, "impossible cases": 0,
        }  # fmt: skip

    def test_an_unknown_code_set_and_what_is_no_row(self) -> None:
        loaded = load_files([self.row("A", "收件", 办理结果代码表="本市"), "x", {"编号": 5}])
        assert loaded.files == ()
        assert loaded.counts["faulty rows"] == 3
        assert "is not the name of a code set" in str(loaded.faults[1]) + str(loaded.faults[0])

    def test_facts_and_headers(self) -> None:
        rows = [{"号": "A", "事件": event, "时间": "2017-03-01"} for event in ("收件", "受理", "准予")]
        loaded = load_files(rows, headers={"号": "case_no"}, facts={"A": {"case_type": CaseType.INSTANT}})
        assert loaded.ok
        (made,) = loaded.to_cases()
        assert (made.case_type, made.decided_at) == (CaseType.INSTANT, date(2017, 3, 1))
        assert not load_files(rows, headers={"号": "case_no"}).ok

    def test_every_row_is_in_a_file_or_aside(self) -> None:
        rows = [self.row(number, event) for number in "ABC" for event in ("收件", "受理", "办结")]
        loaded = load_files([*rows, {}])
        assert loaded.counts["rows aside"] == 9
        assert sum(len(file.acts) for file in loaded.files) == 0


class TestShapeAlarms:
    def counts(self, *counts: int | None) -> list[WindowPeriodCount]:
        return [
            WindowPeriodCount(window="甲窗口", period=Period(f"2017-{month:02}"), count=count)
            for month, count in enumerate(counts, 1)
        ]

    @pytest.mark.parametrize(
        "quiet", [(5, 99), (0, 500), (None, 500), (99, 99), (100, None, 100), (1000, 51), (100, 101)]
    )
    def test_small_counts_blanks_and_zeros_raise_none(self, quiet: tuple[int | None, ...]) -> None:
        assert shape_alarms(self.counts(*quiet)) == ()

    def test_a_leap_and_a_repeat(self) -> None:
        leap, repeat = shape_alarms(reversed(self.counts(5, 100, 100)))
        assert (leap.is_repeat, repeat.is_repeat) == (False, True)
        assert str(repeat) == "甲窗口：2017年2月、2017年3月均为 100 件，请核对"
        assert leap.text("en") == "甲窗口: 5 in 2017-01, 100 in 2017-02, please check"

    def test_thresholds_are_a_choice(self) -> None:
        assert len(shape_alarms(self.counts(10, 30), factor=3, least=30)) == 1
        with pytest.raises(AmountError, match="is no leap"):
            shape_alarms([], factor=1)

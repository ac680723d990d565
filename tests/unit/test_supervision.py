"""Disputes with their clocks, the credit ledger and policies, fees, libraries with 一标一评, sessions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhengwu.errors import ReadError, TransitionError, UndefinedRateError, UnitError
from zhengwu.exact import Money, Rate, Rounding, wan, yuan
from zhengwu.records import RecordError, load_rows
from zhengwu.stats.rollup import rollup
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender
from zhengwu.trading.draws import DrawPlan, DrawSubject, Quota, RecusalReason, draw
from zhengwu.trading.supervision import (
    DISPUTE_LIFECYCLE,
    Assessment,
    ClockStatus,
    CreditEvent,
    Dispute,
    DisputeAct,
    DisputeAction,
    DisputeKind,
    DisputeResult,
    DisputeState,
    DisputeSubject,
    Library,
    Member,
    SessionKind,
    SupervisedSession,
    Suspension,
    TradingFee,
    complaint_figures,
    coverage,
    credit_events,
    credit_score,
    credit_scores,
    dispute_clocks,
    entries_of,
    fees_by_item,
    members_on,
    parse_credit_policies,
    read_credit_policies,
    with_acts,
)


def act(action: str, month: int, day: int, **fields: Any) -> DisputeAct:
    return DisputeAct(action=DisputeAction(action), at=date(2017, month, day), **fields)


def dispute(kind: DisputeKind, *acts: DisputeAct, **fields: Any) -> Dispute:
    return Dispute(dispute_no="T1", kind=kind, acts=acts, **fields)


def clocks_of(one: Dispute, as_of: date = date(2017, 12, 29)) -> dict[str, tuple[date | None, ClockStatus]]:
    return {clock.rule.id: (clock.due, clock.status) for clock in dispute_clocks(one, as_of)}


WORKS, PROCUREMENT = DisputeKind.WORKS, DisputeKind.PROCUREMENT
KEPT, MISSED = ClockStatus.ON_TIME, ClockStatus.LATE


class TestDisputes:
    @pytest.mark.parametrize(
        ("kind", "subject", "acts", "told"),
        [
            (PROCUREMENT, None, (act("投诉", 3, 1),), "needs a challenge"),
            (WORKS, DisputeSubject.RESULT, (act("投诉", 3, 1),), "needs an objection"),
            (WORKS, None, (act("投诉", 3, 1),), "not known"),
            (WORKS, None, (act("提出", 3, 2), act("答复", 3, 1)), "lies before"),
            (WORKS, None, (act("提出", 3, 2), act("投诉", 3, 3), act("不予受理", 3, 4)), "no basis"),
            (WORKS, None, (act("提出", 3, 2), act("投诉", 3, 3), act("处理决定", 3, 4)), "not possible in the state"),
        ],
    )
    def test_what_cannot_follow(
        self, kind: DisputeKind, subject: DisputeSubject | None, acts: tuple[DisputeAct, ...], told: str
    ) -> None:
        with pytest.raises(TransitionError, match=told):
            dispute(kind, *acts, subject=subject)

    def test_a_decision_has_a_result_and_a_basis(self) -> None:
        begun = (act("提出", 3, 2), act("投诉", 3, 8), act("受理", 3, 9))
        for fields in ({}, {"basis": "第61条"}, {"result": DisputeResult.REJECTED}):
            with pytest.raises(TransitionError):
                dispute(WORKS, *begun, act("处理决定", 3, 20, **fields))
        done = dispute(WORKS, *begun, act("处理决定", 3, 20, basis="第61条", result=DisputeResult.PARTLY_UPHELD))
        assert (done.state, done.allowed, done.result) == (DisputeState.DECIDED, (), DisputeResult.PARTLY_UPHELD)

    def test_a_complaint_of_works_about_other_things_may_come_at_once(self) -> None:
        assert dispute(WORKS, act("投诉", 3, 1), subject=DisputeSubject.OTHER).state is DisputeState.COMPLAINED

    def test_known_after_it_was_raised(self) -> None:
        with pytest.raises(RecordError, match="知悉日期"):
            dispute(WORKS, act("提出", 3, 2), known_at=date(2017, 3, 3))

    def test_disputes_and_acts_from_two_files(self) -> None:
        heads = load_rows([{"投诉编号": "T1", "类别": "质疑"}], Dispute).records
        rows = [{"投诉编号": "T1", "环节": "提出质疑", "日期": "2017-03-03"}]
        acts = load_rows(rows, DisputeAct).records
        assert with_acts(heads, acts)[0].raised_at == date(2017, 3, 3)
        with pytest.raises(RecordError, match="no dispute"):
            with_acts(heads, [act("提出", 3, 3)])

    def test_the_lifecycle_asked_without_facts(self) -> None:
        assert DISPUTE_LIFECYCLE.step(DisputeState.NONE, DisputeAction.COMPLAIN) is DisputeState.COMPLAINED


class TestDisputeClocks:
    """2017: 1 April and 27 May are worked, 2 to 4 April, 29 April to 1 May and 28 to 30 May are days off."""

    @pytest.mark.parametrize(("day", "status"), [(10, KEPT), (13, MISSED)])
    def test_challenge_within_seven_working_days_of_knowing(self, day: int, status: ClockStatus) -> None:
        one = dispute(PROCUREMENT, act("提出", 3, day), known_at=date(2017, 3, 1))
        assert clocks_of(one)["PD-G-19"] == (date(2017, 3, 10), status)

    @pytest.mark.parametrize(("day", "status"), [(5, KEPT), (6, MISSED)])
    def test_complaint_within_fifteen_working_days_of_the_end_of_the_answer(
        self, day: int, status: ClockStatus
    ) -> None:
        one = dispute(PROCUREMENT, act("提出", 3, 3), act("投诉", 4, day), known_at=date(2017, 3, 1))
        found = clocks_of(one)
        assert found["PD-G-20"] == (date(2017, 3, 14), ClockStatus.OVERDUE)
        assert found["PD-G-21"] == (date(2017, 4, 5), status)
        assert found["PD-G-22"][1] is ClockStatus.OVERDUE

    def test_a_complaint_upon_an_early_answer(self) -> None:
        one = dispute(PROCUREMENT, act("提出", 3, 3), act("答复", 3, 6), act("投诉", 3, 8))
        assert clocks_of(one)["PD-G-21"][1] is KEPT
        assert clocks_of(one)["PD-G-19"] == (None, ClockStatus.UNKNOWN)

    def test_a_right_that_nobody_used_is_no_limit_missed(self) -> None:
        one = dispute(PROCUREMENT, act("提出", 3, 3), act("答复", 3, 6))
        assert "PD-G-21" in clocks_of(one, date(2017, 3, 31))
        assert "PD-G-21" not in clocks_of(one)
        settled = dispute(PROCUREMENT, act("提出", 3, 3), act("答复", 3, 6), act("了结", 3, 7))
        assert "PD-G-21" not in clocks_of(settled, date(2017, 3, 31))
        assert dispute_clocks(dispute(PROCUREMENT), date(2017, 3, 31)) == ()

    @pytest.mark.parametrize(("day", "status"), [(5, KEPT), (6, MISSED)])
    def test_an_objection_is_answered_in_three_days_that_roll_on(self, day: int, status: ClockStatus) -> None:
        one = dispute(WORKS, act("提出", 3, 31), act("答复", 4, day))
        assert clocks_of(one) == {"PD-W-08": (date(2017, 4, 5), status)}

    @pytest.mark.parametrize(("day", "status"), [(14, KEPT), (15, MISSED)])
    def test_the_time_of_the_answer_is_not_counted(self, day: int, status: ClockStatus) -> None:
        """Known on 1 March, ten days end on the 11th, a Saturday; three days of answer make it the 14th."""
        one = dispute(WORKS, act("提出", 3, 6), act("答复", 3, 9), act("投诉", 3, day), known_at=date(2017, 3, 1))
        assert clocks_of(one)["PD-W-16"] == (date(2017, 3, 14), status)

    def test_acceptance_and_decision_with_expert_review(self) -> None:
        begun = (act("投诉", 3, 6), act("受理", 3, 9))
        stopped = (act("中止调查", 3, 20, basis="鉴定"), act("恢复调查", 4, 5))
        decided = act("处理决定", 5, 3, basis="第61条", result=DisputeResult.UPHELD)
        plain = clocks_of(dispute(WORKS, *begun, decided, subject=DisputeSubject.OTHER))
        assert plain["PD-W-17"] == (date(2017, 3, 9), KEPT)
        assert plain["PD-W-18"] == (date(2017, 4, 21), MISSED)
        assert clocks_of(dispute(WORKS, *begun, *stopped, decided, subject=DisputeSubject.OTHER))["PD-W-18"] == (
            date(2017, 5, 9),  # the eleven working days from 21 March to 5 April are taken out
            KEPT,
        )
        waiting = dispute(WORKS, *begun, stopped[0], subject=DisputeSubject.OTHER)
        assert clocks_of(waiting)["PD-W-18"] == (None, ClockStatus.STOPPED)
        ended = dispute(WORKS, *begun, stopped[0], act("撤回", 3, 21), subject=DisputeSubject.OTHER)
        assert clocks_of(ended)["PD-W-18"][1] is KEPT

    def test_declined_and_withdrawn(self) -> None:
        declined = dispute(WORKS, act("投诉", 3, 6), act("不予受理", 3, 10, basis="逾期"), subject=DisputeSubject.OTHER)
        assert clocks_of(declined)["PD-W-17"][1] is MISSED
        assert "PD-W-18" not in clocks_of(declined)
        assert clocks_of(dispute(WORKS, act("提出", 3, 6), act("撤回", 3, 7)))["PD-W-08"][1] is KEPT

    def test_what_came_later_had_not_come(self) -> None:
        one = dispute(WORKS, act("提出", 3, 6), act("答复", 3, 20))
        assert clocks_of(one, date(2017, 3, 9))["PD-W-08"][1] is ClockStatus.RUNNING
        assert clocks_of(one, date(2017, 3, 10))["PD-W-08"][1] is ClockStatus.OVERDUE

    def test_rates_by_roll_up(self) -> None:
        begun = (act("提出", 3, 2), act("投诉", 3, 8), act("受理", 3, 9))
        results = (DisputeResult.UPHELD, DisputeResult.REJECTED, DisputeResult.PARTLY_UPHELD)
        done = [dispute(PROCUREMENT, *begun, act("处理决定", 3, 20, basis="b", result=one)) for one in results]
        table = rollup(
            [*done, dispute(PROCUREMENT, *begun), dispute(PROCUREMENT, begun[0])],
            "kind",
            on="raised_at",
            measures=["disputes", "objections", "complaints", "complaints_decided", "complaint_upheld_rate"],
        )
        assert [table.grid.text(1, column) for column in range(1, 6)] == ["5", "5", "4", "3", "66.67%"]

    def test_complaints_beside_what_was_traded(self) -> None:
        """Lots count, failed ones do not; a complaint that nobody decided is no complaint rejected."""
        lots = (Lot(outcome=Outcome.AWARDED), Lot(outcome=Outcome.FAILED), Lot())
        trades: list[Tender | PropertyAuction] = [
            Tender(title="两个标段", lots=lots),
            PropertyAuction(title="门面房", deal=wan("26")),
        ]
        begun = (act("提出", 3, 2), act("投诉", 3, 8), act("受理", 3, 9))
        done = act("处理决定", 3, 20, basis="b", result=DisputeResult.UPHELD)
        found = complaint_figures([dispute(PROCUREMENT, *acts) for acts in ((*begun, done), begun, begun[:1])], trades)
        assert (found.projects, found.objections, found.complaints, found.decided, found.upheld) == (3, 3, 2, 1, 1)
        assert (found.complaint_rate.percent(), found.upheld_rate.percent()) == ("66.67%", "100.00%")
        for name in ("complaint_rate", "upheld_rate"):
            with pytest.raises(UndefinedRateError):
                getattr(complaint_figures([], []), name)


class TestCredit:
    def event(self, **fields: Any) -> CreditEvent:
        told: dict[str, Any] = {"party": "甲", "points": -5, "at": date(2023, 3, 10), "basis": "放弃中标"}
        return CreditEvent(**told | fields)

    def test_both_ends_of_an_effect_count(self) -> None:
        one = self.event(effect_from=date(2023, 4, 1), effect_to=date(2023, 6, 30))
        days = [(3, 31), (4, 1), (6, 30), (7, 1)]
        assert [one.is_effective(date(2023, *day)) for day in days] == [False, True, True, False]

    def test_nothing_counts_before_it_was_decided_or_after_it_was_revoked(self) -> None:
        back = self.event(effect_from=date(2023, 1, 1), revoked_at=date(2023, 5, 1), revoked_by="复议")
        days = [(2, 1), (3, 10), (4, 30), (5, 1)]
        assert [back.is_effective(date(2023, *day)) for day in days] == [False, True, True, False]
        assert back.QUANTITIES["credit_points"](back) == 0

    def test_scores_of_a_ledger(self) -> None:
        ledger = [self.event(), self.event(points=2), self.event(party="乙", effect_to=date(2023, 3, 31))]
        on = date(2023, 4, 1)
        assert credit_scores(ledger, on, start=100) == {"甲": 97, "乙": 100}
        assert credit_score(ledger, "丙", on, start=100) == 100
        assert [one.points for one in credit_events(ledger, "甲", on)] == [-5, 2]

    @pytest.mark.parametrize(
        "fields",
        [
            {"points": True},
            {"points": None},
            {"party": " "},
            {"basis": ""},
            {"revoked_at": date(2023, 5, 1)},
            {"revoked_by": "复议"},
            {"effect_from": date(2023, 5, 1), "effect_to": date(2023, 4, 1)},
            {"revoked_at": date(2023, 3, 1), "revoked_by": "复议"},
        ],
    )
    def test_what_is_no_entry(self, fields: dict[str, Any]) -> None:
        with pytest.raises(RecordError):
            self.event(**fields)

    def test_deductions_of_a_year_by_roll_up(self) -> None:
        rows = [self.event(), self.event(points=-3), self.event(revoked_at=date(2023, 5, 1), revoked_by="复议")]
        table = rollup(rows, "basis", on="at", period="year", measures=["credit_events", "credit_points"])
        assert [table.grid.text(1, column) for column in (1, 2)] == ["2", "-8.00"]


POLICY = """
[[policy]]
id = "p"
zh = "信用差异化"
source = "某政办〔2023〕1号"
effective_from = 2023-01-01
effective_to = 2023-12-31
"""
BANDS = 'band = [{ least = 90, factor = "1/3", zh = "A级" }, { factor = "100%" }]\n'


class TestCreditPolicies:
    def test_shares_are_exact_to_the_fen(self) -> None:
        (policy,) = parse_credit_policies(POLICY + BANDS)
        assert policy.deposit(yuan("100"), 90) == yuan("33.33")
        assert policy.deposit(yuan("100"), 90, rounding=Rounding.UP) == yuan("33.34")
        assert policy.deposit(yuan("100"), 89) == yuan("100")
        assert policy.deposit(wan("0"), 90) == wan("0")
        assert policy.deposit(Money("1.5万美元"), 90) == Money("0.5万美元")
        assert (policy.band(90).zh, policy.band(-100).factor) == ("A级", Rate("100%"))
        days = [(2022, 12, 31), (2023, 1, 1), (2023, 12, 31), (2024, 1, 1)]
        assert [policy.in_force(date(*day)) for day in days] == [False, True, True, False]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "declares no policy"),
            ("policy = 3", "declares no policy"),
            ("policy = [3]", "not a table"),
            ("[", "is not TOML"),
            (POLICY, "has no band"),
            (POLICY + "band = [3]", "not a table"),
            (POLICY + 'colour = "red"\n' + BANDS, "is not known"),
            (POLICY.replace('"p"', "1") + BANDS, "is not a text"),
            (POLICY.replace("2023-01-01", '"2023"') + BANDS, "is not a day"),
            (POLICY.replace("2023-12-31", '"2023"') + BANDS, "is not a day"),
            (POLICY.replace("2023-12-31", "2023-12-31T00:00:00") + BANDS, "is not a day"),
            (POLICY.replace("effective_from = 2023-01-01", "") + BANDS, "is not a day"),
            (POLICY + 'band = [{ least = 90, factor = "50%" }]', "cover every score"),
            (POLICY + 'band = [{ factor = "50%" }, { factor = "100%" }]', "cover every score"),
            (
                POLICY + 'band = [{least = 1, factor = "5%"}, {least = 2, factor = "5%"}, {factor = "9%"}]',
                "cover every",
            ),
            (POLICY + 'band = [{ least = "90", factor = "50%" }, { factor = "100%" }]', "is not a score"),
            (POLICY + "band = [{ factor = 0.5 }]", "is not a share"),
            (POLICY + 'band = [{ factor = "half" }]', "is not a share"),
            (POLICY + 'band = [{ factor = "101%" }]', "not a part of the deposit"),
            (POLICY + 'band = [{ factor = "1%", restrictions = "x" }]', "list of texts"),
            (POLICY + 'band = [{ factor = "1%", zh = 1 }]', "is not a text"),
        ],
    )
    def test_what_is_no_policy(self, text: str, told: str) -> None:
        with pytest.raises(ReadError, match=told):
            parse_credit_policies(text)

    def test_files(self, tmp_path: Path) -> None:
        file = tmp_path / "policy.toml"
        file.write_text(POLICY + BANDS, "utf-8")
        assert read_credit_policies(file)[0].id == "p"
        file.write_bytes(b"\xff")
        with pytest.raises(ReadError, match="UTF-8"):
            read_credit_policies(file)
        file.write_bytes(b" " * 1_000_001)
        with pytest.raises(ReadError, match="too large"):
            read_credit_policies(file)
        with pytest.raises(ReadError, match="cannot be read"):
            read_credit_policies(tmp_path / "none.toml")


class TestFees:
    def test_currencies_and_items_stay_apart(self) -> None:
        fees = [
            TradingFee(item="佣金", amount=amount, payee="拍卖公司")
            for amount in (yuan("5"), Money("3美元"), yuan("2"))
        ]
        assert fees_by_item(fees) == {("佣金", "CNY"): yuan("7"), ("佣金", "USD"): Money("3美元")}
        with pytest.raises(UnitError):
            rollup([one.evolve(at=date(2017, 1, 1)) for one in fees], "payee", on="at", measures=["fee_amount"])

    @pytest.mark.parametrize(
        "fields", [{"amount": None}, {"amount": yuan("0")}, {"payer": "乙"}, {"item": ""}, {"payee": ""}]
    )
    def test_what_is_no_receipt(self, fields: dict[str, Any]) -> None:
        told: dict[str, Any] = {"item": "服务费", "amount": yuan("5"), "payee": "乙"}
        with pytest.raises(RecordError):
            TradingFee(**told | fields)


class TestLibraries:
    DAY = date(2023, 6, 30)

    def member(self, code: str, **fields: Any) -> Member:
        return Member(code=code, **{"library": Library.EXPERT, "field_of_work": "土建"} | fields)

    def test_the_stock_on_a_day(self) -> None:
        """Local enterprises grew from 113 to 125 in a year in which some left too."""
        start, joined, left = date(2022, 5, 1), date(2023, 8, 1), date(2023, 9, 1)
        old = [self.member(f"E{n}", admitted_at=start, left_at=left if n < 3 else None) for n in range(113)]
        members = [*old, *(self.member(f"N{n}", admitted_at=joined) for n in range(15))]
        assert [len(members_on(members, date(2023, *day))) for day in ((7, 31), (8, 31), (9, 1))] == [113, 128, 125]

    def test_the_pool_of_a_draw(self) -> None:
        away = Suspension(from_day=date(2023, 6, 1), to_day=self.DAY, reason="未到场")
        members = [
            self.member("Z1", name="张某"),
            self.member("Z2", suspensions=(away,)),
            self.member("Z3"),
            self.member("Z4", left_at=self.DAY),
        ]
        pool = entries_of(members, self.DAY, recused={"Z3": RecusalReason.BIDDER}, balls={"Z1": 2})
        assert [(one.code, one.balls, one.stratum, one.is_eligible) for one in pool] == [
            ("Z1", 2, "土建", True),
            ("Z3", 1, "土建", False),
        ]
        assert [one.code for one in entries_of(members, date(2023, 7, 1))] == ["Z1", "Z2", "Z3"]
        for code in ("Z2", "Z9"):
            with pytest.raises(RecordError, match="may not be drawn"):
                entries_of(members, self.DAY, recused={code: RecusalReason.OTHER})
        assert "张某" not in repr(pool) + repr(members)

    def test_what_is_no_member_or_suspension(self) -> None:
        with pytest.raises(RecordError):
            self.member("Z", admitted_at=self.DAY, left_at=date(2023, 1, 1))
        with pytest.raises(RecordError):
            Suspension(from_day=self.DAY, to_day=date(2023, 1, 1), reason="未到场")

    def test_everybody_drawn_is_assessed_once(self) -> None:
        pool = entries_of([self.member(f"Z{n}") for n in range(9)], self.DAY)
        plan = DrawPlan(
            draw_no="1",
            subject=DrawSubject.EXPERT,
            project="P1",
            entries=pool,
            quotas=(Quota(stratum="土建", count=5),),
            public_source="指数",
        )
        held = draw(plan, public_value="3021.55")
        first, second, *rest = held.selected
        given = [Assessment(tender_code="P1", member_code=code) for code in (first, second, second, "Z99")]
        found = coverage([held, draw(plan.evolve(project=None), public_value="1")], given)
        assert (found.served, found.assessed, len(found.missing)) == (5, 2, 3)
        assert {code for _, code in found.missing} == set(rest)
        assert (found.twice, found.unknown) == ((("P1", second),), (("P1", "Z99"),))

    @pytest.mark.parametrize("fields", [{"score": -1}, {"points": True}, {"member_code": ""}, {"tender_code": ""}])
    def test_what_is_no_assessment(self, fields: dict[str, Any]) -> None:
        with pytest.raises(RecordError):
            Assessment(**{"tender_code": "P1", "member_code": "Z1"} | fields)

    def test_penalties_by_roll_up(self) -> None:
        rows = [Assessment(tender_code=f"P{n}", member_code="Z1", is_penalised=n < 9, at=self.DAY) for n in range(78)]
        table = rollup(rows, "library", on="at", period="half", measures=["assessments", "members_penalised"])
        assert [table.grid.text(1, column) for column in (1, 2)] == ["78", "9"]


class TestSessions:
    def test_the_counts_of_a_report(self) -> None:
        """A district of Anhui, 2023: 78 openings supervised, 42 open and 36 invited, 312 experts drawn, one problem."""
        rows = [
            SupervisedSession(
                kind=SessionKind.OPENING,
                method="公开招标" if n < 42 else "邀请招标",
                at=date(2023, 1 + n % 12, 15),
                experts_drawn=4,
                supervisors=1 + n % 2,
                problems=int(n == 50),
            )
            for n in range(78)
        ]
        names = ["sessions", "supervised_sessions", "experts_drawn", "problems_found"]
        table = rollup(rows, "method", on="at", period="year", measures=names)
        assert [[table.grid.text(row, column) for column in range(5)] for row in (1, 2, 3)] == [
            ["公开招标", "42", "42", "168", "0"],
            ["邀请招标", "36", "36", "144", "1"],
            ["合计", "78", "78", "312", "1"],
        ]

    def test_unknown_is_not_none(self) -> None:
        assert [SupervisedSession(kind=SessionKind.DRAW, supervisors=n).is_supervised for n in (0, 2)] == [False, True]

    @pytest.mark.parametrize("fields", [{"problems": 1, "problems_handled": 2}, {"supervisors": -1}])
    def test_what_cannot_be(self, fields: dict[str, Any]) -> None:
        with pytest.raises(RecordError):
            SupervisedSession(kind=SessionKind.OPENING, **fields)

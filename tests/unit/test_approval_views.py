"""Clocks, standings and figures of cases: stops and extensions apart, the day one looks from, what is unknown."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from zhengwu.approval import (
    Basis,
    Case,
    CaseState,
    CaseType,
    Catalogue,
    Evaluation,
    ItemImplementation,
    SpecialKind,
    SpecialProcedure,
    Standing,
    Status,
    case_clock,
    completion,
    deemed_accepted_at,
    item_figures,
    limit_of,
    listing,
    per_working_day,
    promised_speedup,
    satisfaction,
    standings,
    statutory_clock,
    time_figures,
)
from zhengwu.errors import CalendarError, UndefinedRateError, UnitError, UnknownNameError
from zhengwu.periods import Period
from zhengwu.records import RecordError, Satisfaction, read_instant
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.stats.rollup import rollup

DAY = date(2017, 9, 29)


def case(number: str = "A1", **fields: Any) -> Case:
    return Case(case_no=number, **fields)


def stop(start: date | None, end: date | None = None) -> SpecialProcedure:
    return SpecialProcedure(kind=SpecialKind.STOP, started_at=start, ended_at=end)


def extension(start: date | None = None) -> SpecialProcedure:
    return SpecialProcedure(kind=SpecialKind.EXTENSION, started_at=start)


def only(one: Case, **how: Any) -> Any:
    (row,) = standings([one], **{"as_of": DAY} | how).rows
    return row


class TestCaseClock:
    def test_a_stop_takes_days_out_and_an_extension_adds_to_the_limit(self) -> None:
        plain = case(accepted_at=date(2017, 9, 1), decided_at=date(2017, 9, 29))
        assert case_clock(plain, 15, until="decided_at").net == 20
        stopped = plain.evolve(special=(stop(date(2017, 9, 4), date(2017, 9, 11)),))
        ran = case_clock(stopped, 15, until="decided_at")
        assert (ran.stopped, ran.net, ran.allowed, ran.is_on_time) == (5, 15, 15, True)
        extended = case_clock(plain.evolve(special=(extension(), extension())), 15, until="decided_at")
        assert (extended.net, extended.allowed) == (20, 25)
        assert case_clock(plain.evolve(special=(extension(),)), 15, extension=3, until="decided_at").allowed == 18

    def test_overlapping_stops_count_once(self) -> None:
        overlapping = (stop(date(2017, 9, 4), date(2017, 9, 11)), stop(date(2017, 9, 6), date(2017, 9, 13)))
        ran = case_clock(case(accepted_at=date(2017, 9, 1), closed_at=DAY, special=overlapping), 20)
        assert ran.stopped == 7

    def test_a_stop_without_a_start_stops_nothing_known(self) -> None:
        assert case_clock(case(accepted_at=date(2017, 9, 1), closed_at=DAY, special=(stop(None),)), 20).stopped == 0

    def test_an_extension_begun_later_is_not_seen_yet(self) -> None:
        later = case(accepted_at=date(2017, 9, 1), special=(extension(date(2017, 9, 29)),))
        assert case_clock(later, 20, as_of=date(2017, 9, 28)).extension == 0
        assert case_clock(later, 20, as_of=date(2017, 9, 29)).extension == 10

    def test_decision_and_delivery_are_two_ends(self) -> None:
        served = case(accepted_at=date(2017, 9, 1), decided_at=date(2017, 9, 15), delivered_at=date(2017, 9, 29))
        assert [case_clock(served, 20, until=end).net for end in ("decided_at", "delivered_at")] == [10, 20]

    def test_what_cannot_be_asked(self) -> None:
        with pytest.raises(RecordError, match="is not known, so no limit runs"):
            case_clock(case(), 5, as_of=DAY)
        with pytest.raises(UnknownNameError, match="'accepted_at' ends no clock"):
            case_clock(case(accepted_at=DAY), 5, until="accepted_at")  # type: ignore[arg-type]
        with pytest.raises(CalendarError, match="as_of"):
            case_clock(case(accepted_at=DAY), 5)


class TestQuantities:
    """What a roll-up counts as on time: the promised day, moved by what stopped or extended the limit."""

    LATE = case(
        case_type=CaseType.PROMISED,
        accepted_at=date(2017, 9, 1),
        promised_at=date(2017, 9, 8),
        closed_at=date(2017, 9, 14),
    )

    @pytest.mark.parametrize(
        ("special", "overdue", "early"),
        [
            ((), 1, 0),
            ((stop(date(2017, 9, 4), date(2017, 9, 7)),), 1, 0),
            ((stop(date(2017, 9, 4), date(2017, 9, 8)),), 0, 0),
            ((stop(date(2017, 9, 4), date(2017, 9, 11)),), 0, 1),
            ((extension(date(2017, 9, 6)),), 0, 1),
        ],
    )
    def test_a_stop_or_an_extension_moves_the_promised_day(
        self, special: tuple[SpecialProcedure, ...], overdue: int, early: int
    ) -> None:
        one = self.LATE.evolve(special=special)
        told = {name: Case.QUANTITIES[name](one) for name in ("overdue", "on_time", "early")}
        assert told == {"overdue": overdue, "on_time": 1 - overdue, "early": early}
        (row,) = standings([one], as_of=date(2017, 12, 29)).rows
        assert (row.status is Status.LATE) == bool(overdue)

    def test_outside_the_calendar_the_promised_day_stays(self) -> None:
        old = case(
            accepted_at=date(1999, 9, 1),
            promised_at=date(1999, 9, 8),
            closed_at=date(1999, 9, 9),
            special=(stop(date(1999, 9, 2), date(1999, 9, 8)),),
        )
        assert Case.QUANTITIES["overdue"](old) == 1
        assert Case.QUANTITIES["overdue"](old.evolve(accepted_at=None)) == 1

    @pytest.mark.parametrize(
        ("evaluations", "rectified"),
        [
            (None, None),
            ((), 0),
            ((Evaluation(level=Satisfaction.SATISFIED),), 0),
            ((Evaluation(level=Satisfaction.DISSATISFIED),), None),
            ((Evaluation(level=Satisfaction.DISSATISFIED, is_rectified=False),), 0),
            ((Evaluation(level=Satisfaction.VERY_DISSATISFIED, is_rectified=True),), 1),
        ],
    )
    def test_bad_reviews_put_right(self, evaluations: tuple[Evaluation, ...] | None, rectified: int | None) -> None:
        """A15 差评整改率."""
        assert Case.QUANTITIES["rectified"](case(evaluations=evaluations)) == rectified

    def test_what_was_withdrawn_is_not_unfinished(self) -> None:
        states = [CaseState.ACCEPTED, CaseState.WITHDRAWN, CaseState.NOT_ACCEPTED]
        assert [Case.QUANTITIES["unfinished"](case(accepted_at=DAY, state=state)) for state in states] == [1, 0, 0]


class TestStatutoryClock:
    def test_each_runs_from_its_own_instant(self) -> None:
        whole = case(
            applied_at=date(2017, 9, 1),
            accepted_at=date(2017, 9, 6),
            decided_at=date(2017, 9, 20),
            delivered_at=date(2017, 9, 29),
        )
        clocks = {name: statutory_clock(whole, name) for name in ("correction_notice", "decision", "delivery")}
        assert {name: one.net for name, one in clocks.items() if one} == {
            "correction_notice": 3,
            "decision": 10,
            "delivery": 7,
        }

    def test_a_refusal_is_not_delivered_within_ten_days_by_law(self) -> None:
        refused = case(accepted_at=date(2017, 9, 6), decided_at=date(2017, 9, 20), state=CaseState.REFUSED)
        assert statutory_clock(refused, "delivery", as_of=DAY) is None

    def test_joint_decisions_are_extended_by_fifteen(self) -> None:
        joint = case(accepted_at=date(2017, 9, 1), decided_at=DAY, special=(extension(),))
        ran = statutory_clock(joint, "joint_decision")
        assert ran is not None
        assert ran.allowed == 60

    @pytest.mark.parametrize("name", ["correction_notice", "decision", "delivery"])
    def test_what_has_not_started(self, name: str) -> None:
        later = case(applied_at=date(2017, 10, 9), accepted_at=date(2017, 10, 9), decided_at=date(2017, 10, 9))
        assert statutory_clock(later, name, as_of=DAY) is None
        assert statutory_clock(case(), name, as_of=DAY) is None


class TestDeemedAcceptance:
    def test_only_an_unanswered_file_is_deemed_accepted(self) -> None:
        silent = case(state=CaseState.SUBMITTED, applied_at=date(2017, 9, 15))
        assert deemed_accepted_at(silent, DAY) == date(2017, 9, 15)
        for other in (
            silent.evolve(state=CaseState.CORRECTION_NOTIFIED),
            silent.evolve(state=None),
            silent.evolve(accepted_at=date(2017, 9, 20)),
            silent.evolve(applied_at=None),
            silent.evolve(applied_at=date(2017, 10, 9)),
        ):
            assert deemed_accepted_at(other, DAY) is None

    def test_its_clock_runs_from_receipt(self) -> None:
        row = only(case(state=CaseState.SUBMITTED, applied_at=date(2017, 9, 15), promised_at=date(2017, 9, 22)))
        assert (row.accepted_at, row.is_deemed, row.net, row.status) == (
            date(2017, 9, 15),
            True,
            10,
            Status.OVERDUE,
        )


class TestLimit:
    ITEM = ItemImplementation(
        implementation_code="X1", name="某许可", statutory_limit=20, promised_limit=5, effective_from=date(2017, 9, 15)
    )

    def test_the_item_comes_before_the_promised_day(self) -> None:
        catalogue = Catalogue.of([self.ITEM])
        one = case(implementation_code="X1", accepted_at=date(2017, 9, 18), promised_at=date(2017, 9, 29))
        found = [limit_of(one, basis=basis, catalogue=catalogue) for basis in Basis]
        assert [one.limit for one in found if one] == [5, 20]
        before = limit_of(one.evolve(accepted_at=date(2017, 9, 14)), catalogue=catalogue)
        assert before is not None
        assert before.limit == 11

    def test_unknown_is_none(self) -> None:
        one = case(accepted_at=date(2017, 9, 18), promised_at=date(2017, 9, 15))
        assert limit_of(one) is None
        assert limit_of(one, basis=Basis.STATUTORY) is None
        assert limit_of(case(accepted_at=DAY)) is None
        no_limit = Catalogue.of([ItemImplementation(implementation_code="X1")])
        assert limit_of(case(implementation_code="X1", accepted_at=DAY), catalogue=no_limit) is None

    def test_the_name_of_the_item_stands_in_the_view(self) -> None:
        one = case(implementation_code="X1", accepted_at=date(2017, 9, 18))
        view = standings([one], as_of=DAY, catalogue=Catalogue.of([self.ITEM]))
        assert "某许可" in str(view.overdue.table())


class TestStandings:
    def test_each_status(self) -> None:
        accepted, promised = date(2017, 9, 15), date(2017, 9, 22)
        told = {
            Status.ON_TIME: case(accepted_at=accepted, promised_at=promised, closed_at=promised),
            Status.LATE: case(accepted_at=accepted, promised_at=promised, closed_at=date(2017, 9, 25)),
            Status.RUNNING: case(accepted_at=accepted, promised_at=DAY),
            Status.STOPPED: case(accepted_at=accepted, promised_at=promised, special=(stop(date(2017, 9, 19)),)),
            Status.OVERDUE: case(accepted_at=accepted, promised_at=promised),
            Status.UNKNOWN: case(accepted_at=accepted),
        }
        view = standings(told.values(), as_of=DAY)
        assert [row.status for row in view.rows] == list(told)
        assert view.counts == dict.fromkeys(Status, 1)
        assert [row.is_open for row in view.rows] == [False, False, True, True, True, True]
        assert only(told[Status.STOPPED]).due_at is None
        assert view.basis is Basis.PROMISED

    def test_what_happened_later_is_not_seen(self) -> None:
        late = case(accepted_at=date(2017, 9, 15), promised_at=date(2017, 9, 22), closed_at=date(2017, 10, 9))
        assert only(late).status is Status.OVERDUE
        assert only(late).ended_at is None
        assert only(late, as_of=date(2017, 10, 9)).status is Status.LATE
        assert standings([late], as_of=date(2017, 9, 14)).rows == ()

    @pytest.mark.parametrize(
        "state", [CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED, CaseState.VOIDED, CaseState.WITHDRAWN]
    )
    def test_what_enters_no_rate_stands_nowhere(self, state: CaseState) -> None:
        """I9 of approval.md §11."""
        one = case(state=state, accepted_at=date(2017, 9, 15), promised_at=date(2017, 9, 22))
        assert standings([one], as_of=DAY).rows == ()

    def test_a_day_outside_the_calendar_is_kept_aside(self) -> None:
        old = case("OLD", accepted_at=date(1999, 1, 4), promised_at=date(1999, 1, 8))
        view = standings([old, case(accepted_at=DAY)], as_of=DAY)
        ((number, why),) = view.aside
        assert number == "OLD"
        assert "lies outside the working-day calendar" in why
        assert len(view.rows) == 1

    def test_overdue_and_due_soon_are_in_the_order_of_urgency(self) -> None:
        accepted = date(2017, 9, 1)
        cases = [
            case(f"A{n}", accepted_at=accepted, promised_at=date(2017, 9, day))
            for n, day in enumerate((22, 15, 29, 28, 8))
        ]
        cases.append(case("B", accepted_at=accepted, promised_at=date(2017, 10, 9)))
        cases.append(case("C", accepted_at=accepted, promised_at=DAY, special=(stop(accepted),)))
        view = standings(cases, as_of=DAY)
        assert [(row.case_no, row.overdue) for row in view.overdue.rows] == [
            ("A4", 15),
            ("A1", 10),
            ("A0", 5),
            ("A3", 1),
        ]
        assert [(row.case_no, row.left) for row in view.due_soon(within=2).rows] == [("A2", 0), ("B", 2)]
        assert [row.case_no for row in view.due_soon(within=0).rows] == ["A2"]

    def test_tables_have_a_title_with_the_day_and_blanks_for_what_is_unknown(self) -> None:
        view = standings([case(accepted_at=date(2017, 9, 15))], as_of=DAY)
        table = view.table()
        assert table.grid.caption == "办件时限情况（截至2017-09-29）"
        assert [table.grid.text(0, column) for column in range(table.grid.width)] == ["办件编号", "受理时间", "剩余"]
        assert table.grid.text(1, 2) == ""
        assert view.overdue.table().grid.height == 1
        assert "即将到期件清单" in view.due_soon(within=3).table().grid.caption

    def test_a_roll_up_of_standings_knows_stops_and_extensions(self) -> None:
        """A04 and A08 by window; `Case` alone knows no working days."""
        dates = {"accepted_at": date(2017, 9, 1), "promised_at": date(2017, 9, 15), "window": "甲"}
        kinds = [CaseType.PROMISED, CaseType.PROMISED, CaseType.INSTANT, CaseType.PROMISED]
        ends = [date(2017, 9, 8), date(2017, 9, 18), date(2017, 9, 1), None]
        cases = [
            case(str(n), case_type=kind, closed_at=end, **dates)
            for n, (kind, end) in enumerate(zip(kinds, ends, strict=True))
        ]
        measures = ["case_count", "completed", "unfinished", "on_time_rate", "actual_speedup_rate:promised"]
        rows = standings(cases, as_of=DAY).rows
        table = rollup(rows, "window", on="accepted_at", period="2017-09", measures=measures)
        assert [table.grid.text(1, column) for column in range(1, 6)] == ["4", "3", "1", "66.67%", "20.00%"]
        statutory = Catalogue.of([ItemImplementation(implementation_code="X", statutory_limit=20)])
        view = standings(
            [one.evolve(implementation_code="X") for one in cases],
            as_of=DAY,
            basis=Basis.STATUTORY,
            catalogue=statutory,
        )
        assert [Standing.QUANTITIES["statutory_days"](row) for row in view.rows] == [20, 20, None, None]
        assert [Standing.QUANTITIES["promised_days"](row) for row in view.rows] == [None] * 4
        assert [Standing.QUANTITIES["overdue"](row) for row in rows] == [0, 1, 0, None]
        assert Standing.QUANTITIES["promised_days"](Standing(case_no="A1")) is None

    def test_the_convention_is_the_callers_and_stands_in_the_result(self) -> None:
        convention = Convention(count_start_day=True, cutoff=time(17))
        evening = case(accepted_at=read_instant("2017-09-15 18:00"), promised_at=date(2017, 9, 22))
        view = standings([evening], as_of=DAY, convention=convention)
        assert view.convention is convention
        assert view.rows[0].net == 10  # from Monday 18 September, itself counted

    def test_as_json_with_the_convention(self) -> None:
        old = case("OLD", accepted_at=date(1999, 1, 4), promised_at=date(1999, 1, 8))
        told = standings([case(accepted_at=date(2017, 9, 15), promised_at=date(2017, 9, 22)), old], as_of=DAY).to_dict()
        assert json.loads(json.dumps(told)) == told
        assert (told["as_of"], told["basis"], told["until"], told["unit"], told["cutoff"]) == (
            "2017-09-29", "承诺时限", "closed_at", "工作日", None,
        )  # fmt: skip
        assert [row["overdue"] for row in told["rows"]] == [5]
        assert told["aside"][0]["case_no"] == "OLD"

    @pytest.mark.parametrize(
        ("unit", "accepted", "net", "overdue"),
        [
            (ClockUnit.CALENDAR_DAYS, "2017-09-15", 14, 9),
            (ClockUnit.HOURS, "2017-09-28 23:30", 2, 0),
            (ClockUnit.HOURS, "2017-09-28 16:30", 9, 4),
        ],
    )
    def test_a_limit_in_another_unit(self, unit: ClockUnit, accepted: str, net: int, overdue: int) -> None:
        item = ItemImplementation(implementation_code="X1", promised_limit=5, promised_unit=unit)
        one = case(implementation_code="X1", accepted_at=read_instant(accepted))
        row = only(one, catalogue=Catalogue.of([item]), as_of=read_instant("2017-09-29 01:00"))
        assert (row.net, row.overdue) == (net, overdue)


class TestFigures:
    def test_flow_and_cohort(self) -> None:
        cases = [
            case("A", accepted_at=date(2017, 2, 1), closed_at=date(2017, 3, 1)),
            case("B", accepted_at=date(2017, 3, 1), closed_at=date(2017, 3, 1)),
            case("C", accepted_at=date(2017, 3, 1), state=CaseState.NOT_ACCEPTED),
            case("D", accepted_at=date(2017, 3, 1), state=CaseState.VOIDED, closed_at=date(2017, 3, 2)),
        ]
        assert completion(cases, Period("2017-03")).percent() == "200.00%"
        assert completion(cases, Period("2017-03"), reading="cohort").percent() == "100.00%"
        with pytest.raises(UndefinedRateError):
            completion(cases, Period("2017-04"))
        with pytest.raises(UnknownNameError, match="'stock' is not a reading"):
            completion(cases, Period("2017-03"), reading="stock")  # type: ignore[arg-type]

    def test_instant_cases_are_out_of_the_mean(self) -> None:
        kinds = [(CaseType.PROMISED, 13), (CaseType.PROMISED, 20), (CaseType.INSTANT, 1)]
        dates = {"accepted_at": date(2017, 3, 1), "promised_at": date(2017, 3, 15)}
        cases = [
            case(str(n), case_type=kind, closed_at=date(2017, 3, day), **dates) for n, (kind, day) in enumerate(kinds)
        ]
        figures = time_figures(standings(cases, as_of=date(2017, 3, 31)))
        assert figures.mean_net.as_fraction() == (8 + 13) / 2
        assert figures.on_time_rate.percent() == "66.67%"
        assert figures.early_rate.percent() == "50.00%"
        assert figures.speedup_rate.percent() == "-5.00%"
        assert figures.basis == "promised"

    def test_no_base_no_rate(self) -> None:
        figures = time_figures(standings([], as_of=DAY, basis=Basis.STATUTORY))
        for name in ("on_time_rate", "early_rate", "mean_net", "speedup_rate"):
            with pytest.raises(UndefinedRateError):
                getattr(figures, name)
        assert figures.basis == "statutory"
        with pytest.raises(UnitError, match="is not working days"):
            time_figures(standings([], as_of=DAY, convention=Convention(unit=ClockUnit.CALENDAR_DAYS)))

    def test_speedup_of_items(self) -> None:
        items = [ItemImplementation(implementation_code="A", statutory_limit=20, promised_limit=5)]
        days = ItemImplementation(
            implementation_code="B", statutory_limit=20, promised_limit=1, promised_unit=ClockUnit.CALENDAR_DAYS
        )
        at_once = ItemImplementation(implementation_code="C", statutory_limit=0, promised_limit=0)
        assert promised_speedup([*items, days]).percent() == "75.00%"
        assert promised_speedup([*items, at_once], of="mean").percent() == "75.00%"
        for of in ("sums", "mean"):
            with pytest.raises(UndefinedRateError):
                promised_speedup([days], of=of)
        with pytest.raises(UnknownNameError, match="'median' is not a way"):
            promised_speedup(items, of="median")  # type: ignore[arg-type]

    def test_items_of_which_nothing_is_known_are_in_no_base(self) -> None:
        items = [
            ItemImplementation(implementation_code="A", visits=0, is_online=True),
            ItemImplementation(implementation_code="B", visits=1),
            ItemImplementation(implementation_code="C", is_online=False, effective_to=date(2017, 12, 31)),
        ]
        figures = item_figures(items)
        assert (figures.items, figures.online_known, figures.visits_known) == (3, 2, 2)
        assert figures.one_visit_share.percent() == "100.00%"
        assert item_figures(items, on=date(2018, 1, 1)).online_rate.percent() == "100.00%"
        with pytest.raises(UndefinedRateError):
            item_figures(items[2:]).mean_visits.percent()

    def test_levels_and_the_silent(self) -> None:
        levels = [Satisfaction(str(code)) for code in (1, 2, 3, 4)]
        cases = [case(str(n), evaluations=(Evaluation(level=level),)) for n, level in enumerate(levels)]
        cases += [case("S", evaluations=()), case("U"), case("V", evaluations=(), state=CaseState.VOIDED)]
        assert satisfaction(cases).percent() == "75.00%"
        assert satisfaction(cases, levels=2).percent() == "50.00%"
        assert satisfaction(cases, unevaluated="satisfied").percent() == "80.00%"
        assert satisfaction(cases, unevaluated="not_satisfied").percent() == "60.00%"
        with pytest.raises(UndefinedRateError):
            satisfaction(cases[5:])
        with pytest.raises(UnknownNameError, match="4 are no levels"):
            satisfaction(cases, levels=4)
        with pytest.raises(UnknownNameError, match="'guessed' is no way to count"):
            satisfaction(cases, unevaluated="guessed")  # type: ignore[arg-type]

    def test_per_working_day_of_a_period_without_one(self) -> None:
        with pytest.raises(UndefinedRateError):
            per_working_day(5, Period("2017-10-01..2017-10-08"))


class TestListing:
    def test_fields_that_no_record_fills_are_left_out(self) -> None:
        table = listing([case(accepted_at=DAY), case("A2", window="甲")])
        assert [table.grid.text(0, column) for column in range(table.grid.width)] == [
            "办件编号",
            "窗口名称",
            "受理时间",
        ]

    def test_an_unknown_field(self) -> None:
        with pytest.raises(UnknownNameError, match="'phone' is not a field to print"):
            listing([case()], fields=["phone"])
        assert listing([], fields=["case_no"], title="空").grid.caption == "空"

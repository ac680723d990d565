"""Tickets handled step by step, looked at as of a time, listed and told by unit; calls; scores."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhengwu.errors import (
    AmountError,
    CalendarError,
    PeriodError,
    TransitionError,
    UndefinedRateError,
    UnitError,
    UnknownNameError,
)
from zhengwu.exact import Rate, Rounding
from zhengwu.hotline import Activity, Category, Dispatch, Disposition, Extension, FollowUp, HotlineTicket, Reply, Role
from zhengwu.hotline.averages import average_handling, average_wait, seats_per_100_000
from zhengwu.hotline.bulletins import MEASURES, bulletin, name_of
from zhengwu.hotline.call import Call
from zhengwu.hotline.checks import breaches
from zhengwu.hotline.handling import act, handled, receive
from zhengwu.hotline.lifecycle import Step
from zhengwu.hotline.parts import Evaluation, TicketEvent
from zhengwu.hotline.policies import PolicyError, bundled_policies
from zhengwu.hotline.reading import load_lives
from zhengwu.hotline.scores import ScoreRule, Weighting, score_rules, weightings
from zhengwu.hotline.standing import Standing, as_it_stood, is_open, is_overdue
from zhengwu.hotline.supervision import due_soon_list, overdue_list
from zhengwu.hotline.words import TicketState
from zhengwu.records import RecordError, Satisfaction, load_rows
from zhengwu.records.convention import Convention
from zhengwu.reference.indicators import declarations
from zhengwu.reference.means import mean
from zhengwu.stats.rollup import rollup

at = datetime.fromisoformat
START = at("2017-03-01T09:00")
DUE = at("2017-03-08T18:00")


def step(activity: Activity, day: int, **details: Any) -> Step:
    return Step(activity=activity, at=at(f"2017-03-{day:02}T10:00"), **details)


def dispatched(**details: Any) -> HotlineTicket:
    """A ticket on the desk of 甲局 since 2 March."""
    first = step(Activity.DISPATCH, 2, **{"unit": "甲局", "due_at": DUE} | details)
    return handled(receive("1", START), [step(Activity.FILE, 1), first])


def outside(**fields: Any) -> HotlineTicket:
    """A ticket from outside, received on 1 March."""
    return HotlineTicket(ticket_no="1", received_at=date(2017, 3, 1), **fields)


def refused(ticket: HotlineTicket, one: Step) -> str:
    with pytest.raises(TransitionError) as caught:
        act(ticket, one)
    return str(caught.value)


class TestHandling:
    def test_a_whole_life(self) -> None:
        ticket = handled(
            dispatched(assists=("乙局",), return_by=at("2017-03-03T18:00"), sign_by=at("2017-03-02T18:00")),
            [
                step(Activity.SIGN, 3),
                step(Activity.SUPERVISE, 3),
                step(Activity.ASK_RETURN, 3, reason="不属职责"),
                step(Activity.ACCEPT_RETURN, 4),
                step(Activity.DISPATCH, 4, unit="丙局"),
                step(Activity.SIGN, 5),
                step(Activity.HANDLE, 5),
                step(Activity.ASK_EXTENSION, 6, days=3, reason="等材料"),
                step(Activity.GRANT_EXTENSION, 7, new_due_at=at("2017-03-13T18:00")),
                step(Activity.REPLY, 9, content="已修复"),
                step(Activity.AUDIT, 9),
                step(Activity.REWORK, 10),
                step(Activity.HANDLE, 10, due_at=at("2017-03-20T18:00")),
                step(Activity.REPLY, 13),
                step(Activity.AUDIT, 13),
                step(Activity.PASS, 14),
                step(Activity.FOLLOW_UP, 15, reached=True, satisfaction=Satisfaction.DISSATISFIED, solved=False),
                step(Activity.REWORK, 15),
                step(Activity.HANDLE, 16),
                step(Activity.REPLY, 17),
                step(Activity.AUDIT, 17),
                step(Activity.PASS, 18, closed_at="reply"),
                step(Activity.FOLLOW_UP, 19, reached=True, satisfaction=Satisfaction.SATISFIED, solved=True),
                step(Activity.ARCHIVE, 20),
            ],
        )
        assert ticket.state is TicketState.ARCHIVED
        assert [(one.unit, one.role, one.hop) for one in ticket.dispatches or ()] == [
            ("甲局", Role.LEAD, 1),
            ("乙局", Role.ASSIST, 1),
            ("丙局", Role.LEAD, 2),
        ]
        assert (ticket.unit, ticket.due_at, ticket.closed_at) == (
            "丙局",
            at("2017-03-20T18:00"),
            at("2017-03-17T10:00"),
        )
        counted = {name: HotlineTicket.QUANTITIES[name](ticket) for name in HotlineTicket.QUANTITIES}
        expected: dict[str, int | None] = {"dispatched": 1, "completed": 1, "on_time": 1, "returned": 1}
        expected |= {"reworked": 2, "followed_up": 2}
        expected |= {"satisfied": 1, "solved": 1, "signed_on_time": None, "responded": None}
        assert counted | expected == counted
        assert [call.satisfaction for call in ticket.followups or ()] == ["不满意", "满意"], "first and last are kept"
        assert [one.activity for one in ticket.events or ()][:3] == [
            Activity.RECEIVE,
            Activity.FILE,
            Activity.DISPATCH,
        ]
        units = {one.activity: one.unit for one in ticket.events or ()}
        assert (units[Activity.SIGN], units[Activity.DISPATCH], units[Activity.REPLY]) == ("丙局", None, "丙局")
        assert breaches([ticket]) == ()

    def test_a_redispatch_keeps_the_limit_unless_it_sets_one(self) -> None:
        returned = [step(Activity.ASK_RETURN, 3, reason="不属职责"), step(Activity.ACCEPT_RETURN, 3)]
        again = handled(dispatched(), [*returned, step(Activity.DISPATCH, 4, unit="丙局")])
        assert again.due_at == DUE
        new = at("2017-03-11T18:00")
        again = handled(dispatched(), [*returned, step(Activity.DISPATCH, 4, unit="丙局", due_at=new)])
        assert again.due_at == new

    def test_a_refused_return_is_signed_for(self) -> None:
        kept = handled(dispatched(), [step(Activity.ASK_RETURN, 3, reason="不属职责"), step(Activity.REFUSE_RETURN, 4)])
        assert kept.state is TicketState.SIGNED
        assert kept.dispatch is not None
        assert (kept.dispatch.signed_at, kept.dispatch.returned_at) == (at("2017-03-04T10:00"), None)
        signed = handled(
            dispatched(),
            [step(Activity.SIGN, 2), step(Activity.ASK_RETURN, 3, reason="x"), step(Activity.REFUSE_RETURN, 4)],
        )
        assert signed.dispatch is not None
        assert signed.dispatch.signed_at == at("2017-03-02T10:00")

    def test_a_refused_extension_leaves_the_limit(self) -> None:
        asked = [step(Activity.SIGN, 3), step(Activity.HANDLE, 3), step(Activity.ASK_EXTENSION, 6)]
        ticket = handled(dispatched(), [*asked, step(Activity.REFUSE_EXTENSION, 7)])
        assert ticket.due_at == DUE
        assert ticket.extensions is not None
        assert ticket.extensions[0].granted is False
        outside = dispatched().evolve(state=TicketState.EXTENSION_REQUESTED, extensions=None)
        ticket = act(outside, step(Activity.GRANT_EXTENSION, 7, new_due_at=at("2017-03-20T18:00")))
        assert ticket.extensions == (Extension(granted=True, due_at=DUE, new_due_at=at("2017-03-20T18:00")),)

    @pytest.mark.parametrize(
        ("steps", "last", "why"),
        [
            ([], step(Activity.REFUSE, 1), "no reason is given"),
            ([], step(Activity.MERGE, 1), "no ticket is named to merge it into"),
            ([], step(Activity.MERGE, 1, parent="1"), "a ticket is not merged into itself"),
            ([], Step(activity=Activity.FILE, at=at("2017-02-28")), "would lie before the last step, of 2017-03-01"),
            ([step(Activity.FILE, 1)], step(Activity.DISPATCH, 2), "no unit is named"),
            (
                [step(Activity.FILE, 1)],
                step(Activity.DISPATCH, 2, unit="甲", assists=("甲",)),
                "the leading unit does not assist too",
            ),
        ],
    )
    def test_guards_at_intake(self, steps: list[Step], last: Step, why: str) -> None:
        assert why in refused(handled(receive("1", START), steps), last)

    @pytest.mark.parametrize(
        ("steps", "last", "why"),
        [
            ([], step(Activity.ASK_RETURN, 3), "no reason is given"),
            ([], step(Activity.ASK_RETURN, 4, reason="x"), "the time for returns ended at 2017-03-03 18:00"),
            ([Activity.SIGN, Activity.HANDLE], step(Activity.ASK_EXTENSION, 9), "the limit passed at 2017-03-08 18:00"),
            (
                [Activity.SIGN, Activity.HANDLE, Activity.ASK_EXTENSION],
                step(Activity.GRANT_EXTENSION, 4),
                "no new limit is given",
            ),
            (
                [Activity.SIGN, Activity.HANDLE, Activity.ASK_EXTENSION],
                step(Activity.GRANT_EXTENSION, 4, new_due_at=DUE),
                "the new limit does not lie after 2017-03-08",
            ),
        ],
    )
    def test_guards_of_clocks(self, steps: list[Activity], last: Step, why: str) -> None:
        ticket = handled(dispatched(return_by=at("2017-03-03T18:00")), [step(one, 3) for one in steps])
        assert why in refused(ticket, last)

    def test_guards_of_follow_ups(self) -> None:
        way = (Activity.SIGN, Activity.HANDLE, Activity.REPLY, Activity.AUDIT, Activity.PASS)
        closed = handled(dispatched(due_at=None), [step(one, 3) for one in way])
        assert "nobody says whether the caller was reached" in refused(closed, step(Activity.FOLLOW_UP, 4))
        told = step(Activity.FOLLOW_UP, 4, reached=False, solved=True)
        assert "a caller who was not reached tells nothing" in refused(closed, told)
        content = act(closed, step(Activity.FOLLOW_UP, 4, reached=True, satisfaction=Satisfaction.SATISFIED))
        assert "the caller was satisfied" in refused(content, step(Activity.REWORK, 5))
        missed = act(closed, step(Activity.FOLLOW_UP, 4, reached=False))
        assert "the caller was not reached" in refused(missed, step(Activity.REWORK, 5))
        in_progress = handled(dispatched(due_at=None), [step(Activity.SIGN, 3), step(Activity.HANDLE, 3)])
        assert "there is no limit to extend" in refused(in_progress, step(Activity.ASK_EXTENSION, 4))

    def test_direct_refused_merged(self) -> None:
        direct = act(receive("1", START), step(Activity.ANSWER, 1, content="请到窗口办理"))
        assert (direct.disposition, direct.closed_at) == (Disposition.DIRECT, at("2017-03-01T10:00"))
        refused_ticket = act(receive("1", START), step(Activity.REFUSE, 1, reason="可依法申请行政复议"))
        assert not refused_ticket.is_valid
        merged = act(receive("1", START), step(Activity.MERGE, 1, parent="2"))
        assert merged.parent_ticket == "2"
        assert "which is terminal" in refused(merged, step(Activity.FILE, 2))

    def test_a_ticket_of_no_known_state_is_refused(self) -> None:
        with pytest.raises(TransitionError, match="its state is not known"):
            act(HotlineTicket(ticket_no="1"), step(Activity.SIGN, 1))

    def test_instants_have_a_time_zone_all_or_none(self) -> None:
        with pytest.raises(UnitError, match="has a time zone"):
            act(receive("1", START), Step(activity=Activity.FILE, at=START.replace(tzinfo=UTC)))
        ticket = handled(receive("1", START), [step(Activity.FILE, 1)])
        with pytest.raises(UnitError, match="has a time zone"):
            act(ticket, step(Activity.DISPATCH, 2, unit="甲局", due_at=DUE.replace(tzinfo=UTC)))
        aware = receive("1", START.replace(tzinfo=UTC))
        assert act(aware, Step(activity=Activity.FILE, at=START.replace(hour=10, tzinfo=UTC))).state is not None
        rows = [
            {"工单编号": "1", "环节": "登记", "环节时间": "2017-03-01T09:00:00+08:00"},
            {"工单编号": "1", "环节": "转派单", "环节时间": "2017-03-01 09:05"},
        ]
        assert load_lives(rows).counts["impossible tickets"] == 1

    def test_the_first_impossible_step_is_named(self) -> None:
        with pytest.raises(TransitionError, match=r"^step 2: ticket"):
            handled(receive("1", START), [step(Activity.FILE, 1), step(Activity.SIGN, 1)])

    def test_what_a_step_says_is_not_shown(self) -> None:
        assert "13900000000" not in repr(step(Activity.REPLY, 1, content="13900000000", reason="13900000000"))

    def test_a_part_of_another_kind_is_refused(self) -> None:
        bad: Any = "不详"
        with pytest.raises(RecordError, match="is not a step of a ticket"):
            TicketEvent(activity=bad)
        with pytest.raises(RecordError, match="is not a count"):
            Extension(days=0)
        with pytest.raises(RecordError, match="is not a level"):
            Evaluation(level=bad)


class TestBreaches:
    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            (
                {"dispatches": (Dispatch(unit="甲", dispatched_at=date(2017, 2, 1)),)},
                "K1）：派单时间 2017-02-01 早于受理时间",
            ),
            ({"replies": (Reply(at=date(2017, 2, 1)),)}, "K1）：答复时间 2017-02-01 早于受理时间"),
            (
                {
                    "dispatches": (Dispatch(unit="甲", dispatched_at=date(2017, 3, 5)),),
                    "replies": (Reply(at=date(2017, 3, 4)),),
                },
                "K1）：答复时间 2017-03-04 早于派单时间 2017-03-05",
            ),
            (
                {"closed_at": date(2017, 3, 3), "replies": (Reply(at=date(2017, 3, 4)),)},
                "K1）：办结时间 2017-03-03 早于答复时间 2017-03-04",
            ),
            (
                {"closed_at": date(2017, 3, 3), "dispatches": (Dispatch(unit="甲", dispatched_at=date(2017, 3, 4)),)},
                "K1）：办结时间 2017-03-03 早于派单时间 2017-03-04",
            ),
            (
                {"closed_at": date(2017, 3, 3), "followups": (FollowUp(reached=True, at=date(2017, 3, 2)),)},
                "K1）：回访时间 2017-03-02 早于办结时间 2017-03-03",
            ),
            ({"disposition": Disposition.DISPATCHED, "dispatches": ()}, "K2）：处理方式为派发，却没有派单记录"),
            (
                {"extensions": (Extension(asked_at=date(2017, 3, 9), due_at=date(2017, 3, 8)),)},
                "K3）：申请延期时间 2017-03-09 晚于原办理期限 2017-03-08",
            ),
            (
                {"extensions": (Extension(granted=True, due_at=date(2017, 3, 8), new_due_at=date(2017, 3, 8)),)},
                "K3）：延期后期限 2017-03-08 不晚于原办理期限 2017-03-08",
            ),
            (
                {"dispatches": (Dispatch(unit="甲", role=Role.LEAD), Dispatch(unit="乙", role=Role.LEAD))},
                "K4）：同时有 2 个主办单位：甲、乙",
            ),
            ({"state": TicketState.MERGED}, "K5）：已并单，却没有并入的工单编号"),
            ({"parent_ticket": "1"}, "K5）：并入的工单是它自己"),
            ({"dispatches": (Dispatch(unit="甲", hop=2),)}, "K6）：派单次数为 2，而此前同意退单 0 次"),
        ],
    )
    def test_each_is_found(self, fields: dict[str, Any], told: str) -> None:
        (found,) = breaches([outside(**fields)])
        assert told in str(found)

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"extensions": (Extension(granted=False, due_at=date(2017, 3, 8), new_due_at=date(2017, 3, 1)),)},
            {"dispatches": (Dispatch(unit="甲"), Dispatch(unit="乙", role=Role.ASSIST, hop=1), Dispatch(unit="丙"))},
            {
                "closed_at": date(2017, 3, 9),
                "followups": (FollowUp(reached=True, at=date(2017, 3, 5), solved=False),),
            },
            {
                "closed_at": date(2017, 3, 9),
                "events": (TicketEvent(activity=Activity.REWORK),),
                "followups": (FollowUp(reached=True, at=date(2017, 3, 5)),),
            },
        ],
    )
    def test_what_is_possible_is_none(self, fields: dict[str, Any]) -> None:
        assert breaches([outside(**fields)]) == ()

    def test_what_a_record_never_holds(self) -> None:
        with pytest.raises(RecordError, match="does not go with a dispatch"):
            HotlineTicket(ticket_no="1", disposition=Disposition.DIRECT, dispatches=(Dispatch(unit="甲"),))
        with pytest.raises(RecordError, match="told by a caller who was not reached"):
            FollowUp(reached=False, satisfaction=Satisfaction.SATISFIED)
        with pytest.raises(RecordError, match="lies before dispatched_at"):
            Dispatch(unit="甲", dispatched_at=date(2017, 3, 2), signed_at=date(2017, 3, 1))


class TestQuantities:
    def test_signing_and_answering_in_time(self) -> None:
        def of(**fields: Any) -> tuple[Any, Any]:
            dispatch = Dispatch(unit="甲", dispatched_at=START, **fields)
            ticket = HotlineTicket(ticket_no="1", disposition=Disposition.DISPATCHED, dispatches=(dispatch,))
            return HotlineTicket.QUANTITIES["signed_on_time"](ticket), HotlineTicket.QUANTITIES["responded"](ticket)

        later = START + timedelta(hours=5)
        assert of() == (None, None)
        assert of(signed_at=later, sign_by=later, contacted_at=later, contact_by=START) == (1, 0)
        assert of(sign_by=later) == (0, None), "never signed is not in time"

    def test_a_ticket_that_is_not_dispatched_has_no_such_clock(self) -> None:
        assert HotlineTicket.QUANTITIES["signed_on_time"](HotlineTicket(ticket_no="1")) is None


class TestStanding:
    def test_a_ticket_as_it_stood(self) -> None:
        ticket = handled(
            dispatched(),
            [
                *(step(Activity.SIGN, 3), step(Activity.HANDLE, 3), step(Activity.ASK_EXTENSION, 6)),
                step(Activity.GRANT_EXTENSION, 7, new_due_at=at("2017-03-20T18:00")),
                *(step(Activity.REPLY, 9), step(Activity.AUDIT, 9), step(Activity.PASS, 10)),
                step(Activity.FOLLOW_UP, 11, reached=True, solved=False),
                *(step(Activity.REWORK, 12), step(Activity.HANDLE, 12), step(Activity.REPLY, 13)),
            ],
        ).evolve(evaluation=Evaluation(level=Satisfaction.SATISFIED, at=date(2017, 3, 30)))

        def stood(day: int) -> HotlineTicket:
            found = as_it_stood(ticket, date(2017, 3, day))
            assert found is not None
            return found

        assert as_it_stood(ticket, date(2017, 2, 28)) is None
        assert (stood(1).state, stood(1).dispatches) == (TicketState.PENDING_DISPATCH, ())
        assert stood(1).disposition is None
        assert breaches([stood(day) for day in range(1, 31)]) == ()
        assert (stood(2).state, stood(2).due_at, stood(2).extensions) == (TicketState.DISPATCHED, DUE, ())
        assert stood(7).due_at == at("2017-03-20T18:00")
        assert (stood(10).state, stood(10).closed_at) == (TicketState.CLOSED, at("2017-03-10T10:00"))
        assert (stood(12).state, stood(12).closed_at) == (TicketState.IN_PROGRESS, None)
        assert stood(29).evaluation is None
        assert stood(30) is ticket
        assert [is_open(stood(day)) for day in (2, 10, 12)] == [True, False, True]

    def test_steps_of_another_system_tell_no_state(self) -> None:
        events = tuple(TicketEvent(activity=Activity.SIGN, at=date(2017, 3, day)) for day in (2, 9))
        found = as_it_stood(HotlineTicket(ticket_no="1", state=TicketState.CLOSED, events=events), date(2017, 3, 5))
        assert found is not None
        assert found.state is None

    def test_without_steps_the_state_of_then_is_not_known(self) -> None:
        returned = Dispatch(
            unit="甲",
            dispatched_at=date(2017, 3, 1),
            returned_at=date(2017, 3, 9),
            accepted_return=True,
            return_reason="不属职责",
        )
        ticket = HotlineTicket(
            ticket_no="1", closed_at=date(2017, 3, 9), state=TicketState.CLOSED, dispatches=(returned,)
        )
        found = as_it_stood(ticket, date(2017, 3, 5))
        assert found is not None
        assert (found.closed_at, found.state) == (None, None)
        assert found.dispatches == (Dispatch(unit="甲", dispatched_at=date(2017, 3, 1)),)
        merged = as_it_stood(ticket.evolve(state=TicketState.MERGED), date(2017, 3, 5))
        assert merged is not None
        assert merged.state is TicketState.MERGED

    def test_open_and_overdue(self) -> None:
        ticket = dispatched()
        assert is_open(ticket)
        assert not is_overdue(ticket, DUE)
        assert is_overdue(ticket, at("2017-03-08T18:01"))
        late = ticket.evolve(closed_at=at("2017-03-09T09:00"))
        assert not is_open(late)
        assert is_overdue(late, at("2017-03-01T09:00"))
        assert not is_overdue(dispatched(due_at=None), date(2020, 1, 1))
        assert not is_open(HotlineTicket(ticket_no="1"))
        assert is_open(late.evolve(closed_at=None, state=None))
        assert not is_open(late.evolve(closed_at=None, state=TicketState.CLOSED))
        assert Standing.QUANTITIES["due"](Standing(HotlineTicket(ticket_no="1"), START)) is None
        assert "1 at 2017-03-01" in repr(Standing(ticket, date(2017, 3, 1)))


class TestSupervision:
    TICKETS = (
        dispatched(),
        dispatched(due_at=at("2017-03-10T18:00")).evolve(ticket_no="2", category=Category.COMPLAINT),
        dispatched(due_at=at("2017-03-14T18:00")).evolve(ticket_no="3"),
        dispatched().evolve(ticket_no="4", closed_at=at("2017-03-20T09:00")),
        dispatched(due_at=None).evolve(ticket_no="5"),
        receive("6", START),
    )

    def test_the_overdue_as_of_a_day(self) -> None:
        found = overdue_list(self.TICKETS, date(2017, 3, 13))
        assert [(item.ticket_no, item.distance) for item in found.items] == [("1", 3), ("4", 3), ("2", 1)]
        assert (found.without_limit, found.by_unit) == (("5",), {"甲局": 3})
        assert found.table.grid.notes == ("无办理期限：5",)
        assert "超期未办结工单（截至2017-03-13，共3件）" in str(found)
        assert overdue_list(self.TICKETS, date(2017, 3, 20)).by_unit == {"甲局": 3}, "4 was finished that day"

    def test_late_by_hours(self) -> None:
        found = overdue_list(self.TICKETS[:1], at("2017-03-09T00:30"), convention=Convention(unit="小时"))
        assert found.items[0].distance == Fraction(13, 2)
        assert found.table.grid.text(1, 5) == "6.5"
        day_only = [self.TICKETS[0].evolve(dispatches=(Dispatch(unit="甲", due_at=date(2017, 3, 8)),))]
        with pytest.raises(CalendarError, match="no time of day"):
            overdue_list(day_only, at("2017-03-09T00:30"), convention=Convention(unit="小时"))

    def test_due_soon(self) -> None:
        found = due_soon_list(self.TICKETS, date(2017, 3, 8), within=2)
        assert [(item.ticket_no, item.distance) for item in found.items] == [("1", 0), ("4", 0), ("2", 2)]
        assert "剩余（工作日）" in str(found)

    def test_a_limit_from_a_policy(self) -> None:
        policy = bundled_policies().named("bureau-by-category")
        without = dispatched(due_at=None)
        complaint = without.evolve(category=Category.COMPLAINT)
        (item,) = overdue_list([complaint], date(2017, 3, 21), policy_of=lambda _: policy).items
        assert (item.due_at, item.distance) == (date(2017, 3, 20), 1)
        with pytest.raises(PolicyError, match="has no limit for the step handle"):
            overdue_list([without], date(2017, 3, 21), policy_of=lambda _: policy)

    def test_nobody_who_called_is_on_a_list(self) -> None:
        secrets = {"caller_name": "张三丰", "caller_phone": "13900000000", "content": "路灯不亮", "address": "某路"}
        ticket = dispatched().evolve(**secrets)
        for told in (overdue_list([ticket], date(2017, 4, 1)), due_soon_list([ticket], date(2017, 3, 2), within=99)):
            assert len(told.items) == 1
            shown = f"{told} {told!r} {told.table!r} {told.table._repr_html_()}"
            assert not any(secret in shown for secret in secrets.values())


class TestBulletin:
    def month(self, **options: Any) -> Any:
        done = (Activity.SIGN, Activity.HANDLE, Activity.REPLY, Activity.AUDIT, Activity.PASS)
        closed = handled(dispatched(), [step(one, 3) for one in done])
        happy = act(closed, step(Activity.FOLLOW_UP, 4, reached=True, satisfaction=Satisfaction.SATISFIED, solved=True))
        tickets = [
            happy,
            dispatched().evolve(ticket_no="2"),
            dispatched(unit="乙局", due_at=at("2017-04-20T18:00")).evolve(ticket_no="3"),
            dispatched().evolve(ticket_no="4", received_at=at("2017-02-01T09:00"), events=None),
            act(receive("5", START), step(Activity.MERGE, 1, parent="1")),
            act(receive("6", START), step(Activity.ANSWER, 1)),
            receive("7", at("2017-04-01T09:00")),
        ]
        arguments: dict[str, Any] = {
            "on": "received_at",
            "as_of": date(2017, 3, 31),
            "units": ("丙局", "乙局", "甲局"),
        } | options
        return bulletin(tickets, "2017-03", **arguments)

    def test_every_rate_says_its_base_and_units_without_tickets_stand_below(self) -> None:
        found = self.month()
        assert [row.own.text for row in found.table.rows] == ["乙局", "甲局", "合计"], "in the order given"
        headers = [column.header for column in found.table.columns]
        assert headers[:8] == [
            *("承办单位", "派发量", "应办结数", "办结量", "按时办结数", "超时办结数", "未办结数"),
            "对派发办结率（%）",
        ]
        assert headers[8:10] == ["对应办结办结率（%）", "对办结及时办结率（%）"]
        assert len(headers) == len(MEASURES) + 1
        cells = [found.table.grid.text(2, column) for column in range(len(headers))]
        assert cells[:10] == ["甲局", "2", "2", "1", "1", "0", "1", "50.00%", "50.00%", "100.00%"]
        assert [found.table.grid.text(1, column) for column in (1, 2, 7, 8)] == ["1", "", "0.00%", ""]
        assert (found.without_tickets, found.without_due) == (("丙局",), ("乙局",))
        assert found.notes == ("无诉求：丙局", "无应办结：乙局")
        assert "无诉求：丙局" in str(found)
        assert "无诉求：丙局" in found._repr_html_()
        assert found.period.zh == "2017年3月"

    def test_the_header_of_every_rate_is_read_as_what_it_is(self) -> None:
        from zhengwu.table import recognise

        table = self.month().table
        read = recognise(table.grid)
        assert [column.role for column in read.columns] == [column.role for column in table.columns]

    def test_a_quarter_and_another_instant(self) -> None:
        found = self.month(on="closed_at", measures=["dispatched"], title="一季度通报")
        assert [found.table.grid.text(row, 1) for row in (1, 2)] == ["1", "1"]
        assert found.table.title == "一季度通报"
        assert found.without_tickets == ("丙局", "乙局")

    def test_by_another_grouping(self) -> None:
        found = self.month(by=lambda ticket: ticket.unit[:1], units=None, measures=["dispatched"])
        assert [row.own.text for row in found.table.rows] == ["乙", "甲", "合计"]

    def test_a_day_before_the_period_is_refused(self) -> None:
        with pytest.raises(PeriodError, match="lies before the period begins"):
            self.month(as_of=date(2017, 2, 28))

    def test_the_three_completion_rates_are_three(self) -> None:
        names = {name_of("completion_rate", base) for base in ("dispatched", "due", "accepted")}
        assert names == {"对派发办结率", "对应办结办结率", "对受理办结率"}


class TestCalls:
    def test_what_one_call_counts(self) -> None:
        def of(**fields: Any) -> tuple[Any, ...]:
            call = Call(started_at=START, **fields)
            return tuple(read(call) for read in Call.QUANTITIES.values())

        assert of(answered_at=START + timedelta(seconds=15)) == (1, 1, 1)
        assert of(answered_at=START + timedelta(seconds=16)) == (1, 1, 0)
        assert of(abandoned=True) == (1, 0, 0)
        assert of(ended_at=START) == (1, 0, 0)
        assert of() == (1, None, None)
        assert of(answered_at=date(2017, 3, 1)) == (1, 1, None)
        assert of(answered_at=START.replace(tzinfo=UTC)) == (1, 1, None)
        with pytest.raises(RecordError, match="goes with no answer"):
            of(answered_at=START, abandoned=True)

    def test_rates_of_connection_count_calls_and_not_tickets(self) -> None:
        waits = (10, 12, 20, None)
        calls = [
            Call(
                started_at=START,
                queued_seconds=wait,
                answered_at=None if wait is None else START,
                abandoned=wait is None,
            )
            for wait in waits
        ]
        table = rollup(
            calls,
            {"月份": lambda _: "3月"},
            on=None,
            period=None,
            measures=["calls", "answered", "connection_rate", "quick_connection_rate", "quick_connection_rate:calls"],
            total=False,
        )
        assert [table.grid.text(1, column) for column in range(6)] == ["3月", "4", "3", "75.00%", "66.67%", "50.00%"]
        with pytest.raises(UnknownNameError, match="which is not a quantity of HotlineTicket"):
            rollup([receive("1", START)], "channel", on=None, period=None, measures=["connection_rate"])

    def test_averages(self) -> None:
        assert average_wait([Call(queued_seconds=second, answered_at=START) for second in (1, 2)]) == Rate("3/2")
        with pytest.raises(UndefinedRateError, match="an average wait needs answered calls"):
            average_wait([Call(queued_seconds=3, abandoned=True)])
        assert seats_per_100_000(7, 300_000) == Rate("7/3")
        with pytest.raises(UndefinedRateError, match="need a population"):
            seats_per_100_000(7, 0)
        closed = HotlineTicket(ticket_no="1", received_at=START, closed_at=at("2017-03-02T10:30"))
        assert average_handling([closed], convention=Convention(unit="小时")) == Rate("51/2")
        with pytest.raises(UndefinedRateError, match="an average needs finished tickets"):
            average_handling([HotlineTicket(ticket_no="1")])

    def test_calls_are_read_from_rows(self) -> None:
        rows = [{"来电时间": "2017-03-01 09:00", "等待秒数": "7", "接通时间": "2017-03-01 09:00", "来电号码": "139"}]
        (call,) = load_rows(rows, Call).records
        assert (call.queued_seconds, call.caller_phone) == (7, "139")
        assert "139" not in repr(call)


class TestEventLogs:
    ROWS = (
        {"工单编号": "1", "环节": "登记", "环节时间": "2017-03-01 09:00", "诉求类型": "投诉"},
        {"工单编号": "1", "环节": "转派单", "环节时间": "2017-03-01 09:05"},
        {"工单编号": "1", "环节": "派单", "环节时间": "2017-03-01 09:10", "承办单位": "甲局", "办理期限": DUE},
        {"工单编号": "2", "环节": "签收", "环节时间": "2017-03-01 09:10"},
        {"工单编号": "3", "环节": "登记", "环节时间": "2017-03-01 09:00"},
        {"工单编号": "3", "环节": "盖章", "环节时间": "2017-03-01 09:10"},
        {"工单编号": "4", "环节": "登记", "环节时间": "2017-03-01 09:00"},
        {"工单编号": "4", "环节": "不予受理", "环节时间": "2017-03-01 09:10"},
        {"工单编号": "4", "环节": "归档", "环节时间": "2017-03-01 09:20"},
        "nothing",
    )

    def test_what_cannot_be_is_kept_aside_with_its_row(self) -> None:
        loaded = load_lives(self.ROWS)
        (ticket,) = loaded.tickets
        assert (ticket.state, ticket.unit, ticket.due_at) == (TicketState.DISPATCHED, "甲局", DUE)
        assert ticket.category is Category.COMPLAINT
        assert not loaded.ok
        told = [str(fault) for fault in loaded.faults]
        assert told[0] == "row 4: ticket 2: begins with SIGN (签收), not with its receipt (登记)"
        assert told[1].startswith("row 6, column 环节: activity (环节): '盖章' is not a word")
        assert "row 8: ticket 4: ticket (工单): REFUSE (不予受理) is not possible" in told[2]
        assert "no reason is given" in told[2]
        assert loaded.rejected == self.ROWS[3:]
        expected = {"tickets": 1, "rows": 10, "rows aside": 7, "faulty rows": 2, "impossible tickets": 2}
        assert loaded.counts == expected

    def test_headers_may_be_given(self) -> None:
        rows = [{"no": "1", "what": "登记", "at": "2017-03-01"}, {"no": "1", "what": "?", "at": "2017-03-01"}]
        loaded = load_lives(rows, headers={"no": "ticket_no", "what": "activity"})
        assert (loaded.tickets, len(loaded.rejected)) == ((), 2)
        no_number = load_lives([{"环节": "?", "环节时间": "2017-03-01"}])
        assert (no_number.tickets, no_number.counts["rows aside"]) == ((), 1)
        assert load_lives(rows[:1], headers={"no": "ticket_no", "what": "activity"}).ok


class TestScores:
    def test_a_rule_that_makes_no_sense_is_refused(self) -> None:
        with pytest.raises(AmountError, match="lies above the full score"):
            ScoreRule(id="x", full=1, target=100, slope=1, floor=2)
        with pytest.raises(AmountError, match="rewards a lower rate"):
            ScoreRule(id="x", full=1, target=100, slope=-1)
        with pytest.raises(AmountError, match="do not add up to 1"):
            Weighting(id="x", weights={"a": "0.5", "b": "0.4"})

    def test_a_score_is_rounded_once_and_as_asked(self) -> None:
        rule = score_rules()["satisfaction-98"]
        assert rule.exact(Rate("5/6")) == 25 - Fraction(1, 2) * (98 - Fraction(500, 6))
        assert rule.score(Rate("5/6"), places=1, rounding=Rounding.TRUNC) == Decimal("17.6")
        assert rule.score("100%") == 25

    def test_three_rates_in_one_score(self) -> None:
        rule = weightings()["three-rates"]
        assert sum(rule.weights.values()) == 1
        with pytest.raises(UndefinedRateError, match="solved_rate: is missing"):
            rule.rate({"response_rate": "100%"})
        with pytest.raises(UnknownNameError, match="'x' has no weight"):
            rule.rate({"x": Rate("1/2")})
        assert set(rule.weights) <= set(declarations())


def test_every_indicator_of_the_hotline_has_its_place() -> None:
    """H01 to H18 of hotline.md: declarations with their variants; what is no ratio of sums is a function."""
    declared = {
        "H02": {"connection_rate": 3},
        "H03": {"quick_connection_rate": 2, "half_minute_connection_rate": 2},
        "H04": {"direct_rate": 3},
        "H05": {"dispatch_rate": 1},
        "H06": {"sign_rate": 1},
        "H07": {"return_rate": 1, "rework_rate": 2},
        "H08": {"completion_rate": 4},
        "H09": {"on_time_rate": 4},
        "H10": {"overdue_rate": 3},
        "H11": {"satisfaction_rate": 5},
        "H12": {"solved_rate": 2},
        "H13": {"response_rate": 1},
        "H14": {"follow_up_rate": 1},
        "H17": {"share": 1},
        "H18": {"evaluation_rate": 2},
    }
    for code, names in declared.items():
        for name, variants in names.items():
            declaration = declarations()[name]
            assert code in f"{declaration.source} {[variant.source for variant in declaration.variants.values()]}"
            assert len(declaration.variants) == variants, name
            assert declaration.zero_base == "undefined"
    assert "accepted" in HotlineTicket.QUANTITIES, "H01"
    for name, code in {"average_wait": "H15", "average_handling": "H15", "seats_per_100_000": "H16"}.items():
        assert code in mean(name).source

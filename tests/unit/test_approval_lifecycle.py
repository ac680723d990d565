"""The lifecycle of a case: every guard refuses what it is for, and the file knows what its acts tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhengwu.approval import LIFECYCLE, CaseAct, CaseAction as A, CaseFile, CaseState as S, CaseType, SpecialKind
from zhengwu.errors import CalendarError, TransitionError, UnitError
from zhengwu.records import RecordError, read_instant

RESULT: dict[str, Any] = {"result_code": "0", "result_code_set": "result_supervision"}


def act(action: A, day: int = 1, *, month: int = 3, **facts: Any) -> CaseAct:
    return CaseAct(case_no="A1", action=action, at=date(2017, month, day), **facts)


def acts(*actions: A) -> list[CaseAct]:
    return [act(action) for action in actions]


REVIEWED = acts(A.SUBMIT, A.ACCEPT, A.START_REVIEW)
GRANTED = [*REVIEWED, act(A.GRANT, 9)]


def refused(file: CaseFile, one: CaseAct) -> TransitionError:
    with pytest.raises(TransitionError) as caught:
        file.take(one)
    return caught.value


class TestTable:
    def test_every_row_of_the_table_stands_for_one_of_the_specification(self) -> None:
        rows = {(one.event, source, one.target) for one in LIFECYCLE.transitions for source in one.sources}
        assert (A.FORWARD, S.IN_REVIEW, S.FORWARDED) in rows
        assert (A.EXTEND, S.IN_REVIEW, S.IN_REVIEW) in rows
        assert {source for event, source, _ in rows if event is A.WITHDRAW} == {
            S.SUBMITTED, S.CORRECTION_NOTIFIED, S.ACCEPTED, S.IN_REVIEW, S.SUSPENDED,
        }  # fmt: skip
        assert {source for event, source, _ in rows if event is A.VOID} == set(S) - set(LIFECYCLE.terminal)

    def test_every_path_to_closed_passes_accepted(self) -> None:
        """Without ACCEPTED nothing leads to CLOSED."""
        reached, open_ = {LIFECYCLE.initial}, [LIFECYCLE.initial]
        while open_:
            here = open_.pop()
            found = {one.target for one in LIFECYCLE.transitions if here in one.sources} - reached - {S.ACCEPTED}
            reached |= found
            open_ += found
        assert S.CORRECTION_LAPSED in reached
        assert not reached & {S.CLOSED, S.DELIVERED, S.FORWARDED, S.GRANTED}

    def test_without_facts_only_the_states_decide(self) -> None:
        events = [A.SUBMIT, A.NOTIFY_CORRECTION, A.CORRECT, A.START_REVIEW, A.SUSPEND, A.RESUME, A.REFUSE, A.CLOSE]
        assert LIFECYCLE.replay(events)[-1] is S.CLOSED

    def test_a_correction_is_notified_once(self) -> None:
        assert S.CORRECTION_NOTIFIED not in LIFECYCLE.reachable(S.ACCEPTED)


class TestGuards:
    def test_an_incomplete_file_is_not_accepted(self) -> None:
        file = CaseFile.of(acts(A.SUBMIT))
        assert "not complete" in (refused(file, act(A.ACCEPT, is_complete=False)).reason or "")
        assert file.take(act(A.ACCEPT, is_complete=True)).state is S.ACCEPTED
        noticed = file.take(act(A.NOTIFY_CORRECTION))
        assert refused(noticed, act(A.CORRECT, is_complete=False)).allowed == (A.CORRECT, A.LAPSE, A.WITHDRAW, A.VOID)
        assert noticed.take(act(A.LAPSE, 30)).state is S.CORRECTION_LAPSED

    def test_silence_is_acceptance_as_of_receipt_after_five_working_days(self) -> None:
        file = CaseFile.of([act(A.SUBMIT, 28, month=9)])
        early = refused(file, act(A.DEEM_ACCEPTED, 11, month=10))
        assert early.reason == "5 of 5 working days have passed since receipt"
        accepted = file.take(act(A.DEEM_ACCEPTED, 12, month=10))
        assert accepted.is_deemed_accepted
        assert accepted.accepted_at == date(2017, 9, 28)
        assert accepted.state is S.ACCEPTED

    def test_silence_outside_the_calendar_cannot_be_counted(self) -> None:
        file = CaseFile.of([CaseAct(case_no="A1", action=A.SUBMIT, at=date(1999, 1, 4))])
        with pytest.raises(CalendarError):
            file.take(act(A.DEEM_ACCEPTED))

    @pytest.mark.parametrize("action", [A.DECLINE])
    def test_a_refusal_to_accept_tells_why(self, action: A) -> None:
        file = CaseFile.of(acts(A.SUBMIT))
        assert refused(file, act(action)).reason == "no reason is told"
        assert refused(file, act(action, reason=" ")).reason == "no reason is told"
        assert file.take(act(action, reason="不属于本机关职权")).state is S.NOT_ACCEPTED

    def test_only_an_instant_case_is_decided_on_the_spot_and_on_that_day(self) -> None:
        accepted = acts(A.SUBMIT, A.ACCEPT)
        promised = CaseFile.of(accepted, case_type=CaseType.PROMISED)
        assert "only an instant case" in (refused(promised, act(A.GRANT)).reason or "")
        instant = CaseFile.of(accepted, case_type=CaseType.INSTANT)
        assert "is decided and closed that day" in (refused(instant, act(A.GRANT, 2)).reason or "")
        assert refused(instant, act(A.START_REVIEW)).reason == "an instant case (即办件) is decided on the spot"
        assert refused(instant, act(A.REFUSE)).reason == "no reason is told"
        granted = instant.take(act(A.GRANT))
        assert "that day" in (refused(granted, act(A.CLOSE, 2, **RESULT)).reason or "")
        assert granted.take(act(A.CLOSE, **RESULT)).state is S.CLOSED

    def test_an_instant_case_deemed_accepted_counts_from_receipt(self) -> None:
        silent = [act(A.SUBMIT, 28, month=9), act(A.DEEM_ACCEPTED, 12, month=10)]
        file = CaseFile.of(silent, case_type=CaseType.INSTANT)
        assert "accepted on 2017-09-28" in (refused(file, act(A.GRANT, 12, month=10)).reason or "")

    def test_only_a_stop_suspends(self) -> None:
        file = CaseFile.of(REVIEWED)
        for kind in (None, SpecialKind.EXTENSION):
            assert "not one that stops" in (refused(file, act(A.SUSPEND, kind=kind)).reason or "")
        assert file.take(act(A.SUSPEND, kind=SpecialKind.STOP)).state is S.SUSPENDED

    def test_one_extension_with_reason_and_approval(self) -> None:
        file = CaseFile.of(REVIEWED)
        assert "not an extension" in (refused(file, act(A.EXTEND, kind=SpecialKind.STOP)).reason or "")
        assert refused(file, act(A.EXTEND, approved_by="负责人")).reason == "no reason is told"
        assert refused(file, act(A.EXTEND, reason="情况复杂")).reason == "nobody is named who approved it"
        extended = file.take(act(A.EXTEND, reason="情况复杂", approved_by="负责人", kind=SpecialKind.EXTENSION))
        again = refused(extended, act(A.EXTEND, reason="情况复杂", approved_by="负责人"))
        assert again.reason == "it was extended once already"

    def test_a_refusal_tells_why_and_a_forwarding_needs_a_higher_body(self) -> None:
        file = CaseFile.of(REVIEWED)
        assert refused(file, act(A.REFUSE)).reason == "no reason is told"
        assert file.take(act(A.FORWARD)).closed_at == date(2017, 3, 1)
        own = CaseFile.of(REVIEWED, is_lower_review=False)
        assert refused(own, act(A.FORWARD)).reason == "no higher body decides this case"

    @pytest.mark.parametrize("facts", [{}, {"result_code": "0"}, {"result_code_set": "result_supervision"}])
    def test_a_case_is_closed_with_its_result(self, facts: dict[str, Any]) -> None:
        assert "no result is recorded" in (refused(CaseFile.of(GRANTED), act(A.CLOSE, 9, **facts)).reason or "")

    def test_nothing_happens_before_what_happened(self) -> None:
        error = refused(CaseFile.of(GRANTED), act(A.VOID, 8))
        assert error.reason == "2017-03-08 lies before 2017-03-09, when the last event was"
        assert A.VOID in error.allowed

    def test_an_act_upon_another_case(self) -> None:
        other = CaseAct(case_no="B1", action=A.ACCEPT, at=date(2017, 3, 1))
        with pytest.raises(RecordError, match="'B1' belongs to another case"):
            CaseFile.of(acts(A.SUBMIT)).take(other)


class TestFile:
    def test_the_whole_way(self) -> None:
        stop = act(A.SUSPEND, 2, kind=SpecialKind.STOP, kind_name="听证")
        extension = act(A.EXTEND, 7, reason="情况复杂", approved_by="负责人")
        file = CaseFile.of(
            [
                *REVIEWED, stop, act(A.RESUME, 7), extension, act(A.REFUSE, 9, reason="不符合条件"),
                act(A.CLOSE, 10, **RESULT), act(A.DELIVER, 13),
            ]
        )  # fmt: skip
        assert file.allowed == ()
        case = file.to_case(window="甲窗口")
        assert (case.applied_at, case.accepted_at) == (date(2017, 3, 1), date(2017, 3, 1))
        assert (case.decided_at, case.closed_at, case.delivered_at) == (
            date(2017, 3, 9),
            date(2017, 3, 10),
            date(2017, 3, 13),
        )
        assert (case.result_code, case.result_code_set) == ("0", "result_supervision")
        assert (case.state, case.window) == (S.DELIVERED, "甲窗口")
        hearing, added = case.special
        assert (hearing.kind, hearing.started_at, hearing.ended_at) == (
            SpecialKind.STOP,
            date(2017, 3, 2),
            date(2017, 3, 7),
        )
        assert (hearing.kind_name, added.kind) == ("听证", SpecialKind.EXTENSION)

    def test_a_stop_ends_with_the_case(self) -> None:
        stopped = CaseFile.of([*REVIEWED, act(A.SUSPEND, 2, kind=SpecialKind.STOP)])
        assert stopped.special[0].ended_at is None
        assert stopped.take(act(A.WITHDRAW, 6)).special[0].ended_at == date(2017, 3, 6)

    def test_a_file_without_acts_is_no_case(self) -> None:
        assert CaseFile().state is S.DRAFT
        assert CaseFile().applied_at is None
        with pytest.raises(RecordError, match="has no acts"):
            CaseFile().to_case()

    def test_the_refused_act_is_named(self) -> None:
        with pytest.raises(TransitionError, match=r"^case A1, event 2: case \(办件\): CLOSE \(办结\) is not possible"):
            CaseFile.of(acts(A.SUBMIT, A.CLOSE))

    def test_times_of_a_day_order_acts_too(self) -> None:
        file = CaseFile.of([CaseAct(case_no="A1", action=A.SUBMIT, at=read_instant("2017-03-01 15:00"))])
        assert refused(file, CaseAct(case_no="A1", action=A.ACCEPT, at=read_instant("2017-03-01 09:00"))).reason
        assert file.take(CaseAct(case_no="A1", action=A.ACCEPT, at=date(2017, 3, 1))).state is S.ACCEPTED

    def test_times_of_one_file_all_have_a_zone_or_none(self) -> None:
        file = CaseFile.of([CaseAct(case_no="A1", action=A.SUBMIT, at=read_instant("2017-03-01T09:00:00+08:00"))])
        with pytest.raises(UnitError):
            file.take(CaseAct(case_no="A1", action=A.ACCEPT, at=read_instant("2017-03-01 10:00")))
        assert file.take(CaseAct(case_no="A1", action=A.ACCEPT, at=date(2017, 3, 1))).state is S.ACCEPTED


class TestAct:
    def test_a_result_stands_in_its_set(self) -> None:
        with pytest.raises(RecordError, match=r"result_code \(办理结果代码\): '9' is not a code of result_supervision"):
            act(A.CLOSE, result_code="9", result_code_set="result_supervision")
        with pytest.raises(
            RecordError, match=r"result_code_set \(办理结果代码表\): '本市' is not the name of a code set"
        ):
            act(A.CLOSE, result_code="1", result_code_set="本市")
        assert act(A.CLOSE, result_code_set="result_supervision").result_code is None

    def test_a_reason_is_never_shown(self) -> None:
        assert "张三" not in repr(act(A.DECLINE, reason="张三的材料不全"))

    def test_what_is_no_act(self) -> None:
        with pytest.raises(RecordError, match="is not an act upon a case"):
            CaseAct(case_no="A1", action="不详", at=date(2017, 3, 1))  # type: ignore[arg-type]

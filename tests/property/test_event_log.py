"""Laws of event logs: every instant goes out once, in order, in a document of the right structure; no secret does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from pathlib import Path

from hypothesis import example, given, strategies as st
from lxml import etree

from zhengwu.approval import Case, Evaluation
from zhengwu.approval.act import CaseAct
from zhengwu.approval.case import CaseEvent, SpecialProcedure
from zhengwu.approval.words import CaseAction, SpecialKind
from zhengwu.hotline import HotlineTicket
from zhengwu.hotline.parts import Dispatch, Extension, FollowUp, Reply
from zhengwu.interop import event_log, to_xes
from zhengwu.interop.events import Loggable
from zhengwu.records.words import Satisfaction

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parents[1] / "data" / "xes.xsd")))
PLANTED = "13900008888"

days = st.dates(date(2016, 1, 1), date(2018, 12, 31))
times = st.datetimes(datetime(2016, 1, 1), datetime(2018, 12, 31))  # noqa: DTZ001
instants = st.one_of(days, times)
names = st.text(min_size=1, max_size=8).filter(lambda text: text.strip())
secrets = st.sampled_from([PLANTED, f"我叫张小三，电话{PLANTED}"])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    events = []
    for seq in range(draw(st.integers(0, 4))):
        start, end = sorted(draw(st.tuples(times, times)))
        secret = draw(secrets)
        events.append(CaseEvent(seq=seq, stage_name=draw(names), started_at=start, ended_at=end, opinion=secret))
    return Case(
        case_no=draw(st.uuids()).hex,
        window=draw(names),
        accepted_at=draw(days),
        events=tuple(events),
        special=tuple(
            SpecialProcedure(kind=SpecialKind.STOP, started_at=draw(days), reason=draw(secrets))
            for _ in range(draw(st.integers(0, 2)))
        ),
        evaluations=(Evaluation(level=Satisfaction.VERY_DISSATISFIED, at=draw(days), text=draw(secrets)),),
    )


@st.composite
def tickets(draw: st.DrawFn) -> HotlineTicket:
    secret = draw(secrets)
    return HotlineTicket(
        ticket_no=draw(st.uuids()).hex,
        received_at=draw(instants),
        caller_name="张小三",
        caller_phone=PLANTED,
        caller_identity_number=f"3204{PLANTED}",
        address=secret,
        content=secret,
        dispatches=tuple(
            Dispatch(unit=draw(names), dispatched_at=draw(instants), return_reason=secret)
            for _ in range(draw(st.integers(0, 3)))
        ),
        extensions=(Extension(asked_at=draw(instants), reason=secret),),
        replies=(Reply(at=draw(instants), unit=draw(names), content=secret),),
        followups=(FollowUp(reached=True, at=draw(instants)),),
    )


acts = st.builds(
    CaseAct, case_no=st.sampled_from(["A1", "A2"]), action=st.sampled_from(CaseAction), at=instants, reason=secrets
)
logs: st.SearchStrategy[list[Loggable]] = st.one_of(
    st.lists(cases(), max_size=3), st.lists(tickets(), max_size=3), st.lists(acts, max_size=6)
)
zones = st.sampled_from([None, timezone(timedelta(hours=8))])


class TestLogs:
    """Whatever the records are."""

    @given(records=logs, zone=zones, ends_only=st.booleans(), handler=st.booleans())
    def test_no_secret_goes_out(
        self, records: list[Loggable], zone: timezone | None, ends_only: bool, handler: bool
    ) -> None:
        log = event_log(records, zone=zone, ends_only=ends_only, resource="handler" if handler else "unit")
        for text in (repr(log), repr(log.columns(names="xes")), log.to_csv(), to_xes(log).decode()):
            assert PLANTED not in text
            assert "张小三" not in text

    @given(records=logs, zone=zones, ends_only=st.booleans())
    def test_structure_and_order(self, records: list[Loggable], zone: timezone | None, ends_only: bool) -> None:
        log = event_log(records, zone=zone, ends_only=ends_only)
        root = etree.fromstring(to_xes(log))
        SCHEMA.assertValid(root)
        read = [
            (trace[0].get("value"), event[3].get("value"))
            for trace in root.findall("trace")
            for event in trace.findall("event")
        ]
        assert read == [(event.case, event.timestamp.isoformat()) for event in log.events]
        for _, events in log.traces():
            assert all(one.timestamp <= other.timestamp for one, other in pairwise(events))
        assert len({case for case, _ in log.traces()}) == len(list(log.traces()))

    @given(records=st.lists(cases(), max_size=3))
    def test_each_step_ends_once(self, records: list[Case]) -> None:
        """With ends only, as many events as steps, special procedures and evaluations."""
        log = event_log(records, ends_only=True)
        wanted = sum((len(case.events) or 1) + len(case.special) + 1 for case in records)
        assert len(log.events) + len(log.undated) == wanted
        both = event_log(records)
        known = sum(event.started_at != event.ended_at for case in records for event in case.events)
        assert len(both.events) == wanted + known

    @given(records=st.lists(tickets(), max_size=3), zone=zones)
    def test_a_day_stays_a_day(self, records: list[HotlineTicket], zone: timezone | None) -> None:
        """What is known as a day stands on it, at midnight or with a step whose time is known, and says so."""
        for _, events in event_log(records, zone=zone).traces():
            timed = {event.timestamp for event in events if event.precision == "time"}
            for event in events:
                if event.precision == "day" and event.timestamp not in timed:
                    assert event.timestamp.timetz().replace(tzinfo=None) == time()
                assert event.timestamp.tzinfo == zone

    @given(clock=st.lists(st.one_of(st.none(), st.times()), min_size=1, max_size=6), zone=zones)
    @example(clock=[time(9, 30), None], zone=None)
    def test_sorting_keeps_the_order_of_the_steps(self, clock: list[time | None], zone: timezone | None) -> None:
        """Steps of one day, some with their time, stay in their order as far as their times allow."""
        day = date(2017, 9, 18)
        known = iter(sorted(one for one in clock if one is not None))
        instants = [day if one is None else datetime.combine(day, next(known)) for one in clock]
        events = tuple(
            CaseEvent(seq=seq, stage_name=str(seq), started_at=instant) for seq, instant in enumerate(instants)
        )
        log = event_log([Case(case_no="A1", events=events)], zone=zone)
        assert [event.activity for event in log.events] == [str(seq) for seq in range(len(clock))]
        assert {event.timestamp.date() for event in log.events} == {day}

"""Event logs: what each kind of record tells, what is refused, and the structure of the XML."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import attrs
import pytest
from lxml import etree

from zhengwu.approval import Case, Evaluation
from zhengwu.approval.act import CaseAct
from zhengwu.approval.case import CaseEvent, SpecialProcedure
from zhengwu.approval.words import CaseAction, SpecialKind, StepStatus
from zhengwu.errors import MissingExtraError, UnknownNameError, ZhengwuError
from zhengwu.hotline import Disposition, HotlineTicket
from zhengwu.hotline.parts import Dispatch, Evaluation as Rating, Extension, FollowUp, Reply, TicketEvent
from zhengwu.hotline.words import Activity
from zhengwu.interop import EventLog, EventLogError, event_log, steps as told, to_xes, write_xes
from zhengwu.records.base import Record
from zhengwu.records.words import Satisfaction

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parents[1] / "data" / "xes.xsd")))
CHINA = timezone(timedelta(hours=8))


def march(day: int) -> date:
    return date(2017, 3, day)


def told_of(log: EventLog) -> list[tuple[str, int, str, str | None]]:
    return [(event.activity, event.timestamp.day, event.lifecycle, event.resource) for event in log.events]


CASE = Case(
    case_no="A1",
    window="综合窗口",
    events=(
        CaseEvent(seq=2, stage_name="审查", started_at=march(2), ended_at=march(9), handler="李四", body_uscc="X1"),
        CaseEvent(seq=1, stage_name="受理", started_at=march(2), ended_at=march(2), handler="王五"),
        CaseEvent(seq=3, stage_name="决定", started_at=march(9), ended_at=march(12), status=StepStatus.TO_DO),
        CaseEvent(seq=4, stage_name="送达"),
    ),
    special=(
        SpecialProcedure(kind=SpecialKind.STOP, started_at=march(3), ended_at=march(6), reason="听证"),
        SpecialProcedure(kind=SpecialKind.EXTENSION, started_at=march(8)),
    ),
    evaluations=(Evaluation(level=Satisfaction.VERY_SATISFIED, at=march(20), text="张三说好"),),
)


class TestCases:
    """Steps start and end; an end that equals its start is not known to be one; without steps the instants count."""

    def test_steps(self) -> None:
        log = event_log([CASE])
        assert told_of(log) == [
            ("受理", 2, "start", None),
            ("审查", 2, "start", "X1"),
            ("特别程序", 3, "start", None),
            ("特别程序", 6, "complete", None),
            ("延长审批", 8, "start", None),
            ("审查", 9, "complete", "X1"),
            ("决定", 9, "start", None),
            ("评价", 20, "complete", None),
        ]
        assert log.undated == (("A1", "送达"),)

    def test_each_step_once(self) -> None:
        assert told_of(event_log([CASE], ends_only=True)) == [
            ("受理", 2, "complete", None),
            ("特别程序", 6, "complete", None),
            ("延长审批", 8, "complete", None),
            ("审查", 9, "complete", "X1"),
            ("决定", 9, "complete", None),
            ("评价", 20, "complete", None),
        ]

    def test_officials_only_when_asked_for(self) -> None:
        assert "李四" not in event_log([CASE]).to_csv()
        assert "李四" in event_log([CASE], resource="handler").to_csv()

    def test_own_instants(self) -> None:
        case = Case(
            case_no="A2",
            window="综合",
            applied_at=march(1),
            accepted_at=march(1),
            decided_at=march(3),
            closed_at=march(3),
            delivered_at=march(4),
        )
        assert told_of(event_log([case])) == [
            (activity, day, "complete", "综合")
            for activity, day in (("申请", 1), ("受理", 1), ("决定", 3), ("办结", 3), ("送达", 4))
        ]
        assert event_log([Case(case_no="A3")]) == EventLog(())

    def test_acts(self) -> None:
        acts = [
            CaseAct(case_no=number, action=action, at=march(day), body="发改局", reason="张三")
            for number, action, day in (
                ("A1", CaseAction.ACCEPT, 2),
                ("A2", CaseAction.ACCEPT, 1),
                ("A1", CaseAction.SUBMIT, 1),
            )
        ]
        log = event_log(acts)
        assert [(case, [event.activity for event in events]) for case, events in log.traces()] == [
            ("A1", ["申请", "受理"]),
            ("A2", ["受理"]),
        ]
        assert {event.resource for event in log.events} == {"发改局"}


class TestTickets:
    """Steps where they are known, else what the parts of the ticket tell, nothing twice."""

    ticket = HotlineTicket(
        ticket_no="T1",
        received_at=datetime(2017, 3, 1, 9, 30),  # noqa: DTZ001
        closed_at=march(12),
        disposition=Disposition.DISPATCHED,
        dispatches=(
            Dispatch(unit="城管局", dispatched_at=march(2), signed_at=march(2), returned_at=march(3)),
            Dispatch(unit="住建局", dispatched_at=march(4), signed_at=march(5), finished_at=march(10)),
        ),
        extensions=(Extension(asked_at=march(9), granted=True, days=3),),
        followups=(FollowUp(reached=True, at=march(13)), FollowUp(reached=False)),
        evaluation=Rating(level=Satisfaction.SATISFIED, at=march(14)),
    )

    def test_parts(self) -> None:
        log = event_log([self.ticket])
        assert told_of(log) == [
            ("受理登记", 1, "complete", None),
            ("派单", 2, "complete", "城管局"),
            ("签收", 2, "complete", "城管局"),
            ("退单", 3, "complete", "城管局"),
            ("派单", 4, "complete", "住建局"),
            ("签收", 5, "complete", "住建局"),
            ("申请延期", 9, "complete", "住建局"),
            ("答复报结", 10, "complete", "住建局"),
            ("办结", 12, "complete", None),
            ("回访", 13, "complete", None),
            ("评价", 14, "complete", None),
        ]
        assert log.undated == (("T1", "回访"),)
        assert [event.precision for event in log.events][:2] == ["time", "day"]

    def test_a_reply_is_told_once(self) -> None:
        ticket = self.ticket.evolve(replies=(Reply(at=march(11), unit="住建局"),))
        assert [row for row in told_of(event_log([ticket])) if row[0] == "答复报结"] == [
            ("答复报结", 11, "complete", "住建局")
        ]

    def test_steps_come_first(self) -> None:
        ticket = self.ticket.evolve(events=(TicketEvent(activity=Activity.SIGN, at=march(2), unit="城管局"),))
        assert told_of(event_log([ticket])) == [("签收", 2, "complete", "城管局")]
        assert event_log([HotlineTicket(ticket_no="T2")]).events == ()


class TestRefused:
    """A log of things that cannot stand in one log is refused with one sentence."""

    @pytest.mark.parametrize(
        ("make", "error", "message"),
        [
            (lambda: event_log([CASE, CASE]), EventLogError, "records (记录): 'A1' stands twice"),
            (lambda: event_log([CASE, TestTickets.ticket]), EventLogError, "'Case, HotlineTicket' are of two kinds"),
            (lambda: event_log(odd(["A1"])), EventLogError, "records (记录): 'str' makes no event log"),
            (lambda: event_log([CASE], resource=odd("caller")), UnknownNameError, "resource: 'caller' is no resource"),
            (lambda: event_log([CASE]).columns(names=odd("ocel")), UnknownNameError, "names: 'ocel' are no names"),
            (lambda: event_log([mixed()]), EventLogError, "'A1' has instants with a time zone and plain ones"),
        ],
    )
    def test_one_sentence(self, make: Callable[[], Any], error: type[ZhengwuError], message: str) -> None:
        with pytest.raises(error) as caught:
            make()
        assert message in str(caught.value)

    def test_a_zone_makes_instants_comparable(self) -> None:
        log = event_log([mixed()], zone=CHINA)
        assert [event.timestamp.isoformat() for event in log.events] == [
            "2017-03-01T23:00:00+00:00",
            "2017-03-02T12:00:00+08:00",
        ]


def odd(value: Any) -> Any:
    """What a caller without a type checker may hand over."""
    return value


def mixed() -> Case:
    utc, plain = datetime(2017, 3, 1, 23, tzinfo=timezone.utc), datetime(2017, 3, 2, 12)  # noqa: DTZ001, UP017
    events = (
        CaseEvent(seq=1, stage_name="受理", started_at=utc),
        CaseEvent(seq=2, stage_name="审查", started_at=plain),
    )
    return Case(case_no="A1", events=events)


class TestFormats:
    """Columns, CSV and XES hold the same events."""

    def test_columns(self) -> None:
        log = event_log([CASE])
        plain, named = log.columns(), log.columns(names="xes")
        assert list(plain) == ["case", "activity", "timestamp", "resource", "lifecycle", "precision"]
        assert list(plain.values()) == list(named.values())
        assert {len(column) for column in plain.values()} == {len(log.events)}

    def test_csv(self) -> None:
        log = event_log([CASE, Case(case_no='B,"1"', accepted_at=march(1))])
        rows = list(csv.DictReader(io.StringIO(log.to_csv(names="xes"))))
        assert [row["case:concept:name"] for row in rows] == [event.case for event in log.events]
        assert [datetime.fromisoformat(row["time:timestamp"]) for row in rows] == log.columns()["timestamp"]
        assert rows[0]["org:resource"] == ""

    @pytest.mark.parametrize("zone", [None, CHINA])
    def test_xes_keeps_to_the_structure(self, zone: timezone | None, tmp_path: Path) -> None:
        log = event_log([TestTickets.ticket, HotlineTicket(ticket_no="<T&\x012>")], zone=zone)
        document = to_xes(log, title="工单\x00")
        root = etree.fromstring(document)
        SCHEMA.assertValid(root)
        assert [trace[0].get("value") for trace in root.findall("trace")] == ["T1"]
        assert root.findall("string")[0].get("value") == "工单"
        write_xes(log, tmp_path / "log.xes", title="工单\x00")
        assert (tmp_path / "log.xes").read_bytes() == document

    @pytest.mark.parametrize(
        ("text", "other"),
        [
            ('<date key="time:timestamp" value="2017', '<date key="time:timestamp" value="17'),
            ('<string key="concept:name" value="T1"/>', '<string value="T1"/>'),
            ('<string key="concept:name" value="T1"/>', '<text key="concept:name" value="T1"/>'),
            ('xes.version="1849.2016" ', ""),
            ('<global scope="trace">', '<trace/><global scope="trace">'),
        ],
    )
    def test_the_schema_refuses_what_is_no_xes(self, text: str, other: str) -> None:
        document = to_xes(event_log([TestTickets.ticket])).decode()
        broken = document.replace(text, other)
        assert broken != document
        assert not SCHEMA.validate(etree.fromstring(broken.encode()))

    def test_an_empty_log(self) -> None:
        SCHEMA.assertValid(etree.fromstring(to_xes(EventLog(()))))

    def test_without_lxml(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setitem(sys.modules, "lxml", None)
        monkeypatch.setitem(sys.modules, "lxml.etree", None)
        with pytest.raises(MissingExtraError, match="writing XES needs lxml"):
            to_xes(EventLog(()))
        with pytest.raises(MissingExtraError):
            write_xes(EventLog(()), tmp_path / "log.xes")
        assert not (tmp_path / "log.xes").exists()


PARTS: tuple[type[Record], ...] = (
    Case,
    CaseEvent,
    SpecialProcedure,
    Evaluation,
    CaseAct,
    HotlineTicket,
    Dispatch,
    Extension,
    Reply,
    TicketEvent,
    FollowUp,
    Rating,
)


@pytest.mark.parametrize("kind", PARTS)
def test_no_private_field_is_looked_at(kind: type[Record]) -> None:
    """What becomes private must leave the module that picks the fields."""
    source = Path(str(told.__file__)).read_text(encoding="utf-8")
    private = [field.name for field in attrs.fields(kind) if field.metadata.get("private")]
    assert [name for name in private if f".{name}" in source or f'"{name}"' in source] == []

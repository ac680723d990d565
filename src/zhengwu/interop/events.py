"""Event logs (事件日志): cases and tickets as rows of case, activity, timestamp, resource and lifecycle.

That is what tools for process mining read: in plain columns, or under the names of IEEE 1849 (XES) that pm4py and
others expect. Of a record only its number, its instants, names of steps and the unit go out: no field that may identify
a citizen, and no free text, is looked at.

>>> from datetime import date
>>> from zhengwu.approval.case import Case
>>> log = event_log([Case(case_no="A1", window="综合", accepted_at=date(2017, 3, 1), closed_at=date(2017, 3, 8))])
>>> log.columns()["activity"], log.columns()["timestamp"][1], log.columns()["precision"]
(['受理', '办结'], datetime.datetime(2017, 3, 8, 0, 0), ['day', 'day'])
>>> list(log.columns(names="xes"))
['case:concept:name', 'concept:name', 'time:timestamp', 'org:resource', 'lifecycle:transition', 'precision']
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, tzinfo
from itertools import groupby
from typing import Any, Literal, TypeAlias

import attrs

from zhengwu.approval.act import CaseAct
from zhengwu.approval.case import Case
from zhengwu.errors import UnknownNameError, ZhengwuError
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.interop.steps import Step, steps_of_act, steps_of_case, steps_of_ticket
from zhengwu.records.base import Record

__all__ = ["COLUMNS", "Event", "EventLog", "EventLogError", "Loggable", "Names", "Resource", "event_log"]

Loggable: TypeAlias = Case | CaseAct | HotlineTicket
Names: TypeAlias = Literal["plain", "xes"]
Resource: TypeAlias = Literal["unit", "handler"]

COLUMNS = {
    "case": "case:concept:name",
    "activity": "concept:name",
    "timestamp": "time:timestamp",
    "resource": "org:resource",
    "lifecycle": "lifecycle:transition",
    "precision": "precision",
}
"""The columns of a log, and their names in IEEE 1849; ``precision`` is our own, which no extension declares."""


class EventLogError(ZhengwuError, ValueError):
    """Records that make no event log: a number twice, instants that cannot be compared, a record of another kind."""


@attrs.frozen
class Event:
    """One event. `precision` is ``day`` where the time of day is not known.

    Such a timestamp stands at midnight, or at the time of a step before it on that day, so that tools which sort by
    timestamps keep the order of the steps. `lifecycle` is ``start`` or ``complete``, as in the lifecycle extension of
    IEEE 1849.
    """

    case: str
    activity: str
    timestamp: datetime
    resource: str | None
    lifecycle: Literal["start", "complete"]
    precision: Literal["day", "time"]


@attrs.frozen
class EventLog:
    """Events by case, each case in the order of its instants, of equal ones in the order of its steps.

    `undated` are the steps, as (case, activity), that no instant is known of: no log can hold them.
    """

    events: tuple[Event, ...]
    undated: tuple[tuple[str, str], ...] = ()

    def columns(self, *, names: Names = "plain") -> dict[str, list[Any]]:
        """The log as columns of one length, as every dataframe takes them; ``xes`` names them as IEEE 1849 does.

        Timestamps are datetimes, the rest texts; a resource nobody knows is None. Raises `UnknownNameError` for other
        names.
        """
        if names not in ("plain", "xes"):
            raise UnknownNameError("are no names of columns", field="names", value=names, expected="plain, xes")
        return {
            told if names == "xes" else name: [getattr(event, name) for event in self.events]
            for name, told in COLUMNS.items()
        }

    def to_csv(self, *, names: Names = "plain") -> str:
        """The log as CSV with a header, timestamps in ISO 8601. Raises what `columns` raises.

        >>> print(EventLog(()).to_csv(), end="")
        case,activity,timestamp,resource,lifecycle,precision
        """
        columns = self.columns(names=names)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        for case, activity, timestamp, *rest in zip(*columns.values(), strict=True):
            writer.writerow([case, activity, timestamp.isoformat(), *rest])
        return text.getvalue()

    def traces(self) -> Iterator[tuple[str, tuple[Event, ...]]]:
        """The events of each case, with its number."""
        for case, events in groupby(self.events, key=lambda event: event.case):
            yield case, tuple(events)


def event_log(
    records: Iterable[Loggable], *, zone: tzinfo | None = None, resource: Resource = "unit", ends_only: bool = False
) -> EventLog:
    """The event log of cases, of acts upon cases, or of tickets.

    A case gives the start and the end of its steps (环节), a ticket its steps; without steps their own instants count
    (受理, 办结 …). An end equal to its start may mean that the end is unknown, so such a step only starts. With
    `ends_only` each step is one event, at its end, or at its start where the end is not known: a log in which nothing
    happens twice.

    `resource` is the unit; ``handler`` asks for the officials named in the steps of a case. `zone` is where plain
    local instants and days belong; without it they stay plain. Raises `EventLogError` for a number twice, for plain
    instants beside some with a time zone, and for what is no such record; `UnknownNameError` for another resource.

    >>> from zhengwu.hotline import HotlineTicket
    >>> ticket = HotlineTicket(ticket_no="1", received_at=date(2017, 3, 1), content="路灯不亮", caller_name="张三")
    >>> event_log([ticket]).columns()["activity"]
    ['受理登记']
    """
    if resource not in ("unit", "handler"):
        raise UnknownNameError("is no resource of a log", field="resource", value=resource, expected="unit, handler")
    cases: dict[str, list[Step]] = {}
    kind: type[Record] | None = None
    for record in records:
        number, steps = _steps(record, resource)
        if kind is not None and type(record) is not kind:
            told = f"{kind.__name__}, {type(record).__name__}"
            raise EventLogError("are of two kinds, whose numbers may meet", field="records (记录)", value=told)
        kind = type(record)
        if number in cases and not isinstance(record, CaseAct):
            raise EventLogError(
                "stands twice", field="records (记录)", value=number, expected="one record for each number"
            )
        cases.setdefault(number, []).extend(steps)
    undated = tuple((number, step.activity) for number, steps in cases.items() for step in steps if not step.is_dated)
    events = [event for number, steps in cases.items() for event in _events(number, steps, zone, ends_only=ends_only)]
    return EventLog(tuple(events), undated)


def _steps(record: object, resource: Resource) -> tuple[str, list[Step]]:
    if isinstance(record, Case):
        return record.case_no, steps_of_case(record, by_handler=resource == "handler")
    if isinstance(record, CaseAct):
        return record.case_no, steps_of_act(record)
    if isinstance(record, HotlineTicket):
        return record.ticket_no, steps_of_ticket(record)
    expected = "a Case, CaseAct or HotlineTicket"
    raise EventLogError("makes no event log", field="records (记录)", value=type(record).__name__, expected=expected)


def _events(number: str, steps: Iterable[Step], zone: tzinfo | None, *, ends_only: bool) -> list[Event]:
    ends = [(step, *end) for step in steps for end in _ends(step, ends_only=ends_only)]
    stamps = [_stamp(instant, zone) for _, _, instant in ends]
    if len({stamp.tzinfo is not None for stamp in stamps}) > 1:
        problem = "has instants with a time zone and plain ones, which cannot be compared"
        expected = "zone=…, where the plain ones belong"
        raise EventLogError(problem, field="records (记录)", value=number, expected=expected)
    found: list[Event] = []
    latest: dict[date, datetime] = {}  # known times of the steps so far, by day
    for (step, lifecycle, instant), stamp in zip(ends, stamps, strict=True):
        if isinstance(instant, datetime):
            day = (stamp if zone is None else stamp.astimezone(zone)).date()
            latest[day] = max(stamp, latest.get(day, stamp))
            found.append(Event(number, step.activity, stamp, step.resource, lifecycle, "time"))
        else:
            known = latest.get(instant, stamp)
            found.append(Event(number, step.activity, known, step.resource, lifecycle, "day"))
    return sorted(found, key=lambda event: event.timestamp)


def _ends(step: Step, *, ends_only: bool) -> list[tuple[Literal["start", "complete"], date]]:
    if step.start is None or step.end is None or ends_only:
        only = step.end if step.end is not None else step.start
        starts = step.end is None and not ends_only
        return [] if only is None else [("start" if starts else "complete", only)]
    return [("start", step.start), ("complete", step.end)]


def _stamp(instant: date, zone: tzinfo | None) -> datetime:
    whole = instant if isinstance(instant, datetime) else datetime.combine(instant, time())
    return whole if whole.tzinfo is not None else whole.replace(tzinfo=zone)

"""Read this library's event logs with pm4py, and hold what it read against what was written. Tier 2 of CI only.

    python tools/read_event_log.py

Needs zhengwu and pm4py in one environment. pm4py is under AGPL-3: it is installed there and nowhere else, nothing of
zhengwu imports it. Exits with 1 and a sentence where a log does not read as it was written.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

from zhengwu.approval.case import Case, CaseEvent
from zhengwu.hotline import Dispatch, Disposition, FollowUp, HotlineTicket
from zhengwu.interop import EventLog, event_log, write_xes

CHINA = timezone(timedelta(hours=8))


def cases() -> list[Case]:
    """Cases with steps, some of them returned once, and one with its own instants only."""
    made = []
    for number in range(40):
        start = datetime(2017, 9, 18, 9, 0, tzinfo=CHINA) + timedelta(days=number)
        names = ["受理", "审查", "决定"] if number % 4 else ["受理", "审查", "受理", "审查", "决定"]
        events = tuple(
            CaseEvent(
                seq=seq,
                stage_name=name,
                body_uscc="11320412014110000X",
                started_at=start + timedelta(hours=3 * seq),
                ended_at=start + timedelta(hours=3 * seq + 1),
            )
            for seq, name in enumerate(names)
        )
        made.append(Case(case_no=f"A{number:03}", events=events))
    made.append(
        Case(case_no="B<1>&", window="综合\u0001窗口", accepted_at=date(2017, 9, 18), closed_at=date(2017, 9, 20))
    )
    return made


def tickets() -> list[HotlineTicket]:
    """Tickets that went to a unit and were followed up, with a caller whose name must not travel."""
    day = date(2017, 9, 18)
    return [
        HotlineTicket(
            ticket_no=f"T{number}",
            received_at=day,
            disposition=Disposition.DISPATCHED,
            caller_name="张小三",
            content="路灯不亮",
            dispatches=(
                Dispatch(unit="城管局", dispatched_at=day, signed_at=day, finished_at=day + timedelta(days=number)),
            ),
            followups=(FollowUp(reached=True, at=day + timedelta(days=9)),),
        )
        for number in range(5)
    ]


def variants(log: EventLog) -> Counter[tuple[str, ...]]:
    """How often each sequence of activities occurs."""
    return Counter(tuple(event.activity for event in events) for _, events in log.traces())


def followers(log: EventLog) -> Counter[tuple[str, str]]:
    """How often one activity directly follows another."""
    found: Counter[tuple[str, str]] = Counter()
    for variant, count in variants(log).items():
        for pair in pairwise(variant):
            found[pair] += count
    return found


def rows(frame: Any) -> list[tuple[Any, ...]]:
    """What pm4py holds, as rows that compare: case, activity, instant, lifecycle, resource."""
    names = ["case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition", "org:resource"]
    told = frame[names].astype(object).where(frame[names].notna(), None)
    return [
        (case, activity, instant.to_pydatetime().astimezone(UTC), *rest)
        for case, activity, instant, *rest in told.itertuples(index=False, name=None)
    ]


def check(name: str, log: EventLog, pm4py: Any, pandas: Any) -> list[str]:
    """What differs between the log and what pm4py makes of it, read from a file and from columns."""
    wanted = []
    for event in log.events:
        resource = event.resource and event.resource.replace("\x01", "")  # XML cannot hold it
        wanted.append((event.case, event.activity, event.timestamp.astimezone(UTC), event.lifecycle, resource))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xes"
        write_xes(log, path, title=name)
        from_file = pm4py.read_xes(str(path))
    from_columns = pm4py.format_dataframe(
        pandas.DataFrame(log.columns(names="xes")),
        case_id="case:concept:name",
        activity_key="concept:name",
        timestamp_key="time:timestamp",
    )
    wrong = []
    if sorted(rows(from_file), key=repr) != sorted(wanted, key=repr):
        wrong.append(f"{name}: the events read from XES are not those written")
    for kind, frame in (("XES", from_file), ("columns", from_columns)):
        if Counter(pm4py.get_variants(frame)) != variants(log):
            wrong.append(f"{name}, {kind}: the variants differ: {pm4py.get_variants(frame)}")
        graph, _, _ = pm4py.discover_dfg(frame)
        if Counter(graph) != followers(log):
            wrong.append(f"{name}, {kind}: what follows what differs: {graph}")
    net = pm4py.discover_petri_net_inductive(from_file)
    if len(net) != 3:
        wrong.append(f"{name}: no process was discovered")
    return wrong


def main() -> int:
    """Write, read and compare three logs; the status to exit with."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):  # its banner
        import pandas as pd
        import pm4py
    logs = {
        "办件": event_log(cases(), zone=CHINA, ends_only=True),
        "办件始末": event_log(cases(), zone=CHINA),
        "工单": event_log(tickets(), zone=CHINA, ends_only=True),
    }
    wrong = [line for name, log in logs.items() for line in check(name, log, pm4py, pd)]
    for line in wrong:
        print(line, file=sys.stderr)
    events = sum(len(log.events) for log in logs.values())
    print(f"pm4py {pm4py.__version__} read {len(logs)} event logs, {events} events: {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

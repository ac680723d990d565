"""Event logs of many cases: rows to case files; what cannot be, a row or a whole case, is kept aside and counted.

>>> rows = [
...     {"办件编号": "A1", "事件": "收件", "时间": "2017-03-01"},
...     {"办件编号": "A1", "事件": "受理", "时间": "2017-03-02"},
...     {"办件编号": "A2", "事件": "收件", "时间": "2017-03-01"},
...     {"办件编号": "A2", "事件": "办结", "时间": "2017-03-02"},
...     {"办件编号": "A3", "事件": "盖章", "时间": "2017-03-02"},
... ]
>>> loaded = load_files(rows)
>>> [(file.acts[0].case_no, file.state.zh) for file in loaded.files], dict(loaded.counts)
([('A1', '受理')], {'files': 1, 'rows': 5, 'rows aside': 3, 'faulty rows': 1, 'impossible cases': 1})
>>> for fault in loaded.faults:
...     print(str(fault).partition(" (expected")[0])
row 4: case A2, event 2: case (办件): CLOSE (办结) is not possible in the state SUBMITTED (已申请)
row 5, column 事件: action (办件事件): '盖章' is not a word of its vocabulary
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from zhengwu.approval.act import CaseAct
from zhengwu.approval.case import Case
from zhengwu.approval.casefile import CaseFile
from zhengwu.errors import ZhengwuError
from zhengwu.records.faults import Fault
from zhengwu.records.histories import load_histories, row_of
from zhengwu.workdays import Workdays

__all__ = ["LoadedFiles", "load_files"]


@attrs.frozen
class LoadedFiles:
    """What became of an event log: the case files, every fault with its row, and the rows kept aside as they came.

    A case whose sequence is impossible is kept aside whole, and so is one of which a row is faulty: without that row
    nobody knows what happened.
    """

    files: tuple[CaseFile, ...]
    faults: tuple[Fault, ...]
    rejected: tuple[object, ...] = attrs.field(repr=False)
    counts: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults

    def to_cases(self) -> tuple[Case, ...]:
        """The cases of the files."""
        return tuple(file.to_case() for file in self.files)


def load_files(
    rows: Iterable[object],
    *,
    headers: Mapping[str, str | None] | None = None,
    facts: Mapping[str, Mapping[str, Any]] | None = None,
    calendar: Workdays | None = None,
    where: str | None = None,
) -> LoadedFiles:
    """The case files that the rows of an event log tell, each row one `CaseAct`; never an exception for what they hold.

    The acts of a case are taken in the order of their instants, and where these do not say, in that of the rows.
    `facts` gives for a case number what guards look at (``case_type``, ``is_lower_review``). `headers` and `where` are
    those of `zhengwu.records.load_rows`.
    """
    known = facts or {}

    def live(number: str, acts: list[CaseAct]) -> CaseFile | Fault:
        return _filed(CaseFile(calendar=calendar, **known.get(number, {})), _in_order(acts))

    found = load_histories(rows, CaseAct, key="case_no", live=live, headers=headers, where=where)
    counts = found.counts("files")
    counts["impossible cases"] = counts.pop("impossible files")
    return LoadedFiles(tuple(found.made), found.faults, found.rejected, counts)


def _filed(file: CaseFile, acts: Iterable[CaseAct]) -> CaseFile | Fault:
    """The file after these acts, or the fault of the first that cannot be."""
    for number, act in enumerate(acts, 1):
        try:
            file = file.take(act)
        except ZhengwuError as error:
            return Fault(row=row_of(act), message=f"case {act.case_no}, event {number}: {error}")
    return file


def _in_order(acts: Iterable[CaseAct]) -> list[CaseAct]:
    """By day; within a day by the time where all its acts have one, else as the rows stand."""
    days: dict[date, list[CaseAct]] = {}
    for act in acts:
        days.setdefault(act.at.date() if isinstance(act.at, datetime) else act.at, []).append(act)
    found: list[CaseAct] = []
    for day in sorted(days):
        times = [act.at for act in days[day]]
        zones = {isinstance(time, datetime) and (time.tzinfo is None, 1) for time in times}
        found += sorted(days[day], key=lambda act: act.at) if len(zones) == 1 and False not in zones else days[day]
    return found

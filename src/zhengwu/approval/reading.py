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
from zhengwu.records.columns import find_column
from zhengwu.records.faults import Fault
from zhengwu.records.rows import load_rows
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
    table = list(rows)
    loaded = load_rows(table, CaseAct, headers=headers, where=where or "event log")
    faults = list(loaded.faults)
    aside = {fault.row for fault in faults if fault.row is not None}
    faulty_rows = len(aside)
    unclear = {_number_of(table[row - 1], headers or {}) for row in aside}
    groups: dict[str, list[CaseAct]] = {}
    for act in loaded.records:
        groups.setdefault(act.case_no, []).append(act)
    files: list[CaseFile] = []
    impossible = 0
    for number, acts in groups.items():
        refused = None
        if number not in unclear:
            file = CaseFile(calendar=calendar, **(facts or {}).get(number, {}))
            file, refused = _filed(file, _in_order(acts))
            if refused is None:
                files.append(file)
                continue
            impossible += 1
            faults.append(refused)
        aside |= {_row(act) for act in acts}
    counts = {
        "files": len(files),
        "rows": len(table),
        "rows aside": len(aside),
        "faulty rows": faulty_rows,
        "impossible cases": impossible,
    }
    kept = tuple(table[row - 1] for row in sorted(aside))
    return LoadedFiles(tuple(files), tuple(sorted(faults, key=lambda fault: fault.row or 0)), kept, counts)


def _filed(file: CaseFile, acts: Iterable[CaseAct]) -> tuple[CaseFile, Fault | None]:
    """The file after these acts, or as far as it got and the fault of the first act that cannot be."""
    for number, act in enumerate(acts, 1):
        try:
            file = file.take(act)
        except ZhengwuError as error:
            return file, Fault(row=_row(act), message=f"case {act.case_no}, event {number}: {error}")
    return file, None


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


def _row(act: CaseAct) -> int:
    assert act.source is not None  # noqa: S101  load_rows names it
    assert act.source.row is not None  # noqa: S101
    return act.source.row


def _number_of(row: object, headers: Mapping[str, str | None]) -> str | None:
    """The case that a faulty row belongs to, where it says so."""
    for name, value in row.items() if isinstance(row, Mapping) else ():
        given = headers.get(name, name)
        column = find_column(given, CaseAct) if isinstance(given, str) else None
        if column is not None and column.path == ("case_no",):
            return str(value).strip()
    return None

"""How long stages really took, from the steps of a case: net working days by stage, None where nobody knows.

    net = W(end) − W(start) − the working days of the stops inside          W(day): working days up to and including it

The trap: GB/T 39046-2020 has the start written where a step has no end. An end equal to its start may therefore mean
that nobody knows when it ended, and is not zero days unless the caller says so.

>>> from datetime import date
>>> from zhengwu.approval.case import Case, CaseEvent
>>> case = Case(case_no="A1", events=(
...     CaseEvent(seq=1, stage_name="受理", started_at=date(2017, 3, 1), ended_at=date(2017, 3, 1)),
...     CaseEvent(seq=2, stage_name="审查", started_at=date(2017, 3, 1), ended_at=date(2017, 3, 8))))
>>> def ordinal(day):                                       # Monday to Friday, in place of a calendar
...     weeks, rest = divmod(day.toordinal() - 1, 7)
...     return weeks * 5 + min(rest + 1, 5)
>>> net_durations(case, ordinal=ordinal)
{'受理': None, '审查': 5}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

from zhengwu.approval.case import Case, CaseEvent, SpecialProcedure
from zhengwu.approval.process.choices import taken
from zhengwu.approval.process.model import Process
from zhengwu.approval.process.scheduling import schedule
from zhengwu.approval.words import SpecialKind, StepStatus
from zhengwu.errors import UnknownNameError

__all__ = ["Durations", "EqualEnd", "case_length", "net_durations"]

Durations: TypeAlias = Mapping[str, int | None]
"""Net working days by the name of a stage; None where they are not known."""

EqualEnd: TypeAlias = Literal["unknown", "zero"]

_Span: TypeAlias = tuple[int, int]
_Stop: TypeAlias = tuple[int | None, int | None]


def net_durations(
    case: Case, *, ordinal: Callable[[date], int], equal_end: EqualEnd = "unknown"
) -> dict[str, int | None]:
    """Net working days of every stage of a case, in the order of its steps.

    `ordinal` numbers the working days, as a calendar does: of a day off it gives the number of the last working day
    before. `equal_end` says what an end at its start means. A stage gone through several times, as after a return,
    takes the union of its visits; one visit without a known end makes it None. Special procedures that stop the clock
    (特别程序) are taken off; extensions are not, they add to the limit. A stop without a known end that may lie inside
    a stage makes it None. Raises `UnknownNameError` for another `equal_end`, and what `ordinal` raises.
    """
    if equal_end not in ("unknown", "zero"):
        raise UnknownNameError("is no meaning of it", field="equal_end", value=equal_end, expected="unknown, zero")
    spans: dict[str, list[_Span] | None] = {}
    for event in sorted(case.events, key=lambda one: one.seq):
        span = _span(event, ordinal, equal_end)
        known = spans.setdefault(event.stage_name, [])
        if span is None or known is None:
            spans[event.stage_name] = None
        else:
            known.append(span)
    stops = _stops(case.special, ordinal)
    return {name: None if visits is None else _net(visits, stops) for name, visits in spans.items()}


def case_length(process: Process, durations: Durations) -> int | None:
    """The longest path through the process on what its stages took; None where one of them is not known.

    The branches are those whose stages occur. Raises `UnknownNameError` for a stage the process does not have, and
    `ProcessError` where the stages leave open which branch was taken.

    >>> from zhengwu.approval.process.model import Par, Seq, Stage
    >>> process = Seq(Stage("受理", limit=1), Par(Stage("环评", limit=20), Stage("能评", limit=10)))
    >>> case_length(process, {"受理": 1, "环评": 14, "能评": 16}), case_length(process, {"受理": 1, "环评": 14})
    (17, None)
    """
    for name in durations:
        if name not in process.names:
            names = "、".join(process.names)
            raise UnknownNameError(
                "is no stage of this process", field="stage_name (环节名称)", value=name, expected=names
            )
    graph = taken(process, durations)
    days = {name: durations.get(name) for name in graph.names}
    known = {name: value for name, value in days.items() if value is not None}
    return schedule(graph, days=known).length if len(known) == len(days) else None


def _span(event: CaseEvent, ordinal: Callable[[date], int], equal_end: EqualEnd) -> _Span | None:
    start, end = event.started_at, event.ended_at
    if start is None or end is None or event.status is StepStatus.TO_DO:
        return None
    if start == end and equal_end == "unknown":
        return None
    return ordinal(_day(start)), ordinal(_day(end))


def _stops(special: Iterable[SpecialProcedure], ordinal: Callable[[date], int]) -> list[_Stop]:
    """The stops of the clock, as ordinals; None for an end that nobody knows."""

    def numbered(instant: date | None) -> int | None:
        return None if instant is None else ordinal(_day(instant))

    return [(numbered(one.started_at), numbered(one.ended_at)) for one in special if one.kind is SpecialKind.STOP]


def _net(visits: list[_Span], stops: list[_Stop]) -> int | None:
    days = {day for start, end in visits for day in range(start + 1, end + 1)}
    for start, end in stops:
        inside = {day for day in days if (start is None or day > start) and (end is None or day <= end)}
        if inside and (start is None or end is None):
            return None
        days -= inside
    return len(days)


def _day(instant: date) -> date:
    return instant.date() if isinstance(instant, datetime) else instant

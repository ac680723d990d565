"""When each stage runs, in ordinals of working days: critical path, slack, length.

A stage is the integer interval from its start to its end, so that `max` and `+` are all there is and nothing is
rounded. Of a calendar, `ordinal(day)` gives the number of a day and `day(ordinal)` the day of a number: a process that
starts on a day with ordinal w has to end on the day with ordinal w + its limit, the first day not counted (民法典 201).

>>> from zhengwu.approval.process.model import Par, Seq
>>> both = Par(Stage("环评", limit=20), Stage("能评", limit=12))
>>> plan = schedule(Seq(Stage("立项", limit=5), both, Stage("许可", limit=7)))
>>> plan.length, plan.critical_path, plan.slack("能评")
(32, ('立项', '环评', '许可'), 8)
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from zhengwu.approval.process.choices import resolve
from zhengwu.approval.process.model import Alt, Graph, Process, ProcessError, Stage, require_days
from zhengwu.errors import UnknownNameError

__all__ = ["Schedule", "Slot", "days_of", "limit_of", "schedule"]

Days = Mapping[str, int]
"""Working days, by the name of a stage."""

_NONE: Days = MappingProxyType({})


@attrs.frozen
class Slot:
    """A stage between the ordinals `start` and `end`; `latest_start` is the last start that delays nothing."""

    stage: Stage
    start: int
    end: int
    latest_start: int

    @property
    def slack(self) -> int:
        """The working days it may be late without a later end of the whole (时差)."""
        return self.latest_start - self.start

    @property
    def is_critical(self) -> bool:
        """Whether a day's delay delays the whole."""
        return self.slack == 0


@attrs.frozen
class Schedule:
    """The slots of a process in an order in which each comes behind its predecessors, from `start` to `end`.

    `critical_path` is a chain of stages without a gap from start to end; where several are as long, the first in the
    order of the stages. Every stage of any of them `is_critical`.
    """

    slots: tuple[Slot, ...]
    start: int
    end: int
    critical_path: tuple[str, ...]
    graph: Graph = attrs.field(repr=False)

    @property
    def length(self) -> int:
        """Working days from the first start to the last end."""
        return self.end - self.start

    def __getitem__(self, name: str) -> Slot:
        """The slot of a stage. Raises `UnknownNameError` for another name."""
        for slot in self.slots:
            if slot.stage.name == name:
                return slot
        names = "、".join(self.graph.names)
        raise UnknownNameError("is no stage of this process", field="name (环节名称)", value=name, expected=names)

    def slack(self, name: str) -> int:
        """The slack of a stage in working days (时差). Raises `UnknownNameError` for another name."""
        return self[name].slack

    def bottleneck(self) -> Stage | None:
        """The longest stage of those that delay the whole (瓶颈环节), the first of equals; None without a stage.

        Cases show it better than limits: `stage_figures`.
        """
        critical = [slot for slot in self.slots if slot.is_critical]
        return max(critical, key=lambda slot: slot.end - slot.start).stage if critical else None


def schedule(process: Process, *, start: int = 0, days: Days = _NONE, stops: Days = _NONE) -> Schedule:
    """Every stage as early as it can run, from the ordinal `start`.

    A stage takes its limit, or what `days` says of it, and the `stops` of special procedures (特别程序) besides. Of
    branches the longest is taken; `taken` chooses others beforehand. Raises `UnknownNameError` for days or stops of a
    stage that is not there, `InexactError` for a float, `ProcessError` for a negative number.

    >>> from zhengwu.approval.process.model import Par
    >>> schedule(Par(Stage("环评", limit=20), Stage("能评", limit=12)), stops={"能评": 9}).length
    21
    """
    if type(start) is not int:
        raise ProcessError("is not the ordinal of a day", field="start (起始)", value=start, expected="a whole number")
    days, stops = days_of(process, days), days_of(process, stops)

    chosen: dict[int, Process] = {}  # a branch inside branches is asked for many times

    def longest(alt: Alt) -> Process:
        if id(alt) not in chosen:
            chosen[id(alt)] = max(alt.parts, key=lambda part: _length(resolve(part, longest), days, stops))
        return chosen[id(alt)]

    graph = resolve(process, longest)
    taking = {stage.name: days.get(stage.name, stage.limit) + stops.get(stage.name, 0) for stage in graph.stages}
    begins, ends = _forward(graph, taking)
    length = max(ends.values(), default=0)
    latest: dict[str, int] = {}
    for stage in reversed(graph.ordered):
        name = stage.name
        latest[name] = min((latest[other] for other in graph.successors(name)), default=length) - taking[name]
    slots = tuple(
        Slot(stage, start + begins[stage.name], start + ends[stage.name], start + latest[stage.name])
        for stage in graph.ordered
    )
    return Schedule(slots, start, start + length, _critical(graph, begins, ends, length), graph)


def limit_of(process: Process) -> int:
    """The limit of the whole in working days: sums in a row, the longest of what runs at once or instead.

    >>> limit_of(Alt(Stage("报告书", limit=60), Stage("报告表", limit=30)))
    60
    """
    return schedule(process).length


def days_of(process: Process, days: Days) -> Days:
    """Working days by stage, looked through. Raises as `schedule` says."""
    for name, value in days.items():
        if name not in process.names:
            names = "、".join(process.names)
            raise UnknownNameError("is no stage of this process", field="name (环节名称)", value=name, expected=names)
        require_days(value, f"days of {name} (办理天数)")
    return days


def _forward(graph: Graph, taking: Days) -> tuple[dict[str, int], dict[str, int]]:
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    for stage in graph.ordered:
        name = stage.name
        begins[name] = max((ends[other] for other in graph.predecessors(name)), default=0)
        ends[name] = begins[name] + taking[name]
    return begins, ends


def _length(graph: Graph, days: Days, stops: Days) -> int:
    taking = {stage.name: days.get(stage.name, stage.limit) + stops.get(stage.name, 0) for stage in graph.stages}
    return max(_forward(graph, taking)[1].values(), default=0)


def _critical(graph: Graph, begins: Days, ends: Days, length: int) -> tuple[str, ...]:
    """Backwards from the first stage that ends last: each start is the end of a predecessor, or the start."""
    path: list[str] = []
    here = next((name for name in graph.names if ends[name] == length), None)
    while here is not None:
        path.append(here)
        start = begins[here]
        here = next((name for name in graph.predecessors(here) if ends[name] == start), None)
    return tuple(reversed(path))

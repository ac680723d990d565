"""Where the time goes, over many cases: how long each stage took, and how often it was what the case waited for.

    weight = mean net duration × share of the cases in which the stage lies on the critical path

The bottleneck (瓶颈环节) is the stage of the largest weight: a stage beside a longer one holds nobody up.

>>> from zhengwu.approval.process.model import Par, Seq, Stage
>>> process = Seq(Stage("受理", limit=1), Par(Stage("环评", limit=20), Stage("能评", limit=10)))
>>> cases = [{"受理": 1, "环评": 14, "能评": 16}, {"受理": 0, "环评": 18, "能评": 9},
...          {"受理": 1, "环评": 12, "能评": None}]
>>> figures = stage_figures(process, cases)
>>> print(figures)
环节  平均用时（工作日）  用时已知（件）  处于关键路径（件）  占比（%）
受理                0.67               3                   2     100.00
环评               14.67               3                   1      50.00
能评               12.50               2                   1      50.00
用时全部已知 2 件，平均全程 17.50 个工作日；另有 1 件未计入
>>> figures.bottleneck().name
'环评'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from zhengwu.approval.process.choices import taken
from zhengwu.approval.process.durations import Durations
from zhengwu.approval.process.model import Graph, Process, ProcessError, require_days, require_process
from zhengwu.errors import UndefinedRateError, UnknownNameError
from zhengwu.exact.rate import Rate
from zhengwu.table.layout import columns, plain

__all__ = ["ProcessFigures", "StageFigures", "stage_figures"]

_PLACES = 2


@attrs.frozen
class StageFigures:
    """One stage over many cases: `total` days in the `known` cases whose duration of it is known.

    `critical` of the `complete` cases that took it, in which every stage is known, have it on a critical path.
    """

    name: str
    known: int
    total: int
    critical: int
    complete: int

    @property
    def mean(self) -> Rate:
        """Mean net working days. Raises `UndefinedRateError` where no case tells it."""
        return self._over(self.total, self.known)

    @property
    def frequency(self) -> Rate:
        """The share of the complete cases that waited for it. Raises `UndefinedRateError` where there are none."""
        return self._over(self.critical, self.complete)

    @property
    def weight(self) -> Rate:
        """Mean times frequency, in working days. Raises `UndefinedRateError` where one of them is undefined."""
        return self.mean * self.frequency

    def _over(self, part: int, whole: int) -> Rate:
        if not whole:
            raise UndefinedRateError("no case tells how long it took", reason="missing", field=f"stage {self.name}")
        return Rate.of(part, whole)


@attrs.frozen
class ProcessFigures:
    """What many cases say of a process: its stages, and `days` that the `complete` cases took along their longest path.

    `incomplete` cases have a stage of unknown duration, or leave open which branch they took.
    """

    stages: tuple[StageFigures, ...]
    complete: int
    incomplete: int
    days: int

    @property
    def mean(self) -> Rate:
        """Mean length of a complete case in working days. Raises `UndefinedRateError` where there is none."""
        if not self.complete:
            raise UndefinedRateError("no case is known from end to end", reason="missing", field="cases (办件)")
        return Rate.of(self.days, self.complete)

    def bottleneck(self) -> StageFigures | None:
        """The stage of the largest weight (瓶颈环节), the first of equals; None where no stage has one."""
        weighed = [stage for stage in self.stages if stage.known and stage.complete]
        return max(weighed, key=lambda stage: stage.weight) if weighed else None

    def __str__(self) -> str:
        head = ("环节", "平均用时（工作日）", "用时已知（件）", "处于关键路径（件）", "占比（%）")
        rows: list[Sequence[tuple[str, str]]] = [[(text, "") for text in head]]
        for stage in self.stages:
            mean = str(stage.mean.rounded(_PLACES)) if stage.known else ""
            share = stage.frequency.percent(_PLACES).removesuffix("%") if stage.complete else ""
            rows.append([(text, "") for text in (stage.name, mean, str(stage.known), str(stage.critical), share)])
        lines = [plain(line) for line in columns(_flush(rows), right=range(1, len(head)))]
        whole = f"，平均全程 {self.mean.rounded(_PLACES)} 个工作日" if self.complete else ""
        lines.append(f"用时全部已知 {self.complete} 件{whole}；另有 {self.incomplete} 件未计入")
        return "\n".join(lines)


def stage_figures(process: Process, cases: Iterable[Durations]) -> ProcessFigures:
    """What the durations of many cases, as `net_durations` gives them, say of a process.

    Raises `UnknownNameError` for a stage that the process does not have, `ProcessError` for a negative duration.
    """
    require_process(process)
    known, total, critical, complete = (dict.fromkeys(process.names, 0) for _ in range(4))
    whole = days = left = 0
    ways: dict[frozenset[str], _Way | None] = {}
    for durations in cases:
        names = frozenset(durations)
        if names not in ways:
            ways[names] = _way(process, names)
        for name, value in durations.items():
            if value is not None:
                if type(value) is not int or value < 0:
                    require_days(value, f"days of {name} (办理天数)")
                known[name] += 1
                total[name] += value
        way = ways[names]
        length = None if way is None else way.run(durations, critical)
        if way is None or length is None:
            left += 1
            continue
        whole, days = whole + 1, days + length
        for name in way.names:
            complete[name] += 1
    stages = (StageFigures(name, known[name], total[name], critical[name], complete[name]) for name in process.names)
    return ProcessFigures(tuple(stages), whole, left, days)


@attrs.frozen
class _Way:
    """A graph made ready for many cases: the names in order, and the places of predecessors and successors."""

    names: tuple[str, ...]
    before: tuple[tuple[int, ...], ...]
    behind: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, graph: Graph) -> _Way:
        names = tuple(stage.name for stage in graph.ordered)
        at = {name: place for place, name in enumerate(names)}
        before = tuple(tuple(at[one] for one in graph.predecessors(name)) for name in names)
        return cls(names, before, tuple(tuple(at[one] for one in graph.successors(name)) for name in names))

    def run(self, durations: Durations, critical: dict[str, int]) -> int | None:
        """The longest path, its stages counted as critical; None where a stage is not known."""
        taking: list[int] = []
        for name in self.names:
            days = durations.get(name)
            if days is None:
                return None
            taking.append(days)
        ends: list[int] = []
        for own, before in zip(taking, self.before, strict=True):
            ends.append(own + max([ends[place] for place in before], default=0))
        length = max(ends, default=0)
        latest = [length] * len(ends)  # the last end of each that delays nothing
        for place in reversed(range(len(ends))):
            behind = self.behind[place]
            if behind:
                latest[place] = min([latest[other] - taking[other] for other in behind])
            if latest[place] == ends[place]:
                critical[self.names[place]] += 1
        return length


def _way(process: Process, names: frozenset[str]) -> _Way | None:
    unknown = sorted(names - set(process.names))
    if unknown:
        expected = "、".join(process.names)
        problem = "is no stage of this process"
        raise UnknownNameError(problem, field="stage_name (环节名称)", value=unknown[0], expected=expected)
    try:
        return _Way.of(taken(process, names))
    except ProcessError:  # the case does not say which branch it took
        return None


def _flush(rows: Sequence[Sequence[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """Rows with a last cell without text, since only the last cell of a row is never padded."""
    return [[*row, ("", "")] for row in rows]

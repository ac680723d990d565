"""What if: stages merged into one, run at once, or cut. Each answer is a new process, to be measured like the old one.

>>> from zhengwu.approval.process.burden import burden_of
>>> checks = Seq(Stage("规划核实", limit=10), Stage("消防验收", limit=15))
>>> today = Seq(Stage("测绘", limit=5), checks, Stage("备案", limit=3))
>>> print(burden_of(in_parallel(today, ["规划核实", "消防验收"])))
环节 4 个，材料 0 份（一套材料），时限 23 个工作日
>>> print(burden_of(merge(today, ["规划核实", "消防验收"], name="联合验收", limit=12)))
环节 3 个，材料 0 份（一套材料），时限 20 个工作日
>>> print(burden_of(cut(today, ["备案"])))
环节 3 个，材料 0 份（一套材料），时限 30 个工作日
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhengwu.approval.process.choices import as_graph
from zhengwu.approval.process.model import Alt, Graph, Par, Process, ProcessError, Seq, Stage, require_process
from zhengwu.errors import UnknownNameError

__all__ = ["cut", "in_parallel", "merge"]

_STAGES = "stages (环节)"


def merge(
    process: Process, stages: Iterable[str], *, name: str, limit: int | None = None, body: str | None = None
) -> Process:
    """These stages as one (多评合一, 联合验收): it starts when all they waited for has ended, and asks each paper once.

    `limit` is what the offices agree on; None takes the longest of the merged. Raises `UnknownNameError` for a stage
    that is not there, `ProcessError` for one between them that is not merged, or stages of two branches.
    """
    names = _named(process, stages)

    def merged(graph: Graph) -> Graph:
        _require_no_way_between(graph, names)
        members = [stage for stage in graph.stages if stage.name in names]
        papers = dict.fromkeys(paper for stage in members for paper in stage.documents)
        days = max(stage.limit for stage in members) if limit is None else limit
        one = Stage(name, limit=days, documents=tuple(papers), body=body)
        kept = [one if stage is members[0] else stage for stage in graph.stages if stage not in members[1:]]
        after: dict[str, set[str]] = {}
        for edge in graph.edges:
            before, behind = (name if end in names else end for end in edge)
            if before != behind:
                after.setdefault(behind, set()).add(before)
        return Graph(kept, after=after)

    return _within(process, names, merged)


def in_parallel(process: Process, stages: Iterable[str]) -> Process:
    """These stages at once (并联): none waits for another of them, each for all else that it waited for.

    What waited for one of them, be it through another, still does; so the whole never takes longer. Raises what `merge`
    raises.
    """
    names = _named(process, stages)

    def freed(graph: Graph) -> Graph:
        _require_no_way_between(graph, names)
        outside = {one for name in names for one in graph.predecessors(name)} - set(names)
        behind = {one for name in names for one in graph.successors(name)} - set(names)
        after = {name: set(graph.predecessors(name)) for name in graph.names}
        after |= {name: outside & _all_before(graph, name) for name in names}
        after |= {name: after[name] | set(names) & _all_before(graph, name) for name in behind}
        return Graph(graph.stages, after=after)

    return _within(process, names, freed)


def cut(process: Process, stages: Iterable[str]) -> Process:
    """The process without these stages: what waited for them waits for what they waited for.

    Raises `UnknownNameError` for a stage that is not there.
    """
    for name in _named(process, stages):
        process = _without(process, name)
    return process


def _named(process: Process, stages: Iterable[str]) -> tuple[str, ...]:
    require_process(process)
    names = tuple(dict.fromkeys([stages] if isinstance(stages, str) else stages))
    for name in names:
        if name not in process.names:
            expected = "、".join(process.names)
            raise UnknownNameError("is no stage of this process", field=_STAGES, value=name, expected=expected)
    if not names:
        raise ProcessError("names no stage", field=_STAGES)
    return names


def _within(process: Process, names: tuple[str, ...], change: Callable[[Graph], Graph]) -> Process:
    """The process with its smallest part that holds all these stages changed, as a graph; of branches, each."""
    if isinstance(process, Seq | Par | Alt):
        holding = [set(names) <= set(part.names) for part in process.parts]
        if any(holding):
            pairs = zip(process.parts, holding, strict=True)
            return _like(process, (_within(part, names, change) if held else part for part, held in pairs))
    return change(as_graph(process))


def _like(process: Seq | Par | Alt, parts: Iterable[Process]) -> Process:
    return Alt(*parts, shares=process.shares) if isinstance(process, Alt) else type(process)(*parts)


def _without(process: Process, name: str) -> Process:
    if name not in process.names:
        return process
    if isinstance(process, Stage):
        return Seq()
    if isinstance(process, Seq | Par | Alt):
        return _like(process, (_without(part, name) for part in process.parts))
    after = {other: set(process.predecessors(other)) for other in process.names if other != name}
    for other in process.successors(name):
        after[other] = after[other] - {name} | set(process.predecessors(name))
    return Graph([stage for stage in process.stages if stage.name != name], after=after)


def _all_before(graph: Graph, name: str) -> set[str]:
    found: set[str] = set()
    left = [name]
    while left:
        new = [one for one in graph.predecessors(left.pop()) if one not in found]
        found.update(new)
        left += new
    return found


def _require_no_way_between(graph: Graph, names: tuple[str, ...]) -> None:
    """Refuse where a stage stands between two of them: it would have to wait for itself."""
    behind = {one for one in graph.names if _all_before(graph, one) & set(names)}
    before = {one for name in names for one in _all_before(graph, name)}
    between = "、".join(name for name in graph.names if name in behind & before and name not in names)
    if between:
        raise ProcessError("stands between them", field=_STAGES, value=between, expected="to be named with them")

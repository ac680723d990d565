"""What a process is made of: a stage, stages one after another, at once, or one of several, or any order at all.

    Stage       one office's work, with its limit in working days and the documents it asks for       环节
    Seq(p, …)   one after another                                                                     串联
    Par(p, …)   at once; what follows waits for the last                                              并联
    Alt(p, …)   one of several, by the kind of case                                                   分支
    Graph       stages that each start when all their predecessors have ended                         网络

Parts may be processes of any of these kinds; `Seq()` is the process without a stage. All are immutable. Source: the
joint handling (统一办理, 联合办理, 集中办理) of 行政许可法 26, and 并联审批 as offices describe it.

>>> Seq(Stage("立项", limit=5), Par(Stage("环评", limit=20), Stage("能评", limit=10)), Stage("施工许可", limit=7)).names
('立项', '环评', '能评', '施工许可')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from zhengwu.errors import UnknownNameError, ZhengwuError
from zhengwu.exact.number import refuse_float
from zhengwu.exact.rate import Rate
from zhengwu.stats.growth import RateLike

__all__ = ["Alt", "Graph", "Par", "Process", "ProcessError", "Seq", "Stage", "require_days", "require_process"]

_NAME = "name (环节名称)"


class ProcessError(ZhengwuError, ValueError):
    """A process that cannot be, or that a question has no answer for: a cycle, a stage twice, an open branch."""


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    """Distinct texts in their order."""
    texts: tuple[Any, ...] = () if isinstance(values, str) else tuple(values)
    if isinstance(values, str) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise ProcessError("is not a list of names", value=values, expected='such as ["营业执照"]')
    twice = next((text for text in texts if texts.count(text) > 1), None)
    if twice is not None:
        raise ProcessError("is named twice", value=twice)
    return texts


@attrs.frozen
class Stage:
    """One stage (环节): `limit` in working days, `documents` the papers it asks for, `body` whose work it is.

    The same paper asked by several stages has the same text in each, so that one set of files counts it once. Raises
    `ProcessError` for a blank name, a negative limit or a paper named twice, `InexactError` for a float.

    >>> Stage("环评", limit=20, documents=["营业执照", "环评报告"], body="环保局").documents
    ('营业执照', '环评报告')
    """

    name: str
    limit: int = attrs.field(kw_only=True)
    documents: tuple[str, ...] = attrs.field(kw_only=True, default=(), converter=_texts)
    body: str | None = attrs.field(kw_only=True, default=None)

    def __attrs_post_init__(self) -> None:
        name: Any = self.name  # outside data has other types
        if not isinstance(name, str) or not name.strip():
            raise ProcessError("is not a text with something in it", field=_NAME, value=name)
        require_days(self.limit, "limit (时限)")

    @property
    def names(self) -> tuple[str, ...]:
        """The name, as of every process."""
        return (self.name,)


@attrs.frozen(init=False, repr=False)
class Seq:
    """Processes one after another (串联). `Seq()` is nothing at all.

    >>> Seq(Stage("受理", limit=1), Stage("审查", limit=9))
    Seq(Stage(name='受理', limit=1, documents=(), body=None), Stage(name='审查', limit=9, documents=(), body=None))
    """

    parts: tuple[Process, ...]
    names: tuple[str, ...] = attrs.field(eq=False)

    def __init__(self, *parts: Process) -> None:
        self.__attrs_init__(parts, _names_together(parts))

    def __repr__(self) -> str:
        return f"Seq({', '.join(map(repr, self.parts))})"


@attrs.frozen(init=False, repr=False)
class Par:
    """Processes that run at once (并联): the next one starts when the last of them has ended.

    >>> len(Par(Stage("环评", limit=20), Stage("能评", limit=10)).parts)
    2
    """

    parts: tuple[Process, ...]
    names: tuple[str, ...] = attrs.field(eq=False)

    def __init__(self, *parts: Process) -> None:
        self.__attrs_init__(parts, _names_together(parts))

    def __repr__(self) -> str:
        return f"Par({', '.join(map(repr, self.parts))})"


@attrs.frozen(init=False, repr=False)
class Alt:
    """One of several processes, by the kind of case (分支). `shares` say how often each is taken; they sum to 1.

    The branches may have stages in common; `Seq()` as a branch takes none.

    >>> Alt(Stage("报告书", limit=60), Stage("报告表", limit=30), shares=["25%", "75%"]).shares
    (Rate("1/4"), Rate("3/4"))
    """

    parts: tuple[Process, ...]
    shares: tuple[Rate, ...] | None
    names: tuple[str, ...] = attrs.field(eq=False)

    def __init__(self, *parts: Process, shares: Sequence[RateLike] | None = None) -> None:
        for part in parts:
            require_process(part)
        if not parts:
            raise ProcessError("has no branch", field="Alt (分支)", expected="one or more")
        names = tuple(dict.fromkeys(name for part in parts for name in part.names))
        self.__attrs_init__(parts, _shares(shares, len(parts)), names)

    def __repr__(self) -> str:
        shares = "" if self.shares is None else f", shares={list(self.shares)!r}"
        return f"Alt({', '.join(map(repr, self.parts))}{shares})"


@attrs.frozen(init=False, repr=False)
class Graph:
    """Stages in any order: each starts when all stages it comes `after` have ended.

    `edges` are pairs (before, after) of names; `ordered` are the stages, each behind all its predecessors. Raises
    `ProcessError` for a cycle, which it names, or a stage twice, `UnknownNameError` for a predecessor that is no stage.

    >>> stages = [Stage("立项", limit=5), Stage("规划", limit=10), Stage("施工许可", limit=7)]
    >>> Graph(stages, after={"规划": ["立项"], "施工许可": ["立项", "规划"]}).predecessors("施工许可")
    ('立项', '规划')
    >>> Graph(stages, after={"规划": ["立项"], "立项": ["规划"]})
    Traceback (most recent call last):
    zhengwu.approval.process.model.ProcessError: after (前置环节): 立项 → 规划 → 立项 wait for each other
    """

    stages: tuple[Stage, ...]
    edges: frozenset[tuple[str, str]]
    ordered: tuple[Stage, ...] = attrs.field(eq=False)
    names: tuple[str, ...] = attrs.field(eq=False)

    def __init__(self, stages: Iterable[Stage], *, after: Mapping[str, Iterable[str]] | None = None) -> None:
        kept = tuple(stages)
        for stage in kept:
            if not isinstance(stage, Stage):
                raise ProcessError("is not a stage", field="stages (环节)", value=stage, expected="Stage(…)")
        names = _names_together(kept)
        before = {name: _texts(list(names_before)) for name, names_before in (after or {}).items()}
        for name in (*before, *(one for several in before.values() for one in several)):
            if name not in names:
                problem = "is no stage of this process"
                raise UnknownNameError(problem, field="after (前置环节)", value=name, expected="、".join(names))
        edges = frozenset((one, name) for name, several in before.items() for one in several)
        self.__attrs_init__(kept, edges, _ordered(kept, before), names)

    def __repr__(self) -> str:
        after = {name: list(self.predecessors(name)) for name in self.names if self.predecessors(name)}
        return f"Graph({list(self.stages)!r}, after={after!r})"

    def predecessors(self, name: str) -> tuple[str, ...]:
        """The stages that must end before this one starts, in the order of the stages."""
        return tuple(other for other in self.names if (other, name) in self.edges)

    def successors(self, name: str) -> tuple[str, ...]:
        """The stages that wait for this one."""
        return tuple(other for other in self.names if (name, other) in self.edges)


Process: TypeAlias = Stage | Seq | Par | Alt | Graph
"""A process of any kind."""


def require_process(value: object) -> None:
    """Raise `ProcessError` for what is no process."""
    if not isinstance(value, Stage | Seq | Par | Alt | Graph):
        raise ProcessError("is not a process", value=value, expected="a Stage, Seq, Par, Alt or Graph")


def require_days(value: object, field: str) -> None:
    """Raise `InexactError` for a float, `ProcessError` for anything else but a whole number of days, 0 or more."""
    if type(value) is not int or value < 0:
        expected = "whole working days, 0 or more"
        raise refuse_float(value, field=field) or ProcessError(
            "is not a number of days", field=field, value=value, expected=expected
        )


def _names_together(parts: Iterable[Process]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in parts:
        require_process(part)
        for name in part.names:
            if name in found:
                raise ProcessError("stands twice in one process", field=_NAME, value=name, expected="one name each")
        found.update(dict.fromkeys(part.names))
    return tuple(found)


def _shares(shares: Sequence[RateLike] | None, count: int) -> tuple[Rate, ...] | None:
    if shares is None:
        return None
    rates = tuple(Rate(share) for share in shares)
    if len(rates) != count or any(rate < 0 for rate in rates) or sum(rates, Rate(0)) != 1:
        told = ", ".join(map(str, rates))
        raise ProcessError("are not shares", field="shares (占比)", value=told, expected=f"{count} that sum to 1")
    return rates


def _ordered(stages: Sequence[Stage], before: Mapping[str, Sequence[str]]) -> tuple[Stage, ...]:
    """Each stage behind its predecessors, else as given."""
    placed: dict[str, Stage] = {}
    left = list(stages)
    while left:
        ready = [stage for stage in left if all(name in placed for name in before.get(stage.name, ()))]
        if not ready:
            raise ProcessError(f"{' → '.join(_cycle(left, before))} wait for each other", field="after (前置环节)")
        placed.update((stage.name, stage) for stage in ready)
        left = [stage for stage in left if stage.name not in placed]
    return tuple(placed.values())


def _cycle(left: Sequence[Stage], before: Mapping[str, Sequence[str]]) -> list[str]:
    """Names that wait for each other in a ring, in the order of the work; every stage that is left waits for one."""
    names = {stage.name for stage in left}
    path = [left[0].name]
    while path[-1] not in path[:-1]:
        path.append(next(name for name in before[path[-1]] if name in names))
    ring = path[path.index(path[-1]) :][::-1]
    first = min(range(len(ring) - 1), key=lambda at: [stage.name for stage in left].index(ring[at]))
    return [*ring[first:-1], *ring[: first + 1]]

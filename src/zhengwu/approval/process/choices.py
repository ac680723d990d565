"""Processes with branches: what one case may meet. Each choice of branches is a plain graph of stages.

>>> from zhengwu.approval.process.model import Seq, Stage
>>> review = Alt(Stage("报告书", limit=60), Stage("报告表", limit=30), shares=["1/4", "3/4"])
>>> [(str(share), graph.names) for share, graph in variants(Seq(Stage("受理", limit=1), review))]
[('1/4', ('受理', '报告书')), ('3/4', ('受理', '报告表'))]
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from zhengwu.approval.process.model import Alt, Graph, Process, ProcessError, Seq, Stage, require_process
from zhengwu.exact.rate import Rate

__all__ = ["MOST_VARIANTS", "as_graph", "expected", "resolve", "taken", "variants"]

MOST_VARIANTS = 4096
"""More choices of branches than this are refused."""

Choice = Callable[[Alt], Process]


def resolve(process: Process, choice: Choice) -> Graph:
    """The process as one graph, `choice` saying which branch each alternative takes.

    >>> resolve(Alt(Stage("甲", limit=3), Stage("乙", limit=2)), lambda alt: alt.parts[1]).names
    ('乙',)
    """
    require_process(process)
    if isinstance(process, Graph):
        return process
    if isinstance(process, Stage):
        return Graph([process])
    if isinstance(process, Alt):
        return resolve(choice(process), choice)
    parts = [graph for part in process.parts if (graph := resolve(part, choice)).stages]
    stages = [stage for graph in parts for stage in graph.stages]
    after = {name: list(graph.predecessors(name)) for graph in parts for name in graph.names}
    if isinstance(process, Seq):
        for earlier, later in pairwise(parts):
            ends = [name for name in earlier.names if not earlier.successors(name)]
            for name in later.names:
                if not later.predecessors(name):
                    after[name] = ends
    return Graph(stages, after=after)


def as_graph(process: Process) -> Graph:
    """The process as one graph. Raises `ProcessError` where it has a branch: nobody said which one is taken.

    >>> as_graph(Seq(Stage("受理", limit=1), Stage("审查", limit=3))).predecessors("审查")
    ('受理',)
    """
    return resolve(process, _no_choice)


def taken(process: Process, names: Collection[str]) -> Graph:
    """The branches in which these stages occur, as one graph; what a case ran through says which way it took.

    A branch without a stage was taken where none of the others' stages occur. Raises `ProcessError` where the names
    leave open which branch it was, or fit none.

    >>> taken(Alt(Stage("报告书", limit=60), Stage("报告表", limit=30)), ["报告表"]).names
    ('报告表',)
    """

    def choice(alt: Alt) -> Process:
        met = set(names) & set(alt.names)
        fitting = [part for part in alt.parts if met <= set(part.names)]
        exact = [part for part in fitting if met == set(part.names)]
        found = exact if len(exact) == 1 else fitting
        if len(found) == 1 and (met or not found[0].names):
            return found[0]
        problem = "fits no branch" if not fitting else "leaves open which branch was taken"
        raise ProcessError(problem, field="stages (环节)", value="、".join(sorted(met)) or None)

    return resolve(process, choice)


def variants(process: Process) -> Iterator[tuple[Rate | None, Graph]]:
    """Every choice of branches, as the share of cases that take it and the graph they meet.

    The share is the product of the shares of its branches, each chosen for itself; None where one of them has none.
    Raises `ProcessError` for more than `MOST_VARIANTS` choices.
    """
    require_process(process)
    _require_few(process)
    for share, resolved in _variants(process):
        yield share, as_graph(resolved)


def expected(process: Process, measure: Callable[[Graph], int]) -> Fraction:
    """The mean of a measure over the cases, by the shares of the branches: exact, and never rounded.

    Raises `ProcessError` where a branch has no share.

    >>> from zhengwu.approval.process.scheduling import limit_of
    >>> expected(Alt(Stage("报告书", limit=60), Stage("报告表", limit=30), shares=["1/4", "3/4"]), limit_of)
    Fraction(75, 2)
    """
    mean = Fraction(0)
    for share, graph in variants(process):
        if share is None:
            raise ProcessError("are missing, so there is no mean", field="shares (占比)", expected="Alt(…, shares=[…])")
        mean += share.as_fraction() * measure(graph)
    return mean


def _no_choice(alt: Alt) -> Process:
    problem = "has branches: say which is taken"
    raise ProcessError(problem, field="process (流程)", expected=f"one way through {'、'.join(alt.names)}")


def _variants(process: Process) -> Iterator[tuple[Rate | None, Process]]:
    if isinstance(process, Stage | Graph):
        yield Rate(1), process
    elif isinstance(process, Alt):
        for number, part in enumerate(process.parts):
            own = None if process.shares is None else process.shares[number]
            for share, one in _variants(part):
                yield (None if own is None or share is None else own * share), one
    else:
        kind = type(process)
        for choice in product(*(tuple(_variants(part)) for part in process.parts)):
            shares = [share for share, _ in choice if share is not None]
            together = prod(shares, start=Rate(1)) if len(shares) == len(choice) else None
            yield together, kind(*(one for _, one in choice))


def _count(process: Process) -> int:
    if isinstance(process, Stage | Graph):
        return 1
    counts = [_count(part) for part in process.parts]
    return sum(counts) if isinstance(process, Alt) else prod(counts)


def _require_few(process: Process) -> None:
    count = _count(process)
    if count > MOST_VARIANTS:
        problem = "has too many choices of branches to go through"
        raise ProcessError(problem, field="process (流程)", value=count, expected=f"at most {MOST_VARIANTS}")

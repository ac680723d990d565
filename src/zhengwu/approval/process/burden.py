"""What a process asks: steps, documents and a limit. Three dimensions, each told apart and never averaged.

    steps 环节         each stage is one; stages that run at once stay steps, stages merged into one do not
    documents 材料     one set of files counts a paper once (union); files handed to each office anew are added up (sum)
    limit 时限         working days along the longest path

>>> from zhengwu.approval.process.model import Par, Seq, Stage
>>> both = Par(Stage("环评", limit=20, documents=["执照", "报告书"]), Stage("能评", limit=10, documents=["执照"]))
>>> print(burden_of(both))
环节 2 个，材料 2 份（一套材料），时限 20 个工作日
>>> print(burden_of(both, documents="sum"))
环节 2 个，材料 3 份（分别提交），时限 20 个工作日
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from zhengwu.approval.process.choices import variants
from zhengwu.approval.process.model import Alt, Graph, Process, Stage, require_process
from zhengwu.approval.process.scheduling import limit_of
from zhengwu.errors import UnknownNameError
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import require_count
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word

__all__ = ["Burden", "Dimension", "DocumentCount", "burden_of", "documents_of", "steps_of"]


class Dimension(Word):
    """What a reform of a process cuts (approval.md §7)."""

    STEPS = "环节"
    DOCUMENTS = "材料"
    LIMIT = "时限"

    @property
    def unit(self) -> str:
        """The unit its figures are printed in."""
        return _UNITS[self]


class DocumentCount(Word):
    """How documents are counted: one set of files for all offices, or what each of them asks for, added up."""

    UNION = "一套材料"
    SUM = "分别提交"


_UNITS = {Dimension.STEPS: "个", Dimension.DOCUMENTS: "份", Dimension.LIMIT: "个工作日"}


@record
class Burden(Record):
    """Steps, documents and limit of a process, counted or as published; None where nobody says.

    >>> print(Burden(steps=19, documents=126, limit=60))
    环节 19 个，材料 126 份，时限 60 个工作日
    """

    steps: Whole | None = field(zh="环节", also=("审批环节", "环节数"), default=None)
    documents: Whole | None = field(zh="材料", also=("申请材料", "材料数"), default=None)
    limit: Whole | None = field(zh="时限", also=("办理时限", "工作日"), default=None)
    documents_counted: DocumentCount | None = field(zh="材料计数方式", default=None)

    def __attrs_post_init__(self) -> None:
        for name in ("steps", "documents", "limit"):
            require_count(self, name)

    def of(self, dimension: Dimension) -> int | None:
        """The figure of one dimension."""
        figures = {Dimension.STEPS: self.steps, Dimension.DOCUMENTS: self.documents, Dimension.LIMIT: self.limit}
        return figures[dimension]

    def __str__(self) -> str:
        counted = f"（{self.documents_counted.zh}）" if self.documents_counted else ""
        return "，".join(
            f"{dimension.zh} {self.of(dimension)} {dimension.unit}" + counted * (dimension is Dimension.DOCUMENTS)
            for dimension in Dimension
            if self.of(dimension) is not None
        )


def burden_of(process: Process, *, documents: DocumentCount | str = DocumentCount.UNION) -> Burden:
    """What a process asks at the most: of branches each dimension takes the one that asks most of it.

    `documents` is how they are counted, and stands in the result. What it asks on the average is
    `expected(process, steps_of)`. Raises `UnknownNameError` for another way of counting, `ProcessError` for more
    branches than `variants` goes through.
    """
    counted = counting(documents)
    return Burden(
        steps=steps_of(process),
        documents=documents_of(process, counted),
        limit=limit_of(process),
        documents_counted=counted,
    )


def steps_of(process: Process) -> int:
    """The steps: a stage is one, whatever runs at once (环节). Of branches the longest row counts.

    >>> from zhengwu.approval.process.model import Par
    >>> steps_of(Par(Stage("环评", limit=20), Stage("能评", limit=10)))
    2
    """
    require_process(process)
    if isinstance(process, Stage):
        return 1
    if isinstance(process, Graph):
        return len(process.stages)
    counts = map(steps_of, process.parts)
    return max(counts) if isinstance(process, Alt) else sum(counts)


def documents_of(process: Process, documents: DocumentCount | str = DocumentCount.UNION) -> int:
    """The documents, counted as `documents` says. Of branches those that ask most count.

    >>> documents_of(Stage("受理", limit=1, documents=["申请表", "执照"]))
    2
    """
    count = _COUNTS[counting(documents)]
    return max(count(graph) for _, graph in variants(process))


def counting(documents: DocumentCount | str) -> DocumentCount:
    """A way of counting documents. Raises `UnknownNameError` for a word that is none."""
    try:
        return DocumentCount(documents)
    except ValueError:
        expected = "union (一套材料) or sum (分别提交)"
        problem = "is no way to count documents"
        raise UnknownNameError(problem, field="documents (材料)", value=documents, expected=expected) from None


def _asked(graph: Graph) -> list[str]:
    return list(itertools.chain.from_iterable(stage.documents for stage in graph.stages))


_COUNTS: dict[DocumentCount, Callable[[Graph], int]] = {
    DocumentCount.UNION: lambda graph: len(set(_asked(graph))),
    DocumentCount.SUM: lambda graph: len(_asked(graph)),
}

"""The same figures from columns: a process over a million cases in one pass, in integers, equal to the last digit.

A column holds what one stage took in every case, in net working days; a negative number says that nobody knows. The
columns are arrays of whole numbers that know the array standard (numpy 2 or later, or any other such library); the
library itself is the caller's, and nothing here imports it. Cases go through in blocks that stay in the cache.

>>> import numpy
>>> from zhengwu.approval.process.model import Par, Seq, Stage
>>> process = Seq(Stage("受理", limit=1), Par(Stage("环评", limit=20), Stage("能评", limit=10)))
>>> columns = {"受理": numpy.array([1, 0, 1]), "环评": numpy.array([14, 18, 12]), "能评": numpy.array([16, 9, -1])}
>>> lengths, figures = case_columns(process, columns)
>>> lengths.tolist(), figures.bottleneck().name
([17, 18, -1], '环评')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhengwu.approval.process.choices import as_graph
from zhengwu.approval.process.figures import ProcessFigures, StageFigures
from zhengwu.approval.process.model import Process, ProcessError
from zhengwu.errors import InexactError, UnknownNameError

__all__ = ["case_columns"]

_BLOCK = 1 << 14  # cases; a dozen columns of them fit into a cache of the second level
_LARGEST = 1 << 40  # days; far beyond any calendar, and no sum of a process overflows


def case_columns(process: Process, columns: Mapping[str, Any]) -> tuple[Any, ProcessFigures]:
    """The longest path of every case, −1 where a stage is not known, and the figures of the process.

    `columns` has one for every stage, all of one length; `process` has no branch. Raises `UnknownNameError` for a
    column that is missing or no stage, `InexactError` for one that is not of whole numbers, `ProcessError` for lengths
    that differ, a duration beyond reason, or a branch.
    """
    graph = as_graph(process)
    names = tuple(stage.name for stage in graph.ordered)
    arrays = _looked_through(names, columns)
    before = {name: graph.predecessors(name) for name in names}
    behind = {name: graph.successors(name) for name in names}
    if not names:
        raise ProcessError("has no stage, so there are no columns", field="process (流程)")
    first = arrays[names[0]]
    space, count = first.__array_namespace__(), int(first.shape[0])
    lengths = space.empty(count, dtype=space.int64)
    known, total, critical = (dict.fromkeys(names, 0) for _ in range(3))
    whole = days = 0
    for start in range(0, count, _BLOCK):
        part = {name: space.astype(arrays[name][start : start + _BLOCK], space.int64) for name in names}
        told = {name: column >= 0 for name, column in part.items()}
        for name in names:
            known[name] += int(space.count_nonzero(told[name]))
            total[name] += int(space.sum(space.where(told[name], part[name], 0)))
        ends: dict[str, Any] = {}
        for name in names:
            ends[name] = _over(space.maximum, [ends[one] for one in before[name]], 0) + part[name]
        length = _over(space.maximum, [ends[name] for name in names if not behind[name]], 0)
        complete = _over(space.logical_and, list(told.values()), None)
        latest: dict[str, Any] = {}
        for name in reversed(names):
            starts = [latest[other] - part[other] for other in behind[name]]
            latest[name] = _over(space.minimum, starts, length)
            on_path = space.logical_and(latest[name] == ends[name], complete)
            critical[name] += int(space.count_nonzero(on_path))
        whole += int(space.count_nonzero(complete))
        days += int(space.sum(space.where(complete, length, 0)))
        lengths[start : start + _BLOCK] = space.where(complete, length, -1)
    stages = (StageFigures(name, known[name], total[name], critical[name], whole) for name in graph.names)
    return lengths, ProcessFigures(tuple(stages), whole, count - whole, days)


def _over(operation: Any, arrays: list[Any], none: Any) -> Any:
    if not arrays:
        return none
    found = arrays[0]
    for array in arrays[1:]:
        found = operation(found, array)
    return found


def _looked_through(names: tuple[str, ...], columns: Mapping[str, Any]) -> dict[str, Any]:
    for name in (*names, *columns):
        if name not in columns or name not in names:
            problem = "is no stage of this process" if name in columns else "has no column"
            expected = "、".join(names)
            raise UnknownNameError(problem, field="columns (环节名称)", value=name, expected=expected)
    arrays = {
        name: column if hasattr(column, "__array_namespace__") else _told(name, column)
        for name, column in columns.items()
    }
    for name, column in arrays.items():
        space, field = column.__array_namespace__(), f"column {name} (办理天数)"
        if not space.isdtype(column.dtype, "integral") or column.ndim != 1:
            kind = f"{column.ndim}-dimensional {column.dtype}"
            raise InexactError("is not a column of whole numbers", field=field, value=kind, expected="such as int32")
        if column.shape != arrays[names[0]].shape:
            told, wanted = int(column.shape[0]), int(arrays[names[0]].shape[0])
            raise ProcessError("is not as long as the others", field=field, value=told, expected=str(wanted))
        if column.shape[0] and int(space.max(column)) > _LARGEST:
            raise ProcessError("holds a duration beyond reason", field=field, value=int(space.max(column)))
    return arrays


def _told(name: str, column: Any) -> Any:
    """A column of a dataframe as its array."""
    to_numpy = getattr(column, "to_numpy", None)
    array = None if to_numpy is None else to_numpy()
    if not hasattr(array, "__array_namespace__"):
        field, kind = f"column {name} (办理天数)", type(column).__name__
        raise InexactError("is not a column", field=field, value=kind, expected="an array of numpy 2 or later")
    return array

"""What the columns of a grid are: label or figure, role, unit, period, total.

A header may have several levels; every level says its part: 预算金额 over 1月 is a budget in January.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs

from zhengwu.errors import FigureError
from zhengwu.exact.figure import Figure
from zhengwu.periods import Period, find_period
from zhengwu.reference.glossary import Term, glossary
from zhengwu.reference.terms import fold
from zhengwu.table.cells import is_figure
from zhengwu.table.grid import Grid
from zhengwu.table.labels import Label, read_label
from zhengwu.table.model import PRIVATE, Column, ColumnKind

__all__ = ["MEASURES", "read_columns", "unit_of"]

MEASURES = ("amount", "count", "rate", "score")
"""The kinds of terms that name what is measured."""
_UNIT_SEPARATORS = re.compile(r"[、,;/]|和")


def read_columns(
    grid: Grid, header: range, body: range, *, unit: str = "", period: Period | None = None
) -> tuple[Column, ...]:
    """The columns of a grid whose header stands in the rows `header` and whose figures in the rows `body`.

    `unit` is the unit of the whole table, `period` the period of its title (it dates headers such as 1月).
    """
    paths = [_path(grid, header, c) for c in range(grid.width)]
    kinds = _kinds(grid, body, paths)
    year = period.start.year if period is not None else None
    columns = (_column(c, paths[c], kinds[c], unit, year) for c in range(grid.width))
    return tuple(_by_cells(grid, body, column) for column in columns)


def _by_cells(grid: Grid, body: range, column: Column) -> Column:
    """What a column without a telling header is by its cells: running numbers, or figures that print %."""
    if column.role is not None or (column.kind is ColumnKind.LABEL and column.index > 0):
        return column
    texts = [text for r in body if is_figure(text := grid.text(r, column.index))]
    if column.kind is ColumnKind.LABEL and _is_running(texts):
        return attrs.evolve(column, role="serial_number")
    if column.kind is ColumnKind.FIGURE and 2 * sum(text.endswith(("%", "％")) for text in texts) > len(texts):
        return attrs.evolve(column, unit="%")
    return column


def _is_running(texts: Sequence[str]) -> bool:
    """Whether figures count up as running numbers do; a sum among the rows may take a number too."""
    if len(texts) < 2 or not all(text.isdecimal() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return numbers[0] <= 2 and all(0 < later - earlier <= 2 for earlier, later in pairwise(numbers))


def _path(grid: Grid, header: range, column: int) -> tuple[str, ...]:
    texts: list[str] = []
    seen: set[tuple[int, int] | None] = set()
    for r in header:
        text, owner = grid.text(r, column), grid.owner(r, column)
        if not text and r < header.stop - 1:
            left = next((c for c in range(column - 1, -1, -1) if grid.text(r, c)), None)
            if left is not None and grid.text(header.stop - 1, column) and grid.text(header.stop - 1, left):
                text, owner = grid.text(r, left), grid.owner(r, left)
        if text and owner not in seen:
            seen.add(owner)
            texts.append(text)
    return tuple(texts)


def _kinds(grid: Grid, body: range, paths: list[tuple[str, ...]]) -> list[ColumnKind]:
    kinds: list[ColumnKind] = []
    leading = True
    for c in range(grid.width):
        texts = [text for r in body if grid.owner(r, c) == (r, c) and (text := grid.text(r, c))]
        figures = sum(is_figure(text) for text in texts)
        term = _term(paths[c])
        is_text = bool(texts) and 2 * figures < len(texts)
        is_dimension = term is not None and term.kind == "dimension"
        is_measure = term is not None and term.kind in MEASURES
        is_private = term is not None and term.group == PRIVATE
        is_first = c == 0 and grid.width > 1 and (is_text or not is_measure)
        if is_private:  # neither a label that findings name nor a figure among labels
            kinds.append(ColumnKind.TEXT)
        elif leading and (is_dimension or is_first or (is_text and not is_measure)):
            kinds.append(ColumnKind.LABEL)
        elif is_text and not is_measure:
            kinds.append(ColumnKind.TEXT)
        else:
            kinds.append(ColumnKind.FIGURE)
            leading = False
    return kinds


def _column(index: int, path: tuple[str, ...], kind: ColumnKind, unit: str, year: int | None) -> Column:
    labels = [read_label(text) for text in path]
    if kind is not ColumnKind.FIGURE:
        term = _term(path)
        return Column(index=index, kind=kind, path=path, role=term.id if term is not None else None)
    total = next((label for label in reversed(labels) if label.kind in ("total", "subtotal")), None)
    role: Term | None = None
    scope: list[str] = []
    period: Period | None = None
    for label in labels:
        text = label.stem if label is total else label.base
        found = find_period(text or label.base, year=year)  # 全年 is a word for a total and a period
        if found is not None:
            begin, end = found[1]
            rest = text[:begin] + text[end:]
            if len(fold(rest)) <= 2:
                period = found[0]
                continue
            named = glossary().match(rest)
            if named is not None and named.term.kind in MEASURES and (begin == 0 or not named.prefix):
                period, text = found[0], rest  # 2022年办件量
        match = glossary().match(text) or glossary().match(label.text)
        if match is not None and match.term.kind in MEASURES and role is None:
            role = match.term
            scope.extend([match.prefix] if match.prefix else [])
        elif text:
            scope.append(text)
    return Column(
        index=index,
        kind=kind,
        path=path,
        role=role.id if role is not None else None,
        scope=tuple(scope) if role is not None else (),
        unit=unit_of(labels, role, unit),
        period=period,
        total=total,
    )


def _term(path: tuple[str, ...]) -> Term | None:
    for text in reversed(path):
        term = glossary().header(text)
        if term is not None:
            return term
    return None


def unit_of(labels: Sequence[Label], role: Term | None, table_unit: str) -> str | None:
    """The unit of figures under some labels: the last one printed in brackets, that of a rate, or the table's."""
    for label in reversed(labels):
        if label.bracket is not None and _is_unit(label.bracket):
            return label.bracket
    kind = role.kind if role is not None else None
    if kind == "rate":
        return "%"
    units: list[str] = _UNIT_SEPARATORS.split(fold(table_unit))
    for unit in filter(None, units):
        if kind is None or (_unit_kind(unit) == "money") == (kind == "amount"):
            return unit
    return None


def _is_unit(text: str) -> bool:
    return _unit_kind(text) is not None


def _unit_kind(text: str) -> str | None:
    """The kind of a unit text such as 万元 (its magnitude put aside), or None if it is no unit."""
    try:
        base = Figure.parse("1", unit=text).unit
    except FigureError:
        return None
    unit = glossary().unit(base) if base else None
    return unit.kind if unit is not None else None

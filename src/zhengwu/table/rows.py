"""What the rows of a grid are: parts, sums, notes, and measures where those stand in the rows.

Labels stand in the label columns, running numbers aside; a blank one is carried down. A header that a page break
repeats is a note. Where the header names no quantity and most rows do, the rows are measures, each with its own unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import attrs

from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import Term, fold
from zhengwu.table.cells import is_figure
from zhengwu.table.columns import MEASURES, unit_of
from zhengwu.table.grid import Grid
from zhengwu.table.labels import Label, read_label
from zhengwu.table.model import Column, ColumnKind, Row, RowKind

__all__ = ["read_rows"]

_ORDER = frozenset({"serial_number", "rank"})


def read_rows(grid: Grid, header: range, body: range, columns: Sequence[Column], *, unit: str = "") -> tuple[Row, ...]:
    """The rows of the body. `unit` is the unit of the whole table.

    >>> from zhengwu.table.structure import recognise
    >>> table = recognise(Grid.of([["指标", "甲区", "乙区"], ["成交金额（万元）", "8", "9"], ["节约率", "1.2", "3.4"]]))
    >>> [(row.role, row.unit) for row in table.rows]
    [('deal', '万元'), ('savings_rate', '%')]
    """
    labelled = [column.index for column in columns if column.kind is ColumnKind.LABEL]
    names = [index for index in labelled if columns[index].role not in _ORDER] or labelled
    again = {texts for r in header if len(set(texts := _texts(grid, r)) - {""}) > 1}
    rows: list[Row] = []
    carried: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    for number, r in enumerate(body):
        if _texts(grid, r) in again:
            labels = [grid.text(r, c) for c in names]
            rows.append(Row(index=number, kind=RowKind.NOTE, labels=tuple(labels), own=read_label(" ".join(labels))))
            continue
        printed = [grid.text(r, c) for c in names]
        if not any(printed):
            # 合计 may stand where the running number would, the name left blank.
            printed = [text for c in labelled if (text := grid.text(r, c)) and not is_figure(text)][:1] or printed
        found = _labelled(printed, carried, group)
        carried, group = found.labels, found.group
        kind = _row_kind(grid, r, found.own)
        rows.append(Row(index=number, kind=kind, labels=found.labels, own=found.own, group=group))
    return _with_measures(grid, body, columns, rows, unit)


class _Labels(NamedTuple):
    labels: tuple[str, ...]
    own: Label
    group: tuple[str, ...]


def _texts(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(grid.text(row, c) for c in range(grid.width))


def _labelled(printed: Sequence[str], above: Sequence[str], before: tuple[str, ...]) -> _Labels:
    """The labels of a row: printed or carried down, its own one, and the group it stands under."""
    labels = _carry_down(printed, above)
    own_at = max((i for i, text in enumerate(labels) if text), default=0)
    sums = [i for i, text in enumerate(printed) if text and read_label(text).kind in ("total", "subtotal")]
    if sums:
        own_at = sums[0]
    own = read_label(labels[own_at]) if labels else read_label("")
    group = tuple(labels[:own_at])
    if own.kind == "subtotal" and not group and len(labels) > 1:
        group = before
    return _Labels(tuple(labels), own, group)


def _carry_down(printed: Sequence[str], above: Sequence[str]) -> list[str]:
    """Fill blank leading labels from the row above: the group goes on until another is printed."""
    labels = list(printed)
    for i in range(len(labels) - 1):
        if labels[i] or not any(labels[i + 1 :]):
            break
        if len(above) > i and read_label(above[i]).kind not in ("total", "subtotal"):
            labels[i] = above[i]
    return labels


def _row_kind(grid: Grid, row: int, own: Label) -> RowKind:
    if own.kind is not None:
        return RowKind(own.kind)
    first = grid.cell(row, 0)
    if first is not None and first.column_span == grid.width > 1:
        return RowKind.NOTE
    note = fold(grid.text(row, 0)).startswith(("注:", "备注:", "说明:"))
    return RowKind.NOTE if note else RowKind.ITEM


def _with_measures(
    grid: Grid, body: range, columns: Sequence[Column], rows: Sequence[Row], unit: str
) -> tuple[Row, ...]:
    items = [row for row in rows if row.kind is RowKind.ITEM]
    terms = {row.index: term for row in items if (term := _measure(row.own)) is not None}
    named = any(column.role is not None for column in columns if column.kind is ColumnKind.FIGURE)
    everywhere = not named and len(terms) > 1 and 2 * len(terms) >= len(items)
    found = []
    for row in rows:
        term = terms.get(row.index)
        if term is not None and (everywhere or _prints_rates(grid, body[row.index], columns, row.own, term)):
            row = attrs.evolve(row, role=term.id, unit=unit_of([row.own], term, unit))  # noqa: PLW2901
        found.append(row)
    return tuple(found)


def _measure(own: Label) -> Term | None:
    match = glossary().match(own.text)
    return match.term if match is not None and match.term.kind in MEASURES else None


def _prints_rates(grid: Grid, r: int, columns: Sequence[Column], own: Label, term: Term) -> bool:
    """Whether a single row holds rates under columns that do not: its label names one, its figures print %."""
    if term.kind != "rate":
        return False
    texts = [text for c in columns if c.kind is ColumnKind.FIGURE and is_figure(text := grid.text(r, c.index))]
    return own.bracket in ("%", "‰") or (bool(texts) and all(text.endswith(("%", "％", "‰")) for text in texts))

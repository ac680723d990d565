"""A table whose structure is known: labelled figures with roles, units, periods, parts and totals.

A `Table` says what its rows and columns are; which relations must hold between them is derived in `zhengwu.auditing`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.exact.figure import Figure
from zhengwu.exact.where import Where
from zhengwu.periods import Period
from zhengwu.reference.glossary import glossary
from zhengwu.table.computed import Computation, ComputedCell, Uncounted
from zhengwu.table.grid import Grid
from zhengwu.table.labels import Label

__all__ = ["HIDDEN", "PRIVATE", "Column", "ColumnKind", "Printed", "Row", "RowKind", "Table", "Unread"]

PRIVATE = "person"
"""The group of the glossary whose columns identify a citizen (姓名, 联系电话, 身份证号码)."""
HIDDEN = "***"
"""What stands for a cell of such a column wherever a table is shown. The grid keeps what was printed."""

_MOST_SHOWN = 500  # rows in a notebook; a browser stops answering at some ten thousand


class ColumnKind(enum.StrEnum):
    """LABEL: names the rows. FIGURE: holds figures. TEXT: anything else (remarks, running numbers)."""

    LABEL = "label"
    FIGURE = "figure"
    TEXT = "text"


class RowKind(enum.StrEnum):
    """ITEM: a part. SUBTOTAL, TOTAL: a sum of parts. OF_WHICH: contained in another row. NOTE: prints no figures."""

    ITEM = "item"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    OF_WHICH = "of_which"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Column:
    """One column: its header texts from top to bottom, and what they say.

    `role` is the identifier of the glossary term the header names ("budget"), `scope` the words beside it ("热线" in
    热线按时办结), `unit` the unit of its figures ("万元"), `period` the time it covers, `total` the label when the
    header names a total.
    """

    index: int
    kind: ColumnKind
    path: tuple[str, ...] = ()
    role: str | None = None
    scope: tuple[str, ...] = ()
    unit: str | None = None
    period: Period | None = None
    total: Label | None = None

    @property
    def header(self) -> str:
        """The header as one text."""
        return " ".join(self.path)

    @property
    def is_private(self) -> bool:
        """Whether its cells identify a citizen, so that they are shown nowhere."""
        return self.role is not None and glossary().term(self.role).group == PRIVATE


@attrs.frozen(kw_only=True)
class Row:
    """One row of the body: its labels from left to right (a blank one carried down), and what they say.

    `own` is the label that names the row itself, `group` the labels it stands under, `formula` the labels of the parts
    where the label prints them. `role` and `unit` are those of its figures where the row names a quantity and its
    columns do not: measures downwards, units across.
    """

    index: int
    kind: RowKind
    labels: tuple[str, ...]
    own: Label
    group: tuple[str, ...] = ()
    role: str | None = None
    unit: str | None = None

    @property
    def formula(self) -> tuple[str, ...]:
        return self.own.terms

    @property
    def is_sum(self) -> bool:
        return self.kind in (RowKind.SUBTOTAL, RowKind.TOTAL)


@attrs.frozen(kw_only=True)
class Printed:
    """A figure in its cell: `role` is the column's unless a mark inside the cell says otherwise (`mark`)."""

    figure: Figure
    role: str | None
    mark: str = ""


@attrs.frozen(kw_only=True)
class Unread:
    """A cell that was not read as a figure, and why (a message id)."""

    where: Where
    text: str
    reason: str


@attrs.frozen(kw_only=True)
class Table:
    """Labelled figures with roles and structure, recognised from a `Grid` (see `zhengwu.table.recognise`).

    Rows and columns count from 0 over the body, label columns included. `cells` holds every figure cell that is not
    absent, blanks too. `unread` lists what was printed where a figure was expected, and figures among the labels.
    `computation` tells how a table made from records came about; a table that was read has none.
    ``print(table)`` aligns it as text; a notebook shows it as it was printed.

    >>> from zhengwu.table.structure import recognise
    >>> recognise(Grid.of([["窗口", "1月"], ["甲", "3"], ["合计", "3"]], caption="服务情况表"))
    <Table '服务情况表', 2 rows × 2 columns>
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: Mapping[tuple[int, int], Printed]
    period: Period | None = None
    unread: tuple[Unread, ...] = ()
    grid: Grid
    header_height: int = 1
    index: int = 0
    computation: Computation | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def figure_columns(self) -> tuple[Column, ...]:
        """The columns that hold figures."""
        return tuple(column for column in self.columns if column.kind is ColumnKind.FIGURE)

    def printed(self, row: int, column: int) -> Printed | None:
        """The figure printed in a cell; None where the cell is blank, a dash, a slash, absent or not a figure."""
        cell = self.cells.get((row, column))
        return cell if cell is not None and cell.figure.is_number else None

    def figures(self) -> Iterator[tuple[int, int, Figure]]:
        """Every printed number with its row and column."""
        for (row, column), cell in sorted(self.cells.items()):
            if cell.figure.is_number:
                yield row, column, cell.figure

    def where(self, row: int, column: int) -> Where:
        """The place of a cell, with the line of the source where the source has lines."""
        cell = self.grid.cell(row + self.header_height, column)
        place = cell.where if cell is not None and cell.where is not None else Where(file=self.grid.source)
        return attrs.evolve(place, table=self.index, row=row, column=column)

    def explain(self, row: int, column: int) -> ComputedCell:
        """How a figure of a rolled-up table came about: exact value, records, arithmetic, base and rounding.

        Raises `UnknownNameError` for a cell that was not computed (a label, a table that was read from a document).
        """
        cell = self.computation.cells.get((row, column)) if self.computation is not None else None
        if cell is None:
            raise UnknownNameError(
                "was not computed here", field="cell", value=(row, column), expected="a figure of a rolled-up table"
            )
        return cell

    @property
    def uncounted(self) -> tuple[Uncounted, ...]:
        """The records that stand in no cell of a rolled-up table, each with its reason."""
        return self.computation.uncounted if self.computation is not None else ()

    def label(self, row: int) -> str:
        """The labels of a row as one text, group first."""
        return " ".join(dict.fromkeys((*self.rows[row].group, self.rows[row].own.text)))

    def __str__(self) -> str:
        from zhengwu.table.text import table_text

        return table_text(self)

    def __repr__(self) -> str:
        return f"<Table {self.title!r}, {len(self.rows)} rows × {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        from zhengwu.table.html import table_html

        return table_html(self, most_rows=_MOST_SHOWN)

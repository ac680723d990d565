"""Where a figure stands in a document: a cell of a table, or a line and column of a text.

>>> str(Where(file="2017q1.txt", line=15, column_no=169))
'2017q1.txt:15:169'
>>> str(Where(file="2017q1.json", table=0, row=3, column=2))
'2017q1.json: t0r3c2'
"""

from __future__ import annotations

import attrs

__all__ = ["Where"]


@attrs.frozen(kw_only=True)
class Where:
    """A place in a document. Tables, rows and columns count from 0 over the body; lines and their columns from 1.

    `figure` names a figure of prose ("f12"); `row` is None for a cell of the header.
    """

    file: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    figure: str | None = None
    line: int | None = None
    column_no: int | None = None

    @property
    def cell(self) -> str | None:
        """The identifier of the figure: ``t0r3c2`` for a cell, ``f12`` for a figure of prose, else None."""
        if self.figure is not None:
            return self.figure
        if self.table is None or self.row is None or self.column is None:
            return None
        return f"t{self.table}r{self.row}c{self.column}"

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}" if place else f"line {self.line}"
            if self.column_no is not None:
                place += f":{self.column_no}"
        elif self.cell is not None:
            place += f": {self.cell}" if place else self.cell
        return place or "?"

    def to_dict(self) -> dict[str, str | int | None]:
        """The place as the JSON of the report spells it (without the file, which the report names once)."""
        return {
            "figure": self.figure,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "line": self.line,
            "column_no": self.column_no,
        }

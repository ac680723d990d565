"""A document as its reader found it: tables as grids, and the prose that is not in a table.

>>> from zhengwu.table.grid import Grid
>>> Document(path="a.csv", kind="csv", grids=(Grid.of([["窗口", "1月"]]),)).name
'a.csv'
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import attrs

from zhengwu.exact.where import Where
from zhengwu.table.grid import Grid

__all__ = ["Document", "Kind", "Paragraph"]

Kind = Literal["json", "csv", "dump", "docx", "text"]
Paragraph = tuple[str, Where]


@attrs.frozen(kw_only=True)
class Document:
    """What `read_document` returns.

    `path` is the file as it was named, `kind` how it was read ("dump": a text with tables in it, "text": prose alone),
    `grids` its tables in order, `paragraphs` its non-empty lines outside tables as printed, each with its place (in a
    .docx `line` counts paragraphs), and `encoding` that of a text file (None for .docx). Titles, unit lines and notes
    of tables stand in their grids.
    """

    path: str
    kind: Kind
    grids: tuple[Grid, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    encoding: str | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return Path(self.path).name

    @property
    def text(self) -> str:
        """The paragraphs, one per line."""
        return "\n".join(text for text, _ in self.paragraphs)

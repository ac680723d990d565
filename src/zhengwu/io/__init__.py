"""Documents in: tables as grids, prose as paragraphs, each with its place.

`read_document` reads .json, .csv, .tsv, .txt and .docx; see `zhengwu.io.reading`.
"""

from __future__ import annotations

from zhengwu.io.document import Document
from zhengwu.io.reading import read_document

__all__ = ["Document", "read_document"]

"""`read_document`: one door for every kind of file that can be read.

>>> read_document("report.pdf")
Traceback (most recent call last):
zhengwu.errors.ReadError: report.pdf: '.pdf' is not read yet (expected .docx, .json, .csv, .tsv, .txt: save it as such)
"""

from __future__ import annotations

import os
from pathlib import Path

from zhengwu.errors import ReadError
from zhengwu.io.csvfile import read_csv
from zhengwu.io.document import Document
from zhengwu.io.docx import read_docx
from zhengwu.io.dump import read_dump
from zhengwu.io.jsonfile import read_json
from zhengwu.io.raw import decode, read_bytes

__all__ = ["read_document"]

_EXPECTED = ".docx, .json, .csv, .tsv, .txt: save it as such"
_NOT_YET = (".xlsx", ".xls", ".html", ".htm", ".pdf", ".doc", ".wps", ".et", ".ods", ".odt", ".rtf")


def read_document(path: str | os.PathLike[str]) -> Document:
    """The document in a file, read as its suffix says: .json, .csv, .tsv, .txt (prose and text dumps), .docx.

    Raises `ReadError` (one sentence naming file, place and reason) when the file is missing, too large (64 MiB), of
    another kind or malformed, and `MissingExtraError` for a .docx when lxml is not installed. Nothing else.
    """
    file = os.fspath(path)
    if not isinstance(file, str):
        raise ReadError("is not a file name", value=file, expected="text")
    suffix = Path(file).suffix.lower()
    if suffix in _NOT_YET:
        raise ReadError("is not read yet", where=file, value=suffix, expected=_EXPECTED)
    if suffix not in (".json", ".csv", ".tsv", ".txt", ".docx"):
        raise ReadError("is not a kind of file that can be read", where=file, value=suffix, expected=_EXPECTED)
    data = read_bytes(file)
    return _read(data, suffix, file)


def _read(data: bytes, suffix: str, file: str) -> Document:
    if suffix == ".docx":
        grids, paragraphs = read_docx(data, file=file)
        return Document(path=file, kind="docx", grids=grids, paragraphs=paragraphs)
    text, encoding = decode(data, file=file)
    if suffix in (".csv", ".tsv"):
        grids, paragraphs = read_csv(text, file=file, delimiter="\t" if suffix == ".tsv" else None)
        return Document(path=file, kind="csv", grids=grids, paragraphs=paragraphs, encoding=encoding)
    if suffix == ".json":
        grids, paragraphs = read_json(text, file=file)
        return Document(path=file, kind="json", grids=grids, paragraphs=paragraphs, encoding=encoding)
    grids, paragraphs = read_dump(text, file=file)
    return Document(path=file, kind="dump" if grids else "text", grids=grids, paragraphs=paragraphs, encoding=encoding)

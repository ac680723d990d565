"""How a CSV is written: its separator, its encoding, whether a record may have several lines, and its header."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from zhengwu.errors import ReadError

__all__ = ["Dialect", "blocks", "header_of"]

_BLOCK = 1 << 22


@attrs.frozen
class Dialect:
    """How a CSV is written. Without `has_line_breaks`, a line is a record, whatever is quoted in it."""

    separator: str
    encoding: str
    has_line_breaks: bool

    @property
    def is_utf_8(self) -> bool:
        """Whether engines read it as it is."""
        return codecs.lookup(self.encoding).name in ("utf-8", "utf-8-sig")

    def require(self) -> None:
        """Raise `ReadError` for a separator or an encoding that is none."""
        if len(self.separator) != 1 or not self.separator.isascii() or self.separator in '"\r\n':
            raise ReadError("is no separator", field="separator", value=self.separator, expected="a character of ASCII")
        try:
            codecs.lookup(self.encoding)
            "".encode(self.encoding)
        except LookupError:
            told = "such as utf-8 or gb18030"
            raise ReadError("is no encoding", field="encoding", value=self.encoding, expected=told) from None


def header_of(files: Sequence[Path], dialect: Dialect) -> list[str]:
    """The names in the header, the same in all files. Raises `ReadError` where they are not, or name no columns."""
    found: list[str] = []
    for file in files:
        with file.open("rb") as stream:
            first = next(blocks(stream, dialect), b"").decode("utf-8", "replace")
        header = next(csv.reader(io.StringIO(first, newline=""), delimiter=dialect.separator), [])
        if "\ufffd" in "".join(header):
            expected = 'encoding="gb18030", or the one the file is written in'
            raise ReadError(f"is not written in {dialect.encoding}", where=str(file), expected=expected)
        nameless = [str(number) for number, name in enumerate(header, 1) if not name.strip()]
        if not header or nameless:
            problem = f"has no name for column {', '.join(nameless)}" if header else "has no header"
            raise ReadError(problem, where=str(file), expected="a first line that names every column")
        if twice := [name for name in dict.fromkeys(header) if header.count(name) > 1]:
            raise ReadError(f"names column {twice[0]} twice", where=str(file), expected="other names")
        if found and header != found:
            told = dialect.separator.join(found)
            raise ReadError("has another header than the files before", where=str(file), expected=told)
        found = header
    return found


def blocks(stream: io.BufferedReader, dialect: Dialect) -> Iterator[bytes]:
    """The bytes of a file in UTF-8, a block at a time; what is not of its encoding is no text in UTF-8 either."""
    if dialect.is_utf_8:
        block = stream.read(_BLOCK).removeprefix(codecs.BOM_UTF8)
        while block:
            yield block
            block = stream.read(_BLOCK)
        return
    decoder = codecs.getincrementaldecoder(dialect.encoding)("surrogateescape")
    is_last = False
    while not is_last:
        block = stream.read(_BLOCK)
        is_last = not block
        yield decoder.decode(block, is_last).encode("utf-8", "surrogatepass").removeprefix(codecs.BOM_UTF8)

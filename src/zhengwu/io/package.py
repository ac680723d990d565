"""The XML parts of an Office package (a zip), read within bounds: nothing is unpacked before its size is known.

>>> read_part(b"PK", "word/document.xml", file="a.docx")
Traceback (most recent call last):
zhengwu.errors.ReadError: a.docx: is not a Word document (the zip archive is damaged)
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import attrs

from zhengwu.errors import MissingExtraError, ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["SHEETS", "WORD", "Form", "parse_xml", "part_names", "read_part"]

_MOST_ENTRIES = 10_000
_MOST_BYTES = 64 * 2**20
# A table of equal cells packs to about a hundredth; beyond this the archive was made to fill a memory.
_MOST_RATIO = 500
_SMALL = 2**20
_MOST_TAGS = 6_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1


@attrs.frozen
class Form:
    """What a package is: its name in messages, and the suffix of its files."""

    name: str
    suffix: str
    program: str


WORD = Form("a Word document", ".docx", "Word")
SHEETS = Form("an Excel workbook", ".xlsx", "Excel")


def read_part(data: bytes, name: str, *, file: str, form: Form = WORD) -> bytes:
    """The bytes of one part of the package.

    Raises `ReadError` when the bytes are no zip archive (an old .doc, an encrypted document), lack the part, or unpack
    beyond the bounds (64 MiB, 500 times the packed size, 10 000 entries).
    """
    if data.startswith(_OLE):
        raise ReadError(
            f"is an old or encrypted {form.name.split(' ', 1)[1]}",
            where=file,
            expected=f"a {form.suffix} saved by {form.program} without a password",
        )
    if not data.startswith(b"PK"):
        raise ReadError(f"is not {form.name} (no zip archive)", where=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                raise ReadError("holds too many parts", where=file, expected=f"at most {_MOST_ENTRIES}")
            part = archive.getinfo(name)
            if part.flag_bits & _ENCRYPTED:
                raise ReadError("is encrypted", where=file, expected="a document saved without a password")
            _refuse_bomb(part.file_size, part.compress_size, name, file)
            with archive.open(part) as stream:
                unpacked = stream.read(_MOST_BYTES + 1)
    except ReadError:
        raise
    except KeyError:
        raise ReadError(f"is not {form.name} (it has no part {name})", where=file) from None
    # zipfile lets through what its decompressors and its header arithmetic raise.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        reason = str(error) if isinstance(error, NotImplementedError) else "the zip archive is damaged"
        raise ReadError(f"is not {form.name} ({reason})", where=file) from None
    _refuse_bomb(len(unpacked), part.compress_size, name, file)
    return unpacked


def part_names(data: bytes) -> frozenset[str]:
    """The names of the parts of a package that `read_part` could read from; none of what is no zip archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return frozenset()


def parse_xml(data: bytes, *, file: str, part: str, form: Form = WORD) -> _Element:
    """The root element of an XML part: no DTD, no entities, no network, nesting at most 256 deep.

    Raises `ReadError` with line and column in the part; `MissingExtraError` when lxml is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtraError(
            f"reading {form.suffix} needs lxml, which is not installed", expected="pip install 'zhengwu[docx]'"
        ) from None
    if data.count(b"<") > _MOST_TAGS:
        raise ReadError("is too large a document", where=f"{file}: {part}", expected=f"at most {_MOST_TAGS} tags")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = str(error.msg).split("\n")[0]
        raise ReadError(f"is not well-formed XML: {reason}", where=f"{file}: {part}:{line}:{column}") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise ReadError(f"declares a document type, which {form.name} never does", where=f"{file}: {part}")
    return root


def _refuse_bomb(size: int, packed: int, name: str, file: str) -> None:
    if size > _MOST_BYTES or (size > _SMALL and size > _MOST_RATIO * packed):
        raise ReadError(
            "unpacks to too much", where=f"{file}: {name}", value=size, expected=f"at most {_MOST_BYTES} bytes"
        )

"""Bytes of a file and their text: size limit, encoding, lines. Every reader begins here.

>>> decode("单位：万元".encode("gb18030"), file="a.csv")
('单位：万元', 'gb18030')
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where

__all__ = ["MOST_BYTES", "decode", "find_control", "read_bytes", "split_lines"]

MOST_BYTES = 64 * 2**20
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NEWLINE = re.compile("\r\n|\r|\n")
# GB18030 text that happens to begin with this many valid multi-byte UTF-8 characters does not occur; a UTF-8 file with
# a damaged byte does, and as GB18030 it would decode to nonsense without complaint.
_SURELY_UTF8 = 8


def read_bytes(path: str | os.PathLike[str], *, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file of at most `most` bytes.

    Raises `ReadError` naming the file and the reason when there is none, or it cannot be read.

    >>> read_bytes("no-such-file.txt")
    Traceback (most recent call last):
    zhengwu.errors.ReadError: no-such-file.txt: does not exist
    """
    file = os.fspath(path)
    try:
        mode = Path(file).stat().st_mode
        if stat.S_ISREG(mode):
            with Path(file).open("rb") as stream:
                data = stream.read(most + 1)
    except FileNotFoundError:
        raise ReadError("does not exist", where=file) from None
    except PermissionError:
        raise ReadError("may not be read (permission denied)", where=file) from None
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror or error})", where=file) from None
    except ValueError:  # a NUL, or half a surrogate pair, in the name
        raise ReadError("is not a possible file name", where=repr(file)) from None
    if not stat.S_ISREG(mode):
        raise ReadError("is a directory" if stat.S_ISDIR(mode) else "is not a regular file", where=file)
    if len(data) > most:
        raise ReadError("is too large", where=file, expected=f"at most {most} bytes")
    return data


def decode(data: bytes, *, file: str) -> tuple[str, str]:
    r"""The text of a file and the name of its encoding: a byte order mark decides, then UTF-8, then GB18030.

    Raises `ReadError` with line and byte offset when neither fits, or when the text holds control characters.

    >>> decode(b"\xff", file="a.txt")
    Traceback (most recent call last):
    zhengwu.errors.ReadError: a.txt:1: is neither UTF-8 nor GB18030 (byte 0xff at offset 0)
    """
    text, encoding = _decoded(data, file)
    found = find_control(text)
    if found:
        before = split_lines(text[: found.start()])
        where = Where(file=file, line=len(before), column_no=len(before[-1]) + 1)
        raise ReadError(f"holds the control character U+{ord(found[0]):04X}: not a text", where=where)
    return text, encoding


def find_control(text: str) -> re.Match[str] | None:
    """The first control character (NUL …, but not tab or line end) or unpaired surrogate of a text, or None."""
    return _CONTROL.search(text)


def split_lines(text: str) -> list[str]:
    r"""The lines of a text, split at \\n, \\r\\n and \\r only; a text without a line end is one line.

    >>> split_lines("甲\r\n乙\u2028丙\n")
    ['甲', '乙\u2028丙', '']
    """
    return _NEWLINE.split(text)


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data[3:], "utf-8", file, offset=3), "utf-8-sig"
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark) and len(data) > len(mark):
            return _strictly(data[2:], encoding, file, offset=2), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        start = error.start
    decoded = data[max(0, start - 400) : start].decode("utf-8", "ignore")
    if sum(character > "\x7f" for character in decoded) >= _SURELY_UTF8:
        raise _undecodable(data, start, "is not UTF-8 throughout", file)
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError as error:
        raise _undecodable(data, max(start, error.start), "is neither UTF-8 nor GB18030", file) from None


def _strictly(data: bytes, encoding: str, file: str, *, offset: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"is not {encoding.upper()} although its first bytes say so (byte offset {offset + error.start})",
            where=file,
        ) from None


def _undecodable(data: bytes, start: int, problem: str, file: str) -> ReadError:
    where = Where(file=file, line=data.count(b"\n", 0, start) + 1)
    return ReadError(f"{problem} (byte 0x{data[start]:02x} at offset {start})", where=where)

"""Broken lines of CSV files, found before an engine reads them, since each engine does something else with them.

A record is whole where it has as many fields as the header, every quotation mark that opens a field closes it, and its
bytes are of the encoding. A mark inside a field that begins without one (12"钢管) is text. What is not whole is broken
to the end of its line. Empty lines are no records.

A file of UTF-8 that is whole is left where it is. Of another one a copy is written, in UTF-8 and without the broken
lines, which come in a file beside it; copies are in the folder of temporary files and go when the process ends. Files
are read in blocks, so the size of a file does not matter.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from zhengwu.frames.csv_dialect import Dialect, blocks

__all__ = ["LINE", "mended"]

LINE = "zw_line"
"""The header of a file of broken lines."""

_LONGEST = 1 << 18  # bytes of a record whose quotation mark is not closed, after which its line counts as broken
_PLAIN, _QUOTED, _BROKEN, _EMPTY = "plain", "quoted", "broken", "empty"


def mended(files: Sequence[tuple[Path, str]], width: int, dialect: Dialect) -> tuple[Path, bool] | None:
    """The folder of copies, ``whole`` and ``broken``, and whether a line is broken; None where no copy is needed.

    `files` are the files, and where each stands in the folder of copies.
    """
    if dialect.is_utf_8:
        needed = [not all(kind == _PLAIN for _, kind in _parts(file, width, dialect)) for file, _ in files]
        if not any(needed):
            return None
    else:
        needed = [True] * len(files)
    known = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file, _ in files]
    folder = _folder() / hashlib.sha256(repr((known, dialect)).encode()).hexdigest()[:24]
    done = folder / "count"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "broken").mkdir(parents=True)
        counts = [
            _mend(file, folder, place, width, dialect) if is_needed else _link(file, folder / "whole" / place)
            for (file, place), is_needed in zip(files, needed, strict=True)
        ]
        done.write_text(str(sum(counts)))
    return folder, done.read_text() != "0"


@functools.cache
def _folder() -> Path:
    """The folder of the copies of this process, which goes with it."""
    folder = tempfile.mkdtemp(prefix="zhengwu-csv-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _link(file: Path, place: Path) -> int:
    """The file under another name, copied where links are not allowed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.symlink_to(file.resolve())
    except OSError:
        shutil.copyfile(file, place)
    return 0


def _mend(file: Path, folder: Path, place: str, width: int, dialect: Dialect) -> int:
    """Write the whole records and the broken ones of a file apart; the number of those broken."""
    whole, broken = folder / "whole" / place, folder / "broken" / place
    whole.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    lines: list[str] = []
    with whole.open("wb") as good:
        for part, kind in _parts(file, width, dialect):
            if kind == _PLAIN:
                good.write(part if part.endswith(b"\n") else part + b"\n")
            elif kind == _QUOTED:
                good.write(_written(_fields(part, dialect)[0], dialect))
            elif kind == _BROKEN:
                lines.append(_written([part.rstrip(b"\r\n")], dialect).decode())
                count += 1
    if lines:
        broken.parent.mkdir(parents=True, exist_ok=True)
        broken.write_text(f"{LINE}\n" + "".join(lines), "utf-8", newline="")
    return count


def _written(fields: Sequence[bytes], dialect: Dialect) -> bytes:
    """The fields as a record, all of them quoted. Bytes that are no text are told by their numbers."""
    quoted = (_told(field).replace('"', '""') for field in fields)
    return ('"' + f'"{dialect.separator}"'.join(quoted) + '"\n').encode()


def _told(text: bytes) -> str:
    try:
        return text.decode("utf-8", "surrogatepass").encode("utf-8", "backslashreplace").decode()
    except UnicodeDecodeError:
        return text.decode("utf-8", "backslashreplace")


def _parts(file: Path, width: int, dialect: Dialect) -> Iterator[tuple[bytes, str]]:
    """The file in parts, and what each is: whole records as they stand, or one record that is something else."""
    with file.open("rb") as stream:
        rest = b""
        for block in blocks(stream, dialect):
            text = rest + block
            end = text.rfind(b"\n") + 1
            held, rest = text[:end], text[end:]
            if not held:
                continue
            if _is_plain(held, width, dialect):
                yield held, _PLAIN
                continue
            used = yield from _one_by_one(held, width, dialect, is_last=False)
            rest = held[used:] + rest
        if rest and _is_plain(rest + b"\n", width, dialect):
            yield rest, _PLAIN
        elif rest:
            yield from _one_by_one(rest, width, dialect, is_last=True)


def _is_plain(held: bytes, width: int, dialect: Dialect) -> bool:
    """Whether lines are whole records, found by what is left of them without all but separators and line breaks."""
    separator = dialect.separator.encode()
    if not _is_text(held) or (width == 1 and re.search(rb"(?:^|\n)\r?\n", held)):
        return False
    if b'"' in held:
        pieces = held.split(b'"')
        if len(pieces) % 2 == 0 or not (dialect.has_line_breaks or b"\n" not in b"".join(pieces[1::2])):
            return False
        held = b'"'.join(pieces[::2])  # a mark or more for every field that is quoted
        shape = held.translate(bytes(byte if byte in b'\r\n"' + separator else 120 for byte in range(256)))
        if b'x"' in shape or b'"x' in shape:
            return False
    bones = held.translate(None, bytes(byte for byte in range(256) if byte not in b"\n" + separator))
    lines, rest = divmod(len(bones), width)
    return not rest and bones == (separator * (width - 1) + b"\n") * lines


def _is_text(held: bytes) -> bool:
    try:
        held.decode()
    except UnicodeDecodeError:
        return False
    return True


def _one_by_one(held: bytes, width: int, dialect: Dialect, *, is_last: bool) -> Generator[tuple[bytes, str], None, int]:
    """Record by record; gives back how many bytes were used, since the last may go on in the next block."""
    separator, place = dialect.separator.encode(), 0
    while place < len(held):
        end = held.find(b"\n", place) + 1 or len(held)
        line = held[place:end]
        kind = _PLAIN
        if not line.strip(b"\r\n"):
            kind = _EMPTY
        elif b'"' not in line:
            is_whole = line.count(separator) == width - 1 and _is_text(line)
            kind = _PLAIN if is_whole else _BROKEN
        else:
            fields, after = _fields(held, dialect, place)
            if not fields and after == place and not is_last and len(held) - place < _LONGEST:
                return place
            if fields:
                end = after
                line = held[place:end]
            is_whole = len(fields) == width and _is_text(line)
            has_marks = is_whole and b'"' in _patterns(dialect)[0].sub(b"", line)
            kind = (_QUOTED if has_marks else _PLAIN) if is_whole else _BROKEN
        yield line, kind
        place = end
    return place


def _fields(held: bytes, dialect: Dialect, start: int = 0) -> tuple[list[bytes], int]:
    """The fields of a record and where it ends. No fields where a mark is wrong; then where it starts if it is open."""
    _, field, opened = _patterns(dialect)
    found, place, limit = [], start, start + _LONGEST
    while match := field.match(held, place, limit):
        quoted, plain, end = match.groups()
        found.append(plain if quoted is None else quoted.replace(b'""', b'"'))
        place = match.end()
        if end.strip(b"\r") != dialect.separator.encode():
            return (found, place) if end.endswith(b"\n") or place == len(held) else ([], place)
    return [], start if opened.match(held, place, limit) else len(held)


@functools.lru_cache(maxsize=8)
def _patterns(dialect: Dialect) -> tuple[re.Pattern[bytes], re.Pattern[bytes], re.Pattern[bytes]]:
    """Quoted fields, a field with what ends it, and one that is not closed."""
    mark = re.escape(dialect.separator)
    inside = r'(?:[^"]++|"")*+' if dialect.has_line_breaks else r'(?:[^"\r\n]++|"")*+'
    end = rf"{mark}|\r?\n|\r?\Z"
    texts = (
        rf'(?<![^{mark}\n])"{inside}"(?={end})',
        rf'(?:"({inside})"|((?:[^"{mark}\n][^{mark}\n]*?)?))({end})',
        rf'"{inside}\Z',
    )
    return re.compile(texts[0].encode()), re.compile(texts[1].encode()), re.compile(texts[2].encode())

"""Text in columns: segments with a style, padded by the width they take on a terminal, where Chinese takes two columns.

A `Line` is a tuple of (text, style) segments. Styles are the names below; whoever prints decides what they look like.

>>> display_width("节约率 9.24%"), plain((("节约率", "title"), pad("节约率", 8)))
(12, '节约率  ')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

__all__ = [
    "STYLES",
    "WIDTH",
    "Line",
    "Segment",
    "blocks",
    "clean",
    "columns",
    "display_width",
    "pad",
    "plain",
    "shortened",
]

Segment: TypeAlias = tuple[str, str]
"""A text and the name of its style, "" for none."""

Line: TypeAlias = tuple[Segment, ...]
"""One line of output."""

STYLES = ("", "title", "dim", "good", "note", "question", "error")
"""The names of the styles."""

WIDTH = 100
"""The columns of a terminal that a line should fit in."""

_GAP = "  "
_FEWEST = 60  # columns that a text needs to be read at ease


def display_width(text: str) -> int:
    """The columns a text takes on a terminal: wide and full-width characters two, combining ones none.

    >>> display_width("５7 件"), display_width("é")
    (6, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )


def pad(text: str, width: int) -> Segment:
    """The blanks that fill a text up to a width, as a segment of their own.

    >>> pad("合计", 6), pad("合计", 2)
    (('  ', ''), ('', ''))
    """
    return " " * max(0, width - display_width(text)), ""


def clean(text: str) -> str:
    r"""A text of a document without what would move the cursor or colour a terminal; runs of blanks become one.

    >>> clean("甲\n窗口\x1b[31m　 红")
    '甲 窗口[31m 红'
    """
    kept = (c if not unicodedata.category(c).startswith("C") or c in "\n\t" else "" for c in text)
    return " ".join("".join(kept).split())


def plain(line: Line) -> str:
    """A line without its styles.

    >>> plain((("✗", "error"), (" 合计", "")))
    '✗ 合计'
    """
    return "".join(text for text, _ in line)


def shortened(text: str, width: int) -> str:
    """A text of at most that width, its middle left out where it is longer.

    >>> shortened("工程类、政府采购类、产权交易类 节约资金", 24), shortened("合计", 24)
    ('工程类、政府…类 节约资金', '合计')
    """
    if display_width(text) <= width:
        return text
    left, right = text[: width // 4], text[-(width // 4) :]
    while display_width(left) + 1 + display_width(right) > width:
        left = left[:-1]
    return f"{left}…{right}"


def columns(
    rows: Iterable[Sequence[Segment]], *, right: Sequence[int] = (), indent: int = 0, width: int = WIDTH
) -> list[Line]:
    """Rows of cells as aligned lines; columns of `right` stand flush right. The last cell is never padded.

    >>> for line in columns([[("合计", ""), ("5", ""), ("2 + 3", "")], [("一", ""), ("12", ""), ("", "")]], right=[1]):
    ...     print(plain(line))
    合计   5  2 + 3
    一    12
    """
    return [line for block in blocks(rows, right=right, indent=indent, width=width) for line in block]


def blocks(
    rows: Iterable[Sequence[Segment]], *, right: Sequence[int] = (), indent: int = 0, width: int = WIDTH
) -> list[list[Line]]:
    """Rows of cells as aligned lines, the lines of each row apart; a column that is empty throughout is left out.

    A last cell that would cross `width` goes on lines of its own, below the third column where that leaves it room,
    else below the second, broken at blanks.
    """
    table = [list(row) for row in rows]
    count = max((len(row) for row in table), default=0)
    widths = [max((display_width(row[i][0]) for row in table if i < len(row) - 1), default=0) for i in range(count)]
    start = [indent + sum(w + len(_GAP) for w in widths[:i] if w) for i in range(count)]
    found: list[list[Line]] = []
    for row in table:
        segments: list[Segment] = [(" " * indent, "")]
        for i, (text, style) in enumerate(row[:-1]):
            if widths[i] == 0:
                continue
            blank, gap = pad(text, widths[i]), (_GAP, "")
            segments += [blank, (text, style), gap] if i in right else [(text, style), blank, gap]
        text, style = row[-1]
        if start[len(row) - 1] + display_width(text) <= width:
            found.append([_trimmed((*segments, (text, style)))])
        else:
            below = start[min(2, len(row) - 1)]
            if width - below < _FEWEST:
                below = start[min(1, len(row) - 1)] + len(_GAP)
            pieces = _broken(text, width - below)
            found.append([_trimmed(tuple(segments)), *(((" " * below, ""), (piece, style)) for piece in pieces)])
    return found


def _broken(text: str, width: int) -> list[str]:
    """A text in pieces of at most that width, broken at blanks; a word that is longer stays whole."""
    pieces: list[str] = []
    for word in text.split(" "):
        if pieces and display_width(pieces[-1]) + 1 + display_width(word) <= width:
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return pieces


def _trimmed(line: Line) -> Line:
    """A line without blanks at its end."""
    segments = list(line)
    while segments and not segments[-1][0].strip():
        segments.pop()
    if segments:
        segments[-1] = (segments[-1][0].rstrip(), segments[-1][1])
    return tuple(segment for segment in segments if segment[0])

"""Text in columns: segments with a style, padded by the width they take on a terminal, where Chinese takes two columns.

A `Line` is a tuple of (text, style) segments. Styles are the names below; whoever prints decides what they look like.

>>> display_width("节约率 9.24%"), plain((("节约率", "title"), pad("节约率", 8)))
(12, '节约率  ')
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

__all__ = ["STYLES", "WIDTH", "Line", "Segment", "clean", "columns", "display_width", "pad", "plain"]

Segment: TypeAlias = tuple[str, str]
"""A text and the name of its style, "" for none."""

Line: TypeAlias = tuple[Segment, ...]
"""One line of output."""

STYLES = ("", "title", "dim", "good", "note", "question", "error")
"""The names of the styles."""

WIDTH = 100
"""The columns of a terminal that a line should fit in."""

_GAP = "  "


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


def columns(
    rows: Iterable[Sequence[Segment]], *, right: Sequence[int] = (), indent: int = 0, width: int = WIDTH
) -> list[Line]:
    """Rows of cells as aligned lines; columns of `right` stand flush right. The last cell is never padded.

    Where the last cell would cross `width`, it goes on a line of its own, below the second column.

    >>> for line in columns([[("合计", ""), ("5", ""), ("2 + 3", "")], [("一", ""), ("12", ""), ("", "")]], right=[1]):
    ...     print(plain(line))
    合计   5  2 + 3
    一    12
    """
    table = [list(row) for row in rows]
    count = max((len(row) for row in table), default=0)
    widths = [max((display_width(row[i][0]) for row in table if i < len(row) - 1), default=0) for i in range(count)]
    lines: list[Line] = []
    for row in table:
        segments: list[Segment] = [(" " * indent, "")]
        for i, (text, style) in enumerate(row[:-1]):
            if widths[i] == 0:
                continue
            blank, gap = pad(text, widths[i]), (_GAP, "")
            segments += [blank, (text, style), gap] if i in right else [(text, style), blank, gap]
        head: Line = tuple(segments)
        last = row[-1]
        if display_width(plain(head)) + display_width(last[0]) > width and len(row) > 1:
            below = " " * (indent + widths[0] + len(_GAP) + (widths[1] + len(_GAP) if len(row) > 3 else 0))
            lines += [_trimmed(head), ((below, ""), last)]
        else:
            lines.append(_trimmed((*head, last)))
    return lines


def _trimmed(line: Line) -> Line:
    """A line without blanks at its end."""
    segments = list(line)
    while segments and not segments[-1][0].strip():
        segments.pop()
    if segments:
        segments[-1] = (segments[-1][0].rstrip(), segments[-1][1])
    return tuple(segment for segment in segments if segment[0])

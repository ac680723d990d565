"""What the glossary is made of: terms, units, and the two ways a wording is found (a header, a mark inside a cell).

>>> Unit(zh="万元", kind="money", base="元", factor=Fraction(10000)).base
'元'
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

import attrs

__all__ = ["HeaderMatch", "Mark", "Term", "Unit", "fold"]

_BLANKS = re.compile(r"\s+")


@attrs.frozen(kw_only=True)
class Term:
    """One official term. `aliases` also count at the end of a longer header, `exact` only when they stand alone.

    `kind` is amount, count, rate, score, dimension (header of a label column), label (vocabulary of rows), total,
    subtotal, of_which, mark (printed inside a cell) or operand (named by declarations, printed nowhere). `quantity` is
    the id of the quantity the term stands for: its own, or for a mark the one it marks. `group` tells labels and
    dimensions apart (method, class, channel, organisation …).
    """

    id: str
    zh: str
    en: str
    kind: str
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    quantity: str = ""
    group: str | None = None
    source: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording, the official one first."""
        return tuple(dict.fromkeys((self.zh, *self.aliases, *self.exact)))

    def __str__(self) -> str:
        return f"{self.id} ({self.zh})"


@attrs.frozen(kw_only=True)
class Unit:
    """A unit of counting or measuring: ``zh`` as written, `kind` money, count, rate, points, area, length, time or
    score.

    One of it is `factor` of `base` (1 万元 = 10000 元); units of one kind with different bases do not convert.
    """

    zh: str
    kind: str
    base: str
    factor: Fraction = Fraction(1)


@attrs.frozen(kw_only=True)
class HeaderMatch:
    """How a header was understood: the term, the wording found, what stood before and after it, the unit printed."""

    term: Term
    wording: str
    prefix: str = ""
    suffix: str = ""
    unit: str | None = None


@attrs.frozen(kw_only=True)
class Mark:
    """An inline mark: the quantity a cell switches to, and the rest of the cell (增值额0.26 → premium, "0.26")."""

    term: Term
    wording: str
    rest: str


def fold(text: str) -> str:
    """The text as wordings are compared: NFKC, lower case, no blanks.

    >>> fold("合 　 计（％）")
    '合计(%)'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()

"""How well a slip explains what was printed: the chance that a hand that meant one number leaves another on the page.

Weights are exact fractions: what share of slips is of a kind, divided by how many outcomes such a slip has. A figure of
seven digits has some two hundred neighbours among millions, so a fitting typing error is strong evidence; one of two
digits has as many neighbours as there are numbers, so it is none. The shares of typing errors follow Scholtus (2009);
the others are our own estimates and need only be right to an order of magnitude.

>>> mistyped("17900.76", "1790.76"), mistyped("41", "14"), mistyped("35", "82")
(('dropped', Fraction(1, 7)), ('swapped', Fraction(1, 1)), None)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from zhengwu.findings import FindingKind

__all__ = ["SHARES", "SLIP", "TYPING", "anything", "mistyped", "neighbours"]

SLIP: Final = Fraction(1, 300)
"""The chance that a figure was touched by a slip at all: two slips are so much rarer than one."""

SHARES: Final = {
    FindingKind.TYPO: Fraction(45, 100),
    FindingKind.SIGN: Fraction(5, 100),
    FindingKind.UNIT: Fraction(5, 100),
    FindingKind.SWAP: Fraction(5, 100),
    FindingKind.COPIED: Fraction(5, 100),
    FindingKind.STALE_TOTAL: Fraction(10, 100),
    FindingKind.REMAINDER: Fraction(5, 100),
    FindingKind.BLANK: Fraction(5, 100),
    FindingKind.SHIFT: Fraction(5, 100),
    FindingKind.UNEXPLAINED: Fraction(10, 100),
}
"""What share of slips is of a kind."""

TYPING: Final = {
    "replaced": Fraction(60, 100),
    "dropped": Fraction(12, 100),
    "swapped": Fraction(12, 100),
    "added": Fraction(8, 100),
    "point": Fraction(8, 100),
}
"""What share of typing errors is of a variety."""

_POINTS = 4  # places a decimal point is moved to
_DIGITS = "0123456789"


def mistyped(meant: str, printed: str) -> tuple[str, Fraction] | None:
    """The typing error that makes one number of another, both plain and without sign, and the chance of its outcome.

    None where no single one does.
    """
    size = sum(c != "." for c in meant)
    if meant == printed:
        return None
    if meant.replace(".", "") == printed.replace(".", ""):
        return "point", Fraction(1, _POINTS)
    if len(meant) == len(printed):
        return _replaced(meant, printed, size)
    if len(meant) == len(printed) + 1 and _is_without_one(printed, meant):
        return "dropped", Fraction(1, size)
    if len(printed) == len(meant) + 1 and _is_without_one(meant, printed):
        return "added", Fraction(1, 10 * (size + 1))
    # Zeros in front of the others come and go with the point: 0.26 and 2.6.
    return ("point", Fraction(1, _POINTS)) if "." in meant + printed and _digits(meant) == _digits(printed) else None


def _replaced(meant: str, printed: str, size: int) -> tuple[str, Fraction] | None:
    """One digit for another, or two neighbours for each other."""
    off = [i for i, (a, b) in enumerate(zip(meant, printed, strict=True)) if a != b]
    if any("." in (meant[i], printed[i]) for i in off):
        return ("point", Fraction(1, _POINTS)) if _digits(meant) == _digits(printed) else None
    if len(off) == 1:
        return "replaced", Fraction(1, 9 * size)
    is_next = len(off) == 2 and (off[1] - off[0] == 1 or meant[off[0] + 1 : off[1]] == ".")
    if is_next and meant[off[0]] == printed[off[1]] and meant[off[1]] == printed[off[0]]:
        return "swapped", Fraction(1, size - 1)
    return None


def neighbours(printed: str) -> Iterator[str]:
    """Every plain number that one typing error can have made this one of, some more than once."""
    places = [i for i, c in enumerate(printed) if c != "."]
    digits = printed.replace(".", "")
    for i in places:
        yield printed[:i] + printed[i + 1 :]
        for digit in _DIGITS:
            yield printed[:i] + digit + printed[i + 1 :]
    for i, j in pairwise(places):
        yield printed[:i] + printed[j] + printed[i + 1 : j] + printed[i] + printed[j + 1 :]
    for i in range(len(printed) + 1):
        for digit in _DIGITS:
            yield printed[:i] + digit + printed[i:]
    for i in range(1, len(digits) + 1):
        yield f"{digits[:i]}.{digits[i:]}".removesuffix(".")


def anything(digits: int) -> Fraction:
    """The chance that a slip of no known kind leaves just this number of so many digits."""
    return Fraction(1, 9 * 10 ** max(digits - 1, 1))


def _digits(number: str) -> str:
    """The digits without the point, and without zeros in front of others."""
    return number.replace(".", "").lstrip("0")


def _is_without_one(short: str, long: str) -> bool:
    """Whether one text is the other with one digit left out."""
    i = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[i] != "." and short[i:] == long[i + 1 :]

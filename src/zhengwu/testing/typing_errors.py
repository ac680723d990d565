"""The mistakes that hands make in one figure: its text in, the mistaken texts out.

Every text returned is a figure again and stands for another number. The classes of typing errors are those known from
the editing of survey data (Scholtus): neighbours swapped, one digit added, dropped or replaced.

>>> mistyped("17900.76", "dropped")
('7900.76', '1900.76', '1700.76', '1790.76', '17900.6', '17900.7')
>>> other_sign("增值额0.26"), in_other_unit("55000.92", "over")
('增值额-0.26', '5.500092')
"""

from __future__ import annotations

import re
from itertools import pairwise

from zhengwu.exact.number import NUMBER, parse_number, plain_text
from zhengwu.exact.printing import grouped

__all__ = ["TYPOS", "UNIT_WAYS", "in_other_unit", "mistyped", "other_sign"]

TYPOS = ("swapped", "added", "dropped", "replaced", "point")
"""The varieties of typing errors; ``point`` sets the decimal point one or two digits off."""

UNIT_WAYS = ("times", "over")
"""The two ways to mistake 元 for 万元, 万元 for 亿元."""

_DIGITS = "0123456789"
_FIGURE = re.compile(rf"(?P<sign>-?)(?P<number>{NUMBER})")


def mistyped(text: str, variety: str) -> tuple[str, ...]:
    """Every text that one typing error of this variety makes of a figure, without doubles, in a fixed order."""
    match = _FIGURE.search(text)
    if match is None:
        return ()
    number = match["number"].replace(",", "")
    made = dict.fromkeys(new for new in _made(number, variety) if _is_written_so(new) and _differ(new, number))
    return tuple(_around(text, match, match["sign"], new) for new in made)


def other_sign(text: str) -> str:
    """The text with a minus before its number, or without the one that was there."""
    match = _FIGURE.search(text)
    return text if match is None else _around(text, match, "" if match["sign"] else "-", match["number"])


def in_other_unit(text: str, way: str) -> str:
    """The text with its decimal point moved by four places: ``times`` to the right, ``over`` to the left."""
    match = _FIGURE.search(text)
    number = parse_number(match["number"]) if match else None
    if match is None or number is None:
        return text
    coefficient, decimals = number
    moved = decimals + (-4 if way == "times" else 4)
    return _around(text, match, match["sign"], plain_text(coefficient, moved))


def _made(number: str, variety: str) -> list[str]:
    places = [i for i, c in enumerate(number) if c.isdigit()]
    if variety == "point":
        return _point_moved(number)
    if variety == "swapped":
        pairs = pairwise(places)
        return [f"{number[:i]}{number[j]}{number[i + 1 : j]}{number[i]}{number[j + 1 :]}" for i, j in pairs]
    if variety == "dropped":
        return [number[:i] + number[i + 1 :] for i in places]
    if variety == "replaced":
        return [number[:i] + digit + number[i + 1 :] for i in places for digit in _DIGITS]
    return [number[:i] + digit + number[i:] for i in range(len(number) + 1) for digit in _DIGITS]


def _point_moved(number: str) -> list[str]:
    """The digits with their decimal point elsewhere; a number without one keeps it so."""
    whole, point, decimals = number.partition(".")
    steps = (-1, 1, -2, 2) if point else ()
    return [plain_text(int(whole + decimals), len(decimals) - step) for step in steps if step <= len(decimals)]


def _is_written_so(number: str) -> bool:
    """Whether somebody would leave it standing: digits on both sides of the point, no zero in front of others."""
    whole, point, decimals = number.partition(".")
    return whole != "" and (whole == "0" or whole[0] != "0") and (decimals != "" or not point)


def _differ(one: str, other: str) -> bool:
    a, b = parse_number(one), parse_number(other)
    return a is not None and b is not None and a[0] * 10 ** b[1] != b[0] * 10 ** a[1]


def _around(text: str, match: re.Match[str], sign: str, number: str) -> str:
    """The text with another number in the place of the first, separated as that one was."""
    plain = number.replace(",", "")
    written = grouped(plain, ",") if "," in match["number"] else plain
    return f"{text[: match.start()]}{sign}{written}{text[match.end() :]}"

"""Numbers and days as patterns, which say all there is to say: what fits 64 bits, and what the calendar has.

>>> import re
>>> [bool(re.fullmatch(number_pattern(2), text)) for text in ("1,058.40", "0.001", "10,58")]
[True, False, False]
>>> [bool(re.fullmatch(day_pattern(), text)) for text in ("2016年2月29日", "2017-02-29", "20170301")]
[True, False, True]
"""

from __future__ import annotations

__all__ = ["MOST_DIGITS", "day_pattern", "number_pattern"]

MOST_DIGITS = 18
"""Of a 64-bit integer, whatever they are."""


def number_pattern(places: int) -> str:
    """A number with at most so many decimals that say something, whose integer of that scale has at most 18 digits."""
    most = MOST_DIGITS - places
    threes, rest = divmod(most, 3)
    wholes = [f"0*[0-9]{{1,{most}}}"] if most else ["0+"]
    if threes > 1:
        wholes.append(f"[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,{threes - 1}}}")
    if threes and rest:
        wholes.append(f"[0-9]{{1,{rest}}}(?:,[0-9]{{3}}){{{threes}}}")
    part = f"[0-9]{{1,{places}}}0*" if places else "0+"
    return rf"(?:{'|'.join(wholes)})(?:\.{part})?"


def day_pattern() -> str:
    """The days of the Gregorian calendar in the forms that are read, as a pattern."""
    marked = [_calendar(mark, mark, "", "0?") for mark in ("-", "/", r"\.")]
    return f"(?:{'|'.join([*marked, _calendar('年', '月', '[日号]', '0?'), _calendar('', '', '', '0')])})"


def _calendar(first: str, second: str, last: str, zero: str) -> str:
    """The days with these marks after year, month and day; months and days below ten begin with `zero`."""
    year = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
    leap = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
    below = f"{zero}[1-9]"
    long = f"(?:{zero}[13578]|1[02]){second}(?:{below}|[12][0-9]|3[01])"
    short = f"(?:{zero}[469]|11){second}(?:{below}|[12][0-9]|30)"
    february = f"{zero}2{second}(?:{below}|1[0-9]|2[0-8])"
    return f"(?:{year}{first}(?:{long}|{short}|{february})|{leap}{first}{zero}2{second}29){last}"

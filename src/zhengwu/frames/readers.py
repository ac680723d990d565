"""How the texts and numbers of a column become what its field holds, in the small language: exactly, or not at all.

A reader is a few stages of expressions, each over what the stages before it made. The stages of all columns run side by
side, since each step of a plan costs a lazy engine time before anything runs. Patterns name their digits, because the
class of digits means others in other engines, and say all there is to say of a calendar day, leap years too.

Every reader makes ``…f``, whether the cell is faulty, and ``…v``, its value; what is blank is null and not faulty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

from zhengwu.frames.text_patterns import MOST_DIGITS, day_pattern, number_pattern

__all__ = [
    "BLANKS",
    "Stage",
    "read_amount",
    "read_count",
    "read_day",
    "read_float",
    "read_integer",
    "read_moment",
    "read_text",
    "read_truth",
    "read_word",
    "staged",
]

Stage: TypeAlias = Mapping[str, Any]

BLANKS = " \t\r\n　\u00a0"
_STROKES = ["", "/", "-", "--", "—", "——", "–", "−"]
_NO_TEXT = "/|-{0,2}|—{0,2}|–|−"  # the strokes as a pattern, nothing at all among them
_UNITS = {"亿元": 8, "万元": 4, "元": 0}
_TRUE, _FALSE = ["是", "有", "true"], ["否", "无", "false"]
_TIME = r"(?:T| +)(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_LARGEST = float(2**51)  # above it a float has no room for the digits that prove it exact


def staged(frame: Any, readers: Sequence[Sequence[Stage]]) -> Any:
    """The frame with what the readers make, stage by stage."""
    is_pandas = frame.implementation.is_pandas()
    for number in range(max(map(len, readers), default=0)):
        made = {name: value for reader in readers if number < len(reader) for name, value in reader[number].items()}
        frame = frame.with_columns(**made)
        if is_pandas:
            frame = _nullable(frame, [name for name in made if name.endswith("i")])
    return frame


def read_text(own: str, column: str, totals: Sequence[str], longest: int) -> list[Stage]:
    """A text without the blanks around it. It is faulty where it is one of the words that name a row of totals."""
    text = nw.col(f"{own}t")
    folded = text.str.replace_all("[ \t　]", "")
    return [
        _text(own, nw.col(column)),
        {
            f"{own}f": folded.is_in(list(totals)) & (text.str.len_chars() <= longest),
            f"{own}v": nw.when(text != "").then(text),
        },
    ]


def read_amount(own: str, source: Any, *, power: int | None, scale: int) -> list[Stage]:
    """An amount as an integer of ``10**-scale`` 元. A unit beside it wins; else it is of ``10**power`` 元, if any."""
    powers = dict(_UNITS) if power is None else {**_UNITS, "": power}
    places = {unit: own_power + scale for unit, own_power in powers.items()}
    places = {unit: count for unit, count in places.items() if 0 <= count <= MOST_DIGITS}
    pattern = "|".join(f"(?:{number_pattern(count)}){unit}" for unit, count in places.items())
    text, number, is_read = nw.col(f"{own}t"), nw.col(f"{own}n"), nw.col(f"{own}r")
    digits: Any = nw.lit("0")
    for unit, count in reversed(places.items()):
        decimals = nw.concat_str([nw.col(f"{own}p"), nw.lit("0" * count)]).str.slice(0, count)
        scaled = nw.concat_str([nw.col(f"{own}w"), decimals])
        digits = nw.when(nw.col(f"{own}u") == unit).then(scaled).otherwise(digits)
    # Patterns that begin at a fixed place, or with one class, cost engines a third of others.
    return [
        _text(own, source),
        {
            f"{own}r": text.str.contains(f"^[+-]?(?:{pattern})$"),
            f"{own}f": ~text.str.contains(f"^(?:[+-]?(?:{pattern})|{_NO_TEXT})$"),
            f"{own}n": text.str.replace_all("[万亿元,+]", ""),
            f"{own}u": text.str.replace_all("^[^万亿元]*", ""),
        },
        {
            f"{own}w": number.str.replace_all(r"\..*$", ""),
            f"{own}p": number.str.replace_all(r"^[^.]*\.?", ""),
        },
        {f"{own}i": nw.when(is_read).then(digits).otherwise(nw.lit("0")).cast(nw.Int64)},
        {f"{own}v": nw.when(is_read).then(nw.col(f"{own}i"))},
    ]


def read_count(own: str, source: Any) -> list[Stage]:
    """A count as an integer."""
    pattern = f"[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,{MOST_DIGITS // 3 - 1}}}|[0-9]{{1,{MOST_DIGITS}}}"
    text, is_read = nw.col(f"{own}t"), nw.col(f"{own}r")
    digits = text.str.replace_all(",", "", literal=True)
    return [
        _text(own, source),
        {
            f"{own}r": text.str.contains(f"^(?:{pattern})$"),
            f"{own}f": ~text.str.contains(f"^(?:{pattern}|{_NO_TEXT})$"),
        },
        {f"{own}i": nw.when(is_read).then(digits).otherwise(nw.lit("0")).cast(nw.Int64)},
        {f"{own}v": nw.when(is_read).then(nw.col(f"{own}i"))},
    ]


def read_day(own: str, source: Any, *, has_dates: bool) -> list[Stage]:
    """A day; texts that hold a time of day are not read, since it would be lost."""
    iso = nw.when(nw.col(f"{own}r")).then(_iso(own)).str.to_datetime("%Y-%m-%d")
    first, second = _day_stages(own, nw.col(f"{own}t"))
    return [
        _text(own, source),
        {**first, **_found(own, day_pattern())},
        second,
        {f"{own}v": iso.cast(nw.Date) if has_dates else iso},
    ]


def read_moment(own: str, source: Any) -> list[Stage]:
    """A day with its time of day; a day without one is not read, since it is not midnight."""
    text, time = nw.col(f"{own}t"), nw.col(f"{own}n")
    hours = nw.concat_str([nw.lit("0"), time.str.replace_all(":.*$", "")]).str.slice(-2)
    rest = nw.concat_str([time.str.replace_all("^[0-9]*", ""), nw.lit(":00")]).str.slice(0, 6)
    iso = nw.concat_str([_iso(own), nw.lit(" "), hours, rest])
    first, second = _day_stages(own, text.str.replace_all("[T ].*$", ""))
    return [
        _text(own, source),
        {**first, **_found(own, day_pattern() + _TIME), f"{own}n": text.str.replace_all("^.*[T ]", "")},
        second,
        {f"{own}v": nw.when(nw.col(f"{own}r")).then(iso).str.to_datetime("%Y-%m-%d %H:%M:%S")},
    ]


def read_word(own: str, source: Any, words: Sequence[str]) -> list[Stage]:
    """A word of a closed vocabulary, as it stands."""
    text = nw.col(f"{own}t")
    return [
        _text(own, source),
        {
            f"{own}f": ~text.is_in([*words, *_STROKES]),
            f"{own}v": nw.when(text.is_in(list(words))).then(text),
        },
    ]


def read_truth(own: str, source: Any) -> list[Stage]:
    """是 or 否."""
    text = nw.col(f"{own}t")
    return [
        _text(own, source),
        {
            f"{own}f": ~text.is_in([*_TRUE, *_FALSE, *_STROKES]),
            f"{own}v": nw.when(text.is_in([*_TRUE, *_FALSE])).then(text.is_in(_TRUE)),
        },
    ]


def read_integer(own: str, column: str, *, factor: int) -> list[Stage]:
    """An integer times a factor, where that fits 64 bits."""
    most = (2**63 - 1) // factor
    held = nw.col(column)
    fits = (held <= most) & (held >= -most)
    return [
        {
            f"{own}f": ~fits.fill_null(value=True),
            f"{own}i": nw.when(fits).then(held).otherwise(nw.lit(0)).cast(nw.Int64),
        },
        {f"{own}v": nw.when(~(nw.col(f"{own}f") | held.is_null())).then(nw.col(f"{own}i") * factor)},
    ]


def read_float(own: str, column: str, *, places: int) -> list[Stage]:
    """A float that is the exact image of a decimal with so many places, as an integer; others are not read.

    An integer of at most 51 bits divided by a power of ten gives the float nearest to that decimal.
    """
    power = float(10**places)
    held, whole = nw.col(f"{own}h"), nw.col(f"{own}w")
    is_image = (nw.col(f"{own}b") == held) & (whole.abs() < _LARGEST)
    is_read = nw.col(f"{own}r")
    return [
        {f"{own}h": nw.col(column).cast(nw.Float64).fill_nan(None)},
        {f"{own}w": (held * power).round(0)},
        # By a column, since polars multiplies by the reciprocal of a number instead of dividing by it.
        {f"{own}d": held * 0.0 + power},
        {f"{own}b": whole / nw.col(f"{own}d")},
        {f"{own}r": is_image.fill_null(value=False)},
        {
            f"{own}f": ~(is_read | held.is_null()),
            f"{own}i": nw.when(is_read).then(whole).otherwise(nw.lit(0.0)).cast(nw.Int64),
        },
        {f"{own}v": nw.when(is_read).then(nw.col(f"{own}i"))},
    ]


def _text(own: str, source: Any) -> Stage:
    """``…t``, the text without the blanks around it, empty where nothing stands there."""
    return {f"{own}t": source.fill_null("").str.replace_all(f"^[{BLANKS}]+|[{BLANKS}]+$", "")}


def _found(own: str, pattern: str) -> Stage:
    """``…r``, whether the text is read, and ``…f``, whether it is faulty."""
    text = nw.col(f"{own}t")
    return {
        f"{own}r": text.str.contains(f"^(?:{pattern})$"),
        f"{own}f": ~text.str.contains(f"^(?:{pattern}|{_NO_TEXT})$"),
    }


def _day_stages(own: str, day: Any) -> tuple[Stage, Stage]:
    """``…y``, ``…m`` and ``…d``: the parts of a day that is known to be one, in two digits or one."""
    rest = nw.col(f"{own}e")
    return {f"{own}y": day.str.slice(0, 4), f"{own}e": day.str.replace_all("^[0-9]{4}[^0-9]?", "")}, {
        f"{own}m": rest.str.slice(0, 2).str.replace_all("[^0-9]", ""),
        f"{own}d": rest.str.replace_all("^[0-9]{1,2}[^0-9]?", "").str.slice(0, 2).str.replace_all("[^0-9]", ""),
    }


def _iso(own: str) -> Any:
    """The day as 2017-03-01."""
    zero = nw.lit("0")
    parts = [nw.concat_str([zero, nw.col(f"{own}{part}")]).str.slice(-2) for part in "md"]
    return nw.concat_str([nw.col(f"{own}y"), *parts], separator="-")


def _nullable(frame: Any, names: Sequence[str]) -> Any:
    """The columns as integers that may be blank, a type of their own in pandas: floats hold 53 bits."""
    native = frame.to_native()
    changed = {name: native[name].astype("Int64") for name in names if str(native[name].dtype) == "int64"}
    return nw.from_native(native.assign(**changed)) if changed else frame

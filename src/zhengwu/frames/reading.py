"""How the texts and numbers of a column become what its field holds, in the small language: exactly, or not at all.

Each reader makes columns ``zw_ok`` (1 or 0, whether it can be read) and ``zw_value``; what is blank is null and can be
read. Patterns name their digits, since the class of digits means others in other engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

__all__ = ["blank", "read_amount", "read_count", "read_day", "read_float", "read_integer", "read_moment", "read_word"]

_BLANKS = " \t\r\n　\u00a0"
_STROKES = ["", "/", "-", "--", "—", "——", "–", "−"]
_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_COUNT = r"^(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)$"
_UNITS = (("亿元", 8), ("万元", 4), ("元", 0))
_MOST_DIGITS = 18  # of a 64-bit integer
_ZEROS = "0" * 24
_DAYS = (
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}",
    r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}",
    r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}[日号]",
    r"[0-9]{8}",
)
_DAY = f"(?:{'|'.join(_DAYS)})"
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_LARGEST = float(2**51)  # above it a float has no room for the digits that prove it exact


def blank(frame: Any, column: str, *, strokes: bool) -> Any:
    """With ``zw_text``, the text without the blanks around it, null where nothing stands there."""
    frame = frame.with_columns(zw_text=nw.col(column).str.replace_all(f"^[{_BLANKS}]+|[{_BLANKS}]+$", ""))
    nothing = nw.col("zw_text").is_in(_STROKES if strokes else [""])
    return frame.with_columns(zw_text=nw.when(~nothing).then(nw.col("zw_text")))


def read_amount(frame: Any, *, power: int | None, scale: int) -> Any:
    """An amount as an integer of ``10**-scale`` 元. A unit beside it wins; else it is of ``10**power`` 元, if any."""
    units = "|".join(unit for unit, _ in _UNITS)
    text = nw.col("zw_text")
    pattern = f"^{_NUMBER}(?:{units}){'?' if power is not None else ''}$"
    frame = frame.with_columns(zw_ok=_flag(text.str.contains(pattern)))
    frame = frame.with_columns(zw_number=text.str.replace_all("[元万亿,+]", ""))
    frame = frame.with_columns(
        zw_whole=nw.col("zw_number").str.replace_all(r"\..*$", ""),
        # Zeros at the end say nothing; what is left must fit the scale.
        zw_part=nw.col("zw_number").str.replace_all(r"^[^.]*\.?", "").str.replace_all("0+$", ""),
    )
    frame = frame.with_columns(zw_digits=nw.col("zw_whole").str.replace_all("^-?0*", "").str.len_chars())
    frame = frame.with_columns(zw_places=nw.col("zw_part").str.len_chars())
    frame = frame.with_columns(zw_part=nw.concat_str([nw.col("zw_part"), nw.lit(_ZEROS)]))
    powers = dict(_UNITS) if power is None else {**dict(_UNITS), "": power}
    chosen: Any = nw.lit("0")
    fits: Any = nw.lit(0)
    for number, (unit, own) in enumerate(reversed(powers.items())):
        places = own + scale
        here = text.str.ends_with(unit) if unit else nw.lit(1) == 1
        made = nw.concat_str([nw.col("zw_whole"), nw.col("zw_part").str.slice(0, max(places, 0))])
        fit = (nw.col("zw_places") <= places) & (nw.col("zw_digits") + places <= _MOST_DIGITS)
        frame = frame.with_columns(
            **{
                f"zw_u{number}": nw.when(here).then(made).otherwise(chosen),
                f"zw_v{number}": nw.when(here).then(_flag(fit)).otherwise(fits),
            }
        )
        chosen, fits = nw.col(f"zw_u{number}"), nw.col(f"zw_v{number}")
    frame = frame.with_columns(zw_fits=fits.fill_null(0), zw_digits=chosen)
    frame = frame.with_columns(zw_ok=nw.col("zw_ok") * nw.col("zw_fits"))
    return _as_integer(frame, "zw_digits")


def read_count(frame: Any) -> Any:
    """A count as an integer."""
    frame = frame.with_columns(zw_ok=_flag(nw.col("zw_text").str.contains(_COUNT)))
    frame = frame.with_columns(zw_digits=nw.col("zw_text").str.replace_all(",", "", literal=True))
    frame = frame.with_columns(zw_fits=_flag(nw.col("zw_digits").str.len_chars() <= _MOST_DIGITS))
    frame = frame.with_columns(zw_ok=nw.col("zw_ok") * nw.col("zw_fits"))
    return _as_integer(frame, "zw_digits")


def read_day(frame: Any, *, has_dates: bool) -> Any:
    """A day; texts that hold a time of day are not read, since it would be lost."""
    frame = frame.with_columns(zw_ok=_flag(nw.col("zw_text").str.contains(f"^{_DAY}$")))
    frame = _day_text(frame.with_columns(zw_day=nw.col("zw_text")))
    text = nw.when((nw.col("zw_ok") == 1) & ~nw.col("zw_text").is_null()).then(nw.col("zw_iso"))
    frame = frame.with_columns(zw_iso=text)
    iso = nw.col("zw_iso").str
    value = iso.to_datetime("%Y-%m-%d")
    return frame.with_columns(zw_value=value.cast(nw.Date) if has_dates else value)


def read_moment(frame: Any) -> Any:
    """A day with its time of day; a day without one is not read, since it is not midnight."""
    frame = frame.with_columns(zw_ok=_flag(nw.col("zw_text").str.contains(f"^{_DAY}(?:T| +){_TIME}$")))
    frame = frame.with_columns(zw_day=nw.col("zw_text").str.replace_all("(?:T| +).*$", ""))
    frame = frame.with_columns(zw_time=nw.col("zw_text").str.replace_all("^.*(?:T| )", ""))
    frame = _day_text(frame)
    hours = nw.when(nw.col("zw_time").str.contains("^[0-9]:")).then(nw.lit("0")).otherwise(nw.lit(""))
    seconds = nw.when(nw.col("zw_time").str.len_chars() <= 5).then(nw.lit(":00")).otherwise(nw.lit(""))
    frame = frame.with_columns(zw_hours=hours, zw_seconds=seconds)
    whole = nw.concat_str([nw.col(name) for name in ("zw_hours", "zw_time", "zw_seconds")])
    frame = frame.with_columns(zw_iso=nw.concat_str([nw.col("zw_iso"), nw.lit(" "), whole]))
    text = nw.when((nw.col("zw_ok") == 1) & ~nw.col("zw_text").is_null()).then(nw.col("zw_iso"))
    frame = frame.with_columns(zw_iso=text)
    return frame.with_columns(zw_value=nw.col("zw_iso").str.to_datetime("%Y-%m-%d %H:%M:%S"))


def read_word(frame: Any, words: Sequence[str]) -> Any:
    """A word of a closed vocabulary, as it stands."""
    text = nw.col("zw_text")
    return frame.with_columns(zw_ok=_flag(text.is_in(list(words)) | text.is_null()), zw_value=text)


def read_integer(frame: Any, column: str, *, factor: int) -> Any:
    """An integer times a factor, where that fits 64 bits."""
    most = (2**63 - 1) // factor
    frame = _nullable(frame.with_columns(zw_held=nw.col(column).cast(nw.Int64)), "zw_held")
    held = nw.col("zw_held")
    frame = frame.with_columns(zw_ok=_flag(held.is_null() | ((held <= most) & (held >= -most))))
    return frame.with_columns(zw_value=nw.when(nw.col("zw_ok") == 1).then(held * factor))


def read_float(frame: Any, column: str, *, places: int) -> Any:
    """A float that is the exact image of a decimal with so many places, as an integer; others are not read.

    An integer of at most 51 bits divided by a power of ten gives the float nearest to that decimal.
    """
    power = float(10**places)
    frame = frame.with_columns(zw_held=nw.col(column).cast(nw.Float64).fill_nan(None))
    frame = frame.with_columns(zw_round=(nw.col("zw_held") * power).round(0))
    # By a column, since polars multiplies by the reciprocal of a number instead of dividing by it.
    frame = frame.with_columns(zw_power=nw.col("zw_held") * 0.0 + power)
    frame = frame.with_columns(zw_back=nw.col("zw_round") / nw.col("zw_power"))
    is_image = (nw.col("zw_back") == nw.col("zw_held")) & (nw.col("zw_round").abs() < _LARGEST)
    frame = frame.with_columns(zw_ok=_flag(is_image.fill_null(value=False) | nw.col("zw_held").is_null()))
    safe = (
        nw.when((nw.col("zw_ok") == 1) & ~nw.col("zw_held").is_null()).then(nw.col("zw_round")).otherwise(nw.lit(0.0))
    )
    frame = frame.with_columns(zw_round=safe)
    frame = _nullable(frame.with_columns(zw_whole=nw.col("zw_round").cast(nw.Int64)), "zw_whole")
    is_read = (nw.col("zw_ok") == 1) & ~nw.col("zw_held").is_null()
    return frame.with_columns(zw_value=nw.when(is_read).then(nw.col("zw_whole")))


def _nullable(frame: Any, name: str) -> Any:
    """The column as integers that may be blank, which in pandas are a type of their own: floats hold 53 bits."""
    if frame.implementation.is_pandas():
        native = frame.to_native()
        if str(native[name].dtype) == "int64":
            return nw.from_native(native.assign(**{name: native[name].astype("Int64")}))
    return frame


def _flag(condition: Any) -> Any:
    """1 or 0; what nobody knows is 0."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _as_integer(frame: Any, digits: str) -> Any:
    """``zw_value`` from digits that are known to be some; a blank is null and can be read."""
    is_read = (nw.col("zw_ok") == 1) & ~nw.col("zw_text").is_null()
    frame = frame.with_columns(zw_safe=nw.when(is_read).then(nw.col(digits)).otherwise(nw.lit("0")))
    frame = _nullable(frame.with_columns(zw_whole=nw.col("zw_safe").cast(nw.Int64)), "zw_whole")
    frame = frame.with_columns(zw_value=nw.when(is_read).then(nw.col("zw_whole")))
    return frame.with_columns(zw_ok=nw.when(nw.col("zw_text").is_null()).then(nw.lit(1)).otherwise(nw.col("zw_ok")))


def _day_text(frame: Any) -> Any:
    """``zw_iso``, the day in ``zw_day`` as 2017-03-01, and ``zw_ok`` where it is one of the calendar."""
    day = nw.col("zw_day")
    frame = frame.with_columns(zw_day=day.str.replace_all("[年月/.]", "-").str.replace_all("[日号]", ""))
    is_compact = _flag(day.str.contains("^[0-9]{8}$"))
    frame = frame.with_columns(zw_compact=is_compact)
    frame = frame.with_columns(
        zw_y=day.str.slice(0, 4),
        zw_m=nw.when(nw.col("zw_compact") == 1)
        .then(day.str.slice(4, 2))
        .otherwise(day.str.replace_all("^[^-]*-", "").str.replace_all("-.*$", "")),
        zw_d=nw.when(nw.col("zw_compact") == 1).then(day.str.slice(6, 2)).otherwise(day.str.replace_all("^.*-", "")),
    )
    is_read = nw.col("zw_ok") == 1
    parts = ("zw_y", "zw_m", "zw_d")
    frame = frame.with_columns(
        *[nw.when(is_read).then(nw.col(name)).otherwise(nw.lit("1")).alias(name) for name in parts]
    )
    frame = frame.with_columns(*[nw.col(name).cast(nw.Int64).alias(f"{name}_") for name in parts])
    year, month, number = (nw.col(f"{name}_") for name in parts)
    leap = _flag((year - year // 4 * 4 == 0) & ((year - year // 100 * 100 != 0) | (year - year // 400 * 400 == 0)))
    frame = frame.with_columns(zw_leap=leap)
    short = nw.when(month.is_in([4, 6, 9, 11])).then(nw.lit(30)).otherwise(nw.lit(31))
    frame = frame.with_columns(zw_last=short)
    frame = frame.with_columns(zw_last=nw.when(month == 2).then(nw.col("zw_leap") + 28).otherwise(nw.col("zw_last")))
    is_day = (year >= 1) & (month >= 1) & (month <= 12) & (number >= 1) & (number <= nw.col("zw_last"))
    frame = frame.with_columns(zw_ok=nw.col("zw_ok") * _flag(is_day))
    frame = frame.with_columns(
        *[
            nw.when(nw.col(name).str.len_chars() == 1)
            .then(nw.concat_str([nw.lit("0"), nw.col(name)]))
            .otherwise(nw.col(name))
            .alias(name)
            for name in ("zw_m", "zw_d")
        ]
    )
    dash = nw.lit("-")
    frame = frame.with_columns(zw_iso=nw.concat_str([nw.col("zw_y"), dash, nw.col("zw_m"), dash, nw.col("zw_d")]))
    return frame.with_columns(zw_ok=nw.when(nw.col("zw_text").is_null()).then(nw.lit(1)).otherwise(nw.col("zw_ok")))

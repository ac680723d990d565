"""What makes a row faulty: a cell that cannot be read, and what the domain rules out. Each has a flag and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.frames.day_columns import day_number
from zhengwu.frames.engines import Engine
from zhengwu.frames.fields import Held
from zhengwu.frames.kinds import Kind
from zhengwu.frames.reading import (
    blank,
    read_amount,
    read_count,
    read_day,
    read_float,
    read_integer,
    read_moment,
    read_word,
)
from zhengwu.frames.scanning import BROKEN
from zhengwu.records.cells import total_words

__all__ = ["Fault", "read_field", "ruled"]

_TRUE, _FALSE = ["是", "有", "true"], ["否", "无", "false"]
_LONGEST_TOTAL = 12
# What record classes check when they are made (`positive` and `in_order` there); a test holds the two together.
_POSITIVE = {
    "tender": ("budget", "estimate", "ceiling", "base_price", "provisional", "deal", "deposit"),
    "auction": ("appraisal", "start", "reserve", "deal", "deposit"),
}
_IN_ORDER = {
    "tender": (("notice", "opening"),),
    "auction": (("listed_from", "traded_at"),),
    "case": (
        ("applied_at", "accepted_at", "decided_at", "closed_at"),
        ("applied_at", "accepted_at", "decided_at", "delivered_at"),
    ),
    "ticket": (("received_at", "closed_at"),),
}


@attrs.frozen
class Fault:
    """A flag column, 1 in the rows that are faulty so, and the reason."""

    flag: str
    reason: str


def read_field(frame: Any, held: Held, number: int, *, scale: int, engine: Engine) -> tuple[Any, list[Fault]]:
    """The frame with what a column holds, and flags of the rows where it cannot be read."""
    way, column = held.way, held.column
    if way == "as is":
        return frame.with_columns(nw.col(column).alias(held.value)), []
    if way == "text":
        return _text(frame, held, number)
    if way in ("integer", "float"):
        power = (held.power or 0) + (scale if _is_money(held) else 0)
        reader = read_float if way == "float" else None
        frame = reader(frame, column, places=power) if reader else read_integer(frame, column, factor=10**power)
        problem = f"is no decimal with {power} places" if reader else "exceeds 64 bits"
    else:
        if way.startswith("decimal"):
            frame = frame.with_columns(zw_decimal=nw.col(column).cast(nw.String))
            column = "zw_decimal"
        frame = blank(frame, column, strokes=True)
        frame, problem = _read_text(frame, held, scale=scale, has_dates=_has_dates(engine))
    flag = f"zw_f{number}"
    frame = frame.with_columns(
        nw.col("zw_value").alias(held.value),
        nw.when(nw.col("zw_ok") == 1).then(nw.lit(0)).otherwise(nw.lit(1)).alias(flag),
    )
    return frame, [Fault(flag, f"{held.told} {problem}")]


def _read_text(frame: Any, held: Held, *, scale: int, has_dates: bool) -> tuple[Any, str]:
    way = held.way
    if way in ("amount", "decimal"):
        unit = "" if held.power is not None else ", or has no unit"
        return read_amount(frame, power=held.power, scale=scale), f"is no amount in units of {_unit(scale)}{unit}"
    if way in ("count", "decimal count"):
        return read_count(frame), "is no count"
    if way == "day":
        return read_day(frame, has_dates=has_dates), "is no day"
    if way == "moment":
        return read_moment(frame), "is no day with its time"
    if way == "truth":
        frame = read_word(frame, [*_TRUE, *_FALSE])
        truth = nw.when(~nw.col("zw_text").is_null()).then(nw.col("zw_text").is_in(_TRUE))
        return frame.with_columns(zw_value=truth), "is neither 是 nor 否"
    words = [text for word in held.kind for text in (word.value, *word.aliases, word.name, word.name.lower())]  # type: ignore[attr-defined]
    return read_word(frame, words), "is no word of its vocabulary"


def _text(frame: Any, held: Held, number: int) -> tuple[Any, list[Fault]]:
    frame = blank(frame, held.column, strokes=False)
    folded = nw.col("zw_text").str.replace_all("[ \t　]", "")
    is_total = (folded.is_in(sorted(total_words()))) & (nw.col("zw_text").str.len_chars() <= _LONGEST_TOTAL)
    flag = f"zw_f{number}"
    frame = frame.with_columns(
        nw.col("zw_text").alias(held.value), nw.when(is_total).then(nw.lit(1)).otherwise(nw.lit(0)).alias(flag)
    )
    return frame, [Fault(flag, f"{held.told} names a row of totals")]


def ruled(
    frame: Any, kind: Kind, fields: Sequence[Held], *, required: Sequence[Held], unique: Sequence[Held], raw: list[str]
) -> tuple[Any, list[Fault]]:
    """The frame with flags for what the domain rules out."""
    at = {held.path[-1]: held for held in reversed(fields)}
    rules: list[tuple[str, Any]] = []
    rules += [(f"{held.told} is missing", nw.col(held.value).is_null()) for held in required]
    prices = [at[name] for name in _POSITIVE.get(kind.name, ()) if name in at]
    rules += [(f"{held.told} is not above zero", nw.col(held.value) <= 0) for held in prices]
    pairs = {pair for names in _IN_ORDER.get(kind.name, ()) for pair in combinations(names, 2)}
    types = dict(frame.collect_schema())
    for before, after in sorted(pairs):
        if before in at and after in at:
            first, last = at[before], at[after]
            rules.append((f"{last.told} lies before {first.label}", _is_before(last, first, types)))
    made, faults = frame, []
    for number, (reason, condition) in enumerate(rules):
        flag = f"zw_r{number}"
        made = made.with_columns(nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).alias(flag))
        faults.append(Fault(flag, reason))
    nothing: Any = nw.lit(1) == 1
    if BROKEN in raw:
        broken = nw.when(nw.col(BROKEN).is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
        made = made.with_columns(broken.alias("zw_broken"))
        faults.append(Fault("zw_broken", "the line has more fields than the header, or fewer"))
    for name in raw:
        if name == BROKEN:
            continue
        held_text = types[name] == nw.String
        empty = nw.col(name).is_null()
        nothing = nothing & ((empty | nw.col(name).str.contains("^[ \t\r\n　\u00a0]*$")) if held_text else empty)
    made = made.with_columns(zw_empty=nw.when(nothing).then(nw.lit(1)).otherwise(nw.lit(0)))
    faults.append(Fault("zw_empty", "the row is blank"))
    if unique:
        made = made.with_columns(zw_one=nw.lit(1))
        made = made.with_columns(zw_times=nw.col("zw_one").sum().over(*[held.value for held in unique]))
        known = nw.lit(1) == 1
        for held in unique:
            known = known & ~nw.col(held.value).is_null()
        made = made.with_columns(
            zw_twice=nw.when((nw.col("zw_times") > 1) & known).then(nw.lit(1)).otherwise(nw.lit(0))
        )
        told = ", ".join(held.told for held in unique)
        faults.append(Fault("zw_twice", f"{told} names more than one row"))
    return made, faults


def _is_before(later: Held, earlier: Held, types: Any) -> Any:
    """By the time of day where both have one, else by the day."""
    if types[later.value] == types[earlier.value] and (later.way == "day") == (earlier.way == "day"):
        return nw.col(later.value) < nw.col(earlier.value)
    numbers = [day_number(held.value, types[held.value]) for held in (later, earlier)]
    return (numbers[0] > 0) & (numbers[0] < numbers[1])


def _has_dates(engine: Engine) -> bool:
    """Whether the engine has a type of days: pandas has one with arrow only."""
    if engine.name == "pandas":
        return any(str(dtype).endswith("[pyarrow]") for dtype in engine.frame.to_native().dtypes)
    return True


def _is_money(held: Held) -> bool:
    return not issubclass(held.kind, int)


def _unit(scale: int) -> str:
    return f"{'0.' + '0' * (scale - 1) + '1' if scale else '1'}元"

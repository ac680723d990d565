"""What makes a row faulty: a cell that cannot be read, and what the domain rules out. Each has a flag and a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.frames import readers
from zhengwu.frames.day_columns import day_number
from zhengwu.frames.engines import Engine
from zhengwu.frames.fields import Held
from zhengwu.frames.kinds import Kind
from zhengwu.frames.scanners import BROKEN
from zhengwu.records.cells import total_words

__all__ = ["Fault", "flagged", "own_key"]

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
# The columns that together name a row once: all but those with ``?`` must be there, of ``a|b`` the first that is. A lot
# is tendered again under its code, and what was not sold is listed again under its own.
_KEYS = {
    "tender": "code|title lots.code|lots.name lots.attempt?",
    "auction": "code traded_at",
    "case": "case_no",
    "ticket": "ticket_no",
    "window_count": "window_id|window period",
}
_SIMPLE = {
    "count": (readers.read_count, "is no count"),
    "decimal count": (readers.read_count, "is no count"),
    "moment": (readers.read_moment, "is no day with its time"),
    "truth": (readers.read_truth, "is neither 是 nor 否"),
}


@attrs.frozen
class Fault:
    """A flag column, 1 in the rows that are faulty so, else 0, and the reason."""

    flag: str
    reason: str


def flagged(
    frame: Any,
    kind: Kind,
    fields: Sequence[Held],
    *,
    scale: int,
    engine: Engine,
    types: Mapping[str, Any],
    required: Sequence[Held],
    unique: Sequence[Held],
) -> tuple[Any, list[Fault]]:
    """The frame with what its columns hold, under the names of `Held.value`, a flag for each fault, and ``zw_faulty``.

    `types` are the columns that came and their types.
    """
    has_dates = _has_dates(engine)
    read = [_reader(held, types[held.column], scale=scale, has_dates=has_dates) for held in fields]
    frame = readers.staged(frame, [stages for stages, _ in read])
    faults = [
        Fault(f"{_own(held)}f", f"{held.told} {problem}")
        for held, (_, problem) in zip(fields, read, strict=True)
        if problem
    ]
    # A text that is read has lost the blanks around it.
    texts = {
        held.column: f"{_own(held)}t" for held in fields if types[held.column] == nw.String and held.way != "as is"
    }
    frame = frame.select(
        *([] if engine.is_lazy else ["zw_row"]),
        *types,
        *texts.values(),
        *[nw.col(fault.flag).cast(nw.Int64) for fault in faults],
        *[nw.col(f"{_own(held)}v").alias(held.value) for held in fields],
    )
    rules = _rules(kind, fields, required, types)
    if BROKEN in types:
        rules.append(
            (
                "the line is broken: more fields than the header or fewer, an open quotation mark, or another encoding",
                ~nw.col(BROKEN).is_null(),
            )
        )
    rules.append(("the row is blank", _is_blank(texts, types)))
    conditions = {f"zw_r{number}": condition.cast(nw.Int64) for number, (_, condition) in enumerate(rules)}
    faults += [Fault(f"zw_r{number}", reason) for number, (reason, _) in enumerate(rules)]
    if unique:
        conditions["zw_times"] = nw.lit(1)
    frame = frame.with_columns(**conditions)
    if unique:
        keys = [held.value for held in unique]
        known = [~nw.col(name).is_null() for name in keys]
        frame = frame.with_columns(zw_times=nw.col("zw_times").sum().over(*keys))
        is_twice = nw.all_horizontal(nw.col("zw_times") > 1, *known, ignore_nulls=False)
        frame = frame.with_columns(zw_twice=is_twice.cast(nw.Int64))
        told = ", ".join(held.told for held in unique)
        faults.append(Fault("zw_twice", f"{told} names more than one row"))
    # The largest of numbers: DuckDB would ask every condition again for "or".
    return frame.with_columns(zw_faulty=nw.max_horizontal(*[fault.flag for fault in faults])), faults


def own_key(kind: Kind, fields: Sequence[Held]) -> list[Held]:
    """The columns that name a row of this kind once; none where one of them is not there."""
    at = {".".join(held.path): held for held in fields}
    found = []
    for word in _KEYS[kind.name].split():
        held = next((at[name] for name in word.removesuffix("?").split("|") if name in at), None)
        if held is not None:
            found.append(held)
        elif not word.endswith("?"):
            return []
    return found


def clock_of(held: Held, types: Mapping[str, Any]) -> Any:
    """The type of a column of days once it is read; of texts, which have no zone, one without it."""
    if held.way == "as is":
        return types[held.column]
    return nw.Datetime() if held.way == "moment" else nw.Date()


def _own(held: Held) -> str:
    """What the names begin with of the columns made for a field: those of its value and this are apart."""
    return f"{held.value}_"


def _reader(held: Held, dtype: Any, *, scale: int, has_dates: bool) -> tuple[Sequence[readers.Stage], str]:
    """How a column is read, and what is wrong with a cell that cannot be; "" where all can."""
    own, way, column = _own(held), held.way, held.column
    source = nw.col(column)
    if way == "integer" and dtype in (nw.UInt64, nw.Int128, nw.UInt128):
        way = "decimal count" if issubclass(held.kind, int) else "decimal"  # by their digits: not all fit 64 bits
    if way == "as is":
        return [{f"{own}v": source}], ""
    if way == "text":
        return readers.read_text(own, column, sorted(total_words()), _LONGEST_TOTAL), "names a row of totals"
    if way in ("integer", "float"):
        power = (held.power or 0) + (0 if issubclass(held.kind, int) else scale)
        if way == "float":
            return readers.read_float(own, column, places=power), f"is no decimal with {power} places"
        return readers.read_integer(own, column, factor=10**power), "exceeds 64 bits"
    if way.startswith("decimal"):
        source = source.cast(nw.String)
    if way == "decimal count":
        source = source.str.replace_all(r"\.0*$", "")
    if way in ("amount", "decimal"):
        unit = "" if held.power is not None else ", or has no unit"
        problem = f"is no amount in units of {_unit(scale)}{unit}"
        return readers.read_amount(own, source, power=held.power, scale=scale), problem
    if way == "day":
        return readers.read_day(own, source, has_dates=has_dates), "is no day"
    if way in _SIMPLE:
        read, problem = _SIMPLE[way]
        return read(own, source), problem
    words = [text for word in held.kind for text in (word.value, *word.aliases, word.name, word.name.lower())]  # type: ignore[attr-defined]
    told = "、".join(str(word.value) for word in held.kind)  # type: ignore[attr-defined]
    return readers.read_word(own, source, words), f"is none of {told}"


def _rules(
    kind: Kind, fields: Sequence[Held], required: Sequence[Held], types: Mapping[str, Any]
) -> list[tuple[str, Any]]:
    """What the domain rules out: reasons, and conditions that are never blank."""
    at = {held.path[-1]: held for held in reversed(fields)}
    rules = [(f"{held.told} is missing", nw.col(held.value).is_null()) for held in required]
    prices = [at[name] for name in _POSITIVE.get(kind.name, ()) if name in at]
    rules += [(f"{held.told} is not above zero", nw.col(held.value).fill_null(1) <= 0) for held in prices]
    pairs = {pair for names in _IN_ORDER.get(kind.name, ()) for pair in combinations(names, 2)}
    for before, after in sorted(pairs):
        if before in at and after in at:
            first, last = at[before], at[after]
            clocks = [clock_of(held, types) for held in (first, last)]
            rules.append((f"{last.told} lies before {first.label}", _is_before(last, first, clocks)))
    return rules


def _is_before(later: Held, earlier: Held, clocks: Sequence[Any]) -> Any:
    """By the time of day where both have one, else by the day."""
    if clocks[0] == clocks[1]:
        return (nw.col(later.value) < nw.col(earlier.value)).fill_null(value=False)
    first, last = (day_number(held.value, clock) for held, clock in zip((earlier, later), clocks, strict=True))
    return (last > 0) & (last < first)


def _is_blank(read: Mapping[str, str], types: Mapping[str, Any]) -> Any:
    """Whether nothing stands in a row but blanks; `read` are the columns of texts that lost them, by what came."""
    others = [name for name in types if name not in read and name != BROKEN]
    texts = [nw.col(name) for name in read.values()]
    texts += [nw.col(name).fill_null("") for name in others if types[name] == nw.String]
    conditions = [nw.col(name).is_null() for name in others if types[name] != nw.String]
    conditions += [nw.col(name).is_null() for name in types if name == BROKEN]
    if texts:
        conditions.append(~nw.concat_str(texts).str.contains(f"[^{readers.BLANKS}]"))
    return nw.all_horizontal(*conditions, ignore_nulls=False)


def _has_dates(engine: Engine) -> bool:
    """Whether the engine has a type of days: pandas has one with arrow only."""
    if engine.name == "pandas":
        return any(str(dtype).endswith("[pyarrow]") for dtype in engine.frame.to_native().dtypes)
    return True


def _unit(scale: int) -> str:
    return f"{'0.' + '0' * (scale - 1) + '1' if scale else '1'}元"

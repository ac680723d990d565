"""Any record class as a strategy, from its fields: their types say what may stand in them, a few names say what does.

Instants follow one another in the order of the fields, as the invariants want it; a deadline may lie on either side.
Strategies are made once for a class, not again for every record: that is what makes drawing fast.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import attrs
from hypothesis import reject, strategies as st

from zhengwu.errors import UnknownNameError
from zhengwu.exact import Money, Rate, yuan
from zhengwu.periods import Period
from zhengwu.records import Instant, Record, RecordError, Whole
from zhengwu.records.base import hints_of
from zhengwu.testing.values import money, periods, rates
from zhengwu.trading.prices import Quantity

__all__ = ["Arrange", "made"]

R = TypeVar("R", bound=Record)
Arrange = Callable[[st.DrawFn, dict[str, Any]], None]
"""Makes the drawn fields of a class agree among themselves, in place."""

_DEADLINES = ("promised_at", "due_at")
_FROM_ZERO = ("seq", "count", "bids", "notice_days")
_AT_LEAST_ONE = ("lots",)
_MOST_PARTS = 3
_CODE_ENDINGS = ("code", "_no", "_id", "identity_number", "phone")
_CODES = st.integers(1, 999_999).map(lambda number: f"{number:06}")
_TEXTS = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() != "")
_FLAG = st.booleans()
_STEP = st.integers(0, 40)  # days from one instant to the next
_LIMIT = st.integers(0, 80)  # days to a deadline
_MINUTE = st.integers(0, 24 * 60 - 1)
_FORM = st.sampled_from(("day", "unknown", "time"))
_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    bool: _FLAG,
    Money: money(min_value=yuan("0.01"), max_value=yuan("10000000000")),
    Rate: rates(),
    Period: periods(),
    Quantity: st.integers(1, 10**9).map(lambda thousandths: Decimal(thousandths).scaleb(-3)),
}


@attrs.frozen
class _Field:
    """How one field is filled: from a strategy, or with records of a part class, one or several."""

    name: str
    is_optional: bool = False
    is_instant: bool = False
    strategy: st.SearchStrategy[Any] | None = None
    part: _Plan | None = None
    several: bool = False


@attrs.frozen
class _Plan:
    """How the fields of a class are filled, and what makes them agree."""

    cls: type[Record]
    fields: tuple[_Field, ...]
    arrange: Arrange | None


def made(
    cls: type[R],
    *,
    days: tuple[date, date],
    given: Mapping[str, st.SearchStrategy[Any]],
    words: Mapping[str, Sequence[str]],
    arrange: Mapping[type[Record], Arrange],
) -> st.SearchStrategy[R]:
    """Records of the class whose first instant lies within `days`.

    `given` are strategies of fields that replace the usual ones, `words` the texts that fields of these names hold,
    `arrange` what makes the fields of a class agree. Raises `UnknownNameError` for a field that the class has not.
    """
    names = [attribute.name for attribute in attrs.fields(cls)]
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names
            raise UnknownNameError(f"is not a field of {cls.__name__}", value=name, expected=", ".join(near))
    plan = _planned(cls, words, arrange)
    first = st.dates(*days)

    @st.composite
    def drawn(draw: st.DrawFn) -> Any:
        return _draw(draw, plan, draw(first), {name: draw(strategy) for name, strategy in given.items()})

    return drawn()


def _planned(cls: type[Record], words: Mapping[str, Sequence[str]], arrange: Mapping[type[Record], Arrange]) -> _Plan:
    hints = hints_of(cls)
    fields = tuple(_field(item.name, hints[item.name], words, arrange) for item in attrs.fields(cls))
    return _Plan(cls, fields, arrange.get(cls))


def _field(name: str, hint: Any, words: Mapping[str, Sequence[str]], arrange: Mapping[type[Record], Arrange]) -> _Field:
    alternatives = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    is_optional = type(None) in alternatives
    (kind,) = (one for one in alternatives if one is not type(None))
    if kind == Instant:
        return _Field(name, is_optional, is_instant=True)
    several = typing.get_origin(kind) is tuple
    inner = typing.get_args(kind)[0] if several else kind
    if isinstance(inner, type) and issubclass(inner, Record):
        return _Field(name, is_optional, part=_planned(inner, words, arrange), several=several)
    strategy = _strategy(name, inner, words)
    return _Field(name, is_optional, strategy=st.none() | strategy if is_optional else strategy)


def _strategy(name: str, kind: Any, words: Mapping[str, Sequence[str]]) -> st.SearchStrategy[Any]:
    if kind == Whole:
        return st.integers(0 if name in _FROM_ZERO else 1, 9_999)
    if kind is str and name in words:
        return st.sampled_from(words[name])
    if kind is str:
        return _CODES if name.endswith(_CODE_ENDINGS) else _TEXTS
    return _PLAIN[kind] if kind in _PLAIN else st.sampled_from(kind)


def _draw(draw: st.DrawFn, plan: _Plan, first: date, chosen: dict[str, Any]) -> Record:
    values = _instants(draw, plan, first, chosen)
    for field in plan.fields:
        if field.name in chosen:
            values[field.name] = chosen[field.name]
        elif field.part is not None:
            values[field.name] = _parts(draw, field, field.part, first)
        elif field.strategy is not None:
            values[field.name] = draw(field.strategy)
    if plan.arrange is not None:
        plan.arrange(draw, values)
    try:
        return plan.cls(**values | chosen)
    except RecordError:
        reject()  # the strategies given contradict each other in this example


def _parts(draw: st.DrawFn, field: _Field, part: _Plan, first: date) -> Any:
    if field.is_optional and not draw(_FLAG):
        return None
    if not field.several:
        return _draw(draw, part, first, {})
    least = 1 if field.name in _AT_LEAST_ONE else 0
    count = draw(st.integers(least, _MOST_PARTS))
    return tuple(_draw(draw, part, first + timedelta(days=draw(_STEP)), {}) for _ in range(count))


def _instants(draw: st.DrawFn, plan: _Plan, first: date, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Instants that follow one another, days or times of day; those chosen by the caller stay what they are."""
    names = [field.name for field in plan.fields if field.is_instant]
    waiting = {name for name in names if chosen.get(name) is not None}
    moment = start = min((_moment(chosen[name]) for name in waiting), default=_moment(first))
    found: dict[str, Any] = {}
    for name in names:
        if name in chosen:
            moment = max(moment, _moment(chosen[name] or first))
            waiting.discard(name)
        elif name in _DEADLINES:
            found[name] = start.date() + timedelta(days=draw(_LIMIT)) if draw(_FLAG) else None
        elif waiting:  # no later than one that is chosen
            found[name] = start.date() if draw(_FLAG) else None
        else:
            form = draw(_FORM)
            if form != "unknown":
                moment = moment + timedelta(days=draw(_STEP)) if found else moment
            if form == "time":
                moment = max(moment, _moment(moment.date()) + timedelta(minutes=draw(_MINUTE)))
            found[name] = {"day": moment.date(), "time": moment, "unknown": None}[form]
    return found


def _moment(instant: date) -> datetime:
    return instant if isinstance(instant, datetime) else datetime.combine(instant, time())

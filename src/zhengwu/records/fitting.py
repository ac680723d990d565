"""What a field may hold: the types its annotation names, looked at whenever a record is made.

A record made inside the library is as sure of its types as one from outside: a day given as a text or a truth value
as 是 would be wrong only later, and silently.

>>> from zhengwu.trading import Lot
>>> Lot(outcome="成交").outcome is Lot(outcome="awarded").outcome        # a word of a vocabulary is read
True
>>> Lot(outcome="不详")
Traceback (most recent call last):
zhengwu.records.faults.RecordError: outcome (交易结果): '不详' is not an Outcome \
(expected 成交, 流标, 废标, 公告撤销, 中止, 终止, 流拍, 中标人放弃)
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, cast

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.records.faults import RecordError
from zhengwu.records.words import Word

__all__ = ["misfit", "types_first"]

_NAMES = {
    str: "a text",
    int: "a whole number",
    bool: "neither true nor false",
    date: "a day",
}
_EXPECTED = {
    bool: "True, False or None",
    date: "a date or a datetime",
}


def types_first(check: Callable[[Any], None] | None) -> Callable[[Any], None]:
    """The check of a class after one of the types of all its fields; a wrong type is told in its own words if it can.

    A record that holds exactly the types that its annotations name passes one compiled expression, made when the first
    record of its class is, because making records is what a million rows cost.
    """
    fits: Callable[[Any], bool] | None = None

    def checked(self: Any) -> None:
        nonlocal fits
        if fits is None:
            fits = _compiled(type(self))
        if not fits(self):
            fault = misfit(self)
            if fault is not None:
                if check is not None:
                    _in_its_own_words(check, self)
                raise fault
        if check is not None:
            check(self)

    return checked


def _compiled(cls: type) -> Callable[[Any], bool]:
    """Whether all fields of a record hold exactly one of their types; the expression is made of their names only."""
    space: dict[str, Any] = {}
    tests = []
    for attribute, exact in _fields(cls):
        name = attribute.name
        if object in exact:
            continue
        kinds = tuple(kind for kind in exact if kind is not type(None)) + ((datetime,) if date in exact else ())
        space[f"_{name}"] = kinds[0] if len(kinds) == 1 else kinds
        is_one = f"{{}}.__class__ {'is' if len(kinds) == 1 else 'in'} _{name}"
        if type(None) in exact or attribute.default is None:
            tests.append(f"((held := record.{name}) is None or {is_one.format('held')})")
        else:
            tests.append(is_one.format(f"record.{name}"))
    return cast(Callable[[Any], bool], eval(f"lambda record: {' and '.join(tests) or True}", space))  # noqa: S307


@functools.cache
def _fields(cls: type) -> tuple[tuple[Any, tuple[type, ...]], ...]:
    """The fields of a class, each with the types it may hold."""
    hints = typing.get_type_hints(cls)
    return tuple((attribute, tuple(_types(hints[attribute.name]))) for attribute in attrs.fields(cls))


def misfit(record: Any) -> RecordError | None:
    """The error for the first field that holds what its annotation does not name, or None; texts become words."""
    for attribute, allowed in _fields(record.__class__):
        value = getattr(record, attribute.name)
        if value is None and attribute.default is None:
            continue  # the class fills it in
        if any(_is_one(value, one) for one in allowed):
            continue
        wanted = next(one for one in allowed if one is not type(None))
        if issubclass(wanted, Word) and (word := _word(wanted, value)) is not None:
            object.__setattr__(record, attribute.name, word)
            continue
        shown = None if attribute.metadata["private"] else value
        expected = _EXPECTED.get(wanted)
        if issubclass(wanted, Word):
            expected = ", ".join(wanted)
        elif attrs.has(wanted):
            expected = f"{wanted.__name__}(…)"
        return RecordError(
            f"is {_told(wanted)}" if wanted is bool else f"is not {_told(wanted)}",
            field=f"{attribute.name} ({attribute.metadata['zh']})",
            value=shown,
            expected=expected,
        )
    return None


def _in_its_own_words(check: Callable[[Any], None], record: Any) -> None:
    try:
        check(record)
    except ZhengwuError:
        raise
    except (TypeError, AttributeError):  # the check stumbled over the wrong type
        return


def _told(wanted: type) -> str:
    if wanted in _NAMES:
        return _NAMES[wanted]
    name = wanted.__name__
    return f"an {name}" if name[0] in "AEIOU" else f"a {name}"


def _word(vocabulary: type[Word], value: object) -> Word | None:
    try:
        return vocabulary(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _is_one(value: object, wanted: type) -> bool:
    return isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))


def _types(hint: Any) -> Iterator[type]:
    """The types that an annotation names: of a union each, of a tuple of parts the tuple."""
    if hint is None:
        yield type(None)
    elif isinstance(hint, type) and typing.get_origin(hint) is None:
        yield hint
    elif hint is Any or isinstance(hint, typing.TypeVar):
        yield object
    else:
        origin = typing.get_origin(hint)
        if isinstance(origin, type) and origin is not types.UnionType:
            yield origin
        else:
            for part in typing.get_args(hint):
                yield from _types(part)

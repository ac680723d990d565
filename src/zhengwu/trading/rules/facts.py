"""Facts: what rules look at, read from records or from a plain mapping.

A fact may have several values (the prices of all bids, one clarification after the other): a tuple, or a mapping from
what each is about, so that an objection and its answer meet. Nothing is taken for known that the source does not say.

>>> facts, unread = read_facts({"bid_deadline": "2017-03-21", "estimate": "438万元", "method": "单一来源"})
>>> facts["bid_deadline"], facts["estimate"], facts["method"]
(datetime.date(2017, 3, 21), Money("438万元"), 'single_source')
>>> read_facts({"method": "某种方式"})
({}, {'method': '某种方式'})
>>> read_facts({"bid_dedline": "2017-03-21"})
Traceback (most recent call last):
zhengwu.errors.UnknownNameError: fact (事实): 'bid_dedline' is asked for by no rule \
(expected bid_deadline, bid_opening, bid_deposit)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from zhengwu.errors import AmountError, UnitError, ZhengwuError
from zhengwu.exact import Money, Rate
from zhengwu.exact.currency import unit_of
from zhengwu.exact.money import digits_of
from zhengwu.exact.number import refuse_float
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import read_instant
from zhengwu.records.whole import read_whole
from zhengwu.reference.glossary import glossary
from zhengwu.reference.law import Fact, trading_law

__all__ = ["Facts", "read_facts", "read_word"]

Facts = dict[str, Any]
"""Id of a fact → its value, or several of them as a tuple or a mapping; a fact that is not known is left out."""

_Reader = Callable[..., Any]
_TRUE, _FALSE = frozenset({"是", "true", "1", "有"}), frozenset({"否", "false", "0", "无"})
_FROM_GLOSSARY = frozenset({"trade_class", "method"})


def read_facts(given: Mapping[str, Any], *, unit: str | None = None) -> tuple[Facts, dict[str, str]]:
    """Facts from a mapping, and by name the words that are none: a method or class nobody knows is not guessed.

    Days are dates, datetimes or their texts, amounts `Money` or text with its unit, shares `Rate` or text ("30%"),
    counts whole numbers, flags True, False, 是 or 否. None stands for unknown. `unit` is that of amounts whose text
    names none, as in a column under 万元. Raises `UnknownNameError` for a name that no rule asks for, `InexactError`
    for a float, `RecordError` for a value of another kind, `AmountError` for a unit that is none of money.

    >>> read_facts({"estimate": "438", "bid_deposit": "9000元"}, unit="万元")[0]
    {'estimate': Money("438万元"), 'bid_deposit': Money("9000元")}
    """
    known = _readers(unit).get
    facts: Facts = {}
    unread: dict[str, str] = {}
    for name, value in given.items():
        found = known(name) or (trading_law().fact(name), _word)
        if value is None:
            continue
        fact, read = found
        own = type(value)
        if read is _word:
            word = read_word(name, value)
            if word is None:
                unread[name] = str(value)
            else:
                facts[name] = word
        elif own is str:
            facts[name] = _read(fact, value, read)
        elif own is _READ.get(fact.kind):
            facts[name] = value
        elif isinstance(value, tuple | list):
            facts[name] = _several(fact, value, read)
        elif isinstance(value, Mapping):
            facts[name] = {key: None if one is None else _read(fact, one, read) for key, one in value.items()}
        else:
            facts[name] = _read(fact, value, read)
    return facts, unread


def read_word(name: str, value: object) -> str | None:
    """The word a text stands for, by the glossary or the wordings of the law's data; None where it is neither.

    >>> read_word("method", "公开招标"), read_word("object_kind", "监理"), read_word("trade_class", "水利类")
    ('open_tender', 'services', 'works')
    """
    return _word(name, value) if isinstance(value, str) else None


@functools.lru_cache(maxsize=4096)
def _word(name: str, text: str) -> str | None:
    words = trading_law().facts[name].words
    plain = str(text).strip()
    if plain in words:
        return plain
    wordings = {plain}
    if name in _FROM_GLOSSARY:
        term = glossary().find(plain)
        if term is not None and term.id in words:
            return term.id
        if term is not None:
            wordings.add(term.zh)
    return next((word for word, texts in words.items() if wordings & set(texts)), None)


def _read(fact: Fact, value: object, read: _Reader) -> Any:
    try:
        if type(value) is str:
            return read(value)
        refused = refuse_float(value, field=fact.label) if isinstance(value, float) else None
        if refused is None:
            return read(value)
    except (ZhengwuError, ValueError, TypeError):
        refused = None
    expected = _EXPECTED[fact.kind]
    raise refused or RecordError(f"is no {fact.kind}", field=fact.label, value=value, expected=expected)


def _several(fact: Fact, values: Sequence[object], read: _Reader) -> tuple[Any, ...]:
    try:
        return tuple(
            [read(one) if type(one) is str else None if one is None else _read(fact, one, read) for one in values]
        )
    except (ZhengwuError, ValueError, TypeError):
        return tuple(None if one is None else _read(fact, one, read) for one in values)  # it tells which is wrong


@functools.lru_cache(maxsize=64)
def _readers(unit: str | None) -> Mapping[str, tuple[Fact, _Reader]]:
    """Every fact with what reads it; amounts whose text names no unit are in this one."""
    readers: dict[str, _Reader] = {**_READERS, "word": _word}
    if unit is not None:
        kind = unit_of(unit)

        def amount(value: object) -> Money:
            found = digits_of(value, kind) if isinstance(value, str) else None
            if found is not None:
                return found
            return _money(value + unit if isinstance(value, str) and value[-1:].isdecimal() else value)

        readers["money"] = amount
    return {name: (fact, readers[fact.kind]) for name, fact in trading_law().facts.items()}


def _money(value: object) -> Money:
    if not isinstance(value, str | Money):
        raise UnitError("has no unit")
    return Money(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text not in _TRUE | _FALSE:
        raise AmountError("is neither")
    return text in _TRUE


def _share(value: object) -> Fraction:
    if isinstance(value, bool):
        raise AmountError("is no share")
    rate = value if isinstance(value, Rate) else Rate(value)  # type: ignore[arg-type]  # it refuses what it cannot read
    return Fraction(rate.numerator, rate.denominator)


_READERS: Mapping[str, _Reader] = {
    "day": read_instant,
    "money": _money,
    "count": read_whole,
    "share": _share,
    "flag": _flag,
}
_READ: Mapping[str, type[Any]] = {"day": date, "money": Money, "count": int, "flag": bool}
_EXPECTED = {
    "day": "a date such as 2017-03-21",
    "money": "an amount with its unit, such as 438万元",
    "count": "a whole number",
    "share": 'a share such as "30%"',
    "flag": "True, False, 是 or 否",
}

"""Tables of a place: values and methods that a province, a city or a district sets, read from a user's file.

    place = "320412"                    # a division code; a city's table holds in its districts, the nearest wins
    source = "武政办发〔2017〕1号"

    [[value]]                           # the value of a rule
    rule = "TH-G-1"
    object_kind = "货物"                # optional
    value = "100万元"
    from = 2017-01-01                   # and to = …, both optional

    [[methods]]                         # from an amount on these methods are lawful
    trade_class = "工程建设"
    at_least = "400万元"
    methods = ["公开招标"]

TOML, or JSON with the same names and dates as texts.

>>> table = LocalTable.of({"place": "320412", "source": "a notice", "value": [{"rule": "TH-G-1", "value": "100万元"}]})
>>> table.values[0].value, table.holds_in("320412"), table.holds_in("320411")
('100万元', True, False)
>>> LocalTable.of({"place": "320412", "source": "a notice", "value": [{"rule": "TH-G-1", "value": 100}]})
Traceback (most recent call last):
zhengwu.records.faults.RecordError: value of TH-G-1 (公开招标数额标准): 100 is not an amount (expected text such as \
100万元)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from zhengwu.errors import ReadError, UnknownNameError, ZhengwuError
from zhengwu.exact import Money, Rate
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import read_instant
from zhengwu.reference.law import LegalRule, trading_law
from zhengwu.trading.rules.facts import read_word

__all__ = ["LocalTable", "LocalValue", "MethodBand"]

_KEYS = {
    "value": {"rule", "object_kind", "value", "from", "to", "source"},
    "methods": {"trade_class", "object_kind", "at_least", "methods", "from", "to", "source"},
}


@attrs.frozen(kw_only=True)
class LocalValue:
    """The value a place gives to a rule, from a day to a day; `object_kind` None for every kind."""

    rule: str
    value: int | str
    source: str
    object_kind: str | None = None
    start: date | None = None
    end: date | None = None

    def holds(self, day: date, kind: str | None) -> bool:
        """Whether it holds on the day for this kind of object."""
        return _within(self.start, day, self.end) and self.object_kind in (None, kind)


@attrs.frozen(kw_only=True)
class MethodBand:
    """From an amount on, these methods are lawful in a place."""

    trade_class: str
    methods: tuple[str, ...]
    source: str
    at_least: Money | None = None
    object_kind: str | None = None
    start: date | None = None
    end: date | None = None

    def holds(self, day: date, trade_class: str, kind: str | None) -> bool:
        """Whether it holds on the day for this class and kind of object."""
        return (
            _within(self.start, day, self.end) and self.trade_class == trade_class and self.object_kind in (None, kind)
        )


@attrs.frozen(kw_only=True)
class LocalTable:
    """What one place sets. Made by `read` or `of`."""

    place: str
    values: tuple[LocalValue, ...] = ()
    bands: tuple[MethodBand, ...] = ()

    @classmethod
    def read(cls, path: str | Path) -> LocalTable:
        """The table in a file, TOML or JSON by its name. Raises `ReadError`, and what `of` raises."""
        import tomllib

        file = Path(path)
        try:
            text = file.read_text("utf-8-sig")
            data = json.loads(text, parse_float=str) if file.suffix == ".json" else tomllib.loads(text, parse_float=str)
        except (OSError, UnicodeDecodeError, ValueError, RecursionError) as problem:
            raise ReadError("is not a table of a place", value=file.name, expected=str(problem)) from None
        return cls.of(data)

    @classmethod
    def of(cls, data: object) -> LocalTable:
        """The table that these values are. Raises `RecordError` for what is missing or no value of its rule, and
        `UnknownNameError` for a rule, a key, a class, a kind or a method that nothing declares.
        """
        if not isinstance(data, Mapping):
            raise RecordError("is no table with names", field="table (地方表)", value=type(data).__name__)
        _require_keys(data, {"place", "source", *_KEYS}, "table (地方表)")
        place, source = data.get("place"), data.get("source")
        if not isinstance(place, str) or not place.strip():
            raise RecordError("is missing", field="place (地区)", expected='a division code such as "320412"')
        values = [_value(entry, source) for entry in _entries(data, "value")]
        bands = [_band(entry, source) for entry in _entries(data, "methods")]
        return cls(place=place.strip(), values=tuple(values), bands=tuple(bands))

    def holds_in(self, place: str | None) -> bool:
        """Whether the table holds in a place: the same, or by its division code one inside."""
        if place is None:
            return False
        if not (self.place.isdigit() and place.isdigit()):
            return self.place == place
        return place.startswith(self.code)

    @property
    def code(self) -> str:
        """The place without the zeros that stand for all of it: "320000" is "32"."""
        code = self.place
        while len(code) > 2 and code.endswith("00"):
            code = code[:-2]
        return code


def _entries(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise RecordError("is no list of entries", field=f"{name} (地方表)", expected=f"[[{name}]]")
    for entry in found:
        _require_keys(entry, _KEYS[name], f"{name} (地方表)")
    return found


def _require_keys(entry: Mapping[str, Any], known: set[str], field: str) -> None:
    for key in entry:
        if key not in known:
            raise UnknownNameError("is no name of it", field=field, value=key, expected=", ".join(sorted(known)))


def _value(entry: Mapping[str, Any], source: object) -> LocalValue:
    rule = trading_law().rule(str(entry.get("rule")))
    start, end = _days(entry)
    return LocalValue(
        rule=rule.id,
        value=_checked(rule, entry.get("value")),
        source=_source(entry, source),
        object_kind=_kind(entry),
        start=start,
        end=end,
    )


def _checked(rule: LegalRule, value: object) -> int | str:
    """The value, of the kind the rule compares with. Raises `RecordError` where the rule has none to set."""
    field = f"value of {rule.id} ({rule.zh})"
    if rule.value_of or isinstance(rule.value, bool) or (rule.value is None and rule.unit != "CNY"):
        raise RecordError("takes no value from a place", field=field, value=value)
    if rule.unit == "CNY":
        _require(isinstance(value, str) and _reads(Money, value), field, value, "an amount", "text such as 100万元")
        return str(value)
    if rule.unit == "ratio":
        _require(isinstance(value, str) and _reads(Rate, value), field, value, "a share", 'text such as "2%"')
        rate = Rate(str(value))
        return f"{rate.numerator}/{rate.denominator}"
    if type(value) is not int or value < 0:
        raise RecordError("is not a whole number", field=field, value=value, expected="such as 5")
    return value


def _require(holds: bool, field: str, value: object, what: str, expected: str) -> None:
    if not holds:
        raise RecordError(f"is not {what}", field=field, value=value, expected=expected)


def _reads(kind: type[Money | Rate], value: object) -> bool:
    try:
        kind(str(value))
    except ZhengwuError:
        return False
    return True


def _band(entry: Mapping[str, Any], source: object) -> MethodBand:
    start, end = _days(entry)
    least = entry.get("at_least")
    if least is not None:
        field = "at_least (数额)"
        _require(isinstance(least, str) and _reads(Money, least), field, least, "an amount", "text such as 400万元")
    methods = entry.get("methods")
    if not isinstance(methods, list) or not methods:
        raise RecordError("is missing", field="methods (方式)", expected='a list such as ["公开招标"]')
    return MethodBand(
        trade_class=_known_word("trade_class", entry.get("trade_class")),
        methods=tuple(_known_word("method", method) for method in methods),
        source=_source(entry, source),
        at_least=None if least is None else Money(least),
        object_kind=_kind(entry),
        start=start,
        end=end,
    )


def _kind(entry: Mapping[str, Any]) -> str | None:
    return None if entry.get("object_kind") is None else _known_word("object_kind", entry["object_kind"])


def _known_word(name: str, text: object) -> str:
    word = read_word(name, text)
    if word is None:
        fact = trading_law().facts[name]
        raise UnknownNameError("is not known", field=fact.label, value=text, expected=", ".join(fact.words))
    return word


def _source(entry: Mapping[str, Any], source: object) -> str:
    found = entry.get("source", source)
    if not isinstance(found, str) or not found.strip():
        raise RecordError("is missing", field="source (依据)", expected="the document that sets it")
    return found


def _days(entry: Mapping[str, Any]) -> tuple[date | None, date | None]:
    start, end = (None if entry.get(name) is None else read_instant(entry[name]) for name in ("from", "to"))
    if start is not None and end is not None and end < start:
        raise RecordError("lies before from", field="to (废止)", value=str(end), expected=f"{start} or later")
    return start, end


def _within(start: date | None, day: date, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)

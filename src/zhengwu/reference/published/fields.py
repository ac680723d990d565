"""Takes values out of decoded JSON, one type at a time; whatever is of another type is refused with its place.

>>> Fields("mine.json").text({"name": ""}, "name", "f1")
Traceback (most recent call last):
zhengwu.errors.ReadError: mine.json: f1: '' has no name (expected a text that is not empty)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set as AbstractSet
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

import attrs

from zhengwu.errors import ReadError

__all__ = ["IDENTIFIER", "Fields"]

IDENTIFIER = re.compile(r"[tfr](?:0|[1-9][0-9]{0,5})")
"""The id of a table, figure or relation of one document."""

_RATIONAL = re.compile(r"-?[0-9]{1,9}(?:/[1-9][0-9]{0,8})?")
_Item = TypeVar("_Item")


@attrs.frozen
class Fields:
    """Reads the parts of one file. `source` names the file, `fact` the entry that a message is about."""

    source: str

    def rational(self, value: Any, fact: str) -> Fraction:
        """An exact number written as a text."""
        if not isinstance(value, str) or not _RATIONAL.fullmatch(value):
            self.refuse(fact, value, "is no exact number", 'a text such as "1", "-1" or "1/4"')
        return Fraction(value)

    def identifier(self, facts: Mapping[str, Any], letter: str) -> str:
        """The `id` of a fact: a letter and a number."""
        value = facts.get("id")
        if not isinstance(value, str) or not IDENTIFIER.fullmatch(value) or value[0] != letter:
            self.refuse("id", value, "is no identifier", f"{letter}1, {letter}2, …")
        return value

    def position(self, value: Any, fact: str) -> int:
        """A line or a column, counted from 1."""
        if type(value) is not int or value < 1:
            self.refuse(fact, value, "is no line or column", "a whole number from 1")
        return value

    def text(self, facts: Mapping[str, Any], key: str, fact: str) -> str:
        """A text that must be there and not be empty."""
        value = facts.get(key)
        if not isinstance(value, str) or not value:
            self.refuse(fact, value, f"has no {key}", "a text that is not empty")
        return value

    def optional(self, facts: Mapping[str, Any], key: str, fact: str) -> str | None:
        """A text, or None where the key is absent or null."""
        return None if facts.get(key) is None else self.text(facts, key, fact)

    def texts(self, facts: Mapping[str, Any], key: str, fact: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        values = self.each(facts, key, lambda value: self.string(value, fact))
        if not values:
            self.refuse(fact, None, f"has no {key}", "at least one")
        return values

    def string(self, value: Any, fact: str) -> str:
        """A text, which may be empty."""
        if not isinstance(value, str):
            self.refuse(fact, value, "is no text", "a text")
        return value

    def each(self, facts: Mapping[str, Any], key: str, read: Callable[[Any], _Item]) -> tuple[_Item, ...]:
        """A list, every item of it read."""
        return tuple(read(item) for item in self.items(facts.get(key), key))

    def items(self, value: Any, fact: str) -> list[Any]:
        """A list."""
        if not isinstance(value, list):
            self.refuse(fact, value, "has the wrong type", "a list")
        return value

    def entry(self, value: Any, keys: AbstractSet[str], fact: str) -> dict[str, Any]:
        """An object that has no other keys than these."""
        if not isinstance(value, dict):
            self.refuse(fact, value, "has the wrong type", "an object")
        if unknown := sorted(value.keys() - keys):
            self.refuse(fact, unknown[0], "is no key of it", f"one of {', '.join(sorted(keys))}")
        return value

    def refuse(self, field: str, value: object, problem: str, expected: str) -> NoReturn:
        """Raises the one error of this module, with its place."""
        raise ReadError(problem, field=field, value=value, expected=expected, where=self.source)

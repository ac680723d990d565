"""Code sets and grammars of identifiers, declared in ``codes.toml`` with what they were read in.

A code means nothing without its set: 6 is 办结, 准予许可 or 不予受理, as the platform has it.

>>> [code_set(name).word("6") for name in ("result_supervision", "result_supervision_returns")]
['办结', '不予受理']
>>> code_set("result_supervision").word("9")
Traceback (most recent call last):
zhengwu.errors.UnknownNameError: code (电子监察办理结果): '9' is not a code of result_supervision \
(expected 0, 1, 2, 3, 4, 5, 6)
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError

__all__ = ["CodeSet", "Grammar", "Part", "code_set", "code_sets", "grammar", "grammars"]


@attrs.frozen(kw_only=True)
class CodeSet:
    """A list of codes with the words they stand for. `status`: ``verified`` (a standard, read) or ``secondary``."""

    id: str
    zh: str
    en: str
    status: str
    source: str
    items: Mapping[str, str]

    def word(self, code: str) -> str:
        """The official word of a code. Raises `UnknownNameError`, listing the codes of the set."""
        found = self.items.get(code)
        if found is None:
            problem = f"is not a code of {self.id}"
            raise UnknownNameError(problem, field=f"code ({self.zh})", value=code, expected=", ".join(self.items))
        return found


@attrs.frozen(kw_only=True)
class Part:
    """A part of an identifier. `form`: digits, letters, alphanumerics, a vocabulary, or ``identifier:variant``."""

    name: str
    zh: str
    length: int
    form: str


@attrs.frozen(kw_only=True)
class Grammar:
    """One variant of an identifier: its parts, whose lengths add up to `length`; or only the most it may have."""

    id: str
    zh: str
    variant: str
    status: str
    source: str
    length: int | None = None
    length_max: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def expected(self) -> str:
        """The length, as a message tells it."""
        return f"{self.length} characters" if self.length is not None else f"1 to {self.length_max} characters"


def code_sets() -> Mapping[str, CodeSet]:
    """Every code set by its name.

    >>> code_sets()["series_flag"].items["0"]
    '并联审批'
    """
    return _read()[0]


def code_set(name: str) -> CodeSet:
    """The code set of this name. Raises `UnknownNameError`, listing the names.

    >>> code_set("power_source").word("2")
    '上级下放'
    """
    found = code_sets().get(name)
    if found is None:
        raise UnknownNameError(
            "is not the name of a code set", field="code_set (代码表)", value=name, expected=", ".join(code_sets())
        )
    return found


def grammars() -> Mapping[tuple[str, str], Grammar]:
    """Every grammar by identifier and variant."""
    return _read()[1]


def grammar(identifier: str, variant: str) -> Grammar:
    """The grammar of an identifier in one variant. Raises `UnknownNameError`, listing the variants.

    >>> grammar("implementation_code", "national_31").length
    31
    """
    found = grammars().get((identifier, variant))
    if found is None:
        variants = [known for name, known in grammars() if name == identifier]
        field = "variant (编码规则)" if variants else "identifier (编码)"
        raise UnknownNameError(
            f"is not a variant of {identifier}" if variants else "is not an identifier",
            field=field,
            value=variant if variants else identifier,
            expected=", ".join(variants or dict.fromkeys(name for name, _ in grammars())),
        )
    return found


@functools.cache
def _read() -> tuple[Mapping[str, CodeSet], Mapping[tuple[str, str], Grammar]]:
    import tomllib

    data = tomllib.loads(resources.files("zhengwu.reference").joinpath("codes.toml").read_text("utf-8"))
    sets = [CodeSet(**{**entry, "items": MappingProxyType(entry["items"])}) for entry in data["set"]]
    read = [_grammar(entry) for entry in data["identifier"]]
    return (
        MappingProxyType({one.id: one for one in sets}),
        MappingProxyType({(one.id, one.variant): one for one in read}),
    )


def _grammar(entry: dict[str, Any]) -> Grammar:
    return Grammar(**{**entry, "parts": tuple(Part(**part) for part in entry.get("parts", ()))})

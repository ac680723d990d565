"""The rules of the audit, declared once in ``rules.toml``: what each checks, why it matters, a published row.

The wording of a finding is a message of the catalogues (`zhengwu.reference.messages`), named after its rule and grade.

>>> rule("ZW120").zh, rule("ZW120").en
('合计行等于各行相加', 'a total row is the sum of its rows')
>>> list(rules())[:3]
['ZW101', 'ZW102', 'ZW103']
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import attrs

from zhengwu.errors import UnknownNameError

__all__ = ["Rule", "rule", "rules"]


@attrs.frozen(kw_only=True)
class Rule:
    """One rule: its identifier, its name, what it checks and why it matters in both languages, and a published row."""

    id: str
    zh: str
    en: str
    checks_zh: str
    checks_en: str
    why_zh: str
    why_en: str
    example: str

    def name(self, lang: str) -> str:
        """The name in Chinese or English."""
        return self.en if lang == "en" else self.zh


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its identifier, in the order of the identifiers.

    >>> all(id == rule.id for id, rule in rules().items())
    True
    """
    import tomllib

    text = resources.files("zhengwu.reference").joinpath("rules.toml").read_text(encoding="utf-8")
    found = [Rule(**entry) for entry in tomllib.loads(text)["rule"]]
    return MappingProxyType({rule.id: rule for rule in found})


def rule(rule_id: str) -> Rule:
    """The rule of that identifier. Raises `UnknownNameError`.

    >>> rule("ZW999")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: rule: 'ZW999' is not declared (expected one of ZW101 … ZW132)
    """
    found = rules().get(rule_id)
    if found is None:
        first, *_, last = rules()
        raise UnknownNameError("is not declared", field="rule", value=rule_id, expected=f"one of {first} … {last}")
    return found

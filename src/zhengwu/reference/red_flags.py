"""Signs that somebody should look at a trade, declared in ``red_flags.toml``: what each needs and does not prove.

>>> red_flag("RF-06").zh, red_flag("RF-06").needs, red_flag("RF-06").not_proof_zh
('不同投标人的保证金出自同一账户', ('bid.deposit_account',), '担保公司或平台代收账户可能共用')
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError

__all__ = ["FlagRule", "red_flag", "red_flags"]


@attrs.frozen(kw_only=True)
class FlagRule:
    """One sign. `needs` are the fields that decide it, `messages` its wordings in Chinese and English by case.

    `rules` are the rules of law that it is read from, where it is.
    """

    id: str
    zh: str
    en: str
    needs: tuple[str, ...]
    origin: str
    not_proof_zh: str
    not_proof_en: str
    messages: Mapping[str, tuple[str, str]]
    rules: tuple[str, ...] = ()

    def message(self, case: str, lang: str, values: Mapping[str, str]) -> str:
        """What was found in this case, in Chinese ("zh") or English ("en")."""
        zh, en = self.messages[case]
        return (en if lang == "en" else zh).format(**values)

    def not_proof(self, lang: str) -> str:
        """What the sign does not prove."""
        return self.not_proof_en if lang == "en" else self.not_proof_zh


@functools.cache
def red_flags() -> Mapping[str, FlagRule]:
    """Every sign by its id.

    >>> len(red_flags())
    16
    """
    import tomllib

    data = tomllib.loads(resources.files("zhengwu.reference").joinpath("red_flags.toml").read_text("utf-8"))
    return MappingProxyType({entry["id"]: _rule(entry) for entry in data["flag"]})


def red_flag(name: str) -> FlagRule:
    """The sign of this id. Raises `UnknownNameError`, listing the ids.

    >>> red_flag("RF-17")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: red flag (风险信号): 'RF-17' is not a red flag (expected RF-01 to RF-16)
    """
    found = red_flags().get(name)
    if found is None:
        first, *_, last = red_flags()
        expected = f"{first} to {last}"
        raise UnknownNameError("is not a red flag", field="red flag (风险信号)", value=name, expected=expected)
    return found


def _rule(entry: dict[str, Any]) -> FlagRule:
    messages = MappingProxyType({case: (zh, en) for case, (zh, en) in entry.pop("messages").items()})
    return FlagRule(
        **{**entry, "needs": tuple(entry["needs"]), "rules": tuple(entry.get("rules", ())), "messages": messages}
    )

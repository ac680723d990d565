"""The declared indicators: ratios and sums of named quantities, with the variants that offices publish.

Each is declared once, as data, and used by the functions of `stats`, the audit, the dataframe engines and the docs.
A declaration takes its term, English and aliases from the glossary, under the same id.

>>> rate = declarations()["savings_rate"]
>>> rate.zh, rate.default, list(rate.variants)
('节约率', 'budget', ['budget', 'ceiling', 'estimate', 'deal_plus_savings', 'deal'])
>>> rate.variants["budget"].numerator, rate.variants["budget"].denominator
({'budget': 1, 'deal': -1}, {'budget': 1})
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.reference.glossary import glossary

__all__ = ["Declaration", "Variant", "declarations"]

_FILES = ("trading", "general", "approval", "hotline")


@attrs.frozen(kw_only=True)
class Variant:
    """One published reading of an indicator: linear combinations of quantities (ids of the glossary) with their signs.

    A sum has no denominator. `arguments` are the quantities the typed function takes, in the order of its parameters,
    where it offers this variant. `bounded`: the numerator is a part of the denominator, so more than 100 % is
    impossible. `verified`: a publisher who counts so, or the text of a standard, was read.
    """

    id: str
    zh: str
    en: str
    numerator: Mapping[str, int]
    denominator: Mapping[str, int] = attrs.field(factory=dict)
    arguments: tuple[str, ...] = ()
    bounded: bool = False
    verified: bool = False
    source: str = ""
    note: str = ""

    @property
    def quantities(self) -> tuple[str, ...]:
        """Every quantity that occurs, in order of appearance."""
        return tuple(dict.fromkeys((*self.numerator, *self.denominator)))


@attrs.frozen(kw_only=True)
class Declaration:
    """An indicator: a ``ratio`` printed in `unit` with `decimals` places, or a ``sum`` (a quantity made of others).

    `zero_base` says what a base of zero means: ``undefined``. `function` is the typed function of `stats`, `parameters`
    its positional parameters, `selector` the keyword that chooses the variant; None where there is none. `default` is
    the first variant.
    """

    id: str
    kind: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    unit: str
    variants: Mapping[str, Variant]
    decimals: int | None = None
    zero_base: str = "undefined"
    function: str | None = None
    parameters: tuple[str, ...] = ()
    selector: str | None = None
    domain: str = ""
    source: str = ""

    @property
    def default(self) -> str:
        """The id of the variant that is meant when none is named."""
        return next(iter(self.variants))

    @property
    def offered(self) -> tuple[str, ...]:
        """The ids of the variants that the typed function computes."""
        return tuple(variant.id for variant in self.variants.values() if variant.arguments)

    def variant(self, name: str | None = None) -> Variant:
        """The variant with this id, or the default one. Raises `UnknownNameError`."""
        name = self.default if name is None else name
        try:
            return self.variants[name]
        except (KeyError, TypeError):
            raise UnknownNameError(
                f"is not a variant of {self.id} ({self.zh})",
                field=self.selector or "variant",
                value=name,
                expected=", ".join(self.variants),
            ) from None


@functools.cache
def declarations() -> Mapping[str, Declaration]:
    """Every declared indicator by id, in the order of the data files (trading, general, approval, hotline)."""
    import tomllib

    found: dict[str, Declaration] = {}
    for domain in _FILES:
        data = tomllib.loads(resources.files(__package__).joinpath(f"{domain}.toml").read_text("utf-8"))
        found.update((entry["id"], _declaration(entry, domain)) for entry in data["indicator"])
    return found


def _declaration(entry: dict[str, Any], domain: str) -> Declaration:
    term = glossary().term(entry["id"])
    rest = {key: value for key, value in entry.items() if key not in ("variant", "parameters")}
    variants = [_variant(variant) for variant in entry["variant"]]
    return Declaration(
        **rest,
        zh=term.zh,
        en=term.en,
        aliases=term.wordings[1:],
        parameters=tuple(entry.get("parameters", ())),
        variants={variant.id: variant for variant in variants},
        domain=domain,
    )


def _variant(entry: dict[str, Any]) -> Variant:
    return Variant(**{**entry, "arguments": tuple(entry.get("arguments", ()))})

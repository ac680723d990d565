"""The invariants of public resource trading and where each is held, declared in ``invariants.toml``.

>>> invariants()["INV-09"].en, invariants()["INV-09"].found
('award amount ≤ ceiling, compared only when both are amounts', ('INV-09',))
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import attrs

__all__ = ["Invariant", "invariants"]


@attrs.frozen(kw_only=True)
class Invariant:
    """One invariant. `refused`: what raises where it does not hold; `computed`: what makes it hold.

    `found` are messages of `zhengwu.trading.checks`, `law` rules of ``trading_law``, `flagged` signs, `audit` rules of
    the audit of printed tables, `test` the tests that would fail without it.
    """

    id: str
    zh: str
    en: str
    refused: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    computed: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    found: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    law: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    flagged: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    audit: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    test: tuple[str, ...] = attrs.field(default=(), converter=tuple)


@functools.cache
def invariants() -> Mapping[str, Invariant]:
    """Every invariant by its id.

    >>> len(invariants())
    20
    """
    import tomllib

    data = tomllib.loads(resources.files("zhengwu.reference").joinpath("invariants.toml").read_text("utf-8"))
    return MappingProxyType({entry["id"]: Invariant(**entry) for entry in data["invariant"]})

"""How a declared indicator can be checked with the quantities that one row prints.

The answer depends on the names of the quantities alone, so a table of ten thousand rows asks it a handful of times.

>>> plan = plan_of("savings_rate", frozenset({"budget", "deal", "savings"}))
>>> [variant.id for variant in plan.variants], plan.given
(['budget', 'deal_plus_savings', 'deal'], (('savings', (('budget', 1), ('deal', -1))),))
>>> plan_of("savings_rate", frozenset({"deal"})).unprinted
('budget',)
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TypeAlias

import attrs

from zhengwu.reference.indicators import Declaration, Variant, declarations

__all__ = ["Plan", "Quantities", "VariantPlan", "plan_of"]

Quantities: TypeAlias = tuple[tuple[str, int], ...]
"""A linear combination of quantities by their glossary ids."""


@attrs.frozen
class VariantPlan:
    """One variant over printed quantities; a sum has no denominator."""

    id: str
    numerator: Quantities
    denominator: Quantities = ()


@attrs.frozen(kw_only=True)
class Plan:
    """What can be checked of one indicator.

    `given` are declared sums (result, terms) that the row prints beside the rate, `numerator` the numerator of the
    default variant if it is printed, `unprinted` what the default variant lacks. `is_verified` tells whether a
    publisher who counts so, or the text of a standard, was read for one of the variants.
    """

    is_ratio: bool
    is_signed: bool
    is_verified: bool
    variants: tuple[VariantPlan, ...]
    given: tuple[tuple[str, Quantities], ...]
    numerator: Quantities | None
    unprinted: tuple[str, ...]


@functools.lru_cache(maxsize=4096)
def plan_of(name: str, printed: frozenset[str]) -> Plan | None:
    """How the indicator can be checked where these quantities are printed besides it; None if it is not declared."""
    declaration = declarations().get(name)
    if declaration is None:
        return None
    printed = printed - {name}
    plans = [plan for variant in declaration.variants.values() if (plan := _plan(declaration, variant, printed))]
    return Plan(
        is_ratio=declaration.kind == "ratio",
        is_signed=any(c < 0 for variant in declaration.variants.values() for c in variant.numerator.values()),
        is_verified=any(declaration.variants[plan.id].verified for plan in plans),
        variants=tuple(plans),
        given=_given(declaration, printed) if declaration.kind == "ratio" else (),
        numerator=_printed(declaration.variant().numerator, printed),
        unprinted=tuple(quantity for quantity in declaration.variant().quantities if quantity not in printed),
    )


def _plan(declaration: Declaration, variant: Variant, printed: frozenset[str]) -> VariantPlan | None:
    if declaration.kind == "sum":
        # A sum is not replaced by its own result.
        return VariantPlan(variant.id, tuple(variant.numerator.items())) if set(variant.numerator) <= printed else None
    numerator, denominator = _printed(variant.numerator, printed), _printed(variant.denominator, printed)
    if numerator is None or denominator is None:
        return None
    return VariantPlan(variant.id, numerator, denominator)


def _printed(terms: Mapping[str, int], printed: frozenset[str]) -> Quantities | None:
    """The terms if all are printed, or the one printed quantity that is declared as just this sum."""
    if set(terms) <= printed:
        return tuple(terms.items())
    return next((((name, 1),) for name, sum_ in _sums() if name in printed and sum_ == terms), None)


def _given(declaration: Declaration, printed: frozenset[str]) -> tuple[tuple[str, Quantities], ...]:
    """The declared sums, printed with all their terms, that a variant of the rate is made of."""
    used = [terms for variant in declaration.variants.values() for terms in (variant.numerator, variant.denominator)]
    return tuple(
        (name, tuple(sum_.items()))
        for name, sum_ in _sums()
        if name in printed and set(sum_) <= printed and sum_ in used
    )


@functools.cache
def _sums() -> tuple[tuple[str, Mapping[str, int]], ...]:
    """Every declared sum with each of its variants."""
    return tuple(
        (declaration.id, variant.numerator)
        for declaration in declarations().values()
        if declaration.kind == "sum"
        for variant in declaration.variants.values()
    )

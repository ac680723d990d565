"""The registry of indicators: each declaration computed, and its arithmetic told in words.

>>> print(indicator("savings_rate").explain(budget="34.89万元", deal="31.91万元"))
节约率 = (预算金额 − 成交金额) ÷ 预算金额 = (34.89万元 − 31.91万元) ÷ 34.89万元 = 2.98万元 ÷ 34.89万元 = 8.54%
>>> indicator("completion_rate").rate(completed=5617, dispatched=5773).percent(1)
'97.3%'
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.errors import UndefinedRateError, UnitError, UnknownNameError
from zhengwu.exact import Money, Rate, Rounding
from zhengwu.exact.figure import narrow
from zhengwu.exact.number import parse_number, to_ratio
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Declaration, Variant, declarations
from zhengwu.stats import growth, rates
from zhengwu.stats.explanation import Explanation, Value, combined, language, print_exact

__all__ = ["Explanation", "Indicator", "indicator", "indicators"]


@attrs.frozen
class Indicator:
    """A named, sourced ratio (or sum) of named quantities. `declaration` is the data it comes from."""

    declaration: Declaration

    @property
    def id(self) -> str:
        return self.declaration.id

    @property
    def zh(self) -> str:
        return self.declaration.zh

    @property
    def en(self) -> str:
        return self.declaration.en

    @property
    def variants(self) -> tuple[str, ...]:
        """The ids of the published variants, the default first."""
        return tuple(self.declaration.variants)

    @property
    def function(self) -> Callable[..., Rate] | None:
        """The typed function that computes it, where there is one."""
        name = self.declaration.function
        return None if name is None else getattr(rates, name, None) or getattr(growth, name)

    def rate(self, *, variant: str | None = None, **quantities: Any) -> Rate:
        """The exact rate from its quantities, given by name. See `explain` for variants and errors."""
        return self.explain(variant=variant, **quantities).rate

    def explain(
        self,
        *,
        variant: str | None = None,
        lang: str = "zh",
        places: int | None = None,
        rounding: Rounding = Rounding.HALF_UP,
        **quantities: Any,
    ) -> Explanation:
        """The result with its calculation. Quantities are money (Money, or a text with a unit) or plain exact numbers.

        The variant may also be named by the keyword of the typed function (``base="deal"``); unnamed, it is the first
        one whose quantities are given or follow from those given. A rate prints with `places` decimals (2 unless said).
        Raises `UndefinedRateError` for a missing quantity or a base that is not above zero, `UnknownNameError` for a
        name that the indicator does not have, `UnitError` for a mixture of kinds, `InexactError` for a float.

        >>> print(indicator("savings_rate").explain(deal="10.7亿元", savings="1.3亿元", lang="en", places=1))
        savings rate = savings ÷ (deal price + savings) = 1.3亿元 ÷ (10.7亿元 + 1.3亿元) = 1.3亿元 ÷ 12亿元 = 10.8%
        """
        if self.declaration.selector in quantities:
            variant = quantities.pop(self.declaration.selector)
        language(lang)
        known = self._known(quantities)
        chosen = self._chosen(variant, known)
        values = {name: _require(_derived(name, known), name) for name in chosen.quantities}
        numerator = combined(chosen.numerator, values)
        if chosen.denominator:
            result: Rate | Value = _ratio(self, chosen, numerator, combined(chosen.denominator, values))
        else:
            result = numerator
        if isinstance(result, Rate):
            printed = result.percent(self.declaration.decimals or 0 if places is None else places, rounding)
        else:
            printed = print_exact(result)
        return Explanation(
            declaration=self.declaration, variant=chosen, quantities=values, result=result, printed=printed, lang=lang
        )

    def _known(self, quantities: Mapping[str, Any]) -> dict[str, Value]:
        """The given numbers, all of one kind, under names this indicator has."""
        variants = self.declaration.variants.values()
        allowed = dict.fromkeys(part for variant in variants for name in variant.quantities for part in _parts(name))
        for name in quantities:
            if name not in allowed:
                problem = f"is not a quantity of {self.id} ({self.zh})"
                raise UnknownNameError(problem, field="quantity", value=name, expected=", ".join(allowed))
        known = {name: _value(value, name) for name, value in quantities.items() if value is not None}
        if len({isinstance(value, Money) for value in known.values()}) > 1:
            fields = ", ".join(_field(name) for name, value in known.items() if isinstance(value, Money))
            raise UnitError("money and plain numbers together", field=fields, expected="quantities of one kind")
        return known

    def _chosen(self, variant: str | None, known: Mapping[str, Value]) -> Variant:
        if variant is not None:
            return self.declaration.variant(variant)
        for candidate in self.declaration.variants.values():
            if all(_derived(name, known) is not None for name in candidate.quantities):
                return candidate
        return self.declaration.variant()


@functools.cache
def indicators() -> Mapping[str, Indicator]:
    """Every declared indicator by id.

    >>> len(indicators()) >= 40, indicators()["share"].zh
    (True, '占比')
    """
    return {name: Indicator(declaration) for name, declaration in declarations().items()}


def indicator(name: str) -> Indicator:
    """The indicator with this id, or with this official term or alias. Raises `UnknownNameError`, naming the nearest.

    >>> indicator("节资率").id
    'savings_rate'
    >>> indicator("节约比")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: indicator: '节约比' is not declared (expected savings_rate, savings)
    """
    key: object = name
    if isinstance(key, str):
        term = glossary().find(key)
        found = indicators().get(key) or indicators().get(term.id if term else "")
        if found is not None:
            return found
    near = [term.id for term in glossary().nearest(str(name), n=8) if term.id in indicators()][:3]
    expected = ", ".join(near) or "the id of an indicator, such as savings_rate"
    raise UnknownNameError("is not declared", field="indicator", value=name, expected=expected)


def _parts(name: str) -> tuple[str, ...]:
    """The quantity itself, and those of which it may be the declared sum."""
    declaration = declarations().get(name)
    if declaration is None or declaration.kind != "sum":
        return (name,)
    return (name, *(part for variant in declaration.variants.values() for part in variant.quantities))


def _derived(name: str, known: Mapping[str, Value]) -> Value | None:
    """The quantity as given, or as the first declared sum whose quantities are all given."""
    if name in known:
        return known[name]
    declaration = declarations().get(name)
    if declaration is not None and declaration.kind == "sum":
        for variant in declaration.variants.values():
            if all(part in known for part in variant.quantities):
                return combined(variant.numerator, known)
    return None


def _ratio(indicator: Indicator, variant: Variant, numerator: Value, denominator: Value) -> Rate:
    base = denominator.amount if isinstance(denominator, Money) else denominator
    if base > 0:
        return Rate.of(numerator, denominator)
    field = ", ".join(_field(name) for name in variant.denominator)
    problem = f"{indicator.en} needs a base above zero (print a blank, not 0%)"
    raise UndefinedRateError(problem, reason="not_applicable" if base < 0 else "zero_base", field=field)


def _value(value: object, name: str) -> Value:
    if isinstance(value, Money):
        return value
    if isinstance(value, str) and parse_number(narrow(value[:120])) is None:
        return Money(value, field=_field(name))
    return Fraction(*to_ratio(narrow(value) if isinstance(value, str) else value, field=_field(name)))


def _require(value: Value | None, name: str) -> Value:
    if value is None:
        raise UndefinedRateError("is missing", reason="missing", field=_field(name))
    return value


def _field(name: str) -> str:
    return f"{name} ({glossary().term(name).zh})"

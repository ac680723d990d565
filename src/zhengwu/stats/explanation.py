"""The arithmetic of one figure in words and numbers, as a reader would check it with a pencil."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.exact import Money, Rate
from zhengwu.exact.number import finite_decimals, plain_text
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Declaration, Variant

__all__ = ["Explanation", "Value", "combined", "language", "print_exact"]

Value: TypeAlias = Money | Fraction

_LANGUAGES = ("zh", "en")


@attrs.frozen(kw_only=True)
class Explanation:
    """How one figure came about: the declaration, the variant, the numbers, and the calculation step by step.

    `result` is a Rate, or for a sum Money or an exact number; `quantities` are the numbers by name, those derived from
    others included. `str` is the calculation on one line, in the language asked for.

    >>> from zhengwu.stats.registry import indicator
    >>> print(indicator("completion_rate").explain(completed=5617, dispatched=5773, variant="dispatched", places=1))
    办结率 = 办结量 ÷ 派发量 = 5617 ÷ 5773 = 97.3%
    """

    declaration: Declaration
    variant: Variant
    quantities: Mapping[str, Value]
    result: Rate | Value
    printed: str
    lang: str = "zh"

    @property
    def rate(self) -> Rate:
        """The result of a ratio. Raises `UnitError` for a sum, whose `result` is no rate."""
        if not isinstance(self.result, Rate):
            raise UnitError("is a sum, not a rate", value=self.declaration.id, expected=".result")
        return self.result

    @property
    def formula(self) -> str:
        """The formula in official terms: (预算金额 − 成交金额) ÷ 预算金额."""
        return self._sides(lambda name: getattr(glossary().term(name), self.lang))

    @property
    def steps(self) -> tuple[str, ...]:
        """Name, formula, formula with numbers, numerator over denominator, printed result; each only once."""
        numbers = self._sides(lambda name: print_exact(self.quantities[name]))
        sides = [side for side in (self.variant.numerator, self.variant.denominator) if side]
        reduced = " ÷ ".join(print_exact(combined(side, self.quantities)) for side in sides)
        name = getattr(self.declaration, self.lang)
        return tuple(dict.fromkeys((name, self.formula, numbers, reduced, self.printed)))

    def text(self, lang: str) -> str:
        """The calculation on one line, in Chinese ("zh") or English ("en")."""
        return str(attrs.evolve(self, lang=language(lang)))

    def __str__(self) -> str:
        return " = ".join(self.steps)

    def _sides(self, written: Callable[[str], str]) -> str:
        both = bool(self.variant.denominator)
        sides = [side for side in (self.variant.numerator, self.variant.denominator) if side]
        return " ÷ ".join(_written(side, written, brackets=both) for side in sides)


def combined(side: Mapping[str, int], values: Mapping[str, Value]) -> Value:
    """The linear combination of the quantities, all of them money or all of them plain."""
    first, *rest = (values[name] * coefficient for name, coefficient in side.items())
    return functools.reduce(_add, rest, first)


def _add(one: Value, other: Value) -> Value:
    return one + other  # type: ignore[operator]  # both are of one kind, Indicator sees to that


def print_exact(value: Value) -> str:
    """An amount in its unit, a plain number with just the decimals it has, or as a fraction."""
    if isinstance(value, Money):
        return str(value)
    places = finite_decimals(value.denominator)
    return str(value) if places is None else plain_text(int(value * 10**places), places)


def language(lang: str) -> str:
    """The language, if it is one the arithmetic can be told in. Raises `UnknownNameError`."""
    if lang not in _LANGUAGES:
        raise UnknownNameError("is not a language", field="lang", value=lang, expected="zh or en")
    return lang


def _written(side: Mapping[str, int], written: Callable[[str], str], *, brackets: bool) -> str:
    text = ""
    for name, coefficient in side.items():
        joint = " − " if coefficient < 0 else " + " if text else ""
        text += joint + written(name)
    return f"({text})" if brackets and len(side) > 1 else text

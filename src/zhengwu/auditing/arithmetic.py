"""The calculation behind a relation, in figures: what the printed numbers give, and how.

Results carry two more decimals than were printed, so that the reader sees how they round; ≈ says that more follow.
"""

from __future__ import annotations

from fractions import Fraction

from zhengwu.auditing.bounds import ONE, Bounds, value_of
from zhengwu.exact.figure import Figure
from zhengwu.exact.number import plain_text
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.reference.forms import (
    Bound,
    Form,
    HiddenWhole,
    Linear,
    Product,
    Ratio,
    Repeat,
    Terms,
    Unprinted,
)

__all__ = ["expression"]

_MOST_TERMS = 7
_MORE_DECIMALS = 2


def expression(form: Form, target: str | None, style: Figure, bounds: Bounds) -> str:
    """The calculation in symbols, with its result in the style of the target: ``19723.07 − 1822.31 = 17900.76``."""
    match form:
        case Linear(terms):
            left = _terms(terms, bounds)
        case Repeat(same_as):
            return _text(same_as, bounds)
        case Ratio(numerator, denominator):
            left = f"{_in_brackets(numerator, bounds)} ÷ {_in_brackets(denominator, bounds)}"
        case Product():
            left = _cuts(form, bounds)
        case Bound(at_least, at_most):
            low = f"{_side(at_least, style, bounds)} ≤ " if at_least is not None else ""
            high = f" ≤ {_side(at_most, style, bounds)}" if at_most is not None else ""
            return f"{low}{_text(target, bounds) if target else '?'}{high}"
        case HiddenWhole(part):
            return f"{_text(part, bounds)} ÷ n = {style.text.strip()}"
        case Unprinted():
            return ""
    value = value_of(form, bounds)
    if value is None:
        return left
    unit = style.unit_text if style.unit_text and style.text.strip().endswith(style.unit_text) else ""
    return f"{left} {_result(value, style, unit)}"


def _result(value: Fraction, style: Figure, unit: str) -> str:
    """The value with as many decimals as were printed, or up to two more where it does not end before."""
    percent = "%" if style.unit == "%" else unit
    for decimals in range(style.decimals, style.decimals + _MORE_DECIMALS + 1):
        places = decimals - style.magnitude
        shown = round_ratio(value.numerator, value.denominator, places, Rounding.HALF_UP)
        is_exact = shown == value * Fraction(10) ** places
        if is_exact:
            break
    return f"{'=' if is_exact else '≈'} {plain_text(shown, decimals).replace('-', '−')}{percent}"


def _cuts(form: Product, bounds: Bounds) -> str:
    return "1 − " + " × ".join(f"(1 − {_text(name, bounds)})" for name in form.cuts)


def _side(side: str | Fraction, style: Figure, bounds: Bounds) -> str:
    return _text(side, bounds) if isinstance(side, str) else style.print(side)


def _terms(terms: Terms, bounds: Bounds) -> str:
    shown = list(terms)
    gap = len(shown) > _MOST_TERMS
    if gap:
        shown = [*shown[:3], *shown[-2:]]
    text = ""
    for i, (name, c) in enumerate(shown):
        if gap and i == 3:
            text += " + …"
        factor = "" if abs(c) == 1 else f"{abs(c)} × "
        sign = ("−" if c < 0 else "") if i == 0 else (" − " if c < 0 else " + ")
        text += f"{sign}{factor}{_text(name, bounds)}"
    return text


def _in_brackets(terms: Terms, bounds: Bounds) -> str:
    text = _terms(terms, bounds)
    return f"({text})" if len(terms) > 1 else text


def _text(name: str, bounds: Bounds) -> str:
    if name == ONE:
        return ONE
    if name in bounds.derived:
        form = bounds.derived[name]
        match form:
            case Linear(terms):
                return f"({_terms(terms, bounds)})"
            case Ratio(numerator, denominator):
                return f"({_in_brackets(numerator, bounds)} ÷ {_in_brackets(denominator, bounds)})"
            case Product():
                return f"({_cuts(form, bounds)})"
        return name
    return bounds.figure(name).text.strip()

"""The calculation behind a relation, in figures: what the printed numbers give, and how.

Results carry two more decimals than were printed, so that the reader sees how they round; ≈ says that more follow.
"""

from __future__ import annotations

from fractions import Fraction

from zhengwu.auditing.bounds import ONE, Bounds, value_of
from zhengwu.exact.figure import Figure
from zhengwu.exact.number import plain_text
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.exact.units import RELATIVE
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

__all__ = ["calculation"]

_MOST_TERMS = 7


def calculation(form: Form, target: str | None, style: Figure, bounds: Bounds) -> tuple[str, str]:
    """What the printed numbers give, as the target would print it, and the calculation in symbols.

    ``("17900.76", "19723.07 − 1822.31 = 17900.76")``; the first is empty where the form computes no value.
    """
    left = _left(form, target, style, bounds)
    value = value_of(form, bounds)
    if value is None:
        return "", left
    if isinstance(form, Repeat):
        return style.print_ratio(*value), left
    exact = _exact(*value, style)
    if exact is not None:
        return exact, f"{left} = {exact.replace('-', '−')}{_unit(style)}"
    return style.print_ratio(*value), f"{left} {_result(*value, style)}"


def _exact(numerator: int, denominator: int, style: Figure) -> str | None:
    """A value that ends within the printed decimals, for figures without %; else None."""
    if style.unit in RELATIVE:
        return None
    places = style.decimals - style.magnitude
    top, base = (numerator * 10**places, denominator) if places >= 0 else (numerator, denominator * 10**-places)
    shown, rest = divmod(top, base)
    return None if rest else plain_text(shown, style.decimals)


def _unit(style: Figure) -> str:
    """The unit beside a result: % always, others where the figure prints them."""
    unit = style.unit_text
    return unit if unit == "%" or (unit and style.text.rstrip().endswith(unit)) else ""


def _left(form: Form, target: str | None, style: Figure, bounds: Bounds) -> str:
    match form:
        case Linear(terms):
            return _terms(terms, bounds)
        case Ratio(numerator, denominator):
            return f"{_in_brackets(numerator, bounds)} ÷ {_in_brackets(denominator, bounds)}"
        case Repeat(same_as):
            return _text(same_as, bounds)
        case Product():
            return _cuts(form, bounds)
        case Bound(at_least, at_most):
            low = f"{_side(at_least, style, bounds)} ≤ " if at_least is not None else ""
            high = f" ≤ {_side(at_most, style, bounds)}" if at_most is not None else ""
            return f"{low}{_text(target, bounds) if target else '?'}{high}"
        case HiddenWhole(part):
            return f"{_text(part, bounds)} ÷ n = {style.text.strip()}"
        case Unprinted():
            return ""


def _result(numerator: int, denominator: int, style: Figure) -> str:
    """The value with as many decimals as were printed, or two more (one, if it ends there) where it does not end."""
    places, decimals = style.decimals - style.magnitude, style.decimals
    unit = _unit(style)
    scaled = numerator * 10**places if places >= 0 else numerator
    base = denominator if places >= 0 else denominator * 10**-places
    shown, rest = divmod(scaled, base)
    if rest == 0:
        return f"= {plain_text(shown, decimals).replace('-', '−')}{unit}"
    shown = round_ratio(100 * scaled, base, 0, Rounding.HALF_UP)
    is_exact = shown * base == 100 * scaled
    if is_exact and shown % 10 == 0:
        return f"= {plain_text(shown // 10, decimals + 1).replace('-', '−')}{unit}"
    return f"{'=' if is_exact else '≈'} {plain_text(shown, decimals + 2).replace('-', '−')}{unit}"


def _cuts(form: Product, bounds: Bounds) -> str:
    return "1 − " + " × ".join(f"(1 − {_text(name, bounds)})" for name in form.cuts)


def _side(side: str | Fraction, style: Figure, bounds: Bounds) -> str:
    return _text(side, bounds) if isinstance(side, str) else style.print(side)


def _terms(terms: Terms, bounds: Bounds) -> str:
    if len(terms) > _MOST_TERMS:
        return f"{_terms(terms[:3], bounds)} + … + {_terms(terms[-2:], bounds)}"
    text = ""
    known = bounds.texts
    for name, c in terms:
        if name == ONE:
            own, factor = str(abs(c)), ""
        else:
            own = known[name] if name in known else _text(name, bounds)
            factor = "" if c in (1, -1) else f"{abs(c)} × "
        if c > 0:
            text += f" + {factor}{own}" if text else f"{factor}{own}"
        else:
            text += f"{' − ' if text else '−'}{factor}{own}"
    return text


def _in_brackets(terms: Terms, bounds: Bounds) -> str:
    text = _terms(terms, bounds)
    return f"({text})" if len(terms) > 1 else text


def _text(name: str, bounds: Bounds) -> str:
    if (text := bounds.texts.get(name)) is not None:
        return text
    match bounds.derived.get(name):
        case Linear(terms):
            return f"({_terms(terms, bounds)})"
        case Ratio(numerator, denominator):
            return f"({_in_brackets(numerator, bounds)} ÷ {_in_brackets(denominator, bounds)})"
        case Product() as form:
            return f"({_cuts(form, bounds)})"
    return name

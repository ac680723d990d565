"""Whether printed figures can satisfy a form, under one way of printing them: exact, in integers, no tolerance.

Every figure stands for the interval of values that print that way. A form is possible if some choice of values, one
from each interval, satisfies it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from zhengwu.auditing.bounds import Bounds, Box, Mode
from zhengwu.auditing.feasible import Inequality, is_feasible
from zhengwu.auditing.relations import Given
from zhengwu.auditing.three import Three
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

__all__ = ["NO_END", "base_is_zero", "is_possible", "prints_half_up", "under_any_mode", "whole_numbers"]

NO_END = sys.maxsize
_MOST_FREE = 3


def is_possible(form: Form, target: str, given: Given, bounds: Bounds, mode: Mode) -> bool:
    """Whether values that print as the figures do under `mode` can satisfy the form and what is given with it."""
    match form:
        case Linear(terms):
            return _linear(terms, target, bounds, mode)
        case Repeat(same_as):
            return _linear(((same_as, 1),), target, bounds, mode)
        case Ratio():
            return _ratio(form, target, given, bounds, mode)
        case Product(cuts):
            return _cuts(cuts, target, bounds, mode)
        case Bound(at_least, at_most):
            return _bound(at_least, target, bounds, mode, least=True) and _bound(
                at_most, target, bounds, mode, least=False
            )
        case HiddenWhole(part):
            return bool(whole_numbers(part, target, bounds, mode))
        case Unprinted():
            return False


def prints_half_up(form: Ratio, target: str, given: Given, bounds: Bounds) -> bool:
    """Whether the printed numbers meet the identities, and their ratio rounds half up to the target: the common case.

    False decides nothing.
    """
    values = bounds.values
    if bounds.qualified:
        return False
    for result, terms in given:
        off = -values[result]
        for name, c in terms:
            off += c * values[name]
        if off:
            return False
    top: int | Fraction = 0
    base: int | Fraction = 0
    for name, c in form.numerator:
        top += c * values[name]
    for name, c in form.denominator:
        base += c * values[name]
    if base <= 0:
        return False
    off = top * bounds.scale - values[target] * base
    return bounds.steps[target] * base > 2 * (off if off >= 0 else -off)


def under_any_mode(form: Form, target: str, bounds: Bounds) -> bool | None:
    """What the printed numbers of a sum settle under every mode: it holds as printed, or is too far off; else None.

    A printed number lies in its own interval, unless a qualifier such as 不足 says otherwise.
    """
    if not isinstance(form, Linear) or bounds.qualified:
        return None
    off = bounds.printed_sum(form.terms) - bounds.printed(target)
    if off == 0:
        return True
    far = bounds.farthest(((target, 1), *form.terms))
    return None if -far <= off <= far else False


def base_is_zero(form: Form, bounds: Bounds) -> bool:
    """Whether the base of a ratio was printed as zero or below, so that there is no rate to compare with."""
    return isinstance(form, Ratio) and bounds.printed_sum(form.denominator) <= 0


def whole_numbers(part: str, target: str, bounds: Bounds, mode: Mode) -> range:
    """The whole numbers n for which part ÷ n prints as the target; no end (`NO_END`) where the rate may be zero."""
    low, high, low_open, high_open = bounds.box(target, mode, target=True)
    size = bounds.box(part, mode)
    if size == Box(0, 0) and _meet(size, Box(low, high, low_open, high_open)):
        return range(1, NO_END)
    if size.low is None or size.high is None or size.low <= 0 or low is None or high is None or high <= 0:
        return range(0)
    # part/n ≤ high  ⇔  n ≥ part/high, and part/n ≥ low  ⇔  n ≤ part/low; the scale cancels.
    first, rest = divmod(size.low, high)
    first += 1 if rest or high_open or size.low_open else 0
    if low <= 0:
        return range(max(first, 1), NO_END)
    last, rest = divmod(size.high, low)
    last -= 1 if not rest and (low_open or size.high_open) else 0
    return range(max(first, 1), last + 1)


def _linear(terms: Terms, target: str, bounds: Bounds, mode: Mode) -> bool:
    if mode is Mode.HALF_UP and not bounds.qualified:
        # Every figure lies within half a step of its value; only at the very end openness decides.
        off = bounds.printed_sum(terms) - bounds.values[target]
        slack = bounds.farthest(terms) + bounds.steps[target] - 2 * _size(off)
        if slack:
            return slack > 0
    sum_box = _combine(((bounds.box(name, mode), c) for name, c in terms))
    return _meet(sum_box, bounds.box(target, mode, target=True))


def _combine(parts: Iterable[tuple[Box, int | Fraction]]) -> Box:
    low: int | Fraction | None = 0
    high: int | Fraction | None = 0
    low_open = high_open = False
    for box, c in parts:
        a, b, a_open, b_open = box if c >= 0 else (box.high, box.low, box.high_open, box.low_open)
        low = None if low is None or a is None else low + c * a
        high = None if high is None or b is None else high + c * b
        low_open, high_open = low_open or a_open, high_open or b_open
    return Box(low, high, low_open, high_open)


def _meet(one: Box, other: Box) -> bool:
    return _reaches(one.high, other.low, one.high_open or other.low_open) and _reaches(
        other.high, one.low, other.high_open or one.low_open
    )


def _reaches(high: int | Fraction | None, low: int | Fraction | None, is_open: bool) -> bool:
    return high is None or low is None or high > low or (high == low and not is_open)


def _ratio(form: Ratio, target: str, given: Given, bounds: Bounds, mode: Mode) -> bool:
    holds = not given or _identities_as_printed(given, bounds)
    if holds and not bounds.qualified and _as_printed(form, target, bounds, mode):
        return True
    if not holds and mode is Mode.HALF_UP and _as_spread(form, target, given, bounds):
        return True
    alone = _alone(form, target, bounds, mode)
    if not given or (holds and not alone):
        return alone
    three = Three.of(form, given, bounds, mode)
    if three is not None and (holds or three.is_possible):
        within = alone and three.has_ratio(form, bounds.box(target, mode, target=True), bounds.scale)
        if within is not None:
            return within
    identities = _identities(form, given, bounds, mode)
    if identities is None or not (holds or is_feasible(identities.system)):
        # The identities are broken, as their own relations say: either side of them may carry the ratio.
        return alone or _alone(_substituted(form, given), target, bounds, mode)
    return alone and is_feasible(identities.with_ratio(form, target, bounds, mode))


def _identities_as_printed(given: Given, bounds: Bounds) -> bool:
    """Whether the printed numbers, which lie in their intervals under every mode, satisfy the identities."""
    if bounds.qualified:
        return False
    return all(bounds.printed_sum(terms) == bounds.printed(result) for result, terms in given)


def _as_printed(form: Ratio, target: str, bounds: Bounds, mode: Mode) -> bool:
    """Whether the ratio of the printed numbers prints as the target."""
    top = bounds.scale * bounds.printed_sum(form.numerator)
    base = bounds.printed_sum(form.denominator)
    if mode is Mode.HALF_UP:
        slack = bounds.steps[target] * base - 2 * _size(top - bounds.values[target] * base)
        if slack:
            return slack > 0
    low, high, low_open, high_open = bounds.box(target, mode, target=True)
    return _reaches(top, None if low is None else low * base, low_open) and _reaches(
        None if high is None else high * base, top, high_open
    )


def _as_spread(form: Ratio, target: str, given: Given, bounds: Bounds) -> bool:
    """Whether the ratio prints as the target where the last digit that one sum is off by is shared among its figures.

    One point of all that the figures may be, and most often the one that shows at once that they agree.
    """
    result, terms = given[0]
    if bounds.qualified or len(given) > 1 or len(terms) != 2 or any(c not in (1, -1) for _, c in terms):
        return False
    off = bounds.printed_sum(terms) - bounds.values[result]
    if not all(2 * _size(off) < 3 * bounds.steps[name] for name in (result, terms[0][0], terms[1][0])):
        return False
    shared = {result: off, terms[0][0]: -off * terms[0][1], terms[1][0]: -off * terms[1][1]}
    low, high, low_open, high_open = bounds.box(target, Mode.HALF_UP, target=True)
    spread = {name: 3 * bounds.values[name] + off for name, off in shared.items()}
    top = bounds.scale * _sum(form.numerator, spread, bounds)
    base = _sum(form.denominator, spread, bounds)
    return _reaches(top, None if low is None else low * base, low_open) and _reaches(
        None if high is None else high * base, top, high_open
    )


def _sum(terms: Terms, spread: Mapping[str, int | Fraction], bounds: Bounds) -> int | Fraction:
    total: int | Fraction = 0
    for name, c in terms:
        total += c * (spread[name] if name in spread else 3 * bounds.values[name])
    return total


def _alone(form: Ratio, target: str, bounds: Bounds, mode: Mode) -> bool:
    # Over a box the ratio takes every value between its extremes, so two one-sided tests decide.
    low, high, low_open, high_open = bounds.box(target, mode, target=True)
    scale = bounds.scale
    sides: list[tuple[str, int | Fraction, int | Fraction]] = [(name, c * scale, 0) for name, c in form.numerator]
    for name, c in form.denominator:
        for place, (other, top, _) in enumerate(sides):
            if other == name:
                sides[place] = (name, top, c)
                break
        else:
            sides.append((name, 0, c))
    boxes = [(bounds.box(name, mode), top, base) for name, top, base in sides]
    return (low is None or _is_positive(boxes, 1, low, low_open)) and (
        high is None or _is_positive(boxes, -1, high, high_open)
    )


def _is_positive(
    boxes: Iterable[tuple[Box, int | Fraction, int | Fraction]], sign: int, end: int | Fraction, strict: bool
) -> bool:
    """Whether some choice of values makes ``sign · (top − end · base)`` ≥ 0 (> 0 if strict)."""
    most: int | Fraction = 0
    for box, top, base in boxes:
        c = top - end * base if sign > 0 else end * base - top
        if c:
            edge, is_open = (box[1], box[3]) if c > 0 else (box[0], box[2])
            if edge is None:
                return True
            most += c * edge
            strict = strict or is_open
    return most > 0 or (most == 0 and not strict)


def _substituted(form: Ratio, given: Given) -> Ratio:
    """The ratio with every combination that an identity names replaced by its printed result."""
    names = {frozenset(terms): result for result, terms in given}

    def replaced(terms: Terms) -> Terms:
        result = names.get(frozenset(terms))
        return ((result, 1),) if result is not None else terms

    return Ratio(replaced(form.numerator), replaced(form.denominator))


class _Identities(NamedTuple):
    """The hidden values of a ratio and its identities: the variables left free, and the inequalities they satisfy."""

    free: tuple[str, ...]
    results: dict[str, dict[str, int | Fraction]]
    system: list[Inequality]

    def row(self, terms: dict[str, int | Fraction], constant: int | Fraction, strict: bool) -> Inequality:
        """An inequality over the free variables, results of identities replaced by what they are made of."""
        flat: dict[str, int | Fraction] = {}
        for name, c in terms.items():
            for inner, d in self.results.get(name, {name: 1}).items():
                flat[inner] = flat.get(inner, 0) + c * d
        return Inequality(tuple(flat.get(name, 0) for name in self.free), constant, strict)

    def with_ratio(self, form: Ratio, target: str, bounds: Bounds, mode: Mode) -> list[Inequality]:
        """The system with the two sides of the ratio added."""
        low, high, low_open, high_open = bounds.box(target, mode, target=True)
        a, b = dict(form.numerator), dict(form.denominator)
        system = list(self.system)
        if low is not None:
            system.append(self.row({n: a.get(n, 0) * bounds.scale - low * b.get(n, 0) for n in (*a, *b)}, 0, low_open))
        if high is not None:
            system.append(
                self.row({n: high * b.get(n, 0) - a.get(n, 0) * bounds.scale for n in (*a, *b)}, 0, high_open)
            )
        return system


def _identities(form: Ratio, given: Given, bounds: Bounds, mode: Mode) -> _Identities | None:
    """The intervals and identities of the figures of a ratio; None where too many figures are free to eliminate."""
    results = {result: dict(terms) for result, terms in given}
    inner = (name for terms in results.values() for name in terms)
    names = tuple(dict.fromkeys((*dict(form.numerator), *dict(form.denominator), *results, *inner)))
    free = tuple(name for name in names if name not in results)
    if len(free) > _MOST_FREE:
        return None
    found = _Identities(free, results, [])
    for name in names:
        box = bounds.box(name, mode)
        if box.low is not None:
            found.system.append(found.row({name: 1}, -box.low, box.low_open))
        if box.high is not None:
            found.system.append(found.row({name: -1}, box.high, box.high_open))
    return found


def _cuts(cuts: tuple[str, ...], target: str, bounds: Bounds, mode: Mode) -> bool:
    low: int | Fraction = 1
    high: int | Fraction = 1
    low_open = high_open = False
    for name in cuts:
        box = bounds.box(name, mode)
        if box.low is None or box.high is None or box.high > bounds.scale:
            return False
        # 1 − r falls as r grows, so the ends change sides twice.
        low, high = low * (bounds.scale - box.low), high * (bounds.scale - box.high)
        low_open, high_open = low_open or box.low_open, high_open or box.high_open
    whole = bounds.scale ** len(cuts)
    shrink = bounds.scale ** (len(cuts) - 1)
    own = bounds.box(target, mode, target=True)
    scaled = Box(
        None if own.low is None else own.low * shrink,
        None if own.high is None else own.high * shrink,
        own.low_open,
        own.high_open,
    )
    return _meet(Box(whole - low, whole - high, low_open, high_open), scaled)


def _bound(bound: str | Fraction | None, target: str, bounds: Bounds, mode: Mode, *, least: bool) -> bool:
    if bound is None:
        return True
    own = bounds.box(target, mode, target=True)
    other = bounds.box(bound, mode) if isinstance(bound, str) else Box(bound * bounds.scale, bound * bounds.scale)
    low, high = (other, own) if least else (own, other)
    return _reaches(high.high, low.low, high.high_open or low.low_open)


def _size(value: int | Fraction) -> int | Fraction:
    return value if value >= 0 else -value

"""The forms a rule's test can have. Each takes a rule and facts and gives its result; none holds a number of law."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.exact import Money
from zhengwu.exact.money import aligned
from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.answers import Answer, RuleResult
from zhengwu.trading.rules.base import THRESHOLD, Context, decided, fraction, lacking
from zhengwu.trading.rules.facts import Facts
from zhengwu.trading.rules.spans import Measured, same_moment, span
from zhengwu.trading.rules.thresholds import (
    above,
    committee,
    competition,
    competitive,
    outside,
    seven,
    state_funded,
    tendered,
    value_of,
)

__all__ = ["TRIALS", "Trial", "trial_of", "try_rule"]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "==": operator.eq,
}
_NONE = type(None)
_SEVERITY = (Answer.FAIL, Answer.UNKNOWN, Answer.PASS)


Trial = Callable[[LegalRule, Facts, Context], RuleResult]


def trial_of(rule: LegalRule) -> Trial:
    """What answers for a rule: its test alone where nothing lifts or bounds it."""
    is_plain = rule.is_verified and not (rule.optional or rule.between or rule.from_threshold or rule.unless)
    return TRIALS[rule.test] if is_plain else try_rule


def try_rule(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    """The answer of a rule that applies: its test, and what lifts it."""
    if not rule.is_verified:
        return RuleResult(rule, Answer.UNKNOWN, (), "unverified")
    if rule.optional and not any(name in facts for name in rule.facts):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "not_asked")
    out_of_range = outside(rule, facts) if rule.between else None
    if out_of_range is not None:
        return out_of_range
    result = TRIALS[rule.test](rule, facts, context)
    if rule.from_threshold and result.answer is not Answer.PASS:
        result = above(rule, result, facts, context)
    if result.answer in (Answer.FAIL, Answer.UNKNOWN) and any(facts.get(name) is True for name in rule.unless):
        return attrs.evolve(result, answer=Answer.WAIVED, missing=(), reason="exempt")
    return result


# ------------------------------------------------------------------------------------------------ one value, or several


def _rows(rule: LegalRule, facts: Facts) -> Iterator[tuple[Any, ...]]:
    """The values of the facts side by side: several by place or by what they are about, a single one with each."""
    given = [facts[name] for name in rule.facts]
    several = [value for value in given if isinstance(value, tuple | dict)]
    tables = [dict(enumerate(value)) if isinstance(value, tuple) else value for value in several]
    keys = dict.fromkeys(key for table in tables for key in table)
    return (tuple(_at(value, key) for value in given) for key in keys)


def _at(value: Any, key: Any) -> Any:
    if isinstance(value, tuple):
        return value[key] if isinstance(key, int) and key < len(value) else None
    return value.get(key) if isinstance(value, dict) else value


def _each(test: Trial) -> Trial:
    """The test over every row of values: the worst answer counts, and it is the one that is told."""

    def trial(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
        kinds = [type(facts.get(name)) for name in rule.facts]
        if _NONE in kinds:
            return RuleResult(rule, Answer.UNKNOWN, tuple(name for name in rule.facts if facts.get(name) is None))
        if tuple not in kinds and dict not in kinds:
            return test(rule, facts, context)
        rows = _rows(rule, facts)
        found = []
        one = dict(facts)  # results keep values of it, never itself
        for row in rows:
            one.update(zip(rule.facts, row, strict=True))
            found.append(lacking(rule, one) or test(rule, one, context))
        if not found:
            return RuleResult(rule, Answer.UNKNOWN, rule.facts)
        return min(found, key=lambda result: _SEVERITY.index(result.answer))

    return trial


# ------------------------------------------------------------------------------------------------------------ the tests


def _period(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    start, end = (facts[name] for name in rule.facts)
    value = int(rule.value or 0)
    found = span(start, end, rule.op, value, unit=rule.unit, calendar=context.calendar, early=rule.early)
    return _of_measured(rule, facts, found, value)


def _two_periods(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    """The period of the first two facts, and the one that the rule has besides: both must be kept.

    What is told is the part that decides, as a rule of its own facts and bound.
    """
    parts: tuple[Mapping[str, Any], ...] = ({"facts": rule.facts[:2]}, rule.also)
    found = [TRIALS["period"](attrs.evolve(rule, **part), facts, context) for part in parts]
    worst = min(found, key=lambda result: _SEVERITY.index(result.answer))
    if worst.answer is Answer.UNKNOWN:
        return attrs.evolve(worst, missing=tuple(dict.fromkeys(name for one in found for name in one.missing)))
    return worst


def _same_moment(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    one, other = (facts[name] for name in rule.facts)
    return _of_measured(rule, facts, same_moment(one, other), 0)


def _of_measured(rule: LegalRule, facts: Facts, found: Measured, bound: int) -> RuleResult:
    answer = Answer.UNKNOWN if found.holds is None else Answer.PASS if found.holds else Answer.FAIL
    values = tuple([(name, facts[name]) for name in rule.facts])
    return RuleResult(rule, answer, (), found.reason, values, found.measured, bound, found.due)


def _share(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    bound = fraction(str(rule.value))
    part = facts[rule.facts[0]]
    if len(rule.facts) == 1:
        return decided(rule, facts, _COMPARE[rule.op](part, bound), part, bound)
    whole = facts[rule.facts[1]]
    if not whole:
        return RuleResult(rule, Answer.UNKNOWN, (), "zero_base", tuple((name, facts[name]) for name in rule.facts))
    one, other = (part, whole) if not isinstance(part, Money) else aligned(part, whole)[:2]
    holds = _COMPARE[rule.op](one * bound.denominator, other * bound.numerator)
    return decided(rule, facts, holds, Fraction(one, other), bound)


def _count(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    value = facts[rule.facts[0]]
    return decided(rule, facts, _COMPARE[rule.op](value, rule.value), value, rule.value)


def _flag(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    value = facts[rule.facts[0]]
    return decided(rule, facts, value is rule.value, None, None)


def _order(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    left = facts[rule.facts[0]]
    right = facts[rule.facts[1]] if len(rule.facts) > 1 else value_of(rule, facts, context)
    if right is None:
        return RuleResult(rule, Answer.UNKNOWN, (THRESHOLD,))
    return decided(rule, facts, _COMPARE[rule.op](left, right), left, right)


def _lowest(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """The lowest of several prices against an amount."""
    missing = lacking(rule, facts)
    if missing is not None:
        return missing
    given, bound = (facts[name] for name in rule.facts)
    prices = tuple(given.values()) if isinstance(given, dict) else given if isinstance(given, tuple) else (given,)
    known = [price for price in prices if price is not None]
    lowest = min(known) if known else None
    if lowest is None or (len(known) < len(prices) and not _COMPARE[rule.op](lowest, bound)):
        return RuleResult(rule, Answer.UNKNOWN, rule.facts[:1])
    return decided(rule, facts, _COMPARE[rule.op](lowest, bound), lowest, bound)


TRIALS: Mapping[str, Trial] = {
    "period": _each(_period),
    "two_periods": _two_periods,
    "same_moment": _each(_same_moment),
    "share": _each(_share),
    "count": _each(_count),
    "flag": _each(_flag),
    "order": _each(_order),
    "lowest": _lowest,
    "tendered": tendered,
    "state_funded": state_funded,
    "competition": competition,
    "competitive": competitive,
    "committee": committee,
    "seven": seven,
}

"""The forms a rule's test can have. Each takes a rule and facts and gives its result; none holds a number of law."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.exact import Money
from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.answers import Answer, RuleResult
from zhengwu.trading.rules.facts import Facts
from zhengwu.trading.rules.spans import Measured, same_moment, span
from zhengwu.workdays import Workdays

__all__ = ["TRIALS", "Context", "amount", "fraction", "lacking", "try_rule"]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "==": operator.eq,
}
_NONE = type(None)
_SEVERITY = (Answer.FAIL, Answer.UNKNOWN, Answer.PASS)


@attrs.frozen
class Context:
    """What tests need besides facts: the calendar, and the values of other rules on the day and in the place."""

    calendar: Workdays
    values: Mapping[str, Any]


Trial = Callable[[LegalRule, Facts, Context], RuleResult]


def try_rule(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    """The answer of a rule that applies: its test, and what lifts it."""
    if not rule.is_verified:
        return RuleResult(rule, Answer.UNKNOWN, (), "unverified")
    if rule.optional and not any(name in facts for name in rule.facts):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "not_asked")
    outside = _outside(rule, facts) if rule.between else None
    if outside is not None:
        return outside
    result = TRIALS[rule.test](rule, facts, context)
    if rule.from_threshold and result.answer is not Answer.PASS:
        result = _above(rule, result, facts, context)
    if result.answer in (Answer.FAIL, Answer.UNKNOWN) and any(facts.get(name) is True for name in rule.unless):
        return attrs.evolve(result, answer=Answer.WAIVED, missing=(), reason="exempt")
    return result


@functools.cache
def amount(text: str) -> Money:
    """An amount of the law's data."""
    return Money(text)


@functools.cache
def fraction(text: str) -> Fraction:
    """A share of the law's data."""
    return Fraction(text)


def lacking(rule: LegalRule, facts: Facts, names: Iterable[str] | None = None) -> RuleResult | None:
    """The *unknown* that names the missing facts; None where nothing is missing."""
    missing = tuple(name for name in (rule.facts if names is None else names) if facts.get(name) is None)
    return RuleResult(rule, Answer.UNKNOWN, missing) if missing else None


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
        for row in rows:
            one = {**facts, **dict(zip(rule.facts, row, strict=True))}
            found.append(lacking(rule, one) or test(rule, one, context))
        if not found:
            return RuleResult(rule, Answer.UNKNOWN, rule.facts)
        return min(found, key=lambda result: _SEVERITY.index(result.answer))

    return trial


def _result(rule: LegalRule, facts: Facts, holds: bool, measured: Any, bound: Any) -> RuleResult:
    values = tuple((name, facts[name]) for name in rule.facts)
    return RuleResult(rule, Answer.PASS if holds else Answer.FAIL, (), "", values, measured, bound)


# ------------------------------------------------------------------------------------------------------------ the tests


def _period(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    start, end = (facts[name] for name in rule.facts)
    value = int(rule.value or 0)
    found = span(start, end, rule.op, value, unit=rule.unit, calendar=context.calendar, early=rule.early)
    return _of_measured(rule, facts, found, value)


def _same_moment(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    one, other = (facts[name] for name in rule.facts)
    return _of_measured(rule, facts, same_moment(one, other), 0)


def _of_measured(rule: LegalRule, facts: Facts, found: Measured, bound: int) -> RuleResult:
    answer = Answer.UNKNOWN if found.holds is None else Answer.PASS if found.holds else Answer.FAIL
    values = tuple((name, facts[name]) for name in rule.facts)
    return RuleResult(rule, answer, (), found.reason, values, found.measured, bound, found.due)


def _share(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    bound = fraction(str(rule.value))
    part = facts[rule.facts[0]]
    if len(rule.facts) == 1:
        return _result(rule, facts, _COMPARE[rule.op](part, bound), part, bound)
    whole = facts[rule.facts[1]]
    if not whole:
        return RuleResult(rule, Answer.UNKNOWN, (), "zero_base", tuple((name, facts[name]) for name in rule.facts))
    holds = _COMPARE[rule.op](part * bound.denominator, whole * bound.numerator)
    return _result(rule, facts, holds, _quotient(part, whole), bound)


def _quotient(part: Any, whole: Any) -> Fraction:
    if isinstance(part, Money):
        rate = part / whole
        return Fraction(rate.numerator, rate.denominator)
    return Fraction(part, whole)


def _count(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    value = facts[rule.facts[0]]
    return _result(rule, facts, _COMPARE[rule.op](value, rule.value), value, rule.value)


def _flag(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    value = facts[rule.facts[0]]
    return _result(rule, facts, value is rule.value, None, None)


def _order(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    left = facts[rule.facts[0]]
    right = facts[rule.facts[1]] if len(rule.facts) > 1 else _value_of(rule, facts, context)
    if right is None:
        return RuleResult(rule, Answer.UNKNOWN, (_THRESHOLD,))
    return _result(rule, facts, _COMPARE[rule.op](left, right), left, right)


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
    return _result(rule, facts, _COMPARE[rule.op](lowest, bound), lowest, bound)


def _tendered(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    """From an amount on one of some methods is due; below it nothing is."""
    name = next((one for one in rule.facts if facts.get(one) is not None), None)
    method = facts.get("method")
    bound = _value_of(rule, facts, context)
    measured = None if name is None else facts[name]
    values = tuple((one, facts[one]) for one in (*rule.facts, "method") if facts.get(one) is not None)
    if method in rule.methods or (measured is not None and bound is not None and measured < bound):
        return RuleResult(rule, Answer.PASS, (), "", values, measured, bound)
    lacks_kind = rule.value_of and "any" not in rule.value_of and facts.get("object_kind") is None
    missing = (
        *(rule.facts[:1] if measured is None else ()),
        *(("object_kind",) if lacks_kind else (_THRESHOLD,) if bound is None else ()),
        *(("method",) if method is None else ()),
    )
    if missing:
        return RuleResult(rule, Answer.UNKNOWN, missing, "", values, measured, bound)
    return RuleResult(rule, Answer.FAIL, (), "", values, measured, bound)


def _state_funded(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """Budget money of some amount and share makes a project state funded; money of other kinds may do so as well."""
    claimed = facts.get("state_funded")
    if claimed is True:
        return RuleResult(rule, Answer.PASS, (), "", (("state_funded", True),))
    missing = lacking(rule, facts, (*rule.facts, "state_funded"))
    if lacking(rule, facts) is not None and missing is not None:
        return missing
    money, whole = (facts[name] for name in rule.facts)
    share, least = fraction(rule.share or "0"), amount(str(rule.value))
    reached = money >= least and money * share.denominator >= whole * share.numerator
    if reached and missing is not None:
        return missing
    return _result(rule, facts, not reached, money, least)


def _competition(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """With so many takers the sale is competitive; with fewer nothing is due."""
    takers, method = (facts.get(name) for name in rule.facts)
    if method in rule.methods:
        return RuleResult(rule, Answer.PASS, (), "", (("method", method),))
    if takers is not None and takers < rule.value:
        return RuleResult(rule, Answer.PASS, (), "", (("takers", takers),), takers, rule.value)
    return lacking(rule, facts) or _result(rule, facts, False, takers, rule.value)


def _competitive(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    return lacking(rule, facts) or _result(rule, facts, facts["method"] in rule.methods, None, None)


def _committee(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """An odd number of members, at least so many; and the share of experts, where the rule names one."""
    missing = lacking(rule, facts, rule.facts[:1])
    if missing is not None:
        return missing
    members = facts["members"]
    values = tuple((name, facts[name]) for name in rule.facts if facts.get(name) is not None)
    holds = members % 2 == 1 and members >= rule.value
    if holds and rule.share is not None:
        missing = lacking(rule, facts)
        if missing is not None:
            return missing
        share = fraction(rule.share)
        holds = facts["experts"] * share.denominator >= members * share.numerator
    return RuleResult(rule, Answer.PASS if holds else Answer.FAIL, (), "", values, members, rule.value)


def _seven(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """More members for large, complex or weighty matters; copies differ in whether one of these is enough."""
    missing = lacking(rule, facts)
    if missing is not None:
        return missing
    members = facts["members"]
    if members >= rule.value:
        return _result(rule, facts, True, members, rule.value)
    budget = facts.get("budget")
    grounds = {
        "budget": None if budget is None else budget >= amount(rule.amount or ""),
        "complex_matter": facts.get("complex_matter"),
        "great_effect": facts.get("great_effect"),
    }
    if all(ground is False for ground in grounds.values()):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "other_scope")
    if all(grounds.values()):
        return _result(rule, facts, False, members, rule.value)
    absent = tuple(name for name, ground in grounds.items() if ground is None)
    return RuleResult(rule, Answer.UNKNOWN, absent, "" if absent else "readings", (("members", members),))


# ----------------------------------------------------------------------------------------------- ranges and thresholds


def _outside(rule: LegalRule, facts: Facts) -> RuleResult | None:
    """The answer where the amount a rule depends on is unknown or outside its range; None inside it."""
    value = facts.get(rule.between["fact"])
    if value is None:
        return RuleResult(rule, Answer.UNKNOWN, (rule.between["fact"],))
    bounds = {name: amount(text) for name, text in rule.between.items() if name != "fact"}
    too_low = ("least" in bounds and value < bounds["least"]) or ("above" in bounds and value <= bounds["above"])
    if too_low or ("most" in bounds and value > bounds["most"]):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "out_of_range", ((rule.between["fact"], value),))
    return None


def _above(rule: LegalRule, result: RuleResult, facts: Facts, context: Context) -> RuleResult:
    """A rule that begins at the threshold of another: below it nothing is due, without it nobody knows."""
    name = rule.from_threshold["fact"]
    value, threshold = facts.get(name), _known(context.values.get(rule.from_threshold["rule"]), facts)
    if value is not None and threshold is not None:
        if value >= threshold:
            return result
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "out_of_range", ((name, value),))
    absent = (*((name,) if value is None else ()), *((_THRESHOLD,) if threshold is None else ()))
    return RuleResult(rule, Answer.UNKNOWN, (*result.missing, *absent), "", result.values)


def _value_of(rule: LegalRule, facts: Facts, context: Context) -> Money | None:
    """The amount a rule compares with: its own, or that of another rule, by kind of object."""
    value = rule.value
    if rule.value_of:
        name = rule.value_of.get("any") or rule.value_of.get(facts.get("object_kind", ""))
        if name is None:
            return None
        value = context.values.get(name)
    return _known(value, facts)


def _known(value: Any, facts: Facts) -> Money | None:
    """The amount of a rule, or where no table has one, the threshold that was given as a fact."""
    return facts.get(_THRESHOLD) if value is None else amount(value)


_THRESHOLD = "open_tender_threshold"

TRIALS: Mapping[str, Trial] = {
    "period": _each(_period),
    "same_moment": _each(_same_moment),
    "share": _each(_share),
    "count": _each(_count),
    "flag": _each(_flag),
    "order": _each(_order),
    "lowest": _lowest,
    "tendered": _tendered,
    "state_funded": _state_funded,
    "competition": _competition,
    "competitive": _competitive,
    "committee": _committee,
    "seven": _seven,
}

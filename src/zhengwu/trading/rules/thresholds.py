"""Tests that hang on thresholds, ranges and several facts at once: who must tender, committees, competition."""

from __future__ import annotations

from typing import Any

from zhengwu.exact import Money
from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.answers import Answer, RuleResult
from zhengwu.trading.rules.base import THRESHOLD, Context, amount, decided, fraction, lacking
from zhengwu.trading.rules.facts import Facts

__all__ = [
    "above",
    "committee",
    "competition",
    "competitive",
    "outside",
    "seven",
    "state_funded",
    "tendered",
    "value_of",
]


def tendered(rule: LegalRule, facts: Facts, context: Context) -> RuleResult:
    """From an amount on one of some methods is due; below it nothing is."""
    name = next((one for one in rule.facts if facts.get(one) is not None), None)
    method = facts.get("method")
    bound = value_of(rule, facts, context)
    measured = None if name is None else facts[name]
    values = tuple((one, facts[one]) for one in (*rule.facts, "method") if facts.get(one) is not None)
    if method in rule.methods or (measured is not None and bound is not None and measured < bound):
        return RuleResult(rule, Answer.PASS, (), "", values, measured, bound)
    lacks_kind = rule.value_of and "any" not in rule.value_of and facts.get("object_kind") is None
    missing = (
        *(rule.facts[:1] if measured is None else ()),
        *(("object_kind",) if lacks_kind else (THRESHOLD,) if bound is None else ()),
        *(("method",) if method is None else ()),
    )
    if missing:
        return RuleResult(rule, Answer.UNKNOWN, missing, "", values, measured, bound)
    return RuleResult(rule, Answer.FAIL, (), "", values, measured, bound)


def state_funded(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
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
    return decided(rule, facts, not reached, money, least)


def competition(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """With so many takers the sale is competitive; with fewer nothing is due."""
    takers, method = (facts.get(name) for name in rule.facts)
    if method in rule.methods:
        return RuleResult(rule, Answer.PASS, (), "", (("method", method),))
    if takers is not None and takers < rule.value:
        return RuleResult(rule, Answer.PASS, (), "", (("takers", takers),), takers, rule.value)
    return lacking(rule, facts) or decided(rule, facts, False, takers, rule.value)


def competitive(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """By one of some methods."""
    return lacking(rule, facts) or decided(rule, facts, facts["method"] in rule.methods, None, None)


def committee(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
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


def seven(rule: LegalRule, facts: Facts, _: Context) -> RuleResult:
    """More members for large, complex or weighty matters; copies differ in whether one of these is enough."""
    missing = lacking(rule, facts)
    if missing is not None:
        return missing
    members = facts["members"]
    if members >= rule.value:
        return decided(rule, facts, True, members, rule.value)
    budget = facts.get("budget")
    grounds = {
        "budget": None if budget is None else budget >= amount(rule.amount or ""),
        "complex_matter": facts.get("complex_matter"),
        "great_effect": facts.get("great_effect"),
    }
    if all(ground is False for ground in grounds.values()):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "other_scope")
    if all(grounds.values()):
        return decided(rule, facts, False, members, rule.value)
    absent = tuple(name for name, ground in grounds.items() if ground is None)
    return RuleResult(rule, Answer.UNKNOWN, absent, "" if absent else "readings", (("members", members),))


# ----------------------------------------------------------------------------------------------- ranges and thresholds


def outside(rule: LegalRule, facts: Facts) -> RuleResult | None:
    """The answer where the amount a rule depends on is unknown or outside its range; None inside it."""
    value = facts.get(rule.between["fact"])
    if value is None:
        return RuleResult(rule, Answer.UNKNOWN, (rule.between["fact"],))
    bounds = {name: amount(text) for name, text in rule.between.items() if name != "fact"}
    too_low = ("least" in bounds and value < bounds["least"]) or ("above" in bounds and value <= bounds["above"])
    if too_low or ("most" in bounds and value > bounds["most"]):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "out_of_range", ((rule.between["fact"], value),))
    return None


def above(rule: LegalRule, result: RuleResult, facts: Facts, context: Context) -> RuleResult:
    """A rule that begins at the threshold of another: below it nothing is due, without it nobody knows."""
    name = rule.from_threshold["fact"]
    value, threshold = facts.get(name), _known(context.values.get(rule.from_threshold["rule"]), facts)
    if value is not None and threshold is not None:
        if value >= threshold:
            return result
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "out_of_range", ((name, value),))
    absent = (*((name,) if value is None else ()), *((THRESHOLD,) if threshold is None else ()))
    return RuleResult(rule, Answer.UNKNOWN, (*result.missing, *absent), "", result.values)


def value_of(rule: LegalRule, facts: Facts, context: Context) -> Money | None:
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
    return facts.get(THRESHOLD) if value is None else amount(value)

"""What every form of test is made of: the context, the amounts of the law's data, results."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.exact import Money
from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.answers import Answer, RuleResult
from zhengwu.trading.rules.facts import Facts
from zhengwu.workdays import Workdays

__all__ = ["THRESHOLD", "Context", "amount", "decided", "fraction", "lacking"]

THRESHOLD = "open_tender_threshold"


@attrs.frozen
class Context:
    """What tests need besides facts: the calendar, and the values of other rules on the day and in the place."""

    calendar: Workdays
    values: Mapping[str, Any]


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
    missing = tuple([name for name in (rule.facts if names is None else names) if facts.get(name) is None])
    return RuleResult(rule, Answer.UNKNOWN, missing) if missing else None


def decided(rule: LegalRule, facts: Facts, holds: bool, measured: Any, bound: Any) -> RuleResult:
    """The result of a comparison that was made."""
    values = tuple([(name, facts[name]) for name in rule.facts])
    return RuleResult(rule, Answer.PASS if holds else Answer.FAIL, (), "", values, measured, bound)

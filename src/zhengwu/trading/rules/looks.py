"""Quick looks: whether facts keep a rule for sure, without the numbers and the article that an answer tells.

Most tenders keep most rules, so that who asks only for what is broken need not have every answer made. A look knows
facts of the plain kind (one day, one amount, one count); of all others it says False, and the rule's test decides.

>>> from datetime import date
>>> from zhengwu.reference.law import trading_law
>>> from zhengwu.workdays import workdays
>>> facts = {"document_issue_start": date(2017, 3, 1), "bid_deadline": date(2017, 3, 21)}
>>> is_kept = look_of(trading_law().rules["PD-W-03"], facts, Context(workdays(), {}))
>>> is_kept(facts), is_kept({**facts, "bid_deadline": date(2017, 3, 20)})
(True, False)
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from zhengwu.errors import ZhengwuError
from zhengwu.exact import Money
from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.base import THRESHOLD, Context, fraction
from zhengwu.trading.rules.facts import Facts
from zhengwu.trading.rules.thresholds import value_of

__all__ = ["Look", "look_of"]

Look = Callable[[Facts], bool]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "==": operator.eq,
}
_OF_ALL = frozenset({"period", "share", "count", "order", "lowest", "flag"})
_SHORTEST = {"calendar_day": 1, "working_day": 1, "month": 28, "year": 365}  # no unit has fewer days than these
_LONGEST = {"calendar_day": 1, "month": 31, "year": 366}


def look_of(rule: LegalRule, facts: Facts, context: Context) -> Look:
    """The quick look of a rule, for all facts that know the same things and are of the same class, method and so on."""
    make = _MAKERS.get(rule.test)
    if make is None or rule.between:
        return _leave
    if rule.test in _OF_ALL and not all(name in facts for name in rule.facts):
        return _keep  # nobody knows
    return make(rule, facts, context)


def _leave(_: Facts) -> bool:
    return False


def _keep(_: Facts) -> bool:
    return True


def _period(rule: LegalRule, _: Facts, __: Context) -> Look:
    """A longest period that has no more days than its shortest units; a shortest one with as many as its longest."""
    first, last = rule.facts
    value = int(rule.value or 0)
    if rule.op == "<=":
        least, most = date.min.toordinal() - date.max.toordinal(), value * _SHORTEST[rule.unit]
    elif rule.unit in _LONGEST:
        least, most = value * _LONGEST[rule.unit] + (rule.op == ">"), date.max.toordinal()
    else:
        return _leave

    def look(facts: Facts) -> bool:
        start, end = facts[first], facts[last]
        return type(start) is type(end) is date and least <= end.toordinal() - start.toordinal() <= most

    return look


def _share(rule: LegalRule, _: Facts, __: Context) -> Look:
    if len(rule.facts) < 2:
        return _leave
    bound = fraction(str(rule.value))
    times, over, compare = bound.denominator, bound.numerator, _COMPARE[rule.op]
    part, whole = rule.facts

    def look(facts: Facts) -> bool:
        one, other = facts[part], facts[whole]
        if type(one) is type(other) is Money:
            try:
                return compare(one.fen * times, other.fen * over)
            except ZhengwuError:
                return False
        return type(one) is type(other) is int and compare(one * times, other * over)

    return look


def _count(rule: LegalRule, _: Facts, __: Context) -> Look:
    name, bound, compare = rule.facts[0], rule.value, _COMPARE[rule.op]
    return lambda facts: type(facts[name]) is int and compare(facts[name], bound)


def _amounts(rule: LegalRule, _: Facts, __: Context) -> Look:
    """One amount, or each of several, against another; of a lowest price the lowest."""
    if len(rule.facts) < 2 or rule.op not in ("<=", ">="):
        return _leave
    left, right = rule.facts
    compare = _COMPARE[rule.op]
    worst: Callable[..., int] = min if rule.op == ">=" or rule.test == "lowest" else max

    def look(facts: Facts) -> bool:
        one, other = facts[left], facts[right]
        try:
            if type(one) is not tuple:
                return compare(one.fen, other.fen)
            return bool(one) and compare(worst([price.fen for price in one]), other.fen)
        except (AttributeError, ZhengwuError):  # not of the plain kind, finer than 分, of another currency
            return False

    return look


def _flag(rule: LegalRule, _: Facts, __: Context) -> Look:
    name, wanted = rule.facts[0], rule.value
    return lambda facts: facts[name] is wanted


def _tendered(rule: LegalRule, facts: Facts, context: Context) -> Look:
    """Kept by the method, or below the threshold; without the amount or the threshold nobody knows."""
    name = next((one for one in rule.facts if one in facts), None)
    bound = value_of(rule, facts, context)
    if facts.get("method") in rule.methods or name is None or (bound is None and THRESHOLD not in facts):
        return _keep
    if bound is None or THRESHOLD in facts:
        return _leave
    most: Money = bound
    return lambda facts: type(facts[name]) is Money and facts[name] < most


def _committee(rule: LegalRule, _: Facts, __: Context) -> Look:
    share = fraction(rule.share or "0")
    fewest: Any = rule.value

    def look(facts: Facts) -> bool:
        members, experts = facts.get("members"), facts.get("experts", 0)
        if not type(members) is type(experts) is int:
            return False
        return bool(members % 2 and members >= fewest and experts * share.denominator >= members * share.numerator)

    return look


_MAKERS: Mapping[str, Callable[[LegalRule, Facts, Context], Look]] = {
    "period": _period,
    "share": _share,
    "count": _count,
    "order": _amounts,
    "lowest": _amounts,
    "flag": _flag,
    "tendered": _tendered,
    "committee": _committee,
}

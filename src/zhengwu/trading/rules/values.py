"""What the law of a day and a place sets for the course of a lot: how many must bid, how low a reserve may go.

>>> from datetime import date
>>> rule = least_bids("工程建设", "公开招标", on=date(2017, 3, 1))
>>> rule.value, rule.cited
(3, '《招标投标法》第28条')
>>> least_bids("工程建设", "直接发包", on=date(2017, 3, 1)) is None
True
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date

from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.book import RuleBook
from zhengwu.trading.rules.facts import read_word

__all__ = ["answer_rule", "least_bids", "lowest_reserve"]

_BIDS = frozenset({"bidders", "responsive", "suppliers"})
_ANSWERS = (("objection_filed", "objection_answered"), ("challenge_received", "challenge_answered"))


def least_bids(
    trade_class: str | None, method: str | None, *, on: date, place: str | None = None, book: RuleBook | None = None
) -> LegalRule | None:
    """The rule of how many must bid for a lot of this class and method, its `value` the number; None where none says.

    Procurement counts those who respond in substance, who are never more than those who bid (政府采购法 article 36).
    """
    known = {"trade_class": trade_class, "method": method}
    for rule in _in_force(known, on, place, book):
        if rule.test == "count" and rule.op == ">=" and _BIDS.issuperset(rule.facts):
            return rule
    return None


def lowest_reserve(
    trade_class: str | None, asset_kind: str | None, *, on: date, place: str | None = None, book: RuleBook | None = None
) -> LegalRule | None:
    """The rule of the share of the appraisal below which a lowered reserve needs consent; None where none says so.

    >>> lowest_reserve("国有产权", "股权", on=date(2017, 3, 1)).value
    '90/100'
    """
    known = {"trade_class": trade_class, "asset_kind": asset_kind}
    for rule in _in_force(known, on, place, book, flags={"relisted": True}):
        if rule.test == "share" and rule.facts == ("reserve", "appraisal") and rule.when.get("relisted") is True:
            return rule
    return None


def answer_rule(
    trade_class: str | None, method: str | None, *, on: date, place: str | None = None, book: RuleBook | None = None
) -> LegalRule | None:
    """The rule of the time for the answer to an objection or a challenge; None where none says so.

    >>> rule = answer_rule("政府采购", "公开招标", on=date(2017, 3, 1))
    >>> rule.value, rule.unit
    (7, 'working_day')
    """
    known = {"trade_class": trade_class, "method": method}
    return next((rule for rule in _in_force(known, on, place, book) if rule.facts in _ANSWERS), None)


def _in_force(
    texts: Mapping[str, str | None],
    on: date,
    place: str | None,
    book: RuleBook | None,
    *,
    flags: Mapping[str, bool] | None = None,
) -> list[LegalRule]:
    """The verified rules in force whose every condition these words meet, and that ask for no other."""
    known: dict[str, object] = {name: None if text is None else read_word(name, text) for name, text in texts.items()}
    known |= flags or {}
    rules = (_law() if book is None else book).rules(on, place=place).values()
    return [
        rule
        for rule in rules
        if rule.is_verified
        and rule.in_force(on)
        and all(_meets(known.get(name), wanted) for name, wanted in rule.when.items())
    ]


def _meets(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, list) else value is wanted


@functools.cache
def _law() -> RuleBook:
    """The law alone."""
    return RuleBook()

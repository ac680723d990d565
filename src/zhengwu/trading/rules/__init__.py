"""The rules of public resource trading over records: numbers used, article, and what is missing.

>>> from datetime import date
>>> from zhengwu.trading.tender import Tender
>>> tender = Tender.single(title="道路改造", trade_class="工程建设", method="公开招标", notice=date(2017, 3, 1), bids=2)
>>> check(tender)["CT-W-01"].answer, check(tender)["CT-W-01"].consequence
(<Answer.FAIL: '不符合'>, 'failed')
"""

from __future__ import annotations

from zhengwu.reference.law import Fact, Instrument, Law, LegalRule, trading_law
from zhengwu.trading.rules.answers import Answer, RuleResult
from zhengwu.trading.rules.book import RuleBook, rule_book
from zhengwu.trading.rules.engine import Checker, check, check_all, tally
from zhengwu.trading.rules.facts import read_facts
from zhengwu.trading.rules.local import LocalTable, LocalValue, MethodBand
from zhengwu.trading.rules.methods import LawfulMethods, Threshold, lawful_methods
from zhengwu.trading.rules.report import LotAnswers, RuleReport

__all__ = [
    "Answer",
    "Checker",
    "Fact",
    "Instrument",
    "Law",
    "LawfulMethods",
    "LegalRule",
    "LocalTable",
    "LocalValue",
    "LotAnswers",
    "MethodBand",
    "RuleBook",
    "RuleReport",
    "RuleResult",
    "Threshold",
    "check",
    "check_all",
    "lawful_methods",
    "read_facts",
    "rule_book",
    "tally",
    "trading_law",
]

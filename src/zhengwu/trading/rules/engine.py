"""The rules engine: every rule of the law answers for a tender, a tender file or a sale, on a day and in a place.

>>> from datetime import date
>>> from zhengwu.exact import wan
>>> from zhengwu.trading.tender import Tender
>>> tender = Tender.single(title="道路改造", trade_class="工程建设", method="公开招标", must_tender=True, bids=2,
...                        estimate=wan("438"), deposit=wan("10"), bid_deadline=date(2017, 3, 15))
>>> report = check(tender, on=date(2017, 3, 1), facts={"document_issue_start": "2017-03-01"})
>>> print(report.text())
PD-W-03 编制投标文件的合理时间：不符合，14日（须 ≥ 20日，不早于 2017-03-21），《招标投标法》第24条
CP-W-01 投标保证金：不符合，2.28…%（须 ≤ 2%），《招标投标法实施条例》第26条
CT-W-01 投标人少于三个：不符合，2家（须 ≥ 3家），《招标投标法》第28条
>>> report["CM-W-01"].answer.en, report["CM-W-01"].missing, report["PD-G-01"].answer.en
('unknown', ('members',), 'not applicable')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.errors import UnitError
from zhengwu.records.instant import read_instant
from zhengwu.reference.law import LegalRule
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.files import TenderFile
from zhengwu.trading.rules.answers import Answer, RuleResult
from zhengwu.trading.rules.base import Context
from zhengwu.trading.rules.book import RuleBook
from zhengwu.trading.rules.facts import Facts, read_facts
from zhengwu.trading.rules.looks import Look, look_of
from zhengwu.trading.rules.report import LotAnswers, RuleReport
from zhengwu.trading.rules.sources import day_of, of_auction, of_file, of_tender
from zhengwu.trading.rules.trials import Trial, trial_of, try_rule
from zhengwu.trading.tender import Tender
from zhengwu.workdays import Workdays, workdays
from zhengwu.workdays.moments import local_day

__all__ = ["Checker", "check", "check_all", "tally"]

Checked = Tender | TenderFile | PropertyAuction

_SCOPE = (
    *("trade_class", "method", "object_kind", "asset_kind", "qualification_review", "evaluation_method"),
    *("must_tender", "state_funded", "control_change", "relisted"),
)


@attrs.frozen(kw_only=True)
class _Plan:
    """What is alike for all that know the same facts, and are of one class, method and so on.

    `settled`: the answers, which stand but for the `live` rules, those that look at what differs, each with its place,
    its test and the quick look that may spare it; `broken`: the failures among those that stand.
    """

    settled: tuple[RuleResult, ...]
    broken: tuple[RuleResult, ...] = ()
    live: tuple[tuple[int, LegalRule, Trial, Look], ...]
    context: Context


@attrs.frozen(eq=False)
class Checker:
    """Checks records by one book of rules and one calendar; what many records share is worked out once."""

    book: RuleBook = attrs.field(factory=RuleBook)
    calendar: Workdays = attrs.field(factory=workdays)
    _plans: dict[tuple[Any, ...], _Plan] = attrs.field(init=False, factory=dict, repr=False)

    def check(
        self,
        record: Checked,
        *,
        on: date | str | None = None,
        place: str | None = None,
        facts: Mapping[str, Any] | None = None,
        lots: Mapping[str, Mapping[str, Any]] | None = None,
        waivers: Mapping[str, str] | None = None,
    ) -> RuleReport:
        """The answers of all rules. The arguments are those of `zhengwu.trading.rules.check`."""
        if not isinstance(record, Tender | TenderFile | PropertyAuction):
            raise UnitError("cannot be checked", value=record, expected="a Tender, a TenderFile or a PropertyAuction")
        more, unread = read_facts(facts or {})
        head = record.tender if isinstance(record, TenderFile) else record
        day = day_of(head) if on is None else read_instant(on)
        where = head.region if place is None else place
        documents = {self.book.law.rule(name).id: text for name, text in (waivers or {}).items()}
        answers = []
        for code, own, unknown in _parts(record):
            one, other = read_facts((lots or {}).get(code or "", {}))
            together = {**own, **more, **one}
            words = {name: text for name, text in {**unknown, **unread, **other}.items() if name not in together}
            results = self.answers(together, day=day, place=where)
            if documents:
                results = tuple(_waived(result, documents.get(result.rule.id)) for result in results)
            answers.append(LotAnswers(code, results, words))
        return RuleReport(title=head.title, code=head.code, on=day, place=where, lots=tuple(answers))

    def answers(self, facts: Facts, *, day: date | None, place: str | None = None) -> tuple[RuleResult, ...]:
        """The results of all rules for facts that were read, in the order of the rules."""
        plan = self._plan(facts, day, place)
        found = list(plan.settled)
        for index, rule, trial, _ in plan.live:
            found[index] = trial(rule, facts, plan.context)
        return tuple(found)

    def broken(self, facts: Facts, *, day: date | None, place: str | None = None) -> tuple[RuleResult, ...]:
        """The rules that facts that were read break: the failures among `answers`, at a fraction of the cost."""
        plan = self._plan(facts, day, place)
        tried = [trial(rule, facts, plan.context) for _, rule, trial, is_kept in plan.live if not is_kept(facts)]
        return (*plan.broken, *[result for result in tried if result.answer is Answer.FAIL])

    def _plan(self, facts: Facts, day: date | None, place: str | None) -> _Plan:
        scope = tuple(map(facts.get, _SCOPE))
        key = (None if day is None else self.book.era(day), place, scope, tuple(facts))
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[key] = self._made(facts, day, place)
        return plan

    def _made(self, facts: Facts, day: date | None, place: str | None) -> _Plan:
        if day is None:
            none = tuple(RuleResult(rule, Answer.UNKNOWN, (), "no_day") for rule in self.book.law.rules.values())
            return _Plan(settled=none, live=(), context=Context(self.calendar, {}))
        day = local_day(day)
        rules = self.book.rules(day, place=place, kind=facts.get("object_kind"))
        context = Context(self.calendar, {name: rule.value for name, rule in rules.items() if rule.in_force(day)})
        settled = []
        live = []
        for index, rule in enumerate(rules.values()):
            result = _by_scope(rule, facts, day)
            if result is None:
                result = try_rule(rule, facts, context)
                if _looks_at_values(rule, facts):
                    live.append((index, rule, trial_of(rule), look_of(rule, facts, context)))
            settled.append(result)
        tried = {index for index, *_ in live}
        broken = [one for index, one in enumerate(settled) if one.answer is Answer.FAIL and index not in tried]
        return _Plan(settled=tuple(settled), broken=tuple(broken), live=tuple(live), context=context)


def check(
    record: Checked,
    *,
    on: date | str | None = None,
    place: str | None = None,
    facts: Mapping[str, Any] | None = None,
    lots: Mapping[str, Mapping[str, Any]] | None = None,
    waivers: Mapping[str, str] | None = None,
    book: RuleBook | None = None,
    calendar: Workdays | None = None,
) -> RuleReport:
    """What every rule answers for a tender, a tender file or a sale, lot by lot.

    `on` is the day whose law applies, by default that of the notice, else of the first later day the record knows;
    `place` a division code, by default the record's region. `facts` are further facts for all lots, `lots` those of
    single lots by code (see `zhengwu.trading.rules.facts.read_facts`); they count before what the record says.
    `waivers`: by rule the document that waives it. `book`: the law with tables of places. `calendar`: of working days,
    by default mainland China's; outside it such rules are *unknown*. Raises `UnitError` for two currencies in one
    comparison, and what `read_facts` raises.
    """
    checker = _default() if book is None and calendar is None else Checker(book or RuleBook(), calendar or workdays())
    return checker.check(record, on=on, place=place, facts=facts, lots=lots, waivers=waivers)


def check_all(
    records: Iterable[Checked], *, book: RuleBook | None = None, calendar: Workdays | None = None
) -> Iterator[RuleReport]:
    """The reports of many records, one after the other."""
    checker = _default() if book is None and calendar is None else Checker(book or RuleBook(), calendar or workdays())
    return (checker.check(record) for record in records)


def tally(reports: Iterable[RuleReport]) -> Mapping[str, Mapping[Answer, int]]:
    """How often each rule gave each answer, over lots."""
    counts: dict[str, dict[Answer, int]] = {}
    for report in reports:
        for lot in report.lots:
            for result in lot.results:
                row = counts.setdefault(result.rule.id, dict.fromkeys(Answer, 0))
                row[result.answer] += 1
    return MappingProxyType({name: MappingProxyType(row) for name, row in counts.items()})


_NEEDS_ALL = frozenset({"period", "same_moment", "share", "count", "flag", "order", "lowest"})
_MOST_PLANS = 10_000
_DEFAULT: list[Checker] = []


def _default() -> Checker:
    """The checker of the law alone, made when it is first needed."""
    if not _DEFAULT:
        _DEFAULT.append(Checker())
    return _DEFAULT[0]


def _parts(record: Checked) -> Iterator[tuple[str | None, Facts, dict[str, str]]]:
    """The lots with their facts."""
    if isinstance(record, PropertyAuction):
        yield (record.code, *of_auction(record))
    elif isinstance(record, TenderFile):
        for part in record.by_lot():
            yield (part.tender.lots[0].code, *of_file(part, whole=record.tender))
    elif len(record.lots) == 1:
        yield (record.lots[0].code, *of_tender(record))
    else:
        for lot in record.lots:
            yield (lot.code, *of_tender(record, lot=lot))


def _looks_at_values(rule: LegalRule, facts: Facts) -> bool:
    """Whether the answer may differ between things that know the same facts; what is in the scope does not differ."""
    if not rule.is_verified:
        return False
    more = {*rule.unless, rule.between.get("fact"), rule.from_threshold.get("fact"), "open_tender_threshold"}
    if any(name in facts for name in more):
        return True
    known = [name for name in rule.facts if name in facts and name not in _SCOPE]
    return len(known) == len(rule.facts) if rule.test in _NEEDS_ALL else bool(known)


def _by_scope(rule: LegalRule, facts: Facts, day: date) -> RuleResult | None:
    """The answer that the day, the class, the method and so on settle; None where the rule applies."""
    if not rule.in_force(day):
        return RuleResult(rule, Answer.NOT_APPLICABLE, (), "not_in_force")
    missing = []
    for name, wanted in rule.when.items():
        value = facts.get(name)
        if value is None:
            missing.append(name)
        elif (value not in wanted) if isinstance(wanted, list) else value is not wanted:
            return RuleResult(rule, Answer.NOT_APPLICABLE, (), "other_scope")
    return RuleResult(rule, Answer.UNKNOWN, tuple(missing)) if missing else None


def _waived(result: RuleResult, document: str | None) -> RuleResult:
    if document is None or result.answer not in (Answer.FAIL, Answer.UNKNOWN):
        return result
    return attrs.evolve(result, answer=Answer.WAIVED, missing=(), reason="document", document=document)

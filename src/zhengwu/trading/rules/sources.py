"""The facts that records tell of themselves: a tender's lot, a tender file, a sale.

What a column means must be certain: 中标公告时间 is no day of the letter of award, so it stands for none.

>>> from zhengwu.exact import wan
>>> from zhengwu.trading.tender import Tender
>>> tender = Tender.single(title="道路改造", trade_class="工程建设", method="公开招标", estimate=wan("438"), bids=2)
>>> sorted(of_tender(tender)[0].items())
[('bidders', 2), ('estimate', Money("438万元")), ('method', 'open_tender'), ('trade_class', 'works')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhengwu.exact import total
from zhengwu.reference.law import trading_law
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.award import Award, Contract
from zhengwu.trading.bid import Bid, DepositForm, Person
from zhengwu.trading.evaluation import Candidate, Committee, Evaluation
from zhengwu.trading.files import TenderFile
from zhengwu.trading.rules.facts import Facts, read_word
from zhengwu.trading.tender import Lot, Tender
from zhengwu.trading.words import QualificationReview

__all__ = ["day_of", "of_auction", "of_file", "of_tender"]

_REVIEWS = {QualificationReview.BEFORE: "before", QualificationReview.AFTER: "after"}


def of_tender(tender: Tender, *, lot: Lot | None = None) -> tuple[Facts, dict[str, str]]:
    """The facts of one lot of a tender, the first unless another is named, and its words that nobody knows."""
    lot = tender.lots[0] if lot is None else lot
    words = {"trade_class": tender.trade_class, "method": lot.method or tender.method}
    if lot.evaluation_method is not None:
        words["evaluation_method"] = lot.evaluation_method
    facts, unread = _of_words(words)
    for name, value in (
        ("must_tender", tender.must_tender),
        ("bid_deadline", tender.bid_deadline),
        ("bid_opening", tender.opening),
        ("estimate", lot.estimate),
        ("budget", lot.budget),
        ("ceiling", lot.ceiling),
        ("price", lot.deal),
        ("bid_deposit", lot.deposit),
        ("bidders", lot.bids),
    ):
        if value is not None:
            facts[name] = value
    if lot.price_weight is not None:
        facts["price_weight"] = lot.price_weight.as_fraction()
    if lot.qualification_review is not None:
        facts["qualification_review"] = _REVIEWS[lot.qualification_review]
    if len(tender.lots) > 1 and all(one.estimate is not None for one in tender.lots):
        facts["same_kind_total"] = tender.estimate
    return facts, unread


def of_file(file: TenderFile, *, whole: Tender | None = None) -> tuple[Facts, dict[str, str]]:
    """The facts of the file of one lot: the tender's, then what bids, committee, award, contract and events tell."""
    lot = file.tender.lots[0]
    facts, unread = of_tender(whole or file.tender, lot=lot)
    found: Facts = {}
    found.update(_of_bids(file.bids))
    found.update(_of_committees(file.committees))
    found.update(_of_evaluations(file.evaluations))
    found.update(_of_award(file.awards, file.candidates))
    found.update(_of_contracts(file.contracts))
    facts.update({name: value for name, value in found.items() if value is not None})
    known = trading_law().facts
    events: dict[str, dict[str | None, date]] = defaultdict(dict)
    for event in file.events:
        if event.event in known and known[event.event].kind == "day":
            again = event.about if event.about not in events[event.event] else f"{event.about} {event.at}"
            events[event.event][again] = event.at
        else:
            unread[event.event] = str(event.at)
    facts.update({name: next(iter(days.values())) if len(days) == 1 else days for name, days in events.items()})
    return facts, unread


def of_auction(auction: PropertyAuction) -> tuple[Facts, dict[str, str]]:
    """The facts of one lot that is sold, and its words that nobody knows."""
    facts, unread = _of_words(
        {"trade_class": auction.trade_class, "method": auction.method, "asset_kind": auction.asset_kind}
    )
    for name, value in (
        ("appraisal", auction.appraisal),
        ("reserve", auction.reserve),
        ("price", auction.deal),
        ("bidder_deposit", auction.deposit),
        ("takers", auction.bids),
    ):
        if value is not None:
            facts[name] = value
    return facts, unread


def day_of(record: Tender | PropertyAuction) -> date | None:
    """The day whose law applies when none is named: of the notice, else the first later day the record knows."""
    if isinstance(record, PropertyAuction):
        days: tuple[date | None, ...] = (record.listed_from, record.traded_at)
    else:
        days = (record.notice, record.bid_deadline, record.opening, *(lot.awarded_at for lot in record.lots))
    return next((day for day in days if day is not None), None)


def _of_words(texts: Mapping[str, str | None]) -> tuple[Facts, dict[str, str]]:
    """Words as the law's data spell them, and those that nobody knows."""
    facts: Facts = {}
    unread: dict[str, str] = {}
    for name, text in texts.items():
        word = None if text is None else read_word(name, text)
        if word is not None:
            facts[name] = word
        elif text is not None:
            unread[name] = text
    return facts, unread


def _of_bids(bids: tuple[Bid, ...] | None) -> Facts:
    if bids is None:
        return {}
    facts: Facts = {"bidders": len(bids)}
    if not bids:
        return facts
    priced = [bid for bid in bids if bid.form.is_amount]
    if priced:
        facts["bid_price"] = tuple(bid.price for bid in priced)
    if any(bid.deposit_form is not None for bid in bids):
        facts["deposit_non_cash"] = tuple(_non_cash(bid.deposit_form) for bid in bids)
    facts["same_deposit_account"] = _shared({bid.deposit_account} for bid in bids)
    facts["shared_member"] = _shared(_people(bid) for bid in bids)
    facts["same_agent"] = _shared({None if bid.agent is None else _known_by(bid.agent)} for bid in bids)
    facts["same_author"] = _shared({bid.prepared_by} for bid in bids)
    return facts


def _of_committees(committees: tuple[Committee, ...] | None) -> Facts:
    if not committees or len(committees) > 1:
        return {}  # which of several sat is not told
    sitting = committees[0].sitting
    drawn = [member.is_drawn for member in sitting if member.is_expert]
    return {
        "members": committees[0].size,
        "experts": committees[0].experts,
        "drawn_at_random": False if False in drawn else True if drawn and None not in drawn else None,
    }


def _of_evaluations(evaluations: tuple[Evaluation, ...] | None) -> Facts:
    known = [one.is_rejected for one in evaluations or ()]
    return {
        "responsive": None if not known or None in known else known.count(False),
        "abnormally_alike": _any(one.is_alike for one in evaluations or ()),
        "mixed_documents": _any(one.is_mixed for one in evaluations or ()),
    }


def _any(found: Iterable[bool | None]) -> bool | None:
    """Whether one is; None where none is as far as known, and not all is known."""
    known = list(found)
    return True if True in known else False if known and None not in known else None


def _of_award(awards: tuple[Award, ...] | None, candidates: tuple[Candidate, ...] | None) -> Facts:
    facts: Facts = {"candidates": None if candidates is None else len(candidates)}
    standing = [award for award in awards or () if not award.is_renounced]
    if len(standing) != 1:
        return facts
    award = standing[0]
    ranks = [one.rank for one in candidates or () if one.bidder.name == award.winner.name]
    facts |= {"result_published": award.noticed_at, "award_notice": award.notified_at}
    facts["winner_rank"] = ranks[0] if len(ranks) == 1 else None
    return facts


def _of_contracts(contracts: tuple[Contract, ...] | None) -> Facts:
    if not contracts or len(contracts) > 1:
        return {}
    contract = contracts[0]
    return {
        "contract_signed": contract.signed_at,
        "contract_published": contract.published_at,
        "contract_filed": contract.filed_at,
        "contract_amount": contract.amount if contract.form.is_amount else None,
        "performance_bond": contract.performance_deposit,
        "supplements": total(one.amount for one in contract.supplements) if contract.supplements else None,
    }


def _non_cash(form: DepositForm | None) -> bool | None:
    return None if form in (None, DepositForm.OTHER) else form is not DepositForm.CASH


def _people(bid: Bid) -> set[Any]:
    """Who a bid names, by what tells a person; {None} where it names nobody or somebody untold."""
    people = [*([bid.manager] if bid.manager else []), *(bid.team or ())]
    return {_known_by(person) for person in people} or {None}


def _known_by(person: Person) -> str | None:
    """What tells a person; a name alone does not."""
    return person.identity_number or person.certificate


def _shared(marks: Iterable[set[Any]]) -> bool | None:
    """Whether two have one mark in common; None where they have none as far as known, and not all is known."""
    seen: set[Any] = set()
    complete = True
    for one in marks:
        complete = complete and None not in one
        known = one - {None}
        if known & seen:
            return True
        seen |= known
    return False if complete else None

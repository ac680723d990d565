"""What cannot be right about a tender or a sale although records can hold it: the invariants of trading.md §7, found.

What the words rule out is refused when a record is made (a price of 0, a rate in the field of amounts). What a law
rules is in `zhengwu.trading.rules`. Here is what contradicts itself, and nothing is changed. An award above its ceiling
is compared only where both are amounts.

>>> from zhengwu.exact import wan
>>> from zhengwu.trading.tender import Tender
>>> tender = Tender.single(title="桥", code="A1", ceiling=wan("100"))
>>> file = TenderFile(tender=tender, awards=(Award(winner=Party(name="甲公司"), amount=wan("101")),))
>>> print(*check_file(file))
A1：INV-09 中标金额 101万元 高于最高限价 100万元
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise

from zhengwu.exact import Money
from zhengwu.findings import Grade
from zhengwu.records.breach import Breach, breach_of
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.party import Party
from zhengwu.reference.divisions import divisions_of, has_divisions
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.award import Award
from zhengwu.trading.breaches import MESSAGES
from zhengwu.trading.files import TenderFile
from zhengwu.trading.offer import Offer
from zhengwu.workdays.moments import local_day

__all__ = ["Breach", "check_file", "check_offers"]

_DIVISION = re.compile("[0-9]{6}")

_breach = partial(breach_of, MESSAGES)


def check_file(file: TenderFile, *, regions: bool | None = None) -> tuple[Breach, ...]:
    """What is wrong with a tender and what belongs to it, lot by lot.

    `regions`: whether division codes are looked up on the day of the notice, by default where python-stdnum, which
    knows them, is installed; True raises `MissingExtraError` where it is not.
    """
    tender, project = file.tender, file.project
    day = tender.notice or tender.bid_deadline or tender.opening or tender.awarded_at
    codes = [(tender.region, day)]
    if project is not None:
        codes += [(code, project.created_at or day) for code in (project.region, project.trading_place)]
    key = tender.code or tender.title
    found = _regions(dict.fromkeys(codes), key) if (has_divisions() if regions is None else regions) else ()
    return (*_of_times(file), *(breach for lot in file.by_lot() for breach in _of_lot(lot)), *found)


def check_offers(
    auction: PropertyAuction,
    *,
    offers: tuple[Offer, ...] = (),
    step: Money | None = None,
    regions: bool | None = None,
) -> tuple[Breach, ...]:
    """What is wrong with a sale and its offers, in their order; `step` is the least increment, an amount of money.

    `regions` is that of `check_file`; the day is that of the listing, else of the sale.

    >>> from zhengwu.exact import wan
    >>> lot = PropertyAuction(title="门面", start=wan("10"), reserve=wan("12"), deal=wan("11"))
    >>> print(*check_offers(lot))
    门面：INV-02 成交金额 11万元 低于保留价 12万元
    """
    key = auction.code or auction.title
    found: list[Breach] = []
    if auction.deal is not None and auction.reserve is not None and auction.deal < auction.reserve:
        found.append(_breach("INV-02", key, deal=auction.deal, reserve=auction.reserve))
    first = offers[0].amount if offers else None
    if first is not None and auction.start is not None and first < auction.start:
        found.append(_breach("INV-02.start", key, offer=first, start=auction.start))
    for before, after in pairwise(offers):
        if after.amount <= before.amount:
            found.append(_breach("INV-02.rise", key, offer=after.amount, before=before.amount))
        elif step is not None and after.amount - before.amount < step:
            found.append(_breach("INV-02.step", key, offer=after.amount, before=before.amount, step=step))
    if offers and auction.deal is not None and auction.deal != offers[-1].amount:
        found.append(_breach("INV-02.last", key, deal=auction.deal, offer=offers[-1].amount))
    if has_divisions() if regions is None else regions:
        found += _regions([(auction.region, auction.listed_from or auction.traded_at)], key)
    return tuple(found)


def _regions(codes: Iterable[tuple[str | None, date | None]], key: str) -> Iterator[Breach]:
    """The division codes that held no division on their day; a name, and a code without a day, say nothing."""
    for code, day in codes:
        if code is None or day is None or not _DIVISION.fullmatch(code):
            continue
        held = divisions_of(code)
        if not held:  # zones of local statistics bear such codes
            yield _breach("INV-20.none", key, grade=Grade.QUESTION, code=code)
        elif not any(one.held_in(local_day(day).year) for one in held):
            years = ", ".join(f"{one.name} {one.first_year or ''}–{one.last_year or ''}" for one in held)
            yield _breach("INV-20", key, code=code, day=day, years=years)


def _of_times(file: TenderFile) -> Iterator[Breach]:
    tender, key = file.tender, file.tender.code or file.tender.title
    if is_after(tender.opening, tender.bid_deadline) or is_after(tender.bid_deadline, tender.opening):
        deadline = tender.bid_deadline
        yield _breach("INV-12.opening", key, grade=Grade.QUESTION, opening=tender.opening, deadline=deadline)
    for lot in file.by_lot():
        awards = [award for award in lot.awards or () if not award.is_renounced]
        signed = [contract.signed_at for contract in lot.contracts or ()]
        steps = [
            ("招标公告时间", tender.notice),
            ("文件发出时间", _once(lot, "document_issue_start")),
            ("开标时间", tender.opening or _once(lot, "bid_opening") or _deadline(lot)),
            ("评审结束时间", _once(lot, "evaluation_end")),
            ("候选人公示开始时间", _once(lot, "candidate_publicity_start")),
            ("候选人公示结束时间", _once(lot, "candidate_publicity_end")),
            ("中标公告时间", awards[-1].noticed_at if awards else lot.tender.awarded_at),
            ("合同签订时间", signed[0] if signed else _once(lot, "contract_signed")),
            ("竣工时间", lot.performances[0].finished_at if lot.performances else None),
            ("结算时间", lot.performances[0].settled_at if lot.performances else None),
        ]
        known = [(name, instant) for name, instant in steps if instant is not None]
        for (earlier, before), (later, after) in pairwise(known):
            if is_after(before, after):
                yield _breach("INV-12", _key(lot), earlier=earlier, before=before, later=later, after=after)


def _once(file: TenderFile, event: str) -> Instant | None:
    """When an event was that happened once; of several attempts nobody says which one is meant."""
    days = [one.at for one in file.events if one.event == event]
    return days[0] if len(days) == 1 else None


def _deadline(file: TenderFile) -> Instant | None:
    return file.tender.bid_deadline or _once(file, "bid_deadline")


def _of_lot(file: TenderFile) -> Iterator[Breach]:
    for check in _CHECKS:
        yield from check(file, _key(file))


def _awards(file: TenderFile, key: str) -> Iterator[Breach]:
    active = _active(file)
    if len(active) > 1:
        yield _breach("INV-08", key, count=len(active))
    names = {party.name for bid in file.bids or () for party in (bid.bidder, *(bid.members or ()))}
    for award in active:
        if names and award.winner.name not in names:
            yield _breach("INV-08.winner", key, winner=award.winner.name)
    told = {award.counted_amount for award in active} - {None, file.tender.deal}
    if len(active) == 1 and file.tender.deal is not None and told:
        yield _breach("INV-08.deal", key, deal=file.tender.deal, amount=active[0].counted_amount)


def _prices(file: TenderFile, key: str) -> Iterator[Breach]:
    ceiling = file.tender.ceiling
    awarded = [award.counted_amount for award in _active(file)] if file.awards is not None else [file.tender.deal]
    for amount in awarded:
        if amount is not None and ceiling is not None and amount > ceiling:
            yield _breach("INV-09", key, amount=amount, ceiling=ceiling)
    for contract in file.contracts or ():
        told = contract.amount if contract.form.is_amount else None
        for amount in awarded:
            if told is not None and amount is not None and told != amount and len(awarded) == 1:
                yield _breach("INV-10", key, contract=told, amount=amount)


def _late(file: TenderFile, key: str) -> Iterator[Breach]:
    """Bids after the deadline that nobody rejected (招标投标法实施条例 article 36)."""
    deadline = _deadline(file)
    for bid in file.bids or ():
        if not bid.is_rejected and deadline is not None and is_after(bid.submitted_at, deadline):
            yield _breach("INV-12.late", key, bidder=bid.bidder.name, submitted=bid.submitted_at, deadline=deadline)


def _aside(file: TenderFile, key: str) -> Iterator[Breach]:
    """Experts who stood aside and scored all the same; the rest of INV-13 is law (CM-W-01 …)."""
    aside = {one.id for committee in file.committees or () for one in committee.members if one.is_recused}
    scored = {score.member_id for one in file.evaluations or () for score in one.scores or ()}
    for expert in sorted(one for one in aside & scored if one is not None):
        yield _breach("INV-13", key, expert=expert)


def _candidates(file: TenderFile, key: str) -> Iterator[Breach]:
    ranks = sorted(one.rank for one in file.candidates or ())
    if ranks != list(range(1, len(ranks) + 1)):
        yield _breach("INV-14", key, ranks="、".join(map(str, ranks)))


def _bidders(file: TenderFile, key: str) -> Iterator[Breach]:
    parties = [party for bid in file.bids or () for party in (bid.bidder, *(bid.members or ()))]
    names = {_known_by(party): party.name for party in parties}
    for known_by, count in Counter(map(_known_by, parties)).items():
        if count > 1:
            yield _breach("INV-15", key, bidder=names[known_by], count=count)


_CHECKS: tuple[Callable[[TenderFile, str], Iterator[Breach]], ...] = (
    *(_awards, _prices, _late, _aside, _candidates, _bidders),
)


def _active(file: TenderFile) -> list[Award]:
    """The awards in force: those of the last attempt that nobody renounced."""
    awards = [award for award in file.awards or () if not award.is_renounced]
    last = max((award.attempt for award in awards), default=1)
    return [award for award in awards if award.attempt == last]


def _known_by(party: Party) -> str:
    return party.uscc or party.name


def _key(file: TenderFile) -> str:
    code, (lot, *_) = file.tender.code or file.tender.title, file.tender.lots
    return f"{code} {lot.code}" if lot.code else code

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

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from zhengwu.exact import Money
from zhengwu.findings import Grade
from zhengwu.records.breach import Breach, breach_of
from zhengwu.records.instant import is_after
from zhengwu.records.party import Party
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.award import Award
from zhengwu.trading.files import TenderFile
from zhengwu.trading.offer import Offer

__all__ = ["Breach", "check_file", "check_offers"]

_MESSAGES = {
    "INV-02": ("成交金额 {deal} 低于保留价 {reserve}", "sold for {deal}, below the reserve {reserve}"),
    "INV-02.start": ("报价 {offer} 低于起始价 {start}", "offered {offer}, below the start price {start}"),
    "INV-02.rise": ("报价 {offer} 未高于前一报价 {before}", "offered {offer}, not above {before} before it"),
    "INV-02.step": (
        "报价 {offer} 较前一报价 {before} 增幅不足 {step}",
        "offered {offer} after {before}, a rise of less than {step}",
    ),
    "INV-02.last": (
        "成交金额 {deal} 不是最后报价 {offer}",
        "sold for {deal}, which is not the last offer, {offer}",
    ),
    "INV-08": ("有效中标结果 {count} 个，至多一个", "{count} awards in force, one at most"),
    "INV-08.winner": ("中标人{winner}不在投标人之列", "the winner {winner} did not bid"),
    "INV-09": ("中标金额 {amount} 高于最高限价 {ceiling}", "awarded {amount}, above the ceiling {ceiling}"),
    "INV-10": ("合同金额 {contract} 与中标金额 {amount} 不一致", "contract {contract}, award {amount}"),
    "INV-12": ("{later} {after} 早于{earlier} {before}", "{later} {after} lies before {earlier} {before}"),
    "INV-12.opening": ("开标时间 {opening} 与投标截止时间 {deadline} 不一致", "opened {opening}, deadline {deadline}"),
    "INV-14": ("候选人排名 {ranks} 不连续或重复", "the ranks of candidates are {ranks}"),
    "INV-15": ("{bidder}在同一标段投标 {count} 次", "{bidder} bid {count} times for one lot"),
}

_breach = partial(breach_of, _MESSAGES)


def check_file(file: TenderFile) -> tuple[Breach, ...]:
    """What is wrong with a tender and what belongs to it, lot by lot."""
    return (*_of_times(file), *(breach for lot in file.by_lot() for breach in _of_lot(lot)))


def check_offers(
    auction: PropertyAuction, *, offers: tuple[Offer, ...] = (), step: Money | None = None
) -> tuple[Breach, ...]:
    """What is wrong with a sale and its offers, in their order; `step` is the least increment, an amount of money.

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
    return tuple(found)


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
            ("开标时间", tender.opening),
            ("中标公告时间", awards[-1].noticed_at if awards else lot.tender.awarded_at),
            ("合同签订时间", signed[0] if signed else None),
        ]
        known = [(name, instant) for name, instant in steps if instant is not None]
        for (earlier, before), (later, after) in pairwise(known):
            if is_after(before, after):
                yield _breach("INV-12", _key(lot), earlier=earlier, before=before, later=later, after=after)


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


_CHECKS: tuple[Callable[[TenderFile, str], Iterator[Breach]], ...] = (_awards, _prices, _candidates, _bidders)


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

"""Clearing the bids of one lot."""

from __future__ import annotations

from zhengwu.exact import Rate
from zhengwu.trading.bid import Bid
from zhengwu.trading.bill import PricedBill
from zhengwu.trading.clearing.arithmetic import check_arithmetic
from zhengwu.trading.clearing.balance import unbalanced
from zhengwu.trading.clearing.compare import check_against
from zhengwu.trading.clearing.finding import Clearing, Ledger, joined
from zhengwu.trading.clearing.similar import similar_bills
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags import lot_views, same_accounts, same_marks, same_people, similar_prices

__all__ = ["clear"]


def clear(file: TenderFile, *, tolerance: Rate | None = None) -> Clearing:
    """All checks of the priced bills of a tender, lot by lot, and the signs between its bids (RF-04 to RF-07).

    `tolerance` is how far a unit price may be off the median of the bids (CL-10); without it nothing is called
    unbalanced. That a bill's total is not the price as opened is CL-03 too; the opened one governs in procurement
    (政府采购货物和服务招标投标管理办法 article 59). Bidders are told by their names.

    >>> from zhengwu.exact import yuan
    >>> from zhengwu.records import Party
    >>> from zhengwu.trading import Tender
    >>> from zhengwu.trading.bid import Bid
    >>> bids = tuple(Bid(bidder=Party(name=name), price=yuan("10034211.07")) for name in ("甲公司", "乙公司"))
    >>> found = clear(TenderFile(tender=Tender.single(title="道路改造", code="A1"), bids=bids))
    >>> print(*found.flags)
    A1：RF-04 甲公司、乙公司报价相同：10034211.07元
    """
    parts: list[Clearing] = []
    for one, view in zip(file.by_lot(), lot_views([file]), strict=True):
        bills: dict[str, PricedBill] = {}
        for number, bid in enumerate(one.bids or (), 1):
            if bid.bill is None:
                continue
            # A bidder's second bill is checked by itself, and compared with nobody's.
            name = bid.bidder.name if bid.bidder.name not in bills else f"{bid.bidder.name}（{number}）"
            bills.setdefault(bid.bidder.name, bid.bill)
            parts += [_of_price(name, bid), check_arithmetic(bid.bill, bidder=name)]
            if file.ceiling_bill is not None:
                ceiling = one.tender.lots[0].ceiling
                parts.append(check_against(bid.bill, file.ceiling_bill, bidder=name, ceiling=ceiling))
        if tolerance is not None and bills:
            parts.append(unbalanced(bills, tolerance=tolerance))
        looks = [look([view]) for look in (similar_prices, same_marks, same_accounts, same_people)]
        if len(bills) > 1:
            looks.append(similar_bills(bills, lot=view.key, given=file.ceiling_bill))
        for screening in looks:
            unknown = {rule: tuple(gaps) for rule, gaps in screening.unknown.items()}
            parts.append(Clearing(flags=screening.flags, checked=screening.checked, unknown=unknown))
    return joined(parts)


def _of_price(name: str, bid: Bid) -> Clearing:
    """Whether the price as opened is the total of the bill."""
    ledger = Ledger(name)
    total = None if bid.bill is None else bid.bill.total
    if bid.amount is None or total is None:
        ledger.open("CL-03", "price")
    else:
        ledger.decided("CL-03")
        if bid.amount != total:
            ledger.found("CL-03", case="price", printed=bid.amount, computed=total)
    return ledger.result()

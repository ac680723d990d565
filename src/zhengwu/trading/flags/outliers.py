"""Signs that only a comparison with others shows: RF-03, the gap to the second bid, and RF-09, shares of rejections.

Both use the fences of `zhengwu.trading.flags.fences` over the lots or parties given, so give lots of one kind together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import attrs

from zhengwu.exact import Rate
from zhengwu.trading.flags.fences import Fences, fences
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import LotView

__all__ = ["gaps_to_second", "rejection_shares"]

_FEWEST = 4
_OTHERS = {"buyer": "buyers", "agency": "agencies", "bidder": "bidders"}


@attrs.define
class _Share:
    rejected: int = 0
    bids: int = 0
    lots: int = 0


def gaps_to_second(lots: Iterable[LotView], *, least: int = _FEWEST) -> Screening:
    """RF-03: (second − winner) ÷ winner is an outlier among these lots, low or high.

    Of lots that the lowest valid price won, with two valid prices or more; `least` such lots are needed. Where the
    middle half of the gaps is one value the fences would call every other an outlier, so nothing is decided.
    """
    notes = Notes("RF-03")
    found: list[tuple[LotView, int, int]] = []
    for lot in lots:
        missing, pair = _two_lowest(lot)
        if missing is not None:
            notes.open(missing, lot.key)
        elif pair is not None:
            found.append((lot, *pair))
    limits = fences(((second - winning, winning) for _, winning, second in found), least=least)
    if limits is None or limits.is_degenerate:
        for lot, _, _ in found:
            notes.open("gaps of other lots" if limits is None else "spread of the gaps", lot.key)
        return notes.result()
    notes.checked = len(found)
    low, high = limits.low, limits.high
    for lot, winning, second in found:
        gap = second - winning
        case = ""
        if gap * low.denominator <= low.numerator * winning:
            case, fence = "close", low
        elif gap * high.denominator >= high.numerator * winning:
            case, fence = "far", high
        if case:
            notes.raised(
                case,
                lot.key,
                parties=_names_at(lot, winning),
                winning=lot.money(winning),
                second=lot.money(second),
                gap=Rate.of(gap, winning).percent(),
                fence=Rate(fence).percent(),
            )
    return notes.result()


def rejection_shares(
    lots: Iterable[LotView], *, least_bids: int = 2, least_lots: int = 2, least: int = _FEWEST
) -> Screening:
    """RF-09: the share of rejected bids of a buyer, an agency or a bidder is a high outlier among its like.

    Bidders with fewer than `least_bids` bids and buyers and agencies with fewer than `least_lots` lots are left out;
    `least` parties of a kind are needed.
    """
    notes = Notes("RF-09")
    parties: dict[str, dict[str, _Share]] = {"buyer": {}, "agency": {}, "bidder": {}}
    bidding = parties["bidder"]
    names: dict[str, str] = {}
    for lot in lots:
        if lot.rejected is None or lot.bidders is None or None in lot.rejected:
            notes.open("bid.rejected", lot.key)
            continue
        if not lot.rejected:
            continue
        if lot.buyer is None:
            notes.open("owner", lot.key)
        rejected = list(lot.rejected).count(True)
        for kind, party in (("buyer", lot.buyer), ("agency", lot.agency)):
            if party is not None:
                _count(parties[kind], party, rejected, len(lot.rejected))
        names.update(zip(lot.bidders, lot.names, strict=True))
        for bidder, is_out in zip(lot.bidders, lot.rejected, strict=True):
            share = bidding.get(bidder)
            if share is None:
                share = bidding[bidder] = _Share()
            share.bids += 1
            if is_out:
                share.rejected += 1
    for kind, shares in parties.items():
        enough: Callable[[_Share], bool] = (
            (lambda one: one.bids >= least_bids) if kind == "bidder" else (lambda one: one.lots >= least_lots)
        )
        _judge(notes, kind, {party: one for party, one in shares.items() if enough(one)}, names, least)
    return notes.result()


def _judge(notes: Notes, kind: str, shares: Mapping[str, _Share], names: Mapping[str, str], least: int) -> None:
    limits: Fences | None = fences(((one.rejected, one.bids) for one in shares.values()), least=least)
    if limits is None or limits.is_degenerate:
        for party in shares:
            notes.open(
                f"shares of other {_OTHERS[kind]}" if limits is None else "spread of the shares",
                names.get(party, party),
            )
        return
    notes.checked += len(shares)
    for party, one in shares.items():
        if one.rejected and Fraction(one.rejected, one.bids) >= limits.high:
            name = names.get(party, party)
            fence = Rate(limits.high).percent()
            notes.raised(kind, name, parties=(name,), party=name, rejected=one.rejected, bids=one.bids, fence=fence)


def _count(shares: dict[str, _Share], party: str, rejected: int, bids: int) -> None:
    share = shares.get(party)
    if share is None:
        share = shares[party] = _Share()
    share.rejected += rejected
    share.bids += bids
    share.lots += 1


def _two_lowest(lot: LotView) -> tuple[str | None, tuple[int, int] | None]:
    """What is missing, or the winning and the second price; neither where the sign does not apply."""
    prices, rejected, bidders = lot.prices, lot.rejected, lot.bidders
    if lot.concluded is False or lot.count == 1:
        return None, None
    if prices is None or bidders is None or None in prices:
        return "bid.price", None
    if rejected is None or None in rejected:
        return "bid.rejected", None
    if lot.winner is None:
        return "winner", None
    winner = lot.winner
    lowest = other = None
    for place, price in enumerate(prices):
        if price is None or rejected[place]:
            continue
        if bidders[place] == winner:
            if lowest is None or price < lowest:
                lowest = price
        elif other is None or price < other:
            other = price
    if lowest is None or other is None or other < lowest:
        return None, None
    return None, (lowest, other)


def _names_at(lot: LotView, price: int) -> tuple[str, ...]:
    return tuple(
        name
        for name, bidder, one in zip(lot.names, lot.bidders or (), lot.prices or (), strict=True)
        if one == price and bidder == lot.winner
    )

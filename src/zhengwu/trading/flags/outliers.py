"""Signs that only a comparison with others shows: RF-03, the gap to the second bid, and RF-09, shares of rejections.

Both use the fences of `zhengwu.trading.flags.fences` over the lots or parties given, so give lots of one kind together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from zhengwu.exact import Rate
from zhengwu.trading.flags.fences import Fences, fences
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import LotView, learn_names, money_of

__all__ = ["Gaps", "RejectionShares", "gaps_to_second", "rejection_shares"]

_Gap = tuple[str, int, int, tuple[str, ...], int, str]
_FEWEST = 4
_OTHERS = {"buyer": "buyers", "agency": "agencies", "bidder": "bidders"}


class _Shares:
    """Of parties of one kind: their bids, and those of them that were rejected; in how many lots, but of bidders."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.bids: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.lots: Counter[str] = Counter()


def gaps_to_second(lots: Iterable[LotView], *, least: int = _FEWEST) -> Screening:
    """RF-03: (second − winner) ÷ winner is an outlier among these lots, low or high.

    Of lots that the lowest valid price won, with two valid prices or more; `least` such lots are needed. Where the
    middle half of the gaps is one value the fences would call every other an outlier, so nothing is decided.
    """
    gaps = Gaps(least=least)
    gaps.see(lots)
    return gaps.result()


class Gaps:
    """RF-03 over lots that come in batches; of each only what a flag would tell is kept."""

    def __init__(self, *, least: int = _FEWEST) -> None:
        self._least = least
        self._notes = Notes("RF-03")
        self._found: list[_Gap] = []

    def see(self, lots: Iterable[LotView]) -> None:
        """Look at these lots."""
        for lot in lots:
            missing, pair = _two_lowest(lot)
            if missing is not None:
                self._notes.open(missing, lot.key)
            elif pair is not None:
                self._found.append((lot.key, *pair, _names_at(lot, pair[0]), lot.scale, lot.currency))

    def result(self) -> Screening:
        """What the lots show together."""
        notes, found = self._notes, self._found
        limits = fences(((second - winning, winning) for _, winning, second, *_ in found), least=self._least)
        if limits is None or limits.is_degenerate:
            for key, *_ in found:
                notes.open("gaps of other lots" if limits is None else "spread of the gaps", key)
            return notes.result()
        notes.checked = len(found)
        low, high = limits.low, limits.high
        (near, near_whole), (far, far_whole) = low.as_integer_ratio(), high.as_integer_ratio()
        for key, winning, second, names, scale, currency in found:
            gap = second - winning
            if gap * near_whole <= near * winning:
                case, fence = "close", low
            elif gap * far_whole >= far * winning:
                case, fence = "far", high
            else:
                continue
            notes.raised(
                case,
                key,
                parties=names,
                winning=money_of(winning, scale, currency),
                second=money_of(second, scale, currency),
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
    shares = RejectionShares(least_bids=least_bids, least_lots=least_lots, least=least)
    shares.see(lots)
    return shares.result()


class RejectionShares:
    """RF-09 over lots that come in batches."""

    def __init__(self, *, least_bids: int = 2, least_lots: int = 2, least: int = _FEWEST) -> None:
        self._fewest = {"buyer": least_lots, "agency": least_lots, "bidder": least_bids}
        self._least = least
        self._notes = Notes("RF-09")
        self._parties = {kind: _Shares(kind) for kind in _OTHERS}
        self._names: dict[str, str] = {}

    def see(self, lots: Iterable[LotView]) -> None:
        """Look at these lots."""
        notes, bidding = self._notes, self._parties["bidder"]
        bid: list[str] = []
        failed: list[str] = []
        for lot in lots:
            given, bidders = lot.rejected, lot.bidders
            if given is None or bidders is None or None in given:
                notes.open("bid.rejected", lot.key)
                continue
            if not given:
                continue
            if lot.buyer is None:
                notes.open("owner", lot.key)
            learn_names(self._names, lot)
            out = [bidder for bidder, is_out in zip(bidders, given, strict=True) if is_out] if True in given else ()
            for kind, party in (("buyer", lot.buyer), ("agency", lot.agency)):
                if party is not None:
                    shares = self._parties[kind]
                    shares.lots[party] += 1
                    shares.bids[party] += len(given)
                    if out:
                        shares.rejected[party] += len(out)
            bid += bidders
            failed += out
        bidding.bids.update(bid)
        bidding.rejected.update(failed)

    def result(self) -> Screening:
        """What the lots show together."""
        for kind, shares in self._parties.items():
            held = shares.bids if kind == "bidder" else shares.lots
            fewest = self._fewest[kind]
            _judge(
                self._notes, shares, [one for one, count in held.items() if count >= fewest], self._names, self._least
            )
        return self._notes.result()


def _judge(notes: Notes, shares: _Shares, parties: Sequence[str], names: Mapping[str, str], least: int) -> None:
    ratios = [(shares.rejected[party], shares.bids[party]) for party in parties]
    limits: Fences | None = fences(ratios, least=least)
    if limits is None or limits.is_degenerate:
        for party in parties:
            notes.open(
                f"shares of other {_OTHERS[shares.kind]}" if limits is None else "spread of the shares",
                names.get(party, party),
            )
        return
    notes.checked += len(parties)
    for party, (rejected, bids) in zip(parties, ratios, strict=True):
        if rejected and Fraction(rejected, bids) >= limits.high:
            name = names.get(party, party)
            fence = Rate(limits.high).percent()
            notes.raised(shares.kind, name, parties=(name,), party=name, rejected=rejected, bids=bids, fence=fence)


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
    for price, is_out, bidder in zip(prices, rejected, bidders, strict=True):
        if price is None or is_out:
            continue
        if bidder == winner:
            if lowest is None or price < lowest:
                lowest = price
        elif other is None or price < other:
            other = price
    if lowest is None or other is None or other < lowest:
        return None, None
    return None, (lowest, other)


def _names_at(lot: LotView, price: int) -> tuple[str, ...]:
    bidders = lot.bidders or ()
    if lot.winner is not None and bidders.count(lot.winner) == 1:
        return (lot.names[bidders.index(lot.winner)],)
    return tuple(
        name
        for name, bidder, one in zip(lot.names, bidders, lot.prices or (), strict=True)
        if one == price and bidder == lot.winner
    )

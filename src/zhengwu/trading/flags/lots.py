"""Signs that one lot shows by itself: RF-01, RF-04 to RF-08.

Each function looks at lots (`lot_views` of tender files, or `lot_columns`) and returns a `Screening`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from zhengwu.findings import Grade
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.patterns import Pattern, PatternKind, price_patterns
from zhengwu.trading.flags.views import LotView

__all__ = ["rejections", "same_accounts", "same_marks", "same_people", "similar_prices", "single_bids"]

_COMPETITIVE = frozenset({"open_tender", "invited_tender"})
_OTHER = "other"
_KINDS = {
    "author": ("文件创建者", "author"),
    "mac": ("网卡地址", "network card"),
    "ip": ("IP地址", "IP address"),
    "cpu": ("CPU序列号", "processor"),
    "disk": ("硬盘序列号", "disk"),
    "tool": ("编制工具编号", "tool code"),
}
# What firmware and operating systems write where nobody entered anything: it joins strangers.
_EMPTY_MARK = re.compile(
    r"[0f:. -]*|unknown|none|null|n/?a|default( string)?|administrator|admin|user|"
    r"to be filled by o\.?e\.?m\.?|127\.0\.0\.1",
    re.IGNORECASE,
)


def single_bids(lots: Iterable[LotView]) -> Screening:
    """RF-01: awarded on one bid in an open or invited method. A lot that failed for want of bids shows nothing.

    >>> from zhengwu.trading.flags.columns import lot_columns
    >>> table = {"lot": ["A1", "A2"], "method": ["公开招标", None], "count": [1, 1], "concluded": [True, True]}
    >>> found = single_bids(lot_columns(table))
    >>> print(*found.flags), found.missing("RF-01")
    A1：RF-01 公开招标，仅 1 家投标而成交
    (None, {'method': 1})
    """
    notes = Notes("RF-01")
    for lot in lots:
        if lot.method is None or lot.method == _OTHER:
            notes.open("method", lot.key)
        elif lot.method in _COMPETITIVE and lot.count is None:
            notes.open("bids", lot.key)
        elif lot.method in _COMPETITIVE and lot.count == 1 and lot.concluded is None:
            notes.open("outcome", lot.key)
        else:
            notes.checked += 1
            if lot.method in _COMPETITIVE and lot.count == 1 and lot.concluded:
                notes.raised("one", lot.key, parties=lot.names, method=lot.wording or lot.method, bids=lot.count)
    return notes.result()


def similar_prices(lots: Iterable[LotView]) -> Screening:
    """RF-04: equal prices of different bidders, and prices in progression or at a fixed multiple.

    A question where unrelated bidders would hardly bid so; a note where their prices are so round that they may, or
    where equal prices are the ceiling.
    """
    notes = Notes("RF-04")
    for lot in lots:
        prices, bidders = lot.prices, lot.bidders
        if prices is None or bidders is None:
            if lot.count != 1:
                notes.open("bid.price", lot.key)
            continue
        known = [price for price in prices if price is not None]
        if len(known) < 2:
            if len(prices) > 1:
                notes.open("bid.price", lot.key)
            continue
        notes.checked += 1
        for pattern in price_patterns(prices if len(set(bidders)) == len(bidders) else _first_of_each(prices, bidders)):
            _tell_prices(notes, lot, prices, pattern)
    return notes.result()


def same_marks(lots: Iterable[LotView]) -> Screening:
    """RF-05: bids of different bidders bear the same mark. Marks that factories leave blank are passed over."""
    notes = Notes("RF-05")
    for lot in lots:
        for kind, positions in _shared(notes, "bid.marks", lot, lot.marks):
            zh, en = _KINDS.get(kind, (kind, kind))
            names = lot.named(positions)
            notes.raised("mark", lot.key, parties=names, bidders=_list(names), mark=zh, mark_en=en)
    return notes.result()


def same_accounts(lots: Iterable[LotView]) -> Screening:
    """RF-06: deposits of different bidders came from one account."""
    notes = Notes("RF-06")
    for lot in lots:
        held: list[list[tuple[str, str]]] | None = None
        if lot.accounts is not None:
            held = [[] if one is None else [("account", one)] for one in lot.accounts]
        for _, positions in _shared(notes, "bid.deposit_account", lot, held):
            names = lot.named(positions)
            notes.raised("account", lot.key, parties=names, bidders=_list(names))
    return notes.result()


def same_people(lots: Iterable[LotView]) -> Screening:
    """RF-07: the same person manages or works for two bidders; a note where only the name tells so."""
    notes = Notes("RF-07")
    for lot in lots:
        for kind, positions in _shared(notes, "bid.members", lot, lot.people):
            names = lot.named(positions)
            grade = Grade.NOTE if kind == "name" else Grade.QUESTION
            notes.raised("member", lot.key, parties=names, grade=grade, bidders=_list(names))
    return notes.result()


def rejections(lots: Iterable[LotView]) -> Screening:
    """RF-08: all bids but the winner's were rejected; or the lowest was, where the lowest price wins."""
    notes = Notes("RF-08")
    for lot in lots:
        rejected, bidders, winner = lot.rejected, lot.bidders, lot.winner
        if winner is None and lot.concluded is False:
            notes.checked += 1
            continue
        if rejected is None or bidders is None or None in rejected:
            notes.open("bid.rejected", lot.key)
            continue
        if winner is None:
            notes.open("winner", lot.key)
            continue
        notes.checked += 1
        if True not in rejected:
            continue
        out = {bidder for bidder, is_out in zip(bidders, rejected, strict=True) if is_out}
        left = {bidder for bidder, is_out in zip(bidders, rejected, strict=True) if not is_out}
        if left == {winner} and out - left:
            name = lot.names[list(bidders).index(winner)]
            notes.raised("others", lot.key, parties=(name,), rejected=len(out - left), winner=name)
        _lowest(notes, lot, rejected)
    return notes.result()


def _lowest(notes: Notes, lot: LotView, rejected: Sequence[bool | None]) -> None:
    if lot.by_price is None:
        notes.open("award criterion", lot.key)
    elif lot.by_price and lot.prices is not None:
        priced = [(price, place) for place, price in enumerate(lot.prices) if price is not None]
        if len(priced) < len(lot.prices):
            notes.open("bid.price", lot.key)
            return
        lowest = min(priced)[0]
        places = [place for price, place in priced if price == lowest]
        if all(rejected[place] for place in places):
            names = lot.named(places)
            notes.raised("lowest", lot.key, parties=names, bidders=_list(names), price=lot.money(lowest))


def _tell_prices(notes: Notes, lot: LotView, prices: Sequence[int | None], pattern: Pattern) -> None:
    names = lot.named(pattern.members)
    told = [price for place in pattern.members if (price := prices[place]) is not None]
    step: object = pattern.step
    if pattern.kind is PatternKind.ARITHMETIC and isinstance(pattern.step, int):
        step = lot.money(pattern.step)
    is_ceiling = pattern.kind is PatternKind.IDENTICAL and told[0] == lot.ceiling
    notes.raised(
        pattern.kind.name.lower(),
        lot.key,
        parties=names,
        grade=Grade.QUESTION if pattern.is_telling and not is_ceiling else Grade.NOTE,
        bidders=_list(names),
        step="" if step is None else step,
        prices=_list(str(lot.money(price)) for price in (told[:1] if pattern.step is None else told)),
    )


def _first_of_each(prices: Sequence[int | None], bidders: Sequence[str]) -> list[int | None]:
    """The prices with a bidder's second bid left out: a pattern is one of different bidders."""
    seen: set[str] = set()
    kept: list[int | None] = []
    for price, bidder in zip(prices, bidders, strict=True):
        kept.append(None if bidder in seen else price)
        seen.add(bidder)
    return kept


def _shared(
    notes: Notes, missing: str, lot: LotView, held: Sequence[Sequence[tuple[str, str]]] | None
) -> Iterator[tuple[str, list[int]]]:
    """What the bids of different bidders have in common, by kind, with the places of one bid of each bidder."""
    bidders = lot.bidders
    if held is None or bidders is None or sum(map(bool, held)) < 2:
        if lot.count is None or lot.count > 1:
            notes.open(missing, lot.key)
        return
    notes.checked += 1
    places: dict[tuple[str, str], list[int]] = {}
    for place, things in enumerate(held):
        for thing in things:
            places.setdefault(thing, []).append(place)
    told: set[tuple[str, tuple[int, ...]]] = set()
    for (kind, value), found in places.items():
        if len(found) < 2 or _EMPTY_MARK.fullmatch(value.strip()):
            continue
        first = list({bidders[place]: place for place in reversed(found)}.values())[::-1]
        if len(first) > 1 and (kind, tuple(first)) not in told:
            told.add((kind, tuple(first)))
            yield kind, first


def _list(texts: Iterable[str]) -> str:
    return "、".join(texts)

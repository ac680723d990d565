"""RF-11: bidders who always meet, and groups whose members win in turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from itertools import combinations, islice
from math import factorial

from zhengwu.exact import Rate
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import LotView

__all__ = ["bidding_groups"]

_SHARE = Rate("1/2")
_FEWEST = 5
_RARE = Fraction(1, 100)
_MOST_GROUPS = 1000
_MOST_BIDDERS = 200  # a lot of more bidders joins everybody with everybody, and tells of no group


def bidding_groups(lots: Iterable[LotView], *, least: int = _FEWEST, share: Rate = _SHARE) -> Screening:
    """RF-11: groups of three and more of whom every two met in `least` lots and in `share` of all lots either bid for.

    And groups, of two and more, who won in turn: in the lots where all of them bid, in the order of their days, no
    member won again before every other had; told where chance would do that at most once in a hundred times. `least`
    and `share` are this library's bounds, no law's.
    """
    notes = Notes("RF-11")
    lots_of: defaultdict[str, set[int]] = defaultdict(set)
    met: Counter[tuple[str, str]] = Counter()
    known: list[LotView] = []
    names: dict[str, str] = {}
    for lot in lots:
        if lot.bidders is None:
            notes.open("bid.bidder", lot.key)
            continue
        bidders = sorted(set(lot.bidders))
        if len(bidders) > _MOST_BIDDERS:
            notes.open(f"at most {_MOST_BIDDERS} bidders", lot.key)
            continue
        notes.checked += 1
        if len(bidders) < 2:
            continue
        names.update(zip(lot.bidders, lot.names, strict=True))
        for bidder in bidders:
            lots_of[bidder].add(len(known))
        met.update(combinations(bidders, 2))
        known.append(lot)
    near = _neighbours(met, lots_of, least, share)
    groups = list(islice(_cliques(near), _MOST_GROUPS))
    if len(groups) == _MOST_GROUPS:
        notes.open("groups beyond the first thousand", "*")
    for members in groups:
        told = tuple(names[member] for member in members)
        if len(members) > 2:
            fewest = min(met[pair] for pair in combinations(members, 2))
            notes.raised("clique", told[0], parties=told, bidders="、".join(told), lots=fewest, share=share.percent(0))
        common = sorted(set.intersection(*(lots_of[member] for member in members)))
        _in_turn(notes, members, [known[place] for place in common], names)
    return notes.result()


def _neighbours(
    met: Mapping[tuple[str, str], int], lots_of: Mapping[str, set[int]], least: int, share: Rate
) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    for (one, other), times in met.items():
        if times >= least and Fraction(times, len(lots_of[one]) + len(lots_of[other]) - times) >= share.as_fraction():
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    return near


def _cliques(near: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """The largest groups of whom every two are neighbours (Bron and Kerbosch 1973, with Tomita's pivot)."""
    stack: list[tuple[list[str], set[str], set[str]]] = [([], set(near), set())]
    while stack:
        members, open_, done = stack.pop()
        if not open_ and not done:
            if len(members) > 1:
                yield tuple(sorted(members))
            continue
        pivot = max(sorted(open_ | done), key=lambda one: len(near[one] & open_))
        for one in sorted(open_ - near[pivot]):
            stack.append(([*members, one], open_ & near[one], done & near[one]))
            open_ = open_ - {one}
            done = done | {one}


def _in_turn(notes: Notes, members: tuple[str, ...], lots: list[LotView], names: Mapping[str, str]) -> None:
    dated: list[tuple[date, LotView]] = []
    for lot in lots:
        if lot.winner is None or lot.on is None:
            notes.open("winner" if lot.winner is None else "date", lot.key)
        elif lot.winner in members:
            dated.append((lot.on.date() if isinstance(lot.on, datetime) else lot.on, lot))
    dated.sort(key=lambda entry: (entry[0], entry[1].key))
    winners = [lot.winner for _, lot in dated if lot.winner is not None]
    size = len(members)
    chance = Fraction(factorial(size), size ** max(len(winners), size))
    turns = [len(set(winners[start : start + size])) == size for start in range(len(winners) - size + 1)]
    if turns and all(turns) and chance <= _RARE:
        told = tuple(names[member] for member in members)
        notes.raised(
            "rotation",
            told[0],
            parties=told,
            bidders="、".join(told),
            lots=len(lots),
            winners="、".join(names[winner] for winner in winners),
            chance=f"1/{chance.denominator}" if chance.numerator == 1 else f"{chance}",
        )

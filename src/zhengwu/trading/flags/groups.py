"""RF-11: bidders who always meet, and groups whose members win in turn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import chain, combinations, islice
from math import factorial
from typing import NamedTuple

from zhengwu.exact import Rate
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import LotView, learn_names

__all__ = ["Groups", "bidding_groups"]

_SHARE = Rate("1/2")
_FEWEST = 5
_RARE = Fraction(1, 100)
_MOST_GROUPS = 1000
_SEEN = 3  # lots that a neighbour is seen in before all lots of both are compared
_MOST_BIDDERS = 200  # a lot of more bidders joins everybody with everybody, and tells of no group


def bidding_groups(lots: Iterable[LotView], *, least: int = _FEWEST, share: Rate = _SHARE) -> Screening:
    """RF-11: groups of three and more of whom every two met in `least` lots and in `share` of all lots either bid for.

    Lots with a single bidder are left out: nobody could be met there.

    And groups, of two and more, who won in turn: in the lots where all of them bid, in the order of their days, no
    member won again before every other had; told where chance would do that at most once in a hundred times. `least`
    and `share` are this library's bounds, no law's.
    """
    groups = Groups(least=least, share=share)
    groups.see(lots)
    return groups.result()


class _Met(NamedTuple):
    """A lot in which bidders met."""

    key: str
    winner: str | None
    on: date | None


class Groups:
    """RF-11 over lots that come in batches; of each only who met, who won and when is kept."""

    def __init__(self, *, least: int = _FEWEST, share: Rate = _SHARE) -> None:
        self._least = least
        self._share = share
        self._notes = Notes("RF-11")
        self._lots_of: defaultdict[str, list[int]] = defaultdict(list)
        self._present: list[tuple[str, ...]] = []
        self._known: list[_Met] = []
        self._names: dict[str, str] = {}

    def see(self, lots: Iterable[LotView]) -> None:
        """Look at these lots."""
        notes, lots_of, known = self._notes, self._lots_of, self._known
        for lot in lots:
            if lot.bidders is None:
                notes.open("bid.bidder", lot.key)
                continue
            bidders = tuple(set(lot.bidders))
            if len(bidders) > _MOST_BIDDERS:
                notes.open(f"at most {_MOST_BIDDERS} bidders", lot.key)
                continue
            notes.checked += 1
            if len(bidders) < 2:
                continue
            learn_names(self._names, lot)
            for bidder in bidders:
                lots_of[bidder].append(len(known))
            self._present.append(bidders)
            known.append(_Met(lot.key, lot.winner, lot.on))

    def result(self) -> Screening:
        """What the lots show together."""
        notes, names, lots_of = self._notes, self._names, self._lots_of
        near = _neighbours(lots_of, self._present, self._least, self._share)
        groups = list(islice(_cliques(near), _MOST_GROUPS))
        if len(groups) == _MOST_GROUPS:
            notes.open("groups beyond the first thousand", "*")
        for members in groups:
            told = tuple(names.get(member, member) for member in members)
            theirs = [set(lots_of[member]) for member in members]
            if len(members) > 2:
                fewest = min(len(one & other) for one, other in combinations(theirs, 2))
                share = self._share.percent(0)
                notes.raised("clique", told[0], parties=told, bidders="、".join(told), lots=fewest, share=share)
            common = sorted(set.intersection(*theirs))
            _in_turn(notes, members, [self._known[place] for place in common], names)
        return notes.result()


def _neighbours(
    lots_of: Mapping[str, Sequence[int]], present: Sequence[tuple[str, ...]], least: int, share: Rate
) -> dict[str, set[str]]:
    """By bidder those met often enough.

    Who is near a bidder, and bid for as many lots or more, is missing in at most `spare` of the bidder's lots: to find
    them it is enough to look at a few more lots than that (Chaudhuri, Ganti and Kaushik 2006, prefix filter).
    """
    near: dict[str, set[str]] = {}
    part, whole = max(share.numerator, 0), share.denominator
    for bidder, places in lots_of.items():
        own = len(places)
        spare = own - max(least, -(-2 * part * own // (part + whole)))
        if spare < 0:
            continue
        looked = places[: spare + _SEEN]
        met = Counter(chain.from_iterable([present[place] for place in looked]))
        fewest = len(looked) - spare
        for other in [other for other, times in met.items() if times >= fewest]:
            others = len(lots_of[other])
            if others < own or other == bidder:
                continue
            both = len(set(places).intersection(lots_of[other]))
            if both >= least and both * whole >= (own + others - both) * part:
                near.setdefault(bidder, set()).add(other)
                near.setdefault(other, set()).add(bidder)
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


def _in_turn(notes: Notes, members: tuple[str, ...], lots: list[_Met], names: Mapping[str, str]) -> None:
    dated: list[tuple[date, _Met]] = []
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
        told = tuple(names.get(member, member) for member in members)
        notes.raised(
            "rotation",
            told[0],
            parties=told,
            bidders="、".join(told),
            lots=len(lots),
            winners="、".join(names.get(winner, winner) for winner in winners),
            chance=f"1/{chance.denominator}" if chance.numerator == 1 else f"{chance}",
        )

"""Tender files put together from records that came apart: one table of tenders, one of bids, one of awards, and so on.

A record belongs to the lot whose tender and code it names. In a tender of one lot the lot's code may be left out; a lot
code that only one tender has may stand alone. What belongs nowhere is kept aside with the reason, never guessed: a
project's code alone does not say which lot, and a code that two tenders bear says nothing.

>>> from zhengwu.exact import wan
>>> from zhengwu.records.party import Party
>>> tenders = [Tender.single(code="T1", title="桥", budget=wan("100")), Tender.single(code="T2", title="路")]
>>> bids = [Bid(tender_code="T1", bidder=Party(name="甲公司"), price=wan("95")),
...         Bid(tender_code="T3", bidder=Party(name="乙公司"), price=wan("96"))]
>>> filed = file_tenders(tenders, bids=bids)
>>> [None if file.bids is None else len(file.bids) for file in filed.files]
[1, None]
>>> print(*filed.apart)
bids: tender_code (招标项目编号): 'T3' is the code of no tender
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.reference.law import trading_law
from zhengwu.trading.apart import Apart, ApartReason, Place, Placed
from zhengwu.trading.award import Award, Contract, Performance
from zhengwu.trading.bid import Bid
from zhengwu.trading.evaluation import Candidate, Committee, CommitteeMember, Evaluation
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.tender import Tender

__all__ = ["FiledTenders", "file_tenders"]


@attrs.frozen
class FiledTenders:
    """The files, one for each tender in its order, and every record that is in none."""

    files: tuple[TenderFile, ...]
    apart: tuple[Apart, ...] = attrs.field(default=(), repr=False)

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """The tenders with what the other tables tell of their lots: deal, winner, award notice, number of bids."""
        return tuple(file.to_tender() for file in self.files)


def file_tenders(
    tenders: Iterable[Tender],
    *,
    events: Iterable[TenderEvent] | None = None,
    bids: Iterable[Bid] | None = None,
    members: Iterable[CommitteeMember] | None = None,
    committees: Iterable[Committee] | None = None,
    evaluations: Iterable[Evaluation] | None = None,
    candidates: Iterable[Candidate] | None = None,
    awards: Iterable[Award] | None = None,
    contracts: Iterable[Contract] | None = None,
    performances: Iterable[Performance] | None = None,
    complete: Iterable[str] = (),
    incomplete: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> FiledTenders:
    """The files of these tenders. Members of committees may come one by one; those of a lot are its committee.

    `complete` names the lists that hold all there was, so that a tender without a record there had none; else nobody
    knows. `incomplete` gives by list the codes of tenders of which a record there could not be read: their other
    records of it are kept aside, since two bids are not all bids, and so are they where one of them cannot be placed;
    events and performances each stand by themselves. For `tenders` it gives those of which a lot is lacking, so that
    what names none of the others cannot be placed.

    A performance may name its contract instead of its tender. Events may bear the Chinese names of the law's
    facts (投标截止时间). Raises nothing for records that belong nowhere: they are in `apart`.
    """
    heads = tuple(tenders)
    finder = _Finder(heads)
    given: dict[str, Iterable[Any] | None] = {
        "events": None if events is None else [_named(one) for one in events],
        "bids": bids,
        "members": members,
        "committees": committees,
        "evaluations": evaluations,
        "candidates": candidates,
        "awards": awards,
        "contracts": contracts,
        "performances": performances,
    }
    tables: dict[str, Placed] = {}
    unread = incomplete.get("tenders", ())
    places: dict[str, Place] = {}
    for table, records in given.items():
        tables[table] = placed = Placed(table)
        placed.lacking |= {index for code in incomplete.get(table, ()) if (index := finder.index(code)) is not None}
        for one in records or ():
            place: Place | ApartReason | None = places.get(getattr(one, "contract_code", None) or "")
            if place is None:
                place = finder.place(one, table)
            if one.tender_code in unread and _may_be_of_another_lot(place, one, table):
                place = ApartReason.UNREAD_TENDER
            placed.take(one, place, finder.index(one.tender_code))
            if isinstance(one, Contract) and one.code is not None and not isinstance(place, ApartReason):
                places[one.code] = place
        placed.close()
    whole = frozenset(complete)
    files = []
    for index, head in enumerate(heads):
        lists: dict[str, Any] = _lists(index, tables, whole)
        files.append(TenderFile(tender=head, **lists))
    return FiledTenders(tuple(files), tuple(one for placed in tables.values() for one in placed.apart))


def _may_be_of_another_lot(place: Place | ApartReason, one: Any, table: str) -> bool:
    """Whether a record of a tender that lacks a lot may be of that one: it names none of the lots there are."""
    if isinstance(place, ApartReason):
        return place in (ApartReason.NO_TENDER, ApartReason.NO_LOT, ApartReason.WHICH_LOT)
    return one.lot_code is None and table != "events"


def _lists(index: int, tables: Mapping[str, Placed], complete: frozenset[str]) -> dict[str, tuple[Any, ...]]:
    """The lists of one file; a list of which nothing is known is left out."""
    lists = {}
    for name, placed in tables.items():
        found = tuple(one for _, one in placed.rows.get(index, ()))
        if found or (name in complete and index not in placed.lacking):
            lists[name] = found
    by_lot: defaultdict[str | None, list[CommitteeMember]] = defaultdict(list)
    for member in lists.pop("members", ()):
        by_lot[member.lot_code].append(member)
    seated = tuple(Committee(lot_code=lot, members=tuple(group)) for lot, group in by_lot.items())
    if seated:
        lists["committees"] = (*lists.get("committees", ()), *seated)
    return lists


class _Finder:
    """Where a record belongs: the number of its tender and the code of its lot."""

    def __init__(self, tenders: Sequence[Tender]) -> None:
        self._codes = [frozenset(lot.code for lot in one.lots) for one in tenders]
        self._count = [len(one.lots) for one in tenders]
        named = Counter(one.code for one in tenders if one.code is not None)
        self._several = frozenset(code for code, count in named.items() if count > 1)
        self._tenders = {one.code: index for index, one in enumerate(tenders) if one.code is not None}
        having = Counter(code for codes in self._codes for code in codes if code is not None)
        self._alone = {
            code: index for index, codes in enumerate(self._codes) for code in codes if code and having[code] == 1
        }

    def index(self, code: str | None) -> int | None:
        """The tender of a code, its own or that of a lot which no other tender has."""
        if code is None or code in self._several:
            return None
        return self._tenders.get(code, self._alone.get(code))

    def place(self, one: Any, table: str) -> Place | ApartReason:
        code, lot = one.tender_code, one.lot_code
        if code is None:
            index = self._alone.get(lot) if lot is not None else None
            if index is None:
                return ApartReason.NO_CODE
        elif code in self._several:
            return ApartReason.SEVERAL_TENDERS
        elif code not in self._tenders:
            return ApartReason.NO_TENDER
        else:
            index = self._tenders[code]
        if lot in self._codes[index]:
            return index, lot
        if lot is not None:
            return ApartReason.NO_LOT
        if self._count[index] == 1:
            return index, next(iter(self._codes[index]))
        return (index, None) if table == "events" else ApartReason.WHICH_LOT


@cache
def _days_of_law() -> Mapping[str, str]:
    """The days that the law asks for, by their Chinese names."""
    return {fact.zh: name for name, fact in trading_law().facts.items() if fact.kind == "day"}


def _named(event: TenderEvent) -> TenderEvent:
    name = _days_of_law().get(event.event.strip())
    return event if name is None else event.evolve(event=name)

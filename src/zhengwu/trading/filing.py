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

from zhengwu.records.base import Record, label
from zhengwu.records.words import Word
from zhengwu.reference.law import trading_law
from zhengwu.trading.award import Award, Contract, Performance
from zhengwu.trading.bid import Bid
from zhengwu.trading.evaluation import Candidate, Committee, CommitteeMember, Evaluation
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.tender import Tender

__all__ = ["Apart", "ApartReason", "FiledTenders", "file_tenders"]

_Place = tuple[int, str | None]
_EACH_BY_ITSELF = ("events", "performances")


class ApartReason(Word):
    """Why a record is in no file."""

    NO_CODE = "未写招标项目编号"
    NO_TENDER = "无此招标项目"
    SEVERAL_TENDERS = "招标项目编号重复"
    NO_LOT = "招标项目无此标段"
    WHICH_LOT = "多标段项目未写标段编号"
    INCOMPLETE = "同表另有该项目的行未能读取"


_PROBLEMS = {
    ApartReason.NO_CODE: ("tender_code", "is missing"),
    ApartReason.NO_TENDER: ("tender_code", "is the code of no tender"),
    ApartReason.SEVERAL_TENDERS: ("tender_code", "is the code of several tenders"),
    ApartReason.NO_LOT: ("lot_code", "is no lot of the tender"),
    ApartReason.WHICH_LOT: ("lot_code", "is missing, and the tender has several lots"),
    ApartReason.INCOMPLETE: ("tender_code", "has another row here that cannot be read, so how many there were is open"),
}


@attrs.frozen
class Apart:
    """A record that is in no file. `table` is the list it came with, `record` the record itself."""

    table: str
    record: Record
    reason: ApartReason

    @property
    def row(self) -> int | None:
        """The row of the table it came from, where it came from one."""
        source = getattr(self.record, "source", None)
        return None if source is None else source.row

    def __str__(self) -> str:
        name, problem = _PROBLEMS[self.reason]
        value = getattr(self.record, name)
        shown = "" if value is None else f"{value!r} "
        place = "" if self.row is None else f" row {self.row}"
        return f"{self.table}{place}: {label(type(self.record), name)}: {shown}{problem}"


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
    records of it are kept aside, since two bids are not all bids; events and performances each stand by themselves.

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
    found: dict[str, defaultdict[int, list[Any]]] = {}
    apart: list[Apart] = []
    places: dict[str, _Place] = {}
    for table, records in given.items():
        rows: defaultdict[int, list[Any]] = defaultdict(list)
        doubtful = () if table in _EACH_BY_ITSELF else incomplete.get(table, ())
        for one in records or ():
            place: _Place | ApartReason | None = places.get(getattr(one, "contract_code", None) or "")
            if place is None:
                place = finder.place(one, table)
            if (one.tender_code or one.lot_code) in doubtful and not isinstance(place, ApartReason):
                place = ApartReason.INCOMPLETE
            if isinstance(place, ApartReason):
                apart.append(Apart(table, one, place))
                continue
            index, lot = place
            rows[index].append(one if one.lot_code == lot else one.evolve(lot_code=lot))
            if isinstance(one, Contract) and one.code is not None:
                places[one.code] = place
        found[table] = rows
    whole = frozenset(complete)
    files = []
    for index, head in enumerate(heads):
        lists: dict[str, Any] = _lists({name: rows.get(index) for name, rows in found.items()}, whole)
        files.append(TenderFile(tender=head, **lists))
    return FiledTenders(tuple(files), tuple(apart))


def _lists(rows: Mapping[str, list[Any] | None], complete: frozenset[str]) -> dict[str, tuple[Any, ...]]:
    """The lists of one file; a list of which nothing is known is left out."""
    lists = {name: tuple(found or ()) for name, found in rows.items() if found or name in complete}
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

    def place(self, one: Any, table: str) -> _Place | ApartReason:
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

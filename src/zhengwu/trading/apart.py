"""Records that are put into files by their codes, and those that belong nowhere, kept aside with the reason.

>>> [reason.name for reason in ApartReason][:3]
['NO_CODE', 'NO_TENDER', 'SEVERAL_TENDERS']
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeAlias

import attrs

from zhengwu.records.base import Record, label
from zhengwu.records.words import Word

__all__ = ["Apart", "ApartReason", "Place", "Placed"]

Place: TypeAlias = tuple[int, "str | None"]
"""The number of a tender and the code of its lot."""

_EACH_BY_ITSELF = ("events", "performances")


class ApartReason(Word):
    """Why a record is in no file."""

    NO_CODE = "未写招标项目编号"
    NO_TENDER = "无此招标项目"
    SEVERAL_TENDERS = "招标项目编号重复"
    NO_LOT = "招标项目无此标段"
    WHICH_LOT = "多标段项目未写标段编号"
    INCOMPLETE = "同表另有该项目的行未能读取或归集"
    UNREAD_TENDER = "招标项目有未能读取的行"


_PROBLEMS = {
    ApartReason.NO_CODE: ("tender_code", "is missing"),
    ApartReason.NO_TENDER: ("tender_code", "is the code of no tender"),
    ApartReason.SEVERAL_TENDERS: ("tender_code", "is the code of several tenders"),
    ApartReason.NO_LOT: ("lot_code", "is no lot of the tender"),
    ApartReason.WHICH_LOT: ("lot_code", "is missing, and the tender has several lots"),
    ApartReason.INCOMPLETE: (
        "tender_code",
        "has another row here that cannot be read or placed, so how many there were is open",
    ),
    ApartReason.UNREAD_TENDER: ("tender_code", "is the code of a tender of which a row cannot be read"),
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


class Placed:
    """The records of one list by the number of their tender; `lacking` are the tenders that others there are of."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.lacking: set[int] = set()
        self.rows: defaultdict[int, list[tuple[int, Any]]] = defaultdict(list)
        self._given: list[Any] = []
        self._apart: dict[int, ApartReason] = {}

    def take(self, one: Any, place: Place | ApartReason, named: int | None) -> None:
        """Put a record where it belongs, or aside; `named` is the tender it names all the same."""
        number = len(self._given)
        self._given.append(one)
        if isinstance(place, ApartReason):
            self._apart[number] = place
            self.lacking |= set() if named is None else {named}
            return
        index, lot = place
        self.rows[index].append((number, one if one.lot_code == lot else one.evolve(lot_code=lot)))

    def close(self) -> None:
        """Put aside what is left of a list that is not whole, unless its records stand each by themselves."""
        for index in () if self.table in _EACH_BY_ITSELF else self.lacking:
            self._apart |= {number: ApartReason.INCOMPLETE for number, _ in self.rows.pop(index, ())}

    @property
    def apart(self) -> list[Apart]:
        """What is in no file, in the order it came."""
        return [Apart(self.table, self._given[number], self._apart[number]) for number in sorted(self._apart)]

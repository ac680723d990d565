"""Tender files from spreadsheets: a sheet of tenders, one of bids, one of awards, and what else there is.

Every row that is not blank ends in exactly one place: in a file, among the rejected rows of its sheet with every fault,
or among the records that belong to no tender, with the reason.

>>> read_tender_files("no-such-tenders.csv")
Traceback (most recent call last):
zhengwu.errors.ReadError: no-such-tenders.csv: does not exist
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from zhengwu.io.records import read_records
from zhengwu.records import Loaded, Record
from zhengwu.records.cells import is_blank
from zhengwu.records.columns import find_column
from zhengwu.trading.apart import Apart
from zhengwu.trading.award import Award, Contract, Performance
from zhengwu.trading.bid import Bid
from zhengwu.trading.evaluation import Candidate, CommitteeMember, Evaluation
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.filing import file_tenders
from zhengwu.trading.tender import Tender

__all__ = ["Sheet", "TenderSheets", "read_tender_files"]

Sheet: TypeAlias = "str | os.PathLike[str] | tuple[str | os.PathLike[str], str]"
"""A file, or a workbook and the name of one of its sheets."""

_CLASSES: Mapping[str, type[Record]] = {
    "tenders": Tender,
    "events": TenderEvent,
    "bids": Bid,
    "members": CommitteeMember,
    "evaluations": Evaluation,
    "candidates": Candidate,
    "awards": Award,
    "contracts": Contract,
    "performances": Performance,
}


@attrs.frozen
class TenderSheets:
    """What became of the sheets: the files, what was read of each sheet, and the records that are in no file."""

    files: tuple[TenderFile, ...]
    loaded: Mapping[str, Loaded[Any]] = attrs.field(repr=False)
    apart: tuple[Apart, ...] = attrs.field(default=(), repr=False)
    names: Mapping[str, str] = attrs.field(factory=dict, repr=False)

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """The tenders with what the other sheets tell of their lots; what a quarterly table counts."""
        return tuple(file.to_tender() for file in self.files)

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that was wrong, a sentence each, sheet by sheet: faults of rows, then records without a tender."""
        told = [f"{self.names[sheet]}: {fault}" for sheet, loaded in self.loaded.items() for fault in loaded.faults]
        return (*told, *map(str, self.apart))

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.problems


def read_tender_files(
    tenders: Sheet,
    *,
    events: Sheet | None = None,
    bids: Sheet | None = None,
    members: Sheet | None = None,
    evaluations: Sheet | None = None,
    candidates: Sheet | None = None,
    awards: Sheet | None = None,
    contracts: Sheet | None = None,
    performances: Sheet | None = None,
    headers: Mapping[str, Mapping[str, str | None]] | None = None,
    unit: str | None = None,
    complete: Iterable[str] = (),
) -> TenderSheets:
    """The files of the tenders of these sheets, joined by the codes of tender and lot.

    `headers` gives by sheet the fields of columns that are called otherwise, `unit` the unit of amounts that name none
    (see `zhengwu.io.records.read_records`), `complete` the sheets that hold all there was (see
    `zhengwu.trading.filing.file_tenders`). Raises `ReadError` for a file that cannot be read, nothing for what a sheet
    holds.
    """
    given: dict[str, Sheet | None] = {
        "tenders": tenders,
        "events": events,
        "bids": bids,
        "members": members,
        "evaluations": evaluations,
        "candidates": candidates,
        "awards": awards,
        "contracts": contracts,
        "performances": performances,
    }
    loaded: dict[str, Loaded[Any]] = {}
    names: dict[str, str] = {}
    for name, sheet in given.items():
        if sheet is None:
            continue
        path, tab = sheet if isinstance(sheet, tuple) else (sheet, None)
        names[name] = os.fspath(path) if tab is None else f"{os.fspath(path)}: {tab}"
        loaded[name] = read_records(path, _CLASSES[name], headers=(headers or {}).get(name), unit=unit, sheet=tab)
    records: dict[str, Any] = {name: one.records for name, one in loaded.items() if name != "tenders"}
    lacking = {name: _codes_of(one.rejected, name, (headers or {}).get(name)) for name, one in loaded.items()}
    filed = file_tenders(loaded["tenders"].records, complete=complete, incomplete=lacking, **records)
    return TenderSheets(filed.files, loaded, filed.apart, names)


def _codes_of(rows: Iterable[object], name: str, headers: Mapping[str, str | None] | None) -> frozenset[str]:
    """The codes by which rows that could not be read name their tender, or their lot where they name no tender."""
    found: set[str] = set()
    for row in rows:
        told: dict[str, str] = {}
        for header, value in row.items() if isinstance(row, Mapping) else ():
            column = find_column((headers or {}).get(header, header) or "", _CLASSES[name])
            if column is not None and not is_blank(value):
                told.setdefault(column.path[0], str(value).strip())
        code = told.get("code" if name == "tenders" else "tender_code") or told.get("lot_code")
        found |= {code} if code else set()
    return frozenset(found)

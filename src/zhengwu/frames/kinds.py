"""What a row of a frame is: a lot, an auction, a case, a ticket, a reported count, or just counts and amounts.

The rules of the domain are those of the record class and stand there only. A frame is summed by the signature of its
rows: the words that decide (method, outcome, state), which fields are blank, which of two days is the later one. Then
one record with that signature is made and asked what it gives to each measure, and so the answer holds for all.

>>> kind_of("tender").cls.__name__, kind_of("tender").find("成交金额（万元）").path
('Tender', ('lots', 'deal'))
>>> needed = kind_of("tender").needs(["savings"], rates=True)
>>> [".".join(one.path) for one in needed]
['lots.outcome', 'method', 'lots.method', 'lots.budget', 'lots.deal']
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from zhengwu.approval import Case, WindowPeriodCount
from zhengwu.errors import UnknownNameError
from zhengwu.hotline import HotlineTicket
from zhengwu.records import RecordError
from zhengwu.records.base import Record
from zhengwu.records.cells import read_cell
from zhengwu.records.columns import Column, find_column
from zhengwu.reference.indicators import declarations
from zhengwu.trading import PropertyAuction, Tender

__all__ = ["KINDS", "Found", "Kind", "Need", "kind_of"]

FieldPath: TypeAlias = tuple[str, ...]


@attrs.frozen
class Found:
    """The field that a column holds: its path in the record, the plain type of its values, the unit of its header."""

    path: FieldPath
    kind: type
    unit: str | None
    label: str


@attrs.frozen
class Need:
    """A field that decides what a row gives. `required`: without the column there is nothing to measure."""

    path: FieldPath
    required: bool = True


@attrs.frozen
class Kind:
    """A kind of row, by its record class.

    `fields` names for each quantity the fields it is made of (``a|b``: one of them will do); `always` are the fields
    that decide about any quantity, `of_rates` those that decide about rates and savings, `pairs` the days compared.
    """

    name: str
    cls: type[Record]
    fields: Mapping[str, str]
    always: str = ""
    of_rates: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    stand_in: Mapping[str, str] = attrs.field(factory=dict)

    def find(self, header: str) -> Found | None:
        """The field that a header names, as `zhengwu.records.load_rows` finds it."""
        column = _found(header, self.cls)  # type: ignore[arg-type]  # attrs makes the hash
        return None if column is None else Found(column.path, column.kind, column.unit, column.field)

    def needs(self, quantities: Iterable[str], *, rates: bool) -> list[Need]:
        """The fields that decide what a row gives to these quantities."""
        found: dict[FieldPath, bool] = {_path(word): False for word in self.always.split()}
        if rates:
            found.update((_path(word), False) for word in self.of_rates.split())
        for quantity in quantities:
            for part in self._parts(quantity):
                for word in self.fields.get(part, "").split():
                    found[_path(word)] = found.get(_path(word), False) or not word.endswith("?")
        return [Need(path, required) for path, required in found.items()]

    def view(self, values: Mapping[FieldPath, Any]) -> tuple[Any, ...]:
        """A record with these values as it is counted: once, or not at all. Raises `RecordError` for a wrong word."""
        from zhengwu.records import door

        data: dict[str, Any] = dict(self.stand_in)
        part: dict[str, Any] = {}
        for path, value in values.items():
            if value is None:
                continue
            column = _found(".".join(path), self.cls)  # type: ignore[arg-type]
            read = value if column is None else read_cell(value, column, None)
            (data if len(path) == 1 else part)[path[-1]] = read
        parts = self.cls.PARTS
        if parts and (part or self.cls is Tender):
            inner = {"unit": "—"} if self.cls is HotlineTicket else {}
            data[parts] = [{**inner, **part}]
        record = door.attempted(self.cls, data)
        if not isinstance(record, Record):
            raise RecordError.of(self.cls.__name__, [fault for _, fault in record])
        counted = getattr(record, "counted", None)
        return (record,) if counted is None else tuple(counted())

    def _parts(self, quantity: str) -> tuple[str, ...]:
        """The quantity, or those of which it is the declared sum where the class does not know it itself."""
        if quantity in self.fields:
            return (quantity,)
        declared = declarations().get(quantity)
        if declared is not None and declared.kind == "sum":
            for variant in declared.variants.values():
                if set(variant.numerator) <= self.fields.keys():
                    return tuple(variant.numerator)
        return (quantity,)


@functools.cache
def _found(header: str, cls: type[Record]) -> Column | None:
    return find_column(header, cls)


def _path(word: str) -> FieldPath:
    return tuple(word.removesuffix("?").split("."))


_PRICES = ("budget", "estimate", "ceiling", "base_price", "provisional", "deal", "bids")
_ENDED = "closed_at? dispatches.finished_at?"
_DUE = f"{_ENDED} dispatches.due_at"

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "tender",
            Tender,
            {
                "project_count": "",
                "failed_tenders": "lots.outcome",
                "tender_attempts": "lots.outcome",
                "savings": "lots.budget lots.deal",
                **{name: f"lots.{name}" for name in _PRICES},
            },
            always="lots.outcome",
            of_rates="method lots.method",
            stand_in={"title": "—"},
        ),
        Kind(
            "auction",
            PropertyAuction,
            {
                "project_count": "",
                "start_price": "start",
                "reserve": "reserve",
                "deal": "deal",
                "premium": "start deal",
                "bids": "bids",
                "listed_lots": "",
                "sold_lots": "",
            },
            always="outcome deal basis",
            of_rates="method",
            stand_in={"title": "—"},
        ),
        Kind(
            "case",
            Case,
            {
                "case_count": "",
                "accepted": "accepted_at",
                "completed": "closed_at",
                "unfinished": "accepted_at closed_at",
                "on_time": "closed_at promised_at",
                "overdue": "closed_at promised_at",
                "early": "closed_at promised_at case_type",
                "instant": "case_type",
                "promised": "case_type",
                "forwarded_up": "state",
                "online_cases": "channel",
                "evaluated": "evaluations.level",
                "satisfied": "evaluations.level",
                "dissatisfied": "evaluations.level",
            },
            always="state",
            pairs=(("closed_at", "promised_at"),),
            stand_in={"case_no": "—"},
        ),
        Kind(
            "ticket",
            HotlineTicket,
            {
                "case_count": "",
                "accepted": "disposition? state?",
                "direct": "disposition",
                "invalid": "disposition",
                "dispatched": "disposition state?",
                "completed": f"disposition state? {_ENDED}",
                "unfinished": f"disposition state? {_ENDED}",
                "on_time": f"disposition state? {_DUE}",
                "overdue": f"disposition state? {_DUE}",
                "signed_on_time": "disposition state? dispatches.signed_at dispatches.sign_by",
                "responded": "disposition state? dispatches.contacted_at dispatches.contact_by",
                "returned": "dispatches.returned_at dispatches.unit?",
            },
            pairs=(
                ("closed_at", "dispatches.due_at"),
                ("dispatches.finished_at", "dispatches.due_at"),
                ("dispatches.signed_at", "dispatches.sign_by"),
                ("dispatches.contacted_at", "dispatches.contact_by"),
            ),
            stand_in={"ticket_no": "—"},
        ),
        Kind(
            "window_count",
            WindowPeriodCount,
            {"case_count": "count"},
            stand_in={"window": "—", "period": "2017"},
        ),
    )
}
"""The kinds of records, by the name that the command line gives them."""


def kind_of(name: object) -> Kind:
    """The kind with this name, or of this record class. Raises `UnknownNameError`.

    >>> kind_of("tenders")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: records: 'tenders' is not a kind of row (expected tender, auction, case, ticket, \
window_count)
    """
    for kind in KINDS.values():
        if name in (kind.name, kind.cls):
            return kind
    raise UnknownNameError("is not a kind of row", field="records", value=name, expected=", ".join(KINDS))

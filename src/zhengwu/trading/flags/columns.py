"""Lots from columns: what a table of lots and a table of bids hold, checked and joined, without a record of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set as AbstractSet
from itertools import accumulate
from typing import Any

from zhengwu.errors import AmountError, ZhengwuError
from zhengwu.trading.flags.views import LotView, method_of

__all__ = ["BID_COLUMNS", "LOT_COLUMNS", "lot_columns"]

LOT_COLUMNS = (
    *("lot", "method", "concluded", "count", "winner", "by_price", "buyer", "agency", "category", "amount"),
    *("ceiling", "issued", "deadline", "on"),
)
"""The columns of lots. `lot` is needed; `amount`, `ceiling` are whole 分, `issued`, `deadline` and `on` are days."""

_MARKS = ("author", "mac", "ip", "cpu", "disk", "tool")
_PEOPLE = {"person": "number", "person_name": "name"}
_NONE = (0, 0)
_WHOLE = {int, type(None)}
_PLAIN = ("by_price", "buyer", "agency", "category", "amount", "ceiling", "issued", "deadline", "on")
BID_COLUMNS = ("lot", "bidder", "name", "price", "rejected", "account", *_MARKS, "person", "person_name")
"""The columns of bids. `lot` and `bidder` are needed; `price` is a whole number of 分, above zero."""


class ColumnError(ZhengwuError, ValueError):
    """Columns that do not go together: other lengths, an unknown name, bids of a lot that is not there."""


def lot_columns(lots: Mapping[str, Sequence[Any]], bids: Mapping[str, Sequence[Any]] | None = None) -> list[LotView]:
    """The lots of these columns, with their bids where there are any. Names: `LOT_COLUMNS`, `BID_COLUMNS`.

    Without a table of bids nobody knows them; a lot that it does not list had none. Raises `ColumnError` for columns
    that do not go together, `AmountError` for a price that is no whole number above zero.

    >>> lots = {"lot": ["A1"], "method": ["公开招标"], "winner": ["甲"]}
    >>> bids = {"lot": ["A1", "A1"], "bidder": ["甲", "乙"], "price": [100, 120]}
    >>> lot_columns(lots, bids)[0].prices
    [100, 120]
    """
    _size(lots, LOT_COLUMNS, ("lot",))
    for name in ("amount", "ceiling"):
        _whole(lots.get(name, ()), name)
    keys = list(map(str, lots["lot"]))
    known = set(keys)
    if len(known) < len(keys):
        raise ColumnError("names a lot twice", field="lot (标段编号)")
    spans, told = _by_lot(bids, known) if bids is not None else ({}, {})
    held = [spans.get(key, _NONE) for key in keys]
    fields: dict[str, Sequence[Any]] = {name: lots[name] for name in _PLAIN if name in lots}
    fields["key"] = keys
    if "method" in lots:
        fields["wording"] = lots["method"]
        fields["method"] = list(map(method_of, lots["method"]))
    for name, column in told.items():
        fields[name] = [column[start:end] for start, end in held]
    if bids is not None and "name" not in bids:
        fields["names"] = fields["bidders"]
    counts, winners, ended = (lots.get(name, [None] * len(keys)) for name in ("count", "winner", "concluded"))
    if bids is not None:
        counts = [end - start if count is None else count for count, (start, end) in zip(counts, held, strict=True)]
    fields["count"], fields["winner"] = counts, winners
    fields["concluded"] = [
        True if concluded is None and winner is not None else concluded
        for concluded, winner in zip(ended, winners, strict=True)
    ]
    names = tuple(fields)
    return [LotView(**dict(zip(names, values, strict=True))) for values in zip(*fields.values(), strict=True)]


def table(
    columns: Mapping[str, Sequence[Any]], known: Sequence[str], needed: Sequence[str], *, amounts: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows of these columns; `amounts` are whole numbers of 分 above zero. Raises as `lot_columns` does."""
    _size(columns, known, needed)
    for name in amounts:
        _whole(columns.get(name, ()), name)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _size(columns: Mapping[str, Sequence[Any]], known: Sequence[str], needed: Sequence[str]) -> None:
    for name in columns:
        if name not in known:
            raise ColumnError("is no column of this table", field="column", value=name, expected=", ".join(known))
    for name in needed:
        if name not in columns:
            raise ColumnError("is missing", field=f"column {name}")
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name}: {length}" for name, length in lengths.items())
        raise ColumnError("columns differ in length", value=told)


def _by_lot(
    bids: Mapping[str, Sequence[Any]], known: AbstractSet[str]
) -> tuple[dict[str, tuple[int, int]], dict[str, Sequence[Any]]]:
    """From where to where the bids of each lot stand once they are put together, and the fields of lots they fill."""
    _size(bids, BID_COLUMNS, ("lot", "bidder"))
    _whole(bids.get("price", ()), "price")
    keys = list(map(str, bids["lot"]))
    counts = Counter(keys)
    if not counts.keys() <= known:
        unknown = next(key for key in counts if key not in known)
        raise ColumnError("is a lot of the bids only", field="lot (标段编号)", value=unknown)
    spans = {
        key: (end - count, end) for (key, count), end in zip(counts.items(), accumulate(counts.values()), strict=True)
    }
    columns = {name: list(values) for name, values in bids.items()}
    if keys != list(counts.elements()):
        order = sorted(range(len(keys)), key=lambda place: spans[keys[place]])
        columns = {name: [values[place] for place in order] for name, values in columns.items()}
    return spans, _told(columns)


def _told(columns: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The fields of lots that bids fill, each as one column of all bids."""
    found: dict[str, Sequence[Any]] = {"bidders": list(map(str, columns["bidder"]))}
    for name, field in (("name", "names"), ("price", "prices"), ("rejected", "rejected"), ("account", "accounts")):
        if name in columns:
            found[field] = columns[name]
    for field, kinds in (("marks", dict(zip(_MARKS, _MARKS, strict=True))), ("people", _PEOPLE)):
        held = [name for name in kinds if name in columns]
        if held:
            values = zip(*(columns[name] for name in held), strict=True)
            labels = [kinds[name] for name in held]
            found[field] = [
                [(label, str(value)) for label, value in zip(labels, row, strict=True) if value] for row in values
            ]
    return found


def _whole(values: Sequence[Any], name: str) -> None:
    if set(map(type, values)) <= _WHOLE and 0 not in values and min(filter(None, values), default=1) > 0:
        return
    for value in values:
        if value is not None and (type(value) is not int or value <= 0):
            expected = "a whole number above zero, or None"
            raise AmountError("is no amount in 分", field=name, value=value, expected=expected)

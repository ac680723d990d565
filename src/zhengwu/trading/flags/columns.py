"""Lots from columns: what a table of lots and a table of bids hold, checked and joined, without a record of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    rows = table(lots, LOT_COLUMNS, ("lot",), amounts=("amount", "ceiling"))
    joined = _joined(bids) if bids is not None else None
    keys = [str(row["lot"]) for row in rows]
    if len(set(keys)) < len(keys):
        raise ColumnError("names a lot twice", field="lot (标段编号)")
    if joined is not None and not joined.keys() <= set(keys):
        unknown = next(key for key in joined if key not in set(keys))
        raise ColumnError("is a lot of the bids only", field="lot (标段编号)", value=unknown)
    return [_view(row, None if joined is None else joined.get(str(row["lot"]), {})) for row in rows]


def table(
    columns: Mapping[str, Sequence[Any]], known: Sequence[str], needed: Sequence[str], *, amounts: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows of these columns; `amounts` are whole numbers of 分 above zero. Raises as `lot_columns` does."""
    _size(columns, known, needed)
    for name in amounts:
        for value in columns.get(name, ()):
            _whole(value, name)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _size(columns: Mapping[str, Sequence[Any]], known: Sequence[str], needed: Sequence[str]) -> int:
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
    return next(iter(lengths.values()), 0)


def _joined(bids: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, list[Any]]]:
    """The bids of each lot, as columns."""
    _size(bids, BID_COLUMNS, ("lot", "bidder"))
    names = [name for name in bids if name != "lot"]
    by_lot: dict[str, list[tuple[Any, ...]]] = {}
    for key, *values in zip(bids["lot"], *(bids[name] for name in names), strict=True):
        by_lot.setdefault(str(key), []).append(tuple(values))
    return {key: dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) for key, rows in by_lot.items()}


def _view(row: dict[str, Any], bids: dict[str, list[Any]] | None) -> LotView:
    wording = row.pop("method", None)
    key = str(row.pop("lot"))
    known = row.pop("count", None)
    if bids is None:
        return LotView(key=key, method=method_of(wording), wording=wording, count=known, **_with_outcome(row))
    bidders = [str(bidder) for bidder in bids.get("bidder", ())]
    prices = bids.get("price")
    for price in prices or ():
        _whole(price, "price")
    return LotView(
        key=key,
        method=method_of(wording),
        wording=wording,
        count=len(bidders) if known is None else known,
        bidders=bidders,
        names=bids.get("name", bidders),
        prices=prices,
        rejected=bids.get("rejected"),
        accounts=bids.get("account"),
        marks=_pairs(bids, {name: name for name in _MARKS}, len(bidders)),
        people=_pairs(bids, {"person": "number", "person_name": "name"}, len(bidders)),
        **_with_outcome(row),
    )


def _with_outcome(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("concluded") is None and row.get("winner") is not None:
        row["concluded"] = True
    return row


def _pairs(bids: dict[str, list[Any]], kinds: dict[str, str], count: int) -> list[list[tuple[str, str]]] | None:
    held = [name for name in kinds if name in bids]
    if not held:
        return None
    return [[(kinds[name], str(bids[name][place])) for name in held if bids[name][place]] for place in range(count)]


def _whole(value: object, name: str) -> None:
    if value is not None and (type(value) is not int or value <= 0):
        raise AmountError("is no amount in 分", field=name, value=value, expected="a whole number above zero, or None")

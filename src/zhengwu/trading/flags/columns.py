"""Lots from columns: what a table of lots and a table of bids hold, checked and joined, without a record of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, repeat
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
    places = _places(bids) if bids is not None else {}
    if not places.keys() <= known:
        unknown = next(key for key in places if key not in known)
        raise ColumnError("is a lot of the bids only", field="lot (标段编号)", value=unknown)
    columns = _columns(bids, places) if bids is not None else {}
    wordings = lots.get("method", [None] * len(keys))
    counts = lots.get("count", [None] * len(keys))
    winners = lots.get("winner", [None] * len(keys))
    ended = lots.get("concluded", [None] * len(keys))
    others = [name for name in _PLAIN if name in lots]
    rest: Iterable[tuple[Any, ...]] = zip(*(lots[name] for name in others), strict=True) if others else repeat(())
    views = []
    for key, wording, count, winner, concluded, values in zip(
        keys, wordings, counts, winners, ended, rest, strict=False
    ):
        start, end = places.get(key, (0, 0))
        held: dict[str, Any] = {name: column[start:end] for name, column in columns.items()}
        views.append(
            LotView(
                key=key,
                method=method_of(wording),
                wording=wording,
                count=end - start if count is None and bids is not None else count,
                winner=winner,
                concluded=True if concluded is None and winner is not None else concluded,
                **held,
                **dict(zip(others, values, strict=True)),
            )
        )
    return views


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


def _places(bids: Mapping[str, Sequence[Any]]) -> dict[str, tuple[int, int]]:
    """From where to where the bids of each lot stand once they are put together, lots in the order they come up in."""
    _size(bids, BID_COLUMNS, ("lot", "bidder"))
    _whole(bids.get("price", ()), "price")
    counts = Counter(map(str, bids["lot"]))
    ends = accumulate(counts.values())
    return {key: (end - count, end) for (key, count), end in zip(counts.items(), ends, strict=True)}


def _columns(bids: Mapping[str, Sequence[Any]], places: Mapping[str, tuple[int, int]]) -> dict[str, Sequence[Any]]:
    """The fields of lots that bids fill, the bids of each lot side by side."""
    keys = list(map(str, bids["lot"]))
    columns = {name: list(values) for name, values in bids.items()}
    if any(
        before != after
        for before, after in zip(keys, (key for key in places for _ in range(*places[key])), strict=True)
    ):
        starts = {key: start for key, (start, _) in places.items()}
        order = sorted(range(len(keys)), key=lambda place: starts[keys[place]])
        columns = {name: [values[place] for place in order] for name, values in columns.items()}
    bidders = list(map(str, columns["bidder"]))
    found: dict[str, Sequence[Any]] = {"bidders": bidders, "names": columns.get("name", bidders)}
    for name, field in (("price", "prices"), ("rejected", "rejected"), ("account", "accounts")):
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


def _whole(values: Iterable[object], name: str) -> None:
    for value in values:
        if value is not None and (type(value) is not int or value <= 0):
            expected = "a whole number above zero, or None"
            raise AmountError("is no amount in 分", field=name, value=value, expected=expected)

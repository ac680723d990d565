"""RF-12: competitive sales without a premium, and sellers who see that again and again on a single bidder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from zhengwu.exact import Money, yuan
from zhengwu.findings import Grade
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import method_of

__all__ = ["SaleView", "sale_columns", "sale_views", "zero_premiums"]

_AGREED = frozenset({"negotiated_transfer", "negotiated_lease", "direct_award"})
_FEWEST = 3


@attrs.frozen(kw_only=True)
class SaleView:
    """One lot that was sold or let. `method` is the id of the glossary; None is what nobody knows."""

    key: str
    method: str | None = None
    start: Money | None = None
    deal: Money | None = None
    bids: int | None = None
    seller: str | None = None
    is_sold: bool | None = None


def sale_views(sales: Iterable[PropertyAuction]) -> Iterator[SaleView]:
    """These sales, as the sign looks at them."""
    for sale in sales:
        yield SaleView(
            key=sale.code or sale.title,
            method=method_of(sale.method),
            start=sale.start,
            deal=sale.deal,
            bids=sale.bids,
            seller=None if sale.seller is None else sale.seller.name,
            is_sold=sale.is_sold,
        )


def sale_columns(columns: Mapping[str, Sequence[Any]]) -> list[SaleView]:
    """Sales of columns: `lot`, `method`, `start` and `deal` as whole numbers of 分, `bids`, `seller`.

    >>> sale_columns({"lot": ["A1"], "start": [25_810_000], "deal": [26_070_000]})[0].deal
    Money("260700元")
    """
    from zhengwu.trading.flags.columns import table

    views = []
    for row in table(columns, SALE_COLUMNS, ("lot",), amounts=("start", "deal")):
        start, deal = (None if row.get(name) is None else yuan(row[name]) / 100 for name in ("start", "deal"))
        method, key = method_of(row.get("method")), str(row["lot"])
        views.append(
            SaleView(
                key=key,
                method=method,
                start=start,
                deal=deal,
                bids=row.get("bids"),
                seller=row.get("seller"),
                is_sold=True if deal is not None else None,
            )
        )
    return views


SALE_COLUMNS = ("lot", "method", "start", "deal", "bids", "seller")
"""The columns of sales."""


def zero_premiums(sales: Iterable[SaleView], *, least: int = _FEWEST) -> Screening:
    """RF-12: sold at the start price in a competitive method, a note; a seller's `least` such sales to a single bidder.

    >>> sales = sale_columns({"lot": ["A1"], "method": ["拍卖"], "start": [500], "deal": [500], "bids": [1]})
    >>> print(*zero_premiums(sales).flags)
    A1：RF-12 起始价 5元，成交价相同，1 家报名
    """
    notes = Notes("RF-12")
    competitive: dict[str, int] = {}
    zero: dict[str, int] = {}
    for sale in sales:
        if sale.is_sold is False or sale.method in _AGREED:
            notes.checked += 1
            continue
        fields = (("method", sale.method), ("start_price", sale.start), ("deal", sale.deal), ("bids", sale.bids))
        missing = next((name for name, value in fields if value is None or value == "other"), None)
        if missing is not None or sale.start is None or sale.deal is None:
            notes.open(missing or "deal", sale.key)
            continue
        notes.checked += 1
        if sale.seller is not None:
            competitive[sale.seller] = competitive.get(sale.seller, 0) + 1
        if sale.deal != sale.start:
            continue
        parties = () if sale.seller is None else (sale.seller,)
        notes.raised("zero", sale.key, parties=parties, grade=Grade.NOTE, start=sale.start, bids=sale.bids)
        if sale.seller is not None and sale.bids == 1:
            zero[sale.seller] = zero.get(sale.seller, 0) + 1
    for seller, count in zero.items():
        if count >= least:
            notes.raised("again", seller, parties=(seller,), party=seller, lots=competitive[seller], zero=count)
    return notes.result()

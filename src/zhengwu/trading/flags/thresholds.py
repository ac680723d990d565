"""RF-10: amounts just below the threshold of open tenders, and sums of a year above it (化整为零).

Thresholds differ by place, year and class and are nobody's constant: the caller brings them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhengwu.exact import Money, Rate
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import LotView

__all__ = ["near_thresholds"]

Threshold = Money | Callable[[LotView], Money | None]
_OPEN = "open_tender"
_MARGIN = Rate("5%")


def near_thresholds(lots: Iterable[LotView], threshold: Threshold, *, margin: Rate = _MARGIN) -> Screening:
    """RF-10: a lot whose amount lies below the threshold by at most `margin` of it; a year's lots together above it.

    `threshold` is an amount, or a function that tells that of a lot, None where it is not known. Only lots without open
    tender are looked at; the sum is over the lots of one buyer, class and year that stay below it one by one, at least
    two. The margin of 5 % is this library's, no law's.

    >>> from zhengwu.trading.flags.columns import lot_columns
    >>> lots = lot_columns({"lot": ["A1"], "method": ["询价"], "amount": [39_600_000]})
    >>> print(*near_thresholds(lots, Money("40万元")).flags)
    A1：RF-10 39.6万元 略低于限额 40万元（差 1.00%）
    """
    notes = Notes("RF-10")
    groups: dict[tuple[str, str, int, Money], list[LotView]] = {}
    for lot in lots:
        if lot.method is None:
            notes.open("method", lot.key)
            continue
        if lot.method == _OPEN:
            notes.checked += 1
            continue
        if lot.amount is None:
            notes.open("estimate", lot.key)
            continue
        limit = threshold if isinstance(threshold, Money) else threshold(lot)
        if limit is None:
            notes.open("threshold", lot.key)
            continue
        notes.checked += 1
        _near(notes, lot, limit, margin)
        day = lot.on or lot.issued
        missing = [
            name
            for name, value in (("owner", lot.buyer), ("project_class", lot.category), ("date", day))
            if value is None
        ]
        for name in missing:
            notes.open(name, lot.key)
        if lot.buyer is not None and lot.category is not None and day is not None:
            groups.setdefault((lot.buyer, lot.category, day.year, limit), []).append(lot)
    for (buyer, category, year, limit), members in groups.items():
        amounts = [lot.money(lot.amount or 0) for lot in members]
        below = [amount for amount in amounts if amount < limit]
        together = sum(below, start=limit - limit)
        if len(below) > 1 and together > limit:
            notes.raised(
                "sum",
                buyer,
                parties=(buyer,),
                amount=together.to("万元"),
                threshold=limit.to("万元"),
                party=buyer,
                year=year,
                lots=len(below),
                category=category,
            )
    return notes.result()


def _near(notes: Notes, lot: LotView, limit: Money, margin: Rate) -> None:
    amount = lot.money(lot.amount or 0)
    gap = (limit - amount) / limit
    if 0 < gap <= margin:
        told = amount.to("万元") if amount.currency == "CNY" else amount
        notes.raised("below", lot.key, amount=told, threshold=limit, gap=gap.percent())

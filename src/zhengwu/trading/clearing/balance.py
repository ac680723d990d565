"""Unbalanced prices (不平衡报价): unit prices far from the median of the bids, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from zhengwu.exact import Money, Rate
from zhengwu.findings import Grade
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing.compare import lines_by_code
from zhengwu.trading.clearing.finding import Clearing, Ledger, joined

__all__ = ["level_of", "unbalanced"]

_FEWEST = 3


def unbalanced(
    bills: Mapping[str, PricedBill], *, tolerance: Rate, levelled: bool = False, least: int = _FEWEST
) -> Clearing:
    """Lines whose unit price is off the median of the bids by more than `tolerance` of it (CL-10), a question.

    `bills` are by bidder; a line needs a price of `least` bidders. No law sets a tolerance, so the caller does.
    `levelled` takes out how dear the whole bid is (`level_of`), so that only the distribution over the lines counts.
    The effect is what the difference comes to over the quantity.

    >>> from decimal import Decimal
    >>> from zhengwu.exact import yuan
    >>> bills = {name: PricedBill(lines=(PricedLine(code="1", quantity=Decimal(10), unit_price=yuan(price)),))
    ...          for name, price in (("甲", 100), ("乙", 104), ("丙", 160))}
    >>> print(*unbalanced(bills, tolerance=Rate("20%")).findings)
    丙：CL-10 第 1 项单价 160元，各家中位数 104.00元，偏离 +53.85%，影响 560.00元
    """
    medians = _medians(bills, least)
    return joined(_of_bid(bidder, bill, medians, tolerance, levelled=levelled) for bidder, bill in bills.items())


def level_of(bill: PricedBill, bills: Mapping[str, PricedBill], *, least: int = _FEWEST) -> Rate | None:
    """How dear a bill is as a whole: what its lines come to over what they would at the medians; None without any."""
    return _level(bill, _medians(bills, least))


_Medians = Mapping[tuple[str, int], tuple[Fraction, str]]


def _medians(bills: Mapping[str, PricedBill], least: int) -> _Medians:
    prices: dict[tuple[str, int], list[Money]] = {}
    for bill in bills.values():
        for key, line in lines_by_code(bill).items():
            if line.unit_price is not None and not line.kind.is_provisional and line.kind is not LineKind.SUBTOTAL:
                prices.setdefault(key, []).append(line.unit_price)
    return {key: (_median(found), found[0].currency) for key, found in prices.items() if len(found) >= least}


def _median(prices: Sequence[Money]) -> Fraction:
    ordered = [Fraction(price.amount) for price in sorted(prices)]
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _level(bill: PricedBill, medians: _Medians) -> Rate | None:
    ours = theirs = Fraction(0)
    for key, line in lines_by_code(bill).items():
        if key in medians and line.unit_price is not None and line.quantity is not None:
            ours += Fraction(line.unit_price.amount) * Fraction(line.quantity)
            theirs += medians[key][0] * Fraction(line.quantity)
    return Rate(ours / theirs) if theirs > 0 else None


def _of_bid(bidder: str, bill: PricedBill, medians: _Medians, tolerance: Rate, *, levelled: bool) -> Clearing:
    ledger = Ledger(bidder)
    level = _level(bill, medians) if levelled else None
    for key, line in lines_by_code(bill).items():
        if line.kind is LineKind.SUBTOTAL or line.kind.is_provisional:
            continue
        if line.unit_price is None or key not in medians or (levelled and level is None):
            ledger.open("CL-10", line.code)
            continue
        middle, currency = medians[key]
        if middle <= 0:
            ledger.open("CL-10", line.code)
            continue
        ledger.decided("CL-10")
        expected = middle if level is None else middle * level.as_fraction()
        price = Fraction(line.unit_price.amount)
        deviation = price / expected - 1
        if abs(deviation) > tolerance.as_fraction():
            _tell(ledger, line, expected, deviation, currency)
    return ledger.result()


def _tell(ledger: Ledger, line: PricedLine, expected: Fraction, deviation: Fraction, currency: str) -> None:
    price = line.unit_price
    if price is None:
        return
    unit = price.to("元") if currency == "CNY" else price
    effect = "…"
    if line.quantity is not None:
        worth = Rate((Fraction(price.amount) - expected) * Fraction(line.quantity)).rounded(2)
        effect = f"{worth}{_suffix(currency)}"
    ledger.found(
        "CL-10",
        grade=Grade.QUESTION,
        line=line.code,
        unit_price=unit,
        median=f"{Rate(expected).rounded(2)}{_suffix(currency)}",
        deviation=f"{Rate(deviation):+.2%}",
        effect=effect,
    )


def _suffix(currency: str) -> str:
    return "元" if currency == "CNY" else f" {currency}"

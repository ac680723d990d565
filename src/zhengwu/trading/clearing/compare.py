"""A priced bill beside the one that the tender gave out: lines, quantities, ceilings, provisional sums.

The quantities of the tender's bill are the same for all, and 暂列金额 and 暂估价 are the tender's to set (GB
50500-2013, 6.1 and 6.2); a bid above the published ceiling is rejected (招标投标法实施条例 article 51(5)).
"""

from __future__ import annotations

from collections.abc import Mapping

from zhengwu.exact import Money
from zhengwu.findings import Grade
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing.finding import Clearing, Ledger

__all__ = ["check_against", "lines_by_code"]


def check_against(bill: PricedBill, given: PricedBill, *, bidder: str, ceiling: Money | None = None) -> Clearing:
    """Lines missing, added, changed (CL-04 to CL-06), above a ceiling (CL-07, the total CL-08); 暂列金额 (CL-09).

    `given` is the tender's bill, priced at the ceiling or not; `ceiling` the published one, by default its total.

    >>> from zhengwu.exact import yuan
    >>> given = PricedBill(lines=(PricedLine(code="Z", kind=LineKind.PROVISIONAL_SUM, amount=yuan("500")),))
    >>> bill = PricedBill(lines=(PricedLine(code="Z", kind=LineKind.PROVISIONAL_SUM, amount=yuan("400")),))
    >>> print(*check_against(bill, given, bidder="甲公司").findings)
    甲公司：CL-09 第 Z 项暂列金额改为 400元，招标清单为 500元
    """
    ledger = Ledger(bidder)
    ours, theirs = lines_by_code(bill), lines_by_code(given)
    for key, line in theirs.items():
        if line.kind is LineKind.SUBTOTAL:
            continue
        ledger.decided("CL-04")
        if key not in ours:
            ledger.found("CL-04", line=line.code)
        else:
            _compare(ledger, ours[key], line)
    for key, line in ours.items():
        if key not in theirs and line.kind is not LineKind.SUBTOTAL:
            ledger.found("CL-05", line=line.code)
    limit = ceiling if ceiling is not None else given.total
    if limit is None or bill.total is None:
        ledger.open("CL-08", "ceiling" if limit is None else "total")
    else:
        ledger.decided("CL-08")
        if bill.total > limit:
            ledger.found("CL-08", printed=bill.total, given=limit)
    return ledger.result()


def lines_by_code(bill: PricedBill) -> Mapping[tuple[str, int], PricedLine]:
    """The lines by code, and by how many lines with that code came before."""
    seen: dict[str, int] = {}
    found: dict[tuple[str, int], PricedLine] = {}
    for line in bill.lines:
        place = seen.get(line.code, 0)
        seen[line.code] = place + 1
        found[line.code, place] = line
    return found


def _compare(ledger: Ledger, line: PricedLine, given: PricedLine) -> None:
    fields = (
        ("工程量", "quantity", line.quantity, given.quantity),
        ("计量单位", "unit", line.unit, given.unit),
    )
    for zh, en, ours, theirs in fields:
        if ours is None or theirs is None:
            if theirs is not None:
                ledger.open("CL-06", f"{line.code} {en}")
            continue
        ledger.decided("CL-06")
        if ours != theirs:
            ledger.found("CL-06", line=line.code, field=zh, field_en=en, printed=ours, given=theirs)
    if given.kind.is_provisional:
        _untouched(ledger, line, given)
        return
    for price, limit in ((line.unit_price, given.unit_price), (line.amount, given.amount)):
        if price is not None and limit is not None:
            ledger.decided("CL-07")
            if price > limit:
                ledger.found("CL-07", grade=Grade.QUESTION, line=line.code, printed=price, given=limit)
                return


def _untouched(ledger: Ledger, line: PricedLine, given: PricedLine) -> None:
    pairs = ((line.amount, given.amount), (line.unit_price, given.unit_price))
    if all(theirs is None for _, theirs in pairs) or any(ours is None for ours, theirs in pairs if theirs is not None):
        ledger.open("CL-09", line.code)
        return
    ledger.decided("CL-09")
    for ours, theirs in pairs:
        if theirs is not None and ours != theirs:
            ledger.found("CL-09", line=line.code, kind=given.kind.zh, printed=ours, given=theirs)
            return

"""The arithmetic of a priced bill: quantity × unit price, subtotals, the total; and the bill put right.

Where unit price and amount disagree the unit price governs, unless its decimal point is plainly misplaced: then the
amount does (工程建设项目施工招标投标办法 article 53; 政府采购货物和服务招标投标管理办法 article 59). The bidder has to
confirm what is corrected, so a corrected bill is a proposal.

>>> from decimal import Decimal
>>> from zhengwu.exact import yuan
>>> line = PricedLine(code="010101001001", quantity=Decimal("12.5"), unit_price=yuan("8.33"), amount=yuan("140.13"))
>>> print(*check_arithmetic(PricedBill(lines=(line,), total=yuan("140.13")), bidder="甲公司").findings)
甲公司：CL-01 第 010101001001 项 12.5 × 8.33元 = 104.13元，合价写作 140.13元
>>> corrected(PricedBill(lines=(line,), total=yuan("140.13"))).total
Money("104.13元")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from zhengwu.exact import Money, Rounding, round_ratio, total
from zhengwu.findings import Grade
from zhengwu.records.faults import RecordError
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing.finding import Clearing, Ledger

__all__ = ["check_arithmetic", "corrected", "product"]

_SLIPS = (1, 2, 3, -1, -2, -3)  # places by which a decimal point is looked for elsewhere
_PLACES = 2  # an amount is written in 分


def product(line: PricedLine, *, rounding: Rounding = Rounding.HALF_UP) -> Money | None:
    """Quantity × unit price, rounded to 分; None where either is unknown.

    >>> from zhengwu.exact import yuan
    >>> product(PricedLine(code="1", quantity=Decimal("0.5"), unit_price=yuan("0.05")))
    Money("0.03元")
    """
    if line.quantity is None or line.unit_price is None:
        return None
    return _rounded(line.unit_price * line.quantity, rounding)


def check_arithmetic(bill: PricedBill, *, bidder: str) -> Clearing:
    """Every product, subtotal and the total of a bill (CL-01 to CL-03).

    An amount that rounding explains (cut off, or of a price with hidden decimals) is a note. A sum in which 暂估价 may
    or may not be contained agrees where either reading does. Raises `RecordError` for sections that contain each other,
    and `UnitError` for amounts in several currencies.
    """
    ledger = Ledger(bidder)
    for line in bill.lines:
        if line.kind is not LineKind.SUBTOTAL:
            _check_product(ledger, line)
    parts = _parts(bill)
    for line in bill.lines:
        if line.kind is LineKind.SUBTOTAL:
            _check_sum(ledger, "CL-02", line.amount, parts.get(line.code, ()), line.code)
    _check_sum(ledger, "CL-03", bill.total, parts.get(None, ()), None)
    return ledger.result()


def corrected(bill: PricedBill) -> PricedBill:
    """The bill put right: amounts from unit prices, or unit prices from amounts where the decimal point slipped; sums.

    A line that lacks a quantity or a unit price keeps its amount; a sum with an unknown part keeps what is written. A
    part of a sum that the written sum leaves out (暂估价) stays out of it. Raises as `check_arithmetic` does.
    """
    parts = _parts(bill)
    fixed = {id(line): _corrected_line(line) for line in bill.lines if line.kind is not LineKind.SUBTOTAL}

    def value(line: PricedLine) -> Money | None:
        if line.kind is LineKind.SUBTOTAL:
            return sum_of(line.amount, parts.get(line.code, ()))
        return fixed[id(line)].amount

    def sum_of(written: Money | None, lines: Sequence[PricedLine]) -> Money | None:
        kept = [line for line in lines if not _is_left_out(written, lines, line)]
        values = [value(line) for line in kept]
        return written if None in values or not values else total(values)

    lines = tuple(
        line.evolve(amount=value(line)) if line.kind is LineKind.SUBTOTAL else fixed[id(line)] for line in bill.lines
    )
    return bill.evolve(lines=lines, total=sum_of(bill.total, parts.get(None, ())))


def _check_product(ledger: Ledger, line: PricedLine) -> None:
    computed, printed = product(line), line.amount
    if computed is None or printed is None or line.quantity is None or line.unit_price is None:
        if line.quantity is not None or line.unit_price is not None:
            ledger.open("CL-01", line.code)
        return
    ledger.decided("CL-01")
    if printed == computed:
        return
    case, grade = "", Grade.ERROR
    if _is_rounding(line, printed):
        case, grade = "rounding", Grade.NOTE
    elif _slip(line) is not None:
        case = "decimal"
    ledger.found(
        "CL-01",
        case=case,
        grade=grade,
        line=line.code,
        quantity=f"{line.quantity:f}",
        unit_price=line.unit_price,
        computed=computed,
        printed=printed,
    )


def _is_rounding(line: PricedLine, printed: Money) -> bool:
    """Whether the amount was cut off or rounded up, or comes of a unit price whose last digit was rounded."""
    quantity, price = line.quantity, line.unit_price
    if quantity is None or price is None:
        return False
    if printed in (product(line, rounding=Rounding.TRUNC), product(line, rounding=Rounding.UP)):
        return True
    reach = abs(Fraction(quantity)) * _half(price) + Fraction(1, 2 * 10**_PLACES)
    return abs(Fraction((printed - price * quantity).amount)) <= reach


def _half(price: Money) -> Fraction:
    """Half a unit of the last digit that a price was written with, two decimals at least."""
    decimals = max(_PLACES, -int(price.amount.as_tuple().exponent))
    return Fraction(1, 2 * 10**decimals)


def _slip(line: PricedLine) -> int | None:
    """By how many places the point of the unit price would have to move for the amount to be right; None for none."""
    if line.quantity is None or line.unit_price is None or line.amount is None or not line.amount:
        return None
    exact = line.unit_price * line.quantity
    return next((k for k in _SLIPS if _rounded(exact * Decimal(1).scaleb(k), Rounding.HALF_UP) == line.amount), None)


def _corrected_line(line: PricedLine) -> PricedLine:
    computed = product(line)
    if computed is None or line.amount is None or line.unit_price is None:
        return line if computed is None else line.evolve(amount=computed)
    slip = _slip(line) if computed != line.amount else None
    if slip is not None:
        return line.evolve(unit_price=line.unit_price * Decimal(1).scaleb(slip))
    return line.evolve(amount=computed)


def _parts(bill: PricedBill) -> Mapping[str | None, Sequence[PricedLine]]:
    """The lines of each subtotal, and under None those of the total. A section without a subtotal is a mere label."""
    subtotals = {line.code: line.section for line in bill.lines if line.kind is LineKind.SUBTOTAL}
    for code, above in subtotals.items():
        seen, at = {code}, above
        while at is not None and at in subtotals:
            if at in seen:
                raise RecordError(
                    "contains itself", field="section (所属分部)", value=at, expected="a tree of sections"
                )
            seen.add(at)
            at = subtotals[at]
    parts: dict[str | None, list[PricedLine]] = {}
    for line in bill.lines:
        parts.setdefault(line.section if line.section in subtotals else None, []).append(line)
    return parts


def _check_sum(ledger: Ledger, rule: str, printed: Money | None, lines: Sequence[PricedLine], code: str | None) -> None:
    amounts = [line.amount for line in lines]
    computed = total(amounts)
    if printed is None or computed is None or None in amounts:
        ledger.open(rule, code or "total")
        return
    ledger.decided(rule)
    if printed != computed and not any(_is_left_out(printed, lines, line) for line in lines):
        ledger.found(rule, line=code, printed=printed, computed=computed)


def _is_left_out(printed: Money | None, lines: Sequence[PricedLine], line: PricedLine) -> bool:
    """Whether a 暂估价 is no part of the sum as written: prices of materials are already in the unit prices."""
    if printed is None or line.kind is not LineKind.PROVISIONAL_PRICE:
        return False
    without = total(one.amount for one in lines if one.kind is not LineKind.PROVISIONAL_PRICE)
    return printed == without and printed != total(one.amount for one in lines)


def _rounded(amount: Money, rounding: Rounding) -> Money:
    exact = Fraction(amount.amount)
    hundredths = round_ratio(exact.numerator, exact.denominator, _PLACES, rounding)
    return Money(Decimal(hundredths).scaleb(-_PLACES), currency=amount.currency)

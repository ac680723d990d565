"""Clearing: each check found on one side of its bound and not on the other, unknown where a figure is missing."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from zhengwu.errors import UnitError
from zhengwu.exact import Money, Rate, yuan
from zhengwu.findings import Grade
from zhengwu.records import Party, RecordError
from zhengwu.trading import Lot, Tender
from zhengwu.trading.bid import Bid, BidMarks
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing import (
    Clearing,
    check_against,
    check_arithmetic,
    clear,
    common_factor,
    corrected,
    level_of,
    product,
    similar_bills,
    unbalanced,
)
from zhengwu.trading.files import TenderFile


def line(code: str = "1", quantity: Any = None, price: Any = None, amount: Any = None, **fields: Any) -> PricedLine:
    return PricedLine(
        code=code,
        quantity=None if quantity is None else Decimal(quantity),
        unit_price=None if price is None else yuan(price),
        amount=None if amount is None else yuan(amount),
        **fields,
    )


def bill(*lines: PricedLine, total: Any = None) -> PricedBill:
    return PricedBill(lines=lines, total=None if total is None else yuan(total))


def cases(found: Clearing) -> list[tuple[str, str, str | None, Grade]]:
    return [(one.rule, one.case, one.line, one.grade) for one in found.findings]


# Arithmetic


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "case", "grade"),
    [
        ("12.5", "8.33", "104.13", None, None),  # 104.125 half up
        ("12.5", "8.33", "104.12", "rounding", Grade.NOTE),  # cut off
        ("1000", "8.33", "8334.99", "rounding", Grade.NOTE),  # the price was 8.33499
        ("1000", "8.33", "8335.02", "", Grade.ERROR),
        ("12.5", "8.33", "1041.25", "decimal", Grade.ERROR),
        ("12.5", "8.33", "0.10", "decimal", Grade.ERROR),
        ("-2", "8.33", "-16.66", None, None),
        ("12.5", "8.33", "140.13", "", Grade.ERROR),
    ],
)
def test_products(quantity: str, price: str, amount: str, case: str | None, grade: Grade | None) -> None:
    found = check_arithmetic(bill(line("1", quantity, price, amount)), bidder="甲")
    assert cases(found) == ([] if case is None or grade is None else [("CL-01", case, "1", grade)])
    assert found.checked == {"CL-01": 1}


def test_what_lacks_a_factor_is_unknown() -> None:
    found = check_arithmetic(bill(line("1", "2", None, "3"), line("2", None, None, "3"), total="6"), bidder="甲")
    assert cases(found) == []
    assert found.unknown == {"CL-01": ("甲 1",)}
    assert product(line("1", "2")) is None


def sectioned(subtotal: str, total: str, **fields: Any) -> PricedBill:
    return bill(
        line("1", amount="10", section="A"),
        line("2", amount="20", section="A"),
        line("A", amount=subtotal, kind=LineKind.SUBTOTAL),
        line("3", amount="5", section="no subtotal"),
        line("T", **{"amount": "2", "kind": LineKind.TAX, **fields}),
        total=total,
    )


def test_sums() -> None:
    assert cases(check_arithmetic(sectioned("30", "37"), bidder="甲")) == []
    assert cases(check_arithmetic(sectioned("31", "38"), bidder="甲")) == [("CL-02", "", "A", Grade.ERROR)]
    assert cases(check_arithmetic(sectioned("30", "36"), bidder="甲")) == [("CL-03", "", None, Grade.ERROR)]
    unknown = check_arithmetic(sectioned("30", "36", amount=None), bidder="甲")
    assert unknown.unknown == {"CL-03": ("甲 total",)}


def test_provisional_prices_may_be_contained_in_unit_prices() -> None:
    fields = {"kind": LineKind.PROVISIONAL_PRICE}
    for total in ("35", "37"):
        assert cases(check_arithmetic(sectioned("30", total, **fields), bidder="甲")) == []
        assert corrected(sectioned("30", total, **fields)).total == yuan(total)
    assert cases(check_arithmetic(sectioned("30", "36", **fields), bidder="甲"))


def test_sections_that_contain_each_other() -> None:
    around = bill(
        line("A", section="B", kind=LineKind.SUBTOTAL), line("B", section="A", kind=LineKind.SUBTOTAL), total="1"
    )
    with pytest.raises(RecordError, match="contains itself"):
        check_arithmetic(around, bidder="甲")


def test_amounts_in_two_currencies() -> None:
    mixed = PricedBill(lines=(line("1", amount="1"), PricedLine(code="2", amount=Money("1美元"))), total=yuan(2))
    with pytest.raises(UnitError):
        check_arithmetic(mixed, bidder="甲")


def test_a_bill_put_right() -> None:
    wrong = bill(
        line("1", "3", "10", "31", section="A"),
        line("2", "2", "5", "100", section="A"),
        line("A", amount="131", kind=LineKind.SUBTOTAL),
        line("3", amount="7"),
        line("4", "2", "4"),
        total="138",
    )
    right = corrected(wrong)
    assert [one.amount for one in right.lines] == [yuan(n) for n in (30, 100, 130, 7, 8)]
    assert right.lines[1].unit_price == yuan(50)  # the point slipped, so the amount governs
    assert right.total == yuan(145)
    assert cases(check_arithmetic(right, bidder="甲")) == []
    assert corrected(bill(line("1", "3"), total="9")).total == yuan(9)


# The tender's bill

GIVEN = bill(
    line("1", "10", "100", "1000", unit="m"),
    line("2", "5", unit="m2"),
    line("Z", amount="500", kind=LineKind.PROVISIONAL_SUM),
    line("S", amount="1", kind=LineKind.SUBTOTAL),
    total="2000",
)


def bid_bill(**changes: Any) -> PricedBill:
    lines: dict[str, PricedLine | None] = {
        "1": line("1", "10", "100", "1000", unit="m"),
        "2": line("2", "5", "60", "300", unit="m2"),
        "Z": line("Z", amount="500", kind=LineKind.PROVISIONAL_SUM),
    }
    total = changes.pop("total", "2000")
    lines.update({key[1:]: value for key, value in changes.items()})
    return bill(*filter(None, lines.values()), total=total)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"_2": None}, [("CL-04", "2", Grade.ERROR)]),
        ({"_9": line("9")}, [("CL-05", "9", Grade.ERROR)]),
        ({"_2": line("2", "5.0", "60", unit="m2")}, []),
        ({"_2": line("2", "6", "60", unit="m2")}, [("CL-06", "2", Grade.ERROR)]),
        ({"_2": line("2", "5", "60", unit="m")}, [("CL-06", "2", Grade.ERROR)]),
        ({"_1": line("1", "10", "100.01", "1000.1", unit="m")}, [("CL-07", "1", Grade.QUESTION)]),
        ({"_1": line("1", "10", None, "1000.01", unit="m")}, [("CL-07", "1", Grade.QUESTION)]),
        ({"total": "2000.01"}, [("CL-08", None, Grade.ERROR)]),
        ({"_Z": line("Z", amount="499.99")}, [("CL-09", "Z", Grade.ERROR)]),
    ],
)
def test_a_bill_beside_the_tenders(changes: dict[str, Any], expected: list[tuple[str, str | None, Grade]]) -> None:
    found = check_against(bid_bill(**changes), GIVEN, bidder="甲")
    assert [(one.rule, one.line, one.grade) for one in found.findings] == expected


def test_what_a_bill_does_not_tell() -> None:
    found = check_against(bid_bill(_2=line("2", None, "60"), _Z=line("Z"), total=None), GIVEN, bidder="甲")
    assert found.unknown == {"CL-06": ("甲 2 quantity", "甲 2 unit"), "CL-09": ("甲 Z",), "CL-08": ("甲 total",)}
    no_limit = GIVEN.evolve(total=None)
    assert check_against(bid_bill(), no_limit, bidder="甲").unknown == {"CL-08": ("甲 ceiling",)}
    assert check_against(bid_bill(), no_limit, bidder="甲", ceiling=yuan("1999.99")).of("CL-08")


def test_lines_of_one_code_are_told_apart_by_their_order() -> None:
    given = bill(line("1", "1"), line("1", "2"))
    assert cases(check_against(given, given, bidder="甲")) == []
    assert [one.rule for one in check_against(bill(line("1", "1")), given, bidder="甲").findings] == ["CL-04"]


# Between bids


def priced(**prices: Any) -> dict[str, PricedBill]:
    return {name: bill(*(line(str(n), "10", p) for n, p in enumerate(values))) for name, values in prices.items()}


def test_unbalanced_prices_on_both_sides_of_the_tolerance() -> None:
    bills = priced(甲=("100", "80"), 乙=("100", "100"), 丙=("100", "120"), 丁=("125", "100.01"))
    # The median of the second line is 100.005: 80 and 120 lie just below and just above a fifth.
    assert [(one.key, one.line) for one in unbalanced(bills, tolerance=Rate("20%")).findings] == [
        ("甲", "1"),
        ("丁", "0"),
    ]
    assert unbalanced(bills, tolerance=Rate("25%")).findings == ()
    finding = unbalanced(bills, tolerance=Rate("20%")).findings[1]
    assert finding.values["effect"] == "250.00元"
    assert finding.grade is Grade.QUESTION


def test_a_dear_bid_is_not_unbalanced_where_levels_are_taken_out() -> None:
    bills = priced(甲=("100", "200"), 乙=("100", "200"), 丙=("150", "300"))
    assert level_of(bills["丙"], bills) == Rate("3/2")
    assert len(unbalanced(bills, tolerance=Rate("10%")).findings) == 2
    assert unbalanced(bills, tolerance=Rate("10%"), levelled=True).findings == ()


def test_medians_need_three_prices() -> None:
    bills = priced(甲=("100",), 乙=("300",))
    assert unbalanced(bills, tolerance=Rate("10%")).unknown == {"CL-10": ("甲 0", "乙 0")}
    assert level_of(bills["甲"], bills) is None
    free = priced(甲=("0",), 乙=("0",), 丙=("1",))
    assert unbalanced(free, tolerance=Rate("10%")).findings == ()
    without = {name: bill(line("0", None, price)) for name, price in (("甲", "1"), ("乙", "1"), ("丙", "9"))}
    assert unbalanced(without, tolerance=Rate("10%")).findings[0].values["effect"] == "…"


PRICES = [f"{n * n}.{n:02}" for n in range(11, 31)]


def times(factor: str) -> list[str]:
    return [str((Decimal(price) * Decimal(factor)).quantize(Decimal("0.01"))) for price in PRICES]


def flags(bills: dict[str, PricedBill], **given: Any) -> list[tuple[str, str]]:
    found = similar_bills(bills, lot="A1", **given)
    return [(flag.case, "".join(flag.parties)) for flag in found.flags]


def test_prices_that_are_the_same_in_half_of_the_lines() -> None:
    half = PRICES[:10] + [f"{n}.37" for n in range(100, 110)]
    assert flags(priced(甲=PRICES, 乙=half)) == [("lines", "甲乙")]
    assert flags(priced(甲=PRICES, 乙=["1.01", *half[1:]])) == []
    everybody = priced(甲=PRICES, 乙=half, 丙=PRICES[:10] + [f"{n}.91" for n in range(200, 210)])
    assert flags(everybody, least=5) == []  # what all three have in common is a tariff
    given = bill(*(line(str(n), "10", price) for n, price in enumerate(PRICES)))
    assert flags(priced(甲=PRICES, 乙=half), given=given, least=5) == []


def test_prices_at_one_factor() -> None:
    assert flags(priced(甲=PRICES, 乙=times("1.03"))) == [("factor", "甲乙")]
    assert flags(priced(甲=times("1.03"), 乙=PRICES)) == [("factor", "甲乙")]
    noisy = [str(Decimal(price) + n) for n, price in enumerate(times("1.03"))]
    assert flags(priced(甲=PRICES, 乙=noisy)) == []
    few = similar_bills(priced(甲=PRICES[:9], 乙=times("1.03")[:9]), lot="A1")
    assert few.missing("RF-04") == {"10 lines to compare": 1}


def test_factors_nobody_can_tell() -> None:
    assert common_factor([yuan("0.05")], [yuan("0.06")]) is None
    assert common_factor([yuan(5)], [Money("5美元")]) is None
    assert common_factor([yuan(5), yuan(7)], [yuan(5), yuan(7)]) is None


def test_the_same_slip_in_one_line() -> None:
    bills = {name: bill(line("1", "2", price, amount)) for name, price, amount in (("甲", "3", "7"), ("乙", "4", "9"))}
    assert flags(bills) == [("mistake", "甲乙")]
    bills["乙"] = bill(line("1", "2", "4", "8"), line("2", "1", "1", "1"))
    assert flags(bills) == []


def test_a_lot_cleared() -> None:
    marks = (BidMarks(mac="A1-B2"),)
    one = Bid(bidder=Party(name="甲"), lot_code="1", price=yuan(2001), bill=bid_bill(), marks=marks)
    other = Bid(bidder=Party(name="乙"), lot_code="1", bill=bid_bill(total="2000.01"), marks=marks)
    again = other.evolve(bill=bid_bill())
    tender = Tender(title="道路", lots=(Lot(code="1"), Lot(code="2")))
    file = TenderFile(
        tender=tender, bids=(one, other, again, Bid(bidder=Party(name="丙"), lot_code="2")), ceiling_bill=GIVEN
    )
    found = clear(file, tolerance=Rate("10%"))
    told = [(finding.key, finding.rule, finding.case) for finding in found.findings]
    assert told[:2] == [("甲", "CL-03", "price"), ("甲", "CL-03", "")]
    assert ("乙", "CL-08", "") in told
    assert ("乙（3）", "CL-03", "") in told
    assert [flag.case for flag in found.flags] == ["mark"]
    assert found.unknown["CL-03"][:1] == ("乙 price",)
    assert len(found.about("乙")) == 2
    assert (
        json.loads(json.dumps(found.to_dict()))["findings"][0]["message"] == "甲：CL-03 开标价 2001元，清单总价 2000元"
    )
    assert found.findings[0].text("en") == "甲: CL-03 opened at 2001元, the bill's total is 2000元"
    assert clear(file.evolve(ceiling_bill=None)).of("CL-10") == ()

"""Laws of red flags and clearing: patterns as brute force finds them, columns as records, exact chances, bills."""

from __future__ import annotations

import importlib
import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from zhengwu.errors import UnknownNameError
from zhengwu.exact import Money, Rate, yuan
from zhengwu.findings import Grade
from zhengwu.records import Party
from zhengwu.trading import Tender
from zhengwu.trading.award import Award
from zhengwu.trading.bid import Bid, BidMarks
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing import check_arithmetic, common_factor, corrected
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags import (
    PatternKind,
    bidding_groups,
    lot_columns,
    lot_views,
    patterns,
    price_patterns,
    screen_lots,
)
from zhengwu.trading.flags.chance import at_least, meetings_at_least
from zhengwu.trading.flags.fences import fences

Row = dict[str, Any]
PRICES = st.lists(st.integers(1, 60) | st.integers(10**8, 10**8 + 50), min_size=1, max_size=7)


@given(PRICES)
@example([1, 2, 3])
def test_arithmetic_progressions_are_those_of_brute_force(prices: list[int]) -> None:
    found = [pattern for pattern in price_patterns(prices) if pattern.kind is PatternKind.ARITHMETIC]
    values = sorted(set(prices))
    runs = [
        chosen
        for size in range(3, len(values) + 1)
        for chosen in combinations(values, size)
        if len({after - before for before, after in pairwise(chosen)}) == 1
    ]
    longest = max(map(len, runs), default=0)
    assert [len(pattern.members) for pattern in found] == ([longest] if longest else [])
    for pattern in found:
        told = tuple(prices[place] for place in pattern.members)
        assert told in runs
        assert pattern.step == told[1] - told[0]


@given(st.integers(10**6, 10**9), st.fractions(Fraction(101, 100), Fraction(3, 2), max_denominator=1000))
def test_a_rounded_geometric_progression_is_found(first: int, factor: Fraction) -> None:
    prices = [round(first * factor**power) for power in range(4)]
    kinds = [pattern for pattern in price_patterns(prices) if pattern.kind is PatternKind.GEOMETRIC]
    assert [len(pattern.members) for pattern in kinds] == [4]
    assert abs(Fraction(kinds[0].step or 0) - factor) < Fraction(1, 10**5)


@given(st.lists(st.integers(10**8, 10**9), min_size=2, max_size=6), st.integers(0, 10**6))
def test_patterns_do_not_depend_on_the_order_of_the_bids(prices: list[int], seed: int) -> None:
    order = list(range(len(prices)))
    random.Random(seed).shuffle(order)  # noqa: S311
    mixed = [prices[place] for place in order]

    def told(found: Sequence[int]) -> set[tuple[object, ...]]:
        patterns = price_patterns(found)
        return {(p.kind, p.step, tuple(found[m] for m in p.members), p.is_telling) for p in patterns}

    assert told(prices) == told(mixed)


REGULAR = st.tuples(
    st.integers(1, 10**10), st.integers(1, 10**8), st.sampled_from([None, 1, "1.01", "0.98", "1.5"]), st.integers(0, 7)
)


@given(REGULAR, st.lists(st.integers(1, 10**10), max_size=4))
@example((10**8, 10**5, "1.01", 0), [])
def test_a_look_at_every_pair_rules_out_no_pattern(planted: tuple[int, int, Any, int], others: list[int]) -> None:
    """Progressions and multiples that are planted among other prices are found as the searches find them alone."""
    first, step, factor, zeros = planted
    by = Fraction(factor or 1)
    run = [first + step * n if factor is None else max(1, round(first * by**n)) for n in range(3)]
    prices = sorted({max(1, price // 10**zeros) for price in [*run, *others]})
    if len(prices) > 2:
        regular = patterns._longest_arithmetic(prices) or patterns._longest_geometric(prices)
        assert not regular or patterns._may_be_regular(prices)
        multiples = list(patterns._multiples(prices, set(), 1, prices))
        assert not multiples or patterns._may_be_regular(prices)


@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=4), max_size=24),
    st.integers(0, 6),
    st.fractions(0, 1, max_denominator=6),
)
def test_groups_are_those_of_all_pairs_counted(lots: list[list[str]], least: int, share: Fraction) -> None:
    """Every two of a group met often enough, and a pair that did is in a group: so says a count of every pair."""
    views = lot_columns(
        {"lot": [f"L{n}" for n in range(len(lots))]},
        {
            "lot": [f"L{n}" for n, names in enumerate(lots) for _ in names],
            "bidder": [name for names in lots for name in names],
        },
    )
    met = [n for n, names in enumerate(lots) if len(set(names)) > 1]  # where nobody else bid nobody was met
    sets = {name: {n for n in met if name in lots[n]} for name in "甲乙丙丁戊"}

    def often(one: str, other: str) -> bool:
        both, either = len(sets[one] & sets[other]), len(sets[one] | sets[other])
        return both > 0 and both >= least and Fraction(both, either) >= share

    triples = [group for group in combinations("甲乙丙丁戊", 3) if all(often(*pair) for pair in combinations(group, 2))]
    found = bidding_groups(views, least=least, share=Rate(share)).flags
    cliques = [set(flag.parties) for flag in found if flag.case == "clique"]
    assert all(often(one, other) for clique in cliques for one, other in combinations(clique, 2))
    assert all(any(set(group) <= clique for clique in cliques) for group in triples)


def test_lots_that_come_in_batches_show_what_they_show_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = random.Random(3)  # noqa: S311
    keys = [f"L{n}" for n in range(60)]
    bidders = [["甲", "乙", "丙", f"企业{drawn.randrange(9)}"] for _ in keys]
    prices = [[10**8, *(drawn.randrange(10**8 + 10**6, 10**8 + 2 * 10**6) for _ in range(3))] for _ in keys]
    prices[11][1:] = [2 * 10**8, 3 * 10**8, 3 * 10**8]  # far off, and two of them equal
    columns: dict[str, list[Any]] = {
        "lot": [key for key in keys for _ in range(4)],
        "bidder": [name for names in bidders for name in names],
        "price": [price for row in prices for price in row],
        "rejected": [place == 3 and drawn.random() < 0.3 for _ in keys for place in range(4)],
    }
    lots: dict[str, list[Any]] = {"lot": keys, "method": ["公开招标"] * 60, "buyer": [f"B{n % 7}" for n in range(60)]}
    lots["winner"] = ["甲"] * 60
    views = lot_columns(lots, columns)
    at_once = screen_lots(views)
    monkeypatch.setattr(importlib.import_module("zhengwu.trading.flags.screen"), "_BATCH", 7)
    assert screen_lots(iter(views)) == at_once
    assert {flag.rule for flag in at_once.flags} >= {"RF-03", "RF-04", "RF-11"}
    some = screen_lots(views, rules=("RF-04", "RF-09"))
    assert some.flags == at_once.of("RF-04") + at_once.of("RF-09")
    assert set(some.checked) == {"RF-04", "RF-09"}
    with pytest.raises(UnknownNameError, match="RF-02"):
        screen_lots(views, rules=["RF-02"])


@given(st.integers(0, 10**6))
@settings(max_examples=30)
def test_unrelated_prices_hardly_ever_raise_a_question(seed: int) -> None:
    """Of 40 lots with five unrelated prices to the 分, at most two; on average it is less than a tenth of one."""
    drawn = random.Random(seed)  # noqa: S311
    lots = [[drawn.randrange(10**9, 2 * 10**9) for _ in range(5)] for _ in range(40)]
    assert sum(any(pattern.is_telling for pattern in price_patterns(prices)) for prices in lots) <= 2


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(1, 9)), min_size=4, max_size=12))
def test_fences_are_quartiles_of_the_sorted_values(ratios: list[tuple[int, int]]) -> None:
    found = fences(ratios)
    assert found is not None
    values = sorted(Fraction(n, d) for n, d in ratios)

    def quantile(share: Fraction) -> Fraction:
        at = share * (len(values) - 1)
        low = int(at)
        high = min(low + 1, len(values) - 1)
        return values[low] + (values[high] - values[low]) * (at - low)

    assert (found.first, found.third) == (quantile(Fraction(1, 4)), quantile(Fraction(3, 4)))
    assert found.low <= found.first <= found.third <= found.high


def test_fences_tell_apart_what_their_keys_do_not() -> None:
    """Ratios nearer than a key is fine are still put in order."""
    base = 10**40
    near = [(base + step, base) for step in (3, 1, 2, 0, 4)]
    found = fences(near)
    assert found is not None
    assert (found.first, found.third) == (Fraction(base + 1, base), Fraction(base + 3, base))


@given(st.lists(st.fractions(0, 1, max_denominator=6), max_size=6), st.integers(-1, 7))
def test_chances_are_those_of_all_outcomes(chances: list[Fraction], count: int) -> None:
    likely = Fraction(0)
    for outcome in product((0, 1), repeat=len(chances)):
        weight = Fraction(1)
        for hit, chance in zip(outcome, chances, strict=True):
            weight *= chance if hit else 1 - chance
        likely += weight if sum(outcome) >= count else 0
    assert at_least(count, chances) == likely


@given(
    st.integers(1, 7).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))), st.integers(-1, 8)
)
def test_meetings_are_those_of_all_choices(sizes: tuple[int, int, int], count: int) -> None:
    draws, ones, others = sizes
    mine = set(range(ones))
    choices = [len(mine & set(chosen)) for chosen in combinations(range(draws), others)]
    assert meetings_at_least(count, draws=draws, ones=ones, others=others) == Fraction(
        sum(met >= count for met in choices), len(choices)
    )


@st.composite
def lots(draw: st.DrawFn) -> list[Row]:
    """Lots with bids, as plain values."""
    size = draw(st.integers(1, 4))
    found = []
    for number in range(size):
        bidders = draw(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=4, unique=True))
        found.append(
            {
                "lot": f"L{number}",
                "method": draw(st.sampled_from(["公开招标", "询价", None])),
                "winner": draw(st.sampled_from([None, *bidders])),
                "buyer": draw(st.sampled_from(["局一", "局二"])),
                "bids": [
                    {
                        "bidder": bidder,
                        "price": draw(st.none() | st.integers(100, 105)),
                        "rejected": draw(st.none() | st.booleans()),
                        "account": draw(st.none() | st.sampled_from("12")),
                        "mac": draw(st.none() | st.sampled_from(["A1", "00-00"])),
                    }
                    for bidder in bidders
                ],
            }
        )
    return found


def as_file(row: Row) -> TenderFile:
    bids = tuple(
        Bid(
            bidder=Party(name=bid["bidder"]),
            price=None if bid["price"] is None else yuan(bid["price"]) / 100,
            is_rejected=bid["rejected"],
            deposit_account=bid["account"],
            marks=None if bid["mac"] is None else (BidMarks(mac=bid["mac"]),),
        )
        for bid in row["bids"]
    )
    awards = None if row["winner"] is None else (Award(winner=Party(name=str(row["winner"]))),)
    tender = Tender.single(title="道路", code=row["lot"], method=row["method"], owner=Party(name=str(row["buyer"])))
    return TenderFile(tender=tender, bids=bids, awards=awards)


@given(lots())
def test_columns_show_what_records_show(rows: list[Row]) -> None:
    from_records = screen_lots(lot_views(map(as_file, rows)))
    # A price-only award is read from the method on the record path, and told by a column on the other.
    table: dict[str, list[Any]] = {
        "lot": [row["lot"] for row in rows],
        "method": [row["method"] for row in rows],
        "winner": [row["winner"] for row in rows],
        "buyer": [row["buyer"] for row in rows],
        "by_price": [True if row["method"] == "询价" else None for row in rows],
    }
    names = ("bidder", "price", "rejected", "account", "mac")
    bids = {
        "lot": [row["lot"] for row in rows for _ in row["bids"]],
        **{name: [bid[name] for row in rows for bid in row["bids"]] for name in names},
    }
    from_columns = screen_lots(lot_columns(table, bids))
    left = [(flag.rule, flag.text(), flag.grade) for flag in from_records.flags]
    assert left == [(flag.rule, flag.text(), flag.grade) for flag in from_columns.flags]
    for rule, checked in from_records.checked.items():
        assert from_columns.checked[rule] == checked
        if rule != "RF-07":  # records of bids have a place for people, these columns have none
            assert from_columns.missing(rule) == from_records.missing(rule)


AMOUNTS = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)
QUANTITIES = st.decimals(Decimal("0.001"), Decimal(9999), places=3)
LINES = st.tuples(QUANTITIES, AMOUNTS, AMOUNTS, st.sampled_from(["A", "B", None]))


@given(st.lists(LINES, min_size=1, max_size=6), AMOUNTS)
def test_a_bill_put_right_agrees_with_itself(
    rows: list[tuple[Decimal, Decimal, Decimal, str | None]], total: Decimal
) -> None:
    lines = [
        PricedLine(code=str(n), quantity=quantity, unit_price=yuan(price), amount=yuan(amount), section=section)
        for n, (quantity, price, amount, section) in enumerate(rows)
    ]
    sections = {section for *_, section in rows if section is not None}
    lines += [PricedLine(code=code, kind=LineKind.SUBTOTAL, amount=yuan(1)) for code in sections]
    bill = PricedBill(lines=tuple(lines), total=yuan(total))
    right = corrected(bill)
    assert check_arithmetic(right, bidder="甲").findings == ()
    assert corrected(right) == right
    parts = [line.amount for line in right.lines if line.kind is not LineKind.SUBTOTAL]
    assert right.total == sum((part for part in parts if part is not None), start=Money("0元"))


@given(
    st.lists(AMOUNTS.filter(lambda price: price >= 10), min_size=3, max_size=8),
    st.integers(900, 1100).filter(lambda n: n != 1000),
)
def test_one_factor_through_all_lines_is_found(prices: list[Decimal], thousandths: int) -> None:
    factor = Decimal(thousandths).scaleb(-3)
    theirs = [(price * factor).quantize(Decimal("0.01")) for price in prices]
    found = common_factor([yuan(price) for price in prices], [yuan(price) for price in theirs])
    if found is None:  # rounding took the factor away
        assert theirs == prices
    else:
        assert found[1] >= sum(price >= 10 for price in theirs)


def test_no_sign_is_an_error() -> None:
    rows = [{"lot": "L", "method": "公开招标", "winner": "甲", "buyer": "局", "bids": [
        {"bidder": name, "price": 10**8 + 7, "rejected": name != "甲", "account": "1", "mac": "A1"} for name in "甲乙丙"
    ]}]  # fmt: skip
    found = screen_lots(lot_views(map(as_file, rows)))
    assert {flag.rule for flag in found.flags} == {"RF-04", "RF-05", "RF-06", "RF-08"}
    assert all(flag.grade is not Grade.ERROR and flag.definition.not_proof_zh for flag in found.flags)

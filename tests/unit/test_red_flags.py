"""Red flags: each raised on one side of its bound and not on the other, unknown where the field it needs is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from zhengwu.errors import AmountError, UnknownNameError, ZhengwuError
from zhengwu.exact import Money, Rate, wan, yuan
from zhengwu.findings import Grade
from zhengwu.records import Party
from zhengwu.reference.red_flags import red_flags
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender
from zhengwu.trading.award import Award, Contract, Performance, Supplement
from zhengwu.trading.bid import Bid, BidMarks, Person
from zhengwu.trading.draws import Draw, DrawPlan, DrawSubject, Entry, Quota, draw
from zhengwu.trading.evaluation import Committee, CommitteeMember, Evaluation, Score
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags import (
    ColumnError,
    LotView,
    RedFlag,
    Screening,
    SittingView,
    bidding_groups,
    changed_contracts,
    contract_columns,
    contract_views,
    gaps_to_second,
    lot_columns,
    lot_views,
    near_thresholds,
    often_met,
    rejection_shares,
    rejections,
    sale_columns,
    sale_views,
    same_accounts,
    same_marks,
    same_people,
    screen,
    screen_lots,
    short_periods,
    similar_prices,
    single_bids,
    sitting_columns,
    sitting_views,
    unexplained_rate,
    unrepeatable_draws,
    zero_premiums,
)
from zhengwu.trading.flags.chance import at_least, meetings_at_least
from zhengwu.trading.prices import PriceForm
from zhengwu.trading.rules import check

NAMES = "甲乙丙丁戊己庚辛"


def lot(key: str = "A1", **fields: Any) -> LotView:
    """A view whose bidders, where any are given, are read by the same names."""
    if "bidders" in fields:
        fields.setdefault("names", fields["bidders"])
        fields.setdefault("count", len(fields["bidders"]))
    return LotView(key=key, **fields)


def cases(found: Screening) -> list[tuple[str, str, Grade]]:
    return [(flag.key, flag.case, flag.grade) for flag in found.flags]


# RF-01


@pytest.mark.parametrize(
    ("fields", "raised", "missing"),
    [
        ({"method": "open_tender", "count": 1, "concluded": True}, True, None),
        ({"method": "invited_tender", "count": 1, "concluded": True}, True, None),
        ({"method": "open_tender", "count": 2, "concluded": True}, False, None),
        ({"method": "open_tender", "count": 1, "concluded": False}, False, None),
        ({"method": "single_source", "count": 1, "concluded": True}, False, None),
        ({"method": "open_tender", "count": 1}, False, "outcome"),
        ({"method": "open_tender"}, False, "bids"),
        ({"method": "other", "count": 1, "concluded": True}, False, "method"),
        ({"count": 1, "concluded": True}, False, "method"),
    ],
)
def test_a_single_bid(fields: dict[str, Any], raised: bool, missing: str | None) -> None:
    found = single_bids([lot(**fields)])
    assert bool(found.flags) is raised
    assert dict(found.missing("RF-01")) == ({} if missing is None else {missing: 1})
    assert found.checked["RF-01"] == (missing is None)


# RF-02


def test_a_short_period_is_what_the_rules_call_short() -> None:
    def tender(days: int | None) -> Tender:
        deadline = None if days is None else date(2017, 3, 1) + timedelta(days=days)
        return Tender.single(
            title="道路", code="A1", trade_class="工程建设", method="公开招标", must_tender=True,
            notice=date(2017, 3, 1), bid_deadline=deadline,
        )  # fmt: skip

    def found(days: int | None) -> Screening:
        events = {"document_issue_start": date(2017, 3, 1)}
        return short_periods([check(tender(days), facts=events)])

    assert [flag.values["rule"] for flag in found(19).flags] == ["PD-W-03"]
    assert found(20).flags == ()
    assert found(20).checked["RF-02"] == 1
    assert "bid_deadline" in found(None).missing("RF-02")


# RF-03


def gaps(*seconds: int) -> list[LotView]:
    """Lots won at 1000, with these second prices."""
    return [
        lot(f"L{n}", bidders=["甲", "乙"], prices=[1000, second], rejected=[False, False], winner="甲", concluded=True)
        for n, second in enumerate(seconds)
    ]


def test_gaps_on_and_inside_their_fences() -> None:
    # Gaps of 5, 5, 6, 7, 7 %: fences at 2 and 10 %. Two more at the ends move the quartiles by nothing.
    body = [1050, 1050, 1060, 1070, 1070]
    assert cases(gaps_to_second(gaps(*body))) == []
    found = gaps_to_second(gaps(*body, 1010, 1150))
    assert cases(found) == [("L5", "close", Grade.QUESTION), ("L6", "far", Grade.QUESTION)]
    assert found.flags[1].values["gap"] == "15.00%"
    assert found.flags[1].parties == ("甲",)


def test_gaps_nobody_can_judge() -> None:
    few = gaps_to_second(gaps(1050, 1060, 1070))
    assert few.flags == ()
    assert few.missing("RF-03") == {"gaps of other lots": 3}
    same = gaps_to_second(gaps(*[1050] * 8, 1500))
    assert same.flags == ()
    assert same.missing("RF-03") == {"spread of the gaps": 9}


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"prices": [1, None], "rejected": [False, False], "winner": "甲"}, {"bid.price": 1}),
        ({"prices": [1, 2], "rejected": [False, None], "winner": "甲"}, {"bid.rejected": 1}),
        ({"prices": [1, 2], "rejected": [False, False]}, {"winner": 1}),
        ({"prices": [2, 1], "rejected": [False, False], "winner": "甲"}, {}),
        ({"prices": [1, 2], "rejected": [False, True], "winner": "甲"}, {}),
        ({"prices": [1, 2], "concluded": False}, {}),
    ],
)
def test_lots_without_a_gap(fields: dict[str, Any], missing: dict[str, int]) -> None:
    assert gaps_to_second([lot(bidders=["甲", "乙"], **fields)]).missing("RF-03") == missing


# RF-04


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ([981_234_567, 981_234_567], [("identical", Grade.QUESTION)]),
        ([100_000_000, 100_000_000], [("identical", Grade.NOTE)]),
        ([10_034_211, 10_135_422, 10_236_633], [("arithmetic", Grade.QUESTION)]),
        ([10_000_000, 10_500_000, 11_000_000, 10_123_457], [("arithmetic", Grade.NOTE)]),
        ([981_234_567, 1_030_296_295, 1_081_811_110], [("geometric", Grade.QUESTION)]),
        ([981_234_567, 991_046_913], [("multiple", Grade.QUESTION)]),
        ([981_234_567, 991_046_914], []),
        ([1_000_000, 1_010_000], []),
        ([10_034_211, 10_135_422, 10_236_634], []),
    ],
)
def test_prices_in_a_pattern(prices: list[int], expected: list[tuple[str, Grade]]) -> None:
    found = similar_prices([lot(bidders=list(NAMES[: len(prices)]), prices=prices)])
    assert [(flag.case, flag.grade) for flag in found.flags] == expected


def test_prices_that_are_the_ceiling_or_one_bidders_own() -> None:
    at_ceiling = lot(bidders=["甲", "乙"], prices=[981_234_567] * 2, ceiling=981_234_567)
    twice = lot("A2", bidders=["甲", "甲", "乙"], prices=[981_234_567, 981_234_567, 3])
    assert cases(similar_prices([at_ceiling, twice])) == [("A1", "identical", Grade.NOTE)]


def test_prices_nobody_knows() -> None:
    views = [lot("A1"), lot("A2", bidders=["甲", "乙"], prices=[1, None]), lot("A3", bidders=["甲"], prices=[1])]
    assert similar_prices(views).missing("RF-04") == {"bid.price": 2}


# RF-05 to RF-07


def test_marks_accounts_and_people() -> None:
    view = lot(
        bidders=["甲", "乙", "丙", "甲"],
        marks=[[("mac", "AA-01")], [("mac", "AA-01"), ("cpu", "9")], [("cpu", "8")], [("cpu", "8")]],
        accounts=["1", "2", "2", None],
        people=[[("number", "n1")], [("number", "n1")], [("name", "张三")], [("name", "张三")]],
    )
    assert [flag.parties for flag in same_marks([view]).flags] == [("甲", "乙"), ("丙", "甲")]
    assert [flag.parties for flag in same_accounts([view]).flags] == [("乙", "丙")]
    assert [(flag.parties, flag.grade) for flag in same_people([view]).flags] == [
        (("甲", "乙"), Grade.QUESTION),
        (("丙", "甲"), Grade.NOTE),
    ]


@pytest.mark.parametrize(
    "value", ["00-00-00-00-00-00", "FF:FF:FF:FF:FF:FF", "Administrator", "Default string", "none", " "]
)
def test_a_mark_that_nobody_set_joins_nobody(value: str) -> None:
    view = lot(bidders=["甲", "乙"], marks=[[("mac", value)], [("mac", value)]])
    assert same_marks([view]).flags == ()


@pytest.mark.parametrize("look", [same_marks, same_accounts, same_people])
def test_what_joins_is_unknown(look: Callable[[Iterable[LotView]], Screening]) -> None:
    one = {"marks": [[("mac", "A1")], []], "accounts": ["1", None], "people": [[("name", "张三")], []]}
    found = look([lot("A1", bidders=["甲", "乙"]), lot("A2", bidders=["甲", "乙"], **one), lot("A3", bidders=["甲"])])
    (rule,) = found.checked
    assert found.flags == ()
    assert sum(found.missing(rule).values()) == 2


def test_nothing_private_is_told() -> None:
    view = lot(
        bidders=["甲", "乙"],
        marks=[[("mac", "SECRET")]] * 2,
        accounts=["SECRET"] * 2,
        people=[[("name", "SECRET")]] * 2,
    )
    found = screen_lots([view])
    assert len(found.flags) == 3
    assert "SECRET" not in repr(found)
    assert "SECRET" not in json.dumps(found.to_dict())


# RF-08


@pytest.mark.parametrize(
    ("rejected", "by_price", "expected", "missing"),
    [
        ([False, True, True], False, ["others"], {}),
        ([False, False, True], False, [], {}),
        ([False, True, False], True, ["lowest"], {}),
        ([False, True, True], True, ["others", "lowest"], {}),
        ([False, True, False], None, [], {"award criterion": 1}),
        ([False, None, True], True, [], {"bid.rejected": 1}),
        ([False, False, False], None, [], {}),
    ],
)
def test_rejections(
    rejected: list[bool | None], by_price: bool | None, expected: list[str], missing: dict[str, int]
) -> None:
    view = lot(bidders=["甲", "乙", "丙"], prices=[3, 1, 2], rejected=rejected, by_price=by_price, winner="甲")
    found = rejections([view])
    assert [flag.case for flag in found.flags] == expected
    assert found.missing("RF-08") == missing


def test_rejections_without_a_winner_or_a_price() -> None:
    unknown = lot("A1", bidders=["甲", "乙"], rejected=[False, True])
    failed = lot("A2", bidders=["甲", "乙"], rejected=[True, True], concluded=False)
    unpriced = lot("A3", bidders=["甲", "乙"], prices=[None, 1], rejected=[False, True], by_price=True, winner="甲")
    found = rejections([unknown, failed, unpriced])
    assert found.missing("RF-08") == {"winner": 1, "bid.price": 1}


# RF-09


def test_shares_of_rejections() -> None:
    views = []
    for buyer in range(8):
        for number in range(2):
            rejected = [buyer == 7, False, buyer % 2 == 1 and number == 1, buyer == 7]
            names = [f"{buyer}{number}{place}" for place in range(4)]
            views.append(
                lot(f"{buyer}-{number}", bidders=names, rejected=rejected, buyer=f"局{buyer}", agency="同一家")
            )
    found = rejection_shares(views)
    assert [(flag.case, flag.key) for flag in found.flags] == [("buyer", "局7")]
    assert found.flags[0].values["rejected"] == "5"
    assert found.missing("RF-09") == {"shares of other agencies": 1}


def test_shares_that_are_all_alike_tell_nothing() -> None:
    views = [lot(str(n), bidders=[f"{n}甲", f"{n}乙"], rejected=[False, False], buyer=f"局{n // 2}") for n in range(10)]
    assert rejection_shares(views).missing("RF-09")["spread of the shares"] == 5
    unknown = [lot("x", bidders=["甲"]), lot("y", bidders=["甲"], rejected=[False]), lot("z", bidders=[], rejected=[])]
    assert rejection_shares(unknown).missing("RF-09") == {"bid.rejected": 1, "owner": 1}


# RF-10


def near(amount: int | None, **fields: Any) -> LotView:
    return lot(**{"method": "inquiry", "amount": amount, **fields})


@pytest.mark.parametrize(
    ("amount", "raised"), [(38_000_000, True), (37_999_999, False), (39_999_999, True), (40_000_000, False)]
)
def test_amounts_below_a_threshold(amount: int, raised: bool) -> None:
    assert bool(near_thresholds([near(amount)], wan(40)).flags) is raised


def test_a_year_of_lots_above_the_threshold() -> None:
    common = {"buyer": "局", "category": "政府采购", "on": date(2017, 5, 1)}
    two = [near(20_000_000, key="1", **common), near(20_000_001, key="2", **common)]
    assert [flag.case for flag in near_thresholds(two, wan(40)).flags] == ["sum"]
    assert near_thresholds([two[0], near(20_000_000, key="2", **common)], wan(40)).flags == ()
    other_year = near(20_000_001, key="2", **{**common, "on": date(2018, 5, 1)})
    assert near_thresholds([two[0], other_year], wan(40)).flags == ()
    opened = near(20_000_001, key="2", **{**common, "method": "open_tender"})
    assert near_thresholds([two[0], opened], wan(40)).flags == ()


def test_thresholds_nobody_knows() -> None:
    views = [near(None), near(1, method=None), near(1)]
    assert near_thresholds(views, lambda _: None).missing("RF-10") == {"estimate": 1, "method": 1, "threshold": 1}
    assert near_thresholds([near(1)], wan(40)).missing("RF-10") == {"owner": 1, "project_class": 1, "date": 1}


# RF-11


def meetings(winners: str, bidders: str = "甲乙丙") -> list[LotView]:
    start = date(2017, 1, 1)
    return [
        lot(f"L{n}", bidders=list(bidders), winner=winner, on=start + timedelta(days=n))
        for n, winner in enumerate(winners)
    ]


def test_who_always_meets_and_wins_in_turn() -> None:
    found = bidding_groups(meetings("甲乙丙甲乙丙"))
    assert [flag.case for flag in found.flags] == ["clique", "rotation"]
    assert found.flags[1].values["winners"] == "甲、乙、丙、甲、乙、丙"
    assert found.flags[1].values["chance"] == "2/243"
    assert [flag.case for flag in bidding_groups(meetings("甲乙丙甲丙乙")).flags] == ["clique"]
    assert bidding_groups(meetings("甲乙丙甲")).flags == ()
    assert [flag.case for flag in bidding_groups(meetings("甲乙" * 4, "甲乙")).flags] == ["rotation"]
    assert bidding_groups(meetings("甲乙" * 3, "甲乙")).flags == ()  # by chance 1 in 32


def test_who_meets_in_less_than_half_of_the_lots() -> None:
    views = meetings("甲乙丙甲丙乙") + [lot(f"X{n}", bidders=["甲", "丁"]) for n in range(7)]
    assert [flag.parties for flag in bidding_groups(views).flags] == []
    assert [flag.case for flag in bidding_groups(views, share=Rate("6/13")).flags] == ["clique"]


def test_groups_nobody_can_tell() -> None:
    crowd = lot("C", bidders=[str(n) for n in range(201)])
    undated = [lot(f"U{n}", bidders=["甲", "乙"], winner="甲") for n in range(5)]
    unwon = [lot(f"W{n}", bidders=["丙", "丁"], on=date(2017, 1, 1)) for n in range(5)]
    found = bidding_groups([lot("N"), crowd, *undated, *unwon])
    assert found.missing("RF-11") == {"bid.bidder": 1, "at most 200 bidders": 1, "date": 5, "winner": 5}


# RF-12


def test_sales_without_a_premium() -> None:
    seller = Party(name="某局")
    sales = [
        PropertyAuction(code=f"S{n}", title="车位", method="拍卖", start=wan(5), deal=wan(5), bids=1, seller=seller)
        for n in range(3)
    ]
    assert cases(zero_premiums(sale_views(sales))) == [
        ("S0", "zero", Grade.NOTE), ("S1", "zero", Grade.NOTE), ("S2", "zero", Grade.NOTE),
        ("某局", "again", Grade.QUESTION),
    ]  # fmt: skip
    two_bidders = sales[0].evolve(bids=2)
    assert [flag.case for flag in zero_premiums(sale_views([*sales[1:], two_bidders])).flags] == ["zero"] * 3
    others = [sales[0].evolve(deal=wan(6)), sales[0].evolve(method="协议转让"), sales[0].evolve(outcome=Outcome.UNSOLD)]
    assert zero_premiums(sale_views(others)).flags == ()
    assert zero_premiums(sale_views([sales[0].evolve(bids=None), sales[0].evolve(start=None)])).missing("RF-12") == {
        "bids": 1, "start_price": 1,
    }  # fmt: skip
    assert zero_premiums(sale_columns({"lot": ["S"], "deal": [5]})).missing("RF-12") == {"method": 1}


# RF-13


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"contract": 10_000}, []),
        ({"contract": 9_999}, ["contract"]),
        ({"contract": 10_000, "supplements": 1_000}, []),
        ({"contract": 10_000, "supplements": 1_001}, ["supplements"]),
        ({"contract": 10_000, "supplements": 1_001, "category": "工程建设"}, []),
        ({"contract": 10_000, "supplements": -500, "settled": 9_500}, []),
        ({"contract": 10_000, "supplements": -500, "settled": 9_501}, ["overrun"]),
        ({"contract": 10_000, "settled": 10_000}, []),
        ({"contract": 10_000, "settled": 10_001}, ["overrun"]),
    ],
)
def test_contracts(fields: dict[str, Any], expected: list[str]) -> None:
    row = {"lot": "A1", "award": 10_000, "category": "政府采购", **fields}
    found = changed_contracts(contract_columns({name: [value] for name, value in row.items()}))
    assert [flag.case for flag in found.flags] == expected


def test_contracts_of_files_and_what_they_lack() -> None:
    tender = Tender(
        title="两个标段", trade_class="政府采购", lots=(Lot(code="1", deal=wan(9)), Lot(code="2"), Lot(code="3"))
    )
    contract = Contract(lot_code="1", amount=wan(10), supplements=(Supplement(amount=wan(2)),))
    award = Award(lot_code="2", winner=Party(name="甲"), form=PriceForm.RATE, rate=Rate("95%"))
    settled = Performance(lot_code="1", settled=wan(13))
    file = TenderFile(tender=tender, contracts=(contract,), awards=(award,), performances=(settled,))
    found = changed_contracts(contract_views([file]))
    assert [(flag.key, flag.case) for flag in found.flags] == [
        ("1", "contract"),
        ("1", "supplements"),
        ("1", "overrun"),
    ]
    assert found.missing("RF-13") == {"contract.amount": 1}
    bare: dict[str, list[Any]] = {"lot": ["A"], "contract": [10], "supplements": [5]}
    assert changed_contracts(contract_columns(bare)).missing("RF-13") == {"award.amount": 1, "project_class": 1}
    assert len(changed_contracts(contract_columns(bare), limit=Rate("49%")).of("RF-13")) == 1


# RF-14


def test_experts_who_are_drawn_too_often_or_meet_one_winner() -> None:
    columns: dict[str, list[Any]] = {"lot": [str(n) for n in range(12)], "experts": [], "pool": [40] * 12, "winner": []}
    for n in range(12):
        columns["experts"].append((f"a{n % 4}", f"b{n % 3}", "Z") if n < 6 else (f"a{n % 4}", f"b{n % 3}", f"c{n}"))
        columns["winner"].append("甲" if n < 6 else "乙")
    found = often_met(sitting_columns(columns), level=Rate("1/20"))
    assert [(flag.key, flag.case) for flag in found.flags if flag.case == "drawn"] == [("Z", "drawn")]
    assert [flag.parties for flag in found.flags if flag.case == "pair"] == [("Z", "甲")]
    assert often_met(sitting_columns(columns), level=Rate("1/1000000")).flags == ()
    without = often_met([SittingView(key="1", experts=("Z",))])
    assert without.missing("RF-14") == {"committee.pool": 1, "winner": 1}
    with pytest.raises(AmountError, match="pool"):
        SittingView(key="1", experts=("Z", "Y"), pool=1)


def test_committees_of_files() -> None:
    members = (CommitteeMember(id="Z1"), CommitteeMember(id="Z2", is_drawn=False), CommitteeMember(name="业主代表"))
    file = TenderFile(
        tender=Tender.single(title="道路", code="A1", winner=Party(name="甲")), committees=(Committee(members=members),)
    )
    (one,) = sitting_views([file], pool=30)
    assert (one.experts, one.pool, one.winner) == (["Z1"], 30, "甲")
    assert next(sitting_views([file], pool={"A1": 9}.get)).pool == 9


# RF-15


def held(number: int, winner: str | None = None) -> tuple[Draw, str]:
    plan = DrawPlan(
        draw_no=str(number), subject=DrawSubject.AGENCY, quotas=(Quota(count=1),),
        entries=tuple(Entry(code=code) for code in "ABCDE"), public_source="指数",
    )  # fmt: skip
    found = draw(plan, public_value=str(number))
    return (found if winner is None else found.evolve(selected=(winner,))), plan.commitment


def test_draws_that_do_not_come_out_again() -> None:
    fair = unrepeatable_draws([held(n) for n in range(3)])
    assert fair.flags == ()
    assert fair.missing("RF-15") == {"at least 20 draws": 3}
    other = next(code for code in "ABCDE" if code not in held(1)[0].selected)
    found = unrepeatable_draws([held(1, other)])
    assert [flag.case for flag in found.flags] == ["different"]
    assert other in found.flags[0].values["recorded"]


def test_draws_that_are_uneven() -> None:
    rigged = unrepeatable_draws([held(n, "A") for n in range(20)])
    assert [flag.case for flag in rigged.flags][-1] == "uneven"
    assert unrepeatable_draws([held(n) for n in range(20)]).flags == ()


# RF-16


@pytest.mark.parametrize(
    ("printed", "fields", "explained"),
    [
        ("18%", {"deal": "24380.43万元", "budget": "30005.94万元"}, True),  # cut off from 18.748 %
        ("10.7%", {"deal": "92.3292亿元", "budget": "102.2106亿元"}, True),  # over the deal
        ("9.67%", {"deal": "92.3292亿元", "budget": "102.2106亿元"}, True),
        ("10.6%", {"deal": "92.3292亿元", "budget": "102.2106亿元"}, False),
        ("18.26%", {"deal": wan(358), "budget": "438万元", "ceiling": wan(400)}, True),
        ("10.50%", {"deal": wan(358), "budget": "438万元", "ceiling": wan(400)}, True),
        ("10.51%", {"deal": wan(358), "budget": wan(438), "ceiling": wan(400)}, False),
    ],
)
def test_rates_in_print(printed: str, fields: dict[str, Any], explained: bool) -> None:
    assert (not unexplained_rate(printed, key="A1", **fields).flags) is explained


def test_rates_without_a_base() -> None:
    assert unexplained_rate("1%", deal=wan(1), key="A").missing("RF-16") == {"budget, ceiling or estimate": 1}
    assert unexplained_rate("1%", deal=wan(1), budget=yuan(0), key="A").missing("RF-16") == {"a base above zero": 1}


# Views, columns, results


def test_views_of_files() -> None:
    uscc = "91320412MA1XXXXX0A"
    one, other = Party(name="甲公司", uscc=uscc), Party(name="乙公司")
    person = Person(name="张三", certificate="苏1")
    bids = (
        Bid(bidder=one, lot_code="1", price=yuan("10.005"), manager=person, marks=(BidMarks(mac="A1", cpu="9"),)),
        Bid(
            bidder=other,
            lot_code="1",
            form=PriceForm.RATE,
            rate=Rate("95%"),
            team=(Person(name="李四"), Person(role="员")),
        ),
        Bid(bidder=other, lot_code="2", price=Money("3美元")),
        Bid(bidder=one, lot_code="2", price=yuan(3)),
    )
    score = Score.validate({"factor": "价格", "value": "9", "is_price": True})
    evaluations = (
        Evaluation(lot_code="1", bidder=other, is_rejected=True, scores=(score,)),
        Evaluation(lot_code="2", bidder=other, is_rejected=True),
    )
    awards = (
        Award(lot_code="1", attempt=2, winner=one),
        Award(lot_code="1", attempt=1, winner=other),
        Award(lot_code="1", attempt=3, winner=other, is_renounced=True),
    )
    tender = Tender(title="两个", code="T", method="询价", lots=(Lot(code="1"), Lot(code="2", outcome=Outcome.FAILED)))
    file = TenderFile(tender=tender, bids=bids, evaluations=evaluations, awards=awards)
    first, second = lot_views([file])
    assert (first.key, first.prices, first.scale, first.rejected) == ("T 1", [10005, None], 3, [None, True])
    assert (first.winner, first.concluded, first.by_price, first.bidders) == (uscc, True, True, [uscc, "乙公司"])
    assert first.marks == [[("mac", "A1"), ("cpu", "9")], []]
    assert first.people == [[("number", "苏1")], [("name", "李四")]]
    assert (second.prices, second.concluded) == ([None, None], False)
    assert uscc not in repr(similar_prices([first]))
    assert not any(private in repr(first) for private in (uscc, "苏1", "李四", "A1"))


def test_the_lowest_price_decides_where_every_score_is_one_of_price() -> None:
    scores = [
        Score.validate({"factor": "价格", "value": "9", "is_price": is_price}) for is_price in (True, False, None)
    ]

    def by_price(*chosen: Score) -> bool | None:
        evaluation = Evaluation(bidder=Party(name="甲"), scores=chosen)
        file = TenderFile(tender=Tender.single(title="道路", method="公开招标"), evaluations=(evaluation,))
        return next(lot_views([file])).by_price

    assert (by_price(scores[0]), by_price(scores[0], scores[1]), by_price(scores[0], scores[2])) == (True, False, None)


@pytest.mark.parametrize(
    ("lots", "bids", "error", "told"),
    [
        ({"lots": ["1"]}, None, ColumnError, "lots"),
        ({"method": ["公开招标"]}, None, ColumnError, "lot"),
        ({"lot": ["1"], "method": []}, None, ColumnError, "length"),
        ({"lot": ["1", "1"]}, None, ColumnError, "twice"),
        ({"lot": ["1"]}, {"lot": ["2"], "bidder": ["甲"]}, ColumnError, "bids only"),
        ({"lot": ["1"]}, {"lot": ["1"], "bidder": ["甲"], "price": [1.5]}, AmountError, "price"),
        ({"lot": ["1"]}, {"lot": ["1"], "bidder": ["甲"], "price": [0]}, AmountError, "price"),
        ({"lot": ["1"], "amount": [True]}, None, AmountError, "amount"),
    ],
)
def test_columns_that_do_not_go_together(lots: Any, bids: Any, error: type[ZhengwuError], told: str) -> None:
    with pytest.raises(error, match=told):
        lot_columns(lots, bids)


def test_columns_with_all_their_fields() -> None:
    bids: dict[str, list[Any]] = {
        "lot": ["1", "1"], "bidder": ["x", "y"], "name": ["甲", "乙"], "mac": ["A1", "A1"], "tool": [None, "7"],
        "person": ["p", None], "person_name": [None, "张三"], "account": ["1", "1"], "rejected": [False, False],
    }  # fmt: skip
    one, none = lot_columns({"lot": ["1", "2"], "winner": ["x", None]}, bids)
    assert one.marks == [[("mac", "A1")], [("mac", "A1"), ("tool", "7")]]
    assert one.people == [[("number", "p")], [("name", "张三")]]
    assert (one.concluded, none.count, none.bidders) == (True, 0, [])
    assert {flag.rule for flag in screen_lots([one]).flags} == {"RF-05", "RF-06"}


def test_every_sign_tells_what_it_needs_and_does_not_prove() -> None:
    rules = red_flags()
    assert list(rules) == [f"RF-{number:02}" for number in range(1, 17)]
    for rule in rules.values():
        assert rule.needs
        assert rule.origin
        assert rule.not_proof("zh")
        assert rule.not_proof("en")
        assert rule.messages


def test_no_flag_is_a_verdict() -> None:
    with pytest.raises(UnknownNameError, match="grade"):
        RedFlag(rule="RF-01", case="one", key="A1", grade=Grade.ERROR)


def test_all_signs_at_once() -> None:
    tender = Tender.single(title="道路", code="A1", method="公开招标", budget=wan(39), deal=wan(30), bids=1)
    sale = PropertyAuction(title="车位", method="拍卖", start=wan(5), deal=wan(5), bids=1)
    found = screen(
        [TenderFile(tender=tender)],
        sales=[sale],
        reports=[check(tender)],
        draws=[held(1)],
        threshold=wan(40),
        pool=10,
    )
    assert [flag.rule for flag in found.flags] == ["RF-01", "RF-12"]
    assert [flag.rule for flag in found.about("A1")] == ["RF-01"]
    assert {rule for rule in red_flags() if rule not in found.checked} == {"RF-16"}
    told = json.loads(json.dumps(found.to_dict()))
    assert told["flags"][0]["not_proof"] == red_flags()["RF-01"].not_proof_zh
    assert told["unknown"]["RF-15"] == {"at least 20 draws": 1}
    assert screen().flags == ()
    assert found.of("RF-12")[0].text("en").startswith("车位: RF-12 sold at the start price")
    assert found.checked["RF-01"] == 1


def test_chances_that_are_none() -> None:
    with pytest.raises(AmountError, match="chance"):
        at_least(1, [Fraction(3, 2)])
    with pytest.raises(AmountError, match="draws"):
        meetings_at_least(1, draws=2, ones=3, others=1)


def test_columns_in_any_order_and_one_bidder_twice() -> None:
    bids: dict[str, list[Any]] = {"lot": ["2", "1", "2"], "bidder": ["甲", "乙", "丙"], "price": [5, 6, 7]}
    first, second = lot_columns({"lot": ["1", "2"], "on": [date(2017, 1, 1)] * 2}, bids)
    assert (first.prices, second.prices, second.bidders) == ([6], [5, 7], ["甲", "丙"])
    assert first.on == date(2017, 1, 1)


def test_experts_at_or_below_the_mean_are_passed_over() -> None:
    rows: dict[str, list[Any]] = {
        "lot": ["1", "2"],
        "experts": [("Z",), ("Y",)],
        "pool": [2, 2],
        "winner": ["甲", None],
    }
    found = often_met(sitting_columns(rows))
    assert found.flags == ()
    assert found.missing("RF-14") == {"winner": 1}

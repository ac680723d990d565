"""Published rates of public resource trading, each explained by one base and one rounding of its printed amounts.

Sources: trading.md §9.2 and public bulletins, named by place and period: the amounts of 株洲 from its statistics of
2024-05-11, those of 宣城 from its monthly report 8 of 2019 (2019-09-20), those of 黔江 from the local paper's report of
the trading centre's first half. A printed rate is compared by intervals (§9.3): it agrees when an amount that prints as
told gives a rate that prints as told.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from zhengwu.exact import Figure, Interval, Rounding, wan
from zhengwu.reference.indicators import Variant, declarations
from zhengwu.trading import Answer, PropertyAuction, Tender, TenderFile, check
from zhengwu.trading.evaluation import Committee, CommitteeMember
from zhengwu.trading.sale import premium_spread

HALF_UP, TRUNC = Rounding.HALF_UP, Rounding.TRUNC
WUJIN, DISTRICT = "武进区 2017-Q1", "公共资源交易中心 2023-H1"
ZHUZHOU, XUANCHENG, QIANJIANG = "株洲市 2024-04", "宣城市 2019-08", "黔江区 一至六月"
BUREAU, CITY, SHENZHEN = "某区财政局 2019", "某市 2013-Q1", "深圳市 2020-01"


@attrs.frozen
class Printed:
    """A printed rate, the amounts it stands on (numerator and base, or base and deal), and the indicator it is."""

    place: str
    rate: str
    indicator: str
    amounts: Mapping[str, str]
    rounding: Rounding = HALF_UP


def saved(place: str, rate: str, budget: str, savings: str, *, rounding: Rounding = HALF_UP) -> Printed:
    return Printed(place, rate, "savings_rate:budget", {"budget": budget, "savings": savings}, rounding)


def spent(place: str, rate: str, deal: str, savings: str) -> Printed:
    return Printed(place, rate, "savings_rate:deal_plus_savings", {"deal": deal, "savings": savings})


def gained(place: str, rate: str, deal: str, premium: str) -> Printed:
    return Printed(place, rate, "premium_rate:deal_minus_premium", {"deal": deal, "premium": premium})


def part(place: str, rate: str, indicator: str, part_: str, whole: str, *, rounding: Rounding = HALF_UP) -> Printed:
    variant = variant_of(indicator)
    (numerator,), (base,) = variant.numerator, variant.denominator
    return Printed(place, rate, indicator, {numerator: part_, base: whole}, rounding)


def variant_of(name: str) -> Variant:
    indicator, _, variant = name.partition(":")
    return declarations()[indicator].variant(variant or None)


RATES = (
    # 武进区, 2017 first quarter: the rows in the order of the page, labels put right
    saved(WUJIN, "17.07%", "55000.92", "9387.91"),
    saved(WUJIN, "5.07%", "54478.28", "2763.84"),
    saved(WUJIN, "24.13%", "5588.04", "1348.17"),
    saved(WUJIN, "8.34%", "332.00", "27.70"),
    saved(WUJIN, "13.13%", "214.00", "28.10"),
    saved(WUJIN, "8.53%", "34.89", "2.97"),
    saved(WUJIN, "19.29%", "224.33", "43.27"),
    saved(WUJIN, "4.52%", "345.37", "15.61"),
    saved(WUJIN, "21.75%", "6738.62", "1465.83"),
    Printed(WUJIN, "1.01%", "premium_rate:start", {"start_price": "25.81", "premium": "0.26"}),
    # the first half of 2023: the last one by truncation
    saved(DISTRICT, "13.6%", "90621.91", "12345.53"),
    saved(DISTRICT, "14.84%", "70898.84", "10523.22"),
    saved(DISTRICT, "9.23%", "19723.07", "1822.31", rounding=TRUNC),
    # 株洲, April 2024 and the first four months: deals and savings in 亿元; the last over the ceilings of 57 projects
    spent(ZHUZHOU, "22.27%", "3.01亿元", "0.86亿元"),
    spent(ZHUZHOU, "10.73%", "1.05亿元", "0.13亿元"),
    spent(ZHUZHOU, "19.29%", "12.81亿元", "3.06亿元"),
    Printed(ZHUZHOU, "24.03%", "savings_rate:ceiling", {"ceiling": "11.58亿元", "savings": "2.78亿元"}),
    # 宣城, August 2019 and the first eight months, the city itself: the base of 增值率 is the deal less the increase
    spent(XUANCHENG, "14.07%", "10.04亿元", "1.64亿元"),
    spent(XUANCHENG, "5.01%", "875.5万元", "46.17万元"),
    gained(XUANCHENG, "52.12%", "478.81万元", "164.05万元"),
    gained(XUANCHENG, "33.47%", "3.43亿元", "8590.43万元"),
    spent(XUANCHENG, "13.51%", "31.56亿元", "4.93亿元"),
    spent(XUANCHENG, "9.44%", "1.38亿元", "1439.72万元"),
    gained(XUANCHENG, "35.23%", "3459.89万元", "901.45万元"),
    gained(XUANCHENG, "12.97%", "33.01亿元", "3.79亿元"),
    # a finance bureau, 2019: cut off
    saved(BUREAU, "16%", "97156.16", "15857.74", rounding=TRUNC),
    saved(BUREAU, "18%", "48962.44", "9017.78", rounding=TRUNC),
    saved(BUREAU, "18%", "30005.94", "5625.51", rounding=TRUNC),
    saved(BUREAU, "6.6%", "18187.79", "1214.45", rounding=TRUNC),
    saved("某市本级 2017", "9.87%", "227957.45", "22496.96"),
    # a city, 2013 first quarter: savings over the budget, open tenders over the deal
    saved(CITY, "8.40%", "16368.51", "1375.18"),
    saved(CITY, "10.87%", "2434.80", "264.70"),
    part(CITY, "68.32%", "open_share", "10243.85", "14993.34"),
    part(CITY, "72.84%", "open_share", "1580.62", "2170.10"),
    Printed("全国", "10.7%", "savings_rate:budget", {"budget": "731.6亿元", "savings": "78.4亿元"}),
    spent("大英县 一季度", "6.8%", "1.4157亿元", "1033万元"),
    spent("大英县 一季度", "7.24%", "6581", "514"),
    # 无锡: the deal is the base, whatever budgets give
    Printed("无锡市 2023-08", "10.7%", "savings_rate:deal", {"deal": "92.3292亿元", "savings": "9.8814亿元"}),
    Printed("无锡市 2025-04", "9.2%", "savings_rate:deal", {"deal": "44.0057亿元", "savings": "4.0469亿元"}),
    # 黔江, a first half: whole percentages, half up (7.775 and 9.797), beside one of two decimals
    spent(QIANJIANG, "8%", "79168.97", "6674.45"),
    spent(QIANJIANG, "7.47%", "69060.49", "5576.61"),
    spent(QIANJIANG, "10%", "10108.48", "1097.84"),
    # beyond §9.2: other bulletins whose amounts are printed beside their rates
    spent("某区 2025年1—11月", "13.83%", "66.34亿元", "10.65亿元"),
    saved("某区 2025年1—11月", "13.44%", "66.95亿元", "9.00亿元"),
    saved("某区 2025年1—11月", "16.53%", "89550", "14805"),
    Printed("某区 2025年1—11月", "89.58%", "premium_rate:start", {"start_price": "1757", "premium": "1574"}),
    spent("山东省 2013-H1", "11.9%", "520.47亿元", "70.11亿元"),
    spent("山东省 2020", "4.62%", "2905.8亿元", "140.74亿元"),
    spent("新余市 2024", "14.41%", "32.72亿元", "5.51亿元"),
    spent("新余市 2024", "12.28%", "10.29亿元", "1.44亿元"),
    saved("深圳市 2013", "7.45%", "146.34亿元", "10.90亿元"),
    saved("深圳市 2013", "6.71%", "65.78亿元", "4.41亿元"),
    saved(SHENZHEN, "4.42%", "64338", "2843"),
    saved(SHENZHEN, "6.58%", "40655", "2674"),
    saved(SHENZHEN, "0.27%", "21868", "60"),
    saved(SHENZHEN, "6.73%", "1501", "101"),
    saved(SHENZHEN, "2.55%", "314", "8"),
    saved(SHENZHEN, "4.29%", "36443", "1562"),
    saved(SHENZHEN, "2.93%", "19713", "578"),
    saved(SHENZHEN, "8.6%", "8182", "704"),
    Printed(
        "中央和国家机关车辆拍卖 2015-02-01",
        "140.65%",
        "premium_rate:deal_minus_premium",
        {"deal": "494.3", "premium": "288.9"},
    ),
    part("某市财政局评审中心 2013-H1", "19.79%", "review_cut_rate:submitted", "1329.48", "6718.52"),
    part("云溪区 2015-04", "42%", "review_cut_rate:submitted", "1713", "4034"),
)


CUT_OFF = ("1822.31", "5625.51", "1214.45")
"""The savings whose rate half up would print otherwise; 16 % and the other 18 % of the bureau come out alike."""


def interval(indicator: str, amounts: Mapping[str, str]) -> Interval | None:
    """All values of the rate that the printed amounts allow; None where they do not have the base."""
    of = {name: Figure.parse(text, unit="万元").interval() for name, text in amounts.items()}
    gained, deal = of.get("savings") or of.get("premium"), of.get("deal")
    base = of.get("budget") or of.get("start_price") or of.get("ceiling")
    name, _, variant = indicator.partition(":")
    if gained is None:
        numerator, denominator = of.values()
        return numerator / denominator
    if variant in ("budget", "ceiling", "start"):
        if base is not None:
            return gained / base
        return None if deal is None or name == "premium_rate" else 1 / (deal / gained + 1)
    if variant == "deal_plus_savings":
        return None if deal is None else 1 / (deal / gained + 1)
    if variant == "deal_minus_premium":
        return None if deal is None else 1 / (deal / gained - 1)
    if deal is not None:
        return gained / deal
    return None if base is None else 1 / (base / gained - 1)


def agrees(rate: Printed, indicator: str, rounding: Rounding) -> bool:
    found = interval(indicator, rate.amounts)
    return found is not None and found.meets(Figure.parse(rate.rate).interval(rounding))


PAPER = {
    WUJIN: "17.07 5.07 24.13 8.34 13.13 8.53 19.29 4.52 21.75 1.01",
    DISTRICT: "13.6 14.84 9.23",
    ZHUZHOU: "22.27 10.73 19.29 24.03",
    XUANCHENG: "14.07 5.01 13.51 9.44 52.12 33.47 35.23 12.97",
    BUREAU: "16 18 18 6.6",
    "某市本级 2017": "9.87",
    CITY: "8.40 10.87 68.32 72.84",
    "全国": "10.7",
    "大英县 一季度": "6.8 7.24",
    QIANJIANG: "8 7.47 10",
    "无锡市 2023-08": "10.7",
    "无锡市 2025-04": "9.2",
}
"""The rates of §9.2, as the publishers printed them."""


def test_the_42_of_the_paper_are_all_here_and_more() -> None:
    assert sum(len(rates.split()) for rates in PAPER.values()) == 42
    for place, rates in PAPER.items():
        here = sorted(rate.rate for rate in RATES if rate.place == place)
        assert here == sorted(f"{rate}%" for rate in rates.split())
    assert len(RATES) == 63


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{rate.place} {rate.rate}")
def test_a_published_rate_stands_on_its_amounts(rate: Printed) -> None:
    assert variant_of(rate.indicator).verified
    assert agrees(rate, rate.indicator, rate.rounding)


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{rate.place} {rate.rate}")
def test_another_rate_does_not(rate: Printed) -> None:
    """A tenth more or less, two steps of the last place at least, is another rate: the check can fail."""
    figure = Figure.parse(rate.rate)
    far = max(2, figure.coefficient // 10)
    for step in (-far, far):
        digits = f"{figure.coefficient + step:0{figure.decimals + 1}}"
        point = len(digits) - figure.decimals
        text = f"{digits[:point]}.{digits[point:]}".rstrip(".") + "%"
        assert not agrees(attrs.evolve(rate, rate=text), rate.indicator, rate.rounding)


@pytest.mark.parametrize(
    "rate", [one for one in RATES if one.amounts.get("savings") in CUT_OFF], ids=lambda rate: rate.rate
)
def test_what_was_cut_off_is_no_rounding(rate: Printed) -> None:
    assert not agrees(rate, rate.indicator, HALF_UP)


@pytest.mark.parametrize("rate", [one for one in RATES if one.indicator == "savings_rate:deal"], ids=lambda r: r.place)
def test_the_base_of_wuxi_is_no_budget(rate: Printed) -> None:
    assert not agrees(rate, "savings_rate:deal_plus_savings", HALF_UP)
    assert not agrees(rate, "savings_rate:deal_plus_savings", TRUNC)


def test_a_highest_premium_is_a_maximum_over_lots() -> None:
    """Trading §10 E4: 2881 parking spaces for 442万元, highest premium 57.62 %; the total says nothing of it."""
    lots = [PropertyAuction(title=f"{n}", start=wan("0.15"), deal=wan("0.153")) for n in range(2880)]
    highest = PropertyAuction(title="最高", start=wan("0.8625"), deal=wan("1.359475"))
    spread = premium_spread([*lots, highest])
    assert (spread.lots, spread.highest.percent(), spread.highest_lot) == (2881, "57.62%", highest)
    assert spread.median.percent() == "2.00%"
    assert spread.overall.percent() == "2.11%"


@pytest.mark.parametrize(
    ("members", "experts", "holds"),
    [(5, 4, True), (5, 3, False), (7, 5, True), (7, 4, False), (9, 6, True), (9, 5, False), (6, 4, False)],
)
def test_committees(members: int, experts: int, holds: bool) -> None:
    """Trading §10 E10: odd, five at least, and two thirds of them experts at least."""
    committee = Committee(members=tuple(CommitteeMember(is_expert=n < experts) for n in range(members)))
    works = Tender.single(title="桥", trade_class="工程建设", method="公开招标", must_tender=True)
    report = check(TenderFile(tender=works, committees=(committee,)), on="2017-03-01")
    answers = [report[rule].answer for rule in ("CM-W-01", "CM-W-02")]
    assert (answers == [Answer.PASS, Answer.PASS]) is holds
    assert Answer.UNKNOWN not in answers


EXAMPLES = {
    "E1": ("test_famous_cases.py", "class TestTheHalfYear"),
    "E2": ("test_rebuilt_tables.py", "trading.md §10 E2"),
    "E3": ("test_rebuilt_tables.py", "trading.md §10 E3"),
    "E4": ("test_trading_rates.py", "def test_a_highest_premium_is_a_maximum_over_lots"),
    "E5": ("test_worked_examples.py", "def test_sole_source"),
    "E6": ("test_worked_examples.py", "def test_mixed_units"),
    "E7": ("test_trading_rates.py", "def test_what_was_cut_off_is_no_rounding"),
    "E8": ("test_worked_examples.py", "def test_deal_base"),
    "E9": ("test_worked_examples.py", "def test_premium_on_deal_less_premium"),
    "E10": ("test_trading_rates.py", "def test_committees"),
}
"""Where each worked example of trading.md §10 is a case."""


@pytest.mark.parametrize(("file", "words"), EXAMPLES.values(), ids=EXAMPLES)
def test_every_worked_example_is_a_case(file: str, words: str) -> None:
    assert words in (Path(__file__).parent / file).read_text(encoding="utf-8")

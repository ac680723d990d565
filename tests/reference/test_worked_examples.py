"""The worked examples of the domain papers, recomputed. Section numbers are those of trading, approval, hotline."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from zhengwu.exact import Figure, Rate, Rounding, total, wan, yi
from zhengwu.stats import (
    completion_rate,
    compound,
    compression_rate,
    growth_rate,
    indicator,
    on_time_rate,
    premium_rate,
    savings_rate,
    share,
)


@pytest.mark.parametrize(
    ("budget", "deal", "printed", "rounding"),
    [
        # 武进区, 2017 Q1 (trading §10 E2, E3): printed rates, and the ones the table leaves blank
        ("55000.92", "45613.01", "17.07%", Rounding.HALF_UP),
        ("54478.28", "51714.44", "5.07%", Rounding.HALF_UP),
        ("5588.04", "4239.87", "24.13%", Rounding.HALF_UP),
        ("332.00", "304.30", "8.34%", Rounding.HALF_UP),
        ("214.00", "185.90", "13.13%", Rounding.HALF_UP),
        ("224.33", "181.06", "19.29%", Rounding.HALF_UP),
        ("345.37", "329.75", "4.52%", Rounding.HALF_UP),
        ("6738.62", "5272.80", "21.75%", Rounding.HALF_UP),
        ("109479.20", "97327.45", "11.10%", Rounding.HALF_UP),
        ("257694.79", "245543.04", "4.72%", Rounding.HALF_UP),
        ("116217.82", "102600.25", "11.72%", Rounding.HALF_UP),
        # 公共资源交易中心, 2023 first half (E1): the last only by truncation, the amount with its lost digit put back
        ("90621.91", "78276.38", "13.6%", Rounding.HALF_UP),
        ("70898.84", "60375.62", "14.84%", Rounding.HALF_UP),
        ("19723.07", "17900.76", "9.24%", Rounding.HALF_UP),
        ("19723.07", "17900.76", "9.23%", Rounding.TRUNC),
        # a finance bureau, 2019 (E7): cut off
        ("30005.94", "24380.43", "18%", Rounding.TRUNC),
        ("18187.79", "16973.33", "6.6%", Rounding.TRUNC),
    ],
)
def test_savings_rates(budget: str, deal: str, printed: str, rounding: Rounding) -> None:
    rate = savings_rate(wan(budget), wan(deal))
    assert rounding in rate.roundings_for(printed)
    assert Figure.parse(printed).print(rate.as_fraction(), rounding) == printed


def test_truncation_alone_explains_9_23() -> None:
    assert savings_rate(wan("19723.07"), wan("17900.76")).roundings_for("9.23%") == {Rounding.TRUNC}


@pytest.mark.parametrize(
    ("start", "deal", "printed"),
    [
        ("25.81", "26.07", "1.01%"),  # trading §10 E4: 0.26 on 25.81
        ("314.76", "478.81", "52.12%"),  # E9, 宣城 2019-08; on the deal it would be 34.26 %
    ],
)
def test_premium_rates(start: str, deal: str, printed: str) -> None:
    assert premium_rate(wan(start), wan(deal)).percent() == printed


def test_premium_on_deal_less_premium() -> None:
    """Trading §10 E9: no start price is printed, it is deal − premium."""
    told = indicator("premium_rate").explain(premium=wan("164.05"), deal=wan("478.81"))
    assert told.variant.id == "deal_minus_premium"
    assert told.printed == "52.12%"
    assert share(wan("164.05"), wan("478.81")).percent() == "34.26%"


def test_the_interval_of_the_inputs_decides_not_their_points() -> None:
    """Trading §9.3: the row 34.89, 31.91, 2.97, 8.53 % recomputes to 8.54 or 8.51, yet is consistent."""
    budget, deal, savings, printed = (Figure.parse(text).interval() for text in ("34.89", "31.91", "2.97", "8.53%"))
    from_prices, from_savings = (budget - deal) / budget, savings / budget
    meant = from_prices.intersect(from_savings)
    assert meant is not None
    assert meant.meets(printed)
    assert savings_rate("34.89", "31.91").percent() == "8.54%"
    assert share("2.97", "34.89").percent() == "8.51%"


@pytest.mark.parametrize(
    ("estimate", "printed"), [("438", "18.26%"), ("437.5", "18.17%"), ("438.5", "18.36%")]
)  # trading §10 E5: 约438 is ± 0.5
def test_sole_source(estimate: str, printed: str) -> None:
    assert savings_rate(wan(estimate), wan("358"), base="estimate").percent() == printed


def test_mixed_units() -> None:
    """Trading §10 E6: 1.65 + 26.86 + 90.02 + 0.0084 亿元, and the rates that the savings imply."""
    whole = total([yi("1.65"), yi("26.86"), yi("90.02"), yi("0.0084")])
    assert whole is not None
    assert whole.format(places=2) == "118.54亿元"
    assert indicator("savings_rate").rate(deal=yi("1.65"), savings=yi("0.29")).percent(1) == "14.9%"
    assert indicator("savings_rate").rate(deal=yi("26.86"), savings=yi("3.59")).percent(1) == "11.8%"


@pytest.mark.parametrize(
    ("deals", "savings", "on_deal", "on_budget"),
    [
        (("88.6325", "3.6967"), "9.8814", "10.7%", "9.67%"),  # 无锡 2023-08, trading §10 E8
    ],
)
def test_deal_base(deals: tuple[str, ...], savings: str, on_deal: str, on_budget: str) -> None:
    deal = total([yi(text) for text in deals])
    assert deal is not None
    budget = deal + yi(savings)
    assert savings_rate(budget, deal, base="deal").percent(1) == on_deal
    assert savings_rate(budget, deal).percent() == on_budget


@pytest.mark.parametrize(
    ("completed", "base", "of", "printed"),
    [
        (5617, 5773, "dispatched", "97.3%"),  # 金坛区 2017 first half, hotline §9
        (2730, 2767, "dispatched", "98.66%"),  # 武进区 2017: an upper bound, 2767余件
        (5497, 5610, "accepted", "97.99%"),  # 防城港 2011-03, approval §10 E9
        (566, 539, "accepted", "105.0%"),
        (2167, 2332, "accepted", "92.92%"),  # 常州 12319, hotline §10 E20
        (50405, 50755, "accepted", "99.3%"),  # hotline §10 E23
    ],
)
def test_completion_rates(completed: int, base: int, of: Any, printed: str) -> None:
    places = len(printed.partition(".")[2]) - 1
    assert completion_rate(completed, base, of=of).percent(places) == printed


def test_on_time_rates() -> None:
    assert on_time_rate(2730, 2730).percent(0) == "100%"  # 武进区 2017, hotline §9
    assert on_time_rate(597, 601).percent(0) == "99%"  # 宁国 2022-04, hotline §10 E8
    assert on_time_rate(2730, 2767, of="dispatched").percent() == "98.66%"


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        ("41.53", "47.22", "87.95%"),  # 金坛区 2017 first half, approval §10 E4
        (1357, 1438, "94.37%"),  # 武进区 2017, approval §10 E8
        (27929, 46653, "59.87%"),  # 江阴 2023-09, hotline §10 E1
        (18724, 46653, "40.13%"),
        (124599, 195532, "63.72%"),  # 唐山 2024-11, hotline §10 E4: the base is the sum of the classes
        (3112, 3456, "90.05%"),  # 丰城 2025-05, hotline §10 E9
        (15390, 18113, "84.97%"),  # 宜春 2023-05, hotline §10 E7
        (27208, 55583, "48.95%"),  # 武进区 2017 Q1, approval §10 E2
    ],
)
def test_shares(part: Any, whole: Any, printed: str) -> None:
    assert share(part, whole).percent() == printed


def test_a_connection_rate_that_was_cut_off() -> None:
    """泰州 2018-07, hotline §10 E18."""
    rate = indicator("connection_rate").rate(answered=18851, calls=19668)
    assert rate.roundings_for("95.84%") == {Rounding.TRUNC}


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        (19, 12, "36.84%"),  # steps, documents and days of 武进区 2017, approval §7
        (126, 61, "51.59%"),
        (60, 42, "30.00%"),
        ("8.3", "6.6", "20.48%"),  # 天津 2011, approval §10 E11
        ("7.7", "5.6", "27.27%"),
        (344, 236, "31.40%"),
    ],
)
def test_compression(before: Any, after: Any, printed: str) -> None:
    assert compression_rate(before, after).percent() == printed


def test_successive_cuts() -> None:
    """宿迁 2014 and 2015, approval §7: 37.03 % as cuts, 44.33 % as gains of speed, which is 30.71 % less time."""
    assert compound("27.33%", "13.35%").percent() == "37.03%"
    faster = compound("27.33%", "13.35%", of="growth")
    assert faster.percent() == "44.33%"
    assert (1 - 1 / (faster + 1)).percent() == "30.71%"
    lowest, highest = (compound(*cuts).percent() for cuts in (("27.325%", "13.345%"), ("27.335%", "13.355%")))
    assert (lowest, highest) == ("37.02%", "37.04%")


@pytest.mark.parametrize(
    ("current", "base", "printed"),
    [
        (13932, 16130, "-13.63%"),  # 武进区 2017, approval §10 E2
        (25521, 13932, "83.18%"),
        (3656, 3697, "-1.11%"),  # 丰城 2025-05, hotline §10 E10
        ("1103.94", "711.12", "55.24%"),  # 北京 2020, hotline §10 E15
        (30, 110, "-72.73%"),  # 常州 2017, approval §10 E15: printed as 267 %
    ],
)
def test_growth(current: Any, base: Any, printed: str) -> None:
    assert growth_rate(current, base).percent() == printed


def test_rates_are_never_averaged() -> None:
    """The six procurement rates of 武进区 2017 Q1: 21.75 % together, 12.99 % as a mean (trading §10 E3)."""
    rows = [
        ("5588.04", "4239.87"),
        ("332.00", "304.30"),
        ("214.00", "185.90"),
        ("34.89", "31.91"),
        ("224.33", "181.06"),
    ]
    rows.append(("345.37", "329.75"))
    together = savings_rate(sum(Fraction(b) for b, _ in rows), sum(Fraction(d) for _, d in rows))
    mean = sum((savings_rate(b, d) for b, d in rows), Rate(0)) * Fraction(1, 6)
    assert together.percent() == "21.75%"
    assert mean.percent() == "12.99%"

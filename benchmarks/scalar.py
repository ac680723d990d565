"""What exactness costs: zhengwu against the bare Decimal expression an analyst would write, within one run.

    python benchmarks/scalar.py [rounds]

Both sides of a pair are measured in turn, round by round, so that a busy machine slows both; the ratio printed is the
median of the ratios of all rounds. Times are nanoseconds a call and hold for this machine only.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from zhengwu.exact import Money, total, wan
from zhengwu.stats.rates import savings_rate

CENT = Decimal("0.01")
TEN_THOUSAND = Decimal(10000)
BUDGET, DEAL = "55000.92", "45613.01"
budget_money, deal_money = wan(BUDGET), wan(DEAL)
budget_decimal, deal_decimal = Decimal(BUDGET), Decimal(DEAL)
budget_yuan, deal_yuan = budget_decimal * 10000, deal_decimal * 10000
texts = [f"{7 * i % 90000}.{i % 100:02d}" for i in range(1000)]
moneys, decimals = [wan(text) for text in texts], [Decimal(text) for text in texts]


def rate_of_moneys() -> str:
    return savings_rate(budget_money, deal_money).percent(2)


def rate_of_decimals() -> str:
    return savings_rate(budget_decimal, deal_decimal).percent(2)


def rate_bare() -> str:
    b, d = budget_decimal, deal_decimal
    return f"{((b - d) / b * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def rate_bare_kept_quantum() -> str:
    b, d = budget_decimal, deal_decimal
    return f"{((b - d) / b * 100).quantize(CENT, ROUND_HALF_UP)}%"


def total_of_moneys() -> Money | None:
    return total(moneys)


def total_bare() -> Decimal:
    return sum(decimals, Decimal(0))


def difference_printed() -> str:
    return (budget_money - deal_money).format("万元", places=2)


def difference_bare() -> str:
    return f"{((budget_yuan - deal_yuan) / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP)}万元"


def parsed() -> Money:
    return wan("55000.92")


def parsed_bare() -> Decimal:
    return Decimal("55000.92")


def parsed_in_yuan_bare() -> Decimal:
    return Decimal("55000.92") * TEN_THOUSAND


def added() -> Money:
    return budget_money + deal_money


def added_bare() -> Decimal:
    return budget_decimal + deal_decimal


PAIRS: list[tuple[str, Callable[[], object], Callable[[], object], int]] = [
    ("rate of two Money, printed", rate_of_moneys, rate_bare, 1000),
    ("  … quantum kept as a constant", rate_of_moneys, rate_bare_kept_quantum, 1000),
    ("rate of two Decimal, printed", rate_of_decimals, rate_bare, 1000),
    ("total of 1000", total_of_moneys, total_bare, 10),
    ("difference printed in 万元", difference_printed, difference_bare, 1000),
    ('parsing "55000.92"', parsed, parsed_bare, 1000),
    ("  … to 元 on both sides", parsed, parsed_in_yuan_bare, 1000),
    ("one addition", added, added_bare, 1000),
]


def main(rounds: int) -> None:
    assert rate_of_moneys() == rate_of_decimals() == rate_bare() == "17.07%"
    assert difference_printed() == difference_bare() == "9387.91万元"
    print(f"{'':34}{'zhengwu':>10}{'Decimal':>10}{'ratio':>8}")
    for name, ours, theirs, number in PAIRS:
        pairs = [
            (timeit.timeit(ours, number=number), timeit.timeit(theirs, number=number)) for _ in range(max(1, rounds))
        ]
        ours_ns, theirs_ns = (median(times) / number * 1e9 for times in zip(*pairs, strict=True))
        ratio = median(mine / bare for mine, bare in pairs)
        print(f"{name:34}{ours_ns:>10.0f}{theirs_ns:>10.0f}{ratio:>8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)

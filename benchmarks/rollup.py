"""What a roll-up costs: 55 583 cases by window and month, against the dict loop an analyst would write.

    python benchmarks/rollup.py [rounds]

Both sides are measured in turn, round by round; the ratio printed is the median over the rounds. The loop counts and
sums; the roll-up also keeps the records behind every cell, adds totals, prints, and can explain each figure.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from statistics import median

from zhengwu.approval import Case
from zhengwu.exact import Money
from zhengwu.stats.rollup import rollup
from zhengwu.table import Table
from zhengwu.trading import Tender

CASES = 55_583
TENDERS = 10_000
WINDOWS = [f"窗口{number}" for number in range(23)]
METHODS = ["公开招标", "邀请招标", "竞争性谈判", "询价", "单一来源"]

cases = [
    Case(case_no=str(n), window=WINDOWS[n * n % 23], accepted_at=date(2017, 1 + n % 3, 1 + n % 28))
    for n in range(CASES)
]
tenders = [
    Tender.single(
        title=str(n),
        trade_class="工程建设" if n % 3 else "政府采购",
        method=METHODS[n % 5],
        budget=Money(f"{1_000_000 + 37 * n}.{n % 100:02}元"),
        deal=Money(f"{900_000 + 31 * n}.{n % 100:02}元"),
        awarded_at=date(2017, 1 + n % 3, 1 + n % 28),
    )
    for n in range(TENDERS)
]


def cases_rolled() -> Table:
    return rollup(cases, "window", on="accepted_at", period="month", within="2017-Q1")


def cases_by_hand() -> dict[tuple[str | None, int], int]:
    found: dict[tuple[str | None, int], int] = defaultdict(int)
    for case in cases:
        if case.accepted_at is not None:
            found[case.window, case.accepted_at.month] += 1
    return found


def tenders_rolled() -> Table:
    measures = ["project_count", "budget", "deal", "savings", "savings_rate"]
    return rollup(tenders, ["trade_class", "method"], on="awarded_at", period="2017-Q1", measures=measures)


def tenders_by_hand() -> dict[tuple[str | None, str | None], list[int]]:
    found: dict[tuple[str | None, str | None], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for tender in tenders:
        budget, deal = tender.budget, tender.deal
        if tender.awarded_at is None or tender.awarded_at.year != 2017:
            continue
        row = found[tender.trade_class, tender.method]
        row[0] += 1
        if budget is not None:
            row[1] += budget.fen
        if deal is not None:
            row[2] += deal.fen
        if budget is not None and deal is not None:
            row[3] += budget.fen - deal.fen
    return found


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (f"{CASES} cases by window and month", cases_rolled, cases_by_hand),
        (f"{TENDERS} tenders by class and method, five measures", tenders_rolled, tenders_by_hand),
    ]
    for name, rolled, by_hand in pairs:
        rolled(), by_hand()
        times = [(seconds(rolled), seconds(by_hand)) for _ in range(rounds)]
        ours, theirs = (median(column) * 1000 for column in zip(*times, strict=True))
        ratio = median(one / other for one, other in times)
        print(f"{name:50} {ours:7.1f} ms   by hand {theirs:6.1f} ms   × {ratio:.1f}")


if __name__ == "__main__":
    main()

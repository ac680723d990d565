"""What the rules cost: every rule over a hundred thousand tenders, beside a plain pass over the same file.

    python benchmarks/trading_rules.py [tenders]

The plain pass reads the same JSON lines with ``json``, compares deadline, deposit, ceiling and number of bids with
``Decimal`` and date by hand, and keeps nothing: four comparisons, no calendar, no article, no missing input. The rules
answer all 115, each with its numbers; the broken ones are told. Aim: more than 30 000 tenders a CPU second.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from zhengwu.exact import wan
from zhengwu.trading import Tender
from zhengwu.trading.rules import Checker
from zhengwu.trading.rules.facts import Facts
from zhengwu.trading.rules.sources import of_tender

Result = TypeVar("Result")

TENDERS = 100_000


def lines(count: int) -> list[str]:
    """Tenders as a file has them; a few break a rule."""
    dice = random.Random(20170301)  # noqa: S311  a benchmark
    first = date(2017, 1, 3)
    found = []
    for number in range(count):
        notice = first + timedelta(dice.randrange(300))
        estimate = Decimal(dice.randrange(5_000, 500_000)) / 100
        row = {
            "code": f"T{number}",
            "title": "某项目",
            "trade_class": "工程建设" if dice.random() < 0.6 else "政府采购",
            "method": dice.choice(("公开招标", "公开招标", "邀请招标", "询价", "单一来源")),
            "must_tender": dice.random() < 0.7,
            "notice": notice.isoformat(),
            "bid_deadline": (notice + timedelta(dice.choice((19, 20, 21, 25, 30)))).isoformat(),
            "estimate": str(estimate),
            "ceiling": str(estimate),
            "deposit": str(round(estimate * dice.choice((1, 2, 2, 3)) / 100, 2)),
            "bids": dice.choice((2, 3, 4, 5, 9)),
            "deal": str(round(estimate * 9 / 10, 2)),
        }
        found.append(json.dumps(row, ensure_ascii=False))
    return found


def plain(rows: list[str]) -> int:
    """The four comparisons by hand."""
    broken = 0
    for line in rows:
        row = json.loads(line)
        days = (date.fromisoformat(row["bid_deadline"]) - date.fromisoformat(row["notice"])).days
        broken += days < 20
        broken += Decimal(row["deposit"]) > Decimal(row["estimate"]) * Decimal("0.02")
        broken += Decimal(row["deal"]) > Decimal(row["ceiling"])
        broken += row["bids"] < 3
    return broken


def tender(row: dict[str, Any]) -> Tender:
    amounts = {name: wan(row[name]) for name in ("estimate", "ceiling", "deposit", "deal")}
    days = {name: date.fromisoformat(row[name]) for name in ("notice", "bid_deadline")}
    fields: dict[str, Any] = {name: row[name] for name in ("code", "trade_class", "method", "must_tender", "bids")}
    return Tender.single(title=row["title"], **fields, **amounts, **days)


def facts_of(one: Tender) -> Facts:
    facts, _ = of_tender(one)
    if one.notice is not None:
        facts["document_issue_start"] = one.notice
    return facts


def timed(call: Callable[[], Result]) -> tuple[Result, float]:
    start = time.process_time()
    result = call()
    return result, time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TENDERS
    rows = lines(count)
    by_hand, bare = timed(lambda: plain(rows))
    tenders, reading = timed(lambda: [tender(json.loads(line)) for line in rows])
    checker = Checker()
    broken, failing = timed(lambda: sum(len(checker.broken(facts_of(one), day=one.notice)) for one in tenders))
    answers, checking = timed(lambda: sum(len(checker.answers(facts_of(one), day=one.notice)) for one in tenders))
    few = tenders[: max(1, count // 20)]
    told, reports = timed(lambda: sum(len(checker.check(one, facts=facts_of(one)).failed) for one in few))
    reports *= count / len(few)
    assert told == sum(len(checker.broken(facts_of(one), day=one.notice)) for one in few)
    print(f"{count} tenders, {answers} answers, {broken} rules broken; {by_hand} by hand, without scope or law")
    print(f"json, Decimal and four comparisons {bare:7.2f} s  {count / bare:10,.0f} tenders a CPU second")
    print(f"json and records                   {reading:7.2f} s  {count / reading:10,.0f}")
    print(f"115 rules, what is broken          {failing:7.2f} s  {count / failing:10,.0f}")
    print(f"115 rules, every answer            {checking:7.2f} s  {count / checking:10,.0f}")
    print(f"115 rules as reports               {reports:7.2f} s  {count / reports:10,.0f}   (from a twentieth of them)")


if __name__ == "__main__":
    main()

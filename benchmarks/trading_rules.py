"""What the rules cost: every rule over a hundred thousand tenders with bids, beside a plain pass over the same file.

    python benchmarks/trading_rules.py [tenders] [rounds]

The file has one tender a line: class, method, days, amounts in 万元 as text, the prices of two to nine bids. Of the 115
rules those for time to bid, deposit, number of bids, ceiling and budget find something in it; the others settle on
class, method and day, or say what they would need to know. Each line of the result reads and computes this:

plain, same rules     json, date and Decimal by hand: the seven rules with their scopes, written out; keeps the names of
                      the broken ones, and knows no other rule, no law of another day, no missing input, no article
row path              json, the facts of the row checked (days, amounts, words of the law), all rules, what is broken
                      with its numbers and article
record path           json, a `TenderFile` with its bids from the row, its facts, all rules, what is broken
facts at hand         what is broken, or all 115 answers, of facts that were read before
records at hand       a `RuleReport` of each tender file, all answers in it; from a twentieth of them

Plain pass and paths find the same broken rules tender by tender, or the run fails. What is compared runs in turn, round
by round; the ratio to the plain pass is the median of the rounds, times are of the best. Aim: more than 30 000 tenders
a CPU second on the row path.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from zhengwu.exact import wan
from zhengwu.records import Party
from zhengwu.trading import Tender
from zhengwu.trading.bid import Bid
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.rules import Checker, read_facts
from zhengwu.trading.rules.facts import Facts
from zhengwu.trading.rules.sources import of_file

TENDERS = 100_000
ROUNDS = 5
Broken = list[tuple[str, ...]]


def lines(count: int) -> list[str]:
    """Tenders as a file has them; some break a rule."""
    dice = random.Random(20170301)  # noqa: S311  a benchmark
    first = date(2017, 1, 3)
    found = []
    for number in range(count):
        notice = first + timedelta(dice.randrange(300))
        fen = dice.randrange(5_000, 500_000) * 10_000
        lowest = fen * dice.randrange(80, 101) // 100
        bids = [lowest + dice.randrange(fen // 50) for _ in range(dice.choice((2, 3, 4, 5, 9)))]
        row = {
            "code": f"T{number}",
            "title": "某项目",
            "trade_class": "工程建设" if dice.random() < 0.6 else "政府采购",
            "method": dice.choice(("公开招标", "公开招标", "邀请招标", "询价", "单一来源")),
            "must_tender": dice.random() < 0.7,
            "notice": notice.isoformat(),
            "bid_deadline": (notice + timedelta(dice.choice((19, 20, 21, 25, 30)))).isoformat(),
            **dict.fromkeys(("budget", "estimate", "ceiling"), written(fen)),
            "deposit": written(fen * dice.choice((1, 2, 2, 3)) // 100),
            "bids": [{"bidder": f"企业{dice.randrange(3000)}", "price": written(price)} for price in bids],
        }
        found.append(json.dumps(row, ensure_ascii=False))
    return found


def written(fen: int) -> str:
    """An amount in 万元."""
    return f"{fen // 10**6}.{fen % 10**6:06}"


def plain(rows: list[str]) -> Broken:
    """The seven rules by hand, with json, date and Decimal."""
    found = []
    share, tendered = Decimal("0.02"), ("公开招标", "邀请招标")
    for line in rows:
        row = json.loads(line)
        broken = []
        works, procurement = row["trade_class"] == "工程建设", row["trade_class"] == "政府采购"
        tender = row["method"] in tendered
        prices = [Decimal(bid["price"]) for bid in row["bids"]]
        if (works and row["must_tender"]) or (procurement and tender):
            days = (date.fromisoformat(row["bid_deadline"]) - date.fromisoformat(row["notice"])).days
            if days < 20:
                broken.append("PD-W-03" if works else "PD-G-01")
        if works and tender:
            if Decimal(row["deposit"]) > Decimal(row["estimate"]) * share:
                broken.append("CP-W-01")
            if len(prices) < 3:
                broken.append("CT-W-01")
            if max(prices) > Decimal(row["ceiling"]):
                broken.append("PX-W-01")
        if procurement:
            budget = Decimal(row["budget"])
            if Decimal(row["deposit"]) > budget * share:
                broken.append("CP-G-01")
            if min(prices) > budget:
                broken.append("PX-G-01")
        found.append(tuple(sorted(broken)))
    return found


def row_facts(row: dict[str, Any]) -> Facts:
    """The facts of a row, read and checked."""
    facts, _ = read_facts(
        {
            "trade_class": row["trade_class"],
            "method": row["method"],
            "must_tender": row["must_tender"],
            "document_issue_start": row["notice"],
            "bid_deadline": row["bid_deadline"],
            "budget": row["budget"],
            "estimate": row["estimate"],
            "ceiling": row["ceiling"],
            "bid_deposit": row["deposit"],
            "bidders": len(row["bids"]),
            "bid_price": [bid["price"] for bid in row["bids"]],
        },
        unit="万元",
    )
    return facts


def row_path(rows: list[str], checker: Checker) -> Broken:
    found = []
    for line in rows:
        facts = row_facts(json.loads(line))
        broken = checker.broken(facts, day=facts["document_issue_start"])
        found.append(tuple(sorted([one.rule.id for one in broken])))
    return found


def record(row: dict[str, Any]) -> TenderFile:
    amounts = {name: wan(row[name]) for name in ("budget", "estimate", "ceiling", "deposit")}
    days = {name: date.fromisoformat(row[name]) for name in ("notice", "bid_deadline")}
    texts: dict[str, Any] = {name: row[name] for name in ("code", "trade_class", "method", "must_tender")}
    return TenderFile(
        tender=Tender.single(title=row["title"], **texts, **amounts, **days),
        bids=tuple(Bid(bidder=Party(name=bid["bidder"]), price=wan(bid["price"])) for bid in row["bids"]),
        events=(TenderEvent(event="document_issue_start", at=days["notice"]),),
    )


def record_path(rows: list[str], checker: Checker) -> Broken:
    found = []
    for line in rows:
        file = record(json.loads(line))
        broken = checker.broken(of_file(file)[0], day=file.tender.notice)
        found.append(tuple(sorted([one.rule.id for one in broken])))
    return found


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TENDERS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    rows = lines(count)
    checker = Checker()
    by_hand = plain(rows)
    assert by_hand == row_path(rows, checker)
    assert by_hand == record_path(rows, checker)
    facts = [row_facts(json.loads(line)) for line in rows]
    day = "document_issue_start"
    few = [record(json.loads(line)) for line in rows[: max(1, count // 20)]]
    calls: dict[str, tuple[int, Callable[[], object]]] = {
        "plain, same rules": (count, lambda: plain(rows)),
        "row path, what is broken": (count, lambda: row_path(rows, checker)),
        "record path, what is broken": (count, lambda: record_path(rows, checker)),
        "facts at hand, what is broken": (count, lambda: [checker.broken(one, day=one[day]) for one in facts]),
        "facts at hand, every answer": (count, lambda: [checker.answers(one, day=one[day])[0] for one in facts]),
        "records at hand, reports": (len(few), lambda: [checker.check(one).title for one in few]),
    }
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, (lots, call) in calls.items():
            times[name].append(timed(call) / lots)
    print(f"{count} tenders; {sum(map(len, by_hand))} broken rules, the same by hand and by every path")
    for name, seconds in times.items():
        ratio = median(bare / own for bare, own in zip(times["plain, same rules"], seconds, strict=True))
        print(f"{name:<32}{1 / min(seconds):10,.0f} tenders per CPU second   × {ratio:.2f}")


if __name__ == "__main__":
    main()

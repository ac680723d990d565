"""What red flags cost over 1e5 lots with five bids each, beside plain json and Decimal over the same file, in one run.

    python benchmarks/red_flags.py [lots]

The file has one release per line in the shape of the Open Contracting Data Standard: the tender, its bids with prices
and states, the winner. The plain pass reads each line with json and works out in Decimals what needs no more than a
dictionary and a sort: one bid, the gap to the second with its fences, equal prices, all but the winner rejected, the
lowest rejected, shares of rejections by buyer and bidder. The row path reads the same lines with json into columns and
looks for the same signs and for those the plain pass leaves out (progressions, multiples, marks, accounts, people,
groups). Records are those a program already has: looked at, not made. Times are of the process, in seconds.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from zhengwu.exact import yuan
from zhengwu.records import Party
from zhengwu.trading import Tender
from zhengwu.trading.award import Award
from zhengwu.trading.bid import Bid
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags import (
    LotView,
    gaps_to_second,
    lot_columns,
    lot_views,
    rejection_shares,
    rejections,
    screen_lots,
    similar_prices,
    single_bids,
)

Result = TypeVar("Result")

LOTS = 100_000
BIDS = 5


def release(number: int, random: random.Random) -> dict[str, Any]:
    """A lot with its bids: most of them plain, one in fifty with a pattern."""
    base = random.randrange(10**7, 10**10)
    prices = sorted(base + random.randrange(base // 5) for _ in range(BIDS))
    if number % 50 == 0:
        prices[2] = 2 * prices[1] - prices[0]
    bidders = random.sample(range(3000), BIDS)
    states = ["valid", *("disqualified" if random.random() < 0.1 else "valid" for _ in range(BIDS - 1))]
    bids = [
        {"bidder": f"企业{bidder}", "value": {"amount": f"{price // 100}.{price % 100:02}"}, "status": state}
        for bidder, price, state in zip(bidders, prices, states, strict=True)
    ]
    return {
        "ocid": f"L{number}",
        "tender": {"procurementMethodDetails": "公开招标", "buyer": f"单位{number % 500}", "date": "2017-03-01"},
        "bids": bids,
        "award": f"企业{bidders[0]}",
    }


def plain(path: Path) -> dict[str, int]:
    """The same signs by json and Decimal, written out."""
    found: dict[str, int] = defaultdict(int)
    gaps: list[Decimal] = []
    buyers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    bidders: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line, parse_float=Decimal)
            bids = data["bids"]
            priced = sorted((Decimal(bid["value"]["amount"]), bid["bidder"], bid["status"]) for bid in bids)
            out = [bid["bidder"] for bid in bids if bid["status"] == "disqualified"]
            found["RF-01"] += len(bids) == 1
            found["RF-04"] += len({price for price, _, _ in priced}) < len(priced)
            found["RF-08"] += len(out) == len(bids) - 1 or priced[0][2] == "disqualified"
            valid = [price for price, _, state in priced if state == "valid"]
            if len(valid) > 1 and priced[0][1] == data["award"]:
                gaps.append((valid[1] - valid[0]) / valid[0])
            buyer = buyers[data["tender"]["buyer"]]
            buyer[0] += len(out)
            buyer[1] += len(bids)
            for bid in bids:
                own = bidders[bid["bidder"]]
                own[0] += bid["status"] == "disqualified"
                own[1] += 1
    found["RF-03"] = _outside(gaps, both=True)
    for shares in (buyers, bidders):
        found["RF-09"] += _outside([Decimal(out) / whole for out, whole in shares.values() if whole > 1], both=False)
    return dict(found)


def _outside(values: list[Decimal], *, both: bool) -> int:
    ordered = sorted(values)

    def quantile(quarter: int) -> Decimal:
        below, rest = divmod((len(ordered) - 1) * quarter, 4)
        high = ordered[min(below + 1, len(ordered) - 1)]
        return ordered[below] + (high - ordered[below]) * rest / 4

    first, third = quantile(1), quantile(3)
    reach = (third - first) * 3 / 2
    return sum(value >= third + reach or (both and value <= first - reach) for value in ordered)


def rows(path: Path) -> list[LotView]:
    """The lines as columns, the columns as lots."""
    lots: dict[str, list[Any]] = {name: [] for name in ("lot", "method", "buyer", "winner")}
    bids: dict[str, list[Any]] = {name: [] for name in ("lot", "bidder", "price", "rejected")}
    lot, bidder, price, rejected = (bids[name].append for name in bids)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            key = data["ocid"]
            tender = data["tender"]
            lots["lot"].append(key)
            lots["method"].append(tender["procurementMethodDetails"])
            lots["buyer"].append(tender["buyer"])
            lots["winner"].append(data["award"])
            for bid in data["bids"]:
                lot(key)
                bidder(bid["bidder"])
                price(int(bid["value"]["amount"].replace(".", "")))
                rejected(bid["status"] == "disqualified")
    return lot_columns(lots, bids)


def same_signs(lots: list[LotView]) -> dict[str, int]:
    """What the plain pass looks for."""
    looks = (single_bids, gaps_to_second, similar_prices, rejections, rejection_shares)
    counts: dict[str, int] = {}
    for look in looks:
        found = look(lots)
        for rule in found.checked:
            counts[rule] = len(found.flags)
    return counts


def records(path: Path) -> list[TenderFile]:
    files = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            tender = Tender.single(
                code=data["ocid"], title="工程", method="公开招标", owner=Party(name=data["tender"]["buyer"])
            )
            bids = tuple(
                Bid(
                    bidder=Party(name=bid["bidder"]),
                    price=yuan(bid["value"]["amount"]),
                    is_rejected=bid["status"] == "disqualified",
                )
                for bid in data["bids"]
            )
            files.append(TenderFile(tender=tender, bids=bids, awards=(Award(winner=Party(name=data["award"])),)))
    return files


def timed(call: Callable[[], Result]) -> tuple[Result, float]:
    start = time.process_time()
    result = call()
    return result, time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LOTS
    drawn = random.Random(20170315)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "releases.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                file.write(json.dumps(release(number, drawn), ensure_ascii=False) + "\n")
        by_hand, bare = timed(lambda: plain(path))
        views, reading = timed(lambda: rows(path))
        ours, looking = timed(lambda: same_signs(views))
        _, everything = timed(lambda: screen_lots(views))
        few = max(1, count // 10)
        known = records(path)[:few]
    _, from_records = timed(lambda: screen_lots(lot_views(known)))
    for rule in ("RF-01", "RF-03", "RF-09"):
        assert by_hand[rule] == ours[rule], (rule, by_hand[rule], ours[rule])
    print(f"{count} lots of {BIDS} bids; signs found: {ours}")
    for name, seconds, lots in (
        ("plain json + Decimal", bare, count),
        ("columns at hand, the same signs", looking, count),
        ("columns at hand, all signs of lots", everything, count),
        ("row path, the same signs", reading + looking, count),
        ("row path, all signs of lots", reading + everything, count),
        ("  of it json into columns into lots", reading, count),
        ("records at hand, all signs of lots", from_records, few),
    ):
        rate = lots / seconds
        print(f"{name:<38}{seconds:8.2f} s {rate:10.0f} lots per CPU second   × {rate * bare / count:.2f}")


if __name__ == "__main__":
    main()

"""What red flags cost over 1e5 lots with five bids each, beside plain json and Decimal over the same file, in one run.

    python benchmarks/red_flags.py [lots] [rounds]

The file has one release per line in the shape of the Open Contracting Data Standard: the tender, its bids with prices
and states, the winner. Each line of the result reads and computes this:

plain, same signs     json and Decimal by hand: one bid (RF-01), the gap to the second with its fences (RF-03), equal
                      prices, progressions and fixed multiples (RF-04), all but the winner rejected (RF-08), shares of
                      rejections by buyer and bidder (RF-09); counts, without names, messages or what is not known
plain, equal prices   the same, of RF-04 but the equal prices: no progressions, no multiples
row path, same signs  json into columns into lots, checked, a thousand at a time; the five signs as flags with names and
                      numbers, and what could not be decided
row path, all signs   the same, and marks, accounts, people and groups of bidders, which the plain pass leaves out
columns into lots     `lot_columns` of columns that are at hand
lots at hand          the signs of lots that were made before
records at hand       all signs of tender files that were made before; from a tenth of them

Plain pass and row path find equally many of each sign, or the run fails. What is compared runs in turn, round by round;
the ratio to the plain pass is the median of the rounds, times are of the best. Aim: more than 30 000 lots a CPU second
for the same signs on the row path.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import combinations, islice
from pathlib import Path
from statistics import median
from typing import Any

from zhengwu.exact import yuan
from zhengwu.records import Party
from zhengwu.trading import Tender
from zhengwu.trading.award import Award
from zhengwu.trading.bid import Bid
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags import LotView, lot_columns, lot_views, screen_lots

LOTS = 100_000
ROUNDS = 5
BIDS = 5
RULES = ("RF-01", "RF-03", "RF-04", "RF-08", "RF-09")
HALF = Decimal("0.005")
THOUSANDTH = Decimal("0.001")


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


def plain(path: Path, *, patterns: bool) -> dict[str, int]:
    """The same signs by json and Decimal, written out."""
    found: dict[str, int] = dict.fromkeys(RULES, 0)
    gaps: list[Decimal] = []
    buyers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    bidders: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            bids = data["bids"]
            priced = sorted((Decimal(bid["value"]["amount"]), bid["bidder"], bid["status"]) for bid in bids)
            out = [bid["bidder"] for bid in bids if bid["status"] == "disqualified"]
            found["RF-01"] += len(bids) == 1
            found["RF-04"] += regular([price for price, _, _ in priced], patterns=patterns)
            found["RF-08"] += len(out) == len(bids) - 1 and data["award"] not in out
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
    return found


def regular(prices: list[Decimal], *, patterns: bool) -> int:
    """How many regularities prices in order show: equal ones, a progression of three, multiples in thousandths."""
    known = set(prices)
    found = sum(prices.count(price) > 1 for price in known) if len(known) < len(prices) else 0
    if not patterns:
        return found
    told: set[Decimal] = set()
    pairs = list(combinations(sorted(known), 2))
    for low, high in pairs:
        if 2 * high - low in known:
            told |= {low, high, 2 * high - low}
    found += bool(told)
    for low, high in pairs:
        least = (high - HALF) * (high - HALF) / (low + HALF)
        most = (high + HALF) * (high + HALF) / (low - HALF)
        if least <= prices[-1] and any(least <= third <= most and {low, high, third} - told for third in known):
            found += 1
            break
    for low, high in pairs:
        times = (high / low).quantize(THOUSANDTH)
        if abs(low * times - high) <= HALF and times > 1 and not (low in told and high in told):
            grain = 1
            while low * 10 % grain == high * 10 % grain == 0:
                grain *= 10
            found += len(pairs) * 1000 * grain <= low * 10
    return found


def _outside(values: list[Decimal], *, both: bool) -> int:
    ordered = sorted(values)

    def quantile(quarter: int) -> Decimal:
        below, rest = divmod((len(ordered) - 1) * quarter, 4)
        high = ordered[min(below + 1, len(ordered) - 1)]
        return ordered[below] + (high - ordered[below]) * rest / 4

    first, third = quantile(1), quantile(3)
    reach = (third - first) * 3 / 2
    return sum(value >= third + reach or (both and value <= first - reach) for value in ordered)


def columns(lines: Iterable[str]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Lines as columns of lots and of bids."""
    lots: dict[str, list[Any]] = {name: [] for name in ("lot", "method", "buyer", "winner")}
    bids: dict[str, list[Any]] = {name: [] for name in ("lot", "bidder", "price", "rejected")}
    for line in lines:
        data = json.loads(line)
        key, tender, made = data["ocid"], data["tender"], data["bids"]
        lots["lot"].append(key)
        lots["method"].append(tender["procurementMethodDetails"])
        lots["buyer"].append(tender["buyer"])
        lots["winner"].append(data["award"])
        bids["lot"] += [key] * len(made)
        bids["bidder"] += [bid["bidder"] for bid in made]
        bids["price"] += [int(bid["value"]["amount"].replace(".", "")) for bid in made]
        bids["rejected"] += [bid["status"] == "disqualified" for bid in made]
    return lots, bids


def rows(path: Path) -> Iterator[LotView]:
    """The lines as columns, a thousand at a time, the columns as lots."""
    with path.open(encoding="utf-8") as lines:
        while some := list(islice(lines, 1000)):
            yield from lot_columns(*columns(some))


def same_signs(lots: Iterable[LotView]) -> dict[str, int]:
    """What the plain pass looks for."""
    found = screen_lots(lots, rules=RULES)
    return {rule: len(found.of(rule)) for rule in RULES}


def records(path: Path, count: int) -> list[TenderFile]:
    files = []
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, count):
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


def timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LOTS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    drawn = random.Random(20170315)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "releases.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                file.write(json.dumps(release(number, drawn), ensure_ascii=False) + "\n")
        views = list(rows(path))
        with path.open(encoding="utf-8") as lines:
            table = columns(lines)
        by_hand, ours = plain(path, patterns=True), same_signs(views)
        assert by_hand == ours, (by_hand, ours)
        few = max(1, count // 10)
        known = records(path, few)
        calls: dict[str, tuple[int, Callable[[], object]]] = {
            "plain, same signs": (count, lambda: plain(path, patterns=True)),
            "plain, equal prices": (count, lambda: plain(path, patterns=False)),
            "row path, same signs": (count, lambda: same_signs(rows(path))),
            "row path, all signs": (count, lambda: screen_lots(rows(path))),
            "columns into lots": (count, lambda: lot_columns(*table)),
            "lots at hand, same signs": (count, lambda: same_signs(views)),
            "lots at hand, all signs": (count, lambda: screen_lots(views)),
            "records at hand, all signs": (few, lambda: screen_lots(lot_views(known))),
        }
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds):
            for name, (lots, call) in calls.items():
                times[name].append(timed(call) / lots)
    print(f"{count} lots of {BIDS} bids; signs found, the same by hand and by the row path: {ours}")
    for name, seconds in times.items():
        ratio = median(bare / own for bare, own in zip(times["plain, same signs"], seconds, strict=True))
        print(f"{name:<28}{1 / min(seconds):10,.0f} lots per CPU second   × {ratio:.2f}")


if __name__ == "__main__":
    main()

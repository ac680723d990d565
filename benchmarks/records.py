"""What records cost: checked creation against a bare frozen attrs class, the door against a pydantic dataclass.

    python benchmarks/records.py [rounds]

The bare class and the dataclass have the same fields of the same types and no invariants. Both sides of a pair are
measured in turn, round by round, so that a busy machine slows both; the ratio printed is the median of the ratios of
all rounds. Times are nanoseconds a call and hold for this machine only. Aims: creation 1.5, door 1.1.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from datetime import date
from statistics import median
from time import process_time
from typing import Any

import attrs
import pydantic
import pydantic.dataclasses

from zhengwu.approval import Case, CaseType
from zhengwu.exact import wan
from zhengwu.records.base import Record, hints_of
from zhengwu.trading import Lot, PropertyAuction

Pair = tuple[str, Callable[[], Any], Callable[[], Any]]

TYPED: dict[type[Record], dict[str, Any]] = {
    Lot: {"code": "A1", "budget": wan("438"), "deal": wan("358"), "bids": 3, "awarded_at": date(2017, 3, 1)},
    PropertyAuction: {"title": "门面房", "method": "拍卖", "start": wan("25.81"), "deal": wan("26.07")},
    Case: {
        "case_no": "20170301001",
        "case_type": CaseType.INSTANT,
        "window": "综合",
        "accepted_at": date(2017, 3, 1),
        "closed_at": date(2017, 3, 1),
    },
}


def bare_class(cls: type[Record]) -> type[Any]:
    """The same fields, types and defaults; nothing checked."""
    made = {
        attribute.name: attrs.field(default=attribute.default, type=hints_of(cls)[attribute.name])
        for attribute in attrs.fields(cls)
    }
    return attrs.make_class("Bare", made, frozen=True, slots=True, kw_only=True)


def pydantic_class(cls: type[Record]) -> type[Any]:
    """The same fields, types and defaults as a pydantic dataclass; no invariants."""
    space: dict[str, Any] = {"__annotations__": dict(hints_of(cls)), "__module__": __name__}
    space |= {a.name: a.default for a in attrs.fields(cls) if a.default is not attrs.NOTHING}
    settings = pydantic.ConfigDict(extra="forbid")
    return pydantic.dataclasses.dataclass(
        type("Model", (), space), frozen=True, slots=True, kw_only=True, config=settings
    )


def creation(cls: type[Record]) -> Pair:
    values, bare = TYPED[cls], bare_class(cls)
    return f"create {cls.__name__}", lambda: cls(**values), lambda: bare(**values)


def doors(cls: type[Record]) -> list[Pair]:
    ours, theirs = pydantic.TypeAdapter(cls), pydantic.TypeAdapter(pydantic_class(cls))
    whole = cls(**TYPED[cls]).to_dict()
    texts = {name: whole[name] if isinstance(whole[name], int) else str(whole[name]) for name in TYPED[cls]}
    json = ours.dump_json(cls.validate(texts))
    return [
        (f"{cls.__name__} from texts", lambda: ours.validate_python(texts), lambda: theirs.validate_python(texts)),
        (f"{cls.__name__} from JSON", lambda: ours.validate_json(json), lambda: theirs.validate_json(json)),
    ]


def compare(pair: Pair, rounds: int) -> None:
    name, ours, bare = pair
    number = max(1, int(0.02 / (timeit.timeit(bare, number=200) / 200)))
    times = [
        (timeit.timeit(ours, timer=process_time, number=number), timeit.timeit(bare, timer=process_time, number=number))
        for _ in range(rounds)
    ]
    ratio = median(one / other for one, other in times)
    best = [min(column) / number * 1e9 for column in zip(*times, strict=True)]
    print(f"{name:28} {best[0]:8.0f} ns {best[1]:8.0f} ns   {ratio:5.2f}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    print(f"{'':28} {'zhengwu':>11} {'bare':>11}   ratio")
    for cls in TYPED:
        for pair in (creation(cls), *doors(cls)):
            compare(pair, rounds)


if __name__ == "__main__":
    main()

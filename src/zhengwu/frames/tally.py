"""Fine cells to sums by group and period, in Python integers: what no engine can get wrong.

Groups and periods are few where rows are many, so this costs microseconds a group, and it is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from zhengwu.exact import Money
from zhengwu.frames.plan import Cells
from zhengwu.frames.signature import Answer, Asker, width_of
from zhengwu.frames.sums import check_bounds, exact_sums
from zhengwu.periods import Period
from zhengwu.records import RecordError
from zhengwu.stats.keys import Path, path_of
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Instant, Slots
from zhengwu.stats.tally import Bucket, Sums
from zhengwu.table.computed import Uncounted

__all__ = ["Rows", "Tally", "money_of"]

_SHOWN = 3


@attrs.frozen
class Rows:
    """Rows that stay in the frame: how many, of which group. They count as a list of records would, and hold none."""

    count: int
    path: Path = ()

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Any:
        raise RecordError(
            "the rows stay in the frame", field="records", expected=f"a filter of the frame by {' / '.join(self.path)}"
        )

    def __getitem__(self, index: Any) -> Any:
        return iter(self)


@attrs.frozen
class Tally:
    """All sums, by group and set of periods: lists as `zhengwu.frames.signature.Answer` describes them.

    `power` is the power of ten of 元 that money is counted in; `is_money` tells it of each measure.
    """

    sums: Mapping[tuple[Path, frozenset[int]], list[int]]
    measures: Sequence[Measure]
    uncounted: tuple[Uncounted, ...]
    power: int
    is_money: tuple[bool, ...]

    @classmethod
    def of(
        cls,
        cells: Cells,
        instants: Mapping[Any, Instant | None],
        asker: Asker,
        slots: Slots,
        *,
        depth: Sequence[int],
        on: str,
    ) -> Tally:
        """Add up the cells. Raises `RecordError` for words that are none, `AmountError` where a sum may be wrong."""
        check_bounds(cells, asker.plan)
        power = min((amount.power for amount in asker.plan.amounts if amount.is_money), default=-2)
        counts = cells.counts
        names = asker.plan.keys
        words = _rows([cells.keys[names.index(word)] for word in asker.words], len(counts))
        paths = _rows([cells.keys[i] for i in depth], len(counts))
        amounts = _rows([counts, *exact_sums(cells, asker.plan, power)], len(counts))
        answers = _Answers(asker)
        groups = _Groups(instants, slots, asker.width)
        for signature, place, values in zip(
            zip(words, cells.patterns, strict=True), zip(paths, cells.times, strict=True), amounts, strict=True
        ):
            answer = answers.known.get(signature) or answers.asked(signature, values[0])
            if answer is None or not answer.times:
                continue
            sums = groups.known.get(place)
            if sums is None:
                sums = groups.made(place, values[0])
                if sums is None:
                    continue
            for at, source in answer.ones:
                sums[at] += values[source]
            for at, source, factor in answer.others:
                sums[at] += factor * values[source]
        answers.check()
        uncounted = tuple(Uncounted(Rows(n, path), reason, on) for (path, reason), n in groups.left.items())
        return cls(groups.sums, asker.measures, uncounted, power, answers.is_money())

    def buckets(self) -> list[Bucket]:
        """The same sums as the roll-up of records has them."""
        buckets = []
        for (path, numbers), found in self.sums.items():
            sums, place = [], 1
            for measure, is_money in zip(self.measures, self.is_money, strict=True):
                end = place + 1 + width_of(measure)
                count, values = found[place], found[place + 1 : end]
                if not count:
                    sums.append(Sums(0, None))
                else:
                    sums.append(
                        Sums(count, tuple(money_of(v, self.power) for v in values) if is_money else tuple(values))
                    )
                place = end
            buckets.append(Bucket(path, numbers, Rows(found[0], path), tuple(sums)))  # type: ignore[arg-type]
        return buckets


@attrs.define
class _Answers:
    """The answers of the record class, every signature asked once, and the words that are none."""

    asker: Asker
    known: dict[Any, Answer] = attrs.field(factory=dict)
    faults: dict[Any, tuple[RecordError, int]] = attrs.field(factory=dict)

    def asked(self, signature: Any, count: int) -> Answer | None:
        """The answer to a signature that is new; None for words that are none, whose rows are counted."""
        if signature in self.faults:
            error, before = self.faults[signature]
            self.faults[signature] = (error, before + count)
            return None
        try:
            answer = self.known[signature] = self.asker.answer(*signature)
        except RecordError as error:
            self.faults[signature] = (error, count)
            return None
        return answer

    def check(self) -> None:
        """Raise `RecordError` for the words that are none, with the number of their rows."""
        if not self.faults:
            return
        told: dict[str, int] = {}
        for error, count in self.faults.values():
            told[error.problem] = told.get(error.problem, 0) + count
        shown = "; ".join(f"{problem} in {count} rows" for problem, count in list(told.items())[:_SHOWN])
        more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        faults = [fault for error, _ in self.faults.values() for fault in error.faults]
        raise RecordError(f"{sum(told.values())} rows cannot be counted: {shown}{more}", faults=faults)

    def is_money(self) -> tuple[bool, ...]:
        """Of each measure, whether it is money."""
        found = [measure.unit_kind == "amount" for measure in self.asker.measures]
        for answer in self.known.values():
            for i, is_money in enumerate(answer.money):
                if is_money is not None:
                    found[i] = is_money
        return tuple(found)


@attrs.define
class _Groups:
    """The sums of each group and set of periods, found by the labels and the period of a cell."""

    instants: Mapping[Any, Instant | None]
    slots: Slots
    width: int
    known: dict[Any, list[int]] = attrs.field(factory=dict)
    sums: dict[tuple[Path, frozenset[int]], list[int]] = attrs.field(factory=dict)
    left: dict[tuple[Path, str], int] = attrs.field(factory=dict)
    _paths: dict[Any, Path] = attrs.field(factory=dict)
    _numbers: dict[Any, frozenset[int]] = attrs.field(factory=dict)

    def made(self, place: tuple[tuple[Any, ...], Any], count: int) -> list[int] | None:
        """The sums of a place that is new, None where it lies in no period: then its rows are counted as left out."""
        labels, time = place
        path = self._paths.get(labels)
        if path is None:
            path = self._paths[labels] = tuple(map(path_of, labels))
        numbers = self._numbers.get(time)
        instant = self.instants[time]
        if numbers is None:
            numbers = frozenset() if instant is None else self.slots.containing(instant)
            self._numbers[time] = numbers
        if not numbers:
            reason = _reason(instant, self.slots)
            self.left[path, reason] = self.left.get((path, reason), 0) + count
            return None
        sums = self.sums.setdefault((path, numbers), [0] * self.width)
        self.known[place] = sums
        return sums


def _rows(columns: Sequence[Sequence[Any]], count: int) -> list[tuple[Any, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * count


def _reason(instant: Instant | None, slots: Slots) -> str:
    if instant is None:
        return "no_instant"
    return "straddles" if isinstance(instant, Period) and slots.straddles(instant) else "outside"


def money_of(value: int, power: int) -> Money:
    """So many units of ``10**power`` 元 as money.

    >>> money_of(150, -2), money_of(15, -4)
    (Money("1.5元"), Money("0.0015元"))
    """
    return Money(_fixed(value, power), currency="CNY")


def _fixed(value: int, power: int) -> Any:
    from fractions import Fraction

    return Fraction(value, 10**-power) if power < 0 else value * 10**power

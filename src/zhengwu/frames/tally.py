"""Fine cells to sums by group and period, in Python integers: what no engine can get wrong.

Groups and periods are few where rows are many, so this costs microseconds a group, and it is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """All sums, by group and set of periods.

    A list of sums has a number for each of the `places` that `zhengwu.frames.signature.Answer` describes, but places to
    which all rows give the same share one: ``sums[key][places[i]]``. `power` is the power of ten of 元 that money is
    counted in; `is_money` tells it of each measure.
    """

    sums: Mapping[tuple[Path, frozenset[int]], list[int]]
    places: Sequence[int]
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
        names = asker.plan.keys
        words = [cells.keys[names.index(word)] for word in asker.words]
        signatures = list(zip(*words, cells.patterns, strict=True))
        answers = _answers(asker, signatures, cells.counts)
        places, steps = _steps(answers, asker.width)
        groups = _Groups(instants, slots, max(places) + 1)
        amounts = zip(cells.counts, *exact_sums(cells, asker.plan, power), strict=True)
        labels = zip(*[cells.keys[i] for i in depth], cells.times, strict=True)
        for step, place, values in zip(map(steps.get, signatures), labels, amounts, strict=True):
            if step is None:
                continue
            sums = groups.known.get(place)
            if sums is None:
                sums = groups.made(place, values[0])
                if sums is None:
                    continue
            ones, others = step
            for at, source in ones:
                sums[at] += values[source]
            for at, source, factor in others:
                sums[at] += factor * values[source]
        uncounted = tuple(Uncounted(Rows(n, path), reason, on) for (path, reason), n in groups.left.items())
        return cls(groups.sums, places, asker.measures, uncounted, power, _is_money(asker.measures, answers.values()))

    def buckets(self) -> list[Bucket]:
        """The same sums as the roll-up of records has them."""
        buckets = []
        for (path, numbers), held in self.sums.items():
            found = [held[place] for place in self.places]
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


def _answers(asker: Asker, signatures: Sequence[tuple[Any, ...]], counts: Sequence[int]) -> dict[Any, Answer]:
    """The answers of the record class, every signature asked once. Raises `RecordError` for words that are none."""
    found: dict[Any, Answer] = {}
    faults: dict[Any, RecordError] = {}
    for signature in dict.fromkeys(signatures):
        try:
            found[signature] = asker.answer(signature[:-1], signature[-1])
        except RecordError as error:
            faults[signature] = error
    if not faults:
        return found
    told: dict[str, int] = {}
    for signature, count in zip(signatures, counts, strict=True):
        if signature in faults:
            problem = faults[signature].problem
            told[problem] = told.get(problem, 0) + count
    shown = "; ".join(f"{problem} in {count} rows" for problem, count in list(told.items())[:_SHOWN])
    more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    raise RecordError(
        f"{sum(told.values())} rows cannot be counted: {shown}{more}",
        faults=[fault for error in faults.values() for fault in error.faults],
    )


_Step = tuple[list[tuple[int, int]], list[tuple[int, int, int]]]


def _steps(answers: Mapping[Any, Answer], width: int) -> tuple[list[int], dict[Any, _Step]]:
    """The place of each sum where equal ones share it, and what the rows of a signature add to these places.

    Many sums of a group are one: the rows of every measure that takes them all, the budget that is measured and that
    of a rate. They are equal where each answer gives them the same.
    """
    counting = {signature: answer for signature, answer in answers.items() if answer.times}
    kinds = list(dict.fromkeys(counting.values()))
    given: list[list[tuple[int, tuple[int, int]]]] = [[] for _ in range(width)]
    for number, answer in enumerate(kinds):
        for at, source in answer.ones:
            given[at].append((number, (source, 1)))
        for at, source, factor in answer.others:
            given[at].append((number, (source, factor)))
    shared: dict[Any, int] = {}
    places = [shared.setdefault(tuple(one), len(shared)) for one in given]
    made: list[_Step] = [([], []) for _ in kinds]
    for one, at in shared.items():
        for number, (source, factor) in one:
            if factor == 1:
                made[number][0].append((at, source))
            else:
                made[number][1].append((at, source, factor))
    step_of = dict(zip(kinds, made, strict=True))
    return places, {signature: step_of[answer] for signature, answer in counting.items()}


def _is_money(measures: Sequence[Measure], answers: Iterable[Answer]) -> tuple[bool, ...]:
    """Of each measure, whether it is money."""
    found = [measure.unit_kind == "amount" for measure in measures]
    for answer in answers:
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
    _labels: dict[Any, str] = attrs.field(factory=dict)
    _numbers: dict[Any, frozenset[int]] = attrs.field(factory=dict)

    def made(self, place: tuple[Any, ...], count: int) -> list[int] | None:
        """The sums of a place that is new, None where it lies in no period: then its rows are counted as left out."""
        *labels, time = place
        path = tuple([self._labels.get(label) or self._label(label) for label in labels])
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

    def _label(self, value: Any) -> str:
        label = self._labels[value] = path_of(value)
        return label


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

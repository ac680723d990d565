"""Fine cells to sums by group and period, in Python integers: what no engine can get wrong.

Groups and periods are few where rows are many, so this costs microseconds a group, and it is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any

import attrs

from zhengwu.frames.plan import Cells
from zhengwu.frames.signature import Answer, Asker, width_of
from zhengwu.frames.sums import check_bounds, exact_sums, money_of
from zhengwu.periods import Period
from zhengwu.records import RecordError
from zhengwu.stats.keys import Path, path_of
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Instant, Slots
from zhengwu.stats.tally import Bucket, Sums
from zhengwu.table.computed import Uncounted

__all__ = ["Rows", "Tally"]

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
    """All sums, by group and set of periods: column by column, because lists of numbers are added fastest.

    `Answer` in `zhengwu.frames.signature` describes the places of a group's sums. Many are equal (the rows of every
    measure that takes them all, a budget and the base of a rate), so what is kept are the different `sums`, a list with
    a number for each of `groups`, and of which of them each place is made, with their factors. `power` is the power of
    ten of 元 that money is counted in; `is_money` tells it of each measure.
    """

    groups: Sequence[tuple[Path, frozenset[int]]]
    sums: Sequence[Sequence[int]]
    places: Sequence[Sequence[tuple[int, int]]]
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
        different = _Different.of(answers, asker.width)
        labels = list(zip(*[cells.keys[i] for i in depth], cells.times, strict=True))
        kinds = list(map(different.kinds.get, signatures))
        groups = _Groups.of(dict.fromkeys(compress(labels, [kind is not None for kind in kinds])), instants, slots)
        held: list[list[int]] = [[] for _ in set(different.kinds.values())]  # the cells of each kind
        for number, (kind, label) in enumerate(zip(kinds, labels, strict=True)):
            if kind is None:
                continue
            if groups.numbers[label] is None:
                groups.leave(label, cells.counts[number])
            else:
                held[kind].append(number)
        at = [[groups.numbers[labels[number]] for number in numbers] for numbers in held]
        columns = [cells.counts, *exact_sums(cells, asker.plan, power)]
        sums = []
        for source, of_kinds in different.sums:
            found = [0] * len(groups.made)
            for kind in of_kinds:
                _add(found, at[kind], [columns[source][number] for number in held[kind]])  # type: ignore[arg-type]
            sums.append(found)
        uncounted = tuple(Uncounted(Rows(n, path), reason, on) for (path, reason), n in groups.left.items())
        is_money = _is_money(asker.measures, answers.values())
        return cls(list(groups.made), sums, different.places, asker.measures, uncounted, power, is_money)

    def buckets(self) -> list[Bucket]:
        """The same sums as the roll-up of records has them."""
        buckets = []
        for number, (path, numbers) in enumerate(self.groups):
            found = [sum([self.sums[at][number] * factor for at, factor in place]) for place in self.places]
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


def _add(found: list[int], at: Iterable[int], values: Iterable[int]) -> None:
    for number, value in zip(at, values, strict=True):
        found[number] += value


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


@attrs.frozen
class _Different:
    """The different sums that the places of a group are made of.

    A sum is that of one column of the cells (0 the rows, then the amounts) over those whose signature has an answer of
    certain kinds; `places` are the numbers and factors of the sums of each place, `kinds` the kind of a signature that
    counts.
    """

    sums: Sequence[tuple[int, tuple[int, ...]]]
    places: Sequence[Sequence[tuple[int, int]]]
    kinds: Mapping[Any, int]

    @classmethod
    def of(cls, answers: Mapping[Any, Answer], places: int) -> _Different:
        """The sums that these answers ask for."""
        counting = {signature: answer for signature, answer in answers.items() if answer.times}
        kinds = {answer: number for number, answer in enumerate(dict.fromkeys(counting.values()))}
        given: list[dict[tuple[int, int], list[int]]] = [{} for _ in range(places)]
        for answer, kind in kinds.items():
            for at, source in answer.ones:
                given[at].setdefault((source, 1), []).append(kind)
            for at, source, factor in answer.others:
                given[at].setdefault((source, factor), []).append(kind)
        sums: dict[tuple[int, tuple[int, ...]], int] = {}
        made = [
            [(sums.setdefault((source, (*held,)), len(sums)), factor) for (source, factor), held in one.items()]
            for one in given
        ]
        return cls(list(sums), made, {signature: kinds[answer] for signature, answer in counting.items()})


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
    """Groups and sets of periods, as they are `made` of the labels and times of cells, which have their `numbers`.

    What lies in no period has no number: its rows are counted in `left`.
    """

    instants: Mapping[Any, Instant | None]
    slots: Slots
    paths: Mapping[tuple[Any, ...], Path]
    numbers: dict[tuple[Any, ...], int | None] = attrs.field(factory=dict)
    made: dict[tuple[Path, frozenset[int]], int] = attrs.field(factory=dict)
    left: dict[tuple[Path, str], int] = attrs.field(factory=dict)

    @classmethod
    def of(cls, labels: Collection[tuple[Any, ...]], instants: Mapping[Any, Instant | None], slots: Slots) -> _Groups:
        """The groups of these labels and times."""
        paths = {values: tuple(map(path_of, values)) for values in {label[:-1] for label in labels}}
        within = {time: frozenset() if day is None else slots.containing(day) for time, day in instants.items()}
        groups = cls(instants, slots, paths)
        for label in labels:
            numbers = within[label[-1]]
            place = (paths[label[:-1]], numbers)
            groups.numbers[label] = groups.made.setdefault(place, len(groups.made)) if numbers else None
        return groups

    def leave(self, label: tuple[Any, ...], count: int) -> None:
        """Count rows that lie in no period."""
        place = self.paths[label[:-1]], _reason(self.instants[label[-1]], self.slots)
        self.left[place] = self.left.get(place, 0) + count


def _reason(instant: Instant | None, slots: Slots) -> str:
    if instant is None:
        return "no_instant"
    return "straddles" if isinstance(instant, Period) and slots.straddles(instant) else "outside"

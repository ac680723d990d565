"""Fine cells to sums by group and period, in Python integers: what no engine can get wrong.

Groups and periods are few where rows are many, so this costs microseconds a group, and it is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from zhengwu.errors import AmountError, PeriodError, ZhengwuError
from zhengwu.exact import Money
from zhengwu.frames.plan import Amount, Cell, Clock, Plan
from zhengwu.frames.signature import Asker, width_of
from zhengwu.periods import Period
from zhengwu.records import RecordError
from zhengwu.records.instant import read_instant
from zhengwu.stats.keys import Path, path_of
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Instant, Slots
from zhengwu.stats.tally import Bucket, Sums
from zhengwu.table.computed import Uncounted

__all__ = ["Rows", "Tally", "instants_of", "money_of"]

_BOUND = 2**63
_DECIMALS = 10**38
_SHOWN = 3
_ANY_DAY = date(2017, 1, 1)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


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
        cells: Iterable[tuple[Cell, Instant | None]],
        asker: Asker,
        slots: Slots,
        *,
        depth: Sequence[int],
        on: str,
    ) -> Tally:
        """Add up the cells. Raises `RecordError` for words that are none, `AmountError` where a sum may be wrong."""
        plan, measures = asker.plan, asker.measures
        power = min((amount.power for amount in plan.amounts if amount.is_money), default=-2)
        exact = _Exact(plan, [10 ** (amount.power - power) if amount.is_money else 1 for amount in plan.amounts])
        width = asker.width
        sums: dict[tuple[Path, frozenset[int]], list[int]] = {}
        money: dict[int, bool] = {}
        left: dict[tuple[Path, str], int] = {}
        faults: dict[str, tuple[ZhengwuError, int]] = {}
        paths: dict[tuple[Any, ...], Path] = {}
        found_slots: dict[Instant | None, frozenset[int]] = {None: frozenset()}
        seen: set[int] = set()
        for cell, instant in cells:
            try:
                answer = asker.answer(cell.keys, cell.pattern)
            except RecordError as error:
                before = faults.get(error.problem)
                faults[error.problem] = (error, cell.count + (before[1] if before else 0))
                continue
            if not answer.times:
                continue
            labels = tuple([cell.keys[i] for i in depth])
            path = paths.get(labels)
            if path is None:
                path = paths[labels] = tuple(map(path_of, labels))
            numbers = found_slots.get(instant)
            if numbers is None:
                numbers = found_slots[instant] = slots.containing(instant) if instant is not None else frozenset()
            if not numbers:
                place = (path, _reason(instant, slots))
                left[place] = left.get(place, 0) + cell.count
                continue
            entry = sums.get((path, numbers))
            if entry is None:
                entry = sums[path, numbers] = [0] * width
            values = exact.values(cell)
            for at, source in answer.ones:
                entry[at] += values[source]
            for at, source, factor in answer.others:
                entry[at] += factor * values[source]
            if id(answer) not in seen:
                seen.add(id(answer))
                money.update((i, is_money) for i, is_money in enumerate(answer.money) if is_money is not None)
        if faults:
            raise _wrong_words(list(faults.values()))
        uncounted = tuple(Uncounted(Rows(count, path), reason, on) for (path, reason), count in left.items())
        kinds = tuple(money.get(i, measure.unit_kind == "amount") for i, measure in enumerate(measures))
        return cls(sums, measures, uncounted, power, kinds)

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


@attrs.frozen
class _Exact:
    """The numbers of a cell as integers of one unit: its rows, then its sums, which cannot have overflowed."""

    plan: Plan
    scales: Sequence[int]

    def values(self, cell: Cell) -> list[int]:
        """The rows and the sums. Raises `AmountError` where a sum may have overflowed."""
        if cell.most:
            for i, amount in enumerate(self.plan.amounts):
                if cell.most[i] is not None:
                    _check_bound(amount, cell, i)
        found = [cell.count]
        for value, amount, scale in zip(cell.sums, self.plan.amounts, self.scales, strict=True):
            if value is None:
                found.append(0)
            elif type(value) is int and amount.form != "decimal":
                found.append(value * scale)
            else:
                found.append(_units(value, amount) * scale)
        return found


def _units(value: Any, amount: Amount) -> int:
    """A value of an amount as the engine gives it, in units of the amount."""
    if amount.form != "decimal":
        return int(value)
    top, bottom = value.as_integer_ratio()
    return int(top * 10**amount.shift // bottom)  # exact: its type has no more decimals than `shift`


def _check_bound(amount: Amount, cell: Cell, number: int) -> None:
    largest = max(abs(_units(cell.least[number], amount)), abs(_units(cell.most[number], amount)))
    bound, name = (_DECIMALS, "38 digits") if amount.form == "decimal" else (_BOUND, "64 bits")
    if largest * cell.count >= bound:
        raise AmountError(
            f"is up to {largest} in {cell.count} rows of one group, whose sum may exceed {name}",
            field=amount.label,
            expected="max|x| · rows below 2**63 in every group: a coarser scale, finer groups, or duckdb, whose sums "
            "have 128 bits",
        )


def _wrong_words(faults: list[tuple[ZhengwuError, int]]) -> RecordError:
    rows = sum(count for _, count in faults)
    shown = "; ".join(f"{error.problem} ({count} rows)" for error, count in faults[:_SHOWN])
    more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    first = faults[0][0]
    return RecordError(f"{rows} rows cannot be counted: {shown}{more}", faults=getattr(first, "faults", ()))


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


def instants_of(cells: Iterable[Cell], clock: Clock) -> list[Instant | None]:
    """What dates each cell: a day that stands for all days of its period."""
    return [_instant(cell.time, clock) for cell in cells]


def _instant(time: Any, clock: Clock) -> Instant | None:
    if clock.column is None:
        return date.min
    if time is None:
        return None
    if clock.mode == "raw":
        return _read(time, clock.column)
    if clock.mode == "bounds":
        if not clock.bounds:
            return _ANY_DAY
        return clock.bounds[time - 1] if time else clock.bounds[0] - timedelta(1)
    parts = 12 // _MONTHS[clock.mode]
    return date(time // parts, time % parts * _MONTHS[clock.mode] + 1, 1)


def _read(value: Any, column: str) -> Instant | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | Period):
        return value
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            found = read_instant(value)
        except ZhengwuError:
            return Period(value)
        return found.date() if isinstance(found, datetime) else found
    raise PeriodError("is not a date", field=column, value=value, expected="dates, timestamps or texts of periods")

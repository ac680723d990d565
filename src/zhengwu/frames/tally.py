"""Fine cells to sums by group and period, in Python integers: what no engine can get wrong.

Groups and periods are few where rows are many, so this costs microseconds a group, and it is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from zhengwu.errors import AmountError, PeriodError, ZhengwuError
from zhengwu.exact import Money
from zhengwu.frames.plan import Amount, Cell, Clock, Plan
from zhengwu.frames.signature import Answer, Asker
from zhengwu.periods import Period
from zhengwu.records import RecordError
from zhengwu.records.instant import read_instant
from zhengwu.stats.keys import Path, path_of
from zhengwu.stats.slots import Instant, Slots
from zhengwu.stats.tally import Bucket, Sums
from zhengwu.table.computed import Uncounted

__all__ = ["Entry", "Rows", "Tally", "instants_of", "money_of"]

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


@attrs.define
class Entry:
    """The sums of one group in one set of periods: rows, then for every measure its rows and its operands."""

    rows: int
    sums: list[list[int]]


@attrs.frozen
class Tally:
    """All sums. `power` is the power of ten of 元 that money is counted in; `is_money` tells it of each measure."""

    entries: dict[tuple[Path, frozenset[int]], Entry]
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
        scales = [10 ** (amount.power - power) if amount.is_money else 1 for amount in plan.amounts]
        entries: dict[tuple[Path, frozenset[int]], Entry] = {}
        money = [measure.unit_kind == "amount" for measure in measures]
        left: dict[tuple[Path, str], int] = {}
        faults: dict[str, tuple[ZhengwuError, int]] = {}
        labels: dict[tuple[type, Any], str] = {}
        found_slots: dict[Instant | None, frozenset[int]] = {}
        widths = [
            len(measure.variant.quantities) if measure.kind == "ratio" and measure.variant else 1
            for measure in measures
        ]
        for cell, instant in cells:
            try:
                answer = asker.answer(cell.keys, cell.pattern)
            except RecordError as error:
                before = faults.get(error.problem)
                faults[error.problem] = (error, cell.count + (before[1] if before else 0))
                continue
            if not answer.times:
                continue
            path = _path([cell.keys[i] for i in depth], labels)
            numbers = found_slots.get(instant)
            if numbers is None:
                numbers = found_slots[instant] = frozenset() if instant is None else slots.containing(instant)
            if not numbers:
                place = (path, _reason(instant, slots))
                left[place] = left.get(place, 0) + cell.count
                continue
            entry = entries.get((path, numbers))
            if entry is None:
                entry = entries[path, numbers] = Entry(0, [[0] * (width + 1) for width in widths])
            entry.rows += cell.count
            _add(entry, cell, answer, _exact_sums(cell, plan, scales), money)
        if faults:
            raise _wrong_words(list(faults.values()))
        uncounted = tuple(Uncounted(Rows(count, path), reason, on) for (path, reason), count in left.items())
        return cls(entries, uncounted, power, tuple(money))

    def buckets(self) -> list[Bucket]:
        """The same sums as the roll-up of records has them."""
        buckets = []
        for (path, numbers), entry in self.entries.items():
            sums = []
            for i, found in enumerate(entry.sums):
                if not found[0]:
                    sums.append(Sums(0, None))
                    continue
                made = self.is_money[i]
                sums.append(Sums(found[0], tuple(money_of(v, self.power) if made else v for v in found[1:])))
            buckets.append(Bucket(path, numbers, Rows(entry.rows, path), tuple(sums)))  # type: ignore[arg-type]
        return buckets


def _add(entry: Entry, cell: Cell, answer: Answer, sums: Sequence[int], money: list[bool]) -> None:
    for i, forms in enumerate(answer.forms):
        if forms is None:
            continue
        found = entry.sums[i]
        found[0] += cell.count
        money[i] = forms[0].is_money
        for j, form in enumerate(forms, 1):
            value = form.constant * cell.count
            for number, factor in form.factors:
                value += factor * sums[number]
            found[j] += value


def _exact_sums(cell: Cell, plan: Plan, scales: Sequence[int]) -> list[int]:
    """The sums of a cell as integers of one unit, where the engine cannot have overflowed."""
    found = []
    for i, amount in enumerate(plan.amounts):
        value = cell.sums[i]
        if value is None:
            found.append(0)
            continue
        if cell.most and cell.most[i] is not None:
            _check_bound(amount, cell, i)
        found.append(_units(value, amount) * scales[i])
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


def _path(values: Sequence[Any], labels: dict[tuple[type, Any], str]) -> Path:
    path = []
    for value in values:
        key = (type(value), value)
        label = labels.get(key)
        if label is None:
            label = labels[key] = path_of(value)
        path.append(label)
    return tuple(path)


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

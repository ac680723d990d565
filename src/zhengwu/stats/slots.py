"""Which period a record is counted in: the columns of a roll-up, their total, and the periods growth compares with.

>>> months = Slots.of("month", Period("2017-Q1"), days=(), growth=())
>>> months.printed, months.total
((Period("2017-01"), Period("2017-02"), Period("2017-03")), Period("2017-Q1"))
>>> sorted(months.containing(date(2017, 2, 14)))        # its month and the total
[1, 3]
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeAlias

import attrs

from zhengwu.errors import PeriodError, UnitError
from zhengwu.periods import Period
from zhengwu.stats.measures import GROWTH

__all__ = ["Instant", "Slots", "span_of"]

Instant: TypeAlias = date | Period
"""What a record is dated by: a day, an instant (its calendar day counts), or the period it already sums up."""

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_FIELD = "period (时期)"


@attrs.frozen
class Slots:
    """The columns by number: those of `printed`, then their `total` if they have one, then the bases of growth.

    A printed period of None is all of time. Columns with a gap between them have no total, nor have cumulative ones.
    """

    printed: tuple[Period | None, ...]
    total: Period | None
    bases: tuple[Period, ...] = ()

    @classmethod
    def of(
        cls,
        unit: str | None,
        within: Period | None,
        *,
        days: Iterable[Instant],
        growth: Iterable[str],
        has_total: bool = True,
    ) -> Slots:
        """The columns of a roll-up by `unit` (month, quarter, half, year, cumulative, or None for no columns).

        Without `within` they are the periods that occur in `days`. Raises `PeriodError` where `within` is not made of
        such periods, and where 环比 is asked of cumulative figures.
        """
        printed = _columns(unit, within, days)
        known = [period for period in printed if period is not None]
        joined = has_total and len(printed) > 1 and unit != "cumulative"
        total = (_hull(known) if within is None else within) if joined else None
        bases: dict[Period, None] = {}
        for name in growth:
            if name == "period_on_period" and (unit == "cumulative" or any(period.is_cumulative for period in known)):
                raise PeriodError(
                    "cumulative figures have no period before them", field=name, expected="year_on_year, or months"
                )
            for period in (*known, *([total] if total else ())):
                base = base_of(period, name)
                if base is not None:
                    bases[base] = None
        return cls(printed, total, tuple(bases))

    @property
    def columns(self) -> tuple[Period | None, ...]:
        """The periods of the columns that are shown, the total last."""
        return self.printed if self.total is None else (*self.printed, self.total)

    def containing(self, instant: Instant) -> frozenset[int]:
        """The numbers of all slots a day (or a whole period) belongs to; empty where it lies outside."""
        start, end = span_of(instant)
        printed, bases = self._spans
        found = {number for number, (first, last) in enumerate(printed) if first <= start and end <= last}
        if self.total is not None and found:
            found.add(len(printed))
        shown = len(self.columns)
        found.update(shown + number for number, (first, last) in enumerate(bases) if first <= start and end <= last)
        return frozenset(found)

    @functools.cached_property
    def _spans(self) -> tuple[list[tuple[date, date]], list[tuple[date, date]]]:
        """The first and last days of what is printed, and of the bases."""
        always = date.min, date.max
        return [always if slot is None else span_of(slot) for slot in self.printed], [*map(span_of, self.bases)]

    def straddles(self, instant: Instant) -> bool:
        """Whether a period touches the columns without fitting into one."""
        start, end = span_of(instant)
        return any(slot is not None and slot.start <= end and start <= slot.end for slot in self.printed)

    def base_slot(self, column: int, growth: str) -> int | None:
        """The slot that a column is compared with, None where its period has no such neighbour."""
        period = self.columns[column]
        base = base_of(period, growth) if period is not None else None
        return None if base is None else len(self.columns) + self.bases.index(base)


def span_of(instant: Instant) -> tuple[date, date]:
    """The first and last day of an instant."""
    if isinstance(instant, Period):
        return instant.start, instant.end
    day = instant.date() if isinstance(instant, datetime) else instant
    return day, day


def base_of(period: Period, growth: str) -> Period | None:
    """Last year's period for 同比, the one before for 环比; None where the calendar has none."""
    try:
        base: Period = getattr(period, GROWTH[growth])
    except PeriodError:
        return None
    return base


def _columns(unit: str | None, within: Period | None, days: Iterable[Instant]) -> tuple[Period | None, ...]:
    if unit is None:
        return (within,)
    if unit == "cumulative":
        months = within.months if within is not None else _occurring("month", days)
        return tuple(month.cumulative for month in months)
    if unit not in _MONTHS:
        raise UnitError(
            "is no way to divide time",
            field="period",
            value=unit,
            expected=", ".join([*_MONTHS, "cumulative", "None or a Period"]),
        )
    if within is None:
        return _occurring(unit, days)
    found = tuple(dict.fromkeys(_holding(unit, month.start) for month in within.months))
    if not all(within.covers(period) for period in found):
        raise PeriodError(
            f"is not made of whole periods ({unit})", field=_FIELD, value=str(within), expected="a longer period"
        )
    return found


def _occurring(unit: str, days: Iterable[Instant]) -> tuple[Period, ...]:
    months = {(start.year, start.month) for start, _ in map(span_of, days)}
    return tuple(sorted({_holding(unit, date(year, month, 1)) for year, month in months}))


_MAKERS: dict[str, Callable[[int, int], Period]] = {
    "month": Period.month,
    "quarter": Period.quarter,
    "half": Period.half,
    "year": lambda year, _number: Period.year(year),
}


@functools.lru_cache(4096)
def _holding(unit: str, day: date) -> Period:
    """The month, quarter, half or year that holds a day."""
    return _MAKERS[unit](day.year, (day.month - 1) // _MONTHS[unit] + 1)


def _hull(periods: list[Period]) -> Period | None:
    """The period that these make up together, None where a gap is between them."""
    whole = Period.of(periods[0].start, periods[-1].end)
    return whole if sum(period.days for period in periods) == whole.days else None

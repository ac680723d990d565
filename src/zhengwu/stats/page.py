"""Sums by group and period as a page: what the roll-up of records and that of dataframes have in common.

Wherever the sums were made, the same units, rows, roundings and explanations follow from them.

>>> time_of("quarter", "2017-H1"), time_of("2017-Q1", None)
(('quarter', Period("2017-H1")), (None, Period("2017-Q1")))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from zhengwu.errors import PeriodError, UnitError
from zhengwu.periods import Period
from zhengwu.stats.cells import Layout
from zhengwu.stats.headers import title_of
from zhengwu.stats.keys import Key, Path, ordered, path_of
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Slots, span_of
from zhengwu.stats.style import Style
from zhengwu.stats.tabulate import Line, lines_of, tabulate
from zhengwu.stats.tally import Bucket
from zhengwu.table.computed import Uncounted
from zhengwu.table.model import Table

__all__ = ["UNITS_OF_TIME", "Columns", "lines", "page", "path_in", "period_of", "reported_slots", "time_of"]

UNITS_OF_TIME = ("month", "quarter", "half", "year", "cumulative")
"""The ways to divide time into columns."""


@attrs.frozen(kw_only=True)
class Columns:
    """What is measured, the unit in which each measure is counted (件, 个; "" for none), and the periods."""

    measures: Sequence[Measure]
    count_units: Sequence[str]
    slots: Slots


def page(
    buckets: Sequence[Bucket],
    keys: Sequence[Key],
    columns: Columns,
    style: Style,
    *,
    expected: Sequence[Path],
    total: bool | str,
    subtotals: bool | str,
    title: str | None,
    uncounted: Sequence[Uncounted],
) -> Table:
    """The table of these sums; the arguments are those of `zhengwu.rollup`."""
    measures, slots = columns.measures, columns.slots
    units = [style.unit(measure, _values(buckets, i), columns.count_units[i]) for i, measure in enumerate(measures)]
    return tabulate(
        lines(buckets, len(keys), slots, expected=expected, total=total, subtotals=subtotals),
        [key.label for key in keys],
        buckets,
        Layout(measures=measures, units=units, slots=slots, style=style),
        title=title_of(measures, slots) if title is None else title,
        uncounted=uncounted,
    )


def lines(
    buckets: Iterable[Bucket],
    depth: int,
    slots: Slots,
    *,
    expected: Sequence[Path],
    total: bool | str,
    subtotals: bool | str,
) -> list[Line]:
    """The rows of a page in their order: groups that occur in a column or are expected, subtotals, the total."""
    shown = range(len(slots.columns))
    paths = {bucket.path for bucket in buckets if any(number in bucket.slots for number in shown)}
    groups = ordered(paths, expected)
    return list(lines_of(groups, depth, total=_word(total, "合计"), subtotals=_word(subtotals, "小计")))


def time_of(period: str | Period | None, within: str | Period | None) -> tuple[str | None, Period | None]:
    """How time is divided, and what bounds it. Raises `PeriodError` for what is neither, or both at once."""
    bounds = period_of(within) if within is not None else None
    if period is None or (isinstance(period, str) and period in UNITS_OF_TIME):
        return period, bounds
    if bounds is not None:
        expected = ", ".join((*UNITS_OF_TIME, "None"))
        raise PeriodError("is a period already, beside within", field="period", value=str(period), expected=expected)
    return None, period_of(period)


def period_of(value: object) -> Period:
    """A period, or the period a text names. Raises `PeriodError`."""
    if isinstance(value, Period):
        return value
    if isinstance(value, str):
        return Period(value)
    raise PeriodError("is not a period", field="period", value=value, expected='a Period or a text such as "2017-Q1"')


def path_in(group: object, depth: int) -> Path:
    """The path of a group named by its label, or in a hierarchy by all its labels. Raises `UnitError`."""
    labels = (group,) if isinstance(group, str) or not isinstance(group, Sequence) else tuple(group)
    if len(labels) != depth:
        raise UnitError("does not name one group", field="group", value=group, expected=f"{depth} labels")
    return tuple(path_of(label) for label in labels)


def reported_slots(slots: Slots, time: Period) -> frozenset[int]:
    """The slots of a period that reported zero. Raises `PeriodError` where it is in no column."""
    found = slots.containing(time)
    if not found:
        start, _ = span_of(time)
        raise PeriodError(
            "is in no column", field="zeros", value=str(time), expected=f"a period of the table with {start}"
        )
    return found


def _values(buckets: Iterable[Bucket], number: int) -> Iterable[Any]:
    return (value for bucket in buckets for value in bucket.sums[number].totals or ())


def _word(choice: bool | str, usual: str) -> str:
    return choice if isinstance(choice, str) else usual if choice else ""

"""The wording of a roll-up: title, headers of periods and measures, as bulletins write them and readers recognise them.

>>> period_header(Period("2017-03"), title="2017年第一季度办件量情况表"), period_header(Period("2017-03"), title="")
('3月', '2017年3月')
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from zhengwu.periods import Period, PeriodKind, find_period
from zhengwu.reference.glossary import glossary
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Slots
from zhengwu.table.grid import Cell
from zhengwu.table.labels import read_label
from zhengwu.table.model import Column, ColumnKind

__all__ = ["Headers", "headers_of", "period_header", "title_of"]

_TOTAL = "合计"


@attrs.frozen
class Headers:
    """The header rows of the grid, the columns they head, and the unit line above (where all columns share one)."""

    rows: tuple[tuple[Cell | None, ...], ...]
    columns: tuple[Column, ...]
    unit: str


def title_of(measures: Sequence[Measure], slots: Slots) -> str:
    """The title of a table: its period, and what it measures if that is one thing."""
    periods = [period for period in slots.columns if period is not None]
    time = Period.of(min(p.start for p in periods), max(p.end for p in periods)).zh if periods else ""
    return f"{time}{measures[0].header if len(measures) == 1 else ''}情况表"


def period_header(period: Period, *, title: str) -> str:
    """A period as a column header: without its year where the title says it."""
    found = find_period(title)
    year = period.start.year
    if found is None or not found[0].start.year == found[0].end.year == year == period.end.year:
        return period.zh
    short = period.zh.removeprefix(f"{year}年")
    if period.kind is PeriodKind.QUARTER:
        short = short.removeprefix("第")
    read = find_period(short, year=year) if short else None
    return short if read is not None and read[0] == period else period.zh


def headers_of(
    labels: Sequence[str], measures: Sequence[Measure], units: Sequence[str], slots: Slots, title: str
) -> Headers:
    """One header row where there is one period or one measure, else the periods above the measures."""
    columns = slots.columns
    times = [_time(slots, number, title) for number in range(len(columns))]
    names = [_named(measure, unit) for measure, unit in zip(measures, units, strict=True)]
    has_two = len(columns) > 1 and len(measures) > 1
    figures: list[Column] = []
    for number, period in enumerate(columns):
        for measure, unit, name in zip(measures, units, names, strict=True):
            path = (times[number], name) if has_two else (times[number] if len(columns) > 1 else name,)
            is_total = slots.total is not None and number == len(columns) - 1
            figures.append(
                Column(
                    index=len(labels) + len(figures),
                    kind=ColumnKind.FIGURE,
                    path=path,
                    role=measure.term,
                    scope=(measure.scope,) if measure.scope else (),
                    unit=unit or None,
                    period=period if len(columns) > 1 else None,
                    total=read_label(path[0]) if is_total else None,
                )
            )
    heads = tuple(
        Column(index=i, kind=ColumnKind.LABEL, path=(label,), role=_role(label)) for i, label in enumerate(labels)
    )
    top: list[Cell | None] = [Cell(label, 2 if has_two else 1) for label in labels]
    if not has_two:
        top += [Cell(column.path[0]) for column in figures]
        rows: tuple[tuple[Cell | None, ...], ...] = (tuple(top),)
    else:
        for time in times:
            top += [Cell(time, 1, len(measures)), *[None] * (len(measures) - 1)]
        rows = (tuple(top), (*[None] * len(labels), *(Cell(column.path[1]) for column in figures)))
    shares_unit = len(measures) == 1 and len(columns) > 1
    return Headers(rows, (*heads, *figures), units[0] if shares_unit else "")


def _time(slots: Slots, number: int, title: str) -> str:
    period = slots.columns[number]
    is_total = slots.total is not None and number == len(slots.columns) - 1
    return (period_header(period, title=title) if period is not None else "") + (_TOTAL if is_total else "")


def _named(measure: Measure, unit: str) -> str:
    return f"{measure.header}（{unit}）" if unit else measure.header


def _role(label: str) -> str | None:
    term = glossary().header(label)
    return term.id if term is not None else None

"""The cells of one row: each measure in each period, exact, explained and printed.

Sums add what there is, and a blank adds nothing. A ratio is the ratio of the sums of those records that have all it
needs, never a mean of ratios. It is withheld where the amounts printed beside it count other records too: a subtotal
that includes direct awards prints no savings rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.errors import UndefinedRateError
from zhengwu.exact import Money, Rate
from zhengwu.reference.indicators import declarations
from zhengwu.stats.explanation import Explanation, Value, combined, print_exact
from zhengwu.stats.growth import growth_rate
from zhengwu.stats.measures import Measure
from zhengwu.stats.slots import Slots
from zhengwu.stats.style import Style
from zhengwu.stats.tally import Bucket, Sums, joined
from zhengwu.stats.withholding import withheld
from zhengwu.table.computed import CellValue, ComputedCell, Grown, Summed, Undefined

__all__ = ["Layout", "cells_of"]


@attrs.frozen(kw_only=True)
class Layout:
    """What all rows have in common: the measures with their units, the slots, the style."""

    measures: Sequence[Measure]
    units: Sequence[str]
    slots: Slots
    style: Style


@attrs.frozen
class _Column:
    """What one row holds in one slot."""

    sums: tuple[Sums, ...]
    parts: tuple[list[Any], ...]


def cells_of(buckets: Sequence[Bucket], layout: Layout) -> list[list[ComputedCell]]:
    """The cells of a row that these buckets make up: for every column (period), every measure."""
    by_slot: dict[int, list[Bucket]] = {}
    for bucket in buckets:
        for number in bucket.slots:
            by_slot.setdefault(number, []).append(bucket)
    row = {number: _column(found, layout) for number, found in by_slot.items()}
    return [_cells(row, number, layout) for number in range(len(layout.slots.columns))]


def _column(buckets: Sequence[Bucket], layout: Layout) -> _Column:
    sums = tuple(joined(bucket.sums[i] for bucket in buckets) for i in range(len(layout.measures)))
    return _Column(sums, tuple(bucket.records for bucket in buckets if bucket.records))


def _cells(row: Mapping[int, _Column], number: int, layout: Layout) -> list[ComputedCell]:
    column = row.get(number)
    cells = []
    for i, measure in enumerate(layout.measures):
        if column is None:
            cells.append(_made(layout, i, None, "", parts=(), count=0))
        elif measure.kind == "growth":
            cells.append(_growth(row, number, i, layout))
        elif measure.kind == "ratio":
            cells.append(_ratio(column, i, layout))
        else:
            cells.append(_sum(column, i, layout))
    return cells if layout.style.prints_partial else withheld(cells, layout.measures)


def _sum(column: _Column, i: int, layout: Layout) -> ComputedCell:
    measure, unit, sums = layout.measures[i], layout.units[i], column.sums[i]
    value = _value(measure, unit, sums)
    printed, told = "", None
    if value is not None:
        printed = layout.style.text(value, measure.term, unit, layout.style.places(measure))
        formula: Mapping[str, int] = {}
        declared = declarations().get(measure.term)
        if measure.unit_kind == "amount" and declared is not None:
            formula = (measure.variant or declared.variant()).numerator
        told = Summed(term=measure.term, count=sums.count, value=_exact(value, unit), formula=formula)
    return _made(layout, i, value, printed, parts=column.parts, count=sums.count, told=told)


def _ratio(column: _Column, i: int, layout: Layout) -> ComputedCell:
    measure, sums = layout.measures[i], column.sums[i]
    variant, declared = measure.variant, declarations()[measure.term]
    assert variant is not None  # noqa: S101  every ratio has one, see measures_of
    if sums.totals is None:
        return _made(layout, i, Undefined("missing"), "", parts=column.parts, count=0)
    values = {name: _operand(total, layout.style) for name, total in zip(variant.quantities, sums.totals, strict=True)}
    base = combined(variant.denominator, values)
    size = base.amount if isinstance(base, Money) else base
    if size <= 0:
        reason = "zero_base" if size == 0 else "not_applicable"
        printed = layout.style.zero_base if size == 0 else ""
        return _made(layout, i, Undefined(reason), printed, parts=column.parts, count=sums.count)
    rate = Rate.of(combined(variant.numerator, values), base)
    printed = layout.style.text(rate, measure.term, "%", layout.style.places(measure))
    told = Explanation(declaration=declared, variant=variant, quantities=values, result=rate, printed=printed)
    return _made(layout, i, rate, printed, parts=column.parts, count=sums.count, told=told)


def _growth(row: Mapping[int, _Column], number: int, i: int, layout: Layout) -> ComputedCell:
    measure = layout.measures[i]
    base_slot = layout.slots.base_slot(number, measure.term)
    base_column = row.get(base_slot) if base_slot is not None else None
    parts = (*row[number].parts, *(base_column.parts if base_column is not None else ()))
    compared = Measure(term=measure.of, kind="sum")
    found = [row[number].sums[i], base_column.sums[i] if base_column is not None else Sums(0, None)]
    count = sum(sums.count for sums in found)
    unit = layout.style.money_unit(next((v for s in found for v in s.totals or () if isinstance(v, Money)), None))
    current, base = (_value(compared, unit, sums) for sums in found)
    value: CellValue
    if base_slot is None:
        value = Undefined("not_applicable")
    elif current is None or base is None:
        value = Undefined("missing")
    else:
        try:
            value = growth_rate(current, base)
        except UndefinedRateError as error:
            value = Undefined(error.reason)
    if not isinstance(value, Rate) or base_slot is None:
        is_zero = isinstance(value, Undefined) and value.reason == "zero_base"
        printed = layout.style.zero_base if is_zero else ""
        return _made(layout, i, value, printed, parts=parts, count=count)
    printed = layout.style.text(value, measure.term, "%", layout.style.places(measure))
    now, then = layout.slots.columns[number], layout.slots.bases[base_slot - len(layout.slots.columns)]
    told = Grown(
        term=measure.term,
        of=measure.of,
        period=now.zh if now is not None else "",
        current=_exact(current, ""),
        base_period=then.zh,
        base=_exact(base, ""),
        value=printed,
    )
    return _made(layout, i, value, printed, parts=parts, count=count, told=told)


def _made(
    layout: Layout,
    i: int,
    value: CellValue,
    printed: str,
    *,
    parts: Sequence[Sequence[object]],
    count: int,
    told: Summed | Grown | Explanation | None = None,
) -> ComputedCell:
    measure = layout.measures[i]
    return ComputedCell(
        measure=measure.term,
        value=value,
        printed=printed,
        base=measure.variant.id if measure.variant is not None else None,
        unit=layout.units[i],
        rounding=layout.style.rounding,
        parts=parts,
        taking_part=count,
        arithmetic=told,
    )


def _value(measure: Measure, unit: str, sums: Sums) -> Any:
    """The total of a sum in the unit of its column; a reported zero of an amount is an amount."""
    if sums.totals is None:
        return None
    value = sums.totals[0]
    if isinstance(value, Money):
        return value.to(unit) if unit else value
    if measure.unit_kind == "amount" and unit and type(value) is int and value == 0:
        return Money(f"0{unit}")
    return value


def _operand(value: Any, style: Style) -> Value:
    return value.to(style.money_unit(value)) if isinstance(value, Money) else Fraction(value)


def _exact(value: Any, unit: str) -> str:
    return str(value) if isinstance(value, Money) else f"{print_exact(Fraction(value))}{unit}"

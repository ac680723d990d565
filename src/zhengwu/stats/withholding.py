"""What a table must not print: a figure that its reader would recompute, from the figures beside it, to another.

A savings rate leaves out the direct awards that the amounts beside it count; a reader who divides those amounts finds a
contradiction, and so does the audit. Such a figure is known, explained, and left blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set as AbstractSet
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.exact import Money, Rate
from zhengwu.reference.indicators import Declaration, declarations
from zhengwu.stats.explanation import Value, combined
from zhengwu.stats.measures import Measure
from zhengwu.table.computed import CellValue, ComputedCell

__all__ = ["withheld"]


def withheld(cells: Sequence[ComputedCell], measures: Sequence[Measure]) -> list[ComputedCell]:
    """The cells of one row and period, those taken off the page that contradict what stands beside them."""
    shown = list(cells)
    printed: dict[str, Value] = {}
    for measure, cell in zip(measures, shown, strict=True):
        if measure.kind == "sum" and not measure.scope and cell.value is not None:
            value: Any = cell.value
            printed[measure.term] = value if isinstance(value, Money) else Fraction(value)
    zeros = {cell.measure for cell in cells if cell.printed and not cell.printed.strip("0.")}
    # Amounts first: what is withheld of them cannot mislead about a rate any more.
    for kind in ("amount", "rate"):
        for i, (measure, cell) in enumerate(zip(measures, shown, strict=True)):
            declared = declarations().get(measure.term)
            if declared is None or measure.scope or measure.unit_kind != kind or not cell.is_defined:
                continue
            others = {name: value for name, value in printed.items() if name != measure.term}
            found = _recomputed(declared, others)
            if (found and cell.value not in found) or _base_prints_as_zero(measure, zeros):
                shown[i] = attrs.evolve(cell, printed="", withheld=True)
                printed.pop(measure.term, None)
    return shown


def _base_prints_as_zero(measure: Measure, zeros: AbstractSet[str]) -> bool:
    """Whether a rate stands beside a base too small for its unit: 0.00万元 is no base that a reader could divide by."""
    return measure.kind == "ratio" and measure.variant is not None and set(measure.variant.denominator) <= zeros


def _recomputed(declared: Declaration, printed: Mapping[str, Value]) -> list[CellValue]:
    """What the printed figures give for an indicator, in every variant that they allow."""
    found: list[CellValue] = []
    for variant in declared.variants.values():
        if declared.kind == "sum":
            if set(variant.numerator) <= printed.keys():
                found.append(combined(variant.numerator, printed))
            continue
        numerator, denominator = _side(variant.numerator, printed), _side(variant.denominator, printed)
        if numerator is not None and denominator:
            found.append(Rate.of(numerator, denominator))
    return found


def _side(terms: Mapping[str, int], printed: Mapping[str, Value]) -> Value | None:
    """One side of a ratio from the printed figures: all its terms, or the printed sum that is declared as just it."""
    if set(terms) <= printed.keys():
        return combined(terms, printed)
    for declaration in declarations().values():
        sums = [dict(variant.numerator) for variant in declaration.variants.values() if declaration.kind == "sum"]
        if declaration.id in printed and dict(terms) in sums:
            return printed[declaration.id]
    return None

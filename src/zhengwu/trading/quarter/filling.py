"""Filling the form: every record into one row, every row its sums, every sum over the rows that its label names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import attrs

from zhengwu.errors import UnknownNameError, ZhengwuError
from zhengwu.exact import Rounding
from zhengwu.periods import Period
from zhengwu.records.base import label as field_label
from zhengwu.stats.cells import Layout, cells_of
from zhengwu.stats.measures import measures_of
from zhengwu.stats.page import period_of
from zhengwu.stats.slots import Slots
from zhengwu.stats.style import Style
from zhengwu.stats.tally import Bucket, counted_views, summed
from zhengwu.table.computed import ComputedCell, Uncounted
from zhengwu.table.model import RowKind, Table
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.orders import MedicalPurchase, SupplyOrder
from zhengwu.trading.quarter.form import FORM, Block, Form, Sort
from zhengwu.trading.quarter.writing import Written, joined, table_of
from zhengwu.trading.tender import Tender

__all__ = ["quarter_table"]

Trade: TypeAlias = Tender | SupplyOrder | MedicalPurchase | PropertyAuction
"""What a form counts."""

_BOUGHT = ("project_count", "budget", "deal", "savings", "savings_rate")
_SOLD = ("project_count", "start_price", "deal", "premium", "premium_rate")
_UNITS = ("", "万元", "万元", "万元", "%")
_MARKS = ("", "", "", "增值额", "增值率")
_INSTANTS: Mapping[type, str] = {
    Tender: "awarded_at",
    SupplyOrder: "ordered_at",
    MedicalPurchase: "period",
    PropertyAuction: "traded_at",
}


def quarter_table(
    trades: Iterable[Trade],
    *,
    period: str | Period,
    form: Form = FORM,
    zeros: Collection[tuple[str, str]] = (),
    rounding: Rounding = Rounding.HALF_UP,
    zero_base: str = "",
    title: str | None = None,
) -> Table:
    """The form filled with what was concluded in the period: a lot by its last award notice, a sale by its deal.

    A row without records is blank unless `zeros` lists it as (block, row): it reported that there was nothing, and
    prints 0. On the selling side the budget column holds start prices, and premiums are marked 增值额 and 增值率. The
    sum of everything prints no savings: premiums are none. Of a method without competition the savings are blank, and
    so is the rate of a sum that counts such lots. Records outside the period are in `Table.uncounted`. A lot let for a
    rent counts with the rents of its whole term (`PropertyAuction.over_term`).

    Raises `UnknownNameError` for a class or method that the form has no row for, `UnitError` for two currencies,
    `RecordError` for a rent without a term and `AmountError` for one whose whole has no end as a decimal: the form has
    no place for a rent, and leaving it out would not show.
    """
    time = period_of(period)
    slots = Slots.of(None, time, days=(), growth=())
    style = Style.of(unit=None, places=None, rounding=rounding, zero_base=zero_base)
    placed: dict[tuple[str, str], list[Any]] = {}
    uncounted: list[Uncounted] = []
    for view in counted_views(trades):
        block = _block(view, form)
        row = (block.label, _row(view, block))
        reason = _outside(view, time)
        if reason is None:
            placed.setdefault(row, []).append(_whole(view))
        else:
            uncounted.append(Uncounted(view, reason, _INSTANTS[type(view)]))
    zeros = [_zero(label, wording, form) for label, wording in zeros]
    layouts = {sort: _layout(sort, placed, form, slots, style) for sort in Sort}
    buckets = {row: _bucket(row, placed, zeros, layouts, form) for row in _rows(placed, form)}
    written = [line for block in form.blocks for line in _lines(block, buckets, layouts[block.sort])]
    if form.totals:
        written += _totals(form, buckets, layouts)
    caption = f"{time.zh}公共资源交易情况表" if title is None else title
    return table_of(written, layouts[Sort.BOUGHT], caption, time, uncounted)


def _whole(view: Any) -> Any:
    """The record with what enters the sums: of a rent, the rents of the whole term."""
    if not isinstance(view, PropertyAuction) or view.is_sold is False:
        return view
    try:
        return view.over_term()
    except ZhengwuError as error:
        error.where = view.code or view.title
        raise


def _block(view: Any, form: Form) -> Block:
    found = form.block_of(view.trade_class)
    if found is None and view.trade_class is None and isinstance(view, PropertyAuction):
        sold = [block for block in form.blocks if block.sort is Sort.SOLD and not block.is_optional]
        found = sold[0] if len(sold) == 1 else None
    if found is None or (found.sort is Sort.SOLD) is not isinstance(view, PropertyAuction):
        expected = ", ".join(block.label for block in form.blocks)
        name = field_label(type(view), "trade_class")
        raise UnknownNameError("has no block in the form", field=name, value=view.trade_class, expected=expected)
    return found


def _row(view: Any, block: Block) -> str:
    by = block.by if hasattr(view, block.by) else "method"
    wording = getattr(view, by)
    line = block.place(wording)
    if line is not None:
        return line.label
    if block.other and wording is not None:
        return block.other
    expected = ", ".join(line.label for line in block.lines)
    name = field_label(type(view), by)
    raise UnknownNameError(f"has no row in {block.label}", field=name, value=wording, expected=expected)


def _zero(label: str, wording: str, form: Form) -> tuple[str, str]:
    """The row that reported no business. Raises `UnknownNameError` where the form has none."""
    block = form.block_of(label)
    line = block.place(wording) if block is not None else None
    if block is None or line is None:
        raise UnknownNameError("is no row of the form", field="zeros", value=(label, wording))
    return block.label, line.label


def _outside(view: Any, time: Period) -> str | None:
    """Why a record is not counted; None where it is."""
    instant = getattr(view, _INSTANTS[type(view)])
    if instant is None:
        return "no_instant"
    if isinstance(instant, Period):
        inside = time.start <= instant.start and instant.end <= time.end
        return None if inside else "straddles" if instant.start <= time.end and time.start <= instant.end else "outside"
    day = instant.date() if isinstance(instant, datetime) else instant
    return None if time.start <= day <= time.end else "outside"


def _rows(placed: Mapping[tuple[str, str], list[Any]], form: Form) -> list[tuple[str, str]]:
    """The rows of the form; those of what is optional only where there is something in them."""
    rows = []
    for block in form.blocks:
        labels = [line.label for line in block.lines] + ([block.other] if (block.label, block.other) in placed else [])
        if not block.is_optional or any((block.label, one) in placed for one in labels):
            rows += [(block.label, one) for one in labels]
    return rows


def _layout(sort: Sort, placed: Mapping[tuple[str, str], list[Any]], form: Form, slots: Slots, style: Style) -> Layout:
    sorts = {block.label: block.sort for block in form.blocks}
    classes = {type(view) for row, views in placed.items() if sorts[row[0]] is sort for view in views}
    measures = measures_of(_SOLD if sort is Sort.SOLD else _BOUGHT, classes)
    return Layout(measures=measures, units=_UNITS, slots=slots, style=style)


def _bucket(
    row: tuple[str, str],
    placed: Mapping[tuple[str, str], list[Any]],
    zeros: Collection[tuple[str, str]],
    layouts: Mapping[Sort, Layout],
    form: Form,
) -> Bucket | None:
    """The sums of a row; None where nobody said anything."""
    if row not in placed and row not in zeros:
        return None
    sort = next(block.sort for block in form.blocks if block.label == row[0])
    bucket = Bucket(row, frozenset({0}), placed.get(row, []))
    summed([bucket], layouts[sort].measures)
    if sort is Sort.SOLD and not bucket.records:  # nothing was sold, so there is no premium, not even one of zero
        unsaid = [attrs.evolve(sums, totals=None) for sums in bucket.sums[3:]]
        bucket.sums = (*bucket.sums[:3], *unsaid)
    return bucket


def _lines(block: Block, buckets: Mapping[tuple[str, str], Bucket | None], layout: Layout) -> Iterable[Written]:
    own = {line: bucket for (label, line), bucket in buckets.items() if label == block.label}
    for line, bucket in own.items():
        yield Written(block.label, line, RowKind.ITEM, _cells([bucket], layout, block.sort))
    for label, lines in block.subtotals(has_other=block.other in own) if own else ():
        cells = _cells([own[line] for line in lines], layout, block.sort)
        yield Written(block.label, label, RowKind.SUBTOTAL, cells)


def _cells(buckets: Iterable[Bucket | None], layout: Layout, sort: Sort) -> list[ComputedCell]:
    (cells,) = cells_of([bucket for bucket in buckets if bucket is not None], layout)
    if sort is Sort.SOLD:
        cells = [
            attrs.evolve(cell, printed=mark + cell.printed) if cell.printed else cell
            for mark, cell in zip(_MARKS, cells, strict=True)
        ]
    return cells


def _totals(
    form: Form, buckets: Mapping[tuple[str, str], Bucket | None], layouts: Mapping[Sort, Layout]
) -> Iterable[Written]:
    """What was competed for on the buying side, and everything counted; deals without a count are in neither."""
    sums: dict[str, list[tuple[Block, list[Bucket | None]]]] = {"bought": [], "all": []}
    competed_names: list[str] = []
    all_names: list[str] = []
    for block in form.blocks:
        own = {line: bucket for (label, line), bucket in buckets.items() if label == block.label}
        if not own or block.sort is Sort.DEALS:
            continue
        everything = block.subtotals(has_other=block.other in own)[-1][1]
        sums["all"].append((block, [own[line] for line in everything]))
        if block.sort is Sort.BOUGHT:
            competed = block.subtotals(has_other=block.other in own)[0][1]
            sums["bought"].append((block, [own[line] for line in competed]))
            competed_names += _names(block, competed)
        all_names += _names(block, everything)
    if len(sums["bought"]) > 1:
        layout = layouts[Sort.BOUGHT]
        cells = _cells([one for _, found in sums["bought"] for one in found], layout, Sort.BOUGHT)
        yield Written("", f"合计（{'+'.join(competed_names)}）", RowKind.TOTAL, cells)
    if len(sums["all"]) > 1:
        parts = [_cells(found, layouts[block.sort], block.sort) for block, found in sums["all"]]
        yield Written("", f"合计（{'+'.join(all_names)}）", RowKind.TOTAL, joined(parts, layouts[Sort.BOUGHT]))


def _names(block: Block, labels: Sequence[str]) -> list[str]:
    """How a total names what it adds of a block: its methods where its subtotals do, else the block."""
    if not block.formulas:
        return [block.label]
    names = {line.label: line.name for line in block.lines}
    return [names.get(label, label) for label in labels]

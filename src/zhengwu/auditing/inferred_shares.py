"""占比: the part of each row in the whole of a column, and the shares that add up to the 100 % of their total row.

No header says what a share is the share of. It is taken for that of the total of the measured column before it, or of
all rows together where no total is printed. Where the figures of the other rows confirm it, a share that fails is
wrong; where they do not, or where it was bent by a last digit so that all add up to 100, it is a question.

>>> from zhengwu.table import Grid, recognise
>>> rows = [["类别", "件数", "占比（%）"], ["甲", "30", "30.00"], ["乙", "70", "70.00"], ["合计", "100", "100.00"]]
>>> [(relation.target, relation.kind.value) for relation in shares_of_columns(recognise(Grid.of(rows, unit="件")))]
[('t0r0c2', 'share'), ('t0r1c2', 'share'), ('t0r2c2', 'sum')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from zhengwu.auditing.inferred_groups import form_instance, place_of
from zhengwu.auditing.inferred_numbers import Numbers, Support, numbers_of
from zhengwu.auditing.relations import Relation
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Linear, Ratio, Terms
from zhengwu.table.model import Column, Row, RowKind, Table
from zhengwu.table.parts import is_rate, row_parts

__all__ = ["shares_of_columns"]

_FEWEST = 3
_BENT = 2  # last digits


def shares_of_columns(table: Table) -> Iterator[Relation]:
    """The relations of every column of shares; none for a column whose rows are shares of something else."""
    columns = [column for column in table.figure_columns if column.role == "share"]
    numbers = numbers_of(table) if columns else None
    for column in columns:
        base = _measured_before(table, column)
        if base is not None and numbers is not None:
            yield from _of_column(table, numbers, column, base)


def _measured_before(table: Table, column: Column) -> Column | None:
    before = [c for c in table.figure_columns if c.index < column.index and not is_rate(c)]
    return before[-1] if before else None


def _of_column(table: Table, numbers: Numbers, column: Column, base: Column) -> Iterator[Relation]:
    totals = [row.index for row in table.rows if row.kind is RowKind.TOTAL]
    whole = _whole(table, numbers, totals, column, base)
    rows = [row for row in table.rows if row.kind is not RowKind.NOTE and row.index not in totals]
    shares = [_share(table, row, column, base, whole) for row in rows if whole and _prints(numbers, row, column, base)]
    support = _support(numbers, shares)
    if support.fails_mostly or (not totals and support.held < _FEWEST):
        return
    evidence = (support.held, support.tried)
    is_sure = support.held >= _FEWEST and 5 * support.failed <= support.tried
    is_borne_out = support.held >= _FEWEST - 1 and not support.failed
    closing = list(_closing(table, numbers, totals, column, is_whole=is_sure or is_borne_out)) if shares else []
    bent = _bent(numbers, shares, closing) if is_sure else set()
    for share in shares:
        doubt = None if is_sure and share.target not in bent else "base_unstated"
        yield attrs.evolve(share, doubtful=doubt, evidence=evidence)
    yield from closing


def _prints(numbers: Numbers, row: Row, column: Column, base: Column) -> bool:
    return numbers.scope.issuperset({(row.index, column.index), (row.index, base.index)})


def _name(table: Table, row: int, column: int) -> str:
    return f"t{table.index}r{row}c{column}"


def _whole(table: Table, numbers: Numbers, totals: Sequence[int], column: Column, base: Column) -> Terms:
    """The whole of the shares: the one total of the column before, or all rows where no row is a sum of others."""
    if totals:
        is_told = len(totals) == 1 and (totals[0], base.index) in numbers.scope
        return ((_name(table, totals[0], base.index), 1),) if is_told else ()
    items = [row for row in table.rows if row.kind is RowKind.ITEM]
    if any(row.is_sum for row in table.rows) or not all(_prints(numbers, row, column, base) for row in items):
        return ()
    printed = [(row.index, column.index) for row in items]
    off = sum(numbers.values[place] for place in printed) - numbers.one
    if len(items) < _FEWEST or abs(off) > sum(numbers.steps[place] for place in printed):
        return ()
    return tuple((_name(table, row.index, base.index), 1) for row in items)


def _share(table: Table, row: Row, column: Column, base: Column, whole: Terms) -> Relation:
    return Relation(
        rule="ZW103",
        kind=RelationKind.SHARE,
        target=_name(table, row.index, column.index),
        forms=((None, Ratio(((_name(table, row.index, base.index), 1),), whole)),),
        name="share",
        where=table.where(row.index, column.index),
        doubtful="base_unstated",
    )


def _support(numbers: Numbers, shares: Sequence[Relation]) -> Support:
    """How the shares fare; one that any part would print counts neither way, one off by a last digit as held."""
    support = Support()
    for share in shares:
        instance = form_instance(numbers, share.target or "", share.forms[0][1])
        if instance is not None:
            support = support.plus(*instance)
    return support


def _closing(
    table: Table, numbers: Numbers, totals: Sequence[int], column: Column, *, is_whole: bool
) -> Iterator[Relation]:
    """The shares of the parts add up to what the total row prints, if that is the whole: 100 %, or told by the rows."""
    for parts in row_parts(table):
        place = (parts.whole, column.index)
        places = [(part, column.index) for part in parts.parts]
        printed = [part for part in places if part in numbers.scope]
        is_known = parts.whole in totals and place in numbers.scope and not parts.unresolved
        if not (is_known and (is_whole or numbers.values[place] == numbers.one) and printed and len(places) > 1):
            continue
        is_short = sum(numbers.values[part] for part in printed) < numbers.values[place]
        yield Relation(
            rule="ZW103",
            kind=RelationKind.SUM,
            target=_name(table, *place),
            forms=((None, Linear(tuple((_name(table, *part), 1) for part in printed))),),
            name="share",
            where=table.where(*place),
            doubtful="blank_part" if is_short and len(printed) < len(places) else None,
            blanks=tuple(_name(table, *part) for part in places if part not in numbers.scope and part in table.cells),
        )


def _bent(numbers: Numbers, shares: Sequence[Relation], closing: Sequence[Relation]) -> set[str | None]:
    """The shares that are off by a last digit or two where those printed add up to exactly the whole."""
    parts = [place_of(name) for name in (closing[0].inputs if closing else (s.target for s in shares)) if name]
    if sum(numbers.values[place] for place in parts) != numbers.one:
        return set()
    return {share.target for share in shares if place_of(share.target or "") in parts and _is_near(numbers, share)}


def _is_near(numbers: Numbers, share: Relation) -> bool:
    """Whether a share is not the rounded one, but off by no more than two last digits."""
    place, form = place_of(share.target or ""), share.forms[0][1]
    if not isinstance(form, Ratio):
        return False
    top, base = (sum(numbers.values[place_of(n)] for n, _ in terms) for terms in (form.numerator, form.denominator))
    off, step = abs(top * numbers.one - numbers.values[place] * base), numbers.steps[place] * base
    return step < 2 * off < (2 * _BENT + 1) * step

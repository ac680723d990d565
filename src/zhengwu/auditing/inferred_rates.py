"""What a column of rates is the rate of, by the figures alone: part over whole, growth, or a part nobody prints.

A header that names no known rate, or whose declared base explains almost no row, leaves the figures: if one column over
another prints as the rate in nearly every row, that is what the column means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from zhengwu.auditing.inferred_bases import on_one_base
from zhengwu.auditing.inferred_columns import summands
from zhengwu.auditing.inferred_groups import grouped, place_of, support_of, terms_of, unconfirmed
from zhengwu.auditing.inferred_numbers import SURE, Numbers, Place, Support
from zhengwu.auditing.relations import Relation
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Form, Ratio, Unprinted
from zhengwu.table.model import Column, RowKind, Table
from zhengwu.table.parts import is_rate

__all__ = ["Base", "base_of_column", "rates_of_columns"]

Terms: TypeAlias = tuple[tuple[int, int], ...]

_RATES = frozenset({"ZW102", "ZW104"})
_WORDED = 1_000  # odds enough where the header declares the part
_PROBES = 3
_MOST_SAMPLED = 60
_MOST_COLUMNS = 48


@attrs.frozen
class Base:
    """A ratio of columns, top over base, with its support; `top` is empty where the part is a count nobody prints."""

    top: Terms
    base: Terms
    support: Support


def rates_of_columns(
    table: Table, numbers: Numbers, relations: Sequence[Relation], rows: Sequence[int]
) -> list[Relation]:
    """The relations with those of rates tested: another base where the declared one fails, one where there is none."""
    result = [relation for relation in relations if relation.rule not in _RATES]
    shares = {place_of(relation.target or "")[1] for relation in relations if relation.rule == "ZW103"}
    groups = grouped(relation for relation in relations if relation.rule in _RATES)
    by_column: dict[int, list[Relation]] = {}
    for (_, _, index), relations_of in groups.items():
        by_column.setdefault(index, []).extend(relations_of)
    tested = {column: support_of(numbers, group, frozenset(rows)) for column, group in by_column.items()}
    open_: list[Column] = []
    found: dict[int, tuple[Base, ...]] = {}
    for column in table.figure_columns:
        group, support = by_column.get(column.index, []), tested.get(column.index, Support())
        if not is_rate(column) or column.index in shares or (_is_licensed(group) and not support.fails_mostly):
            result += group
        else:
            open_.append(column)
            found[column.index] = _bases(table, numbers, column.index, group, rows)
    wholes = [bases[0].base[0][0] for bases in found.values() if bases and not bases[0].top]
    for column in open_:
        group, support = by_column.get(column.index, []), tested.get(column.index, Support())
        bases = found[column.index] or _known(numbers, column.index, wholes, rows)
        if bases:
            result += _with_base(table, numbers, column, group, bases)
        else:
            result += [unconfirmed(relation, support) if support.fails_mostly else relation for relation in group]
    return on_one_base(numbers, result)


def base_of_column(
    table: Table, numbers: Numbers, column: int, *, part: Terms | None = None, rows: Sequence[int]
) -> tuple[Base, ...]:
    """The ratios that explain a column of rates in nearly every row: the best one, and those that explain it as well.

    `part` is the numerator where the header declares it, `rows` the rows to judge by.
    """
    kinds = [columns[:_MOST_COLUMNS] for columns in _measured(table)]
    probes = _probes(numbers, column, rows)
    tried = dict.fromkeys(_candidates(numbers, column, kinds, part, probes))
    choices = sum(len(columns) if part else len(columns) ** 2 for columns in kinds)
    found = []
    for top, base in tried:
        support = _support(numbers, column, top, base, rows)
        if support.is_enough(choices, sure=_WORDED if part else SURE):
            found.append(Base(top, base, support))
    if not found and part is None:
        found = list(_whole_numbers(numbers, column, kinds, rows))
    if not found:
        return ()
    best = min(found, key=lambda item: (item.support.failed, -item.support.held, -item.support.odds))
    return (best, *(item for item in found if item is not best and _same_values(numbers, item, best, rows)))


def _is_licensed(group: Sequence[Relation]) -> bool:
    return any(not isinstance(form, Unprinted) for relation in group for _, form in relation.forms)


def _bases(
    table: Table, numbers: Numbers, column: int, group: Sequence[Relation], rows: Sequence[int]
) -> tuple[Base, ...]:
    """The ratios of a column: with the declared numerator, or with any."""
    part = next((form.numerator for relation in group for _, form in relation.shared if isinstance(form, Ratio)), None)
    found: tuple[Base, ...] = ()
    if part is not None:
        top = tuple((place[1], c) for place, c in terms_of(part).items())
        found = base_of_column(table, numbers, column, part=top, rows=rows)
    return found or base_of_column(table, numbers, column, rows=rows)


def _known(numbers: Numbers, column: int, wholes: Sequence[int], rows: Sequence[int]) -> tuple[Base, ...]:
    """The counted wholes of other rates of the table that fit these without exception."""
    supports = ((whole, _of_whole(numbers, column, whole, rows)) for whole in dict.fromkeys(wholes))
    return tuple(Base((), ((whole, 1),), support) for whole, support in supports if support.held and not support.failed)


def _with_base(
    table: Table, numbers: Numbers, column: Column, group: Sequence[Relation], found: Sequence[Base]
) -> Iterator[Relation]:
    """The relations of a column of rates over the ratios found; rows that do not print them keep their own."""
    own = {place_of(relation.target or "")[0]: relation for relation in group}
    support = found[0].support
    for row in table.rows:
        cell = table.printed(row.index, column.index)
        if cell is None or row.kind is RowKind.NOTE:
            continue
        forms = [] if cell.mark else list(_forms(table, numbers, row.index, column.index, found))
        if not forms:
            if row.index in own:
                yield own[row.index]
            continue
        yield Relation(
            rule="ZW102",
            kind=RelationKind.RATE,
            target=f"t{table.index}r{row.index}c{column.index}",
            forms=tuple(forms),
            name=column.role or "",
            where=table.where(row.index, column.index),
            doubtful="inferred",
            evidence=(support.held, support.tried),
        )


def _forms(
    table: Table, numbers: Numbers, row: int, column: int, found: Sequence[Base]
) -> Iterator[tuple[str | None, Form]]:
    for item in found:
        above, below = _at(item.top, row), _at(item.base, row)
        if not numbers.scope.issuperset((*above, *below)):
            continue
        base = tuple((f"t{table.index}r{r}c{c}", k) for (r, c), k in below.items())
        header = table.columns[item.base[0][0]].header
        if item.top:
            yield header, Ratio(tuple((f"t{table.index}r{r}c{c}", k) for (r, c), k in above.items()), base)
        elif numbers.whole_part((row, column), (row, item.base[0][0])) is not None:
            scaled = numbers.values[row, column] * numbers.values[row, item.base[0][0]]
            least = scaled // numbers.one**2
            for count in dict.fromkeys((least, least + (scaled % numbers.one**2 > 0))):
                yield header, Ratio((("1", count),), base)


def _measured(table: Table) -> list[list[int]]:
    """The columns of one unit that a rate may be made of."""
    return summands(table, fewest=1)


def _probes(numbers: Numbers, column: int, rows: Sequence[int]) -> list[int]:
    def telling(row: int) -> int:
        rate = numbers.values.get((row, column), 0)
        return -min(abs(rate), abs(numbers.one - rate))

    return sorted(rows[:: len(rows) // _MOST_SAMPLED + 1], key=telling)[:_PROBES]


def _candidates(
    numbers: Numbers, column: int, kinds: Iterable[Sequence[int]], part: Terms | None, probes: Sequence[int]
) -> Iterator[tuple[Terms, Terms]]:
    for row in probes:
        if (row, column) not in numbers.values:
            continue
        for columns in kinds:
            printed = [c for c in columns if numbers.values.get((row, c))]
            for base in printed:
                tops = (
                    [part]
                    if part and (base, 1) not in part
                    else []
                    if part
                    else [t for c in printed if c != base for t in (((c, 1),), ((c, 1), (base, -1)))]
                )
                for top in tops:
                    instance = _instance(numbers, column, top, ((base, 1),), row)
                    if instance is not None and instance[0]:
                        yield top, ((base, 1),)


def _support(numbers: Numbers, column: int, top: Terms, base: Terms, rows: Sequence[int]) -> Support:
    sample = rows[:: len(rows) // _MOST_SAMPLED + 1]
    first = numbers.weigh(_instance(numbers, column, top, base, row) for row in sample)
    if len(sample) == len(rows) or 5 * first.failed > first.tried:
        return first
    return numbers.weigh(_instance(numbers, column, top, base, row) for row in rows)


def _instance(numbers: Numbers, column: int, top: Terms, base: Terms, row: int) -> tuple[bool, int] | None:
    above, below = _at(top, row), _at(base, row)
    if (row, column) not in numbers.scope or not numbers.scope.issuperset((*above, *below)):
        return None
    return numbers.ratio((row, column), above, below)


def _at(terms: Terms, row: int) -> Mapping[Place, int]:
    return {(row, column): coefficient for column, coefficient in terms}


def _whole_numbers(
    numbers: Numbers, column: int, kinds: Iterable[Sequence[int]], rows: Sequence[int]
) -> Iterator[Base]:
    """Columns of counts of which every rate is a whole number: 99.60 % of 247 can only be 246."""
    for columns in kinds:
        for base in columns:
            support = _of_whole(numbers, column, base, rows)
            if support.is_enough(len(columns)) and not support.failed:
                yield Base((), ((base, 1),), support)


def _of_whole(numbers: Numbers, column: int, base: int, rows: Sequence[int]) -> Support:
    return numbers.weigh(
        numbers.whole_part((row, column), (row, base))
        for row in rows
        if numbers.scope.issuperset({(row, column), (row, base)})
    )


def _same_values(numbers: Numbers, one: Base, other: Base, rows: Sequence[int]) -> bool:
    """Whether two ratios are made of equal figures, so that nothing tells them apart."""
    terms = list(zip(one.top + one.base, other.top + other.base, strict=False))
    return len(one.top + one.base) == len(other.top + other.base) and all(
        numbers.values.get((row, left[0])) == numbers.values.get((row, right[0]))
        for left, right in terms
        for row in rows
    )

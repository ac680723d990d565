"""The sums of a roll-up as columns, and as a frame of the engine they came from.

    sums      integers: counts, and amounts in units of the scale (分); blank where no row says anything
    ratios    ``x_numerator`` and ``x_denominator``, integers; ``x`` the rounded rate as a decimal (0.1707)
    growth    the same

Nothing is lost or rounded but in ``x``, which is rounded once, in integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from zhengwu.errors import AmountError
from zhengwu.exact.rounding import round_ratio
from zhengwu.frames.engines import Engine
from zhengwu.frames.signature import width_of
from zhengwu.stats.keys import Path
from zhengwu.stats.measures import Measure
from zhengwu.stats.page import lines
from zhengwu.table.model import RowKind

if TYPE_CHECKING:
    from zhengwu.frames.rolled import Rolled

__all__ = ["ResultColumn", "columns_of", "native"]

_BOUND = 2**63
_KINDS = {RowKind.ITEM: "item", RowKind.SUBTOTAL: "subtotal", RowKind.TOTAL: "total"}
_Under = dict[tuple[Path, int], list[int]]


@attrs.frozen
class ResultColumn:
    """A column of the result. `form`: ``text``, ``integer`` (64 bits) or ``decimal`` with `places`."""

    name: str
    form: str
    values: Sequence[Any]
    places: int = 0


def columns_of(rolled: Rolled) -> list[ResultColumn]:
    """Label columns, `row_kind`, `period`, `rows`, then the measures: a row for each line and period with rows.

    A group that is expected stands there in every period; a period that nobody reported of is missing otherwise.
    """
    asked, slots = rolled.asked, rolled.slots
    depth = len(asked.names)
    under = _under(rolled, depth)
    found = lines(
        [*_shown_paths(rolled), *rolled.zeros],
        depth,
        slots,
        expected=rolled.expected,
        total=rolled.total,
        subtotals=rolled.subtotals,
    )
    makers = _makers(rolled)
    texts: list[list[Any]] = [[] for _ in range(depth + 2)]
    counts: list[int] = []
    periods = [None if period is None else str(period) for period in slots.columns]
    wanted = set(rolled.expected)
    reported = {place for maker in makers for place in maker.zeros}
    for line in found:
        path = [line.path[level] if level < len(line.path) else None for level in range(depth)]
        is_wanted = line.kind is RowKind.ITEM and line.path in wanted
        for number, period in enumerate(periods):
            place = (line.path, number)
            sums = under.get(place)
            if sums is None and not is_wanted and place not in reported:
                continue
            for text, value in zip(texts, (*path, _KINDS[line.kind], period), strict=True):
                text.append(value)
            counts.append(sums[0] if sums is not None else 0)
            for maker in makers:
                maker.add(sums, under, line.path, number)
    labels = [ResultColumn(name, "text", texts[i]) for i, name in enumerate((*asked.names, "row_kind", "period"))]
    made = [column for maker in makers for column in maker.columns()]
    return [*labels, ResultColumn("rows", "integer", counts), *made]


def _shown_paths(rolled: Rolled) -> Iterable[Any]:
    return (_Place(path, numbers) for path, numbers in rolled.tally.sums)


@attrs.frozen
class _Place:
    path: Path
    slots: frozenset[int]


def _under(rolled: Rolled, depth: int) -> _Under:
    """The sums under every path of labels, in every slot: subtotals and totals in the same pass as the groups."""
    levels: Mapping[tuple[Path, frozenset[int]], list[int]] = rolled.tally.sums
    found = [levels]
    for level in range(depth - 1, -1, -1):  # each level from the one below, so that a group is added once
        above: dict[tuple[Path, frozenset[int]], list[int]] = {}
        for (path, numbers), sums in levels.items():
            _add(above, (path[:level], numbers), sums)
        levels = above
        found.append(levels)
    under: _Under = {}
    for level_sums in found:
        for (path, numbers), sums in level_sums.items():
            for number in numbers:
                _add(under, (path, number), sums)
    return under


def _add(found: dict[Any, list[int]], place: Any, sums: list[int]) -> None:
    before = found.get(place)
    found[place] = sums if before is None else [one + other for one, other in zip(before, sums, strict=True)]


def _makers(rolled: Rolled) -> list[_Maker]:
    """A maker for each measure, which knows where its sums stand and where zero was reported."""
    finer = -(rolled.tally.power + rolled.scale)
    found, place = [], 1
    for i, (measure, is_money) in enumerate(zip(rolled.asked.measures, rolled.tally.is_money, strict=True)):
        found.append(_Maker(measure, place, rolled, finer if is_money else 0, _reported(rolled, i)))
        place += 1 + width_of(measure)
    return found


def _reported(rolled: Rolled, measure: int) -> dict[tuple[Path, int], Sequence[int]]:
    """Where zero was reported, and under which subtotals and total that stands."""
    return {
        (bucket.path[:level], number): bucket.sums[measure].totals or ()
        for bucket in rolled.zeros
        for level in range(len(bucket.path) + 1)
        for number in bucket.slots
    }


def _scaled(value: int, finer: int) -> int:
    """An amount in units of the scale, where it is counted in units so many powers of ten finer."""
    unit: int = 10 ** abs(finer)
    if finer <= 0:
        return value * unit
    whole, rest = divmod(value, unit)
    if rest:
        raise AmountError("an amount is finer than the scale", field="scale", expected="a larger one, such as scale=4")
    return whole


@attrs.define
class _Maker:
    """Makes the columns of one measure, cell by cell."""

    measure: Measure
    place: int
    rolled: Any
    finer: int
    zeros: Mapping[tuple[Path, int], Sequence[int]]
    tops: list[int | None] = attrs.field(factory=list)
    bottoms: list[int | None] = attrs.field(factory=list)

    def add(self, sums: list[int] | None, under: _Under, path: Path, slot: int) -> None:
        """The value at a path and slot."""
        values = self._values(sums, path, slot)
        if self.measure.kind == "sum":
            self.tops.append(None if values is None else values[0])
            return
        variant = self.measure.variant
        top = bottom = None
        if self.measure.kind == "growth":
            base = self.rolled.slots.base_slot(slot, self.measure.term)
            before = None if base is None else self._values(under.get((path, base)), path, base)
            bottom = None if before is None else before[0]
            top = None if values is None or bottom is None else values[0] - bottom
        elif values is not None and variant is not None:
            by_name = dict(zip(variant.quantities, values, strict=True))
            top = sum(by_name[name] * sign for name, sign in variant.numerator.items())
            bottom = sum(by_name[name] * sign for name, sign in variant.denominator.items())
        self.tops.append(top)
        self.bottoms.append(bottom)

    def _values(self, sums: list[int] | None, path: Path, slot: int) -> Sequence[int] | None:
        if sums is None or not sums[self.place]:
            return self.zeros.get((path, slot))
        values = sums[self.place + 1 : self.place + 1 + width_of(self.measure)]
        return [_scaled(value, self.finer) for value in values] if self.finer else values

    def columns(self) -> Iterable[ResultColumn]:
        """Its columns, once all cells are there. Raises `AmountError` for what 64 bits cannot hold."""
        name = self._name()
        if self.measure.kind == "sum":
            yield ResultColumn(name, "integer", _held(self.tops, name))
            return
        yield ResultColumn(f"{name}_numerator", "integer", _held(self.tops, f"{name}_numerator"))
        yield ResultColumn(f"{name}_denominator", "integer", _held(self.bottoms, f"{name}_denominator"))
        asked = self.rolled.style.places(self.measure)
        places = (2 if asked is None else asked) + 2
        rounding = self.rolled.style.rounding
        rates = [
            None
            if top is None or bottom is None or bottom <= 0
            else Decimal(round_ratio(top, bottom, places, rounding)).scaleb(-places)
            for top, bottom in zip(self.tops, self.bottoms, strict=True)
        ]
        yield ResultColumn(name, "decimal", rates, places)

    def _name(self) -> str:
        measure = self.measure
        words = [measure.term]
        if measure.kind == "growth":
            words.append(measure.of)
        if measure.scope and measure.variant is not None:
            words.append(measure.variant.id)
        return "_".join(words)


def _held(values: list[int | None], name: str) -> list[int | None]:
    if any(value is not None and not -_BOUND <= value < _BOUND for value in values):
        raise AmountError(
            "exceeds 64 bits", field=name, expected="a coarser scale=, or as_table=True, which has no bound"
        )
    return values


def native(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """The columns as a frame of the engine."""
    from zhengwu.frames import building

    return getattr(building, engine.name)(engine, columns)

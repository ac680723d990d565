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
    places: list[tuple[Path, int]] = []
    kinds: list[str] = []
    reported = {place for maker in makers for place in maker.zeros}
    wanted = set(rolled.expected)
    for line in found:
        is_wanted = line.kind is RowKind.ITEM and line.path in wanted
        for number in range(len(slots.columns)):
            place = (line.path, number)
            if place in under or is_wanted or place in reported:
                places.append(place)
                kinds.append(_KINDS[line.kind])
    periods = [None if period is None else str(period) for period in slots.columns]
    nothing = [0] * (makers[-1].place + 1 + width_of(makers[-1].measure))
    sums = [under.get(place, nothing) for place in places]
    texts: list[list[Any]] = [[path[i] if i < len(path) else None for path, _ in places] for i in range(depth)]
    texts += [kinds, [periods[number] for _, number in places]]
    counts = [values[0] for values in sums]
    for maker in makers:
        maker.fill(places, sums, under)
    labels = [ResultColumn(name, "text", texts[i]) for i, name in enumerate((*asked.names, "row_kind", "period"))]
    made = [column for maker in makers for column in maker.columns()]
    return [*labels, ResultColumn("rows", "integer", counts), *made]


def _shown_paths(rolled: Rolled) -> Iterable[Any]:
    shown = set(range(len(rolled.slots.columns)))
    paths = {path: numbers for path, numbers in rolled.tally.sums if not shown.isdisjoint(numbers)}
    return (_Place(path, numbers) for path, numbers in paths.items())


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

    def fill(self, places: Sequence[tuple[Path, int]], sums: Sequence[list[int]], under: _Under) -> None:
        """The values at these places, whose sums these are."""
        known = self._values(places, sums)
        variant = self.measure.variant
        if self.measure.kind == "sum":
            self.tops = [None if values is None else values[0] for values in known]
        elif self.measure.kind == "growth":
            slot_of = [self.rolled.slots.base_slot(n, self.measure.term) for n in range(len(self.rolled.slots.columns))]
            nothing = [0] * (self.place + 2)
            bases = [(path, -1 if (base := slot_of[number]) is None else base) for path, number in places]
            before = self._values(bases, [under.get(base, nothing) for base in bases])
            self.bottoms = [None if values is None else values[0] for values in before]
            self.tops = [
                None if values is None or base is None else values[0] - base
                for values, base in zip(known, self.bottoms, strict=True)
            ]
        elif variant is not None:
            sides = []
            for side in (variant.numerator, variant.denominator):
                signs = [(variant.quantities.index(name), sign) for name, sign in side.items()]
                sides.append([v if v is None else sum([v[i] * sign for i, sign in signs]) for v in known])
            self.tops, self.bottoms = sides

    def _values(self, places: Sequence[tuple[Path, int]], sums: Sequence[list[int]]) -> list[Sequence[int] | None]:
        """The operands at each place: what was summed, else a reported zero, else None."""
        start, end = self.place + 1, self.place + 1 + width_of(self.measure)
        found: list[Sequence[int] | None] = [
            values[start:end] if values[start - 1] else self.zeros.get(place)
            for place, values in zip(places, sums, strict=True)
        ]
        if self.finer:
            found = [None if values is None else [_scaled(value, self.finer) for value in values] for values in found]
        return found

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

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
from zhengwu.stats.keys import Path
from zhengwu.stats.measures import Measure
from zhengwu.stats.page import lines
from zhengwu.table.model import RowKind

if TYPE_CHECKING:
    from zhengwu.frames.rolled import Rolled

__all__ = ["ResultColumn", "columns_of", "native"]

_BOUND = 2**63
_KINDS = {RowKind.ITEM: "item", RowKind.SUBTOTAL: "subtotal", RowKind.TOTAL: "total"}
_Sums = list[list[int]]


@attrs.frozen
class ResultColumn:
    """A column of the result. `form`: ``text``, ``integer`` (64 bits) or ``decimal`` with `places`."""

    name: str
    form: str
    values: Sequence[Any]
    places: int = 0


def columns_of(rolled: Rolled) -> list[ResultColumn]:
    """Label columns, `row_kind`, `period`, `rows`, then the measures: a row for each line and period with rows."""
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
    makers = [_Maker(measure, i, rolled) for i, measure in enumerate(asked.measures)]
    texts: list[list[Any]] = [[] for _ in range(depth + 2)]
    counts: list[int] = []
    for line in found:
        for number, period in enumerate(slots.columns):
            place = under.get((line.path, number))
            if place is None and line.kind is not RowKind.ITEM:
                continue
            for level in range(depth):
                texts[level].append(line.path[level] if level < len(line.path) else None)
            texts[depth].append(_KINDS[line.kind])
            texts[depth + 1].append(None if period is None else str(period))
            counts.append(place[0] if place is not None else 0)
            for maker in makers:
                maker.add(place, under, line.path, number)
    labels = [ResultColumn(name, "text", texts[i]) for i, name in enumerate((*asked.names, "row_kind", "period"))]
    made = [column for maker in makers for column in maker.columns()]
    return [*labels, ResultColumn("rows", "integer", counts), *made]


def _shown_paths(rolled: Rolled) -> Iterable[Any]:
    return (_Place(path, numbers) for path, numbers in rolled.tally.entries)


@attrs.frozen
class _Place:
    path: Path
    slots: frozenset[int]


def _under(rolled: Rolled, depth: int) -> dict[tuple[Path, int], list[Any]]:
    """Rows and sums under every path of labels, in every slot: subtotals and totals in the same pass as the groups."""
    under: dict[tuple[Path, int], list[Any]] = {}
    for (path, numbers), entry in rolled.tally.entries.items():
        for level in range(depth + 1):
            for number in numbers:
                place = under.get((path[:level], number))
                if place is None:
                    under[path[:level], number] = [entry.rows, [list(sums) for sums in entry.sums]]
                    continue
                place[0] += entry.rows
                for mine, sums in zip(place[1], entry.sums, strict=True):
                    for i, value in enumerate(sums):
                        mine[i] += value
    finer = -(rolled.tally.power + rolled.scale)
    money = [finer != 0 and is_money for is_money in rolled.tally.is_money]
    for place in under.values():
        for i, sums in enumerate(place[1]):
            if money[i]:
                sums[1:] = [_scaled(value, finer) for value in sums[1:]]
            if not sums[0]:
                place[1][i] = None
    _add_zeros(under, rolled, depth)
    return under


def _add_zeros(under: dict[tuple[Path, int], list[Any]], rolled: Rolled, depth: int) -> None:
    """What was reported as zero, where nothing else is said."""
    for bucket in rolled.zeros:
        zeros = [[0, *(sums.totals or ())] for sums in bucket.sums]
        for level in range(depth + 1):
            for number in bucket.slots:
                place = under.setdefault((bucket.path[:level], number), [0, [None] * len(zeros)])
                place[1] = [zero if mine is None else mine for mine, zero in zip(place[1], zeros, strict=True)]


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
    number: int
    rolled: Any
    tops: list[int | None] = attrs.field(factory=list)
    bottoms: list[int | None] = attrs.field(factory=list)

    def add(
        self,
        place: Any,
        under: Mapping[tuple[Path, int], Any],
        path: Path,
        slot: int,
    ) -> None:
        """The value at a path and slot."""
        sums = None if place is None else place[1][self.number]
        if self.measure.kind == "sum":
            self.tops.append(None if sums is None else sums[1])
            return
        if self.measure.kind == "ratio":
            variant = self.measure.variant
            values = dict(zip(variant.quantities, sums[1:], strict=True)) if sums is not None and variant else None
            sides = (variant.numerator, variant.denominator) if variant else ()
            top, bottom = (
                (None, None)
                if values is None
                else (sum(values[name] * sign for name, sign in s.items()) for s in sides)
            )
        else:
            base = self.rolled.slots.base_slot(slot, self.measure.term)
            before = None if base is None else under.get((path, base))
            earlier = None if before is None else before[1][self.number]
            bottom = None if earlier is None else earlier[1]
            top = None if sums is None or bottom is None else sums[1] - bottom
        self.tops.append(top)
        self.bottoms.append(bottom)

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

"""The sums of a roll-up as columns, and as a frame of the engine they came from.

    sums      integers: counts, and amounts in units of the scale (分); blank where no row says anything
    ratios    ``x_numerator`` and ``x_denominator``, integers; ``x`` the rounded rate as a decimal (0.1707)
    growth    the same

Nothing is lost or rounded but in ``x``, which is rounded once, in integers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Any

import attrs

from zhengwu.errors import AmountError
from zhengwu.exact.rounding import round_ratio
from zhengwu.frames.engines import Engine
from zhengwu.frames.signature import width_of
from zhengwu.frames.under import Matrix, Under
from zhengwu.stats.keys import Path
from zhengwu.stats.measures import Measure
from zhengwu.stats.page import lines
from zhengwu.table.model import RowKind

if TYPE_CHECKING:
    from zhengwu.frames.rolled import Rolled

__all__ = ["ResultColumn", "columns_of", "native"]

_BOUND = 2**63
_KINDS = {RowKind.ITEM: "item", RowKind.SUBTOTAL: "subtotal", RowKind.TOTAL: "total"}


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
    under = Under.of(rolled.tally, depth)
    found = lines(
        [*_shown_paths(rolled), *rolled.zeros],
        depth,
        slots,
        expected=rolled.expected,
        total=rolled.total,
        subtotals=rolled.subtotals,
    )
    reported = _reported(rolled)
    makers = _makers(rolled, reported)
    places: list[tuple[Path, int]] = []
    kinds: list[str] = []
    wanted = set(rolled.expected)
    shown = range(len(slots.columns))
    for line in found:
        held: Iterable[tuple[Path, int]] = zip(repeat(line.path), shown, strict=False)
        if line.kind is not RowKind.ITEM or line.path not in wanted:
            held = [place for place in held if place in under.at or place in reported]
        before = len(places)
        places += held
        kinds += [_KINDS[line.kind]] * (len(places) - before)
    periods = [None if period is None else str(period) for period in slots.columns]
    matrix = Matrix.of(places, under)
    texts: list[list[Any]] = [[path[i] if i < len(path) else None for path, _ in places] for i in range(depth)]
    texts += [kinds, [periods[number] for _, number in places]]
    labels = [ResultColumn(name, "text", texts[i]) for i, name in enumerate((*asked.names, "row_kind", "period"))]
    rows = ResultColumn("rows", "integer", matrix.column(0))
    return [*labels, rows, *(column for maker in makers for column in maker.columns(matrix))]


def _shown_paths(rolled: Rolled) -> Iterable[Any]:
    shown = set(range(len(rolled.slots.columns)))
    paths = {path: numbers for path, numbers in rolled.tally.groups if not shown.isdisjoint(numbers)}
    return (_Place(path, numbers) for path, numbers in paths.items())


@attrs.frozen
class _Place:
    path: Path
    slots: frozenset[int]


def _makers(rolled: Rolled, reported: Collection[tuple[Path, int]]) -> list[_Maker]:
    """A maker for each measure, which knows where its sums stand and where zero was reported."""
    finer = -(rolled.tally.power + rolled.scale)
    found, place = [], 1
    for measure, is_money in zip(rolled.asked.measures, rolled.tally.is_money, strict=True):
        found.append(_Maker(measure, place, rolled, finer if is_money else 0, reported))
        place += 1 + width_of(measure)
    return found


def _reported(rolled: Rolled) -> set[tuple[Path, int]]:
    """Where zero was reported, and under which subtotals and total that stands."""
    return {
        (bucket.path[:level], number)
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


@attrs.frozen
class _Maker:
    """Makes the columns of one measure. Its rows stand at `place`, its operands after it."""

    measure: Measure
    place: int
    rolled: Any
    finer: int
    zeros: Collection[tuple[Path, int]]

    def columns(self, matrix: Matrix) -> Iterable[ResultColumn]:
        """Its columns. Raises `AmountError` for what 64 bits cannot hold."""
        name, variant = self._name(), self.measure.variant
        if self.measure.kind == "sum":
            yield ResultColumn(name, "integer", _held(self._values(matrix, {0: 1}), name))
            return
        if self.measure.kind == "growth":
            slots = self.rolled.slots
            slot_of = [slots.base_slot(number, self.measure.term) for number in range(len(slots.columns))]
            bases = [(path, -1 if (base := slot_of[number]) is None else base) for path, number in matrix.places]
            tops = self._values(matrix, {0: 1})
            bottoms = self._values(matrix.elsewhere(bases), {0: 1})
            tops = [
                None if top is None or base is None else top - base for top, base in zip(tops, bottoms, strict=True)
            ]
        elif variant is not None:
            names = variant.quantities
            tops, bottoms = (
                self._values(matrix, {names.index(one): sign for one, sign in side.items()})
                for side in (variant.numerator, variant.denominator)
            )
        yield ResultColumn(f"{name}_numerator", "integer", _held(tops, f"{name}_numerator"))
        yield ResultColumn(f"{name}_denominator", "integer", _held(bottoms, f"{name}_denominator"))
        asked = self.rolled.style.places(self.measure)
        places = (2 if asked is None else asked) + 2
        rounding = self.rolled.style.rounding
        rounded = [
            None if top is None or bottom is None or bottom <= 0 else round_ratio(top, bottom, places, rounding)
            for top, bottom in zip(tops, bottoms, strict=True)
        ]
        rates = {one: None if one is None else Decimal(f"{one}E-{places}") for one in set(rounded)}
        yield ResultColumn(name, "decimal", [rates[one] for one in rounded], places)

    def _values(self, matrix: Matrix, signs: Mapping[int, int]) -> Sequence[int | None]:
        """A sum of operands at each place, None where nothing was summed and no zero was reported."""
        values: Sequence[int] = ()
        for operand, sign in signs.items():
            column = matrix.column(self.place + 1 + operand)
            if self.finer:
                column = [_scaled(value, self.finer) for value in column]
            if sign != 1:
                column = [sign * value for value in column]
            values = [*map(add, values, column)] if values else column
        counts: Sequence[Any] = matrix.column(self.place)
        if self.zeros:
            counts = [count or place in self.zeros for count, place in zip(counts, matrix.places, strict=True)]
        if all(counts):
            return values
        return [value if count else None for value, count in zip(values, counts, strict=True)]

    def _name(self) -> str:
        measure = self.measure
        words = [measure.term]
        if measure.kind == "growth":
            words.append(measure.of)
        if measure.scope and measure.variant is not None:
            words.append(measure.variant.id)
        return "_".join(words)


def _held(values: Sequence[int | None], name: str) -> Sequence[int | None]:
    known = [value for value in values if value is not None]
    if known and (min(known) < -_BOUND or max(known) >= _BOUND):
        raise AmountError(
            "exceeds 64 bits", field=name, expected="a coarser scale=, or as_table=True, which has no bound"
        )
    return values


def native(engine: Engine, columns: Sequence[ResultColumn]) -> Any:
    """The columns as a frame of the engine."""
    from zhengwu.frames import building

    return getattr(building, engine.name)(engine, columns)

"""What values that are not on the page must have been, and the numbers that stand among the labels.

>>> from zhengwu.auditing.alignment.reading import align
>>> from zhengwu.table import Grid, recognise
>>> rows = [["甲", "3100", "210"], ["乙", "", ""], ["小计", "2200", "350"], ["丙", "5300", "560"],
...         ["丁", "1170", "140"], ["小计", "6401", "770"], ["合计", "7571", "910"]]
>>> table = recognise(Grid.of([["窗口", "1月", "2月"], *rows], caption="2017年服务情况表", unit="件"))
>>> [reading] = align(table)
>>> {place: lost.text for place, lost in lost_values(table, reading).items()}
{(6, 1): '12871', (6, 2): '1470'}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from zhengwu.auditing.alignment.reading import Alignment, realigned
from zhengwu.exact.figure import Figure
from zhengwu.exact.interval import Interval
from zhengwu.exact.where import Where
from zhengwu.table.cells import read_figure
from zhengwu.table.model import Column, Printed, Table
from zhengwu.table.parts import Parts, is_rate, row_parts

__all__ = ["LostValue", "Stray", "lost_values", "strays"]


@attrs.frozen
class LostValue:
    """What a lost cell must have printed: computed from the printed figures (`text`, in the style of its column).

    `interval` holds every value, in the base unit, that the hidden values of those figures allow; a point for counts.
    """

    text: str
    interval: Interval


@attrs.frozen(kw_only=True)
class Stray:
    """A number printed among the labels, and the figures and sums of labels (row, column) that come to it.

    `figures` are the places of its own row that print it, `sums` the places of totals that their parts bring to it.
    """

    where: Where
    text: str
    figures: tuple[tuple[int, int], ...]
    sums: tuple[tuple[int, int], ...]

    @property
    def is_explained(self) -> bool:
        """Whether anything comes to it."""
        return bool(self.figures or self.sums)


def lost_values(
    table: Table, alignment: Alignment, *, by: Callable[[Parts], bool] | None = None
) -> dict[tuple[int, int], LostValue]:
    """What each lost cell must have printed, by label row and column, where the sums of the labels tell.

    A cell that several sums determine differently, or that adds up figures marked as another quantity, is left out.
    `by` chooses the sums to go by, all by default.
    """
    page = realigned(table, alignment)
    sums = tuple(parts for parts in row_parts(page) if not parts.unresolved and (by is None or by(parts)))
    found: dict[tuple[int, int], LostValue] = {}
    for column in page.figure_columns:
        if column.index in alignment.columns and not is_rate(column):
            solved = _Unknowns(page, column, sums).solved(alignment.lost)
            found |= {(row, column.index): value for row, value in solved.items()}
    return dict(sorted(found.items()))


def strays(table: Table) -> tuple[Stray, ...]:
    """The numbers printed among the labels of a table, and what explains them. Pass the table as realigned.

    >>> from zhengwu.table import Grid, recognise
    >>> rows = [["甲类", "甲", "36"], ["甲类", "乙", "5"], ["合计", "41", "41"], ["", "77", ""]]
    >>> table = recognise(Grid.of([["类别", "方式", "项目个数"], *rows], header_rows=1))
    >>> [(stray.text, stray.sums, stray.is_explained) for stray in strays(table)]
    [('41', ((2, 2),), True), ('77', (), False)]
    """
    found = []
    for unread in table.unread:
        figure = read_figure(unread.text, None)
        row = unread.where.row
        if unread.reason != "figure_among_labels" or figure is None or row is None or not figure.is_number:
            continue
        places = [(row, column.index) for column in table.figure_columns]
        same = tuple(p for p in places if (cell := table.printed(*p)) and _is_same(figure, cell.figure))
        sums = tuple(place for place, value in _sums(table) if _comes_to(figure, value))
        found.append(Stray(where=unread.where, text=unread.text, figures=same, sums=sums))
    return tuple(found)


@attrs.frozen
class _Unknowns:
    """One column of a page with lost values, and the sums over its rows."""

    page: Table
    column: Column
    sums: tuple[Parts, ...]

    def solved(self, lost: tuple[int, ...]) -> dict[int, LostValue]:
        """The values that follow from the sums, those first that follow from printed figures alone."""
        known: dict[int, LostValue] = {}
        while True:
            left = set(lost) - set(known)
            more = {row: value for row in sorted(left) if (value := self._agreed(row, left, known)) is not None}
            if not more:
                return known
            known |= more

    def _agreed(self, row: int, unknown: set[int], known: dict[int, LostValue]) -> LostValue | None:
        """What every sum in which only this row is unknown says of it; None where none does, or they contradict."""
        values = [
            value
            for parts in self.sums
            if unknown & {parts.whole, *parts.parts} == {row} and (value := self._value(parts, row, known)) is not None
        ]
        if not values:
            return None
        interval: Interval | None = values[0].interval
        for value in values[1:]:
            interval = interval.intersect(value.interval) if interval is not None else None
        return LostValue(values[0].text, interval) if interval is not None else None

    def _value(self, parts: Parts, row: int, known: dict[int, LostValue]) -> LostValue | None:
        """The row as the one unknown of a sum."""
        terms = (
            dict.fromkeys(parts.parts, 1) if row == parts.whole else {**dict.fromkeys(parts.parts, -1), parts.whole: 1}
        )
        terms.pop(row, None)
        cells = {other: cell for other in terms if (cell := self.page.printed(other, self.column.index)) is not None}
        if row != parts.whole and parts.whole not in {*cells, *known}:
            return None
        if not cells or any(cell.mark for cell in cells.values()):
            return None  # what has words of its own beside it may be left out of a total
        style = max((cell.figure for cell in cells.values()), key=lambda figure: figure.decimals)
        interval, printed = Interval.point(0), Fraction(0)
        for other, sign in terms.items():
            if other in known:
                interval += known[other].interval * sign
                printed += Fraction(Figure.parse(known[other].text, unit=self.column.unit).value) * sign
            elif other in cells:
                interval += cells[other].figure.interval() * sign
                printed += Fraction(cells[other].figure.value) * sign
        return LostValue(style.print(printed), interval)


def _kind(cell: Printed) -> str | None:
    return cell.role if cell.mark else None


def _sums(table: Table) -> Iterator[tuple[tuple[int, int], Interval]]:
    """What the parts of every total come to, one quantity at a time."""
    for parts in row_parts(table):
        for column in table.figure_columns:
            cells = [cell for part in parts.parts if (cell := table.printed(part, column.index)) is not None]
            if is_rate(column) or not cells or len({_kind(cell) for cell in cells}) > 1:
                continue
            total = Interval.point(0)
            for cell in cells:
                total += cell.figure.interval()
            yield (parts.whole, column.index), total


def _is_same(number: Figure, figure: Figure) -> bool:
    return _comes_to(number, figure.interval())


def _comes_to(number: Figure, value: Interval) -> bool:
    """Whether a number without a unit can be this value, as it is or in units of ten thousand or a hundred million."""
    return any(value.contains(number.value * 10**power) for power in (0, 4, 8))

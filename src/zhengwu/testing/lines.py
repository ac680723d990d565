"""A table from its lines: items and the sums of them, the figures of each line, and what is true of them all.

>>> def figures(amounts):
...     return [None if amount is None else Hidden(value=Fraction(amount), unit="件") for amount in amounts]
>>> rows = [Row(labels=("甲",), amounts=(3,)), Row(labels=("乙",), amounts=(4,))]
>>> rows.append(total_of(rows, ("合计",), (0, 1)))
>>> table = table_of(rows, figures, header=[["窗口名称", "1月"]], rounding=Rounding.HALF_UP,
...                  identities=lambda row: [])
>>> table.text((2, 1)), table.stale()
('7', ({(2, 1): '4'}, {(2, 1): '3'}))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from zhengwu.exact.rounding import Rounding
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.sound import Hidden, SoundTable
from zhengwu.testing.truth import Place, Truth, row_sums

__all__ = ["Amounts", "Row", "Text", "counted", "ratio", "table_of", "total_of"]

Text: TypeAlias = str | Cell | None
Amounts: TypeAlias = tuple[int | None, ...]
"""The whole numbers that a line's figures are computed from; None is unknown and printed as a blank."""


@attrs.frozen(kw_only=True)
class Row:
    """One line: the cells of its labels, its amounts, and the numbers of the single lines it sums (none: it is one)."""

    labels: tuple[Text, ...]
    amounts: Amounts
    items: tuple[int, ...] = ()


def total_of(rows: Sequence[Row], labels: tuple[Text, ...], items: Iterable[int]) -> Row:
    """The line that sums these; what no part knows stays unknown."""
    own = tuple(items)
    columns = zip(*(rows[item].amounts for item in own), strict=True)
    return Row(labels=labels, amounts=tuple(_sum(column) for column in columns), items=own)


def counted(number: int, unit: str = "件") -> Hidden:
    """A number of things."""
    return Hidden(value=Fraction(number), unit=unit)


def ratio(part: int, base: int, *, decimals: int, after: str = "") -> Hidden | None:
    """A rate in percent; None over zero."""
    if base == 0:
        return None
    return Hidden(value=Fraction(100 * part, base), unit="%", decimals=decimals, after=after)


def table_of(
    rows: Sequence[Row],
    figures: Callable[[Amounts], Sequence[Hidden | None]],
    *,
    header: Sequence[Sequence[Text]],
    rounding: Rounding,
    identities: Callable[[int], Iterable[Truth]],
    caption: str = "",
    unit: str = "",
    blank: str = "",
) -> SoundTable:
    """The table of the lines, each printing its `figures`, right of its labels; None prints as `blank`.

    `identities` gives the truths within a row; those that touch a blank are left out.
    """
    labels = len(rows[0].labels)
    hidden: dict[Place, Hidden] = {}
    body: list[list[Text]] = []
    for r, row in enumerate(rows):
        values = figures(row.amounts)
        hidden |= {(r, labels + c): value for c, value in enumerate(values) if value is not None}
        body.append([*row.labels, *(blank if value is None else value.printed(rounding) for value in values)])
    additive = sorted({column for (_, column), value in hidden.items() if value.unit != "%"})
    truths = [*row_sums([row.items for row in rows], additive, hidden)]
    truths += [
        truth for r in range(len(rows)) for truth in identities(r) if all(place in hidden for place in truth.places)
    ]
    grid = Grid.of([*header, *body], caption=caption, unit=unit, header_rows=len(header))

    def stale() -> Iterator[Mapping[Place, str]]:
        return _stale(rows, figures, hidden, rounding)

    return SoundTable(grid=grid, rounding=rounding, hidden=hidden, stale=stale, truths=tuple(truths))


def _stale(
    rows: Sequence[Row],
    figures: Callable[[Amounts], Sequence[Hidden | None]],
    hidden: Mapping[Place, Hidden],
    rounding: Rounding,
) -> Iterator[Mapping[Place, str]]:
    """Every sum without one of its items: each sum above the item alone, and all of them together."""
    for number, item in enumerate(rows):
        changed: list[dict[Place, str]] = []
        for index, row in enumerate(rows):
            if number not in row.items:
                continue
            rest = tuple(None if a is None else a - (b or 0) for a, b in zip(row.amounts, item.amounts, strict=True))
            texts = {}
            for column, value in enumerate(figures(rest), len(row.labels)):
                if value is not None and (index, column) in hidden:
                    texts[index, column] = value.printed(rounding)
            changed.append(texts)
        yield from changed
        if len(changed) > 1:
            yield {place: text for texts in changed for place, text in texts.items()}


def _sum(column: Iterable[int | None]) -> int | None:
    known = [number for number in column if number is not None]
    return sum(known) if known else None

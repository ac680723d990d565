"""Case counts per window and month, with totals of rows and columns: the window table of a bulletin.

One quarter or half-year by months, two quarters by months under a header of two levels, a year by quarters, with or
without its half-years. A window without cases prints a zero, or nothing at all.

>>> from zhengwu.testing.choices import Rolled
>>> table = window_table(Rolled.seeded(3))
>>> table.text((table.grid.height - table.header_height - 1, 0)) in TOTALS
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from zhengwu.exact.rounding import Rounding
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.choices import Choices, some_of
from zhengwu.testing.sound import Hidden, Place, SoundTable
from zhengwu.testing.truth import Truth, row_sums

__all__ = ["TOTALS", "window_table"]

TOTALS = ("合计", "合    计", "总计")
_WINDOWS = tuple(f"{letter}局窗口" for letter in "甲乙丙丁戊己庚辛壬癸")
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_HALVES = ("上半年", "下半年")
_BLANKS = ("0", "", "　", "/", "—")


@attrs.frozen
class _Columns:
    """The figure columns: header cells, and for each column the parts it sums (empty for a column of counts)."""

    header: list[list[str | Cell | None]]
    parts: list[list[int]]
    period: str


def window_table(choices: Choices) -> SoundTable:
    """A window table, consistent in every row and column. Counts are exact, so no rounding applies."""
    columns = choices.one_of((_one_quarter, _two_quarters, _by_quarter, _half_year, _by_halves))(choices)
    names = some_of(choices, _WINDOWS)
    blanks = choices.one_of((("0",), ("",), _BLANKS))
    most = choices.one_of((99, 9_999, 99_999))
    separator = choices.one_of(("", "", ","))
    total = choices.one_of(TOTALS)
    counts = [[0 if parts else choices.integer(0, most) for parts in columns.parts] for _ in names]
    leaves = [_leaves(columns.parts, column) for column in range(len(columns.parts))]
    numbers = [[sum(row[leaf] for leaf in leaves[c]) for c in range(len(row))] for row in counts]
    numbers.append([sum(row[c] for row in numbers) for c in range(len(columns.parts))])
    hidden: dict[Place, Hidden] = {}
    body: list[list[str | Cell | None]] = []
    for r, (name, row) in enumerate(zip([*names, total], numbers, strict=True)):
        texts: list[str | Cell | None] = [name]
        for c, number in enumerate(row):
            is_leaf = r < len(names) and not columns.parts[c]
            if number == 0 and is_leaf and (blank := choices.one_of(blanks)) != "0":
                texts.append(blank)
                continue
            hidden[r, c + 1] = Hidden(value=Fraction(number), unit="件", separator=separator)
            texts.append(hidden[r, c + 1].printed(Rounding.HALF_UP))
        body.append(texts)
    grid = Grid.of(
        [*columns.header, *body],
        caption=f"{columns.period}行政审批服务情况表",
        unit="件",
        header_rows=len(columns.header),
    )

    def stale() -> Iterator[Mapping[Place, str]]:
        return _stale(numbers, leaves, hidden)

    truths = tuple(_truths(columns, len(names), hidden))
    return SoundTable(grid=grid, rounding=Rounding.HALF_UP, hidden=hidden, stale=stale, truths=truths)


def _leaves(parts: Sequence[Sequence[int]], column: int) -> list[int]:
    """The columns of counts that a column adds up, itself where it is one."""
    return [leaf for part in parts[column] for leaf in _leaves(parts, part)] if parts[column] else [column]


def _months(quarter: int) -> list[str]:
    return [f"{month}月" for month in range(3 * quarter + 1, 3 * quarter + 4)]


def _one_quarter(choices: Choices) -> _Columns:
    quarter, year = choices.integer(0, 3), choices.integer(2015, 2024)
    total = choices.one_of((f"{_QUARTERS[quarter]}合计", "合计", "小计"))
    header: list[str | Cell | None] = ["窗口名称", *_months(quarter), total]
    return _Columns([header], [[], [], [], [0, 1, 2]], f"{year}年第{_QUARTERS[quarter]}")


def _two_quarters(choices: Choices) -> _Columns:
    half, year = choices.integer(0, 1), choices.integer(2015, 2024)
    subtotal = choices.one_of(("小计", "合计"))
    top: list[str | Cell | None] = [Cell("窗口名称", row_span=2)]
    low: list[str | Cell | None] = [None]
    for quarter in (2 * half, 2 * half + 1):
        top += [Cell(_QUARTERS[quarter], column_span=4), None, None, None]
        low += [*_months(quarter), subtotal]
    top.append(Cell(f"{_HALVES[half]}合计", row_span=2))
    parts: list[list[int]] = [[], [], [], [0, 1, 2], [], [], [], [4, 5, 6], [3, 7]]
    return _Columns([top, [*low, None]], parts, f"{year}年{_HALVES[half]}")


def _by_quarter(choices: Choices) -> _Columns:
    year = choices.integer(2015, 2024)
    header: list[str | Cell | None] = ["窗口名称", *_QUARTERS, choices.one_of(("全年合计", "合计"))]
    return _Columns([header], [[], [], [], [], [0, 1, 2, 3]], f"{year}年")


def _half_year(choices: Choices) -> _Columns:
    half, year = choices.integer(0, 1), choices.integer(2015, 2024)
    total = choices.one_of((f"{_HALVES[half]}合计", "合计"))
    months = [*_months(2 * half), *_months(2 * half + 1)]
    return _Columns([["窗口名称", *months, total]], [[]] * 6 + [list(range(6))], f"{year}年{_HALVES[half]}")


def _by_halves(choices: Choices) -> _Columns:
    year = choices.integer(2015, 2024)
    names = [
        *_QUARTERS[:2],
        _HALVES[0],
        *_QUARTERS[2:],
        _HALVES[1],
        choices.one_of(("全年合计", "全年总计", "合计", "全年")),
    ]
    return _Columns([["窗口名称", *names]], [[], [], [0, 1], [], [], [3, 4], [2, 5]], f"{year}年")


def _truths(columns: _Columns, bottom: int, hidden: Mapping[Place, Hidden]) -> Iterator[Truth]:
    """The total row is the sum of the windows, every total column the sum of its parts."""
    items = [()] * bottom + [tuple(range(bottom))]
    yield from row_sums(items, range(1, len(columns.parts) + 1), hidden)
    for row in range(bottom + 1):
        for column, parts in enumerate(columns.parts, 1):
            places = tuple(((row, part + 1), 1) for part in parts if (row, part + 1) in hidden)
            if parts and (row, column) in hidden:
                yield Truth(target=(row, column), parts=places)


def _stale(
    numbers: Sequence[Sequence[int]], leaves: Sequence[Sequence[int]], hidden: Mapping[Place, Hidden]
) -> Iterator[Mapping[Place, str]]:
    """The totals without one count, one by one and all together; the total row without one whole window."""
    bottom = len(numbers) - 1
    for r in range(bottom):
        for c, above in enumerate(leaves):
            if above != [c] or not numbers[r][c]:
                continue
            sums = [column for column, below in enumerate(leaves) if c in below]
            places = [(row, column) for row in (r, bottom) for column in sums if (row, column) != (r, c)]
            changed = {place: _without(numbers, place, numbers[r][c], hidden) for place in places}
            yield from ({(row, column + 1): text} for (row, column), text in changed.items())
            yield {(row, column + 1): text for (row, column), text in changed.items()}
        yield {(bottom, c + 1): _without(numbers, (bottom, c), n, hidden) for c, n in enumerate(numbers[r]) if n}


def _without(numbers: Sequence[Sequence[int]], place: Place, part: int, hidden: Mapping[Place, Hidden]) -> str:
    row, column = place
    rest = Fraction(numbers[row][column] - part)
    return attrs.evolve(hidden[row, column + 1], value=rest).printed(Rounding.HALF_UP)

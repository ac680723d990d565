"""Whether a mistake contradicts the table at all: the truths of its maker against what is printed, exactly.

Every printed figure stands for the values that print so. A mistake within those intervals cannot be noticed by any
arithmetic, and no audit can be blamed for passing over it. The proof is by propagation of intervals in integers, with
open ends where one truth decides alone: True is a proof, False means that none was found.

>>> from zhengwu.testing.choices import Rolled
>>> from zhengwu.testing.corrupting import corrupt
>>> from zhengwu.testing.windows_shape import window_table
>>> rolled = Rolled.seeded(5)
>>> table = window_table(rolled)
>>> made = corrupt(table, "typo", rolled)
>>> is_contradicted(table), made is not None and is_contradicted(table, made[1])
(False, True)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from zhengwu.exact.number import NUMBER, parse_number
from zhengwu.exact.rounding import Rounding, printing_as
from zhengwu.testing.corruption import Corruption
from zhengwu.testing.sound import Hidden, SoundTable
from zhengwu.testing.truth import Place, Truth

__all__ = ["contradicts_every_regime", "is_contradicted"]

_FIGURE = re.compile(rf"(?P<before>\D*?)(?P<sign>-?)(?P<number>{NUMBER})(?P<after>\D*)")
_REGIMES = ((Rounding.HALF_UP, Rounding.TRUNC), (Rounding.HALF_EVEN,), (Rounding.HALF_DOWN,), (Rounding.UP,))
_FINER = 64  # propagated ends are rounded outwards to this part of half a last digit
_MOST_ROUNDS = 12


class _Range(NamedTuple):
    """The values behind a figure, in halves of the finest last digit of the table; ends may be left out."""

    low: int
    high: int
    low_open: bool = False
    high_open: bool = False


class _Row(NamedTuple):
    """Σ coefficient × figure ≥ 0, or > 0."""

    terms: tuple[tuple[Place, int], ...]
    is_strict: bool = False


def is_contradicted(table: SoundTable, *corruptions: Corruption, roundings: Collection[Rounding] | None = None) -> bool:
    """Whether no values behind the printed figures can satisfy what is true of the table, once it is corrupted so.

    `roundings` are the ways of printing that each figure is granted, the table's own by default; with several a figure
    stands for the values of all of them. A part that is not printed counts as nothing, as a reader takes it, if others
    are; any other truth with a figure that is missing, or that has come to measure something else, is passed over.
    """
    texts: dict[Place, str] = {place: table.text(place) for place in table.cells}
    for corruption in corruptions:
        if corruption.dropped is not None:
            texts.update({place: "" for place in texts if place[0] == corruption.dropped.row})
        texts.update(zip(corruption.cells, corruption.after, strict=True))
    return _cannot_hold(table, texts, tuple(roundings or (table.rounding,)))


def contradicts_every_regime(table: SoundTable, *corruptions: Corruption) -> bool:
    """Whether the corrupted table is contradicted in whichever way it may have been printed.

    A reader does not know the rounding. He reckons with each of them for the whole table, and with results cut off
    from figures that were rounded half up or cut off. What is contradicted all the same, an audit must notice.
    """
    return all(is_contradicted(table, *corruptions, roundings=regime) for regime in _REGIMES)


def _cannot_hold(table: SoundTable, texts: Mapping[Place, str], roundings: Sequence[Rounding]) -> bool:
    printed = {place: _read(texts[place], hidden) for place, hidden in table.hidden.items()}
    numbers = {place: number for place, number in printed.items() if number is not None}
    finest = max((decimals for _, decimals in numbers.values()), default=0)
    strange = {place for place, text in texts.items() if text.strip() and place not in numbers}
    ranges = {
        place: _range(coefficient, decimals, finest, roundings, exact=table.hidden[place].is_count)
        for place, (coefficient, decimals) in numbers.items()
    }
    rows = [row for truth in table.truths if not strange & set(truth.places) for row in _rows(truth, ranges, finest)]
    return any(_is_impossible(row, ranges) for row in rows) or _runs_dry(rows, ranges)


def _read(text: str, hidden: Hidden) -> tuple[int, int] | None:
    """Coefficient and decimals of a printed figure; None for a blank, or where the cell says another quantity."""
    match = _FIGURE.fullmatch(text.strip())
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or match["before"] != hidden.before:
        return None
    if "%" in match["after"] and hidden.unit != "%":
        return None
    return (-number[0] if match["sign"] else number[0]), number[1]


def _range(coefficient: int, decimals: int, finest: int, roundings: Sequence[Rounding], *, exact: bool) -> _Range:
    step = 10 ** (finest - decimals)
    if exact and decimals == 0:
        return _Range(2 * coefficient * step, 2 * coefficient * step)
    ends = [printing_as(coefficient, rounding) for rounding in roundings]
    low, low_open = min((low, is_open) for low, _, is_open, _ in ends)
    high, high_closed = max((high, not is_open) for _, high, _, is_open in ends)
    return _Range(low * step, high * step, low_open, not high_closed)


def _rows(truth: Truth, ranges: Mapping[Place, _Range], finest: int) -> Iterable[_Row]:
    """The two sides of a truth as inequalities; none where it cannot be told."""
    parts = [(place, sign) for place, sign in truth.parts if place in ranges]
    if truth.target not in ranges or not parts or (len(parts) < len(truth.parts) and not truth.is_total):
        return []
    if truth.base is None:
        terms = _collected([*parts, (truth.target, -1)])
        return [_Row(terms), _Row(tuple((place, -c) for place, c in terms))]
    if truth.base not in ranges or ranges[truth.base].low <= 0:
        return []
    # low ≤ 100 · top ÷ base ≤ high, with the ends of the rate as numbers: linear in the figures of top and base.
    low, high, low_open, high_open = ranges[truth.target]
    one = 2 * 10**finest
    above = [*((place, 100 * one * sign) for place, sign in parts), (truth.base, -low)]
    below = [*((place, -100 * one * sign) for place, sign in parts), (truth.base, high)]
    return [_Row(_collected(above), low_open), _Row(_collected(below), high_open)]


def _collected(terms: Sequence[tuple[Place, int]]) -> tuple[tuple[Place, int], ...]:
    found: dict[Place, int] = {}
    for place, coefficient in terms:
        found[place] = found.get(place, 0) + coefficient
    return tuple((place, c) for place, c in found.items() if c)


def _is_impossible(row: _Row, ranges: Mapping[Place, _Range]) -> bool:
    """Whether no choice within the ranges satisfies one inequality, open ends included."""
    top = sum(c * (ranges[place].high if c > 0 else ranges[place].low) for place, c in row.terms)
    is_open = any(ranges[place].high_open if c > 0 else ranges[place].low_open for place, c in row.terms)
    return top < 0 or (top == 0 and (row.is_strict or is_open))


def _runs_dry(rows: Sequence[_Row], ranges: Mapping[Place, _Range]) -> bool:
    """Whether some inequality fails once the ranges are narrowed by all others in turn. Ends count as in."""
    low = {place: _FINER * found.low for place, found in ranges.items()}
    high = {place: _FINER * found.high for place, found in ranges.items()}
    for _ in range(_MOST_ROUNDS):
        is_changed = False
        for terms, _strict in rows:
            top = sum(c * (high[place] if c > 0 else low[place]) for place, c in terms)
            if top < 0:
                return True
            for place, c in terms:
                # The others come to at most `rest`, so c · x ≥ −rest.
                rest = top - c * (high[place] if c > 0 else low[place])
                if c > 0 and -rest // c > low[place]:
                    low[place] = -rest // c
                elif c < 0 and -(-rest // -c) < high[place]:
                    high[place] = -(-rest // -c)
                else:
                    continue
                is_changed = True
        if not is_changed:
            break
    return False

"""Mistakes in one figure, or in the figures of one line that slipped together: what a table offers, what becomes of it.

>>> from zhengwu.testing.choices import Rolled
>>> from zhengwu.testing.windows_shape import window_table
>>> rolled = Rolled.seeded(5)
>>> spoiled = sign(window_table(rolled), rolled, "minus")
>>> spoiled is not None and [text[0] for text in spoiled.texts.values()]
['-']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from zhengwu.exact.number import NUMBER, parse_number
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import Move
from zhengwu.testing.choices import Choices
from zhengwu.testing.corruption import Dropped
from zhengwu.testing.sound import Place, SoundTable
from zhengwu.testing.truth import Truth
from zhengwu.testing.typing_errors import UNIT_WAYS, in_other_unit, mistyped, other_sign

__all__ = [
    "Spoiled", "base", "blank", "copied", "forced_total", "next_to", "not_zero", "rounding", "sign", "stale_total",
    "typo", "unit", "unit_of_line",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Spoiled:
    """New texts of some cells, what moved where, the row that is gone, the places that the mistake was taken from."""

    texts: Mapping[Place, str]
    moves: tuple[Move, ...] = ()
    dropped: Dropped | None = None
    sources: tuple[Place, ...] = ()


def typo(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """One typing error of the variety in one figure."""
    places = [place for place in table.cells if mistyped(table.text(place), how)]
    if not places:
        return None
    place = choices.one_of(places)
    return Spoiled(texts={place: choices.one_of(mistyped(table.text(place), how))})


def sign(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """A minus added (``minus``) or ``lost``."""
    places = [place for place in not_zero(table) if ("-" in table.text(place)) is (how == "lost")]
    if not places:
        return None
    place = choices.one_of(places)
    return Spoiled(texts={place: other_sign(table.text(place))})


def unit(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """One amount, in a table of counts one count, ``times`` ten thousand or ``over`` it."""
    places = _measured(table)
    if not places:
        return None
    place = choices.one_of(places)
    return Spoiled(texts={place: in_other_unit(table.text(place), how)})


def unit_of_line(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """All amounts of one ``row`` or ``column`` in another unit; at least two, or it is the slip of one figure."""
    axis = 0 if how == "row" else 1
    lines: dict[int, list[Place]] = {}
    for place in _measured(table):
        lines.setdefault(place[axis], []).append(place)
    long = [places for places in lines.values() if len(places) > 1]
    if not long:
        return None
    places, way = choices.one_of(long), choices.one_of(UNIT_WAYS)
    return Spoiled(texts={place: in_other_unit(table.text(place), way) for place in places})


def stale_total(table: SoundTable, choices: Choices) -> Spoiled | None:
    """Totals from before one of their parts was there."""
    histories = table.stale()
    return Spoiled(texts=choices.one_of(histories)) if histories else None


def copied(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    """The figure of the cell ``above`` or ``below``."""
    sites = [
        (place, other)
        for place in table.cells
        if (other := next_to(table, place, -1 if how == "above" else 1, 0)) and table.text(place) != table.text(other)
    ]
    if not sites:
        return None
    place, other = choices.one_of(sites)
    return Spoiled(texts={place: table.text(other)}, sources=(other,))


def blank(table: SoundTable, choices: Choices) -> Spoiled | None:
    """A figure other than zero is missing."""
    places = not_zero(table)
    return Spoiled(texts={choices.one_of(places): ""}) if places else None


def rounding(table: SoundTable, choices: Choices) -> Spoiled | None:
    """One figure cut off instead of rounded."""
    cut = table.truncated()
    if not cut:
        return None
    place = choices.one_of(tuple(cut))
    return Spoiled(texts={place: cut[place]})


def base(table: SoundTable, choices: Choices) -> Spoiled | None:
    """One rate over another figure of its row."""
    values = {place: hidden.value for place, hidden in table.hidden.items()}
    made = [
        (truth.target, text)
        for truth in table.truths
        if set(truth.places) <= values.keys()
        for other in truth.other_bases
        if other in values and values[other] > 0
        and (value := truth.value(values, base=other)) is not None
        and (text := table.printed(truth.target, value)) != table.text(truth.target)
    ]  # fmt: skip
    return Spoiled(texts=dict([choices.one_of(made)])) if made else None


def forced_total(table: SoundTable, choices: Choices) -> Spoiled | None:
    """One of the largest shares changed by one last digit, so that the printed shares add up to 100."""
    made = [site for truth in table.truths for site in _bent(table, truth)]
    return Spoiled(texts=dict([choices.one_of(made)])) if made else None


def not_zero(table: SoundTable) -> list[Place]:
    """The places whose printed digits are not all zeros."""
    return [place for place in table.cells if any(c in "123456789" for c in table.text(place))]


def next_to(table: SoundTable, place: Place, down: int, right: int) -> Place | None:
    """The neighbour of a cell, if it prints a number too."""
    other = place[0] + down, place[1] + right
    return other if other in table.hidden else None


def _measured(table: SoundTable) -> list[Place]:
    """The places of amounts other than zero, in a table of counts those of the counts."""
    rates, amounts = set(table.rates), set(table.amounts)
    places = [place for place in not_zero(table) if place not in rates]
    return [place for place in places if place in amounts] or places


def _bent(table: SoundTable, truth: Truth) -> Iterator[tuple[Place, str]]:
    """The shares of one whole that would close its sum, if they miss it by one last digit."""
    parts = [place for place, _ in truth.parts]
    whole = table.hidden.get(truth.target)
    if whole is None or whole.unit != "%" or not truth.is_total or not set(parts) <= table.hidden.keys():
        return
    step = Fraction(1, 10**whole.decimals)
    shown = {place: _number(table.text(place)) for place in (*parts, truth.target)}
    missing = shown[truth.target] - sum(shown[place] for place in parts)
    if abs(missing) != step:
        return
    largest = max(shown[place] for place in parts)
    for place in parts:
        if shown[place] == largest:
            bent = attrs.evolve(table.hidden[place], value=shown[place] + missing)
            yield place, bent.printed(Rounding.HALF_UP)


def _number(text: str) -> Fraction:
    found = re.search(NUMBER, text)
    number = parse_number(found[0]) if found else None
    return Fraction(0) if number is None else Fraction(number[0], 10 ** number[1])

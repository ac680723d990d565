"""How each kind of corruption is made: the sites where a table offers it, and the change at one of them.

>>> from zhengwu.testing.choices import Rolled
>>> from zhengwu.testing.windows_shape import window_table
>>> rolled = Rolled.seeded(5)
>>> made = corrupt(window_table(rolled), FindingKind.COPIED, rolled)
>>> made is not None and made[1].kind is FindingKind.COPIED and len(made[1].cells) == 1
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.findings import FindingKind, Move
from zhengwu.table.grid import Grid
from zhengwu.testing.choices import Choices
from zhengwu.testing.corruption import CORRUPTIONS, Corruption
from zhengwu.testing.sound import Place, SoundTable
from zhengwu.testing.typing_errors import TYPOS, UNIT_WAYS, in_other_unit, mistyped, other_sign

__all__ = ["checked_kinds", "corrupt"]


@attrs.frozen
class _Spoiled:
    """New texts of some cells, the variety of the mistake, and what moved where."""

    texts: Mapping[Place, str]
    how: str = ""
    moves: tuple[Move, ...] = ()


def corrupt(table: SoundTable, kind: FindingKind, choices: Choices) -> tuple[Grid, Corruption] | None:
    """The table with one corruption of the kind, or None where it offers none (no total, nothing to swap …)."""
    spoiled = _MAKERS[kind](table, choices)
    if spoiled is None:
        return None
    changed = {place: text for place, text in sorted(spoiled.texts.items()) if text != table.text(place)}
    corruption = Corruption(
        kind=kind,
        cells=tuple(changed),
        before=tuple(table.text(place) for place in changed),
        after=tuple(changed.values()),
        how=spoiled.how,
        moves=spoiled.moves,
    )
    return table.with_texts(changed), corruption


def checked_kinds(kinds: tuple[FindingKind | str, ...] | None) -> tuple[FindingKind, ...]:
    """The kinds asked for, all if None. Raises `UnknownNameError` for one that is no corruption."""
    known = {kind.value: kind for kind in CORRUPTIONS}
    for kind in kinds or ():
        if kind not in known:
            raise UnknownNameError(
                "is not a kind of corruption", field="kinds", value=str(kind), expected=", ".join(known)
            )
    return CORRUPTIONS if kinds is None else tuple(known[kind] for kind in kinds)


def _typo(table: SoundTable, choices: Choices) -> _Spoiled | None:
    if not table.cells:
        return None
    place = choices.one_of(table.cells)
    text = table.text(place)
    ways = [(way, made) for way in TYPOS if (made := mistyped(text, way))]
    how, made = choices.one_of(ways)
    return _Spoiled({place: choices.one_of(made)}, how)


def _sign(table: SoundTable, choices: Choices) -> _Spoiled | None:
    places = _not_zero(table)
    if not places:
        return None
    place = choices.one_of(places)
    text = other_sign(table.text(place))
    return _Spoiled({place: text}, "minus" if "-" in text else "lost")


def _unit(table: SoundTable, choices: Choices) -> _Spoiled | None:
    rates, amounts_printed = set(table.rates), set(table.amounts)
    places = [place for place in _not_zero(table) if place not in rates]
    amounts = [place for place in places if place in amounts_printed]
    if not places:
        return None
    place, way = choices.one_of(amounts or places), choices.one_of(UNIT_WAYS)
    return _Spoiled({place: in_other_unit(table.text(place), way)}, way)


def _swap(table: SoundTable, choices: Choices) -> _Spoiled | None:
    pairs = [
        (one, other, "row" if one[0] == other[0] else "column")
        for one in table.cells
        for other in (_next(table, one, 0, 1), _next(table, one, 1, 0))
        if other is not None and table.text(one) != table.text(other)
    ]
    if not pairs:
        return None
    one, other, how = choices.one_of(pairs)
    return _Spoiled({one: table.text(other), other: table.text(one)}, how)


def _shift(table: SoundTable, choices: Choices) -> _Spoiled | None:
    rows = range(table.grid.height - table.header_height)
    columns = sorted({column for _, column in table.cells})
    firsts = [r for r in rows[:-1] if _moved(table, r, rows, columns)]
    if not firsts:
        return None
    first = choices.one_of(firsts)
    texts = _moved(table, first, rows, columns)
    return _Spoiled(texts, moves=tuple(Move(table=0, row=r, label_row=r - 1) for r in rows if r > first))


def _moved(table: SoundTable, first: int, rows: range, columns: list[int]) -> dict[Place, str]:
    """The figures from a row on, one row lower, where that changes any text; the row itself is left blank."""
    texts = {(r, c): table.text((r - 1, c)) if r > first else "" for r in rows if r >= first for c in columns}
    return texts if any(text.strip() != table.text(place).strip() for place, text in texts.items()) else {}


def _stale_total(table: SoundTable, choices: Choices) -> _Spoiled | None:
    histories = table.stale()
    return _Spoiled(choices.one_of(histories)) if histories else None


def _copied(table: SoundTable, choices: Choices) -> _Spoiled | None:
    sites = [
        (place, other, how)
        for place in table.cells
        for other, how in ((_next(table, place, -1, 0), "above"), (_next(table, place, 1, 0), "below"))
        if other is not None and table.text(place) != table.text(other)
    ]
    if not sites:
        return None
    place, other, how = choices.one_of(sites)
    return _Spoiled({place: table.text(other)}, how)


def _blank(table: SoundTable, choices: Choices) -> _Spoiled | None:
    places = _not_zero(table)
    return _Spoiled({choices.one_of(places): ""}) if places else None


def _rounding(table: SoundTable, choices: Choices) -> _Spoiled | None:
    cut = table.truncated()
    if not cut:
        return None
    place = choices.one_of(tuple(cut))
    return _Spoiled({place: cut[place]})


def _not_zero(table: SoundTable) -> list[Place]:
    """The places whose printed digits are not all zeros."""
    return [place for place in table.cells if any(c in "123456789" for c in table.text(place))]


def _next(table: SoundTable, place: Place, down: int, right: int) -> Place | None:
    """The neighbour of a cell, if it prints a number too."""
    other = place[0] + down, place[1] + right
    return other if other in table.hidden else None


_MAKERS: Mapping[FindingKind, Callable[[SoundTable, Choices], _Spoiled | None]] = {
    FindingKind.TYPO: _typo,
    FindingKind.SIGN: _sign,
    FindingKind.UNIT: _unit,
    FindingKind.SWAP: _swap,
    FindingKind.SHIFT: _shift,
    FindingKind.STALE_TOTAL: _stale_total,
    FindingKind.COPIED: _copied,
    FindingKind.BLANK: _blank,
    FindingKind.ROUNDING: _rounding,
}

"""One labelled mistake, or several at once, in a table that was consistent.

>>> from zhengwu.testing.choices import Rolled
>>> from zhengwu.testing.windows_shape import window_table
>>> rolled = Rolled.seeded(5)
>>> made = corrupt(window_table(rolled), "copied", rolled, how="above")
>>> made is not None and made[1].kind is FindingKind.COPIED and len(made[1].cells) == 1
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from zhengwu.errors import UnknownNameError
from zhengwu.findings import FindingKind
from zhengwu.table.grid import Grid
from zhengwu.testing import displaced, slips
from zhengwu.testing.choices import Choices
from zhengwu.testing.corruption import CORRUPTIONS, VARIETIES, Corruption
from zhengwu.testing.slips import Spoiled
from zhengwu.testing.sound import Place, SoundTable, with_texts, without_row

__all__ = ["checked_kinds", "corrupt", "corrupt_many"]

_Maker: TypeAlias = Callable[[SoundTable, Choices, str], Spoiled | None]


def corrupt(
    table: SoundTable, kind: FindingKind | str, choices: Choices, *, how: str | None = None
) -> tuple[Grid, Corruption] | None:
    """The table with one corruption of the kind, of a variety chosen or asked for (`how`).

    None where the table offers none: no total, nothing to swap … Raises `UnknownNameError` for a kind that is no
    corruption, or a variety that it does not have.
    """
    (known,) = checked_kinds((kind,))
    wanted = list(VARIETIES[known])
    if how is not None:
        if how not in wanted:
            raise UnknownNameError(f"is not a variety of {known}", field="how", value=how, expected=", ".join(wanted))
        wanted = [how]
    corruption = _made(table, known, wanted, choices)
    return None if corruption is None else (_applied(table.grid, corruption), corruption)


def corrupt_many(
    table: SoundTable, kinds: int | Sequence[FindingKind | str], choices: Choices
) -> tuple[Grid, tuple[Corruption, ...]]:
    """The table with a corruption of each of the kinds, or with so many of any kind, on cells that do not overlap.

    A row that is missing changes where all others stand, so a remainder is never one of several chosen freely.
    Fewer corruptions come back where the table does not offer as many.

    >>> from zhengwu.testing.choices import Rolled
    >>> from zhengwu.testing.trading_shape import trading_table
    >>> from zhengwu.exact.rounding import Rounding
    >>> rolled = Rolled.seeded(2)
    >>> grid, made = corrupt_many(trading_table(rolled, Rounding.HALF_UP), ["typo", "sign"], rolled)
    >>> [corruption.kind.value for corruption in made]
    ['typo', 'sign']
    """
    grid, taken, made = table.grid, set[Place](), list[Corruption]()
    several = [kind for kind in CORRUPTIONS if kind is not FindingKind.REMAINDER]
    wanted = [several] * kinds if isinstance(kinds, int) else [[kind] for kind in checked_kinds(tuple(kinds))]
    for offered in wanted:
        left = list(offered)
        while left:
            kind = choices.one_of(left)
            left.remove(kind)
            if kind is FindingKind.REMAINDER and len(wanted) > 1:
                continue
            corruption = _made(table, kind, list(VARIETIES[kind]), choices, taken=taken)
            if corruption is not None:
                made.append(corruption)
                grid = _applied(grid, corruption)
                break
    return grid, tuple(made)


def checked_kinds(kinds: Sequence[FindingKind | str] | None) -> tuple[FindingKind, ...]:
    """The kinds asked for, all if None. Raises `UnknownNameError` for one that is no corruption."""
    known = {kind.value: kind for kind in CORRUPTIONS}
    for kind in kinds or ():
        if kind not in known:
            raise UnknownNameError(
                "is not a kind of corruption", field="kinds", value=str(kind), expected=", ".join(known)
            )
    return CORRUPTIONS if kinds is None else tuple(known[kind] for kind in kinds)


def _made(
    table: SoundTable, kind: FindingKind, wanted: list[str], choices: Choices, *, taken: set[Place] | None = None
) -> Corruption | None:
    """A corruption of one of the varieties, the first offered in an order of choice; what it touches is then taken."""
    taken = set() if taken is None else taken
    free = table.without(taken) if taken else table
    left = list(wanted)
    while left:
        how = choices.one_of(left)
        left.remove(how)
        spoiled = _MAKERS[kind](free, choices, how)
        if spoiled is None:
            continue
        changed = {place: text for place, text in sorted(spoiled.texts.items()) if text != table.text(place)}
        if taken & changed.keys():
            continue
        taken |= {*changed, *spoiled.sources}
        return Corruption(
            kind=kind,
            cells=tuple(changed),
            before=tuple(table.text(place) for place in changed),
            after=tuple(changed.values()),
            how=how,
            moves=spoiled.moves,
            dropped=spoiled.dropped,
        )
    return None


def _applied(grid: Grid, corruption: Corruption) -> Grid:
    if corruption.dropped is not None:
        return without_row(grid, corruption.dropped.row)
    return with_texts(grid, dict(zip(corruption.cells, corruption.after, strict=True)))


def _plain(maker: Callable[[SoundTable, Choices], Spoiled | None]) -> _Maker:
    """A maker of a kind without varieties."""
    return lambda table, choices, _how: maker(table, choices)


def _unit(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    return (slips.unit_of_line if how in ("row", "column") else slips.unit)(table, choices, how)


def _swap(table: SoundTable, choices: Choices, how: str) -> Spoiled | None:
    return displaced.swap_rows(table, choices) if how == "rows" else displaced.swap(table, choices, how)


_MAKERS: Mapping[FindingKind, _Maker] = {
    FindingKind.TYPO: slips.typo,
    FindingKind.SIGN: slips.sign,
    FindingKind.UNIT: _unit,
    FindingKind.SWAP: _swap,
    FindingKind.SHIFT: displaced.shift,
    FindingKind.STALE_TOTAL: _plain(slips.stale_total),
    FindingKind.COPIED: slips.copied,
    FindingKind.BLANK: _plain(slips.blank),
    FindingKind.ROUNDING: _plain(slips.rounding),
    FindingKind.BASE: _plain(slips.base),
    FindingKind.FORCED_TOTAL: _plain(slips.forced_total),
    FindingKind.REMAINDER: _plain(displaced.remainder),
}

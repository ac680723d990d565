"""RF-14: experts drawn far more often than chance would have it, and experts who keep meeting the same winner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.errors import AmountError
from zhengwu.exact import Rate
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags.chance import at_least, meetings_at_least
from zhengwu.trading.flags.flag import Notes, Screening

__all__ = ["SITTING_COLUMNS", "SittingView", "often_met", "sitting_columns", "sitting_views"]

SITTING_COLUMNS = ("lot", "experts", "pool", "winner")
"""The columns of committees. `lot` and `experts` (a sequence of numbers of experts) are needed."""

_LEVEL = Rate("1/1000")


@attrs.frozen(kw_only=True)
class SittingView:
    """The experts drawn for one lot, by their numbers in the library; how many they were drawn from; who won."""

    key: str
    experts: Sequence[str]
    pool: int | None = None
    winner: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.pool is not None and self.pool < len(set(self.experts)):
            expected = f"at least {len(set(self.experts))}"
            raise AmountError(
                "is smaller than what was drawn from it", field="pool", value=self.pool, expected=expected
            )


def sitting_views(
    files: Iterable[TenderFile], *, pool: int | Callable[[str], int | None] | None = None
) -> Iterator[SittingView]:
    """The committees of these files. `pool` is how many experts could be drawn: one number, or told by the lot's key;
    without it, what the committee says itself.

    Members without a number in the library, and those not drawn at random (named by the buyer), are left out. Somebody
    who was drawn and stood aside was drawn.
    """
    for file in files:
        for lot, one in zip(file.tender.lots, file.by_lot(), strict=True):
            key = lot.code or file.tender.code or file.tender.title
            winners = [award.winner.name for award in one.awards or () if not award.is_renounced]
            for committee in one.committees or ():
                drawn = [
                    member.id for member in committee.members if member.id is not None and member.is_drawn is not False
                ]
                yield SittingView(
                    key=key,
                    experts=drawn,
                    pool=committee.pool if pool is None else pool(key) if callable(pool) else pool,
                    winner=winners[-1] if winners else None if lot.winner is None else lot.winner.name,
                )


def sitting_columns(columns: Mapping[str, Sequence[Any]]) -> list[SittingView]:
    """Committees of columns. Names: `SITTING_COLUMNS`."""
    from zhengwu.trading.flags.columns import table

    rows = table(columns, SITTING_COLUMNS, ("lot", "experts"))
    return [
        SittingView(key=str(row["lot"]), experts=tuple(row["experts"]), pool=row.get("pool"), winner=row.get("winner"))
        for row in rows
    ]


def often_met(sittings: Iterable[SittingView], *, level: Rate = _LEVEL) -> Screening:
    """RF-14: an expert drawn so often, or with one winner so often, that chance would hardly do it.

    Drawn: each draw takes an expert with the chance experts ÷ pool, independently. Met: who sat in so many of the lots
    and who won so many of them meet hypergeometrically. Both chances are exact, and multiplied by how many experts, or
    pairs, were looked at (Bonferroni); told where that product is at most `level`, which is this library's.

    >>> drawn = {"lot": list("abcdef"), "experts": [("Z1", "Z2")] * 6, "pool": [50] * 6}
    >>> [flag.values["chance"] for flag in often_met(sitting_columns(drawn)).flags]
    ['1/244140625', '1/244140625']
    """
    notes = Notes("RF-14")
    known = list(sittings)
    notes.checked = len(known)
    _drawn(notes, [one for one in known if one.pool is not None], level)
    _met(notes, [one for one in known if one.winner is not None], level)
    for one in known:
        if one.pool is None:
            notes.open("committee.pool", one.key)
        if one.winner is None:
            notes.open("winner", one.key)
    return notes.result()


def _drawn(notes: Notes, sittings: list[SittingView], level: Rate) -> None:
    times: dict[str, int] = {}
    for one in sittings:
        for expert in set(one.experts):
            times[expert] = times.get(expert, 0) + 1
    chances = [Fraction(len(set(one.experts)), one.pool) for one in sittings if one.pool]
    mean = sum(chances, Fraction(0))
    known: dict[int, Fraction] = {}
    for expert, count in sorted(times.items()):
        if count <= mean:
            continue
        if count not in known:
            known[count] = at_least(count, chances)
        if known[count] * len(times) <= level.as_fraction():
            told = _written(known[count])
            notes.raised(
                "drawn", expert, parties=(expert,), expert=expert, draws=len(chances), times=count, chance=told
            )


def _met(notes: Notes, sittings: list[SittingView], level: Rate) -> None:
    sat: dict[str, int] = {}
    won: dict[str, int] = {}
    met: dict[tuple[str, str], int] = {}
    for one in sittings:
        if one.winner is None:
            continue
        won[one.winner] = won.get(one.winner, 0) + 1
        for expert in set(one.experts):
            sat[expert] = sat.get(expert, 0) + 1
            pair = (expert, one.winner)
            met[pair] = met.get(pair, 0) + 1
    for (expert, winner), count in sorted(met.items()):
        if count * len(sittings) <= sat[expert] * won[winner]:
            continue
        chance = meetings_at_least(count, draws=len(sittings), ones=sat[expert], others=won[winner])
        if chance * len(met) <= level.as_fraction():
            notes.raised(
                "pair",
                expert,
                parties=(expert, winner),
                expert=expert,
                winner=winner,
                times=count,
                sat=sat[expert],
                won=won[winner],
                chance=_written(chance),
            )


def _written(chance: Fraction) -> str:
    """One in so many, whole: a chance is told by its size."""
    return f"1/{chance.denominator // chance.numerator}"

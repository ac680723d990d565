"""What an engine is asked: one grouping of rows by keys, period and signature, with a count and integer sums.

The language is small on purpose, so that every engine speaks it exactly: select, integer columns, one group by, len,
sum, min, max. Nothing is divided or rounded there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

__all__ = ["Amount", "Cells", "Clock", "Plan", "bit_of"]

_BITS_OF_PAIR = 2


@attrs.frozen(kw_only=True)
class Clock:
    """How a row is dated. `column` is None where periods do not matter.

    `mode`: ``month``, ``quarter``, ``half``, ``year`` number the periods from year 0; ``bounds`` counts how many of the
    days in `bounds` have come; ``raw`` leaves the value as it stands. `is_day`: the column holds
    days, not instants; `zone` is that of the instants.
    """

    column: str | None
    mode: str = "month"
    bounds: tuple[date, ...] = ()
    is_day: bool = True
    zone: str | None = None


@attrs.frozen(kw_only=True)
class Amount:
    """A column that is summed. Its values times ``10**shift`` are the integers that are added.

    `form` is ``integer``, ``decimal``, ``float`` or ``object`` (decimals of Python); one unit of the sum is
    ``10**power`` 元, or of a count one.
    `is_wide`: it has 64-bit integers already.
    """

    column: str
    label: str
    form: str
    shift: int = 0
    power: int = 0
    is_money: bool = True
    is_wide: bool = False


@attrs.frozen(kw_only=True)
class Plan:
    """One grouping. A row's pattern has a bit for each of `nulls`, then two for each of `pairs`: later, earlier."""

    keys: tuple[str, ...]
    clock: Clock
    amounts: tuple[Amount, ...]
    nulls: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    where: Mapping[str, Sequence[Any]] = attrs.field(factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the frame that is read."""
        on = (self.clock.column,) if self.clock.column is not None else ()
        amounts = (amount.column for amount in self.amounts)
        paired = (name for pair in self.pairs for name in pair)
        return tuple(dict.fromkeys((*self.keys, *on, *amounts, *self.nulls, *paired, *self.where)))


@attrs.frozen(kw_only=True)
class Cells:
    """The rows of each group, period and signature, as columns: how many, and the sums of the amounts.

    `times` are numbers of periods, None or below zero where the date is blank; `least` and `most` the extremes of each
    amount, where the engine's sums could overflow.
    """

    keys: Sequence[Sequence[Any]]
    times: Sequence[Any]
    patterns: Sequence[int]
    counts: Sequence[int]
    sums: Sequence[Sequence[Any]]
    least: Sequence[Sequence[Any]] = ()
    most: Sequence[Sequence[Any]] = ()


def bit_of(plan: Plan, number: int) -> tuple[int, int]:
    """The bits of a pair: later, earlier."""
    first = len(plan.nulls) + _BITS_OF_PAIR * number
    return 1 << first, 1 << first + 1

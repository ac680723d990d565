"""Where made-up tables get their numbers from: Hypothesis, which shrinks them, or a seeded generator, which is even.

The shapes and corruptions are written once against `Choices`; a strategy draws (`Drawn`), a benchmark rolls (`Rolled`).

>>> rolled = Rolled.seeded(7)
>>> 1 <= rolled.integer(1, 6) <= 6, rolled.one_of("甲")
(True, '甲')
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import attrs

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["Choices", "Drawn", "Rolled", "some_of"]

T = TypeVar("T")


class Choices(Protocol):
    """Decides what is open. The simplest answer is the lowest integer and the first of several things."""

    def integer(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items; there is at least one."""


@attrs.frozen
class Drawn:
    """Choices that Hypothesis makes, remembers and shrinks."""

    draw: DrawFn

    def integer(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, with Hypothesis' liking for the ends."""
        from hypothesis import strategies as st

        return self.draw(st.integers(low, high))

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items."""
        from hypothesis import strategies as st

        return self.draw(st.sampled_from(items))


@attrs.frozen
class Rolled:
    """Choices of a seeded generator, each answer equally likely."""

    random: random.Random

    @classmethod
    def seeded(cls, seed: int | str) -> Rolled:
        """The same choices every time."""
        return cls(random.Random(seed))  # noqa: S311  repeatable, and no secret

    def integer(self, low: int, high: int) -> int:
        """An integer from `low` to `high`."""
        return self.random.randint(low, high)

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items."""
        return self.random.choice(items)


def some_of(choices: Choices, items: Sequence[T], *, least: int = 1, most: int | None = None) -> list[T]:
    """Some of the items, in their order.

    >>> some_of(Rolled.seeded(1), "甲乙丙", least=3)
    ['甲', '乙', '丙']
    """
    count = choices.integer(least, len(items) if most is None else min(most, len(items)))
    kept = list(items)
    while len(kept) > count:
        # Leaving out from the end first keeps the simplest choice the beginning of the list.
        kept.pop(len(kept) - 1 - choices.integer(0, len(kept) - 1))
    return kept

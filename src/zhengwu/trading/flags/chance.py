"""How likely a count is by chance, as exact fractions: for experts who are drawn often, and who meet the same winner.

>>> at_least(3, [Fraction(1, 10)] * 5)          # three of five draws, each one in ten
Fraction(107, 12500)
>>> meetings_at_least(3, draws=20, ones=4, others=5)
Fraction(31, 969)
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import comb

from zhengwu.errors import AmountError

__all__ = ["at_least", "meetings_at_least"]


def at_least(count: int, chances: Iterable[Fraction]) -> Fraction:
    """How likely at least `count` of these independent events are, each with its own chance (Poisson binomial).

    Raises `AmountError` for a chance below 0 or above 1.

    >>> at_least(0, []), at_least(1, [Fraction(1, 2)])
    (Fraction(1, 1), Fraction(1, 2))
    """
    if count <= 0:
        return Fraction(1)
    # Numbers of ways over one common denominator; the last place gathers `count` and more.
    ways, scale = [1] + [0] * count, 1
    for chance in chances:
        if not 0 <= chance <= 1:
            raise AmountError("is no chance", field="chances", value=chance, expected="a fraction from 0 to 1")
        hit, whole = chance.numerator, chance.denominator
        miss = whole - hit
        ways = [
            ways[0] * miss,
            *(ways[k] * miss + ways[k - 1] * hit for k in range(1, count)),
            ways[count] * whole + ways[count - 1] * hit,
        ]
        scale *= whole
    return Fraction(ways[count], scale)


def meetings_at_least(count: int, *, draws: int, ones: int, others: int) -> Fraction:
    """How likely two things that happened in `ones` and in `others` of the same `draws` meet `count` times or more.

    Were they independent, their meetings would be hypergeometric. Raises `AmountError` where more happened than draws.

    >>> meetings_at_least(5, draws=5, ones=5, others=5)
    Fraction(1, 1)
    """
    if not (0 <= ones <= draws and 0 <= others <= draws):
        raise AmountError(
            "are more than the draws", field="ones, others", value=(ones, others), expected=f"0 to {draws}"
        )
    ways = sum(comb(ones, k) * comb(draws - ones, others - k) for k in range(max(count, 0), min(ones, others) + 1))
    return Fraction(ways, comb(draws, others))

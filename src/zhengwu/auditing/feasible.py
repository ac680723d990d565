"""Whether a small system of linear inequalities has a solution, decided exactly (Fourier and Motzkin's elimination).

Made for the few figures of one row, with strict inequalities kept strict. The number of inequalities can grow with
every variable removed, so it is for two or three variables.

>>> wide = [Inequality((1,), -3), Inequality((-1,), 5)]           # x ≥ 3, x ≤ 5
>>> is_feasible(wide), is_feasible([*wide, Inequality((1,), -5, strict=True)])    # and x > 5
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

__all__ = ["Inequality", "is_feasible"]


class Inequality(NamedTuple):
    """Σ coefficient · x + constant ≥ 0, or > 0 if `strict`."""

    coefficients: tuple[int | Fraction, ...]
    constant: int | Fraction
    strict: bool = False


def is_feasible(system: Sequence[Inequality]) -> bool:
    """Whether real numbers satisfy every inequality of the system (all over the same variables, in one order)."""
    rest = list(system)
    while rest and rest[0].coefficients:
        rest = _without_last(rest)
    return all(item.constant > 0 or (item.constant == 0 and not item.strict) for item in rest)


def _without_last(system: Sequence[Inequality]) -> list[Inequality]:
    above = [item for item in system if item.coefficients[-1] > 0]
    below = [item for item in system if item.coefficients[-1] < 0]
    kept = [Inequality(i.coefficients[:-1], i.constant, i.strict) for i in system if i.coefficients[-1] == 0]
    for low in above:
        for high in below:
            a, b = -high.coefficients[-1], low.coefficients[-1]
            coefficients = tuple(
                a * x + b * y for x, y in zip(low.coefficients[:-1], high.coefficients[:-1], strict=True)
            )
            kept.append(Inequality(coefficients, a * low.constant + b * high.constant, low.strict or high.strict))
    return kept

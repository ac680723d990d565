"""Was it fair over many draws? A Monte Carlo test of how often each number came up, in exact fractions.

The same plans are drawn again with other seeds, many times. If the draws held were as random as these, the distance of
their counts from the average is as likely to stand at any place among those of the simulations; so the share of
distances at least as large, the one observed included, is an exact p value (G. A. Barnard, 1963). It
holds for any strata, weights and recusals, and needs no table and no float. A small p is a question to ask, no proof.

>>> from zhengwu.trading.draws.holding import draw
>>> from zhengwu.trading.draws.plan import DrawPlan, Entry, Quota
>>> from zhengwu.trading.draws.words import DrawSubject
>>> def held(number, winner=None):
...     plan = DrawPlan(draw_no=str(number), subject=DrawSubject.AGENCY, quotas=(Quota(count=1),),
...                     entries=tuple(Entry(code=c) for c in "ABCDE"), public_source="指数")
...     found = draw(plan, public_value=str(number))
...     return found if winner is None else found.evolve(selected=(winner,))
>>> fair, rigged = fairness(map(held, range(30))), fairness(held(n, "A") for n in range(30))
>>> f"{fair.p_value:.0%}", f"{rigged.p_value:.1%}", rigged.counts["A"]
('53%', '0.5%', 30)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from random import Random
from types import MappingProxyType

import attrs

from zhengwu.exact import Rate
from zhengwu.records.faults import RecordError
from zhengwu.trading.draws.holding import Draw
from zhengwu.trading.draws.plan import DrawPlan
from zhengwu.trading.draws.tickets import text_digest

__all__ = ["Fairness", "fairness"]

_Chances = tuple[tuple[tuple[str, int], ...], int]
"""The numbers of a stratum with their balls, and how many are drawn of them."""


@attrs.frozen(kw_only=True)
class Fairness:
    """How often each number was drawn, how often it is on average, and how unusual the difference is.

    `distance` is Σ (observed − mean)² ÷ mean over the numbers that are ever drawn; `p_value` the share of simulations,
    the draws themselves included, with at least that distance. It cannot be below 1 ÷ (simulations + 1).
    """

    counts: Mapping[str, int]
    means: Mapping[str, Fraction]
    distance: Fraction
    p_value: Rate
    draws: int
    simulations: int


def fairness(draws: Iterable[Draw], *, simulations: int = 199, seed: str = "1") -> Fairness:
    """Test these draws, with that many simulations of all of them; the same `seed` gives the same answer.

    Replaced numbers count as they were selected in the end, so draws with replacements by a rule are fair too. Raises
    `RecordError` without a draw, or for fewer than 19 simulations (they could not tell 5 %).
    """
    held = tuple(draws)
    if not held:
        raise RecordError("are missing", field="draws (抽取)", expected="at least one")
    if simulations < 19:
        raise RecordError("are too few", field="simulations", value=simulations, expected="19 or more")
    observed = Counter(code for one in held for code in one.selected)
    chances = [stratum for one in held for stratum in _chances(one.plan, _out(one))]
    random = Random(int(text_digest(seed), 16))  # noqa: S311  a simulation that anyone can repeat
    runs = [observed, *(_simulated(chances, random) for _ in range(simulations))]
    sums: Counter[str] = Counter()
    for run in runs:
        sums.update(run)
    distances = [_distance(run, sums, len(runs)) for run in runs]
    at_least = sum(distance >= distances[0] for distance in distances)
    return Fairness(
        counts=MappingProxyType({code: observed[code] for code in sorted(sums)}),
        means=MappingProxyType({code: Fraction(sums[code], len(runs)) for code in sorted(sums)}),
        distance=distances[0],
        p_value=Rate.of(at_least, len(runs)),
        draws=len(held),
        simulations=simulations,
    )


def _out(held: Draw) -> frozenset[str]:
    return frozenset(one.code for one in held.replacements)


def _chances(plan: DrawPlan, out: frozenset[str]) -> Iterable[_Chances]:
    for quota in plan.quotas:
        entries = [entry for entry in plan.eligible_of(quota) if entry.code not in out]
        yield tuple((entry.code, entry.balls) for entry in entries), quota.count


def _simulated(chances: Iterable[_Chances], random: Random) -> Counter[str]:
    """One repetition of all draws; a ticket is 128 bits of the Mersenne twister, whose `getrandbits` never changes."""
    bits = random.getrandbits
    found: Counter[str] = Counter()
    for entries, count in chances:
        tickets = [(min([bits(128) for _ in range(balls)]), code) for code, balls in entries]
        found.update(code for _, code in sorted(tickets)[:count])
    return found


def _distance(run: Mapping[str, int], sums: Mapping[str, int], runs: int) -> Fraction:
    """Σ (x − m)² ÷ m with m = sum ÷ runs, that is Σ (runs · x − sum)² ÷ (runs · sum)."""
    return sum((Fraction((runs * run[code] - total) ** 2, runs * total) for code, total in sums.items()), Fraction(0))

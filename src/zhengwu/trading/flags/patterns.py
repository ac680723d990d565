"""Regular differences between the prices of one lot: equal prices, progressions, fixed multiples.

招标投标法实施条例 article 40(4) names prices that differ regularly. Prices are whole numbers of one unit (分), so that
nothing is rounded here; where bidders round their prices, the rounding is allowed for. Round prices meet by chance, so
every pattern carries how many such meetings unrelated prices on the same grain would show; `is_telling` where that is
at most one in a hundred.

>>> for pattern in price_patterns([10_034_211, 10_135_422, 10_236_633, 9_871_050]):
...     print(pattern.kind.zh, pattern.members, pattern.step, pattern.is_telling)
等差 (0, 1, 2) 101211 True
>>> [(pattern.kind.zh, pattern.is_telling) for pattern in price_patterns([10_000_000, 10_500_000, 11_000_000])]
[('等差', False)]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import comb, gcd

import attrs

from zhengwu.records.words import Word

__all__ = ["Pattern", "PatternKind", "price_patterns"]

_SHORTEST = 3  # two prices are always in progression
_TELLING = Fraction(1, 100)
_ROUNDED = 4  # of three rounded prices in geometric progression the third has about as many places to fall on
_PER = 1000  # factors between two bids are sought among whole thousandths: 1.005, 0.98 …


class PatternKind(Word):
    """How prices are regular."""

    IDENTICAL = "相同"
    ARITHMETIC = "等差"
    GEOMETRIC = "等比"
    MULTIPLE = "固定倍数"


@attrs.frozen
class Pattern:
    """One regularity. `members` are the positions of the prices, lowest price first.

    `step` is the difference of an arithmetic progression, the factor of a geometric one or of a multiple, None where
    prices are equal; `chance` an upper estimate of how many such patterns unrelated prices on this grain would show.
    """

    kind: PatternKind
    members: tuple[int, ...]
    step: int | Fraction | None
    chance: Fraction

    @property
    def is_telling(self) -> bool:
        """Whether chance would hardly show it: at most once in a hundred such lots."""
        return self.chance <= _TELLING


def price_patterns(prices: Sequence[int | None]) -> tuple[Pattern, ...]:
    """Every regularity of these prices, above zero and in one unit; None where a bidder's price is not known.

    Of progressions the longest is told. A multiple between prices that stand in a progression is not told again.

    >>> price_patterns([500, None, 500])[0].members
    (0, 2)
    >>> print(*(pattern.step for pattern in price_patterns([981_234_567, 991_046_913])))
    101/100
    """
    ordered = sorted({price for price in prices if price is not None})
    found = [] if len(ordered) == len(prices) else list(_identical(prices))
    if len(ordered) < 2:
        return tuple(found)
    grain = _grain(ordered)
    plain = ordered if grain == 1 else [price // grain for price in ordered]
    if not _may_be_regular(plain):
        return tuple(found)
    told: set[int] = set()
    runs: list[tuple[PatternKind, list[int]]] = []
    if len(plain) >= _SHORTEST:
        run = _longest_arithmetic(plain)
        if run is not None:
            told.update(run)
            runs.append((PatternKind.ARITHMETIC, run))
        run = _longest_geometric(plain)
        if run is not None and not told.issuperset(run):
            told.update(run)
            runs.append((PatternKind.GEOMETRIC, run))
    found += [_progression(kind, run, len(plain), grain, prices) for kind, run in runs]
    if plain[-2] >= 100 * _PER:  # on a coarser grain every price is some multiple of every other
        found += _multiples(plain, told, grain, prices)
    return tuple(found)


def _may_be_regular(prices: list[int]) -> bool:
    """Whether prices in order may show a pattern: one look at every pair, which rules most lots out.

    What continues a geometric progression lies above what continues an arithmetic one, but for the rounding of three
    prices, which moves it by less than `slack`.
    """
    known = set(prices)
    last = prices[-1]
    slack = 4 * last // prices[0] + 2
    reach = last + slack
    half = _PER // 2
    for low, high in combinations(prices, 2):
        if (high * _PER + half) % low <= _PER:
            return True
        third = 2 * high - low
        if third <= reach:
            if third in known:
                return True
            third = high * high // low
            above = bisect_left(prices, third - slack)
            if above < len(prices) and prices[above] <= third + slack:
                return True
    return False


def _identical(prices: Sequence[int | None]) -> Iterator[Pattern]:
    """Equal prices. Chance is estimated on their own grain: that any two of so many bids meet within a hundredth."""
    standing: dict[int, list[int]] = {}
    for position, price in enumerate(prices):
        if price is not None:
            standing.setdefault(price, []).append(position)
    pairs = comb(sum(map(len, standing.values())), 2)
    for price, positions in standing.items():
        if len(positions) > 1:
            chance = Fraction(100 * pairs * _grain([price]), price)
            yield Pattern(PatternKind.IDENTICAL, tuple(positions), None, chance)


def _longest_arithmetic(prices: list[int]) -> list[int] | None:
    known = set(prices)
    best: list[int] | None = None
    for middle in range(1, len(prices) - 1):
        second = prices[middle]
        for first in prices[:middle]:
            third = 2 * second - first
            if third in known:
                run = [first, second, third]
                while 2 * run[-1] - run[-2] in known:
                    run.append(2 * run[-1] - run[-2])
                if best is None or len(run) > len(best):
                    best = run
    return best


def _longest_geometric(prices: list[int]) -> list[int] | None:
    """Prices that are each the one before times a common factor, every price rounded to a whole number.

    Around each middle price two pointers go outwards, so that the cost is that of all pairs, not of all triples.
    """
    known = set(prices)
    count = len(prices)
    slack = 4 * prices[-1]  # more than rounding three prices by half a unit each can do to first × third − second²
    best: list[int] | None = None
    for middle in range(1, count - 1):
        second = prices[middle]
        least, most = second * second - slack, second * second + slack
        right = middle + 1
        for first in reversed(prices[:middle]):
            near = least // first
            while right < count and prices[right] < near:
                right += 1
            if right == count:
                break
            far = most // first + 1
            for third in prices[right:]:
                if third > far:
                    break
                low, high = _thirds(first, second)
                if low <= third <= high:
                    run = _extended([first, second, third], known)
                    if best is None or len(run) > len(best):
                        best = run
    return best


def _thirds(first: int, second: int) -> tuple[int, int]:
    """The whole numbers that can follow two others in a geometric progression whose members were rounded."""
    low = ((2 * second - 1) ** 2 + (2 * first)) // (2 * (2 * first + 1))
    high = ((2 * second + 1) ** 2 + 2 * first - 1) // (2 * (2 * first - 1))
    return low, high


def _extended(run: list[int], known: set[int]) -> list[int]:
    while True:
        low, high = _thirds(run[-2], run[-1])
        following = [price for price in range(low, high + 1) if price in known and price > run[-1]]
        if not following:
            return run
        run.append(following[0])


def _progression(kind: PatternKind, run: list[int], count: int, grain: int, prices: Sequence[int | None]) -> Pattern:
    """A third price falls on the one place that continues two others: about one in as many as the step has grains."""
    places = (run[1] - run[0]) // _grain(run)
    step: int | Fraction = (run[1] - run[0]) * grain
    chance = Fraction(comb(count, 3), places ** (len(run) - 2))
    if kind is PatternKind.GEOMETRIC:
        step = Fraction(run[-1], run[-2])
        step = next((near for near in map(step.limit_denominator, (_PER, _PER**2)) if _carries(near, run)), step)
        chance *= _ROUNDED
    return Pattern(kind, tuple(prices.index(price * grain) for price in run), step, chance)


def _carries(factor: Fraction, run: list[int]) -> bool:
    """Whether each price is the one before times the factor, both of them rounded."""
    return all(2 * abs(factor * before - after) <= 1 + factor for before, after in pairwise(run))


def _multiples(plain: list[int], told: set[int], grain: int, prices: Sequence[int | None]) -> Iterator[Pattern]:
    pairs = comb(len(plain), 2)
    half = _PER // 2  # half a unit in the higher price is what rounding it may have taken or given
    for place, low in enumerate(plain):
        if low < 100 * pairs * _PER:  # on so coarse a grain every price is such a multiple
            continue
        for high in plain[place + 1 :]:
            rest = high * _PER % low
            if half < rest < low - half:
                continue
            times = (high * _PER + half) // low
            if times <= _PER or (low in told and high in told):
                continue
            chance = Fraction(pairs * _PER * _grain([low, high]), low)
            if chance <= _TELLING:
                members = (prices.index(low * grain), prices.index(high * grain))
                yield Pattern(PatternKind.MULTIPLE, members, Fraction(times, _PER), chance)


def _grain(prices: Sequence[int]) -> int:
    """The largest power of ten that divides all of them: how roundly the bidders bid."""
    common = gcd(*prices)
    if common % 10:
        return 1
    grain = 1
    while common % (grain * 10) == 0:
        grain *= 10
    return grain

"""Sampling for inspections (双随机): whom to inspect, and who inspects, drawn as everything else is.

>>> from zhengwu.exact import Rate
>>> objects = [Entry(code=f"Q{n:02}", stratum="一般") for n in range(20)] + [Entry(code="G1", stratum="高风险")]
>>> shares_of(objects, {"一般": Rate("10%"), "高风险": Rate("100%")})
(Quota(stratum='一般', count=2), Quota(stratum='高风险', count=1))
>>> most_faults(population=500, sample=59, found=0)
23
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import attrs

from zhengwu.exact import Rate
from zhengwu.records.faults import RecordError
from zhengwu.trading.draws.holding import Draw
from zhengwu.trading.draws.plan import Entry, Quota
from zhengwu.trading.draws.tickets import ticket

__all__ = ["Assignment", "assign", "most_faults", "sample_size", "shares_of"]

_CONFIDENCE = Rate("95%")


@attrs.frozen(kw_only=True)
class Assignment:
    """Who inspects one object: the inspectors in the order drawn, and those kept out because of it."""

    object: str
    inspectors: tuple[str, ...]
    recused: tuple[str, ...] = ()


def shares_of(entries: Iterable[Entry], shares: Mapping[str | None, Rate], *, least: int = 1) -> tuple[Quota, ...]:
    """The quotas that draw this share of each stratum, rounded up, and at least so many; a share of 0 draws none.

    The stratum None stands for the whole pool. Raises `RecordError` for a share outside 0 to 100 %, a stratum without
    one, and shares that draw nobody.
    """
    sizes = Counter(None if None in shares else entry.stratum for entry in entries if entry.is_eligible)
    quotas = []
    for stratum, size in sizes.items():
        share = shares.get(stratum)
        if share is None or not 0 <= share <= 1:
            problem = "has no share" if share is None else f"has the share {share.percent()}"
            raise RecordError(problem, field="stratum (类别)", value=stratum, expected="a share from none to all")
        exact = share.as_fraction() * size
        count = 0 if exact == 0 else min(size, max(least, math.ceil(exact)))
        if count:
            quotas.append(Quota(stratum=stratum, count=count))
    if not quotas:
        raise RecordError("draw nobody", field="shares (抽查比例)", expected="a share above 0 for one stratum")
    return tuple(quotas)


def assign(
    objects: Draw, inspectors: Draw, *, team: int = 2, recused: Collection[tuple[str, str]] = ()
) -> tuple[Assignment, ...]:
    """A team for each object drawn, out of the inspectors drawn; `recused` are pairs (inspector, object) kept apart.

    In the order of the objects, those with the least to do so far come first, equal ones by the ticket of
    ``object:inspector`` under the seed of the second draw: work is spread evenly, and nobody chooses. Raises
    `RecordError` where an object has fewer inspectors than a team.

    >>> from zhengwu.trading.draws.holding import draw
    >>> from zhengwu.trading.draws.plan import DrawPlan
    >>> from zhengwu.trading.draws.words import DrawSubject
    >>> def held(subject, codes, count):
    ...     plan = DrawPlan(draw_no="1", subject=subject, quotas=(Quota(count=count),), public_source="指数",
    ...                     entries=tuple(Entry(code=code) for code in codes))
    ...     return draw(plan, public_value="3021.55")
    >>> found = assign(held(DrawSubject.INSPECTED, "甲乙丙丁", 2), held(DrawSubject.INSPECTOR, "12345", 4))
    >>> [(one.object, one.inspectors) for one in found]
    [('丙', ('4', '5')), ('丁', ('3', '1'))]
    """
    if team < 1:
        raise RecordError("is not a number of people", field="team (每组人数)", value=team, expected="1 or more")
    seed, kept_apart = inspectors.seed, frozenset(recused)
    load: Counter[str] = Counter()
    found = []
    for place in objects.selected:
        out = tuple(one for one in inspectors.selected if (one, place) in kept_apart)
        ready = [(load[one], ticket(seed, f"{place}:{one}"), one) for one in inspectors.selected if one not in out]
        if len(ready) < team:
            problem = f"has {len(ready)} inspectors who are not recused"
            raise RecordError(problem, field="object (检查对象)", value=place, expected=f"{team} or more")
        chosen = tuple(one for _, _, one in sorted(ready)[:team])
        load.update(chosen)
        found.append(Assignment(object=place, inspectors=chosen, recused=out))
    return tuple(found)


def most_faults(*, population: int, sample: int, found: int, confidence: Rate = _CONFIDENCE) -> int:
    """The most faulty ones a population may hold, at this confidence, when so many of a simple random sample are.

    The largest K for which P(at most `found` | K) > 1 − confidence, by the hypergeometric distribution, exactly: whole
    numbers only. Raises `RecordError` for numbers that cannot be.
    """
    _require(population, sample, found)
    low, high = found, population - (sample - found)  # what was seen is certain
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _is_possible(population, sample, found, middle, confidence) else (low, middle - 1)
    return low


def sample_size(*, population: int, tolerable: int, found: int = 0, confidence: Rate = _CONFIDENCE) -> int:
    """The smallest sample that, with at most `found` faulty ones in it, shows that at most `tolerable` are in all.

    >>> sample_size(population=500, tolerable=24)
    56
    >>> most_faults(population=500, sample=56, found=0), most_faults(population=500, sample=55, found=0)
    (24, 25)
    """
    _require(population, population, found)
    if not found <= tolerable < population:
        raise RecordError(
            "cannot be shown", field="tolerable (可容许数)", value=tolerable, expected=f"{found} to {population - 1}"
        )
    low, high = found, population
    while low < high:
        middle = (low + high) // 2
        fits = most_faults(population=population, sample=middle, found=found, confidence=confidence) <= tolerable
        low, high = (low, middle) if fits else (middle + 1, high)
    return low


def _is_possible(population: int, sample: int, found: int, faulty: int, confidence: Rate) -> bool:
    """Whether P(at most `found` of the sample | `faulty` of all) > 1 − confidence."""
    ways = sum(math.comb(faulty, k) * math.comb(population - faulty, sample - k) for k in range(found + 1))
    level = confidence.as_fraction()
    return ways * level.denominator > (level.denominator - level.numerator) * math.comb(population, sample)


def _require(population: int, sample: int, found: int) -> None:
    names = (("population (总数)", population), ("sample (抽样数)", sample), ("found (发现数)", found))
    most = population
    for field, value in names:
        if type(value) is not int or not 0 <= value <= most:
            raise RecordError("cannot be", field=field, value=value, expected=f"0 to {most}")
        most = value

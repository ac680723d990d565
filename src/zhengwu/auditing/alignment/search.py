"""The search for the best reading of the value rows of one block of columns.

A break between two offsets is scored for every label in one pass (`sweep`). For readings of several breaks those
scores are added up along the labels (dynamic programming; exact but for sums that several breaks cross), the best of
them are scored exactly and moved break by break until nothing improves. Work grows with rows × offsets².
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import attrs

from zhengwu.auditing.alignment.block import Block
from zhengwu.auditing.alignment.profile import Profile, assigned_from
from zhengwu.auditing.alignment.sheet import said

__all__ = ["MARGIN", "MOST_READINGS", "Scored", "search"]

MARGIN = 4
"""Readings within so many bits of the best are as good as it (one in sixteen)."""

MOST_READINGS = 16

_MOST_STEPS = 12
_STARTS = 3
_BEGINS = 12


@attrs.frozen(order=False)
class Scored:
    """A reading with its score in bits, costs taken off."""

    score: int
    profile: Profile
    assigned: tuple[int, ...]

    @property
    def unlabelled(self) -> list[int]:
        """The value rows that belong to no label."""
        used = set(self.assigned)
        return [row for row in range(len(self.assigned)) if row not in used]


def search(block: Block) -> list[Scored]:
    """The readings as good as the best, best first, with few breaks before others; at most `MOST_READINGS`."""
    return _Search(block).run()


class _Search:
    """The readings seen so far and their exact scores."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.size = block.sheet.size
        self.seen: dict[tuple[int, ...], Scored] = {}

    def run(self) -> list[Scored]:
        starts = sorted({p for p in self._proposals() if p.is_valid(self.size)}, key=lambda p: p.breaks)
        scored = sorted((self._score(profile) for profile in starts), key=_rank)
        best = min((self._climb(start) for start in scored[:_STARTS]), key=_rank)
        return self._as_good(best)

    def _score(self, profile: Profile, points: int | None = None) -> Scored:
        assigned = tuple(profile.assigned(self.size))
        known = self.seen.get(assigned)
        if known is None:
            if points is None:
                points = sum(said(witness.outcomes) for witness in self.block.witnesses(assigned))
            known = Scored(points - self.block.cost(profile), profile, assigned)
            self.seen[assigned] = known
        return known

    def _proposals(self) -> Iterator[Profile]:
        """The page as printed, the best single breaks, and for every last offset the best reading that ends in it."""
        yield Profile()
        offsets = range(-self.block.farthest, self.block.farthest + 1)
        levels = {offset: assigned_from(offset, (), self.size) for offset in offsets}
        gains: dict[tuple[int, int], list[int]] = {}
        for above in offsets:
            for offset in offsets:
                if above != offset:
                    points = self.block.sweep(levels[above], levels[offset], gap=max(above - offset, 0))
                    gains[above, offset] = [p - points[-1] for p in points]  # the last place is no break at all
        for (above, offset), points in gains.items():
            if above == 0:
                best = max(range(self.size), key=lambda k: points[k] - self._break_cost(k, 0, offset))
                yield Profile(((best, offset),))
        for offset in (1, -1):
            if offset in levels:
                yield from self._returns(offset, gains[0, offset], gains[offset, 0])
        yield from self._paths(offsets, gains)

    def _break_cost(self, label: int, above: int, offset: int) -> int:
        return self.block.break_cost(label, above, offset)

    def _returns(self, offset: int, there: Sequence[int], back: Sequence[int]) -> Iterator[Profile]:
        """The best slips that end again before the page does: likely beginnings, each with its best end."""
        size, gap = self.size, max(-offset, 0)
        ends = [points - self._break_cost(label, offset, 0) for label, points in enumerate(back[:size])]
        best_end = list(accumulate(reversed(ends), max))[::-1]
        begins = sorted(
            range(size - 1 - gap),
            key=lambda k: (self._break_cost(k, 0, offset) - there[k] - best_end[k + 1 + gap], k),
        )
        for begin in begins[:_BEGINS]:
            profile = Profile(((begin, offset), (begin + 1 + gap, 0)))
            yield from (scored.profile for scored in self._best(self._moved(profile, 1)))

    def _paths(self, offsets: range, gains: dict[tuple[int, int], list[int]]) -> Iterator[Profile]:
        size = self.size
        reached: list[dict[int, tuple[int, Profile]]] = [{} for _ in range(size + 1)]
        reached[0][0] = (0, Profile())
        for label in range(size):
            for above, (points, profile) in list(reached[label].items()):
                _keep(reached[label + 1], above, points, profile)
                for offset in offsets:
                    if offset == above:
                        continue
                    end = label + max(above - offset, 0) + 1
                    if end <= size and label + above < size:
                        more = gains[above, offset][label] - self._break_cost(label, above, offset)
                        _keep(reached[end], offset, points + more, profile, (label, offset))
        yield from (profile for _, profile in reached[size].values())

    def _climb(self, start: Scored) -> Scored:
        """The best reading that can be reached by moving, adding and removing one break at a time."""
        best = start
        for _ in range(_MOST_STEPS):
            found = min(self._neighbours(best), key=_rank, default=best)
            if found.score <= best.score:
                break
            best = found
        return best

    def _neighbours(self, scored: Scored) -> Iterator[Scored]:
        profile = scored.profile
        for number in range(len(profile.breaks)):
            yield from self._best(self._moved(profile, number))
            yield self._score(profile.without(number))
        for by in (-1, 1):
            yield from self._best(self._bent(profile, by))

    def _best(self, tried: Sequence[tuple[int, Profile]]) -> Iterator[Scored]:
        """The best of the readings, the lowest break among equals; none where none is possible."""
        if tried:
            yield self._score(max(reversed(tried), key=lambda pair: pair[0])[1])

    def _moved(self, profile: Profile, number: int) -> list[tuple[int, Profile]]:
        """The score of every reading with one break at another label."""
        first = profile.breaks[number - 1][0] + 1 if number else 0
        last = profile.breaks[number + 1][0] - 1 if number + 1 < len(profile.breaks) else self.size - 1
        _, above, offset = list(profile.steps())[number]
        before = assigned_from(0, profile.breaks[:number], self.size)
        after = assigned_from(offset, profile.breaks[number + 1 :], self.size)
        points = self.block.sweep(before, after, gap=max(above - offset, 0))
        return self._costed(points, ((k, profile.with_break(number, k)) for k in range(first, last + 1)))

    def _bent(self, profile: Profile, by: int) -> list[tuple[int, Profile]]:
        """The score of every reading with one more break."""
        before = profile.assigned(self.size)
        after = assigned_from(by, [(label, offset + by) for label, offset in profile.breaks], self.size)
        points = self.block.sweep(before, after, gap=max(-by, 0))
        return self._costed(points, ((k, profile.bent(k, by)) for k in range(self.size)))

    def _costed(self, points: Sequence[int], made: Iterable[tuple[int, Profile]]) -> list[tuple[int, Profile]]:
        return [(points[k] - self.block.cost(profile), profile) for k, profile in made if profile.is_valid(self.size)]

    def _as_good(self, best: Scored) -> list[Scored]:
        """The readings as good as the best that moving single breaks leads to, and what was scored on the way."""
        least = best.score - MARGIN
        found = {scored.assigned: scored for scored in self.seen.values() if scored.score >= least}
        queue = sorted(found.values(), key=_rank)
        while queue and len(found) < MOST_READINGS:
            scored = queue.pop(0)
            for number in range(len(scored.profile.breaks)):
                for points, profile in self._moved(scored.profile, number):
                    if points >= least and (other := self._score(profile)).assigned not in found:
                        found[other.assigned] = other
                        queue.append(other)
        return sorted(found.values(), key=_rank)[:MOST_READINGS]


def _keep(
    reached: dict[int, tuple[int, Profile]],
    offset: int,
    points: int,
    profile: Profile,
    step: tuple[int, int] | None = None,
) -> None:
    if offset not in reached or points > reached[offset][0]:
        reached[offset] = points, Profile((*profile.breaks, step)) if step is not None else profile


def _rank(scored: Scored) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    return -scored.score, len(scored.profile.breaks), tuple((-label, offset) for label, offset in scored.profile.breaks)

"""The smallest sets of figures whose change makes a system possible, all of them, by search over its conflicts.

While some figures are in doubt, their values are narrowed by what the rows leave them, in exact integers; each narrowed
end remembers the certain figures it rests on. Where nothing is left, those figures cannot all be right: one of them
must be doubted too. So the search branches on conflicts only, one figure deeper at a time (Fellegi and Holt's implied
edits, made when they are needed), and what it finds first is smallest.

>>> from zhengwu.auditing.engine import judge
>>> from zhengwu.auditing.relations import Relation
>>> from zhengwu.exact.figure import Figure
>>> from zhengwu.findings import RelationKind
>>> from zhengwu.reference.forms import Linear
>>> figures = {name: Figure.parse(text) for name, text in {"a": "1.2", "b": "2.3", "c": "3.9"}.items()}
>>> forms = ((None, Linear((("a", 1), ("b", 1)))),)
>>> relation = Relation(rule="ZW120", kind=RelationKind.SUM, target="c", forms=forms)
>>> system = System.of(judge(figures, [relation]))
>>> [sorted(system.names[j] for j in found) for found in smallest_sets(system, system.violated()).sets]
[['c'], ['a'], ['b']]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from zhengwu.auditing.causes.system import UNBOUNDED, Row, System

__all__ = ["Found", "Range", "clusters", "packed", "propagated", "smallest_sets"]

_MOST_STEPS = 400
_MOST_NODES = 4_000
_MOST_SETS = 64


class Range(NamedTuple):
    """The values left to a figure in doubt, and the certain figures that each end rests on."""

    low: int
    high: int
    below: frozenset[int]
    above: frozenset[int]


class Found(NamedTuple):
    """The smallest sets; `is_complete` is False where a limit was reached before all were found."""

    sets: tuple[frozenset[int], ...]
    is_complete: bool
    nodes: int


def clusters(system: System, violated: Collection[int]) -> list[tuple[int, ...]]:
    """The failing rows in groups that share figures, directly or through one another."""
    parent: dict[int, int] = {}

    def root(j: int) -> int:
        while parent.setdefault(j, j) != j:
            parent[j] = j = parent[parent[j]]
        return j

    for i in violated:
        first, *rest = system.rows[i].variables
        for j in rest:
            parent[root(j)] = root(first)
    groups: dict[int, list[int]] = {}
    for i in violated:
        groups.setdefault(root(system.rows[i].variables[0]), []).append(i)
    return [tuple(group) for group in groups.values()]


def smallest_sets(
    system: System,
    violated: Sequence[int],
    *,
    ignored: Collection[int] = (),
    most: int = 6,
    fixed: Mapping[int, tuple[int, int]] | None = None,
    nodes: int = _MOST_NODES,
) -> Found:
    """All smallest sets of at most `most` figures whose change makes the failing rows possible and breaks no other.

    `ignored` rows take no part; `fixed` are other ends for some figures. The empty tuple of sets means that none was
    found: there is none of that size if the search is complete.
    """
    return _Search(system, violated, frozenset(ignored), dict(fixed or {}), nodes).run(most)


class _Search:
    def __init__(
        self,
        system: System,
        violated: Sequence[int],
        ignored: frozenset[int],
        fixed: dict[int, tuple[int, int]],
        nodes: int,
    ) -> None:
        self.system, self.ignored, self.fixed = system, ignored, fixed
        self.base = [frozenset(system.rows[i].variables) - fixed.keys() for i in violated]
        self.left = nodes
        self.nodes = 0
        self.seen: set[frozenset[int]] = set()
        self.found: list[frozenset[int]] = []

    def run(self, most: int) -> Found:
        for size in range(most + 1):
            self.seen.clear()
            self._go(frozenset(), size)
            if self.found or self.nodes >= self.left:
                break
        is_complete = self.nodes < self.left and len(self.found) < _MOST_SETS
        return Found(tuple(sorted(self.found, key=sorted)), is_complete, self.nodes)

    def _go(self, doubted: frozenset[int], more: int) -> None:
        if doubted in self.seen or self.nodes >= self.left or len(self.found) >= _MOST_SETS:
            return
        self.seen.add(doubted)
        self.nodes += 1
        unhit = [conflict for conflict in self.base if not (conflict & doubted)]
        if unhit:
            if packed(unhit) > more:
                return
            counts: dict[int, int] = {}
            for conflict in unhit:
                for j in conflict:
                    counts[j] = counts.get(j, 0) + 1
            smallest = min(unhit, key=_size)
            branches = sorted(smallest, key=lambda j: (-counts[j], j))
        else:
            outcome = propagated(self.system, doubted, ignored=self.ignored, fixed=self.fixed)
            if isinstance(outcome, dict):
                self.found.append(doubted)
                return
            branches = sorted(outcome - doubted - self.fixed.keys())
        if more:
            for j in branches:
                self._go(doubted | {j}, more - 1)


def _size(conflict: frozenset[int]) -> int:
    return len(conflict)


def packed(conflicts: Iterable[frozenset[int]]) -> int:
    """How many of the conflicts share no figure: at least so many figures must change."""
    used: set[int] = set()
    count = 0
    for conflict in sorted(conflicts, key=_size):
        if not conflict & used:
            used |= conflict
            count += 1
    return count


def propagated(
    system: System,
    doubted: Iterable[int],
    *,
    ignored: Collection[int] = (),
    fixed: Mapping[int, tuple[int, int]] | None = None,
) -> dict[int, Range] | frozenset[int]:
    """What the rows leave to the figures in doubt; or, where that is nothing, figures of which one more must be wrong.

    `fixed` gives other ends to some figures; they count as certain. Only rows with a doubted or a fixed figure are
    looked at. Ends are never cut too far; a system that is still possible may in rare cases not be.
    """
    fixed = fixed or {}
    none: frozenset[int] = frozenset()
    ranges = {j: Range(system.floors[j], UNBOUNDED, none, none) for j in doubted}
    todo = list(dict.fromkeys(i for j in (*ranges, *fixed) for i in system.rows_of[j] if i not in ignored))
    waiting = set(todo)
    steps = 0
    while todo and steps < _MOST_STEPS + 4 * len(waiting):
        steps += 1
        i = todo.pop()
        waiting.discard(i)
        row = system.rows[i]
        if row.guard is not None and row.guard in ranges:
            continue
        changed = _narrowed(system, row, ranges, fixed)
        if isinstance(changed, frozenset):
            return changed
        for j in changed:
            for other in system.rows_of[j]:
                if other != i and other not in waiting and other not in ignored:
                    waiting.add(other)
                    todo.append(other)
    return ranges


def _narrowed(
    system: System, row: Row, ranges: dict[int, Range], fixed: Mapping[int, tuple[int, int]]
) -> list[int] | frozenset[int]:
    """Narrow the doubted figures of one row; the figures that a contradiction rests on, if there is one."""
    if not row.terms:
        is_void = not row.least or any(j in ranges or j in fixed for j in row.others)
        return [] if is_void else frozenset(row.others)
    sums = _sums(system, row, ranges, fixed)
    if not sums.open_high and sums.high < row.least:
        return _rests_on(row, ranges, upper=True)
    if row.is_equal and not sums.open_low and sums.low > 0:
        return _rests_on(row, ranges, upper=False)
    changed = []
    for j, c in row.terms:
        if j in ranges:
            own, new = ranges[j], _left_to(j, c, row, sums, ranges)
            if new is not own:
                ranges[j] = new
                changed.append(j)
                if new.low > new.high:
                    return new.below | new.above
    return changed


class _Sums(NamedTuple):
    """The least and the greatest value of a row, and how many of its figures are unbounded on that side."""

    low: int
    high: int
    open_low: int
    open_high: int


def _sums(system: System, row: Row, ranges: Mapping[int, Range], fixed: Mapping[int, tuple[int, int]]) -> _Sums:
    low = high = open_low = open_high = 0
    for j, c in row.terms:
        if j in ranges:
            a, b, _, _ = ranges[j]
        else:
            a, b = fixed[j] if j in fixed else (system.low[j], system.high[j])
        if c < 0:
            a, b = b, a
        if -UNBOUNDED < a < UNBOUNDED:
            low += c * a
        else:
            open_low += 1
        if -UNBOUNDED < b < UNBOUNDED:
            high += c * b
        else:
            open_high += 1
    return _Sums(low, high, open_low, open_high)


def _left_to(j: int, c: int, row: Row, sums: _Sums, ranges: Mapping[int, Range]) -> Range:
    """What the other figures of a row leave to one in doubt; the range it had, if that is no less."""
    own = ranges[j]
    a, b = (own.low, own.high) if c > 0 else (own.high, own.low)
    low, high, below, above = own
    is_open = not -UNBOUNDED < b < UNBOUNDED
    if sums.open_high == is_open:  # what the others can reach at most gives the least of c · x
        least = row.least - (sums.high if is_open else sums.high - c * b)
        if c > 0 and least // c > low:
            low, below = least // c, _rests_on(row, ranges, upper=True, without=j)
        elif c < 0 and -(least // -c) < high:
            high, above = -(least // -c), _rests_on(row, ranges, upper=True, without=j)
    is_open = not -UNBOUNDED < a < UNBOUNDED
    if row.is_equal and sums.open_low == is_open:
        most = -(sums.low if is_open else sums.low - c * a)
        if c > 0 and -(most // -c) < high:
            high, above = -(most // -c), _rests_on(row, ranges, upper=False, without=j)
        elif c < 0 and most // c > low:
            low, below = most // c, _rests_on(row, ranges, upper=False, without=j)
    return own if (low, high) == own[:2] else Range(low, high, below, above)


def _rests_on(row: Row, ranges: Mapping[int, Range], *, upper: bool, without: int | None = None) -> frozenset[int]:
    """The certain figures behind the greatest (or least) value of a row, of one figure apart."""
    found: set[int] = set() if row.guard is None else {row.guard}
    for j, c in row.terms:
        if j == without:
            continue
        own = ranges.get(j)
        if own is None:
            found.add(j)
        else:
            found |= own.above if (c > 0) == upper else own.below
    return frozenset(found)

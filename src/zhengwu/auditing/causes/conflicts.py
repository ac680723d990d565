"""The smallest sets of figures whose change makes a system possible, all of them, by search over its conflicts.

Where figures in doubt are left no value, some certain figures cannot all be right: one of them must be doubted too. So
the search branches on such conflicts only, one figure deeper at a time (Fellegi and Holt's implied edits, made when
they are needed), and what it finds first is smallest. A conflict once found is kept: wherever it applies again, it is
branched on without narrowing anything, and conflicts that share no figure tell how many more are needed at least.

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

from zhengwu.auditing.causes.grounds import Conflict, figures_of, shrunk
from zhengwu.auditing.causes.propagation import Range, narrowed, propagated
from zhengwu.auditing.causes.system import System

__all__ = ["Found", "Range", "clusters", "packed", "propagated", "smallest_sets"]

_MOST_NODES = 4_000
_MOST_SETS = 64
_ALL = -1


class Found(NamedTuple):
    """The smallest sets; `is_complete` is False where a limit was reached before all were found.

    No set has fewer figures than `least`, found or not.
    """

    sets: tuple[frozenset[int], ...]
    is_complete: bool
    nodes: int
    least: int


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
    sets: int = _MOST_SETS,
) -> Found:
    """All smallest sets of at most `most` figures whose change makes the failing rows possible and breaks no other.

    `ignored` rows take no part; `fixed` are other ends for some figures. The empty tuple of sets means that none was
    found: there is none of that size if the search is complete. `nodes` bounds the work, `sets` how many are listed.
    """
    return _Search(system, violated, frozenset(ignored), dict(fixed or {})).run(most, nodes, sets)


class _Search:
    """Sets of figures as bits. `known` are the conflicts met so far."""

    def __init__(
        self,
        system: System,
        violated: Sequence[int],
        ignored: frozenset[int],
        fixed: dict[int, tuple[int, int]],
    ) -> None:
        self.system, self.ignored, self.fixed = system, ignored, fixed
        changed = sum(1 << j for j in fixed)
        rows = (system.rows[i] for i in violated)
        base = (row.bits & ~changed if row.bits & changed else shrunk(system, row) for row in rows)
        self.known = [Conflict(bits, 0) for bits in dict.fromkeys(base)]
        self.nodes = self.left = self.sets = 0
        self.found: list[int] = []

    def run(self, most: int, nodes: int, sets: int) -> Found:
        self.left, self.sets = nodes, sets
        least = _packed([conflict.figures for conflict in self.known])[0]
        while least <= most:
            self._go(0, _ALL, least, [], 0)
            if self.found or self.nodes >= self.left:
                break
            least += 1
        is_complete = self.nodes < self.left and len(self.found) < self.sets
        found = sorted(figures_of(bits) for bits in self.found)
        return Found(tuple(map(frozenset, found)), is_complete, self.nodes, least)

    def _go(self, doubted: int, allowed: int, more: int, unhit: Sequence[Conflict], begin: int) -> None:
        """Every set of `more` figures beside those in doubt, all of them allowed.

        `unhit` are the conflicts without a doubted figure, among the first `begin` of those known.
        """
        if self.nodes >= self.left or len(self.found) >= self.sets:
            return
        self.nodes += 1
        while True:
            unhit = [c for c in (*unhit, *self.known[begin:]) if not c.figures & doubted]
            begin = len(self.known)
            here = [c.figures for c in unhit if c.doubted & doubted == c.doubted]
            if here:
                break
            outcome = narrowed(self.system, figures_of(doubted), self.ignored, self.fixed)
            if not isinstance(outcome, Conflict):
                self.found.append(doubted)
                return
            self.known.append(outcome)
        branches, allowed = _narrowed_to(here, allowed, more)
        for j in branches:
            self._go(doubted | 1 << j, allowed, more - 1, unhit, begin)
            allowed &= ~(1 << j)  # the sets with it are done


def _narrowed_to(conflicts: Sequence[int], allowed: int, more: int) -> tuple[Sequence[int], int]:
    """The figures of one conflict, one of which is needed, and what of the allowed ones can still be; none, if nothing.

    Where as many conflicts share no figure as figures may be added, each of these is a figure of one of the conflicts.
    """
    while True:
        rests = [bits & allowed for bits in conflicts]
        if not more or not all(rests):
            return (), 0
        count, union = _packed(rests)
        if count > more:
            return (), 0
        if more == 1:
            for bits in rests:
                union &= bits
        if count < more or union & allowed == allowed:
            break
        allowed &= union
    smallest = min(rests, key=int.bit_count)
    counts = {j: sum(bits >> j & 1 for bits in rests) for j in figures_of(smallest)}
    return sorted(counts, key=lambda j: (-counts[j], j)), allowed


def _packed(conflicts: Iterable[int]) -> tuple[int, int]:
    """How many of the conflicts share no figure, and the figures of these."""
    used = count = 0
    for bits in sorted(conflicts, key=int.bit_count):
        if not bits & used:
            used |= bits
            count += 1
    return count, used


def packed(conflicts: Iterable[frozenset[int]]) -> int:
    """How many of the conflicts share no figure: at least so many figures must change."""
    used: set[int] = set()
    count = 0
    for conflict in sorted(conflicts, key=len):
        if not conflict & used:
            used |= conflict
            count += 1
    return count

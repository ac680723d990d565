"""What the rows of a system leave to figures in doubt, and why: bounds narrowed in exact integers, and explained.

While some figures are in doubt, their values are narrowed by what the rows leave them; each narrowing remembers its row
and the narrowings that it used. Where nothing is left, these lead back to the certain figures that cannot all be right.

>>> from zhengwu.auditing.engine import judge
>>> from zhengwu.auditing.relations import Relation
>>> from zhengwu.exact.figure import Figure
>>> from zhengwu.findings import RelationKind
>>> from zhengwu.reference.forms import Linear
>>> figures = {name: Figure.parse(text) for name, text in {"a": "1.2", "b": "2.3", "c": "3.9", "d": "3.5"}.items()}
>>> forms = ((None, Linear((("a", 1), ("b", 1)))),)
>>> sums = [Relation(rule="ZW120", kind=RelationKind.SUM, target=target, forms=forms) for target in "cd"]
>>> system = System.of(judge(figures, sums))
>>> a, c = system.index["a"], system.index["c"]
>>> propagated(system, [c])[c].low < system.low[c]
True
>>> sorted(system.names[j] for j in propagated(system, [a]))
['b', 'c', 'd']
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from zhengwu.auditing.causes.grounds import Conflict, Why, figures_of, grounds
from zhengwu.auditing.causes.rows import UNBOUNDED, Row, added
from zhengwu.auditing.causes.system import System

__all__ = ["Range", "narrowed", "propagated"]

_MOST_STEPS = 400

_Part: TypeAlias = tuple[int, int, int, int, Sequence[tuple[int, int]]]


class Range(NamedTuple):
    """The least and the greatest value left to a figure in doubt."""

    low: int
    high: int


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
    outcome = narrowed(system, doubted, ignored, fixed or {})
    if isinstance(outcome, Conflict):
        return frozenset(figures_of(outcome.figures))
    return outcome


def narrowed(
    system: System, doubted: Iterable[int], ignored: Collection[int], fixed: Mapping[int, tuple[int, int]]
) -> dict[int, Range] | Conflict:
    """The same, with conflicts as bits, and with the figures in doubt that each needs."""
    return _Narrowing(system, doubted, ignored, fixed).run()


class _Narrowing:
    """Ends of figures in doubt while rows narrow them.

    `whys` is the trail of what narrowed them, `low_why` and `high_why` the position in it of the last for each end.
    """

    def __init__(
        self,
        system: System,
        doubted: Iterable[int],
        ignored: Collection[int],
        fixed: Mapping[int, tuple[int, int]],
    ) -> None:
        self.system, self.ignored, self.fixed = system, ignored, fixed
        self.low = {j: system.floors[j] for j in doubted}
        self.high = dict.fromkeys(self.low, UNBOUNDED)
        self.low_why: dict[int, int] = {}
        self.high_why: dict[int, int] = {}
        self.whys: list[Why] = []
        self.parts: dict[int, _Part] = {}

    def run(self) -> dict[int, Range] | Conflict:
        rows, rows_of, ignored = self.system.rows, self.system.rows_of, self.ignored
        waiting = {i for j in (*self.low, *self.fixed) for i in rows_of[j] if i not in ignored}
        # Short rows come first: what they say rests on few figures. Each has its turn, as bounds may creep for ever.
        todo = deque(sorted(waiting, key=lambda i: (len(rows[i].coefficients), i)))
        left = _MOST_STEPS + 4 * len(waiting)
        while todo and left:
            left -= 1
            i = todo.popleft()
            waiting.discard(i)
            row = rows[i]
            if row.guard in self.low:
                continue
            changed = self._narrow(i, row)
            if isinstance(changed, Conflict):
                return changed
            for j in changed:
                for other in rows_of[j]:
                    if other != i and other not in waiting and other not in ignored:
                        waiting.add(other)
                        todo.append(other)
        return {j: Range(low, self.high[j]) for j, low in self.low.items()}

    def _part(self, i: int, row: Row) -> _Part:
        """The sums of the certain figures of a row, and the doubted ones."""
        system, fixed = self.system, self.fixed
        own = [(j, row.coefficients[j]) for j in self.low if j in row.coefficients]
        other = [j for j in fixed if j in row.coefficients] if fixed else []
        low, high, open_low, open_high = sums = row.without((*(j for j, _ in own), *other), system.low, system.high)
        if other:
            for j in other:
                added(sums, row.coefficients[j], *fixed[j])
            low, high, open_low, open_high = sums
        part = self.parts[i] = (low, high, open_low, open_high, own)
        return part

    def _narrow(self, i: int, row: Row) -> Sequence[int] | Conflict:
        """Narrow the doubted figures of one row, and say which; the contradiction, if there is one."""
        if row.others:
            return ()  # one of them is in doubt, or was changed
        low, high, open_low, open_high, own = self._sums(self.parts.get(i) or self._part(i, row))
        least, is_equal = row.least, row.is_equal
        if not open_high and high < least:
            return self._conflict([self._because(row, -1, own, upper=True)], least - high)
        if is_equal and not open_low and low > least:
            return self._conflict([self._because(row, -1, own, upper=False)], low - least)
        if open_high > 1 and (open_low > 1 or not is_equal):
            return ()
        changed = []
        for j, c in own:
            is_changed = False
            a, b = (self.low[j], self.high[j]) if c > 0 else (self.high[j], self.low[j])
            is_open = not -UNBOUNDED < b < UNBOUNDED
            if open_high == is_open:  # what the others can reach at most gives the least of c · x
                is_changed = self._cut(row, j, c, least - (high if is_open else high - c * b), own, upper=True)
            is_open = not -UNBOUNDED < a < UNBOUNDED
            if is_equal and open_low == is_open:
                most = least - (low if is_open else low - c * a)
                is_changed = self._cut(row, j, c, most, own, upper=False) or is_changed
            if is_changed:
                changed.append(j)
                if self.low[j] > self.high[j]:
                    both = (self.low_why.get(j, -1), self.high_why.get(j, -1))
                    return self._conflict([self.whys[w] for w in both if w >= 0], self.low[j] - self.high[j])
        return changed

    def _sums(self, part: _Part) -> _Part:
        """The sums of a row with the doubted figures at their ends so far."""
        low, high, open_low, open_high, own = part
        for j, c in own:
            a, b = (self.low[j], self.high[j]) if c > 0 else (self.high[j], self.low[j])
            if -UNBOUNDED < a < UNBOUNDED:
                low += c * a
            else:
                open_low += 1
            if -UNBOUNDED < b < UNBOUNDED:
                high += c * b
            else:
                open_high += 1
        return low, high, open_low, open_high, own

    def _cut(self, row: Row, j: int, c: int, end: int, own: Sequence[tuple[int, int]], *, upper: bool) -> bool:
        """Cut one end of a figure: c · x is at least `end` if the others were taken at their `upper` ends."""
        if (c > 0) == upper:
            new = end // c
            if new <= self.low[j]:
                return False
            why = self._because(row, j, own, upper=upper)
            self.low[j], self.low_why[j] = new, len(self.whys)
        else:
            new = -(end // -c)
            if new >= self.high[j]:
                return False
            why = self._because(row, j, own, upper=upper)
            self.high[j], self.high_why[j] = new, len(self.whys)
        self.whys.append(why)
        return True

    def _because(self, row: Row, without: int, own: Sequence[tuple[int, int]], *, upper: bool) -> Why:
        used = []
        for j, c in own:
            if j != without:
                why = (self.high_why if (c > 0) == upper else self.low_why).get(j)
                if why is not None:
                    used.append((why, c))
        return row, without, upper, used

    def _conflict(self, last: Sequence[Why], gap: int) -> Conflict:
        return grounds(self.system, self.whys, last, gap, doubted=self.low, fixed=self.fixed)

"""A profile: from which label on the values are read how many rows below it. Everything between is in order.

>>> profile = Profile(((2, 1), (5, 0)))             # from label 2 on one row below, label 5 lost, then level again
>>> profile.assigned(8)
[0, 1, 3, 4, 5, -1, 6, 7]
>>> Profile(((1, -1),)).assigned(4)                  # the values of label 1 are missing
[0, -1, 1, 2]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from zhengwu.auditing.alignment.sheet import LOST

__all__ = ["Profile", "assigned_from"]


@attrs.frozen
class Profile:
    """Breaks as (label, offset), from top to bottom: from that label on, its values stand `offset` rows below it.

    Where an offset becomes smaller by g, the g labels from the break on have lost their values; where it becomes
    larger, value rows in between belong to no label.
    """

    breaks: tuple[tuple[int, int], ...] = ()

    @property
    def offset(self) -> int:
        """The offset at the end."""
        return self.breaks[-1][1] if self.breaks else 0

    def steps(self) -> Iterator[tuple[int, int, int]]:
        """The breaks as (label, offset above, offset from there on)."""
        above = 0
        for label, offset in self.breaks:
            yield label, above, offset
            above = offset

    def assigned(self, size: int) -> list[int]:
        """The value row of every label, `LOST` where it is not on the page."""
        return assigned_from(0, self.breaks, size)

    def is_valid(self, size: int) -> bool:
        """Whether every break changes the offset and at least one label lies between two breaks."""
        free = 0
        for label, above, offset in self.steps():
            if offset == above or label < free:
                return False
            free = label + max(above - offset, 0) + 1
        return free <= size

    def with_break(self, number: int, label: int) -> Profile:
        """The same with one break at another label."""
        breaks = list(self.breaks)
        breaks[number] = (label, breaks[number][1])
        return Profile(tuple(breaks))

    def bent(self, label: int, by: int) -> Profile:
        """The same with one more break, all offsets from there on changed by `by`."""
        above = [(at, offset) for at, offset in self.breaks if at < label]
        below = [(at, offset + by) for at, offset in self.breaks if at >= label]
        here = above[-1][1] if above else 0
        return Profile((*above, (label, here + by), *below))

    def without(self, number: int) -> Profile:
        """The same without one break, all offsets below changed accordingly."""
        by = self.breaks[number][1] - (self.breaks[number - 1][1] if number else 0)
        below = tuple((label, offset - by) for label, offset in self.breaks[number + 1 :])
        return Profile((*self.breaks[:number], *below))


def assigned_from(offset: int, breaks: Sequence[tuple[int, int]], size: int) -> list[int]:
    """The value row of every label where the first ones already stand `offset` rows below it.

    >>> assigned_from(1, (), 3), assigned_from(-1, [(1, 0)], 3)
    ([1, 2, -1], [-1, 1, 2])
    """
    found: list[int] = []
    for label, next_offset in (*breaks, (size, offset)):
        found.extend(at + offset if 0 <= at + offset < size else LOST for at in range(len(found), min(label, size)))
        found.extend([LOST] * min(offset - next_offset, size - len(found)))
        offset = next_offset
    return found

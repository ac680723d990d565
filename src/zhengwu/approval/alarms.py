"""Shapes that somebody should look at in the counts of windows: a leap, the same count twice. Never an error.

>>> counts = [WindowPeriodCount(window="卫计局窗口", period=Period(f"2017-0{n}"), count=count)
...           for n, count in ((1, 15), (2, 2), (3, 1193))]
>>> print(*shape_alarms(counts))
卫计局窗口：2017年2月 2 件，2017年3月 1193 件，请核对
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

import attrs

from zhengwu.approval.window import WindowPeriodCount
from zhengwu.errors import AmountError
from zhengwu.findings import Grade
from zhengwu.periods import Period

__all__ = ["ShapeAlarm", "shape_alarms"]


@attrs.frozen
class ShapeAlarm:
    """Two neighbouring periods of a window whose counts leap, or are the same. A question, with no repair."""

    grade: ClassVar[Grade] = Grade.QUESTION

    window: str
    earlier: Period
    later: Period
    before: int
    after: int

    @property
    def is_repeat(self) -> bool:
        """Whether the two counts are the same."""
        return self.before == self.after

    def text(self, lang: str = "zh") -> str:
        """The alarm as a sentence, in Chinese ("zh") or English ("en")."""
        earlier, later = (self.earlier.zh, self.later.zh) if lang == "zh" else (str(self.earlier), str(self.later))
        if lang == "en":
            return f"{self.window}: {self.before} in {earlier}, {self.after} in {later}, please check"
        if self.is_repeat:
            return f"{self.window}：{earlier}、{later}均为 {self.after} 件，请核对"
        return f"{self.window}：{earlier} {self.before} 件，{later} {self.after} 件，请核对"

    def __str__(self) -> str:
        return self.text()


def shape_alarms(counts: Iterable[WindowPeriodCount], *, factor: int = 20, least: int = 100) -> tuple[ShapeAlarm, ...]:
    """The alarms of these counts, by window and period.

    Periods of a window that follow each other are compared where both are numbers above zero and the larger is at
    least `least`: a leap is a `factor`, up or down; a repeat the same number. Both thresholds are a choice, not a law.
    Raises `AmountError` for a factor below 2.
    """
    if factor < 2:
        raise AmountError("is no leap", field="factor", value=factor, expected="2 or more")
    by_window: dict[str, list[WindowPeriodCount]] = {}
    for one in counts:
        by_window.setdefault(one.window, []).append(one)
    found = []
    for window, rows in by_window.items():
        rows.sort(key=lambda row: row.period.start)
        for earlier, later in pairwise(rows):
            before, after = earlier.count, later.count
            follows = earlier.period.end + timedelta(1) == later.period.start
            if not before or not after or max(before, after) < least or not follows:
                continue
            if before == after or max(before, after) >= factor * min(before, after):
                found.append(ShapeAlarm(window, earlier.period, later.period, before, after))
    return tuple(found)

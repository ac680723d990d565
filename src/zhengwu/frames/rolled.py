"""A roll-up that was made: sums by group and period, as a frame of the engine they came from, or as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from zhengwu.frames.asked import Asked
from zhengwu.frames.engines import Engine
from zhengwu.frames.tally import Tally
from zhengwu.stats.keys import Path
from zhengwu.stats.page import Columns, page
from zhengwu.stats.slots import Slots
from zhengwu.stats.style import Style
from zhengwu.stats.tally import Bucket
from zhengwu.table.model import Table

__all__ = ["Rolled"]


@attrs.frozen(kw_only=True)
class Rolled:
    """The sums of a roll-up. `table()` prints them, `frame()` gives them to the engine they came from."""

    engine: Engine
    asked: Asked
    tally: Tally
    slots: Slots
    zeros: Sequence[Bucket]
    expected: Sequence[Path]
    total: bool | str
    subtotals: bool | str
    style: Style
    scale: int

    def table(self, *, title: str | None = None) -> Table:
        """The printed table, the same that the roll-up of records gives. Its cells explain themselves."""
        asked = self.asked
        return page(
            [*self.tally.buckets(), *self.zeros],
            asked.keys,
            Columns(measures=asked.measures, count_units=asked.count_units, slots=self.slots),
            self.style,
            expected=self.expected,
            total=self.total,
            subtotals=self.subtotals,
            title=title,
            uncounted=self.tally.uncounted,
        )

    def frame(self) -> Any:
        """A frame of the kind that came in: a row for each group and period, see `zhengwu.frames.rollup`."""
        from zhengwu.frames.results import columns_of, native

        return native(self.engine, columns_of(self))

    def columns(self) -> Mapping[str, Sequence[Any]]:
        """The same as plain columns of Python values."""
        from zhengwu.frames.results import columns_of

        return {column.name: list(column.values) for column in columns_of(self)}

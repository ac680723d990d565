"""Event logs of many records: rows of what happened to lives, where a life that cannot be is kept aside whole.

>>> from zhengwu.records.base import Record, field, record
>>> @record
... class Act(Record):
...     number: str = field(zh="编号")
...     what: str = field(zh="事件")
>>> rows = [{"编号": "1", "事件": "登记"}, {"编号": "2", "事件": "办结"}, {"编号": "2"}]
>>> lives = load_histories(rows, Act, key="number", live=lambda number, acts: [act.what for act in acts])
>>> lives.made, dict(lives.counts("lives"))
([['登记']], {'lives': 1, 'rows': 3, 'rows aside': 2, 'faulty rows': 1, 'impossible lives': 0})
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import attrs

from zhengwu.records.base import Record
from zhengwu.records.columns import find_column
from zhengwu.records.faults import Fault
from zhengwu.records.rows import load_rows

__all__ = ["Histories", "load_histories", "row_of"]

Act = TypeVar("Act", bound=Record)
Life = TypeVar("Life")


@attrs.frozen
class Histories(Generic[Life]):
    """What became of an event log: the lives, every fault with its row, and the rows kept aside as they came.

    `rows` are all that were given, `faulty` those that were no acts, `impossible` the lives that could not be.
    """

    made: list[Life]
    faults: tuple[Fault, ...]
    rejected: tuple[object, ...]
    rows: int
    faulty: int
    impossible: int

    def counts(self, lives: str) -> dict[str, int]:
        """The numbers of all that, the lives under a name of theirs."""
        return {
            lives: len(self.made),
            "rows": self.rows,
            "rows aside": len(self.rejected),
            "faulty rows": self.faulty,
            f"impossible {lives}": self.impossible,
        }


def load_histories(
    rows: Iterable[object],
    cls: type[Act],
    *,
    key: str,
    live: Callable[[str, list[Act]], Life | Fault],
    headers: Mapping[str, str | None] | None = None,
    where: str | None = None,
) -> Histories[Life]:
    """The lives that rows tell, each row one act of the life that its field `key` names.

    `live` makes a life of its acts in the order of the rows, or says with a `Fault` why it cannot be. A life of which
    a row is faulty is kept aside too: without that row nobody knows what happened. `headers` and `where` are those of
    `load_rows`.
    """
    table = list(rows)
    loaded = load_rows(table, cls, headers=headers, where=where or "event log")
    faults = list(loaded.faults)
    aside = {fault.row for fault in faults if fault.row is not None}
    faulty = len(aside)
    unclear = {_life_of(table[row - 1], cls, key, headers or {}) for row in aside}
    groups: dict[str, list[Act]] = {}
    for act in loaded.records:
        groups.setdefault(getattr(act, key), []).append(act)
    made: list[Life] = []
    impossible = 0
    for name, acts in groups.items():
        found = None if name in unclear else live(name, acts)
        if found is not None and not isinstance(found, Fault):
            made.append(found)
            continue
        if found is not None:
            impossible += 1
            faults.append(found)
        aside |= {row_of(act) for act in acts}
    ordered = tuple(sorted(faults, key=lambda fault: fault.row or 0))
    return Histories(made, ordered, _kept(table, aside), len(table), faulty, impossible)


def row_of(act: Record) -> int:
    """The row that a loaded act stood in; 0 where it was not loaded from rows."""
    source = getattr(act, "source", None)
    return 0 if source is None else source.row or 0


def _kept(table: Sequence[object], aside: Iterable[int]) -> tuple[object, ...]:
    return tuple(table[row - 1] for row in sorted(aside))


def _life_of(row: object, cls: type[Record], key: str, headers: Mapping[str, str | None]) -> str | None:
    """The life that a faulty row belongs to, where it says so."""
    for name, value in row.items() if isinstance(row, Mapping) else ():
        given = headers.get(name, name)
        column = find_column(given, cls) if isinstance(given, str) else None
        if column is not None and column.path == (key,):
            return str(value).strip()
    return None

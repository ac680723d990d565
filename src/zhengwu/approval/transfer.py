"""Powers moved between bodies (权力划转, 相对集中行政许可权): who carries out an item on which day.

>>> from datetime import date
>>> moves = Transfers.of([
...     Transfer(item="A1", from_body="发改局", to_body="行政审批局", effective_from=date(2017, 9, 15)),
...     Transfer(item="A2", from_body="住建局", to_body="行政审批局", effective_from=date(2017, 9, 15)),
... ])
>>> [moves.body_of("A1", date(2017, 9, day)) for day in (14, 15)], moves.body_of("B9", date(2017, 9, 15))
(['发改局', '行政审批局'], None)
>>> moves.moved_to("行政审批局", date(2017, 12, 31))
Moved(items=2, bodies=2)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import attrs

from zhengwu.records.base import Record, field, label, record
from zhengwu.records.checks import refusal, require_text
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import Instant, is_after

__all__ = ["Moved", "Transfer", "Transfers"]


@record
class Transfer(Record):
    """One item that another body carries out from a day on. `item` is any key of the item, such as its code.

    >>> from datetime import date
    >>> Transfer(item="A1", from_body="发改局", to_body="发改局", effective_from=date(2017, 9, 15))
    Traceback (most recent call last):
    zhengwu.records.faults.RecordError: to_body (划入部门): '发改局' is the body it comes from
    """

    item: str = field(zh="事项编码", also=("实施编码", "基本编码", "事项名称"))
    from_body: str = field(zh="划出部门", also=("原实施部门",))
    to_body: str = field(zh="划入部门", also=("现实施部门",))
    effective_from: Instant = field(zh="划转日期", also=("生效日期",))
    basis: str | None = field(zh="划转依据", also=("文号",), default=None)

    def __attrs_post_init__(self) -> None:
        for name in ("item", "from_body", "to_body"):
            require_text(self, name)
        if self.from_body == self.to_body:
            raise refusal(self, "to_body", "is the body it comes from")


class Moved(NamedTuple):
    """How much a body has taken over: items, and the bodies they came from (004: 156 items of 22 departments)."""

    items: int
    bodies: int


@attrs.frozen
class Transfers:
    """The transfers of many items, each in the order of its days."""

    by_item: Mapping[str, tuple[Transfer, ...]] = attrs.field(hash=False)

    @classmethod
    def of(cls, transfers: Iterable[Transfer]) -> Transfers:
        """Transfers by item. Raises `RecordError` where an item leaves a body that had not got it.

        >>> from datetime import date
        >>> day = date(2017, 9, 15)
        >>> first = Transfer(item="A1", from_body="甲局", to_body="乙局", effective_from=day)
        >>> Transfers.of([first, first.evolve(from_body="丙局", to_body="丁局", effective_from=date(2018, 1, 1))])
        Traceback (most recent call last):
        zhengwu.records.faults.RecordError: from_body (划出部门): '丙局' does not carry out A1 (expected 乙局)
        """
        found: dict[str, list[Transfer]] = {}
        for one in sorted(transfers, key=lambda transfer: _plain(transfer.effective_from)):
            before = found.setdefault(one.item, [])
            if before and before[-1].to_body != one.from_body:
                problem = f"does not carry out {one.item}"
                field_name = label(Transfer, "from_body")
                raise RecordError(problem, field=field_name, value=one.from_body, expected=before[-1].to_body)
            before.append(one)
        return cls(MappingProxyType({item: tuple(moves) for item, moves in found.items()}))

    def body_of(self, item: str, on: date) -> str | None:
        """The body that carries out the item on this day; None for an item that was never moved."""
        moves = self.by_item.get(item, ())
        body = moves[0].from_body if moves else None
        for one in moves:
            if is_after(one.effective_from, on):
                break
            body = one.to_body
        return body

    def moved_to(self, body: str, on: date) -> Moved:
        """How many items this body carries out on this day because they were moved to it, and from how many bodies."""
        taken = []
        for moves in self.by_item.values():
            current = [one for one in moves if not is_after(one.effective_from, on)]
            if current and current[-1].to_body == body:
                taken.append(current[-1].from_body)
        return Moved(len(taken), len(set(taken)))


def _plain(instant: date) -> tuple[int, int, int]:
    return instant.year, instant.month, instant.day

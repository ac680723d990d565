"""Small record classes for the tests of roll-ups: what `zhengwu.stats` asks of a record, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

import attrs

from zhengwu.exact import Money, wan
from zhengwu.periods import Period
from zhengwu.table import Table

__all__ = ["Count", "Lot", "Permit", "body", "lot", "permits"]


@attrs.frozen(kw_only=True)
class Permit:
    """A case at a window: counts as one."""

    window: str | None
    closed_at: date | None
    on_time: int | None = None
    sequence: int = 0

    QUANTITIES: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        "on_time": lambda permit: permit.on_time,
        "completed": lambda permit: None if permit.closed_at is None else 1,
    }
    COUNTED: ClassVar[str] = "case_count"
    COUNT_UNIT: ClassVar[str] = "件"


@attrs.frozen(kw_only=True)
class Count:
    """A count that a window reported for a period; None is a blank."""

    window: str
    period: Period
    count: int | None

    QUANTITIES: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"case_count": lambda row: row.count}
    COUNTED: ClassVar[str] = "case_count"
    COUNT_UNIT: ClassVar[str] = "件"


@attrs.frozen(kw_only=True)
class Lot:
    """A lot with its prices. A direct award has no savings, though it has a budget and a deal."""

    trade_class: str = "工程建设"
    scope: str = "竞争"
    method: str = attrs.field(default="公开招标", metadata={"zh": "招标方式"})
    budget: Money | None = None
    deal: Money | None = None
    ceiling: Money | None = None
    awarded_at: date | None = date(2017, 1, 5)

    QUANTITIES: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        "budget": lambda lot: lot.budget,
        "deal": lambda lot: lot.deal,
        "ceiling": lambda lot: lot.ceiling,
        "savings": lambda lot: lot.savings,
    }
    COUNTED: ClassVar[str] = "project_count"
    COUNT_UNIT: ClassVar[str] = "个"

    @property
    def savings(self) -> Money | None:
        """Budget less deal, for what was competed for."""
        if self.method == "直接发包" or self.budget is None or self.deal is None:
            return None
        return self.budget - self.deal


def lot(budget: str | None = None, deal: str | None = None, **fields: Any) -> Lot:
    """A lot with prices in 万元."""
    ceiling: str | None = fields.pop("ceiling", None)
    prices = [None if text is None else wan(text) for text in (budget, deal, ceiling)]
    return Lot(budget=prices[0], deal=prices[1], ceiling=prices[2], **fields)


def permits(window: str | None, *months: int, year: int = 2017) -> list[Permit]:
    """One permit for each month named."""
    return [Permit(window=window, closed_at=date(year, month, 9), sequence=i) for i, month in enumerate(months)]


def body(table: Table) -> list[list[str]]:
    """The texts of the body, row by row."""
    rows: Iterable[int] = range(table.header_height, table.grid.height)
    return [[table.grid.text(row, column) for column in range(table.grid.width)] for row in rows]

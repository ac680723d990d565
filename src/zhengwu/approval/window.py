"""Windows, and what one of them handled in a period."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar

from zhengwu.approval.words import CountState
from zhengwu.periods import Period
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, refusal, require_count, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole

__all__ = ["Window", "WindowPeriodCount"]

_in_order = in_order("valid_from", "valid_to")


@record
class Window(Record):
    """A window (窗口) of a service hall. A name is no key: one unit may be printed under several. approval.md §3.

    >>> Window(name="发改局窗口", department="发改局").department
    '发改局'
    """

    name: str = field(term="window")
    window_id: str | None = field(zh="窗口编号", default=None)
    department: str | None = field(term="unit_name", zh="所属部门", default=None)
    hall: str | None = field(zh="服务大厅", default=None)
    valid_from: Instant | None = field(zh="启用日期", default=None)
    valid_to: Instant | None = field(zh="停用日期", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        _in_order(self)


@record
class WindowPeriodCount(Record):
    """How many cases a window handled in a period, as a published table says it. approval.md §3, §9.

    `window` is the name as printed. A `count` of None is a blank; `state` follows from the count unless it says that
    the window was not open.

    >>> row = WindowPeriodCount(window="水利局窗口", period=Period("2017-02"))
    >>> row.count, row.state
    (None, <CountState.BLANK: '空白'>)
    """

    window: str = field(term="window")
    window_id: str | None = field(zh="窗口编号", default=None)
    period: Period = field(term="period")
    count: Whole | None = field(term="case_count", default=None)
    state: CountState = field(zh="计数状态", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    QUANTITIES: ClassVar[Quantities] = MappingProxyType({"case_count": lambda row: row.count})
    COUNTED: ClassVar[str] = "case_count"
    COUNT_UNIT: ClassVar[str] = "件"

    def __attrs_post_init__(self) -> None:
        require_text(self, "window")
        require_count(self, "count")
        counted = _STATES[None if self.count is None else self.count > 0]
        state: Any = self.state  # None until here
        if state is None:
            object.__setattr__(self, "state", counted)
        elif state is not counted and (state, counted) != (CountState.NOT_OPEN, CountState.BLANK):
            raise refusal(self, "state", f"does not go with a count of {self.count}", expected=counted.value)


_STATES = {None: CountState.BLANK, False: CountState.ZERO, True: CountState.VALUE}

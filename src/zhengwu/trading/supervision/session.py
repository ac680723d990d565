"""Sessions on site and their supervision (开标、评标场次, 监管): what was held, watched and found.

>>> sessions = [SupervisedSession(kind=SessionKind.OPENING, experts_drawn=5, problems=1, supervisors=2),
...             SupervisedSession(kind=SessionKind.OPENING, experts_drawn=7)]
>>> [one.is_supervised for one in sessions]
[True, None]
"""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import refusal, require_count
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word

__all__ = ["SessionKind", "SupervisedSession"]

_COUNTS = ("experts_drawn", "supervisors", "problems", "problems_handled")


class SessionKind(Word):
    """What is held."""

    OPENING = "开标"
    EVALUATION = "评标", "评审"
    DRAW = "摇号", "抽取"
    AUCTION = "拍卖会", "竞价"
    PERFORMANCE = "标后履约检查", "履约检查"


@record
class SupervisedSession(Record):
    """One session on site, or one inspection after the award. None is unknown, 0 is none.

    `supervisors` is how many supervised it, `problems` how many were found, `problems_handled` those dealt with.
    """

    session_no: str | None = field(zh="场次编号", default=None)
    tender_code: str | None = field(zh="招标项目编号", default=None)
    kind: SessionKind = field(zh="场次类型", also=("环节",))
    method: str | None = field(term="method", default=None)
    region: str | None = field(term="region", default=None)
    site: str | None = field(zh="开标室", also=("场地",), default=None)
    at: Instant | None = field(zh="场次时间", also=("开标时间", "评标时间", "检查日期"), default=None)
    is_online: bool | None = field(zh="是否不见面", also=("是否线上",), default=None)
    experts_drawn: Whole | None = field(zh="抽取专家人数", also=("评委人数",), default=None)
    supervisors: Whole | None = field(zh="监督人数", also=("监标人数",), default=None)
    problems: Whole | None = field(zh="发现问题数", default=None)
    problems_handled: Whole | None = field(zh="处理问题数", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "sessions"
    COUNT_UNIT: ClassVar[str] = "场次"

    def __attrs_post_init__(self) -> None:
        for name in _COUNTS:
            require_count(self, name)
        if self.problems_handled is not None and self.problems is not None and self.problems_handled > self.problems:
            raise refusal(self, "problems_handled", "are more than were found", expected=f"at most {self.problems}")

    @property
    def is_supervised(self) -> bool | None:
        """Whether somebody supervised it; None where nothing says so."""
        return None if self.supervisors is None else self.supervisors > 0


_QUANTITIES: Quantities = MappingProxyType(
    {
        "sessions": lambda _: 1,
        "supervised_sessions": lambda one: None if one.is_supervised is None else int(one.is_supervised),
        "experts_drawn": lambda one: one.experts_drawn,
        "problems_found": lambda one: one.problems,
        "problems_handled": lambda one: one.problems_handled,
    }
)
SupervisedSession.QUANTITIES = _QUANTITIES

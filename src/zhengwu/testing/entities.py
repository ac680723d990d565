"""Strategies of the domain's records: windows and cases, tenders and auctions, tickets of the hotline.

Every strategy takes `period`, within which the first instant of a record lies (2004 to 2026 by default), and a
strategy for any field by its name, which takes the place of the usual one: ``cases(window=st.just("甲局窗口"))``.
Texts that name things come from the wording of published tables; what a citizen could be known by is made up. An
unknown field raises `UnknownNameError`; strategies of fields that contradict each other leave nothing to draw.

>>> from hypothesis import find
>>> from zhengwu.periods import Period
>>> case = find(cases(period=Period("2017-Q1"), window=st.just("甲局窗口")), lambda case: case.closed_at is not None)
>>> case.window, case.closed_at
('甲局窗口', datetime.date(2017, 1, 1))
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st

from zhengwu.approval import Case, CountState, Window, WindowPeriodCount
from zhengwu.exact import Money, yuan
from zhengwu.hotline import Disposition, HotlineTicket
from zhengwu.hotline.parts import FollowUp
from zhengwu.periods import Period
from zhengwu.records import Party, Record
from zhengwu.reference.codes import code_set
from zhengwu.testing.field_values import Arrange, made
from zhengwu.testing.values import rates
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender

__all__ = [
    "cases",
    "hotline_tickets",
    "lots",
    "parties",
    "property_auctions",
    "tenders",
    "window_period_counts",
    "windows",
]

R = TypeVar("R", bound=Record)
_SPAN = Period("2004-01..2026-12")
_WINDOWS = tuple(f"{letter}局窗口" for letter in "甲乙丙丁戊己庚")
_BUYING = ("公开招标", "邀请招标", "直接发包", "竞争性谈判", "询价", "单一来源", "电子竞价")
_SELLING = ("网络竞价", "拍卖", "挂牌", "协议租赁")
_WORDS = {
    "window": _WINDOWS,
    "department": tuple(name.removesuffix("窗口") for name in _WINDOWS),
    "hall": ("政务服务中心", "分中心"),
    "region": ("320412", "320413", "甲区", "乙区"),
    "applicant_kind": ("自然人", "企业法人"),
    "stage_name": ("受理", "审核", "决定", "送达"),
    "kind_name": ("听证", "检验", "专家评审"),
    "trade_class": ("工程建设", "政府采购"),
    "method": _BUYING,
    "organisation": ("自行招标", "委托招标"),
    "category": ("企业法人", "自然人"),
    "role": ("招标人", "代理机构", "中标人"),
    "channel": ("电话", "微信", "网站", "信箱"),
    "unit": ("甲局", "乙局", "丙镇", "丁街道"),
    "urgency": ("一般", "紧急"),
    "source_level": ("上级派发", "110转交", "自行受理"),
    "uscc": ("91320400MA1AAAAA0A", "91320400MA1BBBBB0B", "123204000000000000"),
}
_RESULT_SETS = ("result_supervision", "result_supervision_licence", "result_supervision_returns")
_SALE_WORDS = _WORDS | {"trade_class": ("产权交易", "土地出让"), "method": _SELLING}


def windows(*, period: Period = _SPAN, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Window]:
    """Windows of a service hall."""
    return _records(Window, period, fields, words=_WORDS | {"name": _WINDOWS})


def window_period_counts(
    *, period: Period = _SPAN, **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[WindowPeriodCount]:
    """What a window handled in one of the months of `period`: a number, a zero, a blank, or a window not open.

    >>> from hypothesis import find
    >>> find(window_period_counts(period=Period("2017-Q1")), lambda row: row.count is None).state.zh
    '空白'
    """
    return _records(WindowPeriodCount, period, {"period": st.sampled_from(period.months)} | fields)


def cases(*, period: Period = _SPAN, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Case]:
    """Cases with their steps, special procedures and evaluations."""
    return _records(Case, period, fields)


def tenders(*, period: Period = _SPAN, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Tender]:
    """Tenders of one to three lots. A failed lot has no deal; a direct award costs its budget.

    >>> from hypothesis import find
    >>> len(find(tenders(), lambda tender: tender.deal is not None).lots)
    1
    """
    return _records(Tender, period, fields)


def lots(*, period: Period = _SPAN, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Lot]:
    """Lots, awarded or not; a few deals exceed their budget."""
    return _records(Lot, period, fields)


def property_auctions(
    *, period: Period = _SPAN, **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[PropertyAuction]:
    """Lots that are sold or let, at the start price or above it, or not at all."""
    return _records(PropertyAuction, period, fields, words=_SALE_WORDS)


def hotline_tickets(*, period: Period = _SPAN, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[HotlineTicket]:
    """Tickets of the 12345 hotline with their dispatches and follow-ups."""
    return _records(HotlineTicket, period, fields)


def parties(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Party]:
    """Organisations and persons that take part."""
    return _records(Party, _SPAN, fields)


def _records(
    cls: type[R],
    period: Period,
    fields: Mapping[str, st.SearchStrategy[Any]],
    *,
    words: Mapping[str, tuple[str, ...]] = _WORDS,
) -> st.SearchStrategy[R]:
    days: tuple[date, date] = period.start, period.end
    return made(cls, days=days, given=fields, words=words, arrange=_ARRANGE)


def _count_state(draw: st.DrawFn, values: dict[str, Any]) -> None:
    states = [None, CountState.NOT_OPEN] if values["count"] is None else [None]
    values["state"] = draw(st.sampled_from(states))  # None: what the count says


def _result(draw: st.DrawFn, values: dict[str, Any]) -> None:
    """A code of its code set, or neither."""
    name = draw(st.sampled_from((None, *_RESULT_SETS)))
    values["result_code_set"] = name
    values["result_code"] = None if name is None else draw(st.sampled_from(tuple(code_set(name).items)))


def _what_was_said(_: st.DrawFn, values: dict[str, Any]) -> None:
    if not values["reached"]:
        values["satisfaction"] = values["solved"] = None


def _disposition(draw: st.DrawFn, values: dict[str, Any]) -> None:
    if values["disposition"] is Disposition.DIRECT:
        values["dispatches"] = draw(st.sampled_from([None, ()]))


def _award(draw: st.DrawFn, values: dict[str, Any]) -> None:
    """Prices that go together: a deal at or below the budget as a rule, none where the lot failed."""
    outcome: Outcome | None = values["outcome"]
    budget: Money | None = values["budget"]
    if outcome is not None and not outcome.is_concluded:
        values["deal"] = values["winner"] = values["awarded_at"] = None
    elif budget is not None and values["deal"] is not None:
        is_over = draw(st.integers(0, 9)) == 9
        low, high = (budget.fen, budget.fen + budget.fen // 50) if is_over else (budget.fen // 2 or 1, budget.fen)
        values["deal"] = _fen(draw(st.integers(low, high)), budget.unit)
    if values["deposit_share"] is not None:
        values["deposit_share"] = draw(rates(max_percent=2))


def _sale(draw: st.DrawFn, values: dict[str, Any]) -> None:
    """A deal at the start price or above it, a reserve between the two, no deal where nothing was sold."""
    outcome: Outcome | None = values["outcome"]
    start: Money | None = values["start"]
    if outcome is not None and not outcome.is_concluded:
        values["deal"] = values["buyer"] = values["traded_at"] = None
    elif start is not None and values["deal"] is not None:
        is_direct = values["method"] == "协议租赁"
        premium = 0 if is_direct else draw(st.integers(0, start.fen))
        values["deal"] = _fen(start.fen + premium, start.unit)
        if values["reserve"] is not None:
            values["reserve"] = _fen(start.fen + draw(st.integers(0, premium)), start.unit)


def _fen(fen: int, unit: str) -> Money:
    return (yuan(fen) / 100).to(unit)


_ARRANGE: Mapping[type[Record], Arrange] = {
    WindowPeriodCount: _count_state,
    Case: _result,
    FollowUp: _what_was_said,
    HotlineTicket: _disposition,
    Lot: _award,
    PropertyAuction: _sale,
}

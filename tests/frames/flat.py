"""Records as the flat columns that a frame of them has, and random records to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st
from tests.frames.brought import Columns

from zhengwu.approval import Case, CaseState, CaseType
from zhengwu.exact import Money
from zhengwu.hotline import HotlineTicket
from zhengwu.hotline.parts import Dispatch
from zhengwu.hotline.words import Disposition, TicketState
from zhengwu.trading import Outcome, PriceBasis, PropertyAuction, Tender

__all__ = [
    "auction_columns",
    "auctions",
    "case_columns",
    "cases",
    "tender_columns",
    "tenders",
    "ticket_columns",
    "tickets",
]

FIRST = date(2016, 7, 1)

_money = st.integers(1, 10**9).map(lambda fen: Money(f"{fen}分"))
_prices = st.none() | _money
_days = st.none() | st.integers(0, 400).map(lambda days: FIRST + timedelta(days))
_methods = st.sampled_from(("公开招标", "询价", "直接发包", "协议租赁", "自定义", None))
_classes = st.sampled_from(("工程建设", "政府采购", None))


def _fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen


def _text(word: object) -> str | None:
    return None if word is None else str(word)


def tenders() -> st.SearchStrategy[list[Tender]]:
    """Tenders of one lot each."""
    one = st.builds(
        Tender.single,
        title=st.just("—"),
        trade_class=_classes,
        method=_methods,
        budget=_prices,
        deal=_prices,
        ceiling=_prices,
        outcome=st.none() | st.sampled_from(Outcome),
        awarded_at=_days,
    )
    return st.lists(one, max_size=9)


def tender_columns(records: Iterable[Tender]) -> Columns:
    """One row for each lot, under names of both languages."""
    rows = [(tender, lot) for tender in records for lot in tender.lots]
    return {
        "项目类别": ("text", [tender.trade_class for tender, _ in rows]),
        "method": ("text", [tender.method for tender, _ in rows]),
        "预算金额": ("integer", [_fen(lot.budget) for _, lot in rows]),
        "deal": ("integer", [_fen(lot.deal) for _, lot in rows]),
        "控制价": ("integer", [_fen(lot.ceiling) for _, lot in rows]),
        "交易结果": ("text", [_text(lot.outcome) for _, lot in rows]),
        "中标公告时间": ("day", [lot.awarded_at for _, lot in rows]),
    }


def auctions() -> st.SearchStrategy[list[PropertyAuction]]:
    """Auctions, sold or not."""
    one = st.builds(
        PropertyAuction,
        title=st.just("—"),
        method=_methods,
        start=_prices,
        deal=_prices,
        outcome=st.none() | st.sampled_from(Outcome),
        basis=st.none() | st.sampled_from(PriceBasis),
        traded_at=_days,
    )
    return st.lists(one, max_size=9)


def auction_columns(records: Sequence[PropertyAuction]) -> Columns:
    """One row for each auction."""
    return {
        "method": ("text", [lot.method for lot in records]),
        "起始价": ("integer", [_fen(lot.start) for lot in records]),
        "成交价": ("integer", [_fen(lot.deal) for lot in records]),
        "outcome": ("text", [_text(lot.outcome) for lot in records]),
        "计价方式": ("text", [_text(lot.basis) for lot in records]),
        "traded_at": ("day", [lot.traded_at for lot in records]),
    }


@st.composite
def _case(draw: st.DrawFn) -> Case:
    accepted = draw(_days)
    later = st.none() | st.integers(0, 60).map(lambda days: (accepted or FIRST) + timedelta(days))
    return Case(
        case_no="1",
        window=draw(st.sampled_from(("甲窗口", "乙窗口"))),
        case_type=draw(st.none() | st.sampled_from(CaseType)),
        state=draw(st.none() | st.sampled_from(CaseState)),
        accepted_at=accepted,
        closed_at=draw(later),
        promised_at=draw(later),
    )


def cases() -> st.SearchStrategy[list[Case]]:
    """Cases, some of them voided, never accepted, open or late."""
    return st.lists(_case(), max_size=9)


def case_columns(records: Sequence[Case]) -> Columns:
    """One row for each case."""
    return {
        "窗口名称": ("text", [case.window for case in records]),
        "case_type": ("text", [_text(case.case_type) for case in records]),
        "state": ("text", [_text(case.state) for case in records]),
        "受理时间": ("day", [case.accepted_at for case in records]),
        "closed_at": ("day", [case.closed_at for case in records]),
        "promised_at": ("day", [case.promised_at for case in records]),
    }


@st.composite
def _ticket(draw: st.DrawFn) -> HotlineTicket:
    received = draw(st.integers(0, 400).map(lambda days: FIRST + timedelta(days)))
    later = st.none() | st.integers(0, 20).map(lambda days: received + timedelta(days))
    disposition = draw(st.none() | st.sampled_from(Disposition))
    dispatches = None
    if disposition is Disposition.DISPATCHED:
        dispatches = (Dispatch(unit="城管局", due_at=draw(later)),)
    return HotlineTicket(
        ticket_no="1",
        channel=draw(st.sampled_from(("电话", "微信"))),
        disposition=disposition,
        state=draw(st.none() | st.sampled_from(TicketState)),
        received_at=received,
        closed_at=draw(later),
        dispatches=dispatches,
    )


def tickets() -> st.SearchStrategy[list[HotlineTicket]]:
    """Tickets, some of them merged, refused, answered at once, open or late."""
    return st.lists(_ticket(), max_size=9)


def ticket_columns(records: Sequence[HotlineTicket]) -> Columns:
    """One row for each ticket, with the dispatch that counts."""
    return {
        "channel": ("text", [ticket.channel for ticket in records]),
        "处理方式": ("text", [_text(ticket.disposition) for ticket in records]),
        "state": ("text", [_text(ticket.state) for ticket in records]),
        "受理时间": ("day", [ticket.received_at for ticket in records]),
        "办结时间": ("day", [ticket.closed_at for ticket in records]),
        "办理期限": ("day", [ticket.due_at for ticket in records]),
    }

"""What a tender counts for in roll-ups: its concluded lots, summed; a failed attempt in the failure rate only.

>>> from zhengwu.exact import wan
>>> from zhengwu.trading.tender import Tender
>>> QUANTITIES["open_deal"](Tender.single(title="桥", method="公开", deal=wan("3")))
Money("3万元")
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhengwu.exact import Money, total
from zhengwu.records.base import Quantities
from zhengwu.trading.words import Outcome, is_direct, is_open_tender

if TYPE_CHECKING:
    from zhengwu.trading.tender import Lot, Tender

__all__ = ["QUANTITIES"]


def _concluded(tender: Tender) -> list[Lot]:
    """The lots that count as projects; a failed attempt counts in the failure rate only (trading.md §4)."""
    return [lot for lot in tender.lots if lot.outcome is None or lot.outcome.is_concluded]


def _summed(name: str) -> Callable[[Tender], Money | int | None]:
    return lambda tender: total(getattr(lot, name) for lot in _concluded(tender))


def _savings(tender: Tender) -> Money | None:
    return None if is_direct(tender.method) else total(lot.savings for lot in _concluded(tender))


def _deal_if(chosen: Callable[[Tender, Lot], bool | None]) -> Callable[[Tender], Money | None]:
    """The deal of the lots chosen, an amount of zero where there is a deal and none is; None where nobody knows."""

    def deal(tender: Tender) -> Money | None:
        known = [(lot.deal, chosen(tender, lot)) for lot in _concluded(tender) if lot.deal is not None]
        if not known or any(choice is None for _, choice in known):
            return None
        return total(amount if choice else amount - amount for amount, choice in known)

    return deal


def _electronic(tender: Tender) -> int | None:
    known = [lot.is_electronic for lot in _concluded(tender)]
    return None if None in known else sum(1 for one in known if one)


def _is_open(tender: Tender, lot: Lot) -> bool | None:
    method = lot.method or tender.method
    return None if method is None else is_open_tender(method)


def _competitive(tender: Tender) -> int | None:
    """The lots that were competed for and whose bids are known."""
    return None if is_direct(tender.method) else sum(lot.bids is not None for lot in _concluded(tender))


def _counted_as(*outcomes: Outcome) -> Callable[[Tender], int | None]:
    """How many lots ended so; None where nobody knows how one of them ended."""

    def count(tender: Tender) -> int | None:
        known = [lot.outcome for lot in tender.lots if lot.outcome is not None]
        return sum(outcome in outcomes for outcome in known) if len(known) == len(tender.lots) else None

    return count


_SUMMED = ("budget", "estimate", "ceiling", "base_price", "provisional", "deal", "bids")

QUANTITIES: Quantities = MappingProxyType(
    {
        "project_count": lambda tender: len(_concluded(tender)),
        **{name: _summed(name) for name in _SUMMED},
        "savings": _savings,
        "open_deal": _deal_if(_is_open),
        "sme_deal": _deal_if(lambda _, lot: lot.is_sme),
        "competitive_lots": _competitive,
        "electronic_projects": _electronic,
        "failed_tenders": _counted_as(Outcome.FAILED),
        "tender_attempts": _counted_as(Outcome.AWARDED, Outcome.FAILED, Outcome.VOID, Outcome.RENOUNCED),
    }
)

"""Tender files (招标档案): a tender with all that is known of its bids, evaluation, award, contract and events.

>>> from zhengwu.exact import wan
>>> from zhengwu.trading.tender import Tender
>>> tender = Tender.single(title="道路改造", budget=wan("438"), deal=wan("358"))
>>> file = TenderFile(tender=tender, bids=(Bid(bidder=Party(name="甲公司"), price=wan("358")),))
>>> len(file.of_lot(None).bids), file.awards is None
(1, True)
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from zhengwu.errors import UnknownNameError
from zhengwu.records.base import Record, field, label, record
from zhengwu.records.checks import refusal, require_parts, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.trading.award import Award, Contract, Performance
from zhengwu.trading.bid import Bid
from zhengwu.trading.bill import PricedBill
from zhengwu.trading.evaluation import Candidate, Committee, Evaluation
from zhengwu.trading.project import TradingProject
from zhengwu.trading.tender import Lot, Tender
from zhengwu.trading.words import Outcome

__all__ = ["TenderEvent", "TenderFile"]


@record
class TenderEvent(Record):
    """Something that happened on a day and that a limit may count from or to.

    `event` is an English name as the rules use it (document_sale_start, bid_deadline, award_notice …). `lot_code` is
    None for what happened to the whole tender, `about` names the thing where there may be several (a complaint).
    """

    event: str = field(zh="事件", also=("事项",))
    at: Instant = field(zh="时间", also=("日期",))
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    about: str | None = field(zh="事由编号", default=None)
    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_text(self, "event")


@record
class TenderFile(Record):
    """A tender and the records that belong to it by `lot_code`; in a tender of one lot they may leave it out.

    None of a list says that nobody knows, an empty one that there were none. Raises `RecordError` for a record of a
    lot that the tender has not.
    """

    tender: Tender = field(zh="招标项目")
    project: TradingProject | None = field(zh="项目", default=None)
    events: tuple[TenderEvent, ...] = field(zh="事件", default=())
    bids: tuple[Bid, ...] | None = field(zh="开标明细", default=None)
    committees: tuple[Committee, ...] | None = field(zh="评标委员会", default=None)
    evaluations: tuple[Evaluation, ...] | None = field(zh="评审结果", default=None)
    candidates: tuple[Candidate, ...] | None = field(zh="中标候选人", default=None)
    awards: tuple[Award, ...] | None = field(zh="中标结果", default=None)
    contracts: tuple[Contract, ...] | None = field(zh="合同", default=None)
    performances: tuple[Performance, ...] | None = field(zh="履约", default=None)
    ceiling_bill: PricedBill | None = field(zh="招标控制价清单", default=None)

    LISTS: ClassVar[tuple[str, ...]] = (
        *("events", "bids", "committees", "evaluations", "candidates", "awards", "contracts", "performances"),
    )

    def __attrs_post_init__(self) -> None:
        codes = {lot.code for lot in self.tender.lots}
        for name, cls in _PARTS.items():
            require_parts(self, name, cls)
            for part in getattr(self, name) or ():
                if part.lot_code not in codes and (part.lot_code is not None or self._needs_lot(name)):
                    expected = ", ".join(sorted(code or "-" for code in codes))
                    problem = f"holds a record of the lot {part.lot_code!r}, which the tender has not"
                    raise refusal(self, name, problem, expected=expected, shown=False)

    def _needs_lot(self, name: str) -> bool:
        return name != "events" and len(self.tender.lots) > 1

    def of_lot(self, code: str | None) -> Self:
        """The file of one lot: its tender of that lot, its records, and the events of the whole tender.

        Raises `UnknownNameError` for a lot that the tender has not.
        """
        lot = next((one for one in self.tender.lots if one.code == code), None)
        if lot is None and not (code is None and len(self.tender.lots) == 1):
            codes = ", ".join(one.code or "-" for one in self.tender.lots)
            raise UnknownNameError("is no lot of the tender", field=label(Lot, "code"), value=code, expected=codes)
        lots = self.tender.lots if lot is None else (lot,)
        kept: dict[str, Any] = {}
        for name in self.LISTS:
            parts = getattr(self, name)
            if parts is not None and len(self.tender.lots) > 1:
                kept[name] = tuple(part for part in parts if part.lot_code in (code, None))
        return self.evolve(tender=self.tender.evolve(lots=lots), **kept)

    def by_lot(self) -> tuple[Self, ...]:
        """The files of the lots, in their order."""
        return tuple(self.of_lot(lot.code) for lot in self.tender.lots)

    def at(self, event: str) -> date | None:
        """When the first event of this name was; None where it is not known."""
        return next((one.at for one in self.events if one.event == event), None)

    def to_tender(self) -> Tender:
        """The tender with what its lots leave open and the other records tell: deal, winner, award notice, bids.

        An award tells a lot where it is the only one in force, and stands for the same attempt as the lot where several
        lots have one code. What a lot says of itself is left alone; a contradiction is for `check_file` to find.

        >>> from zhengwu.exact import wan
        >>> from zhengwu.trading.tender import Tender
        >>> award = Award(winner=Party(name="甲公司"), amount=wan("95"))
        >>> TenderFile(tender=Tender.single(title="桥", budget=wan("100")), awards=(award,)).to_tender().savings
        Money("5万元")
        """
        return self.tender.evolve(lots=tuple(self._told(lot) for lot in self.tender.lots))

    def _told(self, lot: Lot) -> Lot:
        alone = len(self.tender.lots) == 1
        same = [one for one in self.tender.lots if one.code == lot.code]
        awards = [one for one in self.awards or () if (one.lot_code == lot.code or alone) and not one.is_renounced]
        if len(same) > 1:
            awards = [one for one in awards if one.attempt == lot.attempt]
        told: dict[str, Any] = {}
        if len(awards) == 1:
            (award,) = awards
            told = {"deal": award.counted_amount, "winner": award.winner, "awarded_at": award.noticed_at}
            told |= {"outcome": Outcome.AWARDED, "is_sme": award.is_sme}
        if self.bids is not None and len(same) == 1:
            told["bids"] = sum(one.lot_code == lot.code or alone for one in self.bids)
        changes = {name: value for name, value in told.items() if value is not None and getattr(lot, name) is None}
        return lot.evolve(**changes) if changes else lot

    @property
    def bidders(self) -> tuple[Party, ...] | None:
        """Who bid."""
        return None if self.bids is None else tuple(bid.bidder for bid in self.bids)


_PARTS: dict[str, type[Record]] = {
    "events": TenderEvent,
    "bids": Bid,
    "committees": Committee,
    "evaluations": Evaluation,
    "candidates": Candidate,
    "awards": Award,
    "contracts": Contract,
    "performances": Performance,
}

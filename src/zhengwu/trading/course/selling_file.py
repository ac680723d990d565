"""Files of lots that are sold: the acts in their order, the offers that stand, the listings and their reserves.

>>> from datetime import date
>>> from zhengwu.exact import wan
>>> def act(action, day, **facts):
...     return SaleAct(action=SaleAction(action), at=date(2017, 3, day), **facts)
>>> first = act("报价", 3, bidder=Party(name="甲"), offer=wan("11"))
>>> file = SaleFile.of([act("批准", 1), act("挂牌", 2), first], start=wan("10"), increment=wan("0.5"))
>>> file.take(act("报价", 4, bidder=Party(name="乙"), offer=wan("11.2")))
Traceback (most recent call last):
zhengwu.errors.TransitionError: sale (标的): OFFER (报价) is not possible in the state OFFERED (竞价中): 11.2万元 \
rises above 11万元 by less than the increment 0.5万元 (expected OFFER (报价), EXTEND (延期), CLOSE (截止), \
WITHDRAW (撤销公告), SUSPEND (中止))
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from zhengwu.errors import TransitionError
from zhengwu.exact import Money, Rate
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import positive, refusal, require_count
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party
from zhengwu.records.whole import Whole
from zhengwu.reference.law import LegalRule
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.course.selling import SELLING, SaleFacts
from zhengwu.trading.course.states import SaleAction, SaleState
from zhengwu.trading.offer import Offer
from zhengwu.trading.rules.book import RuleBook
from zhengwu.trading.rules.values import lowest_reserve
from zhengwu.trading.words import Outcome
from zhengwu.workdays.moments import local_day, require_comparable

__all__ = ["SaleAct", "SaleFile"]

_A, _S = SaleAction, SaleState
_positive = positive("offer", "reserve", "appraisal")
_SOLD = (_S.CONFIRMED, _S.CONTRACTED, _S.PAID, _S.DELIVERED)
_OUTCOMES = {
    _S.UNSOLD: Outcome.UNSOLD,
    _S.SUSPENDED: Outcome.SUSPENDED,
    _S.WITHDRAWN: Outcome.WITHDRAWN,
    _S.TERMINATED: Outcome.TERMINATED,
}


@record
class SaleAct(Record):
    """One act upon a lot that is sold: an offer with its bidder, a reserve or appraisal that is set, a consent.

    `bids` is how many had registered to bid by then, whether or not they made an offer.
    """

    lot_code: str | None = field(zh="标的编号", default=None)
    action: SaleAction = field(zh="环节", also=("动作",))
    at: Instant = field(zh="时间", also=("日期",))
    reason: str | None = field(zh="原因", also=("理由",), default=None, private=True)
    document: str | None = field(zh="批准文号", also=("同意文件",), default=None)
    bidder: Party | None = field(zh="竞买人", default=None)
    offer: Money | None = field(zh="报价", default=None)
    reserve: Money | None = field(term="reserve", default=None)
    appraisal: Money | None = field(zh="评估值", default=None)
    bids: Whole | None = field(term="bids", zh="报名家数", default=None)

    def __attrs_post_init__(self) -> None:
        _positive(self)
        require_count(self, "bids")
        if self.offer is not None and self.bidder is None:
            raise refusal(self, "bidder", "is missing", expected="who made the offer")


@attrs.frozen(kw_only=True)
class SaleFile:
    """A lot on sale as its acts tell it. Immutable: `take` gives the file with one act more.

    `reserve` and `appraisal` are the first ones; an act that sets another replaces them. The share of the appraisal
    below which a lowered reserve needs consent follows from `trade_class` and `asset_kind` by the law of the day of the
    act, in `place` and by the local tables of `book`; `lowest_share` is one of the caller's, which comes before.
    """

    acts: tuple[SaleAct, ...] = ()
    state: SaleState = SELLING.initial
    start: Money | None = None
    reserve: Money | None = None
    increment: Money | None = None
    appraisal: Money | None = None
    lowest_share: Rate | None = None
    trade_class: str | None = None
    asset_kind: str | None = None
    place: str | None = None
    book: RuleBook | None = attrs.field(default=None, repr=False)
    suspended_from: SaleState | None = None

    @classmethod
    def of(cls, acts: Iterable[SaleAct], **facts: Any) -> SaleFile:
        """The file of these acts, in their order. Raises what `take` raises; `where` says which act."""
        file = cls(**facts)
        for number, act in enumerate(acts, 1):
            try:
                file = file.take(act)
            except TransitionError as error:
                error.where = f"act {number}"
                raise
        return file

    def take(self, act: SaleAct) -> SaleFile:
        """The file after one more act. Raises `TransitionError` where the state or a guard refuses it."""
        require_comparable(*(one.at for one in self.acts[-1:]), act.at)
        best = self.best
        rule = self._lowest(local_day(act.at)) if self.lowest_share is None and act.action is _A.RELIST else None
        facts = SaleFacts(
            act=act,
            acts=self.acts,
            start=self.start,
            reserve=self.reserve,
            increment=self.increment,
            appraisal=self.appraisal,
            best=best.amount if best is not None else None,
            lowest_share=self.lowest_share if rule is None else Rate(str(rule.value)),
            cited="" if rule is None else rule.cited,
            suspended_from=self.suspended_from,
        )
        state = SELLING.step(self.state, act.action, facts)
        return attrs.evolve(
            self,
            acts=(*self.acts, act),
            state=state,
            reserve=act.reserve or self.reserve,
            start=(act.reserve or self.start) if act.action is _A.RELIST else self.start,
            appraisal=act.appraisal or self.appraisal,
            suspended_from=self.state if state is _S.SUSPENDED else None,
        )

    def _lowest(self, day: date) -> LegalRule | None:
        return lowest_reserve(self.trade_class, self.asset_kind, on=day, place=self.place, book=self.book)

    @property
    def allowed(self) -> tuple[SaleAction, ...]:
        """The acts that may follow; a guard may still refuse one."""
        return SELLING.allowed(self.state)

    @property
    def listings(self) -> int:
        """How often it was listed."""
        return sum(act.action in (_A.LIST, _A.RELIST) for act in self.acts)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The offers of the listing that runs; those of a former one lapsed."""
        acts: list[SaleAct] = []
        for act in self.acts:
            acts = [] if act.action in (_A.LIST, _A.RELIST, _A.REAPPRAISE) else [*acts, act]
        return tuple(
            Offer(lot_code=act.lot_code, bidder=act.bidder, amount=act.offer, at=act.at)
            for act in acts
            if act.action is _A.OFFER and act.offer is not None and act.bidder is not None
        )

    @property
    def best(self) -> Offer | None:
        """The offer that stands: the last, since each rises above the one before."""
        return self.offers[-1] if self.offers else None

    @property
    def sold_at(self) -> date | None:
        """When it was knocked down; None while it is not."""
        return next((act.at for act in self.acts if act.action is _A.CONFIRM), None) if self.state in _SOLD else None

    @property
    def outcome(self) -> Outcome | None:
        """How it stands; None while it is open."""
        return Outcome.AWARDED if self.state in _SOLD else _OUTCOMES.get(self.state)

    def _registered(self) -> int | None:
        """How many had registered, as told last in the listing that runs."""
        told: int | None = None
        for act in self.acts:
            told = None if act.action in (_A.LIST, _A.RELIST) else told
            told = told if act.bids is None else act.bids
        return told

    def to_auction(self, **fields: Any) -> PropertyAuction:
        """The lot as a record that is counted; `fields` are those that the acts do not tell (title, method …)."""
        best = self.best
        sold = best is not None and self.state in _SOLD
        told = {
            "start": self.start,
            "reserve": self.reserve,
            "appraisal": self.appraisal,
            "deal": best.amount if best is not None and sold else None,
            "buyer": best.bidder if best is not None and sold else None,
            "traded_at": self.sold_at,
            "outcome": self.outcome,
            "bids": self._registered(),
        }
        return PropertyAuction(**told | fields)

"""Auctions of land, property and leases: the selling side. What is gained is a premium, never savings."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import MappingProxyType
from typing import Any, ClassVar, Self

from zhengwu.errors import UndefinedRateError
from zhengwu.exact import Money, Rate
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import in_order, positive, refusal, require_count, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.records.whole import Whole
from zhengwu.stats import premium_rate
from zhengwu.trading.words import Outcome, PriceBasis, is_direct

__all__ = ["PropertyAuction"]

_RATES_OF_PREMIUM = frozenset({"premium_rate", "income_and_savings_rate"})

_PRICES = ("appraisal", "start", "reserve", "deal")
_positive = positive("appraisal", "start", "reserve", "deal", "deposit")
_in_order = in_order("listed_from", "traded_at")


@record
class PropertyAuction(Record):
    """One lot that is sold or let (产权交易, 土地出让 …). Field names and their meaning: trading.md §3.4.

    `start` is the base of the premium (起始价, 挂牌价), `reserve` the price below which nothing is sold, None without
    one (无保留价). `deal` is None while it is not sold. A price that is unknown is None, never 0.

    A lease or a concession has a term, `term_years` and `term_months` together, and its prices may be rents: `basis`
    says for how long a price is, None as much as the whole. A rent is a unit price, so it enters no sum and no rate of
    sums until `over_term` makes it the price of the whole term; the premium rate of the lot is the same in either.

    >>> from zhengwu.exact import wan
    >>> lot = PropertyAuction(title="门面房", start=wan("25.81"), deal=wan("26.07"))
    >>> lot.premium, lot.premium_rate.percent()
    (Money("0.26万元"), '1.01%')
    >>> shop = PropertyAuction(title="商铺", basis=PriceBasis.YEAR, term_years=3, start=wan("2"), deal=wan("2.5"))
    >>> shop.over_term().premium, shop.premium_rate == shop.over_term().premium_rate
    (Money("1.5万元"), True)
    """

    code: str | None = field(zh="标的编号", also=("项目编号", "宗地编号", "地块编号", "标的号"), default=None)
    title: str = field(zh="标的名称", also=("项目名称", "标的", "地块名称"))
    trade_class: str | None = field(term="project_class", default=None)
    asset_kind: str | None = field(zh="标的种类", also=("资产类型", "标的类型"), default=None)
    method: str | None = field(term="method", default=None)
    region: str | None = field(term="region", default=None)
    seller: Party | None = field(zh="转让方", also=("出让人", "出租方", "委托方"), default=None)
    buyer: Party | None = field(zh="受让方", also=("竞得人", "承租方", "买受人"), default=None)
    appraisal: Money | None = field(zh="评估值", also=("评估价", "评估价格", "账面净值"), default=None)
    start: Money | None = field(term="start_price", default=None)
    reserve: Money | None = field(term="reserve", default=None)
    deal: Money | None = field(term="deal", default=None)
    basis: PriceBasis | None = field(zh="计价方式", also=("租金计价方式", "价格口径"), default=None)
    term_years: Whole | None = field(
        zh="租期（年）", also=("租赁期限（年）", "承包期限（年）", "经营期限（年）", "特许经营期限（年）"), default=None
    )
    term_months: Whole | None = field(
        zh="租期（月）", also=("租赁期限（月）", "承包期限（月）", "经营期限（月）", "特许经营期限（月）"), default=None
    )
    deposit: Money | None = field(zh="竞买保证金", also=("保证金",), default=None)
    bids: Whole | None = field(term="bids", zh="报名家数", also=("竞买人数",), default=None)
    notice_days: Whole | None = field(zh="公告期（天）", also=("公告天数",), default=None)
    listed_from: Instant | None = field(zh="挂牌开始日期", also=("公告日期", "挂牌日期"), default=None)
    traded_at: Instant | None = field(zh="成交日期", also=("成交时间", "交易日期", "交易时间"), default=None)
    auto_extend: bool | None = field(zh="是否自动延期", default=None)
    outcome: Outcome | None = field(zh="交易结果", also=("结果",), default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "project_count"
    COUNT_UNIT: ClassVar[str] = "宗"

    def __attrs_post_init__(self) -> None:
        require_text(self, "title")
        _positive(self)
        if self.bids is not None:
            require_count(self, "bids")
        if self.notice_days is not None:
            require_count(self, "notice_days")
        if self.listed_from is not None:
            _in_order(self)
        if self.term_years is not None or self.term_months is not None:
            require_count(self, "term_years")
            require_count(self, "term_months")
            if not self.term:
                raise refusal(self, "term_months", "is a term of no time", expected="None where it is unknown")

    def enters(self, indicator: str) -> bool:
        """Transfers and leases by agreement enter no premium rate; they are counted and summed."""
        return indicator not in _RATES_OF_PREMIUM or not is_direct(self.method)

    @property
    def term(self) -> int | None:
        """The term of a lease or a concession in months: its years and its months together."""
        if self.term_years is None and self.term_months is None:
            return None
        return (self.term_years or 0) * 12 + (self.term_months or 0)

    @property
    def is_rent(self) -> bool:
        """Whether its prices are for a year or a month, and so enter no sum."""
        return self.basis is not None and self.basis is not PriceBasis.TOTAL

    @property
    def yearly_rent(self) -> Money | None:
        """The rent of a year where the deal is a rent; None of any other price."""
        if self.basis is None or self.basis.months is None or self.deal is None:
            return None
        return self.deal * (12 // self.basis.months)

    def over_term(self) -> Self:
        """The lot with the prices of the whole term (a rent that stays the same): rent × term; itself where they are.

        A rent that rises has no such price, and its total is to be recorded as such. Raises `RecordError` for a rent
        without a term, `AmountError` where the product has no end as a decimal (a year's rent for seven months).
        """
        per = self.basis.months if self.basis is not None else None
        if per is None:
            return self
        if self.term is None:
            raise refusal(self, "term_years", "is missing, and the prices are rents", shown=False)
        times = Fraction(self.term, per)
        prices = {name: getattr(self, name) for name in _PRICES}
        whole = {name: price * times for name, price in prices.items() if price is not None}
        return self.evolve(basis=PriceBasis.TOTAL, **whole)

    @property
    def premium(self) -> Money | None:
        """The deal less the start price (增值金额, 溢价金额), a rent where they are; None where either is unknown."""
        return None if self.start is None or self.deal is None else self.deal - self.start

    @property
    def premium_rate(self) -> Rate:
        """The premium rate (增值率, 溢价率). Raises `UndefinedRateError` where start price or deal is unknown."""
        if self.start is None or self.deal is None:
            raise UndefinedRateError("is missing", reason="missing", field="start (起始价), deal (成交金额)")
        return premium_rate(self.start, self.deal)

    @property
    def is_sold(self) -> bool | None:
        """Whether it was sold; None while nothing says so."""
        if self.outcome is None:
            return True if self.deal is not None else None
        return self.outcome.is_concluded


def _if_sold(name: str) -> Callable[[Any], Money | None]:
    return lambda lot: None if lot.is_sold is False or lot.is_rent else getattr(lot, name)


def _sold(lot: PropertyAuction) -> int | None:
    return None if lot.is_sold is None else int(lot.is_sold)


PropertyAuction.QUANTITIES = MappingProxyType(
    {
        "project_count": lambda lot: int(lot.is_sold is not False),
        "start_price": _if_sold("start"),
        "reserve": _if_sold("reserve"),
        "deal": _if_sold("deal"),
        "premium": lambda lot: None if is_direct(lot.method) or lot.is_rent or lot.is_sold is False else lot.premium,
        "yearly_rent": lambda lot: None if lot.is_sold is False else lot.yearly_rent,
        "bids": lambda lot: lot.bids,
        "listed_lots": lambda _: 1,
        "sold_lots": _sold,
    }
)

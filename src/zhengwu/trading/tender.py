"""Tenders and their lots: the buying side. Prices stand on the lot; the tender shows their sums."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import attrs

from zhengwu.errors import UndefinedRateError
from zhengwu.exact import Money, Rate, total
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import in_order, positive, require_count, require_parts, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.records.whole import Whole
from zhengwu.stats import savings_rate
from zhengwu.trading.tender_quantities import QUANTITIES
from zhengwu.trading.words import Outcome, QualificationReview, is_direct

__all__ = ["Lot", "Tender"]

_positive = positive("budget", "estimate", "ceiling", "base_price", "provisional", "deal", "deposit")
_in_order = in_order("notice", "opening")


@record
class Lot(Record):
    """A lot (标段, 包): what is priced and awarded, and counted once. Field names and their meaning: trading.md §3.2.

    A price that is unknown is None, never 0. `base_price` is secret until the opening, `provisional` sums
    (暂列金额, 暂估价) may be changed by no bidder.

    >>> from zhengwu.exact import wan
    >>> Lot(budget=wan("438"), deal=wan("358")).savings
    Money("80万元")
    >>> Lot(deal=wan("0"))
    Traceback (most recent call last):
    zhengwu.records.faults.RecordError: deal (成交金额): Money("0万元") is not above zero (expected None where it is \
unknown)
    """

    code: str | None = field(zh="标段编号", also=("标段（包）编号", "包号", "标段号"), default=None)
    name: str | None = field(zh="标段名称", also=("标段", "包", "包名称"), default=None)
    attempt: Whole = field(zh="招标次数", default=1)
    unified_code: str | None = field(zh="统一交易标识码", default=None)
    method: str | None = field(term="method", zh="标段招标方式", default=None)
    budget: Money | None = field(term="budget", default=None)
    estimate: Money | None = field(term="estimate", default=None)
    ceiling: Money | None = field(term="ceiling", default=None)
    base_price: Money | None = field(term="base_price", default=None)
    provisional: Money | None = field(term="provisional", default=None)
    deal: Money | None = field(term="deal", default=None)
    qualification_review: QualificationReview | None = field(zh="资格审查方式", default=None)
    evaluation_method: str | None = field(zh="评审办法", also=("评标办法", "评标方法", "评审方法"), default=None)
    price_weight: Rate | None = field(zh="价格分比重", also=("价格权重", "价格分权重"), default=None)
    deposit: Money | None = field(zh="投标保证金", also=("保证金",), default=None)
    deposit_share: Rate | None = field(zh="保证金比例", default=None)
    consortium_allowed: bool | None = field(zh="是否允许联合体", default=None)
    bids: Whole | None = field(term="bids", default=None)
    winner: Party | None = field(zh="中标人", also=("成交供应商", "中标单位", "中标供应商", "供应商"), default=None)
    awarded_at: Instant | None = field(
        zh="中标公告时间", also=("成交日期", "成交时间", "中标日期", "中标时间", "结果公告时间"), default=None
    )
    outcome: Outcome | None = field(zh="交易结果", also=("结果",), default=None)
    is_sme: bool | None = field(zh="是否中小微企业", also=("中标人是否中小微企业",), default=None)
    is_electronic: bool | None = field(zh="是否电子化交易", also=("是否不见面开标",), default=None)

    def __attrs_post_init__(self) -> None:
        _positive(self)
        if self.attempt != 1:
            require_count(self, "attempt", least=1)
        bids = self.bids
        if bids is not None and (type(bids) is not int or bids < 0):
            require_count(self, "bids")

    @property
    def savings(self) -> Money | None:
        """The budget less the deal (节约金额), negative where it was exceeded; None where either is unknown."""
        return None if self.budget is None or self.deal is None else self.budget - self.deal


@record
class Tender(Record):
    """A tender (招标项目, 采购项目) of one or more lots. Field names and their meaning: trading.md §3.1, §3.2.

    Prices are sums over the lots that have one, `savings` and `savings_rate` those over the lots with budget and deal.
    `method` and `trade_class` are texts as the place writes them.

    >>> from zhengwu.exact import wan
    >>> t = Tender.single(title="电子政务外网改造", budget=wan("438"), deal=wan("358"), method="单一来源")
    >>> t.savings, f"{t.savings_rate:.2%}"
    (Money("80万元"), '18.26%')
    """

    code: str | None = field(
        zh="招标项目编号", also=("项目编号", "采购项目编号", "采购编号", "招标编号", "标号"), default=None
    )
    title: str = field(zh="项目名称", also=("招标项目名称", "采购项目名称", "工程名称", "标题"))
    project_code: str | None = field(zh="投资项目统一代码", default=None)
    trade_class: str | None = field(term="project_class", default=None)
    method: str | None = field(term="method", default=None)
    organisation: str | None = field(zh="招标组织形式", also=("组织形式",), default=None)
    must_tender: bool | None = field(zh="是否依法必须招标", default=None)
    region: str | None = field(term="region", default=None)
    owner: Party | None = field(zh="招标人", also=("采购人", "采购单位", "招标单位", "建设单位"), default=None)
    agency: Party | None = field(zh="招标代理机构", also=("代理机构", "采购代理机构"), default=None)
    notice: Instant | None = field(zh="招标公告时间", also=("公告时间", "公告日期", "发布时间"), default=None)
    bid_deadline: Instant | None = field(zh="投标截止时间", default=None)
    opening: Instant | None = field(zh="开标时间", also=("开标日期",), default=None)
    lots: tuple[Lot, ...] = field(zh="标段")
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "project_count"
    COUNT_UNIT: ClassVar[str] = "个"
    PARTS: ClassVar[str | None] = "lots"
    KEY: ClassVar[str | None] = "code"

    def __attrs_post_init__(self) -> None:
        require_text(self, "title")
        require_parts(self, "lots", Lot, least=1)
        _in_order(self)

    @classmethod
    def single(cls, *, title: str, **fields: Any) -> Self:
        """A tender of one lot: fields of the lot and of the tender side by side, `code` and `method` the tender's."""
        lot = {name: fields.pop(name) for name in list(fields) if name in _LOT_FIELDS}
        return cls(title=title, lots=(Lot(**lot),), **fields)

    def counted(self) -> tuple[Self, ...]:
        """One tender of a single lot for each lot, so that a lot counts once; its method is the lot's where it has one.

        >>> two = Tender(title="两个标段", lots=(Lot(code="1"), Lot(code="2")))
        >>> [view.lots[0].code for view in two.counted()]
        ['1', '2']
        """
        if len(self.lots) == 1 and self.lots[0].method is None:
            return (self,)
        return tuple(self.evolve(lots=(lot,), method=lot.method or self.method) for lot in self.lots)

    def enters(self, indicator: str) -> bool:
        """Direct awards enter no rate of savings; they are counted and summed."""
        return indicator not in _RATES_OF_SAVINGS or not is_direct(self.method)

    @property
    def budget(self) -> Money | None:
        return total(lot.budget for lot in self.lots)

    @property
    def estimate(self) -> Money | None:
        return total(lot.estimate for lot in self.lots)

    @property
    def ceiling(self) -> Money | None:
        return total(lot.ceiling for lot in self.lots)

    @property
    def base_price(self) -> Money | None:
        return total(lot.base_price for lot in self.lots)

    @property
    def provisional(self) -> Money | None:
        return total(lot.provisional for lot in self.lots)

    @property
    def deal(self) -> Money | None:
        return total(lot.deal for lot in self.lots)

    @property
    def bids(self) -> int | None:
        return total(lot.bids for lot in self.lots)

    @property
    def savings(self) -> Money | None:
        """The savings (节约金额) of the lots with budget and deal; None where no lot has both."""
        return total(lot.savings for lot in self.lots)

    @property
    def savings_rate(self) -> Rate:
        """The savings rate (节约率) of the lots with budget and deal. Raises `UndefinedRateError` without any."""
        both = [lot for lot in self.lots if lot.savings is not None]
        budget, deal = total(lot.budget for lot in both), total(lot.deal for lot in both)
        if budget is None or deal is None:
            raise UndefinedRateError("is missing", reason="missing", field="budget (预算金额), deal (成交金额)")
        return savings_rate(budget, deal)

    @property
    def awarded_at(self) -> Instant | None:
        """When the lots were awarded (中标公告时间): the instant of the last of them, None while one is open."""
        return _last([lot.awarded_at for lot in self.lots])

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, where all lots ended alike."""
        outcomes = {lot.outcome for lot in self.lots}
        return outcomes.pop() if len(outcomes) == 1 else None


def _last(instants: list[Instant | None]) -> Instant | None:
    known = [instant for instant in instants if instant is not None]
    return max(known, key=lambda instant: instant.isoformat()) if len(known) == len(instants) else None


_LOT_FIELDS = frozenset(attribute.name for attribute in attrs.fields(Lot)) - {"code", "method"}
_RATES_OF_SAVINGS = frozenset({"savings_rate", "discount_rate", "price_ratio", "income_and_savings_rate"})

Tender.QUANTITIES = QUANTITIES

"""Purchases without a tender of their own: orders under agreements and in malls, and medical supplies by rounds.

>>> from zhengwu.exact import wan
>>> SupplyOrder(title="打印纸", method="协议供货", budget=wan("1.2"), deal=wan("1")).savings
Money("0.2万元")
"""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from zhengwu.exact import Money
from zhengwu.periods import Period
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import positive, require_count, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.records.whole import Whole
from zhengwu.trading.words import is_direct

__all__ = ["MedicalPurchase", "SupplyOrder"]

_positive_order = positive("budget", "deal")
_positive_purchase = positive("deal")


@record
class SupplyOrder(Record):
    """An order under an agreement or in an online mall (协议供货, 网上商城, 电子竞价); counted like a tender."""

    code: str | None = field(zh="订单编号", also=("采购编号",), default=None)
    title: str = field(zh="采购内容", also=("项目名称", "商品名称"))
    trade_class: str | None = field(term="project_class", default="政府采购")
    method: str | None = field(term="method", default="协议供货")
    region: str | None = field(term="region", default=None)
    agreement: str | None = field(zh="协议编号", also=("框架协议编号",), default=None)
    buyer: Party | None = field(zh="采购人", also=("采购单位",), default=None)
    supplier: Party | None = field(zh="供应商", default=None)
    budget: Money | None = field(term="budget", default=None)
    deal: Money | None = field(term="deal", default=None)
    ordered_at: Instant | None = field(zh="订单时间", also=("成交日期", "成交时间"), default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "project_count"
    COUNT_UNIT: ClassVar[str] = "个"

    def __attrs_post_init__(self) -> None:
        require_text(self, "title")
        _positive_order(self)

    def enters(self, indicator: str) -> bool:
        """Orders without any competition enter no rate of savings."""
        return indicator != "savings_rate" or not is_direct(self.method)

    @property
    def savings(self) -> Money | None:
        """The budget less the deal (节约金额); None where either is unknown."""
        return None if self.budget is None or self.deal is None else self.budget - self.deal


SupplyOrder.QUANTITIES = MappingProxyType(
    {
        "project_count": lambda _: 1,
        "budget": lambda order: order.budget,
        "deal": lambda order: order.deal,
        "savings": lambda order: None if is_direct(order.method) else order.savings,
    }
)


@record
class MedicalPurchase(Record):
    """What hospitals bought of one category in a period (医药集中采购), in a round and batch of the price list.

    `category` is the row that bulletins print: 中药饮片, 医用耗材, 基本药物. Nobody counts projects here, so `batches`
    is None as a rule, and there is no budget to save of.

    >>> from zhengwu.exact import wan
    >>> bought = MedicalPurchase(category="中药饮片", period=Period("2017-Q1"), deal=wan("113.1"))
    >>> MedicalPurchase.QUANTITIES["deal"](bought), MedicalPurchase.QUANTITIES["project_count"](bought)
    (Money("113.1万元"), None)
    """

    category: str = field(zh="品种类别", also=("采购品种", "类别"))
    trade_class: str | None = field(term="project_class", default="医药采购")
    region: str | None = field(term="region", default=None)
    round: Whole | None = field(zh="采购轮次", also=("轮次",), default=None)
    batches: Whole | None = field(zh="批次数", also=("批次",), default=None)
    hospital: Party | None = field(zh="医疗机构", also=("采购人",), default=None)
    supplier: Party | None = field(zh="配送企业", also=("供应商",), default=None)
    period: Period | None = field(term="period", default=None)
    deal: Money | None = field(term="deal", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "project_count"
    COUNT_UNIT: ClassVar[str] = "批次"

    def __attrs_post_init__(self) -> None:
        require_text(self, "category")
        require_count(self, "round", least=1)
        require_count(self, "batches")
        _positive_purchase(self)


MedicalPurchase.QUANTITIES = MappingProxyType(
    {"project_count": lambda one: one.batches, "budget": lambda _: None, "deal": lambda one: one.deal}
)

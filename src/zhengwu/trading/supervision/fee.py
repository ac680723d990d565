"""Fees of trading (交易服务费, 代理服务费, 专家评审费, 佣金): who paid whom for what.

>>> from zhengwu.exact import yuan
>>> fees = [TradingFee(item="代理服务费", amount=yuan("8000"), payee="某代理公司"),
...         TradingFee(item="专家评审费", amount=yuan("600"), payee="专家"),
...         TradingFee(item="代理服务费", amount=yuan("500"), payee="某代理公司", is_refund=True)]
>>> fees_by_item(fees)
{('代理服务费', 'CNY'): Money("7500元"), ('专家评审费', 'CNY'): Money("600元")}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar

from zhengwu.exact import Money
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import positive, refusal, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source

__all__ = ["TradingFee", "fees_by_item"]

_positive = positive("amount")


@record
class TradingFee(Record):
    """One receipt. A refund is a receipt of its own, with a positive amount and `is_refund`: it is taken off."""

    item: str = field(zh="收费项目", also=("费用名称",))
    amount: Money = field(term="fee_amount", also=("金额", "收费"))
    lot_code: str | None = field(zh="标段编号", also=("标的编号",), default=None)
    payer: str | None = field(zh="缴费单位", default=None)
    payee: str = field(zh="收费单位")
    receipt_no: str | None = field(zh="票据号", default=None)
    at: Instant | None = field(zh="收费日期", also=("缴费日期",), default=None)
    is_refund: bool = field(zh="是否退费", default=False)
    source: Source | None = field(zh="来源", default=None, eq=False)

    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {"fee_receipts": lambda _: 1, "fee_amount": lambda fee: fee.net}
    )
    COUNTED: ClassVar[str] = "fee_receipts"
    COUNT_UNIT: ClassVar[str] = "笔"

    def __attrs_post_init__(self) -> None:
        require_text(self, "item")
        require_text(self, "payee")
        given: object = self.amount
        if given is None:
            raise refusal(self, "amount", "is missing", expected='such as yuan("80")')
        _positive(self)
        if self.payer == self.payee:
            raise refusal(self, "payer", "is the payee")

    @property
    def net(self) -> Money:
        """The amount, negative for a refund."""
        return -self.amount if self.is_refund else self.amount


def fees_by_item(fees: Iterable[TradingFee]) -> Mapping[tuple[str, str], Money]:
    """What was charged for each item, in each currency; refunds are taken off."""
    found: dict[tuple[str, str], Money] = {}
    for fee in fees:
        key = (fee.item, fee.amount.currency)
        found[key] = found[key] + fee.net if key in found else fee.net
    return found

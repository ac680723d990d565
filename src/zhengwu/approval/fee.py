"""Fees (收费) that an approval bureau charges, its own and those collected on behalf of others (代收).

>>> from datetime import date
>>> from zhengwu.exact import yuan
>>> own = Fee(item="不动产登记费", amount=yuan("80"), collector="行政审批局", at=date(2017, 10, 12))
>>> other = Fee(item="城市道路占用费", amount=yuan("1200.50"), collector="行政审批局", on_behalf_of="城管局")
>>> fee_figures([own, other, own.evolve(amount=yuan("80"), is_refund=True)])
FeeFigures(own=Money("0元"), collected_for_others=Money("1200.5元"), by_body={'城管局': Money("1200.5元")}, receipts=3)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar

import attrs

from zhengwu.exact import Money, total
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import refusal, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source

__all__ = ["Fee", "FeeFigures", "fee_figures"]


@record
class Fee(Record):
    """One receipt. `collector` takes the money, `on_behalf_of` is whose fee it is where that is another body.

    A refund is a receipt of its own, with a positive amount and `is_refund`: it is taken off. A waiver is no receipt.

    >>> from zhengwu.exact import yuan
    >>> Fee(item="登记费", amount=yuan("80"), collector="行政审批局", on_behalf_of="国土局").is_on_behalf
    True
    """

    item: str = field(zh="收费项目", also=("费用名称",))
    amount: Money = field(term="fee_amount", also=("金额", "收费"))
    collector: str = field(zh="收费单位", also=("代收单位",))
    on_behalf_of: str | None = field(zh="委托单位", also=("执收单位",), default=None)
    case_no: str | None = field(zh="办件编号", default=None)
    receipt_no: str | None = field(zh="票据号", default=None)
    at: Instant | None = field(zh="收费日期", also=("缴费日期", "收费时间"), default=None)
    is_refund: bool = field(zh="是否退费", default=False)
    source: Source | None = field(zh="来源", default=None, eq=False)

    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {"fee_receipts": lambda _: 1, "fee_amount": lambda fee: fee.net}
    )
    COUNTED: ClassVar[str] = "fee_receipts"
    COUNT_UNIT: ClassVar[str] = "笔"

    def __attrs_post_init__(self) -> None:
        require_text(self, "item")
        require_text(self, "collector")
        amount: object = self.amount
        if not isinstance(amount, Money) or not amount.is_positive:
            raise refusal(self, "amount", "is not an amount above zero", expected='such as yuan("80")')
        if self.on_behalf_of == self.collector:
            raise refusal(self, "on_behalf_of", "is the collector", expected="None for a fee of its own")

    @property
    def is_on_behalf(self) -> bool:
        """Whether the fee is another body's (代收)."""
        return self.on_behalf_of is not None

    @property
    def net(self) -> Money:
        """The amount, negative for a refund."""
        return -self.amount if self.is_refund else self.amount


@attrs.frozen
class FeeFigures:
    """What was charged: own fees, those of others, these by body; refunds are taken off. None where nothing was."""

    own: Money | None
    collected_for_others: Money | None
    by_body: Mapping[str, Money]
    receipts: int

    @property
    def all(self) -> Money | None:
        """Own fees and those of others together."""
        return total((self.own, self.collected_for_others))


def fee_figures(fees: Iterable[Fee]) -> FeeFigures:
    """The figures of these receipts. Raises `UnitError` where they are in several currencies."""
    receipts = tuple(fees)
    by_body: dict[str, Money] = {}
    for fee in receipts:
        if fee.on_behalf_of is not None:
            before = by_body.get(fee.on_behalf_of)
            by_body[fee.on_behalf_of] = fee.net if before is None else before + fee.net
    own = total(fee.net for fee in receipts if not fee.is_on_behalf)
    return FeeFigures(own, total(by_body.values()), by_body, len(receipts))

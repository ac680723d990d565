"""Awards, contracts and what became of them (中标结果, 合同, 履约)."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from zhengwu.exact import Money, Rate, total
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, positive, require_count, require_parts
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.records.whole import Whole
from zhengwu.trading.prices import PriceForm, price_of_form

__all__ = ["Award", "Contract", "Performance", "Supplement"]

_positive_amount = positive("amount")
_positive_contract = positive("amount", "performance_deposit")
_positive_settled = positive("settled")
_form = price_of_form("amount")
_in_order = in_order("signed_at", "published_at")


@record
class Award(Record):
    """The award of a lot (data sets 513, 553). An amount above the ceiling is a finding, not an error.

    >>> from zhengwu.exact import Rate
    >>> Award(winner=Party(name="甲公司"), form=PriceForm.RATE, rate=Rate("95%")).counted_amount is None
    True
    """

    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    attempt: Whole = field(zh="招标次数", default=1)
    winner: Party = field(zh="中标人", also=("中标单位", "成交供应商"))
    form: PriceForm = field(zh="价格形式", default=PriceForm.AMOUNT)
    amount: Money | None = field(zh="中标金额", also=("中标价", "成交金额"), default=None)
    rate: Rate | None = field(zh="中标费率", default=None)
    unit_price: Money | None = field(zh="中标单价", default=None)
    other_price: str | None = field(zh="其他中标价", default=None)
    is_sme: bool | None = field(zh="是否中小微企业", default=None)
    noticed_at: Instant | None = field(zh="中标公告时间", also=("结果公告时间",), default=None)
    notified_at: Instant | None = field(zh="中标通知书发出时间", default=None)
    is_renounced: bool | None = field(zh="是否放弃中标", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "awards"
    COUNT_UNIT: ClassVar[str] = "个"
    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {
            "awards": lambda award: int(not award.is_renounced),
            "deal": lambda award: None if award.is_renounced else award.counted_amount,
        }
    )

    def __attrs_post_init__(self) -> None:
        _positive_amount(self)
        _form(self)
        require_count(self, "attempt", least=1)

    @property
    def counted_amount(self) -> Money | None:
        """What enters sums: the amount, none of a rate or a unit price."""
        return self.amount if self.form.is_amount else None


@record
class Supplement(Record):
    """A supplement of a contract (补充合同, 变更); `amount` is what it adds, negative where it takes away."""

    amount: Money = field(zh="补充合同金额", also=("变更金额",))
    signed_at: Instant | None = field(zh="补充合同签订时间", default=None)
    reason: str | None = field(zh="变更原因", default=None)


@record
class Contract(Record):
    """The contract of a lot (data sets 512, 554). What may not differ from the award is a finding where it does."""

    code: str | None = field(zh="合同编号", default=None)
    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    owner: Party | None = field(zh="甲方", also=("发包人", "采购人"), default=None)
    contractor: Party | None = field(zh="乙方", also=("承包人", "供应商"), default=None)
    form: PriceForm = field(zh="价格形式", default=PriceForm.AMOUNT)
    amount: Money | None = field(term="contract_amount", default=None)
    rate: Rate | None = field(zh="合同费率", default=None)
    unit_price: Money | None = field(zh="合同单价", default=None)
    other_price: str | None = field(zh="其他合同价", default=None)
    term_days: Whole | None = field(zh="合同期限（天）", also=("合同期限",), default=None)
    performance_deposit: Money | None = field(zh="履约保证金", default=None)
    signed_at: Instant | None = field(zh="合同签订时间", also=("签订日期", "签约时间"), default=None)
    published_at: Instant | None = field(zh="合同公告时间", also=("合同公示时间",), default=None)
    filed_at: Instant | None = field(zh="合同备案时间", default=None)
    supplements: tuple[Supplement, ...] = field(zh="补充合同", default=())
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "contracts"
    COUNT_UNIT: ClassVar[str] = "份"
    PARTS: ClassVar[str | None] = "supplements"
    KEY: ClassVar[str | None] = "code"
    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {
            "contracts": lambda _: 1,
            "contract_amount": lambda contract: contract.amount if contract.form.is_amount else None,
            "supplement_amount": lambda contract: total(one.amount for one in contract.supplements),
        }
    )

    def __attrs_post_init__(self) -> None:
        _positive_contract(self)
        _form(self)
        _in_order(self)
        require_count(self, "term_days")
        require_parts(self, "supplements", Supplement)


@record
class Performance(Record):
    """How a contract was performed (data sets 305, 522). None of a flag is unknown."""

    contract_code: str | None = field(zh="合同编号", default=None)
    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    contract_amount: Money | None = field(term="contract_amount", default=None)
    settled: Money | None = field(term="settled_amount", default=None)
    finished_at: Instant | None = field(zh="竣工时间", also=("完成时间", "验收时间"), default=None)
    settled_at: Instant | None = field(zh="结算时间", default=None)
    quality_met: bool | None = field(zh="质量是否合格", default=None)
    safety_met: bool | None = field(zh="安全是否达标", default=None)
    environment_met: bool | None = field(zh="环保是否达标", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "contracts_performed"
    COUNT_UNIT: ClassVar[str] = "份"
    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {
            "contracts_performed": lambda _: 1,
            "contract_amount": lambda one: one.contract_amount,
            "settled_amount": lambda one: one.settled,
        }
    )

    def __attrs_post_init__(self) -> None:
        _positive_settled(self)

"""Bids (投标, 响应) as the opening record lists them (开标明细), with the marks of the machine they were made on."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from zhengwu.exact import Money, Rate
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import positive, require_count, require_parts
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word
from zhengwu.trading.bill import PricedBill
from zhengwu.trading.prices import PriceForm, price_of_form

__all__ = ["Bid", "BidMarks", "DepositForm", "Person"]

_positive = positive("price", "deposit")
_form = price_of_form("price")


class DepositForm(Word):
    """In which form a deposit was given (招标投标法实施条例 article 26, 政府采购法实施条例 article 33)."""

    TRANSFER = "转账", "银行转账", "电汇", "现金转账"
    CHEQUE = "支票"
    DRAFT = "汇票"
    CASHIER_CHEQUE = "本票"
    GUARANTEE = "保函", "银行保函", "担保保函"
    INSURANCE = "保险保函", "7", "保证保险"
    CASH = "现金"
    OTHER = "其他"


@record
class Person(Record):
    """A person named in a bid: a project manager or a member of the team. Shown nowhere, masked to a pseudonym."""

    name: str | None = field(zh="姓名", default=None, private="name")
    certificate: str | None = field(zh="证书编号", also=("注册编号",), default=None, private="identity")
    identity_number: str | None = field(zh="身份证件号码", default=None, private="identity")
    role: str | None = field(zh="岗位", also=("职务",), default=None)


@record
class BidMarks(Record):
    """The marks of an electronic bid document: who wrote it with what (data set 519 of the national norm).

    They may tell a person, so they are private; masked, the same mark still has the same pseudonym.
    """

    author: str | None = field(zh="文件创建者", also=("作者",), default=None, private="name")
    mac: str | None = field(zh="网卡MAC地址", also=("MAC地址",), default=None, private="identity")
    ip: str | None = field(zh="IP地址", default=None, private="identity")
    cpu: str | None = field(zh="CPU序列号", default=None, private="identity")
    disk: str | None = field(zh="硬盘序列号", default=None, private="identity")
    tool: str | None = field(zh="编制工具编号", also=("加密锁编号", "计价软件编号"), default=None, private="identity")


@record
class Bid(Record):
    """One bid for one lot. Field names and their meaning: trading.md §3.3.

    A price stands in the field of its `form`: `price` (an amount), `rate`, `unit_price` or `other_price`. A consortium
    bids once, its leader as `bidder`. None is unknown: `members` of None is not "no consortium". `agent` is who handled
    the bid, `prepared_by` the unit or person who wrote the document, as found out and not as a file's marks suggest.

    >>> from zhengwu.exact import wan
    >>> Bid(bidder=Party(name="甲公司"), price=wan("358")).amount
    Money("358万元")
    >>> Bid(bidder=Party(name="甲公司"), price=wan("0.85"), form=PriceForm.RATE)
    Traceback (most recent call last):
    zhengwu.records.faults.RecordError: price (投标报价): Money("0.85万元") stands beside the price form 费率 \
(expected rate, or the form 金额)
    """

    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("标段（包）编号", "包号", "标段号"), default=None)
    bidder: Party = field(zh="投标人", also=("投标人名称", "供应商", "响应人"))
    members: tuple[Party, ...] | None = field(zh="联合体成员", default=None)
    form: PriceForm = field(zh="价格形式", default=PriceForm.AMOUNT)
    price: Money | None = field(zh="投标报价", also=("报价", "投标价", "投标总价"), default=None)
    rate: Rate | None = field(zh="投标费率", also=("费率", "下浮率报价"), default=None)
    unit_price: Money | None = field(zh="投标单价", default=None)
    other_price: str | None = field(zh="其他报价", default=None)
    duration_days: Whole | None = field(zh="工期（天）", also=("工期", "交货期"), default=None)
    submitted_at: Instant | None = field(zh="投标文件递交时间", also=("递交时间", "上传时间"), default=None)
    manager: Person | None = field(zh="项目负责人", also=("项目经理",), default=None)
    team: tuple[Person, ...] | None = field(zh="项目管理成员", default=None)
    agent: Person | None = field(zh="投标经办人", also=("委托代理人", "授权代表"), default=None)
    prepared_by: str | None = field(zh="投标文件编制人", also=("投标文件编制单位",), default=None, private="name")
    deposit: Money | None = field(zh="投标保证金", also=("保证金",), default=None)
    deposit_paid: bool | None = field(zh="保证金是否缴纳", default=None)
    deposit_form: DepositForm | None = field(zh="保证金形式", default=None)
    deposit_received_at: Instant | None = field(zh="保证金到账时间", default=None)
    deposit_account: str | None = field(zh="保证金转出账户", also=("付款账号",), default=None, private="identity")
    on_dishonest_list: bool | None = field(zh="是否失信被执行人", default=None)
    is_sme: bool | None = field(zh="是否中小微企业", default=None)
    is_rejected: bool | None = field(zh="是否否决", also=("是否废标",), default=None)
    rejection: str | None = field(zh="否决原因", also=("废标原因",), default=None)
    marks: tuple[BidMarks, ...] | None = field(zh="投标文件特征", default=None)
    bill: PricedBill | None = field(zh="已标价工程量清单", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "bids"
    COUNT_UNIT: ClassVar[str] = "家"
    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {"bids": lambda _: 1, "bids_rejected": lambda bid: None if bid.is_rejected is None else int(bid.is_rejected)}
    )

    def __attrs_post_init__(self) -> None:
        _positive(self)
        _form(self)
        if self.duration_days is not None:
            require_count(self, "duration_days")
        if self.members is not None:
            require_parts(self, "members", Party)
        if self.team is not None:
            require_parts(self, "team", Person)
        if self.marks is not None:
            require_parts(self, "marks", BidMarks)

    @property
    def amount(self) -> Money | None:
        """The price where it is an amount; None of a rate or a unit price, which enter no sum."""
        return self.price if self.form.is_amount else None

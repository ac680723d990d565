"""Priced bills (已标价工程量清单): the lines of a bid or of a published ceiling, as they are written.

What does not agree in a bill (quantity × unit price ≠ amount) is a finding and no impossible record, so nothing of it
is checked here.
"""

from __future__ import annotations

from zhengwu.exact import Money
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import require_parts, require_text
from zhengwu.records.words import Word
from zhengwu.trading.prices import Quantity

__all__ = ["LineKind", "PricedBill", "PricedLine"]


class LineKind(Word):
    """What a line of a bill is (GB 50500-2013, sections 2 and 6)."""

    ITEM = "分部分项", "分部分项工程"
    MEASURE = "措施项目", "措施"
    PROVISIONAL_SUM = "暂列金额"
    PROVISIONAL_PRICE = "暂估价", "材料暂估价", "专业工程暂估价"
    DAYWORK = "计日工"
    SERVICE = "总承包服务费"
    STATUTORY_FEE = "规费"
    TAX = "税金"
    SUBTOTAL = "小计", "合计"

    @property
    def is_provisional(self) -> bool:
        """Whether no bidder may change it (暂列金额, 暂估价)."""
        return self in (LineKind.PROVISIONAL_SUM, LineKind.PROVISIONAL_PRICE)


@record
class PricedLine(Record):
    """One line: a quantity, a unit price and an amount as written; None is what is not.

    `section` is the code of the subtotal that the line belongs to, of a subtotal that of the one above it. A unit price
    is the 综合单价.

    >>> from zhengwu.exact import yuan
    >>> line = PricedLine.validate({"code": "010101001001", "quantity": "12.5", "unit_price": "8元", "amount": "100元"})
    >>> line.quantity * 2, line.kind.zh
    (Decimal('25.0'), '分部分项')
    """

    code: str = field(zh="项目编码", also=("清单编码", "编码"))
    name: str | None = field(zh="清单项目名称", also=("项目名称",), default=None)
    features: str | None = field(zh="项目特征", default=None)
    kind: LineKind = field(zh="清单类别", default=LineKind.ITEM)
    section: str | None = field(zh="所属分部", default=None)
    unit: str | None = field(zh="计量单位", also=("单位",), default=None)
    quantity: Quantity | None = field(zh="工程量", also=("数量",), default=None)
    unit_price: Money | None = field(zh="综合单价", also=("单价",), default=None)
    amount: Money | None = field(zh="合价", also=("金额",), default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "code")


@record
class PricedBill(Record):
    """A bill with its total as written; of a bid, or the published one of the ceiling (招标控制价清单)."""

    lines: tuple[PricedLine, ...] = field(zh="清单项目")
    total: Money | None = field(zh="投标总价", also=("总价", "合计"), default=None)

    def __attrs_post_init__(self) -> None:
        require_parts(self, "lines", PricedLine)

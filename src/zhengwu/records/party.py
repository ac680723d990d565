"""Who takes part, and where a record came from.

>>> Party(name="某某建设有限公司", role="中标人").name
'某某建设有限公司'
>>> Party(name="张某", identity_number="320412199001010000")
Party(name='张某', category=None, role=None, region=None)
"""

from __future__ import annotations

from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_count, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.whole import Whole

__all__ = ["Party", "Source"]

_USCC_LENGTH = 18


@record
class Party(Record):
    """An organisation or person that takes part: buyer, seller, agency, winner. Source: trading.md §3.5.

    `uscc` is the credit code of an organisation (GB 32100, 18 characters); its check character is not verified here.
    Where a natural person takes part, sources put an identity number in its place. `region` is a division code as it
    was on the date of the record, or the name as printed. What identifies a citizen (`identity_number`, `phone`, and so
    `uscc`) is kept, never shown by repr or in a message, and written to JSON only where it is asked for.
    """

    name: str = field(zh="名称", also=("单位名称", "姓名"))
    uscc: str | None = field(
        zh="统一社会信用代码", also=("社会信用代码", "信用代码"), default=None, private="credit_code"
    )
    category: str | None = field(zh="主体类别", default=None)
    role: str | None = field(zh="角色", default=None)
    region: str | None = field(term="region", default=None)
    identity_number: str | None = field(
        zh="身份证件号码", also=("身份证号", "身份证号码"), default=None, private="identity"
    )
    phone: str | None = field(zh="联系电话", also=("电话", "手机", "手机号码"), default=None, private="phone")

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        if self.uscc is not None and (len(self.uscc) != _USCC_LENGTH or not self.uscc.isalnum()):
            expected = f"{_USCC_LENGTH} digits and capital letters"
            raise refusal(self, "uscc", "is not a credit code", expected=expected, shown=False)


@record
class Source(Record):
    """Where a record came from: the file or system, the row in it, the day it was current.

    >>> Source(name="2017q1.csv", row=3).row
    3
    """

    name: str = field(zh="来源", also=("数据来源",))
    row: Whole | None = field(zh="行号", default=None)
    as_of: Instant | None = field(zh="数据日期", default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        require_count(self, "row", least=1)

"""Evaluation (评标, 评审): the committee, the scores it gave, and the candidates it put up."""

from __future__ import annotations

from decimal import Decimal

from zhengwu.exact import Money, Rate
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import positive, refusal, require_count, require_parts, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word
from zhengwu.trading.prices import PriceForm, Quantity, price_of_form

__all__ = ["Candidate", "Committee", "CommitteeMember", "Evaluation", "RecusalReason", "Score"]

_positive = positive("price")
_form = price_of_form("price")


class RecusalReason(Word):
    """Whom an expert is tied to and so stands aside (回避原因); codes of the national norm (trading.md §5)."""

    BIDDER = "投标单位", "1"
    OWNER = "招标单位", "2"
    AUTHORITY = "主管部门", "3"
    AGENCY = "招标代理机构", "4"
    OTHER = "其他", "9"


@record
class CommitteeMember(Record):
    """A member of a committee. `id` is the number in the library of experts, by which draws and flags join."""

    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    id: str | None = field(zh="专家编号", default=None)
    name: str | None = field(zh="专家姓名", also=("姓名",), default=None, private="name")
    employer: str | None = field(zh="工作单位", default=None)
    speciality: str | None = field(zh="评标专业", default=None)
    is_expert: bool | None = field(zh="是否专家", default=None)
    is_chair: bool | None = field(zh="是否组长", also=("是否主任委员",), default=None)
    is_drawn: bool | None = field(zh="是否随机抽取", default=None)
    is_recused: bool | None = field(zh="是否回避", default=None)
    recusal: RecusalReason | None = field(zh="回避原因", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)


@record
class Committee(Record):
    """The committee of a lot (评标委员会, 磋商小组 …), those who stood aside included.

    `pool` is how many experts of the library could have been drawn for it.

    >>> five = Committee(members=tuple(CommitteeMember(is_expert=number < 4) for number in range(5)))
    >>> five.size, five.experts
    (5, 4)
    """

    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    members: tuple[CommitteeMember, ...] = field(zh="评标委员会成员")
    pool: Whole | None = field(zh="可抽取专家人数", also=("符合条件专家人数",), default=None)
    formed_at: Instant | None = field(zh="组建时间", also=("抽取时间",), default=None)

    def __attrs_post_init__(self) -> None:
        require_parts(self, "members", CommitteeMember)
        require_count(self, "pool", least=1)
        drawn = len({one.id for one in self.members if one.id is not None and one.is_drawn is not False})
        if self.pool is not None and self.pool < drawn:
            raise refusal(self, "pool", "is smaller than what was drawn from it", expected=f"at least {drawn}")

    @property
    def sitting(self) -> tuple[CommitteeMember, ...]:
        """The members who did not stand aside."""
        return tuple(member for member in self.members if not member.is_recused)

    @property
    def size(self) -> int:
        """How many sit."""
        return len(self.sitting)

    @property
    def experts(self) -> int | None:
        """How many of them are experts; None where it is not known of one."""
        known = [member.is_expert for member in self.sitting]
        return None if None in known else sum(1 for is_expert in known if is_expert)


@record
class Score(Record):
    """What one bid got for one factor, of one expert or of all; an exact number.

    >>> Score.validate({"factor": "价格", "value": "29.5", "most": "30"}).value
    Decimal('29.5')
    """

    factor: str = field(zh="评审因素", also=("评分因素",))
    value: Quantity = field(zh="得分")
    most: Quantity | None = field(zh="满分", also=("分值",), default=None)
    is_price: bool | None = field(zh="是否价格分", default=None)
    member_id: str | None = field(zh="专家编号", default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "factor")


@record
class Evaluation(Record):
    """How one bid was evaluated: its scores, its total as written, its rank; or that it was rejected, and why.

    `is_alike` and `is_mixed` are findings of the committee: that the bid is abnormally like another's or its price
    differs from another's in a regular pattern, and that documents of bidders were mixed up (招标投标法实施条例 article
    40). Signs that this library sees in prices and documents are red flags and never stand here.
    """

    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    bidder: Party = field(zh="投标人")
    scores: tuple[Score, ...] | None = field(zh="评分", default=None)
    total: Quantity | None = field(zh="总得分", also=("总分", "综合得分"), default=None)
    evaluated_price: Money | None = field(zh="评标价", default=None)
    rank: Whole | None = field(zh="排名", also=("名次",), default=None)
    is_rejected: bool | None = field(zh="是否否决", default=None)
    rejection: str | None = field(zh="否决原因", default=None)
    is_alike: bool | None = field(zh="是否异常一致", also=("是否异常一致或规律性差异",), default=None)
    is_mixed: bool | None = field(zh="是否相互混装", also=("是否混装",), default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_parts(self, "scores", Score)
        require_count(self, "rank", least=1)

    @property
    def scored(self) -> Decimal | None:
        """The sum of the scores; None where none is known. It need not be the total as written."""
        return sum((one.value for one in self.scores), Decimal(0)) if self.scores else None


@record
class Candidate(Record):
    """A candidate for the award (中标候选人) with its rank. `is_discount` says whether a rate of discount was bid."""

    tender_code: str | None = field(zh="招标项目编号", also=("项目编号", "采购项目编号"), default=None)
    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    rank: Whole = field(zh="排名", also=("名次",))
    bidder: Party = field(zh="中标候选人", also=("候选人",))
    form: PriceForm = field(zh="价格形式", default=PriceForm.AMOUNT)
    price: Money | None = field(zh="投标报价", also=("报价",), default=None)
    rate: Rate | None = field(zh="投标费率", default=None)
    unit_price: Money | None = field(zh="投标单价", default=None)
    other_price: str | None = field(zh="其他报价", default=None)
    is_discount: bool | None = field(zh="是否采用下浮率", default=None)
    score: Quantity | None = field(zh="综合得分", also=("得分",), default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_count(self, "rank", least=1)
        _positive(self)
        _form(self)

    @property
    def amount(self) -> Money | None:
        """The price where it is an amount."""
        return self.price if self.form.is_amount else None

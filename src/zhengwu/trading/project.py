"""Trading projects (项目, 采购项目): what tenders are held for, and who pays (data sets 500, 550)."""

from __future__ import annotations

from zhengwu.exact import Money, Rate
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import positive, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Party, Source

__all__ = ["TradingProject"]

_positive = positive("budget", "investment")


@record
class TradingProject(Record):
    """A project (trading.md §3.1). `region` is a division code as it was then, `trading_place` where it is traded.

    >>> TradingProject(name="道路改造", trade_class="工程建设", state_share=Rate("100%")).state_share
    Rate("1/1")
    """

    code: str | None = field(zh="项目编号", also=("采购项目编号",), default=None)
    name: str = field(zh="项目名称", also=("采购项目名称",))
    trade_class: str | None = field(term="project_class", default=None)
    region: str | None = field(term="region", default=None)
    trading_place: str | None = field(zh="交易发生地", default=None)
    investment_code: str | None = field(zh="投资项目统一代码", default=None)
    industry: str | None = field(zh="行业类别", also=("行业类型",), default=None)
    fund_source: str | None = field(zh="资金来源", default=None)
    state_share: Rate | None = field(zh="国有资金比例", also=("出资比例",), default=None)
    investment: Money | None = field(zh="项目总投资", also=("投资总额",), default=None)
    owner: Party | None = field(zh="项目法人", also=("采购人", "招标人", "建设单位"), default=None)
    budget: Money | None = field(term="budget", default=None)
    created_at: Instant | None = field(zh="项目创建时间", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        _positive(self)

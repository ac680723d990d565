"""The states a lot can be in and the acts that move it (trading.md §4).

>>> BuyState("流标") is BuyState.FAILED, SaleAction("报价").name
(True, 'OFFER')
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["BuyAction", "BuyState", "SaleAction", "SaleState"]


class BuyState(Word):
    """Where a lot stands that is bought."""

    PLANNED = "招标计划", "计划"
    ANNOUNCED = "已公告"
    PREQUALIFIED = "资格预审完成"
    DOCUMENTS = "文件发售中"
    CLOSED = "投标截止"
    OPENED = "已开标"
    EVALUATED = "已评标"
    PUBLICISED = "候选人公示中"
    AWARDED = "已定标"
    CONTRACTED = "已签约"
    PERFORMED = "已履约"
    SETTLED = "已结算"
    FAILED = "流标"
    VOID = "废标"
    SUSPENDED = "中止"
    WITHDRAWN = "公告撤销"
    TERMINATED = "终止"


class BuyAction(Word):
    """What happens to a lot that is bought."""

    ANNOUNCE = "发布公告"
    PREQUALIFY = "资格预审"
    ISSUE = "发售文件"
    CLOSE = "投标截止"
    OPEN = "开标"
    EVALUATE = "评标"
    PUBLICISE = "公示候选人"
    AWARD = "发布中标公告", "定标"
    CONTRACT = "签订合同"
    PERFORM = "验收"
    SETTLE = "结算"
    FAIL = "流标"
    VOID = "废标"
    REANNOUNCE = "重新招标"
    CHANGE_METHOD = "变更采购方式"
    WITHDRAW = "撤销公告"
    SUSPEND = "中止"
    RESUME = "恢复"
    OBJECT = "提出异议"
    ANSWER = "答复异议"
    RENOUNCE = "放弃中标"
    TERMINATE = "终止"


class SaleState(Word):
    """Where a lot stands that is sold or let."""

    FILED = "已申请"
    APPRAISED = "已评估"
    APPROVED = "已批准"
    DISCLOSED = "信息披露中"
    LISTED = "挂牌中"
    OFFERED = "竞价中"
    CLOSED = "竞价截止"
    CONFIRMED = "成交确认"
    CONTRACTED = "已签约"
    PAID = "已付款"
    DELIVERED = "已交割"
    UNSOLD = "流拍"
    SUSPENDED = "中止"
    WITHDRAWN = "公告撤销"
    TERMINATED = "终止"


class SaleAction(Word):
    """What happens to a lot that is sold or let."""

    APPRAISE = "评估"
    APPROVE = "批准"
    DISCLOSE = "披露信息"
    LIST = "挂牌"
    OFFER = "报价"
    EXTEND = "延期"
    CLOSE = "截止"
    CONFIRM = "确认成交"
    CONTRACT = "签订合同"
    PAY = "付款"
    DELIVER = "交割"
    PASS = "流拍"  # noqa: S105  an event, no password
    RELIST = "重新挂牌"
    REAPPRAISE = "重新评估"
    WITHDRAW = "撤销公告"
    SUSPEND = "中止"
    RESUME = "恢复"
    TERMINATE = "终止"

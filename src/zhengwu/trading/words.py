"""The vocabularies of public resource trading. Methods and classes are texts: places have their own.

>>> Outcome("流标").is_concluded, Outcome("中标")
(False, <Outcome.AWARDED: '成交'>)
"""

from __future__ import annotations

from zhengwu.records.words import Word

__all__ = ["Outcome", "PriceBasis", "QualificationReview", "is_direct", "is_open_tender"]

_NEVER_IN_RATES = frozenset({"direct_award", "negotiated_lease", "negotiated_transfer"})


class Outcome(Word):
    """How a lot ended: this project's own set (trading.md §4, §5)."""

    AWARDED = "成交", "中标"
    FAILED = "流标"
    VOID = "废标"
    WITHDRAWN = "公告撤销"
    SUSPENDED = "中止"
    TERMINATED = "终止"
    UNSOLD = "流拍"
    RENOUNCED = "中标人放弃"

    @property
    def is_concluded(self) -> bool:
        """Whether the lot counts as a project: it was awarded or sold."""
        return self is Outcome.AWARDED


class PriceBasis(Word):
    """What the prices of a lot that is let stand for: the whole term, or a year or a month of it."""

    TOTAL = "总价", "总租金", "总额", "一次性", "成交总价"
    YEAR = "年租金", "年", "元/年", "万元/年", "年承包费", "年经营权费", "按年"
    MONTH = "月租金", "月", "元/月", "万元/月", "按月"

    @property
    def months(self) -> int | None:
        """How many months a price is for; None for the whole term."""
        return {PriceBasis.YEAR: 12, PriceBasis.MONTH: 1}.get(self)


class QualificationReview(Word):
    """When bidders' qualification is reviewed (trading.md §3.2)."""

    BEFORE = "资格预审"
    AFTER = "资格后审"


def is_direct(method: str | None) -> bool:
    """Whether a method has no competition, so that its lots are counted and summed but enter no rate.

    Source: trading.md §4 and §7 INV-06; the quarterly table of 武进区, 2017 Q1, leaves those rates blank.

    >>> is_direct("直接发包"), is_direct("单一来源"), is_direct(None)
    (True, False, False)
    """
    from zhengwu.reference.glossary import glossary

    term = glossary().find(method) if method else None
    return term is not None and term.id in _NEVER_IN_RATES


def is_open_tender(method: str) -> bool:
    """Whether a method is the open tender (公开招标), in any of its wordings.

    >>> is_open_tender("公开"), is_open_tender("邀请招标")
    (True, False)
    """
    from zhengwu.reference.glossary import glossary

    term = glossary().find(method)
    return term is not None and term.id == "open_tender"

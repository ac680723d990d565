"""Complaints beside what was traded: how many, and which share (投诉率, 投诉成立率).

A roll-up adds records of one class, and a complaint is no tender; so this rate is made of two sums.

>>> from zhengwu.trading.tender import Tender
>>> figures = complaint_figures([], [Tender.single(title="道路改造")])
>>> figures.projects, figures.complaint_rate.percent()
(1, '0.00%')
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from zhengwu.exact import Rate
from zhengwu.records.base import Record
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.supervision.dispute import Dispute
from zhengwu.trading.tender import Tender

__all__ = ["ComplaintFigures", "complaint_figures"]


@attrs.frozen(kw_only=True)
class ComplaintFigures:
    """Projects counted as the quarterly table does, and the disputes about them by stage."""

    projects: int
    objections: int
    complaints: int
    decided: int
    upheld: int

    @property
    def complaint_rate(self) -> Rate:
        """Complaints over projects; several may be about one. Raises `UndefinedRateError` without any."""
        return Rate.of(self.complaints, self.projects)

    @property
    def upheld_rate(self) -> Rate:
        """Complaints upheld, wholly or in part, of those decided. Raises `UndefinedRateError` without any."""
        return Rate.of(self.upheld, self.decided)


def complaint_figures(disputes: Iterable[Dispute], projects: Iterable[Tender | PropertyAuction]) -> ComplaintFigures:
    """The figures of these disputes and projects. Which belong to a period and place, the caller says."""
    rows = tuple(disputes)
    return ComplaintFigures(
        projects=_sum(projects, "project_count"),
        objections=_sum(rows, "objections"),
        complaints=_sum(rows, "complaints"),
        decided=_sum(rows, "complaints_decided"),
        upheld=_sum(rows, "complaints_upheld"),
    )


def _sum(records: Iterable[Record], quantity: str) -> int:
    counts = (one.QUANTITIES[quantity](one) for one in records)
    return sum(count for count in counts if isinstance(count, int))

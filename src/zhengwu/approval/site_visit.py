"""Site visits (现场踏勘): one body's look at a place, or one visit that several bodies make together (联合踏勘).

>>> from datetime import date
>>> joint = SiteVisit(case_nos=("A1", "A2"), bodies=("规划局", "消防大队"), at=date(2017, 10, 12), place="某某路")
>>> alone = SiteVisit(case_nos=("A3",), bodies=("环保局",), at=date(2017, 10, 13))
>>> joint.is_joint, alone.is_joint, "某某路" in repr(joint)
(True, False, False)
>>> visit_figures([joint, alone])
VisitFigures(visits=2, joint=1, body_visits=3, saved=1)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zhengwu.exact import Rate
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.stats import share

__all__ = ["SiteVisit", "VisitFigures", "visit_figures"]


@record
class SiteVisit(Record):
    """A visit to a site, for one case or several. `passed` is None while the result is not known.

    An address may be a citizen's, so repr leaves `place` out.
    """

    case_nos: tuple[str, ...] = field(zh="办件编号")
    bodies: tuple[str, ...] = field(zh="踏勘部门", also=("参与部门",))
    at: Instant = field(zh="踏勘日期", also=("踏勘时间",))
    place: str | None = field(zh="踏勘地点", default=None, private="address")
    passed: bool | None = field(zh="是否通过", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        for name in ("case_nos", "bodies"):
            texts = getattr(self, name)
            if type(texts) is not tuple or not texts or len(set(texts)) < len(texts):
                raise refusal(self, name, "is not a tuple of different names", expected="at least one", shown=False)

    @property
    def is_joint(self) -> bool:
        """Whether several bodies went together (联合踏勘)."""
        return len(self.bodies) > 1


class VisitFigures(NamedTuple):
    """Visits made, of them joint ones, what the bodies would have made apart, and what that saved the applicants."""

    visits: int
    joint: int
    body_visits: int
    saved: int

    @property
    def joint_share(self) -> Rate:
        """Joint visits of all visits. Raises `UndefinedRateError` without a visit."""
        return share(self.joint, self.visits)


def visit_figures(visits: Iterable[SiteVisit]) -> VisitFigures:
    """The figures of these visits. A visit of n bodies stands for n visits made apart, so it saves n − 1."""
    sizes = [len(visit.bodies) for visit in visits]
    return VisitFigures(len(sizes), sum(size > 1 for size in sizes), sum(sizes), sum(sizes) - len(sizes))

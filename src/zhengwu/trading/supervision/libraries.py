"""Libraries (企业库, 专家库, 代理机构库) and what their members did in each tender (一标一评).

>>> from datetime import date
>>> members = [Member(code="Z1", library=Library.EXPERT, field_of_work="土建", admitted_at=date(2023, 1, 1)),
...            Member(code="Z2", library=Library.EXPERT, field_of_work="土建", admitted_at=date(2023, 7, 1))]
>>> [len(members_on(members, date(2023, month, 1))) for month in (6, 7)]
[1, 2]
>>> entries_of(members, date(2023, 7, 1), recused={"Z2": RecusalReason.BIDDER})[1].is_eligible
False
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar

import attrs

from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, refusal, require_count, require_parts, require_text
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word
from zhengwu.trading.draws import Draw, Entry, RecusalReason

__all__ = [
    "Assessment",
    "AssessmentCoverage",
    "Library",
    "Member",
    "Suspension",
    "coverage",
    "entries_of",
    "members_on",
]

_in_order = in_order("admitted_at", "left_at")
_suspended_in_order = in_order("from_day", "to_day")


class Library(Word):
    """Which library."""

    ENTERPRISE = "企业库", "会员库"
    EXPERT = "专家库", "评标专家库"
    AGENCY = "代理机构库"
    COST_CONSULTANT = "造价咨询机构库"
    SUPERVISOR = "监标人员库"


@record
class Suspension(Record):
    """A time in which a member is not drawn; both days belong to it, None as `to_day` while it lasts."""

    from_day: Instant = field(zh="暂停开始日期")
    to_day: Instant | None = field(zh="暂停结束日期", default=None)
    reason: str = field(zh="暂停原因")

    def __attrs_post_init__(self) -> None:
        require_text(self, "reason")
        _suspended_in_order(self)

    def covers(self, on: date) -> bool:
        """Whether a day lies in it."""
        return not is_after(self.from_day, on) and not is_after(on, self.to_day)


@record
class Member(Record):
    """One member of a library. Draws and assessments know its code only; the name of an expert is a person's.

    It belongs to the library from the day admitted to the day before it left.
    """

    code: str = field(zh="入库编号", also=("专家编号", "企业编号", "机构编号"))
    library: Library = field(zh="库别")
    name: str | None = field(zh="姓名或名称", also=("企业名称", "机构名称", "专家姓名"), default=None, private="name")
    field_of_work: str | None = field(zh="专业", also=("评标专业", "资质类别"), default=None)
    employer: str | None = field(zh="工作单位", also=("所在单位",), default=None)
    region: str | None = field(term="region", default=None)
    admitted_at: Instant | None = field(zh="入库日期", default=None)
    left_at: Instant | None = field(zh="出库日期", also=("清退日期",), default=None)
    left_reason: str | None = field(zh="出库原因", also=("清退原因",), default=None)
    suspensions: tuple[Suspension, ...] = field(zh="暂停记录", default=())
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "library_members"
    COUNT_UNIT: ClassVar[str] = "个"
    PARTS: ClassVar[str | None] = "suspensions"
    KEY: ClassVar[str | None] = "code"
    QUANTITIES: ClassVar[Quantities] = MappingProxyType({"library_members": lambda _: 1})

    def __attrs_post_init__(self) -> None:
        require_text(self, "code")
        require_parts(self, "suspensions", Suspension)
        _in_order(self)

    def belongs(self, on: date) -> bool:
        """Whether it is in the library on a day; unknown days of admission count as before."""
        has_left = self.left_at is not None and not is_after(self.left_at, on)
        return not is_after(self.admitted_at, on) and not has_left

    def is_suspended(self, on: date) -> bool:
        """Whether it may not be drawn on a day."""
        return any(one.covers(on) for one in self.suspensions)


def members_on(members: Iterable[Member], on: date) -> tuple[Member, ...]:
    """Those in a library on a day, suspended ones too: the stock that reports print (由113家发展到125家)."""
    return tuple(one for one in members if one.belongs(on))


def entries_of(
    members: Iterable[Member],
    on: date,
    *,
    recused: Mapping[str, RecusalReason] = MappingProxyType({}),
    balls: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Entry, ...]:
    """The pool of a draw on a day: members who are not suspended, by field of work; the recused stay in, as such.

    `balls` are the weights of those who have more than one. Raises `RecordError` for a code that is no such member.
    """
    pool = [one for one in members_on(members, on) if not one.is_suspended(on)]
    unknown = sorted({*recused, *balls} - {one.code for one in pool})
    if unknown:
        raise RecordError(f"may not be drawn on {on}", field="code (入库编号)", value=unknown[0])
    return tuple(
        Entry(
            code=one.code,
            name=one.name,
            stratum=one.field_of_work,
            balls=balls.get(one.code, 1),
            employer=one.employer,
            recusal=recused.get(one.code),
        )
        for one in pool
    )


@record
class Assessment(Record):
    """The assessment of one member for one tender (一标一评). `points` are deducted or added as in the credit ledger.

    `is_penalised` says that it led to points, a warning or more; None while that is open.
    """

    tender_code: str = field(zh="招标项目编号")
    member_code: str = field(zh="入库编号", also=("专家编号", "企业编号", "机构编号"))
    library: Library = field(zh="库别", default=Library.EXPERT)
    score: Whole | None = field(zh="评价得分", also=("得分",), default=None)
    points: Whole | None = field(zh="诚信分值", also=("扣分",), default=None)
    is_penalised: bool | None = field(zh="是否处理", default=None)
    at: Instant | None = field(zh="评价日期", default=None)
    assessor: str | None = field(zh="评价人", default=None, private="name")
    note: str | None = field(zh="评价意见", default=None, private=True)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "assessments"
    COUNT_UNIT: ClassVar[str] = "人次"
    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {
            "assessments": lambda _: 1,
            "members_penalised": lambda one: None if one.is_penalised is None else int(one.is_penalised),
        }
    )

    def __attrs_post_init__(self) -> None:
        require_text(self, "tender_code")
        require_text(self, "member_code")
        require_count(self, "score")
        if self.points is not None and type(self.points) is not int:
            raise refusal(self, "points", "is not a whole number of points", expected="such as -5")


@attrs.frozen(kw_only=True)
class AssessmentCoverage:
    """Who served and was assessed: pairs of tender and member.

    `twice` were assessed more than once, `unknown` never served where they were assessed.
    """

    served: int
    assessed: int
    missing: tuple[tuple[str, str], ...]
    twice: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]


def coverage(draws: Iterable[Draw], assessments: Iterable[Assessment]) -> AssessmentCoverage:
    """Whether everybody drawn for a tender was assessed for it, once. Draws without a project are left out.

    >>> coverage([], [Assessment(tender_code="P1", member_code="Z1")]).unknown
    (('P1', 'Z1'),)
    """
    served = {(one.plan.project, code) for one in draws if one.plan.project is not None for code in one.selected}
    given = [(one.tender_code, one.member_code) for one in assessments]
    return AssessmentCoverage(
        served=len(served),
        assessed=len(served & set(given)),
        missing=tuple(sorted(served - set(given))),
        twice=tuple(sorted({pair for pair in given if given.count(pair) > 1})),
        unknown=tuple(sorted(set(given) - served)),
    )

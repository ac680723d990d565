"""Agency handling (全程代办): an official files for the applicant; the progress of a project's approvals on one board.

>>> from datetime import date
>>> from zhengwu.approval.case import Case
>>> project = AgencyProject(
...     name="某某厂房项目",
...     project_code="2017-320412-01-01-000001",
...     agent="代办员甲",
...     steps=(
...         AgencyStep(name="立项备案", body="发改局", case_no="A1", planned_at=date(2017, 9, 22)),
...         AgencyStep(
...             name="规划许可", body="规划局", case_no="A2", planned_at=date(2017, 10, 13), after=("立项备案",)
...         ),
...         AgencyStep(name="施工许可", body="住建局", planned_at=date(2017, 11, 10), after=("规划许可",)),
...     ),
... )
>>> cases = [
...     Case(case_no="A1", accepted_at=date(2017, 9, 18), closed_at=date(2017, 9, 20)),
...     Case(case_no="A2", accepted_at=date(2017, 9, 21)),
... ]
>>> board = project.board(cases, as_of=date(2017, 10, 16))
>>> print(board)
某某厂房项目代办进度（截至2017-10-16）：已办结1项，共3项，逾期1项
审批事项  办理部门  代办进度  受理时间    办结时间    计划完成日期  是否逾期
----------------------------------------------------------------------------
立项备案  发改局    已办结    2017-09-18  2017-09-20  2017-09-22    否
规划许可  规划局    办理中    2017-09-21              2017-10-13    是
施工许可  住建局    等待前置                          2017-11-10    否
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from zhengwu.approval.case import Case
from zhengwu.approval.listing import listing
from zhengwu.approval.words import CaseState
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_parts, require_text
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.words import Word

__all__ = ["AgencyProject", "AgencyStep", "BoardRow", "Progress", "ProgressBoard"]

_ENDED = (CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED, CaseState.WITHDRAWN, CaseState.VOIDED)


class Progress(Word):
    """How far an approval of a project is."""

    WAITING = "等待前置"
    READY = "可以申报"
    FILED = "已申报"
    UNDER_WAY = "办理中"
    DONE = "已办结"
    ENDED = "未办成"


@record
class AgencyStep(Record):
    """One approval a project needs: `case_no` once it is filed, `planned_at` when it is to be done.

    `after` are the names of the approvals that come first.

    >>> AgencyStep(name="施工许可", after=("规划许可",)).after
    ('规划许可',)
    """

    name: str = field(zh="审批事项", also=("事项名称",))
    body: str | None = field(zh="办理部门", default=None)
    case_no: str | None = field(zh="办件编号", default=None)
    planned_at: Instant | None = field(zh="计划完成日期", default=None)
    after: tuple[str, ...] = field(zh="前置事项", default=())

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")


@record
class BoardRow(Record):
    """One approval on the board. `is_late`: done, or still open, after the planned day; None where none is planned."""

    name: str = field(zh="审批事项")
    body: str | None = field(zh="办理部门", default=None)
    progress: Progress = field(zh="代办进度")
    accepted_at: Instant | None = field(zh="受理时间", default=None)
    closed_at: Instant | None = field(zh="办结时间", default=None)
    planned_at: Instant | None = field(zh="计划完成日期", default=None)
    is_late: bool | None = field(zh="是否逾期", default=None)


@attrs.frozen
class ProgressBoard:
    """The progress of one project as of a day. `str` is the board as a text table; `table` the same as a `Table`."""

    project: str
    as_of: date
    rows: tuple[BoardRow, ...]

    @property
    def done(self) -> int:
        """How many approvals are done."""
        return sum(row.progress is Progress.DONE for row in self.rows)

    @property
    def late(self) -> tuple[BoardRow, ...]:
        """The approvals that are, or were done, after the day planned."""
        return tuple(row for row in self.rows if row.is_late)

    @property
    def next(self) -> tuple[str, ...]:
        """The approvals that may be filed now."""
        return tuple(row.name for row in self.rows if row.progress is Progress.READY)

    @property
    def title(self) -> str:
        """What the board says in one line."""
        counts = f"已办结{self.done}项，共{len(self.rows)}项，逾期{len(self.late)}项"
        return f"{self.project}代办进度（截至{self.as_of}）：{counts}"

    def __str__(self) -> str:
        fields = ("name", "body", "progress", "accepted_at", "closed_at", "planned_at", "is_late")
        return str(listing(self.rows, title=self.title, fields=fields))


@record
class AgencyProject(Record):
    """A project whose approvals an official files (全程代办). A `project_code` has at most 24 characters.

    The steps come in an order in which none stands before what it waits for. The client may be a citizen, so repr
    leaves the name out.
    """

    name: str = field(zh="项目名称")
    project_code: str | None = field(zh="投资项目统一代码", also=("项目代码",), default=None)
    agent: str | None = field(zh="代办员", default=None)
    client: str | None = field(zh="委托人", also=("项目单位",), default=None, private="name")
    steps: tuple[AgencyStep, ...] = field(zh="审批事项")

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        if self.project_code is not None:
            require_text(self, "project_code", longest=24)
        require_parts(self, "steps", AgencyStep, least=1)
        before: set[str] = set()
        for step in self.steps:
            if step.name in before:
                raise refusal(self, "steps", f"have {step.name} twice", shown=False)
            missing = [name for name in step.after if name not in before]
            if missing:
                problem = f"have {step.name}, which waits for {missing[0]}, which does not come before it"
                raise refusal(self, "steps", problem, shown=False)
            before.add(step.name)

    def board(self, cases: Iterable[Case], *, as_of: date) -> ProgressBoard:
        """The board as of a day; what happened later is not seen. A case that was not accepted or was withdrawn or
        voided ends without being done. Cases of other projects are passed over.
        """
        known = {case.case_no: case for case in cases}
        rows: dict[str, BoardRow] = {}
        for step in self.steps:
            ready = all(rows[name].progress is Progress.DONE for name in step.after)
            rows[step.name] = _row(step, known.get(step.case_no or ""), as_of, ready=ready)
        return ProgressBoard(self.name, as_of, tuple(rows.values()))


def _row(step: AgencyStep, case: Case | None, as_of: date, *, ready: bool) -> BoardRow:
    accepted = _seen(case.accepted_at if case else None, as_of)
    closed = _seen(case.closed_at if case else None, as_of)
    if case is not None and case.state in _ENDED:
        progress, closed = Progress.ENDED, None
    elif closed is not None:
        progress = Progress.DONE
    elif accepted is not None:
        progress = Progress.UNDER_WAY
    elif step.case_no is not None:
        progress = Progress.FILED
    else:
        progress = Progress.READY if ready else Progress.WAITING
    late = None if step.planned_at is None else is_after(closed or as_of, step.planned_at)
    return BoardRow(
        name=step.name,
        body=step.body,
        progress=progress,
        accepted_at=accepted,
        closed_at=closed,
        planned_at=step.planned_at,
        is_late=late,
    )


def _seen(instant: date | None, as_of: date) -> date | None:
    """An instant, unless it lies after the day one looks from."""
    return None if is_after(instant, as_of) else instant

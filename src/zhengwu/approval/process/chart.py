"""Charts in the manner of Gantt: the plan of a process, and the approvals of a project as they went.

>>> from zhengwu.approval.process.model import Par, Seq, Stage
>>> both = Par(Stage("环评", limit=20), Stage("能评", limit=12))
>>> print(process_chart(Seq(Stage("立项", limit=5), both, Stage("施工许可", limit=7)), title="工业项目"))
工业项目（单位：工作日）
              0         10        20        30
立项       5  #####
环评      20       ####################
能评      12       ============........
施工许可   7                           #######
# 关键环节  = 其他环节  . 时差
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

import attrs

from zhengwu.approval.case import Case
from zhengwu.approval.process.model import Process, ProcessError
from zhengwu.approval.process.scheduling import schedule
from zhengwu.records.instant import is_after

__all__ = ["Bar", "Chart", "cases_chart", "process_chart"]


@attrs.frozen
class Bar:
    """One row: work from `start` to `end`, both numbers of days; `free` is how far it may be late, `due` its last day.

    `is_open` work has no end yet and is drawn up to the day of the chart; `is_critical` stands out: a stage that delays
    the whole, or a case that is late.
    """

    label: str
    start: int
    end: int
    free: int = 0
    due: int | None = None
    is_open: bool = False
    is_critical: bool = False


@attrs.frozen
class Chart:
    """Bars on one axis; `day` gives the date of a number, where the axis has dates. Prints as text, shows as SVG.

    `words` name what stands out and what does not. A chart `as_of` a day is one of calendar days. `notes` follow it.
    """

    title: str
    unit: str
    bars: tuple[Bar, ...]
    words: tuple[str, str]
    day: Callable[[int], date] | None = None
    as_of: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The first number of the axis."""
        return min((bar.start for bar in self.bars), default=0)

    @property
    def end(self) -> int:
        """The last number of the axis; what is due later is on it too."""
        ends = [max(bar.end + bar.free, bar.due or bar.end) for bar in self.bars]
        return max([*ends, self.start + 1])

    def text(self, *, width: int = 60) -> str:
        """The chart as lines of text, the bars within `width` columns; they are ASCII, whose width is sure."""
        from zhengwu.approval.process.chart_text import chart_text

        return chart_text(self, width=width)

    def svg(self) -> str:
        """The chart as an SVG drawing for a page, a notebook or a file of its own."""
        from zhengwu.approval.process.chart_svg import chart_svg

        return chart_svg(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.svg()


def process_chart(
    process: Process,
    *,
    title: str = "审批流程",
    start: int = 0,
    days: Mapping[str, int] | None = None,
    stops: Mapping[str, int] | None = None,
    day: Callable[[int], date] | None = None,
) -> Chart:
    """The plan of a process: every stage as early as it can run, and how far it may be late.

    `start`, `days` and `stops` are those of `schedule`, which says what is raised; `day` turns an ordinal into the date
    printed on the axis, as a calendar of working days does.
    """
    plan = schedule(process, start=start, days=days or {}, stops=stops or {})
    bars = (Bar(slot.stage.name, slot.start, slot.end, slot.slack, is_critical=slot.is_critical) for slot in plan.slots)
    order = {name: place for place, name in enumerate(plan.graph.names)}
    kept = tuple(sorted(bars, key=lambda bar: (bar.start, order[bar.label])))
    return Chart(title, "工作日", kept, ("关键环节", "其他环节"), day)


def cases_chart(
    cases: Iterable[Case], *, as_of: date, title: str = "项目审批进度", label: Callable[[Case], str] | None = None
) -> Chart:
    """The approvals of a project as they went, on calendar days: accepted to closed, with the day promised.

    Cases that are open are drawn up to `as_of`; the chart is that of the end of this day. Late is a case that was
    closed, or is still open, after the day promised. `label` names a row, by default case number and window. Cases
    accepted later than `as_of`, or on no known day, are counted below.

    >>> case = Case(case_no="A1", window="发改局窗口", accepted_at=date(2017, 3, 1), promised_at=date(2017, 3, 8))
    >>> print(cases_chart([case], as_of=date(2017, 3, 10)))
    项目审批进度（截至2017-03-10，单位：天）
                      03-01       03-03       03-05       03-07       03-09
    A1 发改局窗口  9  ##########################################|###########>
    # 超期  > 未办结  | 承诺日
    """
    if not isinstance(as_of, date):
        raise ProcessError("is not a day", field="as_of (截至日期)", value=as_of, expected="a date")
    last = _day(as_of)
    name = label or _label
    bars, left = [], 0
    for case in cases:
        begun = None if case.accepted_at is None else _day(case.accepted_at)
        if begun is None or begun > last:
            left += 1
            continue
        closed = None if case.closed_at is None or _day(case.closed_at) > last else case.closed_at
        late = is_after(closed or last, case.promised_at)
        due = None if case.promised_at is None else _day(case.promised_at).toordinal()
        end = _day(closed or last).toordinal()
        bars.append(Bar(name(case), begun.toordinal(), end, due=due, is_open=closed is None, is_critical=late))
    notes = (f"另有 {left} 件未画：截至日期前没有受理",) if left else ()
    bars.sort(key=lambda bar: bar.start)
    return Chart(title, "天", tuple(bars), ("超期", "未超期"), date.fromordinal, as_of=last, notes=notes)


def _label(case: Case) -> str:
    return " ".join(filter(None, (case.case_no, case.window)))


def _day(instant: date) -> date:
    return instant.date() if isinstance(instant, datetime) else instant

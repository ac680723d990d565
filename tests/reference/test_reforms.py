"""Published reforms: what the reports of 武进区 (2017) and 宿迁 (2015) say of steps, documents and days, recomputed."""

from __future__ import annotations

from datetime import date

import pytest

from zhengwu.approval import Case
from zhengwu.approval.case import CaseEvent, SpecialProcedure
from zhengwu.approval.process import (
    Burden,
    Dimension,
    Par,
    ReformBaseline,
    Seq,
    Stage,
    net_durations,
    schedule,
    successive_cuts,
)
from zhengwu.approval.words import SpecialKind
from zhengwu.exact import Rate
from zhengwu.records.clock import net_working_days
from zhengwu.reference.published import documents
from zhengwu.workdays import CHINA

PRINTED = {(figure.document, figure.id): figure.figure() for one in documents() for figure in one.figures}
REPORT = next(one.document for one in documents() if one.id == "wujin-2017")


def counts(steps: str, papers: str, limit: str) -> Burden:
    """Three figures of the report of 武进区, by id."""
    first, second, third = (int(PRINTED[REPORT, name].value) for name in (steps, papers, limit))
    return Burden(steps=first, documents=second, limit=third)


WUJIN = ReformBaseline(
    scope="一般审批类工业项目", before=counts("f28", "f30", "f32"), after=counts("f29", "f31", "f33")
)


class TestWujin:
    """19 → 12 steps, 126 → 61 documents, 60 → 42 working days; the report states a target of a quarter or more."""

    def test_printed(self) -> None:
        assert WUJIN.before == Burden(steps=19, documents=126, limit=60)
        assert WUJIN.after == Burden(steps=12, documents=61, limit=42)

    @pytest.mark.parametrize(
        ("dimension", "rate", "printed", "factor"),
        [
            (Dimension.STEPS, "7/19", "36.84%", "1.58"),
            (Dimension.DOCUMENTS, "65/126", "51.59%", "2.07"),
            (Dimension.LIMIT, "3/10", "30.00%", "1.43"),
        ],
    )
    def test_dimensions(self, dimension: Dimension, rate: str, printed: str, factor: str) -> None:
        cut = next(cut for cut in WUJIN.compression if cut.dimension is dimension)
        assert cut.rate == Rate(rate)
        assert cut.rate.percent() == printed
        assert str(cut.factor.rounded(2)) == factor

    def test_the_target(self) -> None:
        assert all(WUJIN.compression.reaches("1/4").values())
        assert list(WUJIN.compression.reaches("30%", strictly=True).values()) == [True, True, False]

    def test_there_is_no_average(self) -> None:
        names = {name for name in dir(WUJIN.compression) if not name.startswith("_")}
        assert names == {"steps", "documents", "limit", "reaches"}


class TestSuqian:
    """27.33 % in 2014, then a further 13.35 % in 2015: three readings, three cuts."""

    @pytest.mark.parametrize(
        ("mode", "cut", "flagged"),
        [("successive", "37.03%", False), ("one_base", "40.68%", True), ("speed", "30.71%", False)],
    )
    def test_modes(self, mode: str, cut: str, flagged: bool) -> None:
        cuts = successive_cuts("27.33%", "13.35%", mode=mode)  # type: ignore[arg-type]
        assert cuts.cut.percent() == cut
        assert (cuts.note is not None) is flagged

    def test_printed_rounding(self) -> None:
        """Whatever the two rates were before they were printed, the cut prints 37.02 to 37.04 %."""
        interval = successive_cuts("27.33%", "13.35%").interval
        assert interval.low is not None
        assert interval.high is not None
        assert (Rate(interval.low).percent(), Rate(interval.high).percent()) == ("37.02%", "37.04%")

    def test_gain_of_speed(self) -> None:
        assert successive_cuts("27.33%", "13.35%", mode="speed").speed.percent() == "44.33%"


class TestCalendar:
    """A process put on the working days of China ends on the days the limits name (approval.md §6)."""

    @pytest.mark.parametrize(("limit", "due"), [(42, date(2017, 11, 21)), (60, date(2017, 12, 15))])
    def test_due_days_of_the_reform(self, limit: int, due: date) -> None:
        process = Seq(Stage("受理", limit=2), Par(Stage("环评", limit=limit - 2), Stage("能评", limit=9)))
        plan = schedule(process, start=CHINA.ordinal(date(2017, 9, 18)))
        assert CHINA.day(plan.end) == due == CHINA.due(date(2017, 9, 18), limit)

    def test_net_days_are_those_of_the_clock(self) -> None:
        """Elapsed 2017-03-30 → 2017-04-10 is 6; the stop 03-31 → 04-07 takes 4, so net is 2."""
        start, end, stop = date(2017, 3, 30), date(2017, 4, 10), (date(2017, 3, 31), date(2017, 4, 7))
        step = CaseEvent(seq=1, stage_name="审查", started_at=start, ended_at=end)
        case = Case(case_no="A1", events=(step,))
        stopped = case.evolve(special=(SpecialProcedure(kind=SpecialKind.STOP, started_at=stop[0], ended_at=stop[1]),))
        assert net_durations(case, ordinal=CHINA.ordinal) == {"审查": 6} == {"审查": net_working_days(start, end)}
        assert net_durations(stopped, ordinal=CHINA.ordinal) == {"审查": 2}
        assert net_working_days(start, end, stops=[stop]) == 2

"""Processes at their edges: what is refused and how, what branches mean, what the pictures look like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from zhengwu.approval import Case
from zhengwu.approval.case import CaseEvent, SpecialProcedure
from zhengwu.approval.process import (
    Alt,
    Burden,
    Chart,
    Cut,
    Dimension,
    Graph,
    Par,
    Process,
    ProcessError,
    ReformBaseline,
    Seq,
    Stage,
    as_graph,
    burden_of,
    case_columns,
    case_length,
    cases_chart,
    compress,
    cut,
    documents_of,
    expected,
    in_parallel,
    limit_of,
    merge,
    mermaid,
    net_durations,
    process_chart,
    schedule,
    stage_figures,
    steps_of,
    successive_cuts,
    taken,
    variants,
)
from zhengwu.approval.process.choices import MOST_VARIANTS
from zhengwu.approval.words import SpecialKind, StepStatus
from zhengwu.errors import AmountError, InexactError, UndefinedRateError, UnitError, UnknownNameError, ZhengwuError
from zhengwu.exact import Rate
from zhengwu.records.faults import RecordError

A, B, C = Stage("甲", limit=3), Stage("乙", limit=5), Stage("丙", limit=2)


def odd(value: Any) -> Any:
    """What a caller without a type checker may hand over."""
    return value


class TestRefused:
    """A process that cannot be is refused where it is made, with one sentence that names what is wrong."""

    @pytest.mark.parametrize(
        ("make", "error", "told"),
        [
            (lambda: Stage("", limit=1), ProcessError, "name (环节名称): '' is not a text with something in it"),
            (lambda: Stage(odd(7), limit=1), ProcessError, "name (环节名称): 7 is not a text"),
            (lambda: Stage("甲", limit=-1), ProcessError, "limit (时限): -1 is not a number of days"),
            (lambda: Stage("甲", limit=True), ProcessError, "limit (时限): True is not a number of days"),
            (lambda: Stage("甲", limit=odd(2.5)), InexactError, "limit (时限): 2.5 is a float"),
            (lambda: Stage("甲", limit=1, documents="执照"), ProcessError, "'执照' is not a list of names"),
            (lambda: Stage("甲", limit=1, documents=["执照", "执照"]), ProcessError, "'执照' is named twice"),
            (lambda: Seq(A, B, A), ProcessError, "'甲' stands twice in one process"),
            (lambda: Par(Seq(A, B), Alt(C, A)), ProcessError, "'甲' stands twice in one process"),
            (lambda: Graph([A, A]), ProcessError, "'甲' stands twice in one process"),
            (lambda: Seq(odd("甲")), ProcessError, "'甲' is not a process"),
            (Alt, ProcessError, "Alt (分支): has no branch"),
            (lambda: Alt(A, odd("乙")), ProcessError, "'乙' is not a process"),
            (lambda: Alt(A, B, shares=["1/2"]), ProcessError, "shares (占比): '1/2' are not shares"),
            (lambda: Alt(A, B, shares=["1/2", "1/3"]), ProcessError, "expected 2 that sum to 1"),
            (lambda: Alt(A, B, shares=["3/2", "-1/2"]), ProcessError, "are not shares"),
            (lambda: Graph([odd(Seq(A))]), ProcessError, "is not a stage"),
            (lambda: Graph([A], after={"甲": ["乙"]}), UnknownNameError, "after (前置环节): '乙' is no stage"),
            (lambda: Graph([A], after={"丁": ["甲"]}), UnknownNameError, "after (前置环节): '丁' is no stage"),
            (lambda: Graph([A], after={"甲": ["甲"]}), ProcessError, "甲 → 甲 wait for each other"),
            (
                lambda: Graph([A, B, C], after={"甲": ["丙"], "乙": ["甲"], "丙": ["乙"]}),
                ProcessError,
                "甲 → 乙 → 丙 → 甲 wait for each other",
            ),
            (lambda: schedule(odd("甲")), ProcessError, "is not a process"),
            (lambda: schedule(A, start=odd(1.0)), ProcessError, "start (起始): 1.0 is not the ordinal of a day"),
            (lambda: schedule(A, days={"乙": 3}), UnknownNameError, "name (环节名称): '乙' is no stage"),
            (lambda: schedule(A, stops={"甲": -3}), ProcessError, "-3 is not a number of days"),
            (lambda: schedule(A, days={"甲": odd(0.5)}), InexactError, "days of 甲 (办理天数): 0.5 is a float"),
            (lambda: schedule(A)["乙"], UnknownNameError, "'乙' is no stage of this process (expected 甲)"),
            (lambda: as_graph(Alt(A, B)), ProcessError, "has branches: say which is taken"),
            (lambda: expected(Alt(A, B), limit_of), ProcessError, "shares (占比): are missing"),
            (lambda: burden_of(A, documents="some"), UnknownNameError, "documents (材料): 'some' is no way to count"),
            (lambda: merge(A, ["乙"], name="丁"), UnknownNameError, "stages (环节): '乙' is no stage"),
            (lambda: merge(A, [], name="丁"), ProcessError, "names no stage"),
            (lambda: merge(Seq(A, B, C), ["甲", "丙"], name="丁"), ProcessError, "'乙' stands between them"),
            (lambda: merge(Seq(A, B, C), ["甲", "乙"], name="丙"), ProcessError, "'丙' stands twice"),
            (lambda: merge(Alt(A, B), ["甲", "乙"], name="丁"), ProcessError, "has branches"),
            (lambda: in_parallel(Seq(A, B, C), ["甲", "丙"]), ProcessError, "'乙' stands between them"),
            (lambda: mermaid(A, direction=odd("RL")), UnknownNameError, "direction: 'RL' is no direction"),
            (lambda: process_chart(A).text(width=3), AmountError, "width (宽度): 3 is not a width"),
            (lambda: cases_chart([], as_of=odd(None)), ProcessError, "as_of (截至日期): is not a day"),
            (lambda: successive_cuts("10%", mode=odd("sum")), UnknownNameError, "mode: 'sum' is not a way"),
            (lambda: successive_cuts("60%", "50%", mode="one_base"), AmountError, "take away more than there is"),
            (lambda: successive_cuts("110%"), AmountError, "takes away more than there is"),
        ],
    )
    def test_one_sentence(self, make: Callable[[], Any], error: type[ZhengwuError], told: str) -> None:
        with pytest.raises(error) as caught:
            make()
        assert told in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_too_many_branches(self) -> None:
        pairs = (Alt(Stage(f"{n}甲", limit=1), Stage(f"{n}乙", limit=n)) for n in range(13))
        process = Seq(*pairs)
        with pytest.raises(ProcessError, match=f"8192 has too many choices .* at most {MOST_VARIANTS}"):
            list(variants(process))
        assert (limit_of(process), steps_of(process)) == (1 + sum(range(1, 13)), 13)


class TestBranches:
    """A branch is taken by the stages that occur; where they leave it open, that is said."""

    process = Seq(A, Alt(Seq(B, C), Seq(B, Stage("丁", limit=1)), Seq()))

    @pytest.mark.parametrize(
        ("met", "names"),
        [
            (["甲", "乙", "丙"], ("甲", "乙", "丙")),
            (["丁"], ("甲", "乙", "丁")),
            (["甲"], ("甲",)),
        ],
    )
    def test_taken(self, met: list[str], names: tuple[str, ...]) -> None:
        assert taken(self.process, met).names == names

    @pytest.mark.parametrize(
        ("process", "met", "told"),
        [
            (process, ["乙"], "'乙' leaves open which branch was taken"),
            (process, ["丙", "丁"], "'丁、丙' fits no branch"),
            (Alt(A, B), [], "leaves open which branch was taken"),
            (Alt(A), [], "leaves open which branch was taken"),
        ],
    )
    def test_left_open(self, process: Process, met: list[str], told: str) -> None:
        with pytest.raises(ProcessError, match="branch") as caught:
            taken(process, met)
        assert told in str(caught.value)

    def test_each_dimension_takes_its_worst_branch(self) -> None:
        long = Stage("报告书", limit=60, documents=["报告书"])
        wide = Seq(Stage("登记", limit=1, documents=["表"]), Stage("备案", limit=1, documents=["表", "图"]))
        assert burden_of(Alt(long, wide)) == Burden(
            steps=2, documents=2, limit=60, documents_counted=burden_of(long).documents_counted
        )
        assert documents_of(Alt(long, wide), "sum") == 3

    def test_shares_multiply(self) -> None:
        process = Seq(Alt(A, B, shares=["1/4", "3/4"]), Alt(C, Seq(), shares=["1/3", "2/3"]))
        assert [share for share, _ in variants(process)] == [Fraction(n, 12) for n in (1, 2, 3, 6)]
        assert [share for share, _ in variants(Seq(Alt(A, B), C))] == [None, None]
        assert [share for share, _ in variants(Alt(Alt(A, B), C, shares=["1/2", "1/2"]))] == [
            None,
            None,
            Fraction(1, 2),
        ]

    def test_what_if_reaches_into_each_branch(self) -> None:
        process = Alt(Seq(A, B), Seq(B, A, C), C, shares=["1/2", "1/4", "1/4"])
        merged = merge(process, ["甲", "乙"], name="联合", limit=4)
        assert isinstance(merged, Alt)
        assert (merged.shares, [part.names for part in merged.parts]) == (
            process.shares,
            [("联合",), ("联合", "丙"), ("丙",)],
        )
        assert cut(process, "甲").names == ("乙", "丙")

    def test_merging_keeps_the_longest_limit_unless_told(self) -> None:
        one, other = Stage("甲", limit=3, documents=["表", "图"]), Stage("乙", limit=5, documents=["表"])
        merged = merge(Par(one, other), ["甲", "乙"], name="联合", body="审批局")
        assert as_graph(merged).stages == (Stage("联合", limit=5, documents=["表", "图"], body="审批局"),)

    def test_cutting_in_a_graph_bridges(self) -> None:
        graph = Graph([A, B, C], after={"乙": ["甲"], "丙": ["乙"]})
        assert as_graph(cut(graph, ["乙"])).predecessors("丙") == ("甲",)
        assert cut(A, ["甲"]) == Seq()


class TestSchedule:
    """Ties, nothing at all, and what a calendar would ask."""

    def test_no_stage(self) -> None:
        plan = schedule(Seq(), start=7)
        assert (plan.slots, plan.start, plan.end, plan.critical_path, plan.bottleneck()) == ((), 7, 7, (), None)

    def test_equally_long_ways(self) -> None:
        plan = schedule(Par(B, Seq(A, C)))
        assert plan.critical_path == ("乙",)
        assert all(slot.is_critical for slot in plan.slots)
        assert plan.bottleneck() == B

    def test_the_longest_branch_by_what_stages_take(self) -> None:
        assert schedule(Alt(A, B)).critical_path == ("乙",)
        assert schedule(Alt(A, B), days={"甲": 9}).critical_path == ("甲",)
        assert schedule(Alt(A, B), stops={"甲": 3}).length == 6


class TestCompression:
    """What is not told has no rate; a rise is negative; two ways of counting are not compared."""

    def test_not_told(self) -> None:
        cuts = compress(Burden(steps=19, limit=0), Burden(steps=0, documents=5, limit=3))
        assert [str(one) for one in cuts] == [
            "环节 19 → 0 个，压缩 100.00%",
            "材料 — → 5 份",
            "时限 0 → 3 个工作日",
        ]
        assert list(cuts.reaches("25%").values()) == [True, None, None]
        assert [one.taken_away for one in cuts] == [19, None, -3]
        for dimension, reason in (("documents", "missing"), ("limit", "zero_base")):
            with pytest.raises(UndefinedRateError) as caught:
                _ = getattr(cuts, dimension).rate
            assert caught.value.reason == reason
        with pytest.raises(UndefinedRateError, match="something that is left"):
            _ = cuts.steps.factor
        with pytest.raises(UndefinedRateError, match=r"after \(材料\): is missing"):
            _ = Cut(Dimension.DOCUMENTS, 5, None).rate

    def test_a_rise(self) -> None:
        assert compress(Burden(steps=10), Burden(steps=12)).steps.rate == Rate("-20%")

    def test_a_target_is_met_exactly_or_not(self) -> None:
        """24.999… % prints 25.00 % and is not a quarter."""
        cut = Cut(Dimension.DOCUMENTS, 100_000, 75_001)
        assert (cut.rate.percent(), cut.reaches("1/4")) == ("25.00%", False)
        assert (cut.reaches("24.999%"), cut.reaches("24.999%", strictly=True)) == (True, False)

    def test_two_ways_of_counting(self) -> None:
        process = Par(Stage("甲", limit=1, documents=["表"]), Stage("乙", limit=1, documents=["表"]))
        one, other = burden_of(process), burden_of(process, documents="sum")
        with pytest.raises(
            UnitError, match="documents \\(材料\\): '一套材料、分别提交' are two ways to count documents"
        ):
            compress(one, other)
        assert compress(Burden(documents=4), one).documents.after == 1
        assert compress(process, process, documents="sum").documents.before == 2

    def test_a_baseline_is_a_record(self) -> None:
        data = {"scope": "项目", "before": {"环节": "19"}, "after": {"steps": 12}, "as_of": "2017-12-31"}
        with pytest.raises(RecordError):
            ReformBaseline.validate(data)
        data["before"] = {"steps": "19"}
        reform = ReformBaseline.validate(data)
        assert ReformBaseline.from_json(reform.to_json()) == reform
        with pytest.raises(RecordError, match="before"):
            ReformBaseline(scope="项目", before=None, after=Burden())  # type: ignore[arg-type]
        with pytest.raises(RecordError, match=r"steps \(环节\)"):
            Burden(steps=-1)


class TestSuccessiveCuts:
    """Exact numbers stand for themselves, printed ones for all that print so."""

    def test_exact(self) -> None:
        cuts = successive_cuts(Rate("1/10"), "1/10")
        assert (cuts.cut, str(cuts.interval)) == (Rate("19/100"), "[0.19, 0.19]")
        assert successive_cuts().cut == 0

    def test_nothing_left(self) -> None:
        with pytest.raises(UndefinedRateError, match="time that is left"):
            _ = successive_cuts("100%").speed

    def test_one_rate_is_no_sum(self) -> None:
        assert successive_cuts("10%", mode="one_base").note is None


class TestDurations:
    """The end that equals its start is unknown; a stop that nobody ended may go on."""

    @staticmethod
    def net(
        *events: tuple[int, int | None, int | None], stops: tuple[tuple[int | None, int | None], ...] = (), **how: Any
    ) -> int | None:
        def march(day: int | None) -> date | None:
            return None if day is None else date(2017, 3, day)

        case = Case(
            case_no="A1",
            events=tuple(
                CaseEvent(seq=n, stage_name="审查", started_at=march(a), ended_at=march(b)) for n, a, b in events
            ),
            special=tuple(
                SpecialProcedure(kind=SpecialKind.STOP, started_at=march(a), ended_at=march(b)) for a, b in stops
            ),
        )
        return net_durations(case, ordinal=date.toordinal, **how)["审查"]

    @pytest.mark.parametrize(
        ("events", "stops", "net"),
        [
            (((1, 1, 9),), (), 8),
            (((1, 1, 1),), (), None),
            (((1, 1, None),), (), None),
            (((1, None, 9),), (), None),
            (((1, 1, 5), (2, 7, 9)), (), 6),
            (((1, 1, 5), (2, 7, 7)), (), None),
            (((2, 7, 7), (3, 1, 5)), (), None),
            (((1, 1, 9),), ((3, 5), (4, 6)), 5),
            (((1, 1, 9),), ((3, None),), None),
            (((1, 1, 9),), ((9, None),), 8),
            (((1, 1, 9),), ((None, 1),), 8),
            (((1, 1, 9),), ((None, 2),), None),
            (((1, 1, 9),), ((None, None),), None),
        ],
    )
    def test_net(self, events: Any, stops: Any, net: int | None) -> None:
        assert self.net(*events, stops=stops) == net

    def test_said_to_be_zero(self) -> None:
        assert self.net((1, 1, 1), equal_end="zero") == 0
        with pytest.raises(UnknownNameError, match="equal_end"):
            self.net((1, 1, 1), equal_end="maybe")

    def test_to_do_is_not_done(self) -> None:
        event = CaseEvent(
            seq=1, stage_name="审查", started_at=date(2017, 3, 1), ended_at=date(2017, 3, 2), status=StepStatus.TO_DO
        )
        assert net_durations(Case(case_no="A", events=(event,)), ordinal=date.toordinal) == {"审查": None}

    def test_times_count_as_their_days(self) -> None:
        start, end = datetime(2017, 3, 1, 17), datetime(2017, 3, 2, 9)  # noqa: DTZ001
        event = CaseEvent(seq=1, stage_name="审查", started_at=start, ended_at=end)
        extension = SpecialProcedure(kind=SpecialKind.EXTENSION, started_at=date(2017, 3, 1), ended_at=date(2017, 3, 9))
        case = Case(case_no="A", events=(event,), special=(extension,))
        assert net_durations(case, ordinal=date.toordinal) == {"审查": 1}

    def test_length_of_a_case(self) -> None:
        with pytest.raises(UnknownNameError, match="'戊' is no stage"):
            case_length(Seq(A, B), {"戊": 1})
        assert case_length(Seq(A, Alt(B, Seq())), {"甲": 4}) == 4


class TestFigures:
    """Cases that cannot be placed are counted, not dropped; a name that nobody knows is refused."""

    def test_open_branches_are_counted(self) -> None:
        figures = stage_figures(Seq(A, Alt(B, C)), [{"甲": 3, "乙": 7}, {"甲": 3}, {"甲": None, "丙": 1}])
        assert (figures.complete, figures.incomplete, figures.days) == (1, 2, 10)
        first, second, third = figures.stages
        assert (first.known, second.known, third.known) == (2, 1, 1)
        assert (second.complete, third.complete) == (1, 0)
        assert figures.bottleneck() == second
        with pytest.raises(UndefinedRateError, match="no case tells"):
            _ = third.frequency
        assert str(figures).splitlines()[3] == "丙                  1.00               1                   0"

    def test_refused(self) -> None:
        with pytest.raises(UnknownNameError, match="'戊' is no stage"):
            stage_figures(A, [{"戊": 1}])
        with pytest.raises(ProcessError, match="-1 is not a number of days"):
            stage_figures(A, [{"甲": -1}])

    def test_no_case(self) -> None:
        figures = stage_figures(A, [])
        assert figures.bottleneck() is None
        assert str(figures).endswith("用时全部已知 0 件；另有 0 件未计入")
        with pytest.raises(UndefinedRateError):
            _ = figures.mean


class TestColumns:
    """Columns are whole numbers, one for every stage, of one length."""

    whole = np.array([1, 2, -1], dtype=np.int16)

    def test_columns_of_a_dataframe(self) -> None:
        class Series:
            def to_numpy(self) -> Any:
                return TestColumns.whole

        lengths, figures = case_columns(A, {"甲": Series()})
        assert (lengths.tolist(), figures.days) == ([1, 2, -1], 3)

    @pytest.mark.parametrize(
        ("process", "columns", "error", "told"),
        [
            (A, {}, UnknownNameError, "columns (环节名称): '甲' has no column"),
            (A, {"甲": whole, "乙": whole}, UnknownNameError, "columns (环节名称): '乙' is no stage of this process"),
            (A, {"甲": [1, 2]}, InexactError, "column 甲 (办理天数): 'list' is not a column"),
            (A, {"甲": whole.astype(float)}, InexactError, "'1-dimensional float64' is not a column of whole numbers"),
            (A, {"甲": whole.reshape(1, 3)}, InexactError, "'2-dimensional int16' is not a column of whole numbers"),
            (Seq(A, B), {"甲": whole, "乙": whole[:2]}, ProcessError, "2 is not as long as the others (expected 3)"),
            (A, {"甲": np.array([1 << 41])}, ProcessError, "holds a duration beyond reason"),
            (A, {"甲": np.array([1 << 63], dtype=np.uint64)}, ProcessError, "holds a duration beyond reason"),
            (Alt(A, B), {"甲": whole, "乙": whole}, ProcessError, "has branches"),
            (Seq(), {}, ProcessError, "has no stage"),
        ],
    )
    def test_refused(self, process: Process, columns: Any, error: type[ZhengwuError], told: str) -> None:
        with pytest.raises(error) as caught:
            case_columns(process, columns)
        assert told in str(caught.value)

    def test_many_blocks(self) -> None:
        """Blocks are an inner matter: the sums go over all of them."""
        count = 100_000
        first = np.arange(count) % 7
        second = np.arange(count) % 5 - 1
        lengths, figures = case_columns(Par(A, B), {"甲": first, "乙": second})
        assert lengths.tolist() == [-1 if n % 5 == 0 else max(n % 7, n % 5 - 1) for n in range(count)]
        assert figures.complete == count * 4 // 5
        assert figures.incomplete == count // 5


class TestPictures:
    """What the pictures show, by example."""

    def test_branches(self) -> None:
        text = mermaid(Seq(Par(A, B), Par(C, Alt(Stage("丁", limit=1), Seq()))), direction="TD")
        assert text.splitlines() == [
            "flowchart TD",
            '    start(["开始"])',
            '    s1["甲<br/>3个工作日"]',
            "    start --> s1",
            '    s2["乙<br/>5个工作日"]',
            "    start --> s2",
            '    join1((" "))',
            "    s1 --> join1",
            "    s2 --> join1",
            '    s3["丙<br/>2个工作日"]',
            "    join1 --> s3",
            '    choice1{"分支"}',
            "    join1 --> choice1",
            '    s4["丁<br/>1个工作日"]',
            "    choice1 --> s4",
            '    finish(["结束"])',
            "    s3 --> finish",
            "    s4 --> finish",
            "    choice1 --> finish",
            "    classDef critical stroke:#c2410c,stroke-width:3px",
            "    class s2,s3 critical",
        ]

    def test_a_process_of_nothing(self) -> None:
        assert mermaid(Seq()).splitlines() == [
            "flowchart LR",
            '    start(["开始"])',
            '    finish(["结束"])',
            "    start --> finish",
        ]
        assert str(process_chart(Par())) == "审批流程（单位：工作日）\n"
        assert mermaid(Graph([])) == mermaid(Seq())

    def test_dates_on_the_axis(self) -> None:
        chart = process_chart(Seq(A, B), start=100, day=lambda number: date(2017, 3, 1 + number - 100))
        assert str(chart).splitlines()[1].split() == ["03-01", "03-03", "03-05", "03-07", "03-09"]

    def test_months_on_a_long_axis(self) -> None:
        case = Case(case_no="A1", accepted_at=date(2016, 11, 20))
        for as_of, labels in (
            (date(2017, 4, 3), ["2016-12", "2017-01", "2017-02", "2017-03", "2017-04"]),
            (date(2018, 11, 3), ["2017-01", "2017-07", "2018-01", "2018-07"]),
            (date(2037, 11, 3), ["2016-12", "2021-12", "2026-12", "2031-12", "2036-12"]),
        ):
            assert str(cases_chart([case], as_of=as_of)).splitlines()[1].split() == labels

    def test_a_project(self) -> None:
        day = date(2017, 3, 1)
        cases = [
            Case(
                case_no="A1",
                window="环保局",
                accepted_at=day,
                promised_at=date(2017, 3, 20),
                closed_at=date(2017, 3, 24),
            ),
            Case(case_no="A2", accepted_at=datetime(2017, 3, 10, 9, 30), promised_at=date(2017, 4, 6)),  # noqa: DTZ001
            Case(case_no="A3", accepted_at=date(2017, 4, 1)),
            Case(case_no="A4"),
        ]
        chart = cases_chart(cases, as_of=date(2017, 3, 31), label=lambda case: case.window or "无窗口", title="某项目")
        assert str(chart).splitlines() == [
            "某项目（截至2017-03-31，单位：天）",
            "            03-01     03-11     03-21     03-31",
            "环保局  23  ###################|###",
            "无窗口  21           =====================>     |",
            "# 超期  = 未超期  > 未办结  | 承诺日",
            "另有 2 件未画：截至日期前没有受理",
        ]
        drawing = chart.svg()
        assert drawing == chart._repr_html_()
        assert all(word in drawing for word in ("超期", "未超期", "未办结", "承诺日", "环保局", "另有 2 件未画"))

    def test_a_chart_of_slack_says_so(self) -> None:
        drawing = process_chart(Par(A, B)).svg()
        assert all(word in drawing for word in ("关键环节", "其他环节", "时差", 'stroke-dasharray="2 4"'))
        assert isinstance(process_chart(A), Chart)

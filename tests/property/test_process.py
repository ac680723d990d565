"""Laws of processes: how parts make up the length, what cannot shorten or lengthen it, what pictures show."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given, strategies as st
from lxml import etree

from zhengwu.approval import Case
from zhengwu.approval.case import CaseEvent, SpecialProcedure
from zhengwu.approval.process import (
    Alt,
    Burden,
    DocumentCount,
    Graph,
    Par,
    Process,
    ProcessError,
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
    lawful_limit,
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
from zhengwu.approval.words import SpecialKind
from zhengwu.stats import compound
from zhengwu.table.layout import display_width

PAPERS = ("执照", "申请表", "图纸", "报告", "承诺书")
LIMITS = st.integers(min_value=0, max_value=45)
PAPER_LISTS = st.lists(st.sampled_from(PAPERS), unique=True, max_size=3)


@st.composite
def stages(draw: st.DrawFn, *, least: int = 1, most: int = 6) -> list[Stage]:
    count = draw(st.integers(least, most))
    return [Stage(f"环节{n}", limit=draw(LIMITS), documents=draw(PAPER_LISTS)) for n in range(count)]


@st.composite
def graphs(draw: st.DrawFn, *, least: int = 1, most: int = 6) -> Graph:
    made = draw(stages(least=least, most=most))
    names = [stage.name for stage in made]
    after = {
        name: draw(st.lists(st.sampled_from(names[:n]), unique=True, max_size=3)) for n, name in enumerate(names) if n
    }
    return Graph(draw(st.permutations(made)), after=after)


@st.composite
def trees(draw: st.DrawFn, *, branches: bool = True) -> Process:
    """A process of stages without a name in common, put together at random."""
    left: list[Process] = list(draw(stages()))
    kinds: list[Callable[..., Process]] = [Seq, Par, Alt] if branches else [Seq, Par]
    while len(left) > 1:
        count = draw(st.integers(2, len(left)))
        left = [draw(st.sampled_from(kinds))(*left[:count]), *left[count:]]
    return left[0]


def longest_by_paths(graph: Graph) -> int:
    """The longest way, all ways gone one by one."""
    limits = {stage.name: stage.limit for stage in graph.stages}

    def from_here(name: str) -> int:
        return limits[name] + max((from_here(other) for other in graph.successors(name)), default=0)

    return max((from_here(name) for name in graph.names), default=0)


class TestLength:
    """Seq = sum, Par = max, Alt = max; the critical path is a longest way (approval.md §7)."""

    @given(parts=st.lists(stages(most=1), min_size=1, max_size=5))
    def test_sum_and_max(self, parts: list[list[Stage]]) -> None:
        named = [Stage(f"{n}", limit=part[0].limit) for n, part in enumerate(parts)]
        limits = [stage.limit for stage in named]
        assert limit_of(Seq(*named)) == sum(limits)
        assert limit_of(Par(*named)) == limit_of(Alt(*named)) == max(limits)

    @given(process=trees())
    def test_parts(self, process: Process) -> None:
        """The law holds for parts of any kind."""
        if not isinstance(process, Stage | Graph):
            limits = [limit_of(part) for part in process.parts]
            assert limit_of(process) == (sum(limits) if isinstance(process, Seq) else max(limits))

    @given(graph=graphs())
    def test_the_longest_way_of_a_graph(self, graph: Graph) -> None:
        plan = schedule(graph)
        assert plan.length == longest_by_paths(graph)
        limits = {stage.name: stage.limit for stage in graph.stages}
        assert sum(limits[name] for name in plan.critical_path) == plan.length
        assert all((one, other) in graph.edges for one, other in pairwise(plan.critical_path))

    @given(process=trees())
    def test_no_stage_is_longer_than_the_whole(self, process: Process) -> None:
        plan = schedule(process)
        assert plan.length >= max(slot.stage.limit for slot in plan.slots)

    @given(made=stages())
    def test_at_once_is_never_slower_than_in_a_row(self, made: list[Stage]) -> None:
        assert limit_of(Par(*made)) <= limit_of(Seq(*made))
        assert burden_of(Par(*made)).evolve(limit=0) == burden_of(Seq(*made)).evolve(limit=0)

    @given(made=stages(), data=st.data())
    def test_order_and_brackets(self, made: list[Stage], data: st.DataObject) -> None:
        """Permuting what runs at once, and bracketing what runs in a row, changes nothing."""
        shuffled = data.draw(st.permutations(made))
        assert burden_of(Par(*shuffled)) == burden_of(Par(*made))
        at = data.draw(st.integers(0, len(made)))
        assert schedule(Seq(Seq(*made[:at]), Seq(*made[at:]))).slots == schedule(Seq(*made)).slots
        assert burden_of(Par(Par(*made[:at]), Par(*made[at:]))) == burden_of(Par(*made))

    @given(process=trees(), limit=LIMITS)
    def test_nothing_is_nothing(self, process: Process, limit: int) -> None:
        assert schedule(Seq(Seq(), process, Par(), Graph([]))).slots == schedule(process).slots
        more = Stage("另一环节", limit=limit)
        assert limit_of(Seq(process, more)) == limit_of(process) + limit

    @given(process=trees(), extended=st.booleans())
    def test_the_cap_of_joint_handling(self, process: Process, extended: bool) -> None:
        """行政许可法 42 and 26: 45 (+15) working days cap the whole only where bodies handle it together."""
        own, cap = limit_of(process), 60 if extended else 45
        assert lawful_limit(process, is_joint=False, is_extended=extended) == own
        assert lawful_limit(process, is_joint=True, is_extended=extended) == min(own, cap)


class TestSlack:
    """Slack is what a stage may be late without delaying the whole, to the day."""

    @given(graph=graphs(), late=st.integers(0, 60), start=st.integers(-1000, 10_000), data=st.data())
    def test_a_stop_delays_by_what_exceeds_the_slack(
        self, graph: Graph, late: int, start: int, data: st.DataObject
    ) -> None:
        plan = schedule(graph, start=start)
        name = data.draw(st.sampled_from(graph.names))
        stopped = schedule(graph, start=start, stops={name: late})
        assert stopped.end - plan.end == max(0, late - plan.slack(name))
        assert plan[name].is_critical == (plan.slack(name) == 0)

    @given(graph=graphs(), start=st.integers(-1000, 10_000))
    def test_slots(self, graph: Graph, start: int) -> None:
        plan = schedule(graph, start=start)
        assert min(slot.start for slot in plan.slots) == start
        assert max(slot.end for slot in plan.slots) == plan.end == start + plan.length
        for slot in plan.slots:
            before = [plan[name].end for name in graph.predecessors(slot.stage.name)]
            assert slot.start == max(before, default=start)
            assert slot.end - slot.start == slot.stage.limit
            assert 0 <= slot.slack <= plan.length
        assert set(plan.critical_path) <= {slot.stage.name for slot in plan.slots if slot.is_critical}
        bottleneck = plan.bottleneck()
        assert bottleneck is not None
        assert bottleneck.limit == max(slot.stage.limit for slot in plan.slots if slot.is_critical)


class TestEdges:
    """An edge added never shortens, an edge removed never lengthens."""

    @given(graph=graphs(least=2), data=st.data())
    def test_edges(self, graph: Graph, data: st.DataObject) -> None:
        assume(graph.edges)
        gone = data.draw(st.sampled_from(sorted(graph.edges)))
        after = {name: [one for one in graph.predecessors(name) if (one, name) != gone] for name in graph.names}
        assert limit_of(Graph(graph.stages, after=after)) <= limit_of(graph)

    @given(graph=graphs(), data=st.data())
    def test_a_stage_added_never_shortens(self, graph: Graph, data: st.DataObject) -> None:
        before = data.draw(st.lists(st.sampled_from(graph.names), unique=True))
        after = {name: graph.predecessors(name) for name in graph.names}
        more = Stage("另一环节", limit=data.draw(LIMITS), documents=data.draw(PAPER_LISTS))
        grown = Graph([*graph.stages, more], after={**after, more.name: before})
        assert limit_of(grown) >= limit_of(graph)
        assert steps_of(grown) == steps_of(graph) + 1
        for counted in DocumentCount:
            assert documents_of(grown, counted) >= documents_of(graph, counted)

    @given(graph=graphs(least=2), data=st.data())
    def test_a_ring_is_refused(self, graph: Graph, data: st.DataObject) -> None:
        """Whatever ring there is, the message names stages that do wait for each other."""
        assume(graph.edges)
        one, other = data.draw(st.sampled_from(sorted(graph.edges)))
        after = {name: list(graph.predecessors(name)) for name in graph.names}
        after[one].append(other)
        with pytest.raises(ProcessError, match="wait for each other") as caught:
            Graph(graph.stages, after=after)
        ring = str(caught.value.problem).split(" wait")[0].split(" → ")
        assert ring[0] == ring[-1]
        assert all(before in after[behind] for before, behind in pairwise(ring))


class TestBurden:
    """Steps are counted, documents as stated; one set of files never holds more than all files together."""

    @given(process=trees())
    def test_counts(self, process: Process) -> None:
        graphs_met = [graph for _, graph in variants(process)]
        assert steps_of(process) == max(len(graph.stages) for graph in graphs_met)
        union, whole = (documents_of(process, counted) for counted in DocumentCount)
        assert union <= whole
        assert union == max(len({paper for one in graph.stages for paper in one.documents}) for graph in graphs_met)
        assert limit_of(process) == max(map(limit_of, graphs_met))

    @given(made=stages(), weights=st.lists(st.integers(0, 9), min_size=6, max_size=6))
    def test_mean_lies_between(self, made: list[Stage], weights: list[int]) -> None:
        """The mean by shares is the one of the branches, whatever stands around them."""
        weights = weights[: len(made)]
        assume(sum(weights))
        shares = [Fraction(weight, sum(weights)) for weight in weights]
        mean = sum((share * stage.limit for share, stage in zip(shares, made, strict=True)), Fraction(0))
        process = Seq(Stage("先", limit=3), Alt(*made, shares=shares), Stage("后", limit=4))
        assert expected(process, limit_of) == mean + 7
        assert expected(process, steps_of) == 3
        assert expected(process, limit_of) <= limit_of(process)


class TestWhatIf:
    """Stages at once never take longer; a stage cut is a step less and never a day more; merged ones are one step."""

    @given(process=trees(branches=False), data=st.data())
    @example(process=Seq(Par(Stage("甲", limit=1), Stage("乙", limit=9)), Stage("丙", limit=1)), data=None)
    def test_at_once(self, process: Process, data: st.DataObject | None) -> None:
        names = ("甲", "乙") if data is None else data.draw(st.sets(st.sampled_from(process.names), min_size=1))
        if stands_between(process, names):
            with pytest.raises(ProcessError, match="stands between them"):
                in_parallel(process, names)
            return
        changed = in_parallel(process, names)
        assert limit_of(changed) <= limit_of(process)
        assert burden_of(changed).evolve(limit=0) == burden_of(process).evolve(limit=0)
        graph = as_graph(changed)
        assert not {(one, other) for one, other in graph.edges if one in names and other in names}

    @given(process=trees(), data=st.data())
    def test_cut(self, process: Process, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(process.names))
        left = cut(process, [name])
        assert name not in left.names
        assert limit_of(left) <= limit_of(process)
        assert steps_of(process) - 1 <= steps_of(left) <= steps_of(process)

    @given(graph=graphs(least=3), data=st.data())
    def test_cutting_keeps_the_order_of_the_rest(self, graph: Graph, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(graph.names))
        left = as_graph(cut(graph, [name]))
        assert {(one, other) for one, other in ways(graph) if name not in (one, other)} == ways(left)

    @given(process=trees(branches=False), data=st.data())
    def test_merged(self, process: Process, data: st.DataObject) -> None:
        names = data.draw(st.sets(st.sampled_from(process.names), min_size=1))
        if stands_between(process, names):
            with pytest.raises(ProcessError, match="stands between them"):
                merge(process, names, name="联合")
            return
        changed = merge(process, names, name="联合")
        assert steps_of(changed) == steps_of(process) - len(names) + 1
        assert documents_of(changed) == documents_of(process)
        assert documents_of(changed, "sum") <= documents_of(process, "sum")
        assert set(changed.names) == set(process.names) - names | {"联合"}
        order = ways(as_graph(changed))
        for one, other in ways(as_graph(process)):
            renamed = tuple("联合" if name in names else name for name in (one, other))
            assert renamed in order or renamed == ("联合", "联合")


def ways(graph: Graph) -> set[tuple[str, str]]:
    """Who waits for whom, through others too."""
    found = set(graph.edges)
    while True:
        more = {(one, last) for one, middle in found for other, last in found if middle == other} - found
        if not more:
            return found
        found |= more


def stands_between(process: Process, names: Collection[str]) -> bool:
    """Whether another stage waits for one of these and is waited for by one."""
    order = ways(as_graph(process))
    behind = {other for one, other in order if one in names}
    return any(one in behind and one not in names for one, other in order if other in names)


class TestCompression:
    """Each dimension for itself; a rate compared exactly."""

    counts = st.integers(0, 500)

    @given(
        before=st.tuples(counts, counts, counts), after=st.tuples(counts, counts, counts), target=st.integers(0, 100)
    )
    def test_each_for_itself(self, before: tuple[int, int, int], after: tuple[int, int, int], target: int) -> None:
        first, last = (Burden(steps=s, documents=d, limit=t) for s, d, t in (before, after))
        compression = compress(first, last)
        verdicts = compression.reaches(f"{target}%")
        for part, was, now in zip(compression, before, after, strict=True):
            assert part.taken_away == was - now
            wanted = None if was == 0 else (was - now) * 100 >= target * was
            assert verdicts[part.dimension] is wanted
            strictly = None if was == 0 else (was - now) * 100 > target * was
            assert part.reaches(f"{target}%", strictly=strictly is not None) is strictly

    percents = st.integers(0, 10_000).map(lambda n: f"{n // 100}.{n % 100:02}%")

    @given(first=percents, second=percents)
    @example(first="27.33%", second="13.35%")
    @example(first="100.00%", second="99.99%")
    def test_successive_cuts_are_less_than_their_sum(self, first: str, second: str) -> None:
        """compose(r₁, r₂) = 1 − ∏(1 − r) ≤ r₁ + r₂, and the order does not matter (approval.md §12)."""
        cuts = successive_cuts(first, second)
        assert cuts.cut == compound(first, second) == successive_cuts(second, first).cut
        assert cuts.interval.contains(cuts.cut.as_fraction())
        if Fraction(first[:-1]) + Fraction(second[:-1]) <= 99:
            added = successive_cuts(first, second, mode="one_base")
            assert cuts.cut <= added.cut
            assert added.note is not None
            assert cuts.note is None
        speed = successive_cuts(first, second, mode="speed")
        assert speed.cut <= cuts.cut
        assert speed.speed == compound(first, second, of="growth")
        assert speed.interval.contains(speed.cut.as_fraction())


EPOCH = date(2017, 1, 2).toordinal()  # a Monday


def ordinal(day: date) -> int:
    """Monday to Friday."""
    weeks, rest = divmod(day.toordinal() - EPOCH, 7)
    return weeks * 5 + min(rest + 1, 5)


days = st.dates(date(2017, 1, 1), date(2017, 6, 30))


class TestDurations:
    """Net days: the working days inside a stage and outside every stop, each once."""

    @given(
        visits=st.lists(st.tuples(days, days).map(sorted), min_size=1, max_size=3),
        stops=st.lists(st.tuples(days, days).map(sorted), max_size=3),
        data=st.data(),
    )
    def test_day_by_day(self, visits: list[list[date]], stops: list[list[date]], data: st.DataObject) -> None:
        case = Case(
            case_no="A1",
            events=tuple(
                CaseEvent(seq=n, stage_name="审查", started_at=a, ended_at=b) for n, (a, b) in enumerate(visits)
            ),
            special=tuple(SpecialProcedure(kind=SpecialKind.STOP, started_at=a, ended_at=b) for a, b in stops),
        )
        counted = 0
        for number in range(EPOCH - 10, EPOCH + 300):
            day = date.fromordinal(number)
            if day.weekday() < 5 and any(a < day <= b for a, b in visits) and not any(a < day <= b for a, b in stops):
                counted += 1
        net = net_durations(case, ordinal=ordinal, equal_end="zero")
        assert net == {"审查": counted}
        shuffled = case.evolve(special=tuple(data.draw(st.permutations(case.special))))
        assert net_durations(shuffled, ordinal=ordinal, equal_end="zero") == net
        unstopped = net_durations(case.evolve(special=()), ordinal=ordinal, equal_end="zero")["审查"]
        assert unstopped is not None
        assert unstopped >= counted
        if any(a == b for a, b in visits):
            assert net_durations(case, ordinal=ordinal) == {"审查": None}


def durations_of(graph: Graph) -> st.SearchStrategy[dict[str, int | None]]:
    one = st.one_of(st.none(), st.integers(0, 60))
    return st.fixed_dictionaries(dict.fromkeys(graph.names, one))


class TestManyCases:
    """Figures over many cases are the sums of what each case says; columns say the same to the last digit."""

    @given(graph=graphs(), data=st.data())
    def test_objects_and_columns_agree(self, graph: Graph, data: st.DataObject) -> None:
        cases = data.draw(st.lists(durations_of(graph), max_size=8))
        figures = stage_figures(graph, cases)
        lengths = [case_length(graph, case) for case in cases]
        columns = {
            name: np.array([-1 if case[name] is None else case[name] for case in cases], dtype=data.draw(DTYPES))
            for name in graph.names
        }
        found, same = case_columns(graph, columns)
        assert same == figures
        assert found.tolist() == [-1 if length is None else length for length in lengths]
        assert figures.complete == sum(length is not None for length in lengths)
        assert figures.days == sum(length for length in lengths if length is not None)
        assert figures.incomplete == len(cases) - figures.complete

    @given(graph=graphs(), data=st.data())
    def test_frequency_is_how_often_a_delay_matters(self, graph: Graph, data: st.DataObject) -> None:
        cases = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(graph.names, LIMITS)), min_size=1, max_size=5))
        figures = stage_figures(graph, cases)
        for stage in figures.stages:
            critical = sum(
                schedule(graph, days=case, stops={stage.name: 1}).length > schedule(graph, days=case).length
                for case in cases
            )
            assert stage.critical == critical
            assert stage.mean == Fraction(sum(case[stage.name] for case in cases), len(cases))
            assert stage.weight <= stage.mean
        bottleneck = figures.bottleneck()
        assert bottleneck is not None
        assert all(stage.weight <= bottleneck.weight for stage in figures.stages)

    @given(process=trees(), data=st.data())
    def test_the_branch_a_case_took(self, process: Process, data: st.DataObject) -> None:
        """What a case ran through tells its way, where only one way has these stages."""
        ways_through = list(variants(process))
        _, graph = data.draw(st.sampled_from(ways_through))
        assert taken(process, graph.names) == graph


DTYPES = st.sampled_from([np.int8, np.int16, np.int32, np.int64])


class TestPictures:
    """Every stage is drawn once on each way it lies on, every wait is an arrow, and no text breaks out."""

    @given(graph=graphs())
    def test_arrows(self, graph: Graph) -> None:
        text = mermaid(graph)
        names = dict(re.findall(r'(s\d+)\["(\S+?)<br/>', text))
        arrows = set(re.findall(r"(\w+) --> (\w+)", text))
        assert sorted(names.values()) == sorted(graph.names)
        assert {(names[a], names[b]) for a, b in arrows if a in names and b in names} == graph.edges
        assert sum(a == "start" for a, _ in arrows) == sum(not graph.predecessors(name) for name in graph.names)
        assert sum(b == "finish" for _, b in arrows) == sum(not graph.successors(name) for name in graph.names)

    @given(name=st.text(min_size=1).filter(lambda text: text.strip()), body=st.text(max_size=9))
    @example(name='"]; click s1 "x', body="`#quot;<script>")
    def test_no_text_breaks_out(self, name: str, body: str) -> None:
        process = Stage(name, limit=3, body=body)
        lines = mermaid(process).split("\n")
        assert len(lines) == 8
        assert re.fullmatch(r'    s1\["[^"`<>&\[\]{}|]*<br/>3个工作日( · [^"`<>&\[\]{}|]*)?"\]', lines[2])
        chart = process_chart(process, title=name)
        drawing = etree.fromstring(chart.svg().encode())
        assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= {
            "svg",
            "title",
            "text",
            "line",
            "rect",
        }
        assert len(chart.text().split("\n")) == 4

    @given(process=trees(), start=st.integers(-5, 5000), width=st.integers(10, 120))
    def test_bars_stand_below_each_other(self, process: Process, start: int, width: int) -> None:
        """On a terminal every bar begins in the column of its start, wherever Chinese labels stand before it."""
        plan, chart = schedule(process, start=start), process_chart(process, start=start)
        lines = chart.text(width=width).split("\n")[2 : 2 + len(plan.slots)]
        longest = max(display_width(bar.label) for bar in chart.bars)
        far = max(len(str(bar.end - bar.start)) for bar in chart.bars)
        span = chart.end - chart.start
        scale = span * (width // span) if span <= width else width
        for bar, line in zip(chart.bars, lines, strict=True):
            head = re.match(r".*?\d+  (?=[ #=])", line.removeprefix(bar.label))
            assert head is not None
            before, drawn = column_of(line, longest + far + 4)
            assert display_width(before) == longest + far + 4
            assert len(drawn) - len(drawn.lstrip()) == (bar.start - start) * scale // span
            sign = "#" if bar.is_critical else "="
            wanted = max(1, (bar.end - start) * scale // span - (bar.start - start) * scale // span)
            assert drawn.count(sign) == wanted
            assert len(drawn) <= scale + 1

    @given(
        cases=st.lists(st.tuples(days, st.one_of(st.none(), days), st.one_of(st.none(), days)), max_size=5), as_of=days
    )
    def test_projects(self, cases: list[tuple[date, date | None, date | None]], as_of: date) -> None:
        made = [
            Case(case_no=f"A{n}", accepted_at=a, closed_at=None if c is None or c < a else c, promised_at=p)
            for n, (a, p, c) in enumerate(cases)
        ]
        chart = cases_chart(made, as_of=as_of)
        told = [case for case in made if case.accepted_at is not None and case.accepted_at <= as_of]
        assert [bar.label for bar in chart.bars] == [case.case_no for case in sorted(told, key=accepted)]
        for bar, case in zip(chart.bars, sorted(told, key=accepted), strict=True):
            closed = case.closed_at if case.closed_at is not None and case.closed_at <= as_of else None
            assert bar.is_open == (closed is None)
            assert bar.end == (closed or as_of).toordinal()
            assert bar.is_critical == (case.promised_at is not None and (closed or as_of) > case.promised_at)
        assert bool(chart.notes) == (len(told) < len(made))
        assert etree.fromstring(chart.svg().encode()).tag.endswith("svg")
        assert len(chart.text().split("\n")) == 2 + len(told) + bool(told) + len(chart.notes)


def accepted(case: Case) -> date:
    assert case.accepted_at is not None
    return case.accepted_at


def column_of(line: str, width: int) -> tuple[str, str]:
    """A line divided at a column of the terminal."""
    for at in range(len(line) + 1):
        if display_width(line[:at]) == width:
            return line[:at], line[at:]
    raise AssertionError(line)


@given(process=trees())
def test_a_process_prints_as_what_makes_it_again(process: Process) -> None:
    assert eval(repr(process), dict(PARTS)) == process  # noqa: S307


PARTS = {"Stage": Stage, "Seq": Seq, "Par": Par, "Alt": Alt, "Graph": Graph}

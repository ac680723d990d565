"""Laws of the approval model: no act is taken that the table or a guard refuses, and what is taken keeps I1 to I10."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from zhengwu.approval import (
    LIFECYCLE,
    Basis,
    Case,
    CaseAct,
    CaseAction,
    CaseFile,
    CaseState,
    CaseType,
    CoverageSnapshot,
    ItemBundle,
    ItemImplementation,
    Material,
    SpecialKind,
    SpecialProcedure,
    Status,
    case_clock,
    check_case,
    load_files,
    promised_speedup,
    read_identifier,
    standings,
)
from zhengwu.errors import TransitionError
from zhengwu.exact import Rate
from zhengwu.records import Satisfaction
from zhengwu.workdays import workdays

FIRST = date(2017, 1, 3)
STANDING = SpecialProcedure(kind=SpecialKind.STOP, started_at=FIRST + timedelta(1))
NEVER_ACCEPTED = (CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED)
# What a file lives on most of the time; every action occurs, and any order of them.
USUAL = (CaseAction.ACCEPT, CaseAction.START_REVIEW, CaseAction.GRANT, CaseAction.CLOSE, CaseAction.DELIVER)

actions = st.one_of(st.sampled_from(USUAL), st.sampled_from(CaseAction))
days = st.dates(FIRST, date(2017, 12, 31))
steps = st.integers(0, 12)


@st.composite
def acts(draw: st.DrawFn) -> list[CaseAct]:
    """Acts in any order, most of them with the facts their guards want; now and then one goes back in time."""
    day, found = FIRST, []
    for action in [CaseAction.SUBMIT, *draw(st.lists(actions, max_size=14))]:
        day += timedelta(days=draw(st.one_of(steps, st.just(-1))))
        has_facts = draw(st.integers(0, 9)) > 0
        facts: dict[str, Any] = {"kind": draw(st.sampled_from([None, *SpecialKind]))}
        if has_facts:
            facts = {
                "kind": SpecialKind.EXTENSION if action is CaseAction.EXTEND else SpecialKind.STOP,
                "reason": "理由",
                "approved_by": "负责人",
                "result_code": "0",
                "result_code_set": "result_supervision",
            }
        found.append(CaseAct(case_no="A1", action=action, at=day, **facts))
    return found


class TestLifecycle:
    @settings(max_examples=80)
    @given(acts(), st.sampled_from([None, *CaseType]), st.sampled_from([None, True, False]))
    def test_any_sequence_of_acts_keeps_the_invariants(
        self, tried: list[CaseAct], case_type: CaseType | None, is_lower_review: bool | None
    ) -> None:
        file = CaseFile(case_type=case_type, is_lower_review=is_lower_review)
        states = [file.state]
        for act in tried:
            try:
                after = file.take(act)
            except TransitionError as error:
                self.says_what_is_allowed(error, file.state, act.action)
                continue
            assert not LIFECYCLE.is_terminal(file.state)
            assert act.action in LIFECYCLE.allowed(file.state)
            file = after
            states.append(file.state)
            self.keeps_invariants(file)
        assert CaseState.CLOSED not in states or CaseState.ACCEPTED in states

    @staticmethod
    def says_what_is_allowed(refused: TransitionError, state: CaseState, action: CaseAction) -> None:
        allowed = LIFECYCLE.allowed(state)
        assert refused.allowed == allowed
        assert (refused.state, refused.event) == (state, action)
        assert (refused.reason is None) == (action not in allowed)
        assert all(f"{word.name} ({word.zh})" in str(refused) for word in allowed)

    @staticmethod
    def keeps_invariants(file: CaseFile) -> None:
        case = file.to_case()  # I1: the record refuses instants out of order
        known = [one for one in (case.applied_at, case.accepted_at, case.decided_at, case.delivered_at) if one]
        assert all(before <= after for before, after in pairwise(known))
        assert check_case(case, results_known=True) == ()  # I2, I4, I6, I7, I9
        if case.state in NEVER_ACCEPTED:
            assert [Case.QUANTITIES[name](case) for name in ("accepted", "completed", "on_time")] == [0, 0, None]
        if case.accepted_at is not None:
            ran = case_clock(case, 20, until="decided_at", as_of=file.acts[-1].at)
            assert 0 <= ran.net <= ran.elapsed  # I5
            assert ran.extension in (0, 10)

    @given(st.sampled_from(CaseState), st.sampled_from(CaseAction))
    def test_the_table_alone_decides_without_facts(self, state: CaseState, action: CaseAction) -> None:
        if action in LIFECYCLE.allowed(state):
            assert LIFECYCLE.step(state, action) in LIFECYCLE.states
        else:
            with pytest.raises(TransitionError):
                LIFECYCLE.step(state, action)

    def test_levels_are_one_to_five(self) -> None:
        """I10."""
        assert [level.level for level in Satisfaction] == [1, 2, 3, 4, 5]
        for code in ("0", "6"):
            with pytest.raises(ValueError, match="is not a valid"):
                Satisfaction(code)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    accepted = draw(days)
    later = st.one_of(st.none(), st.integers(0, 60).map(lambda n: accepted + timedelta(days=n)))
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=3))
    stops = [
        SpecialProcedure(
            kind=SpecialKind.STOP,
            started_at=accepted + timedelta(days=start),
            ended_at=None if length > 18 else accepted + timedelta(days=start + length),
        )
        for start, length in spans
    ]
    extensions = [SpecialProcedure(kind=SpecialKind.EXTENSION, started_at=accepted)] * draw(st.integers(0, 1))
    return Case(
        case_no=str(draw(st.integers(1, 9999))),
        case_type=draw(st.sampled_from([None, *CaseType])),
        accepted_at=accepted,
        promised_at=draw(later),
        closed_at=draw(later),
        special=tuple(stops + extensions),
    )


class TestStandings:
    @settings(max_examples=60)
    @given(st.lists(cases(), max_size=6), days)
    @example([Case(case_no="1", accepted_at=FIRST, promised_at=FIRST, closed_at=FIRST, special=(STANDING,))], FIRST)
    def test_every_case_stands_once_and_its_numbers_agree(self, given_cases: list[Case], as_of: date) -> None:
        view = standings(given_cases, as_of=as_of)
        seen = [case for case in given_cases if case.accepted_at and case.accepted_at <= as_of]
        assert [row.case_no for row in view.rows] == [case.case_no for case in seen]
        assert sum(view.counts.values()) == len(view.rows)
        assert view.aside == ()
        for row in view.rows:
            if row.status is Status.UNKNOWN:
                assert (row.limit, row.net, row.due_at, row.left) == (None, None, None, None)
                continue
            assert row.net is not None
            assert row.limit is not None
            assert row.net + (row.left or 0) == row.limit + (row.extension or 0)
            assert row.net + (row.stopped or 0) == row.elapsed
            late = row.net > row.limit + (row.extension or 0)
            assert late == (row.status in (Status.LATE, Status.OVERDUE)) == bool(row.overdue)
            if row.due_at is not None:  # on time by days is on time by working days
                assert late == (workdays().count(row.due_at, row.ended_at or as_of) > 0)

    @settings(max_examples=40)
    @given(st.lists(cases(), max_size=6), days, st.integers(0, 10))
    def test_what_is_overdue_is_not_due_soon(self, given_cases: list[Case], as_of: date, within: int) -> None:
        view = standings(given_cases, as_of=as_of)
        overdue, soon = view.overdue.rows, view.due_soon(within=within).rows
        assert all(row.is_open for row in (*overdue, *soon))
        assert all(0 <= (row.left or 0) <= within for row in soon)
        assert not {id(row) for row in overdue} & {id(row) for row in soon}

    @given(cases(), st.permutations(range(3)))
    def test_the_order_of_stops_makes_no_difference_and_one_more_never_adds(self, case: Case, order: list[int]) -> None:
        shuffled = [case.special[place] for place in order if place < len(case.special)]
        rest = [one for place, one in enumerate(case.special) if place not in order]
        as_of = date(2018, 6, 1)
        ran = case_clock(case, 20, as_of=as_of)
        assert case_clock(case.evolve(special=(*shuffled, *rest)), 20, as_of=as_of).net == ran.net
        fewer = case.evolve(special=case.special[1:])
        assert case_clock(fewer, 20, as_of=as_of).net >= ran.net

    @given(cases())
    def test_without_a_catalogue_the_law_sets_no_limit(self, case: Case) -> None:
        (row,) = standings([case], as_of=date(2018, 6, 1), basis=Basis.STATUTORY).rows
        assert row.status is Status.UNKNOWN


class TestEventLogs:
    cells = st.fixed_dictionaries(
        {
            "办件编号": st.sampled_from(["A", "B", "C", ""]),
            "事件": st.sampled_from(["收件", "受理", "审核", "准予", "作废", "盖章"]),
            "时间": st.sampled_from(["2017-03-01", "2017-03-02 09:00", "2017年3月1日", "三月"]),
        }
    )

    @given(st.lists(st.one_of(cells, st.just({}), st.just("x")), max_size=20))
    def test_every_row_is_in_a_file_or_aside_and_nothing_raises(self, rows: list[object]) -> None:
        loaded = load_files(rows)
        filed = sum(len(file.acts) for file in loaded.files)
        assert filed + loaded.counts["rows aside"] == len([row for row in rows if row != {}])
        assert len(loaded.rejected) == loaded.counts["rows aside"]
        assert loaded.ok == (not loaded.rejected) or not rows


class TestItems:
    papers = st.builds(
        Material,
        name=st.sampled_from("甲乙丙"),
        shared_key=st.sampled_from([None, "a", "b"]),
        mandatory=st.sampled_from([None, True, False]),
    )

    @given(st.lists(st.lists(papers, max_size=4), min_size=1, max_size=4), st.randoms())
    def test_a_bundle_never_asks_for_more_and_no_order_matters(self, lists: list[list[Material]], random: Any) -> None:
        items = [
            ItemImplementation(implementation_code=str(n), materials=tuple(papers)) for n, papers in enumerate(lists)
        ]
        bundle = ItemBundle(name="套餐", items=tuple(items))
        documents, apart = bundle.documents, bundle.documents_apart
        assert documents is not None
        assert apart == sum(map(len, lists))
        assert documents <= apart
        assert bundle.saved == apart - documents
        random.shuffle(items)
        assert ItemBundle(name="套餐", items=tuple(items)).documents == documents

    @given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 4))
    def test_the_base_that_was_printed_is_among_those_recovered(self, part: int, base: int, places: int) -> None:
        part, base = min(part, base), max(part, base)
        rate = Rate.of(part, base).percent(places)
        snapshot = CoverageSnapshot(
            as_of=FIRST, scope_note="全区", unit_of_count="事项", numerator=part, published_rate=rate
        )
        if rate.strip("0.%"):  # 0.00% has no largest base
            assert base in snapshot.bases

    @given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 90)), min_size=1, max_size=6))
    def test_a_ratio_of_sums_lies_between_the_rates_of_the_items(self, limits: list[tuple[int, int]]) -> None:
        items = [
            ItemImplementation(implementation_code=str(n), statutory_limit=one, promised_limit=other)
            for n, (one, other) in enumerate(limits)
        ]
        rates = [promised_speedup([item]).as_fraction() for item in items]
        for of in ("sums", "mean"):
            assert min(rates) <= promised_speedup(items, of=of).as_fraction() <= max(rates)

    @given(
        st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18),
        st.integers(1, 7),
        st.sampled_from(["01", "05", "07", "10", "20"]),
        st.integers(0, 99_999_999),
        st.integers(0, 99),
    )
    def test_an_identifier_is_its_parts_in_a_row(
        self, uscc: str, level: int, kind: str, items: int, sequence: int
    ) -> None:
        text = f"{uscc}{level}32{kind}{items:08}{sequence:02}"
        code = read_identifier(text, "handling_item_code")
        names = ("uscc", "exercise_level", "region", "item_type", "central_department", "main_item", "sub_item")
        assert "".join(code.parts[name] for name in (*names, "sequence")) == text == code.text

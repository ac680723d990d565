"""Laws of the rules engine, over the facts of all vectors, some of them forgotten."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import example, given, strategies as st

from zhengwu.exact import Money
from zhengwu.reference.law import trading_law
from zhengwu.trading.rules import Answer, Checker, RuleResult, read_facts
from zhengwu.workdays import workdays

_FILE = Path(__file__).parents[1] / "reference" / "trading_rules.json"
CASES: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["cases"]
LAW = trading_law()
REUSED = Checker()
DECIDED = (Answer.PASS, Answer.FAIL)
PERIODS = [rule for rule in LAW.rules.values() if rule.test == "period" and rule.is_verified and not rule.between]
MONEY = [
    rule for rule in LAW.rules.values()
    if rule.test in ("share", "order") and rule.is_verified and len(rule.facts) == 2
    and all(LAW.facts[name].kind == "money" for name in rule.facts)
]  # fmt: skip
SCOPES: dict[str, dict[str, Any]] = {case["rule"]: case for case in reversed(CASES)}


def answers(facts: dict[str, Any], on: str, *, checker: Checker | None = None) -> dict[str, RuleResult]:
    read, _ = read_facts(facts)
    found = (checker or REUSED).answers(read, day=date.fromisoformat(on), place=None)
    return {result.rule.id: result for result in found}


def scope_of(rule: str) -> tuple[dict[str, Any], str]:
    """The facts that make a rule apply, without those it compares, and a day it is in force."""
    case, declared = SCOPES[rule], LAW.rules[rule]
    return {name: value for name, value in case["facts"].items() if name not in declared.facts}, case["on"]


@given(case=st.sampled_from(CASES), data=st.data())
def test_what_is_forgotten_makes_an_answer_unknown_and_never_another(case: dict[str, Any], data: st.DataObject) -> None:
    droppable = sorted(set(case["facts"]) - {name for rule in LAW.rules.values() for name in rule.unless})
    forgotten = data.draw(st.sets(st.sampled_from(droppable), max_size=3))
    full = answers(case["facts"], case["on"])
    less = answers({name: value for name, value in case["facts"].items() if name not in forgotten}, case["on"])
    for name, result in less.items():
        if result.answer in DECIDED:
            assert full[name].answer in (result.answer, Answer.WAIVED, Answer.NOT_APPLICABLE), (name, forgotten)
        if full[name].answer in DECIDED and result.answer is not full[name].answer:
            assert result.answer is Answer.UNKNOWN or LAW.rules[name].optional
            assert set(result.missing) & forgotten or LAW.rules[name].optional


@given(one=st.sampled_from(CASES), other=st.sampled_from(CASES))
def test_what_was_checked_before_changes_no_answer(one: dict[str, Any], other: dict[str, Any]) -> None:
    facts = {**one["facts"], **other["facts"]}
    fresh = Checker(REUSED.book, REUSED.calendar)
    answers(one["facts"], one["on"])
    again = answers(facts, one["on"])
    assert again == answers(facts, one["on"], checker=fresh)
    read, _ = read_facts(facts)
    broken = REUSED.broken(read, day=date.fromisoformat(one["on"]))
    assert {result.rule.id for result in broken} == {n for n, one in again.items() if one.answer is Answer.FAIL}


def _changed(value: Any, days: int, factor: int, *, several: bool) -> Any:
    """Another value of the same kind; of several, the last is the one that was given."""
    if isinstance(value, Money):
        other: Any = value * Fraction(factor, 100)
    elif isinstance(value, date):
        other = value + timedelta(days)
    elif isinstance(value, int) and not isinstance(value, bool):
        other = abs(days)
    else:
        return value
    return (other, value) if several else other


@given(case=st.sampled_from(CASES), days=st.integers(-40, 40), factor=st.integers(90, 210), data=st.data())
def test_what_is_broken_is_what_fails_for_any_days_amounts_and_counts(
    case: dict[str, Any], days: int, factor: int, data: st.DataObject
) -> None:
    facts, day = read_facts(case["facts"])[0], date.fromisoformat(case["on"])
    compared = LAW.rules[case["rule"]].facts
    chosen = data.draw(st.sets(st.sampled_from(sorted(set(compared) & set(facts)) or [""])))
    several = data.draw(st.booleans()) and LAW.rules[case["rule"]].test in ("period", "share", "order")
    facts |= {name: _changed(facts[name], days, factor, several=several) for name in chosen if name in facts}
    failing = tuple(one for one in REUSED.answers(facts, day=day) if one.answer is Answer.FAIL)
    found = REUSED.broken(facts, day=day)
    assert sorted(found, key=lambda one: one.rule.id) == sorted(failing, key=lambda one: one.rule.id)


@given(rule=st.sampled_from(PERIODS), start=st.integers(0, 400), days=st.integers(0, 80), more=st.integers(0, 30))
@example(rule=LAW.rules["PD-W-12"], start=0, days=30, more=3)
def test_a_shortest_period_stays_kept_when_it_grows_and_a_longest_when_it_shrinks(
    rule: Any, start: int, days: int, more: int
) -> None:
    scope, on = scope_of(rule.id)
    first = date(2023, 1, 1) + timedelta(start)
    near, far = first + timedelta(days), first + timedelta(days + more)

    def answer(end: date) -> Answer:
        return answers({**scope, **dict(zip(rule.facts, (first, end), strict=True))}, on)[rule.id].answer

    shorter, longer = answer(near), answer(far)
    assert {shorter, longer} <= set(DECIDED)
    if rule.op == "<=":
        assert not (longer is Answer.PASS and shorter is Answer.FAIL)
    else:
        assert not (shorter is Answer.PASS and longer is Answer.FAIL)


@given(rule=st.sampled_from(PERIODS), start=st.integers(0, 400), days=st.integers(0, 80))
def test_a_longest_period_ends_on_a_day_of_work(rule: Any, start: int, days: int) -> None:
    scope, on = scope_of(rule.id)
    first = date(2023, 1, 1) + timedelta(start)
    facts = {**scope, **dict(zip(rule.facts, (first, first + timedelta(days)), strict=True))}
    result = answers(facts, on)[rule.id]
    if rule.op == "<=" and result.answer is Answer.FAIL:
        assert result.due is not None
        assert workdays().is_workday(result.due)
        assert result.due < first + timedelta(days)


@given(
    rule=st.sampled_from(MONEY),
    fen=st.tuples(st.integers(1, 10**12), st.integers(1, 10**12)),
    factor=st.integers(1, 10**4),
    unit=st.sampled_from(["元", "万元", "亿元"]),
)
@example(rule=LAW.rules["CP-W-01"], fen=(2, 100), factor=7, unit="亿元")
def test_the_unit_and_the_scale_of_amounts_do_not_matter(
    rule: Any, fen: tuple[int, int], factor: int, unit: str
) -> None:
    scope, on = scope_of(rule.id)

    def answer(times: int) -> RuleResult:
        amounts = [Money(f"{value * times}元").to(unit) for value in fen]
        return answers({**scope, **dict(zip(rule.facts, amounts, strict=True))}, on)[rule.id]

    assert answer(1).answer is answer(factor).answer
    assert answer(1).answer in DECIDED
    part, whole = fen
    if rule.test == "share":
        bound = tuple(int(text) for text in str(rule.value).split("/"))
        holds = part * bound[1] <= whole * bound[0] if rule.op == "<=" else part * bound[1] >= whole * bound[0]
        assert (answer(1).answer is Answer.PASS) is holds

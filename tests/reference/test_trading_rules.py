"""Every rule of public resource trading: a passing and a failing vector on each side of its bound, and what it lacks.

The vectors stand in ``trading_rules.json``; the rules themselves are held against the specification where it is there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zhengwu.reference.law import trading_law
from zhengwu.trading import Tender
from zhengwu.trading.rules import Answer, RuleResult, check

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "trading_rules.json").read_text("utf-8"))["cases"]
SPECIFICATION = Path(__file__).parents[3] / "shared" / "domain" / "trading-rules.json"
BY_RULE: dict[str, list[dict[str, Any]]] = {}
for _case in CASES:
    BY_RULE.setdefault(_case["rule"], []).append(_case)
RULES = trading_law().rules


def answered(case: dict[str, Any], **changes: object) -> RuleResult:
    facts = {**case["facts"], **changes}
    return check(Tender.single(title="某项目"), on=case["on"], facts=facts)[case["rule"]]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_answers_as_its_vectors(rule: str) -> None:
    for case in BY_RULE[rule]:
        result = answered(case)
        assert result.answer.en == case["answer"], (case, str(result))
        if "missing" in case:
            assert list(result.missing) == case["missing"]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_vector_that_passes_and_one_that_fails(rule: str) -> None:
    answers = {case["answer"] for case in BY_RULE[rule]}
    assert {"pass", "fail"} <= answers if RULES[rule].is_verified else answers == {"unknown"}


@pytest.mark.parametrize("rule", RULES)
def test_unknown_names_each_missing_input(rule: str) -> None:
    case = next(case for case in BY_RULE[rule] if case["answer"] in ("fail", "unknown"))
    if not RULES[rule].is_verified:
        assert answered(case).reason == "unverified"
        return
    for name in RULES[rule].facts:
        if name not in case["facts"]:
            continue  # the estimate where there is a budget
        result = answered(case, **{name: None})
        expected = Answer.NOT_APPLICABLE if RULES[rule].optional else Answer.UNKNOWN
        if rule.startswith("CM-G") and name == "experts":
            case = next(case for case in BY_RULE[rule] if case["answer"] == "pass")
            result = answered(case, experts=None)
        assert result.answer is expected, (name, str(result))
        assert RULES[rule].optional or name in result.missing


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_nothing_of_another_class_or_another_time(rule: str) -> None:
    declared, case = RULES[rule], BY_RULE[rule][0]
    before = declared.effective_from.replace(year=declared.effective_from.year - 1)
    assert answered({**case, "on": before}).reason == "not_in_force"
    if declared.effective_to is not None:
        after = declared.effective_to.replace(year=declared.effective_to.year + 1)
        assert answered({**case, "on": after}).answer is Answer.NOT_APPLICABLE
    if "trade_class" in declared.when:
        assert answered(case, trade_class="农村产权").reason == "other_scope"
        result = answered(case, trade_class=None)
        assert result.answer is Answer.UNKNOWN
        assert "trade_class" in result.missing


def test_a_broken_rule_says_the_numbers_and_the_article() -> None:
    for case in CASES:
        if case["answer"] != "fail":
            continue
        result = answered(case)
        assert result.consequence == RULES[case["rule"]].on_breach
        assert result.rule.cited in result.text()
        assert result.rule.cited in result.text("en")
        assert result.values
        assert all(name in case["facts"] for name, _ in result.values)


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the specification is not here")
def test_the_rules_are_those_of_the_specification() -> None:
    written = json.loads(SPECIFICATION.read_text("utf-8"))
    assert [entry["id"] for entry in written["rules"]] == list(RULES)
    for entry in written["rules"]:
        rule = RULES[entry["id"]]
        assert rule.instrument.id == entry["instrument"]
        assert rule.article == ("" if entry["article"] == "-" else entry["article"])
        assert rule.level == entry["verification"]
        assert rule.on_breach == entry["on_breach"]
        assert rule.effective_from.isoformat() == entry["effective_from"]
        assert (rule.effective_to.isoformat() if rule.effective_to else None) == entry["effective_to"]
        if isinstance(entry["value"], int) and not isinstance(entry["value"], bool) and entry["unit"] != "CNY":
            assert rule.value == entry["value"] or entry["id"] == "DC-01"
            assert rule.unit == entry["unit"] or rule.test == "flag"
    for name, entry in written["instruments"].items():
        instrument = trading_law().instruments[name]
        assert instrument.zh == entry["zh"].split(" (")[0]
        assert instrument.dates_verified is entry.get("effective_from_verified", True)

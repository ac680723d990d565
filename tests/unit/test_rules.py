"""Every rule is declared once, completely, in both languages."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import attrs
import pytest

from zhengwu.errors import UnknownNameError
from zhengwu.reference.rules import Rule, rule, rules

SOURCE = resources.files("zhengwu")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("declared", rules().values(), ids=str)
class TestARule:
    """A rule has a page: its name, what it checks, why it matters, a published row."""

    def test_says_everything(self, declared: Rule) -> None:
        assert all(attrs.astuple(declared))

    def test_is_written_in_both_languages(self, declared: Rule) -> None:
        assert all(CHINESE.search(text) for text in (declared.zh, declared.checks_zh, declared.why_zh))
        for text in (declared.en, declared.why_en):
            assert not CHINESE.search(text)

    def test_shows_a_row_with_figures(self, declared: Rule) -> None:
        assert re.search(r"\d", declared.example)

    def test_names_itself_in_the_language_asked_for(self, declared: Rule) -> None:
        assert (declared.name("zh"), declared.name("en")) == (declared.zh, declared.en)


def test_identifiers_are_unique_and_in_order() -> None:
    text = SOURCE.joinpath("reference", "rules.toml").read_text(encoding="utf-8")
    identifiers = [entry["id"] for entry in tomllib.loads(text)["rule"]]
    assert identifiers == sorted(set(identifiers)) == list(rules())
    assert all(re.fullmatch(r"ZW\d{3}", identifier) for identifier in identifiers)


def test_every_rule_that_code_names_is_declared() -> None:
    named: set[str] = set()
    for room in ("auditing", "table", "stats", "io"):
        for path in SOURCE.joinpath(room).iterdir():
            if path.name.endswith(".py"):
                named |= set(re.findall(r"ZW\d{3}", path.read_text(encoding="utf-8")))
    assert named == set(rules())


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="ZW999"):
        rule("ZW999")


def test_the_rules_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        rules()["ZW101"] = rule("ZW102")  # type: ignore[index]

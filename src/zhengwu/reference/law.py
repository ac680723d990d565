"""The law of public resource trading as data: dated rules with their article, declared in ``trading_law.toml``.

>>> rule = trading_law().rules["PD-W-03"]
>>> rule.zh, rule.value, rule.cited, rule.level
('编制投标文件的合理时间', 20, '《招标投标法》第24条', 'V1')
>>> from datetime import date
>>> old, new = (trading_law().rules[name] for name in ("TH-W-2000-1", "TH-W-2018-1"))
>>> old.value, new.value, old.in_force(date(2018, 5, 31)), new.in_force(date(2018, 5, 31))
('200万元', '400万元', True, False)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError

__all__ = ["Fact", "Instrument", "Law", "LegalRule", "read_law_rules", "trading_law"]

_STATE = "中华人民共和国"


@attrs.frozen(kw_only=True)
class Instrument:
    """A statute or order. `dates_verified` is False where no source was seen for the day it took effect."""

    id: str
    zh: str
    effective_from: date
    number: str = ""
    effective_to: date | None = None
    dates_verified: bool = True
    amended: tuple[date, ...] = attrs.field(default=(), converter=tuple)

    @property
    def short(self) -> str:
        """The name as it is cited, without the name of the state."""
        return self.zh.removeprefix(_STATE)


@attrs.frozen
class Fact:
    """Something a rule asks for. `kind`: day, money, count, share, flag or word; `words`: the wordings of each word."""

    id: str
    kind: str
    zh: str
    en: str
    words: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, hash=False)

    @property
    def label(self) -> str:
        """The fact as messages name it."""
        return f"{self.id} ({self.zh})"


@attrs.frozen(kw_only=True, repr=False)
class LegalRule:
    """One rule: what must hold, for what, since when, and where it is written.

    `level` is "V1" (the text was read), "V2" (another source states it), "N" (not verified: it never fails) or "local"
    (a table of the place). `test` is the form of the test, `facts` what it compares by `op` with `value`: a whole
    number, an amount ("400万元") or a share ("2/100"), None where a place sets it. `when` says what it applies to,
    `unless` which facts lift it, `between` for which amounts, `from_threshold` from which amount of another rule on;
    `value_of` names the rules whose value it takes, by kind of object; `also` is a second period that must be kept. An
    `optional` rule does not ask for its facts, an `early` one is kept by what comes before its first day. `on_breach`
    is what follows.
    """

    id: str
    instrument: Instrument
    zh: str
    en: str
    level: str
    test: str
    facts: tuple[str, ...] = attrs.field(converter=tuple)
    op: str
    effective_from: date
    effective_to: date | None = None
    article: str = ""
    article_verified: bool = True
    on_breach: str = "violation"
    value: int | str | bool | None = None
    unit: str = ""
    when: Mapping[str, Any] = attrs.field(factory=dict)
    unless: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    methods: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    between: Mapping[str, str] = attrs.field(factory=dict)
    from_threshold: Mapping[str, str] = attrs.field(factory=dict)
    value_of: Mapping[str, str] = attrs.field(factory=dict)
    also: Mapping[str, Any] = attrs.field(factory=dict)
    share: str | None = None
    amount: str | None = None
    optional: bool = False
    early: bool = False
    note: str = ""
    source: str = ""

    @property
    def cited(self) -> str:
        """Instrument and article in Chinese; a local value is cited by its source."""
        if self.source:
            return self.source
        article = f"第{self.article.replace(', ', '、')}条" if self.article else ""
        return f"《{self.instrument.short}》{article}{'' if self.article_verified else '（条号未核实）'}"

    @property
    def is_verified(self) -> bool:
        """Whether the rule may fail."""
        return self.level != "N"

    def __repr__(self) -> str:
        return f"<LegalRule {self.id} {self.zh}>"

    def in_force(self, day: date) -> bool:
        """Whether the rule is in force on the day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@attrs.frozen
class Law:
    """Instruments, facts and rules, each by its id; `choice`: the methods of buying of a class of trade."""

    instruments: Mapping[str, Instrument]
    facts: Mapping[str, Fact]
    rules: Mapping[str, LegalRule]
    choice: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    def rule(self, name: str) -> LegalRule:
        """The rule of this id. Raises `UnknownNameError`.

        >>> trading_law().rule("PD-W-99")
        Traceback (most recent call last):
        zhengwu.errors.UnknownNameError: rule (规则): 'PD-W-99' is not declared (expected PD-W-01, PD-W-02, PD-W-03, …)
        """
        found = self.rules.get(name)
        if found is None:
            near = [known for known in self.rules if known[:4] == name[:4]] or list(self.rules)
            raise UnknownNameError(
                "is not declared", field="rule (规则)", value=name, expected=", ".join([*near[:3], "…"])
            )
        return found

    def fact(self, name: str) -> Fact:
        """The fact of this id. Raises `UnknownNameError`."""
        found = self.facts.get(name)
        if found is None:
            import difflib

            near = difflib.get_close_matches(name, self.facts, n=3, cutoff=0.5)
            expected = ", ".join(near) or "a fact that a rule asks for"
            raise UnknownNameError("is asked for by no rule", field="fact (事实)", value=name, expected=expected)
        return found


@functools.cache
def trading_law() -> Law:
    """The law that comes with the library, in its state of 2025-04-19.

    >>> len(trading_law().rules), trading_law().fact("bid_deadline").zh
    (115, '投标截止时间')
    """
    import tomllib

    data = tomllib.loads(resources.files("zhengwu.reference").joinpath("trading_law.toml").read_text("utf-8"))
    instruments = {entry["id"]: Instrument(**entry) for entry in data["instrument"]}
    words = data["words"]
    facts = {
        name: Fact(name, kind, zh, en, {word: tuple(texts) for word, texts in words.get(name, {}).items()})
        for kind, entries in data["fact"].items()
        for name, (zh, en) in entries.items()
    }
    rules = {rule.id: rule for rule in read_law_rules(data["rule"], instruments)}
    choice = {name: tuple(methods) for name, methods in data["choice"].items()}
    proxy = MappingProxyType
    return Law(proxy(instruments), proxy(facts), proxy(rules), proxy(choice))


def read_law_rules(entries: Iterable[Mapping[str, Any]], instruments: Mapping[str, Instrument]) -> list[LegalRule]:
    """Rules as a data file has them, their instrument by its id."""
    return [LegalRule(**{**entry, "instrument": instruments[entry["instrument"]]}) for entry in entries]

"""What a rule answers: one of five words, the numbers it used, the article, and what it would have needed to know.

>>> Answer("fail") is Answer("不符合") is Answer.FAIL
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.records.words import Word
from zhengwu.reference.glossary import glossary
from zhengwu.reference.law import LegalRule, trading_law

__all__ = ["Answer", "LotAnswers", "RuleReport", "RuleResult"]


class Answer(Word):
    """The five answers of a rule."""

    PASS = "符合"  # noqa: S105  no password
    FAIL = "不符合"
    UNKNOWN = "无法判断"
    NOT_APPLICABLE = "不适用"
    WAIVED = "豁免"

    @property
    def en(self) -> str:
        """The word in English."""
        return self.name.lower().replace("_", " ")


_REASONS = {
    "": ("", ""),
    "not_in_force": ("当日不施行", "not in force on the day"),
    "other_scope": ("不属适用范围", "outside what it applies to"),
    "not_asked": ("未提供计算惯例", "no convention of counting was given"),
    "out_of_range": ("金额不在适用区间", "the amount is outside its range"),
    "unverified": ("条文未核实，须由地方表给出", "the text is not verified: a table of the place must set it"),
    "calendar": ("工作日历不覆盖", "the working-day calendar ends before"),
    "order": ("先后不合", "the second came before the first"),
    "no_time": ("缺时刻", "the time of day is missing"),
    "zero_base": ("基数为零", "the base is zero"),
    "no_day": ("缺适用日期", "the day whose law applies is missing"),
    "readings": ("各文本对条件的并列关系不一", "copies differ in how the conditions are joined"),
    "exempt": ("有法定例外", "lifted by a listed ground"),
    "document": ("依文件豁免", "waived by a document"),
}
_UNITS = {
    "calendar_day": "日",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
    "bidder": "家",
    "person": "人",
}
_OPS = {">=": "≥", "<=": "≤", "==": "=", ">": ">", "in": "∈"}
_REACHED = frozenset({"tendered", "competition", "state_funded"})
_WORST = (Answer.FAIL, Answer.UNKNOWN, Answer.WAIVED, Answer.PASS, Answer.NOT_APPLICABLE)


@attrs.frozen(repr=False)
class RuleResult:
    """The answer of one rule.

    `values` are the facts it looked at, `measured` what it computed of them and `bound` what that was compared with, in
    the unit of the rule; `due` the last (or first) day that was lawful. `missing` names the facts that *unknown* lacks,
    `reason` why there is no verdict, `document` what waived it.
    """

    rule: LegalRule
    answer: Answer
    missing: tuple[str, ...] = ()
    reason: str = ""
    values: tuple[tuple[str, Any], ...] = attrs.field(default=(), hash=False)
    measured: Any = attrs.field(default=None, hash=False)
    bound: Any = attrs.field(default=None, hash=False)
    due: date | None = None
    document: str | None = None

    @property
    def consequence(self) -> str | None:
        """What the rule says follows: violation, failed, void, reject_bid, unsold, red_flag …; None unless it fails."""
        return self.rule.on_breach if self.answer is Answer.FAIL else None

    @property
    def arithmetic(self) -> str:
        """What was compared: ``14日（须 ≥ 20日，不早于 2017-03-21）``; "" where nothing was."""
        if self.measured is None or self.bound is None:
            return ""
        unit = _UNITS.get(self.rule.unit, "")
        if self.rule.test in _REACHED:
            sign = "≥" if self.measured >= self.bound else "<"
            return f"{_written(self.measured)}{unit} {sign} {_written(self.bound)}{unit}"
        op = _OPS[self.rule.op]
        turns = "不晚于" if self.rule.op == "<=" else "不早于"
        due = f"，{turns} {self.due}" if self.due is not None else ""
        return f"{_written(self.measured)}{unit}（须 {op} {_written(self.bound)}{unit}{due}）"

    def text(self, lang: str = "zh") -> str:
        """The result as a sentence, in Chinese ("zh") or English ("en")."""
        english = lang == "en"
        rule, law = self.rule, trading_law()
        parts = [self.arithmetic] if self.arithmetic else []
        if self.answer is Answer.FAIL and rule.test == "tendered":
            terms = [glossary().term(name) for name in rule.methods]
            parts.append("due: " + ", ".join(t.en for t in terms) if english else "须" + "、".join(t.zh for t in terms))
        if self.missing:
            names = (law.facts[name].en if english else law.facts[name].zh for name in self.missing)
            parts.append(("missing: " if english else "缺：") + "、".join(names))
        if self.reason:
            parts.append(_REASONS[self.reason][english])
        if self.document:
            parts.append(self.document)
        if not rule.instrument.dates_verified and rule.level != "local":
            parts.append("the day it took effect is not verified" if english else "施行日期未核实")
        told = ("; " if english else "；").join(parts)
        if english:
            return f"{rule.id} {rule.en}: {self.answer.en}{f'; {told}' if told else ''} [{rule.cited}]"
        return f"{rule.id} {rule.zh}：{self.answer.zh}{f'，{told}' if told else ''}，{rule.cited}"

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON; amounts and shares are texts."""
        return {
            "rule": self.rule.id,
            "answer": self.answer.en,
            "cited": self.rule.cited,
            "level": self.rule.level,
            "values": {name: _plain(value) for name, value in self.values},
            "arithmetic": self.arithmetic,
            "due": None if self.due is None else self.due.isoformat(),
            "missing": list(self.missing),
            "reason": self.reason,
            "consequence": self.consequence,
            "document": self.document,
        }

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<RuleResult {self.rule.id} {self.answer.en}>"


@attrs.frozen
class LotAnswers:
    """The answers for one lot. `unread`: what was given and nobody could read as a fact, by name."""

    code: str | None
    results: tuple[RuleResult, ...]
    unread: Mapping[str, str] = attrs.field(factory=dict, hash=False)


@attrs.frozen(kw_only=True, repr=False)
class RuleReport:
    """The answers of all rules for a tender or a sale, lot by lot, with the day of the law and the place."""

    title: str
    code: str | None
    on: date | None
    place: str | None
    lots: tuple[LotAnswers, ...]

    @property
    def results(self) -> tuple[RuleResult, ...]:
        """All results, lot after lot."""
        return tuple(result for lot in self.lots for result in lot.results)

    def __getitem__(self, rule: str) -> RuleResult:
        """The result of a rule; of several lots the worst. Raises `UnknownNameError` for no such rule."""
        found = [result for result in self.results if result.rule.id == rule]
        if not found:
            raise UnknownNameError("is no rule of this report", field="rule (规则)", value=rule)
        return min(found, key=lambda result: _WORST.index(result.answer))

    def of(self, answer: Answer | str) -> tuple[tuple[str | None, RuleResult], ...]:
        """The results with this answer, each with the code of its lot."""
        wanted = Answer(answer)
        return tuple((lot.code, result) for lot in self.lots for result in lot.results if result.answer is wanted)

    @property
    def failed(self) -> tuple[tuple[str | None, RuleResult], ...]:
        """The rules that are broken, each with the code of its lot."""
        return self.of(Answer.FAIL)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would turn an *unknown* into a verdict, each once."""
        return tuple(dict.fromkeys(name for result in self.results for name in result.missing))

    def text(self, lang: str = "zh", *, answers: Iterable[Answer | str] = (Answer.FAIL,)) -> str:
        """The report as lines: the results with these answers, the broken rules unless told otherwise."""
        wanted = {Answer(one) for one in answers}
        lines = []
        for lot in self.lots:
            head = f"{lot.code}: " if lot.code and len(self.lots) > 1 else ""
            lines += [head + result.text(lang) for result in lot.results if result.answer in wanted]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return {
            "title": self.title,
            "code": self.code,
            "on": None if self.on is None else self.on.isoformat(),
            "place": self.place,
            "lots": [
                {"code": lot.code, "unread": dict(lot.unread), "results": [one.to_dict() for one in lot.results]}
                for lot in self.lots
            ],
        }

    def __iter__(self) -> Iterator[RuleResult]:
        return iter(self.results)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(found)} {answer.en}" for answer in Answer if (found := self.of(answer)))
        return f"<RuleReport {self.title}: {counts}>"


def _written(value: object) -> str:
    if isinstance(value, Fraction):
        percent = value * 100
        if 100 % percent.denominator:
            return f"{value.numerator}/{value.denominator}"  # its percentage has no end, or too long a one
        whole, rest = divmod(percent.numerator * (100 // percent.denominator), 100)
        return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"
    return str(value)


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else str(value)

"""What a rule answers: one of five words, the numbers it used, the article, and what it would have needed to know.

>>> Answer("fail") is Answer("不符合") is Answer.FAIL
True
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.records.words import Word
from zhengwu.reference.glossary import glossary
from zhengwu.reference.law import LegalRule, trading_law

__all__ = ["Answer", "RuleResult"]


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
_UNITS_EN = {
    "calendar_day": " days",
    "working_day": " working days",
    "month": " months",
    "year": " years",
    "bidder": " bidders",
    "person": " persons",
}
_OPS = {">=": "≥", "<=": "≤", "==": "=", ">": ">", "in": "∈"}
_REACHED = frozenset({"tendered", "competition", "state_funded"})


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
        return self.compared()

    def compared(self, lang: str = "zh") -> str:
        """`arithmetic` in Chinese ("zh") or English ("en"). Digits of a share that have no end are cut off at "…"."""
        if self.measured is None or self.bound is None:
            return ""
        english = lang == "en"
        unit = (_UNITS_EN if english else _UNITS).get(self.rule.unit, "")
        measured, bound = _share(self.measured, beside=self.bound) + unit, _written(self.bound) + unit
        if self.rule.test in _REACHED:
            return f"{measured} {'≥' if self.measured >= self.bound else '<'} {bound}"
        wanted = f"{_OPS[self.rule.op]} {bound}"
        if english:
            turns = "not after" if self.rule.op == "<=" else "not before"
            due = f", {turns} {self.due}" if self.due is not None else ""
            return f"{measured} (must be {wanted}{due})"
        turns = "不晚于" if self.rule.op == "<=" else "不早于"
        due = f"，{turns} {self.due}" if self.due is not None else ""
        return f"{measured}（须 {wanted}{due}）"

    def text(self, lang: str = "zh") -> str:
        """The result as a sentence, in Chinese ("zh") or English ("en")."""
        english = lang == "en"
        rule, law = self.rule, trading_law()
        compared = self.compared(lang)
        parts = [compared] if compared else []
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


def _share(value: object, *, beside: object) -> str:
    """A measured value; of a share whose percentage has no end the first digits, enough to differ from a bound."""
    text = _written(value)
    if not isinstance(value, Fraction) or "/" not in text:
        return text
    for places in range(2, 12):
        digits = int(value * 100 * 10**places)
        if not isinstance(beside, Fraction) or Fraction(digits, 10 ** (places + 2)) != beside:
            whole, rest = divmod(digits, 10**places)
            return f"{whole}.{rest:0{places}d}…%"
    return text


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

"""What clearing bids finds: where a priced bill does not agree with itself, with the tender's bill, or with other bids.

An ERROR contradicts itself or the tender's bill; a QUESTION somebody should ask the bidder. Nothing here is proof, and
nothing rejects a bid: that is the committee's.

>>> print(ClearingFinding(rule="CL-03", key="甲公司", values={"printed": "100元", "computed": "110元"}))
甲公司：CL-03 总价 100元，各项合计 110元
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from zhengwu.findings import Grade
from zhengwu.trading.flags import RedFlag

__all__ = ["Clearing", "ClearingFinding", "joined"]

_MESSAGES = {
    "CL-01": (
        "第 {line} 项 {quantity} × {unit_price} = {computed}，合价写作 {printed}",
        "line {line}: {quantity} × {unit_price} = {computed}, printed {printed}",
    ),
    "CL-01.decimal": (
        "第 {line} 项 {quantity} × {unit_price} = {computed}，合价写作 {printed}，单价小数点似有错位",
        "line {line}: {quantity} × {unit_price} = {computed}, printed {printed}; the decimal point slipped",
    ),
    "CL-01.rounding": (
        "第 {line} 项 {quantity} × {unit_price} = {computed}，合价写作 {printed}，可由取舍解释",
        "line {line}: {quantity} × {unit_price} = {computed}, printed {printed}; rounding explains it",
    ),
    "CL-02": (
        "{line} 小计 {printed}，各项合计 {computed}",
        "subtotal {line}: {printed}, its lines add up to {computed}",
    ),
    "CL-03": ("总价 {printed}，各项合计 {computed}", "total {printed}, the lines add up to {computed}"),
    "CL-03.price": ("开标价 {printed}，清单总价 {computed}", "opened at {printed}, the bill's total is {computed}"),
    "CL-04": ("缺第 {line} 项", "line {line} is missing"),
    "CL-05": ("多出第 {line} 项", "line {line} is not in the tender's bill"),
    "CL-06": (
        "第 {line} 项{field}改为 {printed}，招标清单为 {given}",
        "line {line}: {field_en} {printed}, given {given}",
    ),
    "CL-07": ("第 {line} 项 {printed} 高于限价 {given}", "line {line}: {printed} is above its ceiling {given}"),
    "CL-08": ("总价 {printed} 高于最高限价 {given}", "total {printed} is above the ceiling {given}"),
    "CL-09": ("第 {line} 项{kind}改为 {printed}，招标清单为 {given}", "line {line}: {kind} {printed}, given {given}"),
    "CL-10": (
        "第 {line} 项单价 {unit_price}，各家中位数 {median}，偏离 {deviation}，影响 {effect}",
        "line {line}: {unit_price}, the median of the bids is {median}: {deviation} off, worth {effect}",
    ),
}


@attrs.frozen(kw_only=True)
class ClearingFinding:
    """One thing found. `key` is the bidder, `line` the code of the line, `values` what fills the message."""

    rule: str
    case: str = ""
    key: str
    line: str | None = None
    grade: Grade = Grade.ERROR
    values: Mapping[str, str] = attrs.field(factory=dict)

    def text(self, lang: str = "zh") -> str:
        """The finding as a sentence, in Chinese ("zh") or English ("en")."""
        zh, en = _MESSAGES[f"{self.rule}.{self.case}" if self.case else self.rule]
        colon, wording = (": ", en) if lang == "en" else ("：", zh)
        return f"{self.key}{colon}{self.rule} {wording.format(line=self.line, **self.values)}"

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values for JSON."""
        return {
            "rule": self.rule,
            "grade": self.grade.value,
            "key": self.key,
            "line": self.line,
            "message": self.text(),
            "values": dict(self.values),
        }


@attrs.frozen(kw_only=True)
class Clearing:
    """All that was found. `checked` counts what each rule decided, `unknown` what it could not, with the field missing.

    `flags` are the signs between bids (RF-04 to RF-07).
    """

    findings: tuple[ClearingFinding, ...] = ()
    flags: tuple[RedFlag, ...] = ()
    checked: Mapping[str, int] = attrs.field(factory=dict)
    unknown: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    def of(self, rule: str) -> tuple[ClearingFinding, ...]:
        """The findings of one rule."""
        return tuple(finding for finding in self.findings if finding.rule == rule)

    def about(self, key: str) -> tuple[ClearingFinding, ...]:
        """The findings about one bidder."""
        return tuple(finding for finding in self.findings if finding.key == key)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values for JSON."""
        return {
            "findings": [finding.to_dict() for finding in self.findings],
            "flags": [flag.to_dict() for flag in self.flags],
            "checked": dict(self.checked),
            "unknown": {rule: list(missing) for rule, missing in self.unknown.items()},
        }


def joined(parts: Iterable[Clearing]) -> Clearing:
    """Several results as one, in their order."""
    findings: list[ClearingFinding] = []
    flags: list[RedFlag] = []
    checked: dict[str, int] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for part in parts:
        findings += part.findings
        flags += part.flags
        for rule, count in part.checked.items():
            checked[rule] = checked.get(rule, 0) + count
        for rule, missing in part.unknown.items():
            unknown[rule] = unknown.get(rule, ()) + missing
    return Clearing(findings=tuple(findings), flags=tuple(flags), checked=checked, unknown=unknown)


class Ledger:
    """What a check notes while it goes through a bill."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.findings: list[ClearingFinding] = []
        self.checked: dict[str, int] = {}
        self.unknown: dict[str, tuple[str, ...]] = {}

    def decided(self, rule: str) -> None:
        """One thing that a rule could decide."""
        self.checked[rule] = self.checked.get(rule, 0) + 1

    def open(self, rule: str, missing: str) -> None:
        """One that it could not."""
        self.unknown[rule] = (*self.unknown.get(rule, ()), f"{self.key} {missing}")

    def found(
        self, rule: str, *, case: str = "", line: str | None = None, grade: Grade = Grade.ERROR, **values: object
    ) -> None:
        """A finding."""
        told = {name: str(value) for name, value in values.items()}
        self.findings.append(ClearingFinding(rule=rule, case=case, key=self.key, line=line, grade=grade, values=told))

    def result(self) -> Clearing:
        """All that was noted."""
        return Clearing(findings=tuple(self.findings), checked=self.checked, unknown=self.unknown)

"""The report of `check`: the answers of all rules, lot by lot, with the day of the law and the place.

>>> from datetime import date
>>> from zhengwu.exact import wan
>>> from zhengwu.trading import Tender, check
>>> tender = Tender.single(title="电脑", trade_class="养蜂", notice=date(2017, 3, 1), budget=wan("120"))
>>> print(check(tender))
无法识别：项目类别“养蜂”
无法判断 101 条（缺 9 项资料），不适用 14 条
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.reference.law import trading_law
from zhengwu.table.html import CELL, FRAME, HEADER, LABEL, LANGUAGE, TABLE, escaped
from zhengwu.trading.rules.answers import Answer, RuleResult

__all__ = ["LotAnswers", "RuleReport"]

_WORST = (Answer.FAIL, Answer.UNKNOWN, Answer.WAIVED, Answer.PASS, Answer.NOT_APPLICABLE)


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
        """The report as lines: the results with these answers, the broken rules unless told otherwise, then what could
        not be read. Printed, a report ends with its `summary`.
        """
        wanted = {Answer(one) for one in answers}
        lines = []
        for lot in self.lots:
            head = f"{lot.code}: " if lot.code and len(self.lots) > 1 else ""
            lines += [head + result.text(lang) for result in lot.results if result.answer in wanted]
            lines += [head + line for line in unread_lines(lot, lang)]
        return "\n".join(lines)

    def summary(self, lang: str = "zh") -> str:
        """How many rules gave which answer, in one line."""
        english = lang == "en"
        told = []
        for answer in _WORST:
            count = len(self.of(answer))
            lacks = len(self.missing) if answer is Answer.UNKNOWN else 0
            if count and english:
                told.append(f"{count} {answer.en}" + (f" ({lacks} facts missing)" if lacks else ""))
            elif count:
                told.append(f"{answer.zh} {count} 条" + (f"（缺 {lacks} 项资料）" if lacks else ""))
        return (", " if english else "，").join(told)

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

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.text(), self.summary())))

    def _repr_html_(self) -> str:
        return report_html(self)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(found)} {answer.en}" for answer in Answer if (found := self.of(answer)))
        return f"<RuleReport {self.title}: {counts}>"


def unread_lines(lot: LotAnswers, lang: str) -> Iterator[str]:
    """What was given for a lot and stands in no fact, a line each."""
    facts = trading_law().facts
    for name, text in lot.unread.items():
        known = facts.get(name)
        if lang == "en":
            yield f'not read: {known.en if known else name} "{text}"'
        else:
            yield f"无法识别：{known.zh if known else name}“{text}”"


def report_html(report: RuleReport) -> str:
    """The report as a fragment of HTML: what is broken, waived or unknown, and what holds; the rest is counted."""
    head = "".join(f'<th scope="col" style="{HEADER}">{name}</th>' for name in ("规则", "结果", "比较", "依据"))
    rows = []
    for answer in _WORST[:-1]:
        for code, result in report.of(answer):
            missing = "、".join(trading_law().facts[name].zh for name in result.missing)
            told = result.arithmetic or (f"缺：{missing}" if missing else "")
            lot = f"{code}: " if code and len(report.lots) > 1 else ""
            cells = (f"{lot}{result.rule.id} {result.rule.zh}", answer.zh, told, result.rule.cited)
            styles = (LABEL, LABEL, CELL, CELL)
            body = "".join(
                f'<td style="{style}">{escaped(cell)}</td>' for style, cell in zip(styles, cells, strict=True)
            )
            rows.append(f"<tr>{body}</tr>")
    notes = [line for lot in report.lots for line in unread_lines(lot, "zh")]
    parts = [f"<p>{escaped(report.title)}：{escaped(report.summary())}</p>"]
    parts += [f"<p>{escaped(note)}</p>" for note in notes]
    if rows:
        table = [
            f'<table style="{TABLE}">',
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody>",
            "</table>",
        ]
        parts += table
    return "\n".join([f'<div lang="{LANGUAGE["zh"]}" style="{FRAME}">', *parts, "</div>"])

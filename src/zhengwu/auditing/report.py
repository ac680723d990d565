"""What an audit found in one document: relations with verdicts, findings, and everything that was not checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import Finding, Grade, RelationResult, Skipped, TableSummary, Verdict, as_json
from zhengwu.reference.glossary import glossary
from zhengwu.reference.messages import catalogue, message
from zhengwu.table.model import Table

__all__ = ["PrintedFigure", "Report", "message_of", "name_of", "reason_of"]


@attrs.frozen(kw_only=True)
class PrintedFigure:
    """A figure of prose: its identifier, its name in the text, and where in the text it stands (characters from 0)."""

    id: str
    name: str
    figure: Figure
    span: tuple[int, int] | None = None


@attrs.frozen(kw_only=True)
class Report:
    """The answer to one document.

    `regimes` are the roundings that remain possible, the likeliest first; `is_exact` says that nothing was rounded.
    `sources` are the tables that were judged, for showing; they take no part in equality.
    ``print(report)`` gives the report as text; a notebook shows its tables with the contradictions marked.

    >>> Report(file="a.csv", regimes=())
    <Report 'a.csv', tables 0, checked 0, findings 0>
    """

    file: str | None
    regimes: tuple[Rounding, ...]
    is_exact: bool = False
    relations: tuple[RelationResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    tables: tuple[TableSummary, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()
    sources: tuple[Table, ...] = attrs.field(default=(), eq=False, repr=False)

    @property
    def ok(self) -> bool:
        """True when nothing contradicts itself: no finding of grade error."""
        return not any(finding.grade is Grade.ERROR for finding in self.findings)

    def count(self, verdict: Verdict) -> int:
        """How many relations have this verdict."""
        return sum(result.verdict is verdict for result in self.relations)

    @property
    def checked(self) -> int:
        """How many relations were decided."""
        return len(self.relations) - self.count(Verdict.UNVERIFIABLE)

    def to_html(self, *, lang: str = "zh") -> str:
        """The report as a self-contained fragment of HTML: the tables with their contradictions marked, then a list."""
        from zhengwu.auditing.html import report_html

        return report_html(self, lang=lang)

    def __str__(self) -> str:
        from zhengwu.auditing.text import plain, report_text

        return "\n".join(plain(line) for line in report_text(self)).strip("\n")

    def __repr__(self) -> str:
        sizes = f"tables {len(self.tables)}, checked {self.checked}, findings {len(self.findings)}"
        return f"<Report {self.file!r}, {sizes}>"

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_dict(self, *, lang: str = "zh") -> dict[str, Any]:
        """The report as the JSON of the contract, messages in Chinese or English (`lang` ``zh`` or ``en``)."""
        return {
            "file": self.file,
            "regime": [rounding.value for rounding in self.regimes],
            "checked": self.checked,
            "held": self.count(Verdict.CONSISTENT),
            "truncated": self.count(Verdict.TRUNCATED),
            "failed": self.count(Verdict.INCONSISTENT),
            "open": self.count(Verdict.UNVERIFIABLE),
            "skipped": [
                {"where": item.where.to_dict(), "why": message(item.reason, item.values, lang=lang)}
                for item in self.skipped
            ],
            "tables": [attrs.asdict(summary) for summary in self.tables],
            "figures": [_figure(item) for item in self.figures],
            "relations": [_relation(result, lang) for result in self.relations],
            "findings": [_finding(finding, lang) for finding in self.findings],
        }


def _figure(item: PrintedFigure) -> dict[str, Any]:
    figure = item.figure
    return {
        "id": item.id,
        "text": figure.text,
        "value": format(figure.value.scaleb(-figure.magnitude), "f"),
        "unit": figure.unit_text or None,
        "name": item.name,
        "qualifier": figure.qualifier.value if figure.qualifier else None,
        "span": list(item.span) if item.span else None,
    }


def _relation(result: RelationResult, lang: str) -> dict[str, Any]:
    fields = attrs.asdict(result, recurse=False)
    fields["where"] = result.where.to_dict()
    fields["reason"] = reason_of(result, lang=lang) or None
    json: dict[str, Any] = as_json(fields)
    return json


def _finding(finding: Finding, lang: str) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "grade": finding.grade.value,
        "kind": finding.kind.value,
        "message": message_of(finding, lang=lang),
        "where": finding.where.to_dict(),
        "printed": finding.printed,
        "unique": finding.unique,
        "repairs": [
            {
                "changes": [
                    {
                        "figure": change.where.figure,
                        "table": change.where.table,
                        "row": change.where.row,
                        "column": change.where.column,
                        "from": change.before,
                        "to": change.after,
                    }
                    for change in repair.changes
                ],
                "moves": [attrs.asdict(move) for move in repair.moves],
                "why": repair.why,
            }
            for repair in finding.repairs
        ],
    }


def message_of(finding: Finding, *, lang: str = "zh") -> str:
    """The sentence of a finding: its rule's message filled with its values, and the reason for doubt if any."""
    values: Mapping[str, str] = finding.values
    text = message(f"{finding.rule}.{finding.grade.value}", values, lang=lang)
    doubt = values.get("doubt")
    return f"{text}{message(doubt, values, lang=lang)}" if doubt else text


def reason_of(result: RelationResult, *, lang: str = "zh") -> str:
    """Why a relation could not be decided, with the names of what is missing; "" if it was."""
    if result.reason is None:
        return ""
    text = message(result.reason, lang=lang)
    if not result.missing or result.missing == ("parts",):
        return text
    names = message("list.pause", lang=lang).join(name_of(name, lang=lang) for name in result.missing)
    return text + message("reproduce.missing", {"names": names}, lang=lang)


def name_of(name: str, *, lang: str = "zh") -> str:
    """An indicator, quantity or identity by its official name; a label of the document stays what it is."""
    known = catalogue(lang)
    term = glossary().terms.get(name)
    if f"name.{name}" in known or term is None:
        return known.get(f"name.{name}", name)
    return term.en if lang == "en" else term.zh

"""What an audit found in one document: relations with verdicts, findings, and everything that was not checked."""

from __future__ import annotations

from typing import Any

import attrs

from zhengwu.auditing.wording import identifier, message_of, reason_of, why_of
from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import Rounding
from zhengwu.exact.where import Where
from zhengwu.findings import Finding, Grade, RelationResult, Repair, Skipped, TableSummary, Verdict, as_json
from zhengwu.reference.messages import message
from zhengwu.table.model import Table

__all__ = ["PrintedFigure", "Report"]


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

    def repaired(self) -> list[Table]:
        """The tables with every repair applied that is the only one as good; findings left open change nothing.

        A report of figures stated in prose has no tables: the list is empty, its repairs stand in the findings.

        >>> from zhengwu.app import audit
        >>> from zhengwu.table import Grid
        >>> report = audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "7"]]))
        >>> report.repaired()
        [<Table '', 3 rows × 2 columns>]
        """
        from zhengwu.auditing.repairs import applied, unique_repairs

        repairs = unique_repairs(self.findings)
        return [applied(table, repairs) for table in self.sources]

    def label(self, where: Where) -> str:
        """What a place is called: ``row·column`` by their labels, a figure of prose by its name, else its identifier.

        >>> Report(file=None, regimes=()).label(Where(table=0, row=3, column=2))
        't0r3c2'
        """
        table = next((table for table in self.sources if table.index == where.table), None)
        if table is not None and where.row is not None and where.row < len(table.rows):
            column = where.column if where.column is not None and where.column < len(table.columns) else None
            names = (table.label(where.row), table.columns[column].header if column is not None else "")
            return "·".join(filter(None, names)) or identifier(where)
        named = (item.name for item in self.figures if item.id == where.figure)
        return next(named, "") or identifier(where)

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
            "findings": [_finding(finding, self, lang) for finding in self.findings],
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
    fields = result.fields()
    fields["where"] = result.where.to_dict()
    fields["reason"] = reason_of(result, lang=lang) or None
    json: dict[str, Any] = as_json(fields)
    return json


def _finding(finding: Finding, report: Report, lang: str) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "grade": finding.grade.value,
        "kind": finding.kind.value,
        "message": message_of(finding, name=report.label, lang=lang),
        "where": finding.where.to_dict(),
        "printed": finding.printed,
        "arithmetic": finding.values.get("arithmetic", ""),
        "figures": list(finding.figures),
        "relations": list(finding.relations),
        "unique": finding.unique,
        "repairs": [_repair(repair, lang) for repair in finding.repairs],
    }


def _repair(repair: Repair, lang: str) -> dict[str, Any]:
    changes = [
        {
            "figure": change.where.figure,
            "table": change.where.table,
            "row": change.where.row,
            "column": change.where.column,
            "from": change.before,
            "to": change.after,
        }
        for change in repair.changes
    ]
    return {
        "changes": changes,
        "moves": [attrs.asdict(move) for move in repair.moves],
        "why": why_of(repair, lang=lang),
    }

"""Recomputed publications as lines of text: every relation with its verdict, its figures and its calculation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from zhengwu.auditing.listing import calculation, finding_lines, place
from zhengwu.auditing.marked_table import marked_lines
from zhengwu.auditing.marks import MARKS
from zhengwu.auditing.report import Report
from zhengwu.auditing.reproduction import Reproduction
from zhengwu.auditing.text import counts, name_of_cell, regime
from zhengwu.auditing.wording import name_of, reason_of
from zhengwu.findings import Finding, RelationResult, Verdict
from zhengwu.reference.forms import Repeat
from zhengwu.reference.messages import message
from zhengwu.table.layout import Line, Segment, blocks, clean, columns, display_width, shortened
from zhengwu.table.model import Table

__all__ = ["reproduction_text"]

_DERIVED = "not_printed"
_LONGEST_NAME = 32


def reproduction_text(reproductions: Sequence[Reproduction], *, lang: str = "zh") -> list[Line]:
    """Every publication with its relations, then the totals.

    >>> from zhengwu.table.layout import plain
    >>> from zhengwu.auditing.reproduction import reproduced
    >>> from zhengwu.reference.published import document
    >>> lines = reproduction_text([reproduced(document("suqian-2015"))])
    >>> print(plain(lines[0]))
    宿迁市2015年政务服务与公共资源交易的数字  suqian-2015
    """
    lines: list[Line] = []
    for item in reproductions:
        lines += [*_document(item, lang), ()]
    results = [result for item in reproductions for report in item.reports for result in report.relations]
    total = (message("reproduce.documents", {"count": str(len(reproductions))}, lang=lang), "title")
    comma = (message("list.comma", lang=lang), "")
    return [*lines, (total, comma, *_counts(results, lang))]


def _document(item: Reproduction, lang: str) -> list[Line]:
    document = item.document
    title = document.title_en if lang == "en" else document.title_zh
    lines: list[Line] = [((title, "title"), (f"  {document.id}", "dim"))]
    if item.tables is not None:
        for table in item.tables.sources:
            own = [result for result in item.tables.relations if result.where.table == table.index]
            lines += [(), ((f"  {clean(table.title)}", "title"), ("  ", ""), *_counts(own, lang))]
            lines += _table(table, own, lang)
            found = _explained(item.tables, table.index)
            if found:
                lines += [(), *marked_lines(table, found, lang=lang), *finding_lines(found, item.tables, lang=lang)]
    if item.stated.relations:
        lines += [(("  ", ""), *_counts(item.stated.relations, lang)), *_stated(item, lang)]
        lines += finding_lines(_explained(item.stated, None), item.stated, lang=lang)
    return [*lines, *(((f"  {regime(report, lang=lang)}", "dim"),) for report in item.reports)]


def _explained(report: Report, table: int | None) -> list[Finding]:
    """The findings that propose repairs; the others say no more than the relations listed above them."""
    return [finding for finding in report.findings if finding.where.table == table and finding.repairs]


def _table(table: Table, results: Sequence[RelationResult], lang: str) -> list[Line]:
    """One line for each relation; where the labels of the rows are long, each stands above its own."""
    full = [_row(result, name_of_cell(table, result), lang) for result in results]
    if max((display_width(row[1][0]) for row in full), default=0) <= _LONGEST_NAME:
        return columns(full, right=(2, 3), indent=2)
    short = [
        _row(result, table.columns[result.where.column].header if result.where.column is not None else "", lang)
        for result in results
    ]
    aligned = iter(blocks(short, right=(2, 3), indent=4))
    lines: list[Line] = []
    for row, group in groupby(results, key=lambda result: result.where.row):
        lines.append(((f"  {clean(table.label(row)) if row is not None else ''}", ""),))
        for _ in group:
            lines += next(aligned)
    return lines


def _stated(item: Reproduction, lang: str) -> list[Line]:
    names = {figure.id: figure.name for figure in item.stated.figures}
    rows = []
    for result, relation in zip(item.stated.relations, item.document.relations, strict=True):
        names.setdefault(relation.id, name_of(relation.name, lang=lang))
        row = _row(result, shortened(names[result.target], _LONGEST_NAME), lang)
        if isinstance(relation.form, Repeat):
            where = place(item.document.figure(relation.form.same_as).where)
            text = message("reproduce.repeat", {"place": where, "text": result.arithmetic}, lang=lang)
            row[-2:] = [("", ""), (text, "dim")]
        rows.append(row)
    return columns(rows, right=(2, 3), indent=2)


def _row(result: RelationResult, name: str, lang: str) -> list[Segment]:
    """Mark and line, what the figure is, what was printed and what comes out, the calculation or why there is none."""
    derived = result.reason == _DERIVED
    mark, style = ("→", "dim") if derived else MARKS[result.verdict.value]
    wrong = style if result.verdict in (Verdict.INCONSISTENT, Verdict.TRUNCATED) else ""
    recomputed, last = calculation(result.recomputed, result.arithmetic)
    if result.reason and not derived:
        recomputed, last = "", reason_of(result, lang=lang)
    return [
        (f"{mark} {place(result.where)}", style),
        (clean(name), ""),
        (clean(result.printed), wrong),
        (clean(recomputed), wrong),
        (clean(last), "dim"),
    ]


def _counts(results: Sequence[RelationResult], lang: str) -> Line:
    """The verdicts counted, derived figures apart: nothing printed stands against them."""
    judged = [result for result in results if result.reason != _DERIVED]
    line = counts(judged, lang=lang)
    if len(judged) == len(results):
        return line
    derived = message("reproduce.derived", {"count": str(len(results) - len(judged))}, lang=lang)
    return (*line, (message("list.stop", lang=lang), ""), (derived, ""))

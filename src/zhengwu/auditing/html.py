"""A report as HTML: every table as it was printed, the cells that cannot be right marked, and the findings in words.

A self-contained fragment: no script, no link, no style sheet beside it; every text of the document is escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from zhengwu.auditing.listing import place
from zhengwu.auditing.marks import MARKS
from zhengwu.auditing.report import Report
from zhengwu.auditing.text import regime
from zhengwu.auditing.wording import message_of
from zhengwu.findings import Finding, Grade, Skipped, TableSummary, Verdict
from zhengwu.reference.messages import message
from zhengwu.table.html import FONT, LANGUAGE, QUIET, Mark, escaped, table_html
from zhengwu.table.model import Table

__all__ = ["html_page", "report_html"]

# Colour is never the only sign: each grade has its own kind of outline too.
_MARKED: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.ERROR: "background:rgba(220,38,38,.22);outline:2px solid rgba(220,38,38,.85);outline-offset:-2px;"
        "font-weight:600",
        Grade.QUESTION: "background:rgba(59,130,246,.2);outline:2px dashed rgba(59,130,246,.85);outline-offset:-2px",
        Grade.NOTE: "background:rgba(217,149,0,.2);outline:2px dotted rgba(217,149,0,.95);outline-offset:-2px",
    }
)
_WEIGHT = (Grade.NOTE, Grade.QUESTION, Grade.ERROR)
_UNREAD = f"{QUIET};font-style:italic"
_ORIGIN = f"{QUIET};white-space:nowrap"
_LIST = "padding-left:1.2em;margin:.3em 0 1em"


def report_html(report: Report, *, lang: str = "zh") -> str:
    """The report as a fragment of HTML, messages in Chinese or English (`lang` ``zh`` or ``en``).

    >>> from zhengwu.auditing.audit import audit_tables
    >>> from zhengwu.table.grid import Grid
    >>> from zhengwu.table.structure import recognise
    >>> grid = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]], caption="服务情况表", unit="件")
    >>> print(report_html(audit_tables([recognise(grid)])).splitlines()[-3])    # doctest: +ELLIPSIS
    <li><b>✗ 不符</b> 合计·1月 印作 8，而各行相加 3 + 4 = 7 <small ...>ZW120 t0r2c1</small></li>
    """
    parts = [f'<section lang="{LANGUAGE.get(lang, lang)}" style="{FONT}">']
    title = message("report.title", {"file": report.file or ""}, lang=lang).strip()
    parts += [f'<h2 style="font-size:1.25em">{escaped(title)}</h2>', f"<p>{escaped(_summary(report, lang))}</p>"]
    for summary, table in zip(report.tables, report.sources, strict=True):
        parts.append(_table(summary, table, report, lang))
    parts += _findings(report, lang)
    parts += _unread(report.skipped, lang)
    parts.append("</section>")
    return "\n".join(parts)


def html_page(fragments: Iterable[str], *, lang: str = "zh", title: str = "zhengwu") -> str:
    """Fragments as one document that says its character set.

    >>> html_page(["<p>合计</p>"]).splitlines()[1]
    '<html lang="zh-CN">'
    """
    # Without this a browser set to dark shows the page on white all the same.
    scheme = '<meta name="color-scheme" content="light dark">'
    head = f'<head><meta charset="utf-8"><title>{escaped(title)}</title>{scheme}</head>'
    body = "\n".join(fragments)
    language = LANGUAGE.get(lang, lang)
    return f'<!DOCTYPE html>\n<html lang="{language}">\n{head}\n<body style="margin:2em">\n{body}\n</body>\n</html>'


def _summary(report: Report, lang: str) -> str:
    if not report.relations:
        return message("report.nothing" if report.sources else "report.no_tables", lang=lang)
    numbers = {
        "checked": str(report.checked),
        "held": str(report.count(Verdict.CONSISTENT)),
        "truncated": str(report.count(Verdict.TRUNCATED)),
        "failed": str(report.count(Verdict.INCONSISTENT)),
        "open": str(report.count(Verdict.UNVERIFIABLE)),
    }
    return f"{message('report.summary', numbers, lang=lang)} {regime(report, lang=lang)}"


def _table(summary: TableSummary, table: Table, report: Report, lang: str) -> str:
    title = summary.title or message("table.untitled", {"number": str(table.index + 1)}, lang=lang)
    return table_html(table, caption=title, marks=_marks(table, report, lang), lang=lang)


def _marks(table: Table, report: Report, lang: str) -> dict[tuple[int, int], Mark]:
    """The cells that have findings, by the gravest of them, and those that were not read."""
    marks = {}
    for item in table.unread:
        if item.where.row is not None and item.where.column is not None:
            text = message(item.reason, {"text": item.text}, lang=lang)
            marks[item.where.row, item.where.column] = Mark(_UNREAD, text)
    found: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        where = finding.where
        if where.table == table.index and where.row is not None and where.column is not None:
            found[where.row, where.column].append(finding)
    for at, findings in found.items():
        gravest = max((finding.grade for finding in findings), key=_WEIGHT.index)
        marks[at] = Mark(_MARKED[gravest], "; ".join(message_of(finding, lang=lang) for finding in findings))
    return marks


def _findings(report: Report, lang: str) -> list[str]:
    if not report.findings:
        return [f"<p>{escaped(message('report.clean', lang=lang))}</p>"] if report.relations else []
    lines = [_heading(message("report.findings", lang=lang)), f'<ul style="{_LIST}">']
    for finding in report.findings:
        grade = f"{MARKS[finding.grade.value][0]} {message(f'grade.{finding.grade}', lang=lang)}"
        origin = escaped(f"{finding.rule} {place(finding.where)}".strip())
        sentence = escaped(message_of(finding, lang=lang))
        lines.append(f'<li><b>{escaped(grade)}</b> {sentence} <small style="{_ORIGIN}">{origin}</small></li>')
    return [*lines, "</ul>"]


def _unread(skipped: Sequence[Skipped], lang: str) -> list[str]:
    if not skipped:
        return []
    lines = [_heading(message("report.unread", lang=lang)), f'<ul style="{_LIST};{QUIET}">']
    for item in skipped:
        sentence = message(item.reason, item.values, lang=lang)
        lines.append(f"<li>{escaped(f'{sentence} {place(item.where)}'.strip())}</li>")
    return [*lines, "</ul>"]


def _heading(text: str) -> str:
    return f'<h3 style="font-size:1.05em">{escaped(text)}</h3>'

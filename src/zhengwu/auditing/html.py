"""A report as HTML: every table as it was printed, the cells that cannot be right marked, and the findings in words.

A self-contained fragment: no script, no link, no style sheet beside it; every text of the document is escaped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from zhengwu.auditing.report import Report, message_of
from zhengwu.auditing.text import MARKS, place, regime
from zhengwu.findings import Finding, Grade, Skipped, TableSummary, Verdict
from zhengwu.reference.messages import message
from zhengwu.table.grid import Cell
from zhengwu.table.layout import clean
from zhengwu.table.model import Table

__all__ = ["html_page", "report_html"]

_FONT = "font-family:system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;line-height:1.5;color:#1b1b1b"
_TABLE = "border-collapse:collapse;margin:.3em 0 1em;font-size:.92em"
_CELL = "border:1px solid #b9bec5;padding:.2em .55em"
_HEADER = f"{_CELL};background:#eef1f4;font-weight:600;text-align:center"
_QUIET = "color:#5c6670"
_MARKED: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.ERROR: ";background:#fbd5d5;color:#8f1313;font-weight:600",
        Grade.QUESTION: ";background:#dfe8fb;color:#1d3f86",
        Grade.NOTE: ";background:#fdeebf;color:#6b4a00",
    }
)
_WEIGHT = (Grade.NOTE, Grade.QUESTION, Grade.ERROR)
_LANGUAGE = {"zh": "zh-CN", "en": "en"}


def report_html(report: Report, *, lang: str = "zh") -> str:
    """The report as a fragment of HTML, messages in Chinese or English (`lang` ``zh`` or ``en``).

    >>> from zhengwu.auditing.audit import audit_tables
    >>> from zhengwu.table.grid import Grid
    >>> from zhengwu.table.structure import recognise
    >>> grid = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]], caption="服务情况表", unit="件")
    >>> print(report_html(audit_tables([recognise(grid)])).splitlines()[-3])
    <li><b>✗ 不符</b> 合计·1月 印作 8，而各行相加 3 + 4 = 7 <small style="color:#5c6670">ZW120 t0r2c1</small></li>
    """
    parts = [f'<section lang="{_LANGUAGE.get(lang, lang)}" style="{_FONT}">']
    title = message("report.title", {"file": report.file or ""}, lang=lang).strip()
    parts += [f'<h2 style="font-size:1.25em">{_text(title)}</h2>', f"<p>{_text(_summary(report, lang))}</p>"]
    for summary, table in zip(report.tables, report.sources, strict=True):
        parts += _table(summary, table, report, lang)
    parts += _findings(report, lang)
    parts += _unread(report.skipped, lang)
    parts.append("</section>")
    return "\n".join(parts)


def html_page(fragments: Iterable[str], *, lang: str = "zh", title: str = "zhengwu") -> str:
    """Fragments as one document that says its character set.

    >>> html_page(["<p>合计</p>"]).splitlines()[1]
    '<html lang="zh-CN">'
    """
    head = f'<head><meta charset="utf-8"><title>{_text(title)}</title></head>'
    body = "\n".join(fragments)
    language = _LANGUAGE.get(lang, lang)
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


def _table(summary: TableSummary, table: Table, report: Report, lang: str) -> list[str]:
    title = summary.title or message("table.untitled", {"number": str(table.index + 1)}, lang=lang)
    found: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        where = finding.where
        if where.table == table.index and where.row is not None and where.column is not None:
            found[where.row, where.column].append(finding)
    grid = table.grid
    if grid.unit:
        title += message("table.unit", {"unit": grid.unit}, lang=lang)
    lines = [f'<table style="{_TABLE}">', f'<caption style="text-align:left;font-weight:600">{_text(title)}</caption>']
    for r in range(grid.height):
        cells = []
        for c in range(grid.width):
            cell = grid.rows[r][c]
            if cell is not None:
                cells.append(_cell(table, cell, (r - table.header_height, c), found, lang))
            elif grid.owner(r, c) is None:
                cells.append(f'<td style="{_CELL}"></td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</table>")
    if grid.notes:
        lines += [f'<p style="{_QUIET}">{_text(note)}</p>' for note in grid.notes]
    return lines


def _cell(
    table: Table, cell: Cell, at: tuple[int, int], findings: Mapping[tuple[int, int], Sequence[Finding]], lang: str
) -> str:
    """One cell, `at` counting rows over the body: above it, a negative row, stands the header."""
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    )
    if at[0] < 0:
        return f'<th{spans} style="{_HEADER}">{_text(cell.text)}</th>'
    style, title = _CELL, ""
    if at in table.cells:
        style += ";text-align:right;font-variant-numeric:tabular-nums"
    if found := findings.get(at, ()):
        style += _MARKED[max((finding.grade for finding in found), key=_WEIGHT.index)]
        title = f' title="{_text("; ".join(message_of(finding, lang=lang) for finding in found))}"'
    elif unread := [item for item in table.unread if (item.where.row, item.where.column) == at]:
        style += f";{_QUIET};font-style:italic"
        title = f' title="{_text(message(unread[0].reason, {"text": unread[0].text}, lang=lang))}"'
    return f'<td{spans} style="{style}"{title}>{_text(cell.text)}</td>'


def _findings(report: Report, lang: str) -> list[str]:
    if not report.findings:
        return [f"<p>{_text(message('report.clean', lang=lang))}</p>"] if report.relations else []
    lines = [_heading(message("report.findings", lang=lang)), '<ul style="padding-left:1.2em">']
    for finding in report.findings:
        grade = f"{MARKS[finding.grade.value][0]} {message(f'grade.{finding.grade}', lang=lang)}"
        origin = _text(f"{finding.rule} {place(finding.where)}".strip())
        sentence = _text(message_of(finding, lang=lang))
        lines.append(f'<li><b>{_text(grade)}</b> {sentence} <small style="{_QUIET}">{origin}</small></li>')
    return [*lines, "</ul>"]


def _unread(skipped: Sequence[Skipped], lang: str) -> list[str]:
    if not skipped:
        return []
    lines = [_heading(message("report.unread", lang=lang)), f'<ul style="padding-left:1.2em;{_QUIET}">']
    for item in skipped:
        sentence = message(item.reason, item.values, lang=lang)
        lines.append(f"<li>{_text(f'{sentence} {place(item.where)}'.strip())}</li>")
    return [*lines, "</ul>"]


def _heading(text: str) -> str:
    return f'<h3 style="font-size:1.05em">{_text(text)}</h3>'


def _text(text: str) -> str:
    return escape(clean(text), quote=True)

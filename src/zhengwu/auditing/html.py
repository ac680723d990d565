"""A report as HTML: every table as it was printed with its marks and repairs, then the findings in words.

A self-contained fragment: no script, no link, no style sheet beside it; every text of the document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from zhengwu.auditing.html_table import tables_html
from zhengwu.auditing.listing import place
from zhengwu.auditing.marks import MARKS, letters
from zhengwu.auditing.report import Report
from zhengwu.auditing.text import regime
from zhengwu.auditing.wording import message_of, repair_text
from zhengwu.findings import Finding, Skipped, Verdict
from zhengwu.reference.messages import message
from zhengwu.table.html import FONT, LANGUAGE, QUIET, escaped

__all__ = ["html_page", "report_html"]

_ORIGIN = f"{QUIET};white-space:nowrap"
_SECTION = f"{FONT};overflow-wrap:break-word"
_CHOICES = "list-style:none;padding-left:1.2em;margin:.2em 0 .4em"
_LIST = "padding-left:1.2em;margin:.3em 0 1em"


def report_html(report: Report, *, lang: str = "zh") -> str:
    """The report as a fragment of HTML, messages in Chinese or English (`lang` ``zh`` or ``en``).

    >>> from zhengwu.auditing.audit import audit_tables
    >>> from zhengwu.table.grid import Grid
    >>> from zhengwu.table.structure import recognise
    >>> grid = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]], caption="服务情况表", unit="件")
    >>> print(report_html(audit_tables([recognise(grid)])).splitlines()[-3])    # doctest: +ELLIPSIS
    <li><b>✗ 不符</b> 合计·1月 印作 8，而各行相加 3 + 4 = 7；有 4 种可能的更正，见下 <small ...>ZW120 t0r2c1</small>...
    """
    parts = [f'<section lang="{LANGUAGE.get(lang, lang)}" style="{_SECTION}">']
    title = message("report.title", {"file": report.file or ""}, lang=lang).strip()
    parts += [f'<h2 style="font-size:1.25em">{escaped(title)}</h2>', f"<p>{escaped(_summary(report, lang))}</p>"]
    parts += tables_html(report, lang=lang)
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
    scheme += '<meta name="viewport" content="width=device-width,initial-scale=1">'
    head = f'<head><meta charset="utf-8"><title>{escaped(title)}</title>{scheme}</head>'
    body = "\n".join(fragments)
    language = LANGUAGE.get(lang, lang)
    opened = f'<html lang="{language}">\n{head}\n<body style="margin:clamp(.6em,4vw,2em)">'
    return f"<!DOCTYPE html>\n{opened}\n{body}\n</body>\n</html>"


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


def _findings(report: Report, lang: str) -> list[str]:
    if not report.findings:
        return [f"<p>{escaped(message('report.clean', lang=lang))}</p>"] if report.relations else []
    lines = [_heading(message("report.findings", lang=lang)), f'<ul style="{_LIST}">']
    for table in (*(table.index for table in report.sources), None):
        found = [finding for finding in report.findings if finding.where.table == table]
        for finding, signs in zip(found, letters(found), strict=True):
            lines.append(_finding(finding, signs, report, lang))
    return [*lines, "</ul>"]


def _finding(finding: Finding, signs: Sequence[str], report: Report, lang: str) -> str:
    """One finding: its grade, its sentence, who accuses, where; beneath it the alternatives, or what is filled in."""
    grade = f"{MARKS[finding.grade.value][0]} {message(f'grade.{finding.grade}', lang=lang)}"
    sentence = message_of(finding, name=report.label, lang=lang)
    if len(finding.relations) > 1:
        sentence += message("cause.witnesses", {"count": str(len(finding.relations))}, lang=lang)
    origin = escaped(f"{finding.rule} {place(finding.where)}".strip())
    line = f'<li><b>{escaped(grade)}</b> {escaped(sentence)} <small style="{_ORIGIN}">{origin}</small>'
    shown = [(f"{sign} ", repair) for sign, repair in zip(signs, finding.repairs, strict=False)]
    if not signs and finding.repairs and finding.repairs[0].moves and finding.repairs[0].changes:
        shown = [("", attrs.evolve(finding.repairs[0], moves=(), why=""))]  # the sentence tells the moves
    texts = [sign + repair_text(finding, repair, name=report.label, lang=lang) for sign, repair in shown]
    items = "".join(f"<li>{escaped(text)}</li>" for text in texts)
    return f'{line}<ul style="{_CHOICES}">{items}</ul></li>' if items else f"{line}</li>"


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

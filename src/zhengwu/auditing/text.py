"""A report as lines of text for a terminal: every table with its counts, its findings row by row, what was not read.

>>> from zhengwu.auditing.audit import audit_tables
>>> from zhengwu.table.grid import Grid
>>> from zhengwu.table.structure import recognise
>>> grid = Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]], caption="服务情况表", unit="件")
>>> for line in report_text(audit_tables([recognise(grid)], file="a.csv")):
...     print(plain(line))
a.csv
<BLANKLINE>
服务情况表  3 行 × 2 栏
核对 1 项：相符 0，不符 1
<BLANKLINE>
                   印作  算得  相差
  a.csv  合计  ZW120 合计行等于各行相加
    ✗ t0r2c1  1月     8     7     1  3 + 4
<BLANKLINE>
均为整数，未涉及取舍
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

from zhengwu.auditing.report import Report
from zhengwu.auditing.wording import reason_of
from zhengwu.errors import FigureError
from zhengwu.exact.figure import Figure
from zhengwu.exact.where import Where
from zhengwu.findings import Finding, Grade, RelationResult, Skipped, Verdict
from zhengwu.reference.messages import message
from zhengwu.reference.rules import rule
from zhengwu.table.layout import WIDTH, Line, Segment, blocks, clean, columns, display_width, plain
from zhengwu.table.model import Table

__all__ = ["MARKS", "calculation", "counts", "difference", "name_of_cell", "place", "plain", "regime", "report_text"]

MARKS: Mapping[str, Segment] = MappingProxyType(
    {
        Grade.ERROR.value: ("✗", "error"),
        Grade.QUESTION.value: ("?", "question"),
        Grade.NOTE.value: ("≈", "note"),
        Verdict.CONSISTENT.value: ("✓", "good"),
        Verdict.TRUNCATED.value: ("≈", "note"),
        Verdict.INCONSISTENT.value: ("✗", "error"),
        Verdict.UNVERIFIABLE.value: ("?", "dim"),
    }
)
"""The mark and style of every grade and verdict."""

_MOST_LISTED = 20
_RESULT = re.compile(r"(?P<left>.*) (?P<sign>[=≈]) (?P<number>−?[0-9.]+)(?P<unit>[^0-9. ]*)")


def report_text(report: Report, *, lang: str = "zh") -> list[Line]:
    """The report as styled lines, messages in Chinese or English (`lang` ``zh`` or ``en``)."""
    lines: list[Line] = [((clean(report.file or ""), "title"),)] if report.file else []
    for summary, table in zip(report.tables, report.sources, strict=True):
        own = [result for result in report.relations if result.where.table == table.index]
        title = clean(summary.title) or message("table.untitled", {"number": str(table.index + 1)}, lang=lang)
        size = message("table.size", {"rows": str(summary.rows), "columns": str(summary.columns)}, lang=lang)
        lines += [(), ((title, "title"), (f"  {size}", "dim")), counts(own, lang=lang)]
        found = [finding for finding in report.findings if finding.where.table == table.index]
        lines += _findings(found, report, table, lang)
        lines += _open(own, report, lang)
    loose = [finding for finding in report.findings if finding.where.table is None]
    lines += _findings(loose, report, None, lang)
    lines.append(())
    if not report.sources and not report.relations:
        lines.append(((message("report.no_tables", lang=lang), ""),))
    elif report.relations:
        lines.append(((regime(report, lang=lang), "dim"),))
    lines += _skipped(report.skipped, lang)
    return [line for line, following in zip(lines, [*lines[1:], ()], strict=True) if line or following]


def counts(results: Sequence[RelationResult], *, lang: str = "zh") -> Line:
    """How many relations have which verdict: ``核对 48 项：相符 25，不符 23；无法核对 2``."""
    number = {verdict: sum(result.verdict is verdict for result in results) for verdict in Verdict}
    if not results:
        return ((message("report.nothing", lang=lang), "dim"),)
    opened = number.pop(Verdict.UNVERIFIABLE)
    line: list[Segment] = [(message("report.checked", {"count": str(len(results) - opened)}, lang=lang), "")]
    for verdict, n in number.items():
        if n == 0 and verdict is Verdict.TRUNCATED:
            continue
        if len(line) > 1:
            line.append((message("list.comma", lang=lang), ""))
        style = MARKS[verdict.value][1] if n else ""
        line.append((message(f"count.{verdict}", {"count": str(n)}, lang=lang), style))
    if opened:
        line.append((message("list.stop", lang=lang), ""))
        line.append((message("count.unverifiable", {"count": str(opened)}, lang=lang), ""))
    return tuple(line)


def regime(report: Report, *, lang: str = "zh") -> str:
    """How the figures of the document seem to have been rounded, as a sentence."""
    if report.is_exact:
        return message("regime.exact", lang=lang)
    names = [message(f"regime.{rounding.value}", lang=lang) for rounding in report.regimes]
    kind = "regime.one" if len(names) == 1 else "regime.several"
    return message(kind, {"regimes": message("list.pause", lang=lang).join(names)}, lang=lang)


def difference(printed: str, recomputed: str) -> str:
    """What was printed minus what was computed, in the decimals printed; "" where either is no plain number.

    >>> difference("增值额0.26", "0.27"), difference("9.23%", "9.24%"), difference("1790.76万元", "17900.76")
    ('', '−0.01', '−16110.00')
    """
    try:
        one, other = Figure.parse(printed), Figure.parse(recomputed)
    except FigureError:
        return ""
    if not (one.is_number and other.is_number) or one.decimals != other.decimals:
        return ""
    size = one.coefficient - other.coefficient
    return f"{'−' if size < 0 else ''}{Decimal(f'{abs(size)}E-{one.decimals}'):f}" if size else ""


def calculation(recomputed: str, arithmetic: str) -> tuple[str, str]:
    """A result with its unit, and its calculation without the result where that says no more.

    >>> calculation("405", "142批次 + 157项 = 405项"), calculation("30.72", "47.22万件 ÷ 1.5 ≈ 31.4800万件")
    (('405项', '142批次 + 157项'), ('30.72万件', '47.22万件 ÷ 1.5 ≈ 31.4800万件'))
    """
    found = _RESULT.fullmatch(arithmetic)
    if found is None or not recomputed[-1:].isdigit():
        return recomputed, arithmetic.removesuffix(f" = {recomputed}") if recomputed else arithmetic
    same = found["sign"] == "=" and found["number"].replace("−", "-") == recomputed
    return recomputed + found["unit"], found["left"] if same else arithmetic


def place(where: Where) -> str:
    """The place of a figure without the file: its line, or the identifier of its cell."""
    return f":{where.line}" if where.line is not None else where.cell or ""


def _findings(found: Sequence[Finding], report: Report, table: Table | None, lang: str) -> Iterator[Line]:
    """The findings under their rows, figures aligned over the whole table."""
    if not found:
        return
    words = [message(f"finding.{word}", lang=lang) for word in ("printed", "recomputed", "difference")]
    captions: list[Segment] = [("", ""), ("", ""), *((word, "dim") for word in words), ("", "")]
    head, *aligned = blocks([captions, *(_cells(finding, table) for finding in found)], right=(2, 3, 4), indent=4)
    yield from ((), *head)
    lines = iter(aligned)
    for (row, rule_id), group in groupby(found, key=lambda finding: (finding.where.row, finding.rule)):
        findings = list(group)
        file, line = clean(report.file or ""), findings[0].where.line
        heading: list[Segment] = [("  ", ""), (file if line is None else f"{file}:{line}", "dim"), ("  ", "")]
        if table is not None and row is not None:
            heading.append((f"{clean(table.label(row))}  ", "title"))
        title = (f"{rule_id} {rule(rule_id).name(lang)}", "dim")
        if display_width(plain((*heading, title))) > WIDTH:
            title = (rule_id, "dim")
        yield (*heading, title)
        for _ in findings:
            yield from next(lines)
        for doubt in dict.fromkeys(finding.values["doubt"] for finding in findings if "doubt" in finding.values):
            yield (("    ", ""), ("?", "question"), (f" {message(doubt, lang=lang).strip().strip('（）()')}", "dim"))
        yield ()


def _cells(finding: Finding, table: Table | None) -> list[Segment]:
    mark, style = MARKS[finding.grade.value]
    column = finding.where.column
    name = finding.values["label"] if table is None or column is None else table.columns[column].header
    recomputed = finding.values.get("recomputed", "")
    result, arithmetic = calculation(recomputed, finding.values.get("arithmetic", ""))
    return [
        (f"{mark} {place(finding.where)}", style),
        (clean(name), ""),
        (clean(finding.printed), style),
        (clean(result), ""),
        (difference(finding.printed, recomputed), "dim"),
        (clean(arithmetic), "dim"),
    ]


def _open(results: Iterable[RelationResult], report: Report, lang: str) -> Iterator[Line]:
    """The relations that could not be decided, with the reason."""
    opened = [result for result in results if result.verdict is Verdict.UNVERIFIABLE]
    if not opened:
        return
    yield ()
    rows = []
    tables = {table.index: table for table in report.sources}
    for result in opened[:_MOST_LISTED]:
        table = tables.get(result.where.table) if result.where.table is not None else None
        reason = reason_of(result, lang=lang)
        rows.append(
            [
                (f"{MARKS[result.verdict.value][0]} {place(result.where)}", "dim"),
                (clean(name_of_cell(table, result)), "dim"),
                (clean(result.printed), "dim"),
                (reason, "dim"),
            ]
        )
    yield from columns(rows, right=(2,), indent=2)
    yield from _more(len(opened), lang)


def name_of_cell(table: Table | None, result: RelationResult) -> str:
    """The labels of row and column of the target of a relation, or its identifier outside tables."""
    row, column = result.where.row, result.where.column
    if table is None or row is None or column is None:
        return result.target
    return " ".join(text for text in (table.label(row), table.columns[column].header) if text)


def _skipped(skipped: Sequence[Skipped], lang: str) -> Iterator[Line]:
    rows: list[list[Segment]] = []
    for item in skipped[:_MOST_LISTED]:
        text = clean(message(item.reason, item.values, lang=lang))
        title = "" if rows else message("report.unread", lang=lang)
        rows.append([(title, "dim"), (f"{text}  {place(item.where)}".rstrip(), "dim")])
    yield from columns(rows)
    yield from _more(len(skipped), lang)


def _more(total: int, lang: str) -> Iterator[Line]:
    if total > _MOST_LISTED:
        rest = message("report.more", {"count": str(total - _MOST_LISTED)}, lang=lang)
        yield (("  ", ""), (rest, "dim"))

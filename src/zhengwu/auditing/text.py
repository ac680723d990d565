"""A report as lines of text for a terminal: every table with its counts, printed with its marks where
something is wrong, the findings beneath it, what could not be checked, what was not read.

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
  窗口  1月
  ---------
  甲    b 3
  乙    c 4
  合计  a 8
<BLANKLINE>
                        印作  算得  相差
  a.csv  合计  ZW120 合计行等于各行相加
    ✗ t0r2c1    1月        8     7     1  3 + 4；有 4 种可能的更正，见下
      a t0r2c1  1月        8   → 7     1  印错一位数字
      b t0r0c1  甲·1月     3   → 4    −1  印错一位数字
      c t0r1c1  乙·1月     4   → 5    −1  印错一位数字
      d t0r2c1                            有未列出的项目
<BLANKLINE>
均为整数，未涉及取舍
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhengwu.auditing.listing import finding_lines, place
from zhengwu.auditing.marked_table import marked_lines
from zhengwu.auditing.marks import MARKS
from zhengwu.auditing.report import Report
from zhengwu.auditing.wording import reason_of
from zhengwu.findings import RelationResult, Skipped, Verdict
from zhengwu.reference.messages import message
from zhengwu.table.layout import Line, Segment, clean, columns, plain
from zhengwu.table.model import Table

__all__ = ["counts", "name_of_cell", "plain", "regime", "report_text"]

_MOST_LISTED = 20


def report_text(report: Report, *, lang: str = "zh") -> list[Line]:
    """The report as styled lines, messages in Chinese or English (`lang` ``zh`` or ``en``)."""
    lines: list[Line] = [((clean(report.file or ""), "title"),)] if report.file else []
    for summary, table in zip(report.tables, report.sources, strict=True):
        own = [result for result in report.relations if result.where.table == table.index]
        title = clean(summary.title) or message("table.untitled", {"number": str(table.index + 1)}, lang=lang)
        size = message("table.size", {"rows": str(summary.rows), "columns": str(summary.columns)}, lang=lang)
        lines += [(), ((title, "title"), (f"  {size}", "dim")), counts(own, lang=lang)]
        found = [finding for finding in report.findings if finding.where.table == table.index]
        if found:
            lines += [(), *marked_lines(table, found, lang=lang), *finding_lines(found, report, lang=lang)]
        lines += _open(own, report, lang)
    loose = [finding for finding in report.findings if finding.where.table is None]
    lines += finding_lines(loose, report, lang=lang)
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

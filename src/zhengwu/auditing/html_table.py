"""The tables of a report as HTML: as printed, with marks and the repaired figures; then as repaired, to unfold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from zhengwu.auditing.marks import MARKS, letters, marked_cells, marked_rows
from zhengwu.auditing.repairs import applied, unique_repairs
from zhengwu.auditing.report import Report
from zhengwu.auditing.wording import message_of
from zhengwu.exact.where import Where
from zhengwu.findings import Finding, Grade
from zhengwu.reference.messages import message
from zhengwu.table.html import QUIET, Mark, escaped, table_html
from zhengwu.table.model import Table

__all__ = ["tables_html"]

# Colour is never the only sign: each grade has its own kind of outline too.
_MARKED: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.ERROR: "background:rgba(220,38,38,.22);outline:2px solid rgba(220,38,38,.85);outline-offset:-2px;"
        "font-weight:600",
        Grade.QUESTION: "background:rgba(59,130,246,.2);outline:2px dashed rgba(59,130,246,.85);outline-offset:-2px",
        Grade.NOTE: "background:rgba(217,149,0,.2);outline:2px dotted rgba(217,149,0,.95);outline-offset:-2px",
    }
)
_MENDED = ";background:none"
_MOVED = "background:rgba(220,38,38,.1)"
_UNREAD = f"{QUIET};font-style:italic"
_GONE = "opacity:.7;font-weight:400"
_NEW = "text-decoration:none;font-weight:600;background:rgba(22,163,74,.25);padding:0 .2em"
_CHANGED = "font-weight:600;background:rgba(22,163,74,.25)"
_BELOW = f"{_NEW};display:block"
_SIGN = "font-weight:600;margin-right:.4em"
_LEGEND = "font-size:.92em;margin:-.5em 0 1em;display:flex;flex-wrap:wrap;gap:.3em 1.4em"
_SWATCH = "padding:0 .4em;margin-right:.4em"
_UNFOLD = "margin:0 0 1em"
# `table_html` knows nothing of repairs: a cell that shows more than its text carries a number, by which it is found.
_NUMBERED = re.compile(r';--cell:(\d+)"((?: title="[^"]*")?)>([^<]*)</')


def tables_html(report: Report, *, lang: str = "zh") -> Iterator[str]:
    """Every table of a report: printed with its marks, what the marks mean, and the repaired table to unfold."""
    for summary, table in zip(report.tables, report.sources, strict=True):
        found = [finding for finding in report.findings if finding.where.table == table.index]
        title = summary.title or message("table.untitled", {"number": str(table.index + 1)}, lang=lang)
        yield _printed(table, title, found, report, lang)
        yield from filter(None, (_legend(table, found, lang), _repaired(table, found, lang)))


def _printed(table: Table, title: str, found: Sequence[Finding], report: Report, lang: str) -> str:
    """The table as it was printed, with its marks."""
    marks = {}
    for item in table.unread:
        if item.where.row is not None and item.where.column is not None:
            text = message(item.reason, {"text": item.text}, lang=lang)
            marks[item.where.row, item.where.column] = Mark(_UNREAD, text)
    shown: list[tuple[str, str | None]] = []
    for row, (mark, label_row) in marked_rows(table, found).items():
        label = report.label(Where(table=table.index, row=label_row))
        text = message("report.moved", {"label": label}, lang=lang)
        own = sorted(at for at in table.cells if at[0] == row)
        marks |= {at: Mark(_MOVED, text) for at in own}
        if own:
            marks[own[0]] = Mark(f"{_MOVED};--cell:{len(shown)}", text)
            shown.append((mark.sign, None))
    for at, mark in marked_cells(table, found).items():
        text = "; ".join(message_of(finding, name=report.label, lang=lang) for finding in mark.findings)
        style = _MARKED[mark.grade] + (_MENDED if mark.after is not None else "")
        letter = "".join(c for c in mark.sign if c.isalpha())
        if letter or mark.after is not None:
            style += f";--cell:{len(shown)}"
            shown.append((letter, mark.after))
        marks[at] = Mark(style, text)

    def filled(cell: re.Match[str]) -> str:
        return f'"{cell[2]}>{_content(cell[3], *shown[int(cell[1])])}</'

    return _NUMBERED.sub(filled, table_html(table, caption=title, marks=marks, lang=lang))


def _content(printed: str, sign: str, after: str | None) -> str:
    """What a marked cell shows, `printed` being escaped: its sign, the printed text, the repaired one below it."""
    before = f'<small style="{_SIGN}">{escaped(sign)}</small>' if sign else ""
    if after is None:
        return before + printed
    gone = f'<del style="{_GONE}">{printed}</del>' if printed else ""
    return f'{before}{gone}<ins style="{_BELOW}">{escaped(after)}</ins>'


def _legend(table: Table, found: Sequence[Finding], lang: str) -> str:
    """What the marks of one table mean; "" where there are none."""
    marks, rows = list(marked_cells(table, found).values()), marked_rows(table, found)
    items = []
    for grade in Grade:
        if any(mark.grade is grade for mark in marks):
            sign = f'<span style="{_SWATCH};{_MARKED[grade]}">{escaped(MARKS[grade.value][0])}</span>'
            items.append(sign + escaped(message(f"grade.{grade}", lang=lang)))
    if any(mark.after is not None for mark in marks):
        word = escaped(message("report.legend.change", lang=lang))
        items.append(f'<del style="{_GONE}">8</del> <ins style="{_NEW}">7</ins> {word}')
    signs = [sign for finding_signs in letters(found) for sign in finding_signs]
    if signs:
        text = f"{signs[0]}–{signs[-1]}"
        items.append(f"<b>{escaped(text)}</b> {escaped(message('report.legend.choice', lang=lang))}")
    if rows:
        arrows = "".join(sorted({mark.sign for mark, _ in rows.values()}))
        word = escaped(message("report.legend.moved", lang=lang))
        items.append(f'<span style="{_SWATCH};{_MOVED}">{escaped(arrows)}</span>{word}')
    spans = "".join(f"<span>{item}</span>" for item in items)
    return f'<p style="{_LEGEND}">{spans}</p>' if items else ""


def _repaired(table: Table, found: Sequence[Finding], lang: str) -> str:
    """The table with its unique repairs, changed cells marked; "" where there is none."""
    repaired = applied(table, unique_repairs(found))
    if repaired is table:
        return ""
    top = table.header_height
    changed = {
        (r - top, c): Mark(_CHANGED)
        for r in range(top, table.grid.height)
        for c in range(table.grid.width)
        if repaired.grid.text(r, c) != table.grid.text(r, c)
    }
    word = escaped(message("report.repaired", lang=lang))
    content = table_html(repaired, marks=changed, lang=lang)
    return f'<details style="{_UNFOLD}"><summary>{word}</summary>\n{content}\n</details>'

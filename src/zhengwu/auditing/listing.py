"""The findings of a table beneath it: what was printed, what it must have been, the mechanism, the arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from zhengwu.auditing.marks import MARKS, letters
from zhengwu.auditing.report import Report
from zhengwu.auditing.runs import runs
from zhengwu.auditing.wording import moved_text, why_of
from zhengwu.errors import FigureError
from zhengwu.exact.figure import Figure
from zhengwu.exact.where import Where
from zhengwu.findings import Change, Finding, FindingKind, Grade, Repair
from zhengwu.reference.messages import message
from zhengwu.reference.rules import rule
from zhengwu.table.layout import WIDTH, Line, Segment, blocks, clean, display_width, plain, shortened

__all__ = ["calculation", "difference", "finding_lines", "place"]

_RESULT = re.compile(r"(?P<left>.*) (?P<sign>[=≈]) (?P<number>−?[0-9.]+)(?P<unit>[^0-9. ]*)")
_LONGEST_NAME = 40
_MOST_REPAIRS = 8
_MOST_CHANGES = 12
_NOTHING: Segment = ("", "")


def finding_lines(found: Sequence[Finding], report: Report, *, lang: str = "zh") -> Iterator[Line]:
    """The findings of one table under their rows, figures aligned over the whole list.

    Each begins with a line of its own; the cells of a repair that changes several, or the repairs that are equally
    possible, follow on theirs.
    """
    if not found:
        return
    words = [message(f"finding.{word}", lang=lang) for word in ("printed", "recomputed", "difference")]
    captions: list[Segment] = [_NOTHING, _NOTHING, *((word, "dim") for word in words), _NOTHING]
    entries = [_entries(f, signs, report, lang) for f, signs in zip(found, letters(found), strict=True)]
    head, *aligned = blocks([captions, *(row for rows in entries for row in rows)], right=(2, 3, 4), indent=4)
    yield from ((), *head)
    lines = iter(aligned)
    for _, group in groupby(zip(found, entries, strict=True), key=lambda pair: (pair[0].where.row, pair[0].rule)):
        pairs = list(group)
        yield _heading(pairs[0][0], report, lang)
        for _, rows in pairs:
            for _ in rows:
                yield from (line for line in next(lines) if plain(line).strip())
        for doubt in dict.fromkeys(finding.values["doubt"] for finding, _ in pairs if "doubt" in finding.values):
            yield (("    ", ""), ("?", "question"), (f" {message(doubt, lang=lang).strip().strip('（）()')}", "dim"))
        yield ()


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


def _heading(finding: Finding, report: Report, lang: str) -> Line:
    """Where the findings stand, so that an editor jumps there, the label of the row, and the rule that accuses."""
    where = finding.where
    file = clean(report.file or "")
    heading: list[Segment] = [("  ", ""), (file if where.line is None else f"{file}:{where.line}", "dim"), ("  ", "")]
    if where.table is not None and where.row is not None:
        label = report.label(Where(table=where.table, row=where.row))
        heading.append((f"{clean(label)}  ", "title"))
    title = (f"{finding.rule} {rule(finding.rule).name(lang)}", "dim")
    if display_width(plain((*heading, title))) > WIDTH:
        title = (finding.rule, "dim")
    return (*heading, title)


def _entries(finding: Finding, signs: Sequence[str], report: Report, lang: str) -> list[list[Segment]]:
    """The lines of one finding: mark and place, name, printed, recomputed, difference, and how it came about."""
    if not finding.repairs or signs:
        rows = [_contradiction(finding, report, lang)]
        for sign, repair in list(zip(signs, finding.repairs, strict=False))[:_MOST_REPAIRS]:
            rows += _repair(finding, repair, report, sign=sign, lang=lang)
        rest = len(signs) - _MOST_REPAIRS
    else:
        rows = _repair(finding, finding.repairs[0], report, sign="", lang=lang)
        rest = len(finding.repairs[0].changes) - _MOST_CHANGES
    if rest > 0:
        rows.append([*[_NOTHING] * 5, (message("report.more", {"count": str(rest)}, lang=lang), "dim")])
    return rows


def _contradiction(finding: Finding, report: Report, lang: str) -> list[Segment]:
    """What is printed against what the figures give."""
    mark, style = MARKS[finding.grade.value]
    recomputed = finding.values.get("recomputed", "")
    result, arithmetic = calculation(recomputed, finding.values.get("arithmetic", ""))
    hint = ""
    if finding.repairs:
        arithmetic += message("cause.alternatives", {"count": str(len(finding.repairs))}, lang=lang)
    elif finding.grade is not Grade.NOTE and finding.kind is not FindingKind.UNEXPLAINED:
        hint = message(f"kind.{finding.kind}", lang=lang)
    return [
        (f"{mark} {place(finding.where)}", style),
        (_name(finding.where, finding, report), ""),
        (clean(finding.printed), style),
        (clean(result), ""),
        (difference(finding.printed, recomputed), "dim"),
        (_joined(hint, arithmetic, lang) + _witnesses(finding, lang), "dim"),
    ]


def _repair(finding: Finding, repair: Repair, report: Report, *, sign: str, lang: str) -> list[list[Segment]]:
    """The moves of a repair, then its changes; on the first line why, and how it was computed.

    `sign` is the letter of an alternative, "" for the only repair.
    """
    mark, style = (f"  {sign}", "") if sign else MARKS[finding.grade.value]
    moves = [[_NOTHING, (str(run), style), *[_NOTHING] * 4] for run in runs(repair.moves)]
    changes = [
        _change(change, finding, report, is_only=not sign, lang=lang) for change in repair.changes[:_MOST_CHANGES]
    ]
    rows = [*moves, *changes] or [[_NOTHING] * 6]
    first = rows[0][0][0].strip() if changes and not moves else place(finding.where)
    rows[0][0] = (f"{mark} {first}".rstrip(), style)
    after = repair.changes[0].after.strip() if len(repair.changes) == 1 and not moves else ""
    arithmetic = "" if sign else calculation(after, finding.values.get("arithmetic", ""))[1]
    witnesses = "" if sign else _witnesses(finding, lang)
    if moves:
        words = (moved_text(repair, report.label, lang=lang), arithmetic)
        text = clean(message("list.stop", lang=lang).join(filter(None, words)))
    else:
        text = _joined(why_of(repair, lang=lang), arithmetic, lang)
    rows[0][5] = (text + witnesses, "dim")
    return rows


def _change(change: Change, finding: Finding, report: Report, *, is_only: bool, lang: str) -> list[Segment]:
    style = MARKS[finding.grade.value][1] if is_only else ""
    before, after = clean(change.before), clean(change.after)
    return [
        (f"{'  ' if is_only else '    '}{place(change.where)}", style),
        (_name(change.where, finding, report), ""),
        (before, style),
        (f"→ {after or message('cause.nothing', lang=lang)}", "good" if is_only else ""),
        (difference(before, after), "dim"),
        _NOTHING,
    ]


def _name(where: Where, finding: Finding, report: Report) -> str:
    """What a cell is called beneath the label of the finding's row: its column, with its own label in other rows."""
    table = next((table for table in report.sources if table.index == where.table), None)
    if table is None or where.column is None or where.column >= len(table.columns):
        own = where.cell == finding.where.cell
        return clean(finding.values.get("label", "") if own else report.label(where))
    header = table.columns[where.column].header
    same = (where.table, where.row) == (finding.where.table, finding.where.row)
    return shortened(clean(header if same else report.label(where)), _LONGEST_NAME)


def _joined(why: str, arithmetic: str, lang: str) -> str:
    """The mechanism and the arithmetic behind it."""
    if not why or not arithmetic:
        return clean(why or arithmetic)
    return clean(why + message("cause.arithmetic", {"arithmetic": arithmetic}, lang=lang))


def _witnesses(finding: Finding, lang: str) -> str:
    """How many relations accuse, where it is more than the one whose arithmetic is shown."""
    count = len(finding.relations)
    return message("cause.witnesses", {"count": str(count)}, lang=lang) if count > 1 else ""

"""Recomputed publications as lines of text: every relation with its verdict, its figures and its calculation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengwu.auditing.layout import Line, Segment, clean, columns
from zhengwu.auditing.reproduction import Reproduction
from zhengwu.auditing.text import MARKS, counts, name_of_cell, place, regime
from zhengwu.findings import RelationResult, Verdict
from zhengwu.reference.forms import Unprinted
from zhengwu.reference.glossary import glossary
from zhengwu.reference.messages import catalogue, message
from zhengwu.reference.published import PublishedRelation

__all__ = ["reproduction_text"]

_DERIVED = "not_printed"


def reproduction_text(reproductions: Sequence[Reproduction], *, lang: str = "zh") -> list[Line]:
    """Every publication with its relations, then the totals.

    >>> from zhengwu.auditing.layout import plain
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
            rows = [_row(result, name_of_cell(table, result), None, lang) for result in own]
            lines += [(), ((f"  {clean(table.title)}", "title"), ("  ", ""), *_counts(own, lang))]
            lines += columns(rows, right=(2, 3), indent=2)
    if item.stated.relations:
        stated = {relation.id: relation for relation in document.relations}
        names = {figure.id: figure.name for figure in item.stated.figures}
        rows = []
        for result, relation in zip(item.stated.relations, document.relations, strict=True):
            names.setdefault(relation.id, _name(relation.name, lang))
            rows.append(_row(result, names[result.target], stated[relation.id], lang))
        lines += [(("  ", ""), *_counts(item.stated.relations, lang))]
        lines += columns(rows, right=(2, 3), indent=2)
    lines += [((f"  {regime(report, lang=lang)}", "dim"),) for report in item.reports]
    return lines


def _row(result: RelationResult, name: str, relation: PublishedRelation | None, lang: str) -> list[Segment]:
    """Mark and line, what the figure is, what was printed and what comes out, the calculation or why there is none."""
    derived = result.reason == _DERIVED
    mark, style = ("→", "dim") if derived else MARKS[result.verdict.value]
    wrong = result.verdict in (Verdict.INCONSISTENT, Verdict.TRUNCATED)
    last = clean(result.arithmetic).removesuffix(f" = {result.recomputed}")
    if result.verdict is Verdict.UNVERIFIABLE and not derived and result.reason:
        last = _reason(result.reason, relation, lang)
    return [
        (f"{mark} {place(result.where)}", style),
        (clean(name), ""),
        (clean(result.printed), style if wrong else ""),
        (clean(result.recomputed), style if wrong else ""),
        (last, "dim"),
    ]


def _reason(reason: str, relation: PublishedRelation | None, lang: str) -> str:
    text = message(reason, lang=lang)
    if relation is None or not isinstance(relation.form, Unprinted):
        return text
    pause = message("list.pause", lang=lang)
    missing = pause.join(_name(name, lang) for name in relation.form.missing)
    return text + message("reproduce.missing", {"names": missing}, lang=lang)


def _counts(results: Sequence[RelationResult], lang: str) -> Line:
    """The verdicts counted, derived figures apart: nothing printed stands against them."""
    judged = [result for result in results if result.reason != _DERIVED]
    line = counts(judged, lang=lang)
    if len(judged) == len(results):
        return line
    derived = message("reproduce.derived", {"count": str(len(results) - len(judged))}, lang=lang)
    return (*line, (message("list.stop", lang=lang), ""), (derived, ""))


def _name(name: str, lang: str) -> str:
    """An indicator, quantity or identity in the language asked for."""
    known: Mapping[str, str] = catalogue(lang)
    if f"name.{name}" in known:
        return known[f"name.{name}"]
    term = glossary().term(name)
    return term.en if lang == "en" else term.zh

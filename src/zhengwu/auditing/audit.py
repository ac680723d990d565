"""The audit of a document's tables: relations from their shape, verdicts from the engine, findings from both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from zhengwu.auditing.causes.blank_totals import blank_totals
from zhengwu.auditing.causes.findings import findings_of
from zhengwu.auditing.causes.scene import Scene, place_of
from zhengwu.auditing.causes.shifted import placed_as_printed, shift_findings, shift_of
from zhengwu.auditing.engine import Judgement, judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.limits import limits_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.report import Report
from zhengwu.exact.figure import Figure
from zhengwu.findings import Finding, Skipped, TableSummary, Verdict
from zhengwu.table.model import Table

__all__ = ["MOST_SECONDS", "audit_relations", "audit_tables"]

MOST_SECONDS: Final = 20.0
"""How long the causes of contradictions are sought, unless the caller says otherwise."""


def audit_tables(
    tables: Sequence[Table],
    *,
    file: str | None = None,
    skipped: Iterable[Skipped] = (),
    seconds: float = MOST_SECONDS,
) -> Report:
    """Check every relation that the tables of one document license.

    The document has one rounding regime, so its tables are judged together. `skipped` is what the caller could not
    read; cells the tables could not read are added to it. After so many `seconds` no further cause is sought: every
    relation is decided all the same, and the findings whose cause stays open say that the search was ended.
    """
    deadline = time.monotonic() + seconds
    figures, judgement = _judged(tables)
    unread = [
        Skipped(where=u.where, reason=u.reason, values={"text": u.text}) for table in tables for u in table.unread
    ]
    return Report(
        file=file,
        regimes=judgement.regimes,
        is_exact=judgement.is_exact,
        relations=judgement.results,
        findings=_findings_of_tables(tables, figures, judgement, deadline),
        skipped=(*unread, *skipped),
        tables=tuple(_summary(table, judgement) for table in tables),
        sources=tuple(tables),
    )


def _judged(tables: Sequence[Table]) -> tuple[dict[str, Figure], Judgement]:
    figures: dict[str, Figure] = {}
    relations: list[Relation] = []
    for table in tables:
        figures |= figures_of_table(table)
        relations.extend(relations_of_table(table))
        relations.extend(limits_of_table(table))
    return figures, judge(figures, relations)


def _findings_of_tables(
    tables: Sequence[Table], figures: Mapping[str, Figure], judgement: Judgement, deadline: float
) -> tuple[Finding, ...]:
    """The findings; tables whose values stand against the wrong labels are read as they should stand."""
    by_index = {table.index: table for table in tables}
    shifts = {table.index: shift for table in tables if (shift := shift_of(table, judgement)) is not None}
    if not shifts:
        return _findings(Scene(figures, judgement, tables, deadline), lambda name: _label(by_index, name))
    pages = [shifts[table.index].page if table.index in shifts else table for table in tables]
    figures, after = _judged(pages)
    left = _findings(Scene(figures, after, pages, deadline), lambda name: _label(by_index, name))
    return (*shift_findings(shifts, judgement, after, by_index), *placed_as_printed(left, shifts, judgement, after))


def audit_relations(
    figures: Mapping[str, Figure], relations: Sequence[Relation], *, labels: Mapping[str, str], file: str | None = None
) -> Report:
    """Check relations that somebody else has stated, such as those of the bundled publications.

    `labels` names the figures for the messages.
    """
    judgement = judge(figures, relations)
    return Report(
        file=file,
        regimes=judgement.regimes,
        is_exact=judgement.is_exact,
        relations=judgement.results,
        findings=_findings(Scene(figures, judgement), lambda name: labels.get(name, name)),
    )


def _findings(scene: Scene, label: Callable[[str], str]) -> tuple[Finding, ...]:
    """The findings of a document; the search for causes begins where something fails."""
    failing = (Verdict.INCONSISTENT, Verdict.TRUNCATED)
    is_sound = not any(result.verdict in failing for result in scene.judgement.results)
    found = () if is_sound else findings_of(scene, label)
    return (*found, *blank_totals(scene, label, found))


def _label(tables: Mapping[int, Table], name: str) -> str:
    place = place_of(name)
    if place is None:
        return name
    table = tables[place[0]]
    row, header = table.label(place[1]), table.columns[place[2]].header
    return f"{row}·{header}" if row else header


def _summary(table: Table, judgement: Judgement) -> TableSummary:
    own = [result for result in judgement.results if result.where.table == table.index]
    decided = [result for result in own if result.verdict is not Verdict.UNVERIFIABLE]
    return TableSummary(
        title=table.title,
        rows=len(table.rows),
        columns=len(table.columns),
        checked=len(decided),
        held=sum(result.verdict is Verdict.CONSISTENT for result in decided),
    )

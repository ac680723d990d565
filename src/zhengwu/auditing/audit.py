"""The audit of a document's tables: relations from their shape, verdicts from the engine, findings from both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zhengwu.auditing.engine import Judgement, judge
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.report import Report
from zhengwu.exact.figure import Figure
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import Finding, FindingKind, Grade, RelationResult, Skipped, TableSummary, Verdict
from zhengwu.table.model import Table

__all__ = ["audit_relations", "audit_tables"]


def audit_tables(tables: Sequence[Table], *, file: str | None = None, skipped: Iterable[Skipped] = ()) -> Report:
    """Check every relation that the tables of one document license.

    The document has one rounding regime, so its tables are judged together. `skipped` is what the caller could not
    read; cells the tables could not read are added to it.
    """
    figures: dict[str, Figure] = {}
    relations: list[Relation] = []
    unread: list[Skipped] = []
    for table in tables:
        figures |= figures_of_table(table)
        relations.extend(relations_of_table(table))
        unread += [Skipped(where=u.where, reason=u.reason, values={"text": u.text}) for u in table.unread]
    judgement = judge(figures, relations)
    labels = {name: _label(tables, result) for name, result in zip(_targets(judgement), judgement.results, strict=True)}
    return Report(
        file=file,
        regimes=judgement.regimes,
        is_exact=judgement.is_exact,
        relations=judgement.results,
        findings=findings_of(judgement, relations, labels),
        skipped=(*unread, *skipped),
        tables=tuple(_summary(table, judgement) for table in tables),
        sources=tuple(tables),
    )


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
        findings=findings_of(judgement, relations, labels),
    )


def findings_of(judgement: Judgement, relations: Sequence[Relation], labels: Mapping[str, str]) -> tuple[Finding, ...]:
    """One finding for every relation that cannot hold, and a note where only truncation explains a figure."""
    half_up = Rounding.HALF_UP in judgement.regimes
    found: list[Finding] = []
    for relation, result in zip(relations, judgement.results, strict=True):
        label = labels.get(result.target, result.target)
        if result.verdict is Verdict.INCONSISTENT:
            grade = Grade.QUESTION if relation.doubtful else Grade.ERROR
            found.append(_finding(result, grade, FindingKind.UNEXPLAINED, label, relation.doubtful))
        elif result.verdict is Verdict.TRUNCATED and half_up:
            found.append(_finding(result, Grade.NOTE, FindingKind.ROUNDING, label, None))
    return tuple(found)


def _finding(result: RelationResult, grade: Grade, kind: FindingKind, label: str, doubt: str | None) -> Finding:
    values = {
        "label": label,
        "printed": result.printed,
        "arithmetic": result.arithmetic,
        "recomputed": result.recomputed,
        "name": result.name,
    }
    if doubt:
        values["doubt"] = doubt
    return Finding(rule=result.rule, grade=grade, kind=kind, where=result.where, printed=result.printed, values=values)


def _targets(judgement: Judgement) -> list[str]:
    return [result.target for result in judgement.results]


def _label(tables: Sequence[Table], result: RelationResult) -> str:
    where = result.where
    table = next(table for table in tables if table.index == where.table)
    if where.row is None or where.column is None:
        return result.target
    row, header = table.label(where.row), table.columns[where.column].header
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

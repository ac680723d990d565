"""A bundled publication recomputed: the figures stated in its text, and those of its tables.

>>> from zhengwu.reference.published import document
>>> reproduction = reproduced(document("suqian-2015"))
>>> next(result for result in reproduction.stated.relations if result.rule == "ZW105").recomputed
'37.03%'
"""

from __future__ import annotations

from typing import Any

import attrs

from zhengwu.auditing.audit import audit_relations, audit_tables
from zhengwu.auditing.from_published import figures_of_document, grid_of_table, relations_of_document
from zhengwu.auditing.report import PrintedFigure, Report
from zhengwu.reference.published import PublishedDocument
from zhengwu.table.structure import recognise

__all__ = ["Reproduction", "reproduced"]


@attrs.frozen(kw_only=True)
class Reproduction:
    """A publication with every figure recomputed.

    `stated` has one result for every relation of the document, in its order; `tables` is None where it prints none.

    >>> from zhengwu.reference.published import document
    >>> reproduced(document("suqian-2015")).tables is None
    True
    """

    document: PublishedDocument
    stated: Report
    tables: Report | None

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that judge something, tables first."""
        both = (self.tables, self.stated)
        return tuple(report for report in both if report is not None and report.relations)

    def to_dict(self, *, lang: str = "zh") -> dict[str, Any]:
        """The publication and both reports, each as the JSON of `zhengwu audit`."""
        document = self.document
        return {
            "document": document.id,
            "title": document.title_en if lang == "en" else document.title_zh,
            "place": document.place,
            "period": document.period,
            "stated": self.stated.to_dict(lang=lang),
            "tables": self.tables.to_dict(lang=lang) if self.tables is not None else None,
        }


def reproduced(document: PublishedDocument) -> Reproduction:
    """Recompute one publication. No verdict is stored anywhere; each is computed now."""
    figures = figures_of_document(document)
    labels = {stated.id: " ".join(filter(None, (stated.scope, stated.name))) for stated in document.figures}
    stated = audit_relations(figures, relations_of_document(document), labels=labels, file=document.document)
    printed = tuple(PrintedFigure(id=name, name=labels[name], figure=figure) for name, figure in figures.items())
    grids = [grid_of_table(table) for table in document.tables]
    tables = [recognise(grid, index=index) for index, grid in enumerate(grids)]
    return Reproduction(
        document=document,
        stated=attrs.evolve(stated, figures=printed),
        tables=audit_tables(tables, file=document.document) if tables else None,
    )

"""The relations of a bundled publication, as the audit's relations: its stated figures, and its tables' shape.

Nothing is judged here; a published relation names figures and a form, and which rule it falls under follows from both.
"""

from __future__ import annotations

from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.exact.where import Where
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import HiddenWhole, Linear
from zhengwu.reference.published.facts import PublishedDocument, PublishedRelation, PublishedTable
from zhengwu.table.grid import Cell, Grid

__all__ = ["figures_of_document", "grid_of_table", "relations_of_document"]

_RULES = {
    RelationKind.SUM: "ZW101",
    RelationKind.DIFFERENCE: "ZW101",
    RelationKind.RATE: "ZW102",
    RelationKind.SHARE: "ZW103",
    RelationKind.GROWTH: "ZW104",
    RelationKind.PRODUCT: "ZW105",
    RelationKind.ORDER: "ZW130",
    RelationKind.BOUND: "ZW130",
    RelationKind.REPEAT: "ZW131",
}


def figures_of_document(document: PublishedDocument) -> dict[str, Figure]:
    """The stated figures of a publication by their identifiers."""
    return {stated.id: stated.figure() for stated in document.figures}


def relations_of_document(document: PublishedDocument) -> tuple[Relation, ...]:
    """The stated relations of a publication, in the order of its file."""
    by_id = {relation.id: relation for relation in document.relations}
    places = {stated.id: stated.where for stated in document.figures}
    return tuple(_relation(relation, by_id, places) for relation in document.relations)


def grid_of_table(table: PublishedTable) -> Grid:
    """A published table cell for cell, as its source printed it."""
    header = [[Cell(text) for text in row] for row in table.header]
    body = [
        [None if text is None else Cell(text, where=_line(table, r, c)) for c, text in enumerate(row)]
        for r, row in enumerate(table.rows)
    ]
    return Grid.of(
        [*header, *body],
        caption=table.title,
        unit=table.unit,
        header_rows=len(table.header),
        source=table.document,
    )


def _line(table: PublishedTable, row: int, column: int) -> Where:
    place = table.where(row, column)
    return Where(file=place.file, line=place.line, column_no=place.column_no)


def _relation(relation: PublishedRelation, by_id: dict[str, PublishedRelation], places: dict[str, Where]) -> Relation:
    kind = RelationKind(relation.kind)
    given = [by_id[name] for name in relation.given]
    return Relation(
        id=relation.id,
        rule="ZW132" if isinstance(relation.form, HiddenWhole) else _RULES[kind],
        kind=kind,
        target=relation.target,
        forms=((relation.variant, relation.form),),
        name=relation.name,
        given=tuple((g.target, g.form.terms) for g in given if g.target is not None and isinstance(g.form, Linear)),
        where=places.get(relation.target or "", Where()),
        print_as=relation.print_as,
    )

"""What a published document is made of, as facts: figures where they stand, tables as printed, relations to recompute.

Nothing here is a verdict. A relation says which figures hang together and how; whether they agree is computed from
the exact intervals of the texts each time somebody asks.
"""

from __future__ import annotations

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.exact import Figure, Where
from zhengwu.reference.forms import Form, Linear, Product, Ratio

__all__ = ["PublishedDocument", "PublishedFigure", "PublishedRelation", "PublishedTable"]


@attrs.frozen(kw_only=True)
class PublishedFigure:
    """One figure of prose exactly as printed, and where it stands.

    `name` is the official term, `unit` the unit when the text prints none, `period` the canonical text of a `Period`
    or None where no year is printed, `scope` what the figure covers, `sense` the direction ("increase", "decrease")
    that the wording gives an unsigned growth. Lines and columns count from 1, in characters.
    """

    id: str
    name: str
    text: str
    document: str
    line: int
    column_no: int
    unit: str | None = None
    period: str | None = None
    scope: str | None = None
    sense: str | None = None

    @property
    def where(self) -> Where:
        """The place in the source document."""
        return Where(file=self.document, figure=self.id, line=self.line, column_no=self.column_no)

    def figure(self) -> Figure:
        """The text read exactly.

        >>> cases = PublishedFigure(id="f1", name="办件量", text="47.22万件", document="2017.txt", line=2, column_no=30)
        >>> cases.figure().value, str(cases.where)
        (Decimal('472200'), '2017.txt:2:30')
        """
        return Figure.parse(self.text, unit=self.unit, where=self.where)


@attrs.frozen(kw_only=True)
class PublishedTable:
    """One table cell for cell: "" is an empty cell, None a cell that a short row does not have.

    `unit` is the unit line of the caption, "" where the headers carry the units. `lines` gives the line of the first
    cell of every row, header rows first; in a cell-per-line dump the cell of column c stands c lines below.
    """

    id: str
    title: str
    unit: str
    period: str | None
    document: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str | None, ...], ...]
    lines: tuple[int, ...]

    @property
    def width(self) -> int:
        """The number of columns, label columns included."""
        return len(self.header[0])

    def where(self, row: int, column: int) -> Where:
        """The place of a cell of the body in the source document; rows and columns count from 0."""
        line = self.lines[len(self.header) + row] + column
        number = int(self.id.removeprefix("t"))
        return Where(file=self.document, table=number, row=row, column=column, line=line, column_no=2)

    def as_input(self) -> dict[str, object]:
        """The table in the JSON form that `zhengwu audit` reads: title, unit, header, rows."""
        return {
            "title": self.title,
            "unit": self.unit,
            "header": [list(row) for row in self.header],
            "rows": [list(row) for row in self.rows],
        }


@attrs.frozen(kw_only=True)
class PublishedRelation:
    """How figures of one document hang together. `kind` is a value of `RelationKind`.

    `name` is the indicator or identity ("savings_rate", "sum"), `variant` the base where it has several. `target` is
    the figure that must come out, or the derived relation that a bound speaks of; None derives a figure, printed in
    the style of `print_as` ("0.00%"). `given` lists linear relations that hold at the same time and narrow the
    interval. `note` says what a reader must know.
    """

    id: str
    kind: str
    name: str
    form: Form
    target: str | None = None
    variant: str | None = None
    print_as: str | None = None
    given: tuple[str, ...] = ()
    note: str | None = None

    @property
    def is_derived(self) -> bool:
        """True where the document prints no figure to compare with."""
        return self.target is None

    @property
    def gives_value(self) -> bool:
        """True where the form is a value that can be computed, whether or not it was printed."""
        return isinstance(self.form, Linear | Ratio | Product)


@attrs.frozen(kw_only=True)
class PublishedDocument:
    """One published text: who published it, where and when it can be read, and its facts.

    `document` is the name of the source file, `sha256` of its bytes; several texts may stand in one file. `place`,
    `publisher` and `period` are as the text gives them; `period` is None where no year is printed.
    """

    id: str
    title_zh: str
    title_en: str
    place: str
    publisher: str
    period: str | None
    document: str
    sha256: str
    tables: tuple[PublishedTable, ...]
    figures: tuple[PublishedFigure, ...]
    relations: tuple[PublishedRelation, ...]
    note: str | None = None
    _by_id: dict[str, PublishedFigure | PublishedRelation] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        facts: tuple[PublishedFigure | PublishedRelation, ...] = (*self.figures, *self.relations)
        object.__setattr__(self, "_by_id", {fact.id: fact for fact in facts})

    def figure(self, fact_id: str) -> PublishedFigure:
        """The figure with this id. Raises `UnknownNameError`."""
        fact = self._by_id.get(fact_id)
        if isinstance(fact, PublishedFigure):
            return fact
        raise UnknownNameError("is no figure of this document", field="figure", value=fact_id, where=self.id)

    def relation(self, fact_id: str) -> PublishedRelation:
        """The relation with this id. Raises `UnknownNameError`."""
        fact = self._by_id.get(fact_id)
        if isinstance(fact, PublishedRelation):
            return fact
        raise UnknownNameError("is no relation of this document", field="relation", value=fact_id, where=self.id)

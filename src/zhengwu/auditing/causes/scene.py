"""The document around a contradiction: figures, relations, neighbours, and what becomes of it when figures change.

Whatever is proposed is tried here: the relations of the changed figures are decided anew by the exact engine.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from zhengwu.auditing.bounds import ONE, Bounds
from zhengwu.auditing.case import Case
from zhengwu.auditing.causes.system import System
from zhengwu.auditing.engine import Judgement
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.exact.number import NUMBER, parse_number, plain_text
from zhengwu.exact.printing import grouped
from zhengwu.exact.units import narrow
from zhengwu.exact.where import Where
from zhengwu.findings import Change, RelationResult, Verdict
from zhengwu.reference.forms import Form, Linear
from zhengwu.table.model import Table

__all__ = ["Scene"]

_NAME = re.compile(r"t(?P<table>\d+)r(?P<row>\d+)c(?P<column>\d+)")
_FIGURE = re.compile(rf"(?P<sign>[+\-−–]?)\s*(?P<number>{NUMBER})")


@attrs.frozen(eq=False)
class Scene:
    """Figures and relations as judged, and the tables they stand in (none for figures of prose)."""

    figures: Mapping[str, Figure]
    judgement: Judgement
    tables: Sequence[Table] = ()

    @functools.cached_property
    def system(self) -> System:
        """The linear system of the relations."""
        return System.of(self.judgement)

    @functools.cached_property
    def relations_of(self) -> Mapping[str, tuple[int, ...]]:
        """The positions of the relations that each figure takes part in."""
        found: dict[str, list[int]] = {}
        for i, case in enumerate(self.judgement.cases):
            if case.open_reason is None:
                relation = case.relation
                givens = [name for result, terms in relation.given for name in (result, *(n for n, _ in terms))]
                for name in dict.fromkeys((relation.target or "", *relation.inputs, *relation.blanks, *givens)):
                    found.setdefault(name, []).append(i)
        return {name: tuple(positions) for name, positions in found.items()}

    @functools.cached_property
    def failing(self) -> frozenset[int]:
        """The positions of the relations that cannot hold."""
        return frozenset(i for i, result in enumerate(self.judgement.results) if result.verdict is Verdict.INCONSISTENT)

    def result(self, position: int) -> RelationResult:
        """The result of a relation."""
        return self.judgement.results[position]

    def failing_after(self, changes: Mapping[str, Figure]) -> frozenset[int]:
        """The relations that cannot hold once some figures are others."""
        touched = {i for name in changes for i in self.relations_of.get(name, ())}
        broken = {i for i in touched if not self._holds(i, changes)}
        return frozenset((self.failing - touched) | broken)

    def _holds(self, position: int, changes: Mapping[str, Figure]) -> bool:
        relation = filled(self.judgement.cases[position].relation, changes)
        case = self._case(relation, changes)
        return case.open_reason is not None or case.is_explained or case.under(self.judgement.house) is not None

    def _case(self, relation: Relation, changes: Mapping[str, Figure]) -> Case:
        derived = self.judgement.cases[0].bounds.derived
        names = [relation.target or "", *relation.inputs]
        names += [name for result, terms in relation.given for name in (result, *(n for n, _ in terms))]
        for name in names:
            if name in derived:
                names.extend(other for other in derived[name].operands if other not in names)
        own = {name: changes.get(name) or self.figures.get(name) for name in dict.fromkeys(names) if name != ONE}
        return Case(relation, Bounds({name: figure for name, figure in own.items() if figure is not None}, derived))

    @functools.cached_property
    def unsystematic(self) -> frozenset[int]:
        """The failing relations that take no part in the system, such as those that are doubtful."""
        system = self.system
        return self.failing - {system.rows[i].case for i in system.violated()}

    def step(self, figure: Figure) -> int:
        """The size of the last printed digit of a figure on the scale of the system."""
        scale, places = self.judgement.cases[0].bounds.scale, figure.decimals - figure.magnitude
        return scale // int(10**places) if places >= 0 else scale * int(10**-places)

    def computed(self, name: str, changes: Mapping[str, Figure]) -> int | None:
        """What the relation of a target gives for it in its last printed digit, once some figures are others."""
        for position in self.relations_of.get(name, ()):
            if self.judgement.cases[position].relation.target == name:
                text = self.recomputed(position, changes)
                style = self.style(name)
                number = parse_number(text.rstrip("%‰")) if text else None
                if number is not None and style is not None and number[1] <= style.decimals:
                    return number[0] * int(10 ** (style.decimals - number[1]))
        return None

    def recomputed(self, position: int, changes: Mapping[str, Figure]) -> str | None:
        """What the target of a relation would print once some figures are others; None if there is no value."""
        relation = filled(self.judgement.cases[position].relation, changes)
        target = relation.target
        if target is None or target not in self.figures:
            return None
        form = self.form(position)
        if isinstance(form, Linear):
            form = relation.forms[0][1]
        return self._case(relation, changes).written(form, self.judgement.house)[0] or None

    def form(self, position: int) -> Form:
        """The form that stands for a relation: that which explains it, else that which explains most of its kind."""
        return self.system.forms[position]

    def place(self, name: str) -> tuple[int, int, int] | None:
        """Table, row and column of a cell."""
        match = _NAME.fullmatch(name)
        return (int(match["table"]), int(match["row"]), int(match["column"])) if match else None

    def where(self, name: str) -> Where:
        """The place of a figure."""
        place = self.place(name)
        if place is not None and self.tables:
            return self._table(place[0]).where(place[1], place[2])
        figure = self.figures.get(name)
        return attrs.evolve(figure.where or Where(), figure=name) if figure is not None else Where(figure=name)

    def beside(self, name: str) -> dict[str, Figure]:
        """The figures above, below, left and right of a cell, by their names."""
        place = self.place(name)
        if place is None:
            return {}
        table, row, column = place
        names = [
            f"t{table}r{r}c{c}" for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1))
        ]
        return {other: self.figures[other] for other in names if other in self.figures}

    def style(self, name: str) -> Figure | None:
        """A figure of the same column with its usual decimals and unit; in prose the figure itself."""
        place = self.place(name)
        if place is None or not self.tables:
            return self.figures.get(name)
        return self._styles[place[0], place[2]] if (place[0], place[2]) in self._styles else self.figures.get(name)

    @functools.cached_property
    def _styles(self) -> Mapping[tuple[int, int], Figure]:
        columns: dict[tuple[int, int], Counter[tuple[int, int]]] = {}
        first: dict[tuple[int, int, int, int], Figure] = {}
        for name, figure in self.figures.items():
            if (place := self.place(name)) is not None and figure.coefficient:
                key = (figure.decimals, figure.magnitude)
                columns.setdefault((place[0], place[2]), Counter())[key] += 1
                first.setdefault((place[0], place[2], *key), figure)
        return {column: first[(*column, *counts.most_common(1)[0][0])] for column, counts in columns.items()}

    def changed(self, name: str, coefficient: int, decimals: int) -> Figure:
        """The figure of a cell with another number; a blank takes the style of its column."""
        figure = self.figures.get(name) or self.style(name)
        if figure is None:
            raise KeyError(name)
        text = rewritten(self.text(name), plain_text(coefficient, decimals), figure)
        return attrs.evolve(figure, text=text, coefficient=coefficient, decimals=decimals, qualifier=None)

    def text(self, name: str) -> str:
        """The whole text of a cell, marks included; of a figure of prose the figure."""
        place = self.place(name)
        if place is not None and self.tables:
            table = self._table(place[0])
            return table.grid.text(place[1] + table.header_height, place[2])
        return self.figures[name].text if name in self.figures else ""

    def change(self, name: str, figure: Figure) -> Change:
        """The change from what is printed to a figure."""
        return Change(where=self.where(name), before=self.text(name), after=figure.text)

    def _table(self, index: int) -> Table:
        return next(table for table in self.tables if table.index == index)


def filled(relation: Relation, changes: Mapping[str, Figure]) -> Relation:
    """The relation with the blanks that are filled now among its parts."""
    now = tuple((name, 1) for name in relation.blanks if name in changes)
    if not now:
        return relation
    forms = tuple(
        (variant, Linear(form.terms + now) if isinstance(form, Linear) else form) for variant, form in relation.forms
    )
    return attrs.evolve(relation, forms=forms)


def rewritten(cell: str, number: str, style: Figure) -> str:
    """The text of a cell with another number in it; a blank cell takes the % and the unit that its column prints.

    >>> rewritten("增值额0.26", "0.27", Figure.parse("0.26")), rewritten("1,033件", "1330", Figure.parse("1,033件"))
    ('增值额0.27', '1,330件')
    """
    match = _FIGURE.search(narrow(cell)) if len(narrow(cell)) == len(cell) else _FIGURE.search(cell)
    if match is None:
        own = _FIGURE.search(narrow(style.text))
        if own is None:
            return number
        written = grouped(number, ",") if "," in own["number"] else number
        tail = "" if len(narrow(style.text)) != len(style.text) else style.text[own.end() :].rstrip()
        return written + tail
    written = grouped(number, ",") if "," in match["number"] else number
    return cell[: match.start()] + written + cell[match.end() :]

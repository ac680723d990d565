"""The document around a contradiction: figures, relations, neighbours, and what becomes of it when figures change.

Whatever is proposed is tried here: the relations of the changed figures are decided anew by the exact engine.
"""

from __future__ import annotations

import functools
import math
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from zhengwu.auditing.bounds import ONE, Bounds, Mode, value_of
from zhengwu.auditing.case import Case
from zhengwu.auditing.causes.system import System
from zhengwu.auditing.engine import Judgement
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure, FigureState
from zhengwu.exact.number import NUMBER, plain_text
from zhengwu.exact.printing import grouped
from zhengwu.exact.rounding import Rounding, round_ratio
from zhengwu.exact.units import narrow
from zhengwu.exact.where import Where
from zhengwu.findings import Change, Verdict
from zhengwu.reference.forms import Form, Linear
from zhengwu.table.model import Table

__all__ = ["Scene", "place_of"]

_NAME = re.compile(r"t(?P<table>\d+)r(?P<row>\d+)c(?P<column>\d+)")
_FIGURE = re.compile(rf"(?P<sign>[+\-−–]?)\s*(?P<number>{NUMBER})")


_FARTHEST = 1 << 20
_WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-"}  # the full-width forms


@attrs.frozen(eq=False)
class Scene:
    """Figures and relations as judged, and the tables they stand in (none for figures of prose).

    `deadline` is when the search for causes has to end, on the monotonic clock.
    """

    figures: Mapping[str, Figure]
    judgement: Judgement
    tables: Sequence[Table] = ()
    deadline: float = math.inf

    @property
    def is_late(self) -> bool:
        """Whether the search has to end: what is not decided yet stays open."""
        return time.monotonic() > self.deadline

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

    @functools.cached_property
    def violated(self) -> frozenset[int]:
        """The rows of the system that cannot hold as printed."""
        return frozenset(self.system.violated())

    @functools.cached_property
    def suspects(self) -> tuple[str, ...]:
        """The figures of the failing relations, in order."""
        names = (name for i in sorted(self.failing) for name in self.members(i) if name in self.figures)
        return tuple(dict.fromkeys(names))

    def members(self, position: int) -> tuple[str, ...]:
        """The figures of a relation in the form that stands for it, its result first."""
        relation = self.judgement.cases[position].relation
        operands = self.form(position).operands if position in self.system.forms else ()
        return relation.target or "", *operands

    @functools.cached_property
    def doubtful(self) -> frozenset[int]:
        """The failing relations that may fail for another reason than a wrong figure."""
        return self.failing & self.system.left_out

    def order(self, name: str) -> tuple[int, int, int]:
        """Where a figure comes in reading."""
        return self.place(name) or (-1, -1, list(self.figures).index(name) if name in self.figures else -1)

    def failing_after(self, changes: Mapping[str, Figure]) -> frozenset[int]:
        """The relations that cannot hold once some figures are others."""
        touched = {i for name in changes for i in self.relations_of.get(name, ())}
        broken = {i for i in touched if not self._holds(i, changes)}
        return frozenset((self.failing - touched) | broken)

    def _holds(self, position: int, changes: Mapping[str, Figure]) -> bool:
        relation = filled(self.judgement.cases[position].relation, changes)
        case = self._case(relation, changes)
        if case.open_reason is not None or case.under(self.judgement.house) is not None:
            return True
        # What is put right is printed as the house does; what was cut off before may stay so.
        return position not in self.failing and case.is_explained

    def arithmetic(self, position: int, changes: Mapping[str, Figure]) -> str:
        """The calculation of a relation in symbols once some figures are others."""
        shown = {
            name: attrs.evolve(figure, text=plain_text(figure.coefficient, figure.decimals))
            for name, figure in changes.items()
        }
        case = self._case(filled(self.judgement.cases[position].relation, shown), shown)
        mode = self.judgement.house
        return case.written((case.under(mode) or case.form)[1], mode)[1]

    def holds_under(self, mode: Mode, changes: Mapping[str, Figure]) -> bool:
        """Whether every relation of the changed figures holds if the document is printed in this way."""
        touched = {position for name in changes for position in self.relations_of.get(name, ())} - self.doubtful
        cases = (self._case(filled(self.judgement.cases[i].relation, changes), changes) for i in touched)
        return all(case.open_reason is not None or case.under(mode) is not None for case in cases)

    def _case(self, relation: Relation, changes: Mapping[str, Figure]) -> Case:
        derived = self.judgement.cases[0].bounds.derived
        names = [relation.target or "", *relation.inputs]
        names += [name for result, terms in relation.given for name in (result, *(n for n, _ in terms))]
        names += [name for _, form in relation.shared for name in form.operands]
        for name in names:
            if name in derived:
                names.extend(other for other in derived[name].operands if other not in names)
        own = {name: changes.get(name) or self.figures.get(name) for name in dict.fromkeys(names) if name != ONE}
        return Case(relation, Bounds({name: figure for name, figure in own.items() if figure is not None}, derived))

    @functools.cached_property
    def unsystematic(self) -> frozenset[int]:
        """The failing relations that take no part in the system, such as those that are doubtful."""
        system = self.system
        return self.failing - {system.rows[i].case for i in self.violated}

    def step(self, figure: Figure) -> int:
        """The size of the last printed digit of a figure on the scale of the system."""
        scale, places = self.judgement.cases[0].bounds.scale, figure.decimals - figure.magnitude
        return scale // int(10**places) if places >= 0 else scale * int(10**-places)

    def rate_range(self, name: str, changes: Mapping[str, Figure]) -> tuple[int, int] | None:
        """The least and the greatest that a target can print, in its last digit, by a relation of its own.

        None where no relation gives it a value. The values that can be printed stand in one row, so that both ends are
        found in few steps.
        """
        style = self.style(name)
        for position in self.relations_of.get(name, ()):
            relation = self.judgement.cases[position].relation
            if relation.target == name and style is not None and position not in self.system.left_out:
                middle = self.value(position, style, changes)
                if middle is None:
                    continue
                ends = [_farthest(middle, step, self._is_possible(position, style, changes)) for step in (-1, 1)]
                return ends[0], ends[1]
        return None

    def rounded_half_up(self, position: int) -> list[Figure]:
        """What a target that was cut off can print under half up, the likeliest first; empty where nothing gives it."""
        case = self.judgement.cases[position]
        name, explained = case.relation.target or "", case.under(Mode.CUT)
        style, own = self.style(name), self.figures.get(name)
        if explained is None or style is None or own is None or style.decimals != own.decimals:
            return []
        relation = attrs.evolve(case.relation, forms=(explained,))
        value = value_of(explained[1], self._case(relation, {}).bounds)
        if value is None:
            return []
        middle = round_ratio(*value, style.decimals - style.magnitude, Rounding.HALF_UP)
        figures = [self.changed(name, middle + off, style.decimals) for off in (0, 1, -1, 2, -2)]
        return [figure for figure in figures if self._case(relation, {name: figure}).under(Mode.HALF_UP)]

    def value(self, position: int, style: Figure, changes: Mapping[str, Figure]) -> int | None:
        """What the printed figures give for the target of a relation, in the last digit of a style."""
        relation = filled(self.judgement.cases[position].relation, changes)
        form = relation.forms[0][1] if isinstance(self.form(position), Linear) else self.form(position)
        value = value_of(form, self._case(relation, changes).bounds)
        if value is None:
            return None
        return round_ratio(*value, style.decimals - style.magnitude, self.judgement.house.rounding)

    def computed(self, target: str, position: int, changes: Mapping[str, Figure]) -> Figure | None:
        """The target of a relation as the other figures give it, once some of them are others."""
        style = self.style(target)
        value = self.value(position, style, changes) if style is not None else None
        return None if value is None or style is None else self.changed(target, value, style.decimals)

    def _is_possible(self, position: int, style: Figure, changes: Mapping[str, Figure]) -> Callable[[int], bool]:
        target = self.judgement.cases[position].relation.target or ""

        def is_possible(coefficient: int) -> bool:
            figure = attrs.evolve(style, coefficient=coefficient)
            return self._holds(position, {**changes, target: figure})

        return is_possible

    def form(self, position: int) -> Form:
        """The form that stands for a relation: that which explains it, else that which explains most of its kind."""
        return self.system.forms[position]

    def place(self, name: str) -> tuple[int, int, int] | None:
        """Table, row and column of a cell."""
        return place_of(name)

    def last_row(self, table: int) -> int:
        """The last row of a table that prints a figure."""
        return max((place[1] for name in self.figures if (place := self.place(name)) and place[0] == table), default=-1)

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
        """A figure printed as this one should be: with the decimals of its column, or of its unit; in prose itself."""
        if name not in self._known:
            self._known[name] = self.style_without(name, {name})
        return self._known[name]

    @functools.cached_property
    def _known(self) -> dict[str, Figure | None]:
        return {}

    def style_without(self, name: str, others: Collection[str]) -> Figure | None:
        """The same, told by figures other than these."""
        place, own = self.place(name), self.figures.get(name)
        if place is None or not self.tables:
            return own
        for key in (("column", place[0], place[2]), ("unit", place[0], own.unit_text if own is not None else None)):
            votes = {style: names.difference(others) for style, names in self._styles.get(key, {}).items()}
            best = sorted(((len(names), style) for style, names in votes.items() if names), reverse=True)
            if best and (len(best) == 1 or best[0][0] > best[1][0]):
                return self.figures[min(votes[best[0][1]])]
        return own

    @functools.cached_property
    def _styles(self) -> Mapping[tuple[object, ...], Mapping[tuple[int, int], set[str]]]:
        """The figures of each column, and of each unit of a table, by decimals and magnitude."""
        found: dict[tuple[object, ...], dict[tuple[int, int], set[str]]] = {}
        for name, figure in self.figures.items():
            if (place := self.place(name)) is not None and figure.coefficient:
                for key in (("column", place[0], place[2]), ("unit", place[0], figure.unit_text)):
                    votes = found.setdefault(key, {})
                    votes.setdefault((figure.decimals, figure.magnitude), set()).add(name)
        return found

    def changed(self, name: str, coefficient: int, decimals: int, *, like: Figure | None = None) -> Figure:
        """Another number in the place of a figure, in the style of its column; its text is made by `change`.

        `like` is the style of a place where nothing else tells one.
        """
        own, style = self.figures.get(name), self.style(name)
        figure = style if style is not None and (own is None or style.decimals == decimals) else own
        figure = figure or like or Figure("")
        return Figure(
            "", FigureState.NUMBER, coefficient, decimals, figure.magnitude, figure.unit, None, figure.counted
        )

    def text(self, name: str) -> str:
        """The whole text of a cell, marks included; of a figure of prose the figure."""
        place = self.place(name)
        if place is not None and self.tables:
            table = self._table(place[0])
            return table.grid.text(place[1] + table.header_height, place[2])
        return self.figures[name].text if name in self.figures else ""

    def change(self, name: str, figure: Figure) -> Change:
        """The change from what is printed to another number, in the style of the cell."""
        style = self.figures.get(name) or self.style(name) or figure
        after = rewritten(self.text(name), plain_text(figure.coefficient, figure.decimals), style)
        return Change(where=self.where(name), before=self.text(name), after=after)

    def _table(self, index: int) -> Table:
        return next(table for table in self.tables if table.index == index)


@functools.lru_cache(maxsize=65536)
def place_of(name: str) -> tuple[int, int, int] | None:
    """Table, row and column of a cell by its identifier; None for a figure of prose."""
    match = _NAME.fullmatch(name)
    return (int(match["table"]), int(match["row"]), int(match["column"])) if match else None


def _farthest(middle: int, step: int, is_possible: Callable[[int], bool]) -> int:
    """The farthest value on one side, within bounds, up to which all are possible."""
    reach = 0
    while reach < _FARTHEST and is_possible(middle + step * (2 * reach + 1)):
        reach = 2 * reach + 1
    low, high = reach, 2 * reach + 1
    while high - low > 1:
        half = (low + high) // 2
        low, high = (half, high) if is_possible(middle + step * half) else (low, half)
    return middle + step * low


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
    inner = cell.strip()
    start = cell.index(inner) if inner else 0
    plain = narrow(inner)
    match = _FIGURE.search(plain) if len(plain) == len(inner) else None
    if match is None:
        own = _FIGURE.search(narrow(style.text))
        if own is None:
            return number
        written = grouped(number, ",") if "," in own["number"] else number
        tail = "" if len(narrow(style.text)) != len(style.text) else style.text[own.end() :].rstrip()
        return written + tail
    written = grouped(number, ",") if "," in match["number"] else number
    if any(c in _WIDE.values() for c in map(ord, inner[match.start() : match.end()])):
        written = written.translate(_WIDE)
    return cell[: start + match.start()] + written + cell[start + match.end() :]

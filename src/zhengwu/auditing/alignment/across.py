"""What the relations within a row say when some of its columns are read from another value row than the others.

Rows that move whole keep every relation within them; a column that slipped alone breaks those it shares with columns
that did not.

>>> from zhengwu.auditing.alignment.sheet import Sheet
>>> from zhengwu.table import Grid, recognise
>>> table = recognise(Grid.of([["窗口", "1月", "2月", "合计"], ["甲", "31", "42", "73"], ["乙", "55", "64", "119"]]))
>>> across = Across(Sheet.of(table), across_of(table), frozenset({1}))
>>> across.score(0, 0), across.score(0, 1)
(7, -6)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from zhengwu.auditing.alignment.sheet import FAILED, LOST, Sheet, Value, said, score
from zhengwu.auditing.variants import Quantities, plan_of
from zhengwu.periods import Period
from zhengwu.table.model import Column, Table
from zhengwu.table.parts import column_parts

__all__ = ["Across", "Within", "across_of"]

_MOST_RATE_BITS = 10
_Terms: TypeAlias = tuple[tuple[int, int], ...]


class _Form(NamedTuple):
    """Columns with their coefficients; a ratio has a base. Blanks are left out of a `sum`, other forms need it all."""

    terms: _Terms
    base: _Terms = ()
    is_sum: bool = False


class Within(NamedTuple):
    """A relation that holds within every row: the column of its result, and the forms of which one explains it."""

    target: int
    forms: tuple[_Form, ...]
    columns: frozenset[int]


def across_of(table: Table) -> tuple[Within, ...]:
    """The relations between columns: totals of columns, declared amounts and rates."""
    found = [
        _within(parts.whole, (_Form(tuple((part, 1) for part in parts.parts), is_sum=True),))
        for parts in column_parts(table)
    ]
    for roles in _scopes(table):
        for role, column in roles.items():
            plan = plan_of(role, frozenset(roles))
            if plan is not None and plan.variants:
                forms = (_Form(_terms(v.numerator, roles), _terms(v.denominator, roles)) for v in plan.variants)
                found.append(_within(column, tuple(forms)))
    return tuple(found)


class Across:
    """The relations within rows for one block of columns that is read from other value rows than its neighbours."""

    def __init__(self, sheet: Sheet, relations: Sequence[Within], block: frozenset[int]) -> None:
        self._sheet = sheet
        self._block = block
        self._relations = [
            relation for relation in relations if relation.columns & block and not relation.columns <= block
        ]
        self._known: dict[tuple[int, int], list[int | None]] = {}
        self._said: dict[tuple[int, int], int] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no relation joins the block with other columns."""
        return not self._relations

    def outcomes(self, label: int, row: int) -> list[int | None]:
        """The score of each relation at a label whose block is read from a value row; None where it is open."""
        key = label, row
        if key not in self._known:
            self._known[key] = [
                self._outcome(relation, label, row) if row != LOST else None for relation in self._relations
            ]
        return self._known[key]

    def score(self, label: int, row: int) -> int:
        """What the label says for the row."""
        key = label, row
        if key not in self._said:
            self._said[key] = said(self.outcomes(label, row))
        return self._said[key]

    def _outcome(self, relation: Within, label: int, row: int) -> int | None:
        cells = self._sheet.cells
        values = {c: cells[c][row if c in self._block else label] for c in relation.columns}
        if any(isinstance(value, Value) and value.kind for value in values.values()):
            return None  # another quantity, which other relations hold for
        known = {c: value for c, value in values.items() if isinstance(value, Value)}
        target = known.get(relation.target)
        if target is None or any(value is not None and c not in known for c, value in values.items()):
            return None
        outcomes = [_form_outcome(form, target, known, self._sheet.unit) for form in relation.forms]
        return max((outcome for outcome in outcomes if outcome is not None), default=None)


def _form_outcome(form: _Form, target: Value, known: dict[int, Value], unit: int) -> int | None:
    if form.is_sum:
        parts = [known[c] for c, _ in form.terms if c in known]
        return score(target, sum(p.number for p in parts), sum(p.step for p in parts), unit) if parts else None
    if any(c not in known for c, _ in (*form.terms, *form.base)):
        return None
    number, step = _combined(form.terms, known)
    if not form.base:
        return score(target, number, step, unit)
    base, base_step = _combined(form.base, known)
    if base <= base_step:
        return None
    ends = (base - base_step, base + base_step)
    low = min((target.number - target.step) * end for end in ends)
    high = max((target.number + target.step) * end for end in ends)
    if high < (number - step) * unit or low > (number + step) * unit:
        return FAILED
    return min((abs(target.number) // (2 * target.step or 1)).bit_length(), _MOST_RATE_BITS)


def _combined(terms: _Terms, known: dict[int, Value]) -> tuple[int, int]:
    return sum(k * known[c].number for c, k in terms), sum(abs(k) * known[c].step for c, k in terms)


def _scopes(table: Table) -> list[dict[str, int]]:
    """The columns by role, for each scope and period; a role that occurs twice in one is left out."""
    found: dict[tuple[tuple[str, ...], Period | None], dict[str, list[int]]] = {}
    for column in table.figure_columns:
        if column.role is not None:
            found.setdefault(_scope(column), {}).setdefault(column.role, []).append(column.index)
    return [{role: columns[0] for role, columns in roles.items() if len(columns) == 1} for roles in found.values()]


def _scope(column: Column) -> tuple[tuple[str, ...], Period | None]:
    return ((), column.period) if column.total is not None else (column.scope, column.period)


def _terms(quantities: Quantities, roles: dict[str, int]) -> _Terms:
    return tuple((roles[name], coefficient) for name, coefficient in quantities)


def _within(target: int, forms: tuple[_Form, ...]) -> Within:
    columns = {target, *(c for form in forms for c, _ in (*form.terms, *form.base))}
    return Within(target, forms, frozenset(columns))

"""What the rows of one signature give to each measure: asked once of the record class, as a sum of columns.

A record is made whose amounts are powers of a large number, so that the answer shows which of them it adds up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import attrs

from zhengwu.errors import UnitError
from zhengwu.exact import Money
from zhengwu.frames.kinds import FieldPath, Found, stand_in_of
from zhengwu.frames.plan import Plan, bit_of
from zhengwu.stats.measures import Measure

__all__ = ["Answer", "Asker", "Form"]

_BASES = (10_000, 10_007)
_DAY = timedelta(1)


@attrs.frozen
class Form:
    """One operand as a sum: so much a row, and so often each amount by its number in the plan."""

    constant: int
    factors: tuple[tuple[int, int], ...]
    is_money: bool


@attrs.frozen
class Answer:
    """What rows of a signature give: how often a row counts, and each measure's operands, None for no part in it."""

    times: int
    forms: tuple[tuple[Form, ...] | None, ...]


@attrs.define
class Asker:
    """Asks the record class; every signature once. `fields` are the columns that decide, with their fields."""

    kind: Any
    plan: Plan
    measures: Sequence[Measure]
    fields: Mapping[str, Found]
    words: Mapping[str, int]
    _known: dict[tuple[Any, ...], Answer] = attrs.field(factory=dict)

    def answer(self, keys: Sequence[Any], pattern: int) -> Answer:
        """The answer for the rows with these keys and this pattern. Raises `RecordError` for a word that is none."""
        words = tuple([(type(keys[number]), keys[number]) for number in self.words.values()])
        found = self._known.get((words, pattern))
        if found is None:
            found = self._known[words, pattern] = self._asked(keys, pattern)
        return found

    def _asked(self, keys: Sequence[Any], pattern: int) -> Answer:
        answers = [self._read(keys, pattern, base) for base in _BASES]
        if answers[0] != answers[1]:
            raise UnitError(
                "is no sum of columns, and no engine can make it",
                field=", ".join(measure.term for measure in self.measures),
                expected="zhengwu.rollup, which takes records",
            )
        return answers[0]

    def _read(self, keys: Sequence[Any], pattern: int, base: int) -> Answer:
        numbers = {amount.column: i for i, amount in enumerate(self.plan.amounts)}
        values: dict[FieldPath, Any] = {}
        for column, field in self.fields.items():
            if column in self.words:
                values[field.path] = keys[self.words[column]]
            elif column in self.plan.nulls and pattern >> self.plan.nulls.index(column) & 1:
                values[field.path] = None
            else:
                values[field.path] = stand_in_of(field, base ** (numbers.get(column, 0) + 1))
        for number, (left, _) in enumerate(self.plan.pairs):
            later, earlier = bit_of(self.plan, number)
            path = self.fields[left].path
            if pattern & later:
                values[path] += _DAY
            elif pattern & earlier:
                values[path] -= _DAY
        views = self.kind.view(values)
        return Answer(len(views), tuple(_forms(measure, views, base, len(numbers)) for measure in self.measures))


def _forms(measure: Measure, views: Sequence[Any], base: int, amounts: int) -> tuple[Form, ...] | None:
    if not views:
        return None
    view = views[0]
    found = measure.reader(type(view))(view)
    if found is None:
        return None
    operands = found if measure.kind == "ratio" else (found,)
    return tuple(_form(operand, base, amounts) for operand in operands)


def _form(value: Any, base: int, amounts: int) -> Form:
    """The factors of a number that is written in the base, each factor small."""
    is_money = isinstance(value, Money)
    left = value.fen if is_money else int(value)
    digits = []
    for _ in range(amounts + 1):
        digit = (left + base // 2) % base - base // 2
        digits.append(digit)
        left = (left - digit) // base
    factors = tuple((i, factor) for i, factor in enumerate(digits[1:]) if factor)
    return Form(digits[0], factors, is_money)

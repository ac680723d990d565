"""What the rows of one signature give to each measure: asked once of the record class, as a sum of columns.

A record is made whose amounts are powers of a large number, so that the answer shows which of them it adds up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from zhengwu.exact import Money
from zhengwu.frames.kinds import FieldPath, Found
from zhengwu.frames.plan import Plan, bit_of
from zhengwu.stats.measures import Measure

__all__ = ["Answer", "Asker", "width_of"]

_BASE = 1_000_003
_DAY = timedelta(1)
_KEPT = 4096


@attrs.frozen
class Answer:
    """What rows of a signature give: how often a row counts, and what they add to the sums of a group.

    A group's sums are one list: its rows, then for every measure the rows that take part and its operands. `ones` are
    pairs of a place there and a number of the cell (0 its rows, then its amounts) that is added as it is, `others`
    have a factor too.
    """

    times: int
    ones: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int, int], ...]
    money: tuple[bool | None, ...]


@attrs.define
class Asker:
    """Asks the record class and remembers its answers.

    `fields` are the columns that decide, with their fields; `words` those that hold words.
    """

    kind: Any
    plan: Plan
    measures: Sequence[Measure]
    fields: Mapping[str, Found]
    words: Sequence[str]
    _readers: dict[type, list[Any]] = attrs.field(factory=dict)
    _known: dict[Any, Answer] = attrs.field(factory=dict)

    @property
    def width(self) -> int:
        """The length of a group's sums."""
        return 1 + sum(1 + width_of(measure) for measure in self.measures)

    def answer(self, words: Sequence[Any], pattern: int) -> Answer:
        """The answer for rows with these words and this pattern, asked once. Raises `RecordError` for a word that is
        none.
        """
        place = (*words, *map(type, words), self.plan.nulls, pattern)
        answer = self._known.get(place)
        if answer is None:
            answer = self._asked(words, pattern)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[place] = answer
        return answer

    def _asked(self, words: Sequence[Any], pattern: int) -> Answer:
        numbers = {amount.column: i for i, amount in enumerate(self.plan.amounts)}
        values: dict[FieldPath, Any] = {}
        for column, field in self.fields.items():
            if column in self.words:
                values[field.path] = words[self.words.index(column)]
            elif column in self.plan.nulls and pattern >> self.plan.nulls.index(column) & 1:
                values[field.path] = None
            else:
                values[field.path] = stand_in_of(field, _BASE ** (numbers.get(column, 0) + 1))
        for number, (left, _) in enumerate(self.plan.pairs):
            later, earlier = bit_of(self.plan, number)
            path = self.fields[left].path
            if pattern & later:
                values[path] += _DAY
            elif pattern & earlier:
                values[path] -= _DAY
        views = self.kind.view(values)
        if not views:
            return Answer(0, (), (), (None,) * len(self.measures))
        return self._told(views, len(numbers))

    def _told(self, views: Sequence[Any], amounts: int) -> Answer:
        view = views[0]
        cls = type(view)
        if cls not in self._readers:
            self._readers[cls] = [measure.reader(cls) for measure in self.measures]
        ones, others = [(0, 0)], []
        money: list[bool | None] = []
        place = 1
        for measure, read in zip(self.measures, self._readers[cls], strict=True):
            found = read(view)
            money.append(None)
            if found is not None:
                ones.append((place, 0))
                for number, operand in enumerate(found if measure.kind == "ratio" else (found,), place + 1):
                    money[-1] = isinstance(operand, Money)
                    for source, factor in _factors(operand, amounts):
                        if factor == 1:
                            ones.append((number, source))
                        else:
                            others.append((number, source, factor))
            place += 1 + width_of(measure)
        return Answer(len(views), tuple(ones), tuple(others), tuple(money))


def width_of(measure: Measure) -> int:
    """The number of a measure's operands: the quantities of a ratio, else one."""
    return len(measure.variant.quantities) if measure.kind == "ratio" and measure.variant is not None else 1


def _factors(value: Any, amounts: int) -> list[tuple[int, int]]:
    """How often a value holds the rows (0) and each amount (1 …): the digits of a number written in the base.

    >>> _factors(_BASE - _BASE**2 + 1, 2)
    [(0, 1), (1, 1), (2, -1)]
    """
    left = value.fen if isinstance(value, Money) else int(value)
    found = []
    for source in range(amounts + 1):
        digit = (left + _BASE // 2) % _BASE - _BASE // 2
        left = (left - digit) // _BASE
        if digit:
            found.append((source, digit))
    return found


def stand_in_of(found: Found, number: int) -> Any:
    """A value for a field that is not blank: of an amount or a count, one by which it is known again in a sum.

    >>> stand_in_of(Found(("budget",), Money, None, "budget"), 1000)
    Money("1000分")
    """
    if issubclass(found.kind, Money):
        return Money(f"{number}分")
    if issubclass(found.kind, int):
        return number
    return date(2017, 6, 15) + timedelta(_DAYS.get(found.path[-1], 0))


_DAYS = {
    "applied_at": -90,
    "accepted_at": -80,
    "signed_at": -60,
    "sign_by": -60,
    "contacted_at": -40,
    "contact_by": -40,
}
"""How many days apart stand-ins lie, so that what follows in time follows; those compared lie together."""

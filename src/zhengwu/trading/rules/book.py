"""The rules on a day in a place: the law that comes with the library, with the tables of places laid over it.

>>> from datetime import date
>>> table = LocalTable.of({"place": "320400", "source": "a notice", "value": [{"rule": "TH-G-1", "value": "100万元"}]})
>>> book = RuleBook(tables=(table,))
>>> book.rules(date(2017, 3, 1), place="320412")["TH-G-1"].value, book.rules(date(2017, 3, 1))["TH-G-1"].value
('100万元', None)
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from zhengwu.reference.law import Law, LegalRule, trading_law
from zhengwu.trading.rules.local import LocalTable, LocalValue, MethodBand
from zhengwu.workdays.moments import local_day

__all__ = ["RuleBook", "rule_book"]

_Key = tuple[int, "str | None", "str | None"]


@attrs.frozen(eq=False)
class RuleBook:
    """The law and the tables of places. `rules` gives what it says on a day."""

    law: Law = attrs.field(factory=trading_law)
    tables: tuple[LocalTable, ...] = ()
    _turns: tuple[int, ...] = attrs.field(init=False, repr=False)
    _found: dict[_Key, Mapping[str, LegalRule]] = attrs.field(init=False, factory=dict, repr=False)

    @_turns.default
    def _first_and_last_days(self) -> tuple[int, ...]:
        """The days, as ordinals, when something begins or is no more: between two of them the rules are the same."""
        spans: list[tuple[date | None, date | None]] = []
        spans += [(rule.effective_from, rule.effective_to) for rule in self.law.rules.values()]
        for table in self.tables:
            spans += [(one.start, one.end) for one in table.values]
            spans += [(one.start, one.end) for one in table.bands]
        starts = {local_day(start).toordinal() for start, _ in spans if start is not None}
        ends = {local_day(end).toordinal() + 1 for _, end in spans if end is not None}
        return tuple(sorted(starts | ends))

    def era(self, day: date) -> int:
        """The number of the time between two changes that the day lies in."""
        plain = day if type(day) is date else local_day(day)
        return bisect.bisect_right(self._turns, plain.toordinal())

    def rules(self, day: date, *, place: str | None = None, kind: str | None = None) -> Mapping[str, LegalRule]:
        """Every rule by its id, in force or not, with the values of the place for this kind of object."""
        key = (self.era(day), place, kind)
        found = self._found.get(key)
        if found is None:
            changed = dict(self.law.rules)
            for name, value in self._values(local_day(day), place, kind).items():
                changed[name] = attrs.evolve(changed[name], value=value.value, level="local", source=value.source)
            found = self._found[key] = MappingProxyType(changed)
        return found

    def bands(self, day: date, place: str | None, trade_class: str, kind: str | None) -> tuple[MethodBand, ...]:
        """The bands of methods of the nearest place that has any, those of one kind of object before others."""
        for table in self._near(place):
            bands = [band for band in table.bands if band.holds(local_day(day), trade_class, kind)]
            if bands:
                exact = [band for band in bands if band.object_kind is not None]
                return tuple(exact or bands)
        return ()

    def _near(self, place: str | None) -> list[LocalTable]:
        return sorted((one for one in self.tables if one.holds_in(place)), key=lambda one: -len(one.code))

    def _values(self, day: date, place: str | None, kind: str | None) -> Mapping[str, LocalValue]:
        """By rule the value that holds: of the nearest place, then of the kind of object, then the latest."""
        found: dict[str, LocalValue] = {}
        for table in reversed(self._near(place)):
            holding = [value for value in table.values if value.holds(day, kind)]
            for value in sorted(holding, key=lambda one: (one.object_kind is not None, one.start or date.min)):
                found[value.rule] = value
        return found


def rule_book(*tables: LocalTable | Iterable[LocalTable]) -> RuleBook:
    """The law with these tables of places; without any, the law alone."""
    flat = [one for table in tables for one in ((table,) if isinstance(table, LocalTable) else table)]
    return RuleBook(tables=tuple(flat))

"""Rows that are no records of the domain: each counts as one and says what its columns say.

>>> kind = plain_kind({"budget": True, "deal": True}, counted="project_count")
>>> [view] = kind.view({("budget",): 10, ("deal",): 8})
>>> kind.cls.QUANTITIES["deal"](view), kind.cls.COUNT_UNIT
(8, '个')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from zhengwu.exact import Money
from zhengwu.frames.kinds import FieldPath, Found, Need
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations

__all__ = ["PlainKind", "plain_find", "plain_kind"]

_UNITS = {"project_count": "个"}
_USUAL_UNIT = "件"


@attrs.frozen
class PlainRow:
    """What one row says, by the ids of the glossary."""

    values: Mapping[str, Any]


@attrs.frozen
class PlainKind:
    """Rows of plain quantities. `cls` declares what may be counted of them, as record classes do."""

    name: str
    cls: Any
    pairs: tuple[tuple[str, str], ...] = ()

    def find(self, header: str) -> Found | None:
        """The quantity that a header names."""
        return plain_find(header)

    def needs(self, quantities: Iterable[str], *, rates: bool) -> list[Need]:  # noqa: ARG002  no rules, so none for rates
        """The columns of these quantities, or of those they are the declared sum of."""
        found: dict[FieldPath, bool] = {}
        for quantity in quantities:
            for part in self._parts(quantity):
                found[part,] = True
        return [Need(path, required) for path, required in found.items()]

    def view(self, values: Mapping[FieldPath, Any]) -> tuple[Any, ...]:
        """A row with these values: it counts once."""
        return (self.cls({path[0]: value for path, value in values.items()}),)

    def _parts(self, quantity: str) -> tuple[str, ...]:
        if quantity in self.cls.QUANTITIES:
            return (quantity,)
        if quantity == self.cls.COUNTED:
            return ()
        declared = declarations().get(quantity)
        if declared is not None and declared.kind == "sum":
            for variant in declared.variants.values():
                if set(variant.numerator) <= self.cls.QUANTITIES.keys():
                    return tuple(variant.numerator)
        return (quantity,)


def plain_kind(terms: Iterable[str], *, counted: str) -> PlainKind:
    """The kind of rows that have these quantities; `counted` counts the rows themselves unless a column does."""
    quantities: dict[str, Callable[[Any], Any]] = {term: _reader(term) for term in terms}
    unit = _UNITS.get(counted, _USUAL_UNIT)
    cls = type("Row", (PlainRow,), {"QUANTITIES": quantities, "COUNTED": counted, "COUNT_UNIT": unit})
    return PlainKind("plain", cls)


def plain_find(header: str) -> Found | None:
    """The quantity or label of the glossary that a header names by its id or by its wording.

    >>> plain_find("预算金额（万元）")
    Found(path=('budget',), kind=<class 'zhengwu.exact.money.Money'>, unit='万元', label='budget (预算金额)')
    """
    terms = glossary().terms
    match = None if header in terms else glossary().match(header)
    if header in terms:
        term, unit = terms[header], None
    elif match is not None and not match.prefix:
        term, unit = match.term, match.unit
    else:
        return None
    kind = Money if term.kind == "amount" else int if term.kind == "count" else str
    return Found((term.id,), kind, unit if kind is Money else None, f"{term.id} ({term.zh})")


def _reader(term: str) -> Callable[[Any], Any]:
    return lambda row: row.values.get(term)

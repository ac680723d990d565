"""What stands behind a computed table: for every cell the exact value, the records, the arithmetic and the rounding.

A table read from a document has figures only; one made from records keeps how each figure came about.

>>> cell = ComputedCell(measure="case_count", value=3, printed="3", unit="件", parts=[["a", "b", "c"]], taking_part=3,
...                     arithmetic=Summed(term="case_count", count=3, value="3件"))
>>> cell.count, cell.records
(3, ('a', 'b', 'c'))
>>> print(cell)
办件量 = 3 条记录之和 = 3件
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

import attrs

from zhengwu.exact import Money, Rate, Rounding
from zhengwu.reference.glossary import glossary
from zhengwu.reference.messages import message

__all__ = ["Computation", "ComputedCell", "Grown", "Summed", "Uncounted", "Undefined"]

_UNDEFINED = {
    "zero_base": "undefined.zero_base",
    "missing": "undefined.missing",
    "not_applicable": "undefined.not_applicable",
}
_UNCOUNTED = {
    "no_instant": "uncounted.no_instant",
    "outside": "uncounted.outside",
    "straddles": "uncounted.straddles",
}


@attrs.frozen
class Undefined:
    """No value, and why: ``zero_base``, ``missing`` or ``not_applicable``. It is no number and counts as false.

    >>> bool(Undefined("zero_base")), Undefined("zero_base").text()
    (False, '基数为零')
    """

    reason: str

    def __bool__(self) -> bool:
        return False

    def text(self, lang: str = "zh") -> str:
        """The reason in words, Chinese ("zh") or English ("en")."""
        return message(_UNDEFINED[self.reason], lang=lang)


CellValue: TypeAlias = Money | Rate | int | Decimal | Fraction | Undefined | None
"""The exact value of a cell; None where there is nothing to print (no record, or none that says anything)."""


class Arithmetic(Protocol):
    """Whatever can tell a calculation on one line."""

    def text(self, lang: str) -> str:
        """The calculation in Chinese ("zh") or English ("en")."""


@attrs.frozen(kw_only=True)
class Summed:
    """A sum over records: the quantity (a term of the glossary), how many records, the value, and what it is made of.

    `formula` gives the signs of a quantity that is itself made of others (savings: budget less deal).
    """

    term: str
    count: int
    value: str
    formula: Mapping[str, int] = attrs.field(factory=dict)

    def text(self, lang: str) -> str:
        """The sum in Chinese ("zh") or English ("en")."""
        name = _name(self.term, lang)
        for quantity, sign in self.formula.items():
            joint = " = " if quantity == next(iter(self.formula)) else " + " if sign > 0 else " − "
            name += joint + _name(quantity, lang)
        return message("computed.sum", {"name": name, "count": str(self.count), "value": self.value}, lang=lang)


@attrs.frozen(kw_only=True)
class Grown:
    """A growth rate: what grew, the two periods with their values, and the result."""

    term: str
    of: str
    period: str
    current: str
    base_period: str
    base: str
    value: str

    def text(self, lang: str) -> str:
        """The comparison in Chinese ("zh") or English ("en")."""
        name = _name(self.of, lang) + ("" if lang == "zh" else ", ") + _name(self.term, lang)
        values = {k: v for k, v in attrs.asdict(self).items() if k not in ("term", "of")}
        return message("computed.growth", {"name": name, **values}, lang=lang)


@attrs.frozen(kw_only=True, eq=False)
class ComputedCell:
    """One computed cell. `value` is exact, `printed` what the cell shows, rounded once by `rounding`.

    `measure` is the id of the quantity or indicator, `base` the variant of an indicator, `unit` the unit printed in.
    `parts` are the groups of records the cell is made of, `taking_part` how many of them say what the measure needs;
    the others are in the cell, but not in the figure. `withheld`: the value is not printed because other figures of
    its row count records that it leaves out, so that a reader would find a contradiction.
    """

    measure: str
    value: CellValue
    printed: str
    base: str | None = None
    unit: str = ""
    rounding: Rounding = Rounding.HALF_UP
    parts: Sequence[Sequence[object]] = ()
    taking_part: int = 0
    withheld: bool = False
    arithmetic: Arithmetic | None = None

    @property
    def records(self) -> tuple[object, ...]:
        """Every record of the cell, those that take no part in the figure included."""
        return tuple(record for part in self.parts for record in part)

    @property
    def count(self) -> int:
        """The number of records of the cell."""
        return sum(map(len, self.parts))

    @property
    def is_defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None and not isinstance(self.value, Undefined)

    def text(self, lang: str = "zh") -> str:
        """How the figure came about, on one line, in Chinese ("zh") or English ("en")."""
        return message("computed.joint", lang=lang).join(self._told(lang))

    def __str__(self) -> str:
        return self.text()

    def _told(self, lang: str) -> Iterator[str]:
        if self.arithmetic is not None:
            yield self.arithmetic.text(lang)
        elif isinstance(self.value, Undefined):
            yield f"{_name(self.measure, lang)}: {self.value.text(lang)}"
        else:
            reason = message("computed.unsaid", lang=lang) if self.count else message("computed.nothing", lang=lang)
            yield f"{_name(self.measure, lang)}: {reason}"
        if self.taking_part < self.count:
            values = {"count": str(self.taking_part), "of": str(self.count)}
            yield message("computed.taking_part", values, lang=lang)
        if self.withheld:
            yield message("computed.withheld", lang=lang)
        elif self.arithmetic is not None and not self.arithmetic.text(lang).endswith(
            (self.printed, self.printed + self.unit)
        ):
            values = {"printed": self.printed, "rounding": message(f"regime.{self.rounding.value}", lang=lang)}
            yield message("computed.printed", values, lang=lang)


@attrs.frozen(eq=False)
class Uncounted:
    """A record that stands in no cell. `reason`: ``no_instant``, ``outside`` the periods asked for, ``straddles`` two.

    `field` names the field that decided.
    """

    record: object
    reason: str
    field: str

    def text(self, lang: str = "zh") -> str:
        """The reason in words, Chinese ("zh") or English ("en")."""
        return message(_UNCOUNTED[self.reason], {"field": self.field}, lang=lang)


@attrs.frozen(kw_only=True, eq=False)
class Computation:
    """How a table was computed: every figure cell by row and column of the body, and the records left out."""

    cells: Mapping[tuple[int, int], ComputedCell]
    uncounted: tuple[Uncounted, ...] = ()


def _name(term: str, lang: str) -> str:
    return str(getattr(glossary().term(term), lang))

"""What a roll-up measures: sums of the quantities that records declare, ratios of sums, growth of a sum.

A record class declares what may be counted of it: `QUANTITIES` (id of a quantity → its value for one record, None
where it is unknown), `COUNTED` (the quantity that counts the record itself) and `COUNT_UNIT`. Which quantities make a
ratio is declared in ``reference/indicators``.

>>> from types import SimpleNamespace
>>> class Lot(SimpleNamespace):
...     QUANTITIES = {"budget": lambda lot: lot.budget, "deal": lambda lot: lot.deal}
...     COUNTED, COUNT_UNIT = "project_count", "个"
>>> [(measure.term, measure.kind) for measure in measures_of(["项目个数", "savings", "savings_rate"], {Lot})]
[('project_count', 'sum'), ('savings', 'sum'), ('savings_rate', 'ratio')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Declaration, Variant, declarations
from zhengwu.stats.quantities import Quantity, quantity_of, ratio_reader, sum_reader

__all__ = ["GROWTH", "Measure", "measures_of"]

GROWTH = {"year_on_year": "last_year", "period_on_period": "previous"}
"""Growth measures, and the neighbour of a `Period` that each compares with."""

_BRACKET = re.compile(r"[（(].*?[）)]")


@attrs.frozen(kw_only=True)
class Measure:
    """One measure. `term` is the glossary's id, `kind` sum, ratio or growth, `variant` the reading of an indicator.

    `of` is the quantity a growth measures; `scope` the words its header needs before the official term, so that no
    reader takes one base for another.
    """

    term: str
    kind: str
    variant: Variant | None = None
    of: str = ""
    scope: str = ""

    @property
    def header(self) -> str:
        """The official term with its scope: 节约率, 对控制价节约率, 办件量同比."""
        return self.scope + glossary().term(self.term).zh

    @property
    def unit_kind(self) -> str:
        """The kind of the term: amount, count, rate …"""
        return glossary().term(self.term).kind

    def reader(self, cls: type) -> Quantity:
        """What one record of a class gives to the measure: a value, the operands of a ratio, or None for nothing."""
        if self.kind == "ratio" and self.variant is not None:
            return ratio_reader(cls, self.term, self.variant)
        return sum_reader(cls, self.of or self.term, self.variant)


def measures_of(names: Iterable[str] | None, classes: Iterable[type]) -> tuple[Measure, ...]:
    """The measures of these names, for records of these classes; None counts the records themselves.

    A name is the id of a quantity or indicator or its official term; after a colon stands the variant of an indicator
    (``savings_rate:ceiling``) or the quantity that a growth compares (``year_on_year:case_count``). An indicator
    without a variant is read in its first published variant whose quantities the records have. Raises
    `UnknownNameError` for a name that nothing declares and for a quantity that no record has.
    """
    known = sorted(classes, key=lambda cls: cls.__qualname__)
    if isinstance(names, str):
        names = names.split(",")
    if names is None:
        names = dict.fromkeys(str(cls.COUNTED) for cls in known)  # type: ignore[attr-defined]
    found = tuple(_measure(name, known) for name in names)
    if not found:
        raise UnknownNameError("nothing is to be measured", field="measures", expected="the id of a quantity")
    headers = [measure.header for measure in found]
    for name in {header for header in headers if headers.count(header) > 1}:
        raise UnknownNameError("is named twice", field="measures", value=name, expected="each measure once")
    _check_units(found, known)
    return found


def _measure(name: object, classes: list[type]) -> Measure:
    text, _, choice = str(name).strip().partition(":")
    declared = declarations().get(text)
    term = glossary().find(text) if declared is None and text not in glossary().terms else glossary().term(text)
    if term is None or not isinstance(name, str):
        near = ", ".join(near.id for near in glossary().nearest(text)) or "the id of a quantity or an indicator"
        raise UnknownNameError("is not a measure", field="measures", value=name, expected=near)
    if term.id in GROWTH:
        return _growth(term.id, choice, classes)
    declared = declarations().get(term.id)
    if declared is not None and declared.kind == "ratio":
        return _ratio(declared, choice, classes)
    if choice:
        if declared is None:
            raise UnknownNameError("has no variants", field="measures", value=text, expected="a name without a colon")
        variant = declared.variant(choice)
        _require(term.id, variant.quantities, classes)
        return Measure(term=term.id, kind="sum", variant=variant, scope=_scope(declared, variant))
    _require(term.id, (term.id,), classes)
    return Measure(term=term.id, kind="sum")


def _growth(term: str, choice: str, classes: list[type]) -> Measure:
    if not choice:
        expected = f"{term}:case_count, say"
        raise UnknownNameError("does not say what is compared", field="measures", value=term, expected=expected)
    compared = _measure(choice, classes)
    if compared.kind != "sum":
        zh = glossary().term(compared.term).zh
        raise UnitError(
            "rates are compared in percentage points, not by growth", field=f"{term}:{compared.term} ({zh})"
        )
    return Measure(term=term, kind="growth", of=compared.term, scope=compared.header, variant=compared.variant)


def _ratio(declared: Declaration, choice: str, classes: list[type]) -> Measure:
    if choice:
        variant = declared.variant(choice)
    else:
        variant = next((v for v in declared.variants.values() if _is_known(v, classes)), declared.variant())
    _require(declared.id, variant.quantities, classes)
    return Measure(term=declared.id, kind="ratio", variant=variant, scope=_scope(declared, variant))


def _scope(declared: Declaration, variant: Variant) -> str:
    return "" if variant.id == declared.default else _BRACKET.sub("", variant.zh).replace(" ", "")


def _is_known(variant: Variant, classes: list[type]) -> bool:
    return any(all(quantity_of(cls, name) is not None for name in variant.quantities) for cls in classes)


def _require(term: str, names: Iterable[str], classes: list[type]) -> None:
    for name in names:
        if classes and not any(quantity_of(cls, name) is not None for cls in classes):
            own = ", ".join(dict.fromkeys(q for cls in classes for q in (cls.COUNTED, *cls.QUANTITIES)))  # type: ignore[attr-defined]
            kinds = ", ".join(cls.__name__ for cls in classes)
            zh = glossary().term(name).zh
            raise UnknownNameError(
                f"needs {name} ({zh}), which is not a quantity of {kinds}", field="measures", value=term, expected=own
            )


def _check_units(measures: Iterable[Measure], classes: list[type]) -> None:
    """Records of two count units never add up: 件 are not 个."""
    for measure in measures:
        units = {str(cls.COUNT_UNIT): cls for cls in classes if measure.term == cls.COUNTED}  # type: ignore[attr-defined]
        if len(units) > 1:
            told = " and ".join(f"{unit} ({cls.__name__})" for unit, cls in sorted(units.items()))
            field = str(glossary().term(measure.term))
            raise UnitError(f"cannot add {told}", field=field, expected="records of one count unit")

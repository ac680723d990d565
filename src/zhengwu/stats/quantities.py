"""What one record gives to a measure, as its class declares it: `QUANTITIES`, `COUNTED`, and `enters`.

>>> from types import SimpleNamespace
>>> class Lot(SimpleNamespace):
...     QUANTITIES = {"budget": lambda lot: lot.budget, "deal": lambda lot: lot.deal}
...     COUNTED = "project_count"
>>> quantity_of(Lot, "savings")(Lot(budget=100, deal=80))
20
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Variant, declarations

__all__ = ["Quantity", "one", "quantity_of", "ratio_reader", "sum_reader"]

Quantity: TypeAlias = Callable[[Any], Any]
"""The value of one quantity for one record: Money, an exact number, or None where it is unknown."""


def quantity_of(cls: type, name: str) -> Quantity | None:
    """How a class gives a quantity: as it declares, one for the record itself, or as the declared sum of others."""
    declared: Mapping[str, Quantity] = cls.QUANTITIES  # type: ignore[attr-defined]
    if name in declared:
        return declared[name]
    if name == cls.COUNTED:  # type: ignore[attr-defined]
        return one
    declaration = declarations().get(name)
    if declaration is not None and declaration.kind == "sum":
        for variant in declaration.variants.values():
            if set(variant.numerator) <= declared.keys():
                return _signed({quantity: declared[quantity] for quantity in variant.numerator}, variant.numerator)
    return None


def sum_reader(cls: type, name: str, variant: Variant | None = None) -> Quantity:
    """What one record gives to a sum of the quantity, None for nothing; `variant` reads a quantity made of others."""
    if variant is not None:
        parts = {part: quantity_of(cls, part) for part in variant.quantities}
        read = None if None in parts.values() else _signed(parts, variant.numerator)  # type: ignore[arg-type]
    else:
        read = quantity_of(cls, name)
    if read is None:
        return _nothing
    enters = getattr(cls, "enters", None)
    if enters is None or glossary().term(name).kind != "amount":
        return read
    return lambda record: read(record) if enters(record, name) else None


def ratio_reader(cls: type, name: str, variant: Variant) -> Quantity:
    """The operands one record gives to a ratio, in the order of the variant's quantities: all of them, or None.

    A record may take no part although it has them all: a direct award has a budget and a deal, and no saving. Its class
    says so by `enters`, or by a difference that it declares itself (savings, premium) and that is None for the record.
    """
    found = [quantity_of(cls, quantity) for quantity in variant.quantities]
    readers = [read for read in found if read is not None]
    if len(readers) < len(found):
        return _nothing
    gates = [cls.QUANTITIES[sum_] for sum_ in _sums_equal_to(variant) if sum_ in cls.QUANTITIES]  # type: ignore[attr-defined]
    enters = getattr(cls, "enters", None)

    def read(record: Any) -> tuple[Any, ...] | None:
        values = tuple([reader(record) for reader in readers])
        if None in values or (enters is not None and not enters(record, name)):
            return None
        return None if any(gate(record) is None for gate in gates) else values

    return read


def one(_record: Any) -> int:
    """A record counts as one."""
    return 1


def _nothing(_record: Any) -> None:
    return None


def _sums_equal_to(variant: Variant) -> Iterable[str]:
    """The declared sums that are just the numerator or the denominator: savings for budget less deal.

    Only as they are unless another base is named: that is the difference a class declares.
    """
    sides = [dict(side) for side in (variant.numerator, variant.denominator) if len(side) > 1]
    for declaration in declarations().values():
        if declaration.kind == "sum" and dict(declaration.variant().numerator) in sides:
            yield declaration.id


def _signed(readers: Mapping[str, Quantity], signs: Mapping[str, int]) -> Quantity:
    parts = [(readers[name], sign) for name, sign in signs.items()]

    def read(record: Any) -> Any:
        result: Any = None
        for reader, sign in parts:
            value = reader(record)
            if value is None:
                return None
            term = value if sign == 1 else value * sign
            result = term if result is None else result + term
        return result

    return read

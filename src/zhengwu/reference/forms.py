"""The seven forms of a relation between printed figures.

`Linear`, `Ratio` and `Product` give a value: with a target they say what the printed figure must equal, without one
they derive a figure that the document does not print. An operand is a figure of the document ("f12"), a derived
relation that stands earlier ("r3"), or in linear combinations the number one ("1").

>>> Ratio(numerator=(("f2", Fraction(1)),), denominator=(("f1", Fraction(1)), ("1", Fraction(1)))).operands
('f2', 'f1')
"""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TypeAlias

import attrs

__all__ = ["Bound", "Form", "HiddenWhole", "Linear", "Product", "Ratio", "Reason", "Repeat", "Terms", "Unprinted"]

Terms: TypeAlias = tuple[tuple[str, int | Fraction], ...]
"""A linear combination: operands with their coefficients, in the order written."""


class Reason(enum.StrEnum):
    """Why a printed figure cannot be recomputed from its document.

    NO_BASE: a rate without the whole, or without the part. NO_LAST_YEAR: a growth without the figure it grew from.
    NO_BEFORE: a compression without the state before. NO_PARTS: a total, or a figure that nothing else relates to.
    MAXIMUM: the largest of figures that are not printed. SCOPE: another figure stands beside it, of another scope.
    LABEL_NOT_FOUND: a formula in a label names a row that is not there. OTHER_QUANTITY: the parts measure something
    else.
    """

    NO_BASE = "no_base"
    NO_LAST_YEAR = "no_last_year"
    NO_BEFORE = "no_before"
    NO_PARTS = "no_parts"
    MAXIMUM = "maximum"
    SCOPE = "scope"
    LABEL_NOT_FOUND = "label_not_found"
    OTHER_QUANTITY = "other_quantity"


@attrs.frozen
class Linear:
    """Σ coefficient × operand: sums and differences."""

    terms: Terms

    @property
    def operands(self) -> tuple[str, ...]:
        """The operands in the order written, each once, without the number one."""
        return _operands(self.terms)


@attrs.frozen
class Ratio:
    """One linear combination over another: rates, shares, growth, compression, means."""

    numerator: Terms
    denominator: Terms

    @property
    def operands(self) -> tuple[str, ...]:
        """The operands in the order written, each once, without the number one."""
        return _operands(self.numerator + self.denominator)


@attrs.frozen
class Product:
    """1 − Π (1 − cut): what successive cuts come to, each made on what the former left."""

    cuts: tuple[str, ...]

    @property
    def operands(self) -> tuple[str, ...]:
        """The cuts."""
        return self.cuts


@attrs.frozen
class Bound:
    """The target is at least, or at most, another operand or a constant; the side that says nothing is None."""

    at_least: str | Fraction | None = None
    at_most: str | Fraction | None = None

    @property
    def operands(self) -> tuple[str, ...]:
        """The bounds that are operands, not constants."""
        return tuple(side for side in (self.at_least, self.at_most) if isinstance(side, str))


@attrs.frozen
class Repeat:
    """The target prints the same fact once more."""

    same_as: str

    @property
    def operands(self) -> tuple[str, ...]:
        """The figure that prints the fact first."""
        return (self.same_as,)


@attrs.frozen
class HiddenWhole:
    """The target is the rate of a counted part in a whole number that is not printed."""

    part: str

    @property
    def operands(self) -> tuple[str, ...]:
        """The part."""
        return (self.part,)


@attrs.frozen
class Unprinted:
    """The document does not print what the target could be recomputed from.

    `missing` names the absent quantities; `candidates` are printed figures whose scope leaves open whether one of
    them is the missing whole.
    """

    missing: tuple[str, ...]
    reason: Reason
    candidates: tuple[str, ...] = ()

    @property
    def operands(self) -> tuple[str, ...]:
        """The candidates."""
        return self.candidates


Form: TypeAlias = Linear | Ratio | Product | Bound | Repeat | HiddenWhole | Unprinted


def _operands(terms: Terms) -> tuple[str, ...]:
    return tuple(dict.fromkeys(operand for operand, _ in terms if operand != "1"))

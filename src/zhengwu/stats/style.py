"""How a roll-up prints: unit, decimals and rounding of each measure, and what stands where a rate has no base.

>>> Style.of(unit="万元", places=None).text(Money("55000920元"), "budget", "万元")
'5500.09'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from zhengwu.errors import FigureError, UnknownNameError
from zhengwu.exact import Figure, Money, Rate, Rounding
from zhengwu.exact.number import finite_decimals, to_ratio
from zhengwu.exact.printing import rounded_text
from zhengwu.exact.units import split_unit
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.stats.measures import Measure

__all__ = ["Style"]

_PLACES = 2  # of amounts and rates, as nearly every bulletin prints them
_UNITS = {"CNY": "万元"}


@attrs.frozen(kw_only=True)
class Style:
    """The choices of a publisher. `units` and `decimals` hold what was asked for by measure, under "" for all.

    `zero_base` is printed where a rate's base is zero; `prints_partial` whether a rate is printed beside amounts that
    count more records than the rate.
    """

    units: Mapping[str, str] = attrs.field(factory=dict)
    decimals: Mapping[str, int] = attrs.field(factory=dict)
    rounding: Rounding = Rounding.HALF_UP
    zero_base: str = ""
    prints_partial: bool = False

    @classmethod
    def of(
        cls,
        *,
        unit: str | Mapping[str, str] | None,
        places: int | Mapping[str, int] | None,
        rounding: Rounding = Rounding.HALF_UP,
        zero_base: str = "",
        partial: str = "blank",
    ) -> Style:
        """The style of these arguments of `rollup`. Raises `UnknownNameError` for a choice that does not exist."""
        if not _is_nothing(zero_base):
            expected = 'a blank, "/", "—" or "0.00%"'
            raise UnknownNameError("says nothing of a zero base", field="zero_base", value=zero_base, expected=expected)
        if partial not in ("blank", "print"):
            raise UnknownNameError("is no choice", field="partial", value=partial, expected="blank or print")
        return cls(
            units=_by_term(unit, str),
            decimals=_by_term(places, int),
            rounding=rounding,
            zero_base=zero_base,
            prints_partial=partial == "print",
        )

    def unit(self, measure: Measure, values: Iterable[Any], count_unit: str) -> str:
        """The unit of a column: % for rates, 万元 or what was asked for with money, the count unit with records."""
        if measure.kind != "sum":
            return "%"
        if measure.term in self.units:
            return self.units[measure.term]
        amount = next((value for value in values if isinstance(value, Money)), None)
        if measure.unit_kind == "amount":
            asked = self.units.get("")
            return asked if asked is not None else self.money_unit(amount)
        return count_unit

    def money_unit(self, amount: Money | None) -> str:
        """The unit that amounts of this currency print in unless another is asked for."""
        currency = amount.currency if amount is not None else "CNY"
        if self.units.get("") and currency == "CNY":
            return self.units[""]
        return _UNITS.get(currency) or Money("0", currency=currency).unit

    def places(self, measure: Measure) -> int | None:
        """The decimals of a measure; None prints a number as it is."""
        asked = self.decimals.get(measure.term)
        if asked is None and measure.unit_kind != "count":
            asked = self.decimals.get("")
        if asked is not None or measure.unit_kind == "count":
            return asked
        declared = declarations().get(measure.term)
        return _PLACES if declared is None or declared.decimals is None else declared.decimals

    def text(self, value: Any, term: str, unit: str, places: int | None = _PLACES) -> str:
        """A value as it prints: digits only, % with a rate."""
        if isinstance(value, Rate):
            return value.percent(_PLACES if places is None else places, self.rounding)
        if isinstance(value, Money):
            return value.format(unit or None, places=places, rounding=self.rounding).removesuffix(unit)
        numerator, denominator = to_ratio(value, field=str(glossary().term(term)))
        magnitude = split_unit(unit)[0]
        if places is None:
            exact = None if magnitude else finite_decimals(denominator)
            places = _PLACES if exact is None else exact
        return rounded_text(numerator, denominator, places, self.rounding, power=-magnitude)


def _is_nothing(text: str) -> bool:
    """Whether a text is a blank, a stroke or a zero."""
    try:
        figure = Figure.parse(text)
    except FigureError:
        return False
    return figure.is_zero or not figure.is_number


def _by_term(asked: Any, kind: type) -> dict[str, Any]:
    """What was asked for all measures, or for each by its id or official term."""
    if asked is None:
        return {}
    if not isinstance(asked, Mapping):
        asked = {"": asked}
    found = {}
    for name, value in asked.items():
        term = name if not name or name in glossary().terms else getattr(glossary().find(name), "id", name)
        if type(value) is not kind:
            field = f"{'unit' if kind is str else 'places'} of {glossary().term(term)}" if term else kind.__name__
            raise UnknownNameError("is of no use here", field=field, value=value, expected=f"{kind.__name__}")
        found[term] = value
    return found

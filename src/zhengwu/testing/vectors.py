"""Conformance vectors: cases as plain data, against which any implementation can be tested, in any language.

The cases are JSON files in ``zhengwu/reference/vectors``: an operation, its input as text, the one right answer, and
where the case comes from. An implementation is a mapping from operations to functions that take such an input and
return such an answer. What each operation means is told in ``docs/how-to/use-the-vectors.md``.

>>> len(vectors("rounding")) > 100, run(library(), name="rounding")
(True, [])
>>> def always_up(given):
...     return {"text": "1"}
>>> failures = run({"round": always_up}, name="rounding")
>>> print(failures[0])
rounding: '0.5 to 0 places, half_even': expected {"text": "0"}, got {"text": "1"}
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import attrs

from zhengwu.auditing.bounds import Bounds, Mode, value_of
from zhengwu.auditing.decide import base_is_zero, is_possible, whole_numbers
from zhengwu.errors import PeriodError, UndefinedRateError, UnknownNameError, ZhengwuError
from zhengwu.exact import Exact, Figure, Money, Rate, Rounding, round_ratio
from zhengwu.exact.number import plain_text
from zhengwu.exact.printing import exact_text
from zhengwu.periods import Period
from zhengwu.periods.context import UnknownYearError
from zhengwu.reference.forms import Form, Linear, Ratio, Terms
from zhengwu.stats import compound, compression_rate, growth_rate, indicator, percentage_points

__all__ = ["NAMES", "Failure", "Implementation", "Vector", "library", "run", "vectors"]

Data: TypeAlias = Mapping[str, Any]
Implementation: TypeAlias = Mapping[str, Callable[[Data], Data]]
"""Operations by name: each takes the input of a case and returns the answer, both as the JSON holds them."""

NAMES: Final = (
    "rounding",
    "amounts",
    "figures",
    "intervals",
    "relations",
    "periods",
    "indicators",
    "changes",
    "published",
)
"""The files of vectors, in the order they build on each other."""

_PLACES = (0, 1, 2)
_PERCENT_ROUNDINGS = (Rounding.HALF_UP, Rounding.TRUNC)


@attrs.frozen(kw_only=True)
class Vector:
    """One case: the answer that `operation` must give for `input`, and where it comes from.

    `file` and `id` name it; an id occurs once in a file and stays as long as the case does.
    """

    file: str
    id: str
    operation: str
    input: Data
    expected: Data
    source: Data

    def __str__(self) -> str:
        return f"{self.file}: {self.id!r}"


@attrs.frozen(kw_only=True)
class Failure:
    """A case that an implementation answered wrongly; `answer` is the text of the exception where it raised one."""

    vector: Vector
    answer: Data | str

    def __str__(self) -> str:
        answer = self.answer if isinstance(self.answer, str) else _text(self.answer)
        return f"{self.vector}: expected {_text(self.vector.expected)}, got {answer}"


def vectors(name: str | None = None) -> tuple[Vector, ...]:
    """The cases of one file, or of all of them in the order of `NAMES`. Raises `UnknownNameError`.

    >>> vector = vectors("relations")[0]
    >>> vector.operation, vector.expected["verdict"]
    ('relation', 'consistent')
    >>> vectors("rates")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: name: 'rates' is not a file of vectors (expected rounding, amounts, figures, \
intervals, relations, periods, indicators, changes, published)
    """
    if name is None:
        return tuple(vector for each in NAMES for vector in _file(each))
    if name not in NAMES:
        raise UnknownNameError("is not a file of vectors", field="name", value=name, expected=", ".join(NAMES))
    return _file(name)


def run(implementation: Implementation, *, name: str | None = None) -> list[Failure]:
    """Every case the implementation answers differently, of one file or of all; the empty list when it conforms.

    An operation that it lacks fails in each of its cases, and so does an exception: what cannot be answered is to be
    answered with ``{"refused": …}`` or ``{"undefined": …}``.

    >>> failure = run({}, name="changes")[0]
    >>> failure.answer
    'no such operation: growth'
    """
    return [
        Failure(vector=vector, answer=answer)
        for vector in vectors(name)
        if (answer := _answer(implementation, vector)) != vector.expected
    ]


def library() -> Implementation:
    """The implementation that is this library; a test holds that it passes all of its vectors.

    >>> library()["amount"]({"text": "1.65亿元"})
    {'amount': '165000000', 'currency': 'CNY'}
    >>> library()["amount"]({"text": "5万"})
    {'refused': 'amount'}
    """
    return MappingProxyType({name: functools.partial(_guarded, function) for name, function in _OPERATIONS.items()})


@functools.cache
def _file(name: str) -> tuple[Vector, ...]:
    text = resources.files("zhengwu.reference").joinpath("vectors", f"{name}.json").read_text("utf-8")
    return tuple(Vector(file=name, **case) for case in json.loads(text)["cases"])


def _answer(implementation: Implementation, vector: Vector) -> Data | str:
    operation = implementation.get(vector.operation)
    if operation is None:
        return f"no such operation: {vector.operation}"
    try:
        return operation(vector.input)
    except Exception as error:  # noqa: BLE001  whatever it raises is a wrong answer, not the end of the run
        return f"{type(error).__name__}: {error}"


def _text(data: Data) -> str:
    return json.dumps(dict(data), ensure_ascii=False)


def _guarded(function: Callable[[Data], dict[str, Any]], given: Data) -> Data:
    """The answer, or what an exception means in the words of the vectors: AmountError is refused as an ``amount``."""
    try:
        return function(given)
    except UndefinedRateError as error:
        return {"undefined": error.reason}
    except UnknownYearError:
        return {"refused": "year"}
    except ZhengwuError as error:
        return {"refused": type(error).__name__.removesuffix("Error").lower()}


def _round(given: Data) -> dict[str, Any]:
    value, places = Fraction(given["value"]), given["places"]
    rounded = round_ratio(value.numerator, value.denominator, places, Rounding(given["rounding"]))
    return {"text": plain_text(rounded, places)}


def _amount(given: Data) -> dict[str, Any]:
    money = Money(given["text"], currency=given.get("currency"))
    return {"amount": f"{money.amount:f}", "currency": money.currency}


def _figure(given: Data) -> dict[str, Any]:
    figure = _printed(given)
    return {
        "state": figure.state.value,
        "coefficient": str(figure.coefficient) if figure.is_number else None,
        "decimals": figure.decimals,
        "magnitude": figure.magnitude,
        "unit": figure.unit,
        "qualifier": figure.qualifier.value if figure.qualifier else None,
        "counted": figure.counted,
        "value": exact_text(figure.coefficient, figure.decimals - figure.magnitude) if figure.is_number else None,
    }


def _interval(given: Data) -> dict[str, Any]:
    interval = _printed(given).interval(Rounding(given["rounding"]))
    return {
        "low": None if interval.low is None else _ratio(interval.low),
        "low_open": interval.low_open,
        "high": None if interval.high is None else _ratio(interval.high),
        "high_open": interval.high_open,
    }


def _relation(given: Data) -> dict[str, Any]:
    figures = {name: _printed(figure) for name, figure in given["figures"].items()}
    form, target, bounds = _form(given["form"]), given["target"], Bounds(figures)
    if base_is_zero(form, bounds):
        return {"verdict": "unverifiable", "explained_by": [], "recomputed": None}
    identities = tuple((each["result"], _terms(each["terms"])) for each in given.get("given", ()))
    modes = [mode for mode in Mode if is_possible(form, target, identities, bounds, mode)]
    usual = {Mode.HALF_UP: "consistent", Mode.CUT: "truncated"}
    value = value_of(form, bounds)
    return {
        "verdict": next((verdict for mode, verdict in usual.items() if mode in modes), "inconsistent"),
        "explained_by": [mode.value for mode in modes],
        "recomputed": figures[target].print_ratio(*value) if value else None,
    }


def _hidden_whole(given: Data) -> dict[str, Any]:
    bounds = Bounds({"part": _printed(given["part"]), "rate": _printed(given["rate"])})
    numbers = whole_numbers("part", "rate", bounds, Mode(given["rounding"]))
    first, last = (str(numbers[0]), str(numbers[-1])) if numbers else (None, None)
    return {"count": str(len(numbers)), "first": first, "last": last}


def _period(given: Data) -> dict[str, Any]:
    as_of = date.fromisoformat(given["as_of"]) if "as_of" in given else None
    period = Period.parse(given["text"], as_of=as_of, year=given.get("year"))
    return {
        "canonical": str(period),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "is_cumulative": period.is_cumulative,
        "last_year": _neighbour(period, "last_year"),
        "previous": _neighbour(period, "previous"),
    }


def _neighbour(period: Period, name: str) -> str | None:
    try:
        return str(getattr(period, name))
    except PeriodError:
        return None


def _indicator(given: Data) -> dict[str, Any]:
    told = indicator(given["indicator"]).explain(variant=given["variant"], **given["quantities"])
    if isinstance(told.result, Money):
        return {"amount": f"{told.result.amount:f}", "currency": told.result.currency}
    return _rate(told.result) if isinstance(told.result, Rate) else {"number": _ratio(told.result)}


def _growth(given: Data) -> dict[str, Any]:
    return _rate(growth_rate(given["current"], given["base"]))


def _compression(given: Data) -> dict[str, Any]:
    return _rate(compression_rate(given["before"], given["after"]))


def _compound(given: Data) -> dict[str, Any]:
    return _rate(compound(*given["rates"], of=given["of"]))


def _points(given: Data) -> dict[str, Any]:
    difference = percentage_points(given["current"], given["base"])
    texts = {str(places): difference.text(places).removesuffix("个百分点") for places in _PLACES}
    return {"points": _ratio(difference.points), "text": texts}


def _rate(rate: Rate) -> dict[str, Any]:
    percent = {
        rounding.value: {str(places): rate.percent(places, rounding) for places in _PLACES}
        for rounding in _PERCENT_ROUNDINGS
    }
    return {"rate": str(rate), "percent": percent}


def _ratio(value: Exact) -> str:
    return str(Rate(value))


def _printed(given: Data) -> Figure:
    return Figure.parse(given["text"], unit=given.get("unit"))


def _form(data: Data) -> Form:
    if data["kind"] == "linear":
        return Linear(_terms(data["terms"]))
    return Ratio(_terms(data["numerator"]), _terms(data["denominator"]))


def _terms(data: Data) -> Terms:
    return tuple((name, Fraction(coefficient)) for name, coefficient in data.items())


_OPERATIONS: Final[Mapping[str, Callable[[Data], dict[str, Any]]]] = {
    "round": _round,
    "amount": _amount,
    "figure": _figure,
    "interval": _interval,
    "relation": _relation,
    "hidden_whole": _hidden_whole,
    "period": _period,
    "indicator": _indicator,
    "growth": _growth,
    "compression": _compression,
    "compound": _compound,
    "points": _points,
}

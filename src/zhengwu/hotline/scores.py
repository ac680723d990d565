"""Score rules (考评): how a place turns a rate into points, as data. Those bundled were inferred from published scores.

    score = max(floor, full − slope × max(0, target − rate))        rate and target in percent

>>> rule = score_rules()["satisfaction-98"]
>>> [str(rule.score(rate)) for rate in ("87.5%", "83.33%", "71.43%")]
['19.75', '17.67', '12.50']
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from zhengwu.errors import AmountError, UndefinedRateError, UnknownNameError
from zhengwu.exact import Rate, Rounding
from zhengwu.exact.number import Exact, plain_text, to_ratio
from zhengwu.exact.rounding import round_ratio
from zhengwu.hotline.policy_files import reference_data

__all__ = ["ScoreRule", "Weighting", "score_rules", "weightings"]

_PLACES = 2


def _exact(value: Exact | str) -> Fraction:
    return Fraction(*to_ratio(Decimal(value) if isinstance(value, str) else value, field="score rule (考评规则)"))


def _weights(given: Mapping[str, Exact | str]) -> Mapping[str, Fraction]:
    return {name: _exact(weight) for name, weight in given.items()}


@attrs.frozen(kw_only=True)
class ScoreRule:
    """A rule of points. `full` is given at the target and above, `slope` is what one percentage point below it costs.

    `status` is ``inferred`` for a rule that was fitted to published scores. `group` names those it is for: totals of
    groups differ, so scores of two groups are never compared. Raises `AmountError` where the floor is above the full
    score or the slope is negative.
    """

    id: str
    full: Fraction = attrs.field(converter=_exact)
    target: Fraction = attrs.field(converter=_exact)
    slope: Fraction = attrs.field(converter=_exact)
    floor: Fraction = attrs.field(converter=_exact, default=Fraction(0))
    zh: str = ""
    en: str = ""
    group: str = ""
    status: str = "verified"
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if self.floor > self.full:
            raise AmountError("lies above the full score", field="floor (保底分)", value=str(self.floor))
        if self.slope < 0:
            raise AmountError("rewards a lower rate", field="slope (扣分系数)", value=str(self.slope))

    def exact(self, rate: Rate | str) -> Fraction:
        """The score before it is rounded. A rate as text is taken as it is printed: 83.33% is not 5/6."""
        value = (Rate(rate) if isinstance(rate, str) else rate).as_fraction() * 100
        return max(self.floor, self.full - self.slope * max(Fraction(0), self.target - value))

    def score(self, rate: Rate | str, *, places: int = _PLACES, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
        """The score as published: half up at two decimals unless said. Raises what `Rate` raises for a text."""
        exact = self.exact(rate)
        return Decimal(plain_text(round_ratio(exact.numerator, exact.denominator, places, rounding), places))


@functools.cache
def score_rules() -> Mapping[str, ScoreRule]:
    """The bundled rules by id.

    >>> {rule.status for rule in score_rules().values()}
    {'inferred'}
    """
    found = [ScoreRule(**entry) for entry in reference_data()["score_rule"]]
    return MappingProxyType({rule.id: rule for rule in found})


@attrs.frozen(kw_only=True)
class Weighting:
    """Several rates in one score, each with its weight; the weights add up to 1 (接诉即办: 响应率, 解决率, 满意率).

    Raises `AmountError` for weights that do not. `status` as for `ScoreRule`.
    """

    id: str
    weights: Mapping[str, Fraction] = attrs.field(converter=_weights)
    zh: str = ""
    en: str = ""
    status: str = "verified"
    source: str = ""

    def __attrs_post_init__(self) -> None:
        total = sum(self.weights.values())
        if total != 1:
            raise AmountError("do not add up to 1", field="weights (权重)", value=str(total))

    def rate(self, rates: Mapping[str, Rate | str]) -> Rate:
        """The weighted rate, exact. Raises `UndefinedRateError` for a missing rate: it is not zero.

        >>> rule = weightings()["three-rates"]
        >>> rule.rate({"response_rate": "100%", "solved_rate": "80%", "satisfaction_rate": "90%"}).percent()
        '89.50%'
        """
        for name in rates:
            if name not in self.weights:
                expected = ", ".join(self.weights)
                raise UnknownNameError("has no weight", field="rates", value=name, expected=expected)
        found = Fraction(0)
        for name, weight in self.weights.items():
            if name not in rates:
                raise UndefinedRateError("is missing", reason="missing", field=name)
            given = rates[name]
            found += weight * (Rate(given) if isinstance(given, str) else given).as_fraction()
        return Rate.of(found.numerator, found.denominator)


@functools.cache
def weightings() -> Mapping[str, Weighting]:
    """The bundled weightings by id."""
    return MappingProxyType({entry["id"]: Weighting(**entry) for entry in reference_data()["weighting"]})

"""The declared means: ratios of two sums that print with a unit of their own and are no percentage.

>>> mean("mean_visits").zh, mean("平均跑动次数").unit
('平均跑动次数', '次')
>>> from zhengwu.exact import Rate
>>> mean("cases_per_working_day").text(Rate.of(16130, 19))
'848.9件'
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.exact import Rate, Rounding, round_ratio
from zhengwu.exact.number import plain_text

__all__ = ["Mean", "mean", "means"]


@attrs.frozen(kw_only=True)
class Mean:
    """A mean: what is summed, what it is divided by, its unit, and the decimals it prints with.

    `zero_base` says what a base of zero means: ``undefined``, never 0.
    """

    id: str
    zh: str
    en: str
    unit: str
    decimals: int
    numerator: str
    denominator: str
    source: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    zero_base: str = "undefined"

    def text(self, value: Rate, *, places: int | None = None, rounding: Rounding = Rounding.HALF_UP) -> str:
        """The mean as it prints, rounded once, with its unit.

        >>> from zhengwu.exact import Rate
        >>> mean("mean_net_days").text(Rate.of(14, 3), places=2)
        '4.67工作日'
        """
        decimals = self.decimals if places is None else places
        exact = value.as_fraction()
        return f"{plain_text(round_ratio(exact.numerator, exact.denominator, decimals, rounding), decimals)}{self.unit}"


@functools.cache
def means() -> Mapping[str, Mean]:
    """Every mean by its id.

    >>> all(name == one.id for name, one in means().items())
    True
    """
    import tomllib

    data = tomllib.loads(resources.files("zhengwu.reference").joinpath("means.toml").read_text("utf-8"))
    return MappingProxyType({entry["id"]: _mean(entry) for entry in data["mean"]})


def mean(name: str) -> Mean:
    """The mean with this id, official term or alias. Raises `UnknownNameError`, listing the ids.

    >>> mean("平均身高")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: mean (平均数): '平均身高' is not declared (expected mean_net_days, ...)
    """
    found = means().get(name) or next((one for one in means().values() if name in (one.zh, *one.aliases)), None)
    if found is None:
        raise UnknownNameError("is not declared", field="mean (平均数)", value=name, expected=", ".join(means()))
    return found


def _mean(entry: dict[str, Any]) -> Mean:
    return Mean(**{**entry, "aliases": tuple(entry.get("aliases", ()))})

"""Successive cuts told as two rates: "27.33 % in 2014, then a further 13.35 %". Three readings, three different cuts.

    successive     1 − (1 − r₁)(1 − r₂)          each rate counts on what the one before left (在此基础上再)
    one_base       r₁ + r₂                       both count on the first base: a sum, and told to be one
    speed          1 − 1 ÷ ((1 + r₁)(1 + r₂))    the rates are gains of speed (提速), not cuts of time

The first is the default, since 在…基础上再 names the new base. Source: report of 宿迁, 2015, on 审批时限.

>>> [successive_cuts("27.33%", "13.35%", mode=mode).cut.percent() for mode in ("successive", "one_base", "speed")]
['37.03%', '40.68%', '30.71%']
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Literal, TypeAlias

import attrs

from zhengwu.errors import AmountError, UndefinedRateError, UnknownNameError
from zhengwu.exact.figure import Figure
from zhengwu.exact.interval import Interval
from zhengwu.exact.rate import Rate
from zhengwu.stats.growth import RateLike, compound

__all__ = ["CutMode", "SuccessiveCuts", "successive_cuts"]

CutMode: TypeAlias = Literal["successive", "one_base", "speed"]

_MODES = ("successive", "one_base", "speed")
_SUM = "两次压缩率的基数不同，不能相加；只有都以最初的时限为基数时，二者之和才是总压缩率"


@attrs.frozen
class SuccessiveCuts:
    """Several cuts of time as one. `cut` is the share of the time taken away, `speed` how much faster that is.

    `interval` is what `cut` may be, given that printed rates are rounded; `note` says what is doubtful in the reading.
    """

    rates: tuple[RateLike, ...]
    mode: CutMode
    cut: Rate
    interval: Interval
    note: str | None

    @property
    def speed(self) -> Rate:
        """The gain of speed (提速). Raises `UndefinedRateError` where no time is left.

        >>> successive_cuts("27.33%", "13.35%", mode="speed").speed.percent()
        '44.33%'
        """
        left = 1 - self.cut
        if left <= 0:
            raise UndefinedRateError(
                "a gain of speed needs time that is left", field="cut (压缩率)", value=str(self.cut)
            )
        return 1 / left - 1


def successive_cuts(*rates: RateLike, mode: CutMode = "successive") -> SuccessiveCuts:
    """Several cuts as one, read as `mode` says. No rates cut nothing.

    Texts count as printed, so that each stands for all rates that print that way; other numbers are exact. Raises
    `AmountError` for a cut of more than the whole, `UnknownNameError` for another mode, and what `Rate` raises.

    >>> cuts = successive_cuts("27.33%", "13.35%")
    >>> Rate(cuts.interval.low).percent(), Rate(cuts.interval.high).percent(), cuts.note
    ('37.02%', '37.04%', None)
    """
    if mode not in _MODES:
        raise UnknownNameError("is not a way to read them", field="mode", value=mode, expected=", ".join(_MODES))
    cut = _cut(rates, mode)
    if cut > 1:
        raise AmountError(
            "take away more than there is", field="rates (压缩率)", value=str(cut), expected="at most 100%"
        )
    interval = _interval([_range(rate, mode) for rate in rates], mode)
    note = _SUM if mode == "one_base" and len(rates) > 1 else None
    return SuccessiveCuts(rates, mode, cut, interval, note)


def _cut(rates: Sequence[RateLike], mode: CutMode) -> Rate:
    if mode == "successive":
        return compound(*rates)
    if mode == "speed":
        return 1 - 1 / (compound(*rates, of="growth") + 1)
    return sum((Rate(rate) for rate in rates), Rate(0))


def _interval(ranges: Sequence[Interval], mode: CutMode) -> Interval:
    """What the cut may be; every rate stands in it once, so that nothing is widened."""
    if mode == "one_base":
        return sum(ranges, Interval.point(0))
    if mode == "successive":
        return 1 - prod((1 - one for one in ranges), start=Interval.point(1))
    return 1 - 1 / prod((1 + one for one in ranges), start=Interval.point(1))


def _range(rate: RateLike, mode: CutMode) -> Interval:
    """All rates that print this way; a cut is never more than the whole."""
    exact = Rate(rate).as_fraction()
    if not isinstance(rate, str) or "%" not in rate:
        return Interval.point(exact)
    printed = Figure.parse(rate).interval()
    whole = Interval(None, 1) if mode != "speed" and exact <= 1 else Interval.everything()
    return printed.intersect(whole) or Interval.point(exact)

"""The base of a share that nobody printed: which whole numbers it can be, exactly.

A share is printed with its count (1357件, 94.37%) or alone (满意率 99.66%). Either way the base is a whole number, so
only few bases, or none, can stand behind the digits. Nothing is estimated: every answer is all that fit.

>>> possible_bases([(1357, "94.37%")])
range(1438, 1439)
>>> [possible_parts("99.66%", base) for base in (5773, 5617)]        # nothing of 5773 prints so; 5598 of 5617 does
[range(5754, 5754), range(5598, 5599)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from zhengwu.errors import AmountError, FigureError
from zhengwu.exact import Figure, Rounding
from zhengwu.exact.interval import Interval
from zhengwu.exact.number import refuse_float

__all__ = ["BaseCandidate", "base_candidates", "bases_with_parts", "possible_bases", "possible_parts"]

_COUNT = "count (数量)"
_BASE = "base (基数)"


@attrs.frozen
class BaseCandidate:
    """A base that somebody counted, and the parts of it that print as the share; none fit where `parts` is empty."""

    name: str
    base: int
    parts: range

    @property
    def fits(self) -> bool:
        """Whether the share can stand on this base."""
        return bool(self.parts)


def possible_bases(
    shares: Iterable[tuple[int, str | Figure]],
    *,
    low: int = 1,
    high: int | None = None,
    rounding: Rounding = Rounding.HALF_UP,
    unit: str = "%",
) -> range:
    """The whole numbers from `low` to `high` that every one of these counts can be a printed share of.

    Each share is a count with its printed ratio; `unit` is that of a ratio printed without one. The bases of one share
    lie side by side, hence so do those of all. No base fits: the range is empty. Raises `FigureError` where neither the
    shares (0件占0.00%) nor `high` set an upper end, and for a text that is no figure; `AmountError` for a count that is
    negative or no whole number.

    >>> possible_bases([(5174, "89.55%"), (2024, "35.03%"), (150, "2.60%")])
    range(5778, 5779)
    >>> len(possible_bases([(56672, "28.98%"), (124599, "43.81%")]))
    0
    """
    least, most = max(low, 1), high
    for count, printed in shares:
        _whole(count, _COUNT, least=0)
        first, last = _bases_of(count, _interval(printed, rounding, unit))
        least = max(least, first)
        most = last if most is None or (last is not None and last < most) else most
    if most is None:
        raise FigureError("sets no upper end to the base", field="shares (占比)", expected="high=, the largest base")
    return range(least, max(most + 1, least))


def possible_parts(
    printed: str | Figure, base: int, *, rounding: Rounding = Rounding.HALF_UP, unit: str = "%", bounded: bool = True
) -> range:
    """The whole numbers whose share of `base` prints this way; an empty range where none does.

    `bounded`: the part is a part of the base, so it is not larger. Raises `FigureError` for a text that is no figure,
    and for a share without an upper end (以上) that is not bounded; `AmountError` for a base that is no whole number
    above zero.

    >>> possible_parts("99.3%", 2730)
    range(2710, 2713)
    """
    _whole(base, _BASE, least=1)
    share = _interval(printed, rounding, unit)
    least, most = 0, base if bounded else None
    if share.low is not None:
        least = max(0, _from(share.low * base, is_open=share.low_open))
    if share.high is not None:
        last = _to(share.high * base, is_open=share.high_open)
        most = last if most is None else min(most, last)
    if most is None:
        raise FigureError("sets no upper end to the part", field="printed", value=str(printed))
    return range(least, max(most + 1, least))


def bases_with_parts(
    printed: str | Figure, *, low: int = 1, high: int, rounding: Rounding = Rounding.HALF_UP, unit: str = "%"
) -> Iterator[int]:
    """The bases from `low` to `high` of which some part prints this way, ascending: how small a sample can be.

    Raises what `possible_parts` raises.

    >>> next(bases_with_parts("99.66%", high=5773))
    290
    """
    share = _figure(printed, unit)
    return (base for base in range(max(low, 1), high + 1) if possible_parts(share, base, rounding=rounding))


def base_candidates(
    printed: str | Figure, bases: Mapping[str, int], *, rounding: Rounding = Rounding.HALF_UP, unit: str = "%"
) -> tuple[BaseCandidate, ...]:
    """What each of these counts would make of a share whose base is not stated, in their order.

    That one fits does not say that it is the base: a sample of any size may be (`bases_with_parts`).
    Raises what `possible_parts` raises.

    >>> counts = {"dispatched": 5773, "completed": 5617, "accepted": 22480}
    >>> for candidate in base_candidates("99.66%", counts):
    ...     print(candidate.name, candidate.fits, list(candidate.parts))
    dispatched False []
    completed True [5598]
    accepted True [22403, 22404]
    """
    share = _figure(printed, unit)
    return tuple(
        BaseCandidate(name, base, possible_parts(share, base, rounding=rounding)) for name, base in bases.items()
    )


def _bases_of(count: int, share: Interval) -> tuple[int, int | None]:
    """The first and the last base (None: no last) of which this count is such a share; (1, 0) where there is none."""
    if count == 0:
        return (1, None) if share.contains(0) else (1, 0)
    if share.high is not None and share.high <= 0:
        return 1, 0
    first = 1 if share.high is None else _from(Fraction(count) / share.high, is_open=share.high_open)
    if share.low is None or share.low <= 0:
        return first, None
    return first, _to(Fraction(count) / share.low, is_open=share.low_open)


def _from(end: int | Fraction, *, is_open: bool) -> int:
    """The first whole number at or above an end."""
    whole = -(-end // 1)
    return int(whole) + (is_open and whole == end)


def _to(end: int | Fraction, *, is_open: bool) -> int:
    """The last whole number at or below an end."""
    whole = end // 1
    return int(whole) - (is_open and whole == end)


def _interval(printed: str | Figure, rounding: Rounding, unit: str) -> Interval:
    return _figure(printed, unit).interval(rounding)


def _figure(printed: str | Figure, unit: str) -> Figure:
    return printed if isinstance(printed, Figure) else Figure.parse(printed, unit=unit)


def _whole(value: object, field: str, *, least: int) -> None:
    if type(value) is not int or value < least:
        raise refuse_float(value, field=field) or AmountError(
            "is not a count", field=field, value=value, expected=f"a whole number, {least} or more"
        )

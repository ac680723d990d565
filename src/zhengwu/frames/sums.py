"""The sums of an engine as integers of one unit, where they cannot have overflowed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from zhengwu.errors import AmountError
from zhengwu.exact import Money
from zhengwu.frames.plan import Amount, Cells, Plan

__all__ = ["check_bounds", "exact_sums", "money_of"]

_BOUND = 2**63
_DECIMALS = 10**38


def exact_sums(cells: Cells, plan: Plan, power: int) -> list[Sequence[Any]]:
    """The sums as integers of one unit."""
    found: list[Sequence[Any]] = []
    for values, amount in zip(cells.sums, plan.amounts, strict=True):
        scale: int = 10 ** (amount.power - power) if amount.is_money else 1
        if amount.form == "decimal" or scale != 1 or not {*map(type, values)} <= {int}:
            values = [0 if value is None else _units(value, amount) * scale for value in values]  # noqa: PLW2901
        found.append(values)
    return found


def _units(value: Any, amount: Amount) -> int:
    """A value of an amount as the engine gives it, in units of the amount."""
    if amount.form != "decimal":
        return int(value)
    top, bottom = value.as_integer_ratio()
    return int(top * 10**amount.shift // bottom)  # exact: its type has no more decimals than `shift`


def check_bounds(cells: Cells, plan: Plan) -> None:
    """Raise `AmountError` where a sum may have overflowed: the largest amount times the rows must stay in bounds."""
    for amount, least, most in zip(plan.amounts, cells.least, cells.most, strict=bool(cells.most)):
        bound, name = (_DECIMALS, "38 digits") if amount.form == "decimal" else (_BOUND, "64 bits")
        for low, high, count in zip(least, most, cells.counts, strict=True):
            if low is None or high is None:
                continue
            largest = max(-_units(low, amount), _units(high, amount))
            if largest * count >= bound:
                raise AmountError(
                    f"is up to {largest} in {count} rows of one group, whose sum may exceed {name}",
                    field=amount.label,
                    expected="max|x| · rows below 2**63 in every group: a coarser scale, finer groups, or duckdb with "
                    "sums of 128 bits",
                )


def money_of(value: int, power: int) -> Money:
    """So many units of ``10**power`` 元 as money.

    >>> money_of(150, -2), money_of(15, -4)
    (Money("1.5元"), Money("0.0015元"))
    """
    return Money(Fraction(value, 10**-power) if power < 0 else value * 10**power, currency="CNY")

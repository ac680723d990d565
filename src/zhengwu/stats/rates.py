"""The rates offices publish, as functions of what they count. Each stays an exact fraction until somebody prints it.

    savings rate = (budget − deal) ÷ budget            预算金额, 成交金额
    completion rate = completed ÷ accepted             办结量, 受理量

Both arguments are of one kind: amounts of money of one currency (a text with a unit is one), or plain exact numbers.
Which numerator and denominator a rate has is declared in ``reference/indicators``; a test holds the two together.

>>> from zhengwu.exact import wan
>>> savings_rate(wan("55000.92"), wan("45613.01")).percent()
'17.07%'
>>> completion_rate(5617, 5773, of="dispatched").percent(1)
'97.3%'
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from zhengwu.errors import AmountError, UndefinedRateError, UnitError, UnknownNameError
from zhengwu.exact import Money, Rate, exact_pair
from zhengwu.exact.figure import narrow
from zhengwu.exact.number import Exact, parse_number

__all__ = [
    "Count",
    "Quantity",
    "completion_rate",
    "on_time_rate",
    "premium_rate",
    "satisfaction_rate",
    "savings_rate",
    "share",
]

Count: TypeAlias = Exact | str
"""A number of things: an int, a Decimal or Fraction (of 万件, say), or its digits as text."""
Quantity: TypeAlias = Money | Exact | str
"""An amount of money, or a plain exact number; a text with a unit is money."""

SavingsBase: TypeAlias = Literal["budget", "ceiling", "estimate", "deal_plus_savings", "deal"]
CompletionBase: TypeAlias = Literal["accepted", "dispatched", "due"]
OnTimeBase: TypeAlias = Literal["completed", "due", "dispatched", "accepted"]

_DEAL = "deal (成交金额)"
_BUDGET_AND_DEAL = ("budget (预算金额)", _DEAL)
_START_AND_DEAL = ("start (起始价)", _DEAL)
_PART_AND_WHOLE = ("part (部分)", "whole (总体)")
_SATISFIED_AND_EVALUATED = ("satisfied (满意数)", "evaluated (评价数)")
_SAVINGS_BASES = {
    "budget": _BUDGET_AND_DEAL,
    "ceiling": ("ceiling (最高限价)", _DEAL),
    "estimate": ("estimate (估算价)", _DEAL),
    "deal_plus_savings": _BUDGET_AND_DEAL,
    "deal": _BUDGET_AND_DEAL,
}
_COUNT_BASES = {
    "accepted": "accepted (受理量)",
    "dispatched": "dispatched (派发量)",
    "due": "due (应办结数)",
    "completed": "completed (办结量)",
}
_NEEDS = {
    "budget": "a budget",
    "ceiling": "a ceiling",
    "estimate": "an estimate",
    "deal": "a deal",
    "start": "a start price",
    "whole": "a whole",
    "accepted": "accepted cases",
    "dispatched": "dispatched cases",
    "due": "cases that are due",
    "completed": "completed cases",
    "evaluated": "evaluations",
}
_COMPLETION_BASES = ("accepted", "dispatched", "due")
_ON_TIME_BASES = ("completed", "due", "dispatched", "accepted")


def savings_rate(budget: Quantity, deal: Quantity, *, base: SavingsBase = "budget") -> Rate:
    """Savings rate (节约率): what the deal left unspent of the budget. Negative where the deal exceeds it.

    `base` chooses among the published readings. "budget": (budget − deal) ÷ budget. "ceiling" and "estimate": the same
    with 最高限价 or 估算价 as the first argument. "deal_plus_savings": savings ÷ (deal + savings), equal to the budget
    base. "deal": (budget − deal) ÷ deal, as one city prints it.

    Raises `UndefinedRateError` for a base of zero or a missing argument, `InexactError` for a float, `UnitError` for
    arguments of two kinds, `UnknownNameError` for another base.
    Source: quarterly trading table of 武进区, 2017 Q1, row 公开招标; bases as in ``reference/indicators/trading.toml``.

    >>> savings_rate("55000.92万元", "45613.01万元").percent()
    '17.07%'
    >>> savings_rate("102.2106亿元", "92.3292亿元", base="deal").percent(1)      # 无锡, August 2023
    '10.7%'
    >>> savings_rate("0.00万元", "0.00万元")
    Traceback (most recent call last):
    zhengwu.errors.UndefinedRateError: budget (预算金额): a savings rate needs a budget (print a blank, not 0%)
    """
    fields = _BUDGET_AND_DEAL if base == "budget" else _savings_fields(base)
    compared, paid = exact_pair(budget, deal, fields=fields)
    denominator = paid if base == "deal" else compared
    if denominator > 0:
        return Rate._make(compared - paid, denominator)
    raise _undefined("a savings rate", fields[1] if base == "deal" else fields[0], denominator)


def premium_rate(start: Quantity, deal: Quantity) -> Rate:
    """Premium rate (增值率, 溢价率): what the deal added to the start price. Negative where it stayed below.

    Raises what `savings_rate` raises. Source: quarterly trading table of 武进区, 2017 Q1, row 拍卖 (printed 1.01%).

    >>> premium_rate("25.81万元", "26.07万元").percent()
    '1.01%'
    """
    asked, paid = exact_pair(start, deal, fields=_START_AND_DEAL)
    if asked > 0:
        return Rate._make(paid - asked, asked)
    raise _undefined("a premium rate", _START_AND_DEAL[0], asked)


def share(part: Quantity, whole: Quantity) -> Rate:
    """Share (占比): a part of the whole. Shares of signed sums may be negative or exceed 100 %, so neither is refused.

    Raises what `savings_rate` raises. Source: half-year report of 金坛区, 2017: 41.53 of 47.22 万件 prints 87.95%.

    >>> share("41.53", "47.22").percent()
    '87.95%'
    """
    n, d = exact_pair(part, whole, fields=_PART_AND_WHOLE)
    if d > 0:
        return Rate._make(n, d)
    raise _undefined("a share", _PART_AND_WHOLE[1], d)


def completion_rate(completed: Count, base: Count, *, of: CompletionBase = "accepted") -> Rate:
    """Completion rate (办结率) of the cases accepted, dispatched or due, as `of` says; the three are different figures.

    Completed in the period over accepted in the period is a flow and may exceed 100 %: cases of earlier periods are
    completed too. Raises `AmountError` for a negative count, `UnitError` for money, and what `savings_rate` raises.
    Source: half-year report of 金坛区, 2017: 5617 of 5773 dispatched prints 97.3%.

    >>> completion_rate(5497, 5610).percent(), completion_rate(566, 539).percent(1)      # 防城港, March 2011
    ('97.99%', '105.0%')
    """
    return _of_counts("a completion rate", completed, base, ("completed (办结量)", _base(of, _COMPLETION_BASES)))


def on_time_rate(on_time: Count, completed: Count, *, of: OnTimeBase = "completed") -> Rate:
    """On-time completion rate (及时办结率, 按时办结率): on time of those completed.

    With `of` another base takes the place of `completed`: "due", "dispatched" or "accepted". More on time than
    completed or due is impossible and raises `AmountError`; see `completion_rate` for the rest.
    Source: annual report of 武进区, 2017: 2730 of 2730 prints 100%.

    >>> on_time_rate(597, 601).percent(0), on_time_rate(246, 247, of="accepted").percent()
    ('99%', '99.60%')
    """
    fields = ("on_time (按时办结数)", _base(of, _ON_TIME_BASES))
    return _of_counts("an on-time rate", on_time, completed, fields, within=of in ("completed", "due"))


def satisfaction_rate(satisfied: Count, evaluated: Count) -> Rate:
    """Satisfaction rate (满意率): satisfied of those who gave an evaluation. Which levels count is the caller's choice.

    More satisfied than evaluated is impossible and raises `AmountError`; see `completion_rate` for the rest.
    Source: hotline.md §6 H11; annual report of 武进区, 2017, prints 99.3%.

    >>> satisfaction_rate(2711, 2730).percent(1)
    '99.3%'
    """
    return _of_counts("a satisfaction rate", satisfied, evaluated, _SATISFIED_AND_EVALUATED, within=True)


def _of_counts(name: str, part: Count, whole: Count, fields: tuple[str, str], *, within: bool = False) -> Rate:
    if not (type(part) is int and type(whole) is int):
        _require_count(part, fields[0])
        _require_count(whole, fields[1])
    n, d = exact_pair(part, whole, fields=fields)
    for number, value, field in ((n, part, fields[0]), (d, whole, fields[1])):
        if number < 0:
            raise AmountError("is negative", field=field, value=value, expected="a count")
    if d == 0:
        raise _undefined(name, fields[1], d)
    if within and n > d:
        raise AmountError(f"is more than {fields[1]} {whole}", field=fields[0], value=part, expected="a part of it")
    return Rate._make(n, d)


def _require_count(value: Quantity, field: str) -> None:
    if isinstance(value, Money):
        raise UnitError("is an amount of money, not a count", field=field, value=value, expected="a number of cases")
    if isinstance(value, str) and parse_number(narrow(value[:120])) is None:
        raise AmountError("is not a count", field=field, value=value, expected='digits such as "5617"')


def _savings_fields(base: object) -> tuple[str, str]:
    if isinstance(base, str) and base in _SAVINGS_BASES:
        return _SAVINGS_BASES[base]
    expected = ", ".join(_SAVINGS_BASES)
    raise UnknownNameError("is not a base of the savings rate", field="base", value=base, expected=expected)


def _base(of: object, allowed: tuple[str, ...]) -> str:
    if isinstance(of, str) and of in allowed:
        return _COUNT_BASES[of]
    raise UnknownNameError("is not a base of this rate", field="of", value=of, expected=", ".join(allowed))


def _undefined(name: str, field: str, base: int) -> UndefinedRateError:
    if base < 0:
        return UndefinedRateError(f"{name} needs a base above zero", reason="not_applicable", field=field)
    need = _NEEDS[field.partition(" ")[0]]
    return UndefinedRateError(f"{name} needs {need} (print a blank, not 0%)", field=field)

"""Signs that other rooms compute, told as red flags: RF-02 of the rules, RF-15 of draws, RF-16 of printed rates."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from zhengwu.errors import UndefinedRateError
from zhengwu.exact import Figure, Interval, Money, Rate, Rounding
from zhengwu.reference.red_flags import red_flag
from zhengwu.trading.draws import Draw, fairness, reproduce
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.rules import Answer, RuleReport

__all__ = ["short_periods", "unexplained_rate", "unrepeatable_draws"]

_LEVEL = Rate("1/100")
_ROUNDINGS = (Rounding.HALF_UP, Rounding.TRUNC, Rounding.HALF_EVEN)


def short_periods(reports: Iterable[RuleReport]) -> Screening:
    """RF-02: less time to bid than the law gives, as the rules answer it; unknown where they do.

    The rules stand in the definition of the sign; which of them apply to a tender they know themselves.
    """
    notes = Notes("RF-02")
    rules = red_flag("RF-02").rules
    for report in reports:
        for lot in report.lots:
            key = lot.code or report.code or report.title
            for result in lot.results:
                if result.rule.id not in rules or result.answer is Answer.NOT_APPLICABLE:
                    continue
                if result.answer is Answer.UNKNOWN:
                    for missing in result.missing or (result.reason,):
                        notes.open(missing, key)
                    continue
                notes.checked += 1
                if result.answer is Answer.FAIL:
                    rule = result.rule
                    notes.raised("short", key, arithmetic=result.arithmetic, rule=rule.id, cited=rule.cited)
    return notes.result()


def unrepeatable_draws(
    draws: Iterable[tuple[Draw, str]], *, simulations: int = 199, least: int = 20, level: Rate = _LEVEL
) -> Screening:
    """RF-15: draws, each with the commitment published before it, that do not come out again; and uneven ones.

    Evenness is judged over `least` draws or more, by `zhengwu.trading.draws.fairness`: they are uneven where the
    p value is at most `level`. Of fewer it is unknown.
    """
    notes = Notes("RF-15")
    held = list(draws)
    for one, commitment in held:
        notes.checked += 1
        again = reproduce(one, commitment=commitment)
        if not again.is_reproduced:
            faults = "、".join(fault.zh for fault in again.faults)
            notes.raised(
                "different",
                one.plan.draw_no,
                faults=faults,
                recorded="、".join(one.selected),
                reproduced="、".join(again.selected),
            )
    if len(held) < least:
        for one, _ in held:
            notes.open(f"at least {least} draws", one.plan.draw_no)
    else:
        found = fairness((one for one, _ in held), simulations=simulations)
        if found.p_value <= level:
            notes.raised(
                "uneven",
                held[0][0].plan.draw_no,
                draws=found.draws,
                chance=found.p_value.percent(),
                statistic=Rate(found.distance).rounded(2),
            )
    return notes.result()


def unexplained_rate(
    printed: str,
    *,
    deal: Money | str,
    key: str,
    budget: Money | str | None = None,
    ceiling: Money | str | None = None,
    estimate: Money | str | None = None,
) -> Screening:
    """RF-16: a savings rate as printed that no base and no rounding explains.

    Tried are savings on budget, ceiling and estimate, over that base or over the deal (as some centres print it), half
    up, truncated and half even; an amount printed as text stands for all values that print so. Raises `FigureError` for
    a text that is no figure.

    >>> unexplained_rate("10.7%", deal="92.3292亿元", budget="102.2106亿元", key="2023-08").flags    # over the deal
    ()
    >>> print(*unexplained_rate("17.70%", deal=Money("358万元"), budget=Money("438万元"), key="A1").flags)
    A1：RF-16 17.70% 不能由 预算金额 算出：18.26%、22.35%
    """
    notes = Notes("RF-16")
    rate = Figure.parse(printed, unit="%")
    given = {"预算金额": budget, "最高限价": ceiling, "估算价": estimate}
    bases = {name: _interval(value) for name, value in given.items() if value is not None}
    if not bases:
        notes.open("budget, ceiling or estimate", key)
        return notes.result()
    notes.checked = 1
    paid = _interval(deal)
    computed: list[str] = []
    for base in bases.values():
        for over in (base, paid):
            try:
                value = 1 - paid / base if over is base else base / paid - 1
            except UndefinedRateError:
                notes.open("a base above zero", key)
                return notes.result()
            if any(value.meets(rate.interval(rounding)) for rounding in _ROUNDINGS):
                return notes.result()
            computed.append(_told(value))
    notes.raised("unexplained", key, printed=printed, amounts="、".join(bases), computed="、".join(computed))
    return notes.result()


def _interval(value: Money | str) -> Interval:
    if isinstance(value, Money):
        return Interval.point(value.amount)
    return Figure.parse(value, unit="元").interval()


def _told(value: Interval) -> str:
    """A point as a percentage, an interval as both its ends."""
    ends = [Rate(Fraction(end)).percent() for end in (value.low, value.high) if end is not None]
    return "至".join(dict.fromkeys(ends))

"""Figures of approval that are no ratio of two counts of one record: means, speed-ups, flows, cohorts, levels.

    A03 completion rate       flow: closed in the period ÷ accepted in it; cohort: of those accepted in it
    A06 mean net time         Σ net working days ÷ closed promised cases; instant cases are out
    A07 promised speed-up     (Σ statutory − Σ promised) ÷ Σ statutory, or the mean of the items' own rates
    A08 actual speed-up       (Σ limit − Σ net) ÷ Σ limit, of the promised or of the statutory limit
    A14 satisfaction          levels 1 to 3, or 1 and 2, of those who evaluated, or of all cases
    A19 cases per working day

A mean is an exact `Rate` in a unit of its own; `zhengwu.reference.means` prints it.

>>> from zhengwu.reference.means import mean
>>> daily = mean("cases_per_working_day")
>>> [daily.text(per_working_day(cases, Period(month))) for cases, month in ((16130, "2017-01"), (25521, "2017-03"))]
['848.9件', '1109.6件']
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from zhengwu.approval.case import Case
from zhengwu.approval.item import ItemImplementation
from zhengwu.approval.standing import Standing, Status
from zhengwu.approval.time_view import Standings
from zhengwu.approval.words import CaseState, CaseType
from zhengwu.errors import UndefinedRateError, UnitError, UnknownNameError
from zhengwu.exact import Rate
from zhengwu.periods import Period
from zhengwu.records.convention import ClockUnit
from zhengwu.records.instant import is_after
from zhengwu.stats import completion_rate, indicator, satisfaction_rate, share
from zhengwu.workdays import Workdays, workdays

__all__ = ["TimeFigures", "completion", "per_working_day", "promised_speedup", "satisfaction", "time_figures"]

Unevaluated: TypeAlias = Literal["left_out", "satisfied", "not_satisfied"]
Reading: TypeAlias = Literal["flow", "cohort"]
Speedup: TypeAlias = Literal["sums", "mean"]

_NEVER_ACCEPTED = (CaseState.NOT_ACCEPTED, CaseState.CORRECTION_LAPSED, CaseState.VOIDED)


def per_working_day(count: int, period: Period, *, calendar: Workdays | None = None) -> Rate:
    """A19: what came in per working day of a period (工作日均办件), which makes months comparable.

    Raises `CalendarError` outside the calendar, `UndefinedRateError` for a period without a working day.
    """
    return share(count, (calendar or workdays()).in_period(period))


def completion(cases: Iterable[Case], period: Period, *, reading: Reading = "flow") -> Rate:
    """A03, over the cases accepted in the period. A flow may exceed 100 %, since earlier cases are closed too.

    "flow": closed in the period. "cohort": closed of those accepted in it, by its end. Cases never accepted, and void
    ones, are left out (I9). Raises `UndefinedRateError` when none was accepted, `UnknownNameError` for another reading.

    >>> from datetime import date
    >>> cases = [Case(case_no="A1", accepted_at=date(2017, 2, 20), closed_at=date(2017, 3, 2)),
    ...          Case(case_no="A2", accepted_at=date(2017, 3, 6), closed_at=date(2017, 3, 9)),
    ...          Case(case_no="A3", accepted_at=date(2017, 3, 30), closed_at=date(2017, 4, 6))]
    >>> [completion(cases, Period("2017-03"), reading=reading).percent() for reading in ("flow", "cohort")]
    ['100.00%', '50.00%']
    """
    if reading not in ("flow", "cohort"):
        raise UnknownNameError("is not a reading of 办结率", field="reading", value=reading, expected="flow, cohort")
    taken = [case for case in cases if case.state not in _NEVER_ACCEPTED and case.accepted_at is not None]
    accepted = [case for case in taken if case.accepted_at is not None and period.contains(case.accepted_at)]
    if reading == "flow":
        closed = sum(case.closed_at is not None and period.contains(case.closed_at) for case in taken)
    else:
        closed = sum(case.closed_at is not None and not is_after(case.closed_at, period.end) for case in accepted)
    return completion_rate(closed, len(accepted))


def promised_speedup(items: Iterable[ItemImplementation], *, of: Speedup = "sums") -> Rate:
    """A07: how much shorter the promised limits are than the statutory ones (承诺提速率).

    "sums" is the ratio of the sums over the items with both limits in working days; "mean" the mean of the items' own
    rates, another figure. Raises `UndefinedRateError` without such an item, or, for the mean, with a statutory limit
    of 0 alone; `UnknownNameError` for another way.

    >>> items = [ItemImplementation(implementation_code=f"A{n}", statutory_limit=n, promised_limit=5) for n in (10, 40)]
    >>> promised_speedup(items).percent(), promised_speedup(items, of="mean").percent()
    ('80.00%', '68.75%')
    """
    if of not in ("sums", "mean"):
        raise UnknownNameError("is not a way to compute 承诺提速率", field="of", value=of, expected="sums, mean")
    pairs = [pair for item in items if (pair := _limits(item)) is not None]
    speedup = indicator("promised_speedup_rate")
    if of == "sums":
        statutory, promised = (sum(side) for side in zip(*pairs, strict=True)) if pairs else (0, 0)
        return speedup.rate(statutory_days=statutory, promised_days=promised)
    rates = [speedup.rate(statutory_days=one, promised_days=other) for one, other in pairs if one]
    if not rates:
        raise UndefinedRateError("needs an item with both limits (print a blank, not 0%)", field="items (事项)")
    return Rate.of(sum(rate.as_fraction() for rate in rates), len(rates))


def satisfaction(cases: Iterable[Case], *, levels: int = 3, unevaluated: Unevaluated = "left_out") -> Rate:
    """A14 by the last evaluation of each case; the base is what `unevaluated` makes of cases without one.

    `levels` are the best levels that count as satisfied: 3, or 2 without 基本满意. "left_out": over those evaluated.
    "satisfied": 未评价默认满意, over all cases, which nobody should take for an evaluation. "not_satisfied": over all
    cases too. A case of which nobody knows whether it was evaluated is in no base; void cases neither. Raises
    `UndefinedRateError` without a base, `UnknownNameError` for other levels or another wording.

    >>> from zhengwu.approval.case import Evaluation
    >>> from zhengwu.records import Satisfaction
    >>> basically = Evaluation(level=Satisfaction("基本满意"))
    >>> cases = [Case(case_no="A1", evaluations=(basically,)), Case(case_no="A2", evaluations=())]
    >>> [satisfaction(cases, levels=2, unevaluated=how).percent() for how in ("left_out", "satisfied")]
    ['0.00%', '50.00%']
    """
    if levels not in (2, 3):
        raise UnknownNameError("are no levels that count", field="levels", value=levels, expected="2 or 3")
    if unevaluated not in ("left_out", "satisfied", "not_satisfied"):
        expected = "left_out, satisfied, not_satisfied"
        raise UnknownNameError("is no way to count", field="unevaluated", value=unevaluated, expected=expected)
    known = [case for case in cases if case.evaluations is not None and case.state is not CaseState.VOIDED]
    given = [case.evaluation.level for case in known if case.evaluation is not None]
    satisfied = sum(level.level <= levels for level in given)
    if unevaluated == "left_out":
        return satisfaction_rate(satisfied, len(given))
    silent = len(known) - len(given)
    return satisfaction_rate(satisfied + (silent if unevaluated == "satisfied" else 0), len(known))


class TimeFigures(NamedTuple):
    """Times of the closed cases among standings; a rate raises `UndefinedRateError` where its base is 0.

    `counted` are the closed cases whose limit is known, the base of A04; `promised` those of them that are promised
    cases, the base of A05, A06 and A08, with their `net` and `limits` in working days.
    """

    counted: int
    on_time: int
    promised: int
    early: int
    net: int
    limits: int
    basis: str

    @property
    def on_time_rate(self) -> Rate:
        """A04: on time of those closed."""
        return indicator("on_time_rate").rate(on_time=self.on_time, completed=self.counted)

    @property
    def early_rate(self) -> Rate:
        """A05: closed before the last day of the limit, of the closed promised cases."""
        return indicator("early_rate").rate(early=self.early, promised=self.promised)

    @property
    def mean_net(self) -> Rate:
        """A06: mean net working days (平均办理时长) of the closed promised cases."""
        return share(self.net, self.promised)

    @property
    def speedup_rate(self) -> Rate:
        """A08: how much less time than the limit named by `basis` they took; negative where they took more."""
        limits = {f"{self.basis}_days": self.limits}
        return indicator("actual_speedup_rate").rate(variant=self.basis, actual_days=self.net, **limits)


def time_figures(view: Standings) -> TimeFigures:
    """The time figures of these standings. Limits in other units than working days cannot be added: `UnitError`.

    >>> from datetime import date
    >>> from zhengwu.approval.time_view import standings
    >>> cases = [Case(case_no=f"A{n}", case_type=CaseType.PROMISED, accepted_at=date(2017, 3, 1),
    ...               promised_at=date(2017, 3, 8), closed_at=date(2017, 3, n)) for n in (3, 8, 10)]
    >>> figures = time_figures(standings(cases, as_of=date(2017, 3, 31)))
    >>> figures.on_time_rate.percent(), figures.early_rate.percent(), f"{figures.mean_net:.2f}"
    ('66.67%', '33.33%', '4.67')
    """
    if view.convention.unit is not ClockUnit.WORKING_DAYS:
        raise UnitError("is not working days", field="convention (计时)", value=view.convention.unit.zh)
    closed = [row for row in view.rows if row.status in (Status.ON_TIME, Status.LATE)]
    promised = [row for row in closed if row.case_type is CaseType.PROMISED]
    return TimeFigures(
        counted=len(closed),
        on_time=sum(row.status is Status.ON_TIME for row in closed),
        promised=len(promised),
        early=sum(_is_early(row) for row in promised),
        net=sum(row.net or 0 for row in promised),
        limits=sum((row.limit or 0) + (row.extension or 0) for row in promised),
        basis=view.basis.name.lower(),
    )


def _is_early(row: Standing) -> bool:
    return is_after(row.due_at, row.ended_at)


def _limits(item: ItemImplementation) -> tuple[int, int] | None:
    """The statutory and the promised limit in working days, where both are known."""
    statutory, promised = (item.QUANTITIES[name](item) for name in ("statutory_days", "promised_days"))
    return (statutory, promised) if isinstance(statutory, int) and isinstance(promised, int) else None

"""Roll-ups: records summed by group and period into a table whose every cell can tell how it came about.

    a sum     adds what records say; a record that says nothing adds nothing, and is not zero
    a ratio   is the ratio of two sums over the records that have all it needs, never a mean of ratios
    a growth  compares two periods of the calendar (同比, 环比); where one is missing there is no growth

>>> from datetime import date
>>> from types import SimpleNamespace
>>> class Case(SimpleNamespace):
...     QUANTITIES, COUNTED, COUNT_UNIT = {}, "case_count", "件"
>>> cases = [Case(window="甲窗口", accepted_at=date(2017, month, 5)) for month in (1, 1, 3)]
>>> table = monthly(cases, {"窗口名称": "window"}, on="accepted_at", within="2017-Q1")
>>> [[table.grid.text(row, column) for column in range(5)] for row in range(3)]
[['窗口名称', '1月', '2月', '3月', '一季度合计'], ['甲窗口', '2', '', '1', '3'], ['合计', '2', '', '1', '3']]
>>> print(table.explain(0, 1))
办件量 = 2 条记录之和 = 2件
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from zhengwu.errors import PeriodError, UnitError
from zhengwu.exact import Rounding
from zhengwu.periods import Period
from zhengwu.stats.keys import By, keys_of, reader_of
from zhengwu.stats.measures import Measure, measures_of
from zhengwu.stats.page import Columns, page, path_in, period_of, reported_slots, time_of
from zhengwu.stats.slots import Instant, Slots
from zhengwu.stats.style import Style
from zhengwu.stats.tally import Bucket, counted_views, fill, summed
from zhengwu.table.model import Table
from zhengwu.workdays.moments import local_moment

__all__ = ["monthly", "quarterly", "rollup"]

_FEW = 100

Group = str | Sequence[str]
"""A group by its label, or in a hierarchy by its labels from the outermost to the innermost."""


def rollup(
    records: Iterable[Any],
    by: By,
    *,
    on: str | Callable[[Any], object] | None,
    period: str | Period | None = "quarter",
    within: str | Period | None = None,
    measures: Sequence[str] | None = None,
    expected: Iterable[Group] | None = None,
    zeros: Collection[tuple[Group, str | Period]] = (),
    total: bool | str = True,
    subtotals: bool | str = True,
    period_total: bool = True,
    rounding: Rounding = Rounding.HALF_UP,
    places: int | Mapping[str, int] | None = None,
    unit: str | Mapping[str, str] | None = None,
    zero_base: str = "",
    partial: str = "blank",
    title: str | None = None,
) -> Table:
    """Sum records by group and period.

    `by` is a field ("method"), a dotted path ("window.name"), a function, or several of them as a hierarchy; a mapping
    gives each its header. `on` names the date that is counted (accepted or closed?), so it has no default; None is
    for tables without periods. `period` divides time into month, quarter, half, year or cumulative columns; None does
    not, and a Period counts that one alone. `within` bounds it. `measures` are ids or official terms of quantities and
    indicators, ``savings_rate:ceiling`` for a variant, ``year_on_year:case_count`` for growth; unsaid, records are
    counted.

    A group without records is absent unless `expected` lists it; then it is blank. `zeros` lists the (group, period)
    that reported no business: they print 0. `total` and `subtotals` may be the wording to print. Records that cannot
    be counted are listed in `Table.uncounted` with the reason.

    Amounts print in `unit` (万元) with `places` decimals (2), both also by measure; `rounding` comes once, at the end.
    `zero_base` is what stands for a rate without a base ("", "/", "—", "0.00%"). A rate that leaves out records which
    the amounts beside it count is not printed, unless `partial` is "print"; `Table.explain` knows it in either case.

    >>> from zhengwu import Tender, wan
    >>> lots = [Tender.single(title=t, budget=wan(b), deal=wan(d), method="公开招标") for t, b, d in
    ...         (("甲", "100", "90"), ("乙", "200", "180.5"))]
    >>> table = rollup(lots, "method", on=None, period=None, measures=["budget", "savings", "savings_rate"])
    >>> print(table.explain(0, 3))
    节约率 = (预算金额 − 成交金额) ÷ 预算金额 = (300万元 − 270.5万元) ÷ 300万元 = 29.5万元 ÷ 300万元 = 9.83%

    Raises `UnitError` for a dataframe, for what is no record, for two currencies or two count units in one sum;
    `UnknownNameError` for a field, measure or choice that does not exist; `PeriodError` for a date that is none.
    """
    unit_of_time, bounds = time_of(period, within)
    views = counted_views(records)
    if on is None and (unit_of_time is not None or bounds is not None):
        known = " or ".join(_dates(views)) or 'the field that is counted, such as "accepted_at"'
        raise UnitError("no date is named", field="on", expected=known)
    keys = keys_of(by, views[0] if views else None)
    chosen = measures_of(measures, {type(view) for view in views})
    instants = _instants(views, on)
    reported = [(path_in(group, len(keys)), period_of(time)) for group, time in zeros]
    slots = Slots.of(
        unit_of_time,
        bounds,
        days={*(instant for instant in instants if instant is not None), *(time for _, time in reported)},
        growth=[measure.term for measure in chosen if measure.kind == "growth"],
        has_total=period_total,
    )
    buckets, uncounted = fill(views, keys, instants, slots, on if isinstance(on, str) else "on")
    buckets += [Bucket(path, reported_slots(slots, time), []) for path, time in reported]
    summed(buckets, chosen)
    return page(
        buckets,
        keys,
        Columns(measures=chosen, count_units=[_count_unit(views, measure) for measure in chosen], slots=slots),
        Style.of(unit=unit, places=places, rounding=rounding, zero_base=zero_base, partial=partial),
        expected=[path_in(group, len(keys)) for group in expected or ()],
        total=total,
        subtotals=subtotals,
        title=title,
        uncounted=uncounted,
    )


def quarterly(records: Iterable[Any], by: By, *, on: str | Callable[[Any], object], **options: Any) -> Table:
    """`rollup` with a column for each quarter; takes its other arguments.

    >>> quarterly([], "window", on="accepted_at", within="2017-H1", measures=["case_count"]).grid.text(0, 1)
    '一季度'
    """
    return rollup(records, by, on=on, period="quarter", **options)


def monthly(records: Iterable[Any], by: By, *, on: str | Callable[[Any], object], **options: Any) -> Table:
    """`rollup` with a column for each month; ``within="2017-Q1"`` gives three months and the quarter's total."""
    return rollup(records, by, on=on, period="month", **options)


def _instants(views: Sequence[Any], on: str | Callable[[Any], object] | None) -> list[Instant | None]:
    """What dates each record: the day an instant has in China, a period for what is a sum already."""
    if on is None:
        return [date.min] * len(views)
    read = reader_of(on, "on")
    found: list[Any] = [read(view) for view in views]
    for kind in set(map(type, found)):
        if not issubclass(kind, date | Period | None):
            value = next(value for value in found if type(value) is kind)
            raise PeriodError(
                "is not a date", field="on", value=value, expected="a date, a datetime or a Period on every record"
            )
    return [local_moment(value).date() if isinstance(value, datetime) else value for value in found]


def _count_unit(views: Sequence[Any], measure: Measure) -> str:
    classes = {type(view) for view in views}
    return next((str(cls.COUNT_UNIT) for cls in classes if measure.term == cls.COUNTED), "")


def _dates(views: Sequence[Any]) -> Iterable[str]:
    """The fields in which the first records, or the parts they are made of, hold a day or a period."""
    found: dict[str, None] = {}
    for view in views[:_FEW]:
        parts = getattr(view, getattr(view, "PARTS", None) or "", None) or ()
        for one in (view, *parts):
            for attribute in getattr(type(one), "__attrs_attrs__", ()):
                if isinstance(getattr(one, attribute.name), date | Period):
                    found[attribute.name] = None
    return found

"""Roll-ups of dataframes: the sums in the engine, everything else in exact Python integers.

>>> import polars as pl
>>> from datetime import date
>>> lots = pl.DataFrame({"方式": ["公开招标", "公开招标", "直接发包"], "中标公告时间": [date(2017, 1, 6)] * 3,
...                      "budget": [125000000, 48652000, 4280000], "deal": [105840000, 43127000, 4280000]})
>>> rolled = rollup(lots, "method", on="awarded_at", measures=["budget", "deal", "savings_rate"])
>>> rolled.select("method", "row_kind", "^savings_rate.*$").row(0)
('公开招标', 'item', 24685000, 173652000, Decimal('0.1422'))
>>> print(rollup(lots, "method", on="awarded_at", measures=["budget", "deal", "savings_rate"], as_table=True))
2017年第一季度情况表
方式      预算金额（万元）  成交金额（万元）  节约率（%）
---------------------------------------------------------
公开招标            173.65            148.97       14.22%
直接发包              4.28              4.28
合计                177.93            153.25
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.exact import Rounding
from zhengwu.frames.asked import asked
from zhengwu.frames.day_columns import local, require_instant
from zhengwu.frames.engines import Engine, engine_of
from zhengwu.frames.moments import instants_of
from zhengwu.frames.rolled import Rolled
from zhengwu.frames.running import run
from zhengwu.frames.signature import width_of
from zhengwu.frames.tally import Tally
from zhengwu.periods import Period
from zhengwu.stats.page import path_in, period_of, reported_slots, time_of
from zhengwu.stats.slots import Slots
from zhengwu.stats.style import Style
from zhengwu.stats.tally import Bucket, Sums
from zhengwu.workdays import CHINA_TIME

__all__ = ["monthly", "quarterly", "rolled", "rollup"]

Group = str | Sequence[str]


def rolled(
    frame: Any,
    by: Any,
    *,
    on: str | None,
    period: str | Period | None = "quarter",
    within: str | Period | None = None,
    measures: Sequence[str] | None = None,
    records: str | type | None = None,
    columns: Mapping[str, str] | None = None,
    where: Mapping[str, Any] | None = None,
    units: str | Mapping[str, str] | None = None,
    scale: int = 2,
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
) -> Rolled:
    """The sums of a frame by group and period; `rollup` says what the arguments mean."""
    if rounding not in tuple(Rounding):
        told = "a member of Rounding, such as HALF_UP"
        raise UnknownNameError("is not a rounding", field="rounding", value=rounding, expected=told)
    engine = engine_of(frame)
    time = time_of(period, within)
    if on is None and (time[0] is not None or time[1] is not None):
        raise UnitError("no date is named", field="on", expected='the column that is counted, such as "accepted_at"')
    style = Style.of(unit=unit, places=places, rounding=rounding, zero_base=zero_base, partial=partial)
    ready = asked(
        engine,
        by,
        on=on,
        time=time,
        measures=measures,
        records=records,
        columns=columns or {},
        units=units,
        scale=scale,
        where=where or {},
        has_total=period_total,
    )
    engine = _in_china(engine, ready.plan.clock.column)
    depth = len(ready.keys)
    paths = [path_in(group, depth) for group in expected or ()]
    reported = [(path_in(group, depth), period_of(moment)) for group, moment in zeros]
    plan, cells = run(engine, ready.plan)
    instants = instants_of(cells.times, plan.clock)
    slots = ready.slots or Slots.of(
        *time,
        days={
            *(day for day in instants.values() if day is not None and day != date.min),
            *(moment for _, moment in reported),
        },
        growth=[measure.term for measure in ready.measures if measure.kind == "growth"],
        has_total=period_total,
    )
    asker = attrs.evolve(ready.asker, plan=plan)
    tally = Tally.of(cells, instants, asker, slots, depth=ready.depth, on=on if on is not None else "on")
    empty = tuple(Sums(0, (0,) * width_of(measure)) for measure in ready.measures)
    return Rolled(
        engine=engine,
        asked=ready,
        tally=tally,
        slots=slots,
        zeros=[Bucket(path, reported_slots(slots, moment), [], empty) for path, moment in reported],
        expected=paths,
        total=total,
        subtotals=subtotals,
        style=style,
        scale=scale,
    )


def _in_china(engine: Engine, column: str | None) -> Engine:
    """The frame with its instants as China's local time, whatever their zone: they count on the day they have there.

    Raises `UnitError` where the engine has one zone for a whole session and it is another.
    """
    dtype = engine.frame.collect_schema()[column] if column is not None else None
    zone = dtype.time_zone if dtype == nw.Datetime else None
    if column is None or zone is None:
        return engine
    require_instant(engine, column, dtype, "on")
    if zone == CHINA_TIME.tzname(None):
        return engine
    return attrs.evolve(engine, frame=engine.frame.with_columns(local(column, dtype)))


def rollup(frame: Any, by: Any, *, on: str | None, as_table: bool = False, **options: Any) -> Any:
    """Sum a frame by group and period: what `zhengwu.rollup` does with records, to the last digit.

    `by` names columns, several as a hierarchy, or gives each a label; `on` the date that is counted; both by the name
    of the column or by that of the field, in English or Chinese. The options are those of `zhengwu.rollup` (but for
    `title`), and

    - `records`: what a row is, one of tender (a row for each lot), auction, case, ticket and window_count, whose rules
      then hold: direct awards enter no rate, a merged ticket is never counted. ``"plain"`` rows have no rules. Unsaid,
      it follows from the measures where only one kind of record has them;
    - `columns`: the columns of fields that are called otherwise, ``{"budget": "bud_fen"}``;
    - `where`: only rows with this value, or one of these values, in a column;
    - `units`: the unit of amounts, for all or by field: 分, 元, 万元. Unsaid, the header names it (…（万元）); else
      integers are units of `scale` and decimals are 元; floats have no unit unless one is stated;
    - `scale`: the decimals of 元 in integer columns and in the result; 2 is 分.

    The result has a row for each group, subtotal and total and each period: the label columns, `row_kind` (item,
    subtotal, total), `period`, `rows`, then integers for sums (amounts in units of `scale`), and for a rate its
    ``…_numerator`` and ``…_denominator``, and the rate itself, rounded once, as a decimal with two places more than its
    percentage prints. Blank is not zero: what no row says is null. With `as_table` it is the printed `Table`.

    A lazy frame is asked once and its groups, never its rows, come to this process; the result is lazy again (polars)
    or a frame on the same connection or session (DuckDB, PySpark).

    Raises `UnknownNameError` for a column or measure that is not there, `UnitError` and `PeriodError` for a type that
    cannot hold what is asked, all before anything runs; then `InexactError` for floats that are no decimals,
    `AmountError` where 64 bits may overflow, `RecordError` for words of no vocabulary, with the number of rows.

    The bound: the largest amount times the rows of a group must stay below 2**63. DuckDB and polars add in 128 bits
    where it does not, and then only the sum of a group must. Subtotals and totals are added in Python, without a bound;
    a frame holds what fits into 64 bits, `as_table` prints all.
    """
    made = rolled(frame, by, on=on, **options)
    return made.table() if as_table else made.frame()


def quarterly(frame: Any, by: Any, *, on: str, **options: Any) -> Any:
    """`rollup` by quarter; takes its other arguments."""
    return rollup(frame, by, on=on, period="quarter", **options)


def monthly(frame: Any, by: Any, *, on: str, **options: Any) -> Any:
    """`rollup` by month; takes its other arguments."""
    return rollup(frame, by, on=on, period="month", **options)

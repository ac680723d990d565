"""zhengwu (政务): exact figures of Chinese district government-service offices, computed and audited.

The names below are the public face. Each loads its module on first use, so that importing the package costs nothing.

>>> import zhengwu as zw
>>> str(zw.Figure.parse("17.07%").interval())
'[0.17065, 0.17075)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import zhengwu.frames  # noqa: F401  for type checkers: zhengwu.frames.rollup
    from zhengwu.app import audit as audit, read_tables as read_tables, reproduce as reproduce
    from zhengwu.approval import (
        Case as Case,
        CaseState as CaseState,
        CaseType as CaseType,
        Window as Window,
        WindowPeriodCount as WindowPeriodCount,
    )
    from zhengwu.auditing.report import Report as Report
    from zhengwu.auditing.reproduction import Reproduction as Reproduction
    from zhengwu.errors import (
        AmountError as AmountError,
        CalendarError as CalendarError,
        FigureError as FigureError,
        InexactError as InexactError,
        MissingExtraError as MissingExtraError,
        PeriodError as PeriodError,
        ReadError as ReadError,
        TransitionError as TransitionError,
        UndefinedRateError as UndefinedRateError,
        UnitError as UnitError,
        UnknownNameError as UnknownNameError,
        ZhengwuError as ZhengwuError,
    )
    from zhengwu.exact import (
        Figure as Figure,
        FigureState as FigureState,
        Interval as Interval,
        Money as Money,
        Qualifier as Qualifier,
        Rate as Rate,
        Rounding as Rounding,
        Where as Where,
        total as total,
        wan as wan,
        yi as yi,
        yuan as yuan,
    )
    from zhengwu.findings import (
        Finding as Finding,
        FindingKind as FindingKind,
        Grade as Grade,
        RelationKind as RelationKind,
        Verdict as Verdict,
    )
    from zhengwu.hotline import HotlineTicket as HotlineTicket
    from zhengwu.io.records import read_records as read_records
    from zhengwu.periods import Period as Period, PeriodKind as PeriodKind, find_period as find_period
    from zhengwu.records import (
        Fault as Fault,
        Loaded as Loaded,
        Party as Party,
        RecordError as RecordError,
        Source as Source,
        load_rows as load_rows,
    )
    from zhengwu.stats import (
        Explanation as Explanation,
        Indicator as Indicator,
        PercentagePoints as PercentagePoints,
        completion_rate as completion_rate,
        compound as compound,
        compression_rate as compression_rate,
        growth_rate as growth_rate,
        indicator as indicator,
        indicators as indicators,
        on_time_rate as on_time_rate,
        percentage_points as percentage_points,
        premium_rate as premium_rate,
        satisfaction_rate as satisfaction_rate,
        savings_rate as savings_rate,
        share as share,
    )
    from zhengwu.stats.rollup import monthly as monthly, quarterly as quarterly, rollup as rollup
    from zhengwu.table import Cell as Cell, Grid as Grid, Table as Table
    from zhengwu.table.computed import ComputedCell as ComputedCell, Undefined as Undefined
    from zhengwu.trading import Lot as Lot, Outcome as Outcome, PropertyAuction as PropertyAuction, Tender as Tender
    from zhengwu.workdays import Workdays as Workdays

_ROOMS = {
    # Numbers: exact, printed, and the values a printed one stands for.
    "zhengwu.exact": (
        "Money",
        "yuan",
        "wan",
        "yi",
        "Rate",
        "Rounding",
        "total",
        "Figure",
        "FigureState",
        "Qualifier",
        "Interval",
        "Where",
    ),
    # Periods: what a figure is counted over.
    "zhengwu.periods": ("Period", "PeriodKind", "find_period"),
    # The working-day calendar: limits, due days, revisions.
    "zhengwu.workdays": ("Workdays",),
    # Indicators: declared once, computed exactly.
    "zhengwu.stats": (
        "savings_rate",
        "premium_rate",
        "completion_rate",
        "on_time_rate",
        "satisfaction_rate",
        "share",
        "growth_rate",
        "percentage_points",
        "PercentagePoints",
        "compression_rate",
        "compound",
        "indicator",
        "indicators",
        "Indicator",
        "Explanation",
    ),
    # Records: what offices handle, and the door through which outside data becomes records.
    "zhengwu.approval": ("Window", "WindowPeriodCount", "Case", "CaseState", "CaseType"),
    "zhengwu.trading": ("Tender", "Lot", "PropertyAuction", "Outcome"),
    "zhengwu.hotline": ("HotlineTicket",),
    "zhengwu.records": ("Party", "Source", "load_rows", "Loaded", "Fault", "RecordError"),
    "zhengwu.io.records": ("read_records",),
    # Roll-ups: records summed by group and period.
    "zhengwu.stats.rollup": ("rollup", "quarterly", "monthly"),
    "zhengwu.table.computed": ("ComputedCell", "Undefined"),
    # Tables, and what an audit says of them.
    "zhengwu.app": ("read_tables", "audit", "reproduce"),
    "zhengwu.table": ("Table", "Grid", "Cell"),
    "zhengwu.auditing.report": ("Report",),
    "zhengwu.auditing.reproduction": ("Reproduction",),
    "zhengwu.findings": ("Finding", "FindingKind", "Grade", "RelationKind", "Verdict"),
    # Exceptions: the caller asked for the impossible.
    "zhengwu.errors": (
        "ZhengwuError",
        "AmountError",
        "CalendarError",
        "FigureError",
        "InexactError",
        "MissingExtraError",
        "PeriodError",
        "ReadError",
        "TransitionError",
        "UndefinedRateError",
        "UnitError",
        "UnknownNameError",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
_WHOLE_ROOMS = ("frames",)  # reached by their names, with an extra installed: zhengwu.frames.rollup

__all__ = list(_ROOM_OF)  # the names stand once, in _ROOMS; type checkers read the imports above


def __getattr__(name: str) -> Any:
    """Load a public name from its room and keep it, or the installed version of the package."""
    if name == "__version__":
        from importlib.metadata import version

        return version("zhengwu")
    from importlib import import_module

    if name in _WHOLE_ROOMS:
        return import_module(f"zhengwu.{name}")
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'zhengwu' has no attribute {name!r}")
    value = getattr(import_module(room), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__, *_WHOLE_ROOMS, "__version__"})

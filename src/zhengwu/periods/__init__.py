"""Periods (时期): the month, quarter, half, year, week or span of time that a figure is counted over.

Sources write 2017年第一季度, 上半年, 1—9月, 截至6月底, 今年以来, 9月1日起至12月底, 第28周; `Period` reads them all and
`find_period` finds one inside a title or a column header. Today's date is never consulted: a text that leaves the
year out needs ``as_of=`` (the date of the document) or ``year=``.

>>> Period("2017年1—3月") == Period("2017-Q1")
True
>>> find_period("2017年第一季度行政审批服务情况表")
(Period("2017-Q1"), (0, 9))
"""

from zhengwu.periods.finding import find_period
from zhengwu.periods.spans import PeriodKind
from zhengwu.periods.value import Period

__all__ = ["Period", "PeriodKind", "find_period"]

"""A chart as plain text, aligned by the width that Chinese takes on a terminal.

Bars are drawn in ASCII: blocks and box characters are of ambiguous width, one column or two as the terminal pleases.
"""

from __future__ import annotations

from datetime import date

from zhengwu.approval.process.chart import Bar, Chart
from zhengwu.errors import AmountError
from zhengwu.table.layout import clean, display_width, pad, shortened

__all__ = ["chart_text", "heading", "ticks"]

_GAP = "  "
_WIDEST = 30
_NARROWEST = 10
_LONG = 100  # days from which months are told apart better than days
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


def chart_text(chart: Chart, *, width: int) -> str:
    """The lines of a chart: title, axis, a row for each bar, legend, notes. Raises `AmountError` for too little width.

    >>> from zhengwu.approval.process.model import Stage
    >>> from zhengwu.approval.process.chart import process_chart
    >>> print(chart_text(process_chart(Stage("审查", limit=90), title="一步"), width=30).splitlines()[2])
    审查  90  ##############################
    """
    if type(width) is not int or width < _NARROWEST:
        expected = f"{_NARROWEST} columns or more"
        raise AmountError("is not a width", field="width (宽度)", value=width, expected=expected)
    span = chart.end - chart.start
    scale = span * (width // span) if span <= width else width
    labels = [shortened(clean(bar.label), _WIDEST) for bar in chart.bars]
    figures = [str(bar.end - bar.start) for bar in chart.bars]
    wide = max(map(display_width, labels), default=0)
    far = max(map(len, figures), default=0)
    lines = [heading(chart), _axis(chart, scale, wide + far + 2 * len(_GAP))]
    for bar, label, figure in zip(chart.bars, labels, figures, strict=True):
        row = f"{label}{pad(label, wide)[0]}{_GAP}{figure:>{far}}{_GAP}{_drawn(bar, chart, scale)}"
        lines.append(row.rstrip())
    return "\n".join([*lines, *legend(chart), *map(clean, chart.notes)])


def heading(chart: Chart) -> str:
    """The title with the unit."""
    as_of = "" if chart.as_of is None else f"截至{chart.as_of.isoformat()}，"
    return f"{clean(chart.title)}（{as_of}单位：{chart.unit}）"


def legend(chart: Chart) -> list[str]:
    """What the signs mean, as far as they occur."""
    critical, other = chart.words
    signs = [
        (f"# {critical}", any(bar.is_critical for bar in chart.bars)),
        (f"= {other}", any(not bar.is_critical for bar in chart.bars)),
        (". 时差", any(bar.free for bar in chart.bars)),
        ("> 未办结", any(bar.is_open for bar in chart.bars)),
        ("| 承诺日", any(bar.due is not None for bar in chart.bars)),
    ]
    told = [sign for sign, occurs in signs if occurs]
    return [_GAP.join(told)] if told else []


def ticks(chart: Chart, most: int) -> list[tuple[int, str]]:
    """At most that many places on the axis, each with its label: months, days, or numbers of working days."""
    if not chart.bars:
        return []
    start, end = chart.start, chart.end
    if chart.as_of is not None and chart.day is not None and end - start > _LONG:
        return _months(chart.day(start), chart.day(end), most)
    step = next((step for step in _STEPS if (end - start) // step < most), end - start)
    return [(place, _label(chart, place)) for place in range(start, end + 1, step)]


def _label(chart: Chart, place: int) -> str:
    return str(place - chart.start) if chart.day is None else f"{chart.day(place):%m-%d}"


def _months(first: date, last: date, most: int) -> list[tuple[int, str]]:
    begins = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(first.year * 12 + first.month, last.year * 12 + last.month)
    ]
    step = next((step for step in _MONTHS if len(begins) // step < most), len(begins) or 1)
    kept = [day for day in begins if (day.month - 1) % step == 0] if step <= 12 else begins[::step]
    return [(day.toordinal(), f"{day:%Y-%m}") for day in kept]


def _axis(chart: Chart, scale: int, indent: int) -> str:
    line = ""
    for place, label in ticks(chart, max(2, scale // 8)):
        at = _at(place, chart, scale)
        if at >= len(line) + (2 if line else 0):
            line += " " * (at - len(line)) + label
    return (" " * indent + line).rstrip()


def _drawn(bar: Bar, chart: Chart, scale: int) -> str:
    first, last = _at(bar.start, chart, scale), _at(bar.end, chart, scale)
    last = max(last, first + 1)  # what takes no time is seen all the same
    line = [" "] * (scale + 2)
    line[first:last] = ("#" if bar.is_critical else "=") * (last - first)
    free = _at(bar.end + bar.free, chart, scale)
    line[last:free] = "." * (free - last)
    if bar.is_open:
        line[last] = ">"
    if bar.due is not None:
        line[_at(bar.due, chart, scale)] = "|"
    return "".join(line).rstrip()


def _at(place: int, chart: Chart, scale: int) -> int:
    return (place - chart.start) * scale // (chart.end - chart.start)

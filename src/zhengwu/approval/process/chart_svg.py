"""A chart as SVG: a drawing that stands alone, for a page, a notebook or a file. All texts are escaped.

Text keeps the colour around it and bars are mid-tones, so that the drawing reads well on light and on dark ground.
Every length is a whole number of pixels.
"""

from __future__ import annotations

from zhengwu.approval.process.chart import Bar, Chart
from zhengwu.approval.process.chart_text import heading, ticks
from zhengwu.table.html import FONT, escaped
from zhengwu.table.layout import clean, display_width, shortened

__all__ = ["chart_svg"]

_ROW, _BAR, _HEAD, _FOOT = 28, 14, 58, 34
_PLOT = 560
_MARGIN = 12
_LETTER = 7  # pixels of a column of text at 13 pixels; Chinese takes two
_WIDEST = 34
_CRITICAL, _OTHER, _FREE = "#d9480f", "#3b82c4", "#8a94a0"
_MOST_TICKS = 9


def chart_svg(chart: Chart) -> str:
    """The drawing: title, axis, a bar for each row with its days, legend, notes.

    >>> from zhengwu.approval.process.model import Stage
    >>> from zhengwu.approval.process.chart import process_chart
    >>> drawing = chart_svg(process_chart(Stage("审查<1>", limit=9)))
    >>> drawing.startswith("<svg "), "审查&lt;1&gt;" in drawing, drawing.count("<rect ")
    (True, True, 2)
    """
    labels = [shortened(clean(bar.label), _WIDEST) for bar in chart.bars]
    left = _MARGIN + max([display_width(label) for label in labels], default=0) * _LETTER + _MARGIN
    bottom = _HEAD + _ROW * len(chart.bars)
    width = left + _PLOT + 5 * _MARGIN
    height = bottom + _FOOT + 20 * len(chart.notes)
    title = escaped(heading(chart))
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    frame += f'role="img" aria-label="{title}" fill="currentColor" font-size="13" '
    frame += f'style="{FONT};max-width:100%;height:auto"'
    parts = [
        f"<svg {frame}>",
        f"<title>{title}</title>",
        _text(_MARGIN, 20, title, 'font-size="15" font-weight="600"'),
    ]
    for place, label in ticks(chart, _MOST_TICKS):
        x = left + _at(place, chart)
        parts.append(
            f'<line x1="{x}" y1="{_HEAD - 6}" x2="{x}" y2="{bottom}" stroke="currentColor" stroke-opacity=".18"/>'
        )
        parts.append(_text(x, _HEAD - 12, escaped(label), 'font-size="11" text-anchor="middle" fill-opacity=".75"'))
    for number, (bar, label) in enumerate(zip(chart.bars, labels, strict=True)):
        y = _HEAD + _ROW * number
        parts.append(_text(left - _MARGIN, y + 18, escaped(label), 'text-anchor="end"'))
        parts += _bar(bar, chart, left, y + (_ROW - _BAR) // 2)
    parts += _legend(chart, left, bottom + 22)
    for number, note in enumerate(chart.notes):
        y = bottom + 44 + 20 * number
        parts.append(_text(left, y, escaped(clean(note)), 'font-size="12" fill-opacity=".75"'))
    return "\n".join([*parts, "</svg>"])


def _bar(bar: Bar, chart: Chart, left: int, y: int) -> list[str]:
    start, end = left + _at(bar.start, chart), left + _at(bar.end, chart)
    wide = max(3, end - start)
    colour = _CRITICAL if bar.is_critical else _OTHER
    parts = [_rect(start, y, wide, colour, open_end=bar.is_open)]
    after = start + wide
    if bar.free:
        free = left + _at(bar.end + bar.free, chart)
        middle = y + _BAR // 2
        dash = f'stroke="{_FREE}" stroke-width="3" stroke-dasharray="2 4"'
        parts.append(f'<line x1="{after + 3}" y1="{middle}" x2="{free}" y2="{middle}" {dash}/>')
        after = max(after, free)
    if bar.due is not None:
        due = left + _at(bar.due, chart)
        parts.append(f'<path d="M{due} {y - 5}V{y + _BAR + 5}" stroke="currentColor" stroke-width="2"/>')
        after = max(after, due)
    days = str(bar.end - bar.start)
    if len(days) * _LETTER + 14 <= wide:
        return [*parts, _text(start + 7, y + 11, days, 'font-size="11" fill="#fff"')]
    return [*parts, _text(after + 6, y + 11, days, 'font-size="11" fill-opacity=".85"')]


def _rect(x: int, y: int, width: int, colour: str, *, open_end: bool = False) -> str:
    if not open_end:
        return f'<rect x="{x}" y="{y}" width="{width}" height="{_BAR}" rx="2" fill="{colour}"/>'
    tip = min(7, width)
    shape = f"M{x} {y}H{x + width - tip}L{x + width} {y + _BAR // 2}L{x + width - tip} {y + _BAR}H{x}Z"
    return f'<path d="{shape}" fill="{colour}" fill-opacity=".8"/>'


def _legend(chart: Chart, x: int, y: int) -> list[str]:
    """What the signs mean, as far as they occur."""
    critical, other = chart.words
    parts: list[str] = []

    def sign(shape: str, text: str) -> None:
        nonlocal x
        parts.extend([shape, _text(x + 26, y, escaped(text), 'font-size="12"')])
        x += 26 + display_width(text) * _LETTER + 18

    if any(bar.is_critical for bar in chart.bars):
        sign(_sample(x, y, _CRITICAL), critical)
    if any(not bar.is_critical for bar in chart.bars):
        sign(_sample(x, y, _OTHER), other)
    if any(bar.free for bar in chart.bars):
        dash = f'stroke="{_FREE}" stroke-width="3" stroke-dasharray="2 4"'
        sign(f'<line x1="{x}" y1="{y - 4}" x2="{x + 20}" y2="{y - 4}" {dash}/>', "时差")
    if any(bar.is_open for bar in chart.bars):
        sign(f'<path d="M{x} {y - 9}H{x + 13}L{x + 20} {y - 4}L{x + 13} {y + 1}H{x}Z" fill="{_FREE}"/>', "未办结")
    if any(bar.due is not None for bar in chart.bars):
        sign(f'<path d="M{x + 10} {y - 12}V{y + 3}" stroke="currentColor" stroke-width="2"/>', "承诺日")
    return parts


def _sample(x: int, y: int, colour: str) -> str:
    return f'<rect x="{x}" y="{y - 9}" width="20" height="10" rx="2" fill="{colour}"/>'


def _text(x: int, y: int, text: str, rest: str) -> str:
    return f'<text x="{x}" y="{y}" {rest}>{text}</text>'


def _at(place: int, chart: Chart) -> int:
    return (place - chart.start) * _PLOT // (chart.end - chart.start)

"""Strategies of single values: money, rates, roundings, printed figures, periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from zhengwu.errors import UnitError
from zhengwu.exact import Figure, Money, Rate, Rounding, yuan
from zhengwu.exact.number import plain_text
from zhengwu.exact.printing import grouped
from zhengwu.periods import Period, PeriodKind

__all__ = ["figures", "money", "periods", "rates", "roundings"]

_LEAST = yuan("0")
_MOST = yuan("1000000000000")
_BEFORE = ("约", "大约", "超", "超过", "突破", "近", "不足")
_AFTER = ("以上", "以下", "以内", "左右")
_ODD = ("余", "多")
_STROKES = ("", "　", " ", "/", "-", "—", "——")
_FIGURE_UNITS = ("", "件", "个", "项", "元", "万元", "亿元", "万件", "%", "‰", "个百分点", "平方米")


@st.composite
def money(
    draw: st.DrawFn,
    *,
    min_value: Money = _LEAST,
    max_value: Money = _MOST,
    units: Sequence[str] = ("元", "万元", "亿元"),
) -> Money:
    """Amounts in 元 from `min_value` to `max_value`, whole 分, written in one of the `units`.

    Raises `UnitError` for bounds of another currency. Shrinks towards the amount nearest to zero.

    >>> from hypothesis import find
    >>> find(money(), lambda amount: amount > yuan("0.995"))
    Money("1元")
    >>> find(money(min_value=yuan(-5)), lambda amount: amount < yuan(0))
    Money("-0.01元")
    """
    low, high = (_fen(bound, field) for bound, field in ((min_value, "min_value"), (max_value, "max_value")))
    fen = draw(st.integers(low, high))
    return yuan(plain_text(fen, 2)).to(draw(st.sampled_from(units)))


@st.composite
def rates(draw: st.DrawFn, *, min_percent: int = 0, max_percent: int = 100, max_denominator: int = 10**6) -> Rate:
    """Exact rates from `min_percent` to `max_percent` (whole percent, may be negative or above 100).

    >>> from hypothesis import find
    >>> find(rates(), lambda rate: rate > Rate("33%"))
    Rate("1/1")
    """
    denominator = draw(st.integers(1, max_denominator))
    low, high = -(-min_percent * denominator // 100), max_percent * denominator // 100
    if low > high:  # no multiple of 1/denominator lies between the bounds
        return Rate(f"{min_percent}%")
    return Rate.of(draw(st.integers(low, high)), denominator)


def roundings() -> st.SearchStrategy[Rounding]:
    """The five ways to round; shrinks towards half up.

    >>> from hypothesis import find
    >>> find(roundings(), lambda rounding: True)
    Rounding.HALF_UP
    """
    return st.sampled_from(Rounding)


@st.composite
def figures(
    draw: st.DrawFn,
    *,
    units: Sequence[str] = _FIGURE_UNITS,
    max_decimals: int = 4,
    negative: bool = True,
    qualifiers: bool = True,
    blanks: bool = True,
    wide: bool = True,
) -> Figure:
    """Figures as people print them; `text` is what stands in the document, the rest is what it says.

    With any of the `units`, up to `max_decimals` decimals, separators, and as the flags allow a minus or plus, a
    qualifier (余, 约, 以上 …), a blank or stroke instead of a number, or full-width digits.

    >>> from hypothesis import find
    >>> find(figures(), lambda figure: figure.qualifier is not None and figure.coefficient > 9).text
    '约10'
    >>> find(figures(), lambda figure: not figure.is_number).is_blank
    True
    """
    unit = draw(st.sampled_from(units))
    if blanks and draw(st.integers(0, 9)) == 9:
        return Figure.parse(draw(st.sampled_from(_STROKES)), unit=unit)
    digits = plain_text(draw(st.integers(0, 10**9)), draw(st.integers(0, max_decimals)))
    digits = draw(st.sampled_from([digits, grouped(digits, ",")]))
    sign = draw(st.sampled_from(["", "-", "−", "+"])) if negative else ""
    shown = unit if draw(st.booleans()) else ""
    before, odd, after = "", "", ""
    if qualifiers and draw(st.integers(0, 3)) == 3:
        before, odd, after = draw(
            st.one_of(
                st.tuples(st.sampled_from(_BEFORE), st.just(""), st.just("")),
                st.tuples(st.just(""), st.sampled_from(_ODD if shown not in ("%", "‰") else ("",)), st.just("")),
                st.tuples(st.just(""), st.just(""), st.sampled_from(_AFTER)),
            )
        )
    text = f"{before}{sign}{digits}{odd}{shown}{after}"
    if wide and draw(st.integers(0, 9)) == 9:
        text = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return Figure.parse(text, unit=unit)


@st.composite
def periods(
    draw: st.DrawFn,
    *,
    kinds: Sequence[PeriodKind] = tuple(PeriodKind),
    min_year: int = 2004,
    max_year: int = 2026,
) -> Period:
    """Periods of any of the `kinds`, of the years from `min_year` to `max_year`; spans of days may end a year later.

    >>> from hypothesis import find
    >>> find(periods(kinds=[PeriodKind.QUARTER], min_year=2017), lambda period: period.start.month > 3)
    Period("2017-Q2")
    """
    kind, year = draw(st.sampled_from(kinds)), draw(st.integers(min_year, max_year))
    match kind:
        case PeriodKind.YEAR:
            return Period.year(year)
        case PeriodKind.HALF:
            return Period.half(year, draw(st.integers(1, 2)))
        case PeriodKind.QUARTER:
            return Period.quarter(year, draw(st.integers(1, 4)))
        case PeriodKind.MONTH:
            return Period.month(year, draw(st.integers(1, 12)))
        case PeriodKind.WEEK:
            return Period.week(year, draw(st.integers(1, 52)))
        case PeriodKind.MONTHS:
            first = draw(st.integers(1, 12))
            last = draw(st.integers(first, 12))
            return Period(f"{year}-{first:02}..{year}-{last:02}")
        case _:
            start = draw(st.dates(date(year, 1, 1), date(year, 12, 31)))
            length = draw(st.integers(0, 400)) if kind is PeriodKind.DAYS else 0
            return Period.of(start, start + timedelta(days=length))


def _fen(bound: Money, field: str) -> int:
    if bound.currency != "CNY":
        raise UnitError("is not in 元", field=field, value=bound, expected="an amount in CNY")
    return bound.fen

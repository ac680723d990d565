"""The wordings of a period as regular expressions over readable text (see `zhengwu.periods.characters`).

A name (a year, quarter, half, week, month or day as sources write it) is written once, in `_name`, and serves single
periods and both ends of a span; its groups carry a tag. Every repetition is bounded, so matching at one place takes
bounded time. The patterns are texts, compiled when first used: compiling all takes longer than importing the rest.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from zhengwu.periods.characters import CHINESE

_N: Final = rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})"
_TO: Final = r"(?:-{1,2}|至|到|\.\.)"
_BY: Final = r"截(?:至到?|止到?至?)"
_TAIL: Final = r"(?:年?[底末]|为?止)?"


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled form of one of the patterns below."""
    return re.compile(pattern)


def _year(tag: str) -> str:
    # 年 may be left out before a quarter or a half: 2017第一季度.
    return (
        rf"(?:(?:(?P<year_{tag}>[0-9]{{4}}|[{CHINESE}]{{4}})年度?"
        rf"|(?P<short_{tag}>[0-9]{{4}})(?=第{_N}季|[上下]半年|[一二三四]季)"
        rf"|(?P<word_{tag}>今年|本年|当年|去年|上年|前年)度?)的?)"
    )


def _name(tag: str) -> str:
    iso = (
        rf"(?P<iso_{tag}>[0-9]{{4}})(?:"
        rf"(?P<mark_{tag}>[-./])(?P<iso_m_{tag}>[0-9]{{1,2}})(?P=mark_{tag})(?P<iso_d_{tag}>[0-9]{{1,2}})(?![0-9])"
        rf"|-(?P<iso_month_{tag}>[0-9]{{2}})(?![0-9])"
        rf"|-?[Qq](?P<iso_quarter_{tag}>[0-9])(?![0-9])|-?[Hh](?P<iso_half_{tag}>[0-9])(?![0-9])"
        rf"|-?[Ww](?P<iso_week_{tag}>[0-9]{{1,2}})(?![0-9]))"
    )
    part = (
        rf"(?P<half_{tag}>[上下])半年|第?(?P<quarter_{tag}>{_N})季度?|第(?P<week_{tag}>{_N})(?:周|个?星期)"
        rf"|(?P<month_{tag}>{_N})月(?:(?P<day_{tag}>{_N})[日号]|份)?|(?P<whole_{tag}>全年)"
    )
    # Without a part the name is the year just read, and that ends in 年 or 年度.
    return (
        rf"(?:{iso}|{_year(tag)}?(?:{part}|(?<=[年度]))"
        rf"|(?P<now_{tag}>[本上]个?(?:月份?|季度|周|星期)))"
    )


SINGLE: Final = _name("a")
SPAN: Final = (
    rf"[自从]?{_name('a')}(?:(?:起|开始|以来)(?P<gap>[^。!?;]{{0,80}}?)(?:{_BY}|{_TO})|{_TO}(?:{_BY})?)"
    rf"{_name('b')}{_TAIL}"
)
# 1—9月, 第一至三季度, and with a year before it 1、2月 (without one, "1、" may number a heading).
UNITS: Final = (
    rf"{_year('a')}?第?(?P<first>{_N})(?:(?:季度?|月份?)?{_TO}|(?P<list>、))第?(?P<last>{_N})"
    rf"(?:(?P<quarters>季度)|月份?)(?!{_N}[日号])"
)
DAYS: Final = rf"[自从]?{_year('a')}?(?P<month>{_N})月(?P<first>{_N})[日号]?{_TO}(?P<last>{_N})[日号]"
YEARS: Final = rf"(?P<first>[0-9]{{4}})年?{_TO}(?P<last>[0-9]{{4}})年"
FIRST: Final = rf"{_year('a')}?[前头](?P<last>{_N})(?:(?P<quarters>个?季度)|个?月份?)"
UNTIL: Final = (
    rf"(?:{_year('a')})?(?:(?:自?(?:今年|本年)?年初)?{_BY}|自?(?:今年|本年)?年初{_TO})"
    rf"(?:(?P<today>目前|当前|现在|今日?|发稿)|(?P<close>年[底末])|{_name('b')}{_TAIL})"
)
SINCE: Final = (
    rf"[自从]?(?:(?P<january>(?:今年|本年)?年初)|{_name('a')})(?:以来|[至到](?:今|目前|现在))"
    rf"|(?P<total>(?:今年|本年)累计)"
)
SLASHED: Final = r"(?P<year>[0-9]{4})[./](?P<month>[0-9]{1,2})"
CUMULATIVE: Final = r"累计(?!\w)"

# For finding a period inside a longer text.
START: Final = (
    rf"(?<![0-9])(?<![0-9][-.,、])[0-9]|(?<![{CHINESE}第同某每任逐唯统单])(?<![{CHINESE}]、)[{CHINESE}]"
    r"|第|[上下]半年|今年|去年|(?<!\w)(?:本|上|前年|当年)|(?<![目以之提当此空])[前头]|截[至止]|全年|年初|[自从]"
)
# What turns a name into an instant, a deadline, a start, an issue number, an age or a base of comparison.
NOT_A_PERIOD: Final = (
    rf"底(?![线数册层])|末(?!位)|初(?![步次审级])|[上中下]旬|同期|之?前(?![置期沿列台往后])|之?后(?![勤续])|以[前后来]"
    rf"|起(?![草诉])|开始|第{_N}[期号批届次]|{_N}、|结转|期(?!间)|年[底末初]|(?<=周)[年岁]|(?<=[年月])龄|(?<=月)内|(?<=一月)一"
    r"|[^\W\d_]{1,12}?以来"
)
# What may stand between a year and the part of it in a title: names of bodies and a hotline's number, but no word that
# opens another statement.
GAP: Final = r"公共|合同|[^\W\d_共其较比同及至到按每均占月季半年第上下]|1[0-9]{4}(?![0-9件个宗项万元])|\("
PART: Final = (
    rf"第{_N}季|(?<![{CHINESE}第同某每任])[{CHINESE}]季度|[上下]半年|{_N}月份?(?!{_N}[日号])|{_N}月?{_TO}{_N}月"
    rf"|截[至止]|[前头]{_N}个?[季月]"
)

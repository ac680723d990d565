"""Units of money: 元, 万元, 亿元, their foreign cousins, and how a text with such a unit is read.

Codes are ISO 4217; a plain 元 is always renminbi, and a bare $ is refused, because it may be one of several.

>>> read_amount("1.5万美元")
(15, 1, Kind('USD', '万美元'))
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhengwu.errors import AmountError, UnitError
from zhengwu.exact.number import NUMBER, parse_number
from zhengwu.exact.units import LONGEST_TEXT, MAGNITUDE, MAGNITUDES, narrow

__all__ = ["Kind", "kind_of", "read_amount", "unit_of"]

_NAMES = {
    "CNY": ("元", "元人民币", "人民币", "人民币元", "圆", "RMB"),
    "USD": ("美元", "美金"),
    "HKD": ("港元", "港币"),
    "EUR": ("欧元",),
    "JPY": ("日元", "日圆"),
    "GBP": ("英镑",),
    "AUD": ("澳元", "澳大利亚元"),
    "CAD": ("加元", "加拿大元"),
    "CHF": ("瑞士法郎",),
    "KRW": ("韩元",),
    "MOP": ("澳门元", "澳门币"),
    "NZD": ("新西兰元",),
    "RUB": ("卢布",),
    "SGD": ("新加坡元",),
    "THB": ("泰铢",),
    "TWD": ("新台币",),
}
_CODES = {name: code for code, names in _NAMES.items() for name in names}
_MARKS = {"¥": "CNY", "人民币": "CNY", "RMB": "CNY", "US$": "USD", "HK$": "HKD", "€": "EUR", "£": "GBP"}
_SMALL = {"角": -1, "分": -2}

_UNIT = re.compile(
    rf"(?P<magnitude>{MAGNITUDE})?\s*"
    rf"(?P<name>{'|'.join(sorted(_CODES, key=len, reverse=True))}|角|分|[A-Z]{{3}})?"
)
_AMOUNT = re.compile(
    rf"(?P<sign>[+\-−–])?\s*(?P<mark>{'|'.join(map(re.escape, _MARKS))}|[A-Z]{{3}})?\s*"
    rf"(?P<number>[+\-−–]?\s*(?:{NUMBER}))\s*(?P<unit>{_UNIT.pattern})\s*整?"
)
_EXPECTED = "a number followed by 元, 万元 or 亿元"


class Kind:
    """What amounts of one currency, scale and printed unit share. There is one object of each, so identity decides.

    An amount is ``units / 10**scale`` in the main unit of `currency`; `power` is the magnitude of `unit`, 4 for 万元;
    `suffix` is what stands behind the number when it is printed.
    """

    __slots__ = ("base", "currency", "power", "scale", "suffix", "unit")

    def __init__(self, currency: str, scale: int, unit: str, power: int) -> None:
        self.currency = currency
        self.scale = scale
        self.unit = unit
        self.power = power
        self.suffix = f" {unit}" if unit.isascii() else unit
        self.base = (currency, scale)

    def __repr__(self) -> str:
        return f"Kind({self.currency!r}, {self.unit!r})"


@lru_cache(maxsize=4096)
def kind_of(currency: str, scale: int, unit: str, power: int) -> Kind:
    """The one `Kind` of these properties."""
    return Kind(currency, scale, unit, power)


@lru_cache(maxsize=1024)
def unit_of(text: str, *, currency: str | None = None) -> Kind:
    """The unit a text names, at the scale of hundredths; the main unit of `currency` when the text is empty.

    Raises `AmountError` for a text that is no unit of money, `UnitError` for one of another currency.

    >>> unit_of("万元"), unit_of("亿", currency="USD")
    (Kind('CNY', '万元'), Kind('USD', '亿美元'))
    """
    match = _UNIT.fullmatch(narrow(text)) if len(text) <= LONGEST_TEXT else None
    name = match["name"] if match else None
    code = currency if name is None else _code(name)
    if match is None or code is None or (name in _SMALL and match["magnitude"]):
        raise AmountError("is not a unit of money", field="unit", value=text, expected="元, 万元 or 亿元")
    if currency not in (None, code):
        raise UnitError("is a unit of another currency", field="unit", value=text, expected=f"one of {currency}")
    if name in _SMALL:
        return kind_of(code, 2, name, _SMALL[name])
    magnitude = match["magnitude"] or ""
    return kind_of(code, 2, magnitude + _NAMES.get(code, (code,))[0], MAGNITUDES[magnitude])


def read_amount(text: str, *, currency: str | None = None, field: str | None = None) -> tuple[int, int, Kind]:
    """Coefficient, decimals and unit of a text such as "1.65亿元", "¥1,234.50" or "USD 5".

    Raises `AmountError` when it is not an amount of money or names no unit, `UnitError` when its parts disagree.
    """
    match = _AMOUNT.fullmatch(narrow(text)) if len(text) <= LONGEST_TEXT else None
    number = parse_number((match["sign"] or "") + match["number"]) if match else None
    if match is None or number is None:
        raise AmountError("is not an amount of money", field=field, value=text, expected=_EXPECTED)
    mark, name = match["mark"], match["name"]
    given = _MARKS.get(mark, mark) if mark else currency
    named = _code(name) if name else given
    if named is None or (name in _SMALL and match["magnitude"]):
        raise AmountError("is not an amount of money", field=field, value=text, expected=_EXPECTED)
    if given not in (None, named) or currency not in (None, named):
        raise UnitError("is of another currency", field=field, value=text, expected=f"an amount in {currency or given}")
    return (*number, unit_of(match["unit"], currency=named))


def _code(name: str) -> str:
    return "CNY" if name in _SMALL else _CODES.get(name, name)

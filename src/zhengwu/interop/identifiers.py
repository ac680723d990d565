"""Identifiers of public resource trading: unified trade codes, credit codes, division codes with the years they held.

Needs python-stdnum (``pip install "zhengwu[identifiers]"``), which knows GB 32100, GB/T 2260 and ISO 7064.

>>> code = read_trade_code("D01-12350100MB02709751-20190627-527731-5")
>>> code.category, code.credit_code, code.day, code.serial
('政府采购', '12350100MB02709751', datetime.date(2019, 6, 27), '527731')
>>> code.has_valid_credit_code, code.check, code.expected_check      # advice: no code seen agrees with the rule named
(True, '5', '7')
>>> [division("320482", on=date(2014, 3, 1)).name, division("320413", on=date(2017, 3, 1)).name]
['金坛市', '金坛区']
>>> division("320413", on=date(2014, 3, 1))
Traceback (most recent call last):
zhengwu.approval.identifiers.IdentifierError: division (行政区划代码): '320413' was no division in 2014 \
(expected a year from 2015 on, as 金坛区)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.approval.identifiers import IdentifierError
from zhengwu.errors import MissingExtraError
from zhengwu.reference.divisions import Division, divisions_of
from zhengwu.workdays.moments import local_day

__all__ = [
    "CreditCode",
    "Division",
    "TenderCode",
    "TradeCode",
    "division",
    "divisions",
    "read_credit_code",
    "read_tender_code",
    "read_trade_code",
]

_TRADE_CODE = re.compile(
    r"(?P<kind>[A-Z][0-9]{2})-?(?P<credit>[0-9A-Z]{18})-?(?P<day>[0-9]{8})-?(?P<serial>[0-9]{6})-?(?P<check>[0-9A-Z*])"
)
# Seen in the data exchange of one provincial platform; the letters of other trades are not verified.
_CATEGORIES: Mapping[str, str] = MappingProxyType({"A": "工程建设", "B": "土地使用权", "D": "政府采购"})
_LENGTHS: Mapping[int, str] = MappingProxyType({17: "project", 20: "tender", 23: "section"})
_LONGEST = 100


@attrs.frozen
class CreditCode:
    """A unified social credit code (GB 32100-2015): who registered it, the kind, the division, the organisation."""

    text: str

    @property
    def department(self) -> str:
        """The code of the department that registered it."""
        return self.text[0]

    @property
    def kind(self) -> str:
        """The code of the kind of organisation, which means something with the department only."""
        return self.text[1]

    @property
    def division(self) -> str:
        """The division code of where it was registered, as it was then."""
        return self.text[2:8]

    @property
    def organisation(self) -> str:
        """The organisation code (GB 11714)."""
        return self.text[8:17]

    def __str__(self) -> str:
        return self.text


@attrs.frozen(kw_only=True)
class TradeCode:
    """A unified trade code (统一交易标识码): class 3, credit code of the platform 18, day 8, serial 6, check 1.

    The check character is told, never a reason to refuse: one platform computes ISO 7064 MOD 37-2 over the first 35
    characters, and none of the real codes seen satisfies it.
    """

    kind: str
    credit_code: str
    day: date
    serial: str
    check: str

    @property
    def category(self) -> str | None:
        """The class of trade its letter stands for; None for a letter whose meaning is not verified."""
        return _CATEGORIES.get(self.kind[0])

    @property
    def has_valid_credit_code(self) -> bool:
        """Whether the credit code satisfies GB 32100. A platform's own codes do not always."""
        return bool(_stdnum("cn.uscc").is_valid(self.credit_code))

    @property
    def expected_check(self) -> str:
        """The check character by ISO 7064 MOD 37-2."""
        return str(_stdnum("iso7064.mod_37_2").calc_check_digit(self.compact[:-1]))

    @property
    def compact(self) -> str:
        """The code without hyphens, 36 characters."""
        return f"{self.kind}{self.credit_code}{self.day:%Y%m%d}{self.serial}{self.check}"

    def __str__(self) -> str:
        return f"{self.kind}-{self.credit_code}-{self.day:%Y%m%d}-{self.serial}-{self.check}"


@attrs.frozen(kw_only=True)
class TenderCode:
    """A project code (17 characters), or with 3 more a tender's, or with 6 more that of a lot."""

    text: str
    kind: str

    @property
    def project(self) -> str:
        """The code of the project."""
        return self.text[:17]

    @property
    def tender(self) -> str | None:
        """The code of the tender; None in the code of a project."""
        return self.text[:20] if len(self.text) >= 20 else None

    def __str__(self) -> str:
        return self.text


def read_trade_code(text: str) -> TradeCode:
    """Read a unified trade code, with hyphens or without. Raises `IdentifierError` for another shape or no such day.

    >>> read_trade_code("D01-12350100MB02709751-20190631-527731-5")
    Traceback (most recent call last):
    zhengwu.approval.identifiers.IdentifierError: unified_code (统一交易标识码): \
'D01-12350100MB02709751-20190631-527731-5' has no such day (expected a date as YYYYMMDD)
    """
    field = "unified_code (统一交易标识码)"
    match = _TRADE_CODE.fullmatch(_folded(text))
    if match is None:
        expected = "36 characters, or 40 with hyphens: class 3, credit code 18, day 8, serial 6, check 1"
        raise IdentifierError("is not of the shape", field=field, value=text, expected=expected)
    try:
        day = datetime.strptime(match["day"], "%Y%m%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        raise IdentifierError("has no such day", field=field, value=text, expected="a date as YYYYMMDD") from None
    return TradeCode(
        kind=match["kind"], credit_code=match["credit"], day=day, serial=match["serial"], check=match["check"]
    )


def read_credit_code(text: str) -> CreditCode:
    """Read a credit code. Raises `IdentifierError` for another length, a letter it has not, a wrong check character.

    >>> read_credit_code("91110000600037341L").division
    '110000'
    >>> read_credit_code("91110000600037341M")
    Traceback (most recent call last):
    zhengwu.approval.identifiers.IdentifierError: uscc (统一社会信用代码): '91110000600037341M' is no credit code \
(expected 18 characters whose last one checks the others)
    """
    uscc = _stdnum("cn.uscc")
    folded = _folded(text)
    if not uscc.is_valid(folded):
        expected = "18 characters whose last one checks the others"
        raise IdentifierError("is no credit code", field="uscc (统一社会信用代码)", value=text, expected=expected)
    return CreditCode(str(uscc.compact(folded)))


def read_tender_code(text: str) -> TenderCode:
    """Read a code of a project, a tender or a lot by its length. Raises `IdentifierError` for another one.

    >>> code = read_tender_code("E3204120001000123001001")
    >>> code.kind, code.project, code.tender
    ('section', 'E3204120001000123', 'E3204120001000123001')
    """
    folded = _folded(text)
    kind = _LENGTHS.get(len(folded))
    if kind is None or not folded.isalnum():
        expected = "17 (项目), 20 (招标项目) or 23 (标段) letters and digits"
        raise IdentifierError("is no such code", field="code (项目编号)", value=text, expected=expected)
    return TenderCode(text=folded, kind=kind)


def divisions(code: str) -> tuple[Division, ...]:
    """Everything a division code stood for, oldest first; nothing for one that never was.

    >>> [(one.name, one.first_year, one.last_year) for one in divisions("320482")]
    [('金坛市', 1993, 2015)]
    """
    folded = _folded(code)
    if re.fullmatch("[0-9]{6}", folded) is None:
        raise IdentifierError("is no division code", field="division (行政区划代码)", value=code, expected="6 digits")
    return divisions_of(folded)


def division(code: str, *, on: date | None = None) -> Division:
    """The division a code stands for on a day; without a day, the latest. Raises `IdentifierError` for one that never
    was, or was none that year.
    """
    field, found = "division (行政区划代码)", divisions(code)
    if not found:
        raise IdentifierError("is no division", field=field, value=code, expected="a code of GB/T 2260")
    if on is None:
        return found[-1]
    year = local_day(on).year
    held = [one for one in found if one.held_in(year)]
    if not held:
        expected = " or ".join(f"{one.years}, as {one.name}" for one in found)
        raise IdentifierError(f"was no division in {year}", field=field, value=code, expected=expected)
    return held[-1]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", str(text)[:_LONGEST]).strip().upper()


def _stdnum(name: str) -> Any:
    """A module of python-stdnum."""
    import importlib

    try:
        return importlib.import_module(f"stdnum.{name}")
    except ModuleNotFoundError:
        command = 'pip install "zhengwu[identifiers]"'
        raise MissingExtraError("python-stdnum is not installed", expected=command) from None

"""What a place makes of a credit score: a share of the deposit, and what is restricted. Local, so a file of the place.

>>> policy, = parse_credit_policies('''
... [[policy]]
... id = "mine"
... zh = "某区信用差异化保证金"
... source = "某政办〔2023〕1号"
... effective_from = 2023-01-01
... band = [
...     { least = 90, factor = "0%" },
...     { least = 60, factor = "50%" },
...     { factor = "100%", restrictions = ["限制参加邀请招标"] },
... ]
... ''')
>>> from zhengwu.exact import wan
>>> [policy.deposit(wan("8"), score) for score in (95, 60, 59)]
[Money("0万元"), Money("4万元"), Money("8万元")]
>>> policy.band(59).restrictions
('限制参加邀请招标',)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from zhengwu.errors import ReadError, ZhengwuError
from zhengwu.exact import Money, Rate, Rounding, round_ratio

__all__ = ["CreditBand", "CreditPolicy", "parse_credit_policies", "read_credit_policies"]

_MOST_BYTES = 1_000_000
_PLACES = 2


@attrs.frozen(kw_only=True)
class CreditBand:
    """What holds from the score `least` on, None for all below the other bands.

    `factor` is the share of the deposit that is paid, from 0 to 1.
    """

    least: int | None
    factor: Rate
    restrictions: tuple[str, ...] = ()
    zh: str = ""


@attrs.frozen(kw_only=True)
class CreditPolicy:
    """The bands of one place, best first, with the paper they stand in."""

    id: str
    zh: str
    source: str
    effective_from: date
    bands: tuple[CreditBand, ...]
    effective_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def band(self, score: int) -> CreditBand:
        """The band of a score."""
        return next(one for one in self.bands if one.least is None or score >= one.least)

    def deposit(self, due: Money, score: int, *, rounding: Rounding = Rounding.HALF_UP) -> Money:
        """The deposit that is left of what is due without credit, to two decimals of its main unit (分)."""
        if not due:
            return due
        whole = Fraction(due.amount)
        exact = whole * self.band(score).factor.as_fraction()
        return due * (Fraction(round_ratio(exact.numerator, exact.denominator, _PLACES, rounding), 10**_PLACES) / whole)


def read_credit_policies(path: str | os.PathLike[str]) -> tuple[CreditPolicy, ...]:
    """The policies of a TOML file. Raises `ReadError` for what is no such file, naming the entry and what is wrong."""
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror})", value=str(path)) from None
    if len(data) > _MOST_BYTES:
        raise ReadError("is too large for a file of policies", value=str(path), expected="at most 1 MB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ReadError("is not UTF-8", value=str(path)) from None
    return parse_credit_policies(text, where=file.name)


def parse_credit_policies(text: str, *, where: str | None = None) -> tuple[CreditPolicy, ...]:
    """The policies that a TOML text declares. Raises as `read_credit_policies` does."""
    import tomllib

    try:
        entries = tomllib.loads(text).get("policy")
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"is not TOML: {error}", where=where) from None
    if not isinstance(entries, list) or not entries:
        raise ReadError("declares no policy", field="policy", expected="[[policy]]", where=where)
    return tuple(_policy(entry, f"{where or 'policies'}: policy {i}") for i, entry in enumerate(entries, 1))


def _policy(entry: object, where: str) -> CreditPolicy:
    given = _table(entry, ("id", "zh", "source", "effective_from", "effective_to", "band"), where)
    for name in ("id", "zh", "source"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise ReadError("is not a text", field=name, value=given.get(name), where=where)
    for name in ("effective_from", "effective_to"):
        day = given.get(name)
        if (day is None and name == "effective_from") or isinstance(day, datetime):
            raise ReadError("is not a day", field=name, value=day, expected="such as 2023-01-01", where=where)
        if day is not None and not isinstance(day, date):
            raise ReadError("is not a day", field=name, value=day, expected="such as 2023-01-01", where=where)
    bands = given.pop("band", None)
    if not isinstance(bands, list) or not bands:
        raise ReadError("has no band", field="band", expected="[[policy.band]]", where=where)
    found = tuple(_band(one, f"{where}, band {i}") for i, one in enumerate(bands, 1))
    *upper, last = found
    least = [one.least for one in upper if one.least is not None]
    if last.least is not None or len(least) < len(upper) or least != sorted(set(least), reverse=True):
        problem = "do not cover every score once"
        raise ReadError(problem, field="band", expected="falling scores, the last band without one", where=where)
    return CreditPolicy(**given, bands=found)


def _band(entry: object, where: str) -> CreditBand:
    given = _table(entry, ("least", "factor", "restrictions", "zh"), where)
    least, factor, zh = given.get("least"), given.get("factor"), given.get("zh", "")
    if least is not None and type(least) is not int:
        raise ReadError("is not a score", field="least", value=least, expected="a whole number", where=where)
    restrictions = given.get("restrictions", [])
    if not isinstance(restrictions, list) or not all(isinstance(one, str) and one for one in restrictions):
        raise ReadError("is not a list of texts", field="restrictions", value=restrictions, where=where)
    if not isinstance(zh, str):
        raise ReadError("is not a text", field="zh", value=zh, where=where)
    return CreditBand(least=least, factor=_factor(factor, where), restrictions=tuple(restrictions), zh=zh)


def _factor(text: object, where: str) -> Rate:
    expected = 'a share of the deposit as text, such as "50%"'
    if not isinstance(text, str):
        raise ReadError("is not a share", field="factor", value=text, expected=expected, where=where)
    try:
        factor = Rate(text)
    except ZhengwuError:
        raise ReadError("is not a share", field="factor", value=text, expected=expected, where=where) from None
    if not 0 <= factor <= 1:
        raise ReadError("is not a part of the deposit", field="factor", value=text, expected=expected, where=where)
    return factor


def _table(entry: object, known: tuple[str, ...], where: str) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise ReadError("is not a table", value=entry, where=where)
    for name in entry:
        if name not in known:
            raise ReadError("is not known", field="key", value=name, expected=", ".join(known), where=where)
    return dict(entry)

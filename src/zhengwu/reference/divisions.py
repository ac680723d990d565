"""Division codes (行政区划代码, GB/T 2260) with the years they held, as python-stdnum knows them.

>>> [(one.name, one.first_year, one.last_year) for code in ("320482", "320413") for one in divisions_of(code)]
[('金坛市', 1993, 2015), ('金坛区', 2015, None)]
"""

from __future__ import annotations

import functools
import importlib.util
import re

import attrs

from zhengwu.errors import MissingExtraError

__all__ = ["Division", "divisions_of", "has_divisions"]

_YEARS = re.compile(r"(?:\[(?P<first>[0-9]*)-(?P<last>[0-9]*)\])?(?P<name>[^\[,]+)")


@attrs.frozen
class Division:
    """A division (行政区划) and the years its code held; None where the record is open on that side."""

    code: str
    name: str
    province: str
    first_year: int | None = None
    last_year: int | None = None

    def held_in(self, year: int) -> bool:
        """Whether the code held in that year; in the year of a change the old and the new one did."""
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )

    @property
    def years(self) -> str:
        """The years in words."""
        if self.first_year is None:
            return "any year" if self.last_year is None else f"a year up to {self.last_year}"
        return f"a year from {self.first_year} {'on' if self.last_year is None else f'to {self.last_year}'}"


@functools.cache
def has_divisions() -> bool:
    """Whether python-stdnum is installed, which knows the divisions."""
    return importlib.util.find_spec("stdnum") is not None


@functools.lru_cache(maxsize=4096)
def divisions_of(code: str) -> tuple[Division, ...]:
    """Everything that a code of six digits stood for, oldest first; nothing for one that never was.

    Raises `MissingExtraError` without python-stdnum.
    """
    try:
        from stdnum import numdb
    except ModuleNotFoundError:
        command = 'pip install "zhengwu[identifiers]"'
        raise MissingExtraError("python-stdnum is not installed", expected=command) from None
    parts: dict[str, str] = {}
    for _, properties in numdb.get("cn/loc").info(code):
        parts.update(properties)
    found = [
        Division(code, match["name"], parts.get("province", ""), _year(match["first"]), _year(match["last"]))
        for match in _YEARS.finditer(parts.get("county", ""))
    ]
    return tuple(sorted(found, key=lambda one: one.first_year or 0))


def _year(text: str | None) -> int | None:
    return int(text) if text else None

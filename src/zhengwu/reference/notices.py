"""The State Council's notices of days off and make-up days, dated: what was known of the calendar, and since when.

>>> extended = next(notice for notice in notices() if notice.number == "国办发明电〔2020〕1号")
>>> extended.dated, [(str(change.day), change.was_workday) for change in extended.changes]
(datetime.date(2020, 1, 26), [('2020-01-31', True), ('2020-02-01', True)])
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs

__all__ = ["Change", "Notice", "notices", "working_days_by_year"]


class Change(NamedTuple):
    """A day whose status a notice turned round: it was a working day until then, or it was not."""

    day: date
    was_workday: bool


@attrs.frozen(kw_only=True)
class Notice:
    """One notice. `year` is the year it sets; None for one that only changes days already set.

    `dated` is the date it bears or, where `reported` is true, the day it was first reported; `number` may be unknown.
    """

    zh: str
    dated: date
    number: str | None = None
    year: int | None = None
    reported: bool = False
    changes: tuple[Change, ...] = ()


@functools.cache
def notices() -> tuple[Notice, ...]:
    """Every notice, in the order of their dates.

    >>> len(notices()), notices()[0].year
    (24, 2006)
    """
    found = [_notice(entry) for entry in _read()["notice"]]
    return tuple(sorted(found, key=lambda notice: notice.dated))


@functools.cache
def working_days_by_year() -> Mapping[int, int]:
    """How many working days each year has, by the notices.

    >>> working_days_by_year()[2017]
    249
    """
    return MappingProxyType({int(year): number for year, number in _read()["working_days"].items()})


def _notice(entry: Mapping[str, Any]) -> Notice:
    changes = tuple(Change(change["day"], change["was"] == "work") for change in entry.get("changes", ()))
    return Notice(**{**entry, "changes": changes})


@functools.cache
def _read() -> Mapping[str, Any]:
    import tomllib

    text = resources.files("zhengwu.reference").joinpath("notices.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))

"""Files of policies: the form of ``reference/hotline.toml``, from the library itself and from anybody.

>>> text = '''
... [[policy]]
... id = "mine"
... jurisdiction = "320412"
... effective_from = 2017-01-01
... [[policy.limit]]
... categories = ["咨询"]
... amount = 1
... unit = "工作日"
... '''
>>> (policy,) = parse_policies(text)
>>> policy.effective_from, policy.limits[0].amount, policy.limits[0].unit.zh
(datetime.date(2017, 1, 1), 1, '工作日')
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, get_args

import attrs

from zhengwu.errors import ReadError
from zhengwu.hotline.policies import ClockPolicy, Limit, Policies, PolicyError, ServiceStep
from zhengwu.hotline.words import Category, Urgency
from zhengwu.records.convention import ClockUnit
from zhengwu.records.words import Word

__all__ = ["parse_policies", "policies_of", "read_policies", "reference_data"]

W = TypeVar("W", bound=Word)

_STARTS = ("received", "dispatched")
_MOST_BYTES = 1_000_000


def read_policies(path: str | os.PathLike[str]) -> Policies:
    """The policies of a TOML file. Raises `ReadError` for what is no such file, `PolicyError` for a wrong entry."""
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
    return parse_policies(text, where=file.name)


def parse_policies(text: str, *, where: str | None = None) -> Policies:
    """The policies that a TOML text declares. Raises as `read_policies` does."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"is not TOML: {error}", where=where) from None
    entries = data.get("policy")
    if not isinstance(entries, list) or not entries:
        raise PolicyError("declares no policy", field="policy", expected="[[policy]]", where=where)
    return policies_of(entries, where=where)


def policies_of(entries: Iterable[object], *, where: str | None = None) -> Policies:
    """The policies of the tables of such a file."""
    return Policies(tuple(_policy(entry, f"{where or 'policies'}: policy {i}") for i, entry in enumerate(entries, 1)))


@functools.cache
def reference_data() -> Mapping[str, Any]:
    """The tables of ``reference/hotline.toml``."""
    import tomllib

    return tomllib.loads(resources.files("zhengwu.reference").joinpath("hotline.toml").read_text("utf-8"))


def _policy(entry: object, where: str) -> ClockPolicy:
    given = _table(entry, ClockPolicy, where, also=("limit",))
    limits = given.pop("limit", None)
    if not isinstance(limits, list) or not limits:
        raise PolicyError("has no limit", field="limit", expected="[[policy.limit]]", where=where)
    given["limits"] = tuple(_limit(one, f"{where}, limit {i}") for i, one in enumerate(limits, 1))
    for name in ("id", "jurisdiction"):
        if not isinstance(given.get(name), str):
            raise PolicyError("is not a text", field=name, value=given.get(name), where=where)
    for name in ("effective_from", "effective_to"):
        day = given.get(name)
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise PolicyError("is not a day", field=name, value=day, expected="such as 2017-03-01", where=where)
    for name in ("in_force", "count_start_day", "restart_on_redispatch"):
        if not isinstance(given.get(name, True), bool):
            raise PolicyError("is neither true nor false", field=name, value=given[name], where=where)
    if "cutoff" in given:
        given["cutoff"] = _time(given["cutoff"], where)
    return ClockPolicy(**given)


def _limit(entry: object, where: str) -> Limit:
    given = _table(entry, Limit, where)
    amount = given.get("amount")
    if type(amount) is not int or amount < 1:
        raise PolicyError(
            "is not a limit", field="amount", value=amount, expected="a whole number above 0", where=where
        )
    given["unit"] = _words([given.get("unit")], ClockUnit, "unit", where)[0]
    for name, cls in (("categories", Category), ("urgencies", Urgency)):
        if name in given:
            given[name] = frozenset(_words(given[name], cls, name, where))
    for name, choices in (("step", get_args(ServiceStep)), ("start", _STARTS)):
        if given.get(name, choices[0]) not in choices:
            raise PolicyError("is no choice", field=name, value=given[name], expected=", ".join(choices), where=where)
    if not isinstance(given.get("stated", True), bool):
        raise PolicyError("is neither true nor false", field="stated", value=given["stated"], where=where)
    return Limit(**given)


def _table(entry: object, cls: type[Any], where: str, *, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """The entries of a table, all of which the class knows."""
    if not isinstance(entry, dict):
        raise PolicyError("is not a table", value=entry, where=where)
    known = [field.name for field in attrs.fields(cls) if field.name != "limits"] + list(also)
    for name in entry:
        if name not in known:
            raise PolicyError("is not known", field="key", value=name, expected=", ".join(known), where=where)
    return dict(entry)


def _words(values: object, cls: type[W], name: str, where: str) -> list[W]:
    if not isinstance(values, list):
        raise PolicyError("is not a list", field=name, value=values, where=where)
    found = []
    for value in values:
        try:
            found.append(cls(value))
        except ValueError:
            expected = ", ".join(word.zh for word in cls)
            problem = "is not a word of its vocabulary"
            raise PolicyError(problem, field=name, value=value, expected=expected, where=where) from None
    return found


def _time(value: object, where: str) -> time:
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = time.fromisoformat(value)
    if not isinstance(value, time) or value.tzinfo is not None:
        raise PolicyError("is not a time of day", field="cutoff", value=value, expected="such as 17:30", where=where)
    return value

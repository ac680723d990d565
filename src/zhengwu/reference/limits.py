"""Statutory limits in working days, declared in ``limits.toml`` with the article they stand in.

>>> statutory_limit("decision").days, statutory_limit("decision").extension, statutory_limit("decision").source
(20, 10, '行政许可法 article 42')
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import attrs

from zhengwu.errors import UnknownNameError

__all__ = ["StatutoryLimit", "statutory_limit", "statutory_limits"]


@attrs.frozen(kw_only=True)
class StatutoryLimit:
    """A limit of `days` working days from `start`; `extension` more where `extension_by` approves, once.

    `on_breach` is what the law says follows when the limit passes, "" where it says nothing.
    """

    id: str
    zh: str
    en: str
    days: int
    start: str
    source: str
    extension: int = 0
    extension_by: str = ""
    on_breach: str = ""


@functools.cache
def statutory_limits() -> Mapping[str, StatutoryLimit]:
    """Every limit by its id.

    >>> [limit.days for limit in statutory_limits().values()]
    [5, 20, 45, 20, 10]
    """
    import tomllib

    data = tomllib.loads(resources.files("zhengwu.reference").joinpath("limits.toml").read_text("utf-8"))
    found = [StatutoryLimit(**entry) for entry in data["limit"]]
    return MappingProxyType({one.id: one for one in found})


def statutory_limit(name: str) -> StatutoryLimit:
    """The limit of this id. Raises `UnknownNameError`, listing the ids.

    >>> statutory_limit("哪个")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: limit (法定时限): '哪个' is not a statutory limit \
(expected correction_notice, decision, joint_decision, lower_review, delivery)
    """
    found = statutory_limits().get(name)
    if found is None:
        expected = ", ".join(statutory_limits())
        raise UnknownNameError("is not a statutory limit", field="limit (法定时限)", value=name, expected=expected)
    return found
